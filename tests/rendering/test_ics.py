"""Calendars, read back as a subscriber's program does."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta
from itertools import islice
from typing import Any

import pytest
import recurring_ical_events
from hypothesis import given, settings
from hypothesis import strategies as st
from icalendar import Calendar

from site_plugins.loading.nodes import Scalar
from site_plugins.loading.place import Report
from site_plugins.loading.texts import read_identity
from site_plugins.model.agenda import AgendaItem, Location, Moved, Status
from site_plugins.model.item import ZONE
from site_plugins.model.period import parse_period
from site_plugins.model.recurrence_words import WEEKDAYS
from site_plugins.projections.calendars import IcsEvent, ics_event
from site_plugins.projections.occurrences import occurrences
from site_plugins.projections.series import moment, series_times
from site_plugins.rendering.ics import calendar, event_lines
from tests.rendering.meetings import ITEMS, NOW, at, item

URL = "https://lokaalbestuur.nl/agenda/x/"
FIRST, LAST = datetime(2026, 1, 1, tzinfo=ZONE), datetime(2028, 3, 1, tzinfo=ZONE)


def event(of: AgendaItem) -> IcsEvent:
    made = ics_event(of, url=URL, categories=(), now=NOW)
    assert made is not None
    return made


def lines_of(made: IcsEvent | None) -> list[bytes]:
    return [event_lines(made)] if made else []


def render(*items: AgendaItem) -> bytes:
    return calendar(
        "Agenda", "Alle bijeenkomsten", (event_lines(event(of)) for of in items), url=URL
    )


def lines(content: bytes) -> list[str]:
    """The content lines, unfolded."""
    return content.decode().replace("\r\n ", "").split("\r\n")


def values(content: bytes, name: str) -> list[str]:
    """The values of every property of VEVENTs with this name."""
    body = lines(content)[lines(content).index("END:VTIMEZONE") :]
    return [line.split(":", 1)[1] for line in body if line.split(":")[0].split(";")[0] == name]


def expanded(content: bytes) -> list[tuple[datetime, datetime]]:
    found: Iterable[Any] = recurring_ical_events.of(Calendar.from_ical(content)).between(
        FIRST, LAST
    )
    return sorted((_utc(e["DTSTART"].dt), _utc(e.end)) for e in found)


def _utc(moment: date) -> datetime:
    whole = moment if isinstance(moment, datetime) else datetime(*moment.timetuple()[:3])
    return (whole if whole.tzinfo else whole.replace(tzinfo=ZONE)).astimezone(UTC)


def ours(*items: AgendaItem) -> list[tuple[datetime, datetime]]:
    return sorted(
        (_utc(o.start), _utc(o.over)) for of in items for o in occurrences(of, FIRST, LAST)
    )


@pytest.mark.parametrize("name", ITEMS)
def test_a_client_sees_the_same_times_over_two_years(name: str) -> None:
    assert ours(ITEMS[name])
    assert expanded(render(ITEMS[name])) == ours(ITEMS[name])


RULES = [
    *(f"elke {day}" for day in WEEKDAYS),
    *(f"elke eerste {day} van de maand" for day in WEEKDAYS),
    *(f"elke laatste {day} van de maand" for day in WEEKDAYS),
    *("elke dag", "elke drie dagen", "elke werkdag", "elke zes weken", "elke maand"),
    *("elke maand op de 15e", "elke laatste dag van de maand", "elk kwartaal", "elk jaar"),
    *("om de week op maandag en woensdag", "elk half jaar op de eerste maandag"),
]


@settings(deadline=None, max_examples=60)
@given(
    start=st.datetimes(datetime(2024, 1, 1), datetime(2027, 6, 1)),
    length=st.none() | st.integers(0, 50),
    rule=st.sampled_from(RULES),
    tail=st.sampled_from(["", ", vijf keer", ", tot en met 31 maart 2027"]),
    until=st.none() | st.dates(date(2026, 6, 1), date(2028, 6, 1)),
    left_out=st.lists(st.dates(date(2026, 1, 1), date(2027, 1, 1)), max_size=8),
    all_day=st.booleans(),
    holidays=st.booleans(),
    off=st.sets(st.integers(0, 15), max_size=3),
    shifts=st.dictionaries(st.integers(16, 30), st.integers(-2000, 2000), max_size=3),
)
def test_any_series_is_the_same_to_a_client(
    start: datetime,
    length: int | None,
    rule: str,
    tail: str,
    until: date | None,
    left_out: list[date],
    all_day: bool,
    holidays: bool,
    off: set[int],
    shifts: dict[int, int],
) -> None:
    """With what it leaves out, and with times that are cancelled or moved by some hours."""
    begin = datetime.combine(start, time() if all_day else start.time().replace(microsecond=0))
    step = timedelta(days=1) if all_day else timedelta(minutes=17)
    end = None if length is None else begin + length * step
    series = item(
        start=begin.isoformat(),
        end=end.isoformat() if end else "",
        rule=rule + tail,
        until=until,
        except_=tuple(left_out),
        all_day=all_day,
        holidays=holidays,
    )
    times = [t for t in islice(series_times(series), 31) if t.date() not in left_out]
    moved = [(t, shifts[n]) for n, t in enumerate(times) if n in shifts]
    series = replace(
        series,
        cancelled=tuple(t.date() for n, t in enumerate(times) if n in off),
        moved=tuple(Moved(t.date(), moment(t) + hours * timedelta(hours=1)) for t, hours in moved),
    )
    made = ics_event(series, url=URL, categories=(), now=NOW)
    content = calendar("A", "", lines_of(made), url=URL)
    assert expanded(content) == ours(series)


def test_one_series_is_one_event() -> None:
    content = render(ITEMS["exceptions and extra"])
    assert content.count(b"BEGIN:VEVENT") == 1
    assert values(content, "RRULE") == ["FREQ=WEEKLY;BYDAY=TU"]
    assert values(content, "EXDATE") == ["20260106T193000", "20260331T193000"]
    assert values(content, "RDATE") == ["20260331T170000", "20261102T200000"]
    assert "DTSTART;TZID=Europe/Amsterdam:20260106T193000" in lines(content)


def test_a_day_of_which_the_hours_are_not_known_says_so() -> None:
    """Calendars show it as a whole day; not where days are all there is to know."""
    bare = AgendaItem(key="agenda/x", slug="x", title="X", id="x", start=date(2026, 12, 1))  # type: ignore[arg-type]
    unknown = "De tijd is niet bekend."
    assert unknown in values(render(bare), "DESCRIPTION")[0]
    for known in (
        replace(bare, all_day=True, untimed=False),
        replace(bare, end=at("2026-12-03")),
        replace(bare, status=Status.CANCELLED),
    ):
        assert unknown not in values(render(known), "DESCRIPTION")[0]


def test_extra_dates_without_a_rule_are_events_of_their_own() -> None:
    """Outlook opens nothing that has RDATE without RRULE (Microsoft, KB 2643084)."""
    content = render(ITEMS["one-off with extra"])
    assert values(content, "DTSTART")[-2:] == ["20260324T193000", "20260401T100000"]
    assert len({*values(content, "UID")}) == 2
    assert values(content, "RDATE") == []


def test_until_is_in_utc_and_for_days_a_day() -> None:
    assert values(render(ITEMS["last day inclusive"]), "RRULE") == [
        "FREQ=WEEKLY;UNTIL=20260630T215959Z;BYDAY=TU"
    ]
    assert "UNTIL=20270503;" in values(render(ITEMS["all-day series"]), "RRULE")[0]


def test_count_and_until_never_go_together() -> None:
    assert values(render(ITEMS["day, then count"]), "RRULE") == ["FREQ=DAILY;COUNT=3"]
    assert values(render(ITEMS["count, then day"]), "RRULE") == [
        "FREQ=DAILY;UNTIL=20260201T225959Z"
    ]


def test_an_all_day_event_has_days_and_ends_on_the_next() -> None:
    content = lines(render(ITEMS["days over the clock change"]))
    assert "DTSTART;VALUE=DATE:20260327" in content
    assert "DTEND;VALUE=DATE:20260331" in content
    assert "TRANSP:TRANSPARENT" in content


def test_sessions_are_events_of_which_the_first_keeps_the_uid() -> None:
    content = render(ITEMS["sessions"])
    assert values(content, "UID") == ["x@lokaalbestuur.nl", "x#2@lokaalbestuur.nl"]
    assert values(content, "SUMMARY") == ["Overleg (1 van 2)", "Overleg (2 van 2)"]
    assert values(render(ITEMS["one session"]), "SUMMARY") == ["Overleg"]


def test_no_id_gives_the_uid_of_another_items_session() -> None:
    """``#`` is the one sign in it that the reader of ids refuses."""
    other = item("2026-12-01T19:30", id="x-2")
    uids = values(render(ITEMS["sessions"], other), "UID")
    assert len(set(uids)) == len(uids) == 3
    report = Report("x.md", {}, {})
    assert read_identity(Scalar("x#2", 1), report.place("id")) is None
    assert report.problems


