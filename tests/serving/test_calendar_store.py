"""Our calendars in a real store (Radicale, on this machine alone), imported again after edits."""

from __future__ import annotations

import hashlib
import http.client
import re
import socket
import subprocess
import sys
import time
from base64 import b64encode
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest
from icalendar import Calendar
from lxml import etree

from site_plugins.loading.problems import errors
from site_plugins.loading.read import read_content
from site_plugins.model.item import ZONE
from site_plugins.projections.calendar_views import calendars
from site_plugins.projections.index import Index
from site_plugins.rendering.calendar_files import CalendarMaker
from site_plugins.rendering.site import Site
from tests.conftest import Built, write_files

NOW = datetime(2026, 11, 22, 9, tzinfo=ZONE)
SITE = Site("Lokaal Bestuur", "https://www.lokaalbestuur.nl/")

BEFORE = """
-- agenda/titel.md --
---
title: Oude titel
start: 2026-12-01 19:30
---
-- agenda/datum.md --
---
title: Andere dag
start: 2026-12-02 19:30
end: 2026-12-02 21:00
---
-- agenda/naam.md --
---
title: Andere bestandsnaam
start: 2026-12-03 19:30
---
-- agenda/afgelast.md --
---
title: Afgelast
start: 2026-12-04 19:30
---
-- agenda/reeks.md --
---
title: Reeks
start: 2026-12-01 12:00
end: 2026-12-01 13:00
repeat: elke dinsdag
---
-- agenda/weg.md --
---
title: Weggehaald
start: 2026-12-05 19:30
---
"""
AFTER = """
-- agenda/titel.md --
---
title: Nieuwe titel
start: 2026-12-01 19:30
updated: 2026-11-20 10:00
---
-- agenda/datum.md --
---
title: Andere dag
start: 2026-12-09 19:30
end: 2026-12-09 21:00
status: verplaatst
---
-- agenda/nieuwe-naam.md --
---
title: Andere bestandsnaam
start: 2026-12-03 19:30
aliases: [/agenda/naam/]
updated: 2026-11-20 10:00
---
-- agenda/afgelast.md --
---
title: Afgelast
start: 2026-12-04 19:30
status: geannuleerd
---
-- agenda/reeks.md --
---
title: Reeks
start: 2026-12-01 12:00
end: 2026-12-01 13:00
repeat: elke dinsdag
except: [2026-12-22]
cancelled: [2026-12-08]
moved: [{date: 2026-12-15, start: 2026-12-17 14:00}]
---
"""


def agenda(folder: Path) -> bytes:
    """The calendar of everything in a content folder."""
    content = read_content(folder)
    assert not errors(content.problems), content.problems
    index = Index(content.library.public(NOW), NOW)
    return CalendarMaker(index, SITE).file(next(iter(calendars(index))))


@dataclass(frozen=True)
class Store:
    """A server to keep calendars on, and one calendar there."""

    port: int
    path: str

    def ask(self, method: str, path: str, body: bytes = b"", kind: str = "") -> tuple[int, bytes]:
        """The status and the text of an answer."""
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=30)
        headers = {"Authorization": f"Basic {b64encode(b'lezer:x').decode()}", "Depth": "1"}
        if kind:
            headers["Content-Type"] = f"{kind}; charset=utf-8"
        connection.request(method, path, body, headers)
        answer = connection.getresponse()
        found = answer.status, answer.read()
        connection.close()
        return found

    def report(self, first: str = "", last: str = "") -> dict[str, Any]:
        """By address the calendars that a client is shown between two moments in UTC."""
        span = f'start="{first}" end="{last}"/>'
        window = f"<C:time-range {span}" if first else ""
        each = f"<C:expand {span}" if first else ""
        query = (
            '<C:calendar-query xmlns="DAV:" xmlns:C="urn:ietf:params:xml:ns:caldav">'
            f"<prop><getetag/><C:calendar-data>{each}</C:calendar-data></prop>"
            '<C:filter><C:comp-filter name="VCALENDAR"><C:comp-filter name="VEVENT">'
            f"{window}</C:comp-filter></C:comp-filter></C:filter></C:calendar-query>"
        )
        status, body = self.ask("REPORT", self.path, query.encode(), "application/xml")
        assert status == 207, body
        names = {"D": "DAV:", "C": "urn:ietf:params:xml:ns:caldav"}
        found = {}
        for answer in etree.fromstring(body).iterfind("D:response", names):
            text = answer.findtext(".//C:calendar-data", "", names)
            found[answer.findtext("D:href", "", names)] = Calendar.from_ical(text)
        return found

    def take_in(self, file: bytes) -> None:
        """Import a file as a client does: all that has one UID together, and what is gone away."""
        known = self.report()
        wanted = set()
        for uid, text in by_uid(file).items():
            href = f"{self.path}{hashlib.sha256(uid.encode()).hexdigest()[:16]}.ics"
            wanted.add(href)
            if href in known:
                # A client keeps what it has where the other isn't newer (RFC 5546 2.1.5).
                assert revision(Calendar.from_ical(text)) >= revision(known[href])
            status, answer = self.ask("PUT", href, text, "text/calendar")
            assert status in (201, 204), answer
        for href in known.keys() - wanted:
            assert self.ask("DELETE", href)[0] in (200, 204)


