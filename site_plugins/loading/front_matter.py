"""A file's head and body: strict YAML, kept as text with its line numbers.

YAML 1.1 reads ``19:30`` as 1170, ``no`` as False and the last of two equal keys as the only
one. So nothing is converted here: every scalar stays the text that the editor wrote, and the
field that it belongs to decides what it means.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

import yaml
from frontmatter.default_handlers import YAMLHandler

from site_plugins.loading.problems import shown

MAX_BYTES = 1_000_000
"""Of a whole file: a long book chapter is a tenth of it."""
MAX_HEAD = 64_000
"""Characters of front matter."""
MAX_DEPTH = 12

_RISKY = re.compile(r"[&*!\[{]|- - |^\s{40}|\?\s", re.MULTILINE)
"""What could hold an alias, a tag or deep nesting; other heads skip the extra look."""
_CONTROL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u2028\u2029\ufffe\uffff]")
_MISPLACED_HEAD = re.compile(r"\s+---\s*$", re.MULTILINE)


@dataclass(frozen=True, slots=True)
class Scalar:
    """A text as it stands; ``empty`` where YAML has nothing (``key:``, ``~``, ``null``)."""

    text: str
    line: int
    empty: bool = False


@dataclass(frozen=True, slots=True)
class Sequence:
    """A list."""

    items: tuple[Node, ...]
    line: int


@dataclass(frozen=True, slots=True)
class Mapping:
    """Keys with their lines and values, in order; keys are unique."""

    pairs: tuple[tuple[str, int, Node], ...]
    line: int


Node = Scalar | Sequence | Mapping


class HeadError(Exception):
    """The file can't be read at all; ``line`` counts from 1."""

    def __init__(self, line: int, message: str, example: str = "", field: str = "") -> None:
        super().__init__(message)
        self.line = line
        self.message = message
        self.example = example
        self.field = field


@dataclass(frozen=True, slots=True)
class Document:
    """A file in two parts; ``body_line`` is where the body begins."""

    head: Mapping
    body: str
    body_line: int


class _Handler(YAMLHandler):  # type: ignore[misc]
    """python-frontmatter's splitting, with our own reading."""

    def load(self, fm: str, **_: object) -> Mapping:
        return _read(fm)


_HANDLER = _Handler()


def decode(data: bytes) -> str:
    """Bytes to text with ``\\n`` line ends; a byte order mark is dropped. Raises HeadError."""
    if len(data) > MAX_BYTES:
        raise HeadError(1, f"het bestand is te groot: {len(data)} bytes, hoogstens {MAX_BYTES}.")
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = data[: error.start].count(b"\n") + 1
        raise HeadError(
            line, "hier staan tekens die geen UTF-8 zijn. Bewaar het bestand opnieuw als UTF-8."
        ) from None
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    if match := _CONTROL.search(text):
        line = text.count("\n", 0, match.start()) + 1
        code = f"U+{ord(match[0]):04X}"
        raise HeadError(line, f"hier staat een onzichtbaar stuurteken ({code}). Haal het weg.")
    return text


def parse(text: str) -> Document:
    """Split a text in its head and body and read the head. Raises HeadError."""
    example = "--- / title: Titel van het stuk / ---"
    if not text.startswith("---"):
        if _MISPLACED_HEAD.match(text):
            raise HeadError(1, "de kop moet op de eerste regel beginnen, zonder spatie ervoor.")
        raise HeadError(1, "de kop tussen twee regels '---' ontbreekt.", example)
    try:
        head, body = _HANDLER.split(text)
    except ValueError:
        raise HeadError(1, "de kop is niet afgesloten met een regel '---'.", example) from None
    if text[: text.find("\n")].strip("-").strip():
        raise HeadError(1, "op de eerste regel hoort alleen '---' te staan.", example)
    body_line = text.count("\n", 0, len(text) - len(body)) + 1
    stripped = body.lstrip("\n")
    return Document(
        _HANDLER.load(head), stripped.rstrip(), body_line + len(body) - len(stripped)
    )


