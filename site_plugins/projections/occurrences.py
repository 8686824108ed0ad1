"""The dates of agenda items: the one place where a series becomes days and times.

Times are those on the wall in Amsterdam: a meeting at 19.30 stays at 19.30 when the clock
changes. So a series is unrolled without a zone, and every time gets its zone afterwards.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from itertools import takewhile

from site_plugins.model.agenda import AgendaItem
from site_plugins.projections.holidays import public_holidays
from site_plugins.projections.series import moment, series_times, wall

_DAY = timedelta(days=1)
_HOUR = timedelta(hours=1)


@dataclass(frozen=True, slots=True)
class Occurrence:
    """One time that something happens, in Amsterdam.

    An all-day one starts and ends at 00:00, and ``end`` is its last day (inclusive).
    """

    start: datetime
    end: datetime | None
    all_day: bool
    untimed: bool = False
    """All-day only because nobody wrote a time."""
    cancelled: bool = False
    """Whether this one time doesn't go on, though the others do."""
    moved_from: datetime | None = None
    """When the series would have had it, where it is at another time (RECURRENCE-ID)."""

    @property
    def previous_start(self) -> datetime | None:
        """When it was to start, where it starts at another time; not if only its end changed."""
        return self.moved_from if self.moved_from != self.start else None

    @property
    def over(self) -> datetime:
        """The first moment after it; without an end that is its start."""
        if self.all_day:
            return (self.end or self.start) + _DAY
        return self.end or self.start

    def overlaps(self, first: datetime, last: datetime) -> bool:
        """Whether any of it is in [first, last), which are in UTC."""
        return self.start < last and (self.over > first or self.start >= first)


def occurrences(item: AgendaItem, first: datetime, last: datetime) -> list[Occurrence]:
    """Those that overlap ``first`` <= t < ``last`` (with a zone), by start; none for a period.

    ``extra`` times are as long as the others and are no part of ``until`` or ``except_``,
    which only limit the rule; nor is the new time of one that is moved. What is cancelled is
    there too. Sessions stand by themselves, without rule and extra times.
    """
    first, last = first.astimezone(UTC), last.astimezone(UTC)
    if item.start and not (item.rule or item.sessions or item.extra):
        # Most of a long agenda is nowhere near; what may be is looked at well.
        near = first - 2 * _DAY <= (item.end or item.start) and item.start <= last + _DAY
        if not near:
            return []
    # An hour more on the wall, as the hour before the clock goes back comes twice.
    found = _unrolled(item, wall(last) + _HOUR, wall(first))
    return sorted((o for o in found if o.overlaps(first, last)), key=_by_time)


def covers(item: AgendaItem) -> tuple[datetime, datetime | None]:
    """The first start and the moment that the last one is over (None: it never ends).

    A series of which every date is left out covers its first time. Raises ValueError for an
    item with a period: it has no dates.
    """
    regular = next(_rule_starts(item), None) if endless(item) else None
    every = sorted(_unrolled(item, regular + _HOUR if regular else datetime.max), key=_by_time)
    if every:
        return every[0].start, None if regular else max(o.over for o in every)
    if item.start is None or item.period:
        raise ValueError(f"{item.key} has no dates")
    only = _first(item, item.start)
    return only.start, only.over


def planned(item: AgendaItem) -> Occurrence | None:
    """When a postponed item was to be; None for any other."""
    return _first(item, item.start) if item.start and item.period else None


def endless(item: AgendaItem) -> bool:
    """Whether it is a series that goes on for ever."""
    rule = item.rule
    limits = (item.until, rule.until, rule.count) if rule else ()
    series = rule and item.start and not item.sessions and not item.period
    return bool(series) and not any(limits)


def sessions(item: AgendaItem) -> list[Occurrence]:
    """Its sessions, by start; empty for any other item."""
    spans = ((wall(s.start), wall(s.end) if s.end else None) for s in item.sessions)
    return sorted((_occurrence(item, *span) for span in spans), key=_by_time)


def moved_times(item: AgendaItem) -> Iterator[Occurrence]:
    """The times of its series that are moved, as they now are, in the order in which they stand."""
    length = _length(item)
    for moved in item.moved:
        if was := _time_on(item, moved.day):
            start = wall(moved.start)
            end = wall(moved.end) if moved.end else None if length is None else start + length
            yield _occurrence(item, start, end, moved_from=moment(_clock(item, was)))


