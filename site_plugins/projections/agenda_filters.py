"""What the agenda can be filtered by: audience, layer, network, and online or on location."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass

from site_plugins.model.agenda import AgendaItem
from site_plugins.model.item import Layer
from site_plugins.model.library import Library
from site_plugins.model.organisation import Network
from site_plugins.model.vocabulary import Audience
from site_plugins.projections.addresses import address
from site_plugins.projections.names import sort_name, within
from site_plugins.projections.pages import Filter, Option
from site_plugins.projections.subscriptions import layer_calendar


@dataclass(frozen=True, slots=True)
class Part:
    """One part of the agenda: an answer to the filter called ``name``, with a page of its own."""

    name: str
    option: Option
    title: str
    calendar: str = ""
    """Where this part can be subscribed to; empty where there is no such calendar."""


def _part(name: str, value: str, text: str, title: str, calendar: str = "") -> Part:
    # One level deeper than the address of any item, so that they never clash.
    return Part(name, Option(value, text, f"/agenda/{name}/{value}/"), title, calendar)


ONLINE = _part("plaats", "online", "Online", "Agenda: online")
ON_LOCATION = _part("plaats", "op-locatie", "Op locatie", "Agenda: op locatie")
QUESTIONS = (
    ("doelgroep", "Voor wie", "Iedereen"),
    ("laag", "Bestuurslaag", "Alle lagen"),
    ("netwerk", "Netwerk", "Alle netwerken"),
    ("plaats", "Waar", "Online en op locatie"),
)
"""Each filter in the order in which readers see them: its name, its label, the answer for all."""


def parts_of(item: AgendaItem, library: Library) -> Iterator[Part]:
    """The parts of the agenda that an item belongs to."""
    yield from map(audience_part, library.pick(item.audiences, Audience))
    yield from map(layer_part, item.layers)
    yield from map(network_part, library.pick(item.networks, Network))
    if place := item.location:
        if place.online:
            yield ONLINE
        if place.name or place.address or place.city:
            yield ON_LOCATION


def in_order(used: Collection[Part], library: Library) -> list[Part]:
    """The parts that are used, in the order in which readers see them."""
    audiences = sorted(library.of(Audience), key=sort_name)
    networks = sorted(library.of(Network), key=sort_name)
    every = (
        *map(audience_part, audiences),
        *map(layer_part, Layer),
        *map(network_part, networks),
        ONLINE,
        ON_LOCATION,
    )
    return [part for part in every if part in used]


def filters(parts: Sequence[Part]) -> tuple[Filter, ...]:
    """The filters that have one of these parts as an answer."""
    return tuple(
        Filter(name, label, every, options)
        for name, label, every in QUESTIONS
        if (options := [part.option for part in parts if part.name == name])
    )


def data_words(parts: Iterable[Part]) -> dict[str, str]:
    """For each filter the values of one item, with spaces between, as ``filters.js`` reads them."""
    values: dict[str, list[str]] = {}
    for part in parts:
        values.setdefault(part.name, []).append(part.option.value)
    return {name: " ".join(words) for name, words in values.items()}


def audience_part(audience: Audience) -> Part:
    """What an audience is asked for."""
    calendar = f"{address(audience)}agenda.ics"
    title = f"Agenda voor {within(audience.title)}"
    return _part("doelgroep", audience.slug, audience.title, title, calendar)


def network_part(network: Network) -> Part:
    """What a network has."""
    calendar = f"{address(network)}agenda.ics"
    title = f"Agenda: {within(network.title)}"
    return _part("netwerk", network.slug, network.title, title, calendar)


def layer_part(layer: Layer) -> Part:
    """What concerns a layer of government."""
    title = f"Agenda: {layer.value}"
    return _part("laag", layer.value, layer.value.capitalize(), title, layer_calendar(layer))
