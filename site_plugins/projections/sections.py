"""The other kinds: a page that shows them all, and a page for each."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cache, partial

from site_plugins.model.agenda import AgendaItem
from site_plugins.model.article import Article
from site_plugins.model.edition import Edition
from site_plugins.model.item import Item, Signatory
from site_plugins.model.organisation import (
    Network,
    Person,
    PlainPage,
    Research,
    Training,
)
from site_plugins.model.politics import Guide, Motion, Report
from site_plugins.model.vocabulary import Audience, Topic
from site_plugins.projections import subscriptions
from site_plugins.projections.addresses import address
from site_plugins.projections.agenda_dates import Entry
from site_plugins.projections.articles import Byline, bylines
from site_plugins.projections.index import Index, latest_of, newest_first
from site_plugins.projections.names import NAMES, section_link, sort_name
from site_plugins.projections.pages import (
    Filter,
    Group,
    GroupsView,
    Page,
    Pager,
    begun_at,
    numbered,
    paged,
)
from site_plugins.projections.search import search_filters

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
    """The search page's filters, and its ways on for who has no JavaScript."""

    topics: Sequence[Topic]
    audiences: Sequence[Audience]
    filters: Sequence[Filter]


@dataclass(frozen=True, slots=True)
class Rubric:
    """A kind with a page of its own: its items' template, and how they are grouped there.

    ``headings`` names the groups, in their order, by the value of the attribute ``by``.
    """

    kind: type[Item]
    template: str = ""
    by: str = ""
    headings: Mapping[str, str] = field(default_factory=dict)
    first: tuple[str, ...] = ()
    """Slugs of the items that stand before the others, in their order."""
    grows: bool = False
    """Whether years fill it: then it is paged, the newest first."""
    listed: bool = True
    """Whether its own page is a plain list; otherwise another module makes it."""


RUBRICS: tuple[Rubric, ...] = (
    Rubric(
        Network,
        "network.html",
        "kind",
        {
            "functioneel": "Per functie",
            "inhoudelijk": "Per onderwerp",
            "regionaal": "Per regio",
            "scholing": "Scholing",
        },
    ),
    Rubric(Report, "report.html", listed=False),
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
    Rubric(Training, "training.html", listed=False),
    Rubric(Research, "research.html", "status", {"lopend": "Lopend", "afgerond": "Afgerond"}),
    Rubric(
        PlainPage,
        "plain.html",
        first=("vereniging", "kerntaken", "lidmaatschap", "bestuur", "staf", "contact"),
    ),
    Rubric(Topic),
    Rubric(Audience),
    Rubric(Person),
)
"""Topics, audiences and people have only their kind's page here; theirs are term pages."""


def section_pages(index: Index) -> Iterator[Page]:
    """Every rubric's page and its items' pages."""
    for rubric in RUBRICS:
        items = _in_order(rubric, index.library.of(rubric.kind))
        if rubric.listed:
            yield from _rubric_pages(rubric, newest_first(items) if rubric.grows else items)
        if rubric.template:
            first = items[: SIBLINGS + 2]
            for item in items:
                if address(item) == subscriptions.WAYS:
                    continue  # the introduction to a page of its own
                yield _item_page(rubric, item, first, index)


def _in_order(rubric: Rubric, items: Iterable[Item]) -> list[Item]:
    place = {slug: number for number, slug in enumerate(rubric.first)}
    return sorted(
        items, key=lambda item: (place.get(item.slug, len(place)), sort_name(item), item.key)
    )


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
            crumbs=begun_at(name.many, path, pager),
            feeds=subscriptions.of_kind(rubric.kind)
            if rubric.kind in subscriptions.KINDS
            else None,
            modified=latest_of(part),
            make=partial(GroupsView, name.many, name.intro, _groups(rubric, part), pager),
        )


def _groups(rubric: Rubric, items: Sequence[Item]) -> tuple[Group, ...]:
    groups: dict[str, list[Item]] = {heading: [] for heading in rubric.headings.values()}
    for item in items:
        value = getattr(item, rubric.by) if rubric.by else ""
        heading = rubric.headings.get(value, value.capitalize())
        groups.setdefault(heading, []).append(item)
    return tuple(Group(heading, found) for heading, found in groups.items() if found)


