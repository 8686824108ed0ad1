"""From Dutch to the parts of an RRULE. ``docs/redactie/agenda.md`` explains it to editors.

The grammar, in which EVERY is ``elke``, ``elk``, ``iedere`` or ``ieder``; a number is a word
(``twee`` to ``twintig``) or digits; lists are ``A, B en C``; months and weekdays may be short::

    RULE    BASE [[,] CLAUSE]* [[,] END]
    BASE    EVERY [number] dag|week|maand|kwartaal|half jaar|jaar [[op] WHEN]
            om de|het [number] dag|week|maand|jaar [[op] WHEN]     (om de week: elke twee weken)
            dagelijks|wekelijks|tweewekelijks|maandelijks|jaarlijks|… [[op] WHEN]
            EVERY WEEKDAYS | doordeweeks | maandags                (per week)
            [EVERY|op de] DAYS van OF                              (per month or per year)
            EVERY DATES                                            (per year)
    WHEN    WEEKDAYS | [de] DAYS [van OF] | WEEKDAYS de DAYS | DATES
            elke WEEKDAYS [van mei en juni|van die maand|van dat jaar]
    DAYS    1e en 15e | eerste en derde dinsdag | laatste werkdag | op een na laatste dag
    OF      de maand | het kwartaal | het half jaar | het jaar | mei en juni
    DATES   21 maart | 1 en 15 mei | 1 mei en 1 november
    CLAUSE  in|behalve in MONTHS | in week 10 en 20 | in de laatste week van het jaar
            alleen op WHEN | daarvan alleen de eerste | waarbij de week op zondag begint
    END     tien keer | tot en met 31 december 2026 [17.00 uur] | tot en met december 2026
"""

from __future__ import annotations

import re
from calendar import monthrange
from collections.abc import Callable, Mapping
from datetime import UTC, date, datetime, time

from site_plugins.model.item import ZONE
from site_plugins.model.period import MONTHS
from site_plugins.model.recurrence_words import ORDINALS, TERMS, UNITS, WEEKDAYS, WORKDAYS

Parts = Mapping[str, str]


def understand(text: str) -> dict[str, str]:
    """The parts of an RRULE that tidy words name, not yet checked; KeyError for other words."""
    end: dict[str, str] = {}
    if found := re.fullmatch(r"(.+?),? tot en met (.+)", text):
        text, end["UNTIL"] = found[1], _last_moment(found[2])
    if found := re.fullmatch(r"(.+?)(,?) ([0-9]{1,5}) keer", text):
        text, comma, end["COUNT"] = found.groups()
        if not comma and _UNIT.fullmatch(text):
            raise KeyError("COUNT")  # "elke maand twee keer" may be: in every month
    return _base(text) | end


def _last_moment(text: str) -> str:
    """UNTIL for a day, the end of a month or a year, or a moment in Amsterdam."""
    if found := re.fullmatch(rf"(?:eind )?(?:({_MONTH}) )?([0-9]{{4}})", text):
        month = MONTHS.index(found[1]) + 1 if found[1] else 12
        year = int(found[2])
        return f"{year:04}{month:02}{monthrange(year, month)[1] if year else 31}"
    if found := re.fullmatch(r"([0-9]{4})-([0-9]{1,2})-([0-9]{1,2})", text):
        return f"{found[1]}{found[2]:0>2}{found[3]:0>2}"
    if found := re.fullmatch(r"([0-9]{1,2})[-/]([0-9]{1,2})[-/]([0-9]{4})", text):
        return f"{found[3]}{found[2]:0>2}{found[1]:0>2}"
    found = re.fullmatch(
        rf"([0-9]{{1,2}}) ({_MONTH}) ([0-9]{{4}})"
        r"(?: ([0-9]{1,2})[.:]([0-9]{2})(?:[.:]([0-9]{2}))?(?: uur)?( wintertijd)?)?",
        text,
    )
    if found is None:
        raise KeyError(text)
    day, month_name, year_digits, hour, minute, second, winter = found.groups()
    month = MONTHS.index(month_name) + 1
    if hour is None:
        return f"{year_digits}{month:02}{int(day):02}"
    try:
        clock = time(int(hour), int(minute), int(second or 0), fold=1 if winter else 0)
        local = datetime.combine(date(int(year_digits), month, int(day)), clock, ZONE)
        return f"{local.astimezone(UTC):%Y%m%dT%H%M%SZ}"
    except (ValueError, OverflowError):
        raise KeyError(text) from None


