"""Agenda items as plain values for a calendar (RFC 5545), before any format."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime, time
from itertools import takewhile

from site_plugins.model.agenda import AgendaItem, Location, Status
from site_plugins.model.item import ZONE
from site_plugins.projections.occurrences import (
    Occurrence,
    rule_times,
    series_times,
    sessions,
    wall,
)

DOMAIN = "lokaalbestuur.nl"
"""Makes an id without ``@`` unique in the world (RFC 7986 5.3)."""
UNKNOWN = datetime(2020, 1, 1, tzinfo=UTC)
"""Stands for the last change of an item that doesn't tell: the clock would change the bytes."""

_STATUS = {
    Status.CONFIRMED: ("CONFIRMED", ""),
    Status.PROVISIONAL: ("TENTATIVE", "Onder voorbehoud: "),
    # Moved, and sure: the dates in the file are the new ones.
    Status.MOVED: ("CONFIRMED", "Verplaatst: "),
    Status.CANCELLED: ("CANCELLED", "Geannuleerd: "),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class IcsEvent:
    """A VEVENT to be. All times are in Amsterdam, but for ``last_modified`` (UTC).

    ``summary`` has the status in front. With ``all_day`` only the days count, and ``end`` is
    the last day (inclusive). ``sessions`` (two or more, by time) take the place of ``start``
    and ``end``, which are those of the first. ``rrule`` has UNTIL in UTC, or as a day with
    ``all_day``; ``start`` always fits it, and ``exdates`` are times that it gives.
    """

    uid: str
    sequence: int
    last_modified: datetime | None
    summary: str
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


@dataclass(frozen=True, slots=True)
class _Dates:
    """The part of an event that says when."""

    start: datetime
    end: datetime | None
    rrule: str = ""
    exdates: tuple[datetime, ...] = ()
    rdates: tuple[datetime, ...] = ()


def ics_event(item: AgendaItem, *, url: str, categories: tuple[str, ...]) -> IcsEvent | None:
    """The event of an item whose page is ``url``.

    None where nothing can stand on a day: only a period, or a series that is left out whole.
    """
    spans = tuple(sessions(item))
    dates = _Dates(spans[0].start, spans[0].end) if spans else _dates(item)
    if dates is None:
        return None
    status, prefix = _STATUS[item.status]
    about = (
        item.description,
        "Alleen op uitnodiging." if item.invitation_only else "",
        _where_to_look(item.location) if item.location else "",
    )
    return IcsEvent(
        uid=item.id if "@" in item.id else f"{item.id}@{DOMAIN}",
        sequence=_sequence(item),
        last_modified=item.modified.astimezone(UTC) if item.modified else None,
        summary=prefix + item.title,
        description="\n\n".join(part for part in about if part),
        status=status,
        url=url,
        location=_place(item.location) if item.location else "",
        organiser=item.organiser,
        categories=categories,
        start=dates.start,
        end=dates.end,
        all_day=item.all_day,
        sessions=spans if len(spans) > 1 else (),
        rrule=dates.rrule,
        exdates=dates.exdates,
        rdates=dates.rdates,
    )


def _dates(item: AgendaItem) -> _Dates | None:
    if not item.start:
        return None

    def trim(clock: datetime) -> datetime:
        return datetime.combine(clock, time()) if item.all_day else clock

    length = trim(wall(item.end)) - trim(wall(item.start)) if item.end else None
    extra = sorted({trim(wall(t)) for t in item.extra})
    rule_start = next(series_times(item), None)
    if item.rule and rule_start:
        start, rrule = trim(rule_start), _ending(item)
        special = [*item.except_, *(t.date() for t in extra)] or [date.min]
        last, soonest = max(special), datetime.combine(min(special), time())
        near = [trim(t) for t in takewhile(lambda t: t.date() <= last, series_times(item, soonest))]
        exdates = [t for t in near if t.date() in item.except_ and t not in extra]
        rdates = [t for t in extra if t not in near]
        if not extra and all(t.date() in item.except_ for t in series_times(item)):
            return None
    else:
        singles = extra if item.rule else sorted({trim(wall(item.start)), *extra})
        if not singles:
            return None
        start, *rdates = singles
        rrule, exdates = "", []
    return _Dates(
        _zoned(start),
        None if length is None else _zoned(start + length),
        rrule,
        tuple(map(_zoned, exdates)),
        tuple(map(_zoned, rdates)),
    )


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
        moment = _zoned(min(ends))
        # In UTC, unless DTSTART is a day (RFC 5545 3.3.10).
        in_utc = f"{moment.astimezone(UTC):%Y%m%dT%H%M%SZ}"
        parts["UNTIL"] = f"{moment:%Y%m%d}" if item.all_day else in_utc
    return ";".join(f"{key}={value}" for key, value in parts.items())


def _last_moment(until: date | datetime) -> datetime:
    if isinstance(until, datetime):
        return wall(until)
    return datetime.combine(until, time(23, 59, 59))


def _zoned(clock: datetime) -> datetime:
    """With its zone, as it stands: a time that the clock skips must match its rule in a client."""
    return clock.replace(tzinfo=ZONE)


def _sequence(item: AgendaItem) -> int:
    """A number that rises with ``updated``: minutes. Nothing else in an item tells of changes."""
    return max(0, int((item.updated - UNKNOWN).total_seconds()) // 60) if item.updated else 0


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
