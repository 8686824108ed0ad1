"""CSV files in ``cijfers/`` to tables of figures."""

from __future__ import annotations

import csv
import io
import re
from decimal import Decimal

from site_plugins.loading.problems import Problem, shown
from site_plugins.model.figures import Figures

_NUMBER = re.compile(r"-?\d{1,3}(?:\.\d{3})+(?:,\d+)?|-?\d+(?:[.,]\d+)?")
_LONGEST = 20
"""Characters of a number that a chart can still draw."""


def parse_number(text: str) -> Decimal | None:
    """A number as a Dutch editor writes it (``1.217``, ``3,57``) or as CSV has it (``3.57``)."""
    if len(text) > _LONGEST or not _NUMBER.fullmatch(text):
        return None
    if "," in text or re.fullmatch(r"-?\d{1,3}(?:\.\d{3})+", text):
        text = text.replace(".", "").replace(",", ".")
    return Decimal(text)


def parse_figures(text: str, file: str) -> tuple[Figures | None, list[Problem]]:
    """The table that a CSV text holds, and its problems. An empty cell is a missing figure.

    Where there are problems the table lacks what they are about; it is not to be shown.
    """
    example = "Jaar,Raadsleden"
    reader = csv.reader(io.StringIO(text), strict=True)
    rows: list[tuple[int, list[str]]] = []
    try:
        for row in reader:
            cells = [cell.strip() for cell in row]
            if any(cells):
                rows.append((reader.line_num, cells))
    except csv.Error:
        message = "dit is geen geldig CSV-bestand. Is elk aanhalingsteken gesloten?"
        return None, [Problem(file, max(reader.line_num, 1), "", message, example)]
    if len(rows) < 2 or len(rows[0][1]) < 2:
        message = "er horen koppen en minstens één rij met cijfers in te staan."
        if ";" in text:
            message += " Zet komma's tussen de vakken, geen puntkomma's."
        return None, [Problem(file, 1, "", message, example)]
    header = rows[0][1]
    problems: list[Problem] = []
    values = []
    for line, row in rows[1:]:
        if len(row) != len(header):
            message = f"deze rij heeft {len(row)} vakken, maar er zijn {len(header)} koppen."
            problems.append(Problem(file, line, "", message, "2023,661"))
            continue
        numbers = []
        for name, cell in zip(header[1:], row[1:], strict=True):
            number = parse_number(cell)
            if cell and cell not in ("-", "–") and number is None:
                problems.append(Problem(file, line, name, f"{shown(cell)} is geen getal.", "1217"))
            numbers.append(number)
        values.append((row[0], tuple(numbers)))
    if len(set(header)) != len(header) or not all(header):
        problems.append(Problem(file, 1, "", "elke kolom heeft een eigen kop nodig.", example))
    return Figures(
        header[0],
        tuple(label for label, _ in values),
        tuple(header[1:]),
        tuple(numbers for _, numbers in values),
    ), problems
