"""A subscriber's program takes an edited meeting for the same one, whatever was edited."""

from __future__ import annotations

import tempfile
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import yaml
from hypothesis import given, settings
from hypothesis import strategies as st
from icalendar import Calendar

from site_plugins.loading.problems import errors
from site_plugins.loading.read import read_content
from site_plugins.projections.calendar_views import calendars
from site_plugins.projections.index import Index
from site_plugins.rendering.calendar_files import CalendarMaker
from site_plugins.rendering.site import Site
from tests.rendering.meetings import NOW


@dataclass
class Meeting:
    """A file in ``agenda/`` and what an editor does to it; ``mark`` is a text that stays."""

    mark: str
    file: str
    head: dict[str, Any] = field(default_factory=dict)
    renamed: bool = False

    def __post_init__(self) -> None:
        self.head = {"title": self.mark, "start": "2026-12-01 19:30", "organiser": self.mark}

    @property
    def address(self) -> str:
        return f"/agenda/{self.head.get('slug', self.file)}/"

    def rename(self, name: str) -> None:
        """Another file name. With a ``slug`` no alias tells where the file was, so ``id`` does."""
        if "slug" in self.head:
            self.head.setdefault("id", f"agenda/{self.file}")
        else:
            self.head.setdefault("aliases", []).append(self.address)
        self.file, self.renamed = name, True

    def reslug(self, slug: str) -> None:
        """Another address of the same file; after a rename ``id`` tells where the file was."""
        if self.renamed and "slug" not in self.head:
            self.head.setdefault("id", self.head["aliases"][0].strip("/"))
        self.head.setdefault("aliases", []).append(self.address)
        self.head["slug"] = slug

    def repeat(self, day: int) -> None:
        """A series, of which two times are otherwise; on the old day of the week."""
        self.head.pop("sessions", None)
        self.head["start"] = f"2026-12-{day % 7 + 1:02} 19:30"
        self.head["repeat"] = "elke week"
        self.head["cancelled"] = [f"2026-12-{day % 7 + 8:02}"]
        self.head["moved"] = [
            {"date": f"2026-12-{day % 7 + 15:02}", "start": f"2026-12-{day % 7 + 16:02} 20:00"}
        ]

    def redate(self, day: int) -> None:
        """Once, on another day."""
        for key in ("repeat", "cancelled", "moved", "sessions"):
            self.head.pop(key, None)
        self.head["start"] = f"{2025 + day % 3}-{day % 12 + 1:02}-{day:02} 10:00"

    def split(self, day: int) -> None:
        """Two days in a row."""
        self.redate(day)
        self.head.pop("start")
        self.head["sessions"] = [{"start": f"2026-12-{n:02} 10:00"} for n in (day, day + 1)]


EDITS = ("title", "status", "redate", "repeat", "split", "rename", "reslug", "updated", "topic")
STATUSES = ("bevestigd", "onder voorbehoud", "verplaatst", "geannuleerd")


def edit(meeting: Meeting, what: str, number: int, turn: int) -> None:
    """One thing that an editor does; ``number`` from 1 to 28 chooses how."""
    match what:
        case "title":
            meeting.head["title"] = f"Titel {number}"
        case "status":
            meeting.head["status"] = STATUSES[number % 4]
        case "redate":
            meeting.redate(number)
        case "repeat":
            meeting.repeat(number)
        case "split":
            meeting.split(number)
        case "rename":
            meeting.rename(f"{meeting.mark}-{turn}")
        case "reslug":
            meeting.reslug(f"adres-{meeting.mark}-{turn}")
        case "updated":
            meeting.head["updated"] = f"2026-11-{number % 20 + 1:02}"
        case _:
            meeting.head["description"] = f"Over {number}."


def uids(meetings: list[Meeting], site: Site) -> dict[str, set[str]]:
    """By the text that stays: the UIDs in the calendar of everything, but for later sessions."""
    with tempfile.TemporaryDirectory() as name:
        for meeting in meetings:
            file = Path(name) / f"agenda/{meeting.file}.md"
            file.parent.mkdir(exist_ok=True)
            file.write_text(f"---\n{yaml.safe_dump(meeting.head)}---\nTekst.\n", encoding="utf-8")
        content = read_content(Path(name))
    assert not errors(content.problems), content.problems
    index = Index(content.library.public(NOW), NOW)
    file_text = CalendarMaker(index, site).file(next(iter(calendars(index))))
    found: dict[str, set[str]] = {}
    for event in Calendar.from_ical(file_text).walk("VEVENT"):
        mark = str(event["DESCRIPTION"]).partition("Organisatie: ")[2].partition("\n")[0]
        if "#" not in event["UID"]:
            found.setdefault(mark, set()).add(str(event["UID"]))
    return found


@settings(max_examples=40)
@given(
    st.lists(
        st.tuples(st.integers(0, 2), st.sampled_from(EDITS), st.integers(1, 28)),
        min_size=1,
        max_size=8,
    )
)
def test_a_uid_outlives_every_edit(edits: list[tuple[int, str, int]]) -> None:
    """After any edits, and on another domain, each meeting has the UID that it began with."""
    meetings = [Meeting(mark, mark) for mark in ("a", "b", "c")]
    first = uids(meetings, Site("Lokaal Bestuur", "https://www.lokaalbestuur.nl/"))
    assert first == {mark: {f"agenda/{mark}@lokaalbestuur.nl"} for mark in "abc"}
    for turn, (which, what, number) in enumerate(edits):
        edit(meetings[which], what, number, turn)
    assert uids(meetings, Site("Anders", "https://nieuw.voorbeeld.nl/map/")) == first
