"""Whatever happens to ``.cache``, a build makes the whole right site: at most it takes longer."""

from __future__ import annotations

import random
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.conftest import ROOT
from tests.doors import run, start
from tests.engine.comparing import build, clean_build, differences, left_over
from tests.engine.world import World, change_text, new_world, retitle, retitle_term, template


def edited(folder: Path, seed: int) -> World:
    """A world that was built, and then changed a little."""
    world = new_world(folder, seed)
    assert build(world.folder, world).returncode == 0
    for edit in (change_text, retitle, retitle_term):
        edit(world)
    return world


def assert_right(world: World, folder: Path) -> None:
    """The next build is good, and so is the one after it that finds nothing to do."""
    clean = clean_build(folder, world)
    assert clean.returncode == 0, clean.stderr
    for _ in range(2):
        done = build(world.folder, world)
        assert done.returncode == 0 and "Traceback" not in done.stderr, done.stderr
        assert differences(world.folder, folder) == []
        assert left_over(world.folder) == []


def kept(world: World) -> list[Path]:
    """All that builds kept for the next one."""
    return [file for file in sorted((world.folder / ".cache").rglob("*")) if file.is_file()]


def garbage(data: bytes) -> bytes:
    """Something else of the same length."""
    return random.Random(5).randbytes(len(data))


def other_bit(data: bytes) -> bytes:
    """One bit is not what it was."""
    middle = len(data) // 2
    return data[:middle] + bytes([data[middle] ^ 4]) + data[middle + 1 :] if data else b""


