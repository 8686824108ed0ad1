"""What readers are told of dates that don't go on, are moved or put off, and how to sign up."""

from __future__ import annotations

import json
import re
from dataclasses import replace
from datetime import datetime, timedelta
from urllib.parse import parse_qs, unquote, urlsplit

import pytest

from site_plugins.model.agenda import Status
from site_plugins.model.item import ZONE
from site_plugins.model.period import parse_period
from site_plugins.projections.feeds import announced
from site_plugins.projections.index import Index
from site_plugins.projections.search import search_entries
from tests.conftest import Built, build_in, write_files
from tests.projections.making import library, meeting
from tests.site.reading import Page, read_pages

SITE = """
-- index.md --
---
title: Lokaal Bestuur
description: De voorpagina.
---
-- netwerken/wethouders.md --
---
title: Netwerk wethouders
kind: functioneel
---
-- agenda/vrijdagen.md --
---
title: "Bijpraten & eten"
start: 2026-07-03 12:00
end: 2026-07-03 13:00
repeat: elke eerste vrijdag van de maand
except: [feestdagen, 2026-08-07]
cancelled: [2026-10-02, 2026-12-04, 2027-03-05]
moved:
  - {date: 2026-11-06, start: 2026-11-13 12:00}
  - {date: 2027-02-05, start: 2027-02-12 14:00, end: 2027-02-12 16:00}
  - {date: 2027-04-02, start: 2027-04-02 15:00}
extra: [2027-01-08]
networks: [wethouders]
registration: {email: agenda@voorbeeld.nl, capacity: 40}
---
-- agenda/dijk.md --
---
title: Werkbezoek aan de dijk
start: 2026-11-20 10:00
end: 2026-11-20 12:00
repeat: elke vier weken op vrijdag, drie keer
moved: [{date: 2026-12-18, start: 2027-01-20 10:00}]
status: onder voorbehoud
networks: [wethouders]
---
-- agenda/verzet.md --
---
title: Naar voren gehaald
start: 2026-10-27 20:00
repeat: elke vier weken op dinsdag, drie keer
moved: [{date: 2026-12-22, start: 2026-11-23 20:00}]
---
-- agenda/langer.md --
---
title: Een keer langer
start: 2026-12-16 20:00
end: 2026-12-16 21:00
repeat: elke woensdag, drie keer
moved: [{date: 2026-12-16, start: 2026-12-16 20:00, end: 2026-12-16 22:30}]
---
-- agenda/laatste.md --
---
title: De laatste keer niet
start: 2026-10-27 20:00
repeat: elke vier weken op dinsdag, twee keer
cancelled: 2026-11-24
registration: {email: mee@voorbeeld.nl}
---
-- agenda/uitgesteld.md --
---
title: Ledenvergadering
start: 2026-11-26 10:00
end: 2026-11-26 17:00
period: begin 2027
status: verplaatst
registration: {email: alv@voorbeeld.nl}
---
-- agenda/besloten.md --
---
title: Werkdiner
start: 2026-12-01 18:00
invitation_only: true
location: {city: Ede}
---
-- agenda/dicht.md --
---
title: De inschrijving is dicht
start: 2026-12-03 15:00
location: {online: true}
registration: {url: "https://www.voorbeeld.nl/mee", deadline: 2026-11-20, capacity: 25}
---
-- agenda/dag.md --
---
title: Een dag zonder tijd
start: 2026-12-09
location: {city: Zwolle}
registration: {url: "https://www.voorbeeld.nl/mee", email: mee@voorbeeld.nl}
---
-- nieuwsbrief/2026-11-22.md --
---
title: Nieuws
date: 2026-11-22
preheader: Wat er deze week in de agenda staat, en wat er is verzet.
agenda_weeks: 4
---
"""


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Built:
    folder = tmp_path_factory.mktemp("changes")
    write_files(folder / "content", SITE)
    return build_in(folder)


@pytest.fixture(scope="module")
def pages(site: Built) -> dict[str, Page]:
    return read_pages(site.site)


