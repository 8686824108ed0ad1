"""Templates are compiled once in a process, though each build has an environment of its own."""

from __future__ import annotations

from functools import cache
from types import CodeType

from jinja2 import BytecodeCache
from jinja2.bccache import Bucket

from site_plugins.rendering.site import Site


class Compiled(BytecodeCache):
    """What Jinja compiled, by the name and the source of a template; in memory.

    https://jinja.palletsprojects.com/en/stable/api/#bytecode-cache
    """

    def __init__(self) -> None:
        self._codes: dict[tuple[str, str], CodeType] = {}

    def load_bytecode(self, bucket: Bucket) -> None:
        """Give Jinja the code of a template, where it is there."""
        bucket.code = self._codes.get((bucket.key, bucket.checksum))

    def dump_bytecode(self, bucket: Bucket) -> None:
        """Take the code of a template from Jinja."""
        if bucket.code:
            self._codes[bucket.key, bucket.checksum] = bucket.code


@cache
def compiled(site: Site) -> Compiled:
    """The code of the templates of a site: what they say of it alone is worked out in it."""
    return Compiled()
