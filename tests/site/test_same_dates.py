"""Pages, JSON-LD, feed and calendar tell the same dates, over two years and both clock changes.

The calendar is the judge, as a program that isn't ours unrolls it: recurring-ical-events.
"""

from __future__ import annotations

import json
import re
from collections import defaultdict
from collections.abc import Iterator
from datetime import UTC, date, datetime, time, timedelta
from pathlib import Path
from typing import Any, NamedTuple

import feedparser
import pytest
import recurring_ical_events
from icalendar import Calendar
from lxml import html

from site_plugins.model.item import ZONE
from site_plugins.model.recurrence import parse_rule
from site_plugins.projections.agenda_dates import HORIZON
from site_plugins.rendering import dutch
from tests.conftest import write_files
from tests.site.inside import files_at

HOME = "-- index.md --\n---\ntitle: Lokaal Bestuur\ndescription: De voorpagina.\n---\n"
WRITTEN = """
-- eens
start: 2026-10-25 02:30
end: 2026-10-25 04:00
-- zonder-einde
start: 2027-03-28 20:00
-- dagen
start: 2027-03-27
end: 2027-03-29
all_day: true
-- zonder-tijd
start: 2027-10-31
-- nacht
start: 2026-10-03 23:00
end: 2026-10-04 06:00
repeat: elke zaterdag
until: 2027-04-30
cancelled: [2026-12-26, 2027-03-27]
-- vrijdagen
start: 2026-10-02 12:00
end: 2026-10-02 13:00
repeat: elke eerste vrijdag van de maand
except: [feestdagen, 2027-08-06]
cancelled: [2026-12-04, 2028-03-03]
moved:
  - {date: 2027-02-05, start: 2027-02-12 12:00}
  - {date: 2027-04-02, start: 2027-04-02 15:00, end: 2027-04-02 17:30}
  - {date: 2027-10-01, start: 2027-10-31 02:30}
  - {date: 2028-02-04, start: 2028-01-28 12:00}
extra: [2027-01-08]
-- half-drie
start: 2026-10-24 02:30
end: 2026-10-24 02:45
repeat: elke dag, drie keer
-- dagelijks
start: 2027-03-26 02:30
end: 2027-03-26 04:30
repeat: elke dag
until: 2027-03-30
-- laatste-dag
start: 2026-10-31 19:30
repeat: elke maand op de 31e
-- schrikkeldag
start: 2028-02-29
all_day: true
repeat: elk jaar op 29 februari
-- vijfde
start: 2026-11-30 09:00
end: 2026-11-30 10:00
repeat: elke vijfde maandag van de maand
-- om-de-week
start: 2026-12-15 20:00
end: 2026-12-15 21:30
repeat: om de week op dinsdag, tien keer
moved: [{date: 2026-12-29, start: 2027-05-18 20:00}]
-- week
start: 2026-11-09
end: 2026-11-11
all_day: true
repeat: elk jaar op de tweede maandag van november
moved: [{date: 2027-11-08, start: 2027-11-15, end: 2027-11-16}]
-- avonden
sessions:
  - {start: 2026-10-24 19:30, end: 2026-10-24 21:00}
  - {start: 2026-10-26 19:30, end: 2026-10-26 21:30}
-- afgelast
start: 2027-05-20 10:00
end: 2027-05-20 11:00
status: geannuleerd
-- misschien
start: 2028-05-20 10:00
status: onder voorbehoud
-- uitgesteld
start: 2027-01-21 10:00
end: 2027-01-21 17:00
period: najaar 2027
status: verplaatst
-- ooit
period: voorjaar 2028
"""
ITEMS: dict[str, str] = dict(re.findall(r"^-- (.+)\n((?:(?!-- ).*\n)+)", WRITTEN, re.M))
MOMENTS = ["2026-09-20T09:00", "2026-10-25T02:30", "2027-03-28T12:00", "2027-10-31T01:59"]
"""Pages tell all that was and a year ahead: the last of these do so until after two years."""
SINCE = datetime(2026, 10, 1, tzinfo=ZONE)


