"""Agenda items as plain values for a calendar (RFC 5545), before any format."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from itertools import takewhile

from site_plugins.model.agenda import AgendaItem, Location, Status
from site_plugins.model.item import ZONE
from site_plugins.projections.occurrences import Occurrence, left_out_times, sessions
from site_plugins.projections.series import moment, rule_times, series_times, wall

DOMAIN = "lokaalbestuur.nl"
"""Makes an id without ``@`` unique in the world (RFC 7986 5.3)."""
UNKNOWN = datetime(2020, 1, 1, tzinfo=UTC)
"""Stands for the last change of an item that doesn't tell: the clock would change the bytes."""
YEARS_OF_HOLIDAYS = 5
"""How many years ahead a series that never ends tells which public holidays it leaves out."""

_CANCELLED = ("CANCELLED", "Geannuleerd: ")
_STATUS = {
    Status.CONFIRMED: ("CONFIRMED", ""),
    Status.PROVISIONAL: ("TENTATIVE", "Onder voorbehoud: "),
    # Moved, and sure: the dates in the file are the new ones.
    Status.MOVED: ("CONFIRMED", "Verplaatst: "),
    Status.CANCELLED: _CANCELLED,
}
_RANKS = (Status.PROVISIONAL, Status.CONFIRMED, Status.MOVED, Status.CANCELLED)
"""In the order in which a meeting goes from one to the other."""


@dataclass(frozen=True, slots=True)
class IcsOverride:
    """One time of a series that is otherwise: ``instead_of`` is when its rule has it."""

    instead_of: datetime
    start: datetime
    end: datetime | None
    status: str
    prefix: str


@dataclass(frozen=True, slots=True, kw_only=True)
class IcsEvent:
    """A VEVENT to be. All times are in Amsterdam, but for ``last_modified`` (UTC).

    ``prefix`` tells the status in words. With ``all_day`` only the days count, and ``end`` is
    the last day (inclusive). ``sessions`` (two or more dates without a rule, by time) take the
    place of ``start`` and ``end``, which are those of the first. ``rrule`` has UNTIL in UTC, or
    as a day with ``all_day``; ``start`` always fits it, and ``exdates`` are times that it gives.
    So is what ``overrides`` stand for; these have the same uid. ``conference`` is a public page
    about how to take part, of an event that is nowhere else.
    """

    uid: str
    sequence: int
    last_modified: datetime
    title: str
    prefix: str
    description: str
    status: str
    url: str
    location: str
    organiser: str
    categories: tuple[str, ...]
    start: datetime
    end: datetime | None
    all_day: bool
    sessions: tuple[Occurrence, ...] = ()
    rrule: str = ""
    exdates: tuple[datetime, ...] = ()
    rdates: tuple[datetime, ...] = ()
    overrides: tuple[IcsOverride, ...] = ()
    conference: str = ""

    @property
    def summary(self) -> str:
        """The title with the status in front."""
        return self.prefix + self.title


@dataclass(frozen=True, slots=True)
class _Dates:
    """The part of an event that says when."""

    start: datetime
    end: datetime | None
    rrule: str = ""
    exdates: tuple[datetime, ...] = ()
    rdates: tuple[datetime, ...] = ()
    overrides: tuple[IcsOverride, ...] = ()
    spans: tuple[Occurrence, ...] = ()
    """Sessions, or a date and extra ones that no rule gives."""


def ics_event(
    item: AgendaItem,
    *,
    url: str,
    categories: tuple[str, ...],
    now: datetime,
    notes: Sequence[str] = (),
) -> IcsEvent | None:
    """The event of an item whose page is ``url``; ``notes`` are said below its description.

    None where nothing can stand on a day: only a period, or a series that is left out whole.
    An item whose new date is not known yet is cancelled on the old one. Of ``now`` only the
    year counts, and only in a series that leaves out public holidays.
    """
    spans = tuple(sessions(item))
    dates = _Dates(spans[0].start, spans[0].end, spans=spans) if spans else _dates(item, now)
    if dates is None:
        return None
    status, prefix = _STATUS[item.status]
    if item.period:
        status, _ = _CANCELLED
    place = item.location
    no_hours = item.untimed and not dates.end and status != _CANCELLED[0]
    about = (
        f"Gaat op deze dag niet door. Nieuwe datum: {item.period.words}." if item.period else "",
        item.description,
        "De tijd is niet bekend." if no_hours else "",
        "Alleen op uitnodiging." if item.invitation_only else "",
        *notes,
        _where_to_look(place) if place else "",
    )
    only_online = place and place.online and not (place.name or place.address or place.city)
    return IcsEvent(
        uid=item.id if "@" in item.id else f"{item.id}@{DOMAIN}",
        sequence=sequence(item),
        last_modified=last_modified(item),
        title=item.title,
        prefix=prefix,
        description="\n\n".join(part for part in about if part),
        status=status,
        url=url,
        location=_place(place) if place else "",
        organiser=item.organiser,
        categories=categories,
        start=dates.start,
        end=dates.end,
        all_day=item.all_day,
        sessions=dates.spans if len(dates.spans) > 1 else (),
        rrule=dates.rrule,
        exdates=dates.exdates,
        rdates=dates.rdates,
        overrides=dates.overrides,
        conference=place.url if place and only_online else "",
    )


