"""What an edition that was sent still tells, once some of it is hidden."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

import pytest

from site_plugins.model.item import ZONE
from site_plugins.model.letter import Meeting, Section, Sent, Story

NEUTRAL = "Nieuwsbrief van 22 november 2026"


def story(name: str, **changes: object) -> Story:
    """A story that everything about tells the name of."""
    made = Story(
        key=f"artikelen/2026/{name}",
        id=f"id:{name}",
        path=f"/artikelen/2026/{name}/",
        title=f"{name}-titel",
        label="Nieuws",
        description=f"Over {name}; en over de raad.",
        byline=("Sofie", "Gast"),
        signers=("id:sofie", ""),
    )
    return replace(made, **changes)  # type: ignore[arg-type]


def meeting(name: str) -> Meeting:
    """An hour in the evening."""
    start = datetime(2026, 11, 26, 19, 30, tzinfo=ZONE)
    return Meeting(f"id:{name}", f"/agenda/{name}/", name, start, None, False, "online")


SENT = Sent(
    content="0" * 64,
    number=4,
    subject="Wat de raad deze week deed",
    preheader="En wie er deze week in de Staten sprak, met de agenda.",
    intro="Welkom.",
    agenda_weeks=4,
    lead=story("a"),
    sections=(Section("Verder", (story("b"), story("c"))), Section("Motiebank", (story("d"),))),
    agenda=(meeting("x"), meeting("y")),
)
EVERYTHING = {"id:a", "id:b", "id:c", "id:d", "id:x", "id:y", "id:sofie"}


def test_of_what_is_public_nothing_changes() -> None:
    assert SENT.disclosed(EVERYTHING, NEUTRAL) == SENT


def test_what_is_hidden_goes_with_an_empty_heading_and_is_counted() -> None:
    shown = SENT.disclosed(EVERYTHING - {"id:a", "id:c", "id:d", "id:x"}, NEUTRAL)
    assert shown.lead is None
    assert [(s.heading, [t.id for t in s.stories]) for s in shown.sections] == [
        ("Verder", ["id:b"])
    ]
    assert [m.id for m in shown.agenda] == ["id:y"]
    assert shown.withdrawn == 3


def test_a_second_gate_counts_on() -> None:
    once = SENT.disclosed(EVERYTHING - {"id:a"}, NEUTRAL)
    assert once.disclosed(EVERYTHING - {"id:a", "id:b"}, NEUTRAL).withdrawn == 2


def test_a_hidden_person_is_not_named_and_a_guest_is() -> None:
    shown = SENT.disclosed(EVERYTHING - {"id:sofie"}, NEUTRAL)
    assert {story.byline for story in shown.stories} == {("Gast",)}
    assert {story.signers for story in shown.stories} == {("",)}


@pytest.mark.parametrize(
    "words",
    [
        "a-titel",
        "De a-titel, en meer",
        "Iets anders; a-titel; nog iets",
        "Iets anders; a-tit …",
        "Over a; en over de …",
        "Over a; en over de raad.",
    ],
)
def test_a_subject_or_preheader_does_not_tell_of_what_is_hidden(words: str) -> None:
    told = replace(SENT, subject=words, preheader=words)
    shown = told.disclosed(EVERYTHING - {"id:a"}, NEUTRAL)
    assert (shown.subject, shown.preheader) == (NEUTRAL, NEUTRAL)
    others = told.disclosed(EVERYTHING - {"id:b"}, NEUTRAL)
    assert (others.subject, others.preheader) == (words, words)


def test_a_subject_does_not_tell_of_a_meeting_that_is_hidden() -> None:
    told = replace(SENT, subject="Kom naar bijeenkomst x", agenda=(meeting("bijeenkomst x"),))
    assert told.disclosed(EVERYTHING, NEUTRAL).subject == NEUTRAL
    shown = told.disclosed(EVERYTHING | {"id:bijeenkomst x"}, NEUTRAL)
    assert shown == told
