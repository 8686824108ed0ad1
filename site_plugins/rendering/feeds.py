"""RSS 2.0, Atom 1.0 and JSON Feed 1.1 from one description of a feed.

Nothing here reads the clock or the site: the same channel gives the same bytes.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from email.utils import format_datetime
from functools import lru_cache

from site_plugins.model.item import ZONE
from site_plugins.rendering.feed_entries import (
    ATOM_EXTENSIONS,
    RSS_EXTENSIONS,
    FeedEntry,
    as_json,
    normalise,
    require_absolute,
    require_title,
)
from site_plugins.rendering.feed_forms import Form, form_of, in_attribute, in_rss, in_text
from site_plugins.rendering.feedgen_fixes import Generator

Styles = tuple[tuple[str, str], ...]
LANGUAGE = "nl"
PUBLISHER = "Lokaal Bestuur"
"""The author of what nobody in particular has signed."""


@dataclass(frozen=True, slots=True)
class FeedChannel:
    """A feed and where it is published; ``entries`` are newest first, each ``id`` once.

    Treats its texts and moments as :class:`FeedEntry` does. ``rss``, ``atom`` and ``json``
    are the feed's own addresses, empty where that format is not published; ``hub`` is that of
    who passes on what is new (WebSub), and ``icon`` that of a small square picture.

    ``older`` and ``newer`` are the Atom documents with the entries before and after these
    (RFC 5005, 4). Where ``current`` is given, this is such a document itself, at ``atom``, and
    ``current`` the address of the feed that it belongs to.
    """

    id: str
    title: str
    description: str
    home: str
    rss: str
    atom: str
    json: str
    updated: datetime
    entries: tuple[FeedEntry, ...]
    hub: str = ""
    icon: str = ""
    older: str = ""
    newer: str = ""
    current: str = ""
    styles: Styles = ()
    """Style sheets that show the feed in a browser: their addresses and types."""

    def __post_init__(self) -> None:
        addresses = ("rss", "atom", "json", "hub", "icon", "older", "newer", "current")
        texts = ("id", "title", "description", "home", *addresses)
        normalise(self, texts=texts, lists=(), moments=("updated",))
        require_title(self.id, self.title)
        given = filter(None, (getattr(self, name) for name in addresses))
        require_absolute(self.id, self.id, self.home, *given)
        ids = [entry.id for entry in self.entries]
        if len(set(ids)) < len(ids):
            double = sorted({id_ for id_ in ids if ids.count(id_) > 1})
            raise ValueError(f"feed {self.id}: more than one entry has id {', '.join(double)}")


def rss(channel: FeedChannel) -> bytes:
    """The feed in RSS 2.0 (rssboard.org, with its Best Practices Profile).

    The full text is in ``content:encoded``, authors are ``dc:creator`` and the picture is
    ``media:content``. ``description`` is the summary.
    """
    items = b"".join([entry.as_rss for entry in channel.entries])
    return _rss_form(_shape(channel)).filled(_rss_texts(channel, items))


def atom(channel: FeedChannel, made: Iterable[bytes] = ()) -> bytes:
    """The feed in Atom 1.0 (RFC 4287), or an archive of it (RFC 5005, 4).

    ``made`` are entries as they were rendered before (``FeedEntry.as_atom``), behind its own.
    """
    entries = b"".join([*(entry.as_atom for entry in channel.entries), *made])
    return _atom_form(_shape(channel)).filled(_atom_texts(channel, entries))


def json_feed(channel: FeedChannel) -> bytes:
    """The feed in JSON Feed 1.1 (jsonfeed.org/version/1.1), in UTF-8."""
    feed = {
        "version": "https://jsonfeed.org/version/1.1",
        "title": channel.title,
        "home_page_url": channel.home,
        "feed_url": channel.json,
        "description": channel.description,
        "favicon": channel.icon,
        "language": LANGUAGE,
        "authors": [{"name": PUBLISHER}],
        "hubs": [{"type": "WebSub", "url": channel.hub}] if channel.hub else [],
    }
    items = b",".join([entry.as_json for entry in channel.entries])
    return b'%b,"items":[%b]}' % (as_json(feed)[:-1].encode(), items)


# ---- forms ----

Shape = tuple[frozenset[str], Styles]
"""What a feed has: the names of the fields that are not empty, and its style sheets."""

_OPTIONAL = ("rss", "atom", "hub", "icon", "older", "newer", "current")


def _shape(channel: FeedChannel) -> Shape:
    return frozenset(name for name in _OPTIONAL if getattr(channel, name)), channel.styles


def _sample(shape: Shape) -> FeedChannel:
    """A feed of this shape, no text of which is part of another, or of what stands around it."""
    given, styles = shape
    return FeedChannel(
        id="x:\ue002id\ue003",
        title="\ue002title\ue003",
        description="\ue002description\ue003",
        home="x:\ue002home\ue003",
        **{name: f"x:\ue002{name}\ue003" if name in given else "" for name in _OPTIONAL},
        json="",
        updated=datetime(2002, 1, 1, tzinfo=ZONE),
        entries=(),
        styles=styles,
    )


_ENTRIES = "\ue002entries\ue003".encode()


@lru_cache(maxsize=64)
def _rss_form(shape: Shape) -> Form:
    sample = _sample(shape)
    return form_of(rss_document(sample, _ENTRIES), _rss_texts(sample, _ENTRIES))


@lru_cache(maxsize=64)
def _atom_form(shape: Shape) -> Form:
    sample = _sample(shape)
    return form_of(atom_document(sample, _ENTRIES), _atom_texts(sample, _ENTRIES))


def _rss_texts(channel: FeedChannel, items: bytes) -> list[bytes]:
    """What stands in RSS, escaped as there."""
    return [
        *in_text((channel.home,)),
        *in_rss((channel.title, _described(channel))),
        *in_attribute((channel.rss, channel.hub)),
        format_datetime(channel.updated).encode(),
        items,
    ]


def _atom_texts(channel: FeedChannel, entries: bytes) -> list[bytes]:
    """What stands in Atom, escaped as there."""
    addresses = (channel.home, channel.atom, channel.hub)
    documents = (channel.older, channel.newer, channel.current)
    return [
        *in_text((channel.id, channel.title, _described(channel), channel.icon)),
        *in_attribute((*addresses, *documents)),
        channel.updated.isoformat().encode(),
        entries,
    ]


def _described(channel: FeedChannel) -> str:
    """RSS demands a description; the title is all that is known where there is none."""
    return channel.description or channel.title


# ---- by feedgen ----


def rss_document(channel: FeedChannel, items: bytes) -> bytes:
    generator = Generator(*RSS_EXTENSIONS)
    _describe(generator, channel, own=channel.rss, media_type="application/rss+xml")
    return generator.rss_with(items)


def atom_document(channel: FeedChannel, entries: bytes) -> bytes:
    media_type = "application/atom+xml"
    generator = Generator(*ATOM_EXTENSIONS)
    _describe(generator, channel, own=channel.atom, media_type=media_type)
    if channel.icon:
        generator.icon(channel.icon)
    # An entry without an author is valid only in a feed with one (RFC 4287, 4.1.1).
    generator.author(name=PUBLISHER)
    for rel, href in (
        ("current", channel.current),
        ("prev-archive", channel.older),
        ("next-archive", channel.newer),
    ):
        if href:
            generator.link(href=href, rel=rel, type=media_type)
    if channel.current:
        generator.archive()
    return generator.atom_with(entries)


def _describe(generator: Generator, channel: FeedChannel, *, own: str, media_type: str) -> None:
    generator.id(channel.id)
    generator.title(channel.title)
    generator.description(_described(channel))
    generator.language(LANGUAGE)
    generator.updated(channel.updated)
    for href, kind in channel.styles:
        generator.style(href, kind)
    generator.link(href=channel.home, rel="alternate", type="text/html")
    if own:
        generator.link(href=own, rel="self", type=media_type)
    if channel.hub and not channel.current:
        generator.link(href=channel.hub, rel="hub")
