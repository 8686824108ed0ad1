"""``lokaal check --fix``: what is safe is mended, and nothing else is touched."""

from __future__ import annotations

import os
import re
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from site_plugins.commands.fixing import fix
from site_plugins.commands.main import main
from site_plugins.loading.item import read_file
from site_plugins.loading.place import Known
from site_plugins.loading.problems import Problem, errors
from site_plugins.loading.schema import SCHEMAS
from site_plugins.mending.mend import mend
from tests.commands.terminal import talk_to
from tests.conftest import Write, write_files

BASE = """\
-- index.md --
---
title: Voorpagina
---
-- onderwerpen/wonen.md --
---
title: Wonen
---
-- mensen/redactie.md --
---
title: Redactie
---
"""


def article(*lines: str, body: str = "Tekst.") -> str:
    """An article with these lines instead of the right ones for the same keys."""
    return "---\n" + "\n".join(lines) + f"\n---\n\n{body}\n"


RIGHT = ("title: Een stuk", "date: 2026-11-20", "description: Waar het over gaat.", "genre: nieuws")


def with_line(number: int, line: str) -> str:
    """The right article, with one other line."""
    return article(*RIGHT[:number], line, *RIGHT[number + 1 :])


CASES = {
    "colon in a title": (0, "title: Wonen: wat nu?", 'title: "Wonen: wat nu?"'),
    "colon and quotes": (0, 'title: Wonen: "wat" nu?', "title: 'Wonen: \"wat\" nu?'"),
    "a sign in front": (0, "title: @wethouder", 'title: "@wethouder"'),
    "curly quotes": (0, "title: “Wonen: wat nu?”", 'title: "Wonen: wat nu?"'),
    "curly quotes round a word": (3, "genre: ‘nieuws’", 'genre: "nieuws"'),
    "curly quotes round a key": (0, "“title”: Een stuk", "title: Een stuk"),
    "hard space": (0, "title:\u00a0Een stuk", "title: Een stuk"),
    "tab": (0, "title:\t@Een stuk", 'title: "@Een stuk"'),
    "no space behind the colon": (0, "title:Een stuk", "title: Een stuk"),
    "capital of a key": (0, "Title: Een stuk", "title: Een stuk"),
    "Dutch key": (0, "Titel: Een stuk", "title: Een stuk"),
    "other word for a key": (2, "summary: Waar het over gaat.", "description: Waar het over gaat."),
    "day first": (1, "date: 20-11-2026", "date: 2026-11-20"),
    "day first, with slashes": (1, "date: 20/11/2026", "date: 2026-11-20"),
    "day first, with a time": (1, "date: 20-11-2026 19:30", "date: 2026-11-20 19:30"),
    "month in words": (1, "date: 20 november 2026", "date: 2026-11-20"),
    "capital of a genre": (3, "genre: Nieuws", "genre: nieuws"),
}


@pytest.mark.parametrize("case", CASES)
def test_a_line_is_mended(content: Write, case: str) -> None:
    """Each mistake alone, on its own line: that line is right after it, and no other changed."""
    number, wrong, right = CASES[case]
    folder = content(BASE)
    file = folder / "artikelen/2026/stuk.md"
    write_files(folder, f"-- artikelen/2026/stuk.md --\n{with_line(number, wrong)}")
    assert fix(folder, [], yes=True) == 1
    assert file.read_text() == with_line(number, right)
    assert fix(folder, [], yes=True) == 0
    assert main(["check", "--content", str(folder)]) == 0


def test_what_is_no_error_but_untidy(content: Write) -> None:
    """Spaces at line ends go and times get quotes in a file without errors too, and once."""
    folder = content(BASE)
    audio = "audio:\n  url: https://www.voorbeeld.nl/a.mp3\n  length: 1\n  duration: 24:30"
    chapters = "  chapters:\n    - {start: 0:00, title: Welkom}"
    text = article(*RIGHT, audio, chapters, body="Tekst. \nMeer.").replace("stuk\n", "stuk  \n", 1)
    write_files(folder, f"-- artikelen/2026/stuk.md --\n{text}")
    assert fix(folder, [], yes=True) == 1
    mended = (folder / "artikelen/2026/stuk.md").read_text()
    assert mended == text.replace("24:30", '"24:30"').replace("0:00", '"0:00"').replace(
        "stuk  \n", "stuk\n"
    ).replace("Tekst. \n", "Tekst.\n")
    assert fix(folder, [], yes=True) == 0


