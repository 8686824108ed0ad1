"""Which files and folders a content folder may hold, and what they may be called."""

from __future__ import annotations

import os
import socket
from contextlib import chdir
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from site_plugins.loading.files import MAX_FOLDERS, MEDIA_ENDINGS, name_fault, read_bytes, walk

NAMES = {
    "foto.jpg~": "reservekopie",
    "stuk.md.bak": "reservekopie",
    "stuk.orig": "reservekopie",
    ".stuk.md.swp": "reservekopie",
    "#stuk.md#": "reservekopie",
    "._foto.jpg": "macOS",
    ".geheim": "verborgen",
    ".git": "verborgen",
    "a:b.jpg": "Windows kan : niet",
    "wat?.md": "Windows kan ? niet",
    "a\\b.md": "Windows kan \\ niet",
    "CON.md": "houdt Windows voor zichzelf",
    "nul": "houdt Windows voor zichzelf",
    "com1.jpg": "houdt Windows voor zichzelf",
    "foto.jpg.": "eindigt op een punt",
    "foto.jpg ": "eindigt op een punt of spatie",
    " foto.jpg": "begint met een spatie",
    "a" * 201: "te lang",
    "é" * 101: "te lang",
    "een\ntwee.md": "niet overal werken",
    "\x1b[1m.md": "niet overal werken",
    "gpj.\u202ephp": "niet overal werken",
    "cafe\u0301.md": "niet overal werken",
    "\udce9.md": "niet overal werken",
}


@pytest.mark.parametrize("name", NAMES)
def test_a_name_that_does_not_work_everywhere_is_refused(name: str) -> None:
    """With what it seems to be, or what is wrong with it."""
    fault = name_fault(name)
    assert fault
    assert NAMES[name] in fault[0]


@pytest.mark.parametrize(
    "name",
    ["foto.jpg", "Mijn foto (1).JPG", "café.md", "console.md", "a.b.c.md", "2026", "комитет.md"],
)
def test_a_plain_name_is_fine(name: str) -> None:
    """Capitals, spaces and letters with accents are not wrong in themselves."""
    assert name_fault(name) is None


@given(st.text(max_size=300))
def test_any_name_is_fine_or_has_a_reason(name: str) -> None:
    """Never an exception, and what is fine can be printed."""
    if name_fault(name) is None:
        assert name.encode().isascii() or name.isprintable()


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("media/Foto.jpg", "media/foto.jpg"),
        ("onderwerpen/Wonen.md", "onderwerpen/wonen.md"),
        ("media/Map/a.jpg", "media/map/b.jpg"),
        ("media/É.jpg", "media/é.jpg"),
    ],
)
def test_names_that_differ_by_case_only_are_refused(one: str, other: str, tmp_path: Path) -> None:
    """On many computers the one would overwrite the other."""
    for path in (one, other):
        (tmp_path / path).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / path).write_text("x")
    if len(list((tmp_path / one).parent.parent.rglob("*"))) < 3:
        pytest.skip("this file system takes the two names for one")
    (problem,) = walk(tmp_path).problems
    assert "hetzelfde als" in problem.message


def test_special_files_are_named_and_not_opened(tmp_path: Path) -> None:
    """A pipe, a socket, links to a file, to nothing, to a folder and to the folder itself."""
    media = tmp_path / "media"
    media.mkdir()
    os.mkfifo(media / "pijp.jpg")
    with socket.socket(socket.AF_UNIX) as door, chdir(media):
        door.bind("deur.jpg")
    (media / "link.jpg").symlink_to("/etc/hostname")
    (media / "weg.jpg").symlink_to("/nergens")
    (media / "map").symlink_to("/etc")
    (media / "lus").symlink_to(media)
    found = walk(tmp_path)
    assert found.media == {}
    assert {problem.file: problem.message.split(".")[0] for problem in found.problems} == {
        **dict.fromkeys(("media/pijp.jpg", "media/deur.jpg"), "dit is geen gewoon bestand"),
        **dict.fromkeys(
            ("media/link.jpg", "media/weg.jpg", "media/map", "media/lus"),
            "dit is een snelkoppeling (symlink)",
        ),
    }


def test_a_hard_link_is_a_file(tmp_path: Path) -> None:
    """It is no way out of the content."""
    (tmp_path / "media").mkdir()
    (tmp_path / "media/a.jpg").write_bytes(b"x")
    (tmp_path / "media/b.jpg").hardlink_to(tmp_path / "media/a.jpg")
    assert walk(tmp_path).media == {"a.jpg": 1, "b.jpg": 1}


def test_folders_in_folders_end_somewhere(tmp_path: Path) -> None:
    """A path can grow too long for a system."""
    deep = tmp_path.joinpath("media", *["map"] * (MAX_FOLDERS + 1))
    deep.mkdir(parents=True)
    (deep / "a.jpg").write_bytes(b"x")
    (problem,) = walk(tmp_path).problems
    assert "te veel mappen" in problem.message
    assert walk(tmp_path).media == {}


@pytest.mark.parametrize("ending", [".zip", ".html", ".md", ".js", ".pem", ".sql", ".exe", ""])
def test_an_ending_outside_the_list_is_refused(ending: str, tmp_path: Path) -> None:
    """What would act on our own address, and what nobody can look into."""
    (tmp_path / "media").mkdir()
    (tmp_path / f"media/bestand{ending}").write_text("x")
    found = walk(tmp_path)
    assert ending not in MEDIA_ENDINGS
    assert [problem.file for problem in found.problems] == [f"media/bestand{ending}"]
    assert found.media == {}


def test_a_file_that_was_swapped_is_not_followed(tmp_path: Path) -> None:
    """Between listing and reading it can become a link or a pipe."""
    (tmp_path / "link").symlink_to("/etc/hostname")
    os.mkfifo(tmp_path / "pijp")
    for name in ("link", "pijp", "weg"):
        with pytest.raises(OSError):
            read_bytes(f"{tmp_path}/{name}", 100)


def test_never_much_more_is_read_than_allowed(tmp_path: Path) -> None:
    """One byte more tells that there was more."""
    (tmp_path / "a").write_bytes(b"x" * 5000)
    assert len(read_bytes(f"{tmp_path}/a", 100)) == 101
    assert len(read_bytes(f"{tmp_path}/a", 9000)) == 5000
