"""Dutch quotes, apostrophes and ranges, in a line of text and in HTML."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from site_plugins.rendering.html import INLINE

_QUOTES = re.compile(r"""['"]|‘(?=[stnmkrSTNMKR](?![\w'’]))|(?<!\.)\.\.\.(?!\.)""")
# What a word may begin with an apostrophe for: 's avonds, 't, 'n, 'm, 'k, 'r, 'ns, and years.
_ELIDED = re.compile(r"(?:[stnmkrz]|ie|ns)(?![\w'’])|\d\d(?!\d|['’](?!s\b))", re.IGNORECASE)
_BEFORE_OPENING = frozenset("([{<–—-/“‘„«")
_INLINE_NAMES = frozenset(INLINE.split()) - {"img"}
DIRECTIONS = re.compile("[\u202a-\u202e\u2066-\u2069]")
"""What turns the direction of writing by hand (Unicode, UAX 9): no Dutch text needs it, Hebrew
and Arabic turn by themselves, and left open it shows a name or an address as another one."""
_VERBATIM = re.compile(r"(<(pre|code|kbd|samp|var)[ >].*?</\2>|<[a-zA-Z/!][^>]*>)", re.DOTALL)
# 2010–2023, 9.30–16.00 uur: a browser may break a line after the dash.
_RANGE = re.compile(r"\d+(?:\.\d+)*–\d+(?:\.\d+)*(?: uur\b)?")
_NAME = re.compile(r"</?([a-zA-Z0-9]+)")


def curly(text: str) -> str:
    """Dutch quotes and apostrophes, and ``…``, in a line of plain text.

    ``'s``, ``'t``, ``'n`` and the like, and years as ``'90``, get an apostrophe; quotes that are
    curly already stay as they are, but for Word's ``‘s avonds``. Without ``DIRECTIONS``.
    """
    if not text.isascii():
        text = DIRECTIONS.sub("", text)
    return _curl(text, "\n", "\n") if _may_curl(text) else text


def is_typed(texts: Iterable[str]) -> bool:
    """Whether :func:`typography` may have something to do in what stands between the tags."""
    words = "".join(texts)
    return "–" in words or _may_curl(words)


def typography(html: str) -> str:
    """The HTML with ranges unbroken and curly quotes, seen across the inline tags in between."""
    parts = _VERBATIM.split(html)
    del parts[2::3]  # the names of the verbatim elements
    for index in range(0, len(parts), 2):
        text = parts[index]
        if _may_curl(text):
            before = _neighbour(parts, index, -1)
            parts[index] = _curl(text, before, _neighbour(parts, index, 1))
    parts[::2] = [unbroken(text) if "–" in text else text for text in parts[::2]]
    return "".join(parts)


def unbroken(html: str) -> str:
    """HTML of a text without tags, with each range of numbers kept on one line."""
    return _RANGE.sub(r'<span class="nowrap">\g<0></span>', html)


def _neighbour(parts: Sequence[str], index: int, step: int) -> str:
    """The character before (step -1) or after a text; a line's end where its block ends."""
    edge = 0 if step > 0 else -1
    while 0 < (index := index + step) < len(parts):
        tag = parts[index]
        name = _NAME.match(tag)
        if not name or name[1] not in _INLINE_NAMES:
            return "\n"
        if tag.endswith(f"</{name[1]}>") and not tag.startswith("</"):
            return "x"  # something verbatim, which counts as a word
        index += step
        if text := parts[index]:
            return text[edge]
    return "\n"


def _may_curl(text: str) -> bool:
    """Several times as fast as a search by ``_QUOTES``; most texts have none."""
    return "'" in text or '"' in text or "..." in text or "‘" in text


def _curl(text: str, before: str, after: str) -> str:
    """Typography of a text that stands between two characters."""
    done: list[str] = []
    end = 0
    for match in _QUOTES.finditer(text):
        start = match.start()
        done.append(text[end:start])
        end = match.end()
        previous = next((each[-1] for each in reversed(done) if each), before)
        following = text[end] if end < len(text) else after
        opens = (previous.isspace() or previous in _BEFORE_OPENING) and not following.isspace()
        match match[0]:
            case "...":
                done.append("…")
            case "‘":
                done.append("’")
            case '"':
                done.append("“" if opens else "”")
            case _:
                elided = not (previous.isalnum() or previous == "_") and _ELIDED.match(text, end)
                done.append("‘" if opens and not elided else "’")
    return "".join([*done, text[end:]])
