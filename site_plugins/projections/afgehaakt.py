"""*Afgehaakt Nederland*: the regions on a map, and what they teach gathered across them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import partial

from site_plugins.model.politics import PROVINCES, Action, Note, Report
from site_plugins.model.vocabulary import Topic
from site_plugins.projections import subscriptions
from site_plugins.projections.index import Index, latest_of
from site_plugins.projections.names import NAMES, section_link, sort_name
from site_plugins.projections.pages import Filter, Option, Page


@dataclass(frozen=True, slots=True)
class Province:
    """A province, and the regional reports that lie in it."""

    slug: str
    name: str
    reports: Sequence[Report]


@dataclass(frozen=True, slots=True)
class Collection:
    """What every regional report may have: ``attribute`` names it in the model."""

    attribute: str
    title: str
    intro: str
    one: str
    many: str
    none: str
    count: int = 0

    @property
    def path(self) -> str:
        """The address of the page on which it is gathered."""
        return f"/{Report.folder}/{self.many}/"


COLLECTIONS = (
    Collection(
        "lessons",
        "Lessen uit de regio’s",
        "Wat de gesprekken leerden, per regio bij elkaar.",
        "les",
        "lessen",
        "Er staan nog geen lessen op de pagina’s van de regio’s.",
    ),
    Collection(
        "examples",
        "Voorbeelden uit de regio’s",
        "Wat er al gebeurt, om van te leren of over te nemen.",
        "voorbeeld",
        "voorbeelden",
        "Er staan nog geen voorbeelden op de pagina’s van de regio’s.",
    ),
    Collection(
        "tips",
        "Tips uit de regio’s",
        "Raad voor wie in de eigen streek aan de slag gaat.",
        "tip",
        "tips",
        "Er staan nog geen tips op de pagina’s van de regio’s.",
    ),
    Collection(
        "actions",
        "Acties uit de regio’s",
        "Wat er per regio speelt, wat er moet veranderen en wat daarvoor nodig is.",
        "actie",
        "acties",
        "Er staan nog geen acties op de pagina’s van de regio’s.",
    ),
)


@dataclass(frozen=True, slots=True)
class ReportsView:
    """All regions; ``provinces`` is empty where no report says in which it lies."""

    title: str
    intro: str
    reports: Sequence[Report]
    provinces: Sequence[Province]
    collections: Sequence[Collection]


@dataclass(frozen=True, slots=True)
class RegionPart:
    """The lines of one region in a collection, and the topics that it can be found by."""

    report: Report
    topics: Sequence[Topic]
    lines: Sequence[Note | Action]


@dataclass(frozen=True, slots=True)
class CollectionView:
    """One collection, gathered across the regions, to be filtered where there are several."""

    collection: Collection
    parts: Sequence[RegionPart]
    filters: Sequence[Filter]
    collections: Sequence[Collection]


def afgehaakt_pages(index: Index) -> Iterator[Page]:
    """The page of all regions, and one for each collection."""
    reports = sorted(index.library.of(Report), key=lambda r: (sort_name(r), r.key))
    collections = [
        replace(c, count=sum(len(getattr(report, c.attribute)) for report in reports))
        for c in COLLECTIONS
    ]
    name = NAMES[Report]
    yield Page(
        path=f"/{Report.folder}/",
        title=name.many,
        description=name.intro,
        template="reports.html",
        section=Report.folder,
        feeds=subscriptions.of_kind(Report),
        modified=latest_of(reports),
        make=partial(ReportsView, name.many, name.intro, reports, _provinces(reports), collections),
    )
    for collection in collections:
        yield _collection_page(collection, reports, collections, index)


def _provinces(reports: Sequence[Report]) -> list[Province]:
    if not any(report.provinces for report in reports):
        return []
    return [
        Province(slug, name, [report for report in reports if slug in report.provinces])
        for slug, name in PROVINCES.items()
    ]


def _collection_page(
    collection: Collection,
    reports: Sequence[Report],
    collections: Sequence[Collection],
    index: Index,
) -> Page:
    parts = [
        RegionPart(report, index.library.pick(report.topics, Topic), lines)
        for report in reports
        if (lines := getattr(report, collection.attribute))
    ]
    topics = {topic.key: topic for part in parts for topic in part.topics}
    regions = [Option(part.report.slug, part.report.region) for part in parts]
    subjects = [Option(topic.slug, topic.title) for topic in sorted(topics.values(), key=sort_name)]
    return Page(
        path=collection.path,
        title=collection.title,
        description=collection.intro,
        template="collection.html",
        section=Report.folder,
        crumbs=(section_link(Report),),
        feeds=subscriptions.of_kind(Report),
        modified=latest_of(reports),
        scripts=("filters.js",) if len(parts) > 1 else (),
        make=partial(
            CollectionView,
            collection,
            parts,
            (
                Filter("regio", "Regio", "Alle regio’s", regions),
                Filter("onderwerp", "Onderwerp", "Alle onderwerpen", subjects),
            ),
            collections,
        ),
    )
