"""What a page of the site is, before it has any HTML."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field, fields
from datetime import datetime
from functools import cached_property
from operator import attrgetter
from typing import Any, TypeVar

from site_plugins.model.item import Image, Item, Markdown
from site_plugins.projections.addresses import page_of

PAGE_SIZE = 20
"""Items on one page of a list."""

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Link:
    """A text and the path (or https address) that it leads to."""

    text: str
    url: str


@dataclass(frozen=True, slots=True)
class Option:
    """What a list can be filtered by: its value, its text, and the page of that part, if any."""

    value: str
    text: str
    url: str = ""


@dataclass(frozen=True, slots=True)
class Filter:
    """A question whose answer narrows a list; ``every`` is the answer that leaves nothing out."""

    name: str
    label: str
    every: str
    options: Sequence[Option]


@dataclass(frozen=True, slots=True)
class Feeds:
    """Where a page's subject can be followed: paths, empty where there is none."""

    title: str
    rss: str = ""
    atom: str = ""
    json: str = ""
    calendar: str = ""

    @classmethod
    def below(cls, title: str, path: str, *, calendar: str = "") -> Feeds:
        """The three feeds that lie under a page, beside the calendar that goes with them."""
        return cls(
            title,
            f"{path}feed.xml",
            f"{path}atom.xml",
            f"{path}feed.json",
            calendar,
        )


@dataclass(frozen=True, slots=True)
class Pager:
    """A place in a list of several pages: numbers from 1, and paths ("" where there is none)."""

    number: int
    total: int
    newer: str
    older: str


# Not frozen: every build makes one of each page, and that would take three times as long.
@dataclass(kw_only=True)
class Page:
    """One page: its address, what search engines and browsers are told, and its view.

    ``section`` marks the menu; ``make`` makes the view, for who asks. Most only ask which pages
    there are.
    """

    path: str
    title: str
    description: str
    template: str
    make: Callable[[], object] = field(repr=False, compare=False)
    section: str = ""
    crumbs: tuple[Link, ...] = ()
    feeds: Feeds | None = None
    """Where its subject can be followed."""
    more_feeds: tuple[Feeds, ...] = ()
    """What programs are told of beside that."""
    modified: datetime | None = None
    item: Item | None = None
    """The item that the page is about, where there is one."""
    image: Image | None = None
    indexed: bool = True
    """Whether it belongs in the sitemap and the search index."""
    scripts: tuple[str, ...] = ()
    """What adds to the page where there is JavaScript: names of files in ``overrides/assets``."""
    lasting: bool = False
    """Whether all of this follows from the public items, and nothing from the moment."""

    @property
    def told(self) -> tuple[object, ...]:
        """All but the view and how that is made."""
        values: tuple[object, ...] = _told(self)
        return values

    @cached_property
    def view(self) -> object:
        """What the template named ``template`` shows: items, and plain values."""
        return self.make()


_told: Any = attrgetter(*(each.name for each in fields(Page) if each.name != "make"))


@dataclass(frozen=True, slots=True)
class Group:
    """Items under a heading."""

    title: str
    items: Sequence[Item]
    more: Link | None = None


@dataclass(frozen=True, slots=True)
class ListView:
    """A page of a list: an introduction, then items, newest first."""

    title: str
    intro: Markdown
    items: Sequence[Item]
    pager: Pager
    years: tuple[Link, ...] = ()
    year: str = ""


@dataclass(frozen=True, slots=True)
class GroupsView:
    """A page of a whole kind: its items under a few headings."""

    title: str
    intro: str
    groups: tuple[Group, ...]
    pager: Pager


def paged(path: str, items: Sequence[T]) -> Iterator[tuple[str, Pager, Sequence[T]]]:
    """Cut a list in pages; an empty list is one empty page. Gives (address, pager, items)."""
    total = max(1, -(-len(items) // PAGE_SIZE))
    for number in range(1, total + 1):
        newer = page_of(path, number - 1) if number > 1 else ""
        older = page_of(path, number + 1) if number < total else ""
        part = items[(number - 1) * PAGE_SIZE : number * PAGE_SIZE]
        yield page_of(path, number), Pager(number, total, newer, older), part


def begun_at(title: str, path: str, pager: Pager) -> tuple[Link, ...]:
    """On the second and later pages of a list, the way back to its first."""
    return (Link(title, path),) if pager.number > 1 else ()


def numbered(title: str, pager: Pager) -> str:
    """A title that tells the second and later pages of a list apart."""
    return title if pager.number == 1 else f"{title}, pagina {pager.number}"
