"""Editions of the newsletter, and the week that each one covers."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import ClassVar

from site_plugins.model.item import ZONE, Item, Key
from site_plugins.model.letter import Sent

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


def sending_moment(sunday: date) -> datetime:
    """When the edition of ``sunday`` goes out."""
    return datetime.combine(sunday, SENDING_HOUR, ZONE)


def window(sunday: date, previous: date | None = None) -> tuple[datetime, datetime]:
    """The time whose articles belong to an edition: closed at its start, open at its end.

    It begins where the edition of ``previous`` (default: a week before) ended, so that an
    article of exactly 08:00 lands in one edition, also when the clock changes in between.
    """
    return sending_moment(previous or sunday - timedelta(weeks=1)), sending_moment(sunday)
