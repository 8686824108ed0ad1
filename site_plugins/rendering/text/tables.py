"""Tables as the site has them: aligned by a class, and in a box that scrolls."""

from __future__ import annotations

import re
from itertools import count

_CELL = re.compile(r"<t[dh] [^>]*>")
_ALIGN = re.compile(r' align="(\w+)"')
_CLASS = re.compile(r' class="([^"]*)"')


def with_good_tables(html: str) -> str:
    """The HTML with its tables as above."""
    html = _aligned_cells(html) if " align=" in html else html
    return _scrollable(html) if "<table" in html else html


def box(number: int) -> str:
    """The beginning of the box of a text's first table, or of a later one."""
    return f'<div class="tabel" tabindex="0" role="group" aria-label="Tabel {number}">'


def _aligned_cells(html: str) -> str:
    """The HTML with a class in the place of ``align``, which HTML no longer has; left is usual."""

    def cell(match: re.Match[str]) -> str:
        tag = match[0]
        align = _ALIGN.search(tag)
        if not align:
            return tag
        tag = _ALIGN.sub("", tag)
        if align[1] not in ("right", "center"):
            return tag
        if _CLASS.search(tag):
            return _CLASS.sub(rf' class="\1 {align[1]}"', tag)
        return f'{tag[:-1]} class="{align[1]}">'

    return _CELL.sub(cell, html)


def _scrollable(html: str) -> str:
    """The HTML with each table in a box that scrolls by itself and that the keyboard reaches.

    WCAG 2.2, 2.1.1: what scrolls must be focusable, and what has the focus needs a name. A
    group and no region: several texts on a page have a first table, and regions need names apart.
    """
    numbers = count(1)

    def boxed(table: re.Match[str]) -> str:
        return f"{box(next(numbers))}{table[0]}"

    return re.sub(r"<table(?: [^>]*)?>", boxed, html).replace("</table>", "</table></div>")
