"""What the editors want to know of an edition before it goes out: what is in it, and what isn't."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from enum import StrEnum

from site_plugins.model.edition import Edition, sending_moment
from site_plugins.model.item import Item, Key, Layer, Visibility
from site_plugins.model.library import Library
from site_plugins.model.vocabulary import Topic
from site_plugins.projections.newsletter import compose, layers_of
from site_plugins.projections.placement import (
    ANNOUNCED,
    GROUPS,
    REACH,
    WEEK,
    Placement,
    group_of,
    placement,
    provisional,
    with_editions,
)

RECENT = timedelta(weeks=8)
"""How far back the board looks for layers and topics that an edition lacks."""
MAIN_LAYERS = (Layer.MUNICIPALITY, Layer.PROVINCE, Layer.WATER_BOARD)
"""Whose balance the board watches."""


class Reason(StrEnum):
    """Why an item is not in an edition."""

    LEFT_OUT = "weggelaten"
    DRAFT = "concept"
    COMING = "verschijnt later"
    EXPIRED = "verlopen"
    LATER = "komt in een latere editie"


@dataclass(frozen=True, slots=True)
class Unplaced:
    """An item that is not in an edition; ``day`` is the Sunday of a later one that has it."""

    item: Item
    reason: Reason
    day: date | None = None


@dataclass(frozen=True, slots=True)
class Repeated:
    """An item that is in other editions too, by their Sundays."""

    item: Item
    days: tuple[date, ...]


@dataclass(frozen=True, slots=True)
class Coverage:
    """What an edition's items are about, the most frequent first, and what it lacks."""

    counts: tuple[tuple[str, int], ...]
    lacking: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Editorial:
    """The report of an edition."""

    edition: Edition
    groups: tuple[tuple[str, tuple[Item, ...]], ...]
    """What readers get, by heading, in the order of reading within it."""
    unplaced: tuple[Unplaced, ...]
    repeated: tuple[Repeated, ...]
    since: datetime
    """What was published before that has no place of its own accord any more."""
    too_old: int
    """How many such items there are that no edition had."""
    layers: Coverage
    topics: Coverage
    meetings: int

    @property
    def items(self) -> tuple[Item, ...]:
        """Everything that readers get."""
        return tuple(item for _, items in self.groups for item in items)


def editorial(edition: Edition, library: Library) -> Editorial:
    """The report of ``edition``, out of all there is, hidden items included."""
    moment = sending_moment(edition.day)
    days = {other.day for other in library.of(Edition)} | {edition.day}
    # What this edition lacks comes in the next one that is still to be made.
    coming = edition.day + WEEK
    while coming in days:
        coming += WEEK
    library = with_editions(library, edition, provisional(coming))
    placed = placement(library)
    sundays = _sundays(edition, library, placed)
    shown = [item for item in placed[edition.key] if item.is_public(moment)]
    since = max(sending_moment(min(days) - WEEK), sending_moment(edition.day - REACH))
    public = with_editions(library.public(moment), edition)
    news = [item for kind in ANNOUNCED for item in public.between(kind, moment - RECENT, moment)]
    return Editorial(
        edition=edition,
        groups=tuple(
            (group, items)
            for group in GROUPS
            if (items := tuple(item for item in shown if group_of(item) == group))
        ),
        unplaced=tuple(_unplaced(edition, library, placed[edition.key], sundays, since)),
        repeated=tuple(
            Repeated(item, others)
            for item in shown
            if (others := tuple(day for day in sundays[item.key] if day != edition.day))
        ),
        since=since,
        too_old=_too_old(library, public, sundays, since),
        layers=_layers(shown, news),
        topics=_topics(shown, news, public),
        meetings=len(compose(edition, public, placed).agenda),
    )


def _sundays(edition: Edition, library: Library, placed: Placement) -> Mapping[Key, list[date]]:
    """Of each item, the Sundays of the editions that have it; a draft that passed had nothing."""
    found: dict[Key, list[date]] = {}
    for other in sorted(library.of(Edition), key=lambda other: other.day):
        if not other.unsent_draft or other.day >= edition.day:
            for item in placed[other.key]:
                found.setdefault(item.key, []).append(other.day)
    return found


def _unplaced(
    edition: Edition,
    library: Library,
    named: Sequence[Item],
    sundays: Mapping[Key, list[date]],
    since: datetime,
) -> Iterator[Unplaced]:
    """What an editor may miss: what is left out, is hidden, or came too late for this edition."""
    moment = sending_moment(edition.day)
    yield from (Unplaced(item, Reason.LEFT_OUT) for item in library.pick(edition.leave_out, Item))
    settled = set(edition.leave_out)
    for other in library.of(Edition):
        if other.day < edition.day and not other.unsent_draft:
            settled.update(other.leave_out)
    around = (
        item
        for kind in ANNOUNCED
        for item in library.between(kind, since, sending_moment(edition.day + WEEK))
    )
    for item in {item.key: item for item in (*named, *around)}.values():
        days = sundays.get(item.key, [])
        if item.key in settled or any(day < edition.day for day in days):
            continue
        if reason := _HIDDEN.get(item.visibility(moment)):
            yield Unplaced(item, reason)
        elif edition.day not in days:
            yield Unplaced(item, Reason.LATER, next(iter(days), None))


_HIDDEN = {
    Visibility.DRAFT: Reason.DRAFT,
    Visibility.COMING: Reason.COMING,
    Visibility.EXPIRED: Reason.EXPIRED,
}


def _too_old(
    library: Library, public: Library, sundays: Mapping[Key, list[date]], since: datetime
) -> int:
    left_out = {key for edition in library.of(Edition) for key in edition.leave_out}
    return sum(
        item.key not in sundays and item.key not in left_out
        for kind in ANNOUNCED
        for item in public.between(kind, datetime.min.replace(tzinfo=UTC), since)
    )


def _layers(shown: Iterable[Item], news: Iterable[Item]) -> Coverage:
    counts = Counter(layer for item in shown for layer in layers_of(item))
    recent = {layer for item in news for layer in layers_of(item)}
    in_order = (*MAIN_LAYERS, *(layer for layer in Layer if layer not in MAIN_LAYERS))
    return Coverage(
        tuple((layer.value, counts[layer]) for layer in in_order if counts[layer]),
        tuple(
            layer.value
            for layer in in_order
            if not counts[layer] and (layer in MAIN_LAYERS or layer in recent)
        ),
    )


def _topics(shown: Iterable[Item], news: Iterable[Item], public: Library) -> Coverage:
    counts = Counter(key for item in shown for key in item.topics)
    recent = Counter(key for item in news for key in item.topics if key not in counts)
    return Coverage(
        tuple((t.title, counts[t.key]) for t in public.pick(_frequent(counts), Topic)),
        tuple(t.title for t in public.pick(_frequent(recent), Topic)),
    )


def _frequent(counts: Counter[Key]) -> list[Key]:
    return sorted(counts, key=lambda key: (-counts[key], key))
