"""A file's head and body: strict YAML, kept as text with its line numbers.

YAML 1.1 reads ``19:30`` as 1170, ``no`` as False and the last of two equal keys as the only
one. So nothing is converted here: every scalar stays the text that the editor wrote, and the
field that it belongs to decides what it means.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import yaml

from site_plugins.loading.disclosure.plain import signs_in
from site_plugins.loading.nodes import Mapping, Node, Scalar, Sequence
from site_plugins.loading.problems import shown
from site_plugins.loading.simple_head import read_simple

MAX_BYTES = 1_000_000
"""Of a whole file: a long book chapter is a tenth of it."""
MAX_HEAD = 64_000
"""Characters of front matter."""
MAX_DEPTH = 12

_CONTROL = re.compile(
    "[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u2028\u2029\u202a-\u202e\u2066-\u2069\ufffe\uffff]"
)
"""The directional ones can make a title read as another (https://trojansource.codes)."""
_COMMON = bytes((*b"\t\n\r", *range(0x20, 0x7F)))
_MARK = b"\xef\xbb\xbf"
"""Of the byte order."""
_ESCAPED = re.compile(rf"{_CONTROL.pattern}|[\t\r]")
"""What only ``\\x08`` and the like can bring into a value."""
_OPENING = re.compile(r"---[ \t]*\n")
_CLOSING = re.compile(r"\n---[ \t]*(?:\n|\Z)")
_MISPLACED_HEAD = re.compile(r"[\s\ufeff]+---\s*$", re.MULTILINE)


class HeadError(Exception):
    """The file can't be read at all; ``line`` counts from 1."""

    def __init__(self, line: int, message: str, example: str = "") -> None:
        super().__init__(message)
        self.line = line
        self.message = message
        self.example = example


@dataclass(frozen=True, slots=True)
class Document:
    """A file in two parts; ``body_line`` is where the body begins (from 1).

    Where the head is broken, ``error`` tells how, and ``head`` has no keys.
    """

    head: Mapping
    body: str
    body_line: int
    head_end: int
    """How much of the text the head takes, with the marks around it."""
    error: HeadError | None = None


def decode(data: bytes) -> str:
    """Bytes to text with ``\\n`` line ends; a byte order mark is dropped. Raises HeadError."""
    return decode_with_signs(data)[0]


def decode_with_signs(data: bytes) -> tuple[str, bytes]:
    """The same, and the signs of the text: see ``disclosure.plain.Plain``."""
    if len(data) > MAX_BYTES:
        most = f"{MAX_BYTES // 1_000_000} MB"
        raise HeadError(
            1, f"het bestand is groter dan {most}. Splits het, of maak er een download van."
        )
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        before = data[: error.start]
        line = before.count(b"\n") + 1
        last = before[before.rfind(b"\n") + 1 :].decode(errors="replace")[-20:]
        place = f" (na {shown(last)})" if last.strip() else ""
        raise HeadError(
            line,
            f"hier{place} staat een teken dat niet te lezen is. Bewaar het bestand met de codering"
            " UTF-8.",
        ) from None
    if "\r" in text:
        text = text.replace("\r\n", "\n").replace("\r", "\n")
    signs = signs_in(data.removeprefix(_MARK)).replace(b"\r", b"")
    rare = signs.translate(None, _COMMON)
    if rare and _CONTROL.search(rare.decode()) and (match := _CONTROL.search(text)):
        line = text.count("\n", 0, match.start()) + 1
        code = f"U+{ord(match[0]):04X}"
        raise HeadError(line, f"hier staat een onzichtbaar teken ({code}). Haal het weg.")
    return text, signs


def parse(text: str) -> Document:
    """Split a text in its head and body and read the head. Raises HeadError without a head."""
    opening = _OPENING.match(text)
    if not opening:
        raise HeadError(1, _no_head(text))
    closing = _CLOSING.search(text, opening.end() - 1)
    if not closing:
        raise HeadError(
            1,
            "de kop van het bestand is niet afgesloten. Zet onder de laatste regel ervan een regel"
            " met alleen ---.",
        )
    end = closing.end()
    rest = text[end:]
    body = rest.lstrip("\n")
    line = text.count("\n", 0, end) + 1 + len(rest) - len(body)
    # The line ends before the first key stay, so that YAML counts the lines of the file.
    head = text[opening.end() - 1 : closing.start() + 1]
    try:
        return Document(_read(head), body.rstrip(), line, end)
    except HeadError as error:
        return Document(Mapping((), 1), body.rstrip(), line, end, error)


def _no_head(text: str) -> str:
    if _MISPLACED_HEAD.match(text):
        return (
            "de kop van het bestand moet op de eerste regel beginnen. Haal weg wat er voor ---"
            " staat."
        )
    if text.startswith("---"):
        return "op de eerste regel hoort alleen --- te staan."
    return (
        "de kop van het bestand ontbreekt. Begin met een regel ---, dan regels zoals"
        " 'title: Titel van het stuk', en dan weer een regel ---."
    )


def _read(head: str) -> Mapping:
    if len(head) > MAX_HEAD:
        raise HeadError(
            1, f"de kop van het bestand is te lang: {len(head)} tekens, hoogstens {MAX_HEAD}."
        )
    if simple := read_simple(head):
        return simple
    try:
        root = _Reader(head).root()
    except yaml.YAMLError as error:
        raise explained(error, head) from None
    if isinstance(root, Mapping):
        return root
    if root is None or (isinstance(root, Scalar) and root.empty):
        return Mapping((), 1)
    raise HeadError(
        root.line,
        "elke regel in de kop van het bestand hoort een veld te zijn, met een dubbele punt en een"
        " waarde.",
        "title: Een titel",
    )


class _Reader:
    """Reads YAML event by event, so that what is too deep or too clever stops it in time.

    Aliases can explode, tags can run code, and depth can overflow the C stack.
    """

    def __init__(self, head: str) -> None:
        self.head = head
        self.next: Callable[[], Any] = yaml.CSafeLoader(head).get_event
        self.has_comments = " #" in head or "\t#" in head

    def root(self) -> Node | None:
        """The one document that the head holds."""
        self.next()  # the stream starts
        if isinstance(self.next(), yaml.StreamEndEvent):
            return None
        found = self.node(self.next(), 0, 1)
        self.next()  # the document ends
        after = self.next()
        if not isinstance(after, yaml.StreamEndEvent):
            line = after.start_mark.line + 1
            raise HeadError(line, "hier begint een tweede kop. Haal deze regel weg.")
        return found

    def node(self, event: Any, depth: int, line: int = 0) -> Node:
        """The value that begins with this event; ``line`` is that of its key, if it has one."""
        line = line or event.start_mark.line + 1
        if event.anchor or event.tag:
            raise HeadError(line, *_SPECIAL)
        if isinstance(event, yaml.ScalarEvent):
            return self.scalar(event, line)
        if depth == MAX_DEPTH:
            message = (
                f"de kop van het bestand heeft te veel lagen in elkaar: hoogstens {MAX_DEPTH}."
            )
            raise HeadError(line, message)
        if isinstance(event, yaml.SequenceStartEvent):
            items = []
            while not isinstance(event := self.next(), yaml.SequenceEndEvent):
                items.append(self.node(event, depth + 1))
            return Sequence(tuple(items), line)
        pairs = []
        while not isinstance(event := self.next(), yaml.MappingEndEvent):
            key = self.node(event, depth + 1)
            if not isinstance(key, Scalar):
                message = "de naam van een veld hoort één woord te zijn."
                raise HeadError(key.line, message, "title: Een titel")
            pairs.append((key.text, key.line, self.node(self.next(), depth + 1, key.line)))
        return Mapping(tuple(pairs), line)

    def scalar(self, event: Any, line: int) -> Scalar:
        """A text, which stays what the editor wrote."""
        written: str = event.value
        text = written.strip()
        first = event.start_mark.line + 1
        if event.style in ("|", ">"):
            above = len(written) - len(written.lstrip("\n"))
            return Scalar(text, line, first=first + 1 + above)
        if event.style:
            if event.style == '"' and _ESCAPED.search(text):
                raise HeadError(first, *_ESCAPE)
            return Scalar(text, line, first=first)
        cut = self.comment(event.end_mark.index) if self.has_comments else ""
        return Scalar(text, line, written in ("", "~", "null", "Null", "NULL"), first, cut)

    def comment(self, place: int) -> str:
        """What stands behind a value on its line, from a ``#`` on."""
        end = self.head.find("\n", place)
        rest = self.head[place:end].strip()
        return rest if rest.startswith("#") else ""


_ESCAPE = (
    "er staat een schuine streep \\ tussen dubbele aanhalingstekens."
    " Gebruik enkele aanhalingstekens.",
    "title: 'a\\b'",
)
_SPECIAL = (
    "een waarde begint met &, * of !. Zet de waarde tussen aanhalingstekens.",
    'title: "*Nieuw* in de raad"',
)
_EXPLANATIONS = (
    (
        "mapping values are not allowed",
        "er staat een dubbele punt in de waarde. Zet de waarde tussen rechte aanhalingstekens"
        ' (", niet “ of ”).',
        'title: "Wonen: wat kan de raad?"',
    ),
    ("escape", *_ESCAPE),
    ("hexdecimal", *_ESCAPE),
    ("scanning an a", *_SPECIAL),
    (" tag", *_SPECIAL),
    (
        "quoted scalar",
        "een aanhalingsteken is niet gesloten.",
        'title: "Een titel"',
    ),
    (
        "flow sequence",
        "de lijst die hier met [ begint, is niet goed gesloten met ].",
        "topics: [wonen, werk]",
    ),
    (
        "flow mapping",
        "het blok dat hier met { begint, is niet goed gesloten met }.",
        'location: {city: "Den Haag"}',
    ),
    (
        "could not find expected ':'",
        "hier ontbreekt een dubbele punt achter de naam van het veld. Hoort de regel bij de waarde"
        " erboven? Laat hem dan inspringen met twee spaties.",
        "title: Een titel",
    ),
    (
        "document start",
        "hier begint een tweede kop, na een regel met '...'. Haal die regel weg.",
        "",
    ),
    (
        "did not find expected",
        "hier staat iets dat er niet hoort, zoals tekst na een gesloten aanhalingsteken, of de"
        " regel springt verkeerd in.",
        "title: Een titel",
    ),
)


def explained(error: yaml.YAMLError, head: str) -> HeadError:
    """What is wrong with a text that YAML can't read, in the words of an editor."""
    said = f"{getattr(error, 'problem', '')} {getattr(error, 'context', '')}"
    mark = getattr(error, "problem_mark", None) or getattr(error, "context_mark", None)
    if "quoted scalar" in said or "flow" in said or "simple key" in said:
        # YAML notices at the end of the text; the editor looks for the beginning.
        mark = getattr(error, "context_mark", None) or mark
    line = mark.line + 1 if mark else 1
    if mark and "\t" in _indent(head, mark.line):
        return _odd_character("\t", line)
    if mark and "cannot start any token" in said:
        return _odd_character(head[mark.index : mark.index + 1], line)
    if mark and "mapping values" in said and _INDENTED_KEY.match(head.split("\n")[mark.line]):
        return HeadError(line, "deze regel springt in, en dat hoort hier niet.", "title: Een titel")
    for fragment, message, example in _EXPLANATIONS:
        if fragment in said:
            return HeadError(line, message, example)
    return HeadError(
        line,
        "deze regel is niet te lezen. Kijk naar de aanhalingstekens, de haken en de spaties aan"
        " het begin.",
        "title: Een titel",
    )


def _indent(head: str, line: int) -> str:
    """What a line of the head begins with before its words."""
    written = (head.split("\n")[line : line + 1] or [""])[0]
    return written[: len(written) - len(written.lstrip())]


_INDENTED_KEY = re.compile(r" +[a-z_]+:(?: |$)")


def _odd_character(character: str, line: int) -> HeadError:
    if character == "\t":
        return HeadError(line, "hier staat een tab. Gebruik spaties.", "topics: [wonen]")
    return HeadError(
        line,
        f"een waarde mag niet met {character} beginnen. Zet de waarde tussen aanhalingstekens.",
        'title: "@wethouder"',
    )
