"""Items as they stand in feeds and calendars: whole texts, absolute addresses."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import timedelta

from markupsafe import Markup, escape

from site_plugins.model.agenda import AgendaItem
from site_plugins.model.article import GENRES, Article, Audio
from site_plugins.model.edition import Edition
from site_plugins.model.item import Item
from site_plugins.model.letter import Story
from site_plugins.model.vocabulary import Audience, Topic
from site_plugins.projections.addresses import address, media_address
from site_plugins.projections.articles import bylines
from site_plugins.projections.calendars import IcsEvent, ics_event
from site_plugins.projections.feeds import CalendarView, FeedView, announced
from site_plugins.projections.index import Index
from site_plugins.projections.newsletter import compose
from site_plugins.projections.occurrences import covers, occurrences
from site_plugins.rendering import dutch
from site_plugins.rendering.environment import when
from site_plugins.rendering.feeds import Enclosure, FeedChannel, FeedEntry
from site_plugins.rendering.html import absolute
from site_plugins.rendering.ics import calendar
from site_plugins.rendering.site import Site
from site_plugins.rendering.text.bodies import Bodies
from site_plugins.rendering.text.typography import curly

IDENTITY = "tag:lokaalbestuur.nl,2026:"
"""RFC 4151: makes an item's id unique in the world, whatever address the site has."""
PAID = GENRES["advertorial"]

_SOUNDS = {"m4a": "audio/mp4", "ogg": "audio/ogg", "opus": "audio/ogg", "wav": "audio/wav"}


def identity(item: Item) -> str:
    """The id of an item in feeds: its own where that is an IRI, else a tag."""
    return (
        item.id
        if "://" in item.id or item.id.startswith(("tag:", "urn:"))
        else (IDENTITY + item.id)
    )


class EntryMaker:
    """Makes feed entries, each item's once, as it stands in many feeds."""

    def __init__(self, index: Index, bodies: Bodies, site: Site) -> None:
        self._index = index
        self._bodies = bodies
        self._site = site
        self._made: dict[str, FeedEntry] = {}

    def channel(self, view: FeedView) -> FeedChannel:
        """A feed with its entries."""
        site = self._site
        entries = tuple(self._entry(item) for item in view.items)
        name = view.feeds.title
        title = name if name.startswith(site.name) else f"{site.name}: {name}"
        updated = max((entry.updated for entry in entries), default=self._index.latest)
        return FeedChannel(
            id=f"{IDENTITY}feed:{view.home}",
            title=curly(title),
            description=curly(view.description),
            home=site.absolute(view.home),
            rss=site.absolute(view.feeds.rss),
            atom=site.absolute(view.feeds.atom),
            json=site.absolute(view.feeds.json),
            updated=updated,
            entries=entries,
        )

    def _entry(self, item: Item) -> FeedEntry:
        if item.key not in self._made:
            self._made[item.key] = self._make(item)
        return self._made[item.key]

    def _make(self, item: Item) -> FeedEntry:
        library = self._index.library
        published = announced(item, self._index.now)
        assert published, "feeds() leaves out what has no date"
        sponsor = _sponsor(item)
        paid = isinstance(item, Article) and item.paid
        names: tuple[str, ...] = (sponsor,) if sponsor else ()
        if isinstance(item, Article) and not sponsor:
            names = tuple(byline.name for byline in bylines(item.authors, self._index))
        terms = [*library.pick(item.topics, Topic), *library.pick(item.audiences, Audience)]
        return FeedEntry(
            id=identity(item),
            url=self._site.absolute(address(item)),
            title=curly(item.title),
            summary=curly(f"{PAID}: {item.description}" if paid else _summary(item)),
            content=self._content(item),
            published=published,
            updated=max(published, item.updated or published),
            authors=names,
            categories=(*((PAID,) if paid else ()), *(curly(term.title) for term in terms)),
            image=self._site.absolute(media_address(item.image.src)) if item.image else "",
            enclosure=self._sound(item.audio) if isinstance(item, Article) else None,
        )

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

    def _content(self, item: Item) -> str:
        parts: list[str] = []
        if paid_by := _paid_by(item):
            parts.append(Markup("<p>{}</p>").format(curly(paid_by)))
        if item.body.text:
            parts.append(self._bodies.html(item.body, item))
        match item:
            case Article():
                for box in item.sidebars:
                    parts.append(Markup("<h2>{}</h2>").format(curly(box.title)))
                    parts.append(self._bodies.html(box.text, item))
                if item.audio and item.audio.transcript:
                    parts.append(self._transcript(item.audio.transcript))
            case Edition():
                letter = compose(item, self._index.library, self._index.placement)
                parts.append(self._contents(letter.stories))
        page = escape(self._site.absolute(address(item)))
        # A footnote's number leads within its page, and a feed reader shows it elsewhere.
        html = "\n".join(parts).replace(' href="#', f' href="{page}#')
        return absolute(html, self._site.url)

    def _transcript(self, src: str) -> str:
        place = src if "://" in src else self._site.path(media_address(src))
        return Markup('<p><a href="{}">Lees de uitgeschreven tekst</a></p>').format(place)

    def _contents(self, stories: Sequence[Story]) -> str:
        rows = [
            Markup('<li><a href="{}">{}</a><br>{}</li>').format(
                self._site.path(story.path),
                curly(story.title),
                curly(". ".join(filter(None, (_sold(story), story.description)))),
            )
            for story in stories
        ]
        return Markup("<ul>{}</ul>").format(Markup("").join(rows)) if rows else ""


def _summary(item: Item) -> str:
    """What it says, and of a meeting first when it is: a feed has no calendar beside it."""
    if not isinstance(item, AgendaItem):
        return item.description
    if item.period:
        dates = item.period.words
    elif item.rule and item.start:
        hour = "" if item.all_day else f", {dutch.clock(item.start)} uur"
        dates = f"{item.rule.words}{hour}"
    else:
        first, last = covers(item)
        found = occurrences(item, first, (last or first) + timedelta(days=1))
        dates = ", ".join(map(when, found))
    return f"{dates[:1].upper()}{dates[1:]}. {item.description}".strip()


def _paid_by(item: Item) -> str:
    """``Ingezonden mededeling van Naam`` for what someone paid for, else nothing."""
    if not (isinstance(item, Article) and item.paid):
        return ""
    return _sold_to(_sponsor(item))


def _sold(story: Story) -> str:
    return _sold_to(story.sponsor) if story.paid else ""


def _sold_to(sponsor: str) -> str:
    return f"{PAID} van {sponsor}" if sponsor else PAID


def _sponsor(item: Item) -> str:
    return item.sponsor.name if isinstance(item, Article) and item.sponsor else ""


def calendar_bytes(view: CalendarView, index: Index, site: Site) -> bytes:
    """A calendar file."""
    found = (_event(item, index, site) for item in view.items)
    return calendar(
        curly(f"CLB: {view.title}"),
        curly(view.description),
        [event for event in found if event],
        url=site.absolute(view.home),
    )


def _event(item: AgendaItem, index: Index, site: Site) -> IcsEvent | None:
    terms = [*index.library.pick(item.topics, Topic), *index.library.pick(item.audiences, Audience)]
    event = ics_event(
        item,
        url=site.absolute(address(item)),
        categories=tuple(curly(term.title) for term in terms),
    )
    return event and replace(
        event,
        summary=curly(event.summary),
        description=curly(event.description),
        location=curly(event.location),
        organiser=curly(event.organiser),
    )
