"""What the editors still have to do: who makes what, for which Sunday, and what is lacking.

Only for the editors: it is made of all there is, hidden items included, so nothing of it may
become part of a site.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from site_plugins.model.article import Article
from site_plugins.model.edition import Edition, coming_sunday
from site_plugins.model.item import STEPS, Item, Layer, Planning, Promise, Visibility
from site_plugins.model.library import Library
from site_plugins.model.politics import Guide
from site_plugins.model.vocabulary import Topic
from site_plugins.projections.editorial import MAIN_LAYERS, editorial
from site_plugins.projections.newsletter import layers_of
from site_plugins.projections.placement import ANNOUNCED, WEEK, provisional, with_editions

DONE = STEPS[-1]
WEEKS = 4
"""How many Sundays ahead an editor looks, unless told otherwise."""
_UNPLANNED = Planning()


@dataclass(frozen=True, slots=True)
class Task:
    """A piece that isn't done yet. ``sunday`` is the edition that it is for, if it is known."""

    item: Item
    who: str
    deadline: date | None
    status: str
    late: bool
    sunday: date | None


@dataclass(frozen=True, slots=True)
class Sunday:
    """A coming edition; ``edition`` is None where its file isn't there."""

    day: date
    edition: Edition | None
    ready: tuple[Item, ...]
    """What readers will get if nobody does anything."""
    underway: tuple[Task, ...]
    layers: tuple[Layer, ...]
    """The main layers that neither of these is about."""


@dataclass(frozen=True, slots=True)
class Lacking:
    """A piece that is still to appear, and lacks a picture or a summary."""

    item: Item
    image: bool
    description: bool


@dataclass(frozen=True, slots=True)
class Promised:
    """A promise of a text, whose day is near or has passed."""

    item: Item
    promise: Promise
    late: bool


@dataclass(frozen=True, slots=True)
class Review:
    """A guide that must be looked at again before a day that is near or has passed."""

    guide: Guide
    day: date
    late: bool


@dataclass(frozen=True, slots=True)
class Plan:
    """The planning at a moment."""

    now: datetime
    weeks: int
    tasks: tuple[Task, ...]
    """What is late comes first."""
    sundays: tuple[Sunday, ...]
    topics: tuple[str, ...]
    """Topics that none of these Sundays has something about."""
    lacking: tuple[Lacking, ...]
    promises: tuple[Promised, ...]
    reviews: tuple[Review, ...]

    @property
    def people(self) -> tuple[tuple[str, tuple[Task, ...]], ...]:
        """What each has to do; what nobody makes yet is last, under an empty name."""
        names = sorted({task.who for task in self.tasks}, key=lambda n: (not n, n.casefold()))
        return tuple((n, tuple(task for task in self.tasks if task.who == n)) for n in names)


def plan(library: Library, now: datetime, weeks: int) -> Plan:
    """The planning out of all there is, for this many Sundays from ``now``."""
    today = now.date()
    first = coming_sunday(now)
    days = [first + WEEK * n for n in range(weeks)]
    until = today + WEEK * weeks
    written = {edition.day: edition for edition in library.of(Edition)}
    tasks = tuple(sorted(_tasks(library, now, first), key=_urgency))
    # Each Sunday takes what is new since the one before, so all of them have to be there.
    whole = with_editions(library, *(provisional(day) for day in days if day not in written))
    sundays = tuple(_sunday(day, written.get(day), whole, tasks) for day in days)
    current = [i for i in library.all if i.visibility(now) is not Visibility.EXPIRED]
    return Plan(
        now=now,
        weeks=weeks,
        tasks=tasks,
        sundays=sundays,
        topics=_topics(library, sundays),
        lacking=tuple(_lacking(library, now)),
        promises=tuple(
            Promised(item, promise, promise.date < today)
            for promise, item in sorted(
                ((promise, item) for item in current for promise in item.due),
                key=lambda pair: (pair[0].date, pair[1].key, pair[0].promise),
            )
            if promise.date <= until
        ),
        reviews=tuple(
            Review(guide, day, day < today)
            for day, guide in sorted(
                ((g.review_by, g) for g in current if isinstance(g, Guide) and g.review_by),
                key=lambda pair: (pair[0], pair[1].key),
            )
            if day <= until
        ),
    )


