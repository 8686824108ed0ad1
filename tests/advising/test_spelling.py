"""Spelling: Dutch with its compounds and inflections, names, and words of our own."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from site_plugins.advising.dictionary import Dictionary, kept_in
from site_plugins.advising.spelling import Words, line_of, misspelt, own_words
from tests.conftest import Write, run_lokaal

DICTIONARY = Dictionary()


def wrong(text: str, *own: str) -> list[str]:
    """The misspelt words of a text."""
    return misspelt([text], Words(own, DICTIONARY))


RIGHT = {
    "compounds": "gemeenteraadsverkiezingen waterschapsbestuurders coalitieonderhandelingen",
    "new compounds": "netwerkdag, bijpraatsessies, cookiemelding, waardengedreven",
    "inflections": "Zij vergaderden, hij vergadert, er is vergaderd; de vergaderende raad.",
    "ij and accents": "Zij zijn blij met ideeën, geëvalueerde cafés, één coöperatie en IJsland.",
    "ij at the beginning of a sentence": "IJs is koud. Ijverig zijn wij. Eén ding telt.",
    "apostrophes": "Foto’s van auto's in ’s-Hertogenbosch, ’s avonds en ’s zomers.",
    "hyphens": "zee-egel, vraag-en-antwoord, niet-leden, oud-wethouder",
    "half a word": "raads- en Statenleden, in- en uitvoer, voor- en nadelen",
    "names": "Volgens Xandra Zwqrt en Pjotr gaat het goed. Zwqrt is raadslid.",
    "abbreviations": "De PvdA, het CLB, CdK's, WdBL en een CLB-bestuurder in IJmond.",
    "numbers": "25-jarige, G40-overleg, 1e, 2026, A4, 3,5%",
    "addresses": "Ga naar zwqrt.nl/zwq, https://zwq.nl, zwq@zwq.nl of zwq_zwq.docx (.zwq).",
    "quotes": "‘Wij willen huizen’, zei de “wethouder”. 'Goed', vond hij.",
    "a capital after a colon": "Eén ding: Wonen moet. Dan – Morgen – verder.",
}


@pytest.mark.parametrize("text", RIGHT.values(), ids=RIGHT)
def test_right_words(text: str) -> None:
    """What is right, or no word, is let be."""
    assert wrong(text) == []


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("Een wethuoder sprak.", ["wethuoder"]),
        ("gemeenteraadsverkiezigen", ["gemeenteraadsverkiezigen"]),
        ("Vegraderen kan hij.", ["Vegraderen"]),
        ("burgermeesters pannekoek vergadring", ["burgermeesters", "pannekoek", "vergadring"]),
        ("De raad. ‘Vegraderen’, zei hij.", ["Vegraderen"]),
        ("foto’tjs", ["foto'tjs"]),
        ("een CLB-bestuurdre", ["CLB-bestuurdre"]),
        ("vraag-en-antwoodr", ["vraag-en-antwoodr"]),
        ("wethuoder en wethuoder", ["wethuoder"]),
    ],
)
def test_wrong_words(text: str, found: list[str]) -> None:
    """What is wrong is found once, also in compounds, at the beginning and behind a hyphen."""
    assert wrong(text) == found


def test_own_words() -> None:
    """A word on the list is right with and without a capital; its neighbours are not."""
    assert wrong("Feedlezer, feedlezer", "feedlezer") == []
    assert wrong("feedlezzer", "feedlezer") == ["feedlezzer"]
    assert wrong("Zwqrt’s plan", *own_words(["Piet Zwqrt"])) == []


def test_where_a_word_stands() -> None:
    """A whole word, whatever its apostrophe; None where only a page has it."""
    assert line_of("foto's", "fotos\n\nmooie **foto’s**") == 2
    assert line_of("foto", "fotos") is None


def test_the_words_are_kept(tmp_path: Path) -> None:
    """What was looked up is known the next time; a kept file that is damaged is no harm."""
    first = kept_in(tmp_path)
    assert first.knows("wethouder") and not first.knows("wethuoder")
    assert first.better("wethuoder") == "wethouder"
    first.save()
    (kept,) = (tmp_path / "spelling").iterdir()
    again = kept_in(tmp_path)
    assert again.better("wethuoder") == "wethouder" and not again.knows("wethuoder")
    again.save()
    kept.write_bytes(kept.read_bytes()[:-1] + b"x")
    assert kept_in(tmp_path).knows("wethouder")


def test_few_corrections_are_thought_of() -> None:
    """They take long: of many wrong words only the first get one, and nonsense gets none."""
    few = Dictionary(suggestions=1)
    assert [few.better(word) for word in ("wethuoder", "raadslidd")] == ["wethouder", ""]
    assert Dictionary().better("zwqrtklm") == ""


SITE = """\
-- woorden.txt --
# Ons lijstje.
zwqrt  # een woord van ons
-- onderwerpen/kwrtz.md --
---
title: Kwrtz
---
Over kwrtz en zwqrt.
-- artikelen/2026/wonen.md --
---
title: Wonen in de wijk
date: 2026-11-20
description: Een wethuoder over huizen.
genre: nieuws
---
Wij willen zwqrt en kwrtz.

Wij willen *verkeizingen* en <span lang="en">affordable housing</span>, en geen verkeizingen.
"""


def test_check_tells_where_words_are_wrong(content: Write) -> None:
    """The command names each word once, with its line; own words and foreign ones are let be."""
    folder = content(SITE)
    done = run_lokaal("check", "--content", str(folder), "--format", "json")
    assert done.returncode == 0, done.stderr
    said = "'{}' staat niet in het woordenboek. Bedoelde je '{}'? Klopt het woord? Zet het dan in "
    said += "woorden.txt."
    assert [(p["line"], p["field"], p["message"]) for p in json.loads(done.stdout)] == [
        (4, "description", said.format("wethuoder", "wethouder")),
        (9, "tekst", said.format("verkeizingen", "verkiezingen")),
    ]


def test_the_list_has_a_word_on_each_line(content: Write) -> None:
    """Two words on a line are an error; explanation behind a # is fine."""
    folder = content(SITE.replace("zwqrt  #", "zwqrt en meer #"))
    done = run_lokaal("check", "--content", str(folder), "--format", "json")
    assert done.returncode == 1
    (problem,) = [p for p in json.loads(done.stdout) if p["severity"] == "fout"]
    assert (problem["file"], problem["line"]) == ("woorden.txt", 2)
