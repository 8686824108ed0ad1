"""The agenda: what comes, what was, and a page for every item."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from itertools import groupby

from site_plugins.model.agenda import AgendaItem
from site_plugins.model.item import ZONE, Key
from site_plugins.projections import subscriptions
from site_plugins.projections.addresses import address
from site_plugins.projections.agenda_dates import Entry, entries, today_of
from site_plugins.projections.agenda_filters import Part, data_words, filters, in_order, parts_of
from site_plugins.projections.events import event_pages
from site_plugins.projections.index import Index
from site_plugins.projections.names import section_link
from site_plugins.projections.occurrences import covers
from site_plugins.projections.pages import Feeds, Filter, Link, Page

FULL_MONTHS = 3
"""How many of the coming months are shown unfolded."""
AGENDA = section_link(AgendaItem)


@dataclass(frozen=True, slots=True)
class Day:
    """A day and what is on."""

    day: date
    entries: Sequence[Entry]


@dataclass(frozen=True, slots=True)
class Month:
    """The days of one month on which something is; ``folded`` where a reader opens it first."""

    first: date
    days: Sequence[Day]
    folded: bool = False

    @property
    def count(self) -> int:
        return sum(len(day.entries) for day in self.days)


@dataclass(frozen=True, slots=True)
class AgendaView:
    """Coming (``year`` empty) or past: months of days, and items with only a period.

    ``part`` is set where only that part of the agenda is shown. ``words`` holds for the key of
    each item what a script filters by, where the page has one.
    """

    title: str
    year: str
    months: Sequence[Month]
    vague: Sequence[AgendaItem]
    years: tuple[Link, ...]
    part: Part | None = None
    filters: tuple[Filter, ...] = ()
    words: Mapping[Key, Mapping[str, str]] = field(default_factory=dict)


def _months(dates: Sequence[Entry], unfolded: int | None = None) -> list[Month]:
    """The months in which something is, the first ``unfolded`` (None: all) of them unfolded."""
    return [
        Month(
            first,
            [Day(day, list(group)) for day, group in groupby(part, lambda entry: entry.day)],
            unfolded is not None and number >= unfolded,
        )
        for number, (first, part) in enumerate(
            groupby(dates, lambda entry: entry.day.replace(day=1))
        )
    ]


def _past_years(index: Index) -> dict[int, list[Entry]]:
    """Everything that was over before today, by the year in which it began."""
    items = index.library.of(AgendaItem)
    starts = [covers(item)[0] for item in items if item.period is None]
    if not starts:
        return {}
    today = today_of(index.now)
    before = [e for e in entries(items, min(starts), today) if e.when.over <= today]
    return {year: list(part) for year, part in groupby(before, lambda entry: entry.day.year)}


def agenda_pages(index: Index) -> Iterator[Page]:
    """The coming agenda, its parts, the archive per year, and a page for every item."""
    items = index.library.of(AgendaItem)
    today = index.now.astimezone(ZONE).date()
    past = _past_years(index)
    vague_past: dict[int, list[AgendaItem]] = {}
    vague: list[AgendaItem] = []
    for item in items:
        if item.period and item.period.last and item.period.last < today:
            vague_past.setdefault(item.period.last.year, []).append(item)
        elif item.period:
            vague.append(item)
    vague.sort(
        key=lambda item: (item.period.last or date.max if item.period else date.max, address(item))
    )
    years = sorted(past.keys() | vague_past.keys(), reverse=True)
    links = tuple(Link(str(year), f"/agenda/archief/{year}/") for year in years)
    yield from _coming_pages(index, vague, links)
    for year in years:
        months = _months(past.get(year, []))
        view = AgendaView(f"Agenda van {year}", str(year), months, vague_past.get(year, []), links)
        yield _list_page(
            f"/agenda/archief/{year}/",
            f"Bijeenkomsten van het Centrum voor Lokaal Bestuur die in {year} waren.",
            view,
        )
    yield from event_pages(index)


def _coming_pages(
    index: Index, vague: Sequence[AgendaItem], years: tuple[Link, ...]
) -> Iterator[Page]:
    """The whole coming agenda, and each part of it that has something."""
    dates = index.coming
    shown = {item.key: item for item in (*(entry.item for entry in dates), *vague)}
    parts = {key: tuple(parts_of(item, index.library)) for key, item in shown.items()}
    dates_of: defaultdict[Part, list[Entry]] = defaultdict(list)
    vague_of: defaultdict[Part, list[AgendaItem]] = defaultdict(list)
    for entry in dates:
        for part in parts[entry.item.key]:
            dates_of[part].append(entry)
    for item in vague:
        for part in parts[item.key]:
            vague_of[part].append(item)
    used = in_order(dates_of.keys() | vague_of.keys(), index.library)
    offered = filters(used)
    view = AgendaView(
        "Agenda",
        "",
        _months(dates, FULL_MONTHS),
        vague,
        years,
        filters=offered,
        words={key: data_words(own) for key, own in parts.items()},
    )
    page = _list_page(
        "/agenda/", "Alle komende bijeenkomsten van het Centrum voor Lokaal Bestuur.", view
    )
    yield replace(page, crumbs=(), scripts=("filters.js",) if offered else ())
    for part in used:
        months = _months(dates_of[part], FULL_MONTHS)
        view = AgendaView(part.title, "", months, vague_of[part], (), part, offered)
        page = _list_page(part.option.url, f"{part.title}. Wat er nog komt.", view)
        feeds = Feeds(part.title, calendar=part.calendar) if part.calendar else None
        # Search engines have the whole agenda, and each item's own page.
        yield replace(page, feeds=feeds, indexed=False)


def _list_page(path: str, description: str, view: AgendaView) -> Page:
    return Page(
        path=path,
        title=view.title,
        description=description,
        template="agenda.html",
        section="agenda",
        crumbs=(AGENDA,),
        feeds=subscriptions.AGENDA,
        make=lambda: view,
    )
