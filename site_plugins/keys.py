"""The keys of pages and feeds: digests of all that they are made of (see ``engine``)."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from functools import cache, partial

from site_plugins.engine.fingerprint import Fingerprints, Shape, plainly, shape
from site_plugins.engine.views import Views
from site_plugins.model.item import Key
from site_plugins.projections.pages import Page
from site_plugins.publication import Publication
from site_plugins.rendering.entries import EntryMaker
from site_plugins.rendering.followed import FeedFile


class Keys:
    """Of one publication; ``entries`` knows what stands in its feeds."""

    def __init__(self, publication: Publication, entries: EntryMaker) -> None:
        self._prints: Fingerprints = publication.prints
        self._items = publication.index.library.items
        self._entries = entries
        self._told = cache(self._told_of)
        self._shapes: Mapping[str, Shape] = {}

    def learn(self, views: Views, pages: Iterable[Page], files: Iterable[FeedFile]) -> None:
        """Find out at once what all pages and feeds show, as far as time changes nothing of it."""
        lasting: dict[str, Callable[[], object]] = {}
        lasting |= {page.path: partial(_shown, page) for page in pages if page.lasting}
        moving = {key for key, item in self._items.items() if self._entries.may_change(item)}
        for file in files:
            if not moving or moving.isdisjoint(item.key for item in file.items):
                lasting[file.path] = partial(self._entries_of, file)
        self._shapes = views.of(lasting)

    def of_page(self, page: Page, *around: bytes) -> bytes:
        """The key of a page within ``around``: digests of what else is on it."""
        found = self._shapes.get(page.path) or shape(_shown(page))
        return self._prints.filled(found, *around)

    def of_feed(self, file: FeedFile, around: bytes) -> bytes:
        """The key of a feed, or of another file with entries."""
        found = self._shapes.get(file.path) or shape(self._entries_of(file))
        return self._prints.filled(found, around, plainly(file.about))

    def _entries_of(self, file: FeedFile) -> object:
        return [(self._told(item.key), item) for item in file.items]

    def _told_of(self, key: Key) -> bytes:
        return plainly(self._entries.told(self._items[key]))


def _shown(page: Page) -> object:
    # Not page.view, which would be kept: most pages are not made.
    return page.told, page.make()
