"""Afgehaakt, trainings, guides and motions, as a reader finds and filters them."""

from __future__ import annotations

from pathlib import Path

import pytest
from docx import Document

from tests.conftest import Built, run_lokaal, write_files
from tests.site.reading import AT, Page, file_at

CONTENT = """
-- index.md --
---
title: Lokaal Bestuur
---
-- onderwerpen/wonen.md --
---
title: Wonen
---
-- doelgroepen/raadsleden.md --
---
title: Raadsleden
---
-- doelgroepen/statenleden.md --
---
title: Statenleden
---
-- afgehaakt/kust.md --
---
title: De kust
region: Kust
provinces: [zeeland, zuid-holland]
topics: [wonen]
themes: [ruimte voor wonen]
lessons: [Begin op tijd., {title: Luister, text: Ook buiten kantoortijd.}]
tips: [Neem koffie mee.]
actions: [{situation: Er is te weinig ruimte, goal: Meer huizen}]
---
-- afgehaakt/veen.md --
---
title: Het veen
region: Veen
lessons: [Blijf terugkomen.]
---
-- scholing/leergang.md --
---
title: De leergang
form: leergang
audiences: [raadsleden]
phase: start
frequency: elk voorjaar
how_to_join: Bel het bureau.
---
-- scholing/college.md --
---
title: Het college
form: college
audiences: [raadsleden, statenleden]
phase: [zittend, kandidaat]
---
-- scholing/vrij.md --
---
title: Voor iedereen
form: webinar
---
-- handreikingen/wonen.md --
---
title: Handreiking wonen
version: "2.0"
date: 2026-01-01
review_by: 2026-06-01
instruments: [aangenomen-motie]
changes: [{version: "2.0", text: Nieuwe cijfers., date: 2026-01-01}]
---
Tekst.
-- motiebank/aangenomen-motie.md --
---
title: Een aangenomen motie
kind: motie
date: 2026-10-01
place: Utrecht
layer: gemeente
status: aangenomen
submitters: [{name: Jo Doe, role: raadslid}]
document: motie.pdf
---
Vooraf van de redactie.

## Tekst van de motie

De raad besluit [iets te doen](../handreikingen/wonen.md).

## Toelichting

Achteraf.
-- media/motie.pdf --
%PDF-1.4
"""


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Built:
    """The site above, built once."""
    folder = tmp_path_factory.mktemp("politics")
    site, mail = folder / "site", folder / "mail"
    done = run_lokaal(
        *("build", "--content", str(write_files(folder / "content", CONTENT))),
        *("--site-dir", str(site), "--mail-dir", str(mail), "--at", AT),
    )
    assert done.returncode == 0, done.stderr
    return Built(done.returncode, done.stdout, done.stderr, site, mail)


def page(built: Built, address: str) -> Page:
    """The page at an address."""
    return Page(built.site, Path(file_at(built.site, address) or ""))


def texts(found: Page, path: str) -> list[str]:
    """The words of each element that an XPath finds."""
    return [" ".join(" ".join(element.itertext()).split()) for element in found.all(path)]


def test_the_map_says_what_the_list_says(built: Built) -> None:
    """It is for who points; who listens or tabs has the list, with the provinces in words."""
    regions = page(built, "/afgehaakt/")
    assert regions.one("//svg[contains(@class, 'map')]/@aria-hidden") == "true"
    assert set(regions.all("//svg//a/@tabindex")) == {"-1"}
    # A region in two provinces is marked and named in both.
    assert regions.all("//svg//a/@href") == ["/afgehaakt/kust/"] * 2
    assert len(regions.all("//path[@class='map-place']")) == 2
    assert len(regions.all("//path[@class='map-rest']")) == 10
    assert texts(regions, "//ul[@class='region-list']//h2") == ["De kust", "Het veen"]
    assert texts(regions, "//li[@class='region']/p[@class='meta']") == [
        "Zeeland en Zuid-Holland: 2 lessen, 1 tip en 1 actie",
        "1 les",
    ]


def test_the_maker_of_the_map_is_named(built: Built) -> None:
    """Its licence (CC BY 4.0) asks for the source, the licence, and that it was changed."""
    (credit,) = texts(page(built, "/afgehaakt/"), "//figcaption")
    assert all(word in credit for word in ("svg-maps", "MapSVG", "CC BY 4.0", "vereenvoudigd"))


def test_lessons_of_all_regions_stand_together(built: Built) -> None:
    """Each under its region, with what the filters look at."""
    lessons = page(built, "/afgehaakt/lessen/")
    assert texts(lessons, "//main//h2") == ["Kust", "Veen"]
    assert texts(lessons, "//*[@data-regio='kust']") == [
        "Begin op tijd.",
        "Luister Ook buiten kantoortijd.",
    ]
    assert lessons.all("//*[@data-onderwerp='wonen']/@data-regio") == ["kust", "kust"]


