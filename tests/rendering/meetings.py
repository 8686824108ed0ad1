"""Meetings of every kind, for tests of calendars."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from site_plugins.model.agenda import AgendaItem, Moved, Session, Status
from site_plugins.model.item import ZONE
from site_plugins.model.period import parse_period
from site_plugins.model.recurrence import parse_rule

NOW = datetime(2026, 11, 22, 9, tzinfo=ZONE)


def at(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=ZONE)


def item(start: str = "", end: str = "", rule: str = "", **fields: Any) -> AgendaItem:
    values: dict[str, Any] = {"key": "agenda/x", "slug": "x", "title": "Overleg", "id": "x"}
    values["start"] = at(start) if start else None
    values["end"] = at(end) if end else None
    values["rule"] = parse_rule(rule) if rule else None
    return AgendaItem(**(values | fields))


ITEMS: dict[str, AgendaItem] = {
    "one-off": item("2026-03-24T19:30", "2026-03-24T21:30"),
    "no end": item("2026-03-24T19:30"),
    "first Friday": item(
        "2026-01-02T15:00", "2026-01-02T17:00", "elke eerste vrijdag van de maand"
    ),
    "six weeks": item("2026-01-05T20:00", "2026-01-05T22:00", "elke zes weken op maandag"),
    "quarter": item("2026-01-13T20:00", "2026-01-13T22:00", "elk kwartaal op de tweede dinsdag"),
    "fifth Friday": item("2026-01-30T20:00", rule="elke vijfde vrijdag van de maand"),
    "the 31st": item("2026-01-31T20:00", "2026-01-31T21:00", "elke maand op de 31e"),
    "29 February": item("2024-02-29T20:00", rule="elke vier jaar op 29 februari"),
    "across new year": item("2026-12-15T20:00", rule="om de week op dinsdag"),
    "last day inclusive": item("2026-01-06T19:30", rule="elke dinsdag", until=date(2026, 6, 30)),
    "own until": item("2026-01-06T19:30", rule="elke dinsdag, tot en met 30 juni 2026"),
    "until in summer": item("2026-01-06T23:30", rule="elke dinsdag", until=date(2026, 7, 7)),
    "until at a time": item("2026-01-06T19:30", rule="FREQ=WEEKLY;UNTIL=20260630T173000Z"),
    "count": item("2026-01-06T19:30", rule="elke dinsdag, tien keer"),
    "count, then day": item("2026-01-06", rule="elke dag, 90 keer", until=date(2026, 2, 1)),
    "day, then count": item("2026-01-06", rule="elke dag, drie keer", until=date(2026, 2, 1)),
    "exceptions and extra": item(
        "2026-01-06T19:30",
        "2026-01-06T21:00",
        "elke dinsdag",
        except_=(date(2026, 1, 6), date(2026, 3, 31), date(2026, 4, 1)),
        extra=(at("2026-03-31T17:00"), at("2026-04-07T19:30"), at("2026-11-02T20:00")),
    ),
    "extra at a time left out": item(
        "2026-01-06T19:30",
        rule="elke dinsdag",
        except_=(date(2026, 1, 13),),
        extra=(at("2026-01-13T19:30"),),
    ),
    "one-off with extra": item("2026-03-24T19:30", extra=(at("2026-04-01T10:00"),)),
    "start beside its rule": item("2026-01-07T19:30", rule="elke dinsdag, drie keer"),
    "sessions": item(
        sessions=(
            Session(at("2026-12-01T19:30"), at("2026-12-01T20:45")),
            Session(at("2026-11-30T19:30"), at("2026-11-30T21:00")),
        )
    ),
    "one session": item(sessions=(Session(at("2026-12-01T19:30"), at("2026-12-01T20:45")),)),
    "all day": item("2026-03-27", all_day=True),
    "days over the clock change": item("2026-03-27", "2026-03-30", all_day=True),
    "all-day series": item(
        "2026-03-02",
        "2026-03-03",
        "elke eerste maandag van de maand",
        all_day=True,
        except_=(date(2026, 10, 5),),
        extra=(at("2026-10-12"),),
        until=date(2027, 5, 3),
    ),
    "all-day sessions": item(
        sessions=(Session(at("2026-03-27")), Session(at("2026-04-27"), at("2026-04-28"))),
        all_day=True,
    ),
    "the hour that is skipped": item("2026-03-28T02:30", "2026-03-28T02:45", "elke dag, drie keer"),
    "the hour that comes twice": item(
        "2026-10-24T02:30", "2026-10-24T02:45", "elke dag, drie keer"
    ),
    "a date that is skipped": item("2026-03-29T02:30"),
    "29 February, each year": item("2028-02-29T20:00", rule="elk jaar op 29 februari"),
    "two days a fortnight": item(
        "2026-12-13T20:00", rule="FREQ=WEEKLY;INTERVAL=2;BYDAY=MO,SU;WKST=MO"
    ),
    "first week of the year": item("2026-01-01T10:00", rule="elk jaar op 1 januari"),
    "without public holidays": item(
        "2026-01-05T20:00", "2026-01-05T22:00", "elke maandag", holidays=True
    ),
    "without holidays, to a day": item(
        "2026-03-06",
        rule="elke eerste vrijdag van de maand",
        holidays=True,
        all_day=True,
        except_=(date(2026, 6, 5),),
        until=date(2027, 12, 31),
    ),
    "moved and cancelled": item(
        "2026-01-06T19:30",
        "2026-01-06T21:00",
        "elke dinsdag",
        except_=(date(2026, 1, 13),),
        extra=(at("2026-02-12T19:30"),),
        cancelled=(date(2026, 1, 6), date(2026, 10, 27)),
        moved=(
            Moved(date(2026, 1, 20), at("2026-01-21T20:00"), at("2026-01-21T20:30")),
            Moved(date(2026, 3, 31), at("2026-03-28T19:30")),
        ),
    ),
    "moved out of the summer": item(
        "2026-10-20T19:30",
        "2026-10-20T21:00",
        "elke dinsdag, zes keer",
        moved=(Moved(date(2026, 10, 20), at("2026-10-26T19:30")),),
    ),
    "moved and cancelled days": item(
        "2026-03-02",
        "2026-03-03",
        "elke eerste maandag van de maand",
        all_day=True,
        cancelled=(date(2026, 4, 6),),
        moved=(Moved(date(2026, 5, 4), at("2026-05-11")),),
    ),
    "moved and cancelled at the change of the clock": item(
        "2026-03-26T02:30",
        "2026-03-26T02:45",
        "elke dag, vijf keer",
        cancelled=(date(2026, 3, 29),),
        moved=(Moved(date(2026, 3, 30), at("2026-10-25T02:30")),),
    ),
    "cancelled as a whole": item(
        "2026-01-06T19:30",
        rule="elke dinsdag",
        status=Status.CANCELLED,
        moved=(Moved(date(2026, 1, 20), at("2026-01-21T20:00")),),
    ),
    "the hour of both changes": item("2026-03-22T02:30", "2026-03-22T03:30", "elke zondag"),
    "midnight": item("2026-03-28T23:30", "2026-03-29T00:30", "elke zaterdag"),
}

POSTPONED = item(
    "2026-11-26T19:30",
    "2026-11-26T21:00",
    status=Status.MOVED,
    period=parse_period("voorjaar 2027"),
)
