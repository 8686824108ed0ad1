"""Looks into SVG: a drawing from our own address may hold nothing that acts or fetches."""

from __future__ import annotations

import base64
import re
from collections.abc import Iterator
from typing import Any

from lxml import etree

from site_plugins.loading.media.pictures import Damaged
from site_plugins.loading.problems import shown

MAX_DRAWING = 1_000_000
"""Bytes."""
SVG = "{http://www.w3.org/2000/svg}"

_DECLARATION = re.compile(rb"<!\s*(ENTITY|ATTLIST|ELEMENT|NOTATION)")
_ACTIVE = frozenset(
    "script foreignobject iframe embed object audio video handler listener discard".split()
)
_MOVING = frozenset("animate animatemotion animatetransform animatecolor set".split())
_OWN_ADDRESS = re.compile(r"\s*(?:#|data:image/(?:png|jpe?g);base64,|$)", re.IGNORECASE)
_FETCHING = re.compile(
    r"url\(\s*(?![\"']?\s*#)|@import|image-set|expression\("
    r"|javascript:|-moz-binding|\\",
    re.IGNORECASE,
)
"""In a style or a presentation attribute; a backslash can spell all of them."""
_LETTERS = re.compile(r"url\(\s*[\"']?\s*data:(?:[\w/+.-]*font|application/|;)", re.IGNORECASE)
_OWN_LETTERS = "een eigen lettertype (zet letters om in vormen)"
_SPOKEN = re.compile(r"(?:aria|data)-.+|title|alt|label|content")
"""Attributes that hold words."""


def parse_drawing(data: bytes) -> etree._Element:
    """The tree of an SVG file, without entities or network. Raises Damaged."""
    if found := _DECLARATION.search(data):
        name = found[1].decode()
        raise Damaged(f"deze tekening bevat <!{name}>. Bewaar de tekening als gewone SVG.")
    if b"\0" in data:
        raise Damaged("deze tekening is geen UTF-8. Bewaar de tekening als gewone SVG.")
    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False)
    try:
        root = etree.fromstring(data, parser)
    except (etree.XMLSyntaxError, ValueError):
        raise Damaged("dit is geen geldige SVG. Bewaar de tekening opnieuw.") from None
    if root.tag == "svg":
        raise Damaged(f'deze tekening mist xmlns="{SVG[1:-1]}". Bewaar de tekening opnieuw.')
    if root.tag != f"{SVG}svg":
        raise Damaged("dit is geen SVG: het begint niet met <svg>.")
    return root


def active_parts(root: etree._Element) -> Iterator[tuple[int, str]]:
    """Line and description of everything in a drawing that could act or fetch something."""
    nodes: list[Any] = [*root.itersiblings(preceding=True), *root.iter(), *root.itersiblings()]
    for node in nodes:
        line: int = node.sourceline or 1
        if isinstance(node, etree._ProcessingInstruction):
            yield line, "een verwerkingsinstructie (<?…?>)"
        if not isinstance(node.tag, str):
            continue
        name = etree.QName(node).localname.lower()
        if name in _ACTIVE or node.tag.startswith("{http://www.w3.org/1999/xhtml}"):
            yield line, f"<{etree.QName(node).localname}>"
        if name == "style" and (found := _FETCHING.search("".join(map(str, node.itertext())))):
            letters = _LETTERS.match(found.string, found.start())
            yield line, _OWN_LETTERS if letters else "een stijl die iets van buiten haalt"
        for attribute, value in node.attrib.items():
            if what := _active_attribute(name, str(attribute), str(value)):
                yield line, what


def _active_attribute(element: str, attribute: str, value: str) -> str:
    """What an attribute does that it may not; nothing for most."""
    name = etree.QName(attribute).localname.lower()
    if name.startswith("on"):
        return f"{name}="
    if name in ("href", "src") and not _OWN_ADDRESS.match(value):
        return f"een verwijzing naar {shown(value)}"
    if name == "base":
        return f"{name}="
    if element in _MOVING and name == "attributename":
        aim = value.strip().lower().rpartition(":")[2]
        if aim in ("href", "src", "style") or aim.startswith("on"):
            return f"een beweging die {aim} verandert"
    if _FETCHING.search(value):
        return f"{name}= met een verwijzing naar buiten"
    return ""


def embedded_pictures(root: etree._Element) -> Iterator[bytes]:
    """The photos that a drawing holds. Raises Damaged where one can't be read."""
    for node in root.iter():
        for attribute, value in node.attrib.items():
            if str(attribute).endswith("href") and str(value).strip().startswith("data:"):
                try:
                    yield base64.b64decode("".join(str(value).partition(",")[2].split()))
                except ValueError:
                    raise Damaged("een foto in deze tekening is beschadigd.") from None


def words_in(root: etree._Element) -> Iterator[str]:
    """Texts, titles, comments and metadata: a reader can see or find them."""
    for node in root.iter():
        if isinstance(node, etree._Comment):
            yield node.text or ""
        elif isinstance(node.tag, str):
            name = etree.QName(node).localname
            if name in ("text", "title", "desc", "metadata", "flowRoot"):
                yield "".join(map(str, node.itertext()))
            for attribute, value in node.attrib.items():
                if _SPOKEN.fullmatch(etree.QName(str(attribute)).localname):
                    yield str(value)
