"""``lokaal edition``: the file that it writes, and what it tells of the edition."""

from __future__ import annotations

import re
from pathlib import Path

import frontmatter
import pytest

from site_plugins.commands.main import main
from tests.commands.test_cli import GOOD, WRONG
from tests.conftest import Write, write_files

WEEK = """
-- artikelen/2026/{name}.md --
---
title: Stuk {name}
description: Wat er in staat.
date: {date}
genre: nieuws
{more}
---
Tekst.
"""
MOMENTS = {
    "te-vroeg": "2026-11-15 07:59:59",
    "op-de-grens": "2026-11-15 08:00",
    "midden": "2026-11-18",
    "net-op-tijd": "2026-11-22 07:59:59",
    "te-laat": "2026-11-22 08:00",
}


def week(folder: Path) -> Path:
    """Articles round the edges of one week, and some that don't count."""
    text = "".join(WEEK.format(name=n, date=d, more="") for n, d in MOMENTS.items())
    text += WEEK.format(name="klad", date="2026-11-18", more="draft: true")
    text += WEEK.format(name="verlopen", date="2026-11-17", more="expires: 2026-11-19")
    return write_files(folder, text)


@pytest.mark.parametrize(
    ("moment", "sunday", "wanted"),
    [
        ("2026-11-15T08:00", "2026-11-22", ["net-op-tijd", "midden", "op-de-grens"]),
        ("2026-11-21T22:00", "2026-11-22", ["net-op-tijd", "midden", "op-de-grens"]),
        ("2026-11-22T07:59:59", "2026-11-22", ["net-op-tijd", "midden", "op-de-grens"]),
        ("2026-11-22T08:00", "2026-11-29", ["te-laat"]),
        ("2026-11-15T07:59:59", "2026-11-15", ["te-vroeg"]),
    ],
)
def test_edition(
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
    moment: str,
    sunday: str,
    wanted: list[str],
) -> None:
    """The coming Sunday's edition names the articles since the last Sunday at 8.00, newest first.

    The week is closed at its start and open at its end.
    """
    folder = week(tmp_path / "content")
    assert main(["edition", "--at", moment, "--content", str(folder)]) == 0
    file = folder / "nieuwsbrief" / f"{sunday}.md"
    assert str(file) in capsys.readouterr().out
    head = frontmatter.load(str(file))
    assert head["items"] == wanted
    assert f"\ndate: {sunday}\n" in file.read_text()
    assert main(["check", "--content", str(folder)]) == 0


