"""The agenda: what comes, what was, and each item with its dates."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime, timedelta
from itertools import groupby
from urllib.parse import quote

from site_plugins.model.agenda import AgendaItem, Location
from site_plugins.model.item import ZONE, Key
from site_plugins.model.organisation import Network, Training
from site_plugins.model.period import MONTHS
from site_plugins.model.recurrence_words import WEEKDAYS
from site_plugins.model.vocabulary import Audience, Topic
from site_plugins.projections import subscriptions
from site_plugins.projections.addresses import address
from site_plugins.projections.agenda_filters import (
    Part,
    data_words,
    filters,
    in_order,
    parts_of,
)
from site_plugins.projections.index import Index
from site_plugins.projections.names import NAMES, section_link
from site_plugins.projections.occurrences import Occurrence, covers, occurrences
from site_plugins.projections.pages import Feeds, Filter, Link, Page

HORIZON = timedelta(days=366)
"""How far ahead a series without an end is shown."""
FULL_MONTHS = 3
"""How many of the coming months are shown unfolded."""
MOST_OTHERS = 3
"""How many other meetings of its networks an item's page shows."""
AGENDA = section_link(AgendaItem)


@dataclass(frozen=True, slots=True)
class Entry:
    """An item on one of its dates."""

    item: AgendaItem
    when: Occurrence

    @property
    def day(self) -> date:
        return self.when.start.astimezone(ZONE).date()


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


@dataclass(frozen=True, slots=True)
class EventView:
    """One agenda item with the dates to come and the dates that were, both soonest first."""

    item: AgendaItem
    next: Occurrence | None
    """The first to come that goes on."""
    changes: Sequence[Occurrence]
    """What a reader who knows the series expects before or at ``next``, and is not so."""
    coming: Sequence[Occurrence]
    past: Sequence[Occurrence]
    endless: bool
    over: bool
    topics: Sequence[Topic]
    audiences: Sequence[Audience]
    networks: Sequence[Network]
    training: Training | None
    calendar: str
    registration_open: bool
    map_url: str
    """Where a map shows the place; empty without one that can be found."""
    others: Sequence[Entry]
    """What its networks have next."""


def _order(entry: Entry) -> tuple[datetime, str]:
    return entry.when.start, address(entry.item)


def entries(items: Iterable[AgendaItem], first: datetime, last: datetime) -> list[Entry]:
    """Every date of these items that overlaps [first, last), in order of time."""
    return sorted(
        (Entry(item, when) for item in items for when in occurrences(item, first, last)),
        key=_order,
    )


def coming(items: Iterable[AgendaItem], index: Index, most: int | None = None) -> list[Entry]:
    """What still comes (or is going on) within the horizon; each series by its next dates."""
    return entries(items, _today(index.now), index.now + HORIZON)[:most]


def next_of_each(items: Iterable[AgendaItem], index: Index, most: int) -> list[Entry]:
    """The first coming date of each item that goes on; the first of all where none does."""
    return _next_of_each(coming(items, index))[:most]


def _next_of_each(dates: Iterable[Entry]) -> list[Entry]:
    firsts: dict[Key, Entry] = {}
    for entry in dates:
        found = firsts.setdefault(entry.item.key, entry)
        if found.when.cancelled and not entry.when.cancelled:
            firsts[entry.item.key] = entry
    return sorted(firsts.values(), key=_order)


def changed_words(when: Occurrence, past: bool = False) -> str:
    """``gaat niet door``, ``verplaatst van vrijdag 5 februari``; empty for what goes as planned."""
    if when.cancelled:
        return "ging niet door" if past else "gaat niet door"
    if not when.moved_from:
        return ""
    was, now = when.moved_from.astimezone(ZONE), when.start.astimezone(ZONE)
    if was.date() == now.date():
        return f"verplaatst van {f'{was:%H.%M}'.removeprefix('0')} uur"
    day = f"{[*WEEKDAYS][was.weekday()]} {was.day} {MONTHS[was.month - 1]}"
    return f"verplaatst van {day}{f' {was.year}' if was.year != now.year else ''}"


