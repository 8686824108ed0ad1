"""``lokaal build``: the safe, fast build of any content folder."""

from __future__ import annotations

import argparse
import logging
import sys
import time
from pathlib import Path

from site_plugins.commands.places import WrongUse, moment, project
from site_plugins.plugins.build import BuildFailed, build_site


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """What the command takes."""
    parser.add_argument("--content", metavar="MAP", help="de map met inhoud (anders: content/)")
    parser.add_argument("--site-dir", metavar="MAP", help="waar de site komt (anders: site/)")
    parser.add_argument(
        "--mail-dir",
        metavar="MAP",
        help="waar de mail komt (anders: build/mail/)",
    )
    parser.add_argument(
        "--at",
        metavar="MOMENT",
        help="de site zoals die op dat moment is, bijvoorbeeld 2026-11-22T08:00 (anders: nu)",
    )


def run(arguments: argparse.Namespace) -> int:
    """Exit code 1 where the content is wrong; the old site then stays."""
    started = time.perf_counter()
    moment(arguments.at)
    found = project(arguments.content)
    content, file = found.content, found.config_file
    site_dir = Path(arguments.site_dir or found.site_dir).absolute()
    mail_dir = Path(arguments.mail_dir or found.mail_dir).absolute()
    for folder, sign in ((site_dir, "*.html"), (mail_dir, "*/manifest.json")):
        _refuse_to_replace(folder, file.parent, content)
        _refuse_to_lose(folder, sign)
    if site_dir == mail_dir or site_dir in mail_dir.parents or mail_dir in site_dir.parents:
        raise WrongUse("de mail hoort niet in de site. Kies twee mappen naast elkaar.")
    # MkDocs' own log has English words that an editor has no use for.
    for name in ("mkdocs", "properdocs"):
        logging.getLogger(name).addHandler(logging.NullHandler())
        logging.getLogger(name).propagate = False
    try:
        warnings = build_site(file, content, site_dir, mail_dir, arguments.at)
    except BuildFailed as error:
        print(f"De bouw is gestopt: {error}\nDe oude site staat er nog.", file=sys.stderr)
        return 1
    for warning in warnings:
        print(warning, file=sys.stderr)
    print(f"De site staat in {site_dir} ({time.perf_counter() - started:.1f} s).")
    print(f"De mail staat in {mail_dir}.")
    return 0


def _refuse_to_replace(folder: Path, project: Path, content: Path) -> None:
    """A build takes the place of a whole folder: never of one that others need."""
    place = folder.resolve()
    if folder.exists() and not folder.is_dir():
        raise WrongUse(f"{folder} is geen map.")
    if any(place == path or place in path.parents for path in (project, content, Path.home())):
        raise WrongUse(f"{folder} zou verdwijnen, en daar staat het project of de inhoud in.")
    if content in place.parents:
        raise WrongUse(f"{folder} ligt in de map met inhoud. Kies een map daarbuiten.")


def _refuse_to_lose(folder: Path, sign: str) -> None:
    """Nor of one that holds other files than a site or mails: it was named by mistake."""
    if folder.is_dir() and any(folder.iterdir()) and not any(folder.glob(sign)):
        raise WrongUse(f"in {folder} staan andere bestanden. Kies een lege of nieuwe map.")
