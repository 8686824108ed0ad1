"""A page on paper."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

import pytest
from playwright.sync_api import Browser, Page, expect

pytestmark = pytest.mark.browser

PRINTED = ["article", "article-achtergrond", "guide", "motion", "agenda", "event"]
# A heading with two lines of text below it, above a margin of 2 cm; in points from the foot.
LOWEST_HEADING = 57 + 36


@dataclass(frozen=True)
class Sheets:
    """A page as PDF (ISO 32000): what can be read in it without unpacking its streams."""

    count: int
    links: frozenset[str]
    """Addresses of what can be pressed, so of each link that is on paper."""
    headings: tuple[tuple[int, float], ...]
    """Sheet, counted from 0, and distance from its foot in points."""


def printed(page: Page) -> Sheets:
    """The page on A4."""
    pdf = page.pdf(format="A4", outline=True, tagged=True)
    numbers = [int(each) for each in re.findall(rb"(\d+) 0 obj\s*<<\s*/Type /Page\b", pdf)]
    headings = re.findall(rb"/Dest \[(\d+) 0 R /XYZ [\d.]+ ([\d.]+)", pdf)
    return Sheets(
        len(numbers),
        frozenset(each.decode() for each in re.findall(rb"/URI \(([^)]*)\)", pdf)),
        tuple((numbers.index(int(sheet)), float(height)) for sheet, height in headings),
    )


@pytest.fixture
def paper(browser: Browser) -> Iterator[Page]:
    """A page as it is printed, also by a reader whose screen is dark."""
    context = browser.new_context(viewport={"width": 640, "height": 900}, color_scheme="dark")
    page = context.new_page()
    page.emulate_media(media="print")
    yield page
    context.close()


@pytest.mark.parametrize("template", PRINTED)
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


@pytest.mark.parametrize("template", PRINTED)
def test_sheets(paper: Page, address: str, shown: Mapping[str, str], template: str) -> None:
    """As PDF: full sheets, the last one with more than the foot, and no link of the menus."""
    paper.goto(address + shown[template])
    sheets = printed(paper)
    words = len(paper.locator("body").inner_text().split())
    assert sheets.count <= 1 + words / 200
    assert max(sheet for sheet, _ in sheets.headings) == sheets.count - 1
    hrefs = "links => links.map((it) => it.href)"
    menus = set(paper.locator("nav a").evaluate_all(hrefs))
    in_text = set(paper.locator(".prose a[href^='/']").evaluate_all(hrefs))
    others = set(paper.locator("a:not(nav a)").evaluate_all(hrefs))
    assert len(menus - others) > 5
    assert not sheets.links & (menus - others)
    assert sheets.links >= in_text


@pytest.mark.parametrize("template", ["guide", "agenda"])
def test_no_heading_at_the_foot_of_a_sheet(
    paper: Page, address: str, shown: Mapping[str, str], template: str
) -> None:
    """Wherever the text happens to be cut, below a heading are lines of what it heads."""
    paper.goto(address + shown[template])
    for lower in range(0, 240, 60):
        paper.locator("h1").evaluate("(it, lower) => it.style.marginTop = `${lower}px`", lower)
        heights = [height for _, height in printed(paper).headings]
        assert min(heights) > LOWEST_HEADING, lower


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
