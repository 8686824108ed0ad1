"""Dates, numbers and lists as a Dutch reader expects them."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime
from decimal import Decimal
from functools import lru_cache

from babel.numbers import format_decimal

from site_plugins.model.item import ZONE
from site_plugins.model.period import MONTHS
from site_plugins.model.recurrence_words import WEEKDAYS

_WEEKDAYS = tuple(WEEKDAYS)
_COUNTS = "nul een twee drie vier vijf zes zeven acht negen tien elf twaalf".split()


def long_date(day: date) -> str:
    """``zaterdag 21 november 2026``."""
    return _long(_local(day))


def plain_date(day: date) -> str:
    """``21 november 2026``."""
    return _plain(_local(day))


def month(day: date) -> str:
    """``november 2026``."""
    local = _local(day)
    return f"{MONTHS[local.month - 1]} {local.year}"


def weekday(day: date) -> str:
    """``zaterdag``."""
    return _WEEKDAYS[_local(day).weekday()]


def clock(moment: datetime) -> str:
    """``19.30``; the word "uur" follows after the last time of a sentence."""
    return moment.astimezone(ZONE).strftime("%H.%M").removeprefix("0")


def long_moment(moment: datetime) -> str:
    """``zaterdag 21 november 2026, 19.30 uur``."""
    return f"{long_date(moment)}, {clock(moment)} uur"


def time_span(start: datetime, end: datetime | None) -> str:
    """When something is, in full: one day, several days, with or without an end."""
    if end is None:
        return long_moment(start)
    if start.astimezone(ZONE).date() == end.astimezone(ZONE).date():
        return f"{long_date(start)}, {clock(start)}–{clock(end)} uur"
    return f"{long_moment(start)} tot {long_moment(end)}"


def day_span(first: date, last: date | None) -> str:
    """A whole day, or from one day to another, both included."""
    first, last = _local(first), _local(last or first)
    if first == last:
        return long_date(first)
    return f"{long_date(first)} tot en met {long_date(last)}"


def number(value: int | float | Decimal) -> str:
    """``1217``, ``12.170``, ``3,57``: four figures go without a point, as in the texts."""
    return format_decimal(value, locale="nl", group_separator=not -10_000 < value < 10_000)


def count(value: int) -> str:
    """``vier``, ``vijf``; a figure from thirteen on."""
    return _COUNTS[value] if 0 <= value < len(_COUNTS) else number(value)


def enumeration(words: Sequence[str]) -> str:
    """``a``, ``a en b``, ``a, b en c``."""
    if len(words) < 2:
        return "".join(words)
    return f"{', '.join(words[:-1])} en {words[-1]}"


def iso(moment: date) -> str:
    """For a ``datetime`` attribute: with the offset of Amsterdam where it has a time."""
    # The fold apart: the two hours in which the clock goes back are equal in Python.
    return _iso(moment, moment.fold) if isinstance(moment, datetime) else moment.isoformat()


@lru_cache(maxsize=8192)
def _iso(moment: datetime, fold: int) -> str:
    return moment.astimezone(ZONE).isoformat()


@lru_cache(maxsize=8192)
def _long(day: date) -> str:
    return f"{weekday(day)} {_plain(day)}"


@lru_cache(maxsize=8192)
def _plain(day: date) -> str:
    return f"{day.day} {month(day)}"


def _local(day: date) -> date:
    return day.astimezone(ZONE).date() if isinstance(day, datetime) else day
