"""What every kind of content has in common."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from typing import ClassVar
from zoneinfo import ZoneInfo

ZONE = ZoneInfo("Europe/Amsterdam")

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


@dataclass(frozen=True, slots=True)
class Markdown:
    """A text in Markdown, and the line of its file on which it begins (from 1)."""

    text: str = ""
    line: int = 1


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
    body: Markdown = Markdown()

    @property
    def path(self) -> str:
        """The file within the content folder."""
        return f"{self.key}.md"

    @property
    def modified(self) -> datetime | None:
        """When a reader could last see a change, as the editor wrote it."""
        return self.updated or self.date

    @property
    def references(self) -> Iterator[Key]:
        """Keys of the items that this one names in its front matter."""
        yield from self.topics
        yield from self.audiences
        yield from self.related

    @property
    def media(self) -> Iterator[str]:
        """Files under ``media/`` that this one names in its front matter."""
        if self.image:
            yield self.image.src

    @property
    def texts(self) -> Iterator[Markdown]:
        """Every Markdown text that is published with it, the body first."""
        yield self.body

    def visibility(self, now: datetime) -> Visibility:
        """Public is what is not a draft, with date <= now < expires.

        Instants are compared and not clocks, as the hour before the clock goes back comes twice.
        """
        instant = now.timestamp()
        if self.draft:
            return Visibility.DRAFT
        if self.date and instant < self.date.timestamp():
            return Visibility.COMING
        if self.expires and self.expires.timestamp() <= instant:
            return Visibility.EXPIRED
        return Visibility.PUBLIC

    def is_public(self, now: datetime) -> bool:
        """Whether readers may see it at ``now``."""
        return self.visibility(now) is Visibility.PUBLIC
