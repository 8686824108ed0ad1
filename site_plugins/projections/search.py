"""What the search page and the sitemap know of every page."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime

from site_plugins.model.article import Article
from site_plugins.model.item import Item
from site_plugins.model.organisation import Home
from site_plugins.model.vocabulary import Audience, Topic
from site_plugins.projections.addresses import address
from site_plugins.projections.articles import bylines
from site_plugins.projections.index import Index, newest_first
from site_plugins.projections.names import label
from site_plugins.projections.pages import Page


@dataclass(frozen=True, slots=True)
class SearchEntry:
    """One item as the search page shows and finds it; ``words`` are found but not shown."""

    path: str
    title: str
    description: str
    label: str
    date: datetime | None
    words: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class SitemapEntry:
    """One address, and when what stands there last changed (None: not known)."""

    path: str
    modified: datetime | None


def search_entries(
    index: Index, headings: Callable[[Item], Iterable[str]] = lambda _: ()
) -> list[SearchEntry]:
    """Every item, the newest first, those without a date after them.

    ``headings`` gives those in the texts of an item, which are found as well.
    """
    return [
        _entry(item, index, headings(item))
        for item in newest_first(index.library.items.values())
        if not isinstance(item, Home)
    ]


def _entry(item: Item, index: Index, headings: Iterable[str]) -> SearchEntry:
    library = index.library
    words = [
        *(topic.title for topic in library.pick(item.topics, Topic)),
        *(audience.title for audience in library.pick(item.audiences, Audience)),
        *(layer.value for layer in item.layers),
    ]
    if isinstance(item, Article):
        words += [byline.name for byline in bylines(item.authors, index)]
    words += headings
    return SearchEntry(
        address(item), item.title, item.description, label(item), item.date, tuple(words)
    )


def sitemap_entries(pages: Iterable[Page]) -> Iterator[SitemapEntry]:
    """Every page that search engines may show, in the order of its address."""
    shown = (SitemapEntry(page.path, page.modified) for page in pages if page.indexed)
    yield from sorted(shown, key=lambda entry: entry.path)
