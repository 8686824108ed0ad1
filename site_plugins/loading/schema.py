"""Every kind and its keys: the contract with editors. Keys within keys are in ``records``."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

from site_plugins.loading.blocks import Field, Fields, Many, OneOrMany, Unique
from site_plugins.loading.days import read_day_of_moment, read_exception, read_moment_or_day
from site_plugins.loading.moments import read_day, read_moment, read_period, read_rule
from site_plugins.loading.place import Reader
from site_plugins.loading.records import (
    read_action,
    read_audio,
    read_changes,
    read_image,
    read_location,
    read_moved,
    read_note,
    read_planning,
    read_promise,
    read_registration,
    read_role,
    read_session,
    read_sidebar,
    read_sponsor,
    read_targets,
)
from site_plugins.loading.references import (
    DOCUMENTS,
    PICTURES,
    MediaFile,
    Named,
    Reference,
    read_download,
    read_source,
)
from site_plugins.loading.texts import (
    Length,
    OneOf,
    Paragraph,
    Text,
    Whole,
    read_alias,
    read_flag,
    read_identity,
    read_slug,
)
from site_plugins.model.agenda import AgendaItem, Status
from site_plugins.model.article import GENRES, Article
from site_plugins.model.edition import Edition
from site_plugins.model.item import Item, Layer
from site_plugins.model.library import KINDS
from site_plugins.model.organisation import (
    FORMS,
    NETWORK_KINDS,
    PHASES,
    Home,
    Network,
    Person,
    PlainPage,
    Research,
    Training,
)
from site_plugins.model.politics import (
    MOTION_KINDS,
    MOTION_STATUSES,
    PROVINCES,
    Guide,
    Motion,
    Report,
)
from site_plugins.model.vocabulary import Audience, Topic

LAYERS = tuple(layer.value for layer in Layer)
EVERYWHERE = Reference(tuple(kind.folder for kind in KINDS))

COMMON: tuple[Field, ...] = (
    Field("title", Text(200), "Wat kan de raad doen aan wonen?", required=True),
    Field("description", Paragraph(300), "Samenvatting in een of twee zinnen."),
    Field("date", read_moment, "2026-11-22 19:30"),
    Field("updated", read_moment, "2026-11-23"),
    Field("expires", read_moment, "2027-01-01"),
    Field("draft", read_flag, "true"),
    Field("slug", read_slug, "wat-kan-de-raad"),
    Field("id", read_identity, "artikel-2026-wat-kan-de-raad"),
    Field("topics", Unique(Reference(("onderwerpen",))), "[wonen, werk]"),
    Field("audiences", Unique(Reference(("doelgroepen",))), "[raadsleden, wethouders]"),
    Field("layers", Unique(OneOf(LAYERS, Layer)), "[gemeente, provincie]"),
    Field("image", read_image, "{src: foto.jpg, alt: Wat er te zien is, credit: Maker}"),
    Field("aliases", Unique(read_alias), "[/node/33]"),
    Field("related", Unique(EVERYWHERE), "[netwerken/wethouders]"),
    Field("sources", Many(read_source), "[jaarprogramma 2024 van het CLB]"),
    Field("due", Many(read_promise), "[{date: 2027-06-01, promise: Wordt herzien}]"),
    Field("planning", read_planning, "{assignee: redactie, deadline: 2026-11-20}"),
    Field("public", Unique(Text(200)), "[06-12345678]"),
)


def _required(*names: str) -> tuple[Field, ...]:
    """The common fields, with these required as well."""
    return tuple(
        Field(f.name, f.read, f.example, f.required or f.name in names, f.attribute) for f in COMMON
    )


def _like(fields: tuple[Field, ...], **examples: str) -> tuple[Field, ...]:
    """The same fields, with examples that fit this kind."""
    return tuple(
        Field(f.name, f.read, examples.get(f.name, f.example), f.required, f.attribute)
        for f in fields
    )


def _references(folder: str) -> Reader:
    return Unique(Reference((folder,)))


ARTICLE = (
    *_required("date", "description"),
    Field("genre", OneOf(tuple(GENRES)), "nieuws", required=True),
    Field("chapeau", Paragraph(1000), "Inleiding boven het stuk."),
    Field("series", Text(120), "Afgehaakt Nederland, deel 2"),
    Field("authors", Unique(Named()), "[redactie]"),
    Field("networks", _references("netwerken"), "[wethouders]"),
    Field("regions", _references("afgehaakt"), "[achterhoek]"),
    Field("guides", _references("handreikingen"), "[wonen]"),
    Field(
        "sidebars",
        Many(read_sidebar),
        "[{title: Meer lezen, text: Tekst van het kader}]",
    ),
    Field("audio", read_audio, "{src: aflevering-1.mp3, duration: 24:30}"),
    Field(
        "sponsor",
        read_sponsor,
        "Naam van de afzender",
    ),
)

AGENDA = (
    *_like(COMMON, title="Bijpraten op vrijdag"),
    Field("start", read_moment_or_day, "2026-12-04 12:00"),
    Field("end", read_moment_or_day, "2026-12-04 13:00"),
    Field("all_day", read_flag, "true"),
    Field("sessions", Many(read_session), "[{start: 2026-11-30 19:30, end: 2026-11-30 20:45}]"),
    Field("period", read_period, "voorjaar 2027"),
    Field("repeat", read_rule, "elke eerste vrijdag van de maand", attribute="rule"),
    Field("except", OneOrMany(Unique(read_exception)), "[2027-01-01]", attribute="except_"),
    Field("cancelled", OneOrMany(Unique(read_day_of_moment)), "[2027-03-05]"),
    Field("moved", Many(read_moved), "[{date: 2027-02-05, start: 2027-02-12 12:00}]"),
    Field("extra", Unique(read_moment_or_day), "[2027-01-08 12:00]"),
    Field("until", read_day, "2027-12-31"),
    Field("status", OneOf(tuple(s.value for s in Status), Status), "onder voorbehoud"),
    Field("location", read_location, "{name: Stadhuis, city: Den Haag}"),
    Field("organiser", Text(200), "Centrum voor Lokaal Bestuur"),
    Field("networks", _references("netwerken"), "[wethouders]"),
    Field("training", Reference(("scholing",)), "vragenuur"),
    Field("registration", read_registration, "{url: https://www.voorbeeld.nl/aanmelden}"),
    Field("invitation_only", read_flag, "true"),
)

NETWORK = (
    *_like(COMMON, title="Netwerk wethouders"),
    Field("kind", OneOf(NETWORK_KINDS), "functioneel", required=True),
    Field("contact", Named(strict=False), "het bureau van het CLB"),
    Field("spokespersons", Many(Named()), "[joyce-langenacker]"),
    Field(
        "targets",
        read_targets,
        "{2024: {meetings: elk kwartaal één, reach: 50%}}",
    ),
)

REPORT = (
    *_like(COMMON, title="De Achterhoek"),
    Field("region", Text(120), "Achterhoek", required=True),
    Field("provinces", Unique(OneOf(tuple(PROVINCES))), "[gelderland]"),
    Field("partners", Many(Text(300)), "[GroenLinks]"),
    Field("lessons", Many(read_note), "[Korte projecten helpen niet.]"),
    Field("examples", Many(read_note), "[Een voorbeeld uit de regio.]"),
    Field("tips", Many(read_note), "[Begin met luisteren.]"),
    Field("actions", Many(read_action), "[{situation: Wat er speelt, goal: Wat het doel is}]"),
    Field("themes", Many(Text(200)), "[werk tegenover leefbaarheid]"),
)

GUIDE = (
    *_required("date"),
    Field("version", Text(40), '"1.0"', required=True),
    Field("review_by", read_day, "2027-06-01"),
    Field("changes", read_changes, '[{version: "1.0", text: Eerste versie.}]'),
    Field("instruments", _references("motiebank"), "[voorbeeldmotie-wonen]"),
    Field("downloads", Many(read_download), "[handreiking.pdf]"),
)

MOTION = (
    *_required("date"),
    Field("kind", OneOf(MOTION_KINDS), "voorbeeldmotie", required=True),
    Field("place", Text(120), "Den Haag"),
    Field("layer", OneOf(LAYERS, Layer), "gemeente"),
    Field("status", OneOf(MOTION_STATUSES), "aangenomen"),
    Field("submitters", Many(Named(strict=False)), "[{name: Naam Achternaam, role: raadslid}]"),
    Field("document", MediaFile(DOCUMENTS), "motie.pdf"),
)

TRAINING = (
    *COMMON,
    Field("form", OneOf(FORMS), "workshop", required=True),
    Field("phase", OneOrMany(Unique(OneOf(PHASES))), "[start, zittend]"),
    Field("frequency", Text(300), "twee keer per jaar"),
    Field("how_to_join", Paragraph(600), "Neem contact op met het CLB."),
)

RESEARCH = (
    *COMMON,
    Field("status", OneOf(("lopend", "afgerond")), "afgerond", required=True),
    Field("period", Text(120), "zomer 2023"),
    Field("results", OneOrMany(Many(Paragraph(1000))), "[De uitkomst ging naar de Kamer.]"),
)

ANNOUNCED = ("artikelen", "handreikingen", "motiebank")
EDITION = (
    *_like(_required("date"), date="2026-11-22"),
    Field("number", Whole(1, 99_999), "4"),
    Field(
        "preheader",
        Length(40, 110),
        "Dit las u nog niet over wonen, werk en wie er stopt.",
        required=True,
    ),
    Field("items", Unique(Reference(ANNOUNCED, in_order=True)), "[wie-stopt-er-in-de-raad]"),
    Field(
        "leave_out",
        Unique(Reference((*ANNOUNCED, "agenda"), in_order=True)),
        "[getal-2800-adressen]",
    ),
    Field("agenda_weeks", Whole(0, 26), "4"),
)

PERSON = (
    *_like(COMMON, title="Voornaam Achternaam"),
    Field("initials", Text(20), "RvH"),
    Field(
        "roles",
        Many(read_role),
        "[{role: wethouder, body: Tilburg}]",
    ),
    Field("photo", MediaFile(PICTURES), "portret.jpg"),
)


@dataclass(frozen=True)
class Schema:
    """A kind and the keys that it takes."""

    kind: type[Item]
    fields: tuple[Field, ...]

    @cached_property
    def known(self) -> Fields:
        """The fields by their name."""
        return Fields(self.fields)


SCHEMAS: dict[str, Schema] = {
    kind.folder: Schema(kind, fields)
    for kind, fields in (
        (Article, ARTICLE),
        (AgendaItem, AGENDA),
        (Network, NETWORK),
        (Report, REPORT),
        (Guide, GUIDE),
        (Motion, MOTION),
        (Training, TRAINING),
        (Research, RESEARCH),
        (Edition, EDITION),
        (Topic, _like(COMMON, title="Wonen")),
        (Audience, _like(COMMON, title="Raadsleden")),
        (Person, PERSON),
        (PlainPage, _like(COMMON, title="Over de vereniging")),
    )
}
"""By folder."""
HOME = Schema(Home, COMMON)
