"""Markdown → HTML that is safe to publish, with Dutch typography and charts.

Python-Markdown says what the text means; everything after it works on the HTML only: sanitising,
links and pictures, quotes, headings and charts. ``plain.py`` does all of that in one go for the
texts that it can take, with the same outcome.

In two stages: :func:`prepare` needs nothing but the text and does nearly all of the work, so what
it made can be kept as long as the text is the same, and made elsewhere; :func:`finish` puts in
what the links mean, which another file can change, and is cheap.
"""

from __future__ import annotations

import re
import sys
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from html import escape, unescape
from typing import TypeVar

from site_plugins.model.figures import Figures
from site_plugins.rendering.html import TAG
from site_plugins.rendering.text.chart_blocks import draw_charts, has_chart, misplaced
from site_plugins.rendering.text.dialect import DOUBLE, SINGLE, convert, parser
from site_plugins.rendering.text.ids import all_ids, with_own_ids
from site_plugins.rendering.text.limits import (
    SECONDS,
    TOO_SLOW,
    TooMuchTime,
    certainly_little,
    time_limit,
    too_much,
)
from site_plugins.rendering.text.plain import plain
from site_plugins.rendering.text.prepared import GAP, Heading, Prepared, headings_of, titles
from site_plugins.rendering.text.sanitising import left_out, sanitise
from site_plugins.rendering.text.tables import with_good_tables
from site_plugins.rendering.text.targets import Problem, Resolve, Target, place_addresses
from site_plugins.rendering.text.typography import DIRECTIONS, is_typed, typography
from site_plugins.rendering.text.withheld import addresses

__all__ = ["Heading", "Prepared", "Rendered", "Resolve", "Target", "finish", "prepare", "render"]


@dataclass(frozen=True, slots=True)
class Rendered:
    """A text as HTML, its headings in order, what is wrong with it, and what was left out."""

    html: str
    headings: tuple[Heading, ...] = ()
    problems: tuple[Problem, ...] = ()
    warnings: tuple[Problem, ...] = ()
    ids: frozenset[str] = frozenset()
    """What a link can lead to within the text."""
    own: tuple[str, ...] = ()
    """The fragments that its links to places in the text itself lead to."""
    suspects: tuple[str, ...] = ()
    """All of its HTML in which the address of a page may stand."""


def render(
    text: str, resolve: Resolve, figures: Mapping[str, Figures], taken: Collection[str] = ()
) -> Rendered:
    """Render Markdown; never raises because of what the text holds.

    ``taken`` are the ids that the page has already.
    """
    prepared = prepare(text)
    answers = [resolve(address) for address in prepared.questions]
    return finish(text, prepared, answers, figures, taken)


def prepare(text: str) -> Prepared:
    """The first stage: pure, slow, and never raising because of what the text holds."""
    if certainly_little(text) or not too_much(text):
        return plain(text) or parsed(text)
    return parsed(text)


def parsed(text: str) -> Prepared:
    """The same by way of Python-Markdown, whatever the text."""
    return _carefully(text, _prepared, lambda problem: Prepared(problems=(problem,)))


def finish(
    text: str,
    prepared: Prepared,
    answers: Sequence[Target],
    figures: Mapping[str, Figures],
    taken: Collection[str] = (),
) -> Rendered:
    """The second stage, with an answer to each of the questions.

    A link that goes brings the words around it together, which changes quotes and more: such a
    text is made again from the beginning.
    """
    if any(map(_changes_more, prepared.parts, answers)):
        following = iter(answers)

        def placed(safe: _Safe) -> Rendered:
            html, problems = _placed(safe, lambda _: next(following))
            return _settled(text, html, problems, safe.warnings, figures, taken)

        return _carefully(text, placed, lambda problem: Rendered("", problems=(problem,)))
    urls = [escape(answer.url or "") for answer in answers]
    html = "".join(
        [each for pair in zip(prepared.parts, [*urls, ""], strict=True) for each in pair]
    )
    if not prepared.settled or not prepared.ids.isdisjoint(taken):
        return _settled(text, html, prepared.problems, prepared.warnings, figures, taken)
    return Rendered(
        html,
        prepared.headings,
        prepared.problems,
        prepared.warnings,
        prepared.ids,
        prepared.own,
        (*prepared.suspects, *urls),
    )


