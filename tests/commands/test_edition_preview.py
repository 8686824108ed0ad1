"""``lokaal edition preview``: what an editor sees on Saturday is what readers get on Sunday."""

from __future__ import annotations

import os
import subprocess
from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime
from pathlib import Path

import pytest
from lxml import html

from site_plugins.clock import build_moment
from site_plugins.commands.main import main
from site_plugins.model.item import ZONE
from site_plugins.outputs import mail_of
from site_plugins.plugins.build import project_at
from site_plugins.publication import prepare
from site_plugins.rendering.mail.preview import View, preview_page, shown
from tests.conftest import ROOT, Build, Write, copy_project, run_lokaal
from tests.doors import program

SITE = """
-- index.md --
---
title: Lokaal Bestuur
---
-- artikelen/2026/vrijdag.md --
---
title: Stuk van vrijdag
description: Dit staat er al.
date: 2026-11-20
genre: nieuws
---
Tekst.
-- artikelen/2026/zondag.md --
---
title: Stuk van zondagochtend & meer
description: Dit verschijnt vlak voor de mail.
date: 2026-11-22 07:00
genre: nieuws
---
Tekst.
-- artikelen/2026/concept.md --
---
title: Stuk in de maak
description: Dit is nog niet af.
date: 2026-11-20
genre: nieuws
draft: true
---
Tekst.
-- nieuwsbrief/2026-11-22.md --
---
title: "Grond, dijk & bode: een onderwerp dat langer is dan een telefoon toont"
date: 2026-11-22
preheader: Een wethouder koopt grond, vier provincies wachten niet op het Rijk.
---
Goedemorgen.
-- nieuwsbrief/2026-11-29.md --
---
title: De editie van later
date: 2026-11-29
preheader: Hier wordt nog aan gewerkt, dus niemand hoort dit te zien.
draft: true
---
"""
SATURDAY = {
    "SOURCE_DATE_EPOCH": f"{datetime(2026, 11, 21, 12, tzinfo=ZONE).timestamp():.0f}",
}
WAYS = len(View) * 2


def preview(
    folder: Path, file: Path, *more: str, env: Mapping[str, str] = SATURDAY
) -> subprocess.CompletedProcess[str]:
    """The command for the edition of 22 November, unless ``more`` begins with another."""
    words = more if more and not more[0].startswith("-") else ("2026-11-22", *more)
    place = ("--content", str(folder), "--output", str(file))
    return run_lokaal("edition", "preview", *words, *place, env=dict(env))


def frames(page: str) -> list[str]:
    """What the frames hold."""
    return [str(each) for each in html.fromstring(page).xpath("//iframe/@srcdoc")]


def test_saturday_shows_sunday(content: Write, build: Build, tmp_path: Path) -> None:
    """On Saturday it has what appears before Sunday's mail, and is, to the letter, that mail."""
    folder, file = content(SITE), tmp_path / "voorbeeld" / "editie.html"
    done = preview(folder, file)
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout == f"Het voorbeeld staat in {file}.\n"
    page = file.read_text("utf-8")
    built = build(folder, at="2026-11-22T08:00")
    assert built.code == 0, built.err
    mail = built.mail / "2026-11-22"
    assert html.fromstring(page).xpath("string(//pre)") == (mail / "mail.txt").read_text("utf-8")
    sent = html.fromstring((mail / "mail.html").read_bytes())
    for each in frames(page):
        there = html.fromstring(each)
        assert there.xpath("//h1/text() | //a/@href") == sent.xpath("//h1/text() | //a/@href")
        assert "Stuk van zondagochtend & meer" in there.text_content()
    assert len(frames(page)) == WAYS
    assert "Stuk in de maak" not in page
    preview(folder, file)
    assert file.read_text("utf-8") == page


def test_another_moment(content: Write, tmp_path: Path) -> None:
    """``--at`` shows the edition as it is then, and says that more may come."""
    file = tmp_path / "editie.html"
    done = preview(content(SITE), file, "--at", "2026-11-22T06:00")
    assert done.returncode == 0
    page = file.read_text("utf-8")
    assert "Stuk van vrijdag" in page
    assert "Stuk van zondagochtend" not in page
    assert "zoals die is op zondag 22 november 2026, 6.00 uur" in page
    assert "De editie gaat weg op zondag 22 november 2026, 8.00 uur." in page


def test_options_before_the_action(content: Write, tmp_path: Path) -> None:
    """``--content`` and ``--at`` of ``lokaal edition`` hold for its action, wherever they stand."""
    folder, files = content(SITE), (tmp_path / "voor.html", tmp_path / "achter.html")
    options = ["--content", str(folder), "--at", "2026-11-22T06:00"]
    before, behind = (["preview", "2026-11-22", "--output", str(file)] for file in files)
    assert main(["edition", *options, *before]) == main(["edition", *behind, *options]) == 0
    assert "Stuk van vrijdag" in files[0].read_text("utf-8")
    assert files[0].read_bytes() == files[1].read_bytes()


