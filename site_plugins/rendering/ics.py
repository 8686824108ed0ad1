"""Calendars as files: iCalendar (RFC 5545, with the names of RFC 7986)."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from datetime import date, datetime, timedelta
from functools import cache
from urllib.parse import quote, urlsplit

from icalendar import (
    Calendar,
    Event,
    Parameters,
    Timezone,
    TimezoneDaylight,
    TimezoneStandard,
    vDuration,
    vRecur,
    vText,
    vUri,
)

from site_plugins.projections.calendars import IcsEvent
from site_plugins.rendering import dutch

PRODID = "-//Centrum voor Lokaal Bestuur//Lokaal Bestuur//NL"
REFRESH = timedelta(days=1)
COLOUR = "firebrick"
"""Of the colours that have a name (RFC 7986 5.9), the one nearest to the red of the house."""
_END = b"END:VCALENDAR\r\n"
_ZONE = "Europe/Amsterdam"
_CONTROL = re.compile(r"[\x00-\x09\x0b-\x1f\x7f-\x9f\ud800-\udfff\ufffe\uffff]")


def calendar(
    name: str, description: str, events: Iterable[bytes], *, url: str, source: str = ""
) -> bytes:
    """A calendar in UTF-8 with CRLF, folded at 75 octets; the same events give the same bytes.

    ``events`` are those of ``event_lines``. ``url`` is the page that shows the same to a person,
    and ``source`` the file's own address. Without METHOD: that would promise an iTIP message
    with an ORGANIZER (RFC 5546), and makes Outlook open a calendar of its own. And without
    LAST-MODIFIED: when something was taken out of it, nobody wrote.
    """
    made = Calendar()
    made.add("prodid", PRODID)
    made.add("version", "2.0")
    made.add("calscale", "GREGORIAN")
    # The names of RFC 7986, and the older ones for the clients that only know those.
    for key in ("name", "x-wr-calname"):
        made.add(key, vText(_line(name)))
    if about := _text(description):
        for key in ("description", "x-wr-caldesc"):
            made.add(key, vText(about))
    made.add("url", _uri(url))
    if source:
        made.add("source", _uri(source), parameters={"VALUE": "URI"})
    made.add("color", COLOUR)
    made.add("refresh-interval", REFRESH, parameters={"VALUE": "DURATION"})
    made.add("x-published-ttl", vDuration(REFRESH))
    head = made.to_ical().removesuffix(_END)
    return b"".join((head, _zone_lines(), *events, _END))


def event_lines(event: IcsEvent) -> bytes:
    """Its VEVENTs, as they stand in every calendar that has it."""
    return b"".join(component.to_ical() for component in _components(event))


@cache
def _zone_lines() -> bytes:
    """Amsterdam since 1996 in two rules, which is all that Outlook understands."""
    zone = Timezone()
    zone.add("tzid", _ZONE)
    for part, start, rule, before, after, name in (
        (TimezoneDaylight(), datetime(1970, 3, 29, 2), "BYMONTH=3;BYDAY=-1SU", 1, 2, "CEST"),
        (TimezoneStandard(), datetime(1970, 10, 25, 3), "BYMONTH=10;BYDAY=-1SU", 2, 1, "CET"),
    ):
        part.add("dtstart", start)
        part.add("rrule", vRecur.from_ical(f"FREQ=YEARLY;{rule}"))
        part.add("tzoffsetfrom", timedelta(hours=before))
        part.add("tzoffsetto", timedelta(hours=after))
        part.add("tzname", name)
        zone.add_component(part)
    content: bytes = zone.to_ical()
    return content


def _components(event: IcsEvent) -> Iterator[Event]:
    """One VEVENT and one for each time that is otherwise; or one for each session.

    Google and Outlook ignore RDATE with a PERIOD, and Outlook opens nothing that has RDATE
    without RRULE (Microsoft, KB 2643084), so sessions can't be one event. The first
    keeps the uid, so that an event that grows a second day stays the same. The others get a
    ``#``, which no id can hold: two items never share a uid.
    """
    if event.sessions:
        name, _, domain = event.uid.rpartition("@")
        for number, session in enumerate(event.sessions, 1):
            uid = event.uid if number == 1 else f"{name}#{number}@{domain}"
            summary = f"{event.summary} ({number} van {len(event.sessions)})"
            yield _component(event, uid, summary, event.status, session.start, session.end)
        return
    made = _component(event, event.uid, event.summary, event.status, event.start, event.end)
    if event.rrule:
        made.add("rrule", vRecur.from_ical(event.rrule))
    for moment in event.exdates:
        made.add("exdate", _when(moment, event))
    for moment in event.rdates:
        made.add("rdate", _when(moment, event))
    yield made
    for other in event.overrides:
        summary = other.prefix + event.title
        made = _component(event, event.uid, summary, other.status, other.start, other.end)
        made.add("recurrence-id", _when(other.instead_of, event))
        if other.start != other.instead_of:
            was = dutch.long_date if event.all_day else dutch.long_moment
            made["description"] = vText(f"Was op {was(other.instead_of)}.\n\n{_about(event)}")
        yield made


def _when(moment: datetime, event: IcsEvent) -> date:
    return moment.date() if event.all_day else moment


def _component(
    event: IcsEvent, uid: str, summary: str, status: str, start: datetime, end: datetime | None
) -> Event:
    made = Event()
    made.add("uid", vText(re.sub(r"\s", "", _line(uid))))
    # Without METHOD, DTSTAMP is the time of the last change as well (RFC 5545 3.8.7.2).
    made.add("dtstamp", event.last_modified)
    made.add("last-modified", event.last_modified)
    made.add("sequence", event.sequence)
    made.add("summary", vText(_line(summary)))
    made.add("status", status)
    made.add("dtstart", _when(start, event))
    if event.all_day:
        made.add("dtend", _when(end or start, event) + timedelta(days=1))
    elif end and end > start:  # an event of no length has no DTEND (RFC 5545 3.8.2.2)
        made.add("dtend", end)
    if event.all_day or status == "CANCELLED":
        made.add("transp", "TRANSPARENT")  # neither fills a reader's day
    if about := _about(event):
        made.add("description", vText(about))
    if event.location:
        made.add("location", vText(_line(event.location)))
    if event.conference:
        host = re.sub(r"[^\w.-]", "", urlsplit(event.conference).hostname or "")
        name = f"Online op {host.removeprefix('www.')}"
        how = {"VALUE": "URI", "FEATURE": ["AUDIO", "VIDEO"], "LABEL": name}
        made.add("conference", _uri(event.conference), parameters=Parameters(how))
    if event.categories:
        made.add("categories", [_line(category) for category in event.categories])
    if event.url:
        made.add("url", _uri(event.url))
    return made


def _about(event: IcsEvent) -> str:
    """The description; with the organiser, who has no address to be an ORGANIZER with.

    The address of the page stands in it too: many clients don't show URL.
    """
    organiser = event.organiser and f"Organisatie: {_line(event.organiser)}"
    parts = (_text(event.description), organiser, event.url and str(_uri(event.url)))
    return "\n\n".join(part for part in parts if part)


def _text(text: str) -> str:
    """Without control characters, and with ``\\n`` as its only line break."""
    return "\n".join(_CONTROL.sub(" ", line).rstrip() for line in text.splitlines()).strip()


def _line(text: str) -> str:
    return " ".join(_text(text).split())


def _uri(url: str) -> vUri:
    """As RFC 3986 wants it: ASCII only, and nothing that could end the line."""
    clean = re.sub(r"\s", "", _CONTROL.sub("", url))
    return vUri(quote(clean, safe="%:/?#[]@!$&'()*+,;=~"))
