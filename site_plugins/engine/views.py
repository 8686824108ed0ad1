"""Which items each page and each feed shows: the same as before, where nothing changed but texts.

Of ten thousand pages most change only with the texts of the few items that they show. Which those
are follows from the heads of all items (titles, dates, topics) and from nothing else.
"""

from __future__ import annotations

import sys
from collections.abc import Callable, Mapping

from site_plugins.engine.fingerprint import Shape, shape
from site_plugins.engine.store import Store
from site_plugins.engine.workers import free_cores, share
from site_plugins.model.item import Key

_NAME = "views"


class Views:
    """The shapes of what a site shows, kept from build to build."""

    def __init__(self, store: Store, heads: bytes) -> None:
        """``heads`` is the digest of all public items but for their bodies."""
        self._store = store
        self._heads = heads

    def of(self, lasting: Mapping[str, Callable[[], object]]) -> Mapping[str, Shape]:
        """The shape of what each of these gives, by its name.

        All of it must follow from the heads of the items. Raises WorkerDied.
        """
        heads, kept = self._store.load(_NAME) or (b"", {})
        found: dict[str, tuple[bytes, tuple[Key, ...]]] = kept if heads == self._heads else {}
        lacking = [name for name in lasting if name not in found]
        made = share(lambda some: [shape(lasting[name]()) for name in some], lacking, free_cores())
        for name, (digest, items) in zip(lacking, made, strict=True):
            # One object for each name: they come from other processes, and each stands here often.
            found[name] = digest, tuple(map(sys.intern, items))
        if lacking:
            self._store.save(_NAME, (self._heads, found))
        return {name: Shape(*found[name]) for name in lasting}
