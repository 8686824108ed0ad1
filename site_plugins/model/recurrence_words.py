"""Recurrence in plain Dutch: the parts of an RRULE to words, and words to parts.

The grammar, in which EVERY is ``elke``, ``elk``, ``iedere`` or ``ieder`` and a number
is a word (``twee`` to ``twaalf``) or digits::

    EVERY [number] dag|week|maand|kwartaal|half jaar|jaar [op WHEN] [TAIL]
    om de|het [number] dag|week|maand|jaar [op WHEN] [TAIL]       (om de week: elke twee weken)
    dagelijks|wekelijks|maandelijks|jaarlijks [op WHEN] [TAIL]
    EVERY werkdag|maandag [en woensdag] [TAIL]
    EVERY DAYS van de maand|van mei [TAIL]

    WHEN   per week: maandag en woensdag; per month: de DAYS; per year: 21 maart, de DAYS van mei
    DAYS   eerste [en derde] dinsdag, 1e dinsdag, 1e en 15e, laatste dag
    TAIL   [,] tien keer | tot en met 31 december 2026
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping
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
_WORKDAYS = "MO,TU,WE,TH,FR"
_NUMBERS = (
    *("een", "één", "twee", "drie", "vier", "vijf", "zes"),
    *("zeven", "acht", "negen", "tien", "elf", "twaalf"),
)
"""The first stands for one too, so that the place of every other word is its number."""
_ORDINALS = {"eerste": 1, "tweede": 2, "derde": 3, "vierde": 4, "vijfde": 5}
_ORDINALS |= {"laatste": -1, "voorlaatste": -2}
_ORDINAL_NAMES = {number: name for name, number in _ORDINALS.items()}
EVERY = {
    "DAILY": ("elke dag", "dagen"),
    "WEEKLY": ("elke week", "weken"),
    "MONTHLY": ("elke maand", "maanden"),
    "YEARLY": ("elk jaar", "jaar"),
}
_UNITS = {
    **dict.fromkeys(("dag", "dagen"), ("DAILY", 1)),
    **dict.fromkeys(("week", "weken"), ("WEEKLY", 1)),
    **dict.fromkeys(("maand", "maanden"), ("MONTHLY", 1)),
    **dict.fromkeys(("kwartaal", "kwartalen"), ("MONTHLY", 3)),
    **dict.fromkeys(("half jaar", "halfjaar"), ("MONTHLY", 6)),
    **dict.fromkeys(("jaar", "jaren"), ("YEARLY", 1)),
}
_ADVERBS = {"dagelijks": "dag", "wekelijks": "week", "maandelijks": "maand", "jaarlijks": "jaar"}
_N = rf"(?:{'|'.join(_NUMBERS)}|[0-9]{{1,4}})"
_M = "|".join(MONTHS)
_PHRASE = re.compile(
    rf"(?P<head>.+?)(?:,? (?:(?P<count>{_N}) keer"
    rf"|(?:tot en met|t/m) (?P<day>[0-9]{{1,2}}) (?P<month>{_M}) (?P<year>[0-9]{{4}})))?\.?"
)
_UNIT = "|".join(sorted(_UNITS, key=len, reverse=True))
_EACH = re.compile(
    rf"(?:(?:elke?|iedere?)|(?P<other>om (?:de|het)))(?: (?P<n>{_N}))? (?P<unit>{_UNIT})"
    r"(?: op (?P<when>.+))?"
)
_OF = re.compile(
    rf"(?:(?:elke|iedere|op) )?(?:de )?(?P<days>.+) (?:van|in) (?:de maand|elke maand|(?P<m>{_M}))"
)


def understand(line: str) -> dict[str, str]:
    """The parts of an RRULE that the words name, not yet checked; KeyError for other words."""
    phrase = _PHRASE.fullmatch(line)
    if phrase is None:
        raise KeyError(line)
    parts = _head(phrase["head"])
    if phrase["count"]:
        parts["COUNT"] = str(_count(phrase["count"]))
    if phrase["year"]:
        month = MONTHS.index(phrase["month"]) + 1
        parts["UNTIL"] = f"{phrase['year']}{month:02}{int(phrase['day']):02}"
    return parts


def _head(head: str) -> dict[str, str]:
    adverb, _, rest = head.partition(" ")
    if adverb in _ADVERBS:
        head = f"elke {_ADVERBS[adverb]} {rest}".strip()
    if each := _EACH.fullmatch(head):
        freq, step = _UNITS[each["unit"]]
        default = 2 if each["other"] else 1
        number = _count(each["n"]) if each["n"] else default
        return {"FREQ": freq, "INTERVAL": str(step * number)} | _when(freq, each["when"])
    if of := _OF.fullmatch(head):
        if of["m"]:
            return {"FREQ": "YEARLY"} | _when("YEARLY", f"{of['days']} van {of['m']}")
        return {"FREQ": "MONTHLY"} | _when("MONTHLY", of["days"])
    if adverb in ("elke", "iedere"):
        return {"FREQ": "WEEKLY"} | _when("WEEKLY", rest)
    raise KeyError(head)


def _when(freq: str, words: str | None) -> dict[str, str]:
    if words is None:
        return {}
    if freq == "WEEKLY":
        if words in ("werkdag", "werkdagen"):
            return {"BYDAY": _WORKDAYS}
        return {"BYDAY": ",".join(WEEKDAYS[name] for name in _listed(words))}
    if freq == "MONTHLY":
        return _month_days(words.removesuffix(" van de maand"))
    if freq == "YEARLY":
        days, _, month = words.rpartition(" ")
        if month not in MONTHS:
            raise KeyError(month)
        return {"BYMONTH": str(MONTHS.index(month) + 1)} | _month_days(days.removesuffix(" van"))
    raise KeyError(words)


def _month_days(words: str) -> dict[str, str]:
    days: list[str] = []
    nth: list[str] = []
    waiting: list[int] = []  # "eerste" of "eerste en derde dinsdag"
    for piece in _listed(words):
        piece = piece.removeprefix("de ")
        if number := re.fullmatch(r"([0-9]{1,2})(?:e|de|ste)?", piece):
            days.append(number[1])
        elif piece in ("eerste dag", "laatste dag"):
            days.append(str(_ORDINALS[piece.removesuffix(" dag")]))
        elif piece in _ORDINALS:
            waiting.append(_ORDINALS[piece])
        else:
            ordinal, _, weekday = piece.partition(" ")
            if ordinal not in _ORDINALS and (number := re.fullmatch(r"([1-5])e", ordinal)):
                waiting += [int(n) for n in (*days, number[1])]  # "1e en 3e dinsdag"
                days = []
            else:
                waiting.append(_ORDINALS[ordinal])
            nth += [f"{n}{WEEKDAYS[weekday]}" for n in waiting]
            waiting = []
    if waiting or bool(days) == bool(nth):
        raise KeyError(words)
    return {"BYMONTHDAY": ",".join(days)} if days else {"BYDAY": ",".join(nth)}


def say(parts: Mapping[str, str]) -> str:
    """The rule without its tail (COUNT and UNTIL), in words of the grammar if it has them."""
    return _exactly(parts) or _loosely(parts)


def _exactly(parts: Mapping[str, str]) -> str:
    """The rule without its tail in words of the grammar; empty where it can't be said."""
    every = _every(parts)
    once = "INTERVAL" not in parts
    days = parts.get("BYDAY", "")
    match parts["FREQ"], sorted(parts.keys() - {"FREQ", "INTERVAL", "COUNT", "UNTIL"}):
        case _, []:
            return every
        case "WEEKLY", ["BYDAY"]:
            if once and days == _WORKDAYS:
                return "elke werkdag"
            names = _and(CODES[day] for day in days.split(","))
            return f"elke {names}" if once and len(days) == 2 else f"{every} op {names}"
        case "MONTHLY", (["BYDAY"] | ["BYMONTHDAY"]):
            said = _days_of_month(parts)
            if once and not said[:1].isdigit():
                return said and f"elke {said} van de maand"
            return said and f"{every} op de {said}"
        case "YEARLY", (["BYDAY", "BYMONTH"] | ["BYMONTH", "BYMONTHDAY"]):
            said = _days_of_month(parts)
            if "," in parts["BYMONTH"] or not said:
                return ""
            month = MONTHS[int(parts["BYMONTH"]) - 1]
            if said[:-1].isdigit():
                return f"{every} op {said[:-1]} {month}"
            return f"{every} op de {said} van {month}"
    return ""


