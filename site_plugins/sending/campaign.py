"""Sends what is waiting, one message at a time, until it is done or there is no point in going on.

What became of each message is in the ledger before the next one begins.
"""

from __future__ import annotations

import heapq
from collections import deque
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from datetime import date
from typing import Protocol

from site_plugins.sending.ledger import Ledger, State
from site_plugins.sending.recipients import Recipient
from site_plugins.sending.transport import Answer, Line, Unreachable, Unusable, Verdict

FAILURES = 8
"""Lost connections in a row, after which the server is taken to be down."""
REFUSALS = 25
"""Refused recipients in a row, after which it is taken to be about us."""
_IDLE = 20.0
"""Seconds of waiting for which a connection is not kept."""


class Watch(Protocol):
    """Time, and whether someone wants to stop."""

    def seconds(self) -> float:
        """A clock that only goes forward."""

    def sleep(self, seconds: float) -> None:
        """Wait, shorter when someone wants to stop."""

    def stopping(self) -> bool:
        """Whether someone wants to stop."""


@dataclass(frozen=True, slots=True)
class Pace:
    """How fast, and for how long; seconds."""

    retry_pause: float = 60
    """Before the first retry; each next one waits twice as long."""
    retry_window: float = 3600
    """From the first attempt."""
    between: float = 0
    """From the start of a message to that of the next."""


@dataclass(order=True, slots=True)
class _Job:
    due: float
    order: int
    recipient: Recipient = field(compare=False)
    attempts: int = field(default=0, compare=False)
    first: float = field(default=0, compare=False)


class Campaign:
    """One run of sending an edition."""

    def __init__(
        self,
        *,
        day: date,
        sender: str,
        ledger: Ledger,
        line: Line,
        message: Callable[[Recipient], bytes],
        pace: Pace,
        watch: Watch,
        settled: Callable[[], None],
    ) -> None:
        """``sender`` is the address that bounces go to; ``settled`` is called for each message
        that needs no more attempts.
        """
        self._day, self._sender, self._ledger, self._line = day, sender, ledger, line
        self._message, self._pace, self._watch, self._settled = message, pace, watch, settled
        self._later: list[_Job] = []
        self._failures = 0
        self._refused: list[str] = []
        self._problem = ""

    def run(self, recipients: Iterable[Recipient]) -> str:
        """Send to each of them who is waiting; gives why it stopped early, else ``""``."""
        fresh = deque(_Job(0, number, person) for number, person in enumerate(recipients))
        while not self._problem and (job := self._next(fresh)):
            began = self._watch.seconds()
            if not self._connect():
                break
            self._attempt(job)
            self._watch.sleep(self._pace.between - (self._watch.seconds() - began))
        if self._watch.stopping() and (fresh or self._later) and not self._problem:
            self._problem = "het is onderbroken."
        return self._problem

    def _next(self, fresh: deque[_Job]) -> _Job | None:
        while not self._watch.stopping():
            now = self._watch.seconds()
            if self._later and self._later[0].due <= now:
                return heapq.heappop(self._later)
            if fresh:
                return fresh.popleft()
            if not self._later:
                break
            if self._later[0].due - now > _IDLE:
                self._line.close()
            self._watch.sleep(self._later[0].due - now)
        return None

    def _connect(self) -> bool:
        """Whether there is a connection, perhaps after some attempts."""
        while not self._line.is_open:
            if self._failures > 1:
                self._watch.sleep(min(self._pace.retry_pause, 5) * 2 ** (self._failures - 2))
            if self._watch.stopping():
                return False
            try:
                self._line.open()
            except Unusable as error:
                self._problem = str(error)
                return False
            except Unreachable as error:
                self._failures += 1
                if self._failures >= FAILURES:
                    self._problem = str(error)
                    return False
        return True

    def _attempt(self, job: _Job) -> None:
        person = job.recipient
        message = self._message(person)
        if not self._ledger.claim(self._day, person.key):
            return
        answer = self._line.deliver(self._sender, person.address, message)
        lost = answer.verdict in (Verdict.LOST, Verdict.UNCERTAIN)
        self._failures = self._failures + 1 if lost else 0
        match answer.verdict:
            case Verdict.SENT:
                self._settle(job, State.SENT, answer)
                self._refused.clear()
            case Verdict.REFUSED:
                self._settle(job, State.REFUSED, answer)
                self._refused.append(person.key)
            case Verdict.UNCERTAIN:
                # It stays claimed: nobody can tell whether this message arrived.
                self._settle(job, State.CLAIMED, answer)
            case Verdict.HALTED:
                self._release(job, answer)
                self._problem = f"de mailserver weigert deze afzender (code {answer.code})."
            case Verdict.LATER | Verdict.LOST:
                self._release(job, answer)
                self._postpone(job)
        if self._failures >= FAILURES:
            self._problem = "de mailserver breekt steeds af."
        if len(self._refused) >= REFUSALS:
            self._doubt(answer)

    def _settle(self, job: _Job, state: State, answer: Answer) -> None:
        self._ledger.settle(self._day, job.recipient.key, state, answer.code, answer.text)
        self._settled()

    def _release(self, job: _Job, answer: Answer) -> None:
        self._ledger.settle(self._day, job.recipient.key, State.WAITING, answer.code, answer.text)

    def _postpone(self, job: _Job) -> None:
        now = self._watch.seconds()
        job.first = job.first or now
        job.due = now + self._pace.retry_pause * 2**job.attempts
        job.attempts += 1
        if job.due <= job.first + self._pace.retry_window:
            heapq.heappush(self._later, job)

    def _doubt(self, answer: Answer) -> None:
        """So many refusals are about us, such as a quota that is used up: they were not sent, and
        can be, once that is over.
        """
        for key in self._refused:
            self._ledger.settle(self._day, key, State.WAITING, answer.code, "refused in a row")
        self._problem = (
            f"de mailserver weigerde {REFUSALS} ontvangers na elkaar (code {answer.code}). "
            "Zij wachten weer, want dat lijkt niet aan hen te liggen."
        )
