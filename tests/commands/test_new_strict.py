"""``lokaal new`` for every kind: together a site that MkDocs builds in strict mode."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from site_plugins.commands.main import main
from site_plugins.commands.new import NOUNS
from tests.conftest import copy_project, write_files
from tests.doors import run

NOW = {"SOURCE_DATE_EPOCH": "1795334400"}


@pytest.mark.parametrize("published", [False, True], ids=["as concepts", "published"])
def test_a_file_of_each_kind_builds_in_strict_mode(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, published: bool
) -> None:
    """As they are, and once somebody takes ``draft: true`` away."""
    monkeypatch.setenv("SOURCE_DATE_EPOCH", NOW["SOURCE_DATE_EPOCH"])
    copy_project(tmp_path)
    write_files(tmp_path / "content", "-- index.md --\n---\ntitle: Voorpagina\n---\n")
    for noun in NOUNS:
        folder = str(tmp_path / "content")
        assert main(["new", noun, f"Voorbeeld van {noun}", "--content", folder]) == 0
    files = sorted((tmp_path / "content").rglob("*.md"))
    assert len(files) == len(NOUNS) + 1
    for file in files if published else ():
        text = file.read_text(encoding="utf-8")
        file.write_text(re.sub(r"^draft: true.*\n", "", text, flags=re.M), encoding="utf-8")
    done = run("mkdocs", "build", "--strict", "--quiet", cwd=tmp_path, env=NOW)
    assert done.returncode == 0, done.stderr
    pages = {page.parent.name for page in (tmp_path / "site").rglob("index.html")}
    assert ("voorbeeld-van-artikel" in pages) == published