def _days_of_month(parts: Mapping[str, str]) -> str:
    if "BYMONTHDAY" in parts:
        days = parts["BYMONTHDAY"].split(",")
        if any(int(day) < -1 for day in days):
            return ""
        return _and("laatste dag" if day == "-1" else f"{day}e" for day in days)
    by_weekday: dict[str, list[str]] = {}
    for day in parts["BYDAY"].split(","):
        ordinal = int(day[:-2] or 0)
        if ordinal not in _ORDINAL_NAMES:
            return ""
        by_weekday.setdefault(CODES[day[-2:]], []).append(_ORDINAL_NAMES[ordinal])
    return _and(f"{_and(ordinals)} {name}" for name, ordinals in by_weekday.items())


def _loosely(parts: Mapping[str, str]) -> str:
    """The rule without its tail in words that only a reader understands."""

    def nth(value: str) -> str:
        return _and(_nth(int(n)) for n in value.split(","))

    def weekday(day: str) -> str:
        return (f"de {_nth(int(day[:-2]))} " if day[:-2] else "") + CODES[day[-2:]]

    said: dict[str, Callable[[str], str]] = {
        "BYMONTH": lambda value: f"in {_and(MONTHS[int(m) - 1] for m in value.split(','))}",
        "BYWEEKNO": lambda value: f"in de {nth(value)} week van het jaar",
        "BYYEARDAY": lambda value: f"op de {nth(value)} dag van het jaar",
        "BYMONTHDAY": lambda value: f"op de {nth(value)} dag van de maand",
        "BYDAY": lambda value: f"op {_and(weekday(day) for day in value.split(','))}",
        "BYSETPOS": lambda value: f"daarvan alleen de {nth(value)} keer",
        "WKST": lambda value: f"de week begint op {CODES[value]}",
    }
    return ", ".join([_every(parts), *(say(parts[k]) for k, say in said.items() if k in parts)])