def test_inbox_and_headers(content: Write, tmp_path: Path) -> None:
    """A phone's inbox cuts a long subject; the header fields are there, decoded."""
    file = tmp_path / "editie.html"
    assert preview(content(SITE), file).returncode == 0
    tree = html.fromstring(file.read_text("utf-8"))
    subjects = tree.xpath("//span[@class='subject']/text()")
    assert subjects == [
        "Grond, dijk & bode: een onderwerp dat langer is dan een telefoon toont",
        "Grond, dijk & bode: een onderwerp dat la…",
    ]
    fields = dict(
        zip(
            tree.xpath("//dl[@class='headers']/dt/text()"),
            tree.xpath("//dl[@class='headers']/dd/text()"),
            strict=True,
        )
    )
    assert fields["Subject"] == subjects[0]
    assert fields["Date"] == "Sun, 22 Nov 2026 08:00:00 +0100"
    assert fields["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"


def test_warnings_and_lengths(content: Write) -> None:
    """The page has every warning, and says of each variant whether Gmail will show all of it."""
    found = project_at(ROOT / "mkdocs.yml", content(SITE))
    publication = prepare(found.content, build_moment("2026-11-22T08:00"), found.site)
    made = mail_of(publication, publication.index.editions[0], found.sender)
    warning = "Laat stukken weg & verkort <de agenda>."
    variants = {"": {"bytes": 90_000}, "raadsleden": {"bytes": 90_001}, "x": {"bytes": 102_400}}
    long = replace(made, manifest={**made.manifest, "warnings": [warning], "variants": variants})
    readers = {"raadsleden": "raadsleden", "x": "Statenleden"}
    tree = html.fromstring(preview_page(long, publication.index.now, "", readers))
    assert tree.xpath("//ul[@class='warnings']/li/text()") == [warning]
    assert [" ".join(line.xpath("span/text()")) for line in tree.find_class("size")] == [
        "Voor iedereen 90.000 bytes: goed",
        "Voor raadsleden 90.001 bytes: bijna te lang: laat iets weg",
        "Voor Statenleden 102.400 bytes: te lang: Gmail verbergt het eind",
    ]


def test_an_empty_edition(content: Write, tmp_path: Path) -> None:
    """What the manifest warns of is told to who ran the command too."""
    empty = SITE.replace("genre: nieuws\n", "genre: nieuws\ndraft: true\n")
    done = preview(
        content(empty.replace("draft: true\ndraft: true", "draft: true")), tmp_path / "e"
    )
    assert done.returncode == 0
    assert done.stderr == "Let op: Deze editie heeft geen artikelen.\n"


def test_ways_of_showing() -> None:
    """Each way of showing leaves of the dark colours what it should, whatever a reader prefers."""
    mail = (
        '<html lang="nl"><head><meta name="color-scheme" content="light dark"><style>'
        "@media (prefers-color-scheme: dark) { p { color: #fff !important } }"
        "</style></head><p>Tekst</p></html>"
    )
    made = {view: shown(mail, view) for view in View}
    assert not any("prefers-color-scheme" in each for each in made.values())
    assert [view for view in View if "(min-width: 0)" in made[view]] == [View.DARK]
    assert [view for view in View if 'content="dark"' in made[view]] == [View.DARK]
    assert [view for view in View if "data-ogsc" in made[view]] == [View.OUTLOOK]
    assert [view for view in View if "invert(1)" in made[view]] == [View.INVERTED]
    assert [view for view in View if "<style" not in made[view]] == [View.UNSTYLED]


@pytest.mark.parametrize(
    ("words", "told"),
    (
        (["2026-12-06"], "er is geen editie van 6 december 2026. De laatste zijn 2026-11-22."),
        (["2026-11-29"], "de editie van 29 november 2026 is een concept"),
        (["zondag"], "'zondag' is geen editie. Geef de zondag: 2026-11-22."),
        (["2026-11-22", "--at", "2026-11-21"], "of verschijnt pas later."),
        (["2026-11-22", "--variant", "burgers"], "deze editie heeft geen mail voor 'burgers'."),
    ),
)
def test_wrong_use(content: Write, tmp_path: Path, words: list[str], told: str) -> None:
    """An edition or variant that isn't there ends with exit code 2, and says what there is."""
    file = tmp_path / "editie.html"
    done = preview(content(SITE), file, *words)
    assert done.returncode == 2
    assert told in done.stderr
    assert not file.exists()


def test_mistakes_in_the_content(content: Write, tmp_path: Path) -> None:
    """Content with a mistake gives the message of the check and exit code 1, and no page."""
    folder = content(SITE.replace("genre: nieuws", "genre: nieuwz", 1))
    done = preview(folder, tmp_path / "editie.html")
    assert done.returncode == 1
    assert "artikelen/2026/vrijdag.md:5: Rubriek (genre):" in done.stderr
    assert not (tmp_path / "editie.html").exists()


def test_place_and_browser(content: Write, tmp_path: Path) -> None:
    """By itself it lies in build/preview/, and opens in the browser of who is at a terminal."""
    project, folder = copy_project(tmp_path / "project"), content(SITE)
    opened, browser = tmp_path / "opened", tmp_path / "browser"
    browser.write_text(f'#!/bin/sh\necho "$1" >>{opened}\n')
    browser.chmod(0o755)
    command = [program("lokaal"), "edition", "preview", "2026-11-22", "--content", str(folder)]
    env = {**os.environ, **SATURDAY, "BROWSER": f"{browser} %s"}
    terminal, end = os.openpty()
    for more in ([], ["--no-open"]):
        subprocess.run([*command, *more], cwd=project, env=env, stdout=end, check=True)
    os.close(end)
    os.close(terminal)
    subprocess.run(command, cwd=project, env=env, stdout=subprocess.DEVNULL, check=True)
    file = project / "build/preview/2026-11-22.html"
    assert file.exists()
    assert opened.read_text() == f"{file.as_uri()}\n"