def text(element: object) -> str:
    """As it is read: what stands apart is apart, and hard spaces are spaces."""
    words = " ".join(" ".join(element.itertext()).split())  # type: ignore[attr-defined]
    return words.replace(" .", ".")


def facts(pages: dict[str, Page], slug: str) -> dict[str, str]:
    found = pages[f"/agenda/{slug}/"].all("//dl[@class='facts']/div")
    return {text(row.find("dt")): text(row.find("dd")) for row in found}


def rows(page: Page, slug: str) -> list[str]:
    """What a list says of an item, each time that it has it; with ``x`` where it is crossed out."""
    found = page.all(f"//h3[a/@href='/agenda/{slug}/']")
    return [
        ("x " if "cancelled" in title.get("class") else "") + text(title.getparent())
        for title in found
    ]


def notices(pages: dict[str, Page], slug: str) -> list[str]:
    return [text(p) for p in pages[f"/agenda/{slug}/"].all("//p[contains(@class,'notice')]")]


def test_the_next_date_is_one_that_goes_on(pages: dict[str, Page]) -> None:
    """On its own page, at its network, beside other meetings; the front page has none so soon."""
    assert facts(pages, "vrijdagen")["Wanneer"] == (
        "Vrijdag 8 januari 2027, 12.00–13.00 uur Alle data van het komende jaar"
    )
    leaf = "//h3[a/@href='/agenda/vrijdagen/']/ancestor::li[1]/time/@datetime"
    for page in ("/netwerken/wethouders/", "/agenda/dijk/"):
        assert pages[page].one(leaf) == "2027-01-08", page
    assert rows(pages["/"], "dag")
    assert not rows(pages["/"], "vrijdagen")
    outlook = (link for link in pages["/agenda/vrijdagen/"].links if "outlook.live" in link)
    assert parse_qs(urlsplit(next(outlook)).query)["startdt"] == ["2027-01-08T11:00:00Z"]


def test_the_page_warns_of_what_a_reader_expects(pages: dict[str, Page]) -> None:
    """The coming date that is off, or moved; not those after the next one."""
    assert notices(pages, "vrijdagen") == ["Let op. Vrijdag 4 december 2026 gaat niet door."]
    assert notices(pages, "dijk")[1:] == [
        "Let op. Vrijdag 18 december 2026 is verplaatst naar "
        "woensdag 20 januari 2027, 10.00–12.00 uur."
    ]
    assert notices(pages, "verzet") == [
        "Let op. Dinsdag 22 december 2026 is verplaatst naar maandag 23 november 2026, 20.00 uur."
    ]


def test_a_time_with_another_end_is_not_told_as_moved(site: Built, pages: dict[str, Page]) -> None:
    """On its page, in the lists and in calendars."""
    assert notices(pages, "langer") == [
        "Let op. Andere eindtijd: woensdag 16 december 2026, 20.00–22.30 uur."
    ]
    assert "Andere eindtijd" in rows(pages["/agenda/"], "langer")[0]
    for file in ("agenda/langer/index.html", "agenda/langer.ics"):
        assert "Verplaatst" not in site.text(file), file


def test_every_date_says_what_is_otherwise(pages: dict[str, Page]) -> None:
    page = pages["/agenda/vrijdagen/"]
    coming, past = page.all("//section[contains(@class,'dates-list')]")
    assert [text(li) for li in coming.findall("ol")[0]] == [
        "vrijdag 4 december 2026, 12.00–13.00 uur Gaat niet door",
        "vrijdag 8 januari 2027, 12.00–13.00 uur",
        "vrijdag 12 februari 2027, 14.00–16.00 uur Verplaatst van vrijdag 5 februari",
        "vrijdag 5 maart 2027, 12.00–13.00 uur Gaat niet door",
        "vrijdag 2 april 2027, 15.00–16.00 uur Verplaatst van 12.00 uur",
        "vrijdag 7 mei 2027, 12.00–13.00 uur",
    ]
    assert [text(li) for li in past.iter("li")] == [
        "vrijdag 13 november 2026, 12.00–13.00 uur Verplaatst van vrijdag 6 november",
        "vrijdag 2 oktober 2026, 12.00–13.00 uur Ging niet door",
        "vrijdag 4 september 2026, 12.00–13.00 uur",
        "vrijdag 3 juli 2026, 12.00–13.00 uur",
    ]
    crossed = page.all("//li[contains(@class,'cancelled')]/time/@datetime")
    assert [str(moment)[:10] for moment in crossed] == ["2026-12-04", "2027-03-05", "2026-10-02"]
    words = facts(pages, "vrijdagen")["Reeks"]
    assert words == "Elke eerste vrijdag van de maand, behalve op feestdagen"


