"""Readers of time: days, moments, durations, periods, recurrences."""

from __future__ import annotations

import re
from datetime import UTC, date, datetime, timedelta
from functools import lru_cache

from site_plugins.loading.nodes import Node
from site_plugins.loading.place import Place, scalar
from site_plugins.loading.problems import shown
from site_plugins.model.item import ZONE
from site_plugins.model.period import EXAMPLES, MONTHS, Period, parse_period
from site_plugins.model.recurrence import RecurrenceError, Rule, parse_rule

_DATE = re.compile(r"(\d{4})-(\d{1,2})-(\d{1,2})", re.ASCII)


_MOMENT = re.compile(
    r"(\d{4})-(\d{1,2})-(\d{1,2})"
    r"(?:(?:[Tt]|\s+)(\d{1,2})[:.](\d{2})(?::(\d{2})(?:\.(\d+))?)?(?: uur)?"
    r"\s*(?:([Zz])|([+-])(\d{2}):?(\d{2}))?)?",
    re.ASCII,
)


FIRST_YEAR, LAST_YEAR = 1850, 2150


def read_day(node: Node, place: Place) -> date | None:
    """A date without a time."""
    found = scalar(node, place)
    if found is None:
        return None
    match = _DATE.fullmatch(found.text)
    if not match:
        _not_a_date(node, place, found.text)
        return None
    return _date(node, place, *(int(part) for part in match.groups()))


@lru_cache(maxsize=4096)
def parse_moment(text: str) -> datetime | str:
    """A date with or without a time, in Amsterdam unless it has an offset; or what is wrong.

    >>> parse_moment("2026-11-22").isoformat()
    '2026-11-22T00:00:00+01:00'
    """
    match = _MOMENT.fullmatch(text)
    if not match:
        return "is geen datum zoals 2026-11-22 of 2026-11-22 19:30"
    year, month, day, hour, minute, second, fraction, utc, sign, hours, minutes = match.groups()
    if not FIRST_YEAR <= int(year) <= LAST_YEAR:
        return f"heeft een jaar buiten {FIRST_YEAR}–{LAST_YEAR}"
    try:
        moment = datetime(
            int(year), int(month), int(day), int(hour or 0), int(minute or 0), int(second or 0)
        )
    except ValueError:
        return "bestaat niet: kijk dag, maand en tijd na"
    if fraction and int(fraction):
        # Moments are whole seconds here: rather a part of one later than sooner.
        moment += timedelta(seconds=1)
    if utc or sign:
        if int(hours or 0) > 14 or int(minutes or 0) > 59:
            return "heeft een tijdzone die niet bestaat"
        offset = "+00:00" if utc else f"{sign}{hours}:{minutes}"
        return datetime.fromisoformat(f"{moment.isoformat()}{offset}").astimezone(ZONE)
    local = moment.replace(tzinfo=ZONE)
    if local.astimezone(UTC).astimezone(ZONE).replace(tzinfo=None) != moment:
        return "bestaat niet: die nacht gaat de klok een uur vooruit"
    return local


def read_moment(node: Node, place: Place) -> datetime | None:
    """A date with or without a time."""
    found = scalar(node, place)
    if found is None:
        return None
    moment = parse_moment(found.text)
    if isinstance(moment, str):
        if _MOMENT.fullmatch(found.text):
            place.wrong(node, f"{shown(found.text)} {moment}.")
        else:
            _not_a_date(node, place, found.text)
        return None
    return moment


def _not_a_date(node: Node, place: Place, text: str) -> None:
    hint = ""
    # Not of 11/18/2026: the month is the second number here, and there are twelve.
    if match := re.fullmatch(r"(\d{1,2})[-/. ](0?[1-9]|1[0-2])[-/. ](\d{4})(.*)", text):
        day, month, year, rest = match.groups()
        hint = f" Schrijf eerst het jaar: {year}-{month:0>2}-{day:0>2}{rest}."
    elif re.fullmatch(r"\d{1,2}[:.]\d{2}", text):
        hint = " De dag ontbreekt nog."
    elif _MOMENT.fullmatch(text):
        hint = " Laat de tijd hier weg."
    place.wrong(node, f"{shown(text)} is geen datum die ik kan lezen.{hint}")


def _date(node: Node, place: Place, year: int, month: int, day: int) -> date | None:
    try:
        found = date(year, month, day)
    except ValueError:
        place.wrong(node, f"{year}-{month:02}-{day:02} bestaat niet: kijk dag en maand na.")
        return None
    if not FIRST_YEAR <= year <= LAST_YEAR:
        place.wrong(node, f"het jaar {year} ligt buiten {FIRST_YEAR}–{LAST_YEAR}.")
        return None
    return found


def read_duration(node: Node, place: Place) -> int | None:
    """Seconds, from seconds, ``mm:ss`` or ``uu:mm:ss``."""
    found = scalar(node, place)
    if found is None:
        return None
    if not re.fullmatch(r"\d{1,6}|\d{1,3}:[0-5]\d|\d{1,2}:[0-5]\d:[0-5]\d", found.text):
        place.wrong(node, f"{shown(found.text)} is geen duur zoals 24:30 of 1:05:00.")
        return None
    seconds = 0
    for part in found.text.split(":"):
        seconds = seconds * 60 + int(part)
    return seconds


def read_vague(node: Node, place: Place) -> str | None:
    """A year, a month, a day or words; what is written as a date is told as readers say it."""
    found = scalar(node, place)
    if found is None:
        return None
    day = re.fullmatch(r"(\d{4})-(\d{2})(?:-(\d{2}))?", found.text)
    if not day or not 1 <= int(day[2]) <= 12:
        return found.text
    month = f"{MONTHS[int(day[2]) - 1]} {day[1]}"
    return f"{int(day[3])} {month}" if day[3] else month


def read_until(node: Node, place: Place) -> str | None:
    """The same for an end, where "heden" says that there is none yet."""
    vague = read_vague(node, place)
    return None if vague in ("heden", "nu") else vague


def read_period(node: Node, place: Place) -> Period | None:
    """A vague time."""
    found = scalar(node, place)
    if found is None:
        return None
    period = parse_period(found.text)
    if period is None:
        place.wrong(
            node,
            f"{shown(found.text)} is geen periode. Wel: {', '.join(EXAMPLES)}.",
        )
    return period


def read_rule(node: Node, place: Place) -> Rule | None:
    """A recurrence in Dutch words or as an RRULE."""
    found = scalar(node, place)
    if found is None:
        return None
    try:
        return parse_rule(found.text)
    except RecurrenceError as error:
        if "=" in found.text:
            place.wrong(
                node,
                f"{shown(found.text)} is geen goede herhaling (RRULE): {error}. Schrijf het"
                " liever in woorden.",
            )
            return None
        phrases = " of ".join(f"'{phrase}'" for phrase in error.nearest)
        message = f"{shown(found.text)} is geen herhaling die ik ken. {error.hint}".strip()
        place.wrong(node, f"{message} Bedoelde je {phrases}?")
        return None
