"""The dates of agenda items: the one place where a series becomes days and times.

Times are those on the wall in Amsterdam: a meeting at 19.30 stays at 19.30 when the clock
changes. So a series is unrolled without a zone, and every time gets its zone afterwards.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from itertools import takewhile

from dateutil.rrule import rrulestr

from site_plugins.model.agenda import AgendaItem
from site_plugins.model.item import ZONE
from site_plugins.model.recurrence import RecurrenceError, Rule

HORIZON = 100
"""Years that a series is followed for: who plans a meeting doesn't look further."""
_DAY = timedelta(days=1)
_HOUR = timedelta(hours=1)
_DAYS = {"BYDAY", "BYMONTHDAY", "BYYEARDAY"}
"""Parts that choose days."""
_STEPS = {"DAILY": _DAY, "WEEKLY": 7 * _DAY}
"""Steps that are always as long, so that an old series needn't be walked through whole."""


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
    def over(self) -> datetime:
        """The first moment after it; without an end that is its start."""
        if self.all_day:
            return (self.end or self.start) + _DAY
        return self.end or self.start


def occurrences(item: AgendaItem, first: datetime, last: datetime) -> list[Occurrence]:
    """Those that overlap ``first`` <= t < ``last`` (with a zone), by start; none for a period.

    ``extra`` times are as long as the others and are no part of ``until`` or ``except_``,
    which only limit the rule. Sessions stand by themselves, without rule and extra times.
    """
    first, last = first.astimezone(UTC), last.astimezone(UTC)
    # An hour more on the wall, as the hour before the clock goes back comes twice.
    found = (o for o in _unrolled(item, wall(last) + _HOUR, wall(first)) if o.start < last)
    return sorted((o for o in found if o.over > first or o.start >= first), key=_by_time)


def covers(item: AgendaItem) -> tuple[datetime, datetime | None]:
    """The first start and the moment that the last one is over (None: it never ends).

    A series of which every date is left out covers its first time. Raises ValueError for an
    item with only a period: it has no dates.
    """
    first_of_rule = next(_rule_starts(item), None)
    if first_of_rule and endless(item):
        return min(moment(start) for start in (first_of_rule, *map(wall, item.extra))), None
    if every := sorted(_unrolled(item, datetime.max), key=_by_time):
        return every[0].start, max(o.over for o in every)
    if item.start is None:
        raise ValueError(f"{item.key} has no dates")
    only = _occurrence(item, wall(item.start), wall(item.end) if item.end else None)
    return only.start, only.over


def endless(item: AgendaItem) -> bool:
    """Whether it is a series that goes on for ever."""
    rule = item.rule
    limits = (item.until, rule.until, rule.count) if rule else ()
    return bool(rule and item.start and not item.sessions) and not any(limits)


def sessions(item: AgendaItem) -> list[Occurrence]:
    """Its sessions, by start; empty for any other item."""
    spans = ((wall(s.start), wall(s.end) if s.end else None) for s in item.sessions)
    return sorted((_occurrence(item, *span) for span in spans), key=_by_time)


def first_mismatch(item: AgendaItem) -> date | None:
    """The day that fits the rule and is nearest to a ``start`` that doesn't fit it.

    None when it fits, as RFC 5545 (3.8.5.3) wants, or when there is nothing to compare.
    Raises RecurrenceError where the rule never gives any day.
    """
    if not item.rule or not item.start or item.sessions:
        return None
    start = wall(item.start)
    after = next(rule_times(item.rule, start), None)
    if after is not None and after.date() == start.date():
        return None
    before = list(takewhile(lambda t: t < start, _anchored(item.rule, start)))
    near = [t for t in (*before[-1:], after) if t is not None]
    if not near:
        raise RecurrenceError("deze herhaling levert vanaf start geen enkele datum op")
    return min(near, key=lambda t: abs(t - start)).date()


def stray_exceptions(item: AgendaItem) -> Iterator[tuple[date, date]]:
    """Each day in ``except_`` that is no day of its series, with the nearest that is.

    None where the series has no dates at all.
    """
    for left_out in item.except_:
        near: list[date] = []  # the last before it and the first from it on
        for found in series_times(item):
            near = [*near[-1:], found.date()]
            if found.date() >= left_out:
                break
        if near and left_out not in near:
            yield left_out, min(near, key=lambda day: abs(day - left_out))