def test_lists_are_mended(content: Write) -> None:
    """Capitals in a list, a Dutch name for it, and one word where a list belongs."""
    folder = content(BASE)
    text = article(*RIGHT, "onderwerpen: [Wonen]", "auteur: Redactie")
    write_files(folder, f"-- artikelen/2026/stuk.md --\n{text}")
    assert fix(folder, [], yes=True) == 1
    head = (folder / "artikelen/2026/stuk.md").read_text()
    assert "\ntopics: [wonen]\n" in head and "\nauthors: [redactie]\n" in head


@pytest.mark.parametrize(
    "line",
    [
        "genre: niews",  # which word is meant is a guess
        "date: 3/4/2026",  # 3 April or 4 March
        "date: 31-02-2026",
        "genre: nieuws\nsoort: artikel",
        "published: true",
    ],
)
def test_what_is_not_sure_stays(content: Write, line: str) -> None:
    """Near words, dates with two meanings, and keys with the contrary meaning are left alone."""
    folder = content(BASE)
    key = line.partition(":")[0]
    rest = [right for right in RIGHT if not right.startswith(f"{key}:")]
    write_files(folder, f"-- artikelen/2026/stuk.md --\n{article(*rest, line)}")
    file = folder / "artikelen/2026/stuk.md"
    before = file.read_bytes()
    assert fix(folder, [], yes=True) == 0
    assert file.read_bytes() == before


def test_two_unreadable_lines(content: Write) -> None:
    """A head that YAML can't read for two reasons is mended as a whole; good lines stay."""
    folder = content(BASE)
    text = article("“title”: Wonen: wat nu?", *RIGHT[1:3], "Genre:Nieuws", "chapeau: “Zo” is het.")
    write_files(folder, f"-- artikelen/2026/stuk.md --\n{text}")
    assert fix(folder, [], yes=True) == 1
    lines = (folder / "artikelen/2026/stuk.md").read_text().splitlines()
    assert lines[1] == 'title: "Wonen: wat nu?"'
    assert lines[4:6] == ["genre: nieuws", "chapeau: “Zo” is het."]


def test_the_body_stays(content: Write) -> None:
    """Of the body only spaces at line ends go: not line breaks, not code, not what is written."""
    folder = content(BASE)
    body = "Op 22-11-2026: “ja”. \nEen regel  \nnog een.\n\n```\ncode   \n```\n"
    write_files(
        folder,
        "-- artikelen/2026/stuk.md --\n" + article(*RIGHT[:3], "genre: Nieuws", body=body),
    )
    assert fix(folder, [], yes=True) == 1
    text = (folder / "artikelen/2026/stuk.md").read_text()
    assert body.replace("“ja”. \n", "“ja”.\n") in text


def test_bytes_stay(content: Write) -> None:
    """Windows line ends, a byte order mark and the rights of a file are as they were."""
    folder = content(BASE)
    file = folder / "artikelen/2026/stuk.md"
    file.parent.mkdir(parents=True)
    wrong = with_line(3, "genre: Nieuws").replace("\n", "\r\n").encode()
    file.write_bytes(b"\xef\xbb\xbf" + wrong)
    file.chmod(0o640)
    assert fix(folder, [], yes=True) == 1
    assert file.read_bytes() == b"\xef\xbb\xbf" + wrong.replace(b"Nieuws", b"nieuws")
    assert file.stat().st_mode & 0o777 == 0o640
    assert [path.name for path in file.parent.iterdir()] == ["stuk.md"]


def test_without_yes_nothing_is_written(content: Write, capsys: pytest.CaptureFixture[str]) -> None:
    """Off a terminal: one diff for the file, how to carry it out, and then the errors."""
    folder = content(BASE)
    write_files(folder, f"-- artikelen/2026/stuk.md --\n{with_line(3, 'genre: Nieuws')}")
    assert main(["check", "--fix", "--content", str(folder)]) == 1
    said = capsys.readouterr().out
    assert said.count("+++ b/artikelen/2026/stuk.md") == 1
    assert "\n-genre: Nieuws\n+genre: nieuws\n" in said and "\x1b" not in said
    assert "scripts/check --fix --yes" in said
    assert "genre: Nieuws" in (folder / "artikelen/2026/stuk.md").read_text()
    assert main(["check", "--fix", "--yes", "--content", str(folder)]) == 0


