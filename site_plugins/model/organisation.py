"""The association: people, networks, trainings, research, plain pages."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import ClassVar

from site_plugins.model.item import Item, Signatory


@dataclass(frozen=True, slots=True)
class Role:
    """What someone is or was, where, and from when until when (as the source gives it)."""

    role: str
    body: str = ""
    since: str = ""
    until: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Person(Item):
    """Someone who writes, sits on the board or works for the association."""

    folder: ClassVar[str] = "mensen"
    noun: ClassVar[str] = "persoon"

    initials: str = ""
    roles: tuple[Role, ...] = ()
    photo: str = ""

    @property
    def follows(self) -> bool:
        # Whoever has an office, a portrait or a text has a page in their own right.
        return not (self.roles or self.photo or self.body)

    @property
    def media(self) -> Sequence[str]:
        return (*super(Person, self).media, *((self.photo,) if self.photo else ()))


NETWORK_KINDS = ("functioneel", "inhoudelijk", "regionaal", "scholing")


@dataclass(frozen=True, slots=True)
class Target:
    """What a network meant to do in one year, in the words of that year's programme."""

    year: int
    meetings: str = ""
    size: str = ""
    reach: str = ""
    goal: str = ""
    result: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Network(Item):
    """Members who hold the same office or the same portfolio."""

    folder: ClassVar[str] = "netwerken"
    noun: ClassVar[str] = "netwerk"
    refers = (*Item.refers, "spokespersons", "contact")

    kind: str
    contact: Signatory | None = None
    spokespersons: tuple[Signatory, ...] = ()
    targets: tuple[Target, ...] = ()


FORMS = (
    "leergang",
    "vakschool",
    "masterclass",
    "college",
    "collegereeks",
    "workshop",
    "vragenuur",
    "bijpraatsessie",
    "conceptdag",
    "themadag",
    "op maat",
    "oriëntatieprogramma",
    "training",
    "inspiratiebijeenkomst",
    "train de trainers",
    "ad-hocbijeenkomst",
    "webinar",
    "intervisie",
    "verdieping",
    "cursus",
    "bijeenkomst",
    "netwerkdag",
    "congres",
)
PHASES = ("kandidaat", "start", "zittend", "terugblik")


@dataclass(frozen=True, slots=True, kw_only=True)
class Training(Item):
    """Something to learn, for an office and a phase of it."""

    folder: ClassVar[str] = "scholing"
    noun: ClassVar[str] = "scholing"

    form: str
    phase: tuple[str, ...] = ()
    frequency: str = ""
    how_to_join: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Research(Item):
    """A research project."""

    folder: ClassVar[str] = "onderzoek"
    noun: ClassVar[str] = "onderzoek"

    status: str
    period: str = ""
    results: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class PlainPage(Item):
    """A page about the association itself."""

    folder: ClassVar[str] = "over"
    noun: ClassVar[str] = "pagina"


@dataclass(frozen=True, slots=True, kw_only=True)
class Home(Item):
    """The front page's title, description and fixed text: ``index.md``."""

    folder: ClassVar[str] = ""
    noun: ClassVar[str] = "voorpagina"