def test_without_javascript_links_lead_to_the_regions(built: Built) -> None:
    """The form is hidden until its script is there; the links work by themselves."""
    lessons = page(built, "/afgehaakt/lessen/")
    links = lessons.all("//nav[@class='jump']//a/@href")
    assert links == ["#regio-kust", "#regio-veen"]
    assert [len(lessons.all(f"//*[@id='{link[1:]}']")) for link in links] == [1, 1]
    assert len(lessons.all("//form")) == len(lessons.all("//form[@hidden]")) == 1


def test_no_script_where_there_is_nothing_to_filter(built: Built) -> None:
    """One region needs no filter; a collection with nothing in it says so."""
    tips = page(built, "/afgehaakt/tips/")
    assert (tips.all("//form"), tips.all("//script[@src]")) == ([], [])
    assert "nog geen voorbeelden" in texts(page(built, "/afgehaakt/voorbeelden/"), "//main")[0]


def test_a_training_says_what_decides(built: Built) -> None:
    """For whom, in which phase, how often and how to join; early phases come first."""
    trainings = page(built, "/scholing/")
    assert texts(trainings, "//ul[@id='scholing']//h2") == [
        "Het college",
        "De leergang",
        "Voor iedereen",
    ]
    assert texts(trainings, "(//dl[@class='training-facts'])[1]/div") == [
        "Voor raadsleden en Statenleden",
        "Fase kandidaat en volop bezig",
    ]
    assert texts(trainings, "(//dl[@class='training-facts'])[2]/div") == [
        "Voor raadsleden",
        "Fase net begonnen",
        "Hoe vaak elk voorjaar",
        "Meedoen Bel het bureau.",
    ]


def test_which_training_suits_me_without_javascript(built: Built) -> None:
    """Each office and phase that has a training has a page with those alone."""
    links = page(built, "/scholing/").all("//nav[@class='filter-links']//a/@href")
    found = {link: texts(page(built, link), "//ul[@id='scholing']//h2") for link in links}
    assert found == {
        "/scholing/voor/raadsleden/": ["Het college", "De leergang"],
        "/scholing/voor/statenleden/": ["Het college"],
        "/scholing/fase/kandidaat/": ["Het college"],
        "/scholing/fase/start/": ["De leergang"],
        "/scholing/fase/zittend/": ["Het college"],
    }
    (title,) = texts(page(built, "/scholing/voor/statenleden/"), "//h1")
    assert title == "Scholing voor Statenleden"


def test_a_guide_shows_its_instruments_and_its_age(built: Built) -> None:
    """What can be used stands with the text; a guide past its date warns."""
    guide = page(built, "/handreikingen/wonen/")
    assert texts(guide, "//*[@class='instruments']//h3") == ["Een aangenomen motie"]
    assert "verouderd" in " ".join(texts(guide, "//*[contains(@class, 'notice')]"))
    assert texts(guide, "//*[@class='changes']//dd") == ["Nieuwe cijfers."]


@pytest.mark.parametrize(
    ("address", "kinds"),
    [
        ("/handreikingen/wonen/", []),
        ("/motiebank/aangenomen-motie/", ["Motie"]),
        ("/scholing/college/", ["College"]),
        ("/afgehaakt/kust/", ["Afgehaakt Nederland"]),
    ],
)
def test_no_page_says_its_kind_twice(built: Built, address: str, kinds: list[str]) -> None:
    """It stands above a title, but not above one that begins with it; a region neither."""
    assert texts(page(built, address), "//header/p[@class='kicker']") == kinds


def test_a_training_calls_its_phases_as_the_filter_does(built: Built) -> None:
    """The words of readers, not those of the files."""
    training = page(built, "/scholing/college/")
    assert "Kandidaat en volop bezig" in texts(training, "//dl[@class='facts']//dd")


FOLDER = "/motiebank/aangenomen-motie/aangenomen-motie"


def test_a_motion_can_be_taken_along(built: Built) -> None:
    """The document as it was adopted comes first, then the same text for Word and as text."""
    motion = page(built, "/motiebank/aangenomen-motie/")
    links = motion.all("//div[@class='actions']//a/@href")
    assert links == ["/media/motie.pdf", f"{FOLDER}.docx", f"{FOLDER}.txt"]
    text = built.text(f"{FOLDER[1:]}.txt")
    assert "Indieners:    Jo Doe, raadslid" in text
    assert "(https://www.lokaalbestuur.nl/handreikingen/wonen/)" in " ".join(text.split())
    word = Document(str(built.site / f"{FOLDER[1:]}.docx"))
    assert "De raad besluit iets te doen." in [p.text for p in word.paragraphs]


def test_only_the_text_itself_is_copied(built: Built) -> None:
    """Not what the editors say before and after it."""
    motion = page(built, "/motiebank/aangenomen-motie/")
    target = motion.one("//button[@hidden]/@data-copy")
    assert texts(motion, f"//*[@id='{target[1:]}']") == ["Tekst van de motie"]
