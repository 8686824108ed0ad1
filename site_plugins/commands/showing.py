"""Problems as a person reads them: on a terminal by file and in colour, elsewhere a line each.

Colours are those of https://no-color.org and https://force-color.org: never with NO_COLOR or on
a dumb terminal, always with FORCE_COLOR, else on a terminal.
"""

from __future__ import annotations

import re
import shutil
import textwrap
from collections.abc import Mapping, Sequence
from itertools import groupby
from typing import Any, TextIO

import click

from site_plugins.loading.problems import Problem, Severity, as_text, count

_WIDEST, _NARROWEST = 100, 40
"""Columns: longer lines are hard to read, shorter ones fall apart."""
_INDENT = "    "
_NUMBERED = re.compile(r"\[(\d+)\]\.?")
_COLOURS = {Severity.ERROR: "red", Severity.WARNING: "yellow"}


def readable(problems: Sequence[Problem], stream: TextIO, environ: Mapping[str, str]) -> str:
    """Every problem as it suits where it is written to."""
    if not (stream.isatty() or _forced(environ)):
        return as_text(problems)
    width = min(max(shutil.get_terminal_size().columns, _NARROWEST), _WIDEST)
    return grouped(problems, width, coloured=is_coloured(stream, environ))


def is_coloured(stream: TextIO, environ: Mapping[str, str]) -> bool:
    """Whether what is written there has colours."""
    if environ.get("NO_COLOR"):
        return False
    if _forced(environ):
        return True
    return stream.isatty() and environ.get("TERM") != "dumb"


def _forced(environ: Mapping[str, str]) -> bool:
    return environ.get("FORCE_COLOR", "") not in ("", "0")


def grouped(problems: Sequence[Problem], width: int, *, coloured: bool) -> str:
    """By file, its errors before its warnings, and the count."""

    def style(text: str, **how: Any) -> str:
        return click.style(text, **how) if coloured else text

    lines: list[str] = []
    ordered = sorted(problems, key=lambda p: (p.file, p.severity is Severity.WARNING, p))
    for file, group in groupby(ordered, key=lambda problem: problem.file):
        own = list(group)
        lines += [f"{style(file, bold=True)} · {_count(own)}", ""]
        for problem in own:
            kind = style(str(problem.severity), fg=_COLOURS[problem.severity])
            lines.append(f"  regel {problem.line}{_field(problem)} · {kind}")
            lines += _wrapped(problem.message, width)
            if problem.example:
                right = _wrapped(f"Goed is: {problem.example}", width)
                lines += [style(line, fg="green") for line in right]
            lines.append("")
    return "\n".join([*lines, count(problems)])


def _field(problem: Problem) -> str:
    """The field, and which of a list: ``Onderwerpen (topics, nummer 1)``."""
    if not problem.field:
        return ""
    return f" · {_NUMBERED.sub(_nth, problem.label)}"


def _nth(found: re.Match[str]) -> str:
    return f", nummer {found[1]}" + (", " if found[0].endswith(".") else "")


def _count(problems: Sequence[Problem]) -> str:
    """The same as at the end, without the number of files."""
    return count(problems).partition(" in ")[0]


def _wrapped(text: str, width: int) -> list[str]:
    return textwrap.wrap(
        text,
        width,
        initial_indent=_INDENT,
        subsequent_indent=_INDENT,
        # An address or a name that is copied has to stay whole.
        break_long_words=False,
        break_on_hyphens=False,
    )
