"""What a page tells machines of its subject, in the words of https://schema.org.

Everything comes from the page's own view, so that it says what readers see, and no more.
What search engines do with it: https://developers.google.com/search/docs/appearance/structured-data
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Union

from site_plugins.model.agenda import AgendaItem, Location, Status
from site_plugins.model.article import Article, Audio, Sponsor
from site_plugins.model.item import ZONE, Image
from site_plugins.model.organisation import Person
from site_plugins.projections.addresses import media_address
from site_plugins.projections.articles import ArticleView, Byline, TermView
from site_plugins.projections.events import EventView
from site_plugins.projections.names import EDITORS
from site_plugins.projections.occurrences import Occurrence, planned
from site_plugins.projections.pages import Page
from site_plugins.projections.sections import FrontView

MOST_DATES = 12
"""Dates of a series that are told: more weigh on the page, and calendars have them all."""


@dataclass(frozen=True, slots=True)
class Address:
    """A path on the site, or a whole address elsewhere."""

    path: str


Value = Union[str, int, bool, date, Address, "Thing", "Sequence[Value]", None]
Thing = Mapping[str, Value]
"""A thing by its properties; one that is empty or None says nothing, and is left out."""


@dataclass(frozen=True, slots=True)
class Trail:
    """A ``BreadcrumbList``, from the front page to the page itself: names and paths.

    Nearly every page has one, so it is no ``Thing`` that is spelled out first.
    """

    steps: Sequence[tuple[str, str]]


ASSOCIATION: Thing = {
    "@type": "Organization",
    "@id": Address("/#vereniging"),
    "name": "Centrum voor Lokaal Bestuur",
    "url": Address("/"),
}

_EVENT = "https://schema.org/Event"
_ONLINE, _OFFLINE, _MIXED = (
    f"https://schema.org/{mode}EventAttendanceMode" for mode in ("Online", "Offline", "Mixed")
)


def things(page: Page) -> Iterator[Thing | Trail]:
    """Everything that a page tells; nothing where there is no page at the address (404)."""
    view = page.view
    match view:
        case FrontView():
            yield from _site(page)
            return
        case ArticleView():
            yield _article(page, view)
            if view.article.audio:
                yield _episode(page, view, view.article.audio)
        case EventView():
            # Of what is over the page names the last date.
            for when in (view.coming or view.past[-1:])[:MOST_DATES]:
                yield _event(page, view.item, when)
            if was := planned(view.item):
                yield _event(page, view.item, was)
        case TermView(term=Person() as person) if page.item:
            yield _person(page, person)
    if not page.path.endswith(".html"):
        yield _trail(page)


def _site(page: Page) -> Iterator[Thing]:
    yield {
        **ASSOCIATION,
        "alternateName": "CLB",
        "description": "De vereniging van bestuurders en volksvertegenwoordigers in gemeente,"
        " provincie en waterschap.",
    }
    yield {
        "@type": "WebSite",
        "name": page.title,
        "description": page.description,
        "url": Address("/"),
        "inLanguage": "nl",
        "publisher": {"@id": ASSOCIATION["@id"]},
        "potentialAction": {
            "@type": "SearchAction",
            "target": {
                "@type": "EntryPoint",
                "urlTemplate": Address("/zoeken/?q={search_term_string}"),
            },
            "query-input": "required name=search_term_string",
        },
    }


def _article(page: Page, view: ArticleView) -> Thing:
    article = view.article
    return {
        "@type": "AdvertiserContentArticle" if article.paid else "NewsArticle",
        "headline": article.title,
        "description": article.description,
        "url": Address(page.path),
        "mainEntityOfPage": Address(page.path),
        **_dates(article),
        "author": _authors(view, article.sponsor),
        "publisher": ASSOCIATION,
        "image": _image(article.image),
        "articleSection": view.label,
        "keywords": [topic.title for topic in view.topics],
        "isAccessibleForFree": True,
        "inLanguage": "nl",
    }


def _dates(article: Article) -> Thing:
    return {"datePublished": article.date, "dateModified": article.modified}


def _authors(view: ArticleView, sponsor: Sponsor | None) -> Sequence[Thing]:
    if sponsor:
        return [
            {
                "@type": "Organization",
                "name": sponsor.name,
                "url": Address(sponsor.url) if sponsor.url else None,
            }
        ]
    return [_author(byline) for byline in view.bylines] or [ASSOCIATION]


def _author(byline: Byline) -> Thing:
    return {
        "@type": "Organization" if byline.url == f"/{EDITORS}/" else "Person",
        "name": byline.name,
        "jobTitle": byline.role,
        "url": Address(byline.url) if byline.url else None,
    }


def _image(image: Image | None) -> Thing | None:
    if image is None:
        return None
    return {
        "@type": "ImageObject",
        "url": Address(media_address(image.src)),
        "description": image.alt,
        "caption": image.caption,
        "creditText": image.credit,
    }


def _episode(page: Page, view: ArticleView, audio: Audio) -> Thing:
    article = view.article
    return {
        "@type": "PodcastEpisode",
        "name": article.title,
        "description": article.description,
        "url": Address(page.path),
        "datePublished": article.date,
        "image": _image(article.image),
        "inLanguage": "nl",
        "associatedMedia": {
            "@type": "AudioObject",
            "contentUrl": _file(audio.src),
            "contentSize": str(audio.length) if audio.length else None,
            "duration": f"PT{audio.duration}S" if audio.duration else None,
        },
        "partOfSeries": {
            "@type": "PodcastSeries",
            "name": article.series or "Lokaal Bestuur",
            "url": Address("/"),
        },
    }


def _file(src: str) -> Address:
    return Address(src if "://" in src else media_address(src))


def _event(page: Page, item: AgendaItem, when: Occurrence) -> Thing:
    place, was = item.location, when.previous_start
    return {
        "@type": "Event",
        "name": item.title,
        "description": item.description,
        "url": Address(page.path),
        "startDate": _moment(when.start, when.all_day),
        "endDate": _moment(when.end, when.all_day) if when.end else None,
        "previousStartDate": _moment(was, when.all_day) if was else None,
        "eventStatus": _event_status(item, when),
        "eventAttendanceMode": _attendance(place) if place else None,
        "location": list(_locations(page, place)) if place else None,
        "organizer": _organiser(item.organiser),
        "maximumAttendeeCapacity": item.registration.capacity if item.registration else None,
        "image": _image(item.image),
        "inLanguage": "nl",
    }


def _event_status(item: AgendaItem, when: Occurrence) -> str | None:
    """There is no word for a provisional date, so of that nothing is said."""
    if item.status is Status.CANCELLED or when.cancelled:
        return f"{_EVENT}Cancelled"
    if item.postponed:
        return f"{_EVENT}Postponed"
    if item.status is Status.MOVED or when.previous_start:
        return f"{_EVENT}Rescheduled"
    return f"{_EVENT}Scheduled" if item.status is Status.CONFIRMED else None


def _organiser(name: str) -> Thing:
    if name in ("", ASSOCIATION["name"]):
        return ASSOCIATION
    return {"@type": "Organization", "name": name}


def _moment(moment: datetime, all_day: bool) -> date:
    return moment.astimezone(ZONE).date() if all_day else moment


def _somewhere(place: Location) -> bool:
    return bool(place.name or place.address or place.city)


def _attendance(place: Location) -> str | None:
    if not _somewhere(place):
        return _ONLINE if place.online else None
    return _MIXED if place.online else _OFFLINE


def _locations(page: Page, place: Location) -> Iterator[Thing]:
    if _somewhere(place):
        yield {
            "@type": "Place",
            "name": place.name or place.city or place.address,
            "url": Address(place.url) if place.url else None,
            "address": {
                "@type": "PostalAddress",
                "streetAddress": place.address,
                "addressLocality": place.city,
            }
            if place.address or place.city
            else None,
        }
    if place.online:
        # Who joins finds the way on the public page, never here.
        public = place.url if not _somewhere(place) else ""
        yield {"@type": "VirtualLocation", "url": Address(public or page.path)}


def _person(page: Page, person: Person) -> Thing:
    present = [role for role in person.roles if not role.until]
    bodies = dict.fromkeys(role.body for role in present if role.body)
    return {
        "@type": "Organization" if person.key == EDITORS else "Person",
        "name": person.title,
        "description": person.description,
        "url": Address(page.path),
        "image": _image(person.image) or (_file(person.photo) if person.photo else None),
        "jobTitle": list(dict.fromkeys(role.role for role in present)),
        "affiliation": [{"@type": "Organization", "name": body} for body in bodies],
    }


def _trail(page: Page) -> Trail:
    steps = [("Voorpagina", "/"), *((link.text, link.url) for link in page.crumbs)]
    steps.append((page.title, page.path))
    return Trail(steps)
