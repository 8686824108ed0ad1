"""Builds a world as it is, and again as if there had been no build before; tells what differs."""

from __future__ import annotations

import re
import shutil
from pathlib import Path
from subprocess import CompletedProcess

from tests.doors import run
from tests.engine.world import World


def build(folder: Path, world: World) -> CompletedProcess[str]:
    """Build what is there, and where the build asks whether a loss is meant, say so."""
    words = ("lokaal", "build", "--at", world.now.isoformat(timespec="minutes"))
    done = run(*words, cwd=folder)
    if done.returncode and (asked := re.search(r"--accept (\d+)", done.stderr)):
        done = run(*words, "--accept", asked[1], cwd=folder)
    return done


def clean_build(folder: Path, world: World) -> CompletedProcess[str]:
    """Build the same on a machine that never built it: no site, no mail, no cache."""
    folder.mkdir()
    for name in ("content", "overrides"):
        shutil.copytree(world.folder / name, folder / name)
    shutil.copy(world.folder / "mkdocs.yml", folder)
    return build(folder, world)


def problems(done: CompletedProcess[str]) -> list[str]:
    """What is wrong with the content, without what the build says of itself."""
    lines = done.stderr.splitlines()
    return [line for line in lines if re.match(r"\S+\.md:\d+: (?!waarschuwing)", line)]


def differences(found: Path, wanted: Path) -> list[str]:
    """The first files and folders that are not as they should be, and where they differ."""
    here, there = outputs(found), outputs(wanted)
    return [
        *(f"missing: {path}" for path in there if path not in here),
        *(f"too many: {path}" for path in here if path not in there),
        *(f"differs: {p} {first(here[p], there[p])}" for p in here if here[p] != there.get(p, b"")),
    ][:5]


def outputs(project: Path) -> dict[str, bytes | None]:
    """Every file of site and mail with its bytes, and every folder."""
    return {
        path.relative_to(project).as_posix(): path.read_bytes() if path.is_file() else None
        for top in ("site", "build/mail")
        for path in sorted((project / top).rglob("*"))
    }


def first(found: bytes | None, wanted: bytes | None) -> str:
    """What stands round the first byte that differs."""
    if found is None or wanted is None:
        return "is a folder in one of both"
    pairs = enumerate(zip(found, wanted, strict=False))
    place = next((n for n, (a, b) in pairs if a != b), min(len(found), len(wanted)))
    around = slice(max(0, place - 60), place + 60)
    return f"at {place}: {found[around]!r} in place of {wanted[around]!r}"


def left_over(project: Path) -> list[str]:
    """What a build leaves beside its outputs, but for what it keeps for the next."""
    usual = {".cache", "build", "content", "mkdocs.yml", "overrides", "site"}
    found = {path.name for path in project.iterdir()} - usual
    found |= {path.name for path in (project / "build").iterdir()} - {"mail"}
    empty = (p for p in (project / "site").rglob("*") if p.is_dir() and not any(p.iterdir()))
    return sorted(found | {f"{path.name}/ (empty)" for path in empty})
