"""How a mail looks, and to whom: colours, sizes, structure, and what mail programs lack."""

from __future__ import annotations

import colorsys
import re
from collections.abc import Callable, Iterator
from functools import cache
from itertools import pairwise

import html5lib
import pytest
from lxml import html as lxml_html

from site_plugins.model.letter import Section
from site_plugins.rendering.mail.support import HARMLESS, lacking_somewhere, unsupported
from tests.rendering.mail.letters import (
    INTRO,
    PAID,
    Mail,
    contrast,
    many,
    newsletter,
    page,
    render,
    story,
)


def test_a_style_tag_is_only_for_the_dark_and_the_narrow() -> None:
    mail = render()
    styles = list(page(mail).iter("style"))
    assert [style.attrib for style in styles] == [{"data-css-inline": "keep"}]
    kept = styles[0].text or ""
    assert len(kept) < 16_384
    assert "(min-width: 600px)" in kept and "prefers-color-scheme: dark" in kept
    # An inlined colour beats a rule without it.
    declarations = re.findall(r"[{;]\s*[a-z-]+: ([^;{}]+);", kept)
    assert declarations and all(found.endswith(" !important") for found in declarations)


def test_every_layout_table_says_so_and_there_is_no_picture() -> None:
    mail = render(intro=f'{INTRO}<p><img src="/media/a.jpg" alt="A"></p>')
    tree = page(mail)
    assert {table.get("role") for table in tree.iter("table")} == {"presentation"}
    assert mail.html.count('<table role="presentation" width="600"') == 1  # Outlook's own
    assert not [*tree.iter("img"), *tree.iter("picture"), *tree.iter("svg")]
    assert "background-image" not in mail.html and "url(" not in mail.html


def test_the_language_stands_on_the_page_and_within_its_body() -> None:
    tree = page(render())
    assert (tree.get("lang"), tree.get("dir")) == ("nl", "ltr")
    article = tree.body[0]
    assert (article.get("lang"), article.get("dir")) == ("nl", "ltr")
    assert article.get("aria-label") == "Nieuwsbrief Lokaal Bestuur van zondag 22 november 2026"


def test_the_html_is_well_formed() -> None:
    parser = html5lib.HTMLParser(strict=True)
    parser.parse(render().html)


@pytest.mark.parametrize("intro", ["", INTRO, "<h1>Kop</h1><p>a</p><h4>Lager</h4><p>b</p>"])
def test_there_is_one_h1_and_no_level_is_skipped(intro: str) -> None:
    for letter in (newsletter(), newsletter(lead=None, sections=(), agenda=())):
        levels = [
            int(element.tag[1])
            for element in page(render(letter, intro)).iter("h1", "h2", "h3", "h4", "h5", "h6")
        ]
        assert levels.count(1) == 1 and levels[0] == 1
        assert all(b - a <= 1 for a, b in pairwise(levels))


@cache
def everything() -> Mail:
    """A mail with every part that a mail can have."""
    sections = (Section("Verder", (PAID, story("dijk", byline=("Ans",)), *many(150))),)
    intro = f"{INTRO}<h2>Kop</h2><blockquote><p>Citaat met <code>code</code></p></blockquote>"
    return render(newsletter(number=4, sections=sections), intro)


def _style(element: lxml_html.HtmlElement, name: str) -> str:
    declarations = (part.partition(":") for part in (element.get("style") or "").split(";"))
    return next((value.strip() for key, _, value in declarations if key.strip() == name), "")


def _inherited(element: lxml_html.HtmlElement, name: str) -> str:
    found = (_style(node, name) for node in (element, *element.iterancestors()))
    return next(filter(None, found))


def _with_words(tree: lxml_html.HtmlElement) -> Iterator[lxml_html.HtmlElement]:
    for element in tree.body.iter("p", "li", "a", "h1", "h2", "h3", "strong", "em"):
        if (element.text or "").strip():
            yield element