def test_where_no_time_is_written_there_are_only_days() -> None:
    content = lines(render(replace(item(), start=date(2026, 12, 1), end=date(2026, 12, 3))))
    assert "DTSTART;VALUE=DATE:20261201" in content
    assert "DTEND;VALUE=DATE:20261204" in content


@pytest.mark.parametrize(
    ("location", "place", "about"),
    [
        (Location(name="Stadhuis", url="https://www.x.nl/a"), "Stadhuis", "Plaats: "),
        (Location(url="https://www.x.nl/a"), "x.nl", "Plaats: "),
        (Location(url="https://www.x.nl/a", online=True), "Online", "Online: "),
    ],
)
def test_the_address_of_a_place_is_in_the_description(
    location: Location, place: str, about: str
) -> None:
    parsed: Any = Calendar.from_ical(render(item("2026-03-24T19:30", location=location)))
    (made,) = parsed.walk("VEVENT")
    assert made["LOCATION"] == place
    assert f"{about}https://www.x.nl/a" in made["DESCRIPTION"].split("\n\n")


@pytest.mark.parametrize(
    ("location", "pages"),
    [
        (Location(url="https://www.x.nl/a", online=True), ["https://www.x.nl/a"]),
        (Location(online=True), []),
        (Location(url="https://www.x.nl/a"), []),
        (Location(name="Stadhuis", url="https://www.x.nl/a", online=True), []),
    ],
)
def test_where_to_take_part(location: Location, pages: list[str]) -> None:
    """A program offers to join only what is online alone, on the public page about it."""
    content = render(item("2026-03-24T19:30", location=location))
    found = [line for line in lines(content) if line.startswith("CONFERENCE")]
    assert [line.partition(":")[2] for line in found] == pages
    for line in found:
        assert {"VALUE=URI", "FEATURE=AUDIO,VIDEO", "LABEL=Online op x.nl"} == {
            *line.partition(":")[0].split(";")[1:]
        }


