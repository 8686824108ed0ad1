"""The HTML of a text as it fits in a feed: read elsewhere, without our style sheet and scripts.

Feed readers keep text, structure, tables, links and pictures, and take the rest out, often with
less care than we can. What they keep was looked up in feedparser's ``_HTMLSanitizer`` and in the
W3C feed validator's ``HTMLValidator``.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from functools import lru_cache
from itertools import zip_longest
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

# What is looked at in most texts: tags with attributes, and those that may become others. The ends
# of links and all of `<p>` stay where they are. What there is most of is known by this alone: the
# arrow of a footnote, which goes, a heading, of which the id goes, a link to a page of our own, and
# one to elsewhere.
_CHANGING = frozenset("bdo details div input label section span summary svg".split())
_TAGS = re.compile(
    # Half of all tags are passed by sooner: no end of an element that may change begins so.
    r"<(?!p>|/[aefhoptu]|/li)"
    r'(?:a class="footnote-backref"[^>]*>[^<]*</a>'
    r'|(h[1-6]) id="[^"]*"(?=>)'
    r'|(a href=")(?=/(?!/)[a-zA-Z0-9_/-]*">)'
    r'|((?!a href="https?://[^"]*">)[a-z][a-z0-9]* [^>]*>'
    rf"|/?(?:{'|'.join(sorted(_CHANGING))})>))"
)
# Where one of these is left, words go with their element, or `<p>` and `</p>` become others.
_ODD = ("svg", "footnote-backref", "admonition-title")
# A chart's figures are in the table that follows; without the drawing that needs no name.
_DRAWING = re.compile(r"<svg[ >].*?</svg>\s*(<details>\s*)<summary>.*?</summary>", re.DOTALL)


_ON_PAGE = "\0#"
"""Stands for the page's own address and a ``#``: so tags are the same in every text. No HTML of
ours holds the character."""


def portable(html: str, page: str, site_url: str) -> str:
    """The HTML of one of our texts with nothing in it that only our pages understand.

    ``page`` is the absolute address of its page, for links within the text; ``site_url`` that of
    the site's root, for those that begin with ``/``. ``html`` is well-formed, as our own is.
    """
    # Between two texts stand a heading's name, the start of a link, and another tag: one of them.
    parts = _TAGS.split(html)
    others = parts[3::4]
    seen = " ".join(filter(None, others))
    if any(map(seen.__contains__, _ODD)):
        made = "".join(_kept(TAG.split(_DRAWING.sub(r"\1", html)), site_url))
    else:
        own = f'<a href="{_origin(site_url)}'
        parts[1::4] = [f"<{heading}" if heading else "" for heading in parts[1::4]]
        parts[2::4] = [own if link else "" for link in parts[2::4]]
        parts[3::4] = _become(others, site_url) if seen else [""] * len(others)
        made = "".join(parts)
    if _ON_PAGE in made:
        made = made.replace(_ON_PAGE, f"{page}#")
    return made.strip()


def _become(tags: Iterable[str | None], site_url: str) -> list[str]:
    """What each of these becomes (nothing, of nothing), where no words go with it."""
    made: list[str] = []
    closing: list[str] = []
    for tag in tags:
        if not tag:
            made.append("")
        elif tag.startswith("/"):
            made.append(closing.pop() if closing else "")
        else:
            alone, kept = _looked_up(f"<{tag}", site_url, False)
            start, end = kept or ("", "")
            made.append(start)
            if not alone:
                closing.append(end)
    return made


def _kept(parts: list[str], site_url: str) -> Iterator[str]:
    """The parts that stay; every second one is a tag."""
    closing: list[str] = []
    skipping = 0
    """How many elements are open within one that goes, that one included."""
    for text, tag in zip_longest(parts[::2], parts[1::2], fillvalue=""):
        if not skipping:
            yield text
        if tag.startswith("</"):
            if skipping:
                skipping -= 1
            elif closing:
                yield closing.pop()
        elif tag:
            alone, kept = _looked_up(tag, site_url, True)
            if skipping or kept is None:
                skipping += not alone
                continue
            yield kept[0]
            if not alone:
                closing.append(kept[1])


@lru_cache(maxsize=4096)
def _looked_up(tag: str, site_url: str, every_end: bool) -> tuple[bool, tuple[str, str] | None]:
    """Whether no end is to be met, and what its start and its end become; None where it goes with
    its words.
    """
    name, attributes = _read(tag)
    alone = name in _VOID or tag.endswith("/>") or not (every_end or name in _CHANGING)
    return alone, None if _goes(name, attributes) else _element(name, attributes, site_url)


def _read(tag: str) -> tuple[str, dict[str, str]]:
    """The name and the attributes of a start tag."""
    found = _START.match(tag)
    return (found[1], dict(_ATTRIBUTE.findall(found[2]))) if found else ("", {})


def _goes(name: str, attributes: dict[str, str]) -> bool:
    """Whether an element goes with its words, as the arrow of a footnote does."""
    tab = name == "input" and attributes.get("type") == "radio"
    return name == "svg" or tab or "footnote-backref" in attributes.get("class", "").split()


def _element(name: str, attributes: dict[str, str], site_url: str) -> tuple[str, str]:
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
            kept[address] = _absolute(kept[address], site_url)
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


def _absolute(address: str, site_url: str) -> str:
    """An address as HTML writes it, for readers elsewhere."""
    if address.startswith("#"):
        return f"{_ON_PAGE}{address[1:]}"
    if not address.startswith("/") or address.startswith("//"):
        return address
    return urljoin(site_url, address)


@lru_cache(maxsize=16)
def _origin(site_url: str) -> str:
    return urljoin(site_url, "/")[:-1]
