"""The newsletter on the site: the archive, per year, and each edition."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import partial

from site_plugins.model.edition import Edition
from site_plugins.projections import subscriptions
from site_plugins.projections.addresses import address
from site_plugins.projections.index import Index
from site_plugins.projections.names import NAMES, section_link
from site_plugins.projections.newsletter import Newsletter, compose
from site_plugins.projections.pages import Link, Page

ARCHIVE = section_link(Edition)


@dataclass(frozen=True, slots=True)
class ArchiveView:
    """Editions, the newest first; ``year`` is empty for the page of all years."""

    title: str
    intro: str
    year: str
    years: tuple[Link, ...]
    editions: Sequence[Edition]


@dataclass(frozen=True, slots=True)
class EditionView:
    """One edition as a page, with the one before and the one after."""

    edition: Edition
    newsletter: Newsletter
    older: Edition | None
    newer: Edition | None
    withdrawn: int = 0
    """How many of the stories that were sent are no longer on the site."""


def archive_pages(index: Index) -> Iterator[Page]:
    """The archive, a page for each year, and each edition's web page."""
    editions = index.editions
    years = tuple(
        Link(str(year), f"/nieuwsbrief/{year}/")
        for year in sorted({edition.day.year for edition in editions}, reverse=True)
    )
    name = NAMES[Edition]
    yield _list(ARCHIVE.url, name.many, name.intro, "", years, editions[:20])
    for year in years:
        of_year = [edition for edition in editions if str(edition.day.year) == year.text]
        title = f"Nieuwsbrieven van {year.text}"
        yield _list(year.url, title, "", year.text, years, of_year)
    for place, edition in enumerate(editions):
        yield Page(
            path=address(edition),
            title=edition.title,
            description=edition.description or edition.preheader,
            template="edition.html",
            section="nieuwsbrief",
            crumbs=(ARCHIVE,),
            feeds=subscriptions.EDITIONS,
            modified=edition.modified,
            item=edition,
            image=edition.image,
            scripts=("copy.js",),
            make=partial(_edition_view, place, index),
        )


def _edition_view(place: int, index: Index) -> EditionView:
    editions = index.editions
    edition = editions[place]
    return EditionView(
        edition,
        compose(edition, index.library, index.placement, index.dates),
        editions[place + 1] if place + 1 < len(editions) else None,
        editions[place - 1] if place else None,
        edition.sent.withdrawn if edition.sent else 0,
    )


def _list(
    path: str,
    title: str,
    intro: str,
    year: str,
    years: tuple[Link, ...],
    editions: Sequence[Edition],
) -> Page:
    return Page(
        path=path,
        title=title,
        description=intro or f"{title}: alle edities van Lokaal Bestuur.",
        template="archive.html",
        section="nieuwsbrief",
        crumbs=(ARCHIVE,) if year else (),
        feeds=subscriptions.EDITIONS,
        modified=max((m for e in editions if (m := e.modified)), default=None),
        make=partial(ArchiveView, title, intro, year, years, editions),
    )