def test_edition_takes_all_since_the_last(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """After a Sunday without an edition the week begins at the last one; nothing comes twice."""
    folder = week(tmp_path / "content")
    at = ["--content", str(folder)]
    assert main(["edition", "--at", "2026-11-14", *at]) == 0
    assert main(["edition", "--at", "2026-11-28", *at]) == 0
    (first, second) = sorted((folder / "nieuwsbrief").iterdir())
    assert first.stem == "2026-11-15" and second.stem == "2026-11-29"
    assert frontmatter.load(str(first))["items"] == ["te-vroeg"]
    named = frontmatter.load(str(second))["items"]
    assert named == ["te-laat", "net-op-tijd", "midden", "op-de-grens"]


def test_edition_is_never_overwritten(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """A second run changes nothing; a week without articles makes no edition."""
    folder = week(tmp_path / "content")
    at = ["--content", str(folder)]
    assert main(["edition", "--at", "2026-11-20", *at]) == 0
    file = folder / "nieuwsbrief/2026-11-22.md"
    file.write_text(file.read_text() + "Mijn inleiding.\n")
    before = file.read_text()
    assert main(["edition", "--at", "2026-11-20", *at]) == 0
    assert file.read_text() == before
    assert "er is niets veranderd" in capsys.readouterr().out
    assert main(["edition", "--at", "2027-02-01", *at]) == 0
    assert main(["edition", "--at", "2027-06-01", *at]) == 0
    assert "geen editie gemaakt" in capsys.readouterr().out
    assert len(list((folder / "nieuwsbrief").iterdir())) == 2


def test_edition_tells_two_files_with_one_name_apart(tmp_path: Path) -> None:
    """Where two years have an article of the same name, the edition names it with its folder."""
    folder = week(tmp_path / "content")
    old = WEEK.replace("2026/", "2025/").format(name="midden", date="2025-11-18", more="")
    write_files(folder, old)
    assert main(["edition", "--at", "2026-11-20", "--content", str(folder)]) == 0
    items = frontmatter.load(str(folder / "nieuwsbrief/2026-11-22.md"))["items"]
    assert items == ["net-op-tijd", "artikelen/2026/midden", "op-de-grens"]
    assert main(["check", "--content", str(folder)]) == 0


def test_edition_of_wrong_content(content: Write, capsys: pytest.CaptureFixture[str]) -> None:
    """Content with problems gives those, exit code 1, and no edition."""
    folder = content(GOOD + WRONG)
    assert main(["edition", "--at", "2026-11-20", "--content", str(folder)]) == 1
    assert "3 fouten in 2 bestanden." in capsys.readouterr().err
    assert not (folder / "nieuwsbrief").exists()


def test_edition_is_not_about_what_was_paid_for(tmp_path: Path) -> None:
    """Subject and preheader tell of articles that nobody paid for, however new the others are."""
    folder = week(tmp_path / "content")
    advert = "sponsor: Naam van de afzender"
    paid = WEEK.format(name="betaald", date="2026-11-22 07:59:59", more=advert)
    write_files(folder, paid.replace("genre: nieuws", "genre: advertorial"))
    assert main(["edition", "--at", "2026-11-20", "--content", str(folder)]) == 0
    head = frontmatter.load(str(folder / "nieuwsbrief/2026-11-22.md"))
    assert head["items"] == ["net-op-tijd", "midden", "op-de-grens", "betaald"]
    assert head["title"] == "Stuk net-op-tijd"
    assert "betaald" not in head["preheader"]


def test_edition_of_paid_articles_alone(tmp_path: Path) -> None:
    """Where someone paid for everything, the subject is the day."""
    advert = WEEK.format(name="betaald", date="2026-11-18", more="sponsor: Naam van de afzender")
    text = advert.replace("genre: nieuws", "genre: advertorial")
    folder = write_files(tmp_path / "content", text)
    assert main(["edition", "--at", "2026-11-20", "--content", str(folder)]) == 0
    head = frontmatter.load(str(folder / "nieuwsbrief/2026-11-22.md"))
    assert head["title"] == "Lokaal Bestuur van zondag 22 november 2026"
    assert "betaald" not in head["preheader"]
    assert main(["check", "--content", str(folder)]) == 0


BOARD = """
-- index.md --
---
title: Lokaal Bestuur
---
-- onderwerpen/wonen.md --
---
title: Wonen
---
-- onderwerpen/water.md --
---
title: Water
---
-- doelgroepen/waterschappers.md --
---
title: Waterschappers
layers: [waterschap]
---
-- handreikingen/wonen.md --
---
title: Wonen
date: 2026-11-18
version: "1.0"
---
-- motiebank/grond.md --
---
title: Grond
date: 2026-11-17
kind: motie
layer: waterschap
---
-- agenda/overleg.md --
---
title: Overleg
start: 2026-12-01 12:00
---
-- artikelen/2026/null.md --
---
title: Achtergrond bij de woningbouw
description: Wat er in staat.
date: 2026-11-19
genre: achtergrond
layers: [gemeente]
topics: [wonen]
---
-- artikelen/2026/wonen.md --
---
title: De woningbouw in cijfers
description: Wat er in staat.
date: 2026-11-20
genre: cijfers
layers: [gemeente]
topics: [wonen]
---
-- artikelen/2026/vacature.md --
---
title: Wie spreekt er op het congres?
description: Wat er in staat.
date: 2026-11-21
genre: oproep
---
-- artikelen/2026/water.md --
---
title: Water van vorige maand
description: Wat er in staat.
date: 2026-10-20
genre: nieuws
topics: [water]
---
"""


def test_edition_is_in_groups_with_its_number(
    content: Write, capsys: pytest.CaptureFixture[str]
) -> None:
    """Each group stands under a comment, guides and motions last, and an editor may move it all."""
    folder = content(BOARD)
    at = ["--content", str(folder)]
    assert main(["new", "editie", "Vorige", *at, "--set", "date=2026-11-15", "number=41"]) == 0
    assert main(["edition", "--at", "2026-11-20", *at]) == 0
    file = folder / "nieuwsbrief/2026-11-22.md"
    assert file.read_text().partition("items:\n")[2].partition("agenda_weeks")[0] == (
        "  # Achtergrond\n  - 'null'\n"
        "  # Cijfers\n  - artikelen/2026/wonen\n"
        "  # Vacatures en oproepen\n  - vacature\n"
        "  # Nieuwe handreikingen\n  - handreikingen/wonen\n"
        "  # Nieuw in de motiebank\n  - grond\n"
    )
    head = frontmatter.load(str(file))
    assert (head["number"], head["title"]) == (42, "Achtergrond bij de woningbouw")
    assert main(["check", *at]) == 0


def test_edition_tells_what_it_covers_and_how_long_it_is(
    content: Write, capsys: pytest.CaptureFixture[str]
) -> None:
    """After writing, and again for the file that is there: with a size for each audience."""
    folder = content(BOARD)
    for _ in range(2):
        assert main(["edition", "--at", "2026-11-20", "--content", str(folder)]) == 0
        first, _, said = capsys.readouterr().out.partition("\n")
        assert str(folder / "nieuwsbrief/2026-11-22.md") in first
        report, _, sizes = said.partition("Lengte van de mail")
        assert (
            report
            == """
Nummer 1, zondag 22 november 2026, 8.00 uur
In deze editie: 5 stukken.
  Achtergrond: 1
  Cijfers: 1
  Vacatures en oproepen: 1
  Nieuwe handreikingen: 1
  Nieuw in de motiebank: 1
Te oud voor deze editie (van voor 15 november 2026): 1 stuk.
Bestuurslagen: gemeente 2, waterschap 1
  Ontbreekt: provincie
Onderwerpen: Wonen 2
  Wel nieuws in de laatste acht weken, maar niet hier: Water
Agenda voor vier weken: 1
"""
        )
        assert "90.000" in sizes and "102.400" in sizes
        assert re.findall(r"^  (.+): \d+\.\d{3}$", sizes, re.M) == ["alle lezers", "waterschappers"]


def test_edition_tells_why_something_is_not_in_it(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Left out, a draft, to come, expired, too late; and what is in another edition too."""
    folder = week(tmp_path / "content")
    text = WEEK.format(name="straks", date="2026-11-22 12:00", more="")
    text += WEEK.format(name="weg", date="2026-11-17", more="")
    text += WEEK.format(name="na-vrijdag", date="2026-11-21", more="")
    write_files(folder, text)
    edition = """
-- nieuwsbrief/{day}.md --
---
title: Editie
date: {day}
preheader: "Wonen, werk en wie er stopt: dit las u deze week nog niet."
items: [{items}]
leave_out: [{out}]
---
"""
    write_files(
        folder,
        edition.format(day="2026-11-15", items="midden", out="")
        + edition.format(
            day="2026-11-22", items="midden, klad, net-op-tijd, op-de-grens", out="weg"
        ),
    )
    assert main(["edition", "--at", "2026-11-20", "--content", str(folder)]) == 0
    report = capsys.readouterr().out
    assert (
        """
In deze editie: 3 stukken.
  Nieuws: 3
Niet in deze editie: 7 stukken.
  artikelen/2026/weg.md: weggelaten (leave_out)
  artikelen/2026/klad.md: concept, maar staat wel in items
  artikelen/2026/te-vroeg.md: komt in de editie van 29 november 2026
  artikelen/2026/verlopen.md: verlopen op 19 november 2026
  artikelen/2026/na-vrijdag.md: komt in de editie van 29 november 2026
  artikelen/2026/te-laat.md: komt in de editie van 29 november 2026
  artikelen/2026/straks.md: verschijnt pas op zondag 22 november 2026, 12.00 uur
Let op, ook in een andere editie:
  artikelen/2026/midden.md: 15 november 2026
"""
        in report
    )


def test_edition_that_readers_would_not_get(
    content: Write, capsys: pytest.CaptureFixture[str]
) -> None:
    """Of a draft it is told what would be in it, and why its mail has no length yet."""
    folder = content(BOARD)
    at = ["--content", str(folder)]
    week = ("--set", "date=2026-11-22", "agenda_weeks=1")
    assert main(["new", "editie", "Klad", *at, *week]) == 0
    assert main(["edition", "--at", "2026-11-20", *at]) == 0
    said = capsys.readouterr().out
    assert "In deze editie: 5 stukken." in said
    assert "Agenda voor een week: 0" in said
    assert "draft" in said and "alle lezers" not in said


def test_edition_of_content_that_does_not_build(
    content: Write, capsys: pytest.CaptureFixture[str]
) -> None:
    """A mistake that only shows in the whole is told at the end: the file and the report stay."""
    folder = content(BOARD)
    (folder / "over").mkdir()
    (folder / "over/fout.md").write_text("---\ntitle: Fout\n---\n[Weg](weg.md)\n")
    assert main(["edition", "--at", "2026-11-20", "--content", str(folder)]) == 1
    out, err = capsys.readouterr()
    assert "In deze editie: 5 stukken." in out
    assert "nog niet te meten, want er zijn fouten" in out
    assert "over/fout.md:4: " in err
    assert (folder / "nieuwsbrief/2026-11-22.md").exists()


def test_three_weeks_of_editions(tmp_path: Path) -> None:
    """What is late comes, what gets a new date does not come again, what is withdrawn is gone."""
    folder = tmp_path / "content"

    def write(name: str, date: str, more: str = "") -> None:
        write_files(folder, WEEK.format(name=name, date=date, more=more))

    def items(at: str) -> list[str]:
        before = set(folder.glob("nieuwsbrief/*"))
        assert main(["edition", "--at", at, "--content", str(folder)]) == 0
        new = set(folder.glob("nieuwsbrief/*")) - before
        return [name for file in new for name in frontmatter.load(str(file))["items"]]

    write("een", "2026-10-19")
    write("twee", "2026-10-20")
    # The clock goes back in the night before this Sunday.
    write("op-de-minuut", "2026-10-25 08:00")
    assert items("2026-10-23") == ["twee", "een"]
    write("te-laat-geschreven", "2026-10-21")
    write("een", "2026-10-28")
    write("ingetrokken", "2026-10-29", "draft: true")
    assert items("2026-10-30") == ["op-de-minuut", "te-laat-geschreven"]
    write("twee", "2026-10-20", "draft: true")
    assert items("2026-11-06") == []
    write("ingetrokken", "2026-10-29")
    assert items("2026-11-06") == ["ingetrokken"]
