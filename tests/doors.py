"""Runs commands as people run them, without the second that Python needs to read their libraries
each time: a server that has read them, and has built once, forks for each command."""

from __future__ import annotations

import contextlib
import ctypes
import multiprocessing
import os
import subprocess
import sys
import tempfile
from collections.abc import Mapping, Sequence
from pathlib import Path
from subprocess import CompletedProcess

TIMEOUT = 300
"""Seconds: far more than any command takes, so only what hangs gets there."""
_SERVER = multiprocessing.get_context("forkserver")
_SERVER.set_forkserver_preload(["tests.warm"])
_FORKED = ("lokaal", "mkdocs")
_READ_AT_START = ("PYTHON", "LANG", "LC_", "TZ")
"""How the names begin of what Python reads from its environment before any of our code."""


def run(*command: str, cwd: Path, env: Mapping[str, str] | None = None) -> CompletedProcess[str]:
    """A program of this environment as a person runs it in ``cwd``, with ``env`` on top.

    Raises TimeoutExpired where it hangs. A negative exit code is the signal that ended it.
    """
    env = {"NO_MKDOCS_2_WARNING": "1", **(env or {})}
    if command[0] not in _FORKED or any(name.startswith(_READ_AT_START) for name in env):
        return _executed(command, cwd, env)
    with tempfile.TemporaryDirectory() as told:
        out, err = Path(told, "stdout"), Path(told, "stderr")
        process = start(*command, cwd=cwd, env=env, out=out, err=err)
        process.join(TIMEOUT)
        if process.exitcode is None:
            process.kill()
            raise subprocess.TimeoutExpired(list(command), TIMEOUT)
        texts = [file.read_text(encoding="utf-8", errors="backslashreplace") for file in (out, err)]
        return CompletedProcess(list(command), process.exitcode, *texts)


def start(
    *command: str, cwd: Path, env: Mapping[str, str], out: Path, err: Path
) -> multiprocessing.process.BaseProcess:
    """``lokaal`` or ``mkdocs`` in a process of its own, which tells what it says in two files."""
    process = _SERVER.Process(target=_command, args=(list(command), cwd, env, out, err))
    process.start()
    return process


def program(name: str) -> str:
    """The path of a program of this environment."""
    return str(Path(sys.executable).with_name(name))


def _executed(
    command: Sequence[str], folder: Path, env: Mapping[str, str]
) -> CompletedProcess[str]:
    name, *words = command
    return subprocess.run(
        [program(name), *words],
        cwd=folder,
        env={**os.environ, **env},
        stdin=subprocess.DEVNULL,
        capture_output=True,
        encoding="utf-8",
        errors="backslashreplace",
        timeout=TIMEOUT,
        check=False,
    )


def _command(
    command: list[str], folder: Path, env: Mapping[str, str], out: Path, err: Path
) -> None:
    """What the forked process does."""
    os.dup2(os.open(os.devnull, os.O_RDONLY), 0)
    for number, file in ((1, out), (2, err)):
        os.dup2(os.open(file, os.O_WRONLY | os.O_CREAT | os.O_TRUNC), number)
    _become_anyone()
    os.chdir(folder)
    os.environ.update(env)
    sys.argv = command
    name, *words = command
    if name == "lokaal":
        from site_plugins.commands.main import main

        sys.exit(main(words))
    from mkdocs.__main__ import cli

    cli(words, prog_name="mkdocs")


def _become_anyone() -> None:
    """Take away root's power to read what is closed, so that root's tests are everyone's.

    That is CAP_DAC_OVERRIDE and CAP_DAC_READ_SEARCH, bits 1 and 2 of the first word of the sets
    that capset(2) takes; elsewhere than on Linux nothing happens.
    """
    with contextlib.suppress(OSError, AttributeError):
        libc = ctypes.CDLL(None)
        head = (ctypes.c_uint32 * 2)(0x20080522, 0)
        data = (ctypes.c_uint32 * 6)()
        if libc.capget(head, data) == 0:
            data[0] &= ~0b110
            data[1] &= ~0b110
            libc.capset(head, data)
