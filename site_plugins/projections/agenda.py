"""The agenda: what comes, what was, and each item with its dates."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from itertools import groupby

from site_plugins.model.agenda import AgendaItem
from site_plugins.model.item import ZONE
from site_plugins.model.organisation import Network, Training
from site_plugins.model.vocabulary import Audience, Topic
from site_plugins.projections.addresses import address
from site_plugins.projections.index import Index
from site_plugins.projections.names import NAMES, section_link
from site_plugins.projections.occurrences import Occurrence, covers, occurrences
from site_plugins.projections.pages import Feeds, Link, Page

HORIZON = timedelta(days=366)
"""How far ahead a series without an end is shown."""
AGENDA = section_link(AgendaItem)
AGENDA_FEEDS = Feeds("Agenda", rss="/agenda/feed.xml", calendar="/agenda.ics")


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
    """The days of one month on which something is."""

    first: date
    days: Sequence[Day]


@dataclass(frozen=True, slots=True)
class AgendaView:
    """Coming (``year`` empty) or past: months of days, and items with only a period."""

    title: str
    year: str
    months: Sequence[Month]
    vague: Sequence[AgendaItem]
    years: tuple[Link, ...]


@dataclass(frozen=True, slots=True)
class EventView:
    """One agenda item with the dates to come and the dates that were, both soonest first."""

    item: AgendaItem
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
    """The first coming date of each item."""
    firsts: dict[str, Entry] = {}
    for entry in coming(items, index):
        firsts.setdefault(entry.item.key, entry)
    return list(firsts.values())[:most]


def _today(now: datetime) -> datetime:
    return datetime.combine(now.astimezone(ZONE).date(), datetime.min.time(), ZONE)


def _months(dates: Sequence[Entry]) -> list[Month]:
    return [
        Month(
            first,
            [Day(day, list(group)) for day, group in groupby(part, lambda entry: entry.day)],
        )
        for first, part in groupby(dates, lambda entry: entry.day.replace(day=1))
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
    """The coming agenda, the archive per year, and a page for every item."""
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
    yield Page(
        path="/agenda/",
        title="Agenda",
        description="Alle komende bijeenkomsten van het Centrum voor Lokaal Bestuur.",
        template="agenda.html",
        section="agenda",
        feeds=AGENDA_FEEDS,
        view=AgendaView("Agenda", "", _months(coming(items, index)), vague, links),
    )
    for year in years:
        title = f"Agenda van {year}"
        yield Page(
            path=f"/agenda/archief/{year}/",
            title=title,
            description=f"Bijeenkomsten van het Centrum voor Lokaal Bestuur die in {year} waren.",
            template="agenda.html",
            section="agenda",
            crumbs=(AGENDA,),
            feeds=AGENDA_FEEDS,
            view=AgendaView(
                title, str(year), _months(past.get(year, [])), vague_past.get(year, []), links
            ),
        )
    for item in items:
        yield _event_page(item, index)


def over(item: AgendaItem, index: Index) -> bool:
    """Whether nothing of it is still to come: its last date, or the end of its period, has been."""
    today = _today(index.now)
    if item.period:
        return bool(item.period.last and item.period.last < today.date())
    last = covers(item)[1]
    return last is not None and last <= today


def _event_page(item: AgendaItem, index: Index) -> Page:
    find = index.library.pick
    first, last = covers(item) if item.period is None else (index.now, None)
    today = _today(index.now)
    closes = item.registration.closes if item.registration else None
    dates = occurrences(item, today, index.now + HORIZON) if item.period is None else []
    if not dates and first > today:
        dates = occurrences(item, first, first + HORIZON)  # further away than the horizon
    past = occurrences(item, first, today) if item.period is None else []
    return Page(
        path=address(item),
        title=item.title,
        description=item.description
        or f"{NAMES[AgendaItem].one} van het Centrum voor Lokaal Bestuur.",
        template="event.html",
        section="agenda",
        crumbs=(AGENDA,),
        feeds=AGENDA_FEEDS,
        modified=item.modified,
        item=item,
        image=item.image,
        view=EventView(
            item=item,
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
        ),
    )
