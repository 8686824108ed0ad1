"""What an edition says of its items, under which headings, and of the agenda."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta

import pytest

from site_plugins.model.agenda import Location, Status
from site_plugins.model.article import Article, Sponsor
from site_plugins.model.edition import sending_moment
from site_plugins.model.item import ZONE, Layer, Signatory
from site_plugins.model.organisation import Person
from site_plugins.model.politics import Guide, Motion
from site_plugins.model.recurrence import parse_rule
from site_plugins.model.vocabulary import Audience
from site_plugins.projections.newsletter import Newsletter, compose, variants
from tests.projections.making import (
    CLOCK_CHANGES,
    MONDAY,
    SUNDAY,
    article,
    edition,
    library,
    meeting,
)

SECOND = timedelta(seconds=1)


def test_the_lead_is_the_first_that_nobody_paid_for() -> None:
    paid = replace(article("paid", genre="advertorial"), sponsor=Sponsor("Bouwfonds"))
    made = edition(items="paid a b")
    newsletter = compose(made, library(made, paid, article("a"), article("b")))
    assert newsletter.lead and newsletter.lead.title == "A"
    (section,) = newsletter.sections
    assert section.heading == "Verder in deze editie"
    assert [(s.title, s.label, s.sponsor) for s in section.stories] == [
        ("Paid", "Ingezonden mededeling", "Bouwfonds"),
        ("B", "Nieuws", ""),
    ]


def test_sponsored_work_is_labelled_whatever_its_genre() -> None:
    made = edition()
    shelf = library(made, replace(article("a", genre="podcast"), sponsor=Sponsor("Bouwfonds")))
    newsletter = compose(made, shelf)
    assert newsletter.lead is None
    assert newsletter.sections[0].heading == "In deze editie"
    assert newsletter.stories[0].label == "Ingezonden mededeling"


def test_bylines_name_people_and_guests_but_nobody_hidden() -> None:
    sofie = Person(key="mensen/sofie", slug="sofie", title="Sofie Kuilman", id="id:sofie")
    authors = (
        Signatory(person="mensen/sofie"),
        Signatory(name="Yusuf", role="wethouder"),
        Signatory(person="mensen/hidden"),
    )
    made = edition()
    newsletter = compose(made, library(made, sofie, replace(article("a"), authors=authors)))
    assert newsletter.lead and newsletter.lead.byline == ("Sofie Kuilman", "Yusuf (wethouder)")


def test_guides_and_motions_follow_the_articles() -> None:
    def guide(name: str, moment: datetime) -> Guide:
        key = f"handreikingen/{name}"
        return Guide(key=key, slug=name, title=name, id=name, date=moment, version="2")

    motion = Motion(
        key="motiebank/grond",
        slug="grond",
        title="Grond",
        id="m",
        date=MONDAY,
        kind="motie",
        place="Tilburg",
        status="aangenomen",
    )
    old, new = guide("old", MONDAY - timedelta(weeks=9)), guide("new", MONDAY)
    made = edition()
    shelf = library(made, old, new, guide("older", MONDAY - timedelta(weeks=9)), motion)
    assert [(s.heading, s.stories[0].label) for s in compose(made, shelf).sections] == [
        ("Nieuwe handreikingen", "Handreiking, versie 2"),
        ("Nieuw in de motiebank", "Motie, Tilburg, aangenomen"),
    ]
    chosen = replace(made, items=("motiebank/grond", "handreikingen/old", "artikelen/2026/a"))
    stories = compose(chosen, library(chosen, old, new, motion, article("a"))).stories
    assert [story.title for story in stories] == ["A", "old", "Grond"]


def test_the_agenda_runs_from_the_edition_s_moment_for_as_many_weeks_as_asked() -> None:
    start = sending_moment(SUNDAY)
    items = (
        meeting("over", start - timedelta(hours=2), start - timedelta(hours=1)),
        meeting("first", start),
        meeting("last", sending_moment(SUNDAY + timedelta(weeks=4)) - SECOND),
        meeting("beyond", sending_moment(SUNDAY + timedelta(weeks=4))),
    )
    made = edition()
    shelf = library(made, *items)
    assert [m.title for m in compose(made, shelf).agenda] == ["first", "last"]
    assert compose(replace(made, agenda_weeks=0), shelf).agenda == ()


def test_a_series_shows_each_date_at_the_same_hour_after_the_clock_changed() -> None:
    start = datetime(2026, 10, 16, 9, 30, tzinfo=ZONE)
    item = replace(meeting("vrijdag", start), rule=parse_rule("elke vrijdag"))
    made = replace(edition(CLOCK_CHANGES[0] - timedelta(weeks=1)), agenda_weeks=2)
    found = [m.start.isoformat() for m in compose(made, library(made, item)).agenda]
    assert found == ["2026-10-23T09:30:00+02:00", "2026-10-30T09:30:00+01:00"]


@pytest.mark.parametrize(
    ("location", "words"),
    [
        (None, ""),
        (Location(online=True), "online"),
        (Location(name="Stadhuis", city="Zwolle"), "Stadhuis, Zwolle"),
        (Location(name="Stadhuis Zwolle", city="Zwolle"), "Stadhuis Zwolle"),
        (Location(city="Zwolle", online=True), "Zwolle en online"),
    ],
)
def test_places_are_said_in_words(location: Location | None, words: str) -> None:
    made = edition()
    item = replace(meeting("m", sending_moment(SUNDAY)), location=location)
    assert compose(made, library(made, item)).agenda[0].place == words


def test_what_a_reader_must_know_before_going_is_said() -> None:
    made = edition()
    plain = meeting("plain", sending_moment(SUNDAY))
    item = replace(plain, status=Status.CANCELLED, invitation_only=True)
    assert compose(made, library(made, plain)).agenda[0].remarks == ()
    assert compose(made, library(made, item)).agenda[0].remarks == (
        "geannuleerd",
        "op uitnodiging",
    )


def test_an_empty_week_composes_to_nothing() -> None:
    made = edition()
    newsletter = compose(made, library(made))
    assert (newsletter.lead, newsletter.sections, newsletter.agenda) == (None, (), ())
    assert newsletter.path == "/nieuwsbrief/2026-11-22/"


def of_layer(name: str, *layers: Layer, genre: str = "nieuws") -> Article:
    return replace(article(name, genre=genre), layers=layers)


def shape(newsletter: Newsletter) -> list[str]:
    """The lead's title, then each heading and the titles under it."""
    lead = [newsletter.lead.title] if newsletter.lead else []
    sections = (
        f"{section.heading}: {' '.join(story.title for story in section.stories)}"
        for section in newsletter.sections
    )
    return [*lead, *sections]


