"""Draws the cards that social networks show, and the podcast's cover, in the site's letters."""

from __future__ import annotations

import io
import itertools
import re
import struct
import zlib
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache

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

_ABOUT = 12
"""Pixels that nobody sees in the length of a line."""
_STEPS = {(_PAPER, _INK): 8, (_PAPER, _RED): 4, (_BAND, _WHITE): 4}
"""Shades between a ground and its letters, both included: sixteen, so that two pixels fit in a
byte. At the size at which a card is shown nobody sees more."""
_TITLE, _ABOVE, _BELOW = 0, 8, 12
"""Where the shades of each begin in the palette."""
_LEFT = 2
"""Pixels before each row: packed they are the byte in which PNG wants the row's filter, zero."""

_ADLER = 65521
"""Of what the sums in an Adler-32 are remainders."""

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
    """The card as a PNG in letters of ``font``. The same bytes each time.

    What many cards share, the part above the title and the band below it, is drawn and packed
    once; a PNG is its rows in one stream, and a stream can be put together from packed parts.
    """
    faces = _faces(font)
    title = readable(curly(card.title)) or _WEEKLY
    head = _head(readable(curly(card.kicker)), font)
    size, lines = _set(title, faces, _BOTTOM - head.height)
    foot = _foot(font)
    # A short title stands a little above the middle of its room.
    room = _BOTTOM - head.height - round(len(lines) * size * _LEADING)
    letters = list(_placed(lines, faces(size), round(room * 0.3)))
    height = _FOOT - head.height
    first = max(0, min((top for _, top, _ in letters), default=0))
    last = min(height, max((top + mask.height for _, top, mask in letters), default=0))
    middle = _rows(last - first)
    _write(middle, letters, first, _STEPS[_PAPER, _INK] - 1)
    parts = (head, _empty(first), _packed(middle), _empty(height - last), foot)
    about = struct.pack(">IIBBBBB", _WIDTH, _HEIGHT, 4, 3, 0, 0, 0)
    chunks = ((b"IHDR", about), (b"PLTE", _palette()), (b"IDAT", _stream(parts)), (b"IEND", b""))
    return b"\x89PNG\r\n\x1a\n" + b"".join(itertools.starmap(_chunk, chunks))


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
    for pair, steps in _STEPS.items():
        ground, ink = (bytes.fromhex(colour[1:]) for colour in pair)
        for n in range(steps):
            share = n / (steps - 1)
            colours += bytes(round(a + (b - a) * share) for a, b in zip(ground, ink, strict=True))
    return bytes(colours)


# ---- parts of a card ----


@dataclass(frozen=True, slots=True)
class _Part:
    """Some rows of a card, packed so that other rows can follow."""

    height: int
    length: int
    """In bytes, before they were packed."""
    check: int
    """Their Adler-32."""
    deflated: bytes


def _stream(parts: Sequence[_Part]) -> bytes:
    """The parts as one stream (RFC 1950)."""
    low, high = 1, 0
    for part in parts:
        # What Adler-32 gives of all is known from what it gives of each.
        high += (part.check >> 16) + part.length * (low - 1)
        low += (part.check & 0xFFFF) - 1
    check = struct.pack(">HH", high % _ADLER, low % _ADLER)
    # 0x7801 begins a stream that was packed fast.
    return b"".join((b"\x78\x01", *(part.deflated for part in parts), check))


@lru_cache(maxsize=256)
def _head(kicker: str, font: bytes) -> _Part:
    """All that is above the title."""
    if not kicker:
        return _packed(_rows(_TOP))
    image = _rows(_TOP + round(_KICKER * 1.75))
    letters = _placed([kicker], _faces(font)(_KICKER), _TOP)
    _write(image, letters, 0, _STEPS[_PAPER, _RED] - 1)
    # Red letters on paper; the paper is the title's.
    image = image.point([0, *range(_ABOVE + 1, _BELOW)] + [0] * (256 - _BELOW + _ABOVE))
    left = _LEFT + _EDGE
    image.paste(_BELOW - 1, (left, _TOP - 36, left + 96, _TOP - 28))
    return _packed(image)


@cache
def _foot(font: bytes) -> _Part:
    """The band, which ends a card."""
    image = _rows(_HEIGHT - _FOOT)
    top = image.height // 2 - round(_MARK * 0.62)
    letters = _placed([_PUBLISHER], _faces(font)(_MARK), top)
    _write(image, letters, 0, _STEPS[_BAND, _WHITE] - 1)
    image = image.point([_BELOW + min(n, 3) for n in range(256)])
    image.paste(0, (0, 0, _LEFT, image.height))
    return _packed(image, last=True)


@cache
def _empty(height: int) -> _Part:
    """Rows in which nothing stands: about half of a card."""
    return _packed(_rows(height))


def _rows(height: int) -> Image.Image:
    return Image.new("P", (_LEFT + _WIDTH, height), 0)