def rule_times(rule: Rule, start: datetime, soonest: datetime | None = None) -> Iterator[datetime]:
    """Every time of a rule from ``start`` on, on the wall (without zone), up to its end.

    ``start`` itself is there only if it fits the rule. Times before ``soonest`` may be skipped;
    those more than ``HORIZON`` years after ``start`` are.
    """
    parts = {key: value for key, value in rule.parts.items() if key != "UNTIL"}
    text = ";".join(f"{key}={value}" for key, value in parts.items())
    limit = datetime.max
    match rule.until:
        case datetime() as end:
            limit = wall(end)
        case date() as day:
            limit = datetime.combine(day, time.max)
    limit = min(limit, datetime(start.year + HORIZON, 12, 31, 23, 59))
    if soonest and soonest > start and not rule.count:
        start = _later(parts, start, soonest)
    # dateutil looks for a rule that never fits until the year 9999. Four hundred years later the
    # calendar is the same, weekdays too; so it looks for the first time shortly before that.
    later = (9999 - HORIZON - start.year) // 400 * 400
    times = rrulestr(text, dtstart=start.replace(year=start.year + later))
    return takewhile(lambda t: t <= limit, (t.replace(year=t.year - later) for t in times))


def _later(parts: Mapping[str, str], start: datetime, soonest: datetime) -> datetime:
    """A start before ``soonest`` from which the rule gives the same times from there on."""
    step = int(parts.get("INTERVAL", "1"))
    if length := _STEPS.get(parts["FREQ"]):
        return start + (soonest - start) // (step * length) * step * length
    months = step if parts["FREQ"] == "MONTHLY" else 12 * step
    passed = (soonest.year - start.year) * 12 + soonest.month - start.month
    # A rule without days of its own takes its day from start; and a month back to be sure.
    if not parts.keys() & _DAYS or (skip := (passed - 1) // months * months) <= 0:
        return start
    year, month = divmod(start.year * 12 + start.month - 1 + skip, 12)
    return start.replace(year=year, month=month + 1, day=1)


def series_times(item: AgendaItem, soonest: datetime | None = None) -> Iterator[datetime]:
    """Every time of its rule up to ``until``, on the wall, those in ``except_`` included.

    Times before ``soonest`` may be skipped.
    """
    if not item.rule or not item.start:
        return iter(())
    limit = item.until or date.max
    times = rule_times(item.rule, wall(item.start), soonest)
    return takewhile(lambda t: t.date() <= limit, times)


def wall(instant: datetime) -> datetime:
    """What the clock on the wall says in Amsterdam: without zone, to the second."""
    local = instant.astimezone(ZONE) if instant.tzinfo else instant
    return local.replace(tzinfo=None, microsecond=0, fold=0)


def moment(clock: datetime) -> datetime:
    """When the clock on the wall says so, in Amsterdam: the first time if it does so twice.

    A time that is skipped becomes an hour later, as calendars do (RFC 5545 3.3.5).
    """
    return clock.replace(tzinfo=ZONE).astimezone(UTC).astimezone(ZONE)


def _unrolled(
    item: AgendaItem, last: datetime, first: datetime | None = None
) -> Iterator[Occurrence]:
    """Every occurrence that starts before ``last`` (on the wall), in no order.

    Those that are over before ``first`` may be left out.
    """
    if item.sessions:
        yield from sessions(item)
        return
    if not item.start:
        return
    length = wall(item.end) - wall(item.start) if item.end else None
    starts = {wall(extra) for extra in item.extra}
    if item.rule:
        # A day more, for the last day of all-day items and for the clock that changes.
        soonest = first and first - (length or timedelta()) - _DAY
        starts.update(takewhile(lambda t: t < last, _rule_starts(item, soonest)))
    else:
        starts.add(wall(item.start))
    for start in starts:
        yield _occurrence(item, start, None if length is None else start + length)


def _by_time(occurrence: Occurrence) -> tuple[datetime, datetime]:
    return occurrence.start, occurrence.over


def _rule_starts(item: AgendaItem, soonest: datetime | None = None) -> Iterator[datetime]:
    left_out = frozenset(item.except_)
    return (t for t in series_times(item, soonest) if t.date() not in left_out)


def _occurrence(item: AgendaItem, start: datetime, end: datetime | None) -> Occurrence:
    if item.all_day:
        start = datetime.combine(start, time())
        end = end and datetime.combine(end, time())
    return Occurrence(moment(start), end and moment(end), item.all_day, item.untimed)


def _anchored(rule: Rule, start: datetime) -> Iterator[datetime]:
    """The times of a rule from one step before ``start`` on, in the same rhythm."""
    parts = rule.parts
    if not parts.keys() & _DAYS:
        return iter(())  # such a rule takes its day from start
    step = int(parts.get("INTERVAL", "1"))
    match parts["FREQ"]:
        case "DAILY":
            anchor = start - step * _DAY
        case "WEEKLY":
            anchor = start - (7 * step + start.weekday()) * _DAY
        case "MONTHLY":
            year, month = divmod(start.year * 12 + start.month - 1 - step, 12)
            anchor = start.replace(year=year, month=month + 1, day=1)
        case _:
            anchor = start.replace(year=start.year - step, month=1, day=1)
    endless_parts = (f"{k}={v}" for k, v in parts.items() if k not in ("COUNT", "UNTIL"))
    return rule_times(Rule(";".join(endless_parts)), anchor)
