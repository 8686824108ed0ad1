"""What is wrong with the content, in words that an editor can act on."""

from __future__ import annotations

import difflib
import json
from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass
from enum import StrEnum


class Severity(StrEnum):
    """An error stops the build; a warning is for the editor to judge."""

    ERROR = "fout"
    WARNING = "waarschuwing"


@dataclass(frozen=True, slots=True, order=True)
class Problem:
    """One thing that is wrong: ``file`` in the content folder, ``line`` from 1."""

    file: str
    line: int
    field: str
    message: str
    example: str = ""
    severity: Severity = Severity.ERROR

    def __str__(self) -> str:
        field = f"{self.field}: " if self.field else ""
        example = f" Bijvoorbeeld: {self.example}" if self.example else ""
        warning = "waarschuwing: " if self.severity is Severity.WARNING else ""
        return f"{self.file}:{self.line}: {warning}{field}{self.message}{example}"


class ContentError(Exception):
    """The content can't be published: ``problems`` holds every reason, sorted."""

    def __init__(self, problems: Iterable[Problem]) -> None:
        self.problems = sorted(set(problems))
        super().__init__(as_text(self.problems))


def errors(problems: Iterable[Problem]) -> list[Problem]:
    """Only what stops a build."""
    return [problem for problem in problems if problem.severity is Severity.ERROR]


_MANY, _START = 500, 3
"""Of so many names only those with the same first letters are compared: it takes its time."""


def closest(word: str, known: Iterable[str]) -> str | None:
    """The known word that looks most like this one, if one does."""
    lowered = {option.lower(): option for option in known}
    if len(lowered) > _MANY:
        start = word[:_START].lower()
        lowered = {low: option for low, option in lowered.items() if low.startswith(start)}
    close = difflib.get_close_matches(word.lower(), lowered, n=1, cutoff=0.65)
    return lowered[close[0]] if close else None


def nearest(word: str, known: Iterable[str]) -> str:
    """``" Bedoelde je 'wethouders'?"``, or nothing where no known word looks like it."""
    found = closest(word, known)
    return f" Bedoelde je {shown(found)}?" if found else ""


def choices(known: Sequence[str], most: int = 12) -> str:
    """The words to choose from, as many as fit in a message."""
    shown = ", ".join(known[:most])
    return f"{shown}, …" if len(known) > most else shown


def shown(text: str, most: int = 60) -> str:
    """A found value in a message: on one line, without control characters, cut where long."""
    line = " ".join("".join(c if c.isprintable() else " " for c in text).split())
    return f"'{line[: most - 1]}…'" if len(line) > most else f"'{line}'"


def as_text(problems: Sequence[Problem]) -> str:
    """Every problem on a line, and the count."""
    lines = [str(problem) for problem in problems]
    return "\n".join([*lines, count(problems)])


def count(problems: Sequence[Problem]) -> str:
    """``3 fouten, 1 waarschuwing in 2 bestanden``."""
    wrong = len(errors(problems))
    doubtful = len(problems) - wrong
    files = len({problem.file for problem in problems})
    parts = []
    if wrong:
        parts.append(f"{wrong} {'fout' if wrong == 1 else 'fouten'}")
    if doubtful:
        parts.append(f"{doubtful} {'waarschuwing' if doubtful == 1 else 'waarschuwingen'}")
    if not parts:
        return "Geen fouten."
    return f"{', '.join(parts)} in {files} {'bestand' if files == 1 else 'bestanden'}."


def as_json(problems: Sequence[Problem]) -> str:
    """A list of objects: file, line, field, message, example, severity."""
    return json.dumps([asdict(problem) for problem in problems], ensure_ascii=False, indent=2)


def as_github(problems: Sequence[Problem], prefix: str) -> str:
    """Workflow commands that GitHub shows beside the line; ``prefix`` leads to the content.

    https://docs.github.com/actions/reference/workflow-commands-for-github-actions
    """

    def data(text: str) -> str:
        return text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")

    def value(text: str) -> str:
        return data(text).replace(":", "%3A").replace(",", "%2C")

    lines = []
    for problem in problems:
        kind = "error" if problem.severity is Severity.ERROR else "warning"
        place = f"file={value(prefix + problem.file)},line={problem.line}"
        example = f" Bijvoorbeeld: {problem.example}" if problem.example else ""
        title = value(problem.field or "inhoud")
        lines.append(f"::{kind} {place},title={title}::{data(problem.message + example)}")
    return "\n".join(lines)
