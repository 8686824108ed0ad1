"""When agenda items are: clock changes, ends of months, exceptions, days."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from itertools import combinations_with_replacement

import pytest

from site_plugins.model.agenda import AgendaItem, Moved, Registration, Session, Status
from site_plugins.model.item import ZONE
from site_plugins.model.period import parse_period
from site_plugins.model.recurrence import RecurrenceError, Rule, parse_rule
from site_plugins.projections.agenda_dates import Dates, entries
from site_plugins.projections.occurrences import (
    Occurrence,
    covers,
    endless,
    left_out_times,
    occurrences,
    stray_days,
    taken_moves,
)
from site_plugins.projections.series import HORIZON, first_mismatch, rule_times

HOUR = timedelta(hours=1)


def at(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=ZONE)


def item(start: str = "", end: str = "", rule: str = "", **fields: object) -> AgendaItem:
    values: dict[str, object] = {"start": at(start) if start else None, **fields}
    values["end"] = at(end) if end else None
    values["rule"] = parse_rule(rule) if rule else None
    return AgendaItem(key="agenda/x", slug="x", title="X", id="x", **values)  # type: ignore[arg-type]


def shown(of: AgendaItem, first: str, last: str) -> list[str]:
    return [f"{o.start:%Y-%m-%dT%H:%M%z}" for o in occurrences(of, at(first), at(last))]


def days(of: AgendaItem, first: str, last: str) -> list[str]:
    return [f"{o.start:%Y-%m-%d}" for o in occurrences(of, at(first), at(last))]


def test_the_wall_clock_is_kept_when_summer_time_begins_and_ends() -> None:
    weekly = item("2026-03-24T19:30", "2026-03-24T21:30", "elke dinsdag")
    assert shown(weekly, "2026-03-20", "2026-04-02") == [
        "2026-03-24T19:30+0100",
        "2026-03-31T19:30+0200",
    ]
    assert shown(weekly, "2026-10-20", "2026-10-28") == [
        "2026-10-20T19:30+0200",
        "2026-10-27T19:30+0100",
    ]
    whole_year = occurrences(weekly, at("2026-03-20"), at("2026-11-20"))
    assert {o.end and o.end - o.start for o in whole_year} == {2 * HOUR}


def test_a_time_that_the_clock_skips_is_an_hour_later() -> None:
    nightly = item("2026-03-28T02:30", "2026-03-28T02:45", "elke dag")
    assert shown(nightly, "2026-03-28", "2026-03-31") == [
        "2026-03-28T02:30+0100",
        "2026-03-29T03:30+0200",
        "2026-03-30T02:30+0200",
    ]


def test_a_time_that_comes_twice_is_the_first() -> None:
    nightly = item("2026-10-24T02:30", rule="elke dag")
    assert shown(nightly, "2026-10-24", "2026-10-27") == [
        "2026-10-24T02:30+0200",
        "2026-10-25T02:30+0200",
        "2026-10-26T02:30+0100",
    ]
    second = datetime(2026, 10, 25, 1, 0, tzinfo=UTC)  # 02:00 for the second time
    assert len(occurrences(nightly, second - HOUR, second)) == 1
    assert occurrences(nightly, second, second + HOUR) == []


def test_a_night_through_the_clock_change_ends_on_the_wall_clock() -> None:
    night = item("2026-03-21T22:00", "2026-03-22T06:00", "elke zaterdag")
    (one,) = occurrences(night, at("2026-03-28T12:00"), at("2026-03-29T12:00"))
    assert one.end == at("2026-03-29T06:00")


@pytest.mark.parametrize(
    ("start", "rule", "expected"),
    [
        ("2026-01-31", "elke maand op de 31e", ["01-31", "03-31", "05-31", "07-31"]),
        ("2026-01-31", "elke maand", ["01-31", "03-31", "05-31", "07-31"]),
        ("2026-01-31", "elke laatste dag van de maand",
         ["01-31", "02-28", "03-31", "04-30", "05-31", "06-30", "07-31"]),
        ("2026-01-30", "elke vijfde vrijdag van de maand", ["01-30", "05-29", "07-31"]),
        ("2026-01-13", "elk kwartaal op de tweede dinsdag", ["01-13", "04-14", "07-14"]),
        ("2026-01-05", "elke zes weken op maandag",
         ["01-05", "02-16", "03-30", "05-11", "06-22"]),
        ("2026-01-02", "elke eerste vrijdag van de maand, drie keer",
         ["01-02", "02-06", "03-06"]),
        ("2026-01-02", "elke eerste vrijdag van de maand, tot en met 6 februari 2026",
         ["01-02", "02-06"]),
    ],
)  # fmt: skip
def test_months_and_weeks(start: str, rule: str, expected: list[str]) -> None:
    series = item(f"{start}T19:30", rule=rule)
    assert days(series, "2026-01-01", "2026-08-01") == [f"2026-{day}" for day in expected]


def test_29_february() -> None:
    leap = item("2024-02-29T12:00", rule="elk jaar op 29 februari")
    assert days(leap, "2024-01-01", "2033-01-01") == ["2024-02-29", "2028-02-29", "2032-02-29"]
    assert days(item("2024-02-29T12:00", rule="elk jaar"), "2025-01-01", "2029-01-01") == [
        "2028-02-29"
    ]


def test_every_other_week_goes_on_through_new_year() -> None:
    series = item("2026-12-15T20:00", rule="om de week op dinsdag")
    assert days(series, "2026-12-01", "2027-02-01") == [
        "2026-12-15",
        "2026-12-29",
        "2027-01-12",
        "2027-01-26",
    ]


@pytest.mark.parametrize(
    "rule",
    [
        *("elke dag", "elke drie dagen", "om de week op maandag en vrijdag", "elke zes weken"),
        *("elke maand", "elke eerste vrijdag van de maand", "elke laatste dag van de maand"),
        *("elk kwartaal op de tweede dinsdag", "elke vijf maanden op de 31e", "elk jaar"),
        *("elk jaar op 29 februari", "elke drie jaar op de eerste maandag van mei"),
        "FREQ=MONTHLY;INTERVAL=12;BYMONTHDAY=5",
        "FREQ=MONTHLY;BYDAY=MO,TU,WE,TH,FR;BYSETPOS=-1",
        "FREQ=YEARLY;BYWEEKNO=1,53;BYDAY=MO,SU",
        "FREQ=YEARLY;INTERVAL=2;BYYEARDAY=1,100,-1",
        "FREQ=YEARLY;INTERVAL=11;BYMONTH=1,6;BYDAY=FR",
    ],
)
def test_an_old_series_keeps_its_rhythm(rule: str) -> None:
    series = item("2015-01-02T19:30", "2015-01-03T01:00", rule)
    whole = occurrences(series, at("2015-01-01"), at("2027-01-01"))
    for window in ((at(f"2026-0{n}-03T00:30"), at(f"2026-0{n}-28")) for n in range(1, 10)):
        expected = [o for o in whole if o.over > window[0] and o.start < window[1]]
        assert occurrences(series, *window) == expected


def test_exceptions_extra_times_and_the_last_day() -> None:
    series = item(
        "2026-01-06T19:30",
        "2026-01-06T21:00",
        "elke dinsdag",
        except_=(date(2026, 1, 13), date(2026, 1, 14)),
        extra=(at("2026-01-13T17:00"), at("2026-02-20T10:00"), at("2026-01-20T19:30")),
        until=date(2026, 1, 27),
    )
    assert shown(series, "2026-01-01", "2027-01-01") == [
        "2026-01-06T19:30+0100",
        "2026-01-13T17:00+0100",
        "2026-01-20T19:30+0100",
        "2026-01-27T19:30+0100",
        "2026-02-20T10:00+0100",
    ]
    assert covers(series) == (at("2026-01-06T19:30"), at("2026-02-20T11:30"))
    assert not endless(series)


def test_until_with_a_time_is_exact() -> None:
    before = item("2026-01-06T19:30", rule="FREQ=WEEKLY;UNTIL=20260113T182959Z")
    upto = item("2026-01-06T19:30", rule="FREQ=WEEKLY;UNTIL=20260113T183000Z")
    assert days(before, "2026-01-01", "2027-01-01") == ["2026-01-06"]
    assert days(upto, "2026-01-01", "2027-01-01") == ["2026-01-06", "2026-01-13"]


def test_the_window_is_closed_at_its_start_and_open_at_its_end() -> None:
    meeting = item("2026-01-06T19:30", "2026-01-06T21:00")
    assert days(meeting, "2026-01-06T20:00", "2026-01-06T20:30") == ["2026-01-06"]
    assert days(meeting, "2026-01-06T21:00", "2026-01-07") == []
    assert days(meeting, "2026-01-06", "2026-01-06T19:30") == []
    no_end = item("2026-01-06T19:30")
    assert days(no_end, "2026-01-06T19:30", "2026-01-07") == ["2026-01-06"]
    assert covers(no_end) == (at("2026-01-06T19:30"),) * 2


def test_a_day_that_is_none_of_the_series_has_a_nearest_one() -> None:
    fridays = item(
        "2026-12-04T12:00",
        rule="elke eerste vrijdag van de maand, drie keer",
        except_=tuple(
            date(*day)
            for day in ((2026, 11, 1), (2027, 1, 1), (2026, 12, 25), (2027, 1, 10), (2027, 6, 4))
        ),
        cancelled=(date(2027, 2, 5), date(2027, 2, 4)),
        moved=(
            Moved(date(2026, 12, 4), at("2026-12-11T12:00")),
            Moved(date(2027, 1, 2), at("2027-01-09T12:00")),
        ),
    )
    assert list(stray_days(fridays)) == [
        ("except", date(2026, 11, 1), date(2026, 12, 4)),
        ("except", date(2026, 12, 25), date(2027, 1, 1)),
        ("except", date(2027, 1, 10), date(2027, 1, 1)),
        ("except", date(2027, 6, 4), date(2027, 2, 5)),
        ("cancelled", date(2027, 2, 4), date(2027, 2, 5)),
        ("moved", date(2027, 1, 2), date(2027, 1, 1)),
    ]


def test_a_new_time_that_the_series_has_already_is_found() -> None:
    """Not one that is left out or moved itself, nor where only the end is another."""
    moved = (
        Moved(date(2026, 12, 4), at("2026-12-04T12:00")),
        Moved(date(2026, 12, 11), at("2026-12-18T12:00")),
        Moved(date(2027, 1, 8), at("2027-01-08T12:00"), at("2027-01-08T13:00")),
        Moved(date(2027, 1, 15), at("2027-01-15T12:00"), at("2027-01-15T15:00")),
        Moved(date(2027, 1, 22), at("2027-01-15T12:00")),
        Moved(date(2027, 1, 29), at("2027-02-05T12:00")),
        Moved(date(2027, 2, 12), at("2027-02-19T14:00")),
    )
    series = item("2026-12-04T12:00", "2026-12-04T13:00", "elke vrijdag", moved=moved)
    assert list(taken_moves(replace(series, except_=(date(2027, 2, 5),)))) == [
        (date(2026, 12, 4), at("2026-12-04T12:00").replace(tzinfo=None)),
        (date(2026, 12, 11), at("2026-12-18T12:00").replace(tzinfo=None)),
        (date(2027, 1, 8), at("2027-01-08T12:00").replace(tzinfo=None)),
    ]


def test_bare_dates_are_days_of_which_the_hours_are_not_known() -> None:
    days_only = replace(item(), start=date(2026, 12, 1), end=date(2026, 12, 3))
    (found,) = occurrences(days_only, at("2026-12-01"), at("2026-12-10"))
    assert found == Occurrence(at("2026-12-01"), at("2026-12-03"), all_day=True, untimed=True)


def test_sessions_may_be_bare_dates() -> None:
    spread = item(sessions=(Session(date(2026, 12, 1)), Session(date(2026, 12, 8))))  # type: ignore[arg-type]
    assert (spread.all_day, spread.untimed, spread.half_timed) == (True, True, ())
    assert days(spread, "2026-12-01", "2027-01-01") == ["2026-12-01", "2026-12-08"]


def test_all_day_is_what_the_editor_wrote() -> None:
    told = replace(item(), start=date(2026, 12, 1), all_day=True)
    assert (told.all_day, told.untimed, told.half_timed) == (True, False, ())


def test_an_extra_day_gets_the_time_of_the_series() -> None:
    fridays = "elke eerste vrijdag van de maand"
    series = item("2026-07-03T12:00", "2026-07-03T13:00", fridays, extra=(date(2027, 1, 8),))
    (found,) = occurrences(series, at("2027-01-07"), at("2027-01-09"))
    assert found == Occurrence(at("2027-01-08T12:00"), at("2027-01-08T13:00"), all_day=False)


def test_a_deadline_without_a_time_is_the_whole_day() -> None:
    assert Registration(deadline=date(2026, 3, 28)).closes == at("2026-03-29")
    assert Registration(deadline=at("2026-03-28T12:00")).closes == at("2026-03-28T12:00")
    assert Registration().closes is None


def test_an_all_day_item_includes_its_last_day() -> None:
    week = item("2026-03-27", "2026-03-30", all_day=True)
    (one,) = occurrences(week, at("2026-03-30T12:00"), at("2026-04-01"))
    assert one == Occurrence(at("2026-03-27"), at("2026-03-30"), True)
    assert one.over == at("2026-03-31")
    assert days(week, "2026-03-31", "2026-04-01") == []
    assert covers(item("2026-03-27", all_day=True)) == (at("2026-03-27"), at("2026-03-28"))


def test_sessions_have_their_own_times() -> None:
    evenings = item(
        sessions=(
            Session(at("2026-12-01T19:30"), at("2026-12-01T20:45")),
            Session(at("2026-11-30T19:30"), at("2026-11-30T20:45")),
        )
    )
    assert shown(evenings, "2026-01-01", "2027-01-01") == [
        "2026-11-30T19:30+0100",
        "2026-12-01T19:30+0100",
    ]
    assert days(evenings, "2026-11-30T21:00", "2026-12-01T19:00") == []
    assert covers(evenings) == (at("2026-11-30T19:30"), at("2026-12-01T20:45"))


def test_a_period_has_no_dates() -> None:
    vague = item(period=parse_period("voorjaar 2027"))
    assert days(vague, "2026-01-01", "2028-01-01") == []
    with pytest.raises(ValueError, match="no dates"):
        covers(vague)


def test_a_series_without_an_end() -> None:
    series = item("2026-01-06T19:30", rule="elke dinsdag", except_=(date(2026, 1, 6),))
    assert endless(series)
    assert covers(series) == (at("2026-01-13T19:30"), None)


def test_a_series_that_is_left_out_whole_still_covers_its_start() -> None:
    series = item("2026-01-06T19:30", rule="elke dinsdag, 1 keer", except_=(date(2026, 1, 6),))
    assert days(series, "2026-01-01", "2027-01-01") == []
    assert covers(series) == (at("2026-01-06T19:30"),) * 2


def test_a_window_in_another_zone() -> None:
    meeting = item("2026-07-01T01:00", "2026-07-01T02:00")
    window = datetime(2026, 6, 30, 23, 30, tzinfo=UTC), datetime(2026, 7, 1, tzinfo=UTC)
    assert len(occurrences(meeting, *window)) == 1


@pytest.mark.parametrize(
    ("start", "rule", "nearest"),
    [
        ("2026-01-02", "elke eerste vrijdag van de maand", None),
        ("2026-01-06", "elke eerste vrijdag van de maand", date(2026, 1, 2)),
        ("2026-01-30", "elke eerste vrijdag van de maand", date(2026, 2, 6)),
        ("2026-01-07", "elke dinsdag", date(2026, 1, 6)),
        ("2026-01-05", "elke dinsdag", date(2026, 1, 6)),
        ("2026-01-03", "elke werkdag", date(2026, 1, 2)),
        ("2026-02-20", "elk kwartaal op de tweede dinsdag", date(2026, 2, 10)),
        ("2026-03-20", "elk jaar op 21 maart", date(2026, 3, 21)),
        ("2026-01-10", "elk jaar op 21 december", date(2025, 12, 21)),
        ("2026-01-07", "elke zes weken", None),
        ("2026-01-07", "", None),
    ],
)
def test_the_nearest_day_for_a_start_beside_its_rule(
    start: str, rule: str, nearest: date | None
) -> None:
    assert first_mismatch(item(f"{start}T19:30", rule=rule)) == nearest


def test_a_rule_without_any_day_is_an_error() -> None:
    never = item("2026-01-06T19:30", rule="FREQ=MONTHLY;BYDAY=1MO;BYMONTHDAY=20")
    with pytest.raises(RecurrenceError):
        first_mismatch(never)


def test_a_start_beside_its_rule_is_no_date_of_it() -> None:
    series = item("2026-01-06T19:30", rule="elke eerste vrijdag van de maand, twee keer")
    assert days(series, "2026-01-01", "2027-01-01") == ["2026-02-06", "2026-03-06"]
    assert series.rule == Rule("FREQ=MONTHLY;BYDAY=1FR;COUNT=2")


@pytest.mark.parametrize(
    "rule",
    [
        "FREQ=DAILY;INTERVAL=7;BYDAY=TU",
        "FREQ=WEEKLY;BYDAY=MO;BYSETPOS=5",
        "FREQ=MONTHLY;INTERVAL=12;BYMONTH=2",
        "FREQ=MONTHLY;BYDAY=1MO;BYMONTHDAY=20",
        "FREQ=YEARLY;BYWEEKNO=53;BYDAY=MO;BYMONTH=6",
        "FREQ=YEARLY;INTERVAL=4;BYMONTH=2;BYMONTHDAY=29",
    ],
)
def test_a_rule_that_never_fits_ends(rule: str) -> None:
    """And is not looked for until the year 9999, day by day."""
    assert list(rule_times(parse_rule(rule), datetime(2026, 11, 23, 19, 30))) == []


@pytest.mark.parametrize("year", [1900, 1999, 2000, 2026, 2099, 2199])
def test_a_series_is_followed_for_a_hundred_years(year: int) -> None:
    """Its days are those of the calendar, leap years and weekdays too."""
    start = datetime(year, 1, 1, 20)
    every = list(rule_times(parse_rule("FREQ=DAILY"), start))
    assert every[-1] == datetime(year + HORIZON, 12, 31, 20)
    assert len(every) == (every[-1] - start).days + 1
    fridays = list(rule_times(parse_rule("FREQ=MONTHLY;BYDAY=1FR"), start))
    assert all(day.weekday() == 4 and day.day <= 7 for day in fridays)
    assert len(fridays) == 12 * (HORIZON + 1)


def test_a_cancelled_time_stays_and_says_so() -> None:
    series = item("2026-01-06T19:30", rule="elke dinsdag, 3 keer", cancelled=(date(2026, 1, 13),))
    found = occurrences(series, at("2026-01-01"), at("2027-01-01"))
    assert [(o.start.day, o.cancelled) for o in found] == [(6, False), (13, True), (20, False)]
    again = replace(series, extra=(at("2026-01-13T17:00"),))
    found = occurrences(again, at("2026-01-13"), at("2026-01-14"))
    assert [(o.start.hour, o.cancelled) for o in found] == [(17, False), (19, True)]


def test_a_moved_time_is_at_its_new_time_only() -> None:
    series = item(
        "2026-01-06T19:30",
        "2026-01-06T21:00",
        "elke dinsdag, 4 keer",
        moved=(
            Moved(date(2026, 1, 13), at("2026-01-15T12:00")),
            Moved(date(2026, 1, 20), at("2026-03-30T10:00"), at("2026-03-30T10:30")),
        ),
    )
    found = occurrences(series, at("2026-01-01"), at("2027-01-01"))
    assert [(o.start, o.end, o.moved_from) for o in found] == [
        (at("2026-01-06T19:30"), at("2026-01-06T21:00"), None),
        (at("2026-01-15T12:00"), at("2026-01-15T13:30"), at("2026-01-13T19:30")),
        (at("2026-01-27T19:30"), at("2026-01-27T21:00"), None),
        (at("2026-03-30T10:00"), at("2026-03-30T10:30"), at("2026-01-20T19:30")),
    ]
    assert covers(series) == (at("2026-01-06T19:30"), at("2026-03-30T10:30"))


def test_a_time_is_moved_into_the_window_and_out_of_it() -> None:
    series = item(
        "2026-01-06T19:30",
        rule="elke dinsdag",
        moved=(
            Moved(date(2026, 1, 6), at("2026-05-01T19:30")),
            Moved(date(2026, 6, 9), at("2026-05-02T19:30")),
            Moved(date(2026, 5, 5), at("2026-08-05T19:30")),
        ),
    )
    assert days(series, "2026-05-01", "2026-05-13") == ["2026-05-01", "2026-05-02", "2026-05-12"]
    assert days(series, "2026-06-08", "2026-06-17") == ["2026-06-16"]
    assert covers(series) == (at("2026-01-13T19:30"), None)
    assert endless(series)


def test_the_first_time_may_be_moved_forward() -> None:
    series = item(
        "2026-01-06T19:30",
        rule="elke dinsdag",
        moved=(Moved(date(2026, 1, 6), at("2026-01-05T19:30")),),
    )
    assert covers(series) == (at("2026-01-05T19:30"), None)


def test_a_moved_day_keeps_the_hours_and_all_days_stay_days() -> None:
    evening = item("2026-01-06T19:30", rule="elke dinsdag", moved=(_to_a_day(),))
    assert shown(evening, "2026-01-12", "2026-01-16") == ["2026-01-15T19:30+0100"]
    whole = item("2026-01-06", rule="elke dinsdag", all_day=True, moved=(_to_a_day(),))
    (one,) = occurrences(whole, at("2026-01-12"), at("2026-01-16"))
    assert (one.start, one.moved_from) == (at("2026-01-15"), at("2026-01-13"))


def _to_a_day() -> Moved:
    return Moved(date(2026, 1, 13), date(2026, 1, 15))  # type: ignore[arg-type]


def test_public_holidays_are_left_out_if_asked() -> None:
    """Of the rule only: extra times stay, and what was moved or cancelled by name is told."""
    mondays = item("2026-12-21T12:00", rule="elke maandag", until=date(2027, 6, 1))
    every = days(mondays, "2026-12-01", "2027-07-01")
    series = replace(mondays, except_=("feestdagen", date(2027, 1, 4)))
    shown_days = days(series, "2026-12-01", "2027-07-01")
    assert sorted(set(every) - set(shown_days)) == ["2027-01-04", "2027-03-29", "2027-05-17"]
    assert left_out_times(series, at("2027-05-17T12:00")) == [
        datetime(2027, 1, 4, 12),
        datetime(2027, 3, 29, 12),
        datetime(2027, 5, 17, 12),
    ]
    assert left_out_times(series, at("2027-05-17T11:59"))[-1] == datetime(2027, 3, 29, 12)
    told = replace(
        series,
        extra=(at("2027-01-04T12:00"), at("2027-04-27T12:00")),
        cancelled=(date(2027, 5, 17),),
        moved=(Moved(date(2027, 3, 29), at("2027-05-06T12:00")),),
    )
    found = occurrences(told, at("2026-12-01"), at("2027-07-01"))
    assert "2027-01-04" in [f"{o.start:%Y-%m-%d}" for o in found]
    assert [f"{o.start:%m-%d}" for o in found if o.cancelled or o.moved_from] == ["05-06", "05-17"]
    assert left_out_times(told, at("2028-01-01")) == []


def test_a_series_may_be_on_holidays_only() -> None:
    kings_day = item("2026-04-27T12:00", rule="elk jaar op 27 april", except_=("feestdagen",))
    assert days(kings_day, "2026-01-01", "2030-01-01") == []
    twice = replace(kings_day, rule=Rule("FREQ=YEARLY;BYMONTH=4;BYMONTHDAY=27;COUNT=2"))
    assert covers(twice) == (at("2026-04-27T12:00"),) * 2


def test_a_postponed_meeting_has_no_dates() -> None:
    later = item("2021-11-26", period=parse_period("begin 2022"), status=Status.MOVED)
    assert days(later, "2021-01-01", "2023-01-01") == []
    with pytest.raises(ValueError, match="no dates"):
        covers(later)


def test_dates_that_are_asked_for_again_and_again_are_those_of_a_single_look() -> None:
    items = [
        item("2025-12-31T23:30", "2026-01-01T00:30"),
        item("2026-01-01T00:00", "2026-01-01T01:00"),
        item("2025-03-03T09:00", "2027-02-01T17:00"),
        item("2024-02-29T00:00", all_day=True, rule="RRULE:FREQ=WEEKLY"),
        item("2025-01-02T19:30", "2025-01-02T21:30", "RRULE:FREQ=MONTHLY;BYDAY=-1TH"),
    ]
    moments = [
        at(f"{year}-{day}")
        for year in (2025, 2026, 2027)
        for day in ("01-01T00:00", "01-01T00:15", "03-29T02:30", "12-31T23:45")
    ]
    every = [replace(of, key=f"agenda/{n}", slug=str(n)) for n, of in enumerate(items)]
    dates = Dates(every)
    for first, last in combinations_with_replacement(moments, 2):
        assert dates.between(first, last) == entries(every, first, last)
