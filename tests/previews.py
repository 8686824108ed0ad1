"""A running preview, as ``mkdocs serve`` and ``lokaal serve`` give it."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from urllib.error import HTTPError, URLError
from urllib.request import urlopen

from tests.doors import program


def free_port() -> int:
    """A port of this machine on which nothing listens."""
    with socket.socket() as found:
        found.bind(("127.0.0.1", 0))
        return int(found.getsockname()[1])


def get(url: str) -> str:
    """A page as the preview server gives it."""
    with urlopen(url, timeout=60) as answer:
        return str(answer.read().decode())


def wait_for(what: Callable[[], bool], log: Path, seconds: float = 60) -> None:
    """Ask again and again, but not for ever."""
    end = time.monotonic() + seconds
    while not what():
        assert time.monotonic() < end, log.read_text()
        time.sleep(0.2)


@contextmanager
def previewing(
    folder: Path, *words: str, env: Mapping[str, str] | None = None
) -> Iterator[tuple[str, Path, subprocess.Popen[bytes]]]:
    """A running preview: its address, its log and its process, which is stopped afterwards."""
    address = f"127.0.0.1:{free_port()}"
    log = folder / "serve.log"
    with log.open("wb") as output:
        process = subprocess.Popen(
            [program(words[0]), *words[1:], address],
            cwd=folder,
            env={**os.environ, **(env or {})},
            stdout=output,
            stderr=subprocess.STDOUT,
            # A shell that starts this suite in the background has it ignore Ctrl+C.
            preexec_fn=lambda: signal.signal(signal.SIGINT, signal.SIG_DFL),
        )

    def answers() -> bool:
        assert process.poll() is None, log.read_text()
        try:
            return bool(get(f"http://{address}/"))
        except HTTPError:
            return True  # a page that says what is wrong
        except (URLError, ConnectionError):
            return False

    try:
        wait_for(answers, log)
        yield f"http://{address}", log, process
    finally:
        if process.poll() is None:
            process.kill()
        process.wait(timeout=20)
