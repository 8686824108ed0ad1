"""What Markdown means here: Python-Markdown, its extensions, and their Dutch words."""

from __future__ import annotations

import re
from functools import cache, lru_cache
from xml.etree.ElementTree import Element

from markdown import Markdown
from markdown.extensions import Extension
from markdown.extensions.footnotes import FootnoteExtension
from markdown.extensions.tables import TableExtension
from markdown.extensions.toc import TocExtension
from markdown.inlinepatterns import InlineProcessor
from markdown.preprocessors import Preprocessor
from pymdownx.tabbed import TabbedExtension
from slugify import slugify

from site_plugins.rendering.text.sanitising import own_id
from site_plugins.rendering.text.typography import DIRECTIONS

_CALLOUTS = {
    "note": ("note", "Let op"),
    "let-op": ("note", "Let op"),
    "letop": ("note", "Let op"),
    "abstract": ("abstract", "Samenvatting"),
    "summary": ("abstract", "Samenvatting"),
    "samenvatting": ("abstract", "Samenvatting"),
    "tldr": ("abstract", "In het kort"),
    "info": ("info", "Informatie"),
    "informatie": ("info", "Informatie"),
    "todo": ("info", "Nog te doen"),
    "tip": ("tip", "Tip"),
    "hint": ("tip", "Tip"),
    "important": ("important", "Belangrijk"),
    "belangrijk": ("important", "Belangrijk"),
    "success": ("success", "Gelukt"),
    "gelukt": ("success", "Gelukt"),
    "check": ("success", "Gelukt"),
    "done": ("success", "Gedaan"),
    "question": ("question", "Vraag"),
    "vraag": ("question", "Vraag"),
    "help": ("question", "Hulp"),
    "faq": ("question", "Veelgestelde vraag"),
    "warning": ("warning", "Waarschuwing"),
    "waarschuwing": ("warning", "Waarschuwing"),
    "caution": ("warning", "Pas op"),
    "attention": ("warning", "Attentie"),
    "pas-op": ("warning", "Pas op"),
    "failure": ("failure", "Mislukt"),
    "fail": ("failure", "Mislukt"),
    "missing": ("failure", "Ontbreekt"),
    "danger": ("danger", "Gevaar"),
    "error": ("danger", "Fout"),
    "bug": ("bug", "Fout"),
    "example": ("example", "Voorbeeld"),
    "voorbeeld": ("example", "Voorbeeld"),
    "quote": ("quote", "Citaat"),
    "cite": ("quote", "Citaat"),
    "citaat": ("quote", "Citaat"),
}
"""Kinds of admonitions and details, in Dutch and as Material calls them: class and title."""

_CALLOUT = re.compile(
    r'^( *(?:!!!|\?\?\?\+?)) ?([\w-]+)((?: +[\w-]+)*)(?: +("[^\n]*?"))? *$', re.MULTILINE
)

BACK_TO_TEXT = "Terug naar de tekst bij noot {}"
"""The title of the link from a footnote, by its number, to its place in the text."""

# A quote with a backslash before it stays straight: these two stand for it (noncharacters of
# Unicode, taken out of every text first) until the typography is done. Taken out with them is
# what XML can't hold, so that every text fits in a feed, and what turns the direction of writing.
SINGLE, DOUBLE = "\ufdd0", "\ufdd1"
_FORBIDDEN = re.compile(
    f"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ud800-\udfff\ufffe\uffff{SINGLE}{DOUBLE}]|{DIRECTIONS.pattern}"
)


class _DutchCallouts(Preprocessor):
    """Writes out the class and the Dutch title of an admonition that names only its kind.

    In the source and not in the HTML: both extensions make their title up out of the class,
    and one of them can't be told otherwise.
    """

    def run(self, lines: list[str]) -> list[str]:
        text = "\n".join(lines)
        return lines if "!!!" not in text and "???" not in text else self._named(text).split("\n")

    @staticmethod
    def _named(text: str) -> str:
        def named(match: re.Match[str]) -> str:
            marker, kind, classes, title = match.groups()
            style, default = _CALLOUTS.get(
                kind.lower(), (kind, kind.replace("-", " ").capitalize())
            )
            return f"{marker} {style}{classes} " + (title or f'"{default}"')

        return _CALLOUT.sub(named, text)


class _StraightQuote(InlineProcessor):
    r"""``\'`` and ``\"``: a quote that must stay straight."""

    def handleMatch(  # type: ignore[override]
        self, m: re.Match[str], data: str
    ) -> tuple[str | Element, int, int]:
        return SINGLE if m[1] == "'" else DOUBLE, m.start(0), m.end(0)


class _Dutch(Extension):
    """What makes the other extensions speak Dutch."""

    def extendMarkdown(self, md: Markdown) -> None:
        # After the fenced blocks (25) and raw HTML (20) are out of the text.
        md.preprocessors.register(_DutchCallouts(md), "dutch-callouts", 15)
        # Between code (190) and the other escapes (180).
        md.inlinePatterns.register(_StraightQuote(r"\\(['\"])", md), "straight-quote", 185)


@cache
def parser() -> Markdown:
    """The one parser of this process: making one costs as much as using it."""
    return Markdown(
        output_format="html",
        extensions=[
            TableExtension(use_align_attribute=True),
            FootnoteExtension(BACKLINK_TITLE=BACK_TO_TEXT),
            "attr_list",
            "admonition",
            "def_list",
            "abbr",
            "sane_lists",
            "fenced_code",
            TocExtension(slugify=heading_id, marker=""),
            "pymdownx.details",
            TabbedExtension(alternate_style=True),
            "pymdownx.tasklist",
            _Dutch(),
        ],
    )


@lru_cache(maxsize=4096)
def heading_id(text: str, separator: str = "-") -> str:
    """The id of a heading with these words, where no other has it yet."""
    if text.isascii() and text.replace(" ", "").isalnum():
        slug = separator.join(text.lower().split())  # what slugify gives, in a tenth of the time
    else:
        slug = slugify(text, separator=separator) or "kop"
    return f"kop{separator}{slug}" if own_id(slug) else slug


def convert(text: str) -> str:
    """HTML, not yet safe. Raises whatever Python-Markdown raises."""
    markdown = parser()
    markdown.reset()
    for processor in markdown.parser.blockprocessors:
        # Left behind by a text that ends in an odd place; `reset` doesn't know of it, and it
        # would put the beginning of this text into a box of the last one.
        if hasattr(processor, "current_sibling"):
            processor.current_sibling = None
    return markdown.convert(_FORBIDDEN.sub("", text))
