"""The public library, sorted once in the ways that pages and feeds ask for."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property
from typing import TypeVar

from site_plugins.model.agenda import AgendaItem
from site_plugins.model.article import Article
from site_plugins.model.edition import Edition
from site_plugins.model.item import Item, Key
from site_plugins.model.library import Library
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
    dated.sort(key=lambda item: item.date.timestamp() if item.date else 0.0, reverse=True)
    return dated


def latest_of(items: Iterable[Item]) -> datetime | None:
    """When the newest of the items was published or changed."""
    return max((m for item in items if (m := item.modified)), default=None)


@dataclass(frozen=True)
class Index:
    """What is public at ``now``. Lists are newest first unless they say otherwise."""

    library: Library
    now: datetime

    @cached_property
    def articles(self) -> list[Article]:
        return newest_first(self.library.of(Article))

    @cached_property
    def editions(self) -> list[Edition]:
        return newest_first(self.library.of(Edition))

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

    def next_of(self, items: Iterable[AgendaItem], most: int) -> list[Entry]:
        """``next`` of these items."""
        keys = {item.key for item in items}
        return [entry for key, entry in self.next.items() if key in keys][:most]

    @cached_property
    def over(self) -> frozenset[Key]:
        """The agenda items of which nothing is still to come."""
        items = self.library.of(AgendaItem)
        return frozenset(item.key for item in items if over(item, self.now))

    @cached_property
    def news(self) -> list[Item]:
        """Everything that a feed announces."""
        return newest_first(
            item for kind in NEWS for item in self.library.of(kind) if item.date is not None
        )

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
    def _mentions(self) -> dict[Key, list[Item]]:
        """Who names whom: for each key, the items that refer to it, newest first."""
        mentions: dict[Key, list[Item]] = {}
        for kind in SHELVES:
            for item in newest_first(self.library.of(kind)):
                for key in dict.fromkeys(item.references):
                    mentions.setdefault(key, []).append(item)
        return mentions

    def naming(self, item: Item, kind: type[AnyItem]) -> list[AnyItem]:
        """The items of a kind that refer to ``item``."""
        return [other for other in self._mentions.get(item.key, ()) if isinstance(other, kind)]

    def related(self, item: Item, most: int = 4) -> list[Item]:
        """What to read next: the author's own choice, then what shares most with it."""
        chosen: dict[Key, Item] = {
            key: found for key in item.related if (found := self.library.items.get(key))
        }
        if len(chosen) < most:
            score: dict[Key, int] = {}
            shared = [
                k
                for k in dict.fromkeys(item.references)
                if not isinstance(self.library.items.get(k), Person)
            ]
            for key in shared:
                # The newest of each are enough, and keep a large archive cheap.
                for other in self._recent_naming(key):
                    score[other.key] = score.get(other.key, 0) + 1
            score.pop(item.key, None)
            ranked = sorted(score, key=lambda k: (-score[k], -self._age(k), k))
            for key in ranked[: most + len(chosen)]:
                chosen.setdefault(key, self.library.items[key])
        return list(chosen.values())[:most]

    def _recent_naming(self, key: Key) -> list[Article]:
        found: list[Article] = []
        for item in self._mentions.get(key, ()):
            if isinstance(item, Article):
                found.append(item)
                if len(found) == 30:
                    break
        return found

    def _age(self, key: Key) -> float:
        date = self.library.items[key].date
        return date.timestamp() if date else 0.0

    @cached_property
    def latest(self) -> datetime:
        """When the newest item was published or changed; the site's own age."""
        newest = latest_of(self.library.items.values())
        return newest or datetime.fromtimestamp(0, self.now.tzinfo)
