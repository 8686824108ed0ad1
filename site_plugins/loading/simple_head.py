"""Reads the heads that most files have in a tenth of the time that YAML takes.

YAML defines what a head means. Taken here are only lines that are known whole: a key with a
value on its line, plain or between quotes, or with a list of such values. A head with any other
line in it is left to YAML.
"""

from __future__ import annotations

import re

from site_plugins.loading.nodes import Mapping, Node, Scalar, Sequence

_LETTER = r"[^\W_]"
_SIGNS = r"\w .,;/()!?%+=@–—‘’“”…€\-"
_PLAIN = rf"{_LETTER}(?:[{_SIGNS}'\"&]|:(?![ \n]))*(?<! )"
"""Begins with a letter or a digit, and has no ``#`` and no colon before a space."""
_FLOW = rf"{_LETTER}[\w./-]*(?: [\w./-]+)*"
_VALUE = rf"({_PLAIN})|\"([{_SIGNS}:'#&*\[\]|<>]*)\"|'([{_SIGNS}:\"#&*\[\]|<>]*)'"
_KEY = re.compile(rf"([a-z_]{{1,40}}):(?: (?:{_VALUE}|\[({_FLOW}(?:, {_FLOW})*)\]))?\n")
_ITEM = re.compile(rf"( {{0,8}})- (?:{_VALUE})\n")
_NULL = ("null", "Null", "NULL")


def read_simple(head: str) -> Mapping | None:
    """The keys of a head of simple lines only; None of any other. It begins with a line end."""
    pairs: list[tuple[str, int, Node]] = []
    place, line, size = 1, 2, len(head)
    while place < size:
        found = _KEY.match(head, place)
        if not found:
            return None
        name, plain, double, single, flow = found.groups()
        place = found.end()
        if plain is not None:
            pairs.append((name, line, Scalar(plain, line, plain in _NULL, line)))
        elif flow is not None:
            items = tuple(Scalar(text, line, text in _NULL, line) for text in flow.split(", "))
            pairs.append((name, line, Sequence(items, line)))
        elif double is not None or single is not None:
            text = single if double is None else double
            pairs.append((name, line, Scalar(text.strip(), line, False, line)))
        else:
            below, place = _items(head, place, line + 1)
            if not below:
                return None
            pairs.append((name, line, Sequence(below, line)))
            line += len(below)
        line += 1
    return Mapping(tuple(pairs), 1) if pairs else None


def _items(head: str, place: int, line: int) -> tuple[tuple[Scalar, ...], int]:
    """The items of the list that begins here, all indented alike, and where it ends."""
    items: list[Scalar] = []
    indent = None
    while found := _ITEM.match(head, place):
        before, plain, double, single = found.groups()
        if indent is None:
            indent = before
        elif before != indent:
            break
        if plain is not None:
            items.append(Scalar(plain, line, plain in _NULL, line))
        else:
            text = single if double is None else double
            items.append(Scalar(text.strip(), line, False, line))
        place = found.end()
        line += 1
    return tuple(items), place
