"""Where each thing can be followed: the addresses of every feed and calendar, and their names.

Which items stand in them is told by ``feeds`` and ``calendars``.
"""

from __future__ import annotations

from site_plugins.model.agenda import AgendaItem
from site_plugins.model.article import Article
from site_plugins.model.edition import Edition
from site_plugins.model.item import Item, Layer
from site_plugins.model.organisation import Network, Person, Research, Training
from site_plugins.model.politics import Guide, Motion, Report
from site_plugins.model.vocabulary import Audience, Topic
from site_plugins.projections.addresses import address
from site_plugins.projections.names import NAMES
from site_plugins.projections.pages import Feeds

SITE = Feeds.below("Lokaal Bestuur", "/")
AGENDA = Feeds.below("Agenda", "/agenda/", calendar="/agenda.ics")
EDITIONS = Feeds.below("Nieuwsbrief", "/nieuwsbrief/")
PODCAST = Feeds("Podcast", rss="/podcast.xml")
OPML = "/feeds.opml"
"""The list of all feeds."""
GENERAL = (SITE, EDITIONS, AGENDA)
"""What is there always, and about no subject in particular."""
WAYS = "/over/volg-ons/"
"""The page that tells all ways to follow."""

KINDS: tuple[type[Item], ...] = (Article, Guide, Motion, Training, Research, Report)
"""The kinds that have feeds of their own, beside editions and the agenda."""
FOLLOWED: tuple[type[Item], ...] = (Topic, Audience, Network, Report, Person)
"""The kinds of which each item has feeds, with what names it."""
CALENDARS: tuple[type[Item], ...] = (Audience, Network, Topic)
"""The kinds of which each item has a calendar."""


def of_item(item: Item) -> Feeds:
    """Where an item of the kinds ``FOLLOWED`` can be followed."""
    calendar = f"{address(item)}agenda.ics" if isinstance(item, CALENDARS) else ""
    return Feeds.below(item.title, address(item), calendar=calendar)


def of_kind(kind: type[Item]) -> Feeds:
    """Where a whole kind can be followed."""
    if kind is AgendaItem:
        return AGENDA
    return EDITIONS if kind is Edition else Feeds.below(NAMES[kind].many, f"/{kind.folder}/")


def layer_calendar(layer: Layer) -> str:
    """The calendar of what concerns a layer of government."""
    return f"/agenda/laag/{layer.value}/agenda.ics"


def coming(calendar: str) -> str:
    """Beside a calendar of everything, the one of what still comes."""
    return f"{calendar.removesuffix('.ics')}-komend.ics"
