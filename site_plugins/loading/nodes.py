"""What a head consists of: texts, lists and keys, each with its line."""

from __future__ import annotations

from dataclasses import dataclass
from typing import NamedTuple


class Scalar(NamedTuple):
    """A text as it stands, and the line of its key or dash (from 1)."""

    text: str
    line: int
    empty: bool = False
    """Where YAML has nothing: ``key:``, ``~``, ``null``."""
    first: int = 0
    """The line on which the text itself begins: lower for a block after ``|`` or ``>``."""
    cut: str = ""
    """What stands behind it as a comment, and so is no part of the text."""


@dataclass(frozen=True, slots=True)
class Sequence:
    """A list."""

    items: tuple[Node, ...]
    line: int


@dataclass(frozen=True, slots=True)
class Mapping:
    """Keys with their lines and values, in order; a key may stand there more than once."""

    pairs: tuple[tuple[str, int, Node], ...]
    line: int


Node = Scalar | Sequence | Mapping
