"""``lokaal check``: every problem of the content at once."""

from __future__ import annotations

import argparse
import os
import sys
from collections.abc import Sequence
from contextlib import suppress
from pathlib import Path

from site_plugins.advising.advice import adviser
from site_plugins.advising.dictionary import Dictionary
from site_plugins.commands.places import WrongUse, moment, project
from site_plugins.commands.showing import readable
from site_plugins.delivery.earlier import earlier
from site_plugins.engine.store import cache_folder
from site_plugins.loading.problems import Problem, as_github, as_gitlab, as_json, errors
from site_plugins.loading.schema import SCHEMAS
from site_plugins.projections.record import RECORD, Record
from site_plugins.publication import check

NO_SPELLING = "Op deze computer is er geen woordenboek: de spelling is niet nagekeken."


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """What the command takes."""
    parser.add_argument(
        "paths",
        nargs="*",
        metavar="PAD",
        help="toon alleen wat er mis is in deze bestanden of mappen",
    )
    parser.add_argument("--content", metavar="MAP", help="de map met inhoud (anders: content/)")
    parser.add_argument(
        "--since",
        metavar="BESTAND",
        help=f"de {RECORD} van de site die er nu staat (anders: die in site/): zeg ook welke "
        "bijeenkomst sindsdien is veranderd zonder updated",
    )
    parser.add_argument(
        "--format",
        choices=("text", "json", "github", "gitlab"),
        default="text",
        help="hoe het eruitziet: tekst, JSON, of aantekeningen voor GitHub of GitLab",
    )
    parser.add_argument(
        "--no-advice",
        action="store_true",
        help="laat het advies over taal en leesbaarheid weg",
    )
    parser.add_argument(
        "--fix",
        action="store_true",
        help="verbeter wat veilig kan; je ziet eerst wat er verandert",
    )
    parser.add_argument("--yes", action="store_true", help="bij --fix: vraag niets")


def run(arguments: argparse.Namespace) -> int:
    """Exit code 1 where something is wrong; warnings alone give 0."""
    if arguments.yes and not arguments.fix:
        raise WrongUse("--yes hoort bij --fix.")
    if arguments.fix and arguments.format != "text":
        raise WrongUse("--fix gaat niet samen met --format: wat er verandert, is tekst.")
    given = arguments.content
    found = project(given)
    asked = [_asked(Path(path), found.content) for path in arguments.paths]
    if not given and (other := _other_content(asked, found.content)):
        given = str(other)
        found = project(given)
    folder = found.content
    for path in asked:
        if not (_holds(path, folder) or _holds(folder, path)):
            raise WrongUse(f"{path} ligt niet in de map met inhoud ({folder}).")
    if arguments.fix:
        # Here, as most checks mend nothing.
        from site_plugins.commands.fixing import fix

        fix(folder, asked, yes=arguments.yes)
    # The site in its usual place is that of the usual content.
    old = _record(arguments.since, None if given else found.site_dir / RECORD)
    advise = None
    if not arguments.no_advice:
        advise = adviser(cache_folder(found.config_file.parent), found.site.url)
        if not Dictionary().available:
            print(NO_SPELLING, file=sys.stderr)
    problems = check(folder, moment(None), found.site, earlier=old, advise=advise)
    if asked:
        problems = [p for p in problems if any(_holds(path, folder / p.file) for path in asked)]
    print(_as_asked(problems, arguments.format, folder))
    return 1 if errors(problems) else 0


def _as_asked(problems: Sequence[Problem], form: str, folder: Path) -> str:
    """The problems in the form that was asked for."""
    match form:
        case "json":
            return as_json(problems)
        case "github":
            return as_github(problems, prefix=f"{_from_here(folder)}/")
        case "gitlab":
            return as_gitlab(problems, prefix=f"{_from_here(folder)}/")
    return readable(problems, sys.stdout, os.environ)


def _record(given: str | None, usual: Path | None) -> Record:
    """What the earlier site says of itself; nobody has to have one."""
    if given:
        if not Path(given).is_file():
            raise WrongUse(f"{given} bestaat niet.")
        return earlier(Path(given))
    if usual:
        with suppress(OSError):
            return earlier(usual)
    return Record()


def _asked(path: Path, folder: Path) -> Path:
    """Where an editor's path leads: from here, or from the content folder."""
    places = [place.resolve() for place in (path.absolute(), folder / path) if place.exists()]
    if not places:
        raise WrongUse(f"{path} bestaat niet.")
    return next((place for place in places if _holds(folder, place)), places[0])


def _other_content(asked: Sequence[Path], own: Path) -> Path | None:
    """The other content folder that the first path is or lies in, if it does."""
    if not asked or _holds(own, asked[0]) or _holds(asked[0], own):
        return None
    places = (asked[0], *asked[0].parents)
    return next((place for place in places if _is_content_of(place, asked[0])), None)


def _is_content_of(folder: Path, path: Path) -> bool:
    """Whether a folder looks like content, and a path in it like a part of that."""
    if path == folder:
        return (folder / "index.md").is_file() or any((folder / k).is_dir() for k in SCHEMAS)
    return path.relative_to(folder).parts[0] in ("index.md", *SCHEMAS)


def _holds(path: Path, file: Path) -> bool:
    return path == file or path in file.parents


def _from_here(folder: Path) -> str:
    """The folder as seen from here, which in a workflow is the project's root."""
    here = Path.cwd().resolve()
    return (folder.relative_to(here) if folder.is_relative_to(here) else folder).as_posix()