def test_lists_say_it_too(pages: dict[str, Page]) -> None:
    """The agenda and its archive, where what was off is told as past."""
    agenda = rows(pages["/agenda/"], "vrijdagen")
    assert agenda[0].startswith("x Bijpraten & eten")
    assert agenda[0].endswith("Gaat niet door")
    assert agenda[2].endswith("Verplaatst van vrijdag 5 februari")
    assert not agenda[2].startswith("x ")
    (dijk,) = (row for row in rows(pages["/agenda/"], "dijk") if "Verplaatst" in row)
    assert dijk.endswith("Verplaatst van vrijdag 18 december 2026 Onder voorbehoud")
    archive = rows(pages["/agenda/archief/2026/"], "vrijdagen")
    assert [row for row in archive if row.endswith("Ging niet door")] == [archive[2]]
    assert "Gaat niet door" not in pages["/agenda/archief/2026/"].text


def test_a_series_of_which_nothing_goes_on(pages: dict[str, Page]) -> None:
    """The date stays, crossed out: who looks for it must find that it is off."""
    told = facts(pages, "laatste")
    assert told["Wanneer"] == "Dinsdag 24 november 2026, 20.00 uur Gaat niet door"
    assert told["Aanmelden"] == "Aanmelden kan niet meer"
    assert "Status" not in told
    assert pages["/agenda/laatste/"].all("//strong[@class='cancelled']/time")
    assert "Zet in je agenda" not in pages["/agenda/laatste/"].text
    assert rows(pages["/"], "laatste") == ["x De laatste keer niet 20.00 uur Gaat niet door"]


def test_what_is_put_off(pages: dict[str, Page]) -> None:
    """Both what it was and what is known of what it becomes; no date in the agenda."""
    assert notices(pages, "uitgesteld") == [
        "Verplaatst. Was: donderdag 26 november 2026, 10.00–17.00 uur. Nieuwe datum: begin 2027."
    ]
    assert facts(pages, "uitgesteld")["Wanneer"] == "Begin 2027"
    (vague,) = pages["/agenda/"].all("//ul[@class='vague']/li")
    assert text(vague) == (
        "Begin 2027 Ledenvergadering Was: donderdag 26 november 2026, 10.00–17.00 uur Verplaatst"
    )
    assert not rows(pages["/"], "uitgesteld")
    assert "Zet in je agenda" not in pages["/agenda/uitgesteld/"].text


def test_what_is_put_off_has_no_day_of_its_own() -> None:
    """Not to search by, and no feed announces it on the day that it was to be."""
    was = datetime(2026, 11, 26, 10, tzinfo=ZONE)
    item = replace(meeting("later", was), period=parse_period("2027"), status=Status.MOVED)
    (found,) = search_entries(Index(library(item), was + timedelta(days=9)))
    assert found.date is None
    assert announced(item, was + timedelta(days=9)) is None


