"""Editions of the newsletter, and when each one goes out."""

from __future__ import annotations

from collections.abc import Container
from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta
from typing import ClassVar, Self

from site_plugins.model.item import ZONE, Item, Key
from site_plugins.model.letter import Sent
from site_plugins.model.period import MONTHS

SENDING_HOUR = time(8)
"""Sunday 08:00 in Amsterdam, summer and winter."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Edition(Item):
    """One Sunday's newsletter. ``items`` is the editor's order; empty means: by itself."""

    folder: ClassVar[str] = "nieuwsbrief"
    noun: ClassVar[str] = "editie"
    refers = (*Item.refers, "items", "leave_out")

    number: int | None = None
    """From 1; each edition has the next one."""
    preheader: str
    items: tuple[Key, ...] = ()
    leave_out: tuple[Key, ...] = ()
    agenda_weeks: int = 4
    by_hand: bool = False
    """Whether the editor chose the items, also where none of them is public."""
    sent: Sent | None = None
    """What went out, once it has; the rest of the edition then agrees with it."""

    def __post_init__(self) -> None:
        if self.items:
            object.__setattr__(self, "by_hand", True)

    @property
    def day(self) -> date:
        """The Sunday."""
        assert self.date is not None, "an edition's date is required"
        return self.date.date()

    @property
    def unsent_draft(self) -> bool:
        """Whether it may never go out; one that was sent did, also where it is hidden now."""
        return self.draft and self.sent is None

    def withheld(self, ids: Container[str]) -> Self:
        """The edition as readers may know it, where it has gone out (see ``Sent.disclosed``)."""
        if self.sent is None:
            return self
        neutral = f"Nieuwsbrief van {self.day.day} {MONTHS[self.day.month - 1]} {self.day.year}"
        sent = self.sent.disclosed(ids, neutral)
        return replace(self, sent=sent, title=sent.subject, preheader=sent.preheader)


def is_frozen(item: Item) -> bool:
    """Whether it is an edition that has been sent: an editor can't change what it says."""
    return isinstance(item, Edition) and item.sent is not None


def sending_moment(sunday: date) -> datetime:
    """When the edition of ``sunday`` goes out."""
    return datetime.combine(sunday, SENDING_HOUR, ZONE)


def coming_sunday(now: datetime) -> date:
    """The day of the first edition that is still to be sent."""
    sunday = now.date() + timedelta(days=6 - now.weekday())
    return sunday if now < sending_moment(sunday) else sunday + timedelta(weeks=1)
