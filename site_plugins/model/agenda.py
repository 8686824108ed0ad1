"""Agenda items: what happens when, once or again and again."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from typing import ClassVar

from site_plugins.model.item import Item, Key
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


@dataclass(frozen=True, slots=True)
class Location:
    """Where it is. ``url`` is a public page, never a link into a meeting."""

    name: str = ""
    address: str = ""
    city: str = ""
    url: str = ""
    online: bool = False


@dataclass(frozen=True, slots=True)
class Registration:
    """How to sign up."""

    url: str = ""
    email: str = ""
    deadline: datetime | None = None
    capacity: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class AgendaItem(Item):
    """A meeting, or a series of them.

    It has a ``start``, or ``sessions`` on several days, or only a ``period``. With a
    ``rule`` it is a series: ``start`` and ``end`` give the first time and the length,
    ``until`` the last day (inclusive), ``except_`` days that are left out and ``extra``
    times beside the rule.
    """

    folder: ClassVar[str] = "agenda"
    noun: ClassVar[str] = "agenda-item"

    start: datetime | None = None
    end: datetime | None = None
    all_day: bool = False
    sessions: tuple[Session, ...] = ()
    period: Period | None = None
    rule: Rule | None = None
    except_: tuple[date, ...] = ()
    extra: tuple[datetime, ...] = ()
    until: date | None = None
    status: Status = Status.CONFIRMED
    location: Location | None = None
    organiser: str = ""
    networks: tuple[Key, ...] = ()
    training: Key | None = None
    registration: Registration | None = None
    invitation_only: bool = False

    @property
    def references(self) -> Iterator[Key]:
        yield from super(AgendaItem, self).references
        yield from self.networks
        if self.training:
            yield self.training
