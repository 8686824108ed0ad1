"""What a laid-out text says: its running text in blocks, its headings, links and pictures."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from html import unescape

from site_plugins.rendering.html import TAG

_BLOCKS = frozenset(
    "p li dd dt td th h1 h2 h3 h4 h5 h6 blockquote figcaption summary div ul ol table tr br".split()
)
"""Where a sentence can't go on."""
_PROSE = frozenset("p li dd blockquote".split())
_LONE = frozenset("img br hr input wbr source".split())
"""Tags that are never closed."""
_NO_WORDS = frozenset("code pre kbd samp var svg table script style".split())
"""What holds no running Dutch text. A table has names and figures; a chart becomes one."""
_NAME = re.compile(r"</?([a-zA-Z][a-zA-Z0-9]*)")
_LANGUAGE = re.compile(r' lang="(?!nl\b)')
_ATTRIBUTE = {name: re.compile(rf' {name}="([^"]*)"') for name in ("href", "src", "alt")}


@dataclass
class Block:
    """A paragraph, list item or heading."""

    text: str
    prose: bool
    """Whether it is made of sentences."""


@dataclass
class Passages:
    """All of a text, in its order."""

    blocks: list[Block] = field(default_factory=list)
    levels: list[tuple[int, str]] = field(default_factory=list)
    """Of each heading, with its words."""
    links: list[tuple[str, str]] = field(default_factory=list)
    """Where each leads, and its words."""
    pictures: list[tuple[str, str]] = field(default_factory=list)
    """The address of each, and what it shows."""


class _Reader:
    """Walks through the HTML once."""

    def __init__(self) -> None:
        self.found = Passages()
        self._words: list[str] = []
        self._seen: list[str] = []
        """The words since the last heading or link began, marked as foreign or not."""
        self._silent: list[str] = []
        """The open tags from the one on that holds no Dutch text."""
        self._href: str | None = None
        self._prose = False

    def tag(self, tag: str) -> None:
        match = _NAME.match(tag)
        if not match:
            return
        name, closing = match[1].lower(), tag.startswith("</")
        if name in _BLOCKS:
            self.end(name in _PROSE and not closing)
        self._silence(name, tag, closing)
        if name == "a":
            if closing and self._href is not None:
                self.found.links.append((self._href, _spaced(self._seen)))
                self._href = None
            elif not closing:
                self._href, self._seen = _value(tag, "href"), []
        elif name == "img":
            self.found.pictures.append((_value(tag, "src"), _value(tag, "alt")))
        elif len(name) == 2 and name[0] == "h" and name[1].isdigit():
            if closing:
                self.found.levels.append((int(name[1]), _spaced(self._seen)))
            self._seen = []

    def _silence(self, name: str, tag: str, closing: bool) -> None:
        if name in _LONE:
            return
        if self._silent:
            if not closing:
                self._silent.append(name)
            elif self._silent[-1] == name:
                self._silent.pop()
            if not self._silent:
                self._words.append(" … ")
        elif not closing and (name in _NO_WORDS or _LANGUAGE.search(tag)):
            self._silent.append(name)

    def text(self, text: str) -> None:
        self._seen.append(text)
        if not self._silent:
            self._words.append(text)

    def end(self, prose: bool) -> None:
        """A block ends, and one that may be prose begins."""
        if text := _spaced(self._words):
            self.found.blocks.append(Block(text, self._prose))
        self._words, self._prose = [], prose


def passages(html: str) -> Passages:
    """What the HTML of a text says."""
    reader = _Reader()
    for number, part in enumerate(TAG.split(html)):
        if number % 2:
            reader.tag(part)
        elif part:
            reader.text(part)
    reader.end(prose=False)
    return reader.found


def _value(tag: str, name: str) -> str:
    match = _ATTRIBUTE[name].search(tag)
    return unescape(match[1]) if match else ""


def _spaced(parts: list[str]) -> str:
    return " ".join(unescape("".join(parts)).replace("\xad", "").split())
