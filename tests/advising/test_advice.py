"""Advice on how texts read: what is told, and what is let be."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from pathlib import Path

import pytest

from site_plugins.advising.advice import advice, adviser
from site_plugins.drafting import BODIES
from site_plugins.loading.problems import Problem, Severity
from site_plugins.model.item import ZONE
from site_plugins.publication import check
from site_plugins.rendering.mail.letter import LONG
from site_plugins.rendering.site import Site
from tests.conftest import ROOT, Write

NOW = datetime(2026, 11, 22, 9, tzinfo=ZONE)
SITE = Site("Lokaal Bestuur", "https://www.voorbeeld.nl/")
ARTICLE = """\
-- artikelen/2026/wonen.md --
---
title: Wonen in de wijk
date: 2026-11-20
description: Wat een raad kan doen voor betaalbare huizen.
genre: nieuws
{head}---
{text}
"""
GUIDE = """\
-- handreikingen/wonen.md --
---
title: Wonen
version: "1.0"
date: 2024-11-20
review_by: {day}
---
Een tekst.
"""
LONG_SENTENCE = " ".join(["De raad"] + ["praat en"] * 17 + ["zwijgt."])
"""Of 37 words."""

Advised = Callable[..., list[Problem]]


@pytest.fixture
def advised(content: Write) -> Advised:
    """All advice on a site, or on one article."""

    def advised(text: str = "", head: str = "", site: str = ARTICLE) -> list[Problem]:
        folder = content(site.replace("{head}", head).replace("{text}", text))
        problems = check(folder, NOW, SITE, advise=advice)
        assert all(problem.severity is Severity.WARNING for problem in problems), problems
        return problems

    return advised


SAID = {
    "klik hier": (
        "Een regel.\n\nDe lijst? [Klik hier](https://voorbeeld.org/lijst).",
        "",
        (9, "tekst", "'Klik hier' zegt niet waar hij heen gaat"),
    ),
    "lees meer": ("[Lees meer…](https://voorbeeld.org/)", "", (7, "tekst", "'Lees meer…'")),
    "a link without https": (
        "Zie [de lijst](http://voorbeeld.org/lijst?a=1&b=2).",
        "",
        (7, "tekst", "'http://voorbeeld.org/lijst?a=1&b=2' is niet beveiligd"),
    ),
    "a source without https": (
        "Tekst.",
        "sources:\n  - {title: Een brief, url: 'http://voorbeeld.org/brief'}\n",
        (6, "sources[1].url", "'http://voorbeeld.org/brief' is niet beveiligd"),
    ),
    "a heading that skips a level": (
        "Tekst.\n\n## Kop\n\nTekst.\n\n#### Diep\n\nTekst.",
        "",
        (13, "tekst", "de kop 'Diep' heeft ####, maar komt na een kop met ##"),
    ),
    "a first heading that skips a level": (
        "### Diep\n\nTekst.",
        "",
        (7, "tekst", "de kop 'Diep' heeft ###, maar komt na de titel"),
    ),
    "a sentence that is too long": (
        f"Een **kort** begin.\n\n{LONG_SENTENCE}",
        "",
        (9, "tekst", "'De raad praat en praat en …' heeft 37 woorden"),
    ),
    "a hard text": (
        "Verantwoordelijkheidsbesef betreffende interbestuurlijke samenwerkingsverbanden. " * 30,
        "",
        (7, "tekst", "leest moeilijk"),
    ),
    "a promise that is overdue": (
        "Tekst.",
        "due:\n  - {date: 2026-11-21, promise: Bel de wethouder}\n",
        (6, "due", "'Bel de wethouder' zou klaar zijn op 21 november 2026"),
    ),
    "a state that is not known": (
        "Tekst.",
        "planning: {status: geredigeert}\n",
        (6, "planning", "'geredigeert' is onbekend. Bedoelde je 'geredigeerd'?"),
    ),
}


@pytest.mark.parametrize(("text", "head", "expected"), SAID.values(), ids=SAID)
def test_advice_says_where_and_what(
    advised: Advised, text: str, head: str, expected: tuple[int, str, str]
) -> None:
    """An editor is told once, with the line, the field and what stands there."""
    (problem,) = advised(text, head)
    line, field, words = expected
    assert (problem.line, problem.field) == (line, field)
    assert words in problem.message


FINE = {
    "a link that says where it leads": "[Klik hier voor de agenda van de raad](https://a.nl/).",
    "the same words without a link": "Klik hier niet. Lees meer boeken.",
    "an address as an example": "Schrijf nooit `http://voorbeeld.org/` in een brief.",
    "headings one by one": "## Kop\n\nA.\n\n### Diep\n\n#### Dieper\n\nC.\n\n## Kop twee\n\nD.",
    "a sentence of 35 words": " ".join(["De raad"] + ["praat en"] * 16 + ["zwijgt."]),
    "two sentences in one long paragraph": f"{'De raad praat en zwijgt. ' * 20}",
    "a list of many words": "\n".join("- de raad praat en zwijgt" for _ in range(20)),
    "hard words in a short text": "Interbestuurlijke samenwerkingsverbanden betreffende.",
    "code": "```\nqwrtx zxcvb\n```\n",
}


@pytest.mark.parametrize("text", FINE.values(), ids=FINE)
def test_near_misses_are_fine(advised: Advised, text: str) -> None:
    """What only looks like a fault is let be."""
    assert advised(text) == []


@pytest.mark.parametrize(
    "head",
    [
        "due:\n  - {date: 2026-11-22, promise: Bel de wethouder}\n",
        "planning: {status: geredigeerd}\n",
        "sources:\n  - {title: Een brief, url: 'https://voorbeeld.org/brief'}\n",
    ],
    ids=["a promise for today", "a state that is known", "a source with https"],
)
def test_heads_that_are_fine(advised: Advised, head: str) -> None:
    """The same for the head of a file."""
    assert advised("Tekst.", head) == []


@pytest.mark.parametrize(("letters", "told"), [(90, []), (91, ["title"])])
def test_long_titles(advised: Advised, letters: int, told: list[str]) -> None:
    """Ninety characters is the most."""
    title = ("de raad " * 20)[: letters - 1] + "s"
    found = advised("Tekst.", site=ARTICLE.replace("Wonen in de wijk", title))
    assert [p.field for p in found if "tekens" in p.message] == told


PICTURES = {
    "the name of the file": ("dijk-met-schapen.jpg", "Dijk met schapen", True),
    "with its ending": ("dijk.jpg", "Een dijk.jpg", True),
    "only what it is": ("dijk.jpg", "foto", True),
    "with a number": ("dijk.jpg", "Afbeelding 2", True),
    "what is seen": ("dijk.jpg", "Een dijk met schapen", False),
    "what is seen, and that it is a picture": ("dijk.jpg", "Foto van een dijk", False),
}


@pytest.mark.parametrize(("file", "alt", "told"), PICTURES.values(), ids=PICTURES)
def test_pictures_are_described(
    advised: Advised, content: Write, file: str, alt: str, told: bool
) -> None:
    """Above the text and in it, whoever can't see a picture hears what is on it."""
    folder = content("-- media/leeg.csv --\na\n")
    picture = (ROOT / "content/media/tekeningen/zondagochtend.jpg").read_bytes()
    (folder / "media" / file).write_bytes(picture)
    found = advised(
        f"Tekst.\n\n![{alt}](../../media/{file})",
        f"image:\n  src: {file}\n  alt: {alt}\n  credit: Lokaal Bestuur\n",
    )
    expected = [(6, "image.alt"), (13, "tekst")] if told else []
    assert [(p.line, p.field) for p in found] == expected


