"""The record of an edition that was sent: read strictly, and laid over the edition."""

from __future__ import annotations

import json
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from site_plugins.loading.problems import Severity
from site_plugins.loading.read import Content, read_content
from site_plugins.loading.sent import RecordError, read_record
from site_plugins.model.edition import Edition
from tests.conftest import Write, write_files

RECORD = "nieuwsbrief/2026-11-22.verzonden.json"
EDITION = """
-- nieuwsbrief/2026-11-22.md --
---
title: Wat de raad deze week deed
date: 2026-11-22
number: 4
preheader: En wie er deze week in de Staten sprak, met de agenda.
items: [eerste, tweede]
---
Welkom bij deze editie.
"""
SITE = f"""
-- artikelen/2026/eerste.md --
---
title: Eerste
description: Over het eerste.
date: 2026-11-20
genre: nieuws
---
-- artikelen/2026/tweede.md --
---
title: Tweede
description: Over het tweede.
date: 2026-11-20
genre: nieuws
---
-- artikelen/2026/derde.md --
---
title: Derde
description: Over het derde.
date: 2026-11-20
genre: nieuws
---
{EDITION}
"""


def story(name: str) -> dict[str, Any]:
    """A story as a record has it."""
    return {
        "key": f"artikelen/2026/{name}",
        "id": f"artikelen/2026/{name}",
        "path": f"/artikelen/2026/{name}/",
        "title": name.capitalize(),
        "label": "Nieuws",
        "description": f"Over het {name}.",
        "byline": ["Sofie"],
        "signers": [""],
        "paid": False,
        "sponsor": "",
    }


def record(**changes: Any) -> dict[str, Any]:
    """The record of the edition above, in values that JSON has."""
    return {
        "agenda": [
            {
                "id": "agenda/uur",
                "path": "/agenda/uur/",
                "title": "Vragenuur",
                "start": "2026-11-26T18:30:00+00:00",
                "end": None,
                "all_day": False,
                "untimed": False,
                "place": "online",
                "remarks": ["onder voorbehoud"],
            }
        ],
        "agenda_weeks": 4,
        "content": "0123456789abcdef" * 4,
        "edition": "2026-11-22",
        "intro": "Welkom bij deze editie.",
        "lead": story("eerste"),
        "number": 4,
        "preheader": "En wie er deze week in de Staten sprak, met de agenda.",
        "sections": [{"heading": "Verder", "stories": [story("tweede")]}],
        "subject": "Wat de raad deze week deed",
    } | changes


def written(folder: Path, site: str = SITE, **changes: Any) -> Content:
    """The content with the record in it."""
    write_files(folder, site)
    (folder / RECORD).parent.mkdir(exist_ok=True)
    (folder / RECORD).write_text(json.dumps(record(**changes)), encoding="utf-8")
    return read_content(folder)


def edition(content: Content) -> Edition:
    """The edition above."""
    return content.library.of(Edition)[0]


def test_a_record_is_read_whole() -> None:
    """Every field, with moments in Amsterdam."""
    sent = read_record(json.dumps(record()), RECORD)
    assert sent.lead and (sent.lead.title, sent.lead.byline) == ("Eerste", ("Sofie",))
    assert [story.title for story in sent.stories] == ["Eerste", "Tweede"]
    assert sent.agenda[0].start.isoformat() == "2026-11-26T19:30:00+01:00"
    assert (sent.number, sent.withdrawn) == (4, 0)
    assert read_record(json.dumps(record(lead=None, number=None)), RECORD).lead is None


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"extra": 1}, "extra"),
        ({"number": "4"}, "number"),
        ({"number": True}, "number"),
        ({"number": 0}, "number"),
        ({"agenda_weeks": 27}, "agenda_weeks"),
        ({"content": "ABC"}, "content"),
        ({"subject": " "}, "subject"),
        ({"subject": "a\u0007b"}, "subject"),
        ({"intro": "\ud800"}, "intro"),
        ({"intro": None}, "intro"),
        ({"edition": "22-11-2026"}, "edition"),
        ({"edition": "2026-11-15"}, "edition"),
        ({"lead": []}, "lead"),
        ({"lead": story("a") | {"paid": 1}}, "lead.paid"),
        ({"lead": story("a") | {"signers": []}}, "lead.signers"),
        ({"sections": {}}, "sections"),
        ({"sections": [{"heading": "Verder"}]}, "sections[1].stories"),
        ({"sections": [{"heading": "A", "stories": [story("a"), 1]}]}, "sections[1].stories[2]"),
        ({"agenda": [record()["agenda"][0] | {"start": "2026-11-26"}]}, "agenda[1].start"),
        ({"agenda": [record()["agenda"][0] | {"end": "ooit"}]}, "agenda[1].end"),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_what_is_odd_is_named(changes: dict[str, Any], field: str) -> None:
    """By the field's name with those above it."""
    with pytest.raises(RecordError) as error:
        read_record(json.dumps(record(**changes)), RECORD)
    assert error.value.field == field