def _every(parts: Mapping[str, str]) -> str:
    singular, plural = EVERY[parts["FREQ"]]
    match parts["FREQ"], parts.get("INTERVAL"):
        case _, None:
            return singular
        case "MONTHLY", "3":
            return "elk kwartaal"
        case "MONTHLY", "6":
            return "elk half jaar"
        case _, number:
            return f"elke {number_words(int(number))} {plural}"


def _nth(number: int) -> str:
    if number in _ORDINAL_NAMES:
        return _ORDINAL_NAMES[number]
    return f"{number}e" if number > 0 else f"op {number_words(-number - 1)} na laatste"


def number_words(number: int) -> str:
    return _NUMBERS[number] if 2 <= number < len(_NUMBERS) else str(number)


def _count(word: str) -> int:
    return max(1, _NUMBERS.index(word)) if word in _NUMBERS else int(word)


def day_words(day: date) -> str:
    return f"{day.day} {MONTHS[day.month - 1]} {day.year}"


def _listed(words: str) -> list[str]:
    return re.split(r", | en ", words)


def _and(words: Iterable[str]) -> str:
    *most, last = words
    return f"{', '.join(most)} en {last}" if most else last


def phrases() -> list[str]:
    """Valid phrases that a mistaken one is compared with."""
    steps = [f"elke {number_words(n)}" for n in range(2, 9)]
    units = ("elke twee maanden", "elk kwartaal", "elk half jaar")
    return [
        *("elke dag", "elke werkdag", "elke week", "elke maand", *units, "elk jaar"),
        *(f"{step} {unit}" for step in steps for unit in ("dagen", "weken", "maanden", "jaar")),
        *(f"elke {day}" for day in WEEKDAYS),
        *(f"{step} weken op {day}" for step in steps for day in WEEKDAYS),
        *(f"om de week op {day}" for day in WEEKDAYS),
        "elke week op maandag en woensdag",
        *(f"elke {nth} {day} van de maand" for nth in _ORDINALS for day in WEEKDAYS),
        *(f"elke eerste en derde {day} van de maand" for day in WEEKDAYS),
        *(f"{unit} op de {nth} {day}" for unit in units for nth in _ORDINALS for day in WEEKDAYS),
        *(f"elke maand op de {day}e" for day in range(1, 32)),
        *(f"{unit} op de {day}e" for unit in units for day in (1, 15)),
        "elke laatste dag van de maand",
        *(f"elk jaar op {day} {month}" for month in MONTHS for day in (1, 15, 21)),
        *(f"elk jaar op de eerste {day} van {month}" for month in MONTHS for day in WEEKDAYS),
    ]
