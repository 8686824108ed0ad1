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
_ASCII = bytes(range(128))
_DIGITS = bytes.maketrans(b"0123456789", b"0" * 10)
_COMMON = "—–‘’“”€áàäâåæçéèëêíìïîñóòöôøúùüûýßÁÀÄÂÅÆÇÉÈËÊÍÌÏÎÑÓÒÖÔØÚÙÜÛÝ"
"""What most texts have beside ASCII; all of it is NFKC, and joins with nothing before it."""


class Plain(NamedTuple):
    """A text, and the signs in it by which to see soon that it holds nothing of a kind."""

    text: str
    signs: bytes
    """What is left without small letters and spaces: a tenth of most texts. ``AKIA`` is searched
    for in here in no time; what is searched for in the text itself costs a thousand articles
    some milliseconds for each word."""
    digits: bytes
    """The signs without points, and with every digit as a zero: what runs of digits there are."""

    @classmethod
    def of(cls, text: str, signs: bytes | None = None) -> Plain:
        """Written out, on the same lines. ``signs`` are those of the text, where they are known.

        >>> Plain.of("zoom&#46;us%2Fj/1 of jan (at) gmail.com").text
        'zoom.us/j/1 of jan@gmail.com'
        """
        signs = _signs(text) if signs is None else signs
        if b"&" in signs or b"%" in signs or b"\\" in signs:
            plain = _ENTITY.sub(lambda m: html.unescape(m[0]).replace("\n", " "), text)
            plain = _PERCENT.sub(lambda m: chr(int(m[1], 16)), plain)
            plain = _ESCAPE.sub(r"\1", plain)
            if plain != text:
                text, signs = plain, _signs(plain)
        # Most are seen by the few signs to be ASCII, or nearly so.
        if signs.translate(None, _ASCII).decode().strip(_COMMON):
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
            signs = _signs(text)
        return cls(text, signs, signs.translate(_DIGITS, b"."))


def signs_in(data: bytes) -> bytes:
    """What is left of a text in UTF-8 without small letters and spaces."""
    return data.translate(None, _PROSE)


def _signs(text: str) -> bytes:
    # A lone surrogate, as ``\\ud800`` in JSON gives one, is no sign of anything.
    return signs_in(text.encode("utf-8", "replace"))
