"""Draws the cards that social networks show, and the podcast's cover, in the site's letters."""

from __future__ import annotations

import io
import re
from collections.abc import Callable, Iterator, Sequence
from functools import cache

from PIL import Image, ImageDraw, ImageFont
from slugify import slugify

from site_plugins.projections.cards import CARD_SIZE, COVER_SIZE, Card
from site_plugins.rendering.text.typography import curly

_WIDTH, _HEIGHT = CARD_SIZE
_EDGE = 80
_MEASURE = _WIDTH - 2 * _EDGE
_TOP, _BOTTOM = 92, 502
"""Between these stand kicker and title."""
_FOOT = 534
"""Where the red band begins."""
_SIZES = (104, 94, 84, 76, 70, 64, 58, 52, 48, 44, 40)
"""Of the title, in pixels; the largest with which it fits."""
_LEADING = 1.12
_KICKER, _MARK = 38, 40

_PAPER, _INK, _RED, _BAND, _WHITE = "#fffefb", "#1c1917", "#a4131e", "#8f101a", "#ffffff"
_WEEKLY, _PUBLISHER = "Lokaal Bestuur", "Centrum voor Lokaal Bestuur"

_HANG = 16
"""Room for what a letter has left of where it begins."""
_ABOUT = 12
"""Pixels that nobody sees in the length of a line."""
_SHADES = 32
"""Between a colour of the ground and one of the letters; more is not to be seen."""
_GROUNDS = ((_PAPER, _INK), (_PAPER, _RED), (_BAND, _WHITE))
_TITLE, _ABOVE, _BELOW = (n * _SHADES for n in range(len(_GROUNDS)))
"""Where the shades of each begin in the palette."""

COVERED = re.compile(
    r"[\x20-\x7e\xa0\xa3\xa7\xab\xb0\xb7\xbb\xc0-\xcf\xd1-\xd6\xd8-\xdd\xdf\xe0-\xef\xf1-\xf6"
    r"\xf8-\xfd\xff\u2013\u2014\u2018-\u201a\u201c-\u201e\u2022\u2026\u20ac\u2212]"
)
"""The characters that the font has."""
_ALIKE = str.maketrans({"\u2010": "-", "\u2011": "-", "\u201b": "\u2018"})


def readable(text: str) -> str:
    """The text in characters that the font has: ``Çelik`` stays, ``Şahin`` becomes ``Sahin``."""
    plain = text.translate(_ALIKE)
    kept = (c if COVERED.match(c) or c.isspace() else slugify(c, lowercase=False) for c in plain)
    return " ".join("".join(kept).split())


def draw(card: Card, font: bytes) -> bytes:
    """The card as a PNG in letters of ``font``. The same bytes each time."""
    letters = _letters(font)
    title = readable(curly(card.title)) or _WEEKLY
    kicker = readable(curly(card.kicker))
    start = _TOP + (round(_KICKER * 1.75) if kicker else 0)
    size, lines = _set(title, letters, _BOTTOM - start)
    image = Image.new("L", CARD_SIZE, _TITLE)
    # A short title stands a little above the middle of its room.
    room = _BOTTOM - start - round(len(lines) * size * _LEADING)
    _write(image, lines, letters(size), start + round(room * 0.3), _TITLE)
    if kicker:
        _write(image, [kicker], letters(_KICKER), _TOP, _ABOVE)
        image.paste(_ABOVE + _SHADES - 1, (_EDGE, _TOP - 36, _EDGE + 96, _TOP - 28))
    image.paste(_BELOW, (0, _FOOT, _WIDTH, _HEIGHT))
    middle = (_FOOT + _HEIGHT) // 2
    _write(image, [_PUBLISHER], letters(_MARK), middle - round(_MARK * 0.62), _BELOW)
    image.putpalette(_palette())
    out = io.BytesIO()
    image.save(out, "PNG", compress_level=3)
    return out.getvalue()


def draw_cover(font: bytes) -> bytes:
    """The podcast's square picture as a PNG, in RGB as Apple asks. The same bytes each time."""
    letters = _letters(font)
    image = Image.new("RGB", (COVER_SIZE, COVER_SIZE), _PAPER)
    pen = ImageDraw.Draw(image)
    pen.rectangle((240, 300, 640, 340), fill=_RED)
    pen.text((240, 540), "Podcast", fill=_RED, font=letters(170), anchor="ls")
    for n, word in enumerate(_WEEKLY.split()):
        pen.text((224, 1180 + n * 560), word, fill=_INK, font=letters(580), anchor="ls")
    pen.rectangle((0, 2400, COVER_SIZE, COVER_SIZE), fill=_BAND)
    pen.text((240, 2700), _PUBLISHER, fill=_WHITE, font=letters(164), anchor="lm")
    out = io.BytesIO()
    image.save(out, "PNG", compress_level=6)
    return out.getvalue()