def _colours(tree: lxml_html.HtmlElement) -> set[tuple[str, str]]:
    """Each colour that words have, and what is behind it."""
    return {
        (_inherited(element, "color"), _inherited(element, "background-color"))
        for element in _with_words(tree)
    }


def test_contrast_is_enough_in_the_light() -> None:
    tree = page(everything())
    assert len(list(_with_words(tree))) > 30
    colours = _colours(tree)
    assert len(colours) > 5
    assert [pair for pair in colours if contrast(*pair) < 4.5] == []


def turned(colour: str) -> str:
    """As ``filter: invert(1) hue-rotate(180deg)`` makes it. W3C Filter Effects 1, 8.5 and 8.6."""
    parts = [255 - int(colour[place : place + 2], 16) for place in (1, 3, 5)]
    rows = ((-0.574, 1.430, 0.144), (0.426, 0.430, 0.144), (0.426, 1.430, -0.856))
    made = (sum(a * b for a, b in zip(row, parts, strict=True)) for row in rows)
    return "#" + "".join(f"{min(255, max(0, round(part))):02x}" for part in made)


def lightness_turned(colour: str) -> str:
    """With the same hue, and light for dark: as mail programs do by themselves."""
    red, green, blue = (int(colour[place : place + 2], 16) / 255 for place in (1, 3, 5))
    hue, light, saturation = colorsys.rgb_to_hls(red, green, blue)
    made = colorsys.hls_to_rgb(hue, 1 - light, saturation)
    return "#" + "".join(f"{round(part * 255):02x}" for part in made)


@pytest.mark.parametrize("change", [turned, lightness_turned])
def test_contrast_is_enough_when_a_mail_program_inverts(change: Callable[[str], str]) -> None:
    pairs = [(change(text), change(behind)) for text, behind in _colours(page(everything()))]
    assert [pair for pair in pairs if contrast(*pair) < 4.5] == []


def _dark(kept: str) -> tuple[str, str]:
    """The rules of the dark query, and those for Outlook."""
    query, _, outlook = kept.partition("prefers-color-scheme: dark")[2].partition("[data-ogsb]")
    return query, outlook


def test_contrast_is_enough_in_the_dark() -> None:
    kept = next(page(everything()).iter("style")).text or ""
    found = []
    for rules in _dark(kept):
        backgrounds = set(re.findall(r"background-color: (#\w{6})", rules))
        texts = set(re.findall(r"[{ ;]color: (#\w{6})", rules))
        assert len(backgrounds) == 3 and len(texts) == 3
        for text in texts:
            assert min(contrast(text, background) for background in backgrounds) >= 4.5
        found.append((backgrounds, texts))
    assert found[0] == found[1]


def test_all_words_and_what_is_behind_them_change_together_in_the_dark() -> None:
    tree = page(everything())
    query, _ = _dark(next(tree.iter("style")).text or "")
    rules = re.findall(r"([^{}]+)\{ ((?:background-)?color): #", query)
    selectors: dict[str, list[str]] = {}
    for names, what in rules:
        selectors.setdefault(what, []).extend(name.strip() for name in names.split(","))
    for element in tree.body.iter("p", "li", "a", "h1", "h2", "h3", "td", "table"):
        for what, names in selectors.items():
            if _style(element, what):
                assert any(_matches(element, name) for name in names), element.attrib


def _matches(element: lxml_html.HtmlElement, selector: str) -> bool:
    """Whether a selector of names and classes, each within the one before it, is of an element."""
    *outer, last = selector.split()
    if last not in _handles(element):
        return False
    return all(any(part in _handles(node) for node in element.iterancestors()) for part in outer)


def _handles(element: lxml_html.HtmlElement) -> set[str]:
    return {str(element.tag), *(f".{name}" for name in (element.get("class") or "").split())}


def test_text_is_at_least_16_pixels() -> None:
    for element in _with_words(page(everything())):
        assert int(_inherited(element, "font-size").removesuffix("px")) >= 16, element.text


