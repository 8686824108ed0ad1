"""The awkward dates as calendar files, byte for byte: ``tests/goldens/ics``."""

from __future__ import annotations

import os
from dataclasses import replace

import pytest

from site_plugins.delivery.formats import calendar_faults
from site_plugins.model.agenda import Location, Registration
from site_plugins.projections.calendar_views import CalendarView
from site_plugins.projections.index import Index
from site_plugins.rendering.calendar_files import CalendarMaker
from site_plugins.rendering.site import Site
from tests.conftest import ROOT
from tests.projections.making import library
from tests.rendering.meetings import ITEMS, NOW, POSTPONED, at

GOLDENS = ROOT / "tests/goldens/ics"
SITE = Site("Lokaal Bestuur", "https://www.lokaalbestuur.nl/")
FULL = replace(
    ITEMS["one-off"],
    description="Hoe maak je een begroting; wat staat erin, en wat niet?",
    location=Location(url="https://www.voorbeeld.nl/meedoen", online=True),
    organiser="Centrum voor Lokaal Bestuur",
    registration=Registration(
        url="/scholing/begroting/",
        email="cursus@voorbeeld.nl",
        deadline=at("2026-03-20T12:00"),
        capacity=1200,
    ),
    invitation_only=True,
    updated=at("2026-02-01T08:00"),
)
CASES = {
    "29-februari": ITEMS["29 February, each year"],
    "de-31e": ITEMS["the 31st"],
    "vijfde-vrijdag": ITEMS["fifth Friday"],
    "weken-over-nieuwjaar": ITEMS["two days a fortnight"],
    "uur-dat-vervalt": ITEMS["the hour that is skipped"],
    "uur-dat-dubbel-komt": ITEMS["the hour that comes twice"],
    "hele-dagen": ITEMS["all-day series"],
    "tot-in-utc": ITEMS["until in summer"],
    "tien-keer": ITEMS["count"],
    "feestdagen-tot-een-dag": ITEMS["without holidays, to a day"],
    "feestdagen-zonder-einde": ITEMS["without public holidays"],
    "verplaatst-en-vervallen": ITEMS["moved and cancelled"],
    "verplaatste-hele-dagen": ITEMS["moved and cancelled days"],
    "geannuleerde-reeks": ITEMS["cancelled as a whole"],
    "dagdelen": ITEMS["sessions"],
    "uitgesteld": POSTPONED,
    "alles-erbij": FULL,
}


@pytest.mark.parametrize("name", CASES)
def test_as_it_was_judged(name: str) -> None:
    """The file is the one that was read through when the case was made."""
    meeting = CASES[name]
    view = CalendarView("/agenda/x.ics", "Overleg", "Proef.", "/agenda/x/", [meeting])
    made = CalendarMaker(Index(library(meeting), NOW), SITE).file(view)
    golden = GOLDENS / f"{name}.ics"
    if os.environ.get("LOKAAL_UPDATE_GOLDENS"):
        golden.write_bytes(made)
    assert made == golden.read_bytes(), (
        "LOKAAL_UPDATE_GOLDENS=1 .venv/bin/pytest tests/rendering/test_ics_goldens.py writes it"
    )
    assert list(calendar_faults(made)) == []


def test_no_golden_is_left_over() -> None:
    """Each file there belongs to a case."""
    assert {file.stem for file in GOLDENS.iterdir()} == set(CASES)
