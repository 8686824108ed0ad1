"""The public library, sorted once in the ways that pages and feeds ask for."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property
from itertools import chain, pairwise
from typing import TypeVar

from site_plugins.model.agenda import AgendaItem
from site_plugins.model.article import Article
from site_plugins.model.edition import Edition
from site_plugins.model.item import Item, Key
from site_plugins.model.library import KINDS, Library
from site_plugins.model.organisation import Network, Person, PlainPage, Research, Training
from site_plugins.model.politics import Guide, Motion, Report
from site_plugins.projections.addresses import address
from site_plugins.projections.agenda_dates import Dates, Entry, coming, first_of_each, over
from site_plugins.projections.placement import Placement, placement

AnyItem = TypeVar("AnyItem", bound=Item)

NEWS: tuple[type[Item], ...] = (Article, Guide, Motion, Training, Research, Report)
"""The kinds that the feeds announce, where an item has a date."""

SHELVES: tuple[type[Item], ...] = (
    Article,
    AgendaItem,
    Guide,
    Motion,
    Training,
    Network,
    Report,
    Research,
    PlainPage,
)
"""The kinds that a topic's or an audience's page shows, in the order of its headings."""


def newest_first(items: Iterable[AnyItem]) -> list[AnyItem]:
    """By date, then by address, so that two builds give the same order."""
    dated = sorted(items, key=address)
    dated.sort(key=_timestamp, reverse=True)
    return dated


def _timestamp(item: Item) -> float:
    return item.date.timestamp() if item.date else 0.0


def latest_of(items: Iterable[Item]) -> datetime | None:
    """When the newest of the items was published or changed."""
    return max((m for item in items if (m := item.modified)), default=None)


@dataclass(frozen=True)
class Index:
    """What is public at ``now``. Lists are newest first unless they say otherwise."""

    library: Library
    now: datetime

    @cached_property
    def newest(self) -> list[Item]:
        """Everything there is but the front page: sorted here, and nowhere else."""
        return newest_first(self.library.items.values())

    @cached_property
    def _order(self) -> dict[Key, int]:
        return {item.key: place for place, item in enumerate(self.newest)}

    def in_order(self, items: Iterable[AnyItem]) -> list[AnyItem]:
        """Items of the library, the newest first; what ``newest_first`` gives, for less."""
        found = list(items)
        if len(found) < 2:
            return found
        order = self._order
        return sorted(found, key=lambda item: order[item.key])

    @cached_property
    def _by_kind(self) -> dict[type[Item], list[Item]]:
        kinds: dict[type[Item], list[Item]] = {kind: [] for kind in KINDS}
        for item in self.newest:
            kinds[type(item)].append(item)
        return kinds

    @cached_property
    def articles(self) -> list[Article]:
        return self._by_kind[Article]  # type: ignore[return-value]

    @cached_property
    def editions(self) -> list[Edition]:
        return self._by_kind[Edition]  # type: ignore[return-value]

    @cached_property
    def placement(self) -> Placement:
        """Which edition has which items."""
        return placement(self.library)

    @cached_property
    def dates(self) -> Dates:
        """Of the whole agenda, at any time."""
        return Dates(self.library.of(AgendaItem))

    @cached_property
    def coming(self) -> list[Entry]:
        """The dates of the agenda that still come (or go on) within the horizon, in their order."""
        return coming(self.library.of(AgendaItem), self.now)

    @cached_property
    def next(self) -> dict[Key, Entry]:
        """Of each agenda item that still comes the first date that goes on, else the first; in
        order of time.
        """
        return {entry.item.key: entry for entry in first_of_each(self.coming)}

    @cached_property
    def _next_places(self) -> dict[Key, int]:
        return {key: place for place, key in enumerate(self.next)}

    def next_of(self, items: Iterable[AgendaItem], most: int) -> list[Entry]:
        """``next`` of these items."""
        keys = {item.key for item in items if item.key in self.next}
        return [self.next[key] for key in sorted(keys, key=self._next_places.__getitem__)[:most]]

    @cached_property
    def over(self) -> frozenset[Key]:
        """The agenda items of which nothing is still to come."""
        items = self.library.of(AgendaItem)
        return frozenset(item.key for item in items if over(item, self.now))

    @cached_property
    def news(self) -> list[Item]:
        """Everything that a feed announces."""
        return [item for item in self.newest if isinstance(item, NEWS) and item.date is not None]

    @cached_property
    def _places(self) -> dict[Key, int]:
        return {article.key: place for place, article in enumerate(self.articles)}

    def neighbours(self, article: Article) -> tuple[Article | None, Article | None]:
        """The article published just before, and the one just after."""
        place = self._places[article.key]
        older = self.articles[place + 1] if place + 1 < len(self.articles) else None
        newer = self.articles[place - 1] if place else None
        return older, newer

    @cached_property
    def _mentions(self) -> dict[type[Item], dict[Key, list[Item]]]:
        """Who names whom: by kind, for each key the items that refer to it, newest first."""
        mentions: dict[type[Item], dict[Key, list[Item]]] = {}
        for kind in SHELVES:
            shelf: dict[Key, list[Item]] = defaultdict(list)
            for item in self._by_kind[kind]:
                for key in item.references:
                    others = shelf[key]
                    # Who names it twice is there once.
                    if not (others and others[-1] is item):
                        others.append(item)
            mentions[kind] = shelf
        return mentions

    def naming(self, item: Item, kind: type[AnyItem]) -> list[AnyItem]:
        """The items of a kind that refer to ``item``."""
        shelves = self._mentions.items()
        of_kind = (found.get(item.key, ()) for shelf, found in shelves if issubclass(shelf, kind))
        return list(chain.from_iterable(of_kind))  # type: ignore[arg-type]

    def related(self, item: Item, most: int = 4) -> list[Item]:
        """What to read next: the author's own choice, then what shares most with it."""
        chosen: dict[Key, Item] = {
            key: found for key in item.related if (found := self.library.items.get(key))
        }
        if len(chosen) < most:
            recent = (self._recent.get(key, ()) for key in dict.fromkeys(item.references))
            # Each stands here once for every subject in common: what comes again goes first.
            places = sorted(chain.from_iterable(recent))
            again = Counter([place for place, other in pairwise(places) if place == other])
            own = self._recency.get(item.key)
            for place in (*sorted(again, key=again.__getitem__, reverse=True), *places):
                if place != own:
                    article = self._by_recency[place]
                    chosen.setdefault(article.key, article)
                if len(chosen) == most:
                    break
        return list(chosen.values())[:most]

    @cached_property
    def _by_recency(self) -> list[Article]:
        """The articles newest first, those of one moment by key."""
        by_key = sorted(self.articles, key=lambda article: article.key)
        return sorted(by_key, key=_timestamp, reverse=True)

    @cached_property
    def _recency(self) -> dict[Key, int]:
        return {article.key: place for place, article in enumerate(self._by_recency)}

    @cached_property
    def _recent(self) -> dict[Key, list[int]]:
        """Of each key but those of persons the articles that name it, by ``_recency``.

        The newest of each are enough, and keep a large archive cheap.
        """
        return {
            key: [self._recency[article.key] for article in found[:30]]
            for key, found in self._mentions[Article].items()
            if not isinstance(self.library.items.get(key), Person)
        }

    @cached_property
    def latest(self) -> datetime:
        """When the newest item was published or changed; the site's own age."""
        newest = latest_of(self.library.items.values())
        return newest or datetime.fromtimestamp(0, self.now.tzinfo)
