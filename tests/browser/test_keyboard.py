"""Without a mouse: where the focus is can always be seen, and everything can be reached."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

import pytest
from playwright.sync_api import Browser, Page, expect

pytestmark = pytest.mark.browser

# What has the focus: which it is, and what is wrong with it, if anything. A link over two lines
# has two boxes; one that can be seen is enough (WCAG 2.2, 2.4.11).
FOCUS = """() => {
    const it = document.activeElement;
    if (!it || it === document.body || it === document.documentElement) return null;
    const faults = [];
    const look = getComputedStyle(it);
    if (look.outlineStyle === "none" || parseFloat(look.outlineWidth) < 2)
        faults.push("no outline");
    const seen = [...it.getClientRects()].some(({left, right, top, bottom}) => {
        const [x0, x1] = [Math.max(left, 0), Math.min(right, innerWidth)];
        const [y0, y1] = [Math.max(top, 0), Math.min(bottom, innerHeight)];
        if (x1 - x0 < 1 || y1 - y0 < 1) return false;
        const there = document.elementFromPoint((x0 + x1) / 2, (y0 + y1) / 2);
        return there && (it.contains(there) || it.labels?.[0]?.contains(there));
    });
    if (!seen) faults.push("not to be seen");
    const all = [...document.querySelectorAll("*")];
    return [all.indexOf(it), faults.map((fault) => `${fault}: ${it.outerHTML.slice(0, 200)}`)];
}"""


@pytest.fixture
def page(browser: Browser) -> Iterator[Page]:
    """A small phone: 1280 by 2272 pixels at 400%."""
    context = browser.new_context(viewport={"width": 320, "height": 568}, reduced_motion="reduce")
    yield context.new_page()
    context.close()


def walk(page: Page, key: str) -> tuple[list[int], list[str]]:
    """Press a key until the focus has left the page; what had it, and what was wrong."""
    reached: list[int] = []
    faults: list[str] = []
    while True:
        page.keyboard.press(key)
        found = page.evaluate(FOCUS)
        if found is None or found[0] in reached:
            return reached, faults
        reached.append(found[0])
        faults += found[1]


@pytest.mark.parametrize("name", ["front", "article", "agenda", "motion", "search"])
def test_the_focus_is_never_covered(
    page: Page, address: str, shown: Mapping[str, str], name: str
) -> None:
    """Through a page and back: what has the focus has an outline and lies under nothing."""
    page.goto(address + shown[name])
    there, faults = walk(page, "Tab")
    back, more = walk(page, "Shift+Tab")
    assert len(there) > 15
    assert set(back) >= set(there[:-1]) - {back[-1]}
    assert [*faults, *more] == []


def test_a_covered_focus_is_seen(page: Page, address: str) -> None:
    """The test above knows a bar that lies over the focus, and an outline that is taken away."""
    page.goto(f"{address}/over/")
    page.evaluate(
        """() => {
            const bar = document.createElement("div");
            bar.style.cssText = "position: fixed; inset: 0; background: black; z-index: 999";
            document.body.append(bar);
            document.querySelector(".skip").style.outline = "none";
        }"""
    )
    page.keyboard.press("Tab")
    _, faults = page.evaluate(FOCUS)
    assert [fault.partition(":")[0] for fault in faults] == ["no outline", "not to be seen"]


def test_the_menu_by_keyboard(page: Page, address: str) -> None:
    """It opens with Enter; Tab goes into it; Enter follows a link."""
    page.goto(f"{address}/")
    page.get_by_text("Menu", exact=True).focus()
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")
    first = page.get_by_role("navigation", name="Hoofdmenu").get_by_role("link").first
    expect(first).to_be_focused()
    expect(first).to_be_in_viewport()
    name = first.inner_text()
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", level=1)).to_have_text(name)