def test_what_is_not_known_is_left_out() -> None:
    content = calendar("Agenda", "", lines_of(event(item("2026-03-24T19:30"))), url=URL)
    head = lines(content)[: lines(content).index("BEGIN:VTIMEZONE")]
    assert not [line for line in head if line.startswith(("DESCRIPTION", "X-WR-CALDESC"))]


@pytest.mark.parametrize(
    ("status", "word", "summary", "transparent"),
    [
        (Status.CONFIRMED, "CONFIRMED", "Overleg", []),
        (Status.PROVISIONAL, "TENTATIVE", "Onder voorbehoud: Overleg", []),
        (Status.MOVED, "CONFIRMED", "Verplaatst: Overleg", []),
        (Status.CANCELLED, "CANCELLED", "Geannuleerd: Overleg", ["TRANSPARENT"]),
    ],
)
def test_status(status: Status, word: str, summary: str, transparent: list[str]) -> None:
    content = render(item("2026-03-24T19:30", status=status))
    assert values(content, "STATUS") == [word]
    assert values(content, "SUMMARY") == [summary]
    assert values(content, "TRANSP") == transparent


def test_there_is_no_event_without_a_date() -> None:
    assert (
        ics_event(item(period=parse_period("voorjaar 2027")), url=URL, categories=(), now=NOW)
        is None
    )
    gone = item("2026-01-06", rule="elke dag, 1 keer", except_=(date(2026, 1, 6),))
    assert ics_event(gone, url=URL, categories=(), now=NOW) is None
    assert b"VEVENT" not in calendar("Leeg", "", [], url=URL)


