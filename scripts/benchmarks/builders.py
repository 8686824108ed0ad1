"""Ours and the others: what each is installed from, how it builds and how it serves."""

import os
import shutil
import subprocess
import sys
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from benchmarks.corpus import LAST_SUNDAY, Dialect
from benchmarks.dialects import HUGO, MATERIAL, PELICAN, ours
from benchmarks.measure import Failed

ROOT = Path(__file__).resolve().parents[2]
PEERS = Path(__file__).resolve().parent / "peers"
PROGRAMS = Path(os.environ.get("LOKAAL", str(ROOT / ".venv/bin/lokaal"))).parent
MOMENT = f"{LAST_SUNDAY}T12:00:00+01:00"
PORT = 18_231


@dataclass(frozen=True)
class Builder:
    """A way to build the corpus; commands run in the project's folder and write to ``site``."""

    name: str
    dialect: Dialect
    command: Sequence[str]
    serve: Sequence[str] = ()
    """Shows the site on PORT; empty where that is not measured."""
    made: tuple[str, ...] = ("site",)
    """What a cold build begins without, in the project's folder."""
    files: Path | None = None
    """Configuration and templates, copied into the project's folder."""
    settings: str = ""
    """Of ours: lines below the plugin in mkdocs.yml."""
    env: Mapping[str, str] = field(default_factory=dict)


def our_builders(editions: int = 0) -> list[Builder]:
    """Ours as it comes, equal to the others, through MkDocs' own door, and each part left out."""
    dialect = ours(editions)
    parts = ("search", "cards", "compress")
    equal = "".join(f"      {part}: false\n" for part in parts)

    def one(name: str, settings: str = "") -> Builder:
        return Builder(
            name,
            dialect,
            command=(str(PROGRAMS / "lokaal"), "build", "--at", MOMENT),
            serve=(str(PROGRAMS / "lokaal"), "serve", "--address", f"127.0.0.1:{PORT}"),
            made=("site", "build", ".cache"),
            settings=settings,
        )

    door = Builder(
        "lokaal, mkdocs build",
        dialect,
        command=(str(PROGRAMS / "mkdocs"), "build", "--quiet"),
        serve=(str(PROGRAMS / "mkdocs"), "serve", "--quiet", "-a", f"127.0.0.1:{PORT}"),
        made=("site", "build", ".cache"),
        settings=f'      at: "{MOMENT}"\n{equal}',
        env={"NO_MKDOCS_2_WARNING": "1"},
    )
    less = [one(f"lokaal without {part}", f"      {part}: false\n") for part in parts]
    return [one("lokaal, equal", equal), one("lokaal, as it comes"), door, *less]


EQUAL, WHOLE, DOOR = "lokaal, equal", "lokaal, as it comes", "lokaal, mkdocs build"


def peer(name: str, work: Path) -> Builder:
    """Another builder, installed below ``work`` if it isn't yet. Raises Failed."""
    if name == "hugo":
        programs = environment(work, "hugo", "hugo")
        # The program itself: the one in bin/ is a Python script that starts it.
        found = programs.parent.glob("lib/*/site-packages/hugo/binaries/hugo*")
        hugo = str(next(found, programs / "hugo"))
        return Builder(
            name,
            HUGO,
            command=(hugo, "--quiet"),
            serve=(hugo, "server", "--port", str(PORT), "--quiet"),
            made=("site", "resources"),
            files=PEERS / "hugo",
        )
    if name == "material-blog":
        packages = ("mkdocs==1.6.1", "mkdocs-material>=9.8,<10", "mkdocs-rss-plugin")
        mkdocs = str(environment(work, "material", *packages) / "mkdocs")
        return Builder(
            name,
            MATERIAL,
            command=(mkdocs, "build", "--quiet"),
            files=PEERS / "material-blog",
            env={"NO_MKDOCS_2_WARNING": "1"},
        )
    if name == "pelican":
        pelican = str(environment(work, "pelican", "pelican[markdown]") / "pelican")
        return Builder(
            name,
            PELICAN,
            command=(pelican, "content", "-s", "pelicanconf.py", "-q"),
            files=PEERS / "pelican",
        )
    raise Failed(f"{name}: not known here")


def environment(work: Path, name: str, *packages: str) -> Path:
    """The programs of a Python environment that holds these packages. Raises Failed."""
    folder = work / "environments" / name
    programs = folder / "bin"
    if not (folder / ".stamp").exists():
        for command in (
            (sys.executable, "-m", "venv", "--clear", str(folder)),
            (str(programs / "python"), "-m", "pip", "install", "--quiet", *packages),
        ):
            done = subprocess.run(command, capture_output=True, text=True, check=False)
            if done.returncode:
                lines = (done.stdout + done.stderr).strip().splitlines()[-3:]
                raise Failed(f"{name} can't be installed: {' '.join(lines)}")
        (folder / ".stamp").touch()
    return programs


def our_settings(content: Path, lines: str) -> str:
    """Our mkdocs.yml for another content folder, with other settings of the plugin."""
    text = (ROOT / "mkdocs.yml").read_text(encoding="utf-8")
    for old, new in (
        ("docs_dir: content\n", f"docs_dir: {content}\n"),
        ("  - lokaal:\n", f"  - lokaal:\n{lines}"),
    ):
        if old not in text:
            sys.exit(f"bench: mkdocs.yml has no line '{old.strip()}' any more")
        text = text.replace(old, new)
    return text


def set_up(builder: Builder, folder: Path, content: Path) -> None:
    """A project of ours for a content folder, as it is before its first build."""
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    settings = our_settings(content, builder.settings)
    (folder / "mkdocs.yml").write_text(settings, encoding="utf-8")
    shutil.copytree(ROOT / "overrides", folder / "overrides")
