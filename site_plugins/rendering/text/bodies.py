"""The Markdown texts of items as HTML, each made once, with what is wrong in them."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import partial
from typing import NamedTuple
from urllib.parse import unquote

from site_plugins.model.edition import is_frozen
from site_plugins.model.figures import Figures
from site_plugins.model.item import Item, Key, Markdown
from site_plugins.projections.links import Destination, LinkMap, destination
from site_plugins.rendering.site import Site
from site_plugins.rendering.text.markdown import (
    Heading,
    Target,
    finish,
    lines_above,
    own_links,
    prepare,
)
from site_plugins.rendering.text.withheld import has_hidden, without_hidden


@dataclass(frozen=True, slots=True)
class TextProblem:
    """Something wrong in a text: ``path`` is the item's file, ``line`` counts from 1 in it."""

    path: str
    line: int
    message: str
    lost: str = ""
    """The file in the content that a link leads to and that isn't there."""
    doubtful: bool = False
    """Whether it is for the editor to judge."""


class Lead(NamedTuple):
    """A link in a text: the path on the site and the fragment that it leads to."""

    line: int
    path: str
    fragment: str = ""
    unsure: bool = False
    """Whether only the finished site can tell that the path is there."""


class Laid(NamedTuple):
    """A text's HTML, kept as UTF-8, and its headings.

    In Python one curly quote makes a text twice as large, and ten thousand are kept.
    """

    utf8: bytes
    headings: tuple[Heading, ...] = ()

    @property
    def html(self) -> str:
        """The HTML."""
        return self.utf8.decode()


@dataclass(frozen=True, slots=True)
class Body:
    """One text of an item, laid out."""

    rendered: Laid | None
    """None where it is to be made again by who needs it."""
    media: frozenset[str] = frozenset()
    """The files under media/ that it shows or links to."""
    leads: tuple[Lead, ...] = ()
    problems: tuple[TextProblem, ...] = ()
    asked: tuple[tuple[str, Destination], ...] = ()
    """What its links and pictures lead to, as written and as meant."""
    digest: bytes = b""
    """Of its HTML."""
    ids: tuple[str, ...] = ()
    """What a link can lead to within the text."""

    def without_html(self) -> Body:
        """All but what can be made again when somebody asks for it."""
        return replace(self, rendered=None) if self.rendered else self


def lay_out(
    text: Markdown,
    item: Item,
    links: LinkMap,
    tables: Mapping[str, Figures],
    site: Site,
    taken: Collection[str] = (),
) -> Body:
    """One of an item's texts as HTML; what it links to that is hidden leaves only its words.

    ``taken`` are the ids of the texts above it.
    """
    prepared = prepare(text.text)
    lost: dict[str, str] = {}
    media: set[str] = set()
    leads: list[Lead] = []
    asked: list[tuple[str, Destination]] = []

    def meaning(written: str) -> Target:
        # By what it begins with: `((https://…)` is a slip of the hand, and no address elsewhere.
        own = site.own(written) if written.lower().startswith(("http:", "https:")) else written
        if not own:
            return Target(written)
        found = destination(own, item, links)
        asked.append((own, found))
        if found.unknown:
            lost[written] = found.unknown
            return Target(None, f"de link naar {found.unknown} leidt nergens heen.")
        if found.media:
            media.add(found.media)
        elif found.path:
            path, _, fragment = found.path.partition("#")
            if found.unsure or fragment:
                path = found.unsure or path.partition("?")[0]
                line = _line(text, written)
                leads.append(Lead(line, path, fragment, bool(found.unsure)))
        return Target(site.path(found.path) if found.path else None)

    answers = list(map(meaning, prepared.questions))
    rendered = finish(text.text, prepared, answers, tables, taken)
    if has_hidden(rendered.suspects, links, site):
        html = without_hidden(rendered.html, links, site)
        rendered = replace(rendered, html=html, own=own_links(html))
    # What is not in this text may be in another of the item's.
    leads += [
        Lead(_line(text, f"#{fragment}"), "", fragment)
        for fragment in rendered.own
        if unquote(fragment) not in rendered.ids
    ]
    problems: list[TextProblem] = []
    if rendered.problems or rendered.warnings:
        problems = [
            _problem(item, _line(text, written), message, lost.get(written, ""))
            for written, message in rendered.problems
        ]
        problems += [
            TextProblem(item.path, _line(text, written), message, doubtful=True)
            for written, message in rendered.warnings
        ]
    utf8 = rendered.html.encode()
    return Body(
        # What is told of here needs no second place.
        Laid(utf8, rendered.headings),
        frozenset(media),
        tuple(leads),
        tuple(problems),
        tuple(asked),
        hashlib.blake2b(utf8, digest_size=16).digest(),
        tuple(sorted(rendered.ids)),
    )


