"""The site follows what a reader asks of the browser: larger, calmer, starker, scriptless."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, Playwright, expect

from tests.browser.conftest import chromium

pytestmark = pytest.mark.browser

# WCAG 2.2, 1.4.12; a sheet that is made by script isn't stopped by the policy.
SPACING = """* { line-height: 1.5 !important; letter-spacing: 0.12em !important;
    word-spacing: 0.16em !important } p { margin-bottom: 2em !important }"""
RESTYLE = """(css) => {
    const sheet = new CSSStyleSheet();
    sheet.replaceSync(css);
    document.adoptedStyleSheets = [sheet];
}"""
# Text that is cut off, or that lies over other text. Drawings keep their own letters.
LOSSES = """() => {
    const losses = [];
    const room = document.documentElement;
    if (room.scrollWidth > room.clientWidth) losses.push(`sideways: ${room.scrollWidth}`);
    const texts = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
    const boxes = [];
    while (texts.nextNode()) {
        const text = texts.currentNode, parent = text.parentElement;
        if (!text.data.trim() || parent.closest("svg, script, select, .skip")) continue;
        if (!parent.checkVisibility({visibilityProperty: true, opacityProperty: true})) continue;
        const range = document.createRange();
        range.selectNodeContents(text);
        const name = text.data.trim().slice(0, 60);
        let cutting = parent;
        while (cutting && getComputedStyle(cutting).overflow === "visible")
            cutting = cutting.parentElement;
        const edge = cutting?.getBoundingClientRect();
        if (edge && (edge.width <= 1 || edge.height <= 1)) continue;  // for screen readers only
        const cut = edge && /hidden|clip/.test(getComputedStyle(cutting).overflow);
        // The box of a large first letter is higher than the letter.
        const first = getComputedStyle(parent, "::first-letter");
        const initial = first.float !== "none" || (first.initialLetter ?? "normal") !== "normal";
        for (const box of [...range.getClientRects()].slice(initial ? 1 : 0)) {
            if (cut && (box.right > edge.right + 2 || box.bottom > edge.bottom + 2))
                losses.push(`cut off: ${name}`);
            boxes.push([box, name]);
        }
    }
    boxes.sort((a, b) => a[0].top - b[0].top);
    boxes.forEach(([box, name], at) => {
        for (let next = at + 1; next < boxes.length; next++) {
            const [other, words] = boxes[next];
            if (other.top > box.bottom - 3) break;
            const wide = Math.min(box.right, other.right) - Math.max(box.left, other.left);
            const high = Math.min(box.bottom, other.bottom) - other.top;
            if (wide > 3 && high > Math.min(box.height, other.height) / 2)
                losses.push(`over each other: ${name} | ${words}`);
        }
    });
    return [...new Set(losses)];
}"""
UNFOLD = "document.querySelectorAll('details').forEach((it) => it.open = true)"
# WCAG 2.2, 2.5.8. Links in a sentence are free; the map's regions stand as links beside it.
SMALL = """() => {
    const letters = (element) => element.textContent.replace(/\\s+/g, "");
    const targets = "a[href], button, summary, select, input, audio, .tabbed-labels label";
    return [...document.querySelectorAll(targets)].filter((it) => {
        if (it.closest(".skip, .map") || it.disabled) return false;
        if (!it.checkVisibility({visibilityProperty: true, opacityProperty: true})) return false;
        let block = it;
        while (getComputedStyle(block).display === "inline") block = block.parentElement;
        if (block !== it && letters(block) !== letters(it)) return false;
        const {width, height} = it.getBoundingClientRect();
        return width < 24 || height < 24;
    }).map((it) => it.outerHTML.slice(0, 200));
}"""
MOVING = """() => [...document.querySelectorAll("*")].flatMap((element) =>
    [null, "::before", "::after"].flatMap((pseudo) => {
        const look = getComputedStyle(element, pseudo);
        const times = [look.transitionDuration, look.animationDuration].join(",").split(",");
        const moving = times.some((time) => parseFloat(time) > 0.01)
            || look.scrollBehavior === "smooth";
        return moving ? [`${element.tagName}.${element.className}${pseudo ?? ""}`] : [];
    }))"""
# Forced colours take backgrounds and shadows away: a control then needs a border to be one.
UNMARKED = """() => [...document.querySelectorAll("input, select, textarea, button, summary")]
    .filter((it) => it.checkVisibility() && it.type !== "hidden"
        && !["checkbox", "radio"].includes(it.type) && it.tagName !== "SUMMARY")
    .filter((it) => {
        const look = getComputedStyle(it);
        return look.borderBottomStyle === "none" || parseFloat(look.borderBottomWidth) < 1;
    }).map((it) => it.outerHTML.slice(0, 200))"""

Open = Callable[..., Page]


@pytest.fixture
def open_page(browser: Browser) -> Iterator[Open]:
    """A page in a browser with the given wishes."""
    contexts: list[BrowserContext] = []

    def opened(width: int, **wishes: object) -> Page:
        context = browser.new_context(viewport={"width": width, "height": 800}, **wishes)  # type: ignore[arg-type]
        contexts.append(context)
        return context.new_page()

    yield opened
    for context in contexts:
        context.close()


def of_templates(shown: Mapping[str, str]) -> Iterator[tuple[str, str]]:
    """Without the genres: their controls and scripts are those of ``article``."""
    return (each for each in shown.items() if not each[0].startswith("article-"))


@pytest.mark.parametrize(
    ("width", "css"),
    [
        (320, ""),
        pytest.param(640, "", marks=pytest.mark.slow),
        (390, SPACING),
        pytest.param(1280, SPACING, marks=pytest.mark.slow),
    ],
    ids=["1280-at-400%", "1280-at-200%", "390-spacing", "1280-spacing"],
)
def test_nothing_is_lost(
    open_page: Open, address: str, shown: Mapping[str, str], width: int, css: str
) -> None:
    """With everything twice or four times as large, and with more space in the text."""
    page = open_page(width)
    losses = {}
    for name, path in shown.items():
        page.goto(address + path)
        page.evaluate(RESTYLE, css)
        if found := page.evaluate(LOSSES):
            losses[f"{name} {path}"] = found
    assert losses == {}


def test_nothing_is_lost_with_large_letters(
    playwright: Playwright, address: str, shown: Mapping[str, str]
) -> None:
    """With letters twice as large in the settings of the browser, on a phone, all unfolded."""
    losses = {}
    with chromium(playwright, "--blink-settings=defaultFontSize=32") as browser:
        page = browser.new_page(viewport={"width": 390, "height": 800})
        for name, path in shown.items():
            page.goto(address + path)
            page.evaluate(UNFOLD)
            assert page.evaluate("getComputedStyle(document.documentElement).fontSize") == "32px"
            if found := page.evaluate(LOSSES):
                losses[f"{name} {path}"] = found
    assert losses == {}


def test_losses_are_seen(open_page: Open, address: str) -> None:
    """The test above knows a text that is cut off, and one that lies over another."""
    page = open_page(390)
    page.goto(f"{address}/over/")
    page.evaluate(RESTYLE, "h1 { height: 3px; overflow: hidden } li + li { margin-top: -1.5em }")
    kinds = {loss.partition(":")[0] for loss in page.evaluate(LOSSES)}
    assert kinds == {"cut off", "over each other"}


def test_there_is_room_for_a_finger(
    open_page: Open, address: str, shown: Mapping[str, str]
) -> None:
    """All that can be pressed outside a sentence is at least 24 by 24 pixels on a phone."""
    page = open_page(390)
    small = {}
    for name, path in of_templates(shown):
        page.goto(address + path)
        page.evaluate(UNFOLD)
        if found := page.evaluate(SMALL):
            small[f"{name} {path}"] = found
    assert small == {}


def test_small_targets_are_seen(open_page: Open, address: str) -> None:
    """The test above knows a line of links that is too low."""
    page = open_page(390)
    page.goto(f"{address}/over/")
    page.evaluate(RESTYLE, ".footer li a { display: block; padding: 0; line-height: 1 }")
    found = page.evaluate(SMALL)
    assert len(found) == page.locator(".footer li a").count() > 0


def test_nothing_moves_for_who_asks_so(
    open_page: Open, address: str, shown: Mapping[str, str]
) -> None:
    """With less motion asked for, nothing slides, fades or scrolls by itself."""
    page = open_page(1280, reduced_motion="reduce")
    for name, path in of_templates(shown):
        page.goto(address + path)
        assert page.evaluate(MOVING) == [], name


def test_forced_colours(open_page: Open, address: str, shown: Mapping[str, str]) -> None:
    """With the reader's own colours a control still has its border, and the focus its outline."""
    page = open_page(1280, forced_colors="active")
    for name, path in of_templates(shown):
        page.goto(address + path)
        assert page.evaluate("matchMedia('(forced-colors: active)').matches")
        assert page.evaluate(UNMARKED) == [], name
        page.keyboard.press("Tab")
        page.keyboard.press("Tab")
        assert page.evaluate("getComputedStyle(document.activeElement).outlineStyle") != "none", (
            name
        )


def test_every_page_reads_without_script(
    open_page: Open, address: str, shown: Mapping[str, str]
) -> None:
    """With JavaScript off the text, the headings and the pictures are those of with it on."""
    plain, full = open_page(390, java_script_enabled=False), open_page(390)
    for name, path in of_templates(shown):
        texts = []
        for page in (plain, full):
            page.goto(address + path)
            expect(page.get_by_role("heading", level=1)).to_be_visible()
            texts.append(
                [
                    each.strip()
                    for each in page.locator("#inhoud")
                    .locator("p, h1, h2, h3, li")
                    .all_inner_texts()
                    if each.strip()
                ]
            )
        if name != "search":
            # What a script adds is a button or a remark; nothing is missing without it.
            missing = [text for text in texts[1] if text not in texts[0]]
            assert len(texts[0]) >= 1
            assert len(missing) <= 3, (name, missing)
