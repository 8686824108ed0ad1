"""The preview in Chromium, as an editor sees it: the bar, mistakes, reloading."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.conftest import copy_project, write_files
from tests.previews import previewing

pytestmark = pytest.mark.browser

CONTENT = """
-- index.md --
---
title: Lokaal Bestuur
---
Welkom.
-- artikelen/2026/gewoon.md --
---
title: Gewoon stuk
description: Dit stuk mag iedereen zien.
date: 2026-11-20
genre: nieuws
---
Dit staat er al. Lees meer op [klik hier](/over/contact/).
-- artikelen/2026/straks.md --
---
title: Verschijnt straks
description: Dit stuk komt later deze week.
date: 2026-11-26 12:00
genre: nieuws
---
Dit komt nog.
-- artikelen/2026/klad.md --
---
title: Nog een klad
description: Dit stuk is nog niet af.
date: 2026-11-20
genre: nieuws
draft: true
---
Hier wordt nog aan geschreven.
-- over/contact.md --
---
title: Contact
---
Hier staat hoe je ons bereikt.
"""
WRONG = "-- artikelen/2026/fout.md --\n---\ntitle: Fout\ndate: 22-13-2026\n---\nTekst.\n"
NOON = {"SOURCE_DATE_EPOCH": "1795334400"}
"""Sunday 22 November 2026, 09:00 in Amsterdam, whatever the day is here."""


@pytest.fixture
def page(browser: Browser) -> Iterator[Page]:
    """A page in a window of its own."""
    with browser.new_context(locale="nl-NL", timezone_id="Europe/Amsterdam") as window:
        window.set_default_timeout(30_000)
        yield window.new_page()


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A project with a small site."""
    copy_project(tmp_path)
    write_files(tmp_path / "content", CONTENT)
    return tmp_path


def test_the_bar_shows_the_site_of_another_moment(folder: Path, page: Page) -> None:
    """Next Sunday a coming article is there as readers will see it; drafts can be left out."""
    with previewing(folder, "lokaal", "serve", "--address", env=NOON) as (address, _, _):
        page.goto(f"{address}/artikelen/2026/straks/")
        expect(page.get_by_text("Verschijnt op donderdag 26 november 2026")).to_be_visible()
        bar = page.get_by_role("complementary", name="Voorbeeld")
        bar.get_by_text("Voorbeeld: nu, met concepten").click()
        bar.get_by_role("button", name="komende zondag 8.00 uur").click()
        expect(bar).to_contain_text("op zondag 29 november 2026")
        expect(page.get_by_role("heading", name="Verschijnt straks")).to_be_visible()
        expect(page.get_by_text("Verschijnt op donderdag")).to_have_count(0)

        page.goto(f"{address}/artikelen/")
        main = page.locator("#inhoud")
        expect(main).to_contain_text("Nog een klad")
        bar.get_by_text("Voorbeeld: op zondag").click()
        bar.get_by_label("ook concepten").uncheck()
        bar.get_by_role("button", name="pas toe").click()
        expect(bar).to_contain_text("zonder concepten")
        expect(main).to_contain_text("Verschijnt straks")
        expect(main).not_to_contain_text("Nog een klad")

        bar.get_by_text("Voorbeeld: op zondag").click()
        bar.get_by_role("button", name="nu", exact=True).click()
        expect(bar).to_contain_text("Voorbeeld: nu")
        expect(main).not_to_contain_text("Verschijnt straks")


def test_a_mistake_is_a_page_until_it_is_mended(folder: Path, page: Page) -> None:
    """At the start there is no site to show; afterwards it comes by itself, and so it goes on."""
    write_files(folder / "content", WRONG)
    wrong = folder / "content/artikelen/2026/fout.md"
    with previewing(folder, "lokaal", "serve", "--address", env=NOON) as (address, _, _):
        page.goto(f"{address}/artikelen/2026/gewoon/")
        expect(page.get_by_role("heading", name="Er is nog geen voorbeeld")).to_be_visible()
        expect(page.get_by_text("artikelen/2026/fout.md", exact=True)).to_be_visible()
        expect(page.locator("li", has_text="Datum (date)")).to_contain_text("Goed is: date:")
        wrong.unlink()
        expect(page.get_by_role("heading", name="Gewoon stuk")).to_be_visible()

        write_files(folder / "content", WRONG)
        alert = page.get_by_role("alert")
        expect(alert).to_contain_text("Dit is nog de vorige versie.")
        expect(alert).to_contain_text("artikelen/2026/fout.md")
        expect(page.get_by_role("heading", name="Gewoon stuk")).to_be_visible()
        wrong.unlink()
        expect(alert).to_have_count(0)


def test_a_page_tells_its_own_problems_and_reloads(folder: Path, page: Page) -> None:
    """Advice stands on the page that it is about, and goes once the file is better."""
    file = folder / "content/artikelen/2026/gewoon.md"
    with previewing(folder, "lokaal", "serve", "--address", env=NOON) as (address, _, _):
        page.goto(f"{address}/artikelen/2026/klad/")
        bar = page.get_by_role("complementary", name="Voorbeeld")
        expect(bar).not_to_contain_text("opmerking")
        page.goto(f"{address}/artikelen/2026/gewoon/")
        bar.get_by_text("1 opmerking").first.click()
        expect(bar.get_by_text(re.compile("regel 7"))).to_be_visible()
        expect(bar).to_contain_text("klik hier")
        file.write_text(file.read_text().replace("[klik hier]", "[de pagina over contact]"))
        expect(page.locator("#inhoud")).to_contain_text("de pagina over contact")
        expect(bar).not_to_contain_text("opmerking")


def test_the_desk_of_the_preview(folder: Path, page: Page) -> None:
    """From the bar to the planning, to the mail of the coming Sunday, and to the form."""
    with previewing(folder, "lokaal", "serve", "--address", env=NOON) as (address, _, _):
        for link, words in (
            ("planning", "Zondag 29 november"),
            ("mail van de komende editie", "scripts/edition"),
        ):
            page.goto(f"{address}/")
            page.get_by_text("Voorbeeld: nu").click()
            page.get_by_role("link", name=link).click()
            expect(page.locator("body")).to_contain_text(words)
        assert page.goto(f"{address}/beheer/")
        expect(page).to_have_title(re.compile("."))
