"""What an item says of itself in a feed: a title, a summary, and its whole text."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import timedelta

from markupsafe import Markup, escape

from site_plugins.model.agenda import AgendaItem, Registration, Status
from site_plugins.model.article import GENRES, Article
from site_plugins.model.edition import Edition
from site_plugins.model.item import Image, Item, Source
from site_plugins.model.letter import Story
from site_plugins.projections.addresses import media_address
from site_plugins.projections.agenda_dates import changed_words
from site_plugins.projections.index import Index
from site_plugins.projections.newsletter import compose
from site_plugins.projections.occurrences import covers, moved_times, occurrences, planned
from site_plugins.rendering import dutch
from site_plugins.rendering.environment import when
from site_plugins.rendering.site import Site
from site_plugins.rendering.text.bodies import Bodies
from site_plugins.rendering.text.typography import curly

PAID = GENRES["advertorial"]

_CHANGED = {Status.CANCELLED: "Geannuleerd: ", Status.MOVED: "Verplaatst: "}
_HEADING = Markup("<h2>{}</h2>")
_PARAGRAPH = Markup("<p>{}</p>")


def title(item: Item) -> str:
    """Its title; what doesn't go on, or not then, says so before all else."""
    changed = _CHANGED.get(item.status, "") if isinstance(item, AgendaItem) else ""
    return curly(f"{changed}{item.title}")


def summary(item: Item) -> str:
    """What it says, and of a meeting first when it is: a feed has no calendar beside it."""
    if isinstance(item, AgendaItem):
        return curly(f"{dates(item)} {item.description}".strip())
    return curly(f"{PAID}: {item.description}" if is_paid(item) else item.description)


def is_paid(item: Item) -> bool:
    """Whether someone paid for it."""
    return isinstance(item, Article) and item.paid


def sponsor(item: Item) -> str:
    """Who paid for it; empty where nobody did."""
    return item.sponsor.name if isinstance(item, Article) and item.sponsor else ""


def content(item: Item, index: Index, bodies: Bodies, site: Site) -> str:
    """Its whole text in HTML as our pages have it: with what stands round it there."""
    parts: list[str] = []
    if is_paid(item):
        parts.append(_PARAGRAPH.format(curly(_sold_to(sponsor(item)))))
    if isinstance(item, Article) and (lead := item.chapeau or item.description):
        parts.append(f"<p><strong>{escape(curly(lead))}</strong></p>")
    if item.image:
        parts.append(_picture(item.image, site))
    if isinstance(item, AgendaItem):
        parts.append(_facts(item))
    if item.body.text:
        parts.append(bodies.html(item.body, item))
    match item:
        case Article():
            for box in item.sidebars:
                parts.append(_HEADING.format(curly(box.title)))
                parts.append(bodies.html(box.text, item))
            if item.audio and item.audio.transcript:
                parts.append(_transcript(item.audio.transcript, site))
        case Edition():
            letter = compose(item, index.library, index.placement, index.dates)
            parts.append(_list(_story(story, site) for story in letter.stories))
    if item.sources:
        parts.append(_HEADING.format("Bronnen") + _list(map(_source, item.sources)))
    return "\n".join(filter(None, parts))


# ---- parts of a text ----


def _picture(image: Image, site: Site) -> str:
    credit = (
        f"{image.caption} (beeld: {image.credit})" if image.caption else f"Beeld: {image.credit}"
    )
    src, alt = escape(site.path(media_address(image.src))), escape(curly(image.alt))
    caption = f"<figcaption>{escape(curly(credit))}</figcaption>"
    return f'<figure><img src="{src}" alt="{alt}">{caption}</figure>'


def _transcript(src: str, site: Site) -> Markup:
    place = src if "://" in src else site.path(media_address(src))
    return Markup('<p><a href="{}">Lees de uitgeschreven tekst</a></p>').format(place)


def _story(story: Story, site: Site) -> Markup:
    sold = _sold_to(story.sponsor) if story.paid else ""
    text = curly(". ".join(filter(None, (sold, story.description))))
    link = Markup('<a href="{}">{}</a><br>{}')
    return link.format(site.path(story.path), curly(story.title), text)


def _source(source: Source) -> Markup:
    year = f" ({source.year})" if source.year else ""
    link = Markup('<a href="{}">{}</a>{}') if source.url else Markup("{1}{2}")
    return link.format(source.url, curly(source.title), year)


