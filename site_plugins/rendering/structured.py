"""Structured data as JSON-LD (https://www.w3.org/TR/json-ld11/), in a data block of a page.

A browser never runs a block of this type, so the policy of the pages has no say in it.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import Any

from markupsafe import Markup

from site_plugins.projections.structured import Address, Thing, Value
from site_plugins.rendering.dutch import iso
from site_plugins.rendering.site import Site
from site_plugins.rendering.text.typography import curly

JSON_LD = "application/ld+json"
# Nothing in it can end the block, begin a comment or tag, or end a line of JavaScript.
_ESCAPES = str.maketrans({each: f"\\u{ord(each):04x}" for each in "<>&\u2028\u2029"})


def json_ld(things: Iterable[Thing], site: Site) -> Markup:
    """All things of a page in one block; empty where there are none."""
    graph = [_said(thing, site) for thing in things]
    if not graph:
        return Markup("")
    data = {"@context": "https://schema.org", "@graph": graph}
    text = json.dumps(data, ensure_ascii=False, separators=(",", ":")).translate(_ESCAPES)
    return Markup(f'<script type="{JSON_LD}">{text}</script>')


def _said(value: Value, site: Site) -> Any:
    """The value as JSON has it: addresses whole, moments with their offset, quotes curly."""
    match value:
        case Address():
            return site.absolute(value.path)
        case str():
            return curly(value)
        case date():
            return iso(value)
        case Mapping():
            said = {name: _said(each, site) for name, each in value.items()}
            return {name: each for name, each in said.items() if each not in (None, "", [])}
        case Sequence():
            return [_said(each, site) for each in value]
        case _:
            return value