def _base(text: str) -> dict[str, str]:
    parts: dict[str, str] = {}
    if unit := _UNIT.match(text):
        freq, step = UNITS[unit["unit"]]
        parts = {"FREQ": freq, "INTERVAL": str(step * int(unit["n"] or 1))}
        rest = text[unit.end() :]
    elif text.startswith("elke "):
        rest = text.removeprefix("elke")
    elif _BARE.match(text):
        rest = f" {text}"
    else:
        raise KeyError(text)
    while rest:
        found, meant = _clause(rest, parts)
        days = _DAY_PARTS & parts.keys() and _DAY_PARTS & meant.keys()
        if days and not found.groupdict().get("only"):
            raise KeyError(rest)  # "elke maandag 15e" may be one of both, or both at once
        for key, value in meant.items():
            if parts.setdefault(key, value) != value:
                raise KeyError(key)
        rest = rest[found.end() :]
    return parts


def _clause(rest: str, parts: Parts) -> tuple[re.Match[str], dict[str, str]]:
    """The first clause, and what it means after the parts before it."""
    for pattern, meaning in _CLAUSES:
        if found := pattern.match(rest):
            return found, meaning(found, parts)
    raise KeyError(rest)


def _months(found: re.Match[str], parts: Parts) -> dict[str, str]:
    if parts["FREQ"] == "YEARLY" and ("BYSETPOS" in parts or _counted(parts)):
        raise KeyError("BYMONTH")  # it would make "of the year" mean "of the month"
    numbers = _month_numbers(found["months"]).split(",")
    if found["but"]:
        numbers = [str(n) for n in range(1, 13) if str(n) not in numbers]
    return {"BYMONTH": ",".join(numbers)}


def _weeks(found: re.Match[str], parts: Parts) -> dict[str, str]:
    return {"BYWEEKNO": _week_numbers(found)}


def _choice(found: re.Match[str], parts: Parts) -> dict[str, str]:
    return {"BYSETPOS": _numbers(found["nth"])}


def _begin_of_week(found: re.Match[str], parts: Parts) -> dict[str, str]:
    return {"WKST": WEEKDAYS[found["day"]]}


def _dates(found: re.Match[str], parts: Parts) -> dict[str, str]:
    """``1 en 15 mei``, ``1 mei en 1 november``: the same days in each month."""
    by_month: dict[str, list[str]] = {}
    waiting: list[str] = []
    for piece in _listed(found["dates"]):
        day, _, month = piece.partition(" ")
        waiting.append(day)
        if month:
            by_month.setdefault(_month_numbers(month), []).extend(waiting)
            waiting = []
    first, *others = by_month.values()
    if any(sorted(days) != sorted(first) for days in others):
        raise KeyError(found["dates"])
    return {"FREQ": "YEARLY", "BYMONTH": ",".join(by_month), "BYMONTHDAY": ",".join(first)}


