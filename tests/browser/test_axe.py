"""axe-core finds nothing: WCAG 2.2 A and AA and best practices, in Chromium.

https://github.com/dequelabs/axe-core/blob/develop/doc/API.md
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.browser.templates import templates
from tests.conftest import ROOT, lacking

pytestmark = pytest.mark.browser

AXE = ROOT / "node_modules/axe-core/axe.min.js"
TAGS = [*("wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"), "best-practice"]


@pytest.fixture(params=[390, 1280])
def page(request: pytest.FixtureRequest, browser: Browser) -> Iterator[Page]:
    if not AXE.exists():
        lacking("axe-core", "npm")
    context = browser.new_context(
        viewport={"width": request.param, "height": 900}, reduced_motion="reduce"
    )
    # Unlike a script that is added to the page, this one isn't stopped by its policy.
    context.add_init_script(path=AXE)
    yield context.new_page()
    context.close()


def violations(page: Page) -> list[str]:
    """What axe has against the page as it is now, light and dark, one line for each element."""
    options = json.dumps({"runOnly": TAGS, "resultTypes": ["violations"]})
    found = []
    for scheme in ("light", "dark"):
        page.emulate_media(color_scheme=scheme)
        found += page.evaluate(
            f"""async () => (await axe.run(document, {options})).violations.flatMap(
            ({{id, nodes}}) => nodes.map(
                (n) => `{scheme} ${{id}}: ${{n.html}} ${{n.failureSummary}}`))"""
        )
    return [str(each) for each in found]


def test_every_template_and_genre(page: Page, address: str, shown: Mapping[str, str]) -> None:
    """The fullest page of each has no violation, with all that folds unfolded."""
    assert templates() <= set(shown)
    found = {}
    for name, path in shown.items():
        page.goto(address + path)
        page.evaluate("document.querySelectorAll('#inhoud details').forEach(d => d.open = true)")
        if lines := violations(page):
            found[f"{name} {path}"] = lines
    assert found == {}


def test_the_open_menu(page: Page, address: str) -> None:
    """On a phone it lies over the page; on a wide screen it is always there."""
    page.goto(f"{address}/")
    button = page.get_by_text("Menu", exact=True)
    if page.viewport_size == {"width": 390, "height": 900}:
        button.click()
    else:
        expect(button).to_be_hidden()
    expect(page.get_by_role("navigation", name="Hoofdmenu")).to_be_visible()
    assert violations(page) == []


def test_search_with_results(page: Page, address: str) -> None:
    """What search adds to the page is as good as what was there."""
    page.goto(f"{address}/zoeken/")
    page.get_by_role("searchbox").fill("wonen")
    expect(page.locator("#gevonden").get_by_role("link").first).to_be_visible()
    assert violations(page) == []


def test_violations_are_seen(page: Page, address: str) -> None:
    """The tests above know a violation when there is one: grey on grey, a nameless button."""
    page.goto(f"{address}/over/")
    page.evaluate(
        """() => {
            const links = [...document.querySelectorAll("#inhoud li a")];
            for (const { style } of links) {
                style.color = "#888888";
                style.backgroundColor = "#999999";
            }
            links[0].append(document.createElement("button"));
        }"""
    )
    rules = {line.partition(":")[0] for line in violations(page)}
    assert rules >= {
        f"{scheme} {rule}"
        for scheme in ("light", "dark")
        for rule in ("button-name", "color-contrast")
    }
