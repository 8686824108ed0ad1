"""Again and again: recurrence rules, held as RFC 5545 RRULEs, read from those or from Dutch."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime
from difflib import get_close_matches

from site_plugins.model.item import ZONE
from site_plugins.model.recurrence_saying import say, say_end
from site_plugins.model.recurrence_words import CODES, EVERY

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
_CHOICE = {"DAILY": 1, "WEEKLY": 7, "MONTHLY": 31, "YEARLY": 366}
"""Days in a step, of which BYSETPOS takes some."""
_FROM_THE_END = {"BYWEEKNO", "BYYEARDAY", "BYMONTHDAY", "BYSETPOS"}
"""Where RFC 5545 takes negative numbers too."""
_LONGEST = 300
"""Characters of an RRULE: more is never a rule, and would only cost time."""
_LONGEST_WORDS = 3000
"""Characters of the words for it."""

_EXAMPLES = (
    "elke eerste vrijdag van de maand",
    "elke zes weken op maandag",
    "elk kwartaal op de tweede dinsdag",
)


class RecurrenceError(ValueError):
    """A text that isn't a rule.

    ``nearest`` holds valid Dutch phrases that look like it, the likeliest first; ``hint`` a
    sentence for the editor, where it is clear what goes elsewhere.
    """

    def __init__(self, message: str, nearest: tuple[str, ...] = (), hint: str = "") -> None:
        super().__init__(message)
        self.nearest = nearest or _EXAMPLES
        self.hint = hint


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
        """The rule in Dutch; :func:`parse_rule` gives the same rule back."""
        return say(self.parts) + say_end(self.count, self.until)


def parse_rule(text: str) -> Rule:
    """The rule that ``text`` gives: an RRULE (RFC 5545 3.3.10) or Dutch words.

    Only whole days can be chosen (no BYHOUR and finer: the time stands in ``start``).
    Raises RecurrenceError, with a message in Dutch.
    """
    line = " ".join(text.split())
    longest = _LONGEST if "=" in line else _LONGEST_WORDS
    if len(line) > longest:
        raise RecurrenceError(f"te lang: meer dan {longest} tekens")
    return _from_rrule(line.upper()) if "=" in line else _from_words(line)


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
    if freq not in EVERY:
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
        if len(nth) != len(pieces) or any(code not in CODES for _, code in nth):
            raise RecurrenceError(f"{key}={value}: verwacht dagen als MO, 1FR of -1TH")
        if any(p[:-2] and not 1 <= abs(int(p[:-2])) <= 53 for p in pieces):
            raise RecurrenceError(f"{key}={value}: het getal loopt van 1 tot en met 53")
        order = list(CODES)
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
        (any(abs(int(n)) > _CHOICE[freq] for n in parts.get("BYSETPOS", "").split(",") if n),
         f"BYSETPOS={parts.get('BYSETPOS')}: {freq} geeft er hooguit {_CHOICE[freq]} per keer"),
        (month_days and min(month_days) > longest, "die dag bestaat in die maand niet"),
    )  # fmt: skip
    return next((message for wrong, message in checks if wrong), "")


def _from_words(line: str) -> Rule:
    # Here, as these compile some sixty expressions, and most builds read no rule anew.
    from site_plugins.model.recurrence_advice import advise
    from site_plugins.model.recurrence_reading import understand
    from site_plugins.model.recurrence_spelling import tidy

    def canonical(words: str) -> str:
        """The words that a rule is said in; nothing for words that give none."""
        try:
            return _normalise(understand(words)).words
        except (KeyError, RecurrenceError):
            return ""

    words = tidy(line)
    try:
        return _normalise(understand(words))
    except KeyError:
        message = f"“{line}” is geen bekende herhaling"
    except RecurrenceError as error:
        message = f"“{line}” kan niet: {error}"
    hint, nearest = advise(words, canonical)
    raise RecurrenceError(message, nearest, hint)
