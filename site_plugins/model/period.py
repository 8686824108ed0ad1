"""A vague time: a month, a season, a quarter, a year, or words without any date.

The grammar is ``[begin|medio|eind] TIME``, where TIME is a year (``2027``), a month
(``2026-12`` or ``december 2026``), a season (``voorjaar 2027``) or a quarter
(``derde kwartaal 2026``); or one of the words in ``OPEN``.
"""

from __future__ import annotations

import re
from calendar import monthrange
from dataclasses import dataclass
from datetime import date
from unicodedata import normalize

MONTHS = (
    "januari februari maart april mei juni juli augustus september oktober november december"
).split()
SEASONS = {
    "winter": (1, 3),
    "voorjaar": (3, 6),
    "lente": (3, 6),
    "zomer": (6, 9),
    "najaar": (9, 12),
    "herfst": (9, 12),
}
"""First and last month, roughly: only to sort by."""
QUARTERS = ("eerste", "tweede", "derde", "vierde")
PARTS = ("begin", "medio", "half", "eind")
OPEN = (
    "naar behoefte",
    "op aanvraag",
    "op verzoek",
    "nog niet bekend",
    "nog onbekend",
    "datum volgt",
    "doorlopend",
    "één keer per jaar",
    "twee keer per jaar",
    "elk kwartaal",
    "elke maand",
)
EXAMPLES = ("voorjaar 2027", "december 2026", "begin 2027", "naar behoefte")

_ONCE = re.compile(r"^(?:1|een|eén|éen)(?= keer )")
_YEAR = r"(?P<year>(?:19|20)\d\d)"
_FORMS = (
    re.compile(_YEAR),
    re.compile(_YEAR + r"-(?P<number>0[1-9]|1[0-2])"),
    re.compile(rf"(?P<month>{'|'.join(MONTHS)}) {_YEAR}"),
    re.compile(rf"(?:het )?(?P<season>{'|'.join(SEASONS)})(?: van)? {_YEAR}"),
    re.compile(rf"(?:het )?(?P<quarter>{'|'.join(QUARTERS)}) kwartaal(?: van)? {_YEAR}"),
)


@dataclass(frozen=True, slots=True)
class Period:
    """Its words, as readers see them, and the days between which it must lie, if any."""

    words: str
    first: date | None = None
    last: date | None = None


def parse_period(text: str) -> Period | None:
    """The period that ``text`` names, or None where it is none of the forms above."""
    words = " ".join(normalize("NFC", text).lower().split())
    if (spelled := _ONCE.sub("één", words)) in OPEN:
        return Period(spelled)
    part, _, rest = words.partition(" ")
    if part not in PARTS:
        part, rest = "", words
    for form in _FORMS:
        if match := form.fullmatch(rest):
            found = match.groupdict()
            break
    else:
        return None
    year = int(found["year"])
    if found.get("number"):
        months = (int(found["number"]),) * 2
        rest = f"{MONTHS[months[0] - 1]} {year}"
    elif found.get("month"):
        months = (MONTHS.index(found["month"]) + 1,) * 2
    elif found.get("season"):
        months = SEASONS[found["season"]]
    elif found.get("quarter"):
        third = 3 * QUARTERS.index(found["quarter"])
        months = (third + 1, third + 3)
    else:
        months = (1, 12)
    first = date(year, months[0], 1)
    last = date(year, months[1], monthrange(year, months[1])[1])
    return Period(f"{part} {rest}".strip(), *_narrow(part, first, last))


def _narrow(part: str, first: date, last: date) -> tuple[date, date]:
    third = (last - first) / 3
    match part:
        case "begin":
            return first, first + third
        case "medio" | "half":
            return first + third, last - third
        case "eind":
            return last - third, last
        case _:
            return first, last
