"""What a reader sees on a phone and at a desk."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

import pytest
from playwright.sync_api import Browser, Page, expect

pytestmark = pytest.mark.browser


@pytest.fixture(params=[(320, "light"), (390, "dark"), (1280, "light")], ids=str)
def page(request: pytest.FixtureRequest, browser: Browser) -> Iterator[Page]:
    width, scheme = request.param
    context = browser.new_context(viewport={"width": width, "height": 800}, color_scheme=scheme)
    yield context.new_page()
    context.close()


def test_no_page_scrolls_sideways_or_asks_elsewhere(
    page: Page, address: str, shown: Mapping[str, str]
) -> None:
    """At 320, 390 and 1280 px every template fits, and every request is to the site itself."""
    elsewhere: list[str] = []
    complaints: list[str] = []
    page.on("request", lambda r: None if r.url.startswith(address) else elsewhere.append(r.url))
    page.on("console", lambda m: complaints.append(m.text) if m.type == "error" else None)
    too_wide = {}
    for path in shown.values():
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
    page.goto(f"{address}/over/")
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
