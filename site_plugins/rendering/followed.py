"""The files that programs fetch again and again, and those that a reader takes along."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from functools import partial

from site_plugins.model.item import Item
from site_plugins.projections.addresses import CHAPTERS, address
from site_plugins.projections.calendar_views import CalendarView, calendars
from site_plugins.projections.documents import MotionDocument, motion_documents
from site_plugins.projections.feeds import FeedView, feeds
from site_plugins.projections.index import Index
from site_plugins.projections.subscriptions import OPML, PODCAST, SITE
from site_plugins.rendering.calendar_files import CalendarMaker
from site_plugins.rendering.documents import document, plain_document
from site_plugins.rendering.entries import EntryMaker
from site_plugins.rendering.feeds import FeedChannel, atom, json_feed, rss
from site_plugins.rendering.keeping import Keep
from site_plugins.rendering.mail.message import Sender
from site_plugins.rendering.opml import opml
from site_plugins.rendering.output import Output
from site_plugins.rendering.podcast import Episode, chapters_file, episodes, podcast
from site_plugins.rendering.site import Site
from site_plugins.rendering.text.bodies import Bodies

_STYLES = re.compile(rb"<\?xml-stylesheet [^>]*>")


@dataclass(frozen=True, slots=True)
class FeedFile:
    """A file that feed readers fetch: what it is made of, and how.

    It is the same where its ``items`` and what ``EntryMaker.told`` tells of each are the same, and
    its ``about``, the site, and the maker's ``styles``.
    """

    path: str
    """On the site, beginning with ``/``."""
    items: Sequence[Item]
    """Whose texts stand in it, in their order."""
    about: tuple[object, ...]
    """What else stands in it, but for how it looks in a browser."""
    make: Callable[[], bytes]
    followed: bool = False
    """Whether it is a feed that a hub is told of: no archive, which nobody follows."""


def feed_files(
    index: Index,
    entries: EntryMaker,
    site: Site,
    *,
    cover: str = "",
    owner: Sender | None = None,
) -> Iterator[FeedFile]:
    """The feeds, the list of them, the chapters of episodes, and the archives. Nothing is made yet.

    ``cover`` is the address of the podcast's picture, ``owner`` whom its directories may write to.
    """
    views = list(feeds(index))
    about: tuple[object, ...]
    for view in views:
        subject = _subject(view, entries)
        if view.feeds == PODCAST:
            known = episodes(index, site)
            about = ("podcast", subject, known, cover, owner)
            make = partial(_podcast, entries, view, known, site, cover, owner)
            yield FeedFile(PODCAST.rss, view.items, about, make, followed=True)
            continue
        formats = {view.feeds.rss: rss, view.feeds.atom: atom, view.feeds.json: json_feed}
        for path, render in formats.items():
            if path:
                make = partial(_feed, entries, view, render)
                about = (render.__name__, len(view.archives), subject)
                yield FeedFile(path, view.items, about, make, followed=True)
    groups = [(view.group, _subject(view, entries)) for view in views]
    yield FeedFile(OPML, (), ("opml", groups), partial(_list, entries, views, site))
    for article in index.articles:
        if article.audio and article.audio.chapters:
            path = f"{address(article)}{CHAPTERS}"
            make = partial(chapters_file, article, article.audio)
            yield FeedFile(path, (article,), ("chapters",), make)
    for view in views:
        subject, whole = _subject(view, entries), view.feeds == SITE
        for number, archive in enumerate(view.archives):
            last = number + 1 == len(view.archives)
            make = partial(entries.archive, view, number, whole=whole)
            about = ("archive", number, last, whole, subject)
            yield FeedFile(archive.path, archive.items, about, make)


def _subject(view: FeedView, entries: EntryMaker) -> tuple[object, ...]:
    """What a feed says of itself, but for the site and what follows from its items."""
    return view.feeds, view.home, view.description, view.id, entries.icon


def _list(entries: EntryMaker, views: Sequence[FeedView], site: Site) -> bytes:
    return opml(site.name, ((view.group, entries.shell(view)) for view in views))


def _feed(entries: EntryMaker, view: FeedView, render: Callable[[FeedChannel], bytes]) -> bytes:
    return render(entries.channel(view))


def _podcast(
    entries: EntryMaker,
    view: FeedView,
    known: Mapping[str, Episode],
    site: Site,
    cover: str,
    owner: Sender | None,
) -> bytes:
    return podcast(rss(entries.channel(view)), known, site, cover=cover, owner=owner)


def feed_hash(data: bytes) -> str:
    """The SHA-256 of a feed, whatever its style sheets are called."""
    return hashlib.sha256(_STYLES.sub(b"", data)).hexdigest()


Digest = Callable[..., bytes]
"""Of some values, in which an item counts for all that is known of it, and of the site."""


def calendar_outputs(index: Index, site: Site, of: Digest) -> Iterator[Output]:
    """Every calendar, and a file for each meeting; ``of`` gives the digest of what they hold."""
    maker = CalendarMaker(index, site)
    for view in calendars(index):
        key = partial(_calendar_key, of, maker, view, index.now)
        yield Output(view.path[1:], make=partial(maker.file, view), key=key)


def _calendar_key(of: Digest, maker: CalendarMaker, view: CalendarView, now: datetime) -> bytes:
    # Of now only the year counts: ``ics_event``.
    return of("calendar", view, [maker.terms(item) for item in view.items], now.year)


def motion_outputs(
    index: Index, bodies: Bodies, site: Site, keep: Keep, of: Digest
) -> Iterator[Output]:
    """Each motion as text and as a Word document; ``keep`` spares making what was made before."""
    for made in motion_documents(index):
        text = partial(_motion_text, made, bodies, site)
        word = partial(_motion_word, made, bodies, site, keep)
        key = partial(of, "motion", made)
        yield Output(made.path("txt")[1:], make=text, key=key)
        yield Output(made.path("docx")[1:], make=word, key=key)


def _motion_text(made: MotionDocument, bodies: Bodies, site: Site) -> bytes:
    text = document(made, bodies.html(made.motion.body, made.motion), site)
    return plain_document(text).encode()


def _motion_word(made: MotionDocument, bodies: Bodies, site: Site, keep: Keep) -> bytes:
    # Here, as python-docx is slow to read, and not every site has motions.
    from site_plugins.rendering.word import word_document, word_recipe

    text = document(made, bodies.html(made.motion.body, made.motion), site)
    return keep(word_recipe(text, site.name), partial(word_document, text, site.name))


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
