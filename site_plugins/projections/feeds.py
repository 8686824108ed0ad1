"""Which feeds there are, and what stands in each."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import chain

from site_plugins.model.agenda import AgendaItem
from site_plugins.model.edition import Edition, sending_moment
from site_plugins.model.item import Item
from site_plugins.model.organisation import Person
from site_plugins.model.politics import Report
from site_plugins.projections import subscriptions
from site_plugins.projections.addresses import address
from site_plugins.projections.index import NEWS, Index
from site_plugins.projections.names import NAMES
from site_plugins.projections.pages import Feeds

FEED_SIZE = 50
"""Items in a feed, and in each of the documents with older ones."""


@dataclass(frozen=True, slots=True)
class Archive:
    """An Atom document with older items of a feed (RFC 5005, 4): its path, newest first."""

    path: str
    items: Sequence[Item]


@dataclass(frozen=True, slots=True)
class FeedView:
    """A feed in up to three formats: its page, and the newest items."""

    feeds: Feeds
    home: str
    description: str
    items: Sequence[Item]
    group: str = ""
    """Under which heading a list of all feeds has it."""
    id: str = ""
    """What it is known by; stays when its subject gets another name. Else ``home``."""
    archives: Sequence[Archive] = ()
    """Its older items, the oldest first."""


def announced(item: Item, now: datetime) -> datetime | None:
    """When a feed's reader was told of an item: never made up, so None where nothing says it.

    An edition counts from the moment that it is sent.
    """
    if isinstance(item, Edition) and (sent := sending_moment(item.day)) <= now:
        return max(item.date or sent, sent)
    return item.date


def changed(item: Item, now: datetime) -> datetime | None:
    """When an item was last announced or changed; None where nothing says it."""
    first = announced(item, now)
    later = item.updated if item.updated and item.updated <= now else None
    # In a preview an item may be announced for later, and changed before that.
    return max(filter(None, (first, later)), key=datetime.timestamp, default=None)


def feeds(index: Index) -> Iterator[FeedView]:
    """Of everything, each kind, topic, audience, network, region and author, of the editions, of
    the agenda and of the podcast.
    """
    library = index.library
    yield _view(subscriptions.SITE, "/", "Alles wat er nieuw is.", index.news, "Alles")
    for kind in subscriptions.KINDS:
        of_kind = [item for item in index.news if isinstance(item, kind)]
        own = subscriptions.of_kind(kind)
        yield _view(own, f"/{kind.folder}/", NAMES[kind].intro, of_kind, "Soorten stukken")
    for kind in subscriptions.FOLLOWED:
        for followed in library.of(kind):
            news = _news_of(followed, index)
            if news or kind is not Person:
                yield _view(
                    subscriptions.of_item(followed),
                    address(followed),
                    followed.description or f"Alles over {followed.title}.",
                    news,
                    _GROUPS.get(kind, NAMES[kind].many),
                    id=f"/{followed.id}/",
                )
    weekly = "Elke zondag een nieuwe editie."
    yield _view(subscriptions.EDITIONS, "/nieuwsbrief/", weekly, index.editions, "Nieuwsbrief")
    both = "Nieuwe en gewijzigde bijeenkomsten."
    yield _view(subscriptions.AGENDA, "/agenda/", both, _meetings(index), "Agenda")
    podcast = [article for article in index.articles if article.audio]
    if podcast:
        yield FeedView(
            subscriptions.PODCAST,
            "/artikelen/",
            "De podcast van het Centrum voor Lokaal Bestuur: alle afleveringen.",
            podcast,
            group="Podcast",
        )


def _news_of(followed: Item, index: Index) -> Sequence[Item]:
    """What names it, and is announced."""
    kinds = [[i for i in index.naming(followed, kind) if i.date] for kind in NEWS]
    found = [items for items in kinds if items]
    # Those of one kind are in order.
    return found[0] if len(found) == 1 else index.in_order(chain.from_iterable(found))


def is_news(item: Item) -> bool:
    """Whether feeds announce it."""
    return isinstance(item, NEWS) and item.date is not None


_GROUPS: dict[type[Item], str] = {Report: "Regio’s", Person: "Auteurs"}
"""Headings other than the name of a kind."""


def _meetings(index: Index) -> list[AgendaItem]:
    """What isn't over yet, the last changed first: so who follows it sees each change.

    Last what doesn't say when it came: a meeting needs no date, and is told of all the same.
    """

    def told(item: AgendaItem) -> float:
        moment = changed(item, index.now)
        return moment.timestamp() if moment else 0.0

    items = index.library.of(AgendaItem)
    coming = index.in_order(item for item in items if item.key not in index.over)
    return sorted(coming, key=told, reverse=True)


def _view(
    feeds: Feeds, home: str, description: str, items: Sequence[Item], group: str, id: str = ""
) -> FeedView:
    """A feed of the newest of these items, with archives for the others."""
    older = archives(items, feeds.atom)
    return FeedView(feeds, home, description, items[:FEED_SIZE], group, id, older)


def archives(items: Sequence[Item], atom: str) -> tuple[Archive, ...]:
    """Documents that together hold what no longer stands in the feed at ``atom``, in order.

    ``items`` are newest first. Each document has exactly ``FEED_SIZE`` of them, counted from the
    oldest, so that a new item changes none of them; the last may begin within the feed.
    """
    count = -(-max(len(items) - FEED_SIZE, 0) // FEED_SIZE)
    ends = [len(items) - number * FEED_SIZE for number in range(count)]
    return tuple(
        Archive(f"{atom.removesuffix('.xml')}-{number}.xml", items[end - FEED_SIZE : end])
        for number, end in enumerate(ends, start=1)
    )
