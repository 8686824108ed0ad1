"""Markdown → HTML that is safe to publish, with Dutch typography and charts.

Python-Markdown says what the text means; everything after it works on the HTML only: sanitising,
links and pictures, quotes, headings and charts. Another parser may therefore take its place as
long as it gives the same HTML.
"""

from __future__ import annotations

import re
import sys
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from html import unescape
from itertools import count

from site_plugins.model.figures import Figures
from site_plugins.rendering.html import TAG, plain_text
from site_plugins.rendering.text.chart_blocks import draw_charts, misplaced
from site_plugins.rendering.text.dialect import DOUBLE, SINGLE, convert, parser
from site_plugins.rendering.text.ids import with_own_ids
from site_plugins.rendering.text.limits import SECONDS, TOO_SLOW, TooMuchTime, time_limit, too_much
from site_plugins.rendering.text.sanitising import left_out, sanitise
from site_plugins.rendering.text.targets import Problem, Resolve, Target, place_addresses
from site_plugins.rendering.text.typography import DIRECTIONS, typography

__all__ = ["Heading", "Rendered", "Resolve", "Target", "render"]


@dataclass(frozen=True, slots=True)
class Heading:
    """A heading that can be linked to."""

    level: int
    id: str
    text: str


@dataclass(frozen=True, slots=True)
class Rendered:
    """A text as HTML, its headings in order, what is wrong with it, and what was left out."""

    html: str
    headings: tuple[Heading, ...] = ()
    problems: tuple[Problem, ...] = ()
    warnings: tuple[Problem, ...] = ()


def render(
    text: str, resolve: Resolve, figures: Mapping[str, Figures], taken: Collection[str] = ()
) -> Rendered:
    """Render Markdown; never raises because of what the text holds.

    ``taken`` are the ids that the page has already.
    """
    if problem := too_much(text):
        return Rendered("", problems=(problem,))
    try:
        with time_limit(SECONDS):
            return _render(text, resolve, figures, taken)
    except TooMuchTime:
        # The parser stopped half-way, so its state is not to be trusted: the next gets a new one.
        parser.cache_clear()
        return Rendered("", problems=(TOO_SLOW,))


def _render(
    text: str, resolve: Resolve, figures: Mapping[str, Figures], taken: Collection[str]
) -> Rendered:
    try:
        html = convert(text)
        problems, warnings = left_out(html, text)
    except Exception:
        # Python-Markdown promises no set of exceptions: RecursionError on deep nesting,
        # AssertionError (`<![>`), IndexError, … from Python's HTMLParser and its own processors.
        parser.cache_clear()
        return Rendered("", problems=(("", _UNREADABLE),))
    html = sanitise(html)
    problems += _controls(html, text)
    html = _CONTROL.sub("", html)
    parts, trouble = place_addresses(TAG.split(_straight_in_tags(html)), resolve)
    problems += trouble
    html = typography("".join(parts)).replace(SINGLE, "'").replace(DOUBLE, '"')
    problems += misplaced(html)
    html = _scrollable_tables(_aligned_cells(html))
    html, chart_problems = draw_charts(html, figures)
    problems += chart_problems
    html = with_own_ids(html, taken)
    headings = list(_headings(html))
    problems += [(h.text, _TITLE_TWICE) for h in headings if h.level == 1]
    linkable = tuple(heading for heading in headings if heading.id)
    return Rendered(html, linkable, tuple(dict.fromkeys(problems)), tuple(warnings))


_UNREADABLE = (
    "deze tekst is niet te lezen als Markdown: kijk naar losse HTML (zoals <![ of <!…) "
    "en naar lijsten of citaten die heel diep in elkaar zitten; schrijf < als &lt;"
)
_CONTROL = re.compile(
    f"[\x00-\x08\x0b-\x1f\x7f-\x9f\u2028\u2029\ufdd2-\ufdef\ufffe\uffff]|{DIRECTIONS.pattern}"
)
_REFERENCE = re.compile("&#(?:[xX]([0-9A-Fa-f]{1,8})|([0-9]{1,9}));?")


def _controls(html: str, text: str) -> Iterator[Problem]:
    """What HTML forbids or what turns the direction of writing, written as a number.

    As themselves the same characters are refused when the file is read.

    https://html.spec.whatwg.org/multipage/parsing.html#parse-error-control-character-reference
    """
    if found := set(_CONTROL.findall(html)):
        for written in _REFERENCE.finditer(text):
            number = int(written[1], 16) if written[1] else int(written[2])
            if number <= sys.maxunicode and chr(number) in found:
                message = f"hier staat een onzichtbaar stuurteken ({written[0]}). Haal het weg."
                yield written[0], message


_TITLE_TWICE = "begin met ## (de titel staat al in de kop)"


def _straight_in_tags(html: str) -> str:
    """The HTML with straight quotes where a title or an address has them, as entities."""
    if SINGLE not in html and DOUBLE not in html:
        return html
    return TAG.sub(lambda tag: tag[0].replace(SINGLE, "&#39;").replace(DOUBLE, "&quot;"), html)


_HEADING = re.compile(r"<h([1-6])([^>]*)>(.*?)</h\1>", re.DOTALL)
_ID = re.compile(r' id="([^"]+)"')


_CELL = re.compile(r"<t[dh] [^>]*>")
_ALIGN = re.compile(r' align="(\w+)"')
_CLASS = re.compile(r' class="([^"]*)"')


def _aligned_cells(html: str) -> str:
    """The HTML with a class in the place of ``align``, which HTML no longer has; left is usual."""

    def cell(match: re.Match[str]) -> str:
        tag = match[0]
        align = _ALIGN.search(tag)
        if not align:
            return tag
        tag = _ALIGN.sub("", tag)
        if align[1] not in ("right", "center"):
            return tag
        if _CLASS.search(tag):
            return _CLASS.sub(rf' class="\1 {align[1]}"', tag)
        return f'{tag[:-1]} class="{align[1]}">'

    return _CELL.sub(cell, html) if " align=" in html else html


def _scrollable_tables(html: str) -> str:
    """The HTML with each table in a box that scrolls by itself and that the keyboard reaches.

    WCAG 2.2, 2.1.1: what scrolls must be focusable, and what has the focus needs a name. A
    group and no region: several texts on a page have a first table, and regions need names apart.
    """
    numbers = count(1)

    def box(table: re.Match[str]) -> str:
        name = f"Tabel {next(numbers)}"
        return f'<div class="tabel" tabindex="0" role="group" aria-label="{name}">{table[0]}'

    if "<table" not in html:
        return html
    return re.sub(r"<table(?: [^>]*)?>", box, html).replace("</table>", "</table></div>")


def _headings(html: str) -> Iterator[Heading]:
    for level, attributes, inner in _HEADING.findall(html):
        identity = _ID.search(attributes)
        name = unescape(identity[1]) if identity else ""
        yield Heading(int(level), name, plain_text(inner))
