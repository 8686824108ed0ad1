"""The agenda of an e-zine of November 2021, all eighteen entries, as an editor writes it here.

The content is ``tests/fixtures/agenda-vng-2021``: days without a time, two evenings over the end
of a month, a week of which one day is named, a period, a date that lapsed, a closing date, and
what was already over. What the source doesn't say, nothing of the site says.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

import feedparser
import pytest
from icalendar import Calendar

from site_plugins.model.item import ZONE
from tests.conftest import ROOT, Built, build_in
from tests.site.inside import files_at
from tests.site.reading import Page, read_pages

FIXTURE = ROOT / "tests/fixtures/agenda-vng-2021"


@dataclass(frozen=True)
class Row:
    """What readers get of an entry on Monday 22 November 2021, and after that in February."""

    title: str
    when: str
    """What its page says behind "Wanneer"."""
    times: tuple[str, ...]
    """Its starts and ends, for machines: ``2021-11-23T10:00/11:30``, or days."""
    place: str
    """The part of the agenda, or the year of the archive, in which it is."""
    later: str
    """The same on 1 February 2022."""
    status: str = "CONFIRMED"
    said: str = ""
    """What else its page says."""


NOT_KNOWN = " Tijd nog niet bekend"
ROWS = {
    "arbeidsmarkt": Row(
        "Succesvol de arbeidsmarkt op",
        "Dinsdag 23 november 2021, 10.00–11.30 uur",
        ("2021-11-23T10:00/2021-11-23T11:30",),
        "maand-2021-11",
        "2021",
        said="Bronnen website aeno.nl",
    ),
    "duurzaam-herstel": Row(
        "Duurzaam herstel in internationaal perspectief: een nieuwe koers na COVID-19",
        "Donderdag 25 november 2021, 10.00–11.00 uur",
        ("2021-11-25T10:00/2021-11-25T11:00",),
        "maand-2021-11",
        "2021",
    ),
    "digitale-toegankelijkheid": Row(
        "Introductie digitale toegankelijkheid",
        "Donderdag 25 november 2021, 13.00–13.45 uur",
        ("2021-11-25T13:00/2021-11-25T13:45",),
        "maand-2021-11",
        "2021",
    ),
    "cyberoefening": Row(
        "De week van gemeentelijke cyberoefening",
        "Vrijdag 26 november 2021" + NOT_KNOWN,
        ("2021-11-26",),
        "maand-2021-11",
        "2021",
        said="De titel noemt een week",
    ),
    "gezonder-gewicht": Row(
        "Financiering van de aanpak kind naar gezonder gewicht",
        "Dinsdag 30 november 2021, 14.00–15.30 uur",
        ("2021-11-30T14:00/2021-11-30T15:30",),
        "maand-2021-11",
        "2021",
    ),
    "windturbines": Row(
        "Milieunormering windturbines",
        "Dinsdag 30 november 2021, 19.30–20.45 uur Alle data",
        ("2021-11-30T19:30/2021-11-30T20:45", "2021-12-01T19:30/2021-12-01T20:45"),
        "maand-2021-11 maand-2021-12",
        "2021",
        said="woensdag 1 december 2021, 19.30–20.45 uur",
    ),
    "week-van-de-integriteit": Row(
        "Week van de integriteit", "Begin december 2021", (), "zonder-datum", "2021"
    ),
    "mensenhandel": Row(
        "Mensenhandel, deel 2: beleid, tools, regelgeving en het speelveld",
        "Donderdag 2 december 2021, 10.30–12.00 uur",
        ("2021-12-02T10:30/2021-12-02T12:00",),
        "maand-2021-12",
        "2021",
    ),
    "gebruiker-centraal": Row(
        "Gebruiker Centraal: de menselijke maat #HoeDan",
        "Donderdag 2 december 2021, 9.30–16.00 uur",
        ("2021-12-02T09:30/2021-12-02T16:00",),
        "maand-2021-12",
        "2021",
    ),
    "commissie-ekem": Row(
        "VNG-commissie Economie, Klimaat, Energie en Milieu (EKEM)",
        "Donderdag 28 oktober 2021",
        ("2021-10-28",),
        "2021",
        "2021",
        said="Geweest",
    ),
    "bestuurdersdag-alv": Row(
        "Bestuurdersdag en Algemene Ledenvergadering (ALV)",
        "Begin 2022",
        ("2021-11-26",),
        "zonder-datum",
        "zonder-datum",
        status="CANCELLED",
        said="Verplaatst. Was: vrijdag 26 november 2021. Nieuwe datum: begin 2022.",
    ),
    "gemeentedelers": Row(
        "Sluiting inschrijving GemeenteDelers, tweede editie",
        "Zondag 5 december 2021",
        ("2021-12-05",),
        "maand-2021-12",
        "2021",
        said="Meld je aan Tot en met zondag 5 december 2021",
    ),
    "anti-overheidsdenken": Row(
        "Webinar Omgaan met anti-overheidsdenken in uw gemeente",
        "Medio november 2021",
        (),
        "2021",
        "2021",
        said="Het webinar is geweest.",
    ),
    "rondetafelgesprek": Row(
        "Rondetafelgesprek over hardnekkige patronen in gemeentelijke organisaties",
        "Woensdag 8 december 2021" + NOT_KNOWN,
        ("2021-12-08",),
        "maand-2021-12",
        "2021",
        said="Ingezonden mededeling van UPD.",
    ),
    "toolkit-integriteit": Row(
        "Vernieuwde Toolkit integriteit ambtenaren online",
        "Begin december 2021",
        (),
        "zonder-datum",
        "2021",
    ),
    "hellendoorn": Row(
        "Installatievergadering burgemeester Hellendoorn",
        "Maandag 20 december 2021" + NOT_KNOWN,
        ("2021-12-20",),
        "maand-2021-12",
        "2021",
    ),
    "heumen": Row(
        "Start burgemeester Heumen",
        "Donderdag 13 januari 2022" + NOT_KNOWN,
        ("2022-01-13",),
        "maand-2022-01",
        "2022",
        status="TENTATIVE",
        said="Onder voorbehoud. Dag, tijd en plaats kunnen nog veranderen.",
    ),
    "eemsdelta": Row(
        "Installatie burgemeester Eemsdelta",
        "Begin 2022",
        (),
        "zonder-datum",
        "zonder-datum",
        said="Onder voorbehoud",
    ),
}
ORGANISERS = {
    **dict.fromkeys(("commissie-ekem", "bestuurdersdag-alv", "gemeentedelers"), "VNG"),
    **dict.fromkeys(("anti-overheidsdenken", "toolkit-integriteit"), "VNG"),
    "rondetafelgesprek": "UPD",
}
EVENT = {"CONFIRMED": "EventScheduled", "CANCELLED": "EventPostponed", "TENTATIVE": None}
"""A calendar has no word for what is put off: it shows that the old date is off."""


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Built:
    return build_in(tmp_path_factory.mktemp("vng"), FIXTURE, "2021-11-22T09:00")


@pytest.fixture(scope="module")
def pages(site: Built) -> dict[str, Page]:
    return read_pages(site.site)


def events(page: Page) -> Iterator[dict[str, Any]]:
    for block in page.all("//script[@type='application/ld+json']/text()"):
        yield from (t for t in json.loads(str(block))["@graph"] if t["@type"] == "Event")


def shown_in(pages: dict[str, Page], slug: str) -> str:
    """The parts of the agenda and the years of the archive that have an entry."""
    where = [
        str(section.get("id"))
        for section in pages["/agenda/"].all("//section[@id]")
        if section.xpath(f".//h3/a[@href='/agenda/{slug}/']")
    ]
    for address, page in sorted(pages.items()):
        if found := re.fullmatch(r"/agenda/archief/(\d+)/", address):
            where += [found[1]] * bool(page.all(f"//h3/a[@href='/agenda/{slug}/']"))
    return " ".join(where)


def span(start: Any, end: Any) -> str:
    """As in ``Row.times``: the last day of a calendar's whole days is the one before its end."""
    if not isinstance(start, datetime):
        assert (end - start).days == 1
        return str(start)
    return f"{start:%Y-%m-%dT%H:%M}/{end:%Y-%m-%dT%H:%M}"


