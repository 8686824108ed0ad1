"""Articles, and the genres they are written in."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import ClassVar

from site_plugins.model.item import Item, Key, Markdown, Signatory

GENRES: dict[str, str] = {
    "nieuws": "Nieuws",
    "kort": "Kort nieuws",
    "achtergrond": "Achtergrond",
    "analyse": "Analyse",
    "uitleg": "Uitleg",
    "dossier": "Dossier",
    "reportage": "Reportage",
    "verslag": "Verslag",
    "terugblik": "Terugblik",
    "interview": "Interview",
    "drie-vragen": "Drie vragen",
    "vraag-en-antwoord": "Vraag en antwoord",
    "portret": "Portret",
    "groepsportret": "Groepsportret",
    "netwerkportret": "Netwerkportret",
    "overstap": "Overstap",
    "personalia": "Personalia",
    "commentaar": "Commentaar",
    "column": "Column",
    "opinie": "Opinie",
    "betoog": "Betoog",
    "essay": "Essay",
    "standpunt": "Standpunt",
    "brief": "Brief",
    "kamerbrief": "Kamerbrief",
    "citaat": "Citaat",
    "cijfers": "Cijfers in beeld",
    "getal": "Getal",
    "mededeling": "Mededeling",
    "oproep": "Oproep",
    "update": "Update",
    "lopende-zaken": "Lopende zaken",
    "jaarprogramma": "Jaarprogramma",
    "onderzoek": "Onderzoek",
    "recensie": "Recensie",
    "vacatures": "Vacatures",
    "podcast": "Podcast",
    "video": "Video",
    "advertorial": "Ingezonden mededeling",
}
"""Each genre and the label (rubriek) that stands above it."""


@dataclass(frozen=True, slots=True)
class Sidebar:
    """A box (kader) beside the text."""

    title: str
    text: Markdown


@dataclass(frozen=True, slots=True)
class Chapter:
    """A part of a podcast, from ``start`` in seconds until the next begins."""

    start: int
    title: str
    url: str = ""

    @property
    def time(self) -> str:
        """When it begins, as readers see it: ``12:30``."""
        return timecode(self.start)


def timecode(seconds: int) -> str:
    """``12:30`` or ``1:05:00``."""
    minutes, seconds = divmod(seconds, 60)
    hours, minutes = divmod(minutes, 60)
    return f"{hours}:{minutes:02}:{seconds:02}" if hours else f"{minutes}:{seconds:02}"


@dataclass(frozen=True, slots=True)
class Audio:
    """The sound of a podcast: a file under ``media/`` or an https address."""

    src: str
    length: int | None = None
    """Bytes."""
    duration: int | None = None
    """Seconds."""
    transcript: str = ""
    chapters: tuple[Chapter, ...] = ()


@dataclass(frozen=True, slots=True)
class Sponsor:
    """Who paid for an advertorial."""

    name: str
    url: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Article(Item):
    """A piece in *Lokaal Bestuur*."""

    folder: ClassVar[str] = "artikelen"
    noun: ClassVar[str] = "artikel"
    refers = (*Item.refers, "networks", "regions", "guides", "authors")

    genre: str
    chapeau: str = ""
    series: str = ""
    authors: tuple[Signatory, ...] = ()
    networks: tuple[Key, ...] = ()
    regions: tuple[Key, ...] = ()
    guides: tuple[Key, ...] = ()
    sidebars: tuple[Sidebar, ...] = ()
    audio: Audio | None = None
    sponsor: Sponsor | None = None

    @property
    def paid(self) -> bool:
        """Whether someone paid for it: then it says so everywhere, and never leads."""
        return self.genre == "advertorial" or self.sponsor is not None

    @property
    def media(self) -> Sequence[str]:
        image = super(Article, self).media
        if not self.audio:
            return image
        sounds = (self.audio.src, self.audio.transcript)
        return (*image, *(src for src in sounds if src and "://" not in src))

    @property
    def texts(self) -> Sequence[Markdown]:
        return (self.body, *(s.text for s in self.sidebars)) if self.sidebars else (self.body,)
