"""The clock of a run, and the wish to stop it."""

from __future__ import annotations

import signal
import time
from collections.abc import Iterator
from contextlib import contextmanager
from types import FrameType

_SIGNALS = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)
_NAP = 0.2
"""Seconds after which someone who wants to stop is heard."""


class Stopwatch:
    """Time as it passes; ``stop`` is the wish to end after the message at hand."""

    def __init__(self) -> None:
        self._stopping = False

    def seconds(self) -> float:
        """A clock that only goes forward."""
        return time.monotonic()

    def sleep(self, seconds: float) -> None:
        """Wait, shorter when someone wants to stop."""
        until = time.monotonic() + seconds
        while not self._stopping and (rest := until - time.monotonic()) > 0:
            time.sleep(min(rest, _NAP))

    def stopping(self) -> bool:
        """Whether someone wants to stop."""
        return self._stopping

    def stop(self, number: int, frame: FrameType | None) -> None:
        """Handle a signal; the next one ends the program at once, which the ledger can bear."""
        self._stopping = True
        for each in _SIGNALS:
            if signal.getsignal(each) == self.stop:
                signal.signal(each, signal.SIG_DFL)


@contextmanager
def stoppable() -> Iterator[Stopwatch]:
    """A clock that hears Ctrl+C, SIGTERM, and a terminal that closes."""
    watch = Stopwatch()
    before = {
        each: signal.signal(each, watch.stop)
        for each in _SIGNALS
        if signal.getsignal(each) is not signal.SIG_IGN  # such as under nohup
    }
    try:
        yield watch
    finally:
        for each, handler in before.items():
            signal.signal(each, handler)
