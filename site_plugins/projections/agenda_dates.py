"""When agenda items are: what comes, what is next, what has been, and what was changed."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta

from site_plugins.model.agenda import AgendaItem
from site_plugins.model.item import ZONE, Key
from site_plugins.model.period import MONTHS
from site_plugins.model.recurrence_words import WEEKDAYS
from site_plugins.projections.addresses import address
from site_plugins.projections.occurrences import Occurrence, covers, occurrences

HORIZON = timedelta(days=366)
"""How far ahead a series without an end is shown."""


@dataclass(frozen=True, slots=True)
class Entry:
    """An item on one of its dates."""

    item: AgendaItem
    when: Occurrence

    @property
    def day(self) -> date:
        return self.when.start.astimezone(ZONE).date()


def _order(entry: Entry) -> tuple[datetime, str]:
    return entry.when.start, address(entry.item)


def entries(items: Iterable[AgendaItem], first: datetime, last: datetime) -> list[Entry]:
    """Every date of these items that overlaps [first, last), in order of time."""
    return sorted(
        (Entry(item, when) for item in items for when in occurrences(item, first, last)),
        key=_order,
    )


class Dates:
    """The dates of some items, to ask for many stretches of time: each year is unrolled once."""

    def __init__(self, items: Iterable[AgendaItem]) -> None:
        self._items = tuple(items)
        self._years: dict[int, list[Entry]] = {}

    def between(self, first: datetime, last: datetime) -> list[Entry]:
        """What ``entries`` gives for [first, last)."""
        first, last = first.astimezone(UTC), last.astimezone(UTC)
        begin, end = (moment.astimezone(ZONE).year for moment in (first, last))
        # What goes on into a new year stands in both.
        later = (e for year in range(begin + 1, end + 1) for e in self._starting_in(year))
        return [e for e in (*self._year(begin), *later) if e.when.overlaps(first, last)]

    def _starting_in(self, year: int) -> Iterator[Entry]:
        return (entry for entry in self._year(year) if entry.day.year == year)

    def _year(self, year: int) -> list[Entry]:
        if year not in self._years:
            first, last = (datetime(number, 1, 1, tzinfo=ZONE) for number in (year, year + 1))
            self._years[year] = entries(self._items, first, last)
        return self._years[year]


def coming(items: Iterable[AgendaItem], now: datetime) -> list[Entry]:
    """What still comes (or is going on) within the horizon; each series by its next dates."""
    return entries(items, today_of(now), now + HORIZON)


def first_of_each(dates: Iterable[Entry]) -> list[Entry]:
    """Of dates in order of time, one for each item: the first that goes on, else the first."""
    firsts: dict[Key, Entry] = {}
    for entry in dates:
        found = firsts.setdefault(entry.item.key, entry)
        if found.when.cancelled and not entry.when.cancelled:
            firsts[entry.item.key] = entry
    return sorted(firsts.values(), key=_order)


def changed_words(when: Occurrence, past: bool = False) -> str:
    """``gaat niet door``, ``verplaatst van vrijdag 5 februari``; empty for what goes as planned."""
    if when.cancelled:
        return "ging niet door" if past else "gaat niet door"
    if not when.moved_from:
        return ""
    if when.moved_from == when.start:
        return "andere einddag" if when.all_day else "andere eindtijd"
    was, now = when.moved_from.astimezone(ZONE), when.start.astimezone(ZONE)
    if was.date() == now.date():
        return f"verplaatst van {f'{was:%H.%M}'.removeprefix('0')} uur"
    day = f"{[*WEEKDAYS][was.weekday()]} {was.day} {MONTHS[was.month - 1]}"
    return f"verplaatst van {day}{f' {was.year}' if was.year != now.year else ''}"


def today_of(now: datetime) -> datetime:
    """The midnight with which this day began."""
    return datetime.combine(now.astimezone(ZONE).date(), datetime.min.time(), ZONE)


def over(item: AgendaItem, now: datetime) -> bool:
    """Whether nothing of it is still to come: its last date, or the end of its period, has been."""
    today = today_of(now)
    if item.period:
        return bool(item.period.last and item.period.last < today.date())
    last = covers(item)[1]
    return last is not None and last <= today
