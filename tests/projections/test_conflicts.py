"""Meetings that nobody can go to both: what ``lokaal check`` warns of."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime, timedelta
from itertools import combinations

from hypothesis import given, settings
from hypothesis import strategies as st

from site_plugins.loading.read import read_content
from site_plugins.model.agenda import AgendaItem, Moved, Status
from site_plugins.model.item import ZONE
from site_plugins.model.recurrence import parse_rule
from site_plugins.projections.conflicts import conflicts
from tests.conftest import ROOT
from tests.projections.making import meeting

NOW = datetime(2026, 11, 22, 9, tzinfo=ZONE)
NOON = datetime(2026, 12, 4, 12, tzinfo=ZONE)
HOUR = timedelta(hours=1)
FOR = ("doelgroepen/raadsleden", "doelgroepen/wethouders")


def timed(name: str, start: datetime, hours: float | None = 1, **fields: object) -> AgendaItem:
    end = None if hours is None else start + hours * HOUR
    return replace(meeting(name, start, end), **{"audiences": FOR[:1], **fields})  # type: ignore[arg-type]


def pairs(*items: AgendaItem) -> list[tuple[str, str, str]]:
    return [
        (c.earlier.item.slug, c.later.item.slug, f"{c.later.when.start:%m-%d %H}")
        for c in conflicts(items, NOW)
    ]


def test_only_what_is_at_the_same_time_for_the_same_people_and_goes_on() -> None:
    noon = timed("a", NOON)
    assert pairs(noon, timed("b", NOON + HOUR / 2)) == [("a", "b", "12-04 12")]
    assert pairs(noon, timed("b", NOON + HOUR)) == []
    assert pairs(noon, timed("b", NOON + HOUR / 2, None)) == [("a", "b", "12-04 12")]
    assert pairs(timed("a", NOON, None), timed("b", NOON, None)) == [("a", "b", "12-04 12")]
    for other in (
        timed("b", NOON, audiences=FOR[1:]),
        timed("b", NOON, audiences=()),
        timed("b", NOON, all_day=True),
        timed("b", NOON, status=Status.CANCELLED),
        timed("b", NOON, draft=True),
        timed("b", NOON, expires=NOW),
    ):
        assert pairs(noon, other) == []
    assert pairs(timed("a", NOW - HOUR), timed("b", NOW - HOUR)) == []
    assert pairs(timed("a", NOON + timedelta(400)), timed("b", NOON + timedelta(400))) == []


def test_of_two_series_the_first_overlap_is_told_once() -> None:
    """Not where one of them is cancelled or moved away; where it is moved to it is."""
    rule = parse_rule("elke vrijdag")
    one, two = timed("a", NOON, rule=rule), timed("b", NOON + HOUR / 2, rule=rule)
    assert pairs(one, two) == [("a", "b", "12-04 12")]
    assert pairs(replace(one, cancelled=(date(2026, 12, 4),)), two) == [("a", "b", "12-11 12")]
    away = Moved(date(2026, 12, 4), NOON + 24 * HOUR)
    assert pairs(replace(one, moved=(away,)), two) == [("a", "b", "12-11 12")]
    assert pairs(replace(one, moved=(away,)), timed("c", NOON + 24 * HOUR)) == [
        ("a", "c", "12-05 12")
    ]


def test_our_own_agenda_has_none() -> None:
    """And not as it has no timed meetings for anyone."""
    items = read_content(ROOT / "content").library.of(AgendaItem)
    assert list(conflicts(items, NOW)) == []
    again = [replace(item, key=f"{item.key}-2") for item in items]
    assert list(conflicts([*items, *again], NOW))


@settings(max_examples=50)
@given(
    st.lists(
        st.tuples(st.integers(0, 20), st.one_of(st.none(), st.integers(0, 6)), st.integers(1, 3)),
        max_size=8,
    )
)
def test_every_pair_is_found(spans: list[tuple[int, int | None, int]]) -> None:
    """As many as come of comparing each with each."""
    groups = {1: FOR[:1], 2: FOR[1:], 3: FOR}
    items = [
        timed(f"m{n}", NOON + start * HOUR, hours, audiences=groups[who])
        for n, (start, hours, who) in enumerate(spans)
    ]

    def overlap(one: AgendaItem, two: AgendaItem) -> bool:
        assert one.start and two.start
        first, last = sorted((one, two), key=lambda item: item.start or NOW)
        assert first.start and last.start
        same = bool(set(one.audiences) & set(two.audiences))
        return same and (last.start == first.start or last.start < (first.end or first.start))

    expected = {frozenset((a.slug, b.slug)) for a, b in combinations(items, 2) if overlap(a, b)}
    found = [frozenset((a, b)) for a, b, _ in pairs(*items)]
    assert set(found) == expected
    assert len(found) == len(expected)