def _read(head: str) -> Mapping:
    if len(head) > MAX_HEAD:
        raise HeadError(1, f"de kop is te lang: {len(head)} tekens, hoogstens {MAX_HEAD}.")
    try:
        if _RISKY.search(head):
            _look_before_composing(head)
        root = yaml.compose(head, Loader=yaml.CSafeLoader)
    except yaml.YAMLError as error:
        raise _explained(error) from None
    if root is None:
        return Mapping((), 1)
    node = _convert(root)
    if not isinstance(node, Mapping):
        raise HeadError(
            node.line, "de kop hoort uit regels 'sleutel: waarde' te bestaan.", "title: Een titel"
        )
    return node


def _look_before_composing(head: str) -> None:
    """Aliases can explode, tags can run code, and depth can overflow the C stack: refuse them.

    Events come one by one, so this look itself needs no stack.
    """
    depth = 0
    for event in yaml.parse(head, Loader=yaml.CSafeLoader):
        line = event.start_mark.line + 1
        if isinstance(event, yaml.AliasEvent) or getattr(event, "anchor", None):
            raise HeadError(
                line,
                "een waarde begint met & of *. Zet de waarde tussen aanhalingstekens.",
                'title: "*Nieuw* in de raad"',
            )
        if getattr(event, "tag", None):
            raise HeadError(
                line,
                "een waarde begint met een uitroepteken. Zet de waarde tussen aanhalingstekens.",
                'title: "!Let op"',
            )
        if isinstance(event, yaml.CollectionStartEvent):
            depth += 1
            if depth > MAX_DEPTH:
                raise HeadError(line, f"de kop is te diep genest: hoogstens {MAX_DEPTH} lagen.")
        elif isinstance(event, yaml.CollectionEndEvent):
            depth -= 1


def _convert(node: yaml.Node) -> Node:
    line = node.start_mark.line + 1
    if isinstance(node, yaml.ScalarNode):
        return Scalar(node.value.strip(), line, node.tag == "tag:yaml.org,2002:null")
    if isinstance(node, yaml.SequenceNode):
        return Sequence(tuple(_convert(item) for item in node.value), line)
    pairs: list[tuple[str, int, Node]] = []
    seen: dict[str, int] = {}
    for key, value in node.value:
        at = key.start_mark.line + 1
        if not isinstance(key, yaml.ScalarNode):
            raise HeadError(at, "een sleutel hoort één woord te zijn.", "title: Een titel")
        name = key.value
        if name in seen:
            raise HeadError(
                at,
                f"de sleutel {shown(name)} staat er twee keer: ook op regel {seen[name]}."
                " Laat er een weg.",
                field=name,
            )
        seen[name] = at
        pairs.append((name, at, _convert(value)))
    return Mapping(tuple(pairs), line)


_EXPLANATIONS = (
    (
        "mapping values are not allowed",
        "er staat een dubbele punt in de waarde. Zet de waarde tussen aanhalingstekens.",
        'title: "Wonen: wat kan de raad?"',
    ),
    (
        "cannot start any token",
        "de waarde begint met een teken dat YAML niet toestaat (een tab, @, ` of %)."
        " Gebruik spaties, en zet de waarde tussen aanhalingstekens.",
        'title: "@wethouder"',
    ),
    (
        "quoted scalar",
        "een aanhalingsteken is niet gesloten, of er staat tekst achter.",
        'title: "Een titel"',
    ),
    (
        "unknown escape",
        "een schuine streep \\ tussen dubbele aanhalingstekens. Gebruik enkele aanhalingstekens.",
        "title: 'a\\b'",
    ),
    (
        "flow sequence",
        "een lijst tussen [ en ] is niet gesloten.",
        "topics: [wonen, werk]",
    ),
    (
        "flow mapping",
        "een waarde tussen { en } is niet gesloten.",
        'location: {city: "Den Haag"}',
    ),
    (
        "did not find expected",
        "het inspringen klopt hier niet, of er staat iets dat er niet hoort.",
        "topics: [wonen, werk]",
    ),
    (
        "could not find expected ':'",
        "een sleutel zonder dubbele punt.",
        "title: Een titel",
    ),
)


def _explained(error: yaml.YAMLError) -> HeadError:
    mark = getattr(error, "problem_mark", None) or getattr(error, "context_mark", None)
    line = mark.line + 1 if mark else 1
    said = f"{getattr(error, 'problem', '')} {getattr(error, 'context', '')}"
    for fragment, message, example in _EXPLANATIONS:
        if fragment in said:
            return HeadError(line, message, example)
    return HeadError(line, "de kop is hier geen geldige YAML.", "title: Een titel")
