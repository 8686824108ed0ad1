"""What every kind of content has in common."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from enum import StrEnum
from functools import cache
from operator import attrgetter
from typing import Any, ClassVar, Self
from zoneinfo import ZoneInfo

ZONE = ZoneInfo("Europe/Amsterdam")
_DAY = timedelta(days=1)

Key = str
"""An item's name in the library: its path in the content without ``.md``."""


class Layer(StrEnum):
    """The layers of government (bestuurslagen)."""

    MUNICIPALITY = "gemeente"
    PROVINCE = "provincie"
    WATER_BOARD = "waterschap"
    DISTRICT = "gebiedscommissie"
    STATE = "rijk"
    EUROPE = "europa"


class Visibility(StrEnum):
    """Whether readers may see an item at a moment, and if not, why: in a word, for a preview."""

    PUBLIC = ""
    DRAFT = "concept"
    COMING = "nog niet verschenen"
    EXPIRED = "verlopen"


class Markdown:
    """A text in Markdown, and the line of its file on which it begins (from 1).

    It never changes. Kept as UTF-8: in Python one curly quote makes a text twice as large.
    """

    __slots__ = ("_utf8", "line")

    def __init__(self, text: str = "", line: int = 1) -> None:
        self._utf8 = text.encode()
        self.line = line

    @property
    def text(self) -> str:
        """The text itself."""
        return self._utf8.decode()

    def __bool__(self) -> bool:
        return bool(self._utf8)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Markdown) and (self.text, self.line) == (other.text, other.line)

    def __hash__(self) -> int:
        return hash(self.line)

    def __reduce__(self) -> tuple[type[Markdown], tuple[str, int]]:
        return Markdown, (self.text, self.line)

    def __repr__(self) -> str:
        return f"Markdown({self.text!r}, {self.line})"


NO_TEXT = Markdown()


@dataclass(frozen=True, slots=True)
class Image:
    """A picture under ``media/``; alt and credit are never empty."""

    src: str
    alt: str
    credit: str
    caption: str = ""


@dataclass(frozen=True, slots=True)
class Source:
    """Where a fact comes from."""

    title: str
    year: str = ""
    url: str = ""


@dataclass(frozen=True, slots=True)
class Signatory:
    """Someone who is named: a person in ``mensen/`` or a guest."""

    person: Key | None = None
    name: str = ""
    role: str = ""


@dataclass(frozen=True, slots=True)
class Promise:
    """Something that the text promises, to be followed up at its date."""

    date: date
    promise: str


STEPS = ("idee", "opdracht", "binnen", "geredigeerd", "klaar")
"""How far a piece can be, in ``planning.status``; other words are legal too."""


@dataclass(frozen=True, slots=True)
class Planning:
    """Who makes it, and when; for the editors, never published."""

    assignee: str = ""
    deadline: date | None = None
    status: str = ""


@dataclass(frozen=True, slots=True)
class Download:
    """A file under ``media/`` that a reader can fetch."""

    src: str
    title: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Item:
    """One file of content. ``date`` is when it is published; without one it always is."""

    folder: ClassVar[str]
    """The folder of its kind, which is also the first part of its address."""
    noun: ClassVar[str]
    """What an editor calls one of these."""
    refers: ClassVar[tuple[str, ...]] = ("topics", "audiences", "related")
    """The attributes that name other items: keys, or signatories who may be persons."""

    key: Key
    slug: str
    title: str
    id: str
    """Identity in feeds and calendars: never depends on title, date or slug once minted."""
    description: str = ""
    date: datetime | None = None
    updated: datetime | None = None
    expires: datetime | None = None
    draft: bool = False
    topics: tuple[Key, ...] = ()
    audiences: tuple[Key, ...] = ()
    layers: tuple[Layer, ...] = ()
    image: Image | None = None
    aliases: tuple[str, ...] = ()
    related: tuple[Key, ...] = ()
    sources: tuple[Source, ...] = ()
    due: tuple[Promise, ...] = ()
    planning: Planning | None = None
    public: tuple[str, ...] = ()
    """Telephone numbers, mail addresses and files in it that are meant for everyone."""
    body: Markdown = NO_TEXT

    @property
    def path(self) -> str:
        """The file within the content folder."""
        return f"{self.key}.md"

    @property
    def modified(self) -> datetime | None:
        """When a reader could last see a change, as the editor wrote it."""
        return self.updated or self.date

    @property
    def references(self) -> list[Key]:
        """Keys of the items that this one names in its front matter."""
        found: list[Key] = []
        for value in _attributes(self.refers)(self):
            if value:
                named = value if isinstance(value, tuple) else (value,)
                of_keys = isinstance(named[0], str)
                found += named if of_keys else [by.person for by in named if by.person]
        return found

    @property
    def media(self) -> Sequence[str]:
        """Files under ``media/`` that this one names in its front matter."""
        return (self.image.src,) if self.image else ()

    @property
    def texts(self) -> Sequence[Markdown]:
        """Every Markdown text that is published with it, the body first."""
        return (self.body,)

    @property
    def follows(self) -> bool:
        """Whether it matters only through the items that name it, and is hidden with them."""
        return False

    def visibility(self, now: datetime) -> Visibility:
        """Public is what is not a draft, with date <= now < expires.

        Instants are compared and not clocks, as the hour before the clock goes back comes twice.
        """
        if self.draft:
            return Visibility.DRAFT
        # Of nearly everything the clock alone tells that it was there a day ago.
        recent = self.date if self.date and self.date > now - _DAY else None
        if recent and now.timestamp() < recent.timestamp():
            return Visibility.COMING
        if self.expires and self.expires.timestamp() <= now.timestamp():
            return Visibility.EXPIRED
        return Visibility.PUBLIC

    def is_public(self, now: datetime) -> bool:
        """Whether readers may see it at ``now``."""
        return self.visibility(now) is Visibility.PUBLIC

    def disclosed(self, shown: frozenset[Key]) -> Self:
        """The item as readers may know it, where of all items only ``shown`` are public.

        Nothing is left of what the editors keep for themselves, nor of what it says of others.
        """
        changes: dict[str, Any] = {}
        if self.planning or self.due or self.public:
            changes = {"planning": None, "due": (), "public": ()}
        if not shown.issuperset(self.references):
            for name in self.refers:
                value = getattr(self, name)
                kept = tuple(n for n in _each(value) if not (k := _key(n)) or k in shown)
                changes[name] = kept if isinstance(value, tuple) else next(iter(kept), None)
        return replace(self, **changes) if changes else self


@cache
def _attributes(names: tuple[str, ...]) -> attrgetter[tuple[Any, ...]]:
    """Gives the values of some attributes at once."""
    return attrgetter(*names)


def _each(
    value: tuple[Key | Signatory, ...] | Key | Signatory | None,
) -> tuple[Key | Signatory, ...]:
    """The names in an attribute that holds none, one or several."""
    if isinstance(value, tuple):
        return value
    return () if value is None else (value,)


def _key(named: Key | Signatory) -> Key | None:
    """The item that is named; None for a guest."""
    return named.person if isinstance(named, Signatory) else named
