"""What a fault leads to: the exit code, the words for the editor, and the site as it then is.

A case is a text file, ``cases/GROUP/NAME.txt``. It begins with a line that says what it shows;
then come its expectations, one on a line; then the files that are put on top of a small good
site (``cases/good-site.txt``), of which version 1 is already live in ``site/`` and
``build/mail/``::

    A date that does not exist is refused.
    says: artikelen/2026/nieuw.md:3: Datum (date): '2026-02-30'
    -- content/artikelen/2026/nieuw.md --
    ---
    title: Nieuw
    date: 2026-02-30
    …

Paths are those in the project's folder. What a case may expect, each as often as needed:

=============== =================================================================================
``run:``        the command, instead of ``lokaal build``; several are run one after another
``env:``        ``NAME=VALUE`` in its environment; the moment is Sunday 22 November 2026, 09:00
``exit:``       the exit code of the last command, ``0 or 1`` where either will do; without it
                0 where something is asked of the site, else 1
``says:``       words of what the command tells
``silent:``     words that it doesn't
``has:``        ``PATH: WORDS`` that a file holds afterwards
``lacks:``      ``PATH: WORDS`` that it doesn't hold; the file is there
``file:``       a path or pattern that is there, ``no file:`` one that is not
``nowhere:``    words that stand nowhere in site and mail: in no text, packed text or file name
``keeps:``      ``PATH: REGEX`` that finds the same things as before
``untouched:``  ``yes`` where the command succeeds and yet not a byte of site and mail may change
``but for:``    a pattern of paths that may
=============== =================================================================================

Of every case it is also asked: no traceback, no hang; a command that fails, and one that builds
nothing, leaves site and mail as they were, byte for byte; nothing is left behind beside them;
content is not written to by a build; and what is built can be read: XML, JSON, calendars, mail.

A file that a text can't hold is named by a word behind its path: see ``MAKERS``. ``\\xe9`` and
``\\u0301`` in a path stand for that byte and that character.
"""

from __future__ import annotations

import contextlib
import email
import email.policy
import fnmatch
import gzip
import html
import io
import json
import os
import re
import shlex
import shutil
import socket
import zipfile
import zlib
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from email.message import EmailMessage
from itertools import groupby
from pathlib import Path

import brotli
import pytest
from icalendar import Calendar
from lxml import etree
from PIL import Image

from site_plugins.projections.addresses import DESK
from tests.conftest import ROOT, copy_project, make
from tests.doors import run

FOLDER = ROOT / "tests/faults/cases"
CASES = sorted(path.relative_to(FOLDER).as_posix()[:-4] for path in FOLDER.glob("*/*.txt"))
GROUPS = {
    *("front-matter", "dates", "encodings", "markdown", "links", "ids", "agenda", "feeds"),
    *("newsletter", "build", "leaks"),
}
NOW = "1795334400"
"""Sunday 22 November 2026, 09:00 in Amsterdam."""
KEYS = {
    *("run", "env", "exit", "says", "silent", "has", "lacks", "file", "no file", "nowhere"),
    *("keeps", "untouched", "but for"),
}
GOOD_END = ("has", "lacks", "file", "no file", "nowhere", "keeps", "untouched")


@dataclass(frozen=True)
class Case:
    """A case file, read."""

    fact: str
    files: str
    head: dict[str, list[str]] = field(default_factory=dict)

    def lines(self, key: str) -> list[str]:
        """What stands behind a key, in order."""
        return self.head.get(key, [])

    def pairs(self, key: str) -> list[tuple[str, str]]:
        """``PATH: WORDS`` lines, in two."""
        return [(line.partition(": ")[0], line.partition(": ")[2]) for line in self.lines(key)]

    @property
    def exits(self) -> list[int]:
        """The expected exit code, or those that are as good."""
        if given := self.lines("exit"):
            return [int(code) for code in given[0].split(" or ")]
        return [0] if any(key in self.head for key in GOOD_END) else [1]

    @property
    def commands(self) -> list[list[str]]:
        """What is run."""
        return [shlex.split(line) for line in self.lines("run") or ["lokaal build"]]