def _weekdays(found: re.Match[str], parts: Parts) -> dict[str, str]:
    names = _listed(found["weekdays"])
    days = {"BYDAY": ",".join(WEEKDAYS.get(name, WORKDAYS) for name in names)}
    freq = parts.get("FREQ", "WEEKLY")
    of = {"BYMONTH": _month_numbers(found["months"])} if found["months"] else {}
    if found["numbers"]:
        if freq != "MONTHLY":
            raise KeyError("BYMONTHDAY")
        return days | {"BYMONTHDAY": _numbers(found["numbers"])}
    if found["weeks"] or found["nth"]:
        return days | {"BYWEEKNO": _week_numbers(found)}
    if of and freq not in ("WEEKLY", "YEARLY"):
        raise KeyError("BYMONTH")
    if found["within"] and found["within"] != {"MONTHLY": "die maand", "YEARLY": "dat jaar"}[freq]:
        raise KeyError("INTERVAL")
    # "elke maand op maandag" may be any Monday of it, and "elk kwartaal elke maandag" those of
    # all three months: rather no rule than a wrong one.
    clear = "INTERVAL" not in parts or parts["INTERVAL"] == "1" or found["within"] or of
    all_of_them = found["all"] and clear and freq in ("MONTHLY", "YEARLY")
    if freq == "WEEKLY" or all_of_them or found["only"] or "BYWEEKNO" in parts:
        return {"FREQ": freq} | days | of
    raise KeyError("BYDAY")


def _counted_days(found: re.Match[str], parts: Parts) -> dict[str, str]:
    """Days that are counted in a month or a year: dates, nth weekdays, nth working days."""
    kind, days = _chosen(found["days"])
    freq, of = parts.get("FREQ", ""), found["of"] or ""
    _, _, term = of.partition(" ")
    if term in TERMS and not freq:
        return {"FREQ": "MONTHLY", "BYMONTH": _term_months(term, kind, days)} | days
    if term == "jaar" and freq in ("", "YEARLY"):
        if kind == "day":
            return {"FREQ": "YEARLY", "BYYEARDAY": days["BYMONTHDAY"]}
        if kind != "date" and "BYMONTH" not in parts:
            return {"FREQ": "YEARLY"} | days
    if found["months"]:
        months = _month_numbers(found["months"])
        # BYSETPOS chooses once from a year: one working day of each month is monthly.
        every = "MONTHLY" if kind == "workday" and "," in months else "YEARLY"
        if freq in ("", every):
            return {"FREQ": every, "BYMONTH": months} | days
    elif term in ("maand", ""):
        if freq in ("", "MONTHLY") and (freq or of or _only_in_a_month(kind, days)):
            return {"FREQ": "MONTHLY"} | days
        limit = found["only"] and kind in ("date", "day")
        in_months = freq == "YEARLY" and "BYMONTH" in parts and kind != "workday"
        each_month = freq == "YEARLY" and of == "elke maand" and kind in ("date", "day")
        if freq != "WEEKLY" and (limit or in_months or each_month):
            return days
    raise KeyError(found["days"])


def _chosen(words: str) -> tuple[str, dict[str, str]]:
    """What is counted (``date``, ``day``, ``weekday``, ``workday``), and its parts."""
    pairs: list[tuple[str, str]] = []
    waiting: list[str] = []  # "eerste" of "eerste en derde dinsdag"
    for piece in _listed(words):
        nth, _, noun = piece.partition(" ")
        waiting.append(nth)
        if noun:
            pairs += [(_number(word), noun) for word in waiting]
            waiting = []
    if waiting:
        if pairs or not all(word[0].isdigit() for word in waiting):
            raise KeyError(words)
        return "date", {"BYMONTHDAY": ",".join(_number(word) for word in waiting)}
    nouns = {noun for _, noun in pairs}
    numbers = ",".join(n for n, _ in pairs)
    if nouns == {"dag"}:
        return "day", {"BYMONTHDAY": numbers}
    if nouns == {"werkdag"}:
        return "workday", {"BYDAY": WORKDAYS, "BYSETPOS": numbers}
    return "weekday", {"BYDAY": ",".join(f"{n}{WEEKDAYS[noun]}" for n, noun in pairs)}


def _only_in_a_month(kind: str, days: Parts) -> bool:
    """Whether ``elke`` with these days means nothing else: "elke tweede vrijdag" may be in two
    weeks, and "elke laatste dag" of anything.
    """
    match kind:
        case "weekday" | "workday":
            counted = days.get("BYSETPOS", days["BYDAY"])
            return "," in counted or counted[0] in "-1"
        case _:
            return kind == "date"


