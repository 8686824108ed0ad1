"""Items as they stand in feeds: whole texts, absolute addresses."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

from site_plugins.model.article import Article, Audio
from site_plugins.model.item import Item
from site_plugins.model.vocabulary import Audience, Topic
from site_plugins.projections.addresses import address, media_address
from site_plugins.projections.articles import bylines
from site_plugins.projections.feeds import FeedView, announced, changed
from site_plugins.projections.index import Index
from site_plugins.projections.subscriptions import SITE
from site_plugins.rendering import entry_texts
from site_plugins.rendering.feed_content import portable
from site_plugins.rendering.feeds import NEVER, Enclosure, FeedChannel, FeedEntry
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
        self._icon = site.absolute(icon)
        self._styles = tuple((site.path(path), kind) for path, kind in styles)
        self._made: dict[str, FeedEntry] = {}
        self._brief: dict[str, FeedEntry] = {}

    def channel(self, view: FeedView) -> FeedChannel:
        """A feed with its entries."""
        older = view.archives[-1].path if view.archives else ""
        return self._channel(view, tuple(map(self._entry, view.items)), view.feeds.atom, older)

    def archives(self, view: FeedView) -> Iterator[FeedChannel]:
        """The Atom documents with its older entries (RFC 5005, 4), the oldest first.

        Those of the feed of everything hold whole texts, those of all others summaries with a
        link: in ten thousand items each stands in six feeds, and its text once in an archive.
        """
        make = self._whole if view.feeds == SITE else self._summarised
        paths = [archive.path for archive in view.archives]
        # After the last comes the feed itself: the W3C validator finds an archive that leads to
        # no other document incomplete.
        newer = [*paths[1:], view.feeds.atom]
        for archive, before, after in zip(view.archives, ["", *paths], newer, strict=False):
            entries = tuple(map(make, archive.items))
            channel = self._channel(view, entries, archive.path, before)
            current = self._site.absolute(view.feeds.atom)
            yield replace(channel, current=current, newer=self._site.absolute(after))

    def _channel(
        self, view: FeedView, entries: tuple[FeedEntry, ...], atom: str, older: str
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
            updated=max((e.updated for e in entries if e.updated), default=NEVER),
            entries=entries,
            hub=site.hub,
            icon=self._icon,
            older=site.absolute(older),
            styles=self._styles,
        )

    def _entry(self, item: Item) -> FeedEntry:
        if item.key not in self._made:
            self._made[item.key] = self._make(item, whole=True)
        return self._made[item.key]

    def _whole(self, item: Item) -> FeedEntry:
        """The entry, not kept where it stands in no feed: an archive has most items of a site."""
        return self._made.get(item.key) or self._make(item, whole=True)

    def _summarised(self, item: Item) -> FeedEntry:
        if item.key not in self._brief:
            self._brief[item.key] = self._make(item, whole=False)
        return self._brief[item.key]

    def _make(self, item: Item, *, whole: bool) -> FeedEntry:
        library = self._index.library
        page = self._site.absolute(address(item))
        sponsor = entry_texts.sponsor(item)
        names: tuple[str, ...] = (sponsor,) if sponsor else ()
        if isinstance(item, Article) and not sponsor:
            names = tuple(byline.name for byline in bylines(item.authors, self._index))
        terms = [*library.pick(item.topics, Topic), *library.pick(item.audiences, Audience)]
        paid = (entry_texts.PAID,) if entry_texts.is_paid(item) else ()
        return FeedEntry(
            id=identity(item),
            url=page,
            title=entry_texts.title(item),
            summary=entry_texts.summary(item),
            content=self._content(item, page) if whole else "",
            published=announced(item, self._index.now),
            updated=changed(item, self._index.now),
            authors=names,
            categories=(*paid, *(curly(term.title) for term in terms)),
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
