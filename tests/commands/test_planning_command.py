"""``lokaal planning``, and the same plan and the coming mail in a preview."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from lxml import html

from site_plugins.clock import build_moment
from site_plugins.commands.main import main
from site_plugins.outputs import preview_outputs
from site_plugins.publication import prepare
from site_plugins.rendering.mail.message import Sender
from site_plugins.rendering.site import Site
from tests.conftest import Build, Write

AT = "2026-11-20T09:00"
SITE = """
-- index.md --
---
title: Lokaal Bestuur
---
-- artikelen/2026/nu.md --
---
title: Stuk dat er al staat
description: Dit staat er al.
date: 2026-11-18
genre: nieuws
---
Tekst.
"""
PLANNED = """
-- artikelen/2026/plan.md --
---
title: Stuk <in> wording
description: Dit komt nog.
genre: nieuws
date: 2026-11-26
draft: true
planning: {assignee: geheimemaker, deadline: 2026-11-19, status: geheimestand}
due: [{date: 2026-11-30, promise: geheimebelofte}]
---
Tekst.
"""
EDITION = """
-- nieuwsbrief/2026-11-22.md --
---
title: Het onderwerp van deze week
date: 2026-11-22
preheader: Wat er deze week in gemeente en provincie gebeurt.
---
"""


def told(content: Path, capsys: pytest.CaptureFixture[str], *more: str) -> str:
    assert main(["planning", "--at", AT, "--content", str(content), *more]) == 0
    return capsys.readouterr().out


def shown(content: Path) -> dict[str, str]:
    """What a preview shows of it, by path."""
    now = build_moment(AT)
    site = Site("Lokaal Bestuur", "https://www.lokaalbestuur.nl/")
    publication = prepare(content, now, site, preview=True)
    outputs = preview_outputs(publication, Sender(), now)
    return {output.path: output.content.decode() for output in outputs}


def test_it_tells_what_is_late_who_makes_it_and_for_when(
    content: Write, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = content(SITE + PLANNED)
    text = told(folder, capsys)
    assert "TE LAAT, donderdag 19 november: Stuk <in> wording" in text
    assert "geheimemaker · geheimestand · voor zondag 29 november" in text
    assert "Maak die met: scripts/edition" in text
    assert "maandag 30 november: geheimebelofte" in text
    assert "artikelen/2026/plan.md: beeld" in text
    assert max(map(len, text.splitlines())) <= 80 and "\x1b" not in text
    monkeypatch.setenv("FORCE_COLOR", "1")
    assert "\x1b[31m  TE LAAT" in told(folder, capsys)
    monkeypatch.setenv("NO_COLOR", "1")
    assert told(folder, capsys) == text


def test_nothing_planned_shows_the_keys_and_they_can_be_pasted(
    content: Write, capsys: pytest.CaptureFixture[str]
) -> None:
    text = told(content(SITE), capsys)
    assert "Er is niets gepland." in text
    keys = text.partition("een stuk:\n\n")[2].partition("\n\n")[0].replace("\n  ", "\n").strip()
    assert "deadline: 2026-11-22" in keys
    folder = content(SITE.replace("genre: nieuws", f"genre: nieuws\ndraft: true\n{keys}"))
    assert "Naam · opdracht" in told(folder, capsys)


def test_json_says_the_same(content: Write, capsys: pytest.CaptureFixture[str]) -> None:
    made = json.loads(told(content(SITE + PLANNED), capsys, "--format", "json", "--weeks", "2"))
    assert [sunday["date"] for sunday in made["sundays"]] == ["2026-11-22", "2026-11-29"]
    assert made["sundays"][0]["ready"] == ["artikelen/2026/nu.md"]
    assert made["tasks"] == [
        {
            "file": "artikelen/2026/plan.md",
            "title": "Stuk <in> wording",
            "assignee": "geheimemaker",
            "deadline": "2026-11-19",
            "status": "geheimestand",
            "draft": True,
            "late": True,
            "sunday": "2026-11-29",
        }
    ]


def test_mistakes_in_the_content_are_told(
    content: Write, capsys: pytest.CaptureFixture[str]
) -> None:
    folder = content(SITE.replace("genre: nieuws", "genre: niews"))
    assert main(["planning", "--at", AT, "--content", str(folder)]) == 1
    assert "artikelen/2026/nu.md" in capsys.readouterr().err
    assert main(["planning", "--content", str(folder), "--weeks", "0"]) == 2


def test_the_preview_has_the_planning_and_says_that_the_edition_lacks(content: Write) -> None:
    files = shown(content(SITE + PLANNED))
    page = html.fromstring(files["voorbeeld/planning/index.html"])
    assert page.xpath("//strong[.='Te laat: donderdag 19 november']")
    assert page.xpath("//h3[.='Stuk <in> wording']")
    # The site's policy allows neither of these in a page.
    assert not page.xpath("//style | //script | //@style")
    assert "scripts/edition" in files["voorbeeld/mail/index.html"]


def test_the_preview_has_the_mail_as_readers_will_get_it(content: Write) -> None:
    named = EDITION.replace("preheader", "items: [nu, plan]\npreheader")
    files = shown(content(SITE + PLANNED + named))
    assert "Het onderwerp van deze week" in files["voorbeeld/mail/index.html"]
    for name in ("mail.html", "mail.txt"):
        mail = files[f"voorbeeld/mail/{name}"]
        assert "Stuk dat er al staat" in mail
        assert "wording" not in mail  # a draft, though the edition names it


def test_nothing_of_the_planning_is_ever_in_a_build(content: Write, build: Build) -> None:
    public = PLANNED.replace("draft: true\n", "").replace("2026-11-26", "2026-11-18")
    built = build(content(SITE + public + EDITION))
    assert built.code == 0, built.err
    assert built.holding("wording")
    for word in ("geheime", "voorbeeld/planning", "voorbeeld/mail"):
        assert built.holding(word) == []
    assert not (built.site / "voorbeeld").exists()
