"""Again and again: recurrence rules as RFC 5545 RRULEs and as plain Dutch.

The Dutch grammar, in which EVERY is ``elke``, ``elk``, ``iedere`` or ``ieder`` and a number
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
from dataclasses import dataclass
from datetime import UTC, date, datetime
from difflib import get_close_matches

from site_plugins.model.item import ZONE
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
_CODES = {code: name for name, code in WEEKDAYS.items()}
_WORKDAYS = "MO,TU,WE,TH,FR"
_NUMBERS = (
    *("een", "één", "twee", "drie", "vier", "vijf", "zes"),
    *("zeven", "acht", "negen", "tien", "elf", "twaalf"),
)
"""The first stands for one too, so that the place of every other word is its number."""
_ORDINALS = {"eerste": 1, "tweede": 2, "derde": 3, "vierde": 4, "vijfde": 5}
_ORDINALS |= {"laatste": -1, "voorlaatste": -2}
_ORDINAL_NAMES = {number: name for name, number in _ORDINALS.items()}
_EVERY = {
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
_ORDER = (
    *("FREQ", "INTERVAL", "BYMONTH", "BYWEEKNO", "BYYEARDAY", "BYMONTHDAY", "BYDAY"),
    *("BYSETPOS", "WKST", "COUNT", "UNTIL"),
)
_LIMITS = {
    "INTERVAL": 999,
    "COUNT": 9999,
    "BYMONTH": 12,
    "BYWEEKNO": 53,
    "BYYEARDAY": 366,
    "BYMONTHDAY": 31,
    "BYSETPOS": 366,
}
_FROM_THE_END = {"BYWEEKNO", "BYYEARDAY", "BYMONTHDAY", "BYSETPOS"}
"""Where RFC 5545 takes negative numbers too."""
_LONGEST = 300
"""Characters: more is never a rule, and would only cost time."""

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


_EXAMPLES = (
    "elke eerste vrijdag van de maand",
    "elke zes weken op maandag",
    "elk kwartaal op de tweede dinsdag",
)


class RecurrenceError(ValueError):
    """A text that isn't a rule; ``nearest`` holds valid Dutch phrases that look like it."""

    def __init__(self, message: str, nearest: tuple[str, ...] = ()) -> None:
        super().__init__(message)
        self.nearest = nearest or _EXAMPLES


@dataclass(frozen=True, slots=True)
class Rule:
    """A recurrence, always in the same form: made by :func:`parse_rule` only.

    ``rrule`` is an RFC 5545 RECUR value with its parts and lists in a fixed order and
    without defaults. UNTIL is a day in Amsterdam (inclusive) or a moment in UTC.
    """

    rrule: str

    @property
    def parts(self) -> dict[str, str]:
        """The parts by name, such as ``{"FREQ": "MONTHLY", "BYDAY": "1FR"}``."""
        return dict(part.split("=", 1) for part in self.rrule.split(";"))

    @property
    def count(self) -> int | None:
        """How many times, where the rule says so."""
        return int(self.parts["COUNT"]) if "COUNT" in self.parts else None

    @property
    def until(self) -> date | datetime | None:
        """The last day (inclusive), or the last moment in UTC, where the rule says so."""
        return _moment(self.parts["UNTIL"]) if "UNTIL" in self.parts else None

    @property
    def words(self) -> str:
        """The rule in Dutch. :func:`parse_rule` gives this rule back, or refuses the words."""
        parts = self.parts
        said = _exactly(parts) or _loosely(parts)
        if self.count:
            return f"{said}, {_number(self.count)} keer"
        match self.until:
            case datetime() as moment:
                local = moment.astimezone(ZONE)
                return f"{said}, tot {_day(local)} {local:%H.%M} uur"
            case date() as day:
                return f"{said}, tot en met {_day(day)}"
        return said


def parse_rule(text: str) -> Rule:
    """The rule that ``text`` gives: an RRULE (RFC 5545 3.3.10) or Dutch words.

    Only whole days can be chosen (no BYHOUR and finer: the time stands in ``start``).
    Raises RecurrenceError, with a message in Dutch.
    """
    line = " ".join(text.split())
    if len(line) > _LONGEST:
        raise RecurrenceError(f"te lang: meer dan {_LONGEST} tekens")
    return _from_rrule(line.upper()) if "=" in line else _from_words(line.lower())