def by_uid(file: bytes) -> dict[str, bytes]:
    """The file in parts, each with one event and its exceptions."""
    head, zone, rest = re.split(rb"(?<=END:VTIMEZONE\r\n)|(?=BEGIN:VTIMEZONE)", file, maxsplit=2)
    parts = defaultdict(list)
    for event in re.findall(rb"BEGIN:VEVENT\r\n.*?END:VEVENT\r\n", rest, re.S):
        unfolded = event.replace(b"\r\n ", b"")
        parts[re.findall(rb"\r\nUID:(.*?)\r\n", unfolded)[0].decode()].append(event)
    end = b"END:VCALENDAR\r\n"
    return {uid: head + zone + b"".join(events) + end for uid, events in parts.items()}


def revision(calendar: Any) -> tuple[int, datetime]:
    """What tells which of two is newer."""
    first = calendar.walk("VEVENT")[0]
    return first["SEQUENCE"], first["LAST-MODIFIED"].dt


@pytest.fixture(scope="module")
def port(tmp_path_factory: pytest.TempPathFactory) -> Iterator[int]:
    """Where Radicale answers."""
    folder = tmp_path_factory.mktemp("radicale")
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        number = int(free.getsockname()[1])
    settings = folder / "config"
    settings.write_text(
        f"[server]\nhosts = 127.0.0.1:{number}\n[auth]\ntype = none\n"
        f"[storage]\nfilesystem_folder = {folder}\n[logging]\nlevel = warning\n"
    )
    with (folder / "log").open("wb") as log:
        process = subprocess.Popen(
            [sys.executable, "-m", "radicale", "--config", str(settings)], stdout=log, stderr=log
        )
    end = time.monotonic() + 30
    while time.monotonic() < end and process.poll() is None:
        with socket.socket() as door:
            if door.connect_ex(("127.0.0.1", number)) == 0:
                break
        time.sleep(0.05)
    else:
        pytest.fail((folder / "log").read_text())
    yield number
    process.terminate()
    process.wait(timeout=20)


@pytest.fixture
def store(port: int, request: pytest.FixtureRequest) -> Store:
    """An empty calendar there."""
    made = Store(port, f"/lezer/{request.node.name}/")
    assert made.ask("MKCALENDAR", made.path)[0] == 201
    return made


def shown(found: dict[str, Any]) -> dict[str, list[str]]:
    """The statuses under each title."""
    events = [event for calendar in found.values() for event in calendar.walk("VEVENT")]
    titles: dict[str, list[str]] = defaultdict(list)
    for event in events:
        titles[str(event["SUMMARY"])].append(str(event["STATUS"]))
    return dict(titles)


def test_an_import_after_edits(store: Store, tmp_path: Path) -> None:
    """What changed is changed, what is off is shown as off, and nothing is there twice."""
    store.take_in(agenda(write_files(tmp_path / "before", BEFORE)))
    first = store.report()
    assert len(first) == 6
    file = agenda(write_files(tmp_path / "after", AFTER))
    store.take_in(file)
    second = store.report()
    assert second.keys() < first.keys()
    assert len(second) == 5
    assert shown(second) == {
        "Nieuwe titel": ["CONFIRMED"],
        "Verplaatst: Andere dag": ["CONFIRMED"],
        "Andere bestandsnaam": ["CONFIRMED"],
        "Geannuleerd: Afgelast": ["CANCELLED"],
        "Reeks": ["CONFIRMED"],
        "Geannuleerd: Reeks": ["CANCELLED"],
        "Verplaatst: Reeks": ["CONFIRMED"],
    }
    for href, calendar in second.items():
        assert revision(calendar) > revision(first[href]), href
    store.take_in(file)
    assert {href: c.to_ical() for href, c in store.report().items()} == {
        href: c.to_ical() for href, c in second.items()
    }


def test_what_a_reader_sees_on_a_day(store: Store, tmp_path: Path) -> None:
    """The store finds each meeting on its new day, and no longer on the old one."""
    for name, text in (("before", BEFORE), ("after", AFTER)):
        store.take_in(agenda(write_files(tmp_path / name, text)))
    for day, wanted in (
        (1, {"Nieuwe titel", "Reeks"}),
        (2, set()),
        (3, {"Andere bestandsnaam"}),
        (4, {"Geannuleerd: Afgelast"}),
        (5, set()),
        (8, {"Geannuleerd: Reeks"}),
        (9, {"Verplaatst: Andere dag"}),
        (15, set()),
        (17, {"Verplaatst: Reeks"}),
        (22, set()),
        (29, {"Reeks"}),
    ):
        found = store.report(f"202612{day:02}T000000Z", f"202612{day:02}T235959Z")
        events = [event for calendar in found.values() for event in calendar.walk("VEVENT")]
        # Radicale also gives what was on that day before it was moved, at its new time.
        titles = {str(event["SUMMARY"]) for event in events if event["DTSTART"].dt.day == day}
        assert titles == wanted, day


def test_the_whole_file_as_a_calendar(store: Store, real_site: Built) -> None:
    """Each calendar of the site is taken in one piece too, and given back with all its events."""
    for name in ("agenda.ics", "doelgroepen/wethouders/agenda-komend.ics"):
        file = (real_site.site / name).read_bytes()
        path = f"{store.path.rstrip('/')}-{name.count('/')}/"
        status, answer = store.ask("PUT", path, file, "text/calendar")
        assert status == 201, answer
        status, back = store.ask("GET", path)
        assert status == 200
        assert back.count(b"BEGIN:VEVENT") == file.count(b"BEGIN:VEVENT") > 0
        assert back.count(b"BEGIN:VTIMEZONE") == 1
        assert {*by_uid(back)} == {*by_uid(file)}
