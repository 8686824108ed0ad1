"""Every kind and its keys: the contract with editors, in one place."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from site_plugins.loading.blocks import (
    Field,
    Keyed,
    Many,
    OneOrMany,
    OrNothing,
    Record,
    TextOr,
    Unique,
)
from site_plugins.loading.days import read_day_of_moment, read_exception, read_moment_or_day
from site_plugins.loading.moments import (
    FIRST_YEAR,
    LAST_YEAR,
    read_day,
    read_duration,
    read_moment,
    read_period,
    read_rule,
    read_until,
    read_vague,
)
from site_plugins.loading.place import Reader
from site_plugins.loading.references import (
    DOCUMENTS,
    PICTURES,
    SOUNDS,
    TRANSCRIPTS,
    MediaFile,
    MediaOrAddress,
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
    read_address,
    read_alias,
    read_email,
    read_flag,
    read_identity,
    read_markdown,
    read_slug,
)
from site_plugins.model.agenda import (
    AgendaItem,
    Location,
    Moved,
    Registration,
    Session,
    Status,
)
from site_plugins.model.article import GENRES, Article, Audio, Chapter, Sidebar, Sponsor
from site_plugins.model.edition import Edition
from site_plugins.model.item import Image, Item, Layer, Planning, Promise
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
    Role,
    Target,
    Training,
)
from site_plugins.model.politics import (
    MOTION_KINDS,
    MOTION_STATUSES,
    PROVINCES,
    Action,
    Change,
    Guide,
    Motion,
    Note,
    Report,
)
from site_plugins.model.vocabulary import Audience, Topic

LAYERS = tuple(layer.value for layer in Layer)
EVERYWHERE = Reference(tuple(kind.folder for kind in KINDS))

read_image = Record(
    Image,
    (
        Field("src", MediaFile(PICTURES), "raadzaal.jpg", required=True),
        Field("alt", Text(300), "Raadsleden in gesprek in de raadzaal", required=True),
        Field("credit", Text(200), "Naam van de maker", required=True),
        Field("caption", Text(400), "De raad van 's-Hertogenbosch"),
    ),
)
read_promise = Record(
    Promise,
    (
        Field("date", read_day, "2027-06-01", required=True),
        Field("promise", Text(400), "De handreiking wordt herzien", required=True),
    ),
)
read_planning = Record(
    Planning,
    (
        Field("assignee", Text(120), "redactie"),
        Field("deadline", read_day, "2026-11-20"),
        Field("status", Text(60), "opdracht"),
    ),
)

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


def _references(folder: str) -> Reader:
    return Unique(Reference((folder,)))


_SOUND = MediaOrAddress(MediaFile(SOUNDS))
_CHAPTER = Record(
    Chapter,
    (
        Field("start", read_duration, "12:30", required=True),
        Field("title", Text(120), "Wie er stopt", required=True),
        Field("url", read_address, "https://www.voorbeeld.nl/"),
    ),
)
_AUDIO = Record(
    Audio,
    (
        Field("src", _SOUND, "aflevering-1.mp3", required=True),
        Field("file", _SOUND, "aflevering-1.mp3", attribute="src"),
        Field("url", _SOUND, "https://www.voorbeeld.nl/aflevering-1.mp3", attribute="src"),
        Field("length", Whole(1), "12345678"),
        Field("duration", read_duration, "24:30"),
        Field("transcript", MediaOrAddress(MediaFile(TRANSCRIPTS)), "aflevering-1.txt"),
        Field("chapters", Many(_CHAPTER), '[{start: "0:00", title: Welkom}]'),
    ),
)
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
        Many(
            Record(
                Sidebar,
                (
                    Field("title", Text(200), "Meer lezen", required=True),
                    Field("text", read_markdown, "Tekst van het kader.", required=True),
                ),
            )
        ),
        "[{title: Meer lezen, text: Tekst van het kader}]",
    ),
    Field("audio", TextOr(_SOUND, _AUDIO), "{src: aflevering-1.mp3, duration: 24:30}"),
    Field(
        "sponsor",
        TextOr(
            Text(200),
            Record(
                Sponsor,
                (
                    Field("name", Text(200), "Naam van de afzender", required=True),
                    Field("url", read_address, "https://www.voorbeeld.nl/"),
                ),
            ),
        ),
        "Naam van de afzender",
    ),
)

_SESSION = Record(
    Session,
    (
        Field("start", read_moment_or_day, "2026-11-30 19:30", required=True),
        Field("end", read_moment_or_day, "2026-11-30 20:45"),
    ),
)
_MOVED = Record(
    Moved,
    (
        Field("date", read_day_of_moment, "2027-02-05", required=True, attribute="day"),
        Field("start", read_moment_or_day, "2027-02-12 12:00", required=True),
        Field("end", read_moment_or_day, "2027-02-12 13:00"),
    ),
)
_LOCATION = Record(
    Location,
    (
        Field("name", Text(200), "Stadhuis"),
        Field("address", Text(300), "Plein 1"),
        Field("city", Text(120), "Den Haag"),
        Field("url", read_address, "https://www.voorbeeld.nl/zaal"),
        Field("online", read_flag, "true"),
    ),
)
_REGISTRATION = Record(
    Registration,
    (
        Field("url", read_address, "https://www.voorbeeld.nl/aanmelden"),
        Field("email", read_email, "aanmelden@voorbeeld.nl"),
        Field("deadline", read_moment_or_day, "2026-11-25 12:00"),
        Field("capacity", Whole(1, 100_000), "40"),
    ),
)
AGENDA = (
    *COMMON,
    Field("start", read_moment_or_day, "2026-12-04 12:00"),
    Field("end", read_moment_or_day, "2026-12-04 13:00"),
    Field("all_day", read_flag, "true"),
    Field("sessions", Many(_SESSION), "[{start: 2026-11-30 19:30, end: 2026-11-30 20:45}]"),
    Field("period", read_period, "voorjaar 2027"),
    Field("repeat", read_rule, "elke eerste vrijdag van de maand", attribute="rule"),
    Field("except", OneOrMany(Unique(read_exception)), "[2027-01-01]", attribute="except_"),
    Field("cancelled", OneOrMany(Unique(read_day_of_moment)), "[2027-03-05]"),
    Field("moved", Many(_MOVED), "[{date: 2027-02-05, start: 2027-02-12 12:00}]"),
    Field("extra", Unique(read_moment_or_day), "[2027-01-08 12:00]"),
    Field("until", read_day, "2027-12-31"),
    Field("status", OneOf(tuple(s.value for s in Status), Status), "onder voorbehoud"),
    Field("location", _LOCATION, "{name: Stadhuis, city: Den Haag}"),
    Field("organiser", Text(200), "Centrum voor Lokaal Bestuur"),
    Field("networks", _references("netwerken"), "[wethouders]"),
    Field("training", Reference(("scholing",)), "vragenuur"),
    Field("registration", _REGISTRATION, "{url: https://www.voorbeeld.nl/aanmelden}"),
    Field("invitation_only", read_flag, "true"),
)

NETWORK = (
    *COMMON,
    Field("kind", OneOf(NETWORK_KINDS), "functioneel", required=True),
    Field("contact", Named(strict=False), "het bureau van het CLB"),
    Field("spokespersons", Many(Named()), "[joyce-langenacker]"),
    Field(
        "targets",
        Keyed(
            Target,
            Field("year", Whole(FIRST_YEAR, LAST_YEAR), "2024", required=True),
            tuple(
                Field(name, OrNothing(Paragraph(600)), example)
                for name, example in (
                    ("meetings", "elk kwartaal één, digitaal"),
                    ("size", '"45"'),
                    ("reach", "50%"),
                    ("goal", "ervaringen uitwisselen"),
                    ("result", "sterkere onderlinge contacten"),
                )
            ),
        ),
        "{2024: {meetings: elk kwartaal één, reach: 50%}}",
    ),
)

_NOTE = TextOr(
    Paragraph(3000),
    Record(
        Note,
        (
            Field("text", Paragraph(3000), "Korte projecten helpen niet.", required=True),
            Field("title", Text(200), "Neem de tijd"),
        ),
    ),
)
_ACTION = Record(
    Action,
    tuple(
        Field(name, read_vague if name == "horizon" else Paragraph(1000), example)
        for name, example in (
            ("situation", "Wat er speelt"),
            ("goal", "Wat er veranderd moet zijn"),
            ("horizon", "vijf tot tien jaar"),
            ("needed", "Wat daarvoor nodig is"),
            ("owner", "Wie ervoor zorgt"),
            ("status", "gepland"),
        )
    ),
)
REPORT = (
    *COMMON,
    Field("region", Text(120), "Achterhoek", required=True),
    Field("provinces", Unique(OneOf(tuple(PROVINCES))), "[gelderland]"),
    Field("partners", Many(Text(300)), "[GroenLinks]"),
    Field("lessons", Many(_NOTE), "[Korte projecten helpen niet.]"),
    Field("examples", Many(_NOTE), "[Een voorbeeld uit de regio.]"),
    Field("tips", Many(_NOTE), "[Begin met luisteren.]"),
    Field("actions", Many(_ACTION), "[{situation: Wat er speelt, goal: Wat het doel is}]"),
    Field("themes", Many(Text(200)), "[werk tegenover leefbaarheid]"),
)

_CHANGES = Keyed(
    Change,
    Field("version", Text(40), '"1.0"', required=True),
    (
        Field("text", Paragraph(1000), "Eerste versie.", required=True),
        Field("date", read_day, "2026-11-01"),
    ),
    lone="text",
)
GUIDE = (
    *_required("date"),
    Field("version", Text(40), '"1.0"', required=True),
    Field("review_by", read_day, "2027-06-01"),
    Field("changes", _CHANGES, '[{version: "1.0", text: Eerste versie.}]'),
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
    *_required("date"),
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
    *COMMON,
    Field("initials", Text(20), "RvH"),
    Field(
        "roles",
        Many(
            Record(
                Role,
                (
                    Field("role", Text(200), "wethouder", required=True),
                    Field("body", Text(200), "Tilburg"),
                    Field("from", read_vague, '"2021"', attribute="since"),
                    Field("until", read_until, '"2024"'),
                ),
            )
        ),
        "[{role: wethouder, body: Tilburg}]",
    ),
    Field("photo", MediaFile(PICTURES), "portret.jpg"),
)


@dataclass(frozen=True, slots=True)
class Schema:
    """A kind and the keys that it takes."""

    kind: type[Item]
    fields: tuple[Field, ...]

    def is_complete(self, values: dict[str, Any]) -> bool:
        """Whether every required key has been read."""
        return all(f.target in values for f in self.fields if f.required)


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
        (Topic, COMMON),
        (Audience, COMMON),
        (Person, PERSON),
        (PlainPage, COMMON),
    )
}
"""By folder."""
HOME = Schema(Home, COMMON)
