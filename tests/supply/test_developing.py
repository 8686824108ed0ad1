"""``docs/developing.md``: its changes can be carried out to the letter, and do what it says."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from tests.conftest import ROOT, write_files

PAGE = (ROOT / "docs/developing.md").read_text(encoding="utf-8")
COMMAND = "from site_plugins.commands.main import main; raise SystemExit(main())"
CONTENT = """
-- artikelen/2026/twee-stemmen.md --
---
title: Twee stemmen
description: Een debat tussen twee raadsleden.
date: 2026-11-20
genre: GENRE
---
Het gaat over wonen.
-- mensen/redactie.md --
---
title: Redactie Lokaal Bestuur
---
"""
VACANCY = """
-- vacatures/beleidsmedewerker.md --
---
title: Beleidsmedewerker
description: Wie helpt een fractie met stukken over wonen?
date: 2026-11-20
employer: Centrum voor Lokaal Bestuur
hours: 24 uur per week
---
Wat je doet, en wat je kunt.
"""


def changed(folder: Path, heading: str) -> Path:
    """A copy of our code and theme, with the change that stands under a heading."""
    for name in ("site_plugins", "overrides"):
        shutil.copytree(ROOT / name, folder / name, ignore=shutil.ignore_patterns("__pycache__"))
    shutil.copy(ROOT / "mkdocs.yml", folder)
    section = re.split(r"^## ", PAGE, flags=re.M)
    text = next(part for part in section if part.startswith(f"{heading}\n"))
    patch = re.findall(r"^```diff\n(.*?)^```$", text, re.M | re.S)
    assert len(patch) == 1
    done = subprocess.run(
        ["git", "apply", "-"], input=patch[0], cwd=folder, text=True,
        capture_output=True, env={**os.environ, "GIT_CEILING_DIRECTORIES": str(folder.parent)},
    )  # fmt: skip
    assert done.returncode == 0, f"docs/developing.md, {heading}: {done.stderr}"
    return folder


def lokaal(folder: Path, *words: str) -> subprocess.CompletedProcess[str]:
    """The command of the code in a folder."""
    return subprocess.run(
        [sys.executable, "-c", COMMAND, *words],
        cwd=folder, text=True, capture_output=True,
        env={**os.environ, "PYTHONPATH": str(folder), "SOURCE_DATE_EPOCH": "1795334400"},
    )  # fmt: skip


def site(folder: Path, content: str) -> Path:
    """The site that the code in a folder makes of a content."""
    write_files(folder / "content", content)
    done = lokaal(folder, "build", "--no-search")
    assert done.returncode == 0, done.stdout + done.stderr
    return folder / "site"


@pytest.mark.parametrize("heading", ["A genre", "A kind", "An output"])
def test_a_change_can_be_carried_out(heading: str, tmp_path: Path) -> None:
    """Each stands on its own, and leaves the code that other parts need."""
    folder = changed(tmp_path, heading)
    genre = "debat" if heading == "A genre" else "nieuws"
    content = CONTENT.replace("GENRE", genre) + (VACANCY if heading == "A kind" else "")
    made = site(folder, content)
    article = (made / "artikelen/2026/twee-stemmen/index.html").read_text(encoding="utf-8")
    match heading:
        case "A genre":
            assert ">Debat<" in article
        case "A kind":
            page = (made / "vacatures/beleidsmedewerker/index.html").read_text(encoding="utf-8")
            assert "<dd>24 uur per week</dd>" in page
            assert "Beleidsmedewerker" in (made / "vacatures/index.html").read_text("utf-8")
            (folder / "content/vacatures/lerares.md").write_text(
                "---\ntitle: Zonder\n---\n", "utf-8"
            )
            said = lokaal(folder, "check", "--no-advice").stdout
            assert "vacatures/lerares.md:1: Werkgever (employer)" in said
            assert lokaal(folder, "forms").returncode == 0
            form = (folder / "overrides/beheer/config.yml").read_text(encoding="utf-8")
            assert "label: Vacatures" in form
        case _:
            assert "Redactie Lokaal Bestuur" in (made / "humans.txt").read_text(encoding="utf-8")
