"""The page that tells every way to follow the site: each calendar, each feed, and how."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, replace
from functools import partial

from site_plugins.model.item import Item
from site_plugins.model.organisation import PlainPage
from site_plugins.projections import subscriptions
from site_plugins.projections.addresses import address
from site_plugins.projections.calendar_views import CalendarView, calendars
from site_plugins.projections.feeds import FeedView, feeds
from site_plugins.projections.index import Index
from site_plugins.projections.names import section_link
from site_plugins.projections.pages import Feeds, Page

TITLE = "Volg ons"
DESCRIPTION = (
    "De agenda in je eigen kalender, nieuws in een feedlezer en elke zondag de nieuwsbrief: kies"
    " zelf hoe je ons volgt."
)


@dataclass(frozen=True, slots=True)
class Way:
    """Something to follow: its name, its page (empty where it has none), and its addresses."""

    name: str
    page: str
    feeds: Feeds


@dataclass(frozen=True, slots=True)
class WayGroup:
    """Ways under a heading."""

    title: str
    ways: Sequence[Way]


@dataclass(frozen=True, slots=True)
class FollowView:
    """All ways to follow.

    ``item`` is the editors' introduction, where there is one; ``podcast`` is None until there is
    an episode; ``contact`` and ``privacy`` are the pages with those names, if public.
    """

    item: PlainPage | None
    related: Sequence[Item]
    calendar: str
    calendars: Sequence[WayGroup]
    feeds: Sequence[WayGroup]
    general: Sequence[Way]
    podcast: Feeds | None
    contact: PlainPage | None
    privacy: PlainPage | None


def following_page(index: Index, known: Collection[str]) -> Page:
    """The page of all ways to follow; ``known`` are the addresses of all other pages."""
    library = index.library
    own = (item for item in library.of(PlainPage) if address(item) == subscriptions.WAYS)
    item = next(own, None)
    views = list(feeds(index))
    podcast = subscriptions.PODCAST if subscriptions.PODCAST in (v.feeds for v in views) else None
    general = [view for view in views if view.feeds in subscriptions.GENERAL]
    parts = _calendar_groups(calendars(index), known)
    # Programs hear of it here, as there is no page of its own that tells them.
    homeless = (way.feeds for part in parts for way in part.ways if not way.page)
    others = [view for view in views if view.feeds not in (*subscriptions.GENERAL, podcast)]
    return Page(
        path=subscriptions.WAYS,
        title=item.title if item else TITLE,
        description=(item.description if item else "") or DESCRIPTION,
        template="follow.html",
        section=PlainPage.folder,
        crumbs=(section_link(PlainPage),),
        feeds=subscriptions.SITE,
        more_feeds=(
            subscriptions.AGENDA,
            subscriptions.EDITIONS,
            *((podcast,) if podcast else ()),
            *homeless,
        ),
        modified=item.modified if item else None,
        item=item,
        image=item.image if item else None,
        scripts=("copy.js",),
        make=partial(
            FollowView,
            item=item,
            related=index.related(item) if item else (),
            calendar=subscriptions.AGENDA.calendar,
            calendars=parts,
            feeds=_grouped((view.group, _feed_way(view)) for view in others),
            general=[replace(_feed_way(view), name=view.group) for view in general],
            podcast=podcast,
            contact=library.find("over/contact", PlainPage),
            privacy=library.find("over/privacy", PlainPage),
        ),
    )


_HEADINGS = {
    "doelgroepen": "Per functie",
    "agenda": "Per bestuurslaag",
    "netwerken": "Per netwerk",
    "onderwerpen": "Per onderwerp",
}
"""What calendars are listed under, by the first folder of their page."""


def _calendar_groups(views: Iterable[CalendarView], known: Collection[str]) -> list[WayGroup]:
    """The calendars of a part of the agenda: those beside which stands what still comes.

    A single meeting has no such calendar.
    """
    all_of_them = {view.path: view for view in views}
    return _grouped(
        (_HEADINGS.get(view.home.split("/")[1], "Andere"), _calendar_way(view, known))
        for path, view in all_of_them.items()
        if subscriptions.coming(path) in all_of_them and path != subscriptions.AGENDA.calendar
    )


def _calendar_way(view: CalendarView, known: Collection[str]) -> Way:
    # A layer of which nothing comes soon has a calendar, but no page.
    own = view.home in known and view.home != "/agenda/"
    return Way(view.title, view.home if own else "", Feeds(view.title, calendar=view.path))


def _feed_way(view: FeedView) -> Way:
    return Way(view.feeds.title, view.home, view.feeds)


def _grouped(ways: Iterable[tuple[str, Way]]) -> list[WayGroup]:
    """Ways by their heading, in the order in which these first come."""
    groups: dict[str, list[Way]] = {}
    for heading, way in ways:
        groups.setdefault(heading, []).append(way)
    return [WayGroup(heading, found) for heading, found in groups.items()]
