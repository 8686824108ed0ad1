"""Killed, out of disk or not alone: the live site is one whole version, always."""

from __future__ import annotations

import fcntl
import os
import random
import shutil
import signal
import subprocess
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from itertools import pairwise
from pathlib import Path

import pytest

from tests.conftest import ROOT, copy_project, write_files
from tests.doors import program
from tests.site.test_reproducible import bytes_of

LOKAAL = program("lokaal")
AT = "2026-11-22T09:00"
TITLES = ("Versie", "Stuk", "Overleg", "Editie")
CONTENT = """
-- index.md --
---
title: Versie {version}
---
-- artikelen/2026/stuk.md --
---
title: Stuk {version}
description: Dit is er in elke versie.
date: 2026-11-20
genre: nieuws
---
Woord-{version}.
-- artikelen/2026/alleen-{version}.md --
---
title: Alleen in versie {version}
description: Dit is er in een enkele versie.
date: 2026-11-20
genre: nieuws
---
Woord-{version}.
-- agenda/overleg.md --
---
title: Overleg {version}
start: 2026-12-04 12:00
---
-- nieuwsbrief/2026-11-22.md --
---
title: Editie {version}
date: 2026-11-22
preheader: Wat u deze week nog niet las, staat in deze editie.
---
Woord-{version}.
"""


@pytest.fixture(scope="module")
def contents(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A content folder of each of four versions."""
    folder = tmp_path_factory.mktemp("contents")
    for version in range(1, 5):
        write_files(folder / str(version), CONTENT.format(version=version))
    return folder


def words(content: Path, out: Path) -> list[str]:
    """The command that builds a content folder into ``out``."""
    return [
        *(LOKAAL, "build", "--content", str(content), "--at", AT),
        *("--site-dir", str(out / "site"), "--mail-dir", str(out / "mail")),
    ]


def build(content: Path, out: Path) -> subprocess.CompletedProcess[str]:
    """Build, and wait until that is done."""
    return subprocess.run(
        words(content, out), cwd=ROOT, capture_output=True, text=True, timeout=300, check=False
    )


@pytest.fixture(scope="module")
def whole(contents: Path, tmp_path_factory: pytest.TempPathFactory) -> list[dict[str, bytes]]:
    """What the site of each version is."""
    found = []
    for content in sorted(contents.iterdir()):
        out = tmp_path_factory.mktemp("whole")
        done = build(content, out)
        assert done.returncode == 0, done.stderr
        found.append(bytes_of(out / "site"))
    assert all(first != second for first, second in pairwise(found))
    return found


def unprivileged(reason: str) -> None:
    """Leave the test out, and say so; where nothing may be left out that is a failure."""
    if os.environ.get("LOKAAL_REQUIRE_TOOLS"):
        pytest.fail(reason)
    pytest.skip(reason)


@pytest.mark.parametrize("builds", [8, pytest.param(50, marks=pytest.mark.slow)])
def test_kill_at_any_moment(
    contents: Path, whole: list[dict[str, bytes]], tmp_path: Path, builds: int
) -> None:
    """Builds are killed: each leaves one of two whole sites, and nothing blocks the next."""
    out = tmp_path / "out"
    began = time.monotonic()
    assert build(contents / "1", out).returncode == 0
    length = time.monotonic() - began
    chance = random.Random(50)
    killed = 0
    for number in range(builds):
        began = time.monotonic()
        process = subprocess.Popen(
            words(contents / str(2 - number % 2), out),
            cwd=ROOT,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            start_new_session=True,
        )
        # Half of the moments lie in the last part, in which something is written.
        share = chance.uniform(0, 1.1) if number % 2 else chance.uniform(0.6, 1.1)
        try:
            process.wait(share * length)
            length = time.monotonic() - began  # the machine is faster than it was
        except subprocess.TimeoutExpired:
            os.killpg(process.pid, signal.SIGKILL)
            process.wait()
            killed += 1
        assert process.returncode in (0, -signal.SIGKILL)
        assert bytes_of(out / "site") in whole[:2], f"kill {number} after {share:.2f}"
    assert killed > builds // 6
    done = build(contents / "2", out)
    assert done.returncode == 0, done.stderr
    assert bytes_of(out / "site") == whole[1]
    assert sorted(path.name for path in out.iterdir()) == ["mail", "site"]


@pytest.fixture
def small_disk(tmp_path: Path) -> Iterator[Path]:
    """A disk of 10 MB of its own."""
    disk = tmp_path / "disk"
    disk.mkdir()
    mount = shutil.which("mount")
    options = ["-t", "tmpfs", "-o", "size=10m,mode=0777", "tmpfs", str(disk)]
    if not mount or subprocess.run([mount, *options], capture_output=True, check=False).returncode:
        unprivileged("this user may mount no disk: a full and a read-only one are not tried")
    try:
        yield disk
    finally:
        subprocess.run(["umount", "--lazy", str(disk)], check=True)


def free(disk: Path) -> int:
    """Bytes that still fit."""
    size = os.statvfs(disk)
    return size.f_bavail * size.f_frsize


@pytest.mark.parametrize(
    "share", [0.6, *(pytest.param(share, marks=pytest.mark.slow) for share in (0, 0.3, 0.9))]
)
def test_full_disk(
    contents: Path,
    small_disk: Path,
    share: float,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """Wherever the disk runs full, the build says so in a line, and the old site is as it was."""
    # Knowing nothing of the old site, the build has all of the new one to write.
    monkeypatch.setenv("LOKAAL_CACHE", str(tmp_path / "cache"))
    out = small_disk / "out"
    empty = free(small_disk)
    assert build(contents / "1", out).returncode == 0
    before = bytes_of(out)
    monkeypatch.setenv("LOKAAL_CACHE", str(tmp_path / "another"))
    room = int((empty - free(small_disk)) * share)
    with (small_disk / "vol").open("wb") as file:
        file.write(bytes(free(small_disk) - room))
    done = build(contents / "2", out)
    assert done.returncode == 2, done.stdout + done.stderr
    assert "de schijf is vol" in done.stderr and str(out) in done.stderr
    assert "Traceback" not in done.stderr
    assert bytes_of(out) == before
    assert sorted(path.name for path in out.iterdir()) == ["mail", "site"]
    (small_disk / "vol").unlink()
    assert build(contents / "2", out).returncode == 0


def test_read_only_disk(contents: Path, small_disk: Path) -> None:
    """The build says that it can't write there, and the old site is as it was."""
    out = small_disk / "out"
    assert build(contents / "1", out).returncode == 0
    before = bytes_of(out)
    subprocess.run(["mount", "-o", "remount,ro", str(small_disk)], check=True)
    done = build(contents / "2", out)
    assert done.returncode == 2
    assert "de schijf is alleen-lezen" in done.stderr and str(out) in done.stderr
    assert "Traceback" not in done.stderr
    assert bytes_of(out) == before


def test_a_site_that_is_a_disk(contents: Path, small_disk: Path, tmp_path: Path) -> None:
    """A mount point can't be replaced: that is said, with what can be done."""
    (tmp_path / "site").symlink_to(small_disk)
    done = build(contents / "1", tmp_path)
    assert done.returncode == 2
    assert f"{small_disk}: het is een koppelpunt" in done.stderr
    assert list(small_disk.iterdir()) == []


def word(folder: int, path: str) -> str:
    """A file below an open folder: which stays that folder, whatever its name becomes."""
    with open(path, opener=lambda name, flags: os.open(name, flags, dir_fd=folder)) as file:
        return file.read()


@contextmanager
def builds_wait(out: Path) -> Iterator[None]:
    """What a build in ``out`` holds while it writes is ours: all others wait until the end."""
    descriptor = os.open(out, os.O_RDONLY)
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX)
        yield
    finally:
        os.close(descriptor)


