"""argparse that speaks Dutch."""

from __future__ import annotations

import argparse
import re
import sys
from collections.abc import Callable, Iterable, Iterator
from typing import Any, NoReturn

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
    "not allowed with argument %s": "kan niet samen met %s",
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


def _one_each(words: Iterable[str], option: str) -> Iterator[str]:
    """Give every ``key=value`` its own option, so that a word after them is no part of it."""
    behind = bare = False
    for word in words:
        if behind and re.match(r"\w+=", word):
            yield f"{option}={word}"
            bare = False
            continue
        if bare:
            yield option
        bare = word == option
        behind = bare or word.startswith(f"{option}=")
        if not bare:
            yield word
    if bare:
        yield option


class Parser(argparse.ArgumentParser):
    """A parser whose mistakes end with exit code 2 and a hint in Dutch."""

    repeated = ""
    """An option of which one may stand for many: every ``key=value`` behind it is one more."""

    _inside = False
    """Whether the arguments are being read already, by way of argparse's own detour."""

    complete: Callable[[Parser], None] | None = None
    """Adds the arguments, once they are asked for."""

    def parse_known_args(self, args: Any = None, namespace: Any = None) -> Any:
        if self.complete:
            self.complete(self)
            self.complete = None
        if self.repeated and args is not None and not self._inside:
            self._inside, usage = True, self.usage
            # argparse would take an English "usage: " from it.
            self.usage = usage or self.format_usage().removeprefix(_translate("usage: "))
            # Intermixed: what may lack may then still stand behind an option.
            try:
                words = list(_one_each(args, self.repeated))
                return super().parse_known_intermixed_args(words, namespace)
            finally:
                self._inside, self.usage = False, usage
        return super().parse_known_args(args, namespace)

    def error(self, message: str) -> NoReturn:
        self.print_usage(sys.stderr)
        self.exit(2, f"{self.prog}: {message}\nHulp: {self.prog} --help\n")
