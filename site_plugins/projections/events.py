"""The page of an agenda item, with its dates."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from urllib.parse import quote

from site_plugins.model.agenda import AgendaItem, Location
from site_plugins.model.item import Key
from site_plugins.model.organisation import Network, Training
from site_plugins.model.vocabulary import Audience, Topic
from site_plugins.projections import subscriptions
from site_plugins.projections.addresses import address
from site_plugins.projections.agenda_dates import HORIZON, Entry, today_of
from site_plugins.projections.index import Index
from site_plugins.projections.names import NAMES, section_link
from site_plugins.projections.occurrences import Occurrence, covers, occurrences
from site_plugins.projections.pages import Page

MOST_OTHERS = 3
"""How many other meetings of its networks an item's page shows."""


@dataclass(frozen=True, slots=True)
class EventView:
    """One agenda item with the dates to come and the dates that were, both soonest first."""

    item: AgendaItem
    next: Occurrence | None
    """The first to come that goes on."""
    changes: Sequence[Occurrence]
    """What a reader who knows the series expects before or at ``next``, and is not so."""
    coming: Sequence[Occurrence]
    past: Sequence[Occurrence]
    endless: bool
    over: bool
    topics: Sequence[Topic]
    audiences: Sequence[Audience]
    networks: Sequence[Network]
    training: Training | None
    calendar: str
    registration_open: bool
    map_url: str
    """Where a map shows the place; empty without one that can be found."""
    others: Sequence[Entry]
    """What its networks have next."""


def _next_of_networks(index: Index) -> dict[Key, list[Entry]]:
    """For each network the next date of the items that come first: one more than is shown."""
    firsts: dict[Key, list[Entry]] = {}
    for entry in index.next.values():
        for network in entry.item.networks:
            found = firsts.setdefault(network, [])
            if len(found) <= MOST_OTHERS:
                found.append(entry)
    return firsts


def map_url(place: Location) -> str:
    """A search on OpenStreetMap for a place; empty where it has no city to search in."""
    if not place.city:
        return ""
    query = ", ".join(part for part in (place.address or place.name, place.city) if part)
    return f"https://www.openstreetmap.org/search?query={quote(query, safe='')}"


def event_pages(index: Index) -> Iterator[Page]:
    """A page for each item."""
    next_of_network = _next_of_networks(index)
    for item in index.library.of(AgendaItem):
        yield Page(
            path=address(item),
            title=item.title,
            description=item.description
            or f"{NAMES[AgendaItem].one} van het Centrum voor Lokaal Bestuur.",
            template="event.html",
            section="agenda",
            crumbs=(section_link(AgendaItem),),
            feeds=subscriptions.AGENDA,
            modified=item.modified,
            item=item,
            image=item.image,
            make=partial(_event_view, item, index, next_of_network),
        )


def _event_view(
    item: AgendaItem, index: Index, next_of_network: Mapping[Key, Sequence[Entry]]
) -> EventView:
    find = index.library.pick
    of_networks = (entry for key in item.networks for entry in next_of_network.get(key, ()))
    others = {entry.item.key: entry for entry in of_networks if entry.item is not item}
    first, last = covers(item) if item.period is None else (index.now, None)
    today = today_of(index.now)
    closes = item.registration.closes if item.registration else None
    dates = occurrences(item, today, index.now + HORIZON) if item.period is None else []
    if not dates and first > today:
        dates = occurrences(item, first, first + HORIZON)  # further away than the horizon
    past = occurrences(item, first, today) if item.period is None else []
    upcoming = next((when for when in dates if not when.cancelled), None)
    return EventView(
        item=item,
        next=upcoming,
        changes=[when for when in dates if _unexpected(when, upcoming)],
        coming=dates,
        past=[when for when in past if when.over <= today],
        endless=item.rule is not None and last is None,
        over=item.key in index.over,
        topics=find(item.topics, Topic),
        audiences=find(item.audiences, Audience),
        networks=find(item.networks, Network),
        training=index.library.find(item.training, Training),
        calendar=f"/agenda/{item.slug}.ics",
        registration_open=closes is None or index.now < closes,
        map_url=map_url(item.location) if item.location else "",
        others=list(others.values())[:MOST_OTHERS],
    )


def _unexpected(when: Occurrence, upcoming: Occurrence | None) -> bool:
    expected = min(when.moved_from or when.start, when.start)
    changed = when.cancelled or when.moved_from is not None
    return changed and (upcoming is None or expected <= upcoming.start)
