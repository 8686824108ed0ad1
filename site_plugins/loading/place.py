"""Where a reader is, and what it tells when a node is wrong.

A reader turns a node into a value. It returns ``None`` where the node is wrong, having told
so; the caller goes on, so that all problems of a file come out together.
"""

from __future__ import annotations

from collections.abc import Mapping as MappingType
from collections.abc import Sequence as SequenceType
from dataclasses import dataclass, field
from typing import Any, NamedTuple, Protocol

from site_plugins.loading.nodes import Mapping, Node, Scalar, Sequence
from site_plugins.loading.problems import Problem, Severity, shown
from site_plugins.model.item import Key

Names = MappingType[str, MappingType[str, SequenceType[Key]]]
"""For each folder, the file names in it (without ``.md``) and the keys that each may mean."""


@dataclass(frozen=True, slots=True)
class Known:
    """What else there is: the files that a text may name."""

    names: Names
    media: MappingType[str, int]
    """Files under ``media/`` by their path in it, and their sizes in bytes."""
    keys: MappingType[str, tuple[Key, ...]]
    """For each file name, wherever it stands, the keys that it may mean."""

    def answer(self, asked: str) -> tuple[str, ...]:
        """What a file name, or the path of a file in ``media/`` with that folder, stands for."""
        if asked.startswith("media/"):
            return (asked,) if asked.removeprefix("media/") in self.media else ()
        return self.keys.get(asked, ())


@dataclass
class Report:
    """Gathers the problems of one file."""

    file: str
    names: Names
    media: MappingType[str, int]
    problems: list[Problem] = field(default_factory=list)
    asked: set[str] = field(default_factory=set)
    """What was looked up among the names and the media: see ``Known.answer``."""

    def wrong(
        self,
        line: int,
        field: str,
        message: str,
        example: str = "",
        severity: Severity = Severity.ERROR,
    ) -> None:
        """Note a problem."""
        self.problems.append(Problem(self.file, line, field, message, example, severity))

    def place(self, field: str, example: str = "") -> Place:
        """Where a key's value is read."""
        return Place(self, field, example)


class Place(NamedTuple):
    """Where a reader is: the report, and the field's name with that of its parents."""

    report: Report
    field: str
    example: str = ""

    def wrong(self, node: Node, message: str) -> None:
        """Note a problem at this place."""
        self.report.wrong(node.line, self.field, message, self.example)

    def below(self, name: str) -> Place:
        """The place of a part."""
        return Place(self.report, f"{self.field}.{name}", self.example)

    def at(self, number: int) -> Place:
        """The place of the ``number``-th item (from 1)."""
        return Place(self.report, f"{self.field}[{number}]", self.example)


class Reader(Protocol):
    """Reads one value."""

    def __call__(self, node: Node, place: Place) -> Any: ...


def scalar(node: Node, place: Place) -> Scalar | None:
    """A scalar that isn't empty."""
    if isinstance(node, Scalar):
        if node.text and not node.empty:
            return node
        place.wrong(node, "hier staat niets. Vul iets in of haal de regel weg.")
    elif isinstance(node, Sequence):
        place.wrong(node, "hier hoort één waarde te staan, maar er staat een lijst.")
    else:
        place.wrong(
            node,
            f"hier hoort één waarde te staan, maar er {keys_of(node)}. Is het een tekst met een"
            " dubbele punt? Zet die dan tussen aanhalingstekens.",
        )
    return None


def keys_of(node: Mapping) -> str:
    """What stands in a block, with its verb."""
    names = [name for name, _, _ in node.pairs]
    if not names:
        return "staan lege accolades {}"
    fields = "staat een veld" if len(names) == 1 else "staan velden"
    return f"{fields} ({shown(', '.join(names))})"


def instead(node: Node) -> str:
    """What stands where something else belongs."""
    if isinstance(node, Mapping):
        return f"er {keys_of(node)}"
    if isinstance(node, Sequence):
        return "er staat een lijst"
    return "er staat niets" if node.empty or not node.text else f"er staat {shown(node.text)}"


def words_of(node: Node, place: Place) -> str | None:
    """A text, with a warning where a ``#`` has cut it short."""
    found = scalar(node, place)
    if found is None:
        return None
    if found.cut:
        message = (
            f"wat na het hekje staat, telt niet mee: {shown(found.cut)}. Hoort het erbij? Zet de"
            " hele waarde dan tussen aanhalingstekens."
        )
        place.report.wrong(node.line, place.field, message, severity=Severity.WARNING)
    return found.text
