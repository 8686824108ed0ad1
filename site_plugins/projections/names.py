"""What readers call each kind, and what its page says of it."""

from __future__ import annotations

from typing import NamedTuple

from slugify import slugify

from site_plugins.model.agenda import AgendaItem
from site_plugins.model.article import GENRES, Article
from site_plugins.model.edition import Edition
from site_plugins.model.item import Item, Key
from site_plugins.model.organisation import Home, Network, Person, PlainPage, Research, Training
from site_plugins.model.politics import Guide, Motion, Report
from site_plugins.model.vocabulary import Audience, Topic
from site_plugins.projections.pages import Link

EDITORS: Key = "mensen/redactie"
"""The editors together: a byline among the persons, but no person."""


class Name(NamedTuple):
    """One of a kind, many of it, and the sentence at the head of its page."""

    one: str
    many: str
    intro: str


NAMES: dict[type[Item], Name] = {
    Article: Name("Artikel", "Artikelen", "Nieuws, achtergrond en mening, de nieuwste eerst."),
    AgendaItem: Name("Bijeenkomst", "Agenda", "Wat er komt, en wat er was."),
    Network: Name(
        "Netwerk", "Netwerken", "Leden vinden elkaar in hetzelfde ambt of op hetzelfde onderwerp."
    ),
    Report: Name(
        "Regio",
        "Afgehaakt Nederland",
        "Over de kloof tussen bestuurlijk en afgehaakt Nederland: lessen uit vier regio’s.",
    ),
    Guide: Name("Handreiking", "Handreikingen", "Uitleg en politieke instrumenten per onderwerp."),
    Motion: Name(
        "Instrument",
        "Motiebank",
        "Moties, vragen en voorstellen om mee te werken in raad, Staten en waterschap.",
    ),
    Training: Name(
        "Scholing", "Scholing", "Leren en oefenen, voor elk ambt en in elke fase ervan."
    ),
    Research: Name("Onderzoek", "Onderzoek", "Onderzoek dat de praktijk van lokaal bestuur dient."),
    Edition: Name(
        "Nieuwsbrief",
        "Nieuwsbrief",
        "Elke zondagochtend Lokaal Bestuur in de mail; hier staat alles.",
    ),
    Topic: Name("Onderwerp", "Onderwerpen", "Alles wat er is, per onderwerp."),
    Audience: Name("Doelgroep", "Doelgroepen", "Alles wat er is, per functie."),
    Person: Name("Persoon", "Mensen", "Wie er schrijft, bestuurt en werkt."),
    PlainPage: Name("Over het CLB", "Over het CLB", "De vereniging, haar bestuur en haar werk."),
    Home: Name("Voorpagina", "Voorpagina", ""),
}


def label(item: Item) -> str:
    """What stands above an item in a list: the genre of an article, else its kind."""
    match item:
        case Article():
            return GENRES[item.genre]
        case Motion():
            return item.kind.capitalize()
        case Training():
            return item.form.capitalize()
        case _:
            return NAMES[type(item)].one


def section_link(kind: type[Item]) -> Link:
    """The page of a whole kind."""
    return Link(NAMES[kind].many, f"/{kind.folder}/")


def within(title: str) -> str:
    """A title as it stands in a sentence; ``Statenleden`` and ``G40`` keep their capitals."""
    second = title[1:2]
    if title.startswith("Staten") or second.isupper() or second.isdigit():
        return title
    return title[:1].lower() + title[1:]


def sort_name(item: Item) -> str:
    """What an item is sorted by: its title, or the main part of a person's surname.

    Accents and quotes don't count. ``Ralph van Hertum`` comes at Hertum, ``Constantijn
    Janssen op de Haar`` at Janssen, ``Jan Erik Keman`` at Keman. The editors have no surname.
    """
    if not isinstance(item, Person) or item.key == EDITORS:
        return slugify(item.title)
    words = item.title.split()
    small = next((n for n, word in enumerate(words) if word[0].islower()), None)
    if small is None:
        return slugify(" ".join([words[-1], *words[:-1]]))
    main = (
        small - 1
        if small > 1
        else next((n for n in range(small, len(words)) if not words[n][0].islower()), small)
    )
    return slugify(" ".join([*words[main:], *words[:main]]))
