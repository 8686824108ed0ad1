"""RSS 2.0, Atom 1.0 and JSON Feed 1.1 from one description of a feed.

Nothing here reads the clock or the site: the same channel gives the same bytes.
"""

from __future__ import annotations

import json
import re
from dataclasses import dataclass
from datetime import datetime
from functools import cache, cached_property
from typing import Any
from zlib import crc32

from site_plugins.model.item import ZONE
from site_plugins.rendering.feedgen_fixes import Entry, Generator, as_html

LANGUAGE = "nl"
PUBLISHER = "Lokaal Bestuur"
"""The author of what nobody in particular has signed."""
NEVER = datetime(2000, 1, 1, tzinfo=ZONE)
"""Where Atom wants a moment and none is known: one that stays."""

# XML 1.0, production 2 (Char): no parser accepts these, not even as a reference.
_FORBIDDEN = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
_ABSOLUTE = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*:\S+")


@dataclass(frozen=True, slots=True)
class Enclosure:
    """The sound of an episode: ``length`` in bytes, ``duration`` in seconds, 0 if not known."""

    url: str
    length: int
    media_type: str
    duration: int = 0


@dataclass(frozen=True)
class FeedEntry:
    """One item in a feed; an invalid one cannot be made.

    It is rendered once in each format, as it stands in many feeds. Texts lose the characters
    that XML 1.0 forbids, moments get the offset of Amsterdam.
    Raises ``ValueError`` for a moment without a zone, an ``id`` or address that is not
    absolute, and an empty title.
    """

    id: str
    """An IRI (RFC 4287, 4.2.6), such as a ``tag:`` or ``urn:uuid:``, that never changes."""
    url: str
    title: str
    summary: str
    """Plain text."""
    content: str
    """HTML whose addresses are all absolute."""
    published: datetime | None
    updated: datetime | None
    """None where nobody wrote it down."""
    authors: tuple[str, ...]
    categories: tuple[str, ...]
    image: str = ""
    enclosure: Enclosure | None = None

    def __post_init__(self) -> None:
        _normalise(
            self,
            texts=("id", "url", "title", "summary", "content", "image"),
            lists=("authors", "categories"),
            moments=("published", "updated"),
        )
        _require_title(self.id, self.title)
        _require_absolute(self.id, self.id, self.url)
        _require_absolute(self.id, *filter(None, (self.image,)))
        if self.enclosure:
            _require_absolute(self.id, self.enclosure.url)

    @cached_property
    def as_rss(self) -> bytes:
        """The ``item`` of RSS."""
        return _rss_item(self)

    @cached_property
    def as_atom(self) -> bytes:
        """The ``entry`` of Atom."""
        return _atom_entry(self)

    @cached_property
    def as_json(self) -> str:
        """The item of JSON Feed."""
        return _dumped(_filled(_json_item(self)))


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
    styles: tuple[tuple[str, str], ...] = ()
    """Style sheets that show the feed in a browser: their addresses and types."""

    def __post_init__(self) -> None:
        addresses = ("rss", "atom", "json", "hub", "icon", "older", "newer", "current")
        texts = ("id", "title", "description", "home", *addresses)
        _normalise(self, texts=texts, lists=(), moments=("updated",))
        _require_title(self.id, self.title)
        given = filter(None, (getattr(self, name) for name in addresses))
        _require_absolute(self.id, self.id, self.home, *given)
        ids = [entry.id for entry in self.entries]
        if len(set(ids)) < len(ids):
            double = sorted({id_ for id_ in ids if ids.count(id_) > 1})
            raise ValueError(f"feed {self.id}: more than one entry has id {', '.join(double)}")


def rss(channel: FeedChannel) -> bytes:
    """The feed in RSS 2.0 (rssboard.org, with its Best Practices Profile).

    The full text is in ``content:encoded``, authors are ``dc:creator`` and the picture is
    ``media:content``. ``description`` is the summary.
    """
    generator = Generator(*_RSS_EXTENSIONS)
    _describe(generator, channel, own=channel.rss, media_type="application/rss+xml")
    return generator.rss_with(entry.as_rss for entry in channel.entries)


def atom(channel: FeedChannel) -> bytes:
    """The feed in Atom 1.0 (RFC 4287), or an archive of it (RFC 5005, 4)."""
    media_type = "application/atom+xml"
    generator = Generator(*_ATOM_EXTENSIONS)
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
    return generator.atom_with(entry.as_atom for entry in channel.entries)


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
    items = ",".join(entry.as_json for entry in channel.entries)
    return f'{_dumped(_filled(feed))[:-1]},"items":[{items}]}}'.encode()


_ATOM_EXTENSIONS = ("media",)
_RSS_EXTENSIONS = ("dc", "media")


def _rss_item(source: FeedEntry) -> bytes:
    generator = _bare(_RSS_EXTENSIONS)
    entry = _append(generator, source)
    # In RSS a description is HTML. Most are the same as text, as a browser without XSLT shows them.
    entry.summary(as_html(source.summary))
    entry.creators(source.authors)
    return generator.rss_item()


