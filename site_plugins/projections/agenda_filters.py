"""What the agenda can be filtered by: audience, layer, network, and online or on location."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass

from site_plugins.model.agenda import AgendaItem
from site_plugins.model.item import Layer
from site_plugins.model.library import Library
from site_plugins.model.organisation import Network
from site_plugins.model.vocabulary import Audience
from site_plugins.projections.addresses import address
from site_plugins.projections.names import sort_name


@dataclass(frozen=True, slots=True)
class Choice:
    """One part of the agenda: a value of the filter called ``name``, and its own page."""

    name: str
    value: str
    text: str
    title: str
    calendar: str = ""
    """Where this part can be subscribed to; empty where there is no such calendar."""

    @property
    def path(self) -> str:
        """The address of its page: one level deeper than any item's, so they never clash."""
        return f"/agenda/{self.name}/{self.value}/"


@dataclass(frozen=True, slots=True)
class Filter:
    """A question with the answers that keep something; ``every`` is the answer for all."""

    name: str
    label: str
    every: str
    choices: tuple[Choice, ...]


ONLINE = Choice("plaats", "online", "Online", "Agenda: online")
ON_LOCATION = Choice("plaats", "op-locatie", "Op locatie", "Agenda: op locatie")


def choices(item: AgendaItem, library: Library) -> Iterator[Choice]:
    """The parts of the agenda that an item belongs to."""
    yield from map(_audience, library.pick(item.audiences, Audience))
    yield from map(_layer, item.layers)
    yield from map(_network, library.pick(item.networks, Network))
    if place := item.location:
        if place.online:
            yield ONLINE
        if place.name or place.address or place.city:
            yield ON_LOCATION


def filters(library: Library, used: Collection[Choice]) -> tuple[Filter, ...]:
    """The filters with only the choices that are used, in the order in which readers see them."""
    audiences = sorted(library.of(Audience), key=sort_name)
    networks = sorted(library.of(Network), key=sort_name)
    offered: tuple[tuple[str, str, str, Iterable[Choice]], ...] = (
        ("doelgroep", "Voor wie", "Iedereen", map(_audience, audiences)),
        ("laag", "Bestuurslaag", "Alle lagen", map(_layer, Layer)),
        ("netwerk", "Netwerk", "Alle netwerken", map(_network, networks)),
        ("plaats", "Waar", "Online en op locatie", (ONLINE, ON_LOCATION)),
    )
    return tuple(
        Filter(name, label, every, kept)
        for name, label, every, offer in offered
        if (kept := tuple(choice for choice in offer if choice in used))
    )


def data_words(chosen: Iterable[Choice]) -> dict[str, str]:
    """For each filter the values of one item, with spaces between, as ``filters.js`` reads them."""
    values: dict[str, list[str]] = {}
    for choice in chosen:
        values.setdefault(choice.name, []).append(choice.value)
    return {name: " ".join(words) for name, words in values.items()}


def _audience(audience: Audience) -> Choice:
    calendar = f"{address(audience)}agenda.ics"
    title = f"Agenda voor {_inside(audience.title)}"
    return Choice("doelgroep", audience.slug, audience.title, title, calendar)


def _network(network: Network) -> Choice:
    calendar = f"{address(network)}agenda.ics"
    title = f"Agenda: {_inside(network.title)}"
    return Choice("netwerk", network.slug, network.title, title, calendar)


def _layer(layer: Layer) -> Choice:
    return Choice("laag", layer.value, layer.value.capitalize(), f"Agenda: {layer.value}")


def _inside(title: str) -> str:
    """A title within a sentence; ``G40`` and ``CLB`` keep their capitals."""
    return title if title[1:2].isupper() or title[1:2].isdigit() else title[:1].lower() + title[1:]