def test_every_entry_is_there() -> None:
    """And each is written in a file of its own."""
    assert len(ROWS) == 18
    assert {path.stem for path in (FIXTURE / "agenda").glob("*.md")} == ROWS.keys()


@pytest.mark.parametrize("slug", ROWS)
def test_an_entry(slug: str, pages: dict[str, Page], site: Built) -> None:
    """Its page, its place in the agenda, what machines read, its feed and its calendars."""
    row, page = ROWS[slug], pages[f"/agenda/{slug}/"]
    assert page.one("//h1/text()") == row.title
    facts = {
        " ".join(dt.text_content().split()): " ".join(
            text for part in dt.getnext().itertext() if (text := part.strip())
        )
        for dt in page.all("//dl[@class='facts']//dt")
    }
    assert facts["Wanneer"].replace("\xa0", " ") == row.when
    assert facts.get("Organisatie", "") == ORGANISERS.get(slug, "")
    assert facts.get("Waar", "") == (
        "Nieuwegein Bekijk op de kaart (OpenStreetMap)" if slug == "bestuurdersdag-alv" else ""
    )
    words = " ".join(" ".join(page.doc.get_element_by_id("inhoud").itertext()).split())
    assert row.said in words.replace("\xa0", " ")
    assert not re.search(r"\b0\.00\b", words)
    assert shown_in(pages, slug) == row.place

    told = list(events(page))
    assert [
        f"{e['startDate'][:16]}/{e['endDate'][:16]}" if "endDate" in e else e["startDate"]
        for e in told
    ] == list(row.times)
    status = EVENT[row.status]
    assert {e.get("eventStatus") for e in told} <= {status and f"https://schema.org/{status}"}

    for file in ("agenda.ics", f"agenda/{slug}.ics"):
        if not (site.site / file).exists():
            assert not row.times
            continue
        found = [
            event
            for event in Calendar.from_ical((site.site / file).read_bytes()).walk("VEVENT")
            if str(event["url"]).endswith(f"/agenda/{slug}/")
        ]
        assert [span(e.start, e.end) for e in found] == list(row.times)
        assert {str(e["status"]) for e in found} <= {row.status}
        assert all(row.title in e["summary"] for e in found)


