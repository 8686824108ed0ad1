"""The page of one agenda item: in a reader's own calendar, on the map, beside others."""

from __future__ import annotations

from urllib.parse import parse_qs, urlsplit

import pytest

from tests.conftest import Built, run_lokaal, write_files
from tests.site.reading import HOST, Page, read_pages

SITE = """
-- netwerken/water.md --
---
title: Waternetwerk
kind: inhoudelijk
---
-- agenda/reeks.md --
---
title: "Praten & eten: 100% + meer"
description: "Wat <b>speelt</b> er?"
start: 2026-11-06 12:00
end: 2026-11-06 13:00
repeat: elke eerste vrijdag van de maand
until: 2027-06-30
except: [2027-01-01]
networks: [water]
status: onder voorbehoud
location: {name: De zaal, address: Dorpsstraat 1, city: "'s-Hertogenbosch"}
---
-- agenda/dagen.md --
---
title: Een paar dagen
start: 2026-12-01
end: 2026-12-03
networks: [water]
location: {name: Ergens, online: true}
---
-- agenda/sessies.md --
---
title: Twee avonden
sessions:
  - {start: 2026-11-10 19:30, end: 2026-11-10 21:00}
  - {start: 2026-12-08 19:30, end: 2026-12-08 21:00}
  - {start: 2027-01-12 19:30, end: 2027-01-12 21:00}
networks: [water]
location: {city: Zwolle}
---
-- agenda/niet.md --
---
title: Gaat niet door
start: 2026-12-10 10:00
status: geannuleerd
networks: [water]
---
-- agenda/ooit.md --
---
title: Ooit
period: voorjaar 2027
---
-- agenda/geweest.md --
---
title: Geweest
start: 2026-11-01 10:00
networks: [water]
---
"""


@pytest.fixture(scope="module")
def pages(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Page]:
    folder = tmp_path_factory.mktemp("events")
    write_files(folder / "content", SITE)
    done = run_lokaal(
        *("build", "--content", str(folder / "content"), "--site-dir", str(folder / "site")),
        *("--mail-dir", str(folder / "mail"), "--at", "2026-11-22T09:00"),
    )
    assert done.returncode == 0, done.stdout + done.stderr
    built = Built(done.returncode, done.stdout, done.stderr, folder / "site", folder / "mail")
    return read_pages(built.site)


def form(page: Page, host: str) -> dict[str, str]:
    """What a link to a calendar elsewhere fills in."""
    (link,) = (link for link in page.links if urlsplit(link).netloc == host)
    assert link.startswith("https://")
    assert "+" not in link and " " not in link  # a plus sign is no space everywhere
    return {name: value for name, (value,) in parse_qs(urlsplit(link).query).items()}


def google(page: Page) -> dict[str, str]:
    return form(page, "calendar.google.com")


def outlook(page: Page) -> dict[str, str]:
    return form(page, "outlook.live.com")


def test_a_series_goes_to_google_whole_and_to_outlook_by_its_next_date(
    pages: dict[str, Page],
) -> None:
    """Google's rule counts from the first time of the series, as in the file; the page says so."""
    page = pages["/agenda/reeks/"]
    sent = google(page)
    assert sent["text"] == "Onder voorbehoud: Praten & eten: 100% + meer"
    assert sent["dates"] == "20261106T120000/20261106T130000"
    assert sent["ctz"] == "Europe/Amsterdam"
    assert sent["recur"] == "RRULE:FREQ=MONTHLY;BYDAY=1FR;UNTIL=20270630T215959Z"
    assert sent["location"] == "De zaal, Dorpsstraat 1, ’s-Hertogenbosch"
    assert sent["details"] == f"Wat <b>speelt</b> er?\n\n{HOST}/agenda/reeks/"
    sent = outlook(page)
    assert (sent["startdt"], sent["enddt"]) == ("2026-12-04T11:00:00Z", "2026-12-04T12:00:00Z")
    assert sent["subject"] == "Onder voorbehoud: Praten & eten: 100% + meer"
    assert "Outlook.com alleen de eerste datum" in page.text
    assert "Het bestand heeft ook de uitzonderingen" in page.text


def test_whole_days_end_on_the_day_after(pages: dict[str, Page]) -> None:
    """As both calendars want it; an item on one stretch of days needs no explanation."""
    page = pages["/agenda/dagen/"]
    assert google(page)["dates"] == "20261201/20261204"
    assert "recur" not in google(page)
    sent = outlook(page)
    assert (sent["startdt"], sent["enddt"], sent["allday"]) == ("2026-12-01", "2026-12-04", "true")
    assert "alleen de eerste datum" not in page.text


def test_of_several_days_the_next_one_is_added(pages: dict[str, Page]) -> None:
    """Sessions have no rule, so both calendars take one date, and the page says that."""
    page = pages["/agenda/sessies/"]
    assert google(page)["dates"] == "20261208T193000/20261208T210000"
    assert outlook(page)["startdt"] == "2026-12-08T18:30:00Z"
    assert "Google en Outlook.com nemen alleen de eerste datum over" in page.text


@pytest.mark.parametrize("slug", ["niet", "ooit", "geweest"])
def test_what_does_not_come_is_not_added(pages: dict[str, Page], slug: str) -> None:
    """Cancelled, without a day, or over: no way to put it in a calendar."""
    links = pages[f"/agenda/{slug}/"].links
    assert not [a for a in links if "google" in a or "outlook" in a or a.endswith(f"/{slug}.ics")]


def test_a_place_with_a_city_is_on_the_map(pages: dict[str, Page]) -> None:
    """By address where there is one; a place online or without a city has no map."""

    def searched(slug: str) -> list[list[str]]:
        links = pages[f"/agenda/{slug}/"].links
        maps = (urlsplit(link) for link in links if "openstreetmap" in link)
        return [parse_qs(link.query)["query"] for link in maps]

    assert searched("reeks") == [["Dorpsstraat 1, 's-Hertogenbosch"]]
    assert searched("sessies") == [["Zwolle"]]
    assert searched("dagen") == []


def test_the_status_is_told_in_words(pages: dict[str, Page]) -> None:
    """Also when all is well; what is cancelled is struck as well."""
    assert (
        pages["/agenda/dagen/"].one("//dt[.='Status']/following-sibling::dd/text()") == "Gaat door"
    )
    assert "Dag, tijd en plaats kunnen nog veranderen" in pages["/agenda/reeks/"].text
    gone = pages["/agenda/niet/"]
    assert "Deze bijeenkomst gaat niet door" in gone.text
    assert gone.all("//dd/strong[@class='cancelled']/time")
    assert "Gaat door" not in gone.text


def test_what_its_network_has_next(pages: dict[str, Page]) -> None:
    """The other coming meetings of the network, soonest first, beside the text."""
    rail = "//section[@class='rail-agenda']//h3/a/@href"
    assert [str(a) for a in pages["/agenda/reeks/"].all(rail)] == [
        "/agenda/dagen/",
        "/agenda/sessies/",
        "/agenda/niet/",
    ]
    assert pages["/agenda/ooit/"].all(rail) == []