class Time(NamedTuple):
    """One time of an item, as any output tells it."""

    start: datetime
    end: datetime | None
    all_day: bool
    off: bool
    was: datetime | None

    @property
    def over(self) -> datetime:
        last = self.end or self.start
        return last + timedelta(days=1) if self.all_day else last

    @property
    def words(self) -> str:
        """As pages write it."""
        return (dutch.day_span if self.all_day else dutch.time_span)(self.start, self.end)


class Told(NamedTuple):
    """What a site of one moment tells: its files, and every time in its calendar, by item."""

    now: datetime
    files: dict[str, bytes]
    calendar: dict[str, list[Time]]

    def page(self, slug: str) -> Any:
        return html.document_fromstring(self.files[f"agenda/{slug}/index.html"])

    def upcoming(self, slug: str) -> list[Time]:
        today = datetime.combine(self.now.date(), time(), ZONE)
        return [t for t in self.calendar[slug] if t.over > today or t.start >= today]


def instant(moment: date) -> datetime:
    """Of a day its start, in Amsterdam."""
    if isinstance(moment, datetime):
        return moment.astimezone(UTC)
    return datetime.combine(moment, time(), ZONE).astimezone(UTC)


def in_calendar(event: Any) -> Time:
    start, end = event.start, event["DTEND"].dt if "DTEND" in event else None
    all_day = not isinstance(start, datetime)
    if all_day and end is not None:
        end -= timedelta(days=1)
    was = event["RECURRENCE-ID"].dt if "RECURRENCE-ID" in event else start
    return Time(
        instant(start),
        instant(end) if end and end != start else None,
        all_day,
        event["STATUS"] == "CANCELLED",
        instant(was) if instant(was) != instant(start) else None,
    )


