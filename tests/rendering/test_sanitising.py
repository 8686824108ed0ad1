"""Nothing of an author's HTML can act, whatever it is disguised as; what goes is told."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import html5lib
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from site_plugins.model.figures import Figures
from site_plugins.projections.addresses import DESK
from site_plugins.rendering.text import sanitising
from site_plugins.rendering.text.markdown import Rendered, Target, render
from site_plugins.rendering.text.sanitising import own_id
from tests.conftest import ROOT

FIGURES: dict[str, Figures] = {}


def rendered(text: str) -> Rendered:
    return render(text, lambda address: Target(address), FIGURES)


ACTIVE_ELEMENTS = frozenset(
    "script style iframe frame frameset object embed applet form button select textarea svg math "
    "link meta base video audio source track template noscript xmp plaintext portal dialog slot "
    "marquee image isindex keygen title".split()
)
SCHEME = re.compile(r"[a-z][a-z0-9+.-]*:", re.IGNORECASE)
NAMES = frozenset(
    "id class title lang dir href src alt width height type disabled checked name for open start "
    "reversed value align colspan rowspan scope span datetime loading tabindex role "
    "aria-label".split()
)


def elements(html: str) -> list[Any]:
    """Every element that a browser makes of it; comments too."""
    body = html5lib.parse(f"<main>{html}</main>", namespaceHTMLElements=False).find("body")
    assert [child.tag for child in body] == ["main"], "it doesn't end its own box"
    return list(body[0].iter())[1:]


def leads_astray(address: str) -> bool:
    """As a browser reads it: without white space, and with a backslash for a slash."""
    bare = re.sub("[\x00-\x20]", "", address).replace("\\", "/").lower()
    if scheme := SCHEME.match(bare):
        return scheme[0] not in ("http:", "https:", "mailto:", "tel:")
    return bare.startswith("//")


def active(html: str) -> Iterator[str]:
    """What could act: an element, an attribute, an address, a name that scripts go by."""
    for element in elements(html):
        if not isinstance(element.tag, str) or element.tag in ACTIVE_ELEMENTS:
            yield str(element.tag)
            continue
        for name, value in element.attrib.items():
            if name not in NAMES:
                yield f"{name}={value}"
            if name in ("href", "src") and leads_astray(value):
                yield f"{name}={value}"
            if name == "id" and own_id(value) and not value.startswith("__tabbed_"):
                yield f"id={value}"
        if element.tag == "input" and element.get("type") not in ("checkbox", "radio"):
            yield f"input {element.attrib}"


PAYLOADS = (Path(__file__).parent / "payloads.txt").read_text(encoding="utf-8").splitlines()
"""A way in on each line, of the kinds that OWASP and the tests of DOMPurify know."""

BLOCKS = (
    '!!! tip "<script>alert(1)</script><b onclick=x>a</b>"\n    a',
    "!!! masthead inhoud\n    a",
    '??? "onclick=x" "<img src=x onerror=alert(1)>"\n    a',
    '=== "<script>alert(1)</script>"\n    a\n\n=== "b\' onclick=x"\n    b',
    '``` {.x #inhoud onclick="alert(1)" style="x" hl_lines="1"}\na\n```',
    '```"><script>alert(1)</script>\na\n```',
    '``` x" onclick="alert(1)\na\n```',
    '```js hl_lines="1" onclick="x"\na\n```',
    "|a|b|\n|-|-|\n|<script>alert(1)</script>|<b onclick=x>b</b>|{: onclick=x }",
    "a[^x]\n\n[^x]: <script>alert(1)</script> [b](javascript:alert(1))",
    'a[^"onclick=x]\n\n[^"onclick=x]: noot',
    "a[^inhoud]\n\n[^inhoud]: noot",
    'HTML\n\n*[HTML]: "><script>alert(1)</script>',
    "a\n: <script>alert(1)</script>\n{: onclick=x }",
    '[a][b]\n\n[b]: javascript:alert(1) "onclick=x"',
    "[a][b]\n\n[b]: <java\tscript:alert(1)>",
    "- [ ] <input type=text onfocus=x autofocus>\n{: onclick=x }",
    "<div markdown=1 onclick=x>\n\n[a](javascript:alert(1))\n\n</div>",
    "<p\nonclick=alert(1)\n>a</p>",
    "<a href='java\nscript:alert(1)'>a</a>",
)


@pytest.mark.parametrize("text", [*PAYLOADS, *BLOCKS])
def test_nothing_of_it_acts(text: str) -> None:
    """By itself, in a line, after text that is left open, and in code."""
    for whole in (text, f"woord {text} woord", f"<p title='\n\n{text}", f"- a\n\n    {text}"):
        assert list(active(rendered(whole).html)) == []
    code = rendered("```\n" + text.replace("```", "") + "\n```").html
    assert list(active(code)) == []


@given(
    st.lists(st.sampled_from([*PAYLOADS, *BLOCKS, "\n\n", "<table><tr><td>", "<b>", "`", "<!--"]))
)
@settings(max_examples=150)
def test_nothing_of_them_together_acts(pieces: list[str]) -> None:
    assert list(active(rendered(" ".join(pieces)).html)) == []


@given(
    st.text(alphabet=st.sampled_from("javscriptJAVSCRIPT:&#x6;0\t\n\x00 %3aA/\\data.nl?")),
    st.sampled_from(
        ["[a]({})", "[a](<{}>)", '<a href="{}">a</a>', "![a]({})", "<a href='{}' id=x>a</a>"]
    ),
)
@settings(max_examples=200)
def test_no_spelling_of_an_address_acts(address: str, form: str) -> None:
    assert list(active(rendered(form.format(f"javascript:{address}")).html)) == []
    assert list(active(rendered(form.format(address)).html)) == []


@pytest.mark.parametrize(
    "address",
    [
        *(
            "javascript:x",
            " JAVASCRIPT:x",
            "java&#115;cript:x",
            "java&Tab;script:x",
            "data:text/html,x",
        ),
        *(
            "javascript&colon;x",
            "java%73cript:x",
            "javascript%3ax",
            "\u00a0javascript:x",
            "vbscript:x",
        ),
        *("java\u200bscript:x", "&#x6A;avascript:x", "blob:https://x.nl/1", "\u2028javascript:x"),
    ],
)
@pytest.mark.parametrize(
    "form",
    [
        *('<a href="{}">a</a>', '<img src="{}" alt="a">', '<img src="a" alt="a" srcset="{} 2x">'),
        *('<q cite="{}">a</q>', '<form action="{}"></form>', '<button formaction="{}">a</button>'),
        *('<video poster="{}"></video>', '<svg><a xlink:href="{}">a</a></svg>'),
        *('<table background="{}"></table>', '<a href="/a" ping="{}">a</a>', '<object data="{}">'),
        *('<base href="{}">', '<meta http-equiv="refresh" content="0; url={}">'),
    ],
)
def test_an_active_address_is_an_error_wherever_it_stands(address: str, form: str) -> None:
    found = rendered(form.format(address))
    if form.startswith("<a href") and "%" not in form:
        assert found.problems
    assert any("een adres mag niet met" in message for _, message in found.problems), found.problems


@pytest.mark.parametrize(
    ("text", "place", "words"),
    [
        ("a <script>x()</script> b", "<script>", "dit stukje HTML wordt weggelaten: <script>"),
        ("<style>p{}</style>", "<style>", "weggelaten: <style>"),
        ('<iframe src="https://x.nl"></iframe>', '<iframe src="https://x.nl">', "<iframe>"),
        ("<form><button>a</button></form>", "<button>", "weggelaten: <button>"),
        ('<p onclick="x()">a</p>', '<p onclick="x()">', "weggelaten: onclick in <p>"),
        ('<p style="color:red">a</p>', '<p style="color:red">', "weggelaten: style in <p>"),
        ("<raar>a</raar>", "<raar>", "weggelaten: <raar>"),
        ("a <!-- nog doen --> b", "<!-- nog doen ", "weggelaten: <!-- nog doen -->"),
        ('<a href="/a" target="_blank">a</a>', '<a href="/a" target="_blank">', "target in <a>"),
        ("*a*{: onclick=x }", "onclick", "weggelaten: onclick in <em>"),
        ("a\n{: .eigen }", "eigen", "de site kent geen opmaak met de naam eigen"),
        ("!!! eigen\n    a", "eigen", "de site kent geen opmaak met de naam eigen"),
        ("## Kop {#inhoud}", "inhoud", "het id inhoud kan hier niet, of is van de site zelf"),
        ('<input type="text">', '<input type="text">', "weggelaten: <input>"),
        ("<svg><path/></svg>", "<svg>", "weggelaten: <svg>"),
    ],
)
def test_what_is_left_out_is_told(text: str, place: str, words: str) -> None:
    """As a warning, with the words by which its line is found."""
    warnings = rendered(text).warnings
    assert any(place in found for found, _ in warnings)
    assert words in "; ".join(message for _, message in warnings)
    assert all(found in text for found, _ in warnings)


@pytest.mark.parametrize(
    "text",
    [
        "## Kop {#eigen .lead}\n\na[^1] b[^1]\n\n[^1]: noot\n\n*[a]: b\n\n- [ ] a\n- [x] b",
        '=== "Een"\n    a\n\n=== "Twee"\n    b\n\n!!! let-op inline end\n    a\n\n??? tip\n    b',
        "|a|b|\n|:-|-:|\n|1|2|\n\na\n: b\n\n3. x\n\n```python\nx\n```\n\n``` {.js .lead}\nx\n```",
        '<details open><summary>a</summary><p lang="en" dir="ltr" title="x">b</p></details>',
        '<ol start="3" reversed><li value="2">a</li></ol><table><tr><th scope="row">a</table>',
        '[a](/b){: .button } <time datetime="2026-01-01">a</time> <kbd>x</kbd> x<sup>2</sup>',
        '<figure><img src="/a" alt="a" width="3" height="2"><figcaption>b</figcaption></figure>',
    ],
)
def test_what_is_allowed_gives_no_warning(text: str) -> None:
    found = rendered(text)
    assert found.warnings == found.problems == ()


def test_the_real_content_gives_no_warning() -> None:
    for file in sorted((ROOT / "content").rglob("*.md")):
        body = file.read_text(encoding="utf-8").split("\n---\n", 1)[-1]
        assert rendered(body).warnings == (), file


@pytest.mark.parametrize(
    "text",
    [
        *PAYLOADS,
        *BLOCKS,
        "a[^1] ![b](/c 'd') <e@f.nl> [g](/h)\n\n[^1]: i\n\n|j|\n|:-:|\n|k|\n\n## l\n\n```m\nn\n```",
        "## a {: #inhoud }\n\n## b {: #c }",
    ],
)
def test_looking_soon_tells_the_same(text: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """Most texts have nothing that goes, which is seen without parsing; nothing else is."""
    soon = rendered(text)
    monkeypatch.setattr(sanitising, "_is_plain", lambda html: False)
    assert soon == rendered(text)


def test_each_is_told_on_its_own_line() -> None:
    """Though the same tag or attribute stood there before."""
    text = "<b onclick=x>a</b> 1\n\n*a*{: onclick=x } 2\n\n<raar> 3\n\n<raar> 4\n\n`<raar>` 5"
    lines = [text[: text.index(found)].count("\n") // 2 + 1 for found, _ in rendered(text).warnings]
    assert lines == [1, 2, 3, 4]


def test_a_thousand_bad_tags_give_a_hundred_warnings() -> None:
    assert len(rendered("".join(f"<raar{n}></raar{n}>" for n in range(1000))).warnings) == 100


def test_every_id_of_the_frame_and_the_scripts_is_kept_from_authors() -> None:
    """The frame's and templates' own ids, and what a script looks for by name."""
    found = set()
    for folder in (ROOT / "overrides", ROOT / "site_plugins/rendering/templates"):
        for file in folder.rglob("*"):
            # The form of /beheer/ is no page of the site.
            if file.suffix in (".html", ".js") and DESK not in file.parts:
                text = file.read_text(encoding="utf-8")
                found |= set(re.findall(r'\bid="([\w-]+)"', text))
                found |= set(re.findall(r'getElementById\("([\w-]+)"\)', text))
    assert len(found) >= 4
    assert [name for name in sorted(found) if not own_id(name)] == []


def test_every_class_that_an_author_may_use_has_a_style() -> None:
    style = Path(ROOT / "overrides/assets/site.css").read_text(encoding="utf-8")
    for name in ("lead", "notice", "notice-strong", "button", "admonition", "footnote"):
        assert re.search(rf"\.{name}\b", style)
        assert f'class="{name}"' in rendered(f'<p class="{name} brand">a</p>').html


@pytest.mark.parametrize("title", ["Inhoud", "Vraag", "Stand", "Gevonden", "Grafiek 1"])
def test_a_heading_never_takes_an_id_of_the_page(title: str) -> None:
    (heading,) = rendered(f"## {title}").headings
    assert heading.id == "kop-" + title.lower().replace(" ", "-")