def _item_page(rubric: Rubric, item: Item, first: Sequence[Item], index: Index) -> Page:
    return Page(
        path=address(item),
        title=item.title,
        description=item.description or item.title,
        template=rubric.template,
        section=rubric.kind.folder,
        crumbs=(section_link(rubric.kind),),
        feeds=subscriptions.of_item(item) if isinstance(item, subscriptions.FOLLOWED) else None,
        modified=item.modified,
        item=item,
        image=item.image,
        scripts=("copy.js",) if isinstance(item, Motion) else (),
        make=partial(_item_view, item, first, index),
    )


def _item_view(item: Item, first: Sequence[Item], index: Index) -> ItemView:
    articles = index.naming(item, Article)[:6]
    meetings = index.next_of(index.naming(item, AgendaItem), most=6)
    shown = {other.key for other in articles} | {entry.item.key for entry in meetings}
    contact = (item.contact,) if isinstance(item, Network) and item.contact else ()
    instruments = item.instruments if isinstance(item, Guide) else ()
    return ItemView(
        item=item,
        topics=index.library.pick(item.topics, Topic),
        audiences=index.library.pick(item.audiences, Audience),
        articles=articles,
        related=[other for other in index.related(item) if other.key not in shown],
        meetings=meetings,
        people=bylines(_people(item), index),
        contact=bylines(contact, index),
        instruments=index.library.pick(instruments, Motion),
        guides=index.naming(item, Guide),
        siblings=[other for other in first if other is not item][: SIBLINGS + 1],
    )


def _people(item: Item) -> Sequence[Signatory]:
    match item:
        case Network():
            return item.spokespersons
        case Motion():
            return item.submitters
        case _:
            return ()


def front_page(index: Index) -> Page:
    """The front page."""
    home = index.library.home
    return Page(
        path="/",
        title=home.title,
        description=home.description,
        template="front.html",
        section="voorpagina",
        feeds=subscriptions.SITE,
        more_feeds=(subscriptions.AGENDA, subscriptions.EDITIONS),
        modified=index.latest,
        item=home,
        make=partial(_front_view, index),
    )


def _front_view(index: Index) -> FrontView:
    library = index.library
    articles = index.articles
    edition = index.editions[0] if index.editions else None
    placed = index.placement[edition.key] if edition else ()
    lead = next((item for item in placed if isinstance(item, Article) and not item.paid), None)
    lead = lead or (articles[0] if articles else None)
    return FrontView(
        home=library.home,
        lead=lead,
        articles=[a for a in articles[:10] if a is not lead][:9],
        meetings=index.next_of(library.of(AgendaItem), most=5),
        edition=edition,
        networks=library.of(Network),
        reports=library.of(Report),
        guides=[g for g in index.news if isinstance(g, Guide)][:1],
        motions=[m for m in index.news if isinstance(m, Motion)][:1],
        topics=library.of(Topic),
        audiences=library.of(Audience),
    )


_SEARCH = "search.js"


def fixed_pages(index: Index) -> Iterator[Page]:
    """Search, and what a reader sees at an address that isn't there, or not any more."""
    make = cache(partial(_search_view, index))  # the three show the same
    yield Page(
        path="/zoeken/",
        title="Zoeken",
        description="Zoek in alles wat er op deze site staat.",
        template="search.html",
        section="zoeken",
        indexed=False,
        scripts=(_SEARCH,),
        make=make,
    )
    yield Page(
        path="/404.html",
        title="Pagina niet gevonden",
        description="Deze pagina bestaat niet, of niet meer. Misschien staat wat je zoekt op een"
        " ander adres.",
        template="missing.html",
        indexed=False,
        make=make,
    )
    yield Page(
        path="/410.html",
        title="Pagina weggehaald",
        description="Deze pagina is weggehaald en komt niet terug. Misschien vind je hier wat je"
        " zoekt.",
        template="missing.html",
        indexed=False,
        make=make,
    )


def without_search(page: Page) -> Page:
    """The same page on a site that has no search index."""
    if _SEARCH not in page.scripts:
        return page
    return replace(page, scripts=tuple(name for name in page.scripts if name != _SEARCH))


def _search_view(index: Index) -> SearchView:
    library = index.library
    return SearchView(library.of(Topic), library.of(Audience), search_filters(index))
