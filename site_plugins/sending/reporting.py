"""What is told of a run: counts for everyone, names only for the ledger's owner."""

from __future__ import annotations

import csv
import os
import sys
from collections import Counter
from collections.abc import Iterator, Sequence
from datetime import date, timedelta
from pathlib import Path

from tqdm import tqdm

from site_plugins.rendering import dutch
from site_plugins.sending.ledger import Ledger, State

_BAR = "{percentage:3.0f}% |{bar}| {n_fmt} van {total_fmt}, {rate_fmt}, nog {remaining}"
_NAMES = {
    State.SENT: "Verzonden",
    State.REFUSED: "Geweigerd",
    State.LEFT_OUT: "Weggelaten",
    State.WAITING: "Nog te versturen",
    State.CLAIMED: "Onzeker",
}


class Progress:
    """A bar on a terminal, with rate and time left; elsewhere a line for each tenth."""

    def __init__(self, total: int) -> None:
        self._total, self._done = total, 0
        self._bar = (
            tqdm(total=total, unit=" mails", bar_format=_BAR, file=sys.stderr)
            if sys.stderr.isatty()
            else None
        )

    def step(self) -> None:
        """One more message needs nothing any more."""
        self._done += 1
        if self._bar is not None:
            self._bar.update()
        elif self._done * 10 // self._total > (self._done - 1) * 10 // self._total:
            done, total = map(dutch.number, (self._done, self._total))
            print(f"{done} van {total} ({self._done * 100 // self._total}%)", flush=True)

    def close(self) -> None:
        """Leave the bar as it is."""
        if self._bar is not None:
            self._bar.close()


def summary(counts: Counter[State]) -> Iterator[str]:
    """A line for each state; without those that say nothing."""
    for state, name in _NAMES.items():
        if counts[state] or state in (State.SENT, State.WAITING, State.CLAIMED):
            yield f"{name + ':':<18}{dutch.number(counts[state]):>7}"


def duration(seconds: float) -> str:
    """``0:01:31``."""
    return str(timedelta(seconds=round(seconds)))


def write_names(book: Ledger, day: date, folder: Path) -> Iterator[str]:
    """Write who it is of whom it is uncertain, and who were refused; says where.

    The files lie beside the ledger, for its owner only: output goes into logs.
    """
    uncertain = book.addresses(day, State.CLAIMED)
    if _write(folder / f"{day}-onzeker.csv", ("email",), [(a,) for a in uncertain]):
        yield (
            f"Van {_people(len(uncertain))} is niet zeker of de mail aankwam; die gaat niet "
            f"vanzelf nog een keer uit. Wie dat zijn, staat in {folder / f'{day}-onzeker.csv'}. "
            "Toch nog een keer sturen: --resend-uncertain. Zij hebben hem: --accept-uncertain"
        )
        if sys.stdout.isatty():
            yield from (f"  {address}" for address in uncertain)
    refused = book.answers(day, State.REFUSED)
    if _write(folder / f"{day}-geweigerd.csv", ("email", "code", "answer"), refused):
        yield (
            f"De mailserver weigerde {_people(len(refused))}: "
            f"{folder / f'{day}-geweigerd.csv'}. Die lijst kan een volgende keer mee als --bounced."
        )


def _people(number: int) -> str:
    return f"{dutch.number(number)} {'ontvanger' if number == 1 else 'ontvangers'}"


def _write(file: Path, head: Sequence[str], rows: Sequence[Sequence[str | int]]) -> bool:
    """Whether there was anything to write; an older file of no one is taken away."""
    file.unlink(missing_ok=True)
    if not rows:
        return False
    descriptor = os.open(file, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600)
    with os.fdopen(descriptor, "w", encoding="utf-8", newline="") as opened:
        csv.writer(opened).writerows([head, *rows])
    return True
