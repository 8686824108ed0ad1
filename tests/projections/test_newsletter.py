"""What stands in an edition: the week, the editor's order, the agenda."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from site_plugins.model.agenda import AgendaItem, Location, Status
from site_plugins.model.article import Article, Sponsor
from site_plugins.model.edition import Edition, sending_moment
from site_plugins.model.item import ZONE, Item, Signatory
from site_plugins.model.library import Library
from site_plugins.model.organisation import Home, Person
from site_plugins.model.politics import Guide, Motion
from site_plugins.model.recurrence import parse_rule
from site_plugins.projections.newsletter import compose, edition_items

SUNDAY = date(2026, 11, 22)
MONDAY = datetime(2026, 11, 16, 9, tzinfo=ZONE)
SECOND = timedelta(seconds=1)
CLOCK_CHANGES = (date(2026, 10, 25), date(2027, 3, 28))


def article(name: str, moment: datetime = MONDAY, genre: str = "nieuws") -> Article:
    return Article(
        key=f"artikelen/2026/{name}",
        slug=name,
        title=name.capitalize(),
        id=f"id:{name}",
        description=f"Over {name}.",
        date=moment,
        genre=genre,
    )


def edition(day: date = SUNDAY, items: str = "", leave_out: str = "") -> Edition:
    return Edition(
        key=f"nieuwsbrief/{day}",
        slug=str(day),
        title=f"Editie {day}",
        id=f"id:{day}",
        date=datetime(day.year, day.month, day.day, tzinfo=ZONE),
        preheader="Wat er deze week in gemeente en provincie gebeurt.",
        items=tuple(f"artikelen/2026/{name}" for name in items.split()),
        leave_out=tuple(f"artikelen/2026/{name}" for name in leave_out.split()),
    )


def meeting(name: str, start: datetime, end: datetime | None = None) -> AgendaItem:
    return AgendaItem(
        key=f"agenda/{name}", slug=name, title=name, id=f"id:{name}", start=start, end=end
    )


def library(*items: Item) -> Library:
    home = Home(key="index", slug="", title="Lokaal Bestuur", id="id:home")
    return Library({item.key: item for item in items}, home)


def names(edition: Edition, *items: Item) -> list[str]:
    return [found.slug for found in edition_items(edition, library(edition, *items))]


def test_a_week_is_newest_first_and_ties_break_by_address() -> None:
    items = article("b"), article("a"), article("later", MONDAY + SECOND)
    assert names(edition(), *items) == ["later", "a", "b"]


@pytest.mark.parametrize("sunday", [SUNDAY, *CLOCK_CHANGES])
def test_the_week_is_closed_at_its_start_and_open_at_its_end(sunday: date) -> None:
    opening, closing = sending_moment(sunday - timedelta(weeks=1)), sending_moment(sunday)
    found = names(
        edition(sunday),
        # In UTC too: what counts is the moment, not how it was written.
        article("too-early", (opening.astimezone(UTC) - SECOND)),
        article("first", opening),
        article("last", closing.astimezone(UTC) - SECOND),
        article("next-week", closing.astimezone(UTC)),
    )
    assert found == ["last", "first"]


@pytest.mark.parametrize(
    ("sunday", "hours"), [(CLOCK_CHANGES[0], 7 * 24 + 1), (CLOCK_CHANGES[1], 7 * 24 - 1)]
)
def test_a_week_in_which_the_clock_changes_is_an_hour_longer_or_shorter(
    sunday: date, hours: int
) -> None:
    opening = sending_moment(sunday - timedelta(weeks=1)).astimezone(UTC)
    inside = article("inside", opening + timedelta(hours=hours) - SECOND)
    outside = article("outside", opening + timedelta(hours=hours))
    assert names(edition(sunday), inside, outside) == ["inside"]


@given(st.integers(0, 60 * 60 * 24 * 7 * 60))
def test_every_moment_of_a_year_lands_in_one_edition(seconds: int) -> None:
    sundays = [SUNDAY + timedelta(weeks=week) for week in range(62)]
    item = article("item", sending_moment(SUNDAY).astimezone(UTC) + timedelta(seconds=seconds))
    shelf = library(item, *map(edition, sundays))
    assert sum(item in edition_items(edition(day), shelf) for day in sundays) == 1


def test_after_a_skipped_sunday_the_window_begins_at_the_edition_before() -> None:
    item = article("item", MONDAY - timedelta(weeks=1))
    assert names(edition(), item, edition(SUNDAY - timedelta(weeks=2))) == ["item"]
    assert names(edition(), item, edition(SUNDAY - timedelta(weeks=1))) == []


def test_a_later_edition_does_not_move_the_window_of_an_earlier_one() -> None:
    assert names(edition(), article("item"), edition(SUNDAY + timedelta(weeks=1))) == ["item"]


def test_the_editor_s_choice_stands_in_the_editor_s_order_and_alone() -> None:
    old = article("old", MONDAY - timedelta(weeks=9))
    chosen = edition(items="b old a b")
    assert names(chosen, article("a"), article("b"), article("c"), old) == ["b", "old", "a"]


def test_what_is_left_out_by_name_is_left_out() -> None:
    items = article("a"), article("b")
    assert names(edition(leave_out="a"), *items) == ["b"]
    assert names(edition(items="a b", leave_out="a"), *items) == ["b"]


def test_what_is_hidden_is_absent() -> None:
    draft = replace(article("draft"), draft=True)
    expired = replace(article("expired"), expires=MONDAY + SECOND)
    later = article("later", sending_moment(SUNDAY))
    now = sending_moment(SUNDAY) - SECOND
    for choice in ("", "draft expired later shown"):
        made = edition(items=choice)
        public = library(made, draft, expired, later, article("shown")).public(now)
        assert [item.slug for item in edition_items(made, public)] == ["shown"]


def test_a_choice_of_which_nothing_is_public_does_not_fall_back_on_the_week() -> None:
    assert names(edition(items="gone"), article("a")) == []


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


def test_new_guides_and_motions_follow_those_that_the_editor_names() -> None:
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
    made = replace(made, items=("handreikingen/old",), leave_out=("motiebank/grond",))
    assert [story.title for story in compose(made, shelf).stories] == ["old", "new"]


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
