"""What a form in someone's own calendar is filled in with, where a series has exceptions."""

from __future__ import annotations

from datetime import date
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest

from site_plugins.model.agenda import Moved
from site_plugins.projections.calendars import ics_event
from site_plugins.projections.occurrences import occurrences
from site_plugins.rendering.calendar_links import calendar_links
from tests.rendering.meetings import NOW, at, item

FIRST, SECOND = date(2026, 12, 1), date(2026, 12, 8)
RULE = "RRULE:FREQ=WEEKLY;BYDAY=TU"


@pytest.mark.parametrize(
    ("fields", "google", "outlook", "rule"),
    [
        ({}, "20261201T193000", "2026-12-01T18:30:00Z", RULE),
        ({"cancelled": (SECOND,)}, "20261201T193000", "2026-12-01T18:30:00Z", RULE),
        ({"cancelled": (FIRST,)}, "20261208T193000", "2026-12-08T18:30:00Z", RULE),
        ({"except_": (FIRST,)}, "20261208T193000", "2026-12-08T18:30:00Z", RULE),
        # One date, on its new day; from there no series can be counted.
        (
            {"moved": (Moved(FIRST, at("2026-12-02T20:00")),)},
            "20261202T200000",
            "2026-12-02T19:00:00Z",
            None,
        ),
        (
            {"cancelled": (FIRST,), "rule": "elke dinsdag, drie keer"},
            "20261208T193000",
            "2026-12-08T18:30:00Z",
            None,
        ),
    ],
)
def test_what_is_off_is_not_added(
    fields: dict[str, Any], google: str, outlook: str, rule: str | None
) -> None:
    """Neither a cancelled date nor the old time of a moved one gets into a calendar first."""
    series = item("2026-12-01T19:30", "2026-12-01T21:00", **({"rule": "elke dinsdag"} | fields))
    event = ics_event(series, url="https://x.nl/", categories=(), now=NOW)
    assert event
    coming = occurrences(series, NOW, at("2027-01-01T00:00"))
    links = calendar_links(event, next(when for when in coming if not when.cancelled))
    sent = parse_qs(urlsplit(links.google).query)
    assert sent["dates"][0].partition("/")[0] == google
    assert sent.get("recur") == (rule and [rule])
    assert links.repeats == bool(rule)
    assert parse_qs(urlsplit(links.outlook).query)["startdt"] == [outlook]
