"""The tags of a page in which an address, a policy or a handler stands.

Pages are searched, not parsed, as parsing ten thousand takes minutes. They are our own, and
well-formed. Most tags are alike on many pages, so each is read once.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache
from html import unescape
from typing import NamedTuple

from site_plugins.rendering.structured import JSON_LD

POLICY = "Content-Security-Policy"

# A path with nothing in it to be worked out: no query, no quoted byte, no dots of its own.
PLAIN = r"/(?!/)[a-zA-Z0-9_/-]*+(?:\.[a-zA-Z0-9_]++)*+"
_VALUE = r'="[^"]*+"'
_INSIDE = r"""[^>"']*+(?:(?:"[^"]*+"|'[^']*+')[^>"']*+)*+>"""
# Tags with attributes that hold no address and do nothing are passed by, as most are, and so are
# comments. A value with a tag in it is not: the search would go on inside it.
_DULL = (
    "(?:class|id|datetime|title|type|lang|dir|role|tabindex|hidden|(?:aria|data)-[a-z-]++)"
    '(?:="[^"<]*+")?+'
)
# After an address: attributes without one, and the end of the tag.
_END = rf"(?: (?:class|rel|title|aria-[a-z]++){_VALUE})*+>"
# The groups are: an address that is a plain path; another one that may be of the site; the same in
# a head; and any other tag. The first three are of tags with nothing else of interest. What follows
# on a script's tag belongs to it where the script is empty. A tag without an end is its beginning.
_TAG = re.compile(
    rf'<(?=[a-zA-Z!][^>])(?:a href="(?:({PLAIN})"|(?:#|mailto:)[^"]*+"|([^"]*+)"){_END}'
    rf'|(?:link rel="canonical" href|meta property{_VALUE} content(?=="http))="([^"]*+)"{_END}'
    rf'|meta (?:name|property){_VALUE} content="(?!http)[^"]*+">'
    rf"|((?:script|style)\b(?:{_INSIDE}(?:</script>)?|)"
    rf'|[a-zA-Z][a-zA-Z0-9-]*+[\s/](?!class="[^"<]*+">|{_DULL}(?: {_DULL})*+ ?/?>)(?:{_INSIDE}|)'
    r"|!--(?!.*?-->))"
    r"|!--.*?-->)".encode(),
    re.DOTALL,
)
_ATTRIBUTE = re.compile(r"""([^\s"'<>/=]+)\s*=\s*("[^"]*"|'[^']*'|[^\s"'>]+)""")
_NO_NAME = re.compile(r"[\s/>]")
# A browser never runs it (HTML Standard, 4.12.1); of two types it would take the first.
_DATA = f'script type="{JSON_LD}">'

_LINKS = {"href", "src", "poster", "data", "action"}
_DIRECTIVES = {
    ("script", "src"): "script-src",
    ("img", "src"): "img-src",
    ("img", "srcset"): "img-src",
    ("image", "href"): "img-src",
    ("source", "srcset"): "img-src",
    ("source", "src"): "media-src",
    ("audio", "src"): "media-src",
    ("video", "src"): "media-src",
    ("video", "poster"): "img-src",
    ("track", "src"): "media-src",
    ("form", "action"): "form-action",
    ("button", "formaction"): "form-action",
    ("input", "formaction"): "form-action",
    ("input", "src"): "img-src",
    ("iframe", "src"): "frame-src",
    ("frame", "src"): "frame-src",
    ("object", "data"): "object-src",
    ("embed", "src"): "object-src",
    ("base", "href"): "base-uri",
    ("use", "href"): "img-src",
}
_LINKED = {
    "stylesheet": "style-src",
    "icon": "img-src",
    "manifest": "manifest-src",
    # Nothing but fonts is fetched ahead.
    "preload": "font-src",
}
_USING = {"link", *(name for name, _ in _DIRECTIVES)}
"""Elements that make a browser fetch something, or send it."""
_OF_THE_THEME = ("style-src", "script-src", "font-src")


class Need(NamedTuple):
    """An address that a page uses, and the directive that rules over it."""

    directive: str
    address: str
    is_asset: bool
    """Whether it should be a file of the theme."""


class Tag(NamedTuple):
    """What is of interest in one tag."""

    links: tuple[str, ...] = ()
    """Every address in it, as the page has it."""
    needs: tuple[Need, ...] = ()
    forbidden: tuple[str, ...] = ()
    """What no policy of ours lets be: handlers, and styles and scripts with something in them."""
    policy: str | None = None
    """The Content-Security-Policy that it sets."""
    leads_on: bool = False
    """Whether it sends a reader to another page."""
    is_open: bool = False
    """Whether it has no end in what was read."""


class Part(NamedTuple):
    """What is of interest in some of a page."""

    paths: list[str]
    """Addresses that are plain paths on the host."""
    others: list[str]
    """Other addresses, but not of places on the page itself."""
    tags: tuple[bytes, ...]
    """Tags that may hold more than one address; see ``tag``."""


def read(page: bytes, *spans: tuple[int, int]) -> Part:
    """What is of interest in some of a page, from byte to byte."""
    found: list[tuple[bytes, bytes, bytes, bytes]] = []
    for start, end in spans:
        found += _TAG.findall(page, start, end)
    paths = b"\n".join([path for path, _, _, _ in found if path]).decode()
    others = [(one or two).decode(errors="replace") for _, one, two, _ in found if one or two]
    tags = tuple([tag for _, _, _, tag in found if tag])
    return Part(paths.split("\n") if paths else [], [*map(unescape, others)], tags)


@lru_cache(maxsize=8192)
def tag(raw: bytes) -> Tag | None:
    """What is in one tag, from its name on; None where nothing of it is of interest."""
    if not raw.endswith(b">"):
        return Tag(is_open=True)
    text = raw.decode(errors="replace")
    found: dict[str, str] = {}
    for attribute, quoted in _ATTRIBUTE.findall(text):
        value = quoted[1:-1] if quoted[0] in "\"'" else quoted
        # Of two with one name a browser takes the first.
        found.setdefault(attribute.lower(), unescape(value))
    name = _NO_NAME.split(text.lower(), maxsplit=1)[0]
    seen = Tag(
        tuple(_links(found)),
        tuple(_needs(name, found)) if name in _USING else (),
        tuple(_forbidden(text, name, found)),
        found.get("content") if found.get("http-equiv") == POLICY else None,
        found.get("http-equiv") == "refresh",
    )
    return seen if any(seen) else None


def _links(attributes: dict[str, str]) -> Iterator[str]:
    for attribute, value in attributes.items():
        if attribute == "srcset":
            yield from (part.split()[0] for part in value.split(",") if part.strip())
        elif attribute in _LINKS or (attribute == "content" and value.startswith("http")):
            yield value.strip()


def _needs(name: str, attributes: dict[str, str]) -> Iterator[Need]:
    rel = attributes.get("rel", "").split()
    if name == "link":
        for each in rel:
            if directive := _LINKED.get(each):
                is_asset = directive in _OF_THE_THEME or each == "icon"
                yield Need(directive, attributes.get("href", ""), is_asset)
    for attribute, value in attributes.items():
        if directive := _DIRECTIVES.get((name, attribute)):
            several = value.split(",") if attribute == "srcset" else [value]
            addresses = (each.split()[0] for each in several if each.strip())
            yield from (Need(directive, each, directive in _OF_THE_THEME) for each in addresses)


def _forbidden(text: str, name: str, attributes: dict[str, str]) -> Iterator[str]:
    """No policy of ours lets a handler run, or a style or script that is in the page itself."""
    for attribute in attributes:
        if attribute == "style" or attribute.startswith("on"):
            yield f"{attribute}= niet"
    if name == "style" or (name == "script" and text != _DATA and not text.endswith("></script>")):
        yield f"geen <{name}> met inhoud"
