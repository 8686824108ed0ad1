"""Structured data as JSON-LD (https://www.w3.org/TR/json-ld11/), in a data block of a page.

A browser never runs a block of this type, so the policy of the pages has no say in it.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from functools import lru_cache
from json.encoder import encode_basestring

from markupsafe import Markup

from site_plugins.projections.structured import (
    ASSOCIATION,
    Address,
    Thing,
    Trail,
    Value,
)
from site_plugins.rendering.dutch import iso
from site_plugins.rendering.site import Site
from site_plugins.rendering.text.typography import curly

JSON_LD = "application/ld+json"
# Nothing in it can end the block, begin a comment or tag, or end a line of JavaScript.
_ESCAPES = {each: f"\\u{ord(each):04x}" for each in "<>&\u2028\u2029"}
_EMPTY = ('""', "[]")


def json_ld(things: Iterable[Thing | Trail], site: Site) -> Markup:
    """All things of a page in one block; empty where there are none."""
    graph = ",".join([_trail(t, site) if isinstance(t, Trail) else _said(t, site) for t in things])
    if not graph:
        return Markup("")
    text = f'{{"@context":"https://schema.org","@graph":[{graph}]}}'
    # A text of which most has none of them is searched faster than it is translated.
    for each, escaped in _ESCAPES.items():
        text = text.replace(each, escaped)
    return Markup(f'<script type="{JSON_LD}">{text}</script>')


def _said(value: Value, site: Site) -> str:
    """The value in JSON: addresses whole, moments with their offset, quotes curly.

    Written at once: ``json`` would first need all of it as other values.
    """
    match value:
        case str():
            return encode_basestring(curly(value))
        case dict():
            # Every article names it, and it is the same for all.
            return _association(site) if value is ASSOCIATION else _thing(value, site)
        case Address():
            return encode_basestring(site.absolute(value.path))
        case None:
            return "null"
        case bool():
            return "true" if value else "false"
        case int():
            return str(value)
        case date():
            return f'"{iso(value)}"'
        case _:
            return f"[{','.join([_said(each, site) for each in value])}]"


def _thing(thing: Thing, site: Site) -> str:
    told = []
    for name, value in thing.items():
        if value is None:
            continue
        # Most values are texts; and no name, all ours, has anything to be escaped.
        text = encode_basestring(curly(value)) if type(value) is str else _said(value, site)
        if text not in _EMPTY:
            told.append(f'"{name}":{text}')
    return f"{{{','.join(told)}}}"


def _trail(trail: Trail, site: Site) -> str:
    steps = [
        f'{{"@type":"ListItem","position":{place},"name":{encode_basestring(curly(name))},'
        f'"item":{encode_basestring(site.absolute(path))}}}'
        for place, (name, path) in enumerate(trail.steps, 1)
    ]
    return f'{{"@type":"BreadcrumbList","itemListElement":[{",".join(steps)}]}}'


@lru_cache
def _association(site: Site) -> str:
    return _thing(ASSOCIATION, site)
