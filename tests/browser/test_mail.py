"""The mail of a real edition on the narrowest phone: as it is sent, and as it is where a mail app
drops its ``<style>``; and the page on which an editor looks at it."""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import contextmanager
from itertools import pairwise

import pytest
from playwright.sync_api import Browser, Page, expect

from site_plugins.rendering.mail.preview import WIDTHS, View, shown
from tests.browser.mail_screenshots import newest
from tests.browser.test_axe import AXE, violations
from tests.conftest import Built, lacking, run_lokaal

pytestmark = pytest.mark.browser

# What is wrong with a page and not with a mail, which a mail app shows among its own landmarks.
OF_PAGES = ("region", "landmark-one-main")
SMALL = """() => {
    const texts = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT), small = [];
    while (texts.nextNode()) {
        const {data, parentElement} = texts.currentNode;
        if (!data.trim() || !parentElement.checkVisibility()) continue;
        const size = parseFloat(getComputedStyle(parentElement).fontSize);
        if (size < 16) small.push(`${size} px: ${data.trim()}`);
    }
    return small;
}"""
COLOURS = """() => [...document.querySelectorAll("h1, h2, h3, p, li, a")].map((element) => {
    let ground = element;
    while (getComputedStyle(ground).backgroundColor === "rgba(0, 0, 0, 0)")
        ground = ground.parentElement;
    return [getComputedStyle(element).color, getComputedStyle(ground).backgroundColor];
})"""
FETCHED = "performance.getEntriesByType('resource').map((entry) => entry.name)"


@pytest.fixture(scope="module")
def html(real_site: Built) -> str:
    """The newest edition's mail."""
    assert real_site.code == 0, real_site.err
    return (newest(real_site.mail) / "mail.html").read_text("utf-8")


@contextmanager
def window(browser: Browser, width: int) -> Iterator[Page]:
    """A window in which axe can run."""
    if not AXE.exists():
        lacking("axe-core", "npm")
    context = browser.new_context(viewport={"width": width, "height": 900})
    context.add_init_script(path=AXE)
    yield context.new_page()
    context.close()


@pytest.fixture(scope="module", params=["whole", "unstyled"])
def mail(
    request: pytest.FixtureRequest,
    browser: Browser,
    html: str,
    tmp_path_factory: pytest.TempPathFactory,
) -> Iterator[Page]:
    """A window of 320 pixels with the mail in it, from a file."""
    file = tmp_path_factory.mktemp("mail") / "mail.html"
    file.write_text(html if request.param == "whole" else shown(html, View.UNSTYLED), "utf-8")
    with window(browser, WIDTHS[0]) as page:
        page.goto(file.as_uri())
        yield page


def test_asks_for_nothing(mail: Page) -> None:
    """It is there with nothing fetched: no picture, no style, no letters."""
    assert mail.evaluate(FETCHED) == []


def test_nothing_scrolls_sideways(mail: Page) -> None:
    """All of it fits on the narrowest phone."""
    assert mail.evaluate("document.documentElement.scrollWidth") == WIDTHS[0]


def test_letters_are_large_enough(mail: Page) -> None:
    """No text is smaller than 16 pixels."""
    assert mail.evaluate(SMALL) == []


def test_contrast(mail: Page) -> None:
    """axe has nothing against it, light and dark; text stands out from what lies beneath it."""
    wrong = [line for line in violations(mail) if line.split()[1].strip(":") not in OF_PAGES]
    assert wrong == []


def test_headings(mail: Page) -> None:
    """One h1, and no level is skipped on the way down."""
    headings = mail.get_by_role("heading").all()
    levels = [int(heading.evaluate("(element) => element.tagName[1]")) for heading in headings]
    assert levels[0] == 1
    assert levels.count(1) == 1
    assert all(after <= before + 1 for before, after in pairwise(levels))


def test_preheader_is_for_the_inbox_only(mail: Page, real_site: Built) -> None:
    """It comes first in the mail, and is not to be seen in it."""
    manifest = json.loads((newest(real_site.mail) / "manifest.json").read_text("utf-8"))
    first = mail.locator("body *:not(:has(*))").first
    assert (first.text_content() or "").startswith(manifest["preheader"])
    expect(first).to_be_hidden()


def test_dark_colours(browser: Browser, html: str) -> None:
    """Outlook.com gets the dark colours that others ask for by media query; both differ from light.

    The page that shows a mail to editors says so too, whatever colours they prefer.
    """
    page = browser.new_page(color_scheme="dark")
    seen = []
    for each in (html, *(shown(html, view) for view in (View.DARK, View.OUTLOOK, View.LIGHT))):
        page.set_content(each)
        seen.append(page.evaluate(COLOURS))
    page.close()
    asked, dark, outlook, light = seen
    assert asked == dark == outlook
    for (ink, ground), (by_day, ground_by_day) in zip(dark, light, strict=True):
        assert ink != by_day
        assert ground != ground_by_day


@pytest.fixture(scope="module")
def preview(
    browser: Browser, real_site: Built, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Page]:
    """What ``lokaal edition preview`` makes of the newest edition, at a desk."""
    file = tmp_path_factory.mktemp("preview") / "editie.html"
    day = newest(real_site.mail).name
    done = run_lokaal("edition", "preview", day, "--at", f"{day}T09:00", "--output", str(file))
    assert done.returncode == 0, done.stderr
    with window(browser, 1280) as page:
        page.goto(file.as_uri())
        yield page


def test_preview_shows_every_way(preview: Page) -> None:
    """Each way of showing comes up at both widths, as high as the mail is; the others are away."""
    for view in View:
        preview.get_by_label(view, exact=True).check()
        for width in WIDTHS:
            title = f"De mail, {view.lower()}, {width} pixels breed"
            expect(preview.get_by_title(title, exact=True)).to_be_visible()
        seen = [frame for frame in preview.locator("iframe").all() if frame.is_visible()]
        assert len(seen) == len(WIDTHS)
        for frame, width in zip(seen, WIDTHS, strict=True):
            inside = frame.content_frame.locator("html")
            inner = inside.evaluate("(e) => [e.clientWidth, e.scrollHeight - e.clientHeight]")
            assert inner == [width, 0]


def test_preview_asks_for_nothing(preview: Page) -> None:
    """The page and its frames hold all they show."""
    for frame in preview.frames:
        assert frame.evaluate(FETCHED) == []


def test_preview_without_script(browser: Browser, preview: Page) -> None:
    """Every way of showing is within reach where scripts are off; frames then scroll."""
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(preview.url)
    for view in View:
        page.get_by_label(view, exact=True).check()
        title = f"De mail, {view.lower()}, {WIDTHS[0]} pixels breed"
        expect(page.get_by_title(title, exact=True)).to_be_visible()
    context.close()


def test_preview_contrast(preview: Page) -> None:
    """axe has nothing against the page itself; what the frames hold, and run nothing, is above."""
    assert [each for each in violations(preview) if "frame-tested" not in each] == []
