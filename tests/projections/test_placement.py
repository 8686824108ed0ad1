"""Which edition has which items: the week, the editor's choice, and what comes late or moves."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from site_plugins.model.article import GENRES, Sponsor
from site_plugins.model.edition import Edition, sending_moment
from site_plugins.model.item import Item
from site_plugins.model.politics import Guide, Motion
from site_plugins.projections.placement import group_of, next_number, placement
from tests.model.test_letter import SENT, story
from tests.projections.making import CLOCK_CHANGES, MONDAY, SUNDAY, article, edition, library

SECOND = timedelta(seconds=1)
WEEK = timedelta(weeks=1)


def names(edition: Edition, *items: Item) -> list[str]:
    return [found.slug for found in placement(library(edition, *items))[edition.key]]


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
    assert [found for found in placement(shelf).values() if found] == [(item,)]


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
        assert [item.slug for item in placement(public)[made.key]] == ["shown"]


def test_a_choice_of_which_nothing_is_public_does_not_fall_back_on_the_week() -> None:
    assert names(edition(items="gone"), article("a")) == []


def test_every_genre_has_a_heading() -> None:
    headings = {genre: group_of(article("a", genre=genre)) for genre in GENRES}
    assert headings["vacatures"] == headings["oproep"] == "Vacatures en oproepen"
    assert headings["advertorial"] == "Ingezonden mededelingen"
    assert len(set(headings.values())) == 7


def test_what_comes_by_itself_is_in_order_of_group_and_topic() -> None:
    wonen, werk = ("onderwerpen/wonen",), ("onderwerpen/werk",)
    guide = Guide(key="handreikingen/g", slug="g", title="g", id="g", date=MONDAY, version="1")
    motion = Motion(key="motiebank/m", slug="m", title="m", id="m", date=MONDAY, kind="motie")
    items = (
        motion,
        guide,
        replace(article("paid", MONDAY + WEEK / 2), sponsor=Sponsor("Bouwfonds")),
        article("vacancy", genre="vacatures"),
        article("column", MONDAY + WEEK / 2, genre="column"),
        replace(article("home-old", MONDAY), topics=wonen),
        replace(article("work", MONDAY + SECOND), topics=werk),
        replace(article("home-new", MONDAY + 2 * SECOND, genre="kort"), topics=wonen),
    )
    wanted = "home-new home-old work column vacancy paid g m"
    assert names(edition(), *items) == wanted.split()


def test_what_comes_late_lands_in_the_next_open_edition_up_to_thirteen_weeks() -> None:
    first = edition(SUNDAY - 20 * WEEK, items="other")
    sent = [edition(SUNDAY - week * WEEK, items="other") for week in range(1, 20)]
    moment = sending_moment(SUNDAY - 13 * WEEK)
    late, old = article("late", moment), article("too-old", moment - SECOND)
    assert names(edition(), late, old, article("other"), first, *sent) == ["late"]


def test_nothing_from_before_the_week_of_the_first_edition_comes_by_itself() -> None:
    old = article("old", sending_moment(SUNDAY - WEEK) - SECOND)
    later = edition(SUNDAY + WEEK)
    assert names(later, old, article("new"), edition(items="new")) == []


def test_what_readers_do_not_see_at_its_moment_does_not_come_by_itself() -> None:
    gone = replace(article("gone"), expires=sending_moment(SUNDAY))
    stays = replace(article("stays"), expires=sending_moment(SUNDAY) + SECOND)
    assert names(edition(), gone, stays, replace(article("draft"), draft=True)) == ["stays"]


def test_what_another_edition_has_is_not_taken_again() -> None:
    items = article("a"), article("b")
    for other in (SUNDAY - WEEK, SUNDAY + WEEK):
        assert names(edition(), *items, edition(other, items="a")) == ["b"]


def test_what_an_earlier_edition_left_out_does_not_come_later() -> None:
    earlier, later = edition(leave_out="a"), edition(SUNDAY + WEEK, leave_out="b")
    assert names(later, article("a"), article("b"), earlier) == []
    assert names(earlier, article("a"), article("b"), later) == ["b"]
    by_hand = edition(items="b", leave_out="a")
    assert names(edition(SUNDAY + WEEK), article("a"), article("b"), by_hand) == []


def test_a_draft_that_never_went_out_kept_nothing_from_others() -> None:
    for draft in (edition(), edition(items="a")):
        assert names(edition(SUNDAY + WEEK), article("a"), replace(draft, draft=True)) == ["a"]
    coming = replace(edition(SUNDAY + WEEK, items="a"), draft=True)
    assert names(edition(), article("a"), coming) == []


def test_what_was_sent_is_not_taken_again_when_its_edition_is_hidden() -> None:
    sent = replace(SENT, lead=replace(story("a"), id="id:a"), sections=())
    hidden = replace(edition(leave_out="b"), sent=sent, draft=True)
    items = article("a"), article("b"), article("c")
    assert names(edition(SUNDAY + WEEK), *items, hidden) == ["c"]


def test_a_new_edition_has_the_number_after_the_highest_before_it() -> None:
    plain = edition(SUNDAY - WEEK)
    assert next_number([], SUNDAY) == 1
    assert next_number([plain, edition(SUNDAY - 2 * WEEK)], SUNDAY) == 3
    assert next_number([replace(plain, number=41)], SUNDAY) == 42
    assert next_number([replace(edition(SUNDAY + WEEK), number=1)], SUNDAY) is None
