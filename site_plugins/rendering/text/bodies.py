"""The Markdown texts of items as HTML, each made once, with what is wrong in them."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from functools import cached_property
from html import unescape

from site_plugins.model.edition import is_frozen
from site_plugins.model.figures import Figures
from site_plugins.model.item import Item, Key, Markdown
from site_plugins.projections.links import LinkMap, destination
from site_plugins.rendering.site import Site
from site_plugins.rendering.text.ids import ids
from site_plugins.rendering.text.markdown import Heading, Rendered, Target, render
from site_plugins.rendering.text.withheld import without_hidden

_OWN_FRAGMENT = re.compile(r' href="#([^"]+)"')


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


@dataclass(frozen=True, slots=True)
class Lead:
    """A link in a text: the path on the site and the fragment that it leads to."""

    line: int
    path: str
    fragment: str = ""
    unsure: bool = False
    """Whether only the finished site can tell that the path is there."""


@dataclass(frozen=True)
class Body:
    """One text of an item, laid out."""

    rendered: Rendered
    media: frozenset[str] = frozenset()
    """The files under media/ that it shows or links to."""
    leads: tuple[Lead, ...] = ()
    problems: tuple[TextProblem, ...] = ()

    @cached_property
    def ids(self) -> frozenset[str]:
        """What a link can lead to within the text."""
        return ids(self.rendered.html)


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
    lost: dict[str, str] = {}
    media: set[str] = set()
    leads: list[Lead] = []

    def resolve(written: str) -> Target:
        own = site.own(written) if "://" in written else written
        if not own:
            return Target(written)
        found = destination(own, item, links)
        if found.unknown:
            lost[written] = found.unknown
            return Target(None, f"de link naar {found.unknown} leidt nergens heen.")
        if found.media:
            media.add(found.media)
        elif found.path:
            path, _, fragment = found.path.partition("#")
            if found.unsure or fragment:
                path = found.unsure or path.partition("?")[0]
                leads.append(Lead(_line(text, written), path, fragment, bool(found.unsure)))
        return Target(site.path(found.path) if found.path else None)

    rendered = render(text.text, resolve, tables, taken)
    rendered = replace(rendered, html=without_hidden(rendered.html, links, site))
    problems = [
        _problem(item, _line(text, written), message, lost.get(written, ""))
        for written, message in rendered.problems
    ]
    problems += [
        TextProblem(item.path, _line(text, written), message, doubtful=True)
        for written, message in rendered.warnings
    ]
    own = map(unescape, _OWN_FRAGMENT.findall(rendered.html))
    leads += [Lead(_line(text, f"#{fragment}"), "", fragment) for fragment in own]
    return Body(rendered, frozenset(media), tuple(leads), tuple(problems))


def _problem(item: Item, line: int, message: str, lost: str) -> TextProblem:
    """A link to nowhere in what has been sent is nobody's to mend: its words stay."""
    if lost and is_frozen(item):
        message = f"{message} De editie is verzonden: alleen de woorden blijven staan."
        return TextProblem(item.path, line, message, doubtful=True)
    return TextProblem(item.path, line, message, lost)


@dataclass(frozen=True)
class Bodies:
    """The laid-out texts of items: of all there are, or of the public ones alone."""

    made: Mapping[Key, Mapping[Markdown, Body]]

    @classmethod
    def of(
        cls, items: Iterable[Item], links: LinkMap, tables: Mapping[str, Figures], site: Site
    ) -> Bodies:
        """Lay out every text of the items."""

        def laid_out(item: Item) -> dict[Markdown, Body]:
            made: dict[Markdown, Body] = {}
            taken: set[str] = set()
            for text in filter(lambda text: text.text, item.texts):
                made[text] = lay_out(text, item, links, tables, site, taken)
                taken |= made[text].ids
            return made

        return cls({item.key: laid_out(item) for item in items})

    def of_items(self, items: Iterable[Item]) -> Bodies:
        """Those of these items alone."""
        return Bodies({i.key: {t: self.made[i.key][t] for t in i.texts if t.text} for i in items})

    def html(self, text: Markdown, item: Item) -> str:
        """The HTML of one of the item's texts."""
        return self.made[item.key][text].rendered.html if text.text else ""

    def of_item(self, item: Item) -> Iterator[Body]:
        """An item's texts, the body first."""
        return iter(self.made.get(item.key, {}).values())

    def headings(self, item: Item) -> Iterator[Heading]:
        """The headings of all the item's texts."""
        for body in self.of_item(item):
            yield from body.rendered.headings

    def media(self, item: Item) -> Iterator[str]:
        """The files under media/ that the item shows or links to."""
        yield from item.media
        for body in self.of_item(item):
            yield from body.media


def _line(text: Markdown, written: str) -> int:
    """The line on which something stands in a text; the text's first where it can't be found."""
    place = text.text.find(written) if written else -1
    return text.line + text.text.count("\n", 0, place) if place >= 0 else text.line