def test_many_stories_get_headings_where_the_order_keeps_the_groups_together() -> None:
    genres = {"a": "nieuws", "b": "kort", "c": "nieuws", "d": "analyse", "e": "essay"}
    genres |= {"f": "column", "g": "oproep", "h": "oproep"}
    items = [article(name, genre=genre) for name, genre in genres.items()]
    for order, wanted in {
        "a b c d e f g h": [
            "A",
            "Nieuws: B C",
            "Achtergrond: D",
            "Meningen: E F",
            "Vacatures en oproepen: G H",
        ],
        "h b f e d c a g": ["H", "Verder in deze editie: B F E D C A G"],
        "a d e f g h": ["A", "Verder in deze editie: D E F G H"],
    }.items():
        made = edition(items=order)
        assert shape(compose(made, library(made, *items))) == wanted


AUDIENCES = [
    Audience(
        key=f"doelgroepen/{name.lower()}",
        slug=name.lower(),
        title=name,
        id=name,
        layers=(layer,) if layer else (),
    )
    for name, layer in (
        ("Raadsleden", Layer.MUNICIPALITY),
        ("Statenleden", Layer.PROVINCE),
        ("Waterschappers", Layer.WATER_BOARD),
        ("Gedeputeerden", Layer.PROVINCE),
        ("Wethouders", None),
    )
]


def test_each_audience_reads_of_its_own_layer_first() -> None:
    """The same items, subject and agenda; an audience without a layer or an item has no variant."""
    paid = replace(of_layer("paid", Layer.MUNICIPALITY), sponsor=Sponsor("Bouwfonds"))
    motion = Motion(
        key="motiebank/m", slug="m", title="M", id="m", date=MONDAY, kind="motie",
        layer=Layer.PROVINCE,
    )  # fmt: skip
    named = replace(article("n"), audiences=("doelgroepen/raadsleden",))
    items = (paid, of_layer("p", Layer.PROVINCE), of_layer("g", Layer.MUNICIPALITY), named, motion)
    made = replace(edition(items="paid p n g"), number=4)
    made = replace(made, items=(*made.items, "motiebank/m"))
    shelf = library(made, *items, meeting("later", sending_moment(SUNDAY)), *AUDIENCES)
    whole = compose(made, shelf)
    found = variants(made, shelf, sending_moment(SUNDAY))
    assert [letter.audience.slug for letter in found if letter.audience] == [
        "raadsleden",
        "statenleden",
    ]
    assert [shape(letter) for letter in found] == [
        ["G", "Voor raadsleden: Paid N", "Verder in deze editie: P", "Nieuw in de motiebank: M"],
        ["P", "Voor Statenleden: M", "Verder in deze editie: Paid N G"],
    ]
    for letter in found:
        assert {story.key for story in letter.stories} == {story.key for story in whole.stories}
        assert (letter.subject, letter.agenda) == (whole.subject, whole.agenda)


def test_an_audience_whose_own_has_no_article_keeps_the_lead_for_all() -> None:
    made = edition(items="paid a")
    paid = replace(of_layer("paid", Layer.WATER_BOARD), sponsor=Sponsor("Bouwfonds"))
    (letter,) = variants(made, library(made, paid, article("a"), *AUDIENCES), MONDAY)
    assert shape(letter) == ["A", "Voor waterschappers: Paid"]


def test_an_edition_of_more_than_a_week_ago_has_no_variants() -> None:
    made = edition()
    shelf = library(made, of_layer("a", Layer.MUNICIPALITY), *AUDIENCES)
    moment = sending_moment(SUNDAY + timedelta(weeks=1))
    assert len(variants(made, shelf, moment)) == 1
    assert variants(made, shelf, moment + SECOND) == ()
