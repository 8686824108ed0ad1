"""Fenced blocks ``grafiek`` in a text, to charts."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from difflib import get_close_matches
from html import unescape

from site_plugins.model.figures import Figures
from site_plugins.rendering.text.chart import KINDS, MOST_SERIES, chart
from site_plugins.rendering.text.targets import Problem
from site_plugins.rendering.text.typography import curly

_CHART = re.compile(
    r'<pre(?: [^>]*)?><code class="language-grafiek"(?: [^>]*)?>(.*?)</code></pre>', re.DOTALL
)
_NOT_A_CHART = re.compile(r"(?:<code>|(?:```|~~~) ?)grafiek\n")
MOST_ROWS = 500
"""More than that nobody can tell apart in a drawing, or read below it."""
_KEYS = ("bestand", "titel", "soort", "kolommen", "bron")


def has_chart(html: str) -> bool:
    """Whether there may be a block in the HTML for :func:`draw_charts`."""
    return "language-grafiek" in html


def misplaced(html: str) -> list[Problem]:
    """A block for a chart that Python-Markdown doesn't see as one."""
    message = (
        "zet de regels ``` van een grafiek helemaal links, met een lege regel erboven en eronder"
    )
    return [("grafiek", message)] if "grafiek\n" in html and _NOT_A_CHART.search(html) else []


def draw_charts(html: str, figures: Mapping[str, Figures]) -> tuple[str, list[Problem]]:
    """The HTML with a chart for every fenced block ``grafiek``."""
    if not has_chart(html):
        return html, []
    problems: list[Problem] = []
    count = 0

    def drawn(match: re.Match[str]) -> str:
        nonlocal count
        count += 1
        block, trouble = _chart(unescape(match[1]), figures, f"grafiek-{count}")
        problems.extend(trouble)
        return block

    return _CHART.sub(drawn, html), problems


def _chart(block: str, figures: Mapping[str, Figures], name: str) -> tuple[str, list[Problem]]:
    values, problems = _settings(block)
    for key in ("bestand", "titel"):
        if not values.get(key):
            problems.append((key, f"een grafiek heeft een regel nodig zoals “{_EXAMPLES[key]}”"))
    kind = values.get("soort", "staaf").lower()
    if kind not in KINDS:
        problems.append((kind, f"soort is {' of '.join(KINDS)}{_meant(kind, KINDS)}"))
    table = None
    columns: list[str] | None = None
    if file := values.get("bestand"):
        table = figures.get(file) or figures.get(file.removeprefix("cijfers/"))
        if table is None:
            problems.append((file, f"cijfers/{file} bestaat niet{_meant(file, figures)}"))
    if table and (wanted := values.get("kolommen")):
        columns = _columns(wanted, table.columns)
        for column in columns:
            if column not in table.columns:
                known = ", ".join(table.columns)
                hint = _meant(column, table.columns) or f": kies uit {known}"
                problems.append((column, f"{file} heeft geen kolom met deze naam{hint}"))
    if table and len(columns or table.columns) > MOST_SERIES:
        many = len(columns or table.columns)
        message = f"{many} kolommen in een grafiek is te veel: kies er hooguit {MOST_SERIES}"
        problems.append((file or "", f"{message}, met kolommen: …, …"))
    if table and len(table.labels) > MOST_ROWS:
        message = f"{len(table.labels)} rijen in een grafiek is te veel: hoogstens {MOST_ROWS}"
        problems.append((file or "", message))
    if problems or table is None:
        return "", problems
    title, source = curly(values["titel"]), curly(values.get("bron", ""))
    return chart(table, title=title, kind=kind, columns=columns, source=source, id=name), []


_EXAMPLES = {"bestand": "bestand: ledenaantallen.csv", "titel": "titel: Leden, 2010-2023"}


def _settings(block: str) -> tuple[dict[str, str], list[Problem]]:
    """The lines ``sleutel: waarde`` of a block."""
    values: dict[str, str] = {}
    problems: list[Problem] = []
    for line in filter(None, map(str.strip, block.splitlines())):
        key, colon, value = (each.strip() for each in line.partition(":"))
        key = key.lower()
        if not colon:
            problems.append(
                (
                    line,
                    "een regel in een grafiek is een veld met een dubbele punt en een waarde,"
                    " zoals soort: lijn",
                )
            )
        elif key not in _KEYS:
            known = ", ".join(_KEYS)
            hint = _meant(key, _KEYS) or f": kies uit {known}"
            problems.append((key, f"een grafiek kent dit veld niet{hint}"))
        elif key in values:
            problems.append((key, "dit veld staat twee keer in de grafiek"))
        else:
            values[key] = value
    return values, problems


def _columns(wanted: str, known: Sequence[str]) -> list[str]:
    """The names between the commas, where a name may hold a comma itself."""
    words = [word.strip() for word in wanted.split(",")]
    columns: list[str] = []
    while words:
        size = next((n for n in range(len(words), 0, -1) if ", ".join(words[:n]) in known), 1)
        columns.append(", ".join(words[:size]))
        del words[:size]
    return [column for column in dict.fromkeys(columns) if column]


def _meant(word: str, known: Iterable[str]) -> str:
    near = get_close_matches(word, list(known), n=1)
    return f"; bedoelde je {near[0]}?" if near else ""
