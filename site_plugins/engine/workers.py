"""A list of work, shared between processes.

A process of its own and no thread, as Python runs one thread at a time. The workers are forks:
they have all that the parent has, so nothing needs to be sent to them. Where the system has no
fork (Windows) or it is not safe (macOS: https://bugs.python.org/issue33725), the work is done here.
"""

from __future__ import annotations

import io
import os
import pickle
import selectors
import signal
import struct
import sys
import threading
from collections.abc import Callable, Iterator, Sequence
from contextlib import suppress
from pathlib import Path
from typing import Any, Generic, NoReturn, TypeVar

from site_plugins.engine.compact import Table, to_restore

MOST = 2
"""More are not worth their memory: much of a build is done by one process anyway."""
FEW = 64
"""Pieces of work for which starting processes would take longer than doing it."""
_CHUNKS = 4_000
"""At most: all their numbers fit in a pipe at once."""
_TABLE = Table(to_restore)
_LENGTH = struct.Struct("<II")

T = TypeVar("T")
R = TypeVar("R")


class WorkerDied(Exception):
    """A worker was killed, by the system or by a person."""


def free_cores() -> int:
    """How many processes find a core to themselves, at least 1 and at most ``MOST``.

    ``LOKAAL_WORKERS`` sets another number.
    """
    if not hasattr(os, "fork"):
        return 1
    if wanted := os.environ.get("LOKAAL_WORKERS", ""):
        return max(1, min(int(wanted), 64)) if wanted.isdecimal() else 1
    if sys.platform == "darwin" or threading.active_count() > 1:
        return 1
    usable = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count()
    return max(1, min(MOST, (usable or 1) - _busy()))


def _busy() -> int:
    """How many others run at this very moment, where the system tells.

    Not the load of the last minute, which is that of the build before.
    https://man7.org/linux/man-pages/man5/proc_loadavg.5.html
    """
    try:
        running = Path("/proc/loadavg").read_text(encoding="ascii").split()[3].partition("/")[0]
        return max(0, int(running) - 1)
    except (OSError, ValueError, IndexError):
        return 0


def share(work: Callable[[Sequence[T]], Sequence[R]], items: Sequence[T], workers: int) -> list[R]:
    """What ``work`` gives for the items, in their order: one result for each.

    ``work`` gets some of the items at a time, and gives what can be pickled. Raises what it
    raises (for the first items of which it does), and WorkerDied.
    """
    if workers < 2 or len(items) < FEW:
        return list(work(items))
    size = max(1, min(32, len(items) // (workers * 4)), -(-len(items) // _CHUNKS))
    chunks = [items[start : start + size] for start in range(0, len(items), size)]
    found = dict(_outcomes(work, chunks, workers))
    for number in range(len(chunks)):
        if number not in found:
            raise WorkerDied
        if isinstance(found[number], BaseException):
            raise found[number]
    return [result for number in range(len(chunks)) for result in found[number]]


class Aside(Generic[R]):
    """Work that is begun now, in another process, and asked for later.

    With one worker it is done when it is asked for.
    """

    def __init__(self, work: Callable[[], R], workers: int) -> None:
        self._work = work
        self._child = 0
        if workers < 2:
            return
        sys.stdout.flush()
        sys.stderr.flush()
        self._out, back = os.pipe()
        try:
            if (child := os.fork()) == 0:
                os.close(self._out)
                _work(lambda some: [work()], [()], _one_number(), back)
            self._child = child
        except OSError:  # no process is to be had: then here, later
            os.close(self._out)
        finally:
            os.close(back)

    def result(self) -> R:
        """What the work gives. Raises what it raises, and WorkerDied."""
        if not self._child:
            return self._work()
        try:
            found = dict(_received([self._out]))
        finally:
            self.stop()
        if not found:
            raise WorkerDied
        if isinstance(found[0], BaseException):
            raise found[0]
        result: R = found[0][0]
        return result

    def stop(self) -> None:
        """Nobody will ask for it any more."""
        if self._child:
            _end(self._child, self._out)
            self._child = 0


def _one_number() -> int:
    numbers, into = os.pipe()
    os.write(into, struct.pack("<I", 0))
    os.close(into)
    return numbers


def _outcomes(
    work: Callable[[Sequence[Any]], Sequence[Any]], chunks: Sequence[Sequence[Any]], workers: int
) -> Iterator[tuple[int, Any]]:
    """The number of each chunk with its results, or with the error that it raised."""
    # Who is free takes the next number: a pipe gives each of them to one reader.
    numbers, into = os.pipe()
    os.write(into, b"".join(struct.pack("<I", number) for number in range(len(chunks))))
    os.close(into)
    sys.stdout.flush()
    sys.stderr.flush()
    children: dict[int, int] = {}
    try:
        for _ in range(workers):
            out, back = os.pipe()
            if (child := os.fork()) == 0:
                os.close(out)
                _work(work, chunks, numbers, back)
            os.close(back)
            children[child] = out
        yield from _received(list(children.values()))
    finally:
        os.close(numbers)
        for child, out in children.items():
            _end(child, out)


def _end(child: int, out: int) -> None:
    os.close(out)
    with suppress(ProcessLookupError):
        os.kill(child, signal.SIGKILL)
    os.waitpid(child, 0)


def _work(
    work: Callable[[Sequence[Any]], Sequence[Any]],
    chunks: Sequence[Sequence[Any]],
    numbers: int,
    back: int,
) -> NoReturn:
    """In a worker: chunk after chunk, until there is none or the parent is gone."""
    try:
        for name in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
            signal.signal(name, signal.SIG_DFL)
        while taken := os.read(numbers, 4):
            (number,) = struct.unpack("<I", taken)
            try:
                outcome: Any = list(work(chunks[number]))
            except Exception as error:
                outcome = error
            data = _packed(outcome)
            _write(back, _LENGTH.pack(number, len(data)) + data)
    finally:
        # Without what the parent would do at its end.
        os._exit(0)


def _packed(outcome: Any) -> bytes:
    out = io.BytesIO()
    pickler = pickle.Pickler(out, pickle.HIGHEST_PROTOCOL)
    pickler.dispatch_table = _TABLE
    try:
        pickler.dump(outcome)
    except Exception as error:
        if isinstance(outcome, Exception):  # then the error itself is what can't be sent
            return pickle.dumps(RuntimeError(repr(outcome)))
        return pickle.dumps(RuntimeError(repr(error)))
    return out.getvalue()


def _write(pipe: int, data: bytes) -> None:
    left = memoryview(data)
    while left:
        left = left[os.write(pipe, left) :]


def _received(pipes: Sequence[int]) -> Iterator[tuple[int, Any]]:
    parts = {pipe: bytearray() for pipe in pipes}
    with selectors.DefaultSelector() as selector:
        for pipe in pipes:
            selector.register(pipe, selectors.EVENT_READ)
        while selector.get_map():
            for key, _ in selector.select():
                pipe = key.fd
                data = os.read(pipe, 1 << 18)
                if not data:
                    selector.unregister(pipe)
                parts[pipe] += data
                while len(parts[pipe]) >= _LENGTH.size:
                    number, length = _LENGTH.unpack_from(parts[pipe])
                    end = _LENGTH.size + length
                    if len(parts[pipe]) < end:
                        break
                    yield number, pickle.loads(bytes(parts[pipe][_LENGTH.size : end]))
                    del parts[pipe][:end]
