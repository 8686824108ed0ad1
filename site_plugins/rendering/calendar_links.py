"""Links that open a filled-in form in someone's own calendar, at Google or Outlook.com.

Neither has an official description. The parameters are those that
https://github.com/InteractionDesignFoundation/add-event-to-calendar-docs has gathered.
"""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import NamedTuple
from urllib.parse import quote, urlencode

from site_plugins.projections.calendars import IcsEvent
from site_plugins.projections.occurrences import Occurrence

GOOGLE = "https://calendar.google.com/calendar/render"
OUTLOOK = "https://outlook.live.com/calendar/deeplink/compose"


class CalendarLinks(NamedTuple):
    """Addresses to add an event with; ``repeats`` tells whether Google gets the whole series.

    Otherwise, and always at Outlook.com, it is one date.
    """

    google: str
    outlook: str
    repeats: bool


def calendar_links(event: IcsEvent, first: Occurrence) -> CalendarLinks:
    """Where to add an event, of which ``first`` is the date to add where it can be only one.

    ``first`` goes on, at its own time. Google repeats a rule from the first day that it is given,
    and knows no exceptions, so that day must be one on which the event is as its rule says.
    """
    otherwise = {*event.exdates, *(other.instead_of for other in event.overrides)}
    start, end = first.start, first.end or first.start
    if event.rrule and event.start not in otherwise:
        # As in the .ics file: the rule counts from its own first time.
        rrule, start, end = event.rrule, event.start, event.end or event.start
    else:
        regular = first.moved_from is None and first.start not in event.rdates
        rrule = event.rrule if regular and "COUNT=" not in event.rrule else ""
    about = "\n\n".join(part for part in (event.description, event.url) if part)
    google = {
        "action": "TEMPLATE",
        "text": event.summary,
        "dates": "/".join(_google(moment, event.all_day) for moment in _span(event, start, end)),
        "ctz": "Europe/Amsterdam",
        "recur": f"RRULE:{rrule}" if rrule else "",
        "location": event.location,
        "details": about,
    }
    start, end = _span(event, first.start, first.end or first.start)
    outlook = {
        "path": "/calendar/action/compose",
        "rru": "addevent",
        "subject": event.summary,
        "startdt": _outlook(start, event.all_day),
        "enddt": _outlook(end, event.all_day),
        "allday": "true" if event.all_day else "",
        "location": event.location,
        "body": about,
    }
    return CalendarLinks(_address(GOOGLE, google), _address(OUTLOOK, outlook), bool(rrule))


def _span(event: IcsEvent, start: datetime, end: datetime) -> tuple[datetime, datetime]:
    """Both want the day after the last of an all-day event."""
    return (start, end + timedelta(days=1)) if event.all_day else (start, end)


def _google(moment: datetime, all_day: bool) -> str:
    return f"{moment:%Y%m%d}" if all_day else f"{moment:%Y%m%dT%H%M%S}"


def _outlook(moment: datetime, all_day: bool) -> str:
    return f"{moment:%Y-%m-%d}" if all_day else f"{moment.astimezone(UTC):%Y-%m-%dT%H:%M:%SZ}"


def _address(base: str, parameters: dict[str, str]) -> str:
    # Outlook shows a plus sign where a form would mean a space.
    return f"{base}?{urlencode({k: v for k, v in parameters.items() if v}, quote_via=quote)}"
