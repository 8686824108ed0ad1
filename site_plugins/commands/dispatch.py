"""The commands of ``lokaal``, and what each failure ends with."""

from __future__ import annotations

import argparse
import os
import sys
from collections.abc import Sequence
from functools import partial
from importlib import import_module
from types import ModuleType

from site_plugins.commands.parser import Parser

COMMANDS = {
    "check": "lees alles en noem elke fout",
    "build": "bouw de site, de feeds, de kalenders en de mail",
    "serve": "bekijk een voorbeeld in de browser, met concepten",
    "new": "begin een nieuw stuk",
    "planning": "vertel wat er moet gebeuren, en voor welke zondag",
    "edition": "stel de editie van de komende zondag samen",
    "ping": "vertel een hub welke feeds nieuw zijn, nadat de site is geplaatst",
    "send": "verstuur een gebouwde editie, één keer aan elke ontvanger",
    "forms": "werk het formulier in de browser en de schema's voor VS Code bij",
    "import": "neem de export van een oude site over",
}
"""What each does. Its module is read when it is asked for: together they take a second."""


def parser() -> argparse.ArgumentParser:
    """Every command with its arguments."""
    top = Parser(
        prog="lokaal",
        description="Het publicatiesysteem van het Centrum voor Lokaal Bestuur.",
        epilog="Afloop: 0 is goed, 1 er is iets mis met de inhoud, 2 verkeerd gebruik.",
    )
    subs = top.add_subparsers(dest="command", metavar="OPDRACHT", required=True)
    for name, summary in COMMANDS.items():
        sub = subs.add_parser(name, help=summary, description=f"{summary.capitalize()}.")
        sub.complete = partial(_add_arguments, name)
    return top


def _add_arguments(command: str, sub: Parser) -> None:
    _module(command).add_arguments(sub)


def _module(command: str) -> ModuleType:
    # ``import`` is a word of Python.
    name = "import_" if command == "import" else command
    return import_module(f"site_plugins.commands.{name}")


def dispatch(argv: Sequence[str] | None = None) -> int:
    """Carry out a command. Exit code 0 good, 1 problems in the content, 2 wrong use."""
    arguments = parser().parse_args(argv)
    module = _module(arguments.command)
    # Here, as the libraries behind these are for a command, and not for ``--help``.
    from site_plugins.commands.config_mistakes import reason_in_dutch, told_in_dutch
    from site_plugins.commands.places import WrongUse
    from site_plugins.commands.showing import readable
    from site_plugins.delivery.staging import reason
    from site_plugins.loading.problems import ContentError
    from site_plugins.plugins.build import BuildFailed

    try:
        with told_in_dutch():
            code: int = module.run(arguments)
        return code
    except ContentError as error:
        print(readable(error.problems, sys.stderr, os.environ), file=sys.stderr)
        return 1
    except (WrongUse, BuildFailed) as error:
        print(f"lokaal {arguments.command}: {reason_in_dutch(str(error))}", file=sys.stderr)
        return 2
    except BrokenPipeError:
        return 1  # who was to read this has gone, so nobody was told the end
    except OSError as error:
        place = f"{error.filename}: " if error.filename else ""
        print(f"lokaal {arguments.command}: {place}{reason(error)}.", file=sys.stderr)
        return 2
