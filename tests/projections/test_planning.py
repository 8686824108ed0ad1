"""The planning: what is late, for which Sunday a piece is, and what is lacking."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime

import pytest

from site_plugins.model.article import Article
from site_plugins.model.item import ZONE, Image, Item, Planning, Promise
from site_plugins.model.politics import Guide
from site_plugins.model.vocabulary import Topic
from site_plugins.projections.planning import Plan, plan
from tests.projections.making import article, edition, library

NOW = datetime(2026, 11, 20, 9, tzinfo=ZONE)
FIRST, SECOND, THIRD = date(2026, 11, 22), date(2026, 11, 29), date(2026, 12, 6)


def draft(name: str, deadline: date | None = None, status: str = "", who: str = "") -> Article:
    return replace(article(name), date=None, draft=True, planning=Planning(who, deadline, status))


def planned(*items: Item, weeks: int = 3) -> Plan:
    return plan(library(*items), NOW, weeks)


def names(made: Plan) -> list[str]:
    return [task.item.slug for task in made.tasks]


def test_late_comes_first_then_by_deadline_and_unknown_statuses_last() -> None:
    made = planned(
        draft("zonder"),
        draft("vreemd", date(2026, 11, 27), "bijna"),
        draft("idee", date(2026, 11, 27), "idee"),
        draft("binnen", date(2026, 11, 27), "binnen"),
        draft("laat", date(2026, 11, 19), "opdracht"),
        draft("klaar", date(2026, 11, 18), "klaar"),
    )
    assert names(made) == ["laat", "klaar", "idee", "binnen", "vreemd", "zonder"]
    assert [task.late for task in made.tasks] == [True, *[False] * 5]


def test_what_readers_have_is_done_unless_it_is_being_renewed() -> None:
    done = replace(article("af"), planning=Planning("An", date(2026, 11, 14), "geredigeerd"))
    renewed = replace(article("weer"), planning=Planning("An", date(2026, 11, 30), "opdracht"))
    gone = replace(done, key="artikelen/2026/weg", slug="weg", draft=True, expires=NOW)
    assert names(planned(done, renewed)) == ["weer"]
    assert names(planned(replace(gone, draft=False))) == []


@pytest.mark.parametrize(
    ("day", "sunday"),
    [
        (datetime(2026, 11, 20, 12, tzinfo=ZONE), FIRST),
        (datetime(2026, 11, 22, 7, 59, tzinfo=ZONE), FIRST),
        (datetime(2026, 11, 22, 8, tzinfo=ZONE), SECOND),
        (datetime(2026, 11, 1, tzinfo=ZONE), FIRST),
    ],
)
def test_a_date_tells_the_sunday_as_it_does_for_readers(day: datetime, sunday: date) -> None:
    assert planned(replace(draft("stuk"), date=day)).tasks[0].sunday == sunday


def test_an_edition_that_names_it_goes_before_its_deadline() -> None:
    stuk = draft("stuk", date(2026, 11, 24))
    assert planned(stuk).tasks[0].sunday == SECOND
    assert planned(stuk, edition(THIRD, "stuk")).tasks[0].sunday == THIRD
    # An edition with a choice of its own has nothing else.
    assert planned(stuk, edition(SECOND, "ander")).tasks[0].sunday == THIRD
    assert planned(stuk, edition(SECOND, leave_out="stuk")).tasks[0].sunday == THIRD
    assert planned(draft("stuk")).tasks[0].sunday is None
    begun = replace(draft("stuk", date(2026, 12, 4)), date=NOW)
    assert planned(begun).tasks[0].sunday == THIRD


def test_each_sunday_tells_what_is_ready_and_what_is_underway() -> None:
    later = article("later", datetime(2026, 11, 25, tzinfo=ZONE))
    busy = replace(later, key="artikelen/2026/bezig", slug="bezig", id="id:bezig")
    busy = replace(busy, planning=Planning("An", None, "binnen"))
    made = planned(article("nu"), later, busy, draft("idee", date(2026, 11, 21)), edition(FIRST))
    told = [
        (
            sunday.day,
            sunday.edition is not None,
            [item.slug for item in sunday.ready],
            [task.item.slug for task in sunday.underway],
        )
        for sunday in made.sundays
    ]
    assert told == [
        (FIRST, True, ["nu"], ["idee"]),
        (SECOND, False, ["later"], ["bezig"]),
        (THIRD, False, [], []),
    ]


def test_a_topic_that_somebody_works_on_is_not_lacking() -> None:
    topics = [
        Topic(key=f"onderwerpen/{name}", slug=name, title=name.capitalize(), id=f"id:{name}")
        for name in ("wonen", "water")
    ]
    stuk = replace(draft("stuk", date(2026, 11, 24)), topics=("onderwerpen/wonen",))
    assert planned(*topics).topics == ("Water", "Wonen")
    assert planned(stuk, *topics).topics == ("Water",)


def test_per_person_and_nobody_last() -> None:
    made = planned(draft("een"), draft("twee", who="Bo"), draft("drie", who="an"))
    assert [(name, len(tasks)) for name, tasks in made.people] == [("an", 1), ("Bo", 1), ("", 1)]


def test_what_waits_for_a_picture_or_a_summary() -> None:
    image = Image("foto.jpg", "Een zaal", "Foto: CLB")
    whole = replace(draft("heel"), image=image)
    made = planned(whole, replace(draft("kaal"), description=""), article("al-op-de-site"))
    assert [(line.item.slug, line.image, line.description) for line in made.lacking] == [
        ("kaal", True, True)
    ]


def test_promises_and_guides_that_are_near_or_late() -> None:
    days = (date(2026, 11, 19), date(2026, 12, 11), date(2026, 12, 12))
    promises = tuple(Promise(day, f"Belofte {day.day}") for day in days)
    guides = [
        Guide(
            key=f"handreikingen/{n}",
            slug=str(n),
            title=str(n),
            id=str(n),
            version="1",
            review_by=day,
        )
        for n, day in enumerate(days)
    ]
    made = planned(replace(article("stuk"), due=promises), *guides)
    assert [(line.promise.date, line.late) for line in made.promises] == [
        (days[0], True),
        (days[1], False),
    ]
    assert [(line.day, line.late) for line in made.reviews] == [(days[0], True), (days[1], False)]