def still_so(bodies: Iterable[Body], item: Item, links: LinkMap) -> bool:
    """Whether all links in an item's texts lead where they did."""
    asked = (each for body in bodies for each in body.asked)
    return all(destination(own, item, links) == found for own, found in asked)


def _problem(item: Item, line: int, message: str, lost: str) -> TextProblem:
    """A link to nowhere in what has been sent is nobody's to mend: its words stay."""
    if lost and is_frozen(item):
        message = f"{message} De editie is verzonden: alleen de woorden blijven staan."
        return TextProblem(item.path, line, message, doubtful=True)
    return TextProblem(item.path, line, message, lost)


@dataclass(frozen=True)
class Bodies:
    """The laid-out texts of items: of all there are, or of the public ones alone."""

    made: Mapping[Key, Sequence[Body]]
    """Of each item as many as it has :func:`written` texts, in that order."""
    again: Callable[[Item], Sequence[Body]] = field(
        default=lambda item: (), repr=False, compare=False
    )
    """Lays an item's texts out, for those that are kept without their HTML."""

    @classmethod
    def of(
        cls, items: Iterable[Item], links: LinkMap, tables: Mapping[str, Figures], site: Site
    ) -> Bodies:
        """Lay out every text of the items."""
        again = partial(lay_out_item, links=links, tables=tables, site=site)
        return cls({item.key: again(item) for item in items}, again)

    def of_items(self, items: Iterable[Item]) -> Bodies:
        """Those of these items alone."""
        return replace(self, made={i.key: self._of(i) for i in items})

    def html(self, text: Markdown, item: Item) -> str:
        """The HTML of one of the item's texts."""
        return self.rendered(item)[text].html if text else ""

    def of_item(self, item: Item) -> Sequence[Body]:
        """An item's texts, the body first; some without their HTML."""
        return self.made.get(item.key, ())

    def htmls(self, item: Item) -> Iterator[str]:
        """The HTML of all the item's texts, the body first."""
        return (rendered.html for rendered in self.rendered(item).values())

    def _of(self, item: Item) -> Sequence[Body]:
        made = self.made[item.key]
        if None not in [found.path for body in made for _, found in body.asked]:
            return made
        # Where its links were meant to lead is hidden.
        return [replace(body, asked=()) for body in made]

    def rendered(self, item: Item) -> Mapping[Markdown, Laid]:
        """The item's texts as HTML, the body first; made again where they were not kept."""
        bodies = self.of_item(item)
        if not all(body.rendered for body in bodies):
            bodies = self.again(item)
        texts = written(item) if bodies else []
        pairs = zip(texts, bodies, strict=True)
        return {text: body.rendered for text, body in pairs if body.rendered}

    def headings(self, item: Item) -> Iterator[Heading]:
        """The headings of all the item's texts."""
        for rendered in self.rendered(item).values():
            yield from rendered.headings

    def ids(self, item: Item) -> frozenset[str]:
        """What a link can lead to within the item's texts."""
        return frozenset().union(*(body.ids for body in self.of_item(item)))

    def media(self, item: Item) -> list[str]:
        """The files under media/ that the item shows or links to."""
        found = [*item.media]
        for body in self.of_item(item):
            found += body.media
        return found


def lay_out_item(
    item: Item, links: LinkMap, tables: Mapping[str, Figures], site: Site
) -> list[Body]:
    """All texts of an item, the body first."""
    made: list[Body] = []
    taken: frozenset[str] = frozenset()
    for text in written(item):
        body = lay_out(text, item, links, tables, site, taken)
        made.append(body)
        taken = taken.union(body.ids)
    return made


def written(item: Item) -> list[Markdown]:
    """The item's texts in which something stands."""
    return [text for text in item.texts if text]


def _line(text: Markdown, written: str) -> int:
    """The line on which something stands in a text; the text's first where it can't be found."""
    return text.line + lines_above(text.text, written)
