"""An address of its own for an item that nobody has seen yet."""

from __future__ import annotations

import re
from collections.abc import Container


def free_slug(slug: str, taken: Container[str]) -> str:
    """The slug with the first number that is free.

    >>> free_slug("wonen", {"wonen", "wonen-2"})
    'wonen-3'
    """
    number = 2
    while f"{slug}-{number}" in taken:
        number += 1
    return f"{slug}-{number}"


def with_slug(text: str, slug: str) -> str:
    """A text with another slug in its head: in its place, or below the title."""
    end = text.find("\n---", 3) + 1
    head, body = text[:end], text[end:]
    if re.search(r"^slug:.*$", head, re.MULTILINE):
        return re.sub(r"^slug:.*$", f"slug: {slug}", head, count=1, flags=re.MULTILINE) + body
    return f"{head}slug: {slug}\n{body}"
