"""Readers of lists and of blocks of keys, and the keys of a whole head."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from site_plugins.loading.nodes import Mapping, Node, Scalar, Sequence
from site_plugins.loading.place import Place, Reader, Report, instead
from site_plugins.loading.problems import choices, nearest, shown


@dataclass(frozen=True, slots=True)
class Many:
    """A list; each item is read by ``reader``. Gives a tuple without the wrong ones."""

    reader: Reader

    def __call__(self, node: Node, place: Place) -> tuple[Any, ...] | None:
        values = _each(self.reader, node, place)
        return None if values is None else tuple(values)


def _each(reader: Reader, node: Node, place: Place) -> list[Any] | None:
    if not isinstance(node, Sequence):
        place.wrong(node, f"hier hoort een lijst te staan, maar {instead(node)}.")
        return None
    values = [reader(item, place.at(n)) for n, item in enumerate(node.items, 1)]
    return [value for value in values if value is not None] if None in values else values


@dataclass(frozen=True, slots=True)
class Unique:
    """A list in which nothing stands twice."""

    reader: Reader

    def __call__(self, node: Node, place: Place) -> tuple[Any, ...] | None:
        values = _each(self.reader, node, place)
        if values is None:
            return None
        unique = tuple(dict.fromkeys(values))
        for value in unique if len(unique) < len(values) else ():
            if values.count(value) > 1:
                name = value.rpartition("/")[2] if isinstance(value, str) else str(value)
                place.wrong(node, f"{shown(name)} staat er vaker dan één keer. Laat er een staan.")
        return unique


@dataclass(frozen=True)
class Field:
    """One key: how it is read, whether it must be there, and where its value goes."""

    name: str
    read: Reader
    example: str = ""
    required: bool = False
    attribute: str = ""

    @cached_property
    def target(self) -> str:
        """The attribute that gets the value."""
        return self.attribute or self.name

    @cached_property
    def line(self) -> str:
        """A right line, where there is an example."""
        return f"{self.name}: {self.example}" if self.example else ""


ALSO_CALLED = {
    "aanmelden": "registration",
    "afbeelding": "image",
    "auteur": "authors",
    "auteurs": "authors",
    "beschrijving": "description",
    "bronnen": "sources",
    "concept": "draft",
    "cover": "image",
    "datum": "date",
    "doelgroepen": "audiences",
    "excerpt": "description",
    "expirydate": "expires",
    "einde": "end",
    "foto": "image",
    "herhaling": "repeat",
    "hidden": "draft",
    "lastmod": "updated",
    "locatie": "location",
    "netwerken": "networks",
    "modified": "updated",
    "omschrijving": "description",
    "onderwerp": "topics",
    "onderwerpen": "topics",
    "permalink": "slug",
    "plaats": "location",
    "private": "draft",
    "publish": "draft",
    "publishdate": "date",
    "published": "draft",
    "rubriek": "genre",
    "samenvatting": "description",
    "soort": "kind",
    "summary": "description",
    "tags": "topics",
    "titel": "title",
    "unlisted": "draft",
    "verborgen": "draft",
    "versie": "version",
}
"""What editors and other systems call a key, where its spelling doesn't lead there."""


class Fields(dict[str, Field]):
    """Fields by their name."""

    def __init__(self, fields: Iterable[Field]) -> None:
        super().__init__({field.name: field for field in fields})
        self.required = frozenset(field.target for field in self.values() if field.required)
        """The attributes that must have a value."""

    def complete(self, values: dict[str, Any]) -> bool:
        """Whether every required key has been read."""
        return self.required <= values.keys()


def read_fields(node: Mapping, known: Fields, place: Place | Report) -> dict[str, Any]:
    """Values by attribute; problems for unknown, missing, doubled and wrong keys."""
    report = place if isinstance(place, Report) else place.report
    prefix = "" if isinstance(place, Report) else f"{place.field}."
    values: dict[str, Any] = {}
    for name, line, value in _once(node, report, prefix):
        rule = known.get(name)
        if rule is None:
            other = ALSO_CALLED.get(name.lower())
            hint = (
                f" Bedoelde je {shown(other)}?"
                if other and other in known
                else nearest(name, known) or f" Bekend zijn: {choices(list(known), 40)}."
            )
            report.wrong(line, prefix + name, f"dit veld is hier onbekend.{hint}")
            continue
        result = rule.read(value, Place(report, prefix + name, rule.line))
        if result is not None:
            values[rule.target] = result
    if not known.complete(values):
        # A key that could not be read is there.
        present = {known[name].target for name, _, _ in node.pairs if name in known}
        for rule in known.values():
            if rule.required and rule.target not in present:
                report.wrong(
                    node.line,
                    prefix + rule.name,
                    "dit veld is verplicht, maar ontbreekt.",
                    f"{rule.name}: {rule.example}",
                )
    return values


