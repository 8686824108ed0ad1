"""All that there is, and the one gate that decides what of it is public."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from functools import cached_property
from typing import TypeVar

from site_plugins.model.agenda import AgendaItem
from site_plugins.model.article import Article
from site_plugins.model.edition import Edition
from site_plugins.model.figures import Figures
from site_plugins.model.item import Item, Key
from site_plugins.model.organisation import Home, Network, Person, PlainPage, Research, Training
from site_plugins.model.politics import Guide, Motion, Report
from site_plugins.model.vocabulary import Audience, Topic

KINDS: tuple[type[Item], ...] = (
    Article,
    AgendaItem,
    Network,
    Report,
    Guide,
    Motion,
    Training,
    Research,
    Edition,
    Topic,
    Audience,
    Person,
    PlainPage,
)
"""Every kind that has a folder."""

NO_HOME = Home(key="index", slug="", title="Lokaal Bestuur", id="index")
"""The front page where ``index.md`` lacks or is hidden."""

AnyItem = TypeVar("AnyItem", bound=Item)


@dataclass(frozen=True)
class Library:
    """The content as a whole. ``items`` keeps the order of the keys."""

    items: Mapping[Key, Item]
    home: Home
    figures: Mapping[str, Figures] = field(default_factory=dict)
    """Tables in ``cijfers/`` by file name."""
    media: Mapping[str, int] = field(default_factory=dict)
    """Files under ``media/`` by their path in it, and their sizes in bytes."""

    @property
    def all(self) -> tuple[Item, ...]:
        """The front page and every item."""
        return (self.home, *self.items.values())

    @cached_property
    def _by_kind(self) -> dict[type[Item], list[Item]]:
        shelves: dict[type[Item], list[Item]] = {kind: [] for kind in KINDS}
        for item in self.items.values():
            shelves[type(item)].append(item)
        return shelves

    def of(self, kind: type[AnyItem]) -> list[AnyItem]:
        """Every item of a kind, in the order of the keys."""
        return self._by_kind[kind]  # type: ignore[return-value]

    def find(self, key: Key | None, kind: type[AnyItem]) -> AnyItem | None:
        """The item with this key, or None where it isn't there (in a public library: hidden)."""
        item = self.items.get(key) if key else None
        return item if isinstance(item, kind) else None

    def pick(self, keys: Iterable[Key], kind: type[AnyItem]) -> list[AnyItem]:
        """The items with these keys, in the same order, without those that aren't there."""
        items = self.items
        return [item for key in keys if isinstance(item := items.get(key), kind)]

    @cached_property
    def by_id(self) -> Mapping[str, Item]:
        """The items by their identity, which outlives their file's name."""
        return {item.id: item for item in self.items.values()}

    @cached_property
    def _by_date(self) -> dict[type[Item], tuple[list[float], list[Item]]]:
        """The dated items of each kind by date, and those dates in seconds since 1970."""
        shelves: dict[type[Item], tuple[list[float], list[Item]]] = {}
        for kind, items in self._by_kind.items():
            dated = sorted((i.date.timestamp(), n) for n, i in enumerate(items) if i.date)
            shelves[kind] = [at for at, _ in dated], [items[n] for _, n in dated]
        return shelves

    def between(self, kind: type[AnyItem], first: datetime, last: datetime) -> list[AnyItem]:
        """The items of a kind with ``first`` <= date < ``last``, the oldest first."""
        dates, items = self._by_date[kind]
        start, end = (bisect_left(dates, moment.timestamp()) for moment in (first, last))
        return items[start:end]  # type: ignore[return-value]

    def public(self, now: datetime) -> Library:
        """The gate: a library with only what readers may see at ``now``.

        Everything that is published is made from its result, so that a hidden item can't
        leak: it simply isn't there, and no item that is there names it. Topics, audiences and
        authors that only hidden items name go with these; those that nothing names stay. What
        an edition that was sent says of a hidden item goes too, and so does a hidden name.
        """
        shown = {key: item for key, item in self.items.items() if item.is_public(now)}
        hidden = (item for key, item in self.items.items() if key not in shown)
        alone = {key for item in hidden for key in item.references}
        if alone:
            alone.difference_update(key for item in shown.values() for key in item.references)
            shown = {key: i for key, i in shown.items() if not (i.follows and key in alone)}
        ids = {item.id for item in shown.values()}
        keys = frozenset(shown)
        items = {key: item.disclosed(keys) for key, item in shown.items()}
        items |= {e.key: e.withheld(ids) for e in items.values() if isinstance(e, Edition)}
        home = self.home if self.home.is_public(now) else NO_HOME
        return Library(items, home.disclosed(keys), self.figures, self.media)
