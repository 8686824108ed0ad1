"""Digests that tell whether something is still the same. A digest is 16 bytes of BLAKE2b."""

from __future__ import annotations

import hashlib
import io
import os
import pickle
import sys
from array import array
from collections.abc import Callable, Mapping
from datetime import datetime
from functools import cache
from pathlib import Path
from typing import Any, NamedTuple

from site_plugins.engine.compact import Table, moment_to_compare, to_compare
from site_plugins.model.item import Item, Key

_SIZE = 16


class _Comparing(Table):
    """A table of what tells one value from another."""

    def __init__(self) -> None:
        super().__init__(to_compare)
        self[datetime] = moment_to_compare


_PLAIN = _Comparing()


def digest(*parts: bytes) -> bytes:
    """Of some bytes, each part apart: ``digest(b"a", b"b") != digest(b"ab")``."""
    lengths = array("Q", map(len, parts)).tobytes()
    return hashlib.blake2b(b"".join((lengths, *parts)), digest_size=_SIZE).digest()


def plainly(*values: object) -> bytes:
    """The digest of some values: the same for equal ones, whatever objects they consist of."""
    return digest(_pickled(values, _PLAIN))


def _pickled(values: object, table: Table) -> bytes:
    out = io.BytesIO()
    pickler = pickle.Pickler(out, pickle.HIGHEST_PROTOCOL)
    pickler.dispatch_table = table
    # Without a memo: with it, it would matter which of the parts are one object.
    pickler.fast = True
    pickler.dump(values)
    return out.getvalue()


@cache
def of_the_code() -> bytes:
    """Of all that makes a site: our own code and templates, Python, and every library here."""
    package = str(Path(__file__).resolve().parent.parent)
    parts = [sys.version.encode()]
    for root, folders, names in os.walk(package):
        folders[:] = sorted(name for name in folders if name != "__pycache__")
        for name in sorted(names):
            parts += [
                f"{root}/{name}".removeprefix(package).encode(),
                Path(root, name).read_bytes(),
            ]
    for folder in sys.path:
        # A library's folder of metadata has its version in its name.
        if folder.endswith("site-packages") and Path(folder).is_dir():
            parts += [n.encode() for n in sorted(os.listdir(folder)) if n.endswith(".dist-info")]
    return digest(*parts)


class Shape(NamedTuple):
    """Which items a value shows, and all that it holds beside them."""

    digest: bytes
    items: tuple[Key, ...]


class _Shapes(_Comparing):
    """A table in which an item counts for its key, and which knows the items that it met."""

    def __init__(self) -> None:
        super().__init__()
        self.met: dict[Key, None] = {}

    def __missing__(self, kind: type) -> Any:
        if not issubclass(kind, Item):
            return super().__missing__(kind)
        self[kind] = self._met
        return self._met

    def _met(self, item: Item) -> tuple[Callable[..., object], tuple[Key]]:
        self.met[item.key] = None
        return str, (item.key,)


_SHAPES = _Shapes()


def shape(*values: object) -> Shape:
    """The shape of some values: the same for equal ones, whatever is in the items."""
    _SHAPES.met = {}
    return Shape(digest(_pickled(values, _SHAPES)), tuple(_SHAPES.met))


class Fingerprints:
    """Digests of values, in which an item counts for all that is known of it.

    ``items`` holds what is known of each item's file and texts. So a page that shows an item is
    another page when anything of that item changes, whatever it is that it shows.
    """

    def __init__(self, items: Mapping[Key, bytes]) -> None:
        self._items = items

    def of(self, *values: object) -> bytes:
        """The digest of some values: the same for equal ones, whatever objects they consist of."""
        return self.filled(shape(*values))

    def filled(self, found: Shape, *more: bytes) -> bytes:
        """The digest of what has this shape now."""
        return digest(found.digest, *more, *map(self._items.__getitem__, found.items))
