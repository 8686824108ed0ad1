"""Items as they stand in feeds: whole texts, absolute addresses."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime
from functools import cache, lru_cache

from site_plugins.model.agenda import AgendaItem
from site_plugins.model.article import Article, Audio
from site_plugins.model.edition import Edition
from site_plugins.model.item import Item, Key, Signatory
from site_plugins.model.vocabulary import Audience, Topic
from site_plugins.projections.addresses import address, media_address
from site_plugins.projections.articles import bylines
from site_plugins.projections.feeds import FeedView, announced, changed
from site_plugins.projections.index import Index
from site_plugins.projections.newsletter import compose
from site_plugins.rendering import entry_texts
from site_plugins.rendering.feed_content import portable
from site_plugins.rendering.feed_entries import NEVER, Enclosure, FeedEntry
from site_plugins.rendering.feeds import FeedChannel, atom
from site_plugins.rendering.site import Site
from site_plugins.rendering.text.bodies import Bodies
from site_plugins.rendering.text.typography import curly

IDENTITY = "tag:lokaalbestuur.nl,2026:"
"""RFC 4151: makes an item's id unique in the world, whatever address the site has."""

_SOUNDS = {"m4a": "audio/mp4", "ogg": "audio/ogg", "opus": "audio/ogg", "wav": "audio/wav"}


def identity(item: Item) -> str:
    """The id of an item in feeds: its own where that is an IRI, else a tag."""
    return (
        item.id
        if "://" in item.id or item.id.startswith(("tag:", "urn:"))
        else (IDENTITY + item.id)
    )


_AT_HAND = 1024
"""Entries with their whole texts that are kept for the next feed."""