def test_the_calendar_names_itself_and_its_zone() -> None:
    content = lines(
        calendar(
            "Agenda, wethouders", "Eén; twee", [], url="https://x.nl/é", source="https://x.nl/a.ics"
        )
    )
    for line in (
        "BEGIN:VCALENDAR",
        "COLOR:firebrick",
        "SOURCE;VALUE=URI:https://x.nl/a.ics",
        "VERSION:2.0",
        "PRODID:-//Centrum voor Lokaal Bestuur//Lokaal Bestuur//NL",
        r"NAME:Agenda\, wethouders",
        r"X-WR-CALNAME:Agenda\, wethouders",
        r"DESCRIPTION:Eén\; twee",
        "URL:https://x.nl/%C3%A9",
        "REFRESH-INTERVAL;VALUE=DURATION:P1D",
        "X-PUBLISHED-TTL:P1D",
        "TZID:Europe/Amsterdam",
        "RRULE:FREQ=YEARLY;BYDAY=-1SU;BYMONTH=3",
        "TZOFFSETTO:+0200",
    ):
        assert line in content
    assert content.count("BEGIN:VTIMEZONE") == 1
    assert not [line for line in content if line.startswith("METHOD")]


def test_the_zone_is_the_one_of_amsterdam() -> None:
    parsed: Any = Calendar.from_ical(render(ITEMS["one-off"])).walk("VTIMEZONE")[0]
    zone = parsed.to_tz(lookup_tzid=False)
    for day in range(2 * 365):
        clock = datetime(2026, 1, 1, 12) + timedelta(days=day)
        assert clock.replace(tzinfo=zone).utcoffset() == clock.replace(tzinfo=ZONE).utcoffset()


LONG = "Één coöperatie 🌷 " * 30 + "!"


def test_lines_end_in_crlf_and_are_folded_at_75_octets_between_characters() -> None:
    content = render(item("2026-03-24T19:30", title=LONG, description="é" * 299))
    assert content.endswith(b"END:VCALENDAR\r\n")
    assert content.count(b"\n") == content.count(b"\r") == content.count(b"\r\n")
    physical = content.split(b"\r\n")
    assert max(map(len, physical)) <= 75
    assert all(line.decode() is not None for line in physical)
    assert values(content, "SUMMARY") == [LONG]


TRICKY = r'Rood, wit; "blauw": C:\nieuw \, \; #HoeDan & <b> ' + "’s-Hertogenbosch"


def test_text_is_escaped_and_read_back() -> None:
    made = ics_event(
        item(
            "2026-03-24T19:30",
            title=TRICKY,
            description=f"{TRICKY}\n\nTweede alinea",
            location=Location(name=TRICKY, city="Utrecht", online=True),
            organiser="VNG, Den Haag",
            invitation_only=True,
        ),
        url=URL,
        categories=("Wonen, zorg", "Jeugd; gezin"),
        now=NOW,
    )
    assert made is not None
    content = calendar("A", "", lines_of(made), url=URL)
    assert values(content, "CATEGORIES") == [r"Wonen\, zorg,Jeugd\; gezin"]
    parsed: Any = Calendar.from_ical(content).walk("VEVENT")[0]
    assert parsed["SUMMARY"] == TRICKY
    assert parsed["LOCATION"] == f"{TRICKY}, Utrecht, en online"
    assert parsed["DESCRIPTION"] == (
        f"{TRICKY}\n\nTweede alinea\n\nAlleen op uitnodiging.\n\n"
        f"Organisatie: VNG, Den Haag\n\n{URL}"
    )
    assert parsed["URL"] == URL
    assert parsed.categories == ["Wonen, zorg", "Jeugd; gezin"]


