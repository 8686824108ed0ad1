"""RSS 2.0, Atom 1.0 and JSON Feed 1.1 from one description of a feed.

Nothing here reads the clock or the site: the same channel gives the same bytes.
"""

from __future__ import annotations

import html
import json
import re
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from site_plugins.model.item import ZONE
from site_plugins.rendering.feedgen_fixes import Entry, Generator

LANGUAGE = "nl"
PUBLISHER = "Lokaal Bestuur"
"""The author of what nobody in particular has signed."""

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


@dataclass(frozen=True, slots=True)
class FeedEntry:
    """One item in a feed; an invalid one cannot be made.

    Texts lose the characters that XML 1.0 forbids, moments get the offset of Amsterdam.
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
    published: datetime
    updated: datetime
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


@dataclass(frozen=True, slots=True)
class FeedChannel:
    """A feed and where it is published; ``entries`` are newest first, each ``id`` once.

    Treats its texts and moments as :class:`FeedEntry` does. ``rss``, ``atom`` and ``json``
    are the feed's own addresses, empty where that format is not published.
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

    def __post_init__(self) -> None:
        _normalise(
            self,
            texts=("id", "title", "description", "home", "rss", "atom", "json"),
            lists=(),
            moments=("updated",),
        )
        _require_title(self.id, self.title)
        _require_absolute(self.id, self.id, self.home)
        _require_absolute(self.id, *filter(None, (self.rss, self.atom, self.json)))
        ids = [entry.id for entry in self.entries]
        if len(set(ids)) < len(ids):
            double = sorted({id_ for id_ in ids if ids.count(id_) > 1})
            raise ValueError(f"feed {self.id}: more than one entry has id {', '.join(double)}")


def rss(channel: FeedChannel) -> bytes:
    """The feed in RSS 2.0 (rssboard.org, with its Best Practices Profile).

    The full text is in ``content:encoded``, authors are ``dc:creator`` and the picture is
    ``media:content``. ``description`` is the summary. An episode has its ``itunes:duration``.
    """
    timed = any(entry.enclosure and entry.enclosure.duration for entry in channel.entries)
    generator = Generator("dc", "media", *(["podcast"] if timed else []))
    _describe(generator, channel, own=channel.rss, media_type="application/rss+xml")
    for source in channel.entries:
        entry = _append(generator, source)
        # In RSS a description is HTML: what it says as text has to be escaped once more.
        entry.summary(html.escape(source.summary, quote=False))
        entry.creators(source.authors)
        if source.enclosure and source.enclosure.duration:
            entry.duration(source.enclosure.duration)
    return bytes(generator.rss_str())


def atom(channel: FeedChannel) -> bytes:
    """The feed in Atom 1.0 (RFC 4287)."""
    generator = Generator("media")
    _describe(generator, channel, own=channel.atom, media_type="application/atom+xml")
    # An entry without an author is valid only in a feed with one (RFC 4287, 4.1.1).
    generator.author(name=PUBLISHER)
    for source in channel.entries:
        entry = _append(generator, source)
        entry.updated(source.updated)
        entry.author([{"name": name} for name in source.authors])
        if text := source.summary or _stand_in(source):
            entry.summary(text, type="text")
    return bytes(generator.atom_str())


def json_feed(channel: FeedChannel) -> bytes:
    """The feed in JSON Feed 1.1 (jsonfeed.org/version/1.1), in UTF-8."""
    feed = {
        "version": "https://jsonfeed.org/version/1.1",
        "title": channel.title,
        "home_page_url": channel.home,
        "feed_url": channel.json,
        "description": channel.description,
        "language": LANGUAGE,
        "authors": [{"name": PUBLISHER}],
    }
    items = [_filled(_json_item(entry)) for entry in channel.entries]
    document = _filled(feed) | {"items": items}
    return json.dumps(document, ensure_ascii=False, separators=(",", ":")).encode()


def _describe(generator: Generator, channel: FeedChannel, *, own: str, media_type: str) -> None:
    generator.id(channel.id)
    generator.title(channel.title)
    # RSS demands a description; the title is all that is known where there is none.
    generator.description(channel.description or channel.title)
    generator.language(LANGUAGE)
    generator.updated(channel.updated)
    generator.link(href=channel.home, rel="alternate", type="text/html")
    if own:
        generator.link(href=own, rel="self", type=media_type)


def _append(generator: Generator, source: FeedEntry) -> Entry:
    """Add what RSS and Atom say in the same way."""
    entry = generator.append()
    entry.id(source.id)
    entry.title(source.title)
    entry.link(href=source.url, rel="alternate", type="text/html")
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
        "date_published": entry.published.isoformat(),
        "date_modified": entry.updated.isoformat(),
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
        moment: datetime = getattr(value, name)
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
