"""Which feeds and calendars there are, and what stands in each."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime

from site_plugins.model.agenda import AgendaItem
from site_plugins.model.edition import Edition, sending_moment
from site_plugins.model.item import Item
from site_plugins.model.organisation import Person
from site_plugins.projections import subscriptions
from site_plugins.projections.addresses import address
from site_plugins.projections.agenda import over
from site_plugins.projections.index import NEWS, Index, newest_first
from site_plugins.projections.names import NAMES
from site_plugins.projections.pages import Feeds

FEED_SIZE = 50
"""Items in a feed."""


@dataclass(frozen=True, slots=True)
class FeedView:
    """A feed in up to three formats: its page, and the newest items."""

    feeds: Feeds
    home: str
    description: str
    items: Sequence[Item]


@dataclass(frozen=True, slots=True)
class CalendarView:
    """A calendar to subscribe to, or one item to add."""

    path: str
    title: str
    description: str
    home: str
    items: Sequence[AgendaItem]


def announced(item: Item, now: datetime) -> datetime | None:
    """When a feed's reader is told of an item: never made up, so None where nothing says it.

    An edition counts from the moment that it is sent, a meeting without a date from when it
    was changed or held.
    """
    if isinstance(item, Edition) and (sent := sending_moment(item.day)) <= now:
        return max(item.date or sent, sent)
    started = item.start if isinstance(item, AgendaItem) else None
    past = (moment for moment in (item.updated, started) if moment and moment <= now)
    return item.date or next(past, None)


def feeds(index: Index) -> Iterator[FeedView]:
    """Of everything, of each topic and audience, of the editions and of the agenda."""
    library = index.library
    yield FeedView(subscriptions.SITE, "/", "Alles wat er nieuw is.", index.news[:FEED_SIZE])
    for kind in subscriptions.KINDS:
        of_kind = newest_first(item for item in library.of(kind) if item.date)
        path = f"/{kind.folder}/"
        yield FeedView(subscriptions.of_kind(kind), path, NAMES[kind].intro, of_kind[:FEED_SIZE])
    for kind in subscriptions.FOLLOWED:
        for followed in library.of(kind):
            news = newest_first(item for shelf in NEWS for item in index.naming(followed, shelf))
            own = [item for item in news if item.date]
            if own or kind is not Person:
                yield FeedView(
                    subscriptions.of_item(followed),
                    address(followed),
                    followed.description or f"Alles over {followed.title}.",
                    own[:FEED_SIZE],
                )
    yield FeedView(
        subscriptions.EDITIONS,
        "/nieuwsbrief/",
        "Elke zondag een nieuwe editie.",
        index.editions[:FEED_SIZE],
    )
    still = newest_first(item for item in library.of(AgendaItem) if not over(item, index))
    dated = ((item, announced(item, index.now)) for item in still)
    meetings = [(item, moment.timestamp()) for item, moment in dated if moment]
    meetings.sort(key=lambda pair: pair[1], reverse=True)
    yield FeedView(
        subscriptions.AGENDA,
        "/agenda/",
        "Nieuwe en gewijzigde bijeenkomsten.",
        [item for item, _ in meetings[:FEED_SIZE]],
    )
    podcast = [article for article in index.articles if article.audio]
    if podcast:
        yield FeedView(
            subscriptions.PODCAST,
            "/artikelen/",
            "Alle afleveringen.",
            podcast[:FEED_SIZE],
        )


def calendars(index: Index) -> Iterator[CalendarView]:
    """Of everything, of each audience and network, and of each item."""
    library = index.library
    items = library.of(AgendaItem)
    yield CalendarView(
        "/agenda.ics", "Agenda", "Alle bijeenkomsten van het CLB.", "/agenda/", items
    )
    groups: list[Item] = [group for kind in subscriptions.CALENDARS for group in library.of(kind)]
    for group in groups:
        yield CalendarView(
            f"{address(group)}agenda.ics",
            f"Agenda {group.title}",
            f"Bijeenkomsten van het CLB: {group.title}.",
            address(group),
            index.naming(group, AgendaItem),
        )
    for item in items:
        yield CalendarView(
            f"/agenda/{item.slug}.ics", item.title, item.description, address(item), [item]
        )
