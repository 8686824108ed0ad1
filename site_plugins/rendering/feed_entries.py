"""One item as it stands in feeds, in RSS 2.0, Atom 1.0 and JSON Feed 1.1.

Nothing here reads the clock or the site: the same entry gives the same bytes.
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from email.utils import format_datetime
from functools import cache
from typing import Any
from zlib import crc32

from site_plugins.model.item import ZONE
from site_plugins.rendering.feed_forms import Form, form_of, in_attribute, in_json, in_rss, in_text
from site_plugins.rendering.feedgen_fixes import Entry, Generator, as_html

NEVER = datetime(2000, 1, 1, tzinfo=ZONE)
"""Where Atom wants a moment and none is known: one that stays."""
ATOM_EXTENSIONS = ("media",)
RSS_EXTENSIONS = ("dc", "media")
"""Of feedgen, for what stands in an entry."""

# XML 1.0, production 2 (Char): no parser accepts these, not even as a reference.
_FORBIDDEN = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
_FORBIDDEN_BYTES = tuple(sorted({*range(0x20)} - {*b"\t\n\r"}))
_LAST_OF_PLANE = b"\xef\xbf"
"""How U+FFFE and U+FFFF begin in UTF-8, and some that are allowed."""
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

    Texts lose the characters that XML 1.0 forbids, moments get the offset of Amsterdam. Raises
    ``ValueError`` for a moment without a zone, an ``id`` or address that is not absolute, and an
    empty title.
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
        normalise(
            self,
            texts=("id", "url", "title", "summary", "content", "image"),
            lists=("authors", "categories"),
            moments=("published", "updated"),
        )
        require_title(self.id, self.title)
        require_absolute(self.id, self.id, self.url)
        require_absolute(self.id, *filter(None, (self.image,)))
        if self.enclosure:
            require_absolute(self.id, self.enclosure.url)

    @property
    def as_rss(self) -> bytes:
        """The ``item`` of RSS."""
        return _rss_form(_shape(self)).filled(_rss_texts(self))

    @property
    def as_atom(self) -> bytes:
        """The ``entry`` of Atom."""
        return _atom_form(_shape(self)).filled(_atom_texts(self))

    @property
    def as_json(self) -> bytes:
        """The item of JSON Feed, in UTF-8."""
        head, place, tail = as_json(_json_item(self)).encode().partition(_PLACE_OF_HTML)
        return head + b'"content_html":' + in_json(self.content) + tail if place else head


# ---- forms ----

Shape = tuple[bool, bool, bool, bool, bool, int, int]
"""What an entry has: what stands in it but for its texts."""


def _shape(entry: FeedEntry) -> Shape:
    return (
        bool(entry.summary),
        bool(entry.content),
        entry.published is not None,
        bool(entry.image),
        entry.enclosure is not None,
        len(entry.authors),
        len(entry.categories),
    )


def _sample(shape: Shape) -> FeedEntry:
    """An entry of this shape, no text of which is part of another, or of a tag."""
    summary, content, published, image, enclosure, authors, categories = shape
    return FeedEntry(
        id="x:id.",
        url="x:url.",
        title="title.",
        summary="summary." * summary,
        content="content." * content,
        published=datetime(2001, 1, 1, tzinfo=ZONE) if published else None,
        updated=datetime(2002, 1, 1, tzinfo=ZONE),
        authors=tuple(f"author{n}." for n in range(authors)),
        categories=tuple(f"category{n}." for n in range(categories)),
        image="x:image." * image,
        enclosure=Enclosure("x:sound.", 7777777, "sound/type.") if enclosure else None,
    )


@cache
def _rss_form(shape: Shape) -> Form:
    sample = _sample(shape)
    return form_of(rss_item(sample), _rss_texts(sample))


@cache
def _atom_form(shape: Shape) -> Form:
    sample = _sample(shape)
    return form_of(atom_entry(sample), _atom_texts(sample))


def _rss_texts(entry: FeedEntry) -> list[bytes]:
    """What stands in an entry of RSS, escaped as there."""
    published = entry.published
    plain = [entry.title, as_html(entry.summary), *entry.authors, *entry.categories]
    if entry.summary:
        html = in_text((entry.id, entry.url, entry.content))
    else:  # then the content is the description
        html = [*in_text((entry.id, entry.url)), *in_rss((entry.content,))]
    return [
        *html,
        *in_rss(plain),
        *in_attribute(_media_texts(entry)),
        format_datetime(published).encode() if published else b"",
    ]


def _atom_texts(entry: FeedEntry) -> list[bytes]:
    """What stands in an entry of Atom, escaped as there."""
    summary = entry.summary or _stand_in(entry)
    return [
        *in_text((entry.id, entry.title, summary, entry.content, *entry.authors)),
        *in_attribute((entry.url, *_media_texts(entry), *entry.categories)),
        entry.published.isoformat().encode() if entry.published else b"",
        _updated(entry).isoformat().encode(),
    ]


def _media_texts(entry: FeedEntry) -> tuple[str, ...]:
    if not (sound := entry.enclosure):
        return (entry.image,)
    return (entry.image, _allowed(sound.url), str(sound.length), sound.media_type)


# ---- by feedgen ----


def rss_item(source: FeedEntry) -> bytes:
    generator = _bare(RSS_EXTENSIONS)
    entry = _append(generator, source)
    # In RSS a description is HTML. Most are the same as text, as a browser without XSLT shows them.
    entry.summary(as_html(source.summary))
    entry.creators(source.authors)
    return generator.rss_item()


def atom_entry(source: FeedEntry) -> bytes:
    generator = _bare(ATOM_EXTENSIONS)
    entry = _append(generator, source)
    entry.updated(_updated(source))
    entry.author([{"name": name} for name in source.authors])
    if text := source.summary or _stand_in(source):
        entry.summary(text, type="text")
    return generator.atom_entry()


def _updated(entry: FeedEntry) -> datetime:
    """When it last changed, with a fraction of a second that comes from its id alone.

    What came out on one day without a time is else in any order for readers that sort by
    ``updated``, and a warning of the W3C validator ("two entries with the same value").
    """
    fraction = crc32(entry.id.encode()) % 1_000_000
    return (entry.updated or NEVER).replace(microsecond=fraction)


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


# ---- JSON Feed ----


def _json_item(entry: FeedEntry) -> dict[str, Any]:
    return {
        "id": entry.id,
        "url": entry.url,
        "title": entry.title,
        # The encoder takes four times as long for it: it looks at each character by itself.
        "content_html": _HTML if entry.content else "",
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


_HTML = "\0"
_PLACE_OF_HTML = rb'"content_html":"\u0000"'
_JSON = json.JSONEncoder(ensure_ascii=False, separators=(",", ":"))


def as_json(fields: Mapping[str, Any]) -> str:
    """An object of JSON Feed, without what is empty."""
    return _JSON.encode({name: value for name, value in fields.items() if value})


# ---- checks ----


def normalise(
    value: Any,
    *,
    texts: tuple[str, ...],
    lists: tuple[str, ...],
    moments: tuple[str, ...],
) -> None:
    """Bring the fields of a value under construction into the form that its class promises."""
    every = [getattr(value, name) for name in texts]
    names = [each for name in lists for each in getattr(value, name)]
    if not (all(map(str.strip, names)) and _is_allowed(" ".join((*every, *names)))):
        for name in texts:
            object.__setattr__(value, name, _allowed(getattr(value, name)))
        for name in lists:
            cleaned = map(_allowed, getattr(value, name))
            object.__setattr__(value, name, tuple(text for text in cleaned if text.strip()))
    for name in moments:
        moment: datetime | None = getattr(value, name)
        if moment is None:
            continue
        # Without this, astimezone would take the zone of the machine that builds the site.
        if moment.utcoffset() is None:
            raise ValueError(f"feed {value.id}: {name} has no time zone")
        if moment.microsecond or moment.tzinfo is not ZONE:
            moment = moment.astimezone(ZONE).replace(microsecond=0)
            object.__setattr__(value, name, moment)


def _is_allowed(text: str) -> bool:
    """Whether nothing in a text is forbidden; not always seen of one with rare characters."""
    if text.isprintable():
        return True
    try:
        data = text.encode()
    except UnicodeEncodeError:  # surrogates
        return False
    # Half the time of a regular expression: C looks for one byte at a time.
    return not any(map(data.__contains__, _FORBIDDEN_BYTES)) and _LAST_OF_PLANE not in data


def _allowed(text: str) -> str:
    return _FORBIDDEN.sub("", text)


def require_title(owner: str, title: str) -> None:
    """Raise ValueError for an empty one."""
    if not title.strip():
        raise ValueError(f"feed {owner}: no title")


def require_absolute(owner: str, *addresses: str) -> None:
    """Raise ValueError for an address without a scheme."""
    for address in addresses:
        if not _ABSOLUTE.fullmatch(address):
            raise ValueError(f"feed {owner}: not absolute: {address!r}")
