"""feedgen 1.0.0 with its defects worked round; only this module knows of them.

RSS and Atom are made by a :class:`Generator` each: what one format needs, such as text that
is escaped for HTML, is wrong in the other.
"""

from __future__ import annotations

import re
from html import escape, unescape
from typing import Any, cast

from feedgen.entry import FeedEntry
from feedgen.feed import FeedGenerator
from lxml import etree

ATOM = "http://www.w3.org/2005/Atom"
HISTORY = "http://purl.org/syndication/history/1.0"
"""Of ``fh:archive`` (RFC 5005, 2 and 4)."""

_LINK_DETAILS = ("rel", "type", "hreflang", "title", "length")
_WRITTEN_BY_FEEDGEN = ("alternate", "self")
_RSS_TEXT = re.compile(rb"<(title|description|category|dc:creator)>[^<]*(?=</)")


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
        """Start a feed that uses these extensions of feedgen (``dc``, ``media``)."""
        super().__init__()
        # feedgen names itself and its version: an upgrade would change every feed.
        self.generator("")
        self.docs("")
        for extension in extensions:
            self.load_extension(extension)
        self._archive = False
        self._styles: list[etree._Element] = []

    def style(self, href: str, type: str) -> None:
        """Name a style sheet with which a browser can show the feed (W3C xml-stylesheet)."""
        data = f'href="{escape(href)}" type="{escape(type)}"'
        self._styles.append(etree.ProcessingInstruction("xml-stylesheet", data))

    def archive(self) -> None:
        """Say in Atom that this document holds older entries, and stays as it is (RFC 5005, 4)."""
        self._archive = True

    def rss_with(self, items: bytes) -> bytes:
        """RSS with items that ``rss_item`` gave before; feedgen renders each time anew."""
        return _with(as_rss_text(self.rss_str()), items, b"</channel>")

    def atom_with(self, entries: bytes) -> bytes:
        """Atom with entries that ``atom_entry`` gave before."""
        return _with(self.atom_str(), entries, b"</feed>")

    def rss_item(self) -> bytes:
        """The one item of this feed by itself, for feeds with the same extensions."""
        return as_rss_text(_alone(self.rss_str(), b"item"))

    def atom_entry(self) -> bytes:
        """The one entry of this feed by itself, for feeds with the same extensions."""
        return _alone(self.atom_str(), b"entry")

    def clear(self) -> None:
        """Take its entries out."""
        while self.entry():
            self.remove_entry(0)

    def append(self) -> Entry:
        """A new entry."""
        entry = Entry()
        self.add_entry(entry)
        return entry

    def _create_atom(self, extensions: bool = True) -> tuple[etree._Element, Any]:
        root, document = super()._create_atom(extensions)
        self._add_styles(root)
        if self._archive:
            mark = etree.Element(f"{{{HISTORY}}}archive", nsmap={"fh": HISTORY})
            cast(etree._Element, root.find("id")).addprevious(mark)
        return root, document

    def _create_rss(self, extensions: bool = True) -> tuple[etree._Element, Any]:
        root, document = super()._create_rss(extensions)
        self._add_styles(root)
        links: list[dict[str, str]] = self.link() or []
        _link_home(root, links)
        _add_links(root, links)
        return root, document

    def _add_styles(self, root: etree._Element) -> None:
        for style in self._styles:
            root.addprevious(style)


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


def as_html(text: str) -> str:
    """A plain text as HTML: itself, but escaped where something in it would pass for HTML."""
    return escape(text, quote=False) if "<" in text or unescape(text) != text else text


# Texts are escaped, so that these tags are the document's own.


def as_rss_text(document: bytes) -> bytes:
    """RSS with the ``&`` and ``<`` of its plain texts as numbers, so that no program takes them for
    HTML (RSS Best Practices Profile, character data).
    """
    return _RSS_TEXT.sub(
        lambda text: text[0].replace(b"&lt;", b"&#x3C;").replace(b"&amp;", b"&#x26;"), document
    )


def _with(document: bytes, entries: bytes, end: bytes) -> bytes:
    head, end, tail = document.rpartition(end)
    return head + entries + end + tail


def _alone(document: bytes, name: bytes) -> bytes:
    start, end = b"<%b>" % name, b"</%b>" % name
    return document[document.index(start) : document.rindex(end) + len(end)]