def _once(node: Mapping, report: Report, prefix: str = "") -> Iterable[tuple[str, int, Node]]:
    """Each key with its line and value; problems for those that stand there again."""
    different = len({name for name, _, _ in node.pairs})
    return node.pairs if different == len(node.pairs) else _first(node, report, prefix)


def _first(node: Mapping, report: Report, prefix: str) -> Iterator[tuple[str, int, Node]]:
    lines: dict[str, int] = {}
    for name, line, value in node.pairs:
        if name in lines:
            message = f"dit veld staat er twee keer: ook op regel {lines[name]}. Haal er een weg."
            report.wrong(line, prefix + name, message)
        else:
            lines[name] = line
            yield name, line, value


@dataclass(frozen=True)
class Record:
    """A block of keys, made into ``make(**values)``."""

    make: Callable[..., Any]
    fields: tuple[Field, ...]

    @cached_property
    def _known(self) -> Fields:
        return Fields(self.fields)

    def __call__(self, node: Node, place: Place) -> Any:
        if not isinstance(node, Mapping):
            keys = ", ".join(f.name for f in self.fields)
            place.wrong(node, f"hier horen velden te staan ({keys}), maar {instead(node)}.")
            return None
        values = read_fields(node, self._known, place)
        return self.make(**values) if self._known.complete(values) else None


@dataclass(frozen=True, slots=True)
class TextOr:
    """A plain text, or a block of keys: a text stands for the block's first key."""

    text: Reader
    record: Record

    def __call__(self, node: Node, place: Place) -> Any:
        if isinstance(node, Mapping):
            return self.record(node, place)
        value = self.text(node, place)
        return None if value is None else self.record.make(**{self.record.fields[0].target: value})


@dataclass(frozen=True, slots=True)
class Keyed:
    """Blocks by a key of their own: ``2024: {…}``, or a list of blocks that each have that key.

    ``lone`` names the field that a plain text in the place of a block stands for.
    """

    make: Callable[..., Any]
    key: Field
    fields: tuple[Field, ...]
    lone: str = ""

    def __call__(self, node: Node, place: Place) -> tuple[Any, ...] | None:
        record = Record(self.make, (self.key, *self.fields))
        if isinstance(node, Sequence):
            return Many(record)(node, place)
        if not isinstance(node, Mapping):
            example = self.key.example.strip('"')
            message = f"hier horen groepjes velden te staan, elk met een kop zoals {example}, maar"
            place.wrong(node, f"{message} {instead(node)}.")
            return None
        blocks = []
        for name, line, value in _once(node, place.report, f"{place.field}."):
            if self.lone and isinstance(value, Scalar):
                value = Mapping(((self.lone, line, value),), line)
            if isinstance(value, Mapping):
                value = Mapping(((self.key.name, line, Scalar(name, line)), *value.pairs), line)
            blocks.append(record(value, place.below(name)))
        return tuple(block for block in blocks if block is not None)


@dataclass(frozen=True, slots=True)
class OrNothing:
    """A value that may be left open, as the sources do: then the key counts as absent."""

    reader: Reader

    def __call__(self, node: Node, place: Place) -> Any:
        if isinstance(node, Scalar) and (node.empty or not node.text):
            return None
        return self.reader(node, place)


@dataclass(frozen=True, slots=True)
class OneOrMany:
    """A list, or the one value that would be in it."""

    many: Many | Unique

    def __call__(self, node: Node, place: Place) -> tuple[Any, ...] | None:
        alone = isinstance(node, Scalar) and not node.empty
        found: tuple[Any, ...] | None = self.many(
            Sequence((node,), node.line) if alone else node, place
        )
        return found
