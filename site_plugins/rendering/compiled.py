"""Templates are compiled once, though each build has an environment of its own."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from functools import cache

from jinja2 import BytecodeCache
from jinja2.bccache import Bucket

from site_plugins.rendering.site import Site


class Compiled(BytecodeCache):
    """What Jinja compiled of a site's templates: in memory, and from there in a next process.

    https://jinja.palletsprojects.com/en/stable/api/#bytecode-cache

    Jinja works out in it what our filters make of constants, so it holds for the same site, and
    for the same code: who keeps it does so with the version of the code.
    """

    def __init__(self, site: Site) -> None:
        self._site = repr(site)
        self._codes: dict[str, bytes] = {}
        self._used: set[str] = set()
        self._grown = False

    def learn(self, codes: Mapping[str, bytes]) -> None:
        """Take what an earlier process kept."""
        self._codes = {**codes, **self._codes}

    def news(self) -> dict[str, bytes]:
        """Everything to keep, where some of it is new since the last time; else nothing.

        Only what was asked for: of templates that are no more nothing stays behind.
        """
        grown, self._grown = self._grown, False
        return {name: self._codes[name] for name in sorted(self._used)} if grown else {}

    def get_source_checksum(self, source: str) -> str:
        """Another site has code of its own."""
        return hashlib.sha1(f"{self._site}{source}".encode(), usedforsecurity=False).hexdigest()

    def load_bytecode(self, bucket: Bucket) -> None:
        """Give Jinja the code of a template, where it is there."""
        if code := self._codes.get(_name(bucket)):
            self._used.add(_name(bucket))
            bucket.bytecode_from_string(code)

    def dump_bytecode(self, bucket: Bucket) -> None:
        """Take the code of a template from Jinja."""
        self._codes[_name(bucket)] = bucket.bytecode_to_string()
        self._used.add(_name(bucket))
        self._grown = True


def _name(bucket: Bucket) -> str:
    return f"{bucket.key} {bucket.checksum}"


@cache
def compiled(site: Site) -> Compiled:
    """The code of the templates of a site in this process."""
    return Compiled(site)
