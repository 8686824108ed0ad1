"""``lokaal edition freeze``: for who sends an edition through a mail service."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

from site_plugins.commands.places import WrongUse, edition_day, moment, project
from site_plugins.rendering.dutch import clock, long_date
from site_plugins.sending.built import read_built
from site_plugins.sending.freezing import CannotFreeze, freeze
from site_plugins.sending.refusal import Refused


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """What the command takes."""
    parser.add_argument("edition", metavar="EDITIE", help="de zondag, bijvoorbeeld 2026-11-22")
    parser.add_argument(
        "--mail-dir", metavar="MAP", help="waar de gebouwde mail staat (anders: build/mail/)"
    )
    parser.add_argument(
        "--content",
        metavar="MAP",
        default=argparse.SUPPRESS,
        help="de map met inhoud (anders: content/)",
    )


def run(arguments: argparse.Namespace) -> int:
    """Write the record of what was built; exit code 1 where that can't be what was sent."""
    if arguments.at:
        raise WrongUse("bij freeze hoort geen --at: het gaat om wat echt is verzonden.")
    day = edition_day(arguments.edition)
    found = project(arguments.content)
    mail_dir = Path(arguments.mail_dir or found.mail_dir)
    try:
        built = read_built(mail_dir / day.isoformat(), day)
        if moment(None) < built.sends_at:
            message = f"de editie van {long_date(day)} is nog niet verzonden."
            raise CannotFreeze(f"{message} Dat gebeurt om {clock(built.sends_at)} uur.")
        path = freeze(built.manifest, found.content)
    except (CannotFreeze, Refused) as error:
        print(f"Niet vastgelegd: {error}", file=sys.stderr)
        return 1
    print(f"De editie van {long_date(day)} is vastgelegd in {path}.")
    print(f"Bewaar dat in git: git add {path} && git commit -m 'Editie van {day} verzonden'")
    return 0