class EntryMaker:
    """Makes feeds, and each item's entry once, as it stands in many of them.

    ``icon`` is the path of the site's icon, ``styles`` are the paths and types of what shows a feed
    in a browser.
    """

    def __init__(
        self,
        index: Index,
        bodies: Bodies,
        site: Site,
        icon: str = "",
        styles: Sequence[tuple[str, str]] = (),
    ) -> None:
        self._index = index
        self._bodies = bodies
        self._site = site
        self.icon = site.absolute(icon)
        self.styles = tuple((site.path(path), kind) for path, kind in styles)
        """As feeds name them; they are no part of what ``shell`` and ``told`` tell."""
        # A summary is small, and each stands in several archives; whole texts are not, and do not.
        self._brief = cache(self._brief_of)
        self._whole = lru_cache(maxsize=_AT_HAND)(self._whole_of)
        self._changes: dict[Key, datetime | None] = {}
        self._names = lru_cache(maxsize=4096)(self._names_of)
        self._terms = lru_cache(maxsize=4096)(self._terms_of)

    # ---- feeds ----

    def shell(self, view: FeedView) -> FeedChannel:
        """A feed without its entries."""
        older = view.archives[-1].path if view.archives else ""
        return self._channel(view, view.items, view.feeds.atom, older)

    def channel(self, view: FeedView) -> FeedChannel:
        """A feed with its entries."""
        entries = tuple(self._whole(item.key) for item in view.items)
        return replace(self.shell(view), entries=entries, styles=self.styles)

    def archive(self, view: FeedView, number: int, *, whole: bool) -> bytes:
        """One of the Atom documents with its older entries (RFC 5005, 4), the oldest being number
        0: with whole texts, or with summaries and a link.

        Of the feed of everything they are whole, of all others not: in ten thousand items each
        stands in six feeds, and its text once in an archive.
        """
        archive, absolute = view.archives[number], self._site.absolute
        older = view.archives[number - 1].path if number else ""
        # After the last comes the feed itself: the W3C validator finds an archive that leads to
        # no other document incomplete.
        last = number + 1 == len(view.archives)
        newer = view.feeds.atom if last else view.archives[number + 1].path
        shell = self._channel(
            view, archive.items, archive.path, older, absolute(newer), absolute(view.feeds.atom)
        )
        keys = [item.key for item in archive.items]
        made = (self._whole(key).as_atom for key in keys) if whole else map(self._brief, keys)
        return atom(replace(shell, styles=self.styles), made)

    def _channel(
        self,
        view: FeedView,
        items: Sequence[Item],
        atom: str,
        older: str,
        newer: str = "",
        current: str = "",
    ) -> FeedChannel:
        site = self._site
        name = view.feeds.title
        title = name if name.startswith(site.name) else f"{site.name}: {name}"
        return FeedChannel(
            id=f"{IDENTITY}feed:{view.id or view.home}",
            title=curly(title),
            description=curly(view.description),
            home=site.absolute(view.home),
            rss=site.absolute(view.feeds.rss),
            atom=site.absolute(atom),
            json=site.absolute(view.feeds.json),
            updated=max(filter(None, map(self._changed, items)), default=NEVER),
            entries=(),
            hub=site.hub,
            icon=self.icon,
            older=site.absolute(older),
            newer=newer,
            current=current,
        )

    # ---- entries ----

    def told(self, item: Item) -> tuple[object, ...]:
        """What its entry tells that is not in its own file: when it was announced and changed, the
        names of its authors and terms, the stories of an edition, the size of a recording.
        """
        now = self._index.now
        mine = (announced(item, now), self._changed(item), self._terms(item.topics, item.audiences))
        match item:
            case Article():
                sound = self._sound(item.audio)
                return (*mine, self._names(item.authors), sound and sound.length)
            case Edition():
                library = self._index.library
                letter = compose(item, library, self._index.placement, self._index.dates)
                return (*mine, letter.stories)
            case _:
                return mine

    def may_change(self, item: Item) -> bool:
        """Whether time alone may change what ``told`` tells of an item, or the feeds it is in."""
        later = item.updated and item.updated > self._index.now
        return bool(later) or isinstance(item, Edition | AgendaItem)

    def _changed(self, item: Item) -> datetime | None:
        if item.key not in self._changes:
            self._changes[item.key] = changed(item, self._index.now)
        return self._changes[item.key]

    def _brief_of(self, key: Key) -> bytes:
        return self._make(self._index.library.items[key], whole=False).as_atom

    def _whole_of(self, key: Key) -> FeedEntry:
        return self._make(self._index.library.items[key], whole=True)

    def _names_of(self, authors: tuple[Signatory, ...]) -> tuple[str, ...]:
        return tuple(byline.name for byline in bylines(authors, self._index))

    def _terms_of(self, topics: tuple[Key, ...], audiences: tuple[Key, ...]) -> tuple[str, ...]:
        library = self._index.library
        terms = [*library.pick(topics, Topic), *library.pick(audiences, Audience)]
        return tuple(curly(term.title) for term in terms)

    def _make(self, item: Item, *, whole: bool) -> FeedEntry:
        page = self._site.absolute(address(item))
        sponsor = entry_texts.sponsor(item)
        names: tuple[str, ...] = (sponsor,) if sponsor else ()
        if isinstance(item, Article) and not sponsor:
            names = self._names(item.authors)
        paid = (entry_texts.PAID,) if entry_texts.is_paid(item) else ()
        return FeedEntry(
            id=identity(item),
            url=page,
            title=entry_texts.title(item),
            summary=entry_texts.summary(item),
            content=self._content(item, page) if whole else "",
            published=announced(item, self._index.now),
            updated=self._changed(item),
            authors=names,
            categories=(*paid, *self._terms(item.topics, item.audiences)),
            image=self._site.absolute(media_address(item.image.src)) if item.image else "",
            enclosure=self._sound(item.audio) if isinstance(item, Article) else None,
        )

    def _content(self, item: Item, page: str) -> str:
        html = entry_texts.content(item, self._index, self._bodies, self._site)
        return portable(html, page, self._site.url)

    def _sound(self, audio: Audio | None) -> Enclosure | None:
        if audio is None:
            return None
        elsewhere = "://" in audio.src
        return Enclosure(
            audio.src if elsewhere else self._site.absolute(media_address(audio.src)),
            audio.length or self._index.library.media.get(audio.src, 0),
            _SOUNDS.get(audio.src.rpartition(".")[2].lower(), "audio/mpeg"),
            audio.duration or 0,
        )
