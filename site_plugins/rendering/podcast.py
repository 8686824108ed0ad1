"""The podcast: a feed in RSS with what podcast apps want to know beside it.

The tags are those of Apple (https://podcasters.apple.com/support/823-podcast-requirements) and of
Podcasting 2.0 (https://github.com/Podcastindex-org/podcast-namespace). feedgen knows none of the
second, and of the first writes ``itunes:explicit`` in words that Apple has given up.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import cast
from uuid import UUID, uuid5

from lxml import etree

from site_plugins.model.article import Article, Audio
from site_plugins.projections.addresses import CHAPTERS, address, media_address
from site_plugins.projections.articles import Byline, bylines
from site_plugins.projections.index import Index
from site_plugins.rendering.entries import identity
from site_plugins.rendering.feedgen_fixes import as_rss_text
from site_plugins.rendering.feeds import LANGUAGE, PUBLISHER
from site_plugins.rendering.mail.message import Sender
from site_plugins.rendering.site import Site
from site_plugins.rendering.text.typography import curly

ITUNES = "http://www.itunes.com/dtds/podcast-1.0.dtd"
PODCAST = "https://podcastindex.org/namespace/1.0"

GUID = uuid5(UUID("ead4c236-bf58-58c6-a2c6-a6b28d128cb6"), "www.lokaalbestuur.nl/podcast.xml")
"""Of the podcast itself (``podcast:guid``), from its first address: it never changes, whatever
address the site has later."""
CATEGORIES = (("News", "Politics"), ("Government", ""))
"""From Apple's list: https://podcasters.apple.com/support/1691-apple-podcasts-categories"""

_TRANSCRIPTS = {
    "txt": "text/plain",
    "vtt": "text/vtt",
    "srt": "application/x-subrip",
    "pdf": "application/pdf",
    "html": "text/html",
    "json": "application/json",
}
_CAPTIONS = ("text/vtt", "application/x-subrip")
"""Transcripts that tell when each word is said."""


@dataclass(frozen=True, slots=True)
class Episode:
    """What an app wants to know of an episode beside what stands in every feed.

    Addresses are absolute, and empty where there is no such file; ``duration`` is in seconds, 0
    if not known.
    """

    duration: int = 0
    transcript: str = ""
    chapters: str = ""
    people: tuple[Byline, ...] = ()
    """Who made it, with the addresses of their pages."""


def episodes(index: Index, site: Site) -> dict[str, Episode]:
    """What is known of each article with sound, by its id in feeds."""
    found = ((article, article.audio) for article in index.articles)
    return {identity(article): _episode(article, a, index, site) for article, a in found if a}


def _episode(article: Article, audio: Audio, index: Index, site: Site) -> Episode:
    # Of a paid one nobody is called the maker.
    makers = () if article.paid else bylines(article.authors, index)
    return Episode(
        duration=audio.duration or 0,
        transcript=_whole(audio.transcript, site),
        chapters=site.absolute(f"{address(article)}{CHAPTERS}") if audio.chapters else "",
        people=makers,
    )


def _whole(src: str, site: Site) -> str:
    return src if not src or "://" in src else site.absolute(media_address(src))


def chapters_file(article: Article, audio: Audio) -> bytes:
    """JSON Chapters 1.2, in UTF-8 (podcast-namespace, docs/examples/chapters/jsonChapters.md)."""
    chapters = [
        {"startTime": chapter.start, "title": curly(chapter.title)}
        | ({"url": chapter.url} if chapter.url else {})
        for chapter in audio.chapters
    ]
    document = {"version": "1.2.0", "title": curly(article.title), "chapters": chapters}
    return json.dumps(document, ensure_ascii=False, separators=(",", ":")).encode()


def podcast(
    feed: bytes,
    episodes: Mapping[str, Episode],
    site: Site,
    *,
    cover: str = "",
    owner: Sender | None = None,
) -> bytes:
    """A feed in RSS as a podcast; ``episodes`` are what is known of its items, by their guid.

    ``cover`` is the path of its picture, square and at least 1400 pixels wide; ``owner`` is whom
    directories may write to. Raises KeyError for an item that is no episode.
    """
    plain = etree.fromstring(feed)
    names = {**plain.nsmap, "itunes": ITUNES, "podcast": PODCAST}
    root = etree.Element("rss", {"version": "2.0"}, nsmap=cast("dict[str, str]", names))
    root.extend(list(plain))
    for instruction in reversed(list(plain.itersiblings(preceding=True))):
        root.addprevious(instruction)
    channel = cast(etree._Element, root.find("channel"))
    about = list(_about_show(channel.findtext("description", ""), site, cover, owner))
    first = channel.find("item")
    for element in about:
        if first is None:
            channel.append(element)
        else:
            first.addprevious(element)
    for item in channel.iterfind("item"):
        item.extend(_about_episode(episodes[item.findtext("guid", "")], site))
    # What feedgen declares for single elements is declared once now.
    etree.cleanup_namespaces(root, keep_ns_prefixes=["itunes", "podcast"])
    return as_rss_text(etree.tostring(root.getroottree(), encoding="UTF-8", xml_declaration=True))


def _about_show(
    description: str, site: Site, cover: str, owner: Sender | None
) -> Sequence[etree._Element]:
    elements = [
        _itunes("author", PUBLISHER),
        _itunes("summary", description),
        _itunes("type", "episodic"),
        _itunes("explicit", "false"),
    ]
    for name, part in CATEGORIES:
        category = _itunes("category", text=name)
        if part:
            category.append(_itunes("category", text=part))
        elements.append(category)
    if cover:
        elements.append(_itunes("image", href=site.absolute(cover)))
    locked = _podcast("locked", "yes")
    if owner:
        whom = _itunes("owner")
        whom.extend((_itunes("name", owner.name), _itunes("email", owner.reply_to)))
        elements.append(whom)
        locked.set("owner", owner.reply_to)
    return [*elements, _podcast("guid", str(GUID)), _podcast("medium", "podcast"), locked]


def _about_episode(known: Episode, site: Site) -> Sequence[etree._Element]:
    elements = [_itunes("episodeType", "full")]
    if known.duration:
        elements.append(_itunes("duration", str(known.duration)))
    if known.transcript:
        kind = _TRANSCRIPTS.get(known.transcript.rpartition(".")[2].lower(), "text/html")
        transcript = _podcast("transcript", url=known.transcript, type=kind, language=LANGUAGE)
        if kind in _CAPTIONS:
            transcript.set("rel", "captions")
        elements.append(transcript)
    if known.chapters:
        kind = "application/json+chapters"
        elements.append(_podcast("chapters", url=known.chapters, type=kind))
    for maker in known.people:
        # Our bylines don't tell who speaks, only whose piece it is: https://podcasttaxonomy.com/
        person = _podcast("person", curly(maker.name), group="writing", role="author")
        if maker.url:
            person.set("href", site.absolute(maker.url))
        elements.append(person)
    return elements


def _itunes(name: str, content: str = "", /, **attributes: str) -> etree._Element:
    return _element(ITUNES, name, content, attributes)


def _podcast(name: str, content: str = "", /, **attributes: str) -> etree._Element:
    return _element(PODCAST, name, content, attributes)


def _element(space: str, name: str, content: str, attributes: Mapping[str, str]) -> etree._Element:
    element = etree.Element(f"{{{space}}}{name}", dict(attributes))
    element.text = content or None
    return element
