"""What is known of the texts of a content folder, and how that is kept from build to build.

All of it in one file, and beside it what changed since that was written: for one edited article
among ten thousand there is little to write.
"""

from __future__ import annotations

import os
from dataclasses import dataclass, field, replace
from typing import Any

from site_plugins.engine.later import without_texts
from site_plugins.engine.store import Store
from site_plugins.loading.files import Stat
from site_plugins.loading.item import Read
from site_plugins.model.item import Key
from site_plugins.rendering.text.bodies import Body
from site_plugins.rendering.variants import Picture

_ALL, _SINCE = "texts", "texts-since"
_FEW = 200
"""Changes that are written apart, however little there is in all."""


@dataclass
class Memory:
    """What is known of a content folder."""

    known: bytes = b""
    """The digest of the names of all files."""
    world: bytes = b""
    """Of what texts are laid out in, but for what their links lead to."""
    links: bytes = b""
    """Of where links lead."""
    reads: dict[str, tuple[Stat | None, Read]] = field(default_factory=dict)
    """By file, with what told then whether it was changed."""
    bodies: dict[Key, tuple[bytes, list[Body]]] = field(default_factory=dict)
    """The texts of each item, laid out, without their HTML; with the digest of the item's file."""
    pictures: dict[str, tuple[Stat | None, Picture]] = field(default_factory=dict)
    """By path in ``media/``."""
    number: bytes = b""
    """Of what is in the file: changes since belong to it and to no other."""


class Remembered:
    """The memory of a content folder, in a store or only while this process lives."""

    def __init__(self, store: Store | None) -> None:
        self._store = store
        self._whole = (store.load(_ALL) if store else None) or Memory()
        since: Memory | None = store.load(_SINCE) if store else None
        fits = since is not None and since.number == self._whole.number
        self.now = _after(self._whole, since) if since and fits else _copy(self._whole)
        self._saved = _copy(self.now)

    def save(self) -> None:
        """Keep it for the next process."""
        if self._store is None or self.now == self._saved:
            return
        changes = _changes(self._whole, self.now)
        count = len(changes.reads) + len(changes.bodies) + len(changes.pictures)
        if self._whole.number and count <= max(_FEW, len(self.now.reads) // 10):
            self._store.save(_SINCE, changes, without_texts())
        else:
            self.now.number = os.urandom(8)
            self._whole = _copy(self.now)
            self._store.save(_ALL, self._whole, without_texts())
        self._saved = _copy(self.now)


def _copy(memory: Memory) -> Memory:
    """As it is now, whatever comes into its tables later."""
    reads, bodies, pictures = dict(memory.reads), dict(memory.bodies), dict(memory.pictures)
    return replace(memory, reads=reads, bodies=bodies, pictures=pictures)


def _changes(before: Memory, now: Memory) -> Memory:
    """What is another one now; None for what is gone."""

    def changed(old: dict[str, Any], new: dict[str, Any]) -> dict[str, Any]:
        other = {key: value for key, value in new.items() if old.get(key) != value}
        return other | dict.fromkeys(old.keys() - new.keys())

    return replace(
        now,
        reads=changed(before.reads, now.reads),
        bodies=changed(before.bodies, now.bodies),
        pictures=changed(before.pictures, now.pictures),
    )


def _after(before: Memory, changes: Memory) -> Memory:
    def changed(old: dict[str, Any], new: dict[str, Any]) -> dict[str, Any]:
        return {key: value for key, value in (old | new).items() if value is not None}

    return replace(
        changes,
        reads=changed(before.reads, changes.reads),
        bodies=changed(before.bodies, changes.bodies),
        pictures=changed(before.pictures, changes.pictures),
    )
