"""Packs the files of a finished site, so that a web server needn't do it at each visit."""

from __future__ import annotations

import zlib
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import brotli

ENDINGS = tuple(".html .css .js .json .xml .xsl .opml .ics .svg .txt .csv .vtt .srt".split())
"""Of texts. Pictures, sounds and documents are packed already."""

_SMALLEST = 1000
"""Bytes: less fits in one packet of a network, packed or not."""
# Measured on the site of 2026-11 (408 files, 6.7 MB): 0.45 s, to 26 and 25 %. One level higher
# costs brotli twice the time for half a percent.
_LEVELS = 6, 5
"""Of zlib and brotli."""
# Pages are smaller than this, and long feeds several times as much: they take half the time then,
# for a tenth more bytes.
_LARGE = 100_000
_LEVELS_OF_LARGE = 4, 4


def compress(folder: Path) -> int:
    """Write ``.gz`` and ``.br`` beside every text of some size, where that is smaller.

    The same bytes for the same file: no time or name is in them (RFC 1952, 2.3). Files for the
    web server itself (``_headers``) are left alone. Gives the number of texts; raises OSError.
    """
    texts = [file for file in sorted(folder.rglob("*")) if _is_text(file)]
    # zlib and brotli let other threads run while they work.
    with ThreadPoolExecutor(max_workers=2) as threads:
        return sum(threads.map(_pack, texts))


def _is_text(file: Path) -> bool:
    return file.suffix in ENDINGS and not file.name.startswith("_") and file.is_file()


def _pack(file: Path) -> int:
    data = file.read_bytes()
    if len(data) < _SMALLEST:
        return 0
    for ending, packed in _versions(data):
        if len(packed) < len(data):
            file.with_name(file.name + ending).write_bytes(packed)
    return 1


def _versions(data: bytes) -> Iterator[tuple[str, bytes]]:
    level, quality = _LEVELS if len(data) < _LARGE else _LEVELS_OF_LARGE
    gzip = zlib.compressobj(level, zlib.DEFLATED, wbits=31)
    yield ".gz", gzip.compress(data) + gzip.flush()
    yield ".br", brotli.compress(data, quality=quality)


def unpacked(file: Path) -> bytes:
    """What is in a packed file. Raises ValueError where it is damaged."""
    data = file.read_bytes()
    try:
        return zlib.decompress(data, wbits=31) if file.suffix == ".gz" else brotli.decompress(data)
    except (zlib.error, brotli.error) as error:
        raise ValueError(f"{file.name}: {error}") from None
