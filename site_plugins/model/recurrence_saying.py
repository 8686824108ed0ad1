"""From the parts of an RRULE to Dutch: the words that ``recurrence_reading`` reads back."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import date, datetime

from site_plugins.model.item import ZONE
from site_plugins.model.period import MONTHS
from site_plugins.model.recurrence_words import (
    CODES,
    EVERY,
    TERMS,
    WORKDAYS,
    day_words,
    joined,
    number_words,
    ordinal,
)


def say(parts: Mapping[str, str]) -> str:
    """A rule without its tail (COUNT and UNTIL). The parts are normalised, as ``Rule`` has them."""
    left = {key: parts[key] for key in parts if key not in ("FREQ", "INTERVAL", "COUNT", "UNTIL")}
    match parts["FREQ"]:
        case "DAILY":
            said = _every(parts)
        case "WEEKLY":
            said = _per_week(parts, left)
        case "MONTHLY":
            said = _per_month(parts, left)
        case _:
            said = _per_year(parts, left)
    return said + "".join(_limits(said, parts, left))


def say_end(count: int | None, until: date | datetime | None) -> str:
    """COUNT or UNTIL, with the comma before it; nothing for a rule without an end."""
    if count:
        return f", {number_words(count)} keer"
    match until:
        case datetime():
            local = until.astimezone(ZONE)
            clock = f"{local:%H.%M.%S}" if local.second else f"{local:%H.%M}"
            winter = " wintertijd" if local.fold else ""
            return f", tot en met {day_words(local)} {clock} uur{winter}"
        case date():
            return f", tot en met {day_words(until)}"
    return ""


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


def _per_week(parts: Mapping[str, str], left: dict[str, str]) -> str:
    days = left.pop("BYDAY", "")
    if not days:
        return _every(parts)
    if "INTERVAL" not in parts and (days == WORKDAYS or len(days) == 2):
        return f"elke {_weekdays(days, 'werkdag')}"
    return f"{_every(parts)} op {_weekdays(days)}"


def _per_month(parts: Mapping[str, str], left: dict[str, str]) -> str:
    every, once = _every(parts), "INTERVAL" not in parts
    by_day, by_date = left.get("BYDAY", ""), left.get("BYMONTHDAY", "")
    if by_date and by_day and "-" not in by_date and not _counted(by_day) and by_day != WORKDAYS:
        del left["BYDAY"], left["BYMONTHDAY"]
        return f"{every} op {_weekdays(by_day)} de {_dates(by_date)}"
    days = _days(left)
    if not days:
        return every
    if days.startswith("elke "):
        if once:
            return f"{every} op {days}"
        return f"elke {number_words(int(parts['INTERVAL']))} maanden op {days} van die maand"
    if once and (term := _term(parts)):
        del left["BYMONTH"]
        return f"elke {'eerste dag' if days == '1e' else days} van het {term}"
    if once and days[0].isalpha() and not days.startswith("op "):
        return f"elke {days} van de maand"
    return f"{every} op de {days}"


def _per_year(parts: Mapping[str, str], left: dict[str, str]) -> str:
    every = _every(parts)
    if weeks := left.pop("BYWEEKNO", ""):
        return f"{every} op {_weekdays(left.pop('BYDAY'))} in {_weeks(weeks)}"
    if numbers := left.pop("BYYEARDAY", ""):
        return f"{every} op de {_ordinals(numbers)} dag van het jaar"
    months = left.get("BYMONTH", "")
    by_date = left.get("BYMONTHDAY", "")
    if months and by_date and "-" not in by_date and "," not in by_date:
        del left["BYMONTH"], left["BYMONTHDAY"]
        return f"{every} op {joined(f'{by_date} {month}' for month in _month_names(months))}"
    # BYSETPOS chooses from the year as a whole, so only one month may be named in its words.
    days = _days(left, of_one="," not in months)
    if not days:
        return every
    of = "elke maand" if by_date else "het jaar"
    if months:
        del left["BYMONTH"]
        of = joined(_month_names(months))
    if days.startswith("elke "):
        year = " van dat jaar" if "INTERVAL" in parts else ""
        return f"{every} op {days} van {of}" if months else f"{every} op {days}{year}"
    return f"{every} op de {days} van {of}"


def _days(left: dict[str, str], of_one: bool = True) -> str:
    """The days in a month or year, taken out of ``left``; nothing where no part chooses them."""
    if numbers := left.pop("BYMONTHDAY", ""):
        return _dates(numbers)
    codes = left.pop("BYDAY", "")
    if codes == WORKDAYS and of_one and "BYSETPOS" in left:
        return f"{_ordinals(left.pop('BYSETPOS'))} werkdag"
    if not codes:
        return ""
    return _nth_weekdays(codes) if _counted(codes) else f"elke {_weekdays(codes, 'werkdag')}"


def _limits(said: str, parts: Mapping[str, str], left: Mapping[str, str]) -> list[str]:
    """Clauses for the parts that are not said yet: each takes some of the days away."""
    clauses = []
    if months := left.get("BYMONTH"):
        names = list(_month_names(months))
        others = [name for name in MONTHS if name not in names]
        if 0 < len(others) < len(names) - 1:
            clauses.append(f", behalve in {joined(others)}")
        else:
            plain = parts["FREQ"] in ("DAILY", "WEEKLY") or said == _every(parts)
            clauses.append(f"{'' if plain else ','} in {joined(names)}")
    if numbers := left.get("BYYEARDAY"):
        clauses.append(f", alleen op de {_ordinals(numbers)} dag van het jaar")
    if numbers := left.get("BYMONTHDAY"):
        clauses.append(f", alleen op de {_dates(numbers)} van de maand")
    if codes := left.get("BYDAY"):
        if _counted(codes):
            of = "het jaar" if parts["FREQ"] == "YEARLY" and "BYMONTH" not in parts else "de maand"
            clauses.append(f", alleen op de {_nth_weekdays(codes)} van {of}")
        else:
            clauses.append(f", alleen op {_weekdays(codes)}")
    if numbers := left.get("BYSETPOS"):
        clauses.append(f", daarvan alleen de {_ordinals(numbers)}")
    if code := left.get("WKST"):
        clauses.append(f", waarbij de week op {CODES[code]} begint")
    return clauses


def _counted(codes: str) -> bool:
    return codes[:1] in set("-123456789")


def _term(parts: Mapping[str, str]) -> str:
    """The part of a year of which this is the begin or the end, if any: ``kwartaal``.

    The first four Mondays of a month are those of its quarter too; of its days only the first is.
    """
    by_day = parts.get("BYDAY", "")
    counted = parts.get("BYMONTHDAY") or (by_day if _counted(by_day) else parts["BYSETPOS"])
    numbers = {int(n) for n in re.findall("-?[0-9]+", counted)}
    most = 1 if "BYMONTHDAY" in parts else 4
    at_begin = all(1 <= n <= most for n in numbers)
    at_end = all(-most <= n <= -1 for n in numbers)
    for term, (first, last) in TERMS.items():
        if parts.get("BYMONTH") == (first if at_begin else last if at_end else ""):
            return term
    return ""


def _weekdays(codes: str, all_five: str = "werkdagen") -> str:
    if codes == WORKDAYS:
        return all_five
    return joined(CODES[code] for code in codes.split(","))


def _nth_weekdays(codes: str) -> str:
    by_weekday: dict[str, list[str]] = {}
    for code in codes.split(","):
        by_weekday.setdefault(CODES[code[-2:]], []).append(ordinal(int(code[:-2])))
    return joined(f"{joined(ordinals)} {name}" for name, ordinals in by_weekday.items())


def _dates(numbers: str) -> str:
    days = [f"{n}e" if int(n) > 0 else ordinal(int(n)) for n in numbers.split(",")]
    return joined(days) + (" dag" if "-" in numbers else "")


def _ordinals(numbers: str) -> str:
    return joined(ordinal(int(n)) for n in numbers.split(","))


def _month_names(numbers: str) -> list[str]:
    return [MONTHS[int(number) - 1] for number in numbers.split(",")]


def _weeks(numbers: str) -> str:
    if "-" in numbers:
        return f"de {_ordinals(numbers)} week van het jaar"
    return f"week {joined(numbers.split(','))}"
