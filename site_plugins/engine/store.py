"""What a build keeps for the next one: values in files, each whole or not there.

A file begins with a digest of the rest and of ``version``: who changes a byte, or the code, gets
nothing. So is what a crash or a full disk leaves of one. Pickle may run code that someone put in
a file; who can write here can change the code itself.
"""

from __future__ import annotations

import gc
import hashlib
import os
import pickle
import shutil
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from typing import IO, Any

from site_plugins.delivery.keeping import write_whole
from site_plugins.engine.compact import Table, to_restore

DAMAGED = "De cache in {folder} is beschadigd; wat erin stond, wordt opnieuw gemaakt."
_DIGEST = 16


class Store:
    """Named values in a folder. ``say`` is told, in Dutch, of what is damaged."""

    def __init__(self, folder: Path, version: bytes, say: Callable[[str], None]) -> None:
        self._folder = folder
        self._version = version
        self._say = say

    def load(self, name: str) -> Any:
        """What was saved under a name by the same version of the code; None where nothing is."""
        try:
            with (self._folder / name).open("rb") as file:
                if file.read(_DIGEST) != self._version:
                    return None
                digest = file.read(_DIGEST)
                # A piece at a time: the whole of it would be half of a build's memory.
                if hashlib.file_digest(file, _hash).digest() == digest:
                    file.seek(2 * _DIGEST)
                    return _loaded(file)
        except OSError:
            return None
        except Exception as error:  # pickle promises no set of them
            self._say(f"{DAMAGED.format(folder=self._folder)} ({error})")
            return None
        self._say(DAMAGED.format(folder=self._folder))
        return None

    def save(self, name: str, value: object, table: Table | None = None) -> None:
        """Keep a value. Where that can't be done (a full disk, say) nothing is kept.

        ``table`` tells how, where that is not as usual.
        """

        def write(file: IO[bytes]) -> None:
            file.write(self._version + bytes(_DIGEST))
            out = _Hashing(file)
            pickler = pickle.Pickler(out, pickle.HIGHEST_PROTOCOL)
            pickler.dispatch_table = table or Table(to_restore)
            pickler.dump(value)
            file.seek(_DIGEST)
            file.write(out.hash.digest())

        write_whole(self._folder / name, write)

    def forget(self, name: str) -> None:
        """Nothing is under this name any more."""
        with suppress(OSError):
            (self._folder / name).unlink()


class _Hashing:
    """Writes, and remembers the digest of what it wrote."""

    def __init__(self, file: IO[bytes]) -> None:
        self._file = file
        self.hash = _hash()

    def write(self, data: bytes) -> int:
        self.hash.update(data)
        return self._file.write(data)


def _hash() -> hashlib.blake2b:
    return hashlib.blake2b(digest_size=_DIGEST)


def _loaded(file: IO[bytes]) -> Any:
    # Thousands of new objects, none of which is garbage.
    was_on = gc.isenabled()
    gc.disable()
    try:
        return pickle.load(file)
    finally:
        if was_on:
            gc.enable()


def cache_folder(project: Path) -> Path:
    """Where everything is kept: ``.cache`` in the project, or LOKAAL_CACHE."""
    return Path(os.environ.get("LOKAAL_CACHE") or project / ".cache")


def folder_of(cache: Path, *about: object) -> Path:
    """A folder in a cache for what is kept about some content or site, by their paths."""
    name = hashlib.blake2b("\0".join(map(str, about)).encode(), digest_size=8).hexdigest()
    return cache / "engine" / name


def tidy(cache: Path, used: Path, most: int = 12) -> None:
    """Remove what is kept of sites that were not built for the longest time, but not ``used``."""
    with suppress(OSError):
        used.mkdir(parents=True, exist_ok=True)
        os.utime(used)
        found = sorted((cache / "engine").iterdir(), key=lambda f: f.stat().st_mtime, reverse=True)
        for folder in found[most:]:
            shutil.rmtree(folder, ignore_errors=True)
