"""The Dutch grammar of recurrence and the RRULEs that it stands for."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from site_plugins.model.recurrence import RecurrenceError, Rule, parse_rule
from site_plugins.model.recurrence_words import WEEKDAYS

CODES = tuple(WEEKDAYS.values())
SLOW = settings(deadline=None)
"""Looking for the nearest phrases takes its time, and more of it on a busy machine."""

CANONICAL = {
    "elke dag": "FREQ=DAILY",
    "elke drie dagen": "FREQ=DAILY;INTERVAL=3",
    "elke werkdag": "FREQ=WEEKLY;BYDAY=MO,TU,WE,TH,FR",
    "elke maandag": "FREQ=WEEKLY;BYDAY=MO",
    "elke week op maandag en woensdag": "FREQ=WEEKLY;BYDAY=MO,WE",
    "elke week op maandag, woensdag en vrijdag": "FREQ=WEEKLY;BYDAY=MO,WE,FR",
    "elke twee weken op dinsdag": "FREQ=WEEKLY;INTERVAL=2;BYDAY=TU",
    "elke zes weken op maandag": "FREQ=WEEKLY;INTERVAL=6;BYDAY=MO",
    "elke zes weken": "FREQ=WEEKLY;INTERVAL=6",
    "elke 13 weken": "FREQ=WEEKLY;INTERVAL=13",
    "elke eerste vrijdag van de maand": "FREQ=MONTHLY;BYDAY=1FR",
    "elke eerste en derde dinsdag van de maand": "FREQ=MONTHLY;BYDAY=1TU,3TU",
    "elke tweede dinsdag en eerste vrijdag van de maand": "FREQ=MONTHLY;BYDAY=2TU,1FR",
    "elke laatste donderdag van de maand": "FREQ=MONTHLY;BYDAY=-1TH",
    "elke voorlaatste donderdag van de maand": "FREQ=MONTHLY;BYDAY=-2TH",
    "elke maand op de 15e": "FREQ=MONTHLY;BYMONTHDAY=15",
    "elke maand op de 1e en 15e": "FREQ=MONTHLY;BYMONTHDAY=1,15",
    "elke laatste dag van de maand": "FREQ=MONTHLY;BYMONTHDAY=-1",
    "elke twee maanden op de eerste maandag": "FREQ=MONTHLY;INTERVAL=2;BYDAY=1MO",
    "elk kwartaal op de tweede dinsdag": "FREQ=MONTHLY;INTERVAL=3;BYDAY=2TU",
    "elk half jaar op de eerste maandag": "FREQ=MONTHLY;INTERVAL=6;BYDAY=1MO",
    "elke twaalf maanden": "FREQ=MONTHLY;INTERVAL=12",
    "elk jaar": "FREQ=YEARLY",
    "elke vier jaar": "FREQ=YEARLY;INTERVAL=4",
    "elk jaar op 21 maart": "FREQ=YEARLY;BYMONTH=3;BYMONTHDAY=21",
    "elk jaar op 29 februari": "FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=29",
    "elk jaar op de eerste maandag van mei": "FREQ=YEARLY;BYMONTH=5;BYDAY=1MO",
    "elke maandag, tien keer": "FREQ=WEEKLY;BYDAY=MO;COUNT=10",
    "elke maandag, 24 keer": "FREQ=WEEKLY;BYDAY=MO;COUNT=24",
    "elke maandag, tot en met 31 december 2026": "FREQ=WEEKLY;BYDAY=MO;UNTIL=20261231",
}

VARIANTS = {
    "  Elke\n  EERSTE vrijdag van de maand. ": "elke eerste vrijdag van de maand",
    "de eerste vrijdag van de maand": "elke eerste vrijdag van de maand",
    "iedere eerste vrijdag van de maand": "elke eerste vrijdag van de maand",
    "elke maand op de derde donderdag": "elke derde donderdag van de maand",
    "elke maand op de derde donderdag van de maand": "elke derde donderdag van de maand",
    "derde vrijdag en eerste vrijdag van de maand": "elke eerste en derde vrijdag van de maand",
    "elke 1e vrijdag van de maand": "elke eerste vrijdag van de maand",
    "elke 1e en 3e vrijdag van de maand": "elke eerste en derde vrijdag van de maand",
    "elke 15e van de maand": "elke maand op de 15e",
    "maandelijks op de 1ste en de 15de": "elke maand op de 1e en 15e",
    "om de week op dinsdag": "elke twee weken op dinsdag",
    "om de 2 weken op dinsdag": "elke twee weken op dinsdag",
    "elke 2 weken op dinsdag": "elke twee weken op dinsdag",
    "om de dag": "elke twee dagen",
    "om de zes weken op maandag": "elke zes weken op maandag",
    "wekelijks op maandag en woensdag": "elke week op maandag en woensdag",
    "elke woensdag en maandag": "elke week op maandag en woensdag",
    "elke maandag,dinsdag , woensdag, donderdag en vrijdag": "elke werkdag",
    "elke week op werkdagen": "elke werkdag",
    "elke drie maanden op de tweede dinsdag": "elk kwartaal op de tweede dinsdag",
    "elk halfjaar": "elk half jaar",
    "jaarlijks op 21 maart": "elk jaar op 21 maart",
    "elke eerste maandag van mei": "elk jaar op de eerste maandag van mei",
    "elke maandag 10 keer": "elke maandag, tien keer",
    "elke maandag t/m 31 december 2026": "elke maandag, tot en met 31 december 2026",
    "RRULE:FREQ=MONTHLY;BYDAY=1FR": "elke eerste vrijdag van de maand",
    "freq=weekly; interval=1; wkst=su; byday=mo": "elke maandag",
    "FREQ=WEEKLY;BYDAY=MO;UNTIL=20261231T225959Z": "elke maandag, tot en met 31 december 2026",
    "FREQ=WEEKLY;BYDAY=MO;UNTIL=20261231T235959": "elke maandag, tot en met 31 december 2026",
}

ONLY_READABLE = {
    "FREQ=MONTHLY;BYDAY=MO,TU,WE,TH,FR;BYSETPOS=1": (
        "elke maand, op maandag, dinsdag, woensdag, donderdag en vrijdag, "
        "daarvan alleen de eerste keer"
    ),
    "FREQ=YEARLY;BYDAY=20MO": "elk jaar, op de 20e maandag",
    "FREQ=MONTHLY;BYDAY=FR;BYMONTHDAY=13": "elke maand, op de 13e dag van de maand, op vrijdag",
    "FREQ=MONTHLY;BYMONTHDAY=-3": "elke maand, op de op twee na laatste dag van de maand",
    "FREQ=YEARLY;BYWEEKNO=20;BYDAY=MO": "elk jaar, in de 20e week van het jaar, op maandag",
    "FREQ=WEEKLY;INTERVAL=2;BYDAY=SU;WKST=SU": (
        "elke twee weken, op zondag, de week begint op zondag"
    ),
    "FREQ=DAILY;UNTIL=20261231T160000Z": "elke dag, tot 31 december 2026 17.00 uur",
}

WRONG_RRULES = [
    "FREQ=HOURLY",
    "FREQ=",
    "BYDAY=MO",
    "FREQ=DAILY;FREQ=WEEKLY",
    "FREQ=DAILY;;COUNT=2",
    "FREQ=DAILY;BYDY=MO",
    "FREQ=DAILY;BYHOUR=9",
    "FREQ=DAILY;COUNT=2;UNTIL=20261231",
    "FREQ=DAILY;COUNT=0",
    "FREQ=DAILY;COUNT=²",
    "FREQ=DAILY;INTERVAL=0",
    "FREQ=DAILY;INTERVAL=-1",
    "FREQ=DAILY;INTERVAL=1,2",
    "FREQ=DAILY;UNTIL=20261331",
    "FREQ=DAILY;UNTIL=2026-12-31",
    "FREQ=WEEKLY;BYDAY=XX",
    "FREQ=WEEKLY;BYDAY=1MO",
    "FREQ=WEEKLY;BYDAY=",
    "FREQ=WEEKLY;BYMONTHDAY=3",
    "FREQ=WEEKLY;INTERVAL=2;WKST=1MO",
    "FREQ=MONTHLY;BYDAY=0MO",
    "FREQ=MONTHLY;BYDAY=6MO",
    "FREQ=MONTHLY;BYDAY=MO,1TU",
    "FREQ=MONTHLY;BYMONTHDAY=0",
    "FREQ=MONTHLY;BYMONTHDAY=32",
    "FREQ=MONTHLY;BYSETPOS=1",
    "FREQ=MONTHLY;BYYEARDAY=1",
    "FREQ=MONTHLY;BYWEEKNO=1;BYDAY=MO",
    "FREQ=YEARLY;BYWEEKNO=1",
    "FREQ=YEARLY;BYWEEKNO=1;BYDAY=1MO",
    "FREQ=YEARLY;BYMONTH=13",
    "FREQ=YEARLY;BYMONTH=-1",
    "FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=30",
    "FREQ=YEARLY;BYMONTH=4;BYMONTHDAY=31",
    "FREQ=DAILY;COUNT=" + "1" * 400,
    "FREQ=DAILY;COUNT=1000000000",
    "FREQ=DAILY;INTERVAL=100000",
    "FREQ=SECONDLY",
    "FREQ=MINUTELY;INTERVAL=5",
    "FREQ=DAILY;BYDAY=MO;BYSETPOS=2",
    "FREQ=WEEKLY;BYDAY=MO,TU;BYSETPOS=8",
    "FREQ=MONTHLY;BYDAY=MO;BYSETPOS=-32",
    "FREQ=YEARLY;BYDAY=MO;BYSETPOS=367",
    "FREQ=YEARLY;BYEASTER=0",
    "FREQ=YEARLY;BYYEARDAY=" + ",".join(map(str, range(1, 300))),
]


@pytest.mark.parametrize(("words", "rrule"), CANONICAL.items())
def test_words_and_rrule_are_each_other(words: str, rrule: str) -> None:
    assert parse_rule(words) == Rule(rrule)
    assert parse_rule(rrule) == Rule(rrule)
    assert Rule(rrule).words == words


@pytest.mark.parametrize(("text", "words"), VARIANTS.items())
def test_other_ways_to_say_it(text: str, words: str) -> None:
    assert parse_rule(text).words == words


@pytest.mark.parametrize(("rrule", "words"), ONLY_READABLE.items())
def test_a_rule_beyond_the_grammar_still_reads(rrule: str, words: str) -> None:
    assert parse_rule(rrule).words == words
    with pytest.raises(RecurrenceError):
        parse_rule(words)


@pytest.mark.parametrize("rrule", WRONG_RRULES)
def test_wrong_rrules_are_refused(rrule: str) -> None:
    with pytest.raises(RecurrenceError) as caught:
        parse_rule(rrule)
    assert all(parse_rule(phrase) for phrase in caught.value.nearest)


@pytest.mark.parametrize(
    ("text", "nearest"),
    [
        ("elke eerste vridag van de maand", "elke eerste vrijdag van de maand"),
        ("elke eerste vrijdag v/d maand", "elke eerste vrijdag van de maand"),
        ("elke zes week op mandag", "elke zes weken op maandag"),
        ("ieder kwartaal de tweede dinsdag", "elk kwartaal op de tweede dinsdag"),
        ("elke dinsdag om 20.00 uur", "elke dinsdag"),
        ("elk jaar op 31 februari", "elk jaar op 21 februari"),
    ],
)
def test_the_nearest_phrases_are_offered(text: str, nearest: str) -> None:
    with pytest.raises(RecurrenceError) as caught:
        parse_rule(text)
    assert nearest in caught.value.nearest
    assert text in str(caught.value)


@pytest.mark.parametrize(
    "text",
    ["", "  ", "elke", "elke eerste van de maand", "elke maand op de 32e", "tien keer",
     "elke maandag, nul keer", "elke maandag, 0 keer", "elke maandag tot en met 31 juni 2026",
     "elke dag op maandag", "elke maand op maandag", "elk jaar op maart", "elke maandag en 15e",
     "elke 15e en eerste maandag van de maand",
     "elke 15e en 1e maandag van de maand", "elke 6e maandag van de maand", "x" * 301, "1e van"],
)  # fmt: skip
def test_other_words_are_refused(text: str) -> None:
    with pytest.raises(RecurrenceError) as caught:
        parse_rule(text)
    assert caught.value.nearest
    assert all(parse_rule(phrase) for phrase in caught.value.nearest)


def test_until_and_count_are_values() -> None:
    assert parse_rule("elke dag, tien keer").count == 10
    assert str(parse_rule("elke dag, tot en met 1 mei 2026").until) == "2026-05-01"
    assert str(parse_rule("FREQ=DAILY;UNTIL=20260501T120000").until) == "2026-05-01 10:00:00+00:00"
    assert parse_rule("elke dag").until is None
    assert parse_rule("elke dag").count is None


def _listed(values: st.SearchStrategy[object]) -> st.SearchStrategy[str]:
    texts = st.lists(values.map(str), min_size=1, max_size=4)
    return texts.map(",".join)


_signed = st.sampled_from([1, -1])


@st.composite
def rrules(draw: st.DrawFn) -> str:
    """Any RRULE of known parts; not every combination is allowed."""
    parts = [f"FREQ={draw(st.sampled_from(['DAILY', 'WEEKLY', 'MONTHLY', 'YEARLY']))}"]
    ordinals = st.sampled_from(["", "", "1", "2", "3", "4", "5", "-1", "-2", "-5"])
    options = {
        "INTERVAL": st.integers(1, 30).map(str),
        "BYMONTH": _listed(st.integers(1, 12)),
        "BYMONTHDAY": _listed(st.integers(1, 31) | st.just(-1) | st.integers(-31, -1)),
        "BYDAY": _listed(st.builds(str.__add__, ordinals, st.sampled_from(CODES))),
        "BYSETPOS": _listed(st.integers(1, 5) | st.integers(-5, -1)),
        "BYYEARDAY": _listed(st.integers(1, 366)),
        "WKST": st.sampled_from(CODES),
        "COUNT": st.integers(1, 40).map(str),
        "UNTIL": st.dates().filter(lambda d: 1900 <= d.year < 2200).map("{:%Y%m%d}".format)
        | st.just("20270101T120000Z"),
    }
    chosen = draw(st.lists(st.sampled_from(sorted(options)), unique=True, max_size=3))
    return ";".join([*parts, *(f"{key}={draw(options[key])}" for key in chosen)])


@SLOW
@given(rrules())
def test_words_say_the_rule_or_are_refused(text: str) -> None:
    try:
        rule = parse_rule(text)
    except RecurrenceError:
        return
    assert parse_rule(rule.rrule) == rule
    try:
        again = parse_rule(rule.words)
    except RecurrenceError:
        return
    assert again == rule
    assert again.words == rule.words


@st.composite
def phrases(draw: st.DrawFn) -> str:
    number = draw(st.sampled_from(["", "twee ", "3 ", "zes ", "twaalf ", "17 "]))
    unit = draw(st.sampled_from(["week", "maand", "kwartaal", "half jaar", "jaar"]))
    every = draw(st.sampled_from(["elke", "iedere", "elk"])) + f" {number}{unit}"
    weekday = draw(st.sampled_from(list(WEEKDAYS)))
    nth = draw(st.sampled_from(["eerste", "tweede", "vijfde", "laatste", "eerste en derde"]))
    when = {"week": weekday, "jaar": f"de {nth} {weekday} van mei"}.get(unit, f"de {nth} {weekday}")
    tail = draw(st.sampled_from(["", ", tien keer", " 3 keer", " tot en met 1 mei 2027"]))
    return every + draw(st.sampled_from(["", f" op {when}"])) + tail


@SLOW
@given(phrases())
def test_every_phrase_of_the_grammar_comes_back(phrase: str) -> None:
    rule = parse_rule(phrase)
    assert parse_rule(rule.words) == rule
    assert parse_rule(rule.words).words == rule.words


@SLOW
@given(st.text(max_size=60))
def test_any_text_gives_a_rule_or_an_error(text: str) -> None:
    try:
        assert parse_rule(text).words
    except RecurrenceError as error:
        assert error.nearest
