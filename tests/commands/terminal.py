"""The command ``lokaal`` on a terminal."""

from __future__ import annotations

import os
import pty
import re
import select
import signal
import subprocess
from contextlib import suppress

from tests.conftest import ROOT
from tests.doors import program

PATIENCE = 20
"""Seconds of silence after which something is wrong."""


def _as_in_a_shell() -> None:
    """Whoever started the tests in the background has them ignore Ctrl+C; a person does not."""
    signal.signal(signal.SIGINT, signal.SIG_DFL)


def _interrupt(process: subprocess.Popen[bytes]) -> None:
    """Ctrl+C until it is heard: one that comes just before a program waits for input is not."""
    while process.poll() is None:
        process.send_signal(signal.SIGINT)
        with suppress(subprocess.TimeoutExpired):
            process.wait(5)


def talk_to(words: list[str], answers: list[bytes]) -> tuple[int, str]:
    """The command on a terminal: each answer follows a question. Ctrl+C is one too."""
    master, terminal = pty.openpty()
    process = subprocess.Popen(
        [program("lokaal"), *words],
        cwd=ROOT, stdin=terminal, stdout=terminal, stderr=terminal, start_new_session=True,
        env={**os.environ, "TERM": "xterm"}, preexec_fn=_as_in_a_shell,
    )  # fmt: skip
    os.close(terminal)
    said = b""
    try:
        waiting = list(answers)
        while select.select([master], [], [], PATIENCE)[0]:
            try:
                more = os.read(master, 4096)
            except OSError:
                break
            if not more:
                break
            said += more
            if waiting and re.search(rb"(?:> |naam: |\] )$", said):
                answer = waiting.pop(0)
                if answer == b"\x03":
                    _interrupt(process)
                else:
                    os.write(master, answer)
        return process.wait(PATIENCE), said.decode()
    finally:
        process.kill()
        process.wait()
        os.close(master)
