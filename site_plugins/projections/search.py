"""What the search page and the sitemap know of every page."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import cache
from operator import attrgetter
from typing import NamedTuple

from slugify import slugify

from site_plugins.model.agenda import AgendaItem
from site_plugins.model.article import Article
from site_plugins.model.item import ZONE, Item, Key, Layer, Signatory
from site_plugins.model.library import Library
from site_plugins.model.organisation import Network, Person, Training
from site_plugins.model.politics import Guide, Motion, Report
from site_plugins.model.vocabulary import Audience, Topic
from site_plugins.projections.addresses import address
from site_plugins.projections.articles import bylines
from site_plugins.projections.index import Index
from site_plugins.projections.names import NAMES, label
from site_plugins.projections.pages import Filter, Option, Page

FILTERS = {
    "soort": "Soort",
    "onderwerp": "Onderwerp",
    "doelgroep": "Doelgroep",
    "laag": "Bestuurslaag",
    "jaar": "Jaar",
}
"""What readers can narrow a search by: the name in the address, and what stands beside it."""


@dataclass(frozen=True, slots=True)
class SearchEntry:
    """One item as it is found and shown; ``words`` are those of its page outside its texts."""

    item: Item
    path: str
    title: str
    description: str
    label: str
    date: datetime | None
    words: tuple[str, ...]
    filters: Mapping[str, tuple[Option, ...]]
    """For each of ``FILTERS`` the choices that find the item."""


class SitemapEntry(NamedTuple):
    """One address, and when what stands there last changed (None: not known)."""

    path: str
    modified: datetime | None


def search_entries(index: Index) -> list[SearchEntry]:
    """Every item but the front page, the newest first, those without a date after them."""
    return [_entry(item, index) for item in index.newest]


def _entry(item: Item, index: Index) -> SearchEntry:
    date = _date(item)
    years = [date.astimezone(ZONE).year] if date else []
    choices = _choices(index.library, [type(item)], item.topics, item.audiences, item.layers, years)
    named = [option.text for name in _SAID for option in choices[name]]
    return SearchEntry(
        item=item,
        path=address(item),
        title=item.title,
        description=item.description,
        label=label(item),
        date=date,
        words=tuple(filter(None, (*named, *_words(item, index)))),
        filters=choices,
    )


_SAID = ("onderwerp", "doelgroep", "laag")
"""The filters whose choices stand on the item's page in so many words."""


def _choices(
    library: Library,
    kinds: Iterable[type[Item]],
    topics: Iterable[Key],
    audiences: Iterable[Key],
    layers: Iterable[Layer],
    years: Iterable[int],
) -> dict[str, tuple[Option, ...]]:
    """For each of ``FILTERS`` what to choose, to find what has one of these."""
    return {
        "soort": tuple([_choice(NAMES[kind].one) for kind in kinds]),
        "onderwerp": _terms(library.pick(topics, Topic)),
        "doelgroep": _terms(library.pick(audiences, Audience)),
        "laag": tuple([_choice(layer.value.capitalize()) for layer in layers]),
        "jaar": tuple([_choice(str(year)) for year in years]),
    }


def _terms(terms: Iterable[Item]) -> tuple[Option, ...]:
    """By their address: the titles of two of them may be the same in small letters."""
    return tuple([Option(term.slug, term.title) for term in terms])


@cache  # of few: kinds, layers and years
def _choice(text: str) -> Option:
    return Option(slugify(text), text)


def _date(item: Item) -> datetime | None:
    """Of a meeting the day that it is (first) held, of the rest that of publication."""
    if isinstance(item, AgendaItem) and not item.postponed:
        return item.start or next((session.start for session in item.sessions), item.date)
    return item.date


def _words(item: Item, index: Index) -> Iterator[str]:
    """What stands on the page from the front matter, but for the title and the description."""
    match item:
        case Article():
            yield from (item.chapeau, item.series, *(box.title for box in item.sidebars))
            yield from _names(item.authors, index)
        case AgendaItem():
            if place := item.location:
                yield from (place.name, place.address, place.city)
            yield item.organiser
        case Network():
            yield from _names(item.spokespersons, index)
            for target in item.targets:
                yield from (target.goal, target.result, target.reach)
        case Person():
            for role in item.roles:
                yield from (role.role, role.body)
        case Training():
            yield from (item.frequency, item.how_to_join, *item.phase)
        case Report():
            yield item.region
            for note in (*item.lessons, *item.examples, *item.tips):
                yield from (note.title, note.text)
            for action in item.actions:
                yield from (action.situation, action.goal, action.needed, action.owner)
        case Guide():
            yield from (change.text for change in item.changes)
        case Motion():
            yield from (item.kind, item.place, item.status)
            yield from _names(item.submitters, index)


def _names(signatories: Sequence[Signatory], index: Index) -> Iterator[str]:
    for byline in bylines(signatories, index):
        yield from (byline.name, byline.role)


def search_filters(index: Index) -> list[Filter]:
    """The filters that have something to choose; years from the newest on."""
    items = index.newest
    choices = _choices(
        index.library,
        {type(item) for item in items},
        {key for item in items for key in item.topics},
        {key for item in items for key in item.audiences},
        {layer for item in items for layer in item.layers},
        {date.astimezone(ZONE).year for item in items if (date := _date(item))},
    )
    found = []
    for name, options in choices.items():
        if options:
            newest = name == "jaar"
            ordered = sorted(options, key=lambda each: (each.text, each.value), reverse=newest)
            found.append(Filter(name, FILTERS[name], "Alle", ordered))
    return found


def sitemap_entries(pages: Iterable[Page]) -> list[SitemapEntry]:
    """Every page that search engines may show, in the order of its address."""
    shown = [SitemapEntry(page.path, page.modified) for page in pages if page.indexed]
    return sorted(shown, key=attrgetter("path"))