def test_signing_up(pages: dict[str, Page]) -> None:
    """A mail names the meeting and its next date; after the deadline there is no way in."""

    def subjects(slug: str) -> list[str]:
        links = pages[f"/agenda/{slug}/"].links
        return [unquote(a.partition("subject=")[2]) for a in links if a.startswith("mailto:")]

    assert subjects("vrijdagen") == ["Aanmelding: Bijpraten & eten, vrijdag 8 januari 2027"]
    assert subjects("dag") == ["Aanmelding: Een dag zonder tijd, woensdag 9 december 2026"]
    assert subjects("uitgesteld") == ["Aanmelding: Ledenvergadering"]
    assert subjects("laatste") == []
    (raw,) = (a for a in pages["/agenda/vrijdagen/"].links if a.startswith("mailto:"))
    assert re.fullmatch(r"mailto:agenda@voorbeeld\.nl\?subject=[\w%.-]+", raw)
    assert facts(pages, "vrijdagen")["Aanmelden"] == (
        "Mail agenda@voorbeeld.nl Plaats voor 40 deelnemers"
    )
    assert facts(pages, "dag")["Aanmelden"] == "Meld je aan of mail mee@voorbeeld.nl"
    assert facts(pages, "dicht")["Aanmelden"] == (
        "Aanmelden kan niet meer Plaats voor 25 deelnemers"
    )


def test_invitation_online_and_no_time_yet(pages: dict[str, Page]) -> None:
    assert facts(pages, "besloten")["Toegang"] == "Alleen op uitnodiging"
    assert facts(pages, "besloten")["Wanneer"] == "Dinsdag 1 december 2026, 18.00 uur"
    assert rows(pages["/agenda/"], "besloten") == ["Werkdiner 18.00 uur Ede Op uitnodiging"]
    assert facts(pages, "dicht")["Waar"] == "Online"
    assert facts(pages, "dag")["Wanneer"] == "Woensdag 9 december 2026 Tijd nog niet bekend"
    # No dot before a place that follows on nothing.
    (row,) = pages["/agenda/"].all("//h3[a/@href='/agenda/dag/']/../p[@class='meta']")
    assert text(row) == "Zwolle"
    assert not row.xpath("span")


def test_search_engines_are_told(pages: dict[str, Page]) -> None:
    """Each time by its own status, and of what is moved when it was to be."""

    def events(slug: str) -> list[tuple[str, ...]]:
        (block,) = pages[f"/agenda/{slug}/"].all("//script[@type='application/ld+json']/text()")
        found = [thing for thing in json.loads(str(block))["@graph"] if thing["@type"] == "Event"]
        keys = ("startDate", "previousStartDate", "eventStatus")
        return [tuple(e.get(k, "").rpartition("/")[2] for k in keys) for e in found]

    assert events("vrijdagen")[:5] == [
        ("2026-12-04T12:00:00+01:00", "", "EventCancelled"),
        ("2027-01-08T12:00:00+01:00", "", "EventScheduled"),
        ("2027-02-12T14:00:00+01:00", "2027-02-05T12:00:00+01:00", "EventRescheduled"),
        ("2027-03-05T12:00:00+01:00", "", "EventCancelled"),
        ("2027-04-02T15:00:00+02:00", "2027-04-02T12:00:00+02:00", "EventRescheduled"),
    ]
    # Another end is no other date.
    assert all(was == "" for _, was, _ in events("langer"))
    assert events("uitgesteld") == [("2026-11-26T10:00:00+01:00", "", "EventPostponed")]
    assert events("dijk")[1] == (
        "2027-01-20T10:00:00+01:00", "2026-12-18T10:00:00+01:00", "EventRescheduled",
    )  # fmt: skip


def test_the_newsletter_tells_it(site: Built, pages: dict[str, Page]) -> None:
    """In the mail and in the web edition; what is put off has no date and isn't there."""
    (mail,) = site.mail.rglob("mail.txt")
    words = mail.read_text(encoding="utf-8")
    assert "Bijpraten & eten\n  12.00–13.00 uur\n  Gaat niet door\n" in words
    assert "Naar voren gehaald\n  20.00 uur\n  Verplaatst van dinsdag 22 december\n" in words
    assert "Ledenvergadering" not in words
    edition = rows(pages["/nieuwsbrief/2026-11-22/"], "vrijdagen")
    assert edition == ["Bijpraten & eten 12.00–13.00 uur Gaat niet door"]
