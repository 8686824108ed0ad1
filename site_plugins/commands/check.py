"""``lokaal check``: every problem of the content at once."""

from __future__ import annotations

import argparse
from pathlib import Path

from site_plugins.commands.places import WrongUse, config_file, content_folder, moment
from site_plugins.loading.problems import Problem, as_github, as_json, as_text, errors
from site_plugins.plugins.build import configuration, site_of
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
    config = configuration(config_file())
    folder = content_folder(arguments.content, Path(config.docs_dir))
    problems = check(folder, moment(None), site_of(config))
    if arguments.paths:
        problems = [p for p in problems if _is_asked(p, folder, arguments.paths)]
    match arguments.format:
        case "json":
            print(as_json(problems))
        case "github":
            print(as_github(problems, prefix=f"{folder.name}/"))
        case _:
            print(as_text(problems))
    return 1 if errors(problems) else 0


def _is_asked(problem: Problem, folder: Path, paths: list[str]) -> bool:
    file = folder / problem.file
    for path in map(Path, paths):
        asked = next((p for p in (path.absolute(), folder / path) if p.exists()), None)
        if asked is None:
            raise WrongUse(f"{path} bestaat niet.")
        if file == asked.resolve() or asked.resolve() in file.parents:
            return True
    return False
