"""A text as a reader or a browser gets it, however it is written down."""

from __future__ import annotations

import html
import re
import unicodedata
from typing import NamedTuple

_PERCENT = re.compile("%(2[1-9a-fA-F]|[3-6][0-9a-fA-F]|7[0-9a-eA-E])")
"""Printable ASCII but a space: that would join a number in a file's name to what is before it."""
_ENTITY = re.compile(r"&(?:#[0-9]{1,7}|#[xX][0-9a-fA-F]{1,6}|[A-Za-z][A-Za-z0-9]{1,30});")
_ESCAPE = re.compile(r"\\([!-/:-@\[-`{-~])")
_AT = re.compile(r"[ \t]?[\[(](?:at|apenstaartje)[\])][ \t]?", re.IGNORECASE)
_INVISIBLE = ("\u00ad", "\u200b", "\u200c", "\u200d", "\u200e", "\u200f", "\u2060", "\ufeff")
_PROSE = b"abcdefghijklmnopqrstuvwxyz ,;'\"\n\t"


class Plain(NamedTuple):
    """A text, and the signs in it by which to see soon that it holds nothing of a kind."""

    text: str
    signs: bytes
    """What is left without small letters and spaces: a tenth of most texts. ``AKIA`` is searched
    for in here in no time; what is searched for in the text itself costs a thousand articles
    some milliseconds for each word."""

    @classmethod
    def of(cls, text: str) -> Plain:
        """Written out, on the same lines.

        >>> Plain.of("zoom&#46;us%2Fj/1 of jan (at) gmail.com").text
        'zoom.us/j/1 of jan@gmail.com'
        """
        before = text
        if "&" in text:
            text = _ENTITY.sub(lambda m: html.unescape(m[0]).replace("\n", " "), text)
        if "%" in text:
            text = _PERCENT.sub(lambda m: chr(int(m[1], 16)), text)
        if "\\" in text:
            text = _ESCAPE.sub(r"\1", text)
        if not text.isascii():
            for sign in _INVISIBLE:
                if sign in text:
                    text = text.replace(sign, "")
            if not unicodedata.is_normalized("NFKC", text):
                text = unicodedata.normalize("NFKC", text)
        signs = _signs(text)
        # Brackets around small letters only, that are not a link's.
        aside = signs.replace(b"[](", b"")
        if b"()" in aside or b"[]" in aside or b"(AT)" in aside or b"[AT]" in aside:
            text = _AT.sub("@", text)
        return cls(text, signs if text is before else _signs(text))


def _signs(text: str) -> bytes:
    # A lone surrogate, as ``\\ud800`` in JSON gives one, is no sign of anything.
    return text.encode("utf-8", "replace").translate(None, _PROSE)
