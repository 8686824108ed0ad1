"""The Dutch grammar of recurrence: words to RRULE, RRULE to words, and what is offered else."""

from __future__ import annotations

import pytest

from site_plugins.model.recurrence import RecurrenceError, Rule, parse_rule
from site_plugins.model.recurrence_advice import phrases as offered

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
    "elke dag, tot en met 31 december 2026 17.00 uur": "FREQ=DAILY;UNTIL=20261231T160000Z",
    "elke dag, tot en met 25 oktober 2026 02.30 uur": "FREQ=DAILY;UNTIL=20261025T003000Z",
    "elke dag, tot en met 25 oktober 2026 02.30 uur wintertijd": (
        "FREQ=DAILY;UNTIL=20261025T013000Z"
    ),
    "elke dag in december": "FREQ=DAILY;BYMONTH=12",
    "elke dag, alleen op werkdagen": "FREQ=DAILY;BYDAY=MO,TU,WE,TH,FR",
    "elke dinsdag in januari en februari": "FREQ=WEEKLY;BYMONTH=1,2;BYDAY=TU",
    "elke dinsdag, behalve in juli en augustus": (
        "FREQ=WEEKLY;BYMONTH=1,2,3,4,5,6,9,10,11,12;BYDAY=TU"
    ),
    "elke eerste vrijdag van de maand, behalve in juli en augustus": (
        "FREQ=MONTHLY;BYMONTH=1,2,3,4,5,6,9,10,11,12;BYDAY=1FR"
    ),
    "elke eerste vrijdag van de maand, in maart en oktober": "FREQ=MONTHLY;BYMONTH=3,10;BYDAY=1FR",
    "elke laatste werkdag van de maand": "FREQ=MONTHLY;BYDAY=MO,TU,WE,TH,FR;BYSETPOS=-1",
    "elke eerste maandag van het kwartaal": "FREQ=MONTHLY;BYMONTH=1,4,7,10;BYDAY=1MO",
    "elke laatste vrijdag van het half jaar": "FREQ=MONTHLY;BYMONTH=6,12;BYDAY=-1FR",
    "elke eerste dag van het kwartaal": "FREQ=MONTHLY;BYMONTH=1,4,7,10;BYMONTHDAY=1",
    "elke eerste werkdag van het kwartaal": (
        "FREQ=MONTHLY;BYMONTH=1,4,7,10;BYDAY=MO,TU,WE,TH,FR;BYSETPOS=1"
    ),
    "elke vijfde vrijdag van de maand, in januari, april, juli en oktober": (
        "FREQ=MONTHLY;BYMONTH=1,4,7,10;BYDAY=5FR"
    ),
    "elke maand op de 13e, alleen op de tweede vrijdag van de maand": (
        "FREQ=MONTHLY;BYMONTHDAY=13;BYDAY=2FR"
    ),
    "elk jaar op de 1e van elke maand, alleen op de 20e maandag van het jaar": (
        "FREQ=YEARLY;BYMONTHDAY=1;BYDAY=20MO"
    ),
    "elk jaar op maandag in week 1, alleen op de laatste dag van het jaar": (
        "FREQ=YEARLY;BYWEEKNO=1;BYYEARDAY=-1;BYDAY=MO"
    ),
    "elke maand op vrijdag de 13e": "FREQ=MONTHLY;BYMONTHDAY=13;BYDAY=FR",
    "elke maand op de op twee na laatste dag": "FREQ=MONTHLY;BYMONTHDAY=-3",
    "elke maand op elke maandag, daarvan alleen de tweede en laatste": (
        "FREQ=MONTHLY;BYDAY=MO;BYSETPOS=2,-1"
    ),
    "elke drie maanden op elke maandag van die maand": "FREQ=MONTHLY;INTERVAL=3;BYDAY=MO",
    "elke twee jaar op elke maandag van dat jaar": "FREQ=YEARLY;INTERVAL=2;BYDAY=MO",
    "elke twee jaar op elke maandag van mei": "FREQ=YEARLY;INTERVAL=2;BYMONTH=5;BYDAY=MO",
    "elk jaar op de eerste maandag van maart en oktober": "FREQ=YEARLY;BYMONTH=3,10;BYDAY=1MO",
    "elk jaar op 1 mei en 1 november": "FREQ=YEARLY;BYMONTH=5,11;BYMONTHDAY=1",
    "elk jaar op de laatste werkdag van december": (
        "FREQ=YEARLY;BYMONTH=12;BYDAY=MO,TU,WE,TH,FR;BYSETPOS=-1"
    ),
    "elk jaar op de 20e maandag van het jaar": "FREQ=YEARLY;BYDAY=20MO",
    "elk jaar op de 100e dag van het jaar": "FREQ=YEARLY;BYYEARDAY=100",
    "elk jaar op maandag in week 10 en 20": "FREQ=YEARLY;BYWEEKNO=10,20;BYDAY=MO",
    "elk jaar op de 13e van elke maand": "FREQ=YEARLY;BYMONTHDAY=13",
    "elke twee weken op zondag, waarbij de week op zondag begint": (
        "FREQ=WEEKLY;INTERVAL=2;BYDAY=SU;WKST=SU"
    ),
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
    "iedere eerste vrijdag": "elke eerste vrijdag van de maand",
    "Elke eerste\N{NO-BREAK SPACE}vrijdag  vd maand.": "elke eerste vrijdag van de maand",
    "elke 1ste ma. v/d maand": "elke eerste maandag van de maand",
    "maandelijks eerste vrijdag": "elke eerste vrijdag van de maand",
    "ieder kwartaal de tweede dinsdag": "elk kwartaal op de tweede dinsdag",
    "elk kwartaal op de eerste maandag van het kwartaal": "elke eerste maandag van het kwartaal",
    "elke tweede dag van het kwartaal": "elke maand op de 2e, in januari, april, juli en oktober",
    "elke op een na laatste donderdag van de maand": "elke voorlaatste donderdag van de maand",
    "elke eerste vrijdag van de maand (niet in juli en augustus)": (
        "elke eerste vrijdag van de maand, behalve in juli en augustus"
    ),
    "elke eerste werkdag van maart en oktober": (
        "elke eerste werkdag van de maand, in maart en oktober"
    ),
    "elke ma en do": "elke week op maandag en donderdag",
    "op maandagen en donderdagen": "elke week op maandag en donderdag",
    "’s maandags": "elke maandag",
    "elke maandag t/m donderdag": "elke week op maandag, dinsdag, woensdag en donderdag",
    "doordeweeks": "elke werkdag",
    "elke 6 weken maandag": "elke zes weken op maandag",
    "tweewekelijks op dinsdag": "elke twee weken op dinsdag",
    "2 wekelijks op dinsdag": "elke twee weken op dinsdag",
    "elke veertien dagen": "elke 14 dagen",
    "om het jaar op 1 mei": "elke twee jaar op 1 mei",
    "elke 29 februari": "elk jaar op 29 februari",
    "elke 31e van de maand": "elke maand op de 31e",
    "elke tiende van de maand": "elke maand op de 10e",
    "elk jaar op 1 en 15 mei": "elk jaar op de 1e en 15e van mei",
    "elk jaar in week 10 op maandag": "elk jaar op maandag in week 10",
    "elke maandag, 10x": "elke maandag, tien keer",
    "elke maandag t/m december 2026": "elke maandag, tot en met 31 december 2026",
    "elke maandag t/m 31-12-2026": "elke maandag, tot en met 31 december 2026",
    "elke maandag tot en met 2027": "elke maandag, tot en met 31 december 2027",
}