def _atom_entry(source: FeedEntry) -> bytes:
    generator = _bare(_ATOM_EXTENSIONS)
    entry = _append(generator, source)
    entry.updated(_unlike(source.updated or NEVER, source.id))
    entry.author([{"name": name} for name in source.authors])
    if text := source.summary or _stand_in(source):
        entry.summary(text, type="text")
    return generator.atom_entry()


def _unlike(moment: datetime, id: str) -> datetime:
    """The moment with a fraction of a second that comes from the id alone.

    What came out on one day without a time is else in any order for readers that sort by
    ``updated``, and a warning of the W3C validator ("two entries with the same value").
    """
    return moment.replace(microsecond=crc32(id.encode()) % 1_000_000)


def _bare(extensions: tuple[str, ...]) -> Generator:
    """A feed without entries, to render one in: to make one takes longer than to render."""
    generator = _with_extensions(extensions)
    generator.clear()
    return generator


@cache
def _with_extensions(extensions: tuple[str, ...]) -> Generator:
    generator = Generator(*extensions)
    # What feedgen insists on.
    for fill in (generator.id, generator.title, generator.description):
        fill("-")
    generator.link(href="-", rel="alternate")
    generator.updated(NEVER)
    return generator


def _describe(generator: Generator, channel: FeedChannel, *, own: str, media_type: str) -> None:
    generator.id(channel.id)
    generator.title(channel.title)
    # RSS demands a description; the title is all that is known where there is none.
    generator.description(channel.description or channel.title)
    generator.language(LANGUAGE)
    generator.updated(channel.updated)
    for href, kind in channel.styles:
        generator.style(href, kind)
    generator.link(href=channel.home, rel="alternate", type="text/html")
    if own:
        generator.link(href=own, rel="self", type=media_type)
    if channel.hub and not channel.current:
        generator.link(href=channel.hub, rel="hub")


def _append(generator: Generator, source: FeedEntry) -> Entry:
    """Add what RSS and Atom say in the same way."""
    entry = generator.append()
    entry.id(source.id)
    entry.title(source.title)
    entry.link(href=source.url, rel="alternate", type="text/html")
    if source.published:
        entry.published(source.published)
    entry.category([{"term": name} for name in source.categories])
    if source.content:
        entry.html(source.content)
    if source.image:
        entry.picture(source.image)
    if sound := source.enclosure:
        entry.enclosure(sound.url, str(sound.length), sound.media_type)
    return entry


def _json_item(entry: FeedEntry) -> dict[str, Any]:
    return {
        "id": entry.id,
        "url": entry.url,
        "title": entry.title,
        "content_html": entry.content,
        # An item must have content of one kind or the other.
        "content_text": _stand_in(entry),
        "summary": entry.summary,
        "image": entry.image,
        "date_published": entry.published and entry.published.isoformat(),
        "date_modified": entry.updated and entry.updated.isoformat(),
        "authors": [{"name": name} for name in entry.authors],
        "tags": list(entry.categories),
        "attachments": [_attachment(entry.enclosure)] if entry.enclosure else [],
    }


def _attachment(sound: Enclosure) -> dict[str, Any]:
    size = {"size_in_bytes": sound.length} if sound.length else {}
    length = {"duration_in_seconds": sound.duration} if sound.duration else {}
    return {"url": sound.url, "mime_type": sound.media_type, **size, **length}


def _stand_in(entry: FeedEntry) -> str:
    """The text of an entry that has no content, empty for one that has."""
    return "" if entry.content else entry.summary or entry.title


def _dumped(fields: dict[str, Any]) -> str:
    return json.dumps(fields, ensure_ascii=False, separators=(",", ":"))


def _filled(fields: dict[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in fields.items() if value}


def _normalise(
    value: FeedEntry | FeedChannel,
    *,
    texts: tuple[str, ...],
    lists: tuple[str, ...],
    moments: tuple[str, ...],
) -> None:
    """Bring the fields of a value under construction into the form that its class promises."""
    for name in texts:
        object.__setattr__(value, name, _FORBIDDEN.sub("", getattr(value, name)))
    for name in lists:
        cleaned = (_FORBIDDEN.sub("", text) for text in getattr(value, name))
        object.__setattr__(value, name, tuple(text for text in cleaned if text.strip()))
    for name in moments:
        moment: datetime | None = getattr(value, name)
        if moment is None:
            continue
        # Without this, astimezone would take the zone of the machine that builds the site.
        if moment.utcoffset() is None:
            raise ValueError(f"feed {value.id}: {name} has no time zone")
        object.__setattr__(value, name, moment.astimezone(ZONE).replace(microsecond=0))


def _require_title(owner: str, title: str) -> None:
    if not title.strip():
        raise ValueError(f"feed {owner}: no title")


def _require_absolute(owner: str, *addresses: str) -> None:
    for address in addresses:
        if not _ABSOLUTE.fullmatch(address):
            raise ValueError(f"feed {owner}: not absolute: {address!r}")