@pytest.mark.parametrize(
    ("day", "told"), [("2026-11-21", ["review_by"]), ("2026-11-22", [])], ids=["past", "today"]
)
def test_guides_are_looked_at_again(advised: Advised, day: str, told: list[str]) -> None:
    """A guide says until when it holds."""
    assert [problem.field for problem in advised(site=GUIDE.replace("{day}", day))] == told


@pytest.mark.parametrize(
    ("sunday", "size", "told"),
    [("2026-11-29", LONG, ["items"]), ("2026-11-29", 100, []), ("2026-11-22", LONG, [])],
    ids=["too long", "not long", "gone out already"],
)
def test_editions_that_are_too_long(
    advised: Advised, sunday: str, size: int, told: list[str]
) -> None:
    """An edition that still goes out must fit in a mail."""
    paragraph = "De raad praat. " * 10 + "\n\n"
    edition = f"""\
-- nieuwsbrief/{sunday}.md --
---
title: De raad praat
date: {sunday}
draft: true
preheader: De raad praat deze week weer over wonen in de wijk
items: [wonen]
---
{paragraph * (size // len(paragraph) + 1)}
"""
    assert [problem.field for problem in advised("Tekst.", site=ARTICLE + edition)] == told


def test_what_is_over_is_let_be(advised: Advised) -> None:
    """Nobody reads what has expired."""
    assert advised("[Klik hier](https://a.nl/)", "expires: 2026-11-21\n") == []
    assert len(advised("[Klik hier](https://a.nl/)", "draft: true\n")) == 1


def test_few_of_many_are_named(advised: Advised) -> None:
    """A text full of long sentences or unknown words gives a few lines, not a hundred."""
    assert len(advised("\n\n".join(f"{n} {LONG_SENTENCE}" for n in range(9)))) == 3
    found = advised("\n\n".join(f"zwx{letter}rqk" for letter in "bcdfghjklmnp"))
    assert len(found) == 11
    assert len([problem for problem in found if "nog meer woorden" in problem.message]) == 1


def test_our_own_content_needs_no_advice(tmp_path: Path) -> None:
    """What we publish does what we advise; and a second look knows all words."""
    advise = adviser(tmp_path, SITE.url)
    assert check(ROOT / "content", NOW, SITE, advise=advise) == []
    (kept,) = (tmp_path / "spelling").iterdir()
    before = kept.stat().st_mtime_ns
    assert check(ROOT / "content", NOW, SITE, advise=adviser(tmp_path, SITE.url)) == []
    assert kept.stat().st_mtime_ns == before


@pytest.mark.parametrize(("head", "told"), [("draft: true\n", []), ("", ["tekst"])])
def test_what_a_new_file_explains_is_to_be_replaced(
    advised: Advised, head: str, told: list[str]
) -> None:
    """Who publishes a new file as it is hears of each text that nobody wrote."""
    assert [problem.field for problem in advised(BODIES["artikelen"], head)] == told
