"""Runs a program and tells what it took; and waits for a page to show an edit."""

import os
import re
import signal
import statistics
import subprocess
import sys
import threading
import time
import urllib.request
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import NamedTuple

LIMIT = 14_000
"""MiB: a program that takes more is stopped, before it takes the machine down."""
PATIENCE = 900
"""Seconds that a server may take to show something."""


class Failed(Exception):
    """A program didn't do what it should; the text says what it said."""


class Run(NamedTuple):
    """What a program took; with medians of several runs too."""

    wall: float
    """Seconds."""
    cpu: float
    """Seconds, of the program and all it started."""
    largest: float
    """Peak memory of the largest process, in MiB."""
    together: float
    """Peak memory of all its processes together, in MiB, what they share counted once; 0 where
    the system doesn't tell (elsewhere than on Linux)."""
    made: float
    """Files that are there afterwards, or mails that were received."""


def median(runs: Sequence[Run]) -> Run:
    """The median of each column."""
    return Run(*(statistics.median(column) for column in zip(*runs, strict=True)))


def timed(command: Sequence[str], folder: Path, env: Mapping[str, str], log: Path) -> Run:
    """Run a program. Raises Failed."""
    with log.open("w+", encoding="utf-8") as out:
        began = time.perf_counter()
        process = _start(command, folder, env, out.fileno())
        watch = _Memory(process.pid)
        watch.start()
        try:
            _, status, usage = os.wait4(process.pid, 0)
        except BaseException:
            os.killpg(process.pid, signal.SIGKILL)
            raise
        finally:
            wall = time.perf_counter() - began
            watch.ended.set()
            watch.join()
        process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode:
        text = log.read_text(encoding="utf-8", errors="replace")[-2000:]
        raise Failed(f"{text}\n{command[0]}: exit code {process.returncode}, {watch.peak:.0f} MiB")
    mebibyte = 2**20 if sys.platform == "darwin" else 2**10
    return Run(
        wall, usage.ru_utime + usage.ru_stime, usage.ru_maxrss / mebibyte, watch.peak, made=0
    )


def _start(
    command: Sequence[str], folder: Path, env: Mapping[str, str], out: int
) -> subprocess.Popen[bytes]:
    """A session of its own, so that all that comes of it can be found and stopped."""
    return subprocess.Popen(
        command,
        cwd=folder,
        env={**os.environ, **env},
        stdin=subprocess.DEVNULL,
        stdout=out,
        stderr=out,
        start_new_session=True,
    )


class _Memory(threading.Thread):
    """Looks five times a second how much memory a session takes."""

    def __init__(self, session: int) -> None:
        super().__init__(daemon=True)
        self.ended = threading.Event()
        self.peak = 0.0
        self._session = session

    def run(self) -> None:
        while not self.ended.wait(0.2):
            taken = sum(map(_proportional, _members(self._session)))
            self.peak = max(self.peak, taken)
            if taken > LIMIT:
                os.killpg(self._session, signal.SIGKILL)


def _members(session: int) -> list[str]:
    found = []
    for folder in Path("/proc").glob("[0-9]*"):
        with suppress(OSError, ValueError):
            if os.getsid(int(folder.name)) == session:
                found.append(folder.name)
    return found


def _proportional(process: str) -> float:
    """Memory in MiB, of which what n processes share counts for 1/n."""
    with suppress(OSError):
        text = Path(f"/proc/{process}/smaps_rollup").read_text(encoding="ascii")
        if found := re.search(r"^Pss: +(\d+)", text, re.M):
            return int(found[1]) / 2**10
    return 0.0


def count(folder: Path) -> int:
    """How many files are below a folder."""
    return sum(len(names) for _, _, names in os.walk(folder))


# ---- one edit ----


@contextmanager
def edited(file: Path) -> Iterator[str]:
    """Another first paragraph in an article; gives the word to look for, and undoes it at last."""
    before = file.read_text(encoding="utf-8")
    head, _, body = before.partition("\n\n")
    word = f"wijziging{time.time_ns()}"
    try:
        file.write_text(f"{head}\n\n{word} {body}", encoding="utf-8")
        yield word
    finally:
        file.write_text(before, encoding="utf-8")


def until_shown(
    command: Sequence[str], folder: Path, env: Mapping[str, str], page: str, file: Path, runs: int
) -> list[float]:
    """Seconds from the moment that a file is written until a server shows it, so often.

    Raises Failed where the page never shows it.
    """
    with (folder / "server.log").open("wb") as out:
        server = _start(command, folder, env, out.fileno())
        try:
            _wait(page, lambda text: "</html>" in text, server)
            time.sleep(3)  # what a server does after its first page is no part of an edit
            return [_show(page, file, server) for _ in range(runs)]
        finally:
            os.killpg(server.pid, signal.SIGTERM)
            with suppress(subprocess.TimeoutExpired):
                server.wait(10)
            with suppress(ProcessLookupError):
                os.killpg(server.pid, signal.SIGKILL)


def _show(page: str, file: Path, server: subprocess.Popen[bytes]) -> float:
    with edited(file) as word:
        took = _wait(page, lambda text: word in text, server)
        time.sleep(2)
    _wait(page, lambda text: word not in text and "</html>" in text, server)
    time.sleep(2)
    return took


def _wait(page: str, good: Callable[[str], bool], server: subprocess.Popen[bytes]) -> float:
    began = time.perf_counter()
    while True:
        with suppress(OSError), urllib.request.urlopen(page, timeout=60) as answer:
            if good(answer.read().decode()):
                return time.perf_counter() - began
        if server.poll() is not None or time.perf_counter() - began > PATIENCE:
            raise Failed(f"{page}: the server never showed it")
        time.sleep(0.01)