def _term_months(term: str, kind: str, days: Parts) -> str:
    counted = days.get("BYMONTHDAY") or days.get("BYSETPOS") or days["BYDAY"]
    numbers = [int(n) for n in re.findall("-?[0-9]+", counted)]
    # The fifth Friday of a quarter may be in its second month, and so may the 29th day.
    most = 28 if kind in ("date", "day") else 4
    first, last = TERMS[term]
    if all(1 <= n <= most for n in numbers):
        return first
    if all(-most <= n <= -1 for n in numbers):
        return last
    raise KeyError(term)


def _counted(parts: Parts) -> bool:
    return parts.get("BYDAY", "")[:1] in set("-123456789")


def _listed(words: str) -> list[str]:
    return [piece.removeprefix("de ") for piece in re.split(r", | en ", words)]


def _number(word: str) -> str:
    return str(ORDINALS[word]) if word in ORDINALS else word.removesuffix("e")


def _numbers(words: str) -> str:
    return ",".join(_number(word) for word in _listed(words))


def _month_numbers(words: str) -> str:
    return ",".join(str(MONTHS.index(name) + 1) for name in _listed(words))


def _week_numbers(found: re.Match[str]) -> str:
    return ",".join(_listed(found["weeks"])) if found["weeks"] else _numbers(found["nth"])


def _list(piece: str) -> str:
    return rf"(?:de )?{piece}(?:(?:, | en )(?:de )?{piece})*"


_MONTH = f"(?:{'|'.join(MONTHS)})"
_MONTHS = _list(_MONTH)
_DAY = f"(?:{'|'.join(WEEKDAYS)}|werkdag)"
_ORDINAL = rf"(?:-?[0-9]{{1,3}}e|{'|'.join(ORDINALS)})"
_DAYS = rf"(?P<days>{_list(rf'{_ORDINAL}(?: (?:{_DAY}|dag)(?![^ ,]))?')})"
_OF = (
    rf" (?:van|in) (?:(?P<of>(?:de|elke) maand|(?:het|elke) (?:kwartaal|half jaar|jaar))"
    rf"|(?P<months>{_MONTHS}))"
)
_WEEKS = (
    rf"in (?:week (?P<weeks>{_list('[0-9]{1,2}')})"
    rf"|(?P<nth>{_list(_ORDINAL)}) week(?: van het jaar)?)"
)
_UNIT = re.compile(rf"elke (?:(?P<n>[0-9]{{1,4}}) )?(?P<unit>{'|'.join(UNITS)})(?![^ ,])")
_BARE = re.compile(rf"(?:op )?{_DAYS}{_OF}(?![^ ,])")
"""All that may stand without ``elke``."""

_DAY_PARTS = {"BYDAY", "BYMONTHDAY", "BYYEARDAY"}
Meaning = Callable[[re.Match[str], Parts], dict[str, str]]
_CLAUSES: tuple[tuple[re.Pattern[str], Meaning], ...] = tuple(
    (re.compile(rf",? {pattern}(?![^ ,])"), meaning)
    for pattern, meaning in (
        (rf"(?:(?P<but>(?:behalve|niet)(?: in)?)|(?:alleen )?in) (?P<months>{_MONTHS})", _months),
        (_WEEKS, _weeks),
        (rf"daarvan alleen (?P<nth>{_list(_ORDINAL)})", _choice),
        (rf"waarbij de week op (?P<day>{'|'.join(WEEKDAYS)}) begint", _begin_of_week),
        (rf"(?:op )?(?P<dates>(?:[0-9]{{1,2}}(?: {_MONTH})?(?:, | en ))*[0-9]{{1,2}} {_MONTH})",
         _dates),
        (rf"(?P<only>alleen )?(?:op )?{_DAYS}(?:{_OF})?", _counted_days),
        (rf"(?P<only>alleen )?(?:op )?(?P<all>elke )?(?P<weekdays>{_list(_DAY)})"
         rf"(?: van (?P<months>{_MONTHS})| van (?P<within>die maand|dat jaar)"
         rf"| de (?P<numbers>{_list('[0-9]{1,2}e')})| {_WEEKS})?",
         _weekdays),
    )
)  # fmt: skip
