"""What is done with each file of a site when it is made, beside writing it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple

from site_plugins.delivery.compressing import packed
from site_plugins.delivery.inspection import Facts, Inspector
from site_plugins.engine.tree import Manifest
from site_plugins.outputs import followed_files
from site_plugins.publication import Publication
from site_plugins.rendering.followed import feed_hash
from site_plugins.rendering.serving import headers_file


class Seen(NamedTuple):
    """What is known of a file without reading it again."""

    facts: Facts
    feed: str = ""
    """The hash that the site's record has of a feed."""


class Finisher:
    """Packs and inspects the files of one site."""

    def __init__(self, publication: Publication, *, compress: bool) -> None:
        self.inspector = Inspector(publication.site, headers_file(publication.site))
        self._followed = followed_files(publication)
        self._compress = compress

    def finish(self, path: str, data: bytes) -> tuple[Mapping[str, bytes], Seen]:
        """The packed versions of a file by their endings, and what was seen in it."""
        hashed = feed_hash(data) if path in self._followed else ""
        seen = Seen(self.inspector.inspect(path, data), hashed)
        return packed(path, data) if self._compress else {}, seen

    def hashes(self, made: Manifest) -> dict[str, str]:
        """Of each feed, by its address."""
        feeds = ((path, entry.facts) for path, entry in made.items() if entry.facts)
        return {f"/{path}": seen.feed for path, seen in feeds if seen.feed}