@pytest.mark.parametrize(
    "text",
    ["", "{", "[]", "null", "<<<<<<< HEAD\n{}", '{"a": 1, "a": 2}', "[" * 100_000, "9" * 9_999],
    ids=lambda text: text[:9] or "leeg",
)
def test_a_damaged_record_is_an_error_that_says_what_to_do(content: Write, text: str) -> None:
    """And the build stops: what was sent can't be guessed."""
    folder = content(SITE)
    (folder / RECORD).write_text(text, encoding="utf-8")
    (problem,) = read_content(folder).problems
    assert (problem.file, problem.severity) == (RECORD, Severity.ERROR)
    assert "Zet het terug uit git." in problem.message


@given(st.recursive(st.none() | st.booleans() | st.integers() | st.text(), st.lists), st.data())
def test_no_value_anywhere_in_a_record_raises(value: Any, data: st.DataObject) -> None:
    """Whatever stands in the place of one of its values is fine, or a problem with its name."""
    made = record()
    place: Any = made
    while True:
        key = data.draw(st.sampled_from(sorted(place) if isinstance(place, dict) else [0]))
        if not isinstance(place[key], (dict, list)) or not place[key] or data.draw(st.booleans()):
            break
        place = place[key]
    place[key] = value
    with TemporaryDirectory() as folder:
        write_files(Path(folder), SITE)
        (Path(folder) / RECORD).write_text(json.dumps(made), encoding="utf-8")
        assert {p.file for p in read_content(Path(folder)).problems} <= {
            RECORD,
            "nieuwsbrief/2026-11-22.md",
        }


def test_a_record_needs_its_edition(content: Write) -> None:
    """Without the edition's own file nothing of it would be on the site."""
    found = written(content(""), SITE.replace(EDITION, ""))
    (problem,) = found.problems
    assert problem.file == RECORD
    assert "nieuwsbrief/2026-11-22.md ontbreekt. Zet dat terug uit git." in problem.message


def test_a_broken_edition_is_one_mistake(content: Write) -> None:
    """Not also one of its record."""
    found = written(content(""), SITE.replace("---\ntitle: Wat de", "--\ntitle: Wat de"))
    assert {problem.file for problem in found.problems} == {"nieuwsbrief/2026-11-22.md"}


@pytest.mark.parametrize(
    "name",
    [
        "nieuwsbrief/2026-11-22.json",
        "nieuwsbrief/22-11-2026.verzonden.json",
        "nieuwsbrief/2026-11-22.verzonden.json.json",
        "artikelen/2026/2026-11-22.verzonden.json",
        "agenda/2026-11-22.verzonden.json",
    ],
)
def test_no_other_json_is_content(content: Write, name: str) -> None:
    """Only what has the name of a record, in its place."""
    folder = content(f"{SITE}\n-- {name} --\n{{}}\n")
    assert [p.file for p in read_content(folder).problems] == [name]


