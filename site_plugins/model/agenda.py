"""Agenda items: what happens when, once or again and again."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta
from enum import StrEnum
from typing import ClassVar
from urllib.parse import urlsplit

from site_plugins.model.item import ZONE, Item, Key
from site_plugins.model.period import Period
from site_plugins.model.recurrence import Rule


class Status(StrEnum):
    """Whether it goes on."""

    CONFIRMED = "bevestigd"
    PROVISIONAL = "onder voorbehoud"
    MOVED = "verplaatst"
    CANCELLED = "geannuleerd"


@dataclass(frozen=True, slots=True)
class Session:
    """One stretch of time; an all-day one ends on its last day at 00:00."""

    start: datetime
    end: datetime | None = None


HOLIDAYS = "feestdagen"
"""What ``except`` says where a series leaves out public holidays."""


@dataclass(frozen=True, slots=True)
class Moved:
    """One time of a series that is at another time: ``day`` is the day that the series gave.

    Without ``end`` it is as long as the others. The series itself stays as it is.
    """

    day: date
    start: datetime
    end: datetime | None = None


@dataclass(frozen=True, slots=True)
class Location:
    """Where it is. ``url`` is a public page, never a link into a meeting."""

    name: str = ""
    address: str = ""
    city: str = ""
    url: str = ""
    online: bool = False

    @property
    def host(self) -> str:
        """The name of the site behind ``url``; empty without one."""
        return (urlsplit(self.url).hostname or "").removeprefix("www.")


@dataclass(frozen=True, slots=True)
class Registration:
    """How to sign up. A deadline without a time (a bare date) is the whole of its day."""

    url: str = ""
    email: str = ""
    deadline: date | None = None
    capacity: int | None = None

    @property
    def closes(self) -> datetime | None:
        """The first moment at which it is too late."""
        if self.deadline is None or isinstance(self.deadline, datetime):
            return self.deadline
        return _moment(self.deadline + timedelta(days=1))


@dataclass(frozen=True, slots=True, kw_only=True)
class AgendaItem(Item):
    """A meeting, or a series of them.

    It has a ``start``, or ``sessions`` on several days, or only a ``period``. With a
    ``rule`` it is a series: ``start`` and ``end`` give the first time and the length,
    ``until`` the last day (inclusive), ``except_`` days that are left out and ``extra``
    times beside the rule. Where ``holidays`` is true (``except: feestdagen``), the public
    holidays of the Netherlands are left out too. ``cancelled`` are days of the series that
    don't go on, and ``moved`` those that are at another time: readers are told of both.

    With the status ``verplaatst`` it may have a ``start`` and a ``period``: it is put off, was
    to be at ``start`` (until ``end``), and the new date is not known yet.

    ``start``, ``end``, sessions and ``extra`` may be given as bare dates, where nobody wrote
    a time. They become moments at 00:00 and the item becomes ``untimed``: all-day, but as we
    don't know better. An ``extra`` day and the new day of a moved one get the time of ``start``.
    Where one of them has a time and another lacks it, ``half_timed`` names the keys.
    """

    folder: ClassVar[str] = "agenda"
    noun: ClassVar[str] = "agenda-item"
    refers = (*Item.refers, "networks", "training")

    start: datetime | None = None
    end: datetime | None = None
    all_day: bool = False
    untimed: bool = False
    half_timed: tuple[str, ...] = ()
    sessions: tuple[Session, ...] = ()
    period: Period | None = None
    rule: Rule | None = None
    except_: tuple[date, ...] = ()
    holidays: bool = False
    cancelled: tuple[date, ...] = ()
    moved: tuple[Moved, ...] = ()
    extra: tuple[datetime, ...] = ()
    until: date | None = None
    status: Status = Status.CONFIRMED
    location: Location | None = None
    organiser: str = ""
    networks: tuple[Key, ...] = ()
    training: Key | None = None
    registration: Registration | None = None
    invitation_only: bool = False

    def __post_init__(self) -> None:
        given = [("sessions", moment) for s in self.sessions for moment in (s.start, s.end)]
        given = given or [("start", self.start), ("end", self.end)]
        bare = {name for name, moment in given if _is_day(moment)}
        timed = any(
            moment and not _is_day(moment)
            for moment in (
                *(moment for _, moment in given),
                *self.extra,
                *(moment for m in self.moved for moment in (m.start, m.end)),
            )
        )
        if timed and any(_is_day(m.end) for m in self.moved):
            bare.add("moved")
        if bare and not self.all_day:
            if timed:
                self._set("half_timed", tuple(sorted(bare)))
            else:
                self._set("all_day", True)
                self._set("untimed", True)
        clock = time()
        if self.start:
            self._set("start", start := _moment(self.start))
            clock = time() if self.all_day else start.astimezone(ZONE).time()
        self._set("end", self.end and _moment(self.end))
        self._set("holidays", self.holidays or HOLIDAYS in self.except_)
        self._set("except_", tuple(day for day in self.except_ if isinstance(day, date)))
        self._set(
            "moved",
            tuple(
                replace(m, start=_moment(m.start, clock), end=m.end and _moment(m.end))
                for m in self.moved
            ),
        )
        self._set("extra", tuple(_moment(moment, clock) for moment in self.extra))
        self._set(
            "sessions",
            tuple(
                replace(s, start=_moment(s.start), end=s.end and _moment(s.end))
                for s in self.sessions
            ),
        )

    @property
    def postponed(self) -> bool:
        """Put off from a date to a period."""
        return self.start is not None and self.period is not None

    def _set(self, name: str, value: object) -> None:
        object.__setattr__(self, name, value)


def _is_day(moment: date | None) -> bool:
    return moment is not None and not isinstance(moment, datetime)


def _moment(moment: date, clock: time = time()) -> datetime:
    return moment if isinstance(moment, datetime) else datetime.combine(moment, clock, ZONE)
