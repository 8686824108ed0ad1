"""``lokaal serve``: a preview with drafts and what is still to appear."""

from __future__ import annotations

import argparse
import logging
import re

from site_plugins.commands.places import WrongUse, config_file
from site_plugins.plugins.build import serve_site


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """What the command takes."""
    parser.add_argument(
        "--address",
        default="127.0.0.1:8000",
        metavar="ADRES",
        help="waar het voorbeeld te zien is (anders: 127.0.0.1:8000)",
    )
    parser.add_argument("--open", action="store_true", help="open het voorbeeld in de browser")


def run(arguments: argparse.Namespace) -> int:
    """Serve until the editor stops it with Ctrl+C."""
    if not re.fullmatch(r"\S+:[0-9]{1,5}", arguments.address):
        raise WrongUse(
            f"--address: '{arguments.address}' is geen adres. Bijvoorbeeld: 127.0.0.1:8001"
        )
    logging.basicConfig(level=logging.INFO, format="%(message)s")
    serve_site(config_file(), arguments.address, open_browser=arguments.open)
    return 0
