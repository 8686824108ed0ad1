"""The gate: what outputs are made from holds nothing that is hidden."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from dataclasses import fields, is_dataclass
from pathlib import Path
from typing import Any

import pytest

from site_plugins.clock import build_moment
from site_plugins.loading.references import Named, Reference
from site_plugins.loading.schema import HOME, SCHEMAS, Schema
from site_plugins.publication import prepare
from site_plugins.rendering.site import Site
from tests.conftest import write_files
from tests.site.test_time import BEFORE, WHEN, write_content

EXTRA = """
-- artikelen/2026/altijdplan.md --
---
title: Stuk met een planning
description: De redactie houdt voor zich wie het maakt.
date: 2026-11-10
genre: nieuws
public: [06-12345678]
planning: {assignee: geheimemaker, deadline: 2026-11-20, status: geheimestand}
due: [{date: 2027-01-01, promise: geheimebelofte}]
---
Bel 06-12345678.
-- nieuwsbrief/2026-10-18.md --
---
title: Editie met een verborgen stuk
date: 2026-10-18
preheader: Deze editie noemt alleen een stuk dat niemand nog mag zien.
items: [conceptartikel]
leave_out: [laterartikel]
---
-- cijfers/geheimetabel.csv --
Jaar,Leden
2023,661
"""


def record(stories: Sequence[str], agenda: Sequence[str], subject: str) -> str:
    """The record of an edition that was sent with these, when all of them were public."""

    def named(key: str) -> dict[str, Any]:
        return {"id": key, "path": f"/{key}/", "title": f"Titel {key.rpartition('/')[2]}"}

    told = [
        named(key)
        | {
            "key": key,
            "label": "Nieuws",
            "description": f"Samenvatting {key.rpartition('/')[2]}.",
            "byline": ["Titel conceptpersoon (lid)", "Titel laterpersoon", "Gast"],
            "signers": ["mensen/conceptpersoon", "mensen/laterpersoon", ""],
            "paid": False,
            "sponsor": "",
        }
        for key in stories
    ]
    moment = {"start": "2026-10-15T12:00:00+02:00", "end": None}
    about = {"all_day": False, "untimed": False, "place": "", "remarks": []}
    values = {
        "agenda": [named(key) | moment | about for key in agenda],
        "agenda_weeks": 4,
        "content": "0" * 64,
        "edition": "2026-10-11",
        "intro": "Welkom.",
        "lead": told[0],
        "number": None,
        "preheader": f"Wat u nog niet las; {subject}",
        "sections": [{"heading": "Verder", "stories": told[1:]}],
        "subject": subject,
    }
    return json.dumps(values)


SENT = f"""
-- nieuwsbrief/2026-10-11.md --
---
title: Titel conceptartikel
date: 2026-10-11
preheader: Deze editie is verzonden toen alles wat erin staat nog te lezen was.
---
Welkom.
-- nieuwsbrief/2026-10-11.verzonden.json --
{
    record(
        [f"artikelen/2026/{word}artikel" for word in WHEN],
        [f"agenda/{word}agenda" for word in WHEN],
        "Titel conceptartikel",
    )
}
"""

# What names hidden items by the keys that ``test_time`` leaves.
NAMING = """
-- index.md --
---
title: Lokaal Bestuur
related: [conceptartikel, over/laterpagina]
---
Welkom.
-- agenda/noemt-scholing.md --
---
title: Noemt een verborgen scholing
start: 2026-12-10 12:00
training: conceptscholing
---
-- netwerken/noemt-contact.md --
---
title: Noemt verborgen mensen
kind: functioneel
contact: conceptpersoon
spokespersons: [laterpersoon]
---
-- motiebank/noemt-indiener.md --
---
title: Noemt een verborgen indiener
kind: motie
date: 2026-11-10
submitters: [conceptpersoon, laterpersoon]
---
De raad, bijeen.
"""


def strings(value: object, seen: set[int]) -> Iterator[str]:
    """Every text that can be reached from a value by following what it holds."""
    if isinstance(value, str | Path):
        yield str(value)
        return
    if value is None or isinstance(value, int | float | bytes | type) or id(value) in seen:
        return
    seen.add(id(value))
    if isinstance(value, dict):
        inside: list[object] = [*value.keys(), *value.values()]
    elif isinstance(value, list | tuple | set | frozenset):
        inside = list(value)
    elif is_dataclass(value):
        inside = [getattr(value, field.name) for field in fields(value)]
        inside += vars(value).values() if hasattr(value, "__dict__") else []
    else:
        inside = list(vars(value).values()) if hasattr(value, "__dict__") else []
    for each in inside:
        yield from strings(each, seen)


@pytest.fixture(scope="module")
def reachable(tmp_path_factory: pytest.TempPathFactory) -> list[str]:
    """All that a renderer could show of the content of ``test_time``, with some more in it."""
    folder = write_content(tmp_path_factory.mktemp("gate") / "inhoud")
    write_files(folder, EXTRA + NAMING + SENT)
    site = Site("Lokaal Bestuur", "https://www.lokaalbestuur.nl/")
    publication = prepare(folder, build_moment(BEFORE), site)
    return list(strings(publication, {id(publication.warnings)}))


@pytest.mark.parametrize("word", [word for word in WHEN if word not in ("altijd", "voorbij")])
def test_nothing_hidden_can_be_reached(reachable: list[str], word: str) -> None:
    """No key, title, text, file name, old address or reference of a hidden item is in there.

    Only what the editor wrote in the words of a visible text stays, links to it not.
    """
    assert [text for text in reachable if word in text and "](" not in text] == []


def refers(reader: object) -> bool:
    """Whether a reader of a key, or one inside it, gives the name of another item."""
    if isinstance(reader, Reference | Named):
        return True
    if isinstance(reader, tuple):
        return any(map(refers, reader))
    known = is_dataclass(reader) and not isinstance(reader, type)
    return known and any(refers(getattr(reader, each.name)) for each in fields(reader))


@pytest.mark.parametrize("schema", [*SCHEMAS.values(), HOME], ids=lambda schema: schema.kind.noun)
def test_every_key_that_names_others_is_known_to_the_gate(schema: Schema) -> None:
    """What a key names is taken out where it is hidden: also by a key that is still to come."""
    naming = {field.target for field in schema.fields if refers(field.read)}
    assert naming and naming == set(schema.kind.refers)


def test_of_what_was_sent_the_rest_can_be_reached(reachable: list[str]) -> None:
    """An edition that was sent tells on of what is still public, by the names of whom is."""
    assert "Samenvatting altijdartikel." in reachable and "Gast" in reachable


def test_what_is_visible_can_be_reached(reachable: list[str]) -> None:
    """The walk sees what is there."""
    for wanted in ("altijdartikel", "voorbijartikel", "altijdplan"):
        assert any(wanted in text for text in reachable), wanted


@pytest.mark.parametrize("word", ["geheimemaker", "geheimestand", "geheimebelofte"])
def test_what_editors_keep_for_themselves(reachable: list[str], word: str) -> None:
    """Planning and promises to follow up stay behind, also of what is public."""
    assert [text for text in reachable if word in text] == []


def test_a_table_that_no_public_text_draws(reachable: list[str]) -> None:
    """Tables are drawn before the gate, so that one that nothing draws is not there."""
    assert [text for text in reachable if "geheimetabel" in text] == []


def test_an_edition_of_hidden_items_stays_the_editors_choice(tmp_path: Path) -> None:
    """It does not turn into one that fills itself with the articles of the week."""
    folder = write_files(
        tmp_path / "inhoud",
        EXTRA
        + """