def read_case(name: str) -> Case:
    """Read a case; a line in its head that means nothing is a mistake."""
    text = (FOLDER / f"{name}.txt").read_text(encoding="utf-8")
    head, mark, files = text.partition("\n-- ")
    fact, *lines = head.splitlines()
    found: dict[str, list[str]] = {}
    for line in filter(None, lines):
        key, colon, value = line.partition(": ")
        assert colon and key in KEYS, f"{name}: what is {line!r}?"
        found.setdefault(key, []).append(value)
    return Case(fact, mark[1:] + files if mark else "", found)


# ---- files that a text can't hold ----


def _png(file: Path, size: str) -> None:
    """A picture of ``40x30``: all black, so that a huge one is a small file."""
    width, height = map(int, size.split("x"))
    pack = zlib.compressobj(1)
    row = bytes(1 + (width + 7) // 8)
    data = b"".join(pack.compress(row) for _ in range(height)) + pack.flush()
    head = width.to_bytes(4, "big") + height.to_bytes(4, "big") + bytes([1, 0, 0, 0, 0])
    parts = ((b"IHDR", head), (b"IDAT", data), (b"IEND", b""))
    file.write_bytes(
        b"\x89PNG\r\n\x1a\n"
        + b"".join(
            len(body).to_bytes(4, "big") + name + body + zlib.crc32(name + body).to_bytes(4, "big")
            for name, body in parts
        )
    )


def _jpeg(file: Path, words: str) -> None:
    """A picture with those words in its EXIF, and a place (GPS)."""
    picture = Image.new("RGB", (40, 30), "navy")
    exif = picture.getexif()
    exif[0x010E] = words
    exif.get_ifd(0x8825).update({1: "N", 2: (52.0, 4.0, 0.0), 29: words})
    picture.save(file, exif=exif, comment=words.encode())


def _zip(file: Path, members: str) -> None:
    """An office file: a line ``MEMBER: TEXT`` for each part."""
    with zipfile.ZipFile(file, "w") as archive:
        for line in members.splitlines():
            name, _, text = line.partition(": ")
            archive.writestr(name, text)


def _socket(file: Path, _: str) -> None:
    # The name of a socket may be no longer than about a hundred characters.
    with socket.socket(socket.AF_UNIX) as door, contextlib.chdir(file.parent):
        door.bind(file.name)


def _closed(file: Path, text: str) -> None:
    file.write_text(text, encoding="utf-8")
    file.chmod(0)


def _closed_folder(folder: Path, _: str) -> None:
    folder.mkdir(0)


def _zeros(file: Path, size: str) -> None:
    with file.open("wb") as stream:
        stream.truncate(int(size))


MAKERS: dict[str, Callable[[Path, str], None]] = {
    "fifo": lambda file, _: os.mkfifo(file),
    "socket": _socket,
    "folder": lambda file, _: file.mkdir(),
    "closed": _closed,
    "closed folder": _closed_folder,
    "zeros": _zeros,
    "png": _png,
    "jpeg": _jpeg,
    "zip": _zip,
}
"""Words behind a path, and what they make of what stands below it: a named pipe, a socket, an
empty folder, a file or folder that nobody may read, so many bytes of nothing, a picture of so
many dots, a photo with those words in its EXIF, an office file. There are three more: ``(gone)``
takes a file or folder of the good site away; ``(bytes)`` may hold ``\\xe9`` for a byte and
``«ab × 3»`` for repetition; ``(link)`` is a symbolic link (see ``tests.conftest.make``)."""


def put(folder: Path, files: str) -> None:
    """Write the files of a case."""
    for path in re.findall(r"^-- (.+) \(gone\) --$", files, re.M):
        gone = folder / path
        shutil.rmtree(gone) if gone.is_dir() else gone.unlink()
    make(folder, re.sub(r"^-- .+ \(gone\) --\n", "", files, flags=re.M))
    for path in sorted(folder.rglob("* (*)")):
        name, _, maker = path.name[:-1].rpartition(" (")
        if maker in MAKERS:
            text = path.read_text(encoding="utf-8").strip()
            path.unlink()
            MAKERS[maker](path.with_name(name), text)
    for path in sorted(folder.rglob("*\\*"), reverse=True):
        name = re.sub(r"\\u(....)", lambda m: chr(int(m[1], 16)), path.name)
        raw = re.sub(rb"\\x(..)", lambda m: bytes.fromhex(m[1].decode()), os.fsencode(name))
        path.rename(path.with_name(os.fsdecode(raw)))


# ---- running and looking ----


def tree(folder: Path) -> dict[str, bytes]:
    """Every plain file below a folder, and the names of everything else."""
    return {
        os.fsencode(path.relative_to(folder)).decode(errors="backslashreplace"): (
            path.read_bytes()
            if path.is_file() and not path.is_symlink() and os.access(path, os.R_OK)
            else b"?"
        )
        for path in folder.rglob("*")
    }


def live(project: Path) -> dict[str, bytes]:
    """What readers and subscribers have: not the form of the editors, which knows no content."""
    return {
        f"{name}/{path}": data
        for name in ("site", "build")
        for path, data in tree(project / name).items()
        if not path.startswith(f"{DESK}/")
    }


def content(project: Path) -> set[str]:
    """What stands in the content: names and sizes, as some files are not to be read."""
    found = (p for p in (project / "content").rglob("*"))
    return {f"{os.fsencode(p)!r} {p.lstat().st_size} {p.lstat().st_mode:o}" for p in found}


def readable(path: str, data: bytes) -> str:
    """A file's text as the one who gets it reads it."""
    if path.endswith(".gz"):
        return readable(path[:-3], gzip.decompress(data))
    if path.endswith(".br"):
        return readable(path[:-3], brotli.decompress(data))
    text = data.decode("utf-8", "replace")
    if path.endswith(".ics"):
        return re.sub(r"\r?\n[ \t]", "", text)
    if path.endswith(".eml"):
        message = email.message_from_bytes(data, policy=email.policy.default)
        headers = [f"{name}: {value}" for name, value in message.items()]
        parts = [
            part.get_content()
            for part in message.walk()
            if isinstance(part, EmailMessage) and part.get_content_maintype() == "text"
        ]
        return "\n".join(headers + parts)
    return text


def holding(words: str, site: dict[str, bytes]) -> Iterator[str]:
    """The files that hold words in any guise, or in their name."""
    for path, data in site.items():
        text = readable(path, data)
        guises = [path, text, html.unescape(text)]
        if path.endswith(".json"):
            guises.append(str(json.loads(text)))
        # Words that are wrapped over lines are the same words.
        if any(words.lower() in " ".join(guise.lower().split()) for guise in guises):
            yield path


def unreadable(site: dict[str, bytes]) -> Iterator[str]:
    """The files that a machine can't read."""
    parser = etree.XMLParser(resolve_entities=False, no_network=True)
    for path, data in site.items():
        try:
            if path.endswith(".xml"):
                etree.parse(io.BytesIO(data), parser)
            elif path.endswith(".json"):
                json.loads(data)
            elif path.endswith(".ics"):
                assert re.fullmatch(rb"(?:[^\r\n]{1,75}\r\n)+", data), "lines"
                Calendar.from_ical(data)
            elif path.endswith(".eml"):
                message = email.message_from_bytes(data, policy=email.policy.default)
                assert not message.defects and not any(p.defects for p in message.walk())
                assert "bcc" not in message and "cc" not in message
        except Exception as error:
            yield f"{path}: {error}"


@pytest.fixture(scope="session")
def good_site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The small good site's project, with version 1 of it live."""
    project = copy_project(tmp_path_factory.mktemp("good"))
    put(project, (FOLDER / "good-site.txt").read_text(encoding="utf-8"))
    done = run("lokaal", "build", cwd=project, env={"SOURCE_DATE_EPOCH": NOW})
    assert (done.returncode, done.stderr) == (0, "")
    return project


def by_group(cases: list[str], most: int) -> Iterator[object]:
    """The cases; those after the first ``most`` of their group only with the longest tests."""
    for _, names in groupby(cases, lambda name: name.partition("/")[0]):
        for place, name in enumerate(names):
            yield pytest.param(name, marks=[pytest.mark.slow] if place >= most else [])


@pytest.mark.parametrize("name", list(by_group(CASES, 5)))
def test_fault(name: str, good_site: Path, tmp_path: Path) -> None:
    """Every fault ends as its case says, and the live site is untouched or right."""
    case = read_case(name)
    project = tmp_path / "project"
    shutil.copytree(good_site, project, symlinks=True)
    put(project, case.files)
    live_before, content_before = live(project), content(project)
    beside = {path.name for path in project.iterdir()} | _asked(case)
    env = {"SOURCE_DATE_EPOCH": NOW, **dict(line.split("=", 1) for line in case.lines("env"))}
    for command in case.commands:
        done = run(*command, cwd=project, env=env)
    said = done.stdout + done.stderr

    failed = done.returncode != 0
    assert done.returncode in case.exits, f"{case.fact}\n{said}"
    assert "Traceback" not in said, said
    for words in case.lines("says"):
        assert words in said, f"{words!r} is not said:\n{said}"
    for words in case.lines("silent"):
        assert words not in said, f"{words!r} is said:\n{said}"

    after = live(project)
    builds = any("build" in command for command in case.commands)
    if failed or not builds or case.lines("untouched"):
        other = [p for p in {**live_before, **after} if live_before.get(p) != after.get(p)]
        free = case.lines("but for")
        assert [p for p in other if not any(fnmatch.fnmatch(p, each) for each in free)] == []
    if builds or failed:
        assert content(project) == content_before, "the content was changed"
    assert [path.name for path in project.iterdir() if path.name not in beside] == []
    if not failed:
        _expect(case, project, live_before, after)


def _asked(case: Case) -> set[str]:
    """Folders that the command itself was asked to make, besides those of a first build."""
    return {word.strip("/") for command in case.commands for word in command[1:]}


def _expect(case: Case, project: Path, before: dict[str, bytes], after: dict[str, bytes]) -> None:
    """The site is right."""
    assert list(unreadable(after)) == []
    whole = {**after, **{f"content/{p}": data for p, data in tree(project / "content").items()}}
    for path, words in case.pairs("has"):
        assert path in whole, f"{path} is not there"
        assert words in readable(path, whole[path]), f"{path} lacks {words!r}"
    for path, words in case.pairs("lacks"):
        assert path in whole, f"{path} is not there"
        assert words not in readable(path, whole[path]), f"{path} has {words!r}"
    for pattern in case.lines("file"):
        assert fnmatch.filter(whole, pattern), f"{pattern} is not there"
    for pattern in case.lines("no file"):
        assert fnmatch.filter(whole, pattern) == []
    for words in case.lines("nowhere"):
        assert list(holding(words, after)) == [], words
    for path, regex in case.pairs("keeps"):
        was, now = (re.findall(regex, readable(path, s[path])) for s in (before, after))
        assert was, f"{regex} was not in {path}"
        assert sorted(now) == sorted(was)


def test_enough_cases() -> None:
    """There are cases in each group, and each says in a sentence what it shows."""
    groups = [name.partition("/")[0] for name in CASES]
    assert set(groups) == GROUPS
    assert len(CASES) >= 170
    assert min(groups.count(group) for group in GROUPS) >= 8
    for name in CASES:
        assert read_case(name).fact.endswith("."), name
