"""Which calendars there are, and what stands in each."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from site_plugins.model.agenda import AgendaItem
from site_plugins.model.item import Item, Layer
from site_plugins.model.organisation import Network
from site_plugins.model.vocabulary import Audience
from site_plugins.projections import subscriptions
from site_plugins.projections.addresses import address
from site_plugins.projections.agenda_filters import Part, audience_part, layer_part, network_part
from site_plugins.projections.index import Index
from site_plugins.projections.names import within

_CLB = "Centrum voor Lokaal Bestuur"


@dataclass(frozen=True, slots=True)
class CalendarView:
    """A calendar to subscribe to, or one item to add; ``home`` is its page for a person."""

    path: str
    title: str
    description: str
    home: str
    items: Sequence[AgendaItem]


def calendars(index: Index) -> Iterator[CalendarView]:
    """Of the whole agenda, of each audience, network, topic and layer, and of each item.

    All but those of items come twice: with the past, and with what still comes. A layer has
    them where an item names it. A series that still runs stands whole in both.
    """
    library = index.library
    items = library.of(AgendaItem)
    for path, title, about, home, own in _subjects(index):
        yield CalendarView(path, title, f"{about}. Met wat geweest is.", home, own)
        still = [item for item in own if item.key not in index.over]
        name = f"{title} (komend)"
        about = f"{about}. Wat nog komt."
        yield CalendarView(subscriptions.coming(path), name, about, home, still)
    for item in items:
        about = item.description or f"Een bijeenkomst van het {_CLB}."
        yield CalendarView(f"/agenda/{item.slug}.ics", item.title, about, address(item), [item])


_Subject = tuple[str, str, str, str, Sequence[AgendaItem]]
"""The address of a calendar, its title, what it is about, its page, and what stands in it."""


def _subjects(index: Index) -> Iterator[_Subject]:
    library = index.library
    items = library.of(AgendaItem)
    ours = f"Bijeenkomsten van het {_CLB}"
    yield subscriptions.AGENDA.calendar, "CLB-agenda", ours, "/agenda/", items
    for kind in subscriptions.CALENDARS:
        for group in library.of(kind):
            part = _part(group)
            title = part.title if part else f"Agenda: {group.title}"
            for_whom = isinstance(group, Audience)
            about = f"{ours} voor {within(group.title)}" if for_whom else f"{ours}: {group.title}"
            path = subscriptions.of_item(group).calendar
            yield path, title, about, address(group), index.naming(group, AgendaItem)
    for layer in Layer:
        if own := [item for item in items if layer in item.layers]:
            part = layer_part(layer)
            still = (item for item in own if item.key not in index.over)
            # A layer has a page of its own only where the agenda lists something of it.
            listed = any(item.period or item.key in index.next for item in still)
            home = part.option.url if listed else "/agenda/"
            yield part.calendar, part.title, f"{ours}: {layer.value}", home, own


def _part(group: Item) -> Part | None:
    """The part of the agenda that readers know it as."""
    match group:
        case Audience():
            return audience_part(group)
        case Network():
            return network_part(group)
    return None