def _tasks(library: Library, now: datetime, first: date) -> Iterator[Task]:
    """What is planned or unfinished, and not done."""
    editions = sorted(
        (edition for edition in library.of(Edition) if edition.day >= first and not edition.sent),
        key=lambda edition: edition.day,
    )
    for item in library.all:
        if not _is_open(item, now):
            continue
        planning = item.planning or _UNPLANNED
        late = bool(
            planning.deadline and planning.deadline < now.date() and planning.status != DONE
        )
        sunday = _sunday_of(item, editions, first) if isinstance(item, ANNOUNCED) else None
        yield Task(item, planning.assignee, planning.deadline, planning.status, late, sunday)


def _is_open(item: Item, now: datetime) -> bool:
    """Whether somebody still has work to do on it."""
    planning = item.planning
    match item.visibility(now):
        case Visibility.EXPIRED:
            return False
        case Visibility.DRAFT:
            return planning is not None or isinstance(item, ANNOUNCED)
        case Visibility.COMING:
            return planning is not None and planning.status != DONE
    if planning is None or planning.status == DONE:
        return False
    # On its day the work was over, unless it has to be in later: then it is being renewed.
    day = item.date.date() if item.date else None
    return day is None or (planning.deadline is not None and planning.deadline > day)


def _sunday_of(item: Item, editions: Sequence[Edition], first: date) -> date | None:
    """The first Sunday that can have it: by name, else by its date or its deadline."""
    for edition in editions:
        if item.key in edition.items and item.key not in edition.leave_out:
            return edition.day
    deadline = item.planning.deadline if item.planning else None
    # A draft has the date on which it was begun; what is no draft appears on its date.
    days = [coming_sunday(item.date)] if item.date else []
    if deadline and (item.draft or not days):
        days.append(_after(deadline))
    if not days:
        return None
    sunday = max(first, *days)
    closed = {e.day for e in editions if e.by_hand or item.key in e.leave_out}
    while sunday in closed:
        sunday += WEEK
    return sunday


def _after(day: date) -> date:
    """The first Sunday after a day."""
    return day + timedelta(days=7 - day.isoweekday() % 7)


def _urgency(task: Task) -> tuple[bool, date, int, str]:
    """What is late first, then by the day that it must be in, the least finished first."""
    known = task.status in STEPS
    step = STEPS.index(task.status) if known else len(STEPS)
    return not task.late, task.deadline or date.max, step, task.item.key


def _sunday(day: date, edition: Edition | None, library: Library, tasks: Iterable[Task]) -> Sunday:
    made = editorial(edition or provisional(day), library)
    underway = tuple(task for task in tasks if task.sunday == day)
    busy = {task.item.key for task in underway}
    told = {layer for task in underway for layer in layers_of(task.item)}
    told.update(layer for item in made.items for layer in layers_of(item))
    return Sunday(
        day=day,
        edition=edition,
        ready=tuple(item for item in made.items if item.key not in busy),
        underway=underway,
        layers=tuple(layer for layer in MAIN_LAYERS if layer not in told),
    )


def _topics(library: Library, sundays: Iterable[Sunday]) -> tuple[str, ...]:
    told = {
        key
        for sunday in sundays
        for item in (*sunday.ready, *(task.item for task in sunday.underway))
        for key in item.topics
    }
    return tuple(sorted(t.title for t in library.of(Topic) if t.key not in told))


def _lacking(library: Library, now: datetime) -> Iterator[Lacking]:
    for kind in ANNOUNCED:
        for item in library.of(kind):
            if item.visibility(now) not in (Visibility.DRAFT, Visibility.COMING):
                continue
            image = isinstance(item, Article) and item.image is None
            if image or not item.description:
                yield Lacking(item, image, not item.description)