def test_loose_words_of_an_introduction_look_like_its_paragraphs() -> None:
    tree = page(render(intro="Los <code>code</code> en <strong>vet</strong>"))
    (code,) = tree.iter("code")
    (first,) = (p for p in page(render()).iter("p") if (p.text or "").startswith("Goedemorgen"))
    for name in ("font-size", "line-height", "color", "font-family"):
        assert _inherited(code, name) == _inherited(first, name)


def test_nothing_leans_on_what_outlook_for_windows_does_in_part() -> None:
    """Caniemail, css-padding, css-margin, css-width, css-max-width and css-background, notes."""
    for element in page(everything()).body.iter():
        for part in (element.get("style") or "").split(";"):
            name, _, value = map(str.strip, part.partition(":"))
            if name.startswith("padding") and value.strip("0 ") and element.tag != "blockquote":
                assert element.tag == "td", (element.tag, part)
            assert not (name.startswith("margin") and re.search(r"auto|-\d", value)), part
            assert not name.endswith("width") or element.tag == "table", (element.tag, part)
            assert name not in ("background", "height"), part
    # A list's padding does nothing there: its bullets need a margin to stand in.
    margins = [_style(ul, "margin") for ul in page(everything()).body.iter("ul")]
    assert len(margins) == 2 and all(margin.endswith(" 24px") for margin in margins)


def test_links_are_at_least_24_pixels_high() -> None:
    for element in page(everything()).body.iter("a"):
        height = _inherited(element, "line-height")
        size = int(_inherited(element, "font-size").removesuffix("px"))
        assert size * float(height) >= 24, element.text


def test_no_mail_uses_what_some_mail_program_lacks() -> None:
    for mail in (render(), everything(), render(newsletter(lead=None, sections=(), agenda=()))):
        assert unsupported(mail.html) == []


def test_every_exception_is_needed() -> None:
    assert {finding.feature for finding in lacking_somewhere(everything().html)} == HARMLESS.keys()


@pytest.mark.parametrize(
    ("html", "feature"),
    [
        ('<p style="FLOAT : left">a</p>', "property float"),
        ('<td style="color:red;display: flex">a</td>', "declaration display:flex"),
        ('<p style="width:calc(1px + 2%)">a</p>', "function calc"),
        ('<p style="font-size:2rem">a</p>', "unit rem"),
        ('<p style="color:var(--x)">a</p>', "function var"),
        ('<p style="width:fit-content">a</p>', "word fit-content"),
        ('<p style="border-radius:2px">a</p>', "property border-radius"),
        ("<p><video></video></p>", "element video"),
        ('<p><button type="submit">a</button></p>', "element button"),
        ('<p><input type="text"></p>', "element input"),
        ("<p hidden>a</p>", "attribute hidden"),
        ("<style>@import 'a.css';</style>", "at-rule import"),
        (
            "<style>@media print { @media screen { a { top: 0 } } }</style>",
            "at-rule within another",
        ),
        (
            "<style>@media print { a { top: 0 } @supports (top: 0) {} }</style>",
            "at-rule within another",
        ),
        (f"<style>{'a' * 16_385}</style>", "style sheet over 16384 bytes"),
    ],
)
def test_what_some_mail_program_lacks_is_found(html: str, feature: str) -> None:
    found = {finding.feature: finding.clients for finding in unsupported(f"<body>{html}</body>")}
    assert feature in found


def test_a_longhand_is_as_its_shorthand_where_it_has_no_data() -> None:
    assert unsupported('<p style="padding-top:1px;border-top-color:red;font-family:x">a</p>') == []
    found = unsupported('<p style="list-style-image:none">a</p>')
    assert [finding.feature for finding in found] == ["property list-style-image"]
    assert "Outlook (Windows)" in found[0].clients and "Samsung Email" not in found[0].clients
