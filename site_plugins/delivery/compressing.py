"""Packs the texts of a site, so that a web server needn't do it at each visit."""

from __future__ import annotations

import zlib
from collections.abc import Iterator
from pathlib import Path

import brotli

from site_plugins.projections.addresses import DESK, PACKED

ENDINGS = tuple(".html .css .js .json .xml .xsl .opml .ics .svg .txt .csv .vtt .srt".split())
"""Of texts. Pictures, sounds and documents are packed already."""

_SMALLEST = 1000
"""Bytes: less fits in one packet of a network, packed or not."""
# Measured on pages of articles (15.5 kB): 0.22 and 0.15 ms, to 34 and 33 %. Levels 6 and 5 take
# twice the time (0.38 and 0.61) for a tenth less bytes: three seconds in a build of 10,000.
_LEVELS = 3, 2
"""Of zlib and brotli."""
# Pages are smaller than this, and long feeds several times as much. At these levels a feed of
# 330 kB takes 3.2 and 1.5 ms, to 25 and 23 %; at those above half as much again, for 5 % less.
_LARGE = 100_000
_LEVELS_OF_LARGE = 2, 1
# A window of 16 kB, as large as a page, and tables to go with it: those for 32 kB take a tenth
# longer to set up.
_WINDOW, _MEMORY = 16 + 14, 7
"""Of zlib, with 16 for a gzip stream."""


def packed(path: str, data: bytes) -> dict[str, bytes]:
    """The packed versions of a file, by what they end in: of texts of some size, where smaller.

    The same bytes for the same file: no time or name is in them (RFC 1952, 2.3). Files for the
    web server itself (``_headers``) are left alone, and so is the editors' form: it would cost
    every build more than it saves those few.
    """
    name = path.rpartition("/")[2]
    theirs = name.startswith("_") or path.startswith(f"{DESK}/")
    if theirs or len(data) < _SMALLEST or not name.endswith(ENDINGS):
        return {}
    level, quality = _LEVELS if len(data) < _LARGE else _LEVELS_OF_LARGE
    gzip = zlib.compressobj(level, zlib.DEFLATED, _WINDOW, _MEMORY)
    versions = {
        ".gz": gzip.compress(data) + gzip.flush(),
        ".br": brotli.compress(data, quality=quality),
    }
    return {ending: version for ending, version in versions.items() if len(version) < len(data)}


def compress(folder: Path) -> None:
    """Write what is ``packed`` beside every file of a folder. Raises OSError."""
    for file in sorted(folder.rglob("*")):
        if file.name.endswith(ENDINGS) and file.is_file():
            for ending, version in packed(file.name, file.read_bytes()).items():
                file.with_name(file.name + ending).write_bytes(version)


def unpacked(file: Path) -> bytes:
    """What is in a packed file. Raises ValueError where it is damaged."""
    data = file.read_bytes()
    try:
        return zlib.decompress(data, wbits=31) if file.suffix == ".gz" else brotli.decompress(data)
    except (zlib.error, brotli.error) as error:
        raise ValueError(f"{file.name}: {error}") from None


def packed_faults(folder: Path) -> Iterator[str]:
    """Packed files in a folder that hold something else than their originals. Raises OSError."""
    for file in sorted(folder.rglob("*")):
        original = file.with_suffix("")
        if file.name.endswith(PACKED) and original.is_file():
            try:
                same = unpacked(file) == original.read_bytes()
            except ValueError:
                same = False
            if not same:
                name = file.relative_to(folder).as_posix()
                yield f"{name}: hier zit iets anders in dan in {original.name}."
