"""Looks into a picture's file without decoding it: what it is, how large, and whether complete.

A small file can hold a picture that fills all memory, so sizes are read from the headers only.
Raises Damaged where the file is not what its kind says.
"""

from __future__ import annotations

import re
import zlib
from collections.abc import Callable
from typing import NamedTuple


class Damaged(Exception):
    """The file can't be used; the message says why, in Dutch."""


class Facts(NamedTuple):
    """What the header tells."""

    width: int
    height: int
    frames: int = 1


CUT_OFF = "dit bestand is niet compleet of beschadigd. Bewaar de foto opnieuw."

_JPEG_MARKER = re.compile(rb"\xff(?![\x00\xff\xd0-\xd7])")
"""The end of a scan: within it 0xFF stands only before these."""


def _jpeg(data: bytes) -> Facts:
    """ITU T.81, annex B: segments up to the end of the image."""
    facts = None
    at = 2
    while True:
        while data[at : at + 2] == b"\xff\xff":
            at += 1
        if data[at : at + 1] != b"\xff" or at + 2 > len(data):
            raise Damaged(CUT_OFF)
        marker = data[at + 1]
        if marker == 0xD9:
            break
        if marker == 0x01 or 0xD0 <= marker <= 0xD7:
            at += 2
            continue
        length = int.from_bytes(data[at + 2 : at + 4])
        if length < 2 or at + 2 + length > len(data):
            raise Damaged(CUT_OFF)
        if 0xC0 <= marker <= 0xCF and marker not in (0xC4, 0xC8, 0xCC):
            if marker > 0xC2:
                raise Damaged("browsers kunnen deze soort JPEG niet aan. Bewaar de foto opnieuw.")
            height, width = (int.from_bytes(data[at + n : at + n + 2]) for n in (5, 7))
            facts = Facts(width, height)
        at += 2 + length
        if marker == 0xDA:
            end = _JPEG_MARKER.search(data, at)
            if not end:
                raise Damaged(CUT_OFF)
            at = end.start()
    if facts is None:
        raise Damaged(CUT_OFF)
    return facts


def _png(data: bytes) -> Facts:
    """https://www.w3.org/TR/png-3/#5DataRep: chunks up to IEND, each with its checksum."""
    facts, frames, at, seen = None, 1, 8, set()
    view = memoryview(data)
    while b"IEND" not in seen:
        length, kind = int.from_bytes(data[at : at + 4]), data[at + 4 : at + 8]
        end = at + 12 + length
        if len(data) < end or zlib.crc32(view[at + 4 : end - 4]) != int.from_bytes(
            data[end - 4 : end]
        ):
            raise Damaged(CUT_OFF)
        if kind == b"IHDR" and length == 13:
            facts = Facts(*(int.from_bytes(data[at + n : at + n + 4]) for n in (8, 12)))
        elif kind == b"acTL":
            frames = max(1, int.from_bytes(data[at + 8 : at + 12]))
        seen.add(kind)
        at = end
    if facts is None or b"IDAT" not in seen:
        raise Damaged(CUT_OFF)
    return facts._replace(frames=frames)


def gif_table(flags: int) -> int:
    """The bytes of the colour table that a GIF's flags announce."""
    return 3 << ((flags & 7) + 1) if flags & 0x80 else 0


def after_gif_blocks(data: bytes, at: int) -> int:
    """Where a run of a GIF's sub-blocks ends. Raises IndexError where it is cut off."""
    while data[at]:
        at += data[at] + 1
    return at + 1


def _gif(data: bytes) -> Facts:
    """https://www.w3.org/Graphics/GIF/spec-gif89a.txt: blocks up to the trailer."""

    try:
        width, height = (int.from_bytes(data[n : n + 2], "little") for n in (6, 8))
        frames, at = 0, 13 + gif_table(data[10])
        while data[at] != 0x3B:
            if data[at] == 0x21:
                at = after_gif_blocks(data, at + 2)
            elif data[at] == 0x2C:
                left, top, wide, high = (
                    int.from_bytes(data[at + n : at + n + 2], "little") for n in (1, 3, 5, 7)
                )
                width, height = max(width, left + wide), max(height, top + high)
                frames += 1
                at = after_gif_blocks(data, at + 11 + gif_table(data[at + 9]))
            else:
                raise Damaged(CUT_OFF)
    except IndexError:
        raise Damaged(CUT_OFF) from None
    if not frames:
        raise Damaged(CUT_OFF)
    return Facts(width, height, frames)


def _webp(data: bytes) -> Facts:
    """https://developers.google.com/speed/webp/docs/riff_container"""
    if len(data) < int.from_bytes(data[4:8], "little") + 8:
        raise Damaged(CUT_OFF)
    end = int.from_bytes(data[4:8], "little") + 8
    facts, frames, pictures, at = None, 0, 0, 12
    while at + 8 <= end:
        kind, length = data[at : at + 4], int.from_bytes(data[at + 4 : at + 8], "little")
        part = data[at + 8 : at + 8 + min(length, 16)]
        if at + 8 + length > end:
            raise Damaged(CUT_OFF)
        if kind == b"VP8X" and length >= 10:
            facts = Facts(*(int.from_bytes(part[n : n + 3], "little") + 1 for n in (4, 7)))
        elif kind == b"VP8 " and length >= 10:
            pictures += 1
            sides = (int.from_bytes(part[n : n + 2], "little") & 0x3FFF for n in (6, 8))
            facts = facts or Facts(*sides)
        elif kind == b"VP8L" and length >= 5:
            pictures += 1
            bits = int.from_bytes(part[1:5], "little")
            facts = facts or Facts((bits & 0x3FFF) + 1, (bits >> 14 & 0x3FFF) + 1)
        elif kind == b"ANMF":
            frames += 1
        at += 8 + length + length % 2
    if facts is None or not (pictures or frames):
        raise Damaged(CUT_OFF)
    return facts._replace(frames=max(1, frames))


_EXTENT = re.compile(rb"ispe.{4}(.{4})(.{4})", re.DOTALL)


def _avif(data: bytes) -> Facts:
    """https://aomediacodec.github.io/av1-avif/: boxes; the sizes stand in ``ispe``."""
    if data[8:12] == b"avis":
        raise Damaged("een bewegende AVIF kan hier niet. Gebruik een GIF of WebP.")
    at, sides, kinds = 0, [(0, 0)], set()
    while at < len(data):
        length, kind = int.from_bytes(data[at : at + 4]), data[at + 4 : at + 8]
        if length == 1:
            length = int.from_bytes(data[at + 8 : at + 16])
        length = length or len(data) - at
        if length < 8 or at + length > len(data):
            raise Damaged(CUT_OFF)
        if kind == b"meta":
            sides += [
                (int.from_bytes(found[1]), int.from_bytes(found[2]))
                for found in _EXTENT.finditer(data, at, at + length)
            ]
        kinds.add(kind)
        at += length
    if len(sides) == 1 or b"mdat" not in kinds:
        raise Damaged(CUT_OFF)
    return Facts(*max(sides, key=lambda pair: pair[0] * pair[1]))


_READERS: dict[str, Callable[[bytes], Facts]] = {
    "JPEG": _jpeg,
    "PNG": _png,
    "GIF": _gif,
    "WebP": _webp,
    "AVIF": _avif,
}


def facts_of(data: bytes, kind: str) -> Facts:
    """Size and number of frames of a picture of this kind. Raises Damaged."""
    return _READERS[kind](data)