def _from_rrule(line: str) -> Rule:
    given: dict[str, str] = {}
    for part in line.removeprefix("RRULE:").rstrip(";").split(";"):
        key, equals, value = (piece.strip() for piece in part.partition("="))
        if key in ("BYHOUR", "BYMINUTE", "BYSECOND"):
            raise RecurrenceError(f"{key} kan hier niet: de tijd staat in start")
        if key not in _ORDER or not equals:
            close = get_close_matches(key, _ORDER, 1)
            hint = f" (bedoelde je {close[0]}?)" if close else ""
            raise RecurrenceError(f"{part.strip() or 'leeg deel'}: onbekend in een RRULE{hint}")
        if key in given:
            raise RecurrenceError(f"{key} staat er twee keer")
        given[key] = value
    return _normalise(given)


def _normalise(given: Mapping[str, str]) -> Rule:
    freq = given.get("FREQ", "")
    if freq not in _EVERY:
        raise RecurrenceError(f"FREQ={freq}: kies DAILY, WEEKLY, MONTHLY of YEARLY")
    parts = {key: _value(key, given[key]) for key in _ORDER if key in given}
    weeks = "BYWEEKNO" in parts or (freq == "WEEKLY" and int(parts.get("INTERVAL", "1")) > 1)
    if parts.get("WKST") == "MO" or not weeks:
        parts.pop("WKST", None)  # RFC 5545: it only matters to steps of weeks and to week numbers
    if parts.get("INTERVAL") == "1":
        del parts["INTERVAL"]
    if fault := _clash(parts):
        raise RecurrenceError(fault)
    return Rule(";".join(f"{key}={value}" for key, value in parts.items()))


def _value(key: str, value: str) -> str:
    if key == "FREQ":
        return value
    if key == "UNTIL":
        return _until(value)
    pieces = [value] if key in ("INTERVAL", "COUNT", "WKST") else value.split(",")
    if key in ("BYDAY", "WKST"):
        form = r"(?:[+-]?[0-9]{1,2})?(?:MO|TU|WE|TH|FR|SA|SU)" if key == "BYDAY" else r"[A-Z]{2}"
        nth = [(int(p[:-2] or 0), p[-2:]) for p in pieces if re.fullmatch(form, p)]
        if len(nth) != len(pieces) or any(code not in _CODES for _, code in nth):
            raise RecurrenceError(f"{key}={value}: verwacht dagen als MO, 1FR of -1TH")
        if any(p[:-2] and not 1 <= abs(int(p[:-2])) <= 53 for p in pieces):
            raise RecurrenceError(f"{key}={value}: het getal loopt van 1 tot en met 53")
        order = list(_CODES)
        ranked = sorted(set(nth), key=lambda day: (order.index(day[1]), day[0] < 0, day[0]))
        return ",".join(f"{n or ''}{code}" for n, code in ranked)
    low = -_LIMITS[key] if key in _FROM_THE_END else 1
    numbers = {int(p) if re.fullmatch(r"[+-]?[0-9]{1,4}", p) else 0 for p in pieces}
    if not all(n and low <= n <= _LIMITS[key] for n in numbers):
        raise RecurrenceError(f"{key}={value}: verwacht {low} tot en met {_LIMITS[key]}, zonder 0")
    return ",".join(str(n) for n in sorted(numbers, key=lambda n: (n < 0, n)))


def _until(value: str) -> str:
    try:
        if not re.fullmatch(r"(?:19|20|21)[0-9]{6}(?:T[0-9]{6}Z?)?", value):
            raise ValueError
        moment = _moment(value)
    except ValueError:
        message = f"UNTIL={value}: verwacht een dag als 20261231 of een moment als 20261231T225959Z"
        raise RecurrenceError(message) from None
    if not isinstance(moment, datetime):
        return value
    local = moment.astimezone(ZONE)
    if (local.hour, local.minute) == (23, 59):  # how other calendars write a day inclusive
        return f"{local:%Y%m%d}"
    return f"{moment.astimezone(UTC):%Y%m%dT%H%M%SZ}"


def _moment(value: str) -> date | datetime:
    if "T" not in value:
        return datetime.strptime(value, "%Y%m%d").date()
    moment = datetime.strptime(value.rstrip("Z"), "%Y%m%dT%H%M%S")
    return moment.replace(tzinfo=UTC if value.endswith("Z") else ZONE)


