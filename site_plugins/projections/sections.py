"""The other kinds: a page that shows them all, and a page for each."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from itertools import islice

from site_plugins.model.agenda import AgendaItem
from site_plugins.model.article import Article
from site_plugins.model.edition import Edition
from site_plugins.model.item import Item, Signatory
from site_plugins.model.organisation import (
    NETWORK_KINDS,
    Network,
    Person,
    PlainPage,
    Research,
    Training,
)
from site_plugins.model.politics import Action, Guide, Motion, Report
from site_plugins.model.vocabulary import Audience, Topic
from site_plugins.projections.addresses import address
from site_plugins.projections.agenda import Entry, next_of_each
from site_plugins.projections.articles import Byline, bylines
from site_plugins.projections.index import Index, newest_first
from site_plugins.projections.names import NAMES, section_link, sort_name
from site_plugins.projections.pages import Feeds, Group, GroupsView, Page, Pager, numbered, paged

SIBLINGS = 99
"""The most that a page names of the others of its kind: all would be their square together."""


@dataclass(frozen=True, slots=True)
class ItemView:
    """An item of one of the smaller kinds with what surrounds it; its template picks.

    ``siblings`` are the first of its kind, one more than a page names where there are more.
    """

    item: Item
    topics: Sequence[Topic]
    audiences: Sequence[Audience]
    articles: Sequence[Article]
    related: Sequence[Item]
    meetings: Sequence[Entry]
    people: tuple[Byline, ...] = ()
    contact: tuple[Byline, ...] = ()
    instruments: Sequence[Motion] = ()
    guides: Sequence[Guide] = ()
    siblings: Sequence[Item] = ()


@dataclass(frozen=True, slots=True)
class RegionalAction:
    """An action, with the region it is of."""

    report: Report
    action: Action


@dataclass(frozen=True, slots=True)
class ActionsView:
    """All regional actions together."""

    actions: Sequence[RegionalAction]
    reports: Sequence[Report]


@dataclass(frozen=True, slots=True)
class FrontView:
    """The front page."""

    home: Item
    lead: Article | None
    articles: Sequence[Article]
    meetings: Sequence[Entry]
    edition: Edition | None
    networks: Sequence[Network]
    reports: Sequence[Report]
    guides: Sequence[Guide]
    motions: Sequence[Motion]
    topics: Sequence[Topic]
    audiences: Sequence[Audience]


@dataclass(frozen=True, slots=True)
class SearchView:
    """The search page's ways on for who has no JavaScript."""

    topics: Sequence[Topic]
    audiences: Sequence[Audience]


@dataclass(frozen=True, slots=True)
class Rubric:
    """A kind with a page of its own: its items' template, and how they are grouped there.

    ``headings`` names the groups, in their order, by the value of the attribute ``by``.
    """

    kind: type[Item]
    template: str = ""
    by: str = ""
    headings: Mapping[str, str] = field(default_factory=dict)
    grows: bool = False
    """Whether years fill it: then it is paged, the newest first."""


RUBRICS: tuple[Rubric, ...] = (
    Rubric(Network, "network.html", "kind", {kind: kind.capitalize() for kind in NETWORK_KINDS}),
    Rubric(Report, "report.html"),
    Rubric(Guide, "guide.html"),
    Rubric(
        Motion,
        "motion.html",
        "kind",
        {
            "motie": "Moties",
            "amendement": "Amendementen",
            "schriftelijke vragen": "Schriftelijke vragen",
            "initiatiefvoorstel": "Initiatiefvoorstellen",
            "voorbeeldmotie": "Voorbeeldmoties",
        },
        grows=True,
    ),
    Rubric(
        Training,
        "training.html",
        "form",
        {
            "leergang": "Leergangen",
            "vakschool": "Vakscholen",
            "masterclass": "Masterclasses",
            "college": "Colleges",
            "collegereeks": "Collegereeksen",
            "workshop": "Workshops",
            "vragenuur": "Vragenuren",
            "bijpraatsessie": "Bijpraatsessies",
            "conceptdag": "Conceptdagen",
            "themadag": "Themadagen",
            "op maat": "Op maat",
            "oriëntatieprogramma": "Oriëntatieprogramma’s",
            "training": "Trainingen",
            "inspiratiebijeenkomst": "Inspiratiebijeenkomsten",
            "train de trainers": "Train de trainers",
            "ad-hocbijeenkomst": "Ad-hocbijeenkomsten",
            "webinar": "Webinars",
            "intervisie": "Intervisie",
        },
    ),
    Rubric(Research, "research.html", "status", {"lopend": "Lopend", "afgerond": "Afgerond"}),
    Rubric(PlainPage, "plain.html"),
    Rubric(Topic),
    Rubric(Audience),
    Rubric(Person),
)
"""Topics, audiences and people have only their kind's page here; theirs are term pages."""


def section_pages(index: Index) -> Iterator[Page]:
    """Every rubric's page and its items' pages, and all regional actions together."""
    for rubric in RUBRICS:
        items = sorted(index.library.of(rubric.kind), key=lambda item: (sort_name(item), item.key))
        yield from _rubric_pages(rubric, newest_first(items) if rubric.grows else items)
        if rubric.template:
            for item in items:
                yield _item_page(rubric, item, index)
    yield _actions_page(index)


