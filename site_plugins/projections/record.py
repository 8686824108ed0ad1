"""What a site says of itself, so that the next build can tell what it would change."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import TypeVar

from site_plugins.model.agenda import AgendaItem
from site_plugins.model.item import ZONE
from site_plugins.model.library import Library
from site_plugins.projections.addresses import address, alias_file
from site_plugins.projections.calendars import sequence

Value = TypeVar("Value")

RECORD = "publicatie.json"
"""Where a site carries its record; public, as everything in it is."""


@dataclass(frozen=True, slots=True)
class Shown:
    """What subscribers' calendars have of a meeting: which revision, and a hash of its content."""

    sequence: int
    content: str


@dataclass(frozen=True, slots=True)
class Record:
    """All of it comes from the content and the moment of the build, so it is the same twice."""

    ids: Mapping[str, str] = field(default_factory=dict)
    """The id of each item by the address of its page, and by its old addresses."""
    feeds: Mapping[str, str] = field(default_factory=dict)
    """A hash of each feed by its address; of the current documents, not of archives."""
    agenda: Mapping[str, Shown] = field(default_factory=dict)
    """What calendars show of each agenda item, by its id."""


def record(library: Library, feeds: Mapping[str, str]) -> Record:
    """The record of a public library, whose feeds have these hashes."""
    ids = {address(item): item.id for item in library.items.values()}
    for item in library.items.values():
        for alias in item.aliases:
            ids.setdefault(f"/{alias_file(alias)}".removesuffix("index.html"), item.id)
    agenda = {item.id: Shown(sequence(item), fingerprint(item)) for item in library.of(AgendaItem)}
    return Record(_sorted(ids), _sorted(feeds), _sorted(agenda))


def fingerprint(item: AgendaItem) -> str:
    """A hash of what someone who goes there must know: times, place, title and status.

    Not of what a calendar makes of it, which also changes with the code and with time. What is
    empty doesn't count, so that a key which is new here changes no hash of a file without it.
    """
    place = item.location
    values: dict[str, object] = {
        "title": item.title,
        "status": item.status.value,
        "place": place and [place.name, place.address, place.city, place.url, place.online],
        "times": [item.start, item.end, item.all_day] if item.start else None,
        "sessions": [[session.start, session.end] for session in item.sessions],
        "period": item.period and item.period.words,
        "rule": item.rule and item.rule.rrule,
        "until": item.until,
        "except": item.except_,
        "holidays": item.holidays,
        "cancelled": item.cancelled,
        "moved": [[moved.day, moved.start, moved.end] for moved in item.moved],
        "extra": item.extra,
    }
    kept = {name: value for name, value in values.items() if value}
    text = json.dumps(kept, default=_as_text, ensure_ascii=False, sort_keys=True)
    return hashlib.sha256(text.encode()).hexdigest()


def unnoticed(items: list[AgendaItem], earlier: Record) -> list[AgendaItem]:
    """The items that changed since an earlier record without a higher SEQUENCE.

    A calendar that has the old revision may keep to it (RFC 5546 2.1.4).
    """
    found = ((item, earlier.agenda.get(item.id)) for item in items)
    return [
        item
        for item, old in found
        if old and old.content != fingerprint(item) and sequence(item) <= old.sequence
    ]


def _sorted(part: Mapping[str, Value]) -> dict[str, Value]:
    return dict(sorted(part.items()))


def _as_text(value: object) -> str:
    if isinstance(value, datetime):
        return value.astimezone(ZONE).isoformat()
    assert isinstance(value, date)
    return value.isoformat()
