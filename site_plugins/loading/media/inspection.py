"""Looks into each file under ``media/``: is it what its name says, and fit for everyone?"""

from __future__ import annotations

from collections.abc import Container, Iterator
from pathlib import Path, PurePosixPath

from site_plugins.loading.disclosure.exposures import Exposure, exposures
from site_plugins.loading.files import UNREADABLE, read_bytes
from site_plugins.loading.media.drawings import (
    MAX_DRAWING,
    active_parts,
    embedded_pictures,
    parse_drawing,
    words_in,
)
from site_plugins.loading.media.office import ENDINGS as OFFICE
from site_plugins.loading.media.office import document_text
from site_plugins.loading.media.pictures import Damaged, facts_of
from site_plugins.loading.problems import Problem
from site_plugins.loading.references import PICTURES, SOUNDS

MAX_PICTURE = 15_000_000
MAX_DOCUMENT = 25_000_000
MAX_SOUND = 200_000_000
"""Bytes."""
MAX_PIXELS = 40_000_000
MAX_SIDE = 12_000
MAX_MOVING = 100_000_000
"""Pixels of all frames together."""

_KINDS = {
    ".jpg": "JPEG",
    ".jpeg": "JPEG",
    ".png": "PNG",
    ".gif": "GIF",
    ".webp": "WebP",
    ".avif": "AVIF",
    ".svg": "SVG",
    ".pdf": "PDF",
    ".mp3": "MP3",
    ".m4a": "M4A",
    ".ogg": "Ogg",
    ".opus": "Ogg",
    ".wav": "WAV",
    **dict.fromkeys(OFFICE, "ZIP"),
    **dict.fromkeys((".txt", ".csv", ".vtt", ".srt"), "tekst"),
}
"""What each ending promises."""


def _most(ending: str) -> int:
    """The size that a file with this ending may have, in bytes."""
    if ending == ".svg":
        return MAX_DRAWING
    if ending in PICTURES:
        return MAX_PICTURE
    return MAX_SOUND if ending in SOUNDS else MAX_DOCUMENT


def media_problems(folder: Path, name: str, size: int, public: Container[str]) -> Iterator[Problem]:
    """What is wrong with the file ``name`` (its path in ``media/``).

    ``public`` holds the files that an item declares to be meant for everyone, in lower case.
    """
    path = f"media/{name}"
    ending = PurePosixPath(name).suffix.lower()
    most = _most(ending)
    if not size:
        yield Problem(path, 1, "", "dit bestand is leeg. Zet het echte bestand hier neer.")
    elif size > most:
        message = f"dit bestand is {_millions(size)} MB; hoogstens {most // 1_000_000}."
        yield Problem(path, 1, "", f"{message} Maak het kleiner.")
    else:
        try:
            data = read_bytes(f"{folder}/{path}", 4096 if ending in (*SOUNDS, ".pdf") else most)
            for line, message, example, severity in _look_into(data, ending, path, public):
                yield Problem(path, line, "", message, example, severity)
        except OSError:
            yield Problem(path, 1, "", UNREADABLE)
        except Damaged as fault:
            yield Problem(path, 1, "", str(fault))


def _look_into(data: bytes, ending: str, path: str, public: Container[str]) -> Iterator[Exposure]:
    """What is wrong inside. Raises Damaged where that is the file as a whole."""
    kind, found = _KINDS[ending], kind_of(data)
    if found != kind:
        but = f", maar {found}" if found else ""
        hint = "Bewaar het opnieuw, of geef het de extensie die erbij hoort."
        what = f"{ending[1:]}-document" if kind == "ZIP" else kind
        raise Damaged(f"de inhoud is geen {what}{but}. {hint}")
    if kind == "SVG":
        root = parse_drawing(data)
        for line, what in active_parts(root):
            message = f"deze tekening bevat {what}. Haal dat weg, of maak er een PNG van."
            yield Exposure(line, message)
        for part in embedded_pictures(root):
            if (inside := kind_of(part)) not in ("JPEG", "PNG"):
                raise Damaged("een foto in deze tekening is beschadigd. Maak de tekening opnieuw.")
            yield from _picture(part, inside)
        yield from _apart(exposures("\n".join(words_in(root)), public, path))
    elif ending in PICTURES:
        yield from _picture(data, kind)
    elif ending in OFFICE:
        yield from _apart(exposures(document_text(data, ending), public, path))
    elif kind == "tekst":
        yield from exposures(_decoded(data), public, path)


