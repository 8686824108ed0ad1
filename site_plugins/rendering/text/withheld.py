"""Addresses of what is hidden, taken out of what is public: they hold its slug."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import fields, is_dataclass, replace
from functools import cache
from typing import Any
from urllib.parse import unquote

from site_plugins.model.library import KINDS, AnyItem
from site_plugins.projections.links import LinkMap
from site_plugins.rendering.site import Site

# Behind "<" stands the name of a tag that closes.
_ADDRESS = re.compile(r"https?://[\w.:-]+(?:/[\w%.~-]+)+/?|(?<!<)(?:/[\w%.~-]+)+/?", re.IGNORECASE)
_OWN = {"key", "slug", "id", "aliases"}
"""What an item is known by; that of a public one is no other's."""
_REFERENCES = {"person", *(name for kind in KINDS for name in kind.refers)}
"""What names other items: by their key, which may end as an old address does."""


def addresses(html: str) -> list[str]:
    """What in some HTML may be the address of a page."""
    # Most texts have no stroke but in the tags that close.
    return _ADDRESS.findall(html) if html.count("/") > html.count("</") else []


def has_hidden(texts: Iterable[str], links: LinkMap, site: Site) -> bool:
    """Whether :func:`without_hidden` would take something out of one of these."""
    return bool(links.hidden) and any(
        _is_hidden(found, links, site) for text in texts for found in _ADDRESS.findall(text)
    )


def without_hidden(text: str, links: LinkMap, site: Site) -> str:
    """The text or HTML with a mark for each address of a hidden page that stands in it."""
    if not links.hidden:
        return text
    return _ADDRESS.sub(lambda m: "…" if _is_hidden(m[0], links, site) else m[0], text)


def disclosed(item: AnyItem, links: LinkMap, site: Site) -> AnyItem:
    """The item, with no address of a hidden page in its front matter.

    A source, a place or a sponsor keeps its name and loses the address, as a link in a text
    does. The Markdown texts are laid out elsewhere.
    """
    kept: AnyItem = _disclosed(item, "", links, site)
    return kept


def _disclosed(value: Any, name: str, links: LinkMap, site: Site) -> Any:
    """What stands in the field ``name``; the same object where there is nothing to take out."""
    if isinstance(value, str):
        if type(value) is not str or "/" not in value or name in _REFERENCES:
            return value
        if name == "url":
            return "" if _is_hidden(value, links, site) else value
        return without_hidden(value, links, site)
    if isinstance(value, tuple):
        parts = tuple(_disclosed(part, name, links, site) for part in value)
        return value if parts == value else parts
    if not is_dataclass(value) or isinstance(value, type):
        return value
    changes = {}
    for name in _names(type(value)):
        if old := getattr(value, name):
            new = _disclosed(old, name, links, site)
            if new != old:
                changes[name] = new
    return replace(value, **changes) if changes else value


@cache
def _names(kind: type) -> tuple[str, ...]:
    return tuple(field.name for field in fields(kind) if field.name not in _OWN)


def _is_hidden(address: str, links: LinkMap, site: Site) -> bool:
    path = site.own(address) if "://" in address else address
    path = re.split(r"[?#]", path, maxsplit=1)[0].removesuffix("index.html")
    places = {form for raw in (path, unquote(path)) for form in (raw, f"{raw.rstrip('/.')}/")}
    return not links.hidden.isdisjoint(places)