def test_keys_and_rooms_are_refused_in_a_record_too(content: Write) -> None:
    """It is a text like others."""
    found = written(content(""), intro="Kom binnen: https://meet.google.com/abc-defg-hij")
    errors = [p for p in found.problems if p.severity is Severity.ERROR]
    assert [p.file for p in errors] == [RECORD]
    assert "besloten ruimte" in errors[0].message


def test_the_edition_says_what_its_record_says(content: Write) -> None:
    """Also where its own file says something else, which is told, with file, line and field."""
    changed = (
        SITE.replace("title: Wat de raad deze week deed", "title: Iets anders")
        .replace("number: 4", "number: 5\nagenda_weeks: 8")
        .replace("in de Staten sprak", "in de raad sprak")
        .replace("[eerste, tweede]", "[eerste, tweede, derde]")
        .replace("Welkom bij", "Dag bij")
    )
    found = written(content(""), changed)
    made = edition(found)
    assert made.sent
    assert made.title == "Wat de raad deze week deed"
    assert (made.number, made.agenda_weeks) == (4, 4)
    assert made.preheader == "En wie er deze week in de Staten sprak, met de agenda."
    assert made.body.text == "Welkom bij deze editie."
    assert made.items == ("artikelen/2026/eerste", "artikelen/2026/tweede")
    assert [(p.line, p.field) for p in found.problems] == [
        (2, "title"),
        (4, "number"),
        (6, "preheader"),
        (5, "agenda_weeks"),
        (9, "tekst"),
        (7, "items"),
    ]
    for problem in found.problems:
        assert (problem.file, problem.severity) == (made.path, Severity.WARNING)
        assert "de editie is verzonden" in problem.message and "archief" in problem.message


@pytest.mark.parametrize(
    ("items", "warned"),
    [
        ("items: [eerste, tweede]", []),
        ("", []),  # it was composed by itself
        ("leave_out: [derde]", []),
        ("items: [eerste]", ["items"]),
        ("items: [derde]", ["items"]),
        ("items: [tweede]", ["items"]),
        ("items: [eerste]\nleave_out: [tweede]", ["items", "leave_out"]),
    ],
)
def test_other_items_are_told(content: Write, items: str, warned: list[str]) -> None:
    """What was sent stays; an edition that named nothing has nothing to differ in."""
    found = written(content(""), SITE.replace("items: [eerste, tweede]", items))
    assert [problem.field for problem in found.problems] == warned
    assert edition(found).items == ("artikelen/2026/eerste", "artikelen/2026/tweede")


def test_another_order_is_told(content: Write) -> None:
    """But not that a paid piece stands first and another one leads."""
    sections = [{"heading": "Verder", "stories": [story("tweede"), story("derde")]}]
    for items, warned in (
        ("[eerste, tweede, derde]", []),
        ("[tweede, eerste, derde]", []),
        ("[eerste, derde, tweede]", ["items"]),
    ):
        site = SITE.replace("[eerste, tweede]", items)
        found = written(content(""), site, sections=sections)
        assert [problem.field for problem in found.problems] == warned


def test_a_renamed_article_stays_in_the_edition(content: Write) -> None:
    """It is known by its id; the edition's file names it by its new name."""
    site = (
        SITE.replace("2026/eerste.md", "2026/nieuw.md")
        .replace("title: Eerste\n", "title: Eerste\naliases: [/artikelen/2026/eerste/]\n")
        .replace("[eerste, tweede]", "[nieuw, tweede]")
    )
    found = written(content(""), site)
    assert found.problems == []
    assert edition(found).items == ("artikelen/2026/nieuw", "artikelen/2026/tweede")


def test_a_deleted_article_is_no_mistake(content: Write) -> None:
    """Who deletes one takes it out of the edition's file as well, and that is no change to it."""
    gone = SITE[SITE.index("-- artikelen/2026/tweede") : SITE.index("-- artikelen/2026/derde")]
    found = written(content(""), SITE.replace(gone, "").replace(", tweede]", "]"))
    assert found.problems == []
    assert edition(found).items == ("artikelen/2026/eerste",)