def _rubric_pages(rubric: Rubric, items: Sequence[Item]) -> Iterator[Page]:
    name = NAMES[rubric.kind]
    path = f"/{rubric.kind.folder}/"
    pages = paged(path, items) if rubric.grows else [(path, Pager(1, 1, "", ""), items)]
    for url, pager, part in pages:
        yield Page(
            path=url,
            title=numbered(name.many, pager),
            description=name.intro,
            template="groups.html",
            section=rubric.kind.folder,
            modified=_latest(part),
            view=GroupsView(name.many, name.intro, _groups(rubric, part), pager),
        )


def _groups(rubric: Rubric, items: Sequence[Item]) -> tuple[Group, ...]:
    groups: dict[str, list[Item]] = {heading: [] for heading in rubric.headings.values()}
    for item in items:
        value = getattr(item, rubric.by) if rubric.by else ""
        heading = rubric.headings.get(value, value.capitalize())
        groups.setdefault(heading, []).append(item)
    return tuple(Group(heading, found) for heading, found in groups.items() if found)


def _item_page(rubric: Rubric, item: Item, index: Index) -> Page:
    calendar = f"{address(item)}agenda.ics" if isinstance(item, Network) else ""
    articles = index.naming(item, Article)[:6]
    meetings = next_of_each(index.naming(item, AgendaItem), index, most=6)
    siblings = (other for other in index.library.of(rubric.kind) if other is not item)
    shown = {other.key for other in articles} | {entry.item.key for entry in meetings}
    return Page(
        path=address(item),
        title=item.title,
        description=item.description or item.title,
        template=rubric.template,
        section=rubric.kind.folder,
        crumbs=(section_link(rubric.kind),),
        feeds=Feeds(item.title, calendar=calendar) if calendar else None,
        modified=item.modified,
        item=item,
        image=item.image,
        view=ItemView(
            item=item,
            topics=index.library.pick(item.topics, Topic),
            audiences=index.library.pick(item.audiences, Audience),
            articles=articles,
            related=[other for other in index.related(item) if other.key not in shown],
            meetings=meetings,
            people=bylines(_people(item), index),
            contact=bylines((item.contact,), index)
            if isinstance(item, Network) and item.contact
            else (),
            instruments=index.library.pick(
                item.instruments if isinstance(item, Guide) else (), Motion
            ),
            guides=index.naming(item, Guide),
            siblings=list(islice(siblings, SIBLINGS + 1)),
        ),
    )


def _people(item: Item) -> Sequence[Signatory]:
    match item:
        case Network():
            return item.spokespersons
        case Motion():
            return item.submitters
        case _:
            return ()


def _actions_page(index: Index) -> Page:
    reports = index.library.of(Report)
    return Page(
        path="/afgehaakt/acties/",
        title="Acties uit de regio’s",
        description="Wat er per regio speelt, wat er moet veranderen en wat daarvoor nodig is.",
        template="actions.html",
        section="afgehaakt",
        crumbs=(section_link(Report),),
        modified=_latest(reports),
        view=ActionsView([RegionalAction(r, a) for r in reports for a in r.actions], reports),
    )


def front_page(index: Index) -> Page:
    """The front page."""
    library = index.library
    articles = index.articles
    edition = index.editions[0] if index.editions else None
    lead = next(iter(library.pick(edition.items, Article)), None) if edition else None
    lead = lead or (articles[0] if articles else None)
    return Page(
        path="/",
        title=library.home.title,
        description=library.home.description,
        template="front.html",
        feeds=Feeds.below("Lokaal Bestuur", "/"),
        modified=index.latest,
        item=library.home,
        view=FrontView(
            home=library.home,
            lead=lead,
            articles=[a for a in articles[:8] if a is not lead][:7],
            meetings=next_of_each(library.of(AgendaItem), index, 5),
            edition=edition,
            networks=library.of(Network),
            reports=library.of(Report),
            guides=[g for g in index.news if isinstance(g, Guide)][:3],
            motions=[m for m in index.news if isinstance(m, Motion)][:3],
            topics=library.of(Topic),
            audiences=library.of(Audience),
        ),
    )


def fixed_pages(index: Index) -> Iterator[Page]:
    """Search, and what a reader sees at an address that isn't there, or not any more."""
    view = SearchView(index.library.of(Topic), index.library.of(Audience))
    yield Page(
        path="/zoeken/",
        title="Zoeken",
        description="Zoek in alles wat er op deze site staat.",
        template="search.html",
        section="zoeken",
        indexed=False,
        scripts=("search.js",),
        view=view,
    )
    yield Page(
        path="/404.html",
        title="Pagina niet gevonden",
        description="Deze pagina bestaat niet, of niet meer. Misschien staat wat je zoekt op een"
        " ander adres.",
        template="missing.html",
        indexed=False,
        view=view,
    )
    yield Page(
        path="/410.html",
        title="Pagina weggehaald",
        description="Deze pagina is weggehaald en komt niet terug. Misschien vind je hier wat je"
        " zoekt.",
        template="missing.html",
        indexed=False,
        view=view,
    )


def _latest(items: Iterable[Item]) -> datetime | None:
    return max((m for item in items if (m := item.modified)), default=None)
