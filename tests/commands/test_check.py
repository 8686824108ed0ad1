"""``lokaal check`` as people and machines read it, and what it says of mkdocs.yml."""

from __future__ import annotations

import io
import json
import os
import pty
import re
import subprocess
from pathlib import Path

import pytest

from site_plugins.commands.main import main
from site_plugins.commands.showing import grouped, is_coloured
from site_plugins.loading.problems import Problem, as_github, as_gitlab
from site_plugins.loading.read import read_content
from tests.conftest import ROOT, write_files
from tests.doors import program

GOLDENS = ROOT / "tests/goldens/problems"
UPDATE = "LOKAAL_UPDATE_GOLDENS"
SITE = """
-- index.md --
---
title: Lokaal Bestuur
---
-- onderwerpen/wonen.md --
---
title: Wonen
---
-- artikelen/2026/wonen-in-de-stad.md --
---
title: Wonen in de stad
description: Wonen in de stad
date: 22-11-2026
genre: nieuwz
topics: [wonen, wonne]
topic: wonen
sources:
  - title: Jaarprogramma
    url: www.voorbeeld.nl
---
Bel 06-12345678.
-- agenda/bijpraten.md --
---
title: Bijpraten op vrijdag
start: 2026-12-04 12:00
end: 2026-12-04 11:00
status: afgelast
---
"""


@pytest.fixture
def problems(tmp_path: Path) -> list[Problem]:
    """What is wrong with the small site, errors and a warning in two files."""
    return sorted(read_content(write_files(tmp_path, SITE)).problems)


def agrees(name: str, said: str) -> None:
    """The text is that of the golden file."""
    file = GOLDENS / name
    if os.environ.get(UPDATE):
        file.write_text(said + "\n", encoding="utf-8")
    hint = f"Is this right? {UPDATE}=1 .venv/bin/pytest tests/commands/test_check.py"
    assert said + "\n" == file.read_text(encoding="utf-8"), hint


@pytest.mark.parametrize("width", [80, 50])
def test_on_a_terminal_problems_stand_by_file(problems: list[Problem], width: int) -> None:
    """A file with its count, its errors before its warnings, lines that fit, and the total."""
    said = grouped(problems, width, coloured=False)
    agrees(f"terminal-{width}.txt", said)
    assert all(len(line) <= width for line in said.splitlines() if line.startswith("    "))
    article = said[said.index("artikelen/") :]
    assert article.rindex("· fout") < article.index("· waarschuwing")


def test_on_github_a_problem_is_named_in_dutch(problems: list[Problem]) -> None:
    """The annotation's title is the name that editors know."""
    agrees("github.txt", as_github(problems, "content/"))


def test_gitlab_gets_a_code_quality_report(problems: list[Problem]) -> None:
    """Every key that GitLab asks for; errors weigh more than warnings."""
    said = as_gitlab(problems, "content/")
    agrees("gitlab.json", said)
    rows = json.loads(said)
    assert {row["severity"] for row in rows} == {"major", "minor"}
    assert len({row["fingerprint"] for row in rows}) == len(rows) == len(problems)


def test_gitlab_knows_a_problem_again_that_moved_down() -> None:
    """A line more above it makes no new problem; the same mistake twice is two."""
    twice = [Problem("over/a.md", line, "tekst", "hier staat een fout.") for line in (7, 9)]
    later = [Problem("over/a.md", line + 1, "tekst", "hier staat een fout.") for line in (7, 9)]
    before, after = (
        [row["fingerprint"] for row in json.loads(as_gitlab(found, ""))] for found in (twice, later)
    )
    assert before == after
    assert len(set(before)) == 2


class _Terminal(io.StringIO):
    def isatty(self) -> bool:
        return True


@pytest.mark.parametrize(
    ("environ", "terminal", "coloured"),
    [
        ({}, True, True),
        ({}, False, False),
        ({"NO_COLOR": "1"}, True, False),
        ({"NO_COLOR": ""}, True, True),
        ({"TERM": "dumb"}, True, False),
        ({"FORCE_COLOR": "1"}, False, True),
        ({"FORCE_COLOR": "1", "NO_COLOR": "1"}, False, False),
        ({"FORCE_COLOR": "0"}, False, False),
    ],
)
def test_colours_are_for_who_wants_them(
    environ: dict[str, str], terminal: bool, coloured: bool
) -> None:
    """On a terminal, never with NO_COLOR or a dumb one, always with FORCE_COLOR."""
    stream = _Terminal() if terminal else io.StringIO()
    assert is_coloured(stream, environ) is coloured