NEAREST = {
    "elke eerste vridag van de maand": "elke eerste vrijdag van de maand",
    "elke eerste vrijdag van de maant": "elke eerste vrijdag van de maand",
    "elke eerst vrijdag van maand": "elke eerste vrijdag van de maand",
    "elke vrijdag eerste": "elke eerste vrijdag van de maand",
    "eerste vrijdag": "elke eerste vrijdag van de maand",
    "eerste vrijdag per maand": "elke eerste vrijdag van de maand",
    "elke derde donderdag van de mnd": "elke derde donderdag van de maand",
    "iedere vijfde vrijdag": "elke vijfde vrijdag van de maand",
    "iedere tweede vrijdag": "elke twee weken op vrijdag",
    "maandelijks op dinsdag": "elke eerste dinsdag van de maand",
    "elke maand op maandag": "elke eerste maandag van de maand",
    "1x per maand": "elke maand",
    "elke maand twee keer": "elke eerste en derde dinsdag van de maand",
    "twee keer per maand": "elke eerste en derde dinsdag van de maand",
    "eerste maandag per kwartaal": "elke eerste maandag van het kwartaal",
    "om het kwartaal": "elk kwartaal",
    "ellke mandag": "elke maandag",
    "elke maandag en wonsdag": "elke week op maandag en woensdag",
    "elke zes week op mandag": "elke zes weken op maandag",
    "elke zesweken op maandag": "elke zes weken op maandag",
    "vrijdag om de twee weken": "elke twee weken op vrijdag",
    "om de maandag": "elke twee weken op maandag",
    "elke dag op maandag": "elke maandag",
    "elk weekend": "elke week op zaterdag en zondag",
    "in week 10": "elk jaar op maandag in week 10",
    "elke maandag in week 10": "elk jaar op maandag in week 10",
    "21 maart": "elk jaar op 21 maart",
    "elk jaar op 31 februari": "elk jaar op 28 februari",
    "prinsjesdag": "elk jaar op de derde dinsdag van september",
    "elk jaar op de eerste werkdag van mei en juni": (
        "elke eerste werkdag van de maand, in mei en juni"
    ),
    "elke maandag, tot en met 2027, behalve in juli": (
        "elke maandag, behalve in juli, tot en met 31 december 2027"
    ),
    "elke mandag, tien keer": "elke maandag, tien keer",
}
ELSEWHERE = {
    "elke maandag vanaf 4 januari 2027": ("elke maandag", "in start"),
    "elke maandag vanaf 4 januari 2027 t/m 1 mei 2027": (
        "elke maandag, tot en met 1 mei 2027",
        "in start",
    ),
    "elke dinsdag om 20.00 uur": ("elke dinsdag", "in start en end"),
    "elke tweede dinsdagavond van de maand": ("elke tweede dinsdag van de maand", "start en end"),
    "elke zes weken maandag 19.30-21.00": ("elke zes weken op maandag", "in start en end"),
    "elke 14 dagen op maandag": ("elke twee weken op maandag", ""),
    "elke maandag behalve op feestdagen": ("elke maandag", "except: feestdagen"),
    "elke maandag, behalve feestdagen": ("elke maandag", "except: feestdagen"),
    "elke vrijdag behalve 25 december": ("elke vrijdag", "except: feestdagen"),
    "elke maandag tot 1 juni 2027": ("elke maandag, tot en met 1 juni 2027", "tot en met"),
    "elke maandag t/m 31 juni 2027": ("elke maandag, tot en met 30 juni 2027", "die maand"),
    "elke maandag t/m juni": ("elke maandag", "jaar"),
    "elke maand tien keer": ("elke maand, tien keer", "komma"),
    "elke maandag in de even weken": ("elke twee weken op maandag", "even"),
    "elk jaar met Pasen": ("elk jaar", "in extra"),
}
REFUSED = [
    *("", "  ", "elke", "elke eerste van de maand", "elke maand op de 32e", "tien keer"),
    *("elke maandag, nul keer", "elke maandag, 0 keer", "elke maandag tot en met 31 juni 2026"),
    *("elke dag op maandag", "elke maand op maandag", "elk jaar op maart", "elke maandag en 15e"),
    *("elke 15e en eerste maandag van de maand", "elke 15e en 1e maandag van de maand"),
    *("elke 6e maandag van de maand", "1e van", "elke vijfde vrijdag van het kwartaal"),
    *("elke eerste en laatste maandag van het kwartaal", "elk jaar op 1 mei en 2 november"),
    *("elk jaar op de eerste maandag", "elk jaar op de tweede maandag van de maand"),
    *("elk kwartaal op elke maandag", "elke 13 juli, eerste maandag", "elke 1e, elke maandag 1e"),
    *("elk jaar in mei, op de tweede maandag van het jaar", "elke 29e dag van het kwartaal"),
    *("elk jaar op de tweede maandag van het jaar, in mei", "elke week op de eerste maandag"),
    *("elke dag, behalve in januari tot en met december", "elke maandag, 2 keer, 3 keer"),
    *("elke maandag in mei, in juni", "elke maandag, alleen op dinsdag"),
    *("elke dag tot en met 1 januari 0001 00.00 uur", "elke dag tot en met 0000"),
    *(
        "x" * 3001,
        "elke maand op de " + "1e, " * 700 + "x",
        ", " * 1400,
        "elke " + "10 keer " * 300,
    ),
]
"""What may mean two things, or none; and what would take long if it were read badly."""


