"""feedgen 1.0.0 with its defects worked round; only this module knows of them.

RSS and Atom are made by a :class:`Generator` each: what one format needs, such as text that
is escaped for HTML, is wrong in the other.
"""

from __future__ import annotations

from typing import Any, cast

from feedgen.entry import FeedEntry
from feedgen.feed import FeedGenerator
from lxml import etree

ATOM = "http://www.w3.org/2005/Atom"

_LINK_DETAILS = ("rel", "type", "hreflang", "title", "length")
_WRITTEN_BY_FEEDGEN = ("alternate", "self")


class Entry(FeedEntry):  # type: ignore[misc]
    """An entry whose links, content, authors and picture come out whole in both formats."""

    def html(self, content: str) -> None:
        """Set the content, in HTML (RFC 4287, 3.1.1.2).

        Not as ``CDATA``, feedgen's own way to say HTML: it ends up as the type in Atom, which
        knows no such type.
        """
        self.content(content, type="html")

    def creators(self, names: tuple[str, ...]) -> None:
        """Name the authors in RSS by ``dc:creator`` (Dublin Core, RSS Best Practices Profile).

        feedgen writes an RSS ``author`` only for an e-mail address, so a name alone vanishes.
        """
        self.dc.dc_creator(list(names))

    def picture(self, url: str) -> None:
        """Add a picture (Media RSS ``media:content``), for RSS and Atom.

        Without ``group=None`` feedgen puts all pictures in a ``media:group``, which is for
        renditions of one picture.
        """
        self.media.content(url=url, medium="image", group=None)

    def duration(self, seconds: int) -> None:
        """Tell how long the sound lasts (``itunes:duration``, in seconds as Apple advises)."""
        self.podcast.itunes_duration(seconds)

    def atom_entry(self, extensions: bool = True) -> etree._Element:
        """The ``atom:entry`` (RFC 4287, 4.1.2).

        feedgen reuses the name of the link for its element and so loses all but the address
        (python-feedgen issues 135 and 143): a picture or recording read as a second alternate.
        """
        entry = cast(etree._Element, super().atom_entry(extensions))
        for element, link in zip(entry.findall("link"), self.link() or (), strict=True):
            _add_details(element, link)
        return entry


class Generator(FeedGenerator):  # type: ignore[misc]
    """A feed whose bytes depend on nothing but what it is given."""

    def __init__(self, *extensions: str) -> None:
        """Start a feed that uses these extensions of feedgen (``dc``, ``media``, ``podcast``)."""
        super().__init__()
        # feedgen names itself and its version: an upgrade would change every feed.
        self.generator("")
        self.docs("")
        for extension in extensions:
            self.load_extension(extension)

    def append(self) -> Entry:
        """A new entry after those that are there; feedgen puts it before them unless told."""
        entry = Entry()
        self.add_entry(entry, order="append")
        return entry

    def _create_rss(self, extensions: bool = True) -> tuple[etree._Element, Any]:
        root, document = super()._create_rss(extensions)
        links: list[dict[str, str]] = self.link() or []
        _link_home(root, links)
        _add_links(root, links)
        return root, document


def _link_home(root: etree._Element, links: list[dict[str, str]]) -> None:
    """Point the channel's ``link`` at its page: feedgen takes the last link, even the hub's."""
    for link in links:
        if link.get("rel") == "alternate":
            cast(etree._Element, root.find("channel/link")).text = link["href"]
            return


def _add_links(root: etree._Element, links: list[dict[str, str]]) -> None:
    """Add the links that feedgen leaves out of RSS: all but the feed's own, so the hub's too."""
    channel = cast(etree._Element, root.find("channel"))
    first_item = channel.find("item")
    for link in links:
        if link.get("rel", "alternate") not in _WRITTEN_BY_FEEDGEN:
            element = etree.SubElement(channel, f"{{{ATOM}}}link", {"href": link["href"]})
            _add_details(element, link)
            if first_item is not None:
                first_item.addprevious(element)


def _add_details(element: etree._Element, link: dict[str, str]) -> None:
    for name in _LINK_DETAILS:
        if link.get(name):
            element.set(name, link[name])
