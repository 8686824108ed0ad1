"""A page on paper."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

import pytest
from playwright.sync_api import Browser, Page, expect

pytestmark = pytest.mark.browser


@pytest.fixture
def paper(browser: Browser) -> Iterator[Page]:
    """A page as it is printed, also by a reader whose screen is dark."""
    context = browser.new_context(viewport={"width": 640, "height": 900}, color_scheme="dark")
    page = context.new_page()
    page.emulate_media(media="print")
    yield page
    context.close()


@pytest.mark.parametrize("template", ["article", "guide", "motion", "agenda"])
def test_on_paper_there_is_the_text_and_no_way_round(
    paper: Page, address: str, shown: Mapping[str, str], template: str
) -> None:
    """No navigation and nothing to press; where the page was found stands at its end."""
    paper.goto(address + shown[template])
    expect(paper.get_by_role("heading", level=1)).to_be_visible()
    for element in paper.locator("nav, button, select, summary ~ form, .button").all():
        expect(element).not_to_be_visible()
    last = paper.locator(".footer-about")
    assert shown[template] in last.evaluate("e => getComputedStyle(e, '::after').content")
    ground = paper.evaluate("getComputedStyle(document.body).backgroundColor")
    assert ground == "rgb(255, 255, 255)"


def test_links_on_paper_say_where_they_lead(
    paper: Page, address: str, shown: Mapping[str, str]
) -> None:
    """Behind each link in the text stands its address."""
    paper.goto(address + shown["guide"])
    link = paper.locator(".prose a[href^='/']").first
    shown_after = link.evaluate("e => getComputedStyle(e, '::after').content")
    assert str(link.get_attribute("href")) in shown_after


def test_what_is_folded_is_open_on_paper(
    paper: Page, address: str, shown: Mapping[str, str]
) -> None:
    """Months far away are closed on the screen's agenda, and printed all the same."""
    paper.goto(address + shown["agenda"])
    folded = paper.locator("details.month-later:not([open]) .meeting-title")
    assert folded.count()
    expect(folded.first).to_be_visible()
