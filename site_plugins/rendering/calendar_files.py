"""Calendars as files of the site."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import datetime

from site_plugins.model.agenda import AgendaItem, Registration, Status
from site_plugins.model.item import Key
from site_plugins.model.vocabulary import Audience, Topic
from site_plugins.projections.addresses import address
from site_plugins.projections.calendar_views import CalendarView
from site_plugins.projections.calendars import IcsEvent, ics_event
from site_plugins.projections.index import Index
from site_plugins.rendering import dutch
from site_plugins.rendering.site import Site
from site_plugins.rendering.text.typography import curly


class CalendarMaker:
    """Makes calendar files, each event's lines once, as it stands in many calendars."""

    def __init__(self, index: Index, site: Site) -> None:
        self._index = index
        self._site = site
        self._made: dict[Key, bytes] = {}

    def file(self, view: CalendarView) -> bytes:
        """A calendar file; its description says where it is found, as few programs show URL."""
        # Here, as icalendar is slow to read, and a calendar is seldom made anew.
        from site_plugins.rendering.ics import calendar

        home = self._site.absolute(view.home)
        return calendar(
            curly(view.title),
            f"{curly(view.description)} {home}",
            map(self._lines, view.items),
            url=home,
            source=self._site.absolute(view.path),
        )

    def terms(self, item: AgendaItem) -> list[str]:
        """What an event says that it is about, and for whom."""
        pick = self._index.library.pick
        terms = [*pick(item.topics, Topic), *pick(item.audiences, Audience)]
        return [term.title for term in terms]

    def _lines(self, item: AgendaItem) -> bytes:
        from site_plugins.rendering.ics import event_lines

        if item.key not in self._made:
            event = event_of(item, self._site, self._index.now, self.terms(item))
            self._made[item.key] = event_lines(event) if event else b""
        return self._made[item.key]


def event_of(
    item: AgendaItem, site: Site, now: datetime, categories: Sequence[str] = ()
) -> IcsEvent | None:
    """An item as it stands in calendars; None where nothing of it can stand on a day."""
    off = item.status is Status.CANCELLED or item.period
    event = ics_event(
        item,
        url=site.absolute(address(item)),
        categories=tuple(map(curly, categories)),
        now=now,
        notes=list(_registering(item.registration, site)) if item.registration and not off else (),
    )
    return event and replace(
        event,
        title=curly(event.title),
        description=curly(event.description),
        location=curly(event.location),
        organiser=curly(event.organiser),
    )


def _registering(registration: Registration, site: Site) -> Iterator[str]:
    """How and until when to sign up; the same before and after, as a calendar has no now."""
    url = registration.url
    ways = [site.absolute(url) if url.startswith("/") else url, registration.email]
    deadline = registration.deadline
    until = ""
    if isinstance(deadline, datetime):
        until = f" tot {dutch.long_moment(deadline)}"
    elif deadline:
        until = f" tot en met {dutch.long_date(deadline)}"
    if any(ways) or until:
        yield f"Aanmelden{until}: {' of '.join(filter(None, ways))}".removesuffix(": ")
    if registration.capacity:
        yield f"Plaats voor {dutch.number(registration.capacity)} deelnemers."