def sequence(item: AgendaItem) -> int:
    """The revision (RFC 5545 3.8.7.4), from what is written alone: nothing of an earlier build.

    The minutes of ``updated``, and one more for each change that can be seen in the item. It
    falls where an editor takes such a change back without a newer ``updated``.
    """
    minutes = int((item.updated - UNKNOWN).total_seconds()) // 60 if item.updated else 0
    return max(0, minutes) + _changes(item)


def last_modified(item: AgendaItem) -> datetime:
    """In UTC: what an editor wrote, and a second later for each change that can be seen."""
    return (item.modified or UNKNOWN).astimezone(UTC) + timedelta(seconds=_changes(item))


def _changes(item: AgendaItem) -> int:
    told = (item.except_, item.cancelled, item.moved, item.extra)
    return sum(map(len, told)) + item.holidays + _RANKS.index(item.status)


def _dates(item: AgendaItem, now: datetime) -> _Dates | None:
    if not item.start:
        return None

    def trim(clock: datetime) -> datetime:
        return datetime.combine(clock, time()) if item.all_day else clock

    def end_of(start: datetime) -> datetime | None:
        return None if length is None else _zoned(start + length)

    length = trim(wall(item.end)) - trim(wall(item.start)) if item.end else None
    extra = sorted({trim(wall(t)) for t in item.extra})
    rule_start = next(series_times(item), None)
    if not item.rule or not rule_start:
        singles = extra if item.rule else sorted({trim(wall(item.start)), *extra})
        if not singles:
            return None
        spans = tuple(Occurrence(moment(t), end_of(t), item.all_day) for t in singles)
        return _Dates(spans[0].start, spans[0].end, spans=spans)
    given = {t.date(): trim(t) for t in _times_near(item, extra)}
    horizon = datetime(max(now.year, rule_start.year) + YEARS_OF_HOLIDAYS, 12, 31, 23, 59, 59)
    last_named = datetime.combine(max(item.except_, default=date.min), time.max)
    left_out = left_out_times(item, max(horizon, last_named))
    never = frozenset(left_out)
    goes_on = next((t for t in series_times(item) if trim(t) not in never), None)
    if not extra and (goes_on is None or (item.holidays and goes_on > horizon)):
        return None
    start = trim(rule_start)
    return _Dates(
        _zoned(start),
        end_of(start),
        _ending(item),
        tuple(map(_zoned, left_out)),
        tuple(_zoned(t) for t in extra if t != given.get(t.date())),
        tuple(_overrides(item, given, end_of, trim)),
    )


def _times_near(item: AgendaItem, extra: Sequence[datetime]) -> Iterator[datetime]:
    """The times of its rule around the days of which something else is told, and some others."""
    days = {*(t.date() for t in extra), *item.cancelled, *(moved.day for moved in item.moved)}
    if not days:
        return iter(())
    last, soonest = max(days), datetime.combine(min(days), time())
    return takewhile(lambda t: t.date() <= last, series_times(item, soonest))


def _overrides(
    item: AgendaItem,
    given: Mapping[date, datetime],
    end_of: Callable[[datetime], datetime | None],
    trim: Callable[[datetime], datetime],
) -> Iterator[IcsOverride]:
    """What is cancelled or moved of the series, of which ``given`` has the times by day."""
    for day in sorted(item.cancelled):
        if day in given:
            at = given[day]
            yield IcsOverride(_zoned(at), _zoned(at), end_of(at), *_CANCELLED)
    off = item.status is Status.CANCELLED
    status, whole = _STATUS[item.status]
    for moved in sorted(item.moved, key=lambda moved: moved.day):
        if moved.day in given:
            start = trim(wall(moved.start))
            end = _zoned(trim(wall(moved.end))) if moved.end else end_of(start)
            as_planned = off or start == given[moved.day]  # then only its end is another
            prefix = whole if as_planned else _STATUS[Status.MOVED][1]
            yield IcsOverride(_zoned(given[moved.day]), _zoned(start), end, status, prefix)


def _ending(item: AgendaItem) -> str:
    """Its RRULE with the first of all ends: RFC 5545 allows COUNT or UNTIL, and never both."""
    assert item.rule is not None and item.start is not None
    parts = item.rule.parts
    if item.rule.count:
        *_, last = rule_times(item.rule, wall(item.start))
        if item.until and item.until < last.date():
            del parts["COUNT"]
        else:
            return item.rule.rrule
    if ends := [_last_moment(end) for end in (item.rule.until, item.until) if end]:
        end = _zoned(min(ends))
        # In UTC, unless DTSTART is a day (RFC 5545 3.3.10).
        in_utc = f"{end.astimezone(UTC):%Y%m%dT%H%M%SZ}"
        parts["UNTIL"] = f"{end:%Y%m%d}" if item.all_day else in_utc
    return ";".join(f"{key}={value}" for key, value in parts.items())


def _last_moment(until: date | datetime) -> datetime:
    if isinstance(until, datetime):
        return wall(until)
    return datetime.combine(until, time(23, 59, 59))


def _zoned(clock: datetime) -> datetime:
    """With its zone, as it stands: a time that the clock skips must match its rule in a client."""
    return clock.replace(tzinfo=ZONE)


def _place(location: Location) -> str:
    where = ", ".join(part for part in (location.name, location.address, location.city) if part)
    if not where and not location.online:
        return location.host
    if not location.online or "online" in where.lower():
        return where
    return f"{where}, en online" if where else "Online"


def _where_to_look(location: Location) -> str:
    if not location.url:
        return ""
    here = location.name or location.address or location.city
    return f"{'Plaats' if here or not location.online else 'Online'}: {location.url}"
