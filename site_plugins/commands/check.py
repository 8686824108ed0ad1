"""``lokaal check``: every problem of the content at once."""

from __future__ import annotations

import argparse
from pathlib import Path

from site_plugins.commands.places import WrongUse, moment, project
from site_plugins.loading.problems import as_github, as_json, as_text, errors
from site_plugins.publication import check


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """What the command takes."""
    parser.add_argument(
        "paths", nargs="*", metavar="PAD", help="toon alleen wat er mis is in deze bestanden"
    )
    parser.add_argument("--content", metavar="MAP", help="de map met inhoud (anders: content/)")
    parser.add_argument(
        "--format",
        choices=("text", "json", "github"),
        default="text",
        help="hoe het eruitziet: tekst, JSON of aantekeningen voor GitHub",
    )


def run(arguments: argparse.Namespace) -> int:
    """Exit code 1 where something is wrong; warnings alone give 0."""
    found = project(arguments.content)
    folder = found.content
    problems = check(folder, moment(None), found.site)
    if arguments.paths:
        asked = [_asked(Path(path), folder) for path in arguments.paths]
        problems = [p for p in problems if any(_holds(path, folder / p.file) for path in asked)]
    match arguments.format:
        case "json":
            print(as_json(problems))
        case "github":
            print(as_github(problems, prefix=f"{_from_here(folder)}/"))
        case _:
            print(as_text(problems))
    return 1 if errors(problems) else 0


def _asked(path: Path, folder: Path) -> Path:
    """Where an editor's path leads: from here, or from the content folder."""
    found = next((place for place in (path.absolute(), folder / path) if place.exists()), None)
    if found is None:
        raise WrongUse(f"{path} bestaat niet.")
    return found.resolve()


def _holds(path: Path, file: Path) -> bool:
    return path == file or path in file.parents


def _from_here(folder: Path) -> str:
    """The folder as seen from here, which in a workflow is the project's root."""
    here = Path.cwd().resolve()
    return (folder.relative_to(here) if folder.is_relative_to(here) else folder).as_posix()
