"""What is wrong with the content, in words that an editor can act on."""

from __future__ import annotations

import difflib
import hashlib
import json
import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass
from enum import StrEnum

from site_plugins.loading.labels import label


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
        """All on one line, for logs: ``a.md:7: Onderwerpen (topics[1]): … Bijvoorbeeld: …``."""
        field = f"{self.label}: " if self.field else ""
        warning = "waarschuwing: " if self.severity is Severity.WARNING else ""
        return f"{self.file}:{self.line}: {warning}{field}{self.advice}"

    @property
    def name(self) -> str:
        """What editors call the field; empty where there is no such name, as of an unknown key."""
        found = label(self.file.partition("/")[0], self.field).name
        return "" if found == _NUMBER.sub("", self.field) else found

    @property
    def label(self) -> str:
        """The field by its Dutch name and its key: ``Onderwerpen (topics[1])``."""
        if not self.name or self.field == TEXT:
            return self.name or self.field
        return f"{self.name} ({self.field})"

    @property
    def advice(self) -> str:
        """What is wrong, and how it should be."""
        return f"{self.message} Bijvoorbeeld: {self.example}" if self.example else self.message


TEXT = "tekst"
"""The field that stands for the text below the head: no key that an editor can write."""
_NUMBER = re.compile(r"\[\d+\]")


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
    """A list of objects: file, line, field, message, example, severity, label."""
    rows = [asdict(problem) | {"label": problem.label} for problem in problems]
    return json.dumps(rows, ensure_ascii=False, indent=2)


def as_gitlab(problems: Sequence[Problem], prefix: str) -> str:
    """A Code Quality report, which GitLab shows in a merge request; ``prefix`` as for GitHub.

    The fingerprint leaves the line out: what only moved down is no new problem.
    https://docs.gitlab.com/ci/testing/code_quality/#code-quality-report-format
    """
    seen: Counter[str] = Counter()
    rows = []
    for problem in problems:
        field = f"{problem.label}: " if problem.field else ""
        what = f"{problem.file}\n{problem.field}\n{problem.message}\n{problem.example}"
        seen[what] += 1
        rows.append(
            {
                "description": f"{field}{problem.advice}",
                "check_name": f"lokaal-{problem.severity}",
                "fingerprint": hashlib.sha256(f"{what}\n{seen[what]}".encode()).hexdigest(),
                "severity": "major" if problem.severity is Severity.ERROR else "minor",
                "location": {"path": prefix + problem.file, "lines": {"begin": problem.line}},
            }
        )
    return json.dumps(rows, ensure_ascii=False, indent=2)


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
        title = value(problem.label or "Inhoud")
        lines.append(f"::{kind} {place},title={title}::{data(problem.advice)}")
    return "\n".join(lines)
