"""The texts of one content folder: those that are as they were are not read or laid out again."""

from __future__ import annotations

import hashlib
import time
from collections.abc import Iterable, Mapping, Sequence
from functools import partial
from pathlib import Path

from site_plugins.engine.fingerprint import plainly
from site_plugins.engine.later import Later
from site_plugins.engine.memory import Remembered
from site_plugins.engine.store import Store
from site_plugins.engine.workers import free_cores, share
from site_plugins.loading.files import Files, Stat
from site_plugins.loading.item import Read, read_file
from site_plugins.loading.place import Known
from site_plugins.loading.problems import ContentError, Problem
from site_plugins.model.figures import Figures
from site_plugins.model.item import Item, Key
from site_plugins.projections.links import LinkMap
from site_plugins.rendering.pictures import ENDINGS as PICTURES
from site_plugins.rendering.site import Site
from site_plugins.rendering.text.bodies import Bodies, Body, lay_out_item, still_so
from site_plugins.rendering.variants import Picture, planned

CHANGED = "dit bestand veranderde terwijl de site werd gemaakt. Bouw de site opnieuw."
_TICK = 50_000_000
"""Nanoseconds. A file that was written so shortly before it was read may have been written again
since, at what its times call the same moment: those times tell nothing.
https://git-scm.com/docs/racy-git"""


class Reading:
    """Reads a folder, once or again and again. Without a store nothing is kept."""

    def __init__(self, store: Store | None = None) -> None:
        self._remembered = Remembered(store)
        self._memory = self._remembered.now
        self._workers = free_cores()
        self._stats: Mapping[str, Stat | None] = {}
        """Of each file; None of one that may have changed since."""
        self._read_again: tuple[str, list[str]] = "", []
        """The texts of the last file of which one was asked for."""

    def texts(self, folder: Path, found: Files, known: Known) -> list[Read]:
        """What each text gives; a ``loading.read.ReadTexts``."""
        text = partial(self._text, folder, known)
        for file, (_, kept) in self._memory.reads.items():
            for number, each in enumerate(kept.item.texts if kept.item else ()):
                if isinstance(each, Later):
                    each.is_read_by(partial(text, file, number))
        # Before any of them is read.
        now = time.time_ns()
        self._stats = {
            file: stat if max(stat.written, stat.changed) < now - _TICK else None
            for file, stat in found.stats.items()
        }
        names = plainly(known.keys, sorted(known.media))
        before, same = self._memory.reads, names == self._memory.known
        reads: dict[str, Read | None] = dict.fromkeys(found.texts)
        for file in found.texts:
            stat, read = before.get(file, (None, None))
            if read and stat and stat == self._stats[file] and (same or read.holds(known)):
                reads[file] = read
        todo = [file for file, read in reads.items() if read is None]

        def work(some: Sequence[str]) -> list[Read]:
            return [read_file(folder, f, known, before.get(f, (None, None))[1]) for f in some]

        for file, read in zip(todo, share(work, todo, self._workers), strict=True):
            old = before.get(file, (None, None))[1]
            # The same object tells whoever comes next that nothing changed.
            reads[file] = old if old and old == read else read
        done = {file: read for file, read in reads.items() if read}
        self._memory.reads = {file: (self._stats[file], read) for file, read in done.items()}
        self._memory.known = names
        return list(done.values())

    def _text(self, folder: Path, known: Known, file: str, number: int) -> str:
        """One of the texts of a file that is as it was."""
        if self._read_again[0] != file:
            read = read_file(folder, file, known)
            if not read.item or read.digest != self._memory.reads[file][1].digest:
                raise ContentError([Problem(file, 1, "", CHANGED)])
            self._read_again = file, [text.text for text in read.item.texts]
        return self._read_again[1][number]

    def bodies(
        self,
        items: Iterable[Item],
        links: LinkMap,
        tables: Mapping[str, Figures],
        site: Site,
    ) -> Bodies:
        """The texts of items laid out; those that are as they were get their HTML when asked."""
        world = plainly(site, sorted(links.hidden), sorted(tables.items()))
        leading = plainly(links)
        same, nowhere_else = world == self._memory.world, leading == self._memory.links
        made: dict[Key, tuple[bytes, list[Body]]] = {}
        todo: list[Item] = []
        for item in items:
            source, kept = self._memory.bodies.get(item.key, (b"", []))
            unchanged = same and source and source == self.digest(item)
            if unchanged and (nowhere_else or still_so(kept, item, links)):
                made[item.key] = source, kept
            else:
                todo.append(item)
        again = partial(lay_out_item, links=links, tables=tables, site=site)

        def work(some: Sequence[Item]) -> list[list[Body]]:
            return [again(item) for item in some]

        found = {key: bodies for key, (_, bodies) in made.items()}
        for item, bodies in zip(todo, share(work, todo, self._workers), strict=True):
            found[item.key] = bodies
            made[item.key] = self.digest(item), [body.without_html() for body in bodies]
        self._memory.world, self._memory.links = world, leading
        self._memory.bodies = made
        return Bodies(found, again)

    def digest(self, item: Item) -> bytes:
        """Of what an item was made of."""
        read = self._read(item)
        return read.fingerprint if read else plainly(item)

    def head(self, item: Item) -> bytes:
        """Of the same, but for the item's body, where that can be told apart."""
        read = self._read(item)
        return read.head if read else plainly(item)

    def _read(self, item: Item) -> Read | None:
        """What gave the item; None for one that is not as it was read."""
        _, read = self._memory.reads.get(item.path, (None, None))
        return read if read and read.item is item else None

    def picture(self, folder: Path, src: str) -> Picture:
        """What a file under ``media/`` is as a picture, with the digest of what is in it.

        Raises OSError.
        """
        stat = self._stats.get(f"media/{src}")
        before, kept = self._memory.pictures.get(src, (None, None))
        if kept and stat and before == stat:
            return kept
        with (folder / "media" / src).open("rb") as file:
            if file.name.lower().endswith(PICTURES):
                found = planned(src, file.read())
            else:
                found = Picture(src, hashlib.file_digest(file, "sha256").hexdigest())
        self._memory.pictures[src] = stat, found
        return found

    def save(self) -> None:
        """Keep what is known, for the next process."""
        self._remembered.save()
