"""The files that programs fetch again and again, and those that a reader takes along."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from functools import partial

from site_plugins.projections.addresses import CHAPTERS, address
from site_plugins.projections.calendar_views import calendars
from site_plugins.projections.documents import motion_documents
from site_plugins.projections.feeds import FeedView, feeds
from site_plugins.projections.index import Index
from site_plugins.projections.subscriptions import OPML, PODCAST
from site_plugins.rendering.calendar_files import CalendarMaker
from site_plugins.rendering.documents import document, plain_document
from site_plugins.rendering.entries import EntryMaker
from site_plugins.rendering.feeds import FeedChannel, atom, json_feed, rss
from site_plugins.rendering.keeping import Keep
from site_plugins.rendering.mail.message import Sender
from site_plugins.rendering.opml import opml
from site_plugins.rendering.output import Output
from site_plugins.rendering.podcast import chapters_file, episodes, podcast
from site_plugins.rendering.site import Site
from site_plugins.rendering.text.bodies import Bodies
from site_plugins.rendering.word import word_document, word_recipe

_STYLES = re.compile(rb"<\?xml-stylesheet [^>]*>")


def feed_outputs(
    index: Index,
    entries: EntryMaker,
    site: Site,
    hashes: dict[str, str],
    *,
    cover: str = "",
    owner: Sender | None = None,
) -> Iterator[Output]:
    """The feeds, the list of them, the chapters of episodes, and the archives.

    ``hashes`` gets the SHA-256 of each feed by its address, whatever its style sheets are called;
    not of archives, which nobody follows.
    ``cover`` is the address of the podcast's picture, ``owner`` whom its directories may write to.
    """
    known = episodes(index, site)
    views = list(feeds(index))
    channels = []
    for view in views:
        channel = entries.channel(view)
        channels.append((view.group, channel))
        made = (
            {PODCAST.rss: podcast(rss(channel), known, site, cover=cover, owner=owner)}
            if view.feeds == PODCAST
            else _formats(view, channel)
        )
        for path, data in made.items():
            hashes[path] = hashlib.sha256(_STYLES.sub(b"", data)).hexdigest()
            yield Output(path[1:], data)
    yield Output(OPML[1:], opml(site.name, channels))
    for article in index.articles:
        if article.audio and article.audio.chapters:
            path = f"{address(article)}{CHAPTERS}"
            yield Output(path[1:], chapters_file(article, article.audio))
    # Last, as by then most entries of a small site are there.
    for view in views:
        for archive, older in zip(view.archives, entries.archives(view), strict=True):
            yield Output(archive.path[1:], atom(older))


def _formats(view: FeedView, channel: FeedChannel) -> dict[str, bytes]:
    """A feed in each of its formats, by address."""
    paths = view.feeds
    renderers = {paths.rss: rss, paths.atom: atom, paths.json: json_feed}
    return {path: render(channel) for path, render in renderers.items() if path}


def calendar_outputs(index: Index, site: Site) -> Iterator[Output]:
    """Every calendar, and a file for each meeting."""
    maker = CalendarMaker(index, site)
    for calendar in calendars(index):
        yield Output(calendar.path[1:], maker.file(calendar))


def motion_outputs(index: Index, bodies: Bodies, site: Site, keep: Keep) -> Iterator[Output]:
    """Each motion as text and as a Word document; ``keep`` spares making what was made before."""
    for made in motion_documents(index):
        text = document(made, bodies.html(made.motion.body, made.motion), site)
        yield Output(made.path("txt")[1:], plain_document(text).encode())
        key = word_recipe(text, site.name)
        yield Output(made.path("docx")[1:], keep(key, partial(word_document, text, site.name)))


def at_old_addresses(outputs: Iterable[Output], moved: Mapping[str, str]) -> Iterator[Output]:
    """All of them, and a copy at each old path: a program that fetches them reads no page.

    ``moved`` leads from old addresses to new ones.
    """
    old_paths: dict[str, list[str]] = {}
    for old, new in moved.items():
        old_paths.setdefault(new[1:], []).append(old[1:])
    for output in outputs:
        yield output
        yield from (replace(output, path=path) for path in old_paths.get(output.path, ()))
