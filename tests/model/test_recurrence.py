"""RRULEs (RFC 5545): which are taken, which refused, and the one form that they get."""

from __future__ import annotations

import pytest

from site_plugins.model.recurrence import RecurrenceError, parse_rule

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


SAME = {
    "RRULE:FREQ=MONTHLY;BYDAY=1FR": "FREQ=MONTHLY;BYDAY=1FR",
    "freq=weekly; interval=1; wkst=su; byday=mo": "FREQ=WEEKLY;BYDAY=MO",
    "FREQ=WEEKLY;BYDAY=WE,MO,MO": "FREQ=WEEKLY;BYDAY=MO,WE",
    "FREQ=WEEKLY;UNTIL=20261231T225959Z": "FREQ=WEEKLY;UNTIL=20261231",
    "FREQ=WEEKLY;UNTIL=20261231T235959": "FREQ=WEEKLY;UNTIL=20261231",
    "FREQ=WEEKLY;UNTIL=20261231T170000": "FREQ=WEEKLY;UNTIL=20261231T160000Z",
}


@pytest.mark.parametrize("rrule", WRONG_RRULES)
def test_wrong_rrules_are_refused(rrule: str) -> None:
    with pytest.raises(RecurrenceError) as caught:
        parse_rule(rrule)
    assert all(parse_rule(phrase) for phrase in caught.value.nearest)


@pytest.mark.parametrize(("text", "rrule"), SAME.items())
def test_what_means_the_same_gets_one_form(text: str, rrule: str) -> None:
    assert parse_rule(text).rrule == rrule
    assert parse_rule(rrule).rrule == rrule


def test_until_and_count_are_values() -> None:
    assert parse_rule("elke dag, tien keer").count == 10
    assert str(parse_rule("elke dag, tot en met 1 mei 2026").until) == "2026-05-01"
    assert str(parse_rule("FREQ=DAILY;UNTIL=20260501T120000").until) == "2026-05-01 10:00:00+00:00"
    assert parse_rule("elke dag").until is None
    assert parse_rule("elke dag").count is None
