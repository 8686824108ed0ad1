"""The values of front matter that have keys of their own, and those keys."""

from __future__ import annotations

from site_plugins.loading.blocks import Field, Keyed, Many, OrNothing, Record, TextOr
from site_plugins.loading.days import read_day_of_moment, read_moment_or_day
from site_plugins.loading.moments import (
    FIRST_YEAR,
    LAST_YEAR,
    read_day,
    read_duration,
    read_until,
    read_vague,
)
from site_plugins.loading.references import PICTURES, SOUNDS, TRANSCRIPTS, MediaFile, MediaOrAddress
from site_plugins.loading.texts import (
    Paragraph,
    Text,
    Whole,
    read_address,
    read_email,
    read_flag,
    read_markdown,
)
from site_plugins.model.agenda import Location, Moved, Registration, Session
from site_plugins.model.article import Audio, Chapter, Sidebar, Sponsor
from site_plugins.model.item import Image, Planning, Promise
from site_plugins.model.organisation import Role, Target
from site_plugins.model.politics import Action, Change, Note

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
read_audio = TextOr(_SOUND, _AUDIO)
read_sidebar = Record(
    Sidebar,
    (
        Field("title", Text(200), "Meer lezen", required=True),
        Field("text", read_markdown, "Tekst van het kader.", required=True),
    ),
)
read_sponsor = TextOr(
    Text(200),
    Record(
        Sponsor,
        (
            Field("name", Text(200), "Naam van de afzender", required=True),
            Field("url", read_address, "https://www.voorbeeld.nl/"),
        ),
    ),
)

read_session = Record(
    Session,
    (
        Field("start", read_moment_or_day, "2026-11-30 19:30", required=True),
        Field("end", read_moment_or_day, "2026-11-30 20:45"),
    ),
)
read_moved = Record(
    Moved,
    (
        Field("date", read_day_of_moment, "2027-02-05", required=True, attribute="day"),
        Field("start", read_moment_or_day, "2027-02-12 12:00", required=True),
        Field("end", read_moment_or_day, "2027-02-12 13:00"),
    ),
)
read_location = Record(
    Location,
    (
        Field("name", Text(200), "Stadhuis"),
        Field("address", Text(300), "Plein 1"),
        Field("city", Text(120), "Den Haag"),
        Field("url", read_address, "https://www.voorbeeld.nl/zaal"),
        Field("online", read_flag, "true"),
    ),
)
read_registration = Record(
    Registration,
    (
        Field("url", read_address, "https://www.voorbeeld.nl/aanmelden"),
        Field("email", read_email, "aanmelden@voorbeeld.nl"),
        Field("deadline", read_moment_or_day, "2026-11-25 12:00"),
        Field("capacity", Whole(1, 100_000), "40"),
    ),
)
read_targets = Keyed(
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
)

read_note = TextOr(
    Paragraph(3000),
    Record(
        Note,
        (
            Field("text", Paragraph(3000), "Korte projecten helpen niet.", required=True),
            Field("title", Text(200), "Neem de tijd"),
        ),
    ),
)
read_action = Record(
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
read_changes = Keyed(
    Change,
    Field("version", Text(40), '"1.0"', required=True),
    (
        Field("text", Paragraph(1000), "Eerste versie.", required=True),
        Field("date", read_day, "2026-11-01"),
    ),
    lone="text",
)
read_role = Record(
    Role,
    (
        Field("role", Text(200), "wethouder", required=True),
        Field("body", Text(200), "Tilburg"),
        Field("from", read_vague, '"2021"', attribute="since"),
        Field("until", read_until, '"2024"'),
    ),
)
