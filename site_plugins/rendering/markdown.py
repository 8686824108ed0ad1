"""Markdown → HTML that is safe to publish, with Dutch typography and charts.

Python-Markdown says what the text means; everything after it works on the HTML only: sanitising,
links and pictures, quotes, headings and charts. Another parser may therefore take its place as
long as it gives the same HTML.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from html import unescape
from itertools import count

import nh3

from site_plugins.model.figures import Figures
from site_plugins.rendering.chart_blocks import draw_charts, misplaced
from site_plugins.rendering.dialect import DOUBLE, SINGLE, convert, parser
from site_plugins.rendering.html import INLINE, TAG, plain_text
from site_plugins.rendering.targets import SCHEMES, Problem, Resolve, Target, place_addresses
from site_plugins.rendering.typography import typography

__all__ = ["Heading", "Rendered", "Resolve", "Target", "render"]


@dataclass(frozen=True, slots=True)
class Heading:
    """A heading that can be linked to."""

    level: int
    id: str
    text: str


@dataclass(frozen=True, slots=True)
class Rendered:
    """A text as HTML, its headings in order, and what is wrong with it."""

    html: str
    headings: tuple[Heading, ...] = ()
    problems: tuple[Problem, ...] = ()


def render(text: str, resolve: Resolve, figures: Mapping[str, Figures]) -> Rendered:
    """Render Markdown; never raises because of what the text holds."""
    if problem := _too_much(text):
        return Rendered("", problems=(problem,))
    try:
        html = convert(text)
    except Exception:
        # Python-Markdown promises no set of exceptions: RecursionError on deep nesting,
        # AssertionError (`<![>`), IndexError, … from Python's HTMLParser and its own processors.
        # It stopped half-way, so its state is not to be trusted: the next text gets a new one.
        parser.cache_clear()
        return Rendered("", problems=(("", _UNREADABLE),))
    # Only `<` and an attribute list (`{`) can bring in tags or attributes of the author's
    # choice: all other Markdown gives elements from a fixed set, with text and attribute
    # values escaped by Python-Markdown's serialiser. Addresses are checked below in each case.
    if "<" in text or "{" in text:
        html = _CLEANER.clean(html)
    parts, problems = place_addresses(TAG.split(_straight_in_tags(html)), resolve)
    html = typography("".join(parts)).replace(SINGLE, "'").replace(DOUBLE, '"')
    problems += misplaced(html)
    html = _scrollable_tables(html)
    html, chart_problems = draw_charts(html, figures)
    problems += chart_problems
    headings = list(_headings(html))
    problems += [(h.text, _TITLE_TWICE) for h in headings if h.level == 1]
    linkable = tuple(heading for heading in headings if heading.id)
    return Rendered(html, linkable, tuple(dict.fromkeys(problems)))


_UNREADABLE = (
    "deze tekst is niet te lezen als Markdown: kijk naar losse HTML (zoals <![ of <!…) "
    "en naar lijsten of citaten die heel diep in elkaar zitten; schrijf < als &lt;"
)
_TITLE_TWICE = "begin met ## (de titel staat al in de kop)"

_DEEP = re.compile(r"^(?:>[ ]?|[-*+][ ]|\d+\.[ ]|[ ]{4}|\t){50}[^\s]", re.MULTILINE)


def _too_much(text: str) -> Problem | None:
    """What would take the parser minutes, or would end differently by the depth of the stack."""
    for opening, closing in ("[]", "<>", "()"):
        if text.count(opening) - text.count(closing) > 500:
            return opening * 3, f"honderden keren {opening} zonder {closing} die erbij hoort"
    if match := _DEEP.search(text):
        return match[0][:20], "lijsten en citaten zitten hier meer dan vijftig diep in elkaar"
    return None


_BLOCKS = (
    "blockquote br caption col colgroup dd details div dl dt figcaption figure h1 h2 h3 h4 h5 h6 "
    "hr input li ol p pre section summary table tbody td tfoot th thead tr ul"
)
_CLEANER = nh3.Cleaner(
    tags={*INLINE.split(), *_BLOCKS.split()},
    clean_content_tags={"script", "style"},
    attributes={
        "*": {"id", "class", "title", "lang", "dir"},
        "a": {"href"},
        "img": {"src", "alt", "width", "height"},
        "input": {"disabled", "checked", "name"},
        "label": {"for"},
        "details": {"open"},
        "ol": {"start", "reversed"},
        "li": {"value"},
        "td": {"align", "colspan", "rowspan"},
        "th": {"align", "colspan", "rowspan", "scope"},
        "col": {"span"},
        "colgroup": {"span"},
        "time": {"datetime"},
        "del": {"datetime"},
        "ins": {"datetime"},
    },
    tag_attribute_values={"input": {"type": {"checkbox", "radio"}}},
    # The bad ones that editors do write come through here: `place_addresses` takes them out, for
    # HTML and Markdown alike, and tells what stood there, where nh3 is silent.
    url_schemes={*SCHEMES, *"javascript data vbscript file ftp sms webcal whatsapp".split()},
    link_rel=None,
)
"""All that raw HTML and attribute lists may leave on a page: text, its structure, pictures and
links. No script, style, frame, form, media element or event, and no ``style``."""


def _straight_in_tags(html: str) -> str:
    """The HTML with straight quotes where a title or an address has them, as entities."""
    if SINGLE not in html and DOUBLE not in html:
        return html
    return TAG.sub(lambda tag: tag[0].replace(SINGLE, "&#39;").replace(DOUBLE, "&quot;"), html)


_HEADING = re.compile(r"<h([1-6])([^>]*)>(.*?)</h\1>", re.DOTALL)
_ID = re.compile(r' id="([^"]+)"')


def _scrollable_tables(html: str) -> str:
    """The HTML with each table in a box that scrolls by itself and that the keyboard reaches.

    WCAG 2.2, 2.1.1: what scrolls must be focusable, and what has the focus needs a name.
    """
    numbers = count(1)

    def box(table: re.Match[str]) -> str:
        name = f"Tabel {next(numbers)}"
        return f'<div class="tabel" tabindex="0" role="region" aria-label="{name}">{table[0]}'

    if "<table" not in html:
        return html
    return re.sub(r"<table(?: [^>]*)?>", box, html).replace("</table>", "</table></div>")


def _headings(html: str) -> Iterator[Heading]:
    for level, attributes, inner in _HEADING.findall(html):
        identity = _ID.search(attributes)
        name = unescape(identity[1]) if identity else ""
        yield Heading(int(level), name, plain_text(inner))
