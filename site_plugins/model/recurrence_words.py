"""The words of recurrence in Dutch, for those who read them and those who say them."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from site_plugins.model.period import MONTHS

WEEKDAYS = {
    "maandag": "MO",
    "dinsdag": "TU",
    "woensdag": "WE",
    "donderdag": "TH",
    "vrijdag": "FR",
    "zaterdag": "SA",
    "zondag": "SU",
}
CODES = {code: name for name, code in WEEKDAYS.items()}
WORKDAYS = "MO,TU,WE,TH,FR"
NUMBERS = (
    *("een", "één", "twee", "drie", "vier", "vijf", "zes"),
    *("zeven", "acht", "negen", "tien", "elf", "twaalf"),
)
"""The first stands for one too, so that the place of every other word is its number."""
ORDINALS = {"eerste": 1, "tweede": 2, "derde": 3, "vierde": 4, "vijfde": 5}
ORDINALS |= {"laatste": -1, "voorlaatste": -2}
_ORDINAL_NAMES = {number: name for name, number in ORDINALS.items()}
EVERY = {
    "DAILY": ("elke dag", "dagen"),
    "WEEKLY": ("elke week", "weken"),
    "MONTHLY": ("elke maand", "maanden"),
    "YEARLY": ("elk jaar", "jaar"),
}
UNITS = {
    "dag": ("DAILY", 1),
    "week": ("WEEKLY", 1),
    "maand": ("MONTHLY", 1),
    "kwartaal": ("MONTHLY", 3),
    "half jaar": ("MONTHLY", 6),
    "jaar": ("YEARLY", 1),
}
"""What a unit of time is in an RRULE: FREQ and INTERVAL."""
TERMS = {"kwartaal": ("1,4,7,10", "3,6,9,12"), "half jaar": ("1,7", "6,12")}
"""Parts of a year: their first and their last months, as BYMONTH has them."""


def number_words(number: int) -> str:
    """``twee`` to ``twaalf``, and any other number in digits."""
    return NUMBERS[number] if 2 <= number < len(NUMBERS) else str(number)


def ordinal(number: int) -> str:
    """``eerste``, ``6e``, or counted from the end: ``laatste``, ``op twee na laatste``."""
    if number in _ORDINAL_NAMES:
        return _ORDINAL_NAMES[number]
    return f"{number}e" if number > 0 else f"op {number_words(-number - 1)} na laatste"


def day_words(day: date) -> str:
    """A day as readers see it: ``31 december 2026``."""
    return f"{day.day} {MONTHS[day.month - 1]} {day.year}"


def joined(words: Iterable[str]) -> str:
    """``maandag, woensdag en vrijdag``."""
    *most, last = words
    return f"{', '.join(most)} en {last}" if most else last
