"""What there is to say about the page that somebody looks at."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime

from site_plugins.advising.advice import of_item
from site_plugins.advising.dictionary import Dictionary
from site_plugins.advising.spelling import Words, words_of
from site_plugins.loading.problems import Problem
from site_plugins.loading.read import Content
from site_plugins.model.item import Item
from site_plugins.projections.addresses import address
from site_plugins.rendering.text.bodies import Bodies


class Notes:
    """The warnings of one build, and the advice on the items that are looked at.

    To advise on all of them takes longer than to make the site, so each is read on its page.
    """

    def __init__(self, dictionary: Dictionary) -> None:
        self.warnings: Sequence[Problem] = ()
        self._dictionary = dictionary
        self._content: Content | None = None
        self._known: dict[str, list[Problem]] = {}
        self._words: Words | None = None

    def learn(self, content: Content, bodies: Bodies, now: datetime) -> Iterable[Problem]:
        """Remember what was read, as ``publication.Advise``; nothing is said yet."""
        self._content, self._bodies, self._now = content, bodies, now
        return ()

    def of(self, path: str) -> list[Problem]:
        """What is to be said of the page at a path (``/artikelen/2026/a/``), by line."""
        if path not in self._known:
            self._known[path] = sorted(self._read(path), key=lambda problem: problem.line)
        return self._known[path]

    def _read(self, path: str) -> set[Problem]:
        if not self._content or not (item := self._item(path)):
            return set()
        own = {problem for problem in self.warnings if problem.file == item.path}
        self._words = self._words or words_of(self._content, self._dictionary)
        lines = self._content.lines.get(item.key)
        return own.union(of_item(item, self._bodies, self._now, self._words, lines))

    def _item(self, path: str) -> Item | None:
        items = self._content.library.all if self._content else ()
        return next((item for item in items if address(item) == path), None)
