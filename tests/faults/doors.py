"""Runs ``lokaal`` and ``mkdocs`` in a process of their own, without the second that Python needs
to read their libraries each time: a server that has read them forks for each command."""

from __future__ import annotations

import contextlib
import ctypes
import multiprocessing
import os
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path
from subprocess import CompletedProcess

TIMEOUT = 120
"""Seconds: far more than any case takes, so only what hangs gets there."""
_SERVER = multiprocessing.get_context("forkserver")
_SERVER.set_forkserver_preload(
    [
        *("site_plugins.commands.dispatch", "site_plugins.plugins.build", "mkdocs.__main__"),
        *("mkdocs.commands.build", "material.plugins", "pymdownx.superfences", "babel.dates"),
    ]
)


def run(command: Sequence[str], folder: Path, env: dict[str, str]) -> CompletedProcess[str]:
    """A command as a person runs it in ``folder``; with ``env`` in a Python of its own.

    Raises TimeoutExpired where it hangs. A negative exit code is the signal that ended it.
    """
    if env.keys() - {"SOURCE_DATE_EPOCH"}:
        return _executed(command, folder, env)
    out, err = folder.parent / "stdout", folder.parent / "stderr"
    process = _SERVER.Process(target=_command, args=(list(command), folder, env, out, err))
    process.start()
    process.join(TIMEOUT)
    if process.exitcode is None:
        process.kill()
        raise subprocess.TimeoutExpired(list(command), TIMEOUT)
    texts = [file.read_text(encoding="utf-8", errors="backslashreplace") for file in (out, err)]
    return CompletedProcess(list(command), process.exitcode, *texts)


def _executed(command: Sequence[str], folder: Path, env: dict[str, str]) -> CompletedProcess[str]:
    program, *words = command
    return subprocess.run(
        [str(Path(sys.executable).with_name(program)), *words],
        cwd=folder,
        env={**os.environ, "NO_MKDOCS_2_WARNING": "1", **env},
        stdin=subprocess.DEVNULL,
        capture_output=True,
        encoding="utf-8",
        errors="backslashreplace",
        timeout=TIMEOUT,
        check=False,
    )


def _command(command: list[str], folder: Path, env: dict[str, str], out: Path, err: Path) -> None:
    """What the forked process does."""
    for number, file in ((1, out), (2, err)):
        os.dup2(os.open(file, os.O_WRONLY | os.O_CREAT | os.O_TRUNC), number)
    _become_anyone()
    os.chdir(folder)
    os.environ.update({"NO_MKDOCS_2_WARNING": "1", **env})
    sys.argv = command
    program, *words = command
    if program == "lokaal":
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