def test_the_feed_tells_the_same(site: Built) -> None:
    """Of what is still to come; of what is put off both that and the old date."""
    feed = feedparser.parse(site.site / "agenda/feed.xml")
    told = {entry.link.split("/")[-2]: entry.summary.replace("\xa0", " ") for entry in feed.entries}
    assert told.keys() == {slug for slug, row in ROWS.items() if row.place != "2021"}
    for slug, words in told.items():
        if slug == "bestuurdersdag-alv":
            assert words == ROWS[slug].said
        else:
            first = ROWS[slug].when.removesuffix(NOT_KNOWN).removesuffix(" Alle data")
            assert words.startswith(first)


def test_in_february_nearly_all_is_in_the_archive(tmp_path: Path) -> None:
    """What was to be at the beginning of 2022 still may come."""
    for path, data in files_at(FIXTURE, datetime(2022, 2, 1, 9, tzinfo=ZONE)).items():
        if path.startswith("agenda/") and path.endswith(".html"):
            (tmp_path / path).parent.mkdir(parents=True, exist_ok=True)
            (tmp_path / path).write_bytes(data)
    pages = read_pages(tmp_path)
    assert {slug: shown_in(pages, slug) for slug in ROWS} == {s: r.later for s, r in ROWS.items()}
    assert "Tijd nog niet bekend" not in pages["/agenda/hellendoorn/"].text