@pytest.mark.slow
def test_builds_at_once(contents: Path, whole: list[dict[str, bytes]], tmp_path: Path) -> None:
    """Two builds, then four, wait for each other: what is live is always one of their contents."""
    out = tmp_path / "out"
    assert build(contents / "1", out).returncode == 0
    stop = threading.Event()
    mixed: list[str] = []
    looks = 0

    def look() -> None:
        nonlocal looks
        pages = ("index.html", "artikelen/2026/stuk/index.html", "agenda/overleg/index.html")
        while not stop.is_set():
            # Never FileNotFoundError: there is no moment without a site. What an open folder
            # holds may be cleared up while we read, and then it was whole until just now.
            folder = os.open(out / "site", os.O_RDONLY)
            try:
                texts = [word(folder, page) for page in pages]
            except FileNotFoundError:
                continue
            finally:
                os.close(folder)
            looks += 1
            named = [
                {n for n in range(1, len(whole) + 1) if any(f"{t} {n}" in text for t in TITLES)}
                for text in texts
            ]
            if len(set().union(*named)) != 1 or not all(named):
                mixed.append(str(named))

    watcher = threading.Thread(target=look)
    watcher.start()
    try:
        for builders in (2, 4):
            with builds_wait(out):
                running = [
                    subprocess.Popen(
                        words(contents / str(version), out), cwd=ROOT, text=True,
                        stdout=subprocess.DEVNULL, stderr=subprocess.PIPE,
                    )
                    for version in range(1, builders + 1)
                ]  # fmt: skip
                said = [process.stderr.readline() for process in running if process.stderr]
            assert all("Er loopt al een bouw" in line for line in said), said
            errors = [process.communicate(timeout=120)[1] for process in running]
            assert [process.returncode for process in running] == [0] * builders, errors
            assert bytes_of(out / "site") in whole
    finally:
        stop.set()
        watcher.join()
    assert looks > 10 and mixed == []
    version = whole.index(bytes_of(out / "site")) + 1
    assert f"Editie {version}" in (out / "mail/2026-11-22/mail.txt").read_text()
    assert sorted(path.name for path in out.iterdir()) == ["mail", "site"]


def test_lokaal_and_mkdocs_at_once(tmp_path: Path) -> None:
    """Different doors wait for each other too, and different sites in one folder both come out."""
    copy_project(tmp_path)
    write_files(tmp_path / "content", CONTENT.format(version=1))
    doors = [
        ("lokaal", "build", "--no-search"),
        ("mkdocs", "build"),
        ("mkdocs", "build", "-d", "site-2"),
    ]
    running = [
        subprocess.Popen([program(door), *more], cwd=tmp_path,
                         stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True)
        for door, *more in doors
    ]  # fmt: skip
    for process in running:
        _, err = process.communicate(timeout=120)
        assert process.returncode == 0, err
    assert bytes_of(tmp_path / "site") == bytes_of(tmp_path / "site-2")
    wanted = [".cache", "build", "content", "mkdocs.yml", "overrides", "site", "site-2"]
    assert sorted(path.name for path in tmp_path.iterdir()) == wanted