@pytest.fixture(scope="module", params=MOMENTS)
def told(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Told:
    """The site at one of the moments."""
    # Feeds tell of a meeting from its date on.
    files = (
        f"-- agenda/{slug}.md --\n---\ntitle: De {slug}\ndate: 2026-09-01\n{head}---\n"
        for slug, head in ITEMS.items()
    )
    folder = write_files(tmp_path_factory.mktemp("dates"), HOME + "".join(files))
    return told_at(folder, datetime.fromisoformat(request.param).replace(tzinfo=ZONE))


def told_at(folder: Path, now: datetime) -> Told:
    files = files_at(folder, now)
    calendar: defaultdict[str, list[Time]] = defaultdict(list)
    parsed = Calendar.from_ical(files["agenda.ics"])
    for event in recurring_ical_events.of(parsed).between(SINCE, now + HORIZON):
        slug = str(event["URL"]).rstrip("/").rpartition("/")[2]
        calendar[slug].append(in_calendar(event))
    for times in calendar.values():
        times.sort()
    return Told(now, files, calendar)


WITHOUT = {"uitgesteld", "ooit"}


def test_pages(told: Told) -> None:
    """Each time with its hours, crossed out where it is off, with the day that it was."""
    for slug in ITEMS:
        page = told.page(slug)
        found = dict(on_page(page))
        if slug in WITHOUT:
            assert not found
        elif not told.calendar[slug]:  # it is further away than the calendar is unrolled here
            assert min(found) >= told.now + HORIZON - timedelta(days=1)
        else:
            expected = {t.start: t for t in told.calendar[slug]}
            assert found.keys() == expected.keys(), slug
            for start, (words, off, chip) in found.items():
                time_of = expected[start]
                assert words.lower() == time_of.words.lower()
                assert off == time_of.off
                if time_of.was:
                    day = dutch.long_date(time_of.was)
                    same = day == dutch.long_date(start)
                    was = f"{dutch.clock(time_of.was)} uur" if same else day
                    assert chip.startswith("Verplaatst van")
                    assert was.startswith(chip.removeprefix("Verplaatst van "))
                else:
                    assert ("door" in chip) == (off and slug != "afgelast")


def on_page(page: Any) -> Iterator[tuple[datetime, tuple[str, bool, str]]]:
    """Each date: what it says, whether it is crossed out, and what stands behind it."""
    shown = "//dl[@class='facts']//time | //section[contains(@class, 'dates-list')]//time"
    for element in page.xpath(shown):
        words = " ".join(element.text_content().split())
        off = bool(element.xpath("ancestor::*[contains(@class,'cancelled')]"))
        holder = element.getparent()
        if holder.tag != "li":
            holder = holder.getparent()
        chip = " ".join(holder.xpath("string(.//span[contains(@class,'status')])").split())
        yield instant(datetime.fromisoformat(element.get("datetime"))), (words, off, chip)


def test_json_ld(told: Told) -> None:
    """The next dozen times, or the last one; what is put off by its old time."""
    for slug in ITEMS:
        blocks = told.page(slug).xpath("//script[@type='application/ld+json']/text()")
        things = [thing for block in blocks for thing in json.loads(block)["@graph"]]
        found = [in_json(thing) for thing in things if thing["@type"] == "Event"]
        expected = told.calendar[slug]
        if slug == "uitgesteld":
            (put_off,) = found
            assert put_off.start == instant(datetime(2027, 1, 21, 10, tzinfo=ZONE))
            assert put_off.off
        elif expected:
            assert found == (told.upcoming(slug) or expected[-1:])[:12], slug
        else:
            assert all(t.start > told.now for t in found)


def in_json(thing: dict[str, Any]) -> Time:
    def read(key: str) -> datetime | None:
        text = thing.get(key, "")
        moment = datetime if "T" in text else date
        return instant(moment.fromisoformat(text)) if text else None

    start = read("startDate")
    assert start
    off = thing.get("eventStatus", "").endswith(("Cancelled", "Postponed"))
    all_day = "T" not in thing["startDate"]
    return Time(start, read("endDate"), all_day, off, read("previousStartDate"))


def test_the_feed(told: Told) -> None:
    """It names the times, or the rule of a series with all that differs from it."""
    feed = feedparser.parse(told.files["agenda/feed.xml"])
    entries = {e.link.rstrip("/").rpartition("/")[2]: e for e in feed.entries}
    rules = {
        str(event["URL"]).rstrip("/").rpartition("/")[2]: event
        for event in Calendar.from_ical(told.files["agenda.ics"]).walk("VEVENT")
        if "RRULE" in event
    }
    assert {slug for slug in ITEMS if told.upcoming(slug)} <= entries.keys()
    for slug, entry in entries.items():
        words = entry.summary.replace("\xa0", " ")
        times = told.calendar[slug]
        if slug in rules:
            rule = rules[slug]
            said = re.match(r"(.*?)(?:, (\d+\.\d\d) uur)?\.(?: |$)", words)
            assert said
            timed = isinstance(rule.start, datetime)
            assert said[2] == (dutch.clock(rule.start) if timed else None)
            given = dict(part.split("=") for part in parse_rule(said[1].lower()).rrule.split(";"))
            written = dict(part.split("=") for part in rule["RRULE"].to_ical().decode().split(";"))
            assert given == {k: v for k, v in written.items() if k != "UNTIL"}
            for day in days_in(rule, "EXDATE"):
                assert dutch.plain_date(day) in words or "Behalve op feestdagen" in words
            for day in days_in(rule, "RDATE"):
                assert re.search(rf"Ook op [^.]*{dutch.long_date(day)}", words)
            for one in times:
                day = dutch.plain_date(one.start)
                if one.off:
                    assert re.search(rf"Gaat niet door op [^.]*\b{day}", words)
                if one.was:
                    assert dutch.plain_date(one.was) in words
                    assert one.words in words or f"niet om {dutch.clock(one.was)} uur" in words
        else:
            assert all(one.words in words.lower() for one in times), slug


def days_in(event: Any, name: str) -> list[date]:
    found = event.get(name, [])
    lists = found if isinstance(found, list) else [found]
    return [value.dt for dates in lists for value in dates.dts]
