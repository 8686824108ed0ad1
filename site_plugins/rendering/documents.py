"""A text as a document to take along: its HTML as blocks, and those as plain text.

``word.py`` makes a Word document of the same blocks.
"""

from __future__ import annotations

import re
import textwrap
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import datetime
from itertools import count
from typing import Literal

from lxml import html as lxml_html
from lxml.html import HtmlElement

from site_plugins.projections.documents import MotionDocument
from site_plugins.rendering import dutch
from site_plugins.rendering.html import absolute
from site_plugins.rendering.site import Site
from site_plugins.rendering.text.typography import curly

WIDTH = 78
"""Characters on a line of plain text, as in RFC 5322 2.1.1."""


@dataclass(frozen=True, slots=True)
class Run:
    """Words that are set alike; ``url`` is absolute, or empty where they are no link."""

    text: str
    bold: bool = False
    italic: bool = False
    url: str = ""


@dataclass(frozen=True, slots=True)
class Block:
    """A paragraph of a document.

    ``level`` is that of a heading (2 to 6), or how deep a list lies (1 and deeper). An item of a
    numbered list has its ``number``; the items with one ``list`` are counted together.
    """

    kind: Literal["heading", "paragraph", "quote", "bullet", "number", "rest"]
    runs: tuple[Run, ...]
    level: int = 0
    number: int = 0
    list: int = 0

    @property
    def text(self) -> str:
        """Its words."""
        return "".join(run.text for run in self.runs)


@dataclass(frozen=True, slots=True)
class Document:
    """What a file holds: a title, facts as (name, value), blocks, and the page that it is of."""

    title: str
    facts: tuple[tuple[str, str], ...]
    blocks: tuple[Block, ...]
    source: str
    date: datetime | None


def document(made: MotionDocument, html: str, site: Site) -> Document:
    """A motion with its laid-out text as a document."""
    facts = (
        (name, dutch.plain_date(value) if isinstance(value, datetime) else curly(value))
        for name, value in made.facts
    )
    return Document(
        title=curly(made.motion.title),
        facts=tuple(facts),
        blocks=tuple(blocks(absolute(html, site.url))),
        source=site.absolute(made.page),
        date=made.motion.date,
    )


# ---- HTML to blocks ----

_LEFT_OUT = "//svg | //sup[starts-with(@id, 'fnref')] | //a[contains(@class, 'footnote-backref')]"
_HEADINGS = {f"h{level}": level for level in range(1, 7)}
_PARTS = {"p", "ul", "ol", "li", "blockquote", "table", "div", "pre", "dl", "section", *_HEADINGS}
# XML 1.0 2.2: what a Word document may not hold.
_NO_XML = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")


def blocks(html: str) -> Iterator[Block]:
    """The blocks of laid-out text, in order. Drawings and footnote marks are left out."""
    if not html.strip():
        return
    root = lxml_html.fragment_fromstring(html, create_parent="div")
    for element in root.xpath(_LEFT_OUT):
        element.drop_tree()
    lists = count(1)
    yield from _inside(root, Block("paragraph", ()), lists)


def _inside(parent: HtmlElement, form: Block, lists: Iterator[int]) -> Iterator[Block]:
    """The blocks within an element; loose words in it become blocks like ``form``."""
    loose = [Run(parent.text or "")]

    def close() -> Iterator[Block]:
        nonlocal loose, form
        if runs := _trimmed(loose):
            yield replace(form, runs=runs)
            # A number or a dash stands before the first paragraph of an item alone.
            if form.kind in ("bullet", "number"):
                form = replace(form, kind="rest")
        loose = []

    for child in parent:
        if not isinstance(child.tag, str):
            loose.append(Run(child.tail or ""))
            continue
        if child.tag in _PARTS or any(part.tag in _PARTS for part in child.iter()):
            yield from close()
            for block in _of(child, form, lists):
                if block.kind == form.kind and form.kind in ("bullet", "number"):
                    form = replace(form, kind="rest")
                yield block
        else:
            loose += _runs(child, Run(""))
        loose.append(Run(child.tail or ""))
    yield from close()


