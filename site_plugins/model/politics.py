"""What members can use in their work: guides, instruments and regional reports."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import ClassVar

from site_plugins.model.item import Download, Item, Key, Layer, Signatory


@dataclass(frozen=True, slots=True)
class Change:
    """What a version of a guide changed."""

    version: str
    text: str
    date: date | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Guide(Item):
    """A guide (handreiking): explanation and instruments on one subject."""

    folder: ClassVar[str] = "handreikingen"
    noun: ClassVar[str] = "handreiking"
    refers = (*Item.refers, "instruments")

    version: str
    review_by: date | None = None
    changes: tuple[Change, ...] = ()
    instruments: tuple[Key, ...] = ()
    downloads: tuple[Download, ...] = ()

    @property
    def media(self) -> Sequence[str]:
        return (*super(Guide, self).media, *(d.src for d in self.downloads))


MOTION_KINDS = (
    "motie",
    "amendement",
    "schriftelijke vragen",
    "initiatiefvoorstel",
    "voorbeeldmotie",
)
MOTION_STATUSES = ("ingediend", "aangenomen", "verworpen", "ingetrokken", "beantwoord")


@dataclass(frozen=True, slots=True, kw_only=True)
class Motion(Item):
    """An instrument in the motiebank: a motion, an amendment, written questions."""

    folder: ClassVar[str] = "motiebank"
    noun: ClassVar[str] = "instrument"
    refers = (*Item.refers, "submitters")

    kind: str
    place: str = ""
    layer: Layer | None = None
    status: str = ""
    submitters: tuple[Signatory, ...] = ()
    document: str = ""

    @property
    def media(self) -> Sequence[str]:
        document = (self.document,) if self.document else ()
        return (*super(Motion, self).media, *document)


@dataclass(frozen=True, slots=True)
class Note:
    """A lesson, an example or a tip."""

    text: str
    title: str = ""


@dataclass(frozen=True, slots=True)
class Action:
    """A line of a regional action agenda."""

    situation: str = ""
    goal: str = ""
    horizon: str = ""
    needed: str = ""
    owner: str = ""
    status: str = ""


PROVINCES = {
    "drenthe": "Drenthe",
    "flevoland": "Flevoland",
    "friesland": "Friesland",
    "gelderland": "Gelderland",
    "groningen": "Groningen",
    "limburg": "Limburg",
    "noord-brabant": "Noord-Brabant",
    "noord-holland": "Noord-Holland",
    "overijssel": "Overijssel",
    "utrecht": "Utrecht",
    "zeeland": "Zeeland",
    "zuid-holland": "Zuid-Holland",
}
"""The names of the provinces by how editors write them."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Report(Item):
    """A regional report of *Afgehaakt Nederland*; ``provinces`` are those it lies in."""

    folder: ClassVar[str] = "afgehaakt"
    noun: ClassVar[str] = "regio"

    region: str
    provinces: tuple[str, ...] = ()
    partners: tuple[str, ...] = ()
    lessons: tuple[Note, ...] = ()
    examples: tuple[Note, ...] = ()
    tips: tuple[Note, ...] = ()
    actions: tuple[Action, ...] = ()
    themes: tuple[str, ...] = ()
