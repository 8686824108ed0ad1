"""Meetings that are at the same time for the same people."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime

from site_plugins.model.agenda import AgendaItem, Status
from site_plugins.model.item import Key, Visibility
from site_plugins.projections.agenda_dates import HORIZON, Entry, entries


@dataclass(frozen=True, slots=True)
class Conflict:
    """Two meetings that overlap, of which ``later`` starts last, and for whom both are."""

    earlier: Entry
    later: Entry
    audiences: tuple[Key, ...]


def conflicts(items: Iterable[AgendaItem], now: datetime) -> Iterator[Conflict]:
    """The first overlap of each two items in the year to come, in order of time.

    Only of meetings with hours that go on, as far as known. One without an end takes no time:
    it is at the same time as what goes on when it starts.
    """
    timed = [item for item in items if item.audiences and not item.all_day and _goes_on(item, now)]
    found: set[tuple[Key, Key]] = set()
    going_on: list[Entry] = []
    for later in entries(timed, now, now + HORIZON):
        if later.when.cancelled:
            continue
        start = later.when.start
        going_on = [e for e in going_on if e.when.over > start or e.when.start == start]
        for earlier in going_on:
            first, second = sorted((earlier.item.key, later.item.key))
            both = tuple(key for key in later.item.audiences if key in earlier.item.audiences)
            if both and first != second and (first, second) not in found:
                found.add((first, second))
                yield Conflict(earlier, later, both)
        going_on.append(later)


def _goes_on(item: AgendaItem, now: datetime) -> bool:
    hidden = item.visibility(now) in (Visibility.DRAFT, Visibility.EXPIRED)
    return not hidden and item.status is not Status.CANCELLED
