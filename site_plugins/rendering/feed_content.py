"""The HTML of a text as it fits in a feed: read elsewhere, without our style sheet and scripts.

Feed readers keep text, structure, tables, links and pictures, and take the rest out, often with
less care than we can. What they keep was looked up in feedparser's ``_HTMLSanitizer`` and in the
W3C feed validator's ``HTMLValidator``.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from urllib.parse import urljoin

from site_plugins.rendering.html import TAG

_START = re.compile(r"<([a-z][a-z0-9]*)([^>]*)>")
_ATTRIBUTE = re.compile(r' ([a-zA-Z:-]+)(?:="([^"]*)")?')
_VOID = {"br", "col", "hr", "img", "input", "wbr"}
_BARE = {"section", "span"}
"""Elements of which the words stay, unless an attribute that is kept gives them a meaning."""
_BOXES = {"tabel", "grafiek-tabel", "tabbed-labels"}
"""Boxes that scroll or hide."""
_RENAMED = {"bdo": "span", "details": "div"}
_KEPT = {
    "abbr": {"title"},
    "a": {"href", "title"},
    "img": {"src", "alt", "title", "width", "height"},
    "ol": {"start", "reversed"},
    "li": {"value"},
    "td": {"colspan", "rowspan"},
    "th": {"colspan", "rowspan", "scope"},
    "time": {"datetime"},
    "del": {"datetime"},
    "ins": {"datetime"},
    "col": {"span"},
    "colgroup": {"span"},
}
_ALWAYS = {"lang", "dir"}
_ALIGNED = ("right", "center")

# Where one of these stands, elements may go or become others; else only attributes do.
_ODD = re.compile(
    r"<(?:bdo|details|div|input|label|section|span|summary|svg)\b|footnote-backref|admonition-title"
)
_WITH_ATTRIBUTES = re.compile(r"<[a-z][a-z0-9]* [^>]*>")
# A chart's figures are in the table that follows; without the drawing that needs no name.
_DRAWING = re.compile(r"<svg[ >].*?</svg>\s*(<details>\s*)<summary>.*?</summary>", re.DOTALL)


@dataclass(frozen=True, slots=True)
class _Place:
    """Where a text stands, as HTML writes addresses: that of its page, and of the site's root."""

    page: str
    site: str

    def absolute(self, address: str) -> str:
        if address.startswith("#"):
            return self.page + address
        rooted = address.startswith("/") and not address.startswith("//")
        return urljoin(self.site, address) if rooted else address


_NOWHERE = _Place("", "")
"""Of tags without attributes, which are the same everywhere."""


def portable(html: str, page: str, site_url: str) -> str:
    """The HTML of one of our texts with nothing in it that only our pages understand.

    ``page`` is the absolute address of its page, for links within the text; ``site_url`` that of
    the site's root, for those that begin with ``/``. ``html`` is well-formed, as our own is.
    """
    place = _Place(page, site_url)
    if _ODD.search(html):
        return "".join(_kept(TAG.split(_DRAWING.sub(r"\1", html)), place)).strip()
    return _WITH_ATTRIBUTES.sub(lambda tag: _element(*_read(tag[0]), place)[0], html).strip()


def _kept(parts: list[str], place: _Place) -> Iterator[str]:
    """The parts that stay; every second one is a tag."""
    closing: list[str] = []
    skipping = 0
    """How many elements are open within one that goes, that one included."""
    for index, part in enumerate(parts):
        if not index % 2:
            if not skipping:
                yield part
        elif part.startswith("</"):
            if skipping:
                skipping -= 1
            elif closing:
                yield closing.pop()
        else:
            empty, kept = _planned(part, place if " " in part else _NOWHERE)
            if skipping or kept is None:
                skipping += not empty
                continue
            yield kept[0]
            if not empty:
                closing.append(kept[1])


@lru_cache(maxsize=1024)
def _planned(tag: str, place: _Place) -> tuple[bool, tuple[str, str] | None]:
    """Whether an element has no end tag, and what its start and its end become; None where it
    goes with its words.
    """
    name, attributes = _read(tag)
    empty = name in _VOID or tag.endswith("/>")
    return empty, None if _goes(name, attributes) else _element(name, attributes, place)


def _read(tag: str) -> tuple[str, dict[str, str]]:
    """The name and the attributes of a start tag."""
    found = _START.match(tag)
    return (found[1], dict(_ATTRIBUTE.findall(found[2]))) if found else ("", {})


def _goes(name: str, attributes: dict[str, str]) -> bool:
    """Whether an element goes with its words, as the arrow of a footnote does."""
    tab = name == "input" and attributes.get("type") == "radio"
    return name == "svg" or tab or "footnote-backref" in attributes.get("class", "").split()


def _element(name: str, attributes: dict[str, str], place: _Place) -> tuple[str, str]:
    """What its start and its end become."""
    classes = attributes.get("class", "").split()
    if name == "input":
        return ("☑" if "checked" in attributes else "☐"), ""
    if name in ("label", "summary"):
        return "<p><strong>", "</strong></p>"
    wanted = _KEPT.get(name, set()) | _ALWAYS
    kept = {n: value for n, value in attributes.items() if n in wanted}
    for address in ("href", "src"):
        if address in kept:
            kept[address] = place.absolute(kept[address])
    if name in ("td", "th"):
        # No feed reader keeps a class or a style; this they all do, though HTML no longer has it.
        for side in _ALIGNED:
            if side in classes:
                kept["align"] = side
    if (name in _BARE and not kept) or (name == "div" and _BOXES.intersection(classes)):
        return "", ""
    name = _RENAMED.get(name, name)
    written = "".join(f' {n}="{value}"' for n, value in kept.items())
    if "admonition-title" in classes:
        return f"<{name}{written}><strong>", f"</strong></{name}>"
    return f"<{name}{written}>", f"</{name}>"
