"""argparse that speaks Dutch."""

from __future__ import annotations

import argparse
import sys
from typing import NoReturn

_DUTCH = {
    "usage: ": "gebruik: ",
    "positional arguments": "argumenten",
    "options": "opties",
    "show this help message and exit": "toon deze hulp",
    "%(prog)s: error: %(message)s\n": "%(prog)s: %(message)s\n",
    "the following arguments are required: %s": "dit ontbreekt nog: %s",
    "unrecognized arguments: %s": "onbekende argumenten: %s",
    "invalid choice: %(value)r (choose from %(choices)s)": (
        "%(value)r kan niet; kies uit %(choices)s"
    ),
    "invalid choice: %(value)r, maybe you meant %(closest)r? (choose from %(choices)s)": (
        "%(value)r kan niet; bedoelde je %(closest)r? Kies uit %(choices)s"
    ),
    "expected one argument": "hier hoort één waarde achter",
    "expected at least one argument": "hier hoort minstens één waarde achter",
    "invalid %(type)s value: %(value)r": "%(value)r kan hier niet",
    "argument %(argument_name)s: %(message)s": "%(argument_name)s: %(message)s",
    "ambiguous option: %(option)s could match %(matches)s": (
        "%(option)s is niet duidelijk: %(matches)s"
    ),
    "ignored explicit argument %r": "bij deze optie hoort geen waarde: %r",
}


def _translate(text: str) -> str:
    return _DUTCH.get(text, text)


# argparse takes its words from gettext without a way to pass others, and a catalogue would
# have to be compiled and bound process-wide; replacing its one function is the smaller act.
argparse._ = _translate  # type: ignore[attr-defined]


class Parser(argparse.ArgumentParser):
    """A parser whose mistakes end with exit code 2 and a hint in Dutch."""

    def error(self, message: str) -> NoReturn:
        self.print_usage(sys.stderr)
        self.exit(2, f"{self.prog}: {message}\nHulp: {self.prog} --help\n")
