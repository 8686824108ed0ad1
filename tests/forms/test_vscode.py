"""The folder .vscode: what it offers works here."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

import pytest

from site_plugins.forms.kinds import KINDS
from site_plugins.forms.vscode import snippets
from site_plugins.loading.item import read_file
from site_plugins.loading.place import Known
from site_plugins.loading.problems import errors
from tests.conftest import ROOT, Write, run_lokaal


def _read(name: str) -> Any:
    """A file in ``.vscode``, whose JSON may have lines of comment."""
    text = (ROOT / ".vscode" / name).read_text(encoding="utf-8")
    return json.loads(re.sub(r"^//.*$", "", text, flags=re.M))


def test_the_check_shows_up_under_problems(content: Write) -> None:
    """The task's pattern finds file, line and message in what the check prints."""
    folder = content(
        "-- artikelen/2026/stuk.md --\n---\ntitle: Stuk\ndate: 2026-11-22\n"
        "description: Iets.\ngenre: nieuwz\n---\nTekst.\n"
    )
    (check,) = (task for task in _read("tasks.json")["tasks"] if task["label"] == "Controleer")
    assert check["command"] == "scripts/check --format github"
    pattern = check["problemMatcher"]["pattern"]
    printed = run_lokaal("check", "--format", "github", "--content", str(folder)).stdout
    found = [m for line in printed.splitlines() if (m := re.search(pattern["regexp"], line))]
    wrong = [m for m in found if m[pattern["severity"]] == "error"]
    assert len(wrong) == 1
    assert wrong[0][pattern["file"]].endswith("artikelen/2026/stuk.md")
    assert wrong[0][pattern["line"]] == "5"
    assert "nieuws" in wrong[0][pattern["message"]]


def test_every_schema_that_is_named_is_there() -> None:
    """For each folder one, and one for the front page."""
    named = _read("settings.json")["yaml.schemas"]
    assert len(named) == len(KINDS) + 1
    for schema, files in named.items():
        assert (ROOT / schema).is_file()
        assert files[0].startswith("content/")


def _filled_in(line: str) -> str:
    """A line of a snippet when an editor takes what is offered; dates are today's."""
    line = line.replace("$CURRENT_YEAR-$CURRENT_MONTH-$CURRENT_DATE", "2026-11-29")
    line = re.sub(r"\$\{\d+\|([^,|]+)[^}]*\|\}", r"\1", line)
    return re.sub(r"\$\{\d+:?([^}]*)\}|\$0", lambda m: m[1] or "", line)


@pytest.mark.parametrize("folder", KINDS)
def test_a_snippet_becomes_an_item(folder: str, tmp_path: Path) -> None:
    """Only what an editor has yet to write is wrong with it: a line of 40 characters or more."""
    (snippet,) = (s for s in snippets().values() if s["description"].endswith(f" {folder}/"))
    file = tmp_path / folder / "2026-11-29.md"
    file.parent.mkdir()
    file.write_text("\n".join(map(_filled_in, snippet["body"])) + "\n", encoding="utf-8")
    problems = errors(read_file(tmp_path, f"{folder}/2026-11-29.md", Known({}, {}, {})).problems)
    assert [p for p in problems if p.field != "preheader"] == []
