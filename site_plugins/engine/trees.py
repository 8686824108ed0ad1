"""Two folders for one place: the one that is there, and the one before it.

A build brings the older of the two up to date and swaps them, so the site that is there stays
whole, and what both have in common is never written again. What is in a folder is kept by the
number that the disk has for it (its inode), which stays its own when it is moved.
"""

from __future__ import annotations

import shutil
from contextlib import suppress
from pathlib import Path
from typing import NamedTuple

from site_plugins.engine.store import Store
from site_plugins.engine.tree import Entry, Manifest, Seen, Source, doubled, look
from site_plugins.engine.workers import Aside, WorkerDied


class _Record(NamedTuple):
    """What two folders hold; the second as far as it differs from the first."""

    first: int
    manifest: Manifest
    second: int
    differs: dict[str, Entry | None]

    def of(self, number: int) -> Manifest:
        if number == self.first:
            return self.manifest
        if number != self.second:
            return {}
        found = {path: self.differs.get(path, entry) for path, entry in self.manifest.items()}
        found |= self.differs
        return {path: entry for path, entry in found.items() if entry}


_NOTHING = _Record(0, {}, 0, {})


class Trees:
    """Those of one place; ``folder`` is where the older one waits."""

    def __init__(self, store: Store, place: Path, folder: Path, name: str) -> None:
        self._store = store
        self._place = place
        self._waiting = folder / name
        self._name = f"known-{name}"
        self._record = _NOTHING
        self._seen: Aside[tuple[Seen, bool]] | None = None
        self._saved: Aside[None] | None = None

    def begin(self, workers: int) -> None:
        """Begin to look at the folder that waits, beside other work."""
        self._record = self._store.load(self._name) or _NOTHING
        self._seen = Aside(self._look, workers)

    def _look(self) -> tuple[Seen, bool]:
        """What stands in the folder that waits, and whether it is a new one: after a first build
        there is none, and the site that is there lends its files.
        """
        if self._waiting.is_dir() or not self._known(self._place):
            return look(self._waiting), False
        self._waiting.parent.mkdir(parents=True, exist_ok=True)
        return doubled(self._place, self._waiting), True

    def there(self) -> Source:
        """The folder that is there, with what is known of it, which may be nothing."""
        return Source(self._place, self._known(self._place))

    def take(self, into: Path) -> Source:
        """Put the one that waits in the place of an empty folder, if there is one."""
        try:
            seen, new = self._seen.result() if self._seen else self._look()
            manifest = self._known(self._place if new else self._waiting)
            self._waiting.rename(into)
        except (OSError, WorkerDied):  # there is no site yet, or it is on another disk
            shutil.rmtree(self._waiting, ignore_errors=True)
            return Source(into, {})
        into.chmod(0o755)
        return Source(into, manifest, seen)

    def record(self, folder: Path, manifest: Manifest, workers: int) -> None:
        """Tell what is in a folder, now that all of it is there."""
        old, paths = self._known(self._place), dict.fromkeys(manifest)
        differs = {
            path: old.get(path) for path in paths | old if old.get(path) is not manifest.get(path)
        }
        number = self._place.stat().st_ino if old else 0
        # Whatever becomes of the new one, this one is right no more.
        self._store.forget(self._name)
        record = _Record(folder.stat().st_ino, manifest, number, differs)
        self._saved = Aside(lambda: self._store.save(self._name, record), workers)

    def keep(self, folder: Path) -> None:
        """Let the folder that was there wait for the next build, where that is possible."""
        shutil.rmtree(self._waiting, ignore_errors=True)
        with suppress(OSError):
            folder.rename(self._waiting)

    def stop(self) -> None:
        """End what is being done beside: leave the looking, and wait for the writing."""
        if self._seen:
            self._seen.stop()
        with suppress(OSError, WorkerDied):  # then nothing is known of these folders
            if self._saved:
                self._saved.result()
        self._saved = None

    def _known(self, folder: Path) -> Manifest:
        try:
            return self._record.of(folder.stat().st_ino)
        except OSError:
            return {}