@pytest.mark.parametrize(("words", "rrule"), CANONICAL.items())
def test_words_and_rrule_are_each_other(words: str, rrule: str) -> None:
    assert parse_rule(words) == Rule(rrule)
    assert parse_rule(rrule) == Rule(rrule)
    assert Rule(rrule).words == words


@pytest.mark.parametrize(("text", "words"), VARIANTS.items())
def test_other_ways_to_say_it(text: str, words: str) -> None:
    assert parse_rule(text).words == words


@pytest.mark.parametrize(("text", "nearest"), NEAREST.items())
def test_the_nearest_phrases_are_offered(text: str, nearest: str) -> None:
    with pytest.raises(RecurrenceError) as caught:
        parse_rule(text)
    assert nearest in caught.value.nearest
    assert len(caught.value.nearest) <= 3
    assert text in str(caught.value)


@pytest.mark.parametrize(("text", "nearest", "hint"), [(t, *said) for t, said in ELSEWHERE.items()])
def test_what_stands_in_another_key_is_told(text: str, nearest: str, hint: str) -> None:
    with pytest.raises(RecurrenceError) as caught:
        parse_rule(text)
    assert caught.value.nearest[0] == nearest
    assert hint in caught.value.hint


@pytest.mark.parametrize("text", REFUSED)
def test_other_words_are_refused(text: str) -> None:
    with pytest.raises(RecurrenceError) as caught:
        parse_rule(text)
    assert caught.value.nearest
    assert all(parse_rule(phrase) for phrase in caught.value.nearest)


def test_what_is_offered_is_said_so() -> None:
    assert [parse_rule(phrase).words for phrase in offered()] == offered()
