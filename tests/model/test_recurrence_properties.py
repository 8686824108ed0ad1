"""Properties of the grammar of recurrence: every rule has words, and the words give it back."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from site_plugins.model.recurrence import RecurrenceError, parse_rule
from site_plugins.model.recurrence_words import WEEKDAYS

CODES = tuple(WEEKDAYS.values())


def _listed(values: st.SearchStrategy[object], most: int = 4) -> st.SearchStrategy[str]:
    return st.lists(values.map(str), min_size=1, max_size=most).map(",".join)


def _signed(most: int) -> st.SearchStrategy[object]:
    return st.integers(1, most) | st.integers(-most, -1)


_WEEKDAY = st.sampled_from(CODES)
_ORDINAL = st.sampled_from(["1", "2", "3", "4", "5", "-1", "-2", "-5", "20", "-30"])
_PARTS = {
    "INTERVAL": st.integers(1, 30).map(str),
    "BYMONTH": _listed(st.integers(1, 12), 11)
    | st.sampled_from(["1,4,7,10", "3,6,9,12", "1,7", "6,12"]),
    "BYMONTHDAY": _listed(_signed(31)) | st.sampled_from(["1", "-1"]),
    "BYDAY": _listed(_WEEKDAY)
    | _listed(st.builds(str.__add__, _ORDINAL, _WEEKDAY))
    | st.just("MO,TU,WE,TH,FR"),
    "BYSETPOS": _listed(_signed(5), 2) | _listed(_signed(40), 2),
    "BYYEARDAY": _listed(_signed(366)),
    "BYWEEKNO": _listed(_signed(53)),
    "WKST": _WEEKDAY,
    "COUNT": st.integers(1, 40).map(str),
    "UNTIL": st.dates(date(1900, 1, 1), date(2199, 12, 31)).map("{:%Y%m%d}".format)
    | st.sampled_from(["20270101T120000Z", "20271031T003000Z", "20271031T013000Z"]),
}
_FREQ = st.sampled_from(["DAILY", "WEEKLY", "MONTHLY", "MONTHLY", "YEARLY", "YEARLY"])
_NEVER_WITH = {
    "DAILY": {"BYWEEKNO", "BYYEARDAY"},
    "WEEKLY": {"BYWEEKNO", "BYYEARDAY", "BYMONTHDAY"},
    "MONTHLY": {"BYWEEKNO", "BYYEARDAY"},
    "YEARLY": set[str](),
}


@st.composite
def rrules(draw: st.DrawFn) -> str:
    """Any RRULE of known parts; not every combination is allowed."""
    freq = draw(_FREQ)
    apart = draw(st.sampled_from(["COUNT", "UNTIL"]))
    known = sorted(_PARTS.keys() - _NEVER_WITH[freq] - {apart})
    keys = draw(st.lists(st.sampled_from(known), unique=True, max_size=5))
    return ";".join([f"FREQ={freq}", *(f"{key}={draw(_PARTS[key])}" for key in keys)])


@settings(max_examples=300)
@given(rrules())
@example("FREQ=DAILY;BYMONTH=1,2,3,4,5,6,7,8,9,10,11,12")
def test_every_rule_has_words_that_give_it_back(text: str) -> None:
    _comes_back(text)


@pytest.mark.slow
@settings(max_examples=1500)
@given(rrules())
def test_every_rule_has_words_that_give_it_back_at_length(text: str) -> None:
    _comes_back(text)


def _comes_back(text: str) -> None:
    try:
        rule = parse_rule(text)
    except RecurrenceError:
        return
    assert parse_rule(rule.rrule) == rule
    assert parse_rule(rule.words) == rule


@st.composite
def phrases(draw: st.DrawFn) -> str:
    number = draw(st.sampled_from(["", "twee ", "3 ", "zes ", "twaalf ", "17 "]))
    unit = draw(st.sampled_from(["week", "maand", "kwartaal", "half jaar", "jaar"]))
    every = draw(st.sampled_from(["elke", "iedere", "elk"])) + f" {number}{unit}"
    weekday = draw(st.sampled_from(list(WEEKDAYS)))
    nth = draw(st.sampled_from(["eerste", "tweede", "vijfde", "laatste", "eerste en derde"]))
    when = {"week": weekday, "jaar": f"de {nth} {weekday} van mei"}.get(unit, f"de {nth} {weekday}")
    tail = draw(st.sampled_from(["", ", tien keer", ", 3 keer", " tot en met 1 mei 2027"]))
    return every + draw(st.sampled_from(["", f" op {when}"])) + tail


@given(phrases())
def test_every_phrase_of_the_grammar_comes_back(phrase: str) -> None:
    rule = parse_rule(phrase)
    assert parse_rule(rule.words) == rule
    assert parse_rule(rule.words).words == rule.words


_WORD = st.sampled_from(
    "elke elk op de in van maand jaar week weken kwartaal dag werkdag laatste eerste tweede"
    " behalve alleen daarvan keer 1e 2 13 2027 tot en met t/m om , 's x mei juli maandag"
    " maandags dinsdag vrijdag vrijdagavond".split()
)


@st.composite
def nearly_phrases(draw: st.DrawFn) -> str:
    """A phrase of which one word is gone or another: some still are a rule."""
    words = draw(phrases()).split()
    place = draw(st.integers(0, len(words) - 1))
    words[place : place + 1] = draw(st.lists(_WORD, max_size=2))
    return " ".join(words)


@given(nearly_phrases() | st.lists(_WORD, max_size=9).map(" ".join) | st.text(max_size=60))
def test_any_text_gives_a_rule_or_phrases_that_do(text: str) -> None:
    try:
        rule = parse_rule(text)
    except RecurrenceError as error:
        assert error.nearest
        assert all(parse_rule(phrase).words == phrase for phrase in error.nearest)
    else:
        assert parse_rule(rule.words) == rule
