"""What calendars and motions say they are made of: by that a build knows what to make anew."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

import pytest

from site_plugins.engine.fingerprint import Fingerprints, plainly
from site_plugins.model.item import ZONE, Item, Signatory
from site_plugins.model.organisation import Person
from site_plugins.model.politics import Motion
from site_plugins.model.recurrence import parse_rule
from site_plugins.model.vocabulary import Topic
from site_plugins.projections.index import Index
from site_plugins.rendering.followed import calendar_outputs, motion_outputs
from site_plugins.rendering.keeping import made_anew
from site_plugins.rendering.site import Site
from site_plugins.rendering.text.bodies import Bodies
from tests.projections.making import library, meeting

NOW = datetime(2026, 11, 22, 9, tzinfo=ZONE)
SITE = Site("Lokaal Bestuur", "https://www.lokaalbestuur.nl/")
TOPIC = Topic(key="onderwerpen/wonen", slug="wonen", title="Wonen", id="wonen")
PERSON = Person(key="mensen/jan", slug="jan", title="Jan", id="jan")
ONCE = replace(meeting("eens", NOW + timedelta(days=9)), topics=(TOPIC.key,))
WEEKLY = replace(meeting("elke-week", NOW), rule=parse_rule("elke dinsdag"), holidays=True)
MOTION = Motion(
    key="moties/a", slug="a", title="A", id="a", kind="motie", submitters=(Signatory(PERSON.key),)
)
ITEMS: tuple[Item, ...] = (TOPIC, PERSON, ONCE, WEEKLY, MOTION)


def made(items: Iterable[Item], now: datetime) -> dict[str, tuple[bytes, bytes]]:
    """Each file's key and bytes."""
    items = list(items)
    index, bodies = Index(library(*items), now), Bodies({})
    of = Fingerprints({item.key: plainly(item) for item in items}).of
    calendars = calendar_outputs(index, SITE, of)
    outputs = [*calendars, *motion_outputs(index, bodies, SITE, made_anew, of)]
    return {output.path: (output.key(), output.content) for output in outputs if output.key}


@pytest.mark.parametrize(
    ("key", "fields", "touched"),
    [
        (TOPIC.key, {"title": "Bouwen"}, "agenda/eens.ics"),
        (ONCE.key, {"title": "Anders"}, "onderwerpen/wonen/agenda-komend.ics"),
        (ONCE.key, {"start": NOW - timedelta(days=1)}, "agenda-komend.ics"),
        (PERSON.key, {"title": "Piet"}, "moties/a/a.txt"),
        (MOTION.key, {"place": "Ede"}, "moties/a/a.docx"),
    ],
)
def test_what_another_item_changes(key: str, fields: dict[str, Any], touched: str) -> None:
    """A file with the same key has the same bytes, and those with others have another."""
    others = [replace(item, **fields) if item.key == key else item for item in ITEMS]
    before, after = made(ITEMS, NOW), made(others, NOW)
    assert before.keys() == after.keys()
    same = {path for path in before if before[path][0] == after[path][0]}
    assert same == {path for path in same if before[path][1] == after[path][1]}
    assert touched not in same and same


def test_a_series_without_holidays_asks_for_the_year() -> None:
    """A calendar names the holidays of some years ahead."""
    before, after = made(ITEMS, NOW), made(ITEMS, NOW.replace(year=2027))
    path = "agenda/elke-week.ics"
    assert before[path][1] != after[path][1] and before[path][0] != after[path][0]
