"""axe-core finds nothing and leaves nothing open: WCAG 2.2 A, AA, best practices, in Chromium.

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
# The lowest contrast that text can have where axe can't tell what lies beneath it; 0 where this
# can't either. Three kinds are known:
# - A gradient, such as the shade at the side of a wide table: whatever it mixes lies, in each of
#   red, green and blue, between the least and the most that it or what it lies on has.
# - Text in a drawing, which axe takes for a picture: it has a rim of its own, drawn first and
#   four units wide, that keeps it from whatever it lies on.
# - A single letter or figure, which axe thinks might be a sign: here it's text.
LOWEST_CONTRAST = r"""(element) => {
    const colours = (css) => [...css.matchAll(/rgba?\(([^)]+)\)/g)]
        .map(([, inside]) => inside.split(/[ ,/]+/).map(Number))
        .filter((colour) => colour[3] !== 0);
    const light = (colour) => colour.slice(0, 3)
        .map((part) => part / 255)
        .map((part) => part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4)
        .reduce((sum, part, at) => sum + part * [0.2126, 0.7152, 0.0722][at], 0);
    const style = getComputedStyle(element), drawn = element instanceof SVGElement;
    const beneath = [];
    if (drawn) {
        const rim = parseFloat(style.strokeWidth) >= 4 && style.paintOrder.startsWith("stroke");
        if (rim) beneath.push(...colours(style.stroke));
    }
    for (let at = drawn ? null : element; at; at = at.parentElement) {
        const {backgroundImage, backgroundColor} = getComputedStyle(at);
        if (/url\(|color\(/.test(backgroundImage + backgroundColor)) return 0;
        beneath.push(...colours(backgroundImage), ...colours(backgroundColor));
        if (colours(backgroundColor).some(([, , , alpha = 1]) => alpha === 1)) break;
    }
    if (!beneath.length) return 0;
    const [ink] = colours(drawn ? style.fill : style.color).map(light);
    const [least, most] = [Math.min, Math.max]
        .map((pick) => light([0, 1, 2].map((part) => pick(...beneath.map((it) => it[part])))));
    if (ink >= least && ink <= most) return 1;
    return ink > most ? (ink + 0.05) / (most + 0.05) : (least + 0.05) / (ink + 0.05);
}"""


@pytest.fixture(params=[390, pytest.param(1280, marks=pytest.mark.slow)])
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
    """What axe has against the page as it is now, light and dark, one line for each element.

    What axe leaves undecided is among it, but for contrast that is enough by our own sum.
    """
    options = json.dumps(
        {"runOnly": TAGS, "resultTypes": ["violations", "incomplete"], "elementRef": True}
    )
    found = []
    for scheme in ("light", "dark"):
        page.emulate_media(color_scheme=scheme)
        found += page.evaluate(
            f"""async () => {{
            const lowest = {LOWEST_CONTRAST};
            const {{violations, incomplete}} = await axe.run(document, {options});
            const unclear = incomplete.map(({{id, nodes}}) => ({{id: `${{id}} (unclear)`,
                nodes: nodes.filter((n) => id !== "color-contrast" || lowest(n.element) < 4.5)}}));
            return [...violations, ...unclear].flatMap(({{id, nodes}}) => nodes.map(
                (n) => `{scheme} ${{id}}: ${{n.html}} ${{n.failureSummary}}`));
            }}"""
        )
    return [str(each) for each in found]


def test_every_template_and_genre(page: Page, address: str, shown: Mapping[str, str]) -> None:
    """The fullest page of each has no violation, with all that folds unfolded."""
    assert templates() <= set(shown)
    found = {}
    for name, path in shown.items():
        if name.startswith("article-") and page.viewport_size == {"width": 1280, "height": 900}:
            continue  # on a wide screen all genres are set as "article" is
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
    """The tests above know a violation when there is one: grey on grey, a nameless button.

    Also where axe can't tell: grey on what runs from grey to white.
    """
    page.goto(f"{address}/over/")
    page.evaluate(
        """() => {
            const links = [...document.querySelectorAll("#inhoud li a")];
            for (const { style } of links) {
                style.color = "#888888";
                style.backgroundColor = "#999999";
            }
            links[0].append(document.createElement("button"));
            links[1].style.backgroundImage = "linear-gradient(#777777, #ffffff)";
        }"""
    )
    rules = {line.partition(":")[0] for line in violations(page)}
    assert rules >= {
        f"{scheme} {rule}"
        for scheme in ("light", "dark")
        for rule in ("button-name", "color-contrast", "color-contrast (unclear)")
    }
