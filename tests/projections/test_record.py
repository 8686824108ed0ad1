"""What a site remembers of its agenda: enough to see a change that calendars may not see."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime, timedelta
from typing import Any

import pytest

from site_plugins.model.agenda import AgendaItem, Location, Moved, Session, Status
from site_plugins.model.item import ZONE
from site_plugins.model.period import Period
from site_plugins.model.recurrence import parse_rule
from site_plugins.projections.record import Shown, fingerprint, record, unnoticed
from tests.projections.making import library, meeting

START = datetime(2026, 12, 4, 12, tzinfo=ZONE)
DAY = date(2027, 1, 1)
MEETING = replace(
    meeting("overleg", START, START + timedelta(hours=1)),
    rule=parse_rule("elke eerste vrijdag van de maand"),
    location=Location(name="Stadhuis", city="Utrecht"),
)
CHANGES: list[dict[str, Any]] = [
    {"title": "Groot overleg"},
    {"status": Status.PROVISIONAL},
    {"status": Status.CANCELLED},
    {"location": Location(name="Stadhuis", city="Assen")},
    {"location": None},
    {"start": START + timedelta(minutes=30)},
    {"end": None},
    {"all_day": True},
    {"rule": parse_rule("elke tweede vrijdag van de maand")},
    {"until": DAY},
    {"except_": (DAY,)},
    {"holidays": True},
    {"cancelled": (DAY,)},
    {"moved": (Moved(DAY, START),)},
    {"extra": (START + timedelta(days=1),)},
    {"sessions": (Session(START), Session(START + timedelta(days=1)))},
    {"period": Period("voorjaar 2027")},
]


@pytest.mark.parametrize("change", CHANGES, ids=lambda change: next(iter(change)))
def test_what_people_who_go_there_must_know(change: dict[str, Any]) -> None:
    """Times, place, title and status are in the hash."""
    assert fingerprint(replace(MEETING, **change)) != fingerprint(MEETING)


def test_what_is_no_change() -> None:
    """Another text, topic or file name, and the same moment on another clock."""
    moment = START.astimezone(ZONE).astimezone(tz=None)
    same = replace(
        MEETING, key="agenda/ander", slug="ander", description="Anders.", body="Ook.", start=moment
    )
    assert fingerprint(same) == fingerprint(MEETING)


def test_the_hash_stays_with_the_code() -> None:
    """It is compared with that of a site which older code built: were this another hash, every
    meeting of every site would seem to have changed."""
    assert fingerprint(MEETING).startswith("d0db3675a3a651dc")


def seen(old: AgendaItem, new: AgendaItem) -> bool:
    """Whether calendars that have the old one see that the new one is newer."""
    return unnoticed([new], record(library(old), {})) == []


@pytest.mark.parametrize("change", CHANGES, ids=lambda change: next(iter(change)))
def test_a_change_with_updated_is_seen(change: dict[str, Any]) -> None:
    """Whatever changes, `updated` tells it; also a second time on the same day."""
    first = replace(MEETING, updated=START - timedelta(days=9))
    second = replace(first, **change, updated=START - timedelta(days=8))
    back = replace(first, updated=START - timedelta(days=8, minutes=-30))
    assert seen(MEETING, first) and seen(first, second) and seen(second, back)


@pytest.mark.parametrize("key", ["except_", "holidays", "cancelled", "moved", "extra", "status"])
def test_a_change_that_the_file_tells_of(key: str) -> None:
    """A time that is left out, cancelled or moved is seen without `updated`; taking it back is
    not."""
    *_, change = (c for c in CHANGES if key in c)
    changed = replace(MEETING, **change)
    assert seen(MEETING, changed) and not seen(changed, MEETING)


@pytest.mark.parametrize("key", ["title", "location", "start", "end", "rule", "until"])
def test_a_change_that_nothing_tells_of(key: str) -> None:
    """Calendars that have the old one may keep it."""
    change = next(c for c in CHANGES if key in c)
    assert not seen(MEETING, replace(MEETING, **change))


def test_what_was_not_there_before() -> None:
    """A new meeting is no change, nor is anything where the earlier site had no record."""
    assert unnoticed([MEETING], record(library(meeting("ander", START)), {})) == []
    assert record(library(MEETING), {}).agenda[MEETING.id] == Shown(1, fingerprint(MEETING))
