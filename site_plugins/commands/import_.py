"""``lokaal import wordpress``: an export of the old site becomes content, once."""

from __future__ import annotations

import argparse
import os
import shutil
import sys
import tempfile
from collections import Counter
from collections.abc import Iterable
from datetime import datetime, timedelta
from pathlib import Path

from site_plugins.commands.new import as_file
from site_plugins.commands.places import WrongUse, moment, project
from site_plugins.delivery.staging import reason
from site_plugins.importing.wordpress import File, Imported, Known, convert
from site_plugins.importing.wxr import Export, Unreadable, read_export
from site_plugins.loading.problems import ContentError, Problem, errors
from site_plugins.loading.read import read_content
from site_plugins.model.edition import Edition, sending_moment
from site_plugins.model.library import Library
from site_plugins.publication import check
from site_plugins.rendering.site import Site

ROUNDS = 5
"""How often what the check refuses is taken out, before giving up."""


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """What the command takes."""
    parser.add_argument("source", choices=("wordpress",), metavar="BRON", help="wordpress")
    parser.add_argument("export", metavar="EXPORT.xml", help="het bestand uit WordPress (WXR)")
    parser.add_argument("--content", metavar="MAP", help="de map met inhoud (anders: content/)")
    parser.add_argument("--dry-run", action="store_true", help="vertel alles, maar schrijf niets")


def run(arguments: argparse.Namespace) -> int:
    """Write what is new and passes the check; what is there already stays as it is."""
    found = project(arguments.content)
    folder = found.content
    now = moment(None)
    try:
        export = read_export(Path(arguments.export).read_bytes())
    except OSError as error:
        raise WrongUse(f"{arguments.export} is niet te lezen: {reason(error)}.") from None
    except Unreadable as error:
        print(f"{arguments.export}: {error} Er is niets ingelezen.", file=sys.stderr)
        return 1
    content = read_content(folder)
    if errors(content.problems) and any(folder.rglob("*.md")):
        raise ContentError(content.problems)
    since = _newsletter_since(content.library, now)
    known = Known.of(content.library)
    try:
        imported = _accepted(export, known, since, folder, now, found.site)
    except OSError as error:
        raise WrongUse(f"de proef naast {folder} lukt niet: {reason(error)}.") from None
    if not arguments.dry_run:
        _write(folder, imported.files)
    print("\n".join([*imported.notes, _count(imported, arguments.dry_run)]))
    return 0


def _newsletter_since(library: Library, now: datetime) -> datetime:
    """Where articles may still be picked for an edition: that takes all since the last one."""
    days = [edition.day for edition in library.of(Edition) if edition.day <= now.date()]
    last = sending_moment(max(days)) if days else now
    return min(last, now - timedelta(days=14))


def _accepted(
    export: Export, known: Known, since: datetime, folder: Path, now: datetime, site: Site
) -> Imported:
    """The import without what the check refuses: it is tried on a copy of the content."""
    refused: dict[str, Problem] = {}
    for _ in range(ROUNDS):
        imported = convert(export, known, since, refused)
        problems = _problems(folder, imported.files, now, site)
        sources = {file.path: file.source for file in imported.files if file.source}
        mine = [problem for problem in problems if problem.file in sources]
        if not imported.files or not problems:
            return imported
        if not mine:
            break
        # A problem with the item itself weighs more than one with its old address.
        for problem in sorted(mine, key=lambda p: p.field != "aliases"):
            refused[sources[problem.file]] = problem
    raise ContentError(problems)


def _problems(folder: Path, files: Iterable[File], now: datetime, site: Site) -> list[Problem]:
    with tempfile.TemporaryDirectory(prefix=".import-", dir=folder.parent) as place:
        copy = Path(place) / folder.name
        shutil.copytree(folder, copy, copy_function=_link)
        _write(copy, files)
        return errors(check(copy, now, site))


def _link(source: str, target: str) -> None:
    """A hard link where the disk has those: nothing of the copy is ever changed."""
    try:
        os.link(source, target)
    except OSError:
        shutil.copy2(source, target)


def _write(folder: Path, files: Iterable[File]) -> None:
    """All of them or none; a file that is there already is never opened for writing."""
    written: list[Path] = []
    try:
        for file in files:
            path = folder / file.path
            path.parent.mkdir(parents=True, exist_ok=True)
            with path.open("x", encoding="utf-8", newline="\n") as target:
                written.append(path)
                target.write(as_file(dict(file.values), file.body))
    except OSError as error:
        for path in written:
            path.unlink(missing_ok=True)
        raise WrongUse(f"schrijven lukt niet ({error}). Er is niets bewaard.") from None


def _count(imported: Imported, dry_run: bool) -> str:
    made = Counter(file.path.partition("/")[0] for file in imported.files)
    parts = ", ".join(f"{folder}/ {number}" for folder, number in sorted(made.items()))
    verb = "Zou schrijven" if dry_run else "Geschreven"
    skipped = ", ".join(f"{name} {number}" for name, number in sorted(imported.left_out.items()))
    lines = [f"{verb}: {parts or 'niets'}.", f"Al eerder ingelezen: {imported.present}."]
    return "\n".join([*lines, f"Niet meegenomen: {skipped}."] if skipped else lines)
