"""``lokaal edition freeze``."""

from __future__ import annotations

import argparse


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """What the command takes."""
    parser.add_argument("edition", metavar="EDITIE", help="de zondag, bijvoorbeeld 2026-11-22")


def run(arguments: argparse.Namespace) -> int:
    """To be written."""
    raise NotImplementedError