@settings(deadline=None)
@given(st.text(st.characters(codec=None), max_size=80))
def test_nothing_in_a_text_can_break_the_file(text: str) -> None:
    made = ics_event(
        item(
            "2026-03-24T19:30",
            title=text,
            id=text,
            description=text,
            organiser=text,
            location=Location(name=text),
        ),
        url=f"https://x.nl/{text}",
        categories=(text,),
        now=NOW,
    )
    assert made is not None
    content = calendar(text, text, lines_of(made), url=text)
    plain = content.decode()
    assert not [c for c in plain if (ord(c) < 32 and c not in "\r\n") or 127 <= ord(c) < 160]
    assert plain.count("\nBEGIN:VEVENT\r") == 1
    assert plain.count("\r\nSTATUS:") == 1
    assert len(plain.splitlines()) == plain.count("\r\n") == plain.count("\n") == plain.count("\r")
    Calendar.from_ical(content)


def test_an_injected_line_stays_text() -> None:
    content = render(item("2026-03-24T19:30", title="X\r\nATTENDEE:mailto:a@b.nl\x00\x1b[2J"))
    assert values(content, "SUMMARY") == ["X ATTENDEE:mailto:a@b.nl [2J"]
    assert values(content, "ATTENDEE") == []


# What an editor writes in the course of a meeting's life, each line on top of those above.
LIFE: tuple[dict[str, Any], ...] = (
    {"status": Status.PROVISIONAL},
    {"status": Status.CONFIRMED},
    {"holidays": True},
    {"except_": (date(2026, 1, 13),)},
    {"cancelled": (date(2026, 1, 20),)},
    {"moved": (Moved(date(2026, 1, 27), at("2026-01-28T20:00")),)},
    {"extra": (at("2026-01-29T20:00"),)},
    {"status": Status.MOVED},
    {"status": Status.CANCELLED},
    {"updated": at("2026-01-01T09:00")},
    {"updated": at("2026-02-01T08:00")},
)


@pytest.mark.parametrize("published", [None, at("2026-01-01T08:00")])
def test_each_change_makes_a_later_revision(published: datetime | None) -> None:
    """A program takes what has a higher SEQUENCE and LAST-MODIFIED; no clock and no git is read."""
    now = item("2026-01-06T19:30", rule="elke dinsdag", date=published)
    told = []
    for change in LIFE:
        now = replace(now, **change)
        content = render(now)
        assert content == render(now)
        stamps = set(values(content, "LAST-MODIFIED"))
        assert set(values(content, "DTSTAMP")) == stamps and len(stamps) == 1
        assert len(set(values(content, "SEQUENCE"))) == 1
        told.append((int(values(content, "SEQUENCE")[0]), stamps.pop()))
    assert told == sorted(told)
    assert len({number for number, _ in told}) == len({stamp for _, stamp in told}) == len(LIFE)


def test_the_last_change_is_what_the_editor_wrote() -> None:
    """To the minute; the seconds count what else can be seen."""
    content = render(item("2026-03-24T19:30", updated=at("2026-02-01T08:00")))
    assert values(content, "LAST-MODIFIED") == ["20260201T070001Z"]
    assert values(render(item("2026-03-24T19:30")), "DTSTAMP") == ["20200101T000001Z"]


def test_an_id_with_a_domain_is_kept() -> None:
    assert event(item("2026-03-24T19:30", id="oud@clb.nl")).uid == "oud@clb.nl"
    assert event(item("2026-03-24T19:30", id="a1b2")).uid == "a1b2@lokaalbestuur.nl"