@pytest.mark.parametrize(("answer", "code"), [(b"j\n", 0), (b"\n", 1), (b"\x03", 130)])
def test_on_a_terminal(content: Write, answer: bytes, code: int) -> None:
    """There it asks, after a diff in colour; only a yes is one, and Ctrl+C keeps the old file."""
    folder = content(BASE)
    write_files(folder, f"-- artikelen/2026/stuk.md --\n{with_line(3, 'genre: Nieuws')}")
    found, said = talk_to(["check", "--fix", "--content", str(folder)], [answer])
    assert found == code, said
    assert "Zo bewaren? [j/N]" in said and "\x1b[32m+genre: nieuws" in said
    text = (folder / "artikelen/2026/stuk.md").read_text()
    assert ("genre: nieuws" in text) == (code == 0)


def test_only_what_is_asked(content: Write) -> None:
    """With a path, only what lies there is mended."""
    folder = content(BASE)
    for name in ("een", "twee"):
        text = with_line(3, "genre: Nieuws")
        write_files(folder, f"-- artikelen/2026/{name}.md --\n{text}")
    assert fix(folder, [folder / "artikelen/2026/twee.md"], yes=True) == 1
    assert "genre: Nieuws" in (folder / "artikelen/2026/een.md").read_text()
    assert fix(folder, [folder / "artikelen"], yes=True) == 1


@pytest.mark.parametrize(("extra", "mended"), [("draft: true", 1), ("updated: 2026-11-21", 0)])
def test_clashing_addresses(
    content: Write, monkeypatch: pytest.MonkeyPatch, extra: str, mended: int
) -> None:
    """A draft whose address is taken gets another; what is published keeps its own."""
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1795400000")
    folder = content(BASE)
    for name, more in (("een", "slug: stuk"), ("zwee", f"slug: stuk\n{extra}")):
        write_files(folder, f"-- artikelen/2026/{name}.md --\n{article(*RIGHT, more)}")
    assert fix(folder, [], yes=True) == mended
    text = (folder / "artikelen/2026/zwee.md").read_text()
    assert ("slug: stuk-2\n" in text) == bool(mended)
    assert fix(folder, [], yes=True) == 0
    assert main(["check", "--content", str(folder)]) == 1 - mended


def test_good_content_is_not_touched(content: Write) -> None:
    """What is right stays as it is written, line breaks of two spaces included."""
    folder = content(BASE)
    text = article(*RIGHT, "chapeau: |", "  Een regel  ", "  nog een", body="Een regel  \nnog een.")
    write_files(folder, f"-- artikelen/2026/stuk.md --\n{text}")
    assert fix(folder, [], yes=True) == 0
    assert (folder / "artikelen/2026/stuk.md").read_text() == text


LINES = st.sampled_from(
    [wrong for _, wrong, _ in CASES.values()]
    + [*RIGHT, "topics: [Wonen, wonen]", "  los: eind", "chapeau: |", "  Titel: 20-11-2026", "- x"]
)


@settings(max_examples=60)
@given(st.lists(LINES, min_size=1, max_size=6))
def test_mending_is_done_once(tmp_path_factory: pytest.TempPathFactory, lines: list[str]) -> None:
    """Whatever is wrong together: never more errors in a head that could be read, the body as it
    was, and a second time finds nothing to do.
    """
    folder = tmp_path_factory.getbasetemp() / f"fix-{os.getpid()}"
    file = folder / "artikelen/2026/stuk.md"
    file.parent.mkdir(parents=True, exist_ok=True)
    names = {"onderwerpen": {"wonen": ("onderwerpen/wonen",)}}
    known = Known(names, {}, {"wonen": ("onderwerpen/wonen",)})

    def judge(text: str) -> list[Problem]:
        file.write_text(text)
        return errors(read_file(folder, "artikelen/2026/stuk.md", known).problems)

    text = article(*lines)
    once = mend(text, SCHEMAS["artikelen"], names, judge)
    again = mend(once.text, SCHEMAS["artikelen"], names, judge)
    assert (again.text, again.done) == (once.text, ())
    assert once.text.endswith("\n---\n\nTekst.\n")
    assert bool(once.done) == (once.text != text)
    if once.done and all(problem.field for problem in judge(text)):
        assert len(judge(once.text)) < len(judge(text))


def test_real_content_is_not_touched() -> None:
    """Our own content has nothing to mend, so the command only says so."""
    folder = Path(__file__).resolve().parents[2] / "content"
    before = {path: path.stat().st_mtime_ns for path in folder.rglob("*.md")}
    fix(folder, [folder / "over"], yes=False)
    assert {path: path.stat().st_mtime_ns for path in folder.rglob("*.md")} == before
    assert not [path for path in folder.rglob("*") if re.search(r"\.tmp$", path.name)]