def _clash(parts: Mapping[str, str]) -> str:
    """What RFC 5545 forbids (or leaves unclear) in the combination, in Dutch; or nothing."""
    freq = parts["FREQ"]
    days = parts["BYDAY"].split(",") if "BYDAY" in parts else []
    nth = [day for day in days if len(day) > 2]
    month_days = [abs(int(n)) for n in parts.get("BYMONTHDAY", "").split(",") if n]
    longest = max((29 if m == "2" else 30 if m in ("4", "6", "9", "11") else 31)
                  for m in parts.get("BYMONTH", "1").split(","))  # fmt: skip
    checks = (
        ("COUNT" in parts and "UNTIL" in parts, "COUNT en UNTIL gaan niet samen"),
        (nth and freq in ("DAILY", "WEEKLY"), f"BYDAY={parts.get('BYDAY')} past niet bij {freq}"),
        (nth and len(nth) < len(days), "BYDAY: geef alle dagen een getal, of geen"),
        (nth and "BYWEEKNO" in parts, "BYDAY met een getal past niet bij BYWEEKNO"),
        (any(abs(int(d[:-2])) > 5 for d in nth) and (freq == "MONTHLY" or "BYMONTH" in parts),
         "BYDAY: een maand heeft elke weekdag hooguit 5 keer"),
        ("BYMONTHDAY" in parts and freq == "WEEKLY", "BYMONTHDAY past niet bij WEEKLY"),
        ("BYYEARDAY" in parts and freq != "YEARLY", "BYYEARDAY past alleen bij YEARLY"),
        ("BYWEEKNO" in parts and freq != "YEARLY", "BYWEEKNO past alleen bij YEARLY"),
        ("BYWEEKNO" in parts and not days, "BYWEEKNO: zeg met BYDAY ook welke dag"),
        ("BYSETPOS" in parts and not any(k.startswith("BY") and k != "BYSETPOS" for k in parts),
         "BYSETPOS kan alleen naast een ander BY-deel"),
        (month_days and min(month_days) > longest, "die dag bestaat in die maand niet"),
    )  # fmt: skip
    return next((message for wrong, message in checks if wrong), "")


def _from_words(line: str) -> Rule:
    try:
        return _normalise(_understand(re.sub(r" ?, ?", ", ", line)))
    except KeyError:
        message = f"“{line}” is geen bekende herhaling"
    except RecurrenceError as error:
        message = f"“{line}” kan niet: {error}"
    raise RecurrenceError(message, tuple(get_close_matches(line, _phrases(), 3, 0.5)))


def _understand(line: str) -> dict[str, str]:
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
            names = _and(_CODES[day] for day in days.split(","))
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
        by_weekday.setdefault(_CODES[day[-2:]], []).append(_ORDINAL_NAMES[ordinal])
    return _and(f"{_and(ordinals)} {name}" for name, ordinals in by_weekday.items())


def _loosely(parts: Mapping[str, str]) -> str:
    """The rule without its tail in words that only a reader understands."""

    def nth(value: str) -> str:
        return _and(_nth(int(n)) for n in value.split(","))

    def weekday(day: str) -> str:
        return (f"de {_nth(int(day[:-2]))} " if day[:-2] else "") + _CODES[day[-2:]]

    said: dict[str, Callable[[str], str]] = {
        "BYMONTH": lambda value: f"in {_and(MONTHS[int(m) - 1] for m in value.split(','))}",
        "BYWEEKNO": lambda value: f"in de {nth(value)} week van het jaar",
        "BYYEARDAY": lambda value: f"op de {nth(value)} dag van het jaar",
        "BYMONTHDAY": lambda value: f"op de {nth(value)} dag van de maand",
        "BYDAY": lambda value: f"op {_and(weekday(day) for day in value.split(','))}",
        "BYSETPOS": lambda value: f"daarvan alleen de {nth(value)} keer",
        "WKST": lambda value: f"de week begint op {_CODES[value]}",
    }
    return ", ".join([_every(parts), *(say(parts[k]) for k, say in said.items() if k in parts)])


def _every(parts: Mapping[str, str]) -> str:
    singular, plural = _EVERY[parts["FREQ"]]
    match parts["FREQ"], parts.get("INTERVAL"):
        case _, None:
            return singular
        case "MONTHLY", "3":
            return "elk kwartaal"
        case "MONTHLY", "6":
            return "elk half jaar"
        case _, number:
            return f"elke {_number(int(number))} {plural}"


def _nth(number: int) -> str:
    if number in _ORDINAL_NAMES:
        return _ORDINAL_NAMES[number]
    return f"{number}e" if number > 0 else f"op {_number(-number - 1)} na laatste"


def _number(number: int) -> str:
    return _NUMBERS[number] if 2 <= number < len(_NUMBERS) else str(number)


def _count(word: str) -> int:
    return max(1, _NUMBERS.index(word)) if word in _NUMBERS else int(word)


def _day(day: date) -> str:
    return f"{day.day} {MONTHS[day.month - 1]} {day.year}"


def _listed(words: str) -> list[str]:
    return re.split(r", | en ", words)


def _and(words: Iterable[str]) -> str:
    *most, last = words
    return f"{', '.join(most)} en {last}" if most else last


def _phrases() -> list[str]:
    """Valid phrases that a mistaken one is compared with."""
    steps = [f"elke {_number(n)}" for n in range(2, 9)]
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
