"""Three independent readers find in each calendar the times that the site shows.

They are icalendar with recurring-ical-events, ical.js, and python-dateutil under a reader of our
own; what they must find are our ``occurrences``.
"""

from __future__ import annotations

import json
import re
import shutil
import subprocess
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from typing import NamedTuple

import pytest
import recurring_ical_events
from dateutil import tz
from dateutil.rrule import rruleset, rrulestr
from icalendar import Calendar

from site_plugins.loading.read import read_content
from site_plugins.model.agenda import AgendaItem, Status
from site_plugins.model.item import ZONE, Layer
from site_plugins.model.organisation import Network
from site_plugins.model.vocabulary import Audience, Topic
from site_plugins.projections.calendar_views import calendars
from site_plugins.projections.index import Index
from site_plugins.projections.occurrences import occurrences, sessions
from site_plugins.rendering.calendar_files import CalendarMaker
from site_plugins.rendering.site import Site
from tests.conftest import ROOT, Built, lacking
from tests.projections.making import library
from tests.rendering.meetings import ITEMS, NOW, POSTPONED
from tests.site.reading import NOW as REAL_NOW

FIRST, LAST = datetime(2026, 1, 1, tzinfo=ZONE), datetime(2028, 1, 1, tzinfo=ZONE)
SITE = Site("Lokaal Bestuur", "https://www.lokaalbestuur.nl/")
DAY = timedelta(days=1)
CHANGES = {date(2026, 3, 29), date(2026, 10, 25), date(2027, 3, 28), date(2027, 10, 31)}


class Time(NamedTuple):
    """One time that something is, as a reader of a calendar sees it."""

    uid: str
    start: datetime
    end: datetime
    cancelled: bool


Times = dict[str, list[Time]]
"""For each calendar what is in it, by time."""


def expected(index: Index) -> Times:
    """What the site shows, by the path of each calendar."""
    return {
        view.path[1:]: in_window(time for item in view.items for time in times_of(item))
        for view in calendars(index)
    }


def times_of(item: AgendaItem) -> Iterator[Time]:
    """The times of an item; each session is an event of its own."""
    apart = [session.start for session in sessions(item)]
    if item.start and not item.rule:
        apart = [item.start, *item.extra]
    numbers = {start: n for n, start in enumerate(apart, 1)}
    for found in occurrences(item, FIRST - 30 * DAY, LAST):
        number = numbers.get(found.start, 1)
        uid = f"{item.id}#{number}" if number > 1 else item.id
        off = found.cancelled or item.status is Status.CANCELLED
        end = found.end or found.start + (DAY if found.all_day else timedelta())
        end = found.over if found.all_day else end
        yield Time(f"{uid}@lokaalbestuur.nl", utc(found.start), utc(end), off)


def utc(moment: date) -> datetime:
    """A whole day begins at midnight in Amsterdam."""
    whole = moment if isinstance(moment, datetime) else datetime(*moment.timetuple()[:3])
    return (whole if whole.tzinfo else whole.replace(tzinfo=ZONE)).astimezone(UTC)


def in_window(times: Iterable[Time]) -> list[Time]:
    """Those that begin in the two years."""
    return sorted(time for time in times if FIRST <= time.start < LAST)


# ---- the three readers ----


def by_icalendar(files: Mapping[str, str]) -> Times:
    """icalendar and recurring-ical-events."""

    def times(text: str) -> Iterator[Time]:
        calendar = Calendar.from_ical(text)
        assert calendar.errors == []
        for event in recurring_ical_events.of(calendar).between(FIRST - 30 * DAY, LAST):
            off = event["STATUS"] == "CANCELLED"
            yield Time(str(event["UID"]), utc(event["DTSTART"].dt), utc(event.end), off)

    return {name: in_window(times(text)) for name, text in files.items()}


def by_ical_js(files: Mapping[str, str]) -> Times:
    """ical.js, under Node."""
    node = shutil.which("node") or lacking("node", "nodejs")
    asked = json.dumps({"files": files, "last": (LAST + 366 * DAY).isoformat()})
    done = subprocess.run(
        [node, str(ROOT / "tests/rendering/expand.mjs")],
        input=asked,
        capture_output=True,
        text=True,
        check=False,
        timeout=120,
    )
    assert done.returncode == 0, done.stderr
    return {
        name: in_window(
            Time(uid, _moment(start), _moment(end), status == "CANCELLED")
            for uid, start, end, status in rows
        )
        for name, rows in json.loads(done.stdout).items()
    }


def _moment(text: str) -> datetime:
    return utc(datetime.fromisoformat(text) if "T" in text else date.fromisoformat(text))


def by_dateutil(files: Mapping[str, str]) -> Times:
    """A reader of a hundred lines less: python-dateutil, and what RFC 5545 says of the rest."""
    return {name: in_window(_expanded(text)) for name, text in files.items()}


Properties = dict[str, list[tuple[str, str]]]
"""For each name its parameters and its value, as often as it stands there."""


def _events(text: str) -> Iterator[Properties]:
    found: Properties = {}
    for line in text.replace("\r\n ", "").split("\r\n"):
        if line == "BEGIN:VEVENT":
            found = defaultdict(list)
        elif line == "END:VEVENT":
            yield found
        elif match := re.match(r"([A-Z-]+)((?:;[^:;]+)*):(.*)", line):
            found.setdefault(match[1], []).append((match[2], match[3]))


def _read(parameters: str, value: str) -> datetime:
    """A moment on the wall, or midnight of a day."""
    assert parameters in (";TZID=Europe/Amsterdam", ";VALUE=DATE")
    return datetime.strptime(value, "%Y%m%dT%H%M%S" if "TZID" in parameters else "%Y%m%d")