def _changes_more(before: str, answer: Target) -> bool:
    """Whether an answer changes more than the address behind this HTML."""
    url = answer.url
    if url is None or answer.problem or url.startswith("#"):
        return True
    return ":" in url and before.endswith(' src="')  # a picture on another site


@dataclass(frozen=True, slots=True)
class _Safe:
    """The HTML of a text, sanitised, with its addresses as they were written."""

    html: str
    problems: tuple[Problem, ...]
    warnings: tuple[Problem, ...]


_Made = TypeVar("_Made")


def _carefully(
    text: str, work: Callable[[_Safe], _Made], refused: Callable[[Problem], _Made]
) -> _Made:
    """What the work makes of a text, or ``refused`` of a text that can't be done."""
    if problem := too_much(text):
        return refused(problem)
    try:
        with time_limit(SECONDS):
            try:
                safe = _safe(convert(text), text)
            except Exception:
                # Python-Markdown promises no set of exceptions: RecursionError on deep nesting,
                # AssertionError (`<![>`), IndexError, … from Python's HTMLParser and its own
                # processors.
                parser.cache_clear()
                return refused(("", _UNREADABLE))
            return work(safe)
    except TooMuchTime:
        # The parser stopped half-way, so its state is not to be trusted: the next gets a new one.
        parser.cache_clear()
        return refused(TOO_SLOW)


def _safe(html: str, text: str) -> _Safe:
    problems, warnings = left_out(html, text)
    html = sanitise(html)
    if _CONTROL.search(html):
        problems += _controls(html, text)
        html = _CONTROL.sub("", html)
    return _Safe(_straight_in_tags(html), tuple(problems), tuple(warnings))


def _prepared(safe: _Safe) -> Prepared:
    asked: list[str] = []

    def ask(address: str) -> Target:
        asked.append(address)
        return Target(GAP)

    html, problems = _placed(safe, ask)
    parts = tuple(html.split(GAP))
    own, twice = all_ids(html)
    settled = not has_chart(html) and not twice
    headings = list(headings_of(html))
    if settled:
        problems += titles(headings)
    return Prepared(
        parts,
        tuple(asked),
        tuple([heading for heading in headings if heading.id]),
        tuple(dict.fromkeys(problems)),
        safe.warnings,
        own,
        own_links(html),
        tuple(addresses(html)),
        settled,
    )


def _placed(safe: _Safe, resolve: Resolve) -> tuple[str, list[Problem]]:
    """The HTML with addresses, typography and tables in order, and all that is wrong so far."""
    parts, trouble = place_addresses(TAG.split(safe.html), resolve)
    html = "".join(parts)
    if is_typed(parts[::2]):
        html = typography(html)
    html = html.replace(SINGLE, "'").replace(DOUBLE, '"')
    problems = [*safe.problems, *trouble, *misplaced(html)]
    return with_good_tables(html), problems


def _settled(
    text: str,
    html: str,
    problems: Collection[Problem],
    warnings: tuple[Problem, ...],
    figures: Mapping[str, Figures],
    taken: Collection[str],
) -> Rendered:
    """The text with its charts and ids of its own."""
    html, chart_problems = draw_charts(html, figures)
    html = with_own_ids(html, taken)
    headings = list(headings_of(html))
    return Rendered(
        html,
        tuple([heading for heading in headings if heading.id]),
        tuple(dict.fromkeys([*problems, *chart_problems, *titles(headings)])),
        warnings,
        all_ids(html)[0],
        own_links(html),
        (html,),
    )


_OWN = re.compile(r' href="#([^"]+)"')


def own_links(html: str) -> tuple[str, ...]:
    """The fragments to which links in the HTML of a text lead within it."""
    return tuple(map(unescape, _OWN.findall(html))) if ' href="#' in html else ()


def lines_above(text: str, written: str) -> int:
    """How many lines stand above something in a text; 0 where it can't be found."""
    return text.count("\n", 0, max(0, text.find(written)))


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
                message = f"hier staat een onzichtbaar teken ({written[0]}). Haal het weg."
                yield written[0], message


def _straight_in_tags(html: str) -> str:
    """The HTML with straight quotes where a title or an address has them, as entities."""
    if SINGLE not in html and DOUBLE not in html:
        return html
    return TAG.sub(lambda tag: tag[0].replace(SINGLE, "&#39;").replace(DOUBLE, "&quot;"), html)
