"""Keeps what took long to make, so that the next build needn't make it again.

Everything is found by what it was made from, so nothing in here can be out of date: to remove
the folder costs time and nothing else. Several builds may use it at once.
"""

from __future__ import annotations

import hashlib
import os
import tempfile
from collections.abc import Callable
from pathlib import Path
from typing import IO

MAX_BYTES = 500_000_000
"""Above this, what the last build didn't need goes."""
_DIGEST = hashlib.sha256().digest_size


class Cache:
    """Files in a folder, which is made when there is something to keep.

    A folder that can't be written to is no reason to stop a build: then nothing is kept.
    """

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._used: set[str] = set()

    def keep(self, key: str, make: Callable[[], bytes]) -> bytes:
        """What is kept under a key, or else what ``make`` gives. Raises what that raises."""
        name = hashlib.sha256(key.encode()).hexdigest()
        self._used.add(name)
        file = self._folder / name[:2] / name
        if (found := _read(file)) is not None:
            return found
        data = make()
        write_whole(file, lambda out: out.write(hashlib.sha256(data).digest() + data))
        return data

    def tidy(self, most: int = MAX_BYTES) -> None:
        """Remove what this build has not asked for, where all together is more than ``most``."""
        try:
            files = {file: file.stat().st_size for file in self._folder.glob("??/*")}
            if sum(files.values()) > most:
                for file in files:
                    if file.name not in self._used:
                        file.unlink(missing_ok=True)
        except OSError:
            return  # another build tidies too, or the folder is only to be read


def _read(file: Path) -> bytes | None:
    """What is in a file, unless it is not what was written."""
    try:
        kept = file.read_bytes()
    except OSError:
        return None
    digest, data = kept[:_DIGEST], kept[_DIGEST:]
    return data if hashlib.sha256(data).digest() == digest else None


def write_whole(file: Path, write: Callable[[IO[bytes]], object]) -> None:
    """Write a file under another name first, so that no other build reads half of it.

    Where it can't be written, it isn't.
    """
    temporary = ""
    try:
        file.parent.mkdir(parents=True, exist_ok=True)
        number, temporary = tempfile.mkstemp(dir=file.parent)
        with os.fdopen(number, "wb") as out:
            write(out)
        Path(temporary).replace(file)
    except OSError:
        if temporary:
            Path(temporary).unlink(missing_ok=True)
