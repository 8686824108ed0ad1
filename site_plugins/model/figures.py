"""A table of figures in ``cijfers/``: what a page draws as a chart and a table."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal


@dataclass(frozen=True, slots=True)
class Figures:
    """Columns of numbers; ``None`` where the source gives none.

    ``labels`` holds the first column, ``columns`` the headings of the others and ``rows``
    a row of values for each label, each as long as ``columns``.
    """

    heading: str
    labels: tuple[str, ...]
    columns: tuple[str, ...]
    rows: tuple[tuple[Decimal | None, ...], ...]