def _of(element: HtmlElement, form: Block, lists: Iterator[int]) -> Iterator[Block]:
    tag = str(element.tag)
    if tag in _HEADINGS:
        yield from _inside(element, Block("heading", (), _HEADINGS[tag]), lists)
    elif tag in ("ul", "ol"):
        yield from _list(element, form, lists)
    elif tag == "blockquote":
        yield from _inside(element, Block("quote", ()), lists)
    elif tag == "table":
        for row in element.iter("tr"):
            cells = [" ".join(str(cell.text_content()).split()) for cell in row]
            yield replace(form, runs=(Run(_clean(" | ".join(cells))),))
    else:
        yield from _inside(element, form, lists)


def _list(element: HtmlElement, form: Block, lists: Iterator[int]) -> Iterator[Block]:
    level = form.level + 1 if form.kind in ("bullet", "number", "rest") else 1
    own, numbered = next(lists), element.tag == "ol"
    start = str(element.get("start", "1"))
    first = int(start) if start.isdecimal() else 1
    for number, item in enumerate(element.iterchildren("li"), first):
        shape = Block("number" if numbered else "bullet", (), level, number, own)
        yield from _inside(item, shape, lists)


def _runs(element: HtmlElement, style: Run) -> Iterator[Run]:
    """The words within an inline element, each with how it is set."""
    match element.tag:
        case "strong" | "b":
            style = replace(style, bold=True)
        case "em" | "i":
            style = replace(style, italic=True)
        case "a" if "://" in (link := str(element.get("href", ""))):
            style = replace(style, url=link)
        case "br":
            yield Run("\n")
    yield replace(style, text=element.text or "")
    for child in element:
        if isinstance(child.tag, str):
            yield from _runs(child, style)
        yield replace(style, text=child.tail or "")


def _trimmed(runs: Iterable[Run]) -> tuple[Run, ...]:
    """Runs with single spaces, none at either end of a line; ``\\n`` is a ``<br>``."""
    found: list[Run] = []
    for run in runs:
        text = "\n" if run.text == "\n" and run == Run("\n") else re.sub(r"\s+", " ", run.text)
        if text.startswith(" ") and (not found or found[-1].text.endswith((" ", "\n"))):
            text = text[1:]
        if text:
            found.append(replace(run, text=_clean(text)))
    while found and not found[-1].text.strip():
        found.pop()
    if found:
        found[-1] = replace(found[-1], text=found[-1].text.rstrip())
    return tuple(found)


def _clean(text: str) -> str:
    return _NO_XML.sub("", text)


# ---- blocks to plain text ----


def plain_document(made: Document) -> str:
    """The document as plain text of ``WIDTH`` characters, with an empty line between paragraphs."""
    widest = max((len(name) for name, _ in made.facts), default=0) + 2
    facts = [_wrapped(value, f"{name}:".ljust(widest), " " * widest) for name, value in made.facts]
    parts = [_underlined(made.title, "="), "\n".join(facts), *_lines(made.blocks)]
    parts.append(f"Bron: {made.source}")
    return "\n\n".join(part for part in parts if part) + "\n"


def _lines(blocks: Iterable[Block]) -> Iterator[str]:
    """Paragraphs; the items of a list stand close together."""
    together: list[str] = []
    for block in blocks:
        if block.kind in ("bullet", "number", "rest"):
            together.append(_item(block))
            continue
        if together:
            yield "\n".join(together)
            together = []
        if block.kind == "heading":
            yield _underlined(_with_addresses(block), "-")
        else:
            margin = "  " if block.kind == "quote" else ""
            yield _wrapped(_with_addresses(block), margin, margin)
    if together:
        yield "\n".join(together)


def _item(block: Block) -> str:
    margin = "   " * (block.level - 1)
    mark = {"number": f"{block.number}. ", "bullet": "- "}.get(block.kind, "  ")
    return _wrapped(_with_addresses(block), margin + mark, margin + " " * len(mark))


def _with_addresses(block: Block) -> str:
    """Its words, with where each link leads behind it."""
    return "".join(
        f"{run.text} ({run.url})" if run.url not in ("", run.text) else run.text
        for run in block.runs
    )


def _underlined(text: str, line: str) -> str:
    wrapped = _wrapped(text, "", "")
    return f"{wrapped}\n{line * max(map(len, wrapped.splitlines()), default=0)}"


def _wrapped(text: str, first: str, rest: str) -> str:
    lines: list[str] = []
    for part in text.split("\n"):
        lines += textwrap.wrap(
            part,
            WIDTH,
            initial_indent=rest if lines else first,
            subsequent_indent=rest,
            break_long_words=False,
            break_on_hyphens=False,
        )
    return "\n".join(lines)