def _list(rows: Iterable[Markup]) -> Markup:
    items = Markup("").join(Markup("<li>{}</li>").format(row) for row in rows)
    return Markup("<ul>{}</ul>").format(items) if items else Markup("")


def _sold_to(name: str) -> str:
    """``Ingezonden mededeling van Naam``."""
    return f"{PAID} van {name}" if name else PAID


# ---- meetings ----


def dates(item: AgendaItem) -> str:
    """When it is, in whole sentences. Nothing in it depends on today, so that it stays the same
    until the item changes."""
    found = [_dates(item), *_exceptions(item)]
    return " ".join(f"{words[:1].upper()}{words[1:]}." for words in found)


def _dates(item: AgendaItem) -> str:
    if item.period and (was := planned(item)):
        return f"Verplaatst. Was: {when(was)}. Nieuwe datum: {item.period.words}"
    if item.period:
        return item.period.words
    if item.rule and item.start:
        hour = "" if item.all_day else f", {dutch.clock(item.start)} uur"
        return f"{item.rule.words}{hour}"
    first, last = covers(item)
    return ", ".join(map(when, occurrences(item, first, (last or first) + timedelta(days=1))))


def _exceptions(item: AgendaItem) -> Iterator[str]:
    """What a reader of the series' words wouldn't know."""
    if item.holidays:
        yield "behalve op feestdagen"
    if item.except_:
        yield f"niet op {dutch.enumeration([dutch.plain_date(day) for day in item.except_])}"
    if item.cancelled:
        days = dutch.enumeration([dutch.plain_date(day) for day in item.cancelled])
        yield f"gaat niet door op {days}"
    for moved in moved_times(item):
        was = moved.moved_from
        if was == moved.start:
            yield f"{changed_words(moved)}: {when(moved)}"
        elif was and was.date() == moved.start.date():
            hours = f"niet om {dutch.clock(was)} uur, maar om {dutch.clock(moved.start)} uur"
            yield f"op {dutch.plain_date(was)} {hours}"
        elif was:
            yield f"verplaatst: niet op {dutch.plain_date(was)}, maar op {when(moved)}"
    if item.rule and item.extra:
        more = dutch.long_date if item.all_day else dutch.long_moment
        yield f"ook op {dutch.enumeration([more(moment) for moment in item.extra])}"


def _facts(item: AgendaItem) -> Markup:
    rows = [Markup("<strong>{}:</strong> {}").format(*row) for row in _rows(item)]
    return _PARAGRAPH.format(Markup("<br>").join(rows))


def _rows(item: AgendaItem) -> Iterator[tuple[str, str]]:
    """What an announcement of a meeting tells: names and values, in the order of its page."""
    if item.status is Status.CANCELLED:
        yield "Geannuleerd", "deze bijeenkomst gaat niet door"
    elif item.status is Status.PROVISIONAL:
        yield "Onder voorbehoud", "dag, tijd en plaats kunnen nog veranderen"
    elif item.status is Status.MOVED and not item.period:
        yield "Verplaatst", "let op de nieuwe datum"
    yield "Wanneer", dates(item)
    if place := item.location:
        parts = dict.fromkeys(filter(None, (place.name, place.address, place.city)))
        where = ", ".join(parts)
        online = ("en online" if where else "Online") if place.online else ""
        if words := " ".join(filter(None, (where, online))) or place.host:
            yield "Waar", curly(words)
    if item.invitation_only:
        yield "Toegang", "alleen op uitnodiging"
    if item.registration and item.status is not Status.CANCELLED:
        yield "Aanmelden", _registration(item.registration)


def _registration(registration: Registration) -> Markup:
    ways = []
    if registration.url:
        ways.append(Markup('<a href="{}">meld je aan</a>').format(registration.url))
    if email := registration.email:
        ways.append(Markup('mail <a href="mailto:{0}">{0}</a>').format(email))
    words = Markup(" of ").join(ways)
    closes = registration.closes
    if registration.deadline and closes:
        exact = registration.deadline == closes
        last = f"tot en met {dutch.long_date(registration.deadline)}"
        until = f"tot {dutch.long_moment(closes)}" if exact else last
        words = Markup(", ").join(filter(None, (words, until)))
    return words
