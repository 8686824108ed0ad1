"""Texts that stay in their files until somebody asks for them.

All texts of ten thousand articles are a third of what a build remembers, in time and in memory,
and after one edit it needs a few of them.
"""

from __future__ import annotations

from collections.abc import Callable

from site_plugins.engine.compact import Reduction, Table, to_restore
from site_plugins.model.item import Markdown

_SHORT = 200
"""Characters of a text that costs less than what it takes to find it again."""


class Later(Markdown):
    """A text that is there, and that is read when somebody asks. It is equal to itself alone."""

    __slots__ = ("_read",)

    def __init__(self, line: int) -> None:
        self.line = line
        self._read: Callable[[], str] | None = None

    def is_read_by(self, read: Callable[[], str]) -> None:
        """Tell where the text comes from."""
        self._read = read

    @property
    def text(self) -> str:
        assert self._read, "nobody told where this text is"
        return self._read()

    def __bool__(self) -> bool:
        return True

    def __eq__(self, other: object) -> bool:
        return self is other

    def __hash__(self) -> int:
        return hash(self.line)


def without_texts() -> Table:
    """How items are kept: with a ``Later`` in place of each long text."""
    table = Table(to_restore)
    table[Markdown] = _left_out
    table[Later] = _later
    return table


def _left_out(text: Markdown) -> Reduction:
    if len(text.text) < _SHORT:
        return text.__reduce__()
    return Later, (text.line,)


def _later(text: Later) -> Reduction:
    return Later, (text.line,)