Letters = Callable[[int], ImageFont.FreeTypeFont]


@cache
def _letters(font: bytes) -> Letters:
    """The font at a size in pixels; unpacked once."""
    return cache(lambda size: ImageFont.truetype(io.BytesIO(font), size))


@cache
def _palette() -> bytes:
    colours = bytearray()
    for ground, ink in _GROUNDS:
        ends = [bytes.fromhex(colour[1:]) for colour in (ground, ink)]
        for n in range(_SHADES):
            share = n / (_SHADES - 1)
            colours += bytes(round(a + (b - a) * share) for a, b in zip(*ends, strict=True))
    return bytes(colours)


def _write(
    image: Image.Image,
    lines: Sequence[str],
    letters: ImageFont.FreeTypeFont,
    top: int,
    shades: int,
) -> None:
    """Lines below each other, in the shades of a palette that begin at ``shades``."""
    height = round(letters.size * _LEADING)
    mask = Image.new("L", (_MEASURE + _EDGE, height * len(lines) + height // 3), 0)
    pen = ImageDraw.Draw(mask)
    for n, line in enumerate(lines):
        pen.text((_HANG, n * height), line, fill=255, font=letters)
    inked = mask.point([shades + v * (_SHADES - 1) // 255 for v in range(256)])
    image.paste(inked, (_EDGE - _HANG, top))


# ---- lines ----


def _set(title: str, letters: Letters, room: int) -> tuple[int, list[str]]:
    """The largest size with which the title fits in ``room`` pixels, and its lines."""
    pieces = list(_pieces(title))
    for size in _SIZES:
        font, most = letters(size), int(room / (size * _LEADING))
        widest = max(font.getlength(text) for _, text in pieces)
        if widest <= _MEASURE and len(lines := _lines(pieces, font, _MEASURE)) <= most:
            return size, _balanced(pieces, font, lines, widest)
    # A word that is too long at any size is broken, and a title that is too long ends sooner.
    broken = [part for piece in pieces for part in _broken(piece, font)]
    lines = _lines(broken, font, _MEASURE)
    if len(lines) > most:
        lines = lines[:most]
        lines[-1] = f"{lines[-1][:-2].rstrip(' ,.;:-')}…"
    return size, lines


Piece = tuple[str, str]
"""What goes before it on the same line (a space or nothing), and a part of a title."""


def _pieces(title: str) -> Iterator[Piece]:
    """Where a line may end: at a space, and behind a hyphen or a stroke."""
    for word in title.split():
        first, *rest = re.findall(r"[^-/]+[-/]*|[-/]+", word)
        yield " ", first
        yield from (("", part) for part in rest)


def _lines(pieces: Sequence[Piece], font: ImageFont.FreeTypeFont, measure: float) -> list[str]:
    """The pieces in lines of at most ``measure`` pixels, but one piece at least."""
    lines, line = [], ""
    for before, text in pieces:
        longer = f"{line}{before}{text}" if line else text
        if line and font.getlength(longer) > measure:
            lines.append(line)
            line = text
        else:
            line = longer
    return [*lines, line]


def _balanced(
    pieces: Sequence[Piece], font: ImageFont.FreeTypeFont, lines: list[str], widest: float
) -> list[str]:
    """As many lines, of about the same length."""
    narrow, wide = max(widest, _MEASURE / 2), float(_MEASURE)
    while len(lines) > 1 and wide - narrow > _ABOUT:
        middle = (narrow + wide) / 2
        found = _lines(pieces, font, middle)
        if len(found) > len(lines):
            narrow = middle
        else:
            wide, lines = middle, found
    return lines


_OPEN_SYLLABLE = re.compile(r"(?<=[aeiouy])(?=[bcdfghjklmnpqrstvwxz][aeiouy])")


def _broken(piece: Piece, font: ImageFont.FreeTypeFont) -> Iterator[Piece]:
    """A piece that is too wide in parts with a hyphen, between syllables where those are seen."""
    before, text = piece
    while font.getlength(text) > _MEASURE:
        most = next(n for n in range(len(text), 0, -1) if font.getlength(text[:n]) < _MEASURE - 30)
        ends = [m.start() for m in _OPEN_SYLLABLE.finditer(text) if most * 0.6 < m.start() <= most]
        end = ends[-1] if ends else most
        yield before, f"{text[:end]}-"
        before, text = "", text[end:]
    yield before, text
