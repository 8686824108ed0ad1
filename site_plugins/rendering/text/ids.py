"""Ids that are unique on a page on which several texts stand, and links that follow them.

Footnotes, charts and tabs are numbered within their own text, and two texts may have the same
headings. The first text keeps its ids, so that a link from elsewhere leads to the first of its
name; in a later text what is taken already gets a number behind it.
"""

from __future__ import annotations

import re
from collections.abc import Collection
from html import escape, unescape
from itertools import count

from site_plugins.rendering.html import TAG

_NAMED = re.compile(r' (id|name)="([^"]+)"')
_POINTING = re.compile(r' (id|name|for|href|aria-labelledby|aria-describedby)="([^"]+)"')


def ids(html: str) -> frozenset[str]:
    """The ids in some HTML, and the names of its groups of buttons."""
    return all_ids(html)[0]


def all_ids(html: str) -> tuple[frozenset[str], bool]:
    """The same, and whether an id stands there more than once."""
    found = [(attribute, unescape(name)) for attribute, name in _NAMED.findall(html)]
    own = [name for attribute, name in found if attribute == "id"]
    return frozenset([name for _, name in found]), len(set(own)) < len(own)


def with_own_ids(html: str, taken: Collection[str]) -> str:
    """The HTML with another id for each that is ``taken``, or that stands in it twice."""
    own, twice = all_ids(html)
    if not twice and own.isdisjoint(taken):
        return html
    used = {*taken, *own}
    renamed = {name: _free(name, used) for name in sorted(own) if name in taken}
    seen: set[str] = set()

    def attribute(match: re.Match[str]) -> str:
        kind, value = match[1], unescape(match[2])
        if kind == "href":
            new = f"#{renamed.get(value[1:], value[1:])}" if value.startswith("#") else value
        elif kind == "id":
            new = renamed.get(value, value)
            if new in seen:
                new = _free(new, used)
            seen.add(new)
        else:
            new = " ".join(renamed.get(name, name) for name in value.split(" "))
        return f' {kind}="{escape(new)}"'

    return TAG.sub(lambda tag: _POINTING.sub(attribute, tag[0]), html)


def _free(name: str, used: set[str]) -> str:
    """The name with the first number from 2 on that makes it another; it is used from now on."""
    new = next(each for n in count(2) if (each := f"{name}-{n}") not in used)
    used.add(new)
    return new