DAMAGE: dict[str, Callable[[bytes], bytes]] = {
    "garbage": garbage,
    "other bit": other_bit,
    "half": lambda data: data[: len(data) // 2],
    "empty": lambda data: b"",
    "longer": lambda data: data + data[:40],
}


SLOW = pytest.mark.slow


@pytest.mark.parametrize(
    "kind", [kind if kind == "other bit" else pytest.param(kind, marks=SLOW) for kind in DAMAGE]
)
def test_damaged(tmp_path: Path, kind: str) -> None:
    """Nothing of what is damaged gets into the site, and nobody sees a traceback."""
    world = edited(tmp_path / "project", 1)
    assert kept(world)
    for file in kept(world):
        file.write_bytes(DAMAGE[kind](file.read_bytes()))
    assert_right(world, tmp_path / "schoon")


@SLOW
def test_half_gone(tmp_path: Path) -> None:
    """Some of it was thrown away, as a disk that is cleaned up does."""
    world = edited(tmp_path / "project", 2)
    for file in kept(world)[::2]:
        file.unlink()
    assert_right(world, tmp_path / "schoon")


def test_of_another_moment(tmp_path: Path) -> None:
    """What is restored may be older than the site that stands there, or newer."""
    world = new_world(tmp_path / "project", 3)
    assert build(world.folder, world).returncode == 0
    shutil.copytree(world.folder / ".cache", tmp_path / "oud")
    for edit in (change_text, retitle, template, change_text):
        edit(world)
    assert build(world.folder, world).returncode == 0
    shutil.rmtree(world.folder / ".cache")
    shutil.copytree(tmp_path / "oud", world.folder / ".cache")
    retitle_term(world)
    assert_right(world, tmp_path / "schoon")


def test_without_the_site(tmp_path: Path) -> None:
    """As on a machine of a host: what was kept is there, the site itself is not."""
    world = edited(tmp_path / "project", 4)
    shutil.rmtree(world.folder / "site")
    shutil.rmtree(world.folder / "build")
    assert_right(world, tmp_path / "schoon")


def test_a_touched_site(tmp_path: Path) -> None:
    """Who changed, added or removed files of the site by hand finds them as they should be."""
    world = edited(tmp_path / "project", 5)
    pages = sorted((world.folder / "site").rglob("*.html"))
    pages[0].write_text("anders", encoding="utf-8")
    pages[1].unlink()
    pages[2].write_bytes(garbage(pages[2].read_bytes()))
    (world.folder / "site/artikelen/los.html").write_text("van niemand", encoding="utf-8")
    (world.folder / "site/lege-map").mkdir()
    assert_right(world, tmp_path / "schoon")


@pytest.mark.parametrize(
    "how", ["closed", pytest.param("file", marks=SLOW), pytest.param("nowhere", marks=SLOW)]
)
def test_nothing_can_be_kept(tmp_path: Path, how: str) -> None:
    """A folder that may only be read, a file in its place, a link to nothing."""
    world = edited(tmp_path / "project", 6)
    cache = world.folder / ".cache"
    folders = [cache, *(path for path in cache.rglob("*") if path.is_dir())]
    if how == "closed":
        for folder in folders:
            folder.chmod(0o500)
    else:
        shutil.rmtree(cache)
        cache.write_text("") if how == "file" else cache.symlink_to(tmp_path / "weg")
    try:
        assert_right(world, tmp_path / "schoon")
    finally:
        if how == "closed":
            for folder in folders:
                folder.chmod(0o700)


def test_two_builds_at_once(tmp_path: Path) -> None:
    """With one cache and one site, or another site each."""
    world = edited(tmp_path / "project", 7)
    words = ("lokaal", "build", "--at", world.now.isoformat(timespec="minutes"))
    places = [(), (), ("--site-dir", "een", "--mail-dir", "twee")]
    running = [
        start(
            *(*words, *place),
            cwd=world.folder,
            env={},
            out=tmp_path / f"{number}.out",
            err=tmp_path / f"{number}.err",
        )
        for number, place in enumerate(places)
    ]
    for process in running:
        process.join(120)
    said = [(tmp_path / f"{n}.err").read_text(encoding="utf-8") for n in range(3)]
    assert [process.exitcode for process in running] == [0, 0, 0], said
    shutil.rmtree(world.folder / "een")
    shutil.rmtree(world.folder / "twee")
    assert_right(world, tmp_path / "schoon")


@pytest.mark.parametrize("times", [3, pytest.param(20, marks=SLOW)])
def test_killed(tmp_path: Path, times: int) -> None:
    """At any moment: the next build goes on from what there is."""
    world = edited(tmp_path / "project", 8)
    dice = random.Random(8)
    words = ("lokaal", "build", "--at", world.now.isoformat(timespec="minutes"))
    for _ in range(times):
        change_text(world)
        out, err = tmp_path / "out", tmp_path / "err"
        process = start(*words, cwd=world.folder, env={}, out=out, err=err)
        process.join(dice.uniform(0.05, 0.9))
        process.kill()
        process.join()
    assert_right(world, tmp_path / "schoon")


def test_other_code(tmp_path: Path) -> None:
    """A new version of this project makes pages anew, though no text has changed."""
    world = new_world(tmp_path / "project", 9)
    code = tmp_path / "code"
    shutil.copytree(ROOT / "site_plugins", code / "site_plugins")
    env = {"PYTHONPATH": str(code), "PYTHONDONTWRITEBYTECODE": "1"}
    words = ("lokaal", "build", "--at", world.now.isoformat(timespec="minutes"))
    assert run(*words, cwd=world.folder, env=env).returncode == 0
    made = code / "site_plugins/rendering/templates/article.html"
    made.write_text(made.read_text(encoding="utf-8") + "<!-- nieuw -->", encoding="utf-8")
    page = "site/artikelen/2026/stuk-03/index.html"
    before = (world.folder / page).read_bytes()
    assert run(*words, cwd=world.folder, env=env).returncode == 0
    after = (world.folder / page).read_bytes()
    assert after != before
    shutil.copytree(world.folder / "content", tmp_path / "schoon/content")
    shutil.copytree(world.folder / "overrides", tmp_path / "schoon/overrides")
    shutil.copy(world.folder / "mkdocs.yml", tmp_path / "schoon")
    assert run(*words, cwd=tmp_path / "schoon", env=env).returncode == 0
    assert differences(world.folder, tmp_path / "schoon") == []
