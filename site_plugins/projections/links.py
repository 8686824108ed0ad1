"""What the addresses that an author may write in a text lead to."""

from __future__ import annotations

import posixpath
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import NamedTuple
from urllib.parse import unquote

from site_plugins.model.edition import is_frozen
from site_plugins.model.item import Item
from site_plugins.model.library import KINDS, Library
from site_plugins.projections.addresses import address, machine_addresses, media_address


@dataclass(frozen=True)
class LinkMap:
    """Where each file and each page leads: its path on the site, or None where it is hidden.

    Hidden items are in here by name only, so that a link to one can be dropped and a link to
    something that never existed can be reported.
    """

    files: Mapping[str, str | None]
    """By path in the content: texts, and the folders of kinds."""
    pages: Mapping[str, str | None]
    """By path on the site: pages, their feeds and calendars, and old addresses."""
    media: Mapping[str, int] = field(default_factory=dict)
    moved: Mapping[str, str | None] = field(default_factory=dict)
    """By the path in the content where a text first stood, as its id tells."""

    @cached_property
    def hidden(self) -> frozenset[str]:
        """The paths on the site that lead to what is hidden."""
        return frozenset(path for path, target in self.pages.items() if target is None)

    @classmethod
    def of(cls, library: Library, public: Library) -> LinkMap:
        """The map of a whole library, of which ``public`` is shown."""
        files: dict[str, str | None] = {"index.md": "/"}
        pages: dict[str, str | None] = {}
        moved: dict[str, str | None] = {}
        for kind in KINDS:
            files[kind.folder] = f"/{kind.folder}/"
        for key, item in library.items.items():
            own = address(item)
            path = own if key in public.items else None
            files[f"{key}.md"] = path
            moved[f"{item.id}.md"] = path
            for old in item.aliases:
                pages[old] = pages[f"{old.rstrip('/')}/"] = path
            pages[own] = path
            for own in machine_addresses(item):
                pages[own] = own if path else None
        return cls(files, pages, library.media, moved)


class Destination(NamedTuple):
    """What an address means: a path (None: hidden), and the file under media/ that it needs.

    ``unknown`` is the path that leads nowhere; ``unsure`` is one on the site that only the
    finished site can vouch for.
    """

    path: str | None = None
    media: str = ""
    unknown: str = ""
    unsure: str = ""


def destination(written: str, item: Item, links: LinkMap) -> Destination:
    """What ``written`` (without a scheme, and not only a fragment) means in a text of ``item``."""
    path, mark, rest = _split(written)
    if path.startswith("/"):
        if path.startswith("/media/"):
            return _media(path.removeprefix("/media/"), mark + rest, links)
        if path not in links.pages:
            return Destination(path=path + mark + rest, unsure=path)
        page = links.pages[path]
        return Destination(path=None if page is None else page + mark + rest)
    target = posixpath.normpath(posixpath.join(posixpath.dirname(item.path), unquote(path)))
    if target.startswith("media/"):
        return _media(target.removeprefix("media/"), mark + rest, links)
    # Who renames a file mends the links to it, but not in what has been sent.
    files = links.moved if is_frozen(item) and target not in links.files else links.files
    if target in files:
        found = files[target]
        return Destination(path=None if found is None else found + mark + rest)
    return Destination(unknown=target)


def _media(name: str, rest: str, links: LinkMap) -> Destination:
    name = unquote(name)
    if name in links.media:
        return Destination(path=media_address(name) + rest, media=name)
    return Destination(unknown=f"media/{name}")


def _split(written: str) -> tuple[str, str, str]:
    for place, character in enumerate(written):
        if character in "?#":
            return written[:place], character, written[place + 1 :]
    return written, "", ""