def stray_days(item: AgendaItem) -> Iterator[tuple[str, date, date]]:
    """Each day in ``except``, ``cancelled`` and ``moved`` that is no day of its series.

    With the key it stands under before it, and the nearest day that is one behind it; nothing
    where the series has no dates at all.
    """
    moved = tuple(moved.day for moved in item.moved)
    named = (("except", item.except_), ("cancelled", item.cancelled), ("moved", moved))
    for key, day in ((key, day) for key, days in named for day in days):
        near: list[date] = []  # the last before it and the first from it on
        for found in series_times(item):
            near = [*near[-1:], found.date()]
            if found.date() >= day:
                break
        if near and day not in near:
            yield key, day, min(near, key=lambda other: abs(other - day))


def taken_moves(item: AgendaItem) -> Iterator[tuple[date, datetime]]:
    """Each day in ``moved`` whose new time (on the wall) is one that the series has already.

    Not where only its end is another.
    """
    length, left_out = _length(item), _left_out(item)
    days = {moved.day for moved in item.moved}
    for moved in item.moved:
        start = _clock(item, moved.start)
        given = _time_on(item, start.date())
        if not given or _clock(item, given) != start or not _time_on(item, moved.day):
            continue
        if start.date() == moved.day:
            taken = not moved.end or _clock(item, moved.end) - start == length
        else:
            taken = start.date() not in days and not left_out(start.date())
        if taken:
            yield moved.day, start


def left_out_times(item: AgendaItem, until: datetime) -> list[datetime]:
    """The times of its rule up to ``until`` that it leaves out, on the wall, public holidays too.

    A time that is in ``extra`` as well is not left out.
    """
    left_out = _left_out(item)
    given = {_clock(item, extra) for extra in item.extra}
    last = wall(until)
    if not item.holidays:
        last = min(last, datetime.combine(max(item.except_, default=date.min), time.max))
    times = takewhile(lambda t: t <= last, series_times(item))
    found = (_clock(item, t) for t in times if left_out(t.date()))
    return [t for t in found if t not in given]


def _unrolled(
    item: AgendaItem, last: datetime, first: datetime | None = None
) -> Iterator[Occurrence]:
    """Every occurrence that starts before ``last`` (on the wall), and some later, in no order.

    Those that are over before ``first`` may be left out.
    """
    if item.sessions:
        yield from sessions(item)
        return
    if not item.start or item.period:
        return
    length = _length(item)
    regular = {_clock(item, item.start)}
    if item.rule:
        # A day more, for the last day of all-day items and for the clock that changes.
        soonest = first and first - (length or timedelta()) - _DAY
        times = takewhile(lambda t: t < last, _rule_starts(item, soonest))
        regular = {_clock(item, t) for t in times}
    moved = list(moved_times(item))
    places = {wall(occurrence.moved_from) for occurrence in moved if occurrence.moved_from}
    for start in regular | ({_clock(item, extra) for extra in item.extra} - places):
        cancelled = start in regular and start.date() in item.cancelled
        end = None if length is None else start + length
        yield _occurrence(item, start, end, cancelled=cancelled)
    yield from moved


def _first(item: AgendaItem, start: datetime) -> Occurrence:
    return _occurrence(item, wall(start), wall(item.end) if item.end else None)


def _length(item: AgendaItem) -> timedelta | None:
    return _clock(item, item.end) - _clock(item, item.start) if item.end and item.start else None


def _by_time(occurrence: Occurrence) -> tuple[datetime, datetime]:
    return occurrence.start, occurrence.over


def _rule_starts(item: AgendaItem, soonest: datetime | None = None) -> Iterator[datetime]:
    """The times of its rule that are neither left out nor moved."""
    left_out = _left_out(item)
    moved = {moved.day for moved in item.moved}
    times = series_times(item, soonest)
    return (t for t in times if t.date() not in moved and not left_out(t.date()))


def _left_out(item: AgendaItem) -> Callable[[date], bool]:
    """Whether a day of the series is left out: not where it tells more of that day."""
    days = frozenset(item.except_)
    told = {*item.cancelled, *(moved.day for moved in item.moved)}
    if not item.holidays:
        return days.__contains__
    return lambda day: day in days or (day in public_holidays(day.year) and day not in told)


def _time_on(item: AgendaItem, day: date) -> datetime | None:
    """The time that its rule gives on a day; None where it gives none."""
    times = series_times(item, datetime.combine(day, time()))
    until_then = takewhile(lambda t: t.date() <= day, times)
    return next((t for t in until_then if t.date() == day), None)


def _clock(item: AgendaItem, instant: datetime) -> datetime:
    """On the wall; of an all-day item only the day counts."""
    return datetime.combine(wall(instant), time()) if item.all_day else wall(instant)


def _occurrence(
    item: AgendaItem,
    start: datetime,
    end: datetime | None,
    *,
    cancelled: bool = False,
    moved_from: datetime | None = None,
) -> Occurrence:
    return Occurrence(
        moment(_clock(item, start)),
        end and moment(_clock(item, end)),
        item.all_day,
        item.untimed,
        cancelled,
        moved_from,
    )
