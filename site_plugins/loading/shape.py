"""What each key takes, as small values: for forms, schemas and questions.

The readers know how a value is read; a form has to know beforehand what may be filled in.
``shape_of`` tells that of every reader, and fails at one that it doesn't know: a new reader
comes with its shape.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace

from site_plugins.loading.blocks import (
    Field,
    Keyed,
    Many,
    OneOrMany,
    OrNothing,
    Record,
    TextOr,
    Unique,
)
from site_plugins.loading.days import read_day_of_moment, read_exception, read_moment_or_day
from site_plugins.loading.moments import (
    read_day,
    read_duration,
    read_moment,
    read_period,
    read_rule,
    read_until,
    read_vague,
)
from site_plugins.loading.place import Reader
from site_plugins.loading.references import GUEST, MediaFile, MediaOrAddress, Named, Reference
from site_plugins.loading.texts import (
    SLUG,
    Length,
    OneOf,
    Paragraph,
    Text,
    Whole,
    read_address,
    read_alias,
    read_email,
    read_flag,
    read_identity,
    read_markdown,
    read_slug,
)
from site_plugins.model.agenda import HOLIDAYS


@dataclass(frozen=True, slots=True)
class Words:
    """A text; ``lines`` says whether it may be written over several lines."""

    most: int = 0
    """The most characters that it may have, where there is such a number."""
    least: int = 1
    lines: bool = False
    pattern: str = ""
    """A regular expression for the whole text; the reader may look at more."""


@dataclass(frozen=True, slots=True)
class MarkdownWords:
    """A text in Markdown."""


@dataclass(frozen=True, slots=True)
class WebAddress:
    """An address that begins with https:// or http://."""


@dataclass(frozen=True, slots=True)
class MailAddress:
    """A mail address."""


@dataclass(frozen=True, slots=True)
class Number:
    """A whole number."""

    least: int
    most: int


@dataclass(frozen=True, slots=True)
class Flag:
    """Yes or no."""


@dataclass(frozen=True, slots=True)
class Day:
    """A date; ``timed`` says whether a time may stand beside it, ``words`` what may replace it."""

    timed: bool = False
    words: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Moment:
    """A date with or without a time; ``telling`` where a date without one means a whole day."""

    telling: bool = False


@dataclass(frozen=True, slots=True)
class Duration:
    """Minutes and seconds."""


@dataclass(frozen=True, slots=True)
class Choice:
    """One word of a closed list."""

    words: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Link:
    """The file name of an item in one of these folders."""

    folders: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Someone:
    """A person's file name, or a guest; where not ``strict``, any name."""

    guest: Block
    strict: bool


@dataclass(frozen=True, slots=True)
class File:
    """A file under ``media/``; where ``address``, a web address as well."""

    endings: tuple[str, ...]
    address: bool = False


@dataclass(frozen=True, slots=True)
class Listed:
    """A list; where ``alone``, its one value may stand there without a list."""

    item: Shape
    unique: bool = False
    alone: bool = False


@dataclass(frozen=True, slots=True)
class Block:
    """Keys with values."""

    parts: tuple[Part, ...]


@dataclass(frozen=True, slots=True)
class TextOrBlock:
    """A plain value, or a block of keys of which it is the first."""

    text: Shape
    block: Block


@dataclass(frozen=True, slots=True)
class KeyedBlocks:
    """Blocks under a key of their own, or a list of blocks that have it as their first part."""

    block: Block
    lone: str = ""
    """The part that a plain text in the place of a block stands for."""


Shape = (
    Words
    | MarkdownWords
    | WebAddress
    | MailAddress
    | Number
    | Flag
    | Day
    | Moment
    | Duration
    | Choice
    | Link
    | Someone
    | File
    | Listed
    | Block
    | TextOrBlock
    | KeyedBlocks
)


@dataclass(frozen=True, slots=True)
class Part:
    """A key and what it takes."""

    name: str
    shape: Shape
    required: bool = False
    example: str = ""
    """A right value, as YAML."""
    open: bool = False
    """Whether nothing at all may stand behind it."""
    target: str = ""
    """What it fills; parts with the same target stand in for each other."""


_PLAIN: dict[object, Shape] = {
    read_markdown: MarkdownWords(),
    read_address: WebAddress(),
    read_email: MailAddress(),
    read_flag: Flag(),
    read_day: Day(),
    read_day_of_moment: Day(timed=True),
    read_exception: Day(timed=True, words=(HOLIDAYS,)),
    read_moment: Moment(),
    read_moment_or_day: Moment(telling=True),
    read_duration: Duration(),
    read_slug: Words(100, pattern=SLUG.pattern),
    read_identity: Words(200, pattern=r"[A-Za-z0-9][A-Za-z0-9:/?&=@._~%+-]*"),
    read_alias: Words(pattern=r"[^?#\s]+"),
    read_period: Words(),
    read_rule: Words(),
    read_vague: Words(),
    read_until: Words(),
}


def shape_of(reader: Reader) -> Shape:
    """What a reader takes."""
    match reader:
        case Text(most):
            return Words(most)
        case Paragraph(most):
            return Words(most, lines=True)
        case Length(least, most):
            return Words(most, least)
        case Whole(least, most):
            return Number(least, most)
        case OneOf(words):
            return Choice(words)
        case Reference(folders):
            return Link(folders)
        case Named(strict=strict):
            return Someone(_block(GUEST.fields), strict)
        case MediaFile(endings):
            return File(endings)
        case MediaOrAddress(file):
            return File(file.endings, address=True)
        case Many(item):
            return Listed(shape_of(item))
        case Unique(item):
            return Listed(shape_of(item), unique=True)
        case OneOrMany(many):
            return replace(_listed(many), alone=True)
        case Record(_, fields):
            return _block(fields)
        case TextOr(text, record):
            return TextOrBlock(shape_of(text), _block(record.fields))
        case Keyed(_, key, fields, lone):
            return KeyedBlocks(_block((key, *fields)), lone)
    return _PLAIN[reader]


def _listed(many: Many | Unique) -> Listed:
    return Listed(shape_of(many.reader), unique=isinstance(many, Unique))


def _block(fields: tuple[Field, ...]) -> Block:
    return Block(tuple(part_of(field) for field in fields))


def part_of(field: Field) -> Part:
    """A key of the model, and what it takes."""
    reader = field.read
    is_open = isinstance(reader, OrNothing)
    if isinstance(reader, OrNothing):
        reader = reader.reader
    return Part(field.name, shape_of(reader), field.required, field.example, is_open, field.target)


def parts_of(fields: tuple[Field, ...]) -> tuple[Part, ...]:
    """The keys of a kind."""
    return tuple(part_of(field) for field in fields)


def inner(shape: Shape) -> tuple[Part, ...]:
    """The parts that a value is made of, also in a list; nothing for plain values."""
    match shape:
        case Listed(item):
            return inner(item)
        case Block(parts):
            return parts
        case TextOrBlock(block=block) | KeyedBlocks(block=block) | Someone(guest=block):
            return block.parts
    return ()


def walk(parts: tuple[Part, ...], above: str = "") -> Iterator[tuple[str, Part]]:
    """Every part with its path, those within parts too: ``image``, ``image.alt``."""
    for part in parts:
        path = f"{above}{part.name}"
        yield path, part
        yield from walk(inner(part.shape), f"{path}.")