def _packed(image: Image.Image, *, last: bool = False) -> _Part:
    raw = image.tobytes("raw", "P;4")
    # Runs of one colour are nearly all there is to pack: looking for more takes longer
    # and saves nothing.
    stream = zlib.compressobj(1, zlib.DEFLATED, -zlib.MAX_WBITS, zlib.DEF_MEM_LEVEL, zlib.Z_RLE)
    deflated = stream.compress(raw) + stream.flush(zlib.Z_FINISH if last else zlib.Z_FULL_FLUSH)
    return _Part(image.height, len(raw), zlib.adler32(raw), deflated)


def _chunk(name: bytes, data: bytes) -> bytes:
    checked = name + data
    return struct.pack(">I", len(data)) + checked + struct.pack(">I", zlib.crc32(checked))


# ---- letters ----


class _Face:
    """The font at one size. Each letter is drawn once, and each pair of them measured once."""

    def __init__(self, font: ImageFont.FreeTypeFont) -> None:
        self._font = font
        # Letters are drawn one by one, so none may melt together with the next.
        raqm = font.layout_engine == ImageFont.Layout.RAQM
        self._features = ["-liga", "-clig"] if raqm else None
        self.size = font.size
        self.ascent = font.getmetrics()[0]
        self.glyph = cache(self._glyph)
        self.width = lru_cache(maxsize=4096)(self._width)
        self._pair = lru_cache(maxsize=8192)(self._measured_pair)

    def steps(self, text: str) -> Iterator[float]:
        """From each letter to the next."""
        return map(self._pair, text, text[1:] + "\0")

    def _width(self, text: str) -> float:
        return sum(self.steps(text))

    def _measured_pair(self, letter: str, after: str) -> float:
        if after == "\0":
            return self._length(letter)
        return self._length(letter + after) - self._length(after)

    def _length(self, text: str) -> float:
        return self._font.getlength(text, features=self._features)

    def _glyph(self, letter: str) -> tuple[int, int, Image.Image] | None:
        """A letter as a mask, and where it stands: right of where it begins, below the ascent.

        None for a space.
        """
        left, top, right, bottom = map(int, self._font.getbbox(letter))
        if right <= left or bottom <= top:
            return None
        mask = Image.new("L", (right - left, bottom - top), 0)
        ImageDraw.Draw(mask).text((-left, -top), letter, fill=255, font=self._font)
        return left, top, mask


Faces = Callable[[int], _Face]


@cache
def _faces(font: bytes) -> Faces:
    letters = _letters(font)
    return cache(lambda size: _Face(letters(size)))


Letter = tuple[int, int, Image.Image]
"""Where a letter stands, from the left and from the top, and its mask."""


def _placed(lines: Sequence[str], face: _Face, top: int) -> Iterator[Letter]:
    """The letters of lines below each other."""
    height = round(face.size * _LEADING)
    for n, line in enumerate(lines):
        place = float(_LEFT + _EDGE)
        for letter, step in zip(line, face.steps(line), strict=True):
            if glyph := face.glyph(letter):
                left, down, mask = glyph
                yield round(place) + left, top + n * height + down, mask
            place += step


def _write(image: Image.Image, letters: Iterable[Letter], first: int, darkest: int) -> None:
    """Letters in the shades from 0 to ``darkest``, on an image that begins at row ``first``."""
    for left, top, mask in letters:
        image.paste(darkest, (left, top - first), mask)


# ---- lines ----


def _set(title: str, faces: Faces, room: int) -> tuple[int, list[str]]:
    """The largest size with which the title fits in ``room`` pixels, and its lines."""
    pieces = list(_pieces(title))
    for size in _SIZES:
        font, most = faces(size), int(room / (size * _LEADING))
        widest = max(font.width(text) for _, text in pieces)
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


def _lines(pieces: Sequence[Piece], font: _Face, measure: float) -> list[str]:
    """The pieces in lines of at most ``measure`` pixels, but one piece at least."""
    lines, line, width = [], "", 0.0
    for before, text in pieces:
        more = font.width(before + text)
        if line and width + more > measure:
            lines.append(line)
            line, width = text, font.width(text)
        else:
            line += before + text if line else text
            width += more if width else font.width(text)
    return [*lines, line]


def _balanced(pieces: Sequence[Piece], font: _Face, lines: list[str], widest: float) -> list[str]:
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


def _broken(piece: Piece, font: _Face) -> Iterator[Piece]:
    """A piece that is too wide in parts with a hyphen, between syllables where those are seen."""
    before, text = piece
    while font.width(text) > _MEASURE:
        most = next(n for n in range(len(text), 0, -1) if font.width(text[:n]) < _MEASURE - 30)
        ends = [m.start() for m in _OPEN_SYLLABLE.finditer(text) if most * 0.6 < m.start() <= most]
        end = ends[-1] if ends else most
        yield before, f"{text[:end]}-"
        before, text = "", text[end:]
    yield before, text