def _expanded(text: str) -> Iterator[Time]:
    others: dict[str, dict[datetime, Properties]] = defaultdict(dict)
    masters = []
    for event in _events(text):
        if instead := event.get("RECURRENCE-ID"):
            others[event["UID"][0][1]][_read(*instead[0])] = event
        else:
            masters.append(event)
    for master in masters:
        start, length = _span(master)
        times = rruleset()
        times.rdate(start)
        for parameters, value in master.get("RDATE", ()):
            times.rdate(_read(parameters, value))
        for _, rule in master.get("RRULE", ()):
            times.rrule(rrulestr(_until_on_the_wall(rule), dtstart=start))
        for parameters, value in master.get("EXDATE", ()):
            times.exdate(_read(parameters, value))
        own = others.get(master["UID"][0][1], {})
        found = set(times.between(datetime(2000, 1, 1), datetime(2029, 1, 1), inc=True))
        assert own.keys() <= found, "each override stands for a time of the series"
        for time in found:
            event = own.get(time, master)
            begin, long = _span(event) if time in own else (time, length)
            off = event["STATUS"][0][1] == "CANCELLED"
            yield Time(event["UID"][0][1], _instant(begin), _instant(begin + long), off)


def _span(event: Properties) -> tuple[datetime, timedelta]:
    ((parameters, value),) = event["DTSTART"]
    start = _read(parameters, value)
    ends = [_read(*end) for end in event.get("DTEND", ())]
    return start, (ends[0] if ends else start) - start


def _until_on_the_wall(rule: str) -> str:
    found = re.search(r"UNTIL=(\w+)Z", rule)
    if not found:
        return rule
    until = datetime.strptime(found[1], "%Y%m%dT%H%M%S").replace(tzinfo=UTC)
    return rule.replace(found[0], f"UNTIL={until.astimezone(AMSTERDAM):%Y%m%dT%H%M%S}")


AMSTERDAM = tz.gettz("Europe/Amsterdam")


def _instant(clock: datetime) -> datetime:
    return tz.resolve_imaginary(clock.replace(tzinfo=AMSTERDAM)).astimezone(UTC)


# ---- what they read ----


@pytest.fixture(scope="module")
def rich() -> tuple[dict[str, str], Times]:
    """The calendars of a small site with meetings of every kind, and what it shows."""
    audience = Audience(key="doelgroepen/raadsleden", slug="raadsleden", title="R", id="r")
    network = Network(key="netwerken/wonen", slug="wonen", title="N", id="n", kind="inhoudelijk")
    topic = Topic(key="onderwerpen/water", slug="water", title="W", id="w")
    meetings = [
        replace(
            item,
            key=f"agenda/{n}",
            slug=str(n),
            id=f"agenda/{n}",
            audiences=(audience.key,) if n % 4 == 0 else (),
            networks=(network.key,) if n % 4 == 1 else (),
            topics=(topic.key,) if n % 4 == 2 else (),
            layers=(Layer.PROVINCE,) if n % 4 == 3 else (),
        )
        for n, item in enumerate(ITEMS.values())
    ]
    index = Index(library(audience, network, topic, *meetings), NOW)
    maker = CalendarMaker(index, SITE)
    return {v.path[1:]: maker.file(v).decode() for v in calendars(index)}, expected(index)


READERS = (by_icalendar, by_ical_js, by_dateutil)


@pytest.mark.parametrize("reader", READERS)
def test_every_kind_of_meeting(
    reader: Callable[[Mapping[str, str]], Times], rich: tuple[dict[str, str], Times]
) -> None:
    """A reader finds every time over two years, both changes of the clock, and what is off."""
    files, wanted = rich
    assert len(files) == 2 * 5 + len(ITEMS)
    assert len(wanted["agenda.ics"]) > 600
    assert {time.cancelled for time in wanted["agenda.ics"]} == {True, False}
    found = reader(files)
    assert found.keys() == wanted.keys()
    for name, times in wanted.items():
        if reader is by_ical_js:
            assert by_day(found[name]) == by_day(times), name
        else:
            assert found[name] == times, name


def by_day(times: Iterable[Time]) -> list[Time]:
    """Without what begins in the nights that the clock changes.

    There ical.js takes the other of the two offsets than RFC 5545 (3.3.5) wants, both for 2.30
    that is skipped and for 2.30 that comes twice.
    """
    return [t for t in times if t.start.date() not in CHANGES or t.start.hour >= 3]


@pytest.mark.parametrize("reader", READERS)
def test_every_calendar_of_the_real_site(
    reader: Callable[[Mapping[str, str]], Times], real_site: Built
) -> None:
    """Likewise for each .ics file that is published."""
    names = [name for name in real_site.files() if name.endswith(".ics")]
    files = {name: (real_site.site / name).read_bytes().decode() for name in names}
    content = read_content(ROOT / "content").library.public(REAL_NOW)
    wanted = expected(Index(content, REAL_NOW))
    assert files.keys() == wanted.keys()
    assert len(wanted["agenda.ics"]) > 30
    found = reader(files)
    for name, times in wanted.items():
        assert found[name] == times, name


@pytest.mark.parametrize("reader", READERS)
def test_a_new_date_that_is_not_known(reader: Callable[[Mapping[str, str]], Times]) -> None:
    """A meeting that is put off stands on its old day, and is off there."""
    index = Index(library(POSTPONED), NOW)
    (view,) = (view for view in calendars(index) if view.path == "/agenda/x.ics")
    found = reader({"x": CalendarMaker(index, SITE).file(view).decode()})
    start = datetime(2026, 11, 26, 18, 30, tzinfo=UTC)
    end = datetime(2026, 11, 26, 20, tzinfo=UTC)
    assert found == {"x": [Time("x@lokaalbestuur.nl", start, end, True)]}
