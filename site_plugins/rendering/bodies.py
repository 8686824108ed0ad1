"""The Markdown texts of items as HTML, each made once, with what is wrong in them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from site_plugins.model.figures import Figures
from site_plugins.model.item import Item, Key, Markdown
from site_plugins.projections.links import LinkMap, destination
from site_plugins.rendering.markdown import Rendered, Target, render
from site_plugins.rendering.site import Site


@dataclass(frozen=True, slots=True)
class TextProblem:
    """Something wrong in a text; ``line`` counts from 1 in the item's file."""

    item: Item
    line: int
    message: str
    lost: str = ""
    """The file in the content that a link leads to and that isn't there."""


@dataclass
class Bodies:
    """Makes and keeps the HTML of every text; gathers what other outputs must know of them."""

    links: LinkMap
    figures: Mapping[str, Figures]
    site: Site
    problems: list[TextProblem] = field(default_factory=list)
    media: dict[Key, set[str]] = field(default_factory=dict)
    """For each item, the files under media/ that its texts show or link to."""
    unsure: list[tuple[Item, int, str]] = field(default_factory=list)
    """Paths on the site that the texts lead to, to be looked up when all pages are known."""
    _made: dict[tuple[Key, Markdown], Rendered] = field(default_factory=dict)

    def html(self, text: Markdown, item: Item) -> str:
        """The HTML of one of the item's texts."""
        return self.rendered(text, item).html

    def rendered(self, text: Markdown, item: Item) -> Rendered:
        """The HTML of one of the item's texts, with its headings."""
        place = (item.key, text)
        if place not in self._made:
            self._made[place] = self._render(text, item)
        return self._made[place]

    def _render(self, text: Markdown, item: Item) -> Rendered:
        lost: dict[str, str] = {}

        def resolve(written: str) -> Target:
            own = self.site.own(written) if "://" in written else written
            if not own:
                return Target(written)
            found = destination(own, item, self.links)
            if found.unknown:
                lost[written] = found.unknown
                return Target(None, f"de link naar {found.unknown} leidt nergens heen.")
            if found.media:
                self.media.setdefault(item.key, set()).add(found.media)
            if found.unsure:
                self.unsure.append((item, _line(text, written), found.unsure))
            return Target(self.site.path(found.path) if found.path else None)

        result = render(text.text, resolve, self.figures)
        for written, message in result.problems:
            line = _line(text, written)
            self.problems.append(TextProblem(item, line, message, lost.get(written, "")))
        return result


def _line(text: Markdown, written: str) -> int:
    """The line on which something stands in a text; the text's first where it can't be found."""
    place = text.text.find(written) if written else -1
    return text.line + text.text.count("\n", 0, place) if place >= 0 else text.line
