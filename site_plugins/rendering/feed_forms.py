"""RSS and Atom without feedgen: it makes each form of them once, and the texts are filled in.

Two entries with as many authors, both with a picture and so on, differ in their texts alone, and
so do two feeds. To have feedgen make each of ten thousand takes longer than all else that feeds
ask.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

_SLOT = "\ue000{}\ue001"
_SLOTS = re.compile("\ue000(\\d+)\ue001")


@dataclass(frozen=True, slots=True)
class Form:
    """A document with places for texts: what stands between them, and which text is at each."""

    between: tuple[bytes, ...]
    places: tuple[int, ...]

    def filled(self, texts: Sequence[bytes]) -> bytes:
        """The document with these texts, which are escaped."""
        parts = [*self.between, *self.between[1:]]
        parts[::2] = self.between
        parts[1::2] = [texts[place] for place in self.places]
        return b"".join(parts)


def form_of(document: bytes, texts: Sequence[bytes]) -> Form:
    """What a document is without these texts of it; no text is part of another, or is empty."""
    rest = document.decode()
    for number, text in enumerate(texts):
        rest = rest.replace(text.decode(), _SLOT.format(number)) if text else rest
    parts = _SLOTS.split(rest)
    return Form(tuple(part.encode() for part in parts[::2]), tuple(map(int, parts[1::2])))


# As lxml writes them. All texts at once: the time goes into calls, and in long ones characters of
# two bytes. No XML can hold what stands between them.

_BETWEEN = "\0"
_SPECIAL = re.compile(r"[&<>\"\r\n\t]")


def in_text(texts: Iterable[str]) -> list[bytes]:
    """Texts as XML has them between tags."""
    return _escaped(_BETWEEN.join(texts)).split(b"\0")


def in_attribute(texts: Iterable[str]) -> list[bytes]:
    """Texts as XML has them between double quotes."""
    joined = _BETWEEN.join(texts)
    if not _SPECIAL.search(joined):
        return joined.encode().split(b"\0")
    escaped = _escaped(joined).replace(b'"', b"&quot;")
    return escaped.replace(b"\n", b"&#10;").replace(b"\t", b"&#9;").split(b"\0")


def in_rss(texts: Iterable[str]) -> list[bytes]:
    """Plain texts in RSS, as ``feedgen_fixes.as_rss_text`` leaves them."""
    escaped = _escaped(_BETWEEN.join(texts))
    return escaped.replace(b"&lt;", b"&#x3C;").replace(b"&amp;", b"&#x26;").split(b"\0")


def in_json(text: str) -> bytes:
    """A text as JSON has it."""
    return json.dumps(text, ensure_ascii=False).encode()


def _escaped(text: str) -> bytes:
    data = text.encode()
    data = data.replace(b"&", b"&amp;").replace(b"<", b"&lt;").replace(b">", b"&gt;")
    return data.replace(b"\r", b"&#13;")
