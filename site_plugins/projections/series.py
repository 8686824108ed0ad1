"""The times of a series, as the clock on the wall gives them: a rule, from its first time on."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import UTC, date, datetime, time, timedelta
from itertools import takewhile

from dateutil.rrule import rrulestr

from site_plugins.model.agenda import AgendaItem
from site_plugins.model.item import ZONE
from site_plugins.model.recurrence import RecurrenceError, Rule

HORIZON = 100
"""Years that a series is followed for: who plans a meeting doesn't look further."""
_DAY = timedelta(days=1)
_DAYS = {"BYDAY", "BYMONTHDAY", "BYYEARDAY"}
"""Parts that choose days."""
_STEPS = {"DAILY": _DAY, "WEEKLY": 7 * _DAY}
"""Steps that are always as long, so that an old series needn't be walked through whole."""


def series_times(item: AgendaItem, soonest: datetime | None = None) -> Iterator[datetime]:
    """Every time of its rule up to ``until``, on the wall, those in ``except_`` included.

    Times before ``soonest`` may be skipped.
    """
    if not item.rule or not item.start:
        return iter(())
    limit = item.until or date.max
    times = rule_times(item.rule, wall(item.start), soonest)
    return takewhile(lambda t: t.date() <= limit, times)


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


def wall(instant: datetime) -> datetime:
    """What the clock on the wall says in Amsterdam: without zone, to the second."""
    local = instant.astimezone(ZONE) if instant.tzinfo else instant
    return local.replace(tzinfo=None, microsecond=0, fold=0)


def moment(clock: datetime) -> datetime:
    """When the clock on the wall says so, in Amsterdam: the first time if it does so twice.

    A time that is skipped becomes an hour later, as calendars do (RFC 5545 3.3.5).
    """
    return clock.replace(tzinfo=ZONE).astimezone(UTC).astimezone(ZONE)


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
