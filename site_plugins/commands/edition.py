"""``lokaal edition``: the coming Sunday's edition, and what is done with an edition."""

from __future__ import annotations

import argparse
from collections.abc import Callable
from types import ModuleType
from typing import cast

from site_plugins.commands import edition_compose, edition_freeze, edition_preview

_ACTIONS: dict[str, tuple[ModuleType, str]] = {
    "preview": (edition_preview, "bekijk een editie zoals lezers hem in hun mail zien"),
    "freeze": (edition_freeze, "leg vast dat een editie is verstuurd"),
}


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """What the command takes: nothing (compose the coming edition), or an action.

    An action's ``--at`` and ``--content`` have no default, so that those before it hold for it.
    """
    edition_compose.add_arguments(parser)
    subs = parser.add_subparsers(dest="action", metavar="[ACTIE]", required=False)
    for name, (module, summary) in _ACTIONS.items():
        sub = subs.add_parser(name, help=summary, description=f"{summary.capitalize()}.")
        module.add_arguments(sub)


def run(arguments: argparse.Namespace) -> int:
    """Compose the coming edition, or carry out the action."""
    module = _ACTIONS[arguments.action][0] if arguments.action else edition_compose
    return cast("Callable[[argparse.Namespace], int]", module.run)(arguments)
