"""What a reader sees on a phone and at a desk."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page, expect

pytestmark = pytest.mark.browser

PAGES = (
    "/",
    "/artikelen/",
    "/artikelen/2026/leden-in-de-grafiek-2010-2023/",
    "/agenda/",
    "/agenda/bijpraatsessie-wethouders/",
    "/netwerken/",
    "/netwerken/wethouders/",
    "/afgehaakt/achterhoek/",
    "/afgehaakt/acties/",
    "/handreikingen/wonen/",
    "/motiebank/voorbeeldmotie-actief-grondbeleid-wonen/",
    "/scholing/vragenuur/",
    "/onderzoek/middenbestuur/",
    "/onderwerpen/wonen/",
    "/doelgroepen/raadsleden/",
    "/mensen/yusuf-celik/",
    "/over/ledenaantallen/",
    "/nieuwsbrief/",
    "/nieuwsbrief/2026-11-22/",
    "/zoeken/",
    "/404.html",
)


@pytest.fixture(params=[(320, "light"), (390, "dark"), (1280, "light")], ids=str)
def page(request: pytest.FixtureRequest, browser: Browser) -> Iterator[Page]:
    width, scheme = request.param
    context = browser.new_context(viewport={"width": width, "height": 800}, color_scheme=scheme)
    yield context.new_page()
    context.close()


def test_no_page_scrolls_sideways_or_asks_elsewhere(page: Page, address: str) -> None:
    """At 320, 390 and 1280 px every template fits, and every request is to the site itself."""
    elsewhere: list[str] = []
    complaints: list[str] = []
    page.on("request", lambda r: None if r.url.startswith(address) else elsewhere.append(r.url))
    page.on("console", lambda m: complaints.append(m.text) if m.type == "error" else None)
    too_wide = {}
    for path in PAGES:
        page.goto(address + path)
        room, used = page.evaluate(
            "[document.documentElement.clientWidth, document.documentElement.scrollWidth]"
        )
        if used > room:
            too_wide[path] = used - room
    assert not too_wide
    assert not elsewhere
    assert not complaints


def test_the_first_tab_leads_to_the_text(page: Page, address: str) -> None:
    """The skip link shows itself when it has the focus, and works."""
    page.goto(address + PAGES[2])
    page.keyboard.press("Tab")
    link = page.get_by_role("link", name="Naar de inhoud")
    expect(link).to_be_focused()
    expect(link).to_be_in_viewport()
    page.keyboard.press("Enter")
    page.wait_for_url("**#inhoud")


def test_the_menu_opens_without_script(browser: Browser, address: str) -> None:
    """On a phone with JavaScript off the menu still opens and leads on."""
    context = browser.new_context(viewport={"width": 390, "height": 800}, java_script_enabled=False)
    page = context.new_page()
    page.goto(address)
    page.get_by_text("Menu", exact=True).click()
    page.get_by_role("navigation", name="Hoofdmenu").get_by_role("link", name="Agenda").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Agenda")
    context.close()


def test_search_finds_and_stays_text(page: Page, address: str) -> None:
    """A query finds titles, says how many, and a query with a tag stays text."""
    page.goto(address + "/zoeken/")
    field = page.get_by_role("searchbox")
    field.fill("stikstof")
    expect(page.get_by_role("main").get_by_role("link", name="Stikstof").first).to_be_visible()
    field.fill("<script>alert(1)</script>")
    expect(page.get_by_role("status")).to_contain_text("Niets gevonden")
    field.fill("celik")
    expect(page.get_by_role("main").get_by_role("link", name="Yusuf Çelik")).to_be_visible()
