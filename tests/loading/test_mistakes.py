"""What an editor reads when something in the content is wrong: a file for each mistake.

A case holds a small site (the files as ``conftest.write_files`` takes them), a line ``==``, and
all that ``lokaal check`` then says. A file whose name ends in ``(bytes)`` may hold ``\\xe9`` for
a byte and ``«ab × 3»`` for repetition; ``(link)`` makes a symbolic link to what it holds.
"""

from __future__ import annotations

import os
import re
from pathlib import Path

import pytest

from site_plugins.commands.main import main
from tests.conftest import ROOT, make

FOLDER = ROOT / "tests/goldens/mistakes"
CASES = sorted(path.stem for path in FOLDER.glob("*.txt"))
UPDATE = "LOKAAL_UPDATE_GOLDENS"
HINT = f"Is this what it should say? {UPDATE}=1 .venv/bin/pytest tests/loading/test_mistakes.py"


_HINT = re.compile(r" (?:Bedoelde je [^?]*\?|Bekend zijn: [^.]*\.|Kijk het adres na\.)")
"""What depends on the other files that are there."""


def split(case: str) -> tuple[str, str]:
    """The small site and what is to be said of it."""
    site, _, said = (FOLDER / f"{case}.txt").read_text(encoding="utf-8").partition("\n==\n")
    return site + "\n", said


@pytest.fixture(autouse=True)
def _now(monkeypatch: pytest.MonkeyPatch) -> None:
    """Sunday 22 November 2026, 09:00 in Amsterdam, in the project's folder."""
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1795334400")
    monkeypatch.chdir(ROOT)


def check(folder: Path, capsys: pytest.CaptureFixture[str]) -> tuple[int, str]:
    """What ``lokaal check`` gives back and says."""
    code = main(["check", "--no-advice", "--content", str(folder)])
    out, err = capsys.readouterr()
    assert err == ""
    return code, out


@pytest.mark.parametrize("case", CASES)
def test_mistake_is_named(case: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Each mistake comes out with its place, what stands there, and what would be right."""
    site, expected = split(case)
    make(tmp_path, site)
    code, said = check(tmp_path, capsys)
    if os.environ.get(UPDATE):
        (FOLDER / f"{case}.txt").write_text(f"{site}==\n{said}", encoding="utf-8")
        return
    assert said == expected, HINT
    assert code == (1 if re.search(r"^\d+ fout", said, re.MULTILINE) else 0)


def test_all_mistakes_come_out_in_one_run(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """One run on the files of every case together names every mistake, and makes none up."""
    expected: set[str] = set()
    files: dict[str, tuple[str, str]] = {}
    for case in CASES:
        site, said = split(case)
        expected.update(_HINT.sub("", line) for line in said.splitlines()[:-1])
        for name, text in re.findall(r"^-- (.+?) --\n(.*?)(?=^-- .+? --\n|\Z)", site, re.M | re.S):
            first, before = files.setdefault(name, (case, text))
            assert before == text, f"{case} and {first} both have their own {name}"
        make(tmp_path, site)
    code, said = check(tmp_path, capsys)
    assert code == 1
    assert {_HINT.sub("", line) for line in said.splitlines()[:-1]} == expected


def test_at_least_thirty_kinds_of_mistakes() -> None:
    """There is a case for each kind, and each names a place that an editor can go to."""
    assert len(CASES) >= 30
    for case in CASES:
        _, said = split(case)
        *problems, count = said.splitlines()
        assert count == "Geen fouten." if case.startswith("goed-") else problems
        for problem in problems:
            assert re.match(r"[^:]+:[1-9]\d*: .+[.?]", problem), problem