-- artikelen/2026/conceptartikel.md --
---
title: Nog niet
description: Dit stuk is een concept.
date: 2026-10-14
genre: nieuws
draft: true
---
-- artikelen/2026/laterartikel.md --
---
title: Ander stuk
description: Dit stuk verscheen in die week.
date: 2026-10-15
genre: nieuws
---
""",
    )
    site = Site("Lokaal Bestuur", "https://www.lokaalbestuur.nl/")
    edition = prepare(folder, build_moment(BEFORE), site).index.editions[0]
    assert (edition.items, edition.by_hand) == ((), True)


NAMED = """
-- artikelen/2026/stuk.md --
---
title: Stuk
description: Dit stuk noemt wat er is.
date: 2026-11-10
genre: nieuws
{extra}
authors: [schrijver, voorzitter]
topics: [fusie]
audiences: [griffiers]
---
-- artikelen/2026/gewoon.md --
---
title: Gewoon
description: Dit stuk staat er altijd.
date: 2026-11-10
genre: nieuws
---
-- mensen/schrijver.md --
---
title: Schrijver
---
-- mensen/voorzitter.md --
---
title: Voorzitter
roles: [{{role: voorzitter}}]
---
-- onderwerpen/fusie.md --
---
title: Fusie
description: Alles over de fusie.
---
-- onderwerpen/wonen.md --
---
title: Wonen
---
-- doelgroepen/griffiers.md --
---
title: Griffiers
---
"""


@pytest.mark.parametrize(
    "hidden", ["draft: true", "date: 2026-12-01", "expires: 2026-11-15", "draft: false"]
)
def test_what_only_hidden_items_name(tmp_path: Path, hidden: str) -> None:
    """A topic, audience or author that only a hidden item has is hidden with it; what nothing
    names stays, and so does a person with an office."""
    text = NAMED.format(extra=hidden)
    if hidden.startswith("date"):
        text = text.replace("date: 2026-11-10\n", "", 1)
    folder = write_files(tmp_path / "inhoud", text)
    site = Site("Lokaal Bestuur", "https://www.lokaalbestuur.nl/")
    shown = set(prepare(folder, build_moment(BEFORE), site).index.library.items)
    follows = {"mensen/schrijver", "onderwerpen/fusie", "doelgroepen/griffiers"}
    assert {"mensen/voorzitter", "onderwerpen/wonen", "artikelen/2026/gewoon"} <= shown
    assert shown & follows == (follows if hidden == "draft: false" else set())