def _apart(found: Iterator[Exposure]) -> Iterator[Exposure]:
    """Without lines: those of a document's text are not those of its file."""
    return (exposure._replace(line=1) for exposure in found)


def _picture(data: bytes, kind: str) -> Iterator[Exposure]:
    width, height, frames = facts_of(data, kind)
    pixels = width * height
    size = f"{_thousands(width)} × {_thousands(height)} pixels"
    if not pixels:
        raise Damaged("deze foto heeft geen pixels. Bewaar de foto opnieuw.")
    if pixels > MAX_PIXELS:
        yield Exposure(
            1,
            f"deze foto is {size} ({_millions(pixels)} megapixel); hoogstens"
            f" {MAX_PIXELS // 1_000_000}. Maak de foto kleiner.",
        )
    elif max(width, height) > MAX_SIDE:
        most = _thousands(MAX_SIDE)
        yield Exposure(1, f"deze foto is {size}; hoogstens {most} per zijde. Maak de foto kleiner.")
    elif frames > 1 and frames * pixels > MAX_MOVING:
        total = f"{_thousands(frames)} beelden van {size}"
        limit = MAX_MOVING // 1_000_000
        message = f"dit bewegende beeld heeft {total}; samen hoogstens {limit} megapixel."
        yield Exposure(1, f"{message} Maak het kleiner of korter.")


def kind_of(data: bytes) -> str:
    """What a file is by its first bytes; empty where that is unknown.

    >>> kind_of(b"%PDF-1.7")
    'PDF'
    """
    head = data[:1024]
    for magic, name in (
        (b"\xff\xd8\xff", "JPEG"),
        (b"\x89PNG\r\n\x1a\n", "PNG"),
        (b"GIF87a", "GIF"),
        (b"GIF89a", "GIF"),
        (b"OggS", "Ogg"),
        (b"ID3", "MP3"),
        (b"PK\x03\x04", "ZIP"),
        (b"\xd0\xcf\x11\xe0", "een afgesloten of oud document van Office"),
    ):
        if head.startswith(magic):
            return name
    if head[:4] == b"RIFF":
        return {b"WEBP": "WebP", b"WAVE": "WAV"}.get(head[8:12], "")
    if head[4:8] == b"ftyp":
        brands = head[8 : int.from_bytes(head[:4])]
        if b"avif" in brands or b"avis" in brands:
            return "AVIF"
        return "HEIC" if b"hei" in brands or b"mif1" in brands else "M4A"
    if b"%PDF-" in head:
        return "PDF"
    if len(head) > 1 and head[0] == 0xFF and head[1] & 0xE6 == 0xE2:
        return "MP3"
    if head[:2] in (b"\xff\xfe", b"\xfe\xff"):
        return "tekst"
    start = head.removeprefix(b"\xef\xbb\xbf").lstrip().lower()
    if start.startswith((b"<svg", b"<?xml", b"<!--", b"<!doctype svg")) and b"<svg" in data.lower():
        return "SVG"
    if start.startswith((b"<!doctype html", b"<html", b"<head", b"<body", b"<script")):
        return "HTML"
    return "" if b"\0" in data else "tekst"


def _decoded(data: bytes) -> str:
    """A text in whatever encoding, with ``\\n`` line ends: it is only searched."""
    if data[:2] in (b"\xff\xfe", b"\xfe\xff"):
        text = data.decode("utf-16", errors="replace")
    else:
        try:
            text = data.decode("utf-8-sig")
        except UnicodeDecodeError:
            text = data.decode("cp1252", errors="replace")
    return text.replace("\r\n", "\n").replace("\r", "\n")


def _thousands(number: int) -> str:
    return f"{number:,}".replace(",", ".")


def _millions(number: int) -> str:
    """``16`` or ``16,2``: never rounded down to what is allowed."""
    tenths = -(-number // 100_000)
    return _thousands(tenths // 10) + (f",{tenths % 10}" if tenths % 10 else "")
