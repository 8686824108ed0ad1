"""The commands of ``lokaal``, and what each failure ends with."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Callable, Sequence
from types import ModuleType
from typing import cast

from site_plugins.commands import build, check, edition, import_, new, ping, send, serve
from site_plugins.commands.parser import Parser
from site_plugins.commands.places import WrongUse
from site_plugins.delivery.staging import reason
from site_plugins.loading.problems import ContentError
from site_plugins.plugins.build import BuildFailed

COMMANDS: dict[str, tuple[ModuleType, str]] = {
    "check": (check, "lees alles en noem elke fout"),
    "build": (build, "bouw de site, de feeds, de kalenders en de mail"),
    "serve": (serve, "bekijk een voorbeeld in de browser, met concepten"),
    "new": (new, "begin een nieuw stuk"),
    "edition": (edition, "stel de editie van de komende zondag samen"),
    "ping": (ping, "vertel een hub welke feeds nieuw zijn, nadat de site is geplaatst"),
    "send": (send, "verstuur een gebouwde editie, één keer aan elke ontvanger"),
    "import": (import_, "neem de export van een oude site over"),
}


def parser() -> argparse.ArgumentParser:
    """Every command with its arguments."""
    top = Parser(
        prog="lokaal",
        description="Het publicatiesysteem van het Centrum voor Lokaal Bestuur.",
        epilog="Afloop: 0 is goed, 1 er is iets mis met de inhoud, 2 verkeerd gebruik.",
    )
    subs = top.add_subparsers(dest="command", metavar="OPDRACHT", required=True)
    for name, (module, summary) in COMMANDS.items():
        sub = subs.add_parser(name, help=summary, description=f"{summary.capitalize()}.")
        module.add_arguments(sub)
    return top


def dispatch(argv: Sequence[str] | None = None) -> int:
    """Carry out a command. Exit code 0 good, 1 problems in the content, 2 wrong use."""
    arguments = parser().parse_args(argv)
    run = cast("Callable[[argparse.Namespace], int]", COMMANDS[arguments.command][0].run)
    try:
        return run(arguments)
    except ContentError as error:
        print(error, file=sys.stderr)
        return 1
    except (WrongUse, BuildFailed) as error:
        print(f"lokaal {arguments.command}: {error}", file=sys.stderr)
        return 2
    except BrokenPipeError:
        return 1  # who was to read this has gone, so nobody was told the end
    except OSError as error:
        place = f"{error.filename}: " if error.filename else ""
        print(f"lokaal {arguments.command}: {place}{reason(error)}.", file=sys.stderr)
        return 2
