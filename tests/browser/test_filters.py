"""Filtering the agenda in a browser: filters.js, with and without JavaScript."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page, expect

pytestmark = pytest.mark.browser


@pytest.fixture
def page(browser: Browser) -> Iterator[Page]:
    context = browser.new_context(viewport={"width": 390, "height": 800})
    yield context.new_page()
    context.close()


def test_filters_by_keyboard(page: Page, address: str) -> None:
    """Opened, chosen and cleared with keys alone; the list, the count and the address follow."""
    page.goto(f"{address}/agenda/")
    items = page.locator("[data-filter-item]:visible")
    everything = items.count()
    box = page.locator(".filter-box > summary")
    box.focus()
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")
    audience = page.get_by_label("Voor wie")
    expect(audience).to_be_focused()
    page.keyboard.type("Wethouders")
    expect(page.get_by_role("status")).to_contain_text("gevonden")
    expect(page).to_have_url(f"{address}/agenda/?doelgroep=wethouders")
    kept = items.count()
    assert kept > 0
    for entry in items.all():
        assert "wethouders" in (entry.get_attribute("data-doelgroep") or "").split()
    assert page.get_by_role("status").inner_text().split()[0] == str(kept)
    clear = page.get_by_role("button", name="Wis filters")
    clear.focus()
    page.keyboard.press("Enter")
    expect(page.get_by_role("status")).to_be_empty()
    expect(page).to_have_url(f"{address}/agenda/")
    assert items.count() == everything


def test_filters_add_up(page: Page, address: str) -> None:
    """Two choices keep what has both; days and months without any go, and so do their links."""
    page.goto(f"{address}/agenda/?doelgroep=wethouders&plaats=online")
    expect(page.get_by_label("Voor wie")).to_have_value("wethouders")
    expect(page.get_by_label("Waar")).to_have_value("online")
    items = page.locator("[data-filter-item]:visible")
    assert items.count() > 0
    for entry in items.all():
        assert entry.get_attribute("data-plaats") == "online"
    for group in page.locator("[data-filter-group]:visible").all():
        assert group.locator("[data-filter-item]:visible").count()
    for month in page.locator("details.month-later:visible").all():
        count = month.locator("[data-filter-item]:visible").count()
        assert month.locator("[data-filter-count]").inner_text().split()[0] == str(count)
    for jump in page.locator("a[data-filter-jump]:visible").all():
        assert page.locator(jump.get_attribute("href") or "").is_visible()


def test_nothing_left_is_said(page: Page, address: str) -> None:
    """Filters that nothing has both of leave an empty list and words; odd values do nothing."""
    page.goto(f"{address}/agenda/?doelgroep=trainers&plaats=online")
    expect(page.get_by_role("status")).to_have_text(
        "Geen bijeenkomsten gevonden. Haal een filter weg."
    )
    assert page.locator("[data-filter-item]:visible").count() == 0
    page.goto(f"{address}/agenda/?doelgroep=<b>x</b>&laag=maan")
    expect(page.get_by_role("status")).to_be_empty()
    assert page.locator("[data-filter-item]:visible").count() > 0


def test_without_script_the_parts_are_links(browser: Browser, address: str) -> None:
    """No empty form stands there, and the links lead to pages of their own."""
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(f"{address}/agenda/")
    page.get_by_text("Filter de agenda").click()
    assert page.locator("form.filters").is_hidden()
    page.get_by_role("navigation", name="Delen van de agenda").get_by_role(
        "link", name="Wethouders", exact=True
    ).click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Agenda voor wethouders")
    context.close()