@pytest.mark.parametrize("colourless", [False, True])
def test_a_real_terminal_gets_groups(tmp_path: Path, colourless: bool) -> None:
    """The file is bold and an error red; with NO_COLOR the same words without a colour."""
    content = write_files(tmp_path, SITE)
    reader, writer = pty.openpty()
    environ = {k: v for k, v in os.environ.items() if k not in ("NO_COLOR", "FORCE_COLOR")}
    environ |= {"TERM": "xterm", "COLUMNS": "80"} | ({"NO_COLOR": "1"} if colourless else {})
    command = [program("lokaal"), "check", "--no-advice", "--content", str(content)]
    run = subprocess.Popen(command, cwd=ROOT, env=environ, stdout=writer, stdin=subprocess.DEVNULL)
    os.close(writer)
    said = b""
    # The terminal is gone once the command is.
    while chunk := _read(reader):
        said += chunk
    os.close(reader)
    assert run.wait(timeout=60) == 1
    text = said.decode()
    assert ("\x1b[1magenda/bijpraten.md\x1b[0m" in text) is not colourless
    assert ("\x1b[31mfout\x1b[0m" in text) is not colourless
    assert ("\x1b" in text) is not colourless
    assert "Goed is: end: 2026-12-04 13:00" in text
    assert "Onderwerpen (topics, nummer 2)" in text


def _read(reader: int) -> bytes:
    try:
        return os.read(reader, 65_536)
    except OSError:
        return b""


def test_an_unfit_form_for_fixing_is_refused(capsys: pytest.CaptureFixture[str]) -> None:
    """``--fix`` shows what it changes, so it goes with text alone; ``--yes`` goes with it."""
    assert main(["check", "--fix", "--format", "json"]) == 2
    assert main(["check", "--yes"]) == 2
    assert "--yes hoort bij --fix" in capsys.readouterr().err


SETTINGS = """site_name: Lokaal
site_url: https://voorbeeld.nl/
docs_dir: content
theme: {name: material, custom_dir: overrides}
plugins:
  - lokaal:
      compress: true
"""


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ("compress: true", "compress: misschien", "7: compress: hier hoort true (ja)"),
        ("compress: true", "newsletter: {name: 3}", "7: name: hier hoort een tekst"),
        ("theme: {name: material,", "theme: {name: materiaal,", "4: theme: het thema 'materiaal'"),
        ("  - lokaal:", "  - weg\n  - lokaal:", "5: plugins: de plugin 'weg' is niet"),
        ("site_name:", "site_naam:", "1: site_name: dit veld is verplicht, maar ontbreekt."),
        ("docs_dir: content", "docs_dir: weg", "weg' bestaat niet."),
        ("https://voorbeeld.nl/", "voorbeeld.nl", "2: site_url: dit is geen webadres."),
        ("plugins:", "nav: x\nplugins:", "5: nav: hier hoort een lijst te staan."),
        ("Lokaal\n", "a: b\n", "mkdocs.yml:1: er staat een dubbele punt in de waarde."),
        ("Lokaal\n", '"Lokaal\n', "mkdocs.yml:1: een aanhalingsteken is niet gesloten."),
        ("  - lokaal:", "\t- lokaal:", "mkdocs.yml:6: hier staat een tab. Gebruik spaties."),
    ],
)
def test_a_mistake_in_the_settings_is_told_in_dutch(
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
    old: str,
    new: str,
    said: str,
) -> None:
    """With the line in mkdocs.yml; no word of MkDocs' own, and exit code 2."""
    assert old in SETTINGS
    _project(tmp_path, SETTINGS.replace(old, new, 1))
    monkeypatch.chdir(tmp_path)
    assert main(["check", "--no-advice"]) == 2
    told = capsys.readouterr().err
    assert said in told
    assert "mkdocs.yml" in told
    assert not re.search(r"(?i)config value|expected|aborted|error|MkDocs zegt", told)


def test_an_unknown_setting_is_a_warning(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """It names the setting that was meant, and the check goes on."""
    _project(tmp_path, SETTINGS.replace("compress", "compres"))
    monkeypatch.chdir(tmp_path)
    main(["check", "--no-advice"])
    told = capsys.readouterr()
    expected = "mkdocs.yml:7: waarschuwing: compres: dit veld is hier onbekend."
    assert told.err == f"{expected} Bedoelde je 'compress'?\n"
    assert told.out.endswith(".\n")


def _project(folder: Path, settings: str) -> None:
    """A project with these settings."""
    (folder / "mkdocs.yml").write_text(settings, encoding="utf-8")
    (folder / "overrides").mkdir()
    write_files(folder / "content", "\n-- index.md --\n---\ntitle: Lokaal\n---\n")
