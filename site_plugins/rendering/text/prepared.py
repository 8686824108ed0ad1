"""What a text becomes as far as the text alone decides, whoever worked it out."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from html import unescape
from typing import NamedTuple

from site_plugins.rendering.html import plain_text
from site_plugins.rendering.text.targets import Problem

# Stands for an address until that is known: a character that no text keeps, and of one byte, as
# Python copies text with a wider one among it at half the speed.
GAP = "\x00"


class Heading(NamedTuple):
    """A heading that can be linked to."""

    level: int
    id: str
    text: str


@dataclass(frozen=True, slots=True)
class Prepared:
    """A text as HTML, with questions about what its links mean (``markdown.finish``)."""

    parts: tuple[str, ...] = ("",)
    """The HTML before, between and after the addresses of ``questions``."""
    questions: tuple[str, ...] = ()
    """The addresses, as they are written, whose meaning only the whole site tells; in order."""
    headings: tuple[Heading, ...] = ()
    problems: tuple[Problem, ...] = ()
    warnings: tuple[Problem, ...] = ()
    ids: frozenset[str] = frozenset()
    own: tuple[str, ...] = ()
    """The fragments that its links to places in the text itself lead to."""
    suspects: tuple[str, ...] = ()
    """All of its HTML in which the address of a page may stand, but for the answers."""
    settled: bool = True
    """Whether nothing but addresses is to come: no charts, and each id stands there once."""


_HEADING = re.compile(r"<h([1-6])([^>]*)>(.*?)</h\1>", re.DOTALL)
_ID = re.compile(r' id="([^"]+)"')


def headings_of(html: str) -> Iterator[Heading]:
    """The headings in some HTML, those without an id too."""
    for level, attributes, inner in _HEADING.findall(html):
        identity = _ID.search(attributes)
        name = unescape(identity[1]) if identity else ""
        yield Heading(int(level), name, plain_text(inner))


def titles(headings: Sequence[Heading]) -> list[Problem]:
    """What is wrong with headings of the first level: the page has its title already."""
    return [(heading.text, _TITLE_TWICE) for heading in headings if heading.level == 1]


_TITLE_TWICE = (
    "een tussenkop begint met ##: de titel staat al boven in het bestand. Bijvoorbeeld: ## Een"
    " tussenkop"
)