def _today(now: datetime) -> datetime:
    return datetime.combine(now.astimezone(ZONE).date(), datetime.min.time(), ZONE)


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
    today = _today(index.now)
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
    dates = coming(items, index)
    yield from _coming_pages(index, dates, vague, links)
    for year in years:
        months = _months(past.get(year, []))
        view = AgendaView(f"Agenda van {year}", str(year), months, vague_past.get(year, []), links)
        yield _list_page(
            f"/agenda/archief/{year}/",
            f"Bijeenkomsten van het Centrum voor Lokaal Bestuur die in {year} waren.",
            view,
        )
    next_of_network = _next_of_networks(dates)
    for item in items:
        others = (entry for key in item.networks for entry in next_of_network.get(key, ()))
        yield _event_page(item, index, [entry for entry in others if entry.item is not item])


def _coming_pages(
    index: Index, dates: Sequence[Entry], vague: Sequence[AgendaItem], years: tuple[Link, ...]
) -> Iterator[Page]:
    """The whole coming agenda, and each part of it that has something."""
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
        view=view,
    )


def _next_of_networks(dates: Iterable[Entry]) -> dict[Key, list[Entry]]:
    """For each network the next date of the items that come first: one more than is shown."""
    firsts: dict[Key, list[Entry]] = {}
    for entry in _next_of_each(dates):
        for network in entry.item.networks:
            found = firsts.setdefault(network, [])
            if len(found) <= MOST_OTHERS:
                found.append(entry)
    return firsts


def over(item: AgendaItem, index: Index) -> bool:
    """Whether nothing of it is still to come: its last date, or the end of its period, has been."""
    today = _today(index.now)
    if item.period:
        return bool(item.period.last and item.period.last < today.date())
    last = covers(item)[1]
    return last is not None and last <= today


def map_url(place: Location) -> str:
    """A search on OpenStreetMap for a place; empty where it has no city to search in."""
    if not place.city:
        return ""
    query = ", ".join(part for part in (place.address or place.name, place.city) if part)
    return f"https://www.openstreetmap.org/search?query={quote(query, safe='')}"


def _event_page(item: AgendaItem, index: Index, others: Iterable[Entry]) -> Page:
    find = index.library.pick
    first, last = covers(item) if item.period is None else (index.now, None)
    today = _today(index.now)
    closes = item.registration.closes if item.registration else None
    dates = occurrences(item, today, index.now + HORIZON) if item.period is None else []
    if not dates and first > today:
        dates = occurrences(item, first, first + HORIZON)  # further away than the horizon
    past = occurrences(item, first, today) if item.period is None else []
    upcoming = next((when for when in dates if not when.cancelled), None)
    return Page(
        path=address(item),
        title=item.title,
        description=item.description
        or f"{NAMES[AgendaItem].one} van het Centrum voor Lokaal Bestuur.",
        template="event.html",
        section="agenda",
        crumbs=(AGENDA,),
        feeds=subscriptions.AGENDA,
        modified=item.modified,
        item=item,
        image=item.image,
        view=EventView(
            item=item,
            next=upcoming,
            changes=[when for when in dates if _unexpected(when, upcoming)],
            coming=dates,
            past=[when for when in past if when.over <= today],
            endless=item.rule is not None and last is None,
            over=over(item, index),
            topics=find(item.topics, Topic),
            audiences=find(item.audiences, Audience),
            networks=find(item.networks, Network),
            training=index.library.find(item.training, Training),
            calendar=f"/agenda/{item.slug}.ics",
            registration_open=closes is None or index.now < closes,
            map_url=map_url(item.location) if item.location else "",
            others=list({entry.item.key: entry for entry in others}.values())[:MOST_OTHERS],
        ),
    )


def _unexpected(when: Occurrence, upcoming: Occurrence | None) -> bool:
    expected = min(when.moved_from or when.start, when.start)
    changed = when.cancelled or when.moved_from is not None
    return changed and (upcoming is None or expected <= upcoming.start)
