"""Feeds and calendars of the real site, read with the libraries that readers' apps are made of."""

from __future__ import annotations

import json
import re
from collections import defaultdict
from datetime import date, datetime, timedelta
from functools import cache
from pathlib import Path
from typing import Any
from urllib.parse import urljoin, urlsplit

import feedparser
import frontmatter
import pytest
import recurring_ical_events
from icalendar import Calendar
from lxml import html

from tests.conftest import ROOT, Build, Built, Write, write_files
from tests.site.reading import HOST, NOW, Page

CONTENT = ROOT / "content"
XML_FEEDS = ("feed.xml", "atom.xml", "podcast.xml")
YEAR = timedelta(days=366)


def named(built: Built, *names: str) -> list[str]:
    """The site's files with one of these names."""
    return [file for file in built.files() if file.rpartition("/")[2] in names]


@cache
def parsed(built: Built, file: str) -> Any:
    """A feed as a feed reader sees it, read once."""
    # As it stands there: what feedparser would take out or mend, should not be in it.
    data = (built.site / file).read_bytes()
    return feedparser.parse(data, sanitize_html=False, resolve_relative_uris=False)


def addresses_in(markup: str) -> list[str]:
    """Every address in some HTML."""
    if not markup.strip():
        return []
    tree = html.fragment_fromstring(markup, create_parent="div")
    return [str(value) for value in tree.xpath(".//@href | .//@src")]


def test_there_are_feeds(real_site: Built) -> None:
    """Everything has three feeds: the site, each kind, each topic, audience, network and region,
    the editions, the agenda, and whoever wrote something.
    """
    kinds = "artikelen handreikingen motiebank scholing onderzoek afgehaakt nieuwsbrief agenda"
    followed = "onderwerpen doelgroepen netwerken afgehaakt"
    wanted = {"", *(f"{kind}/" for kind in kinds.split())}
    for folder in followed.split():
        wanted |= {f"{folder}/{file.stem}/" for file in (CONTENT / folder).glob("*.md")}
    for name in ("feed.xml", "atom.xml", "feed.json"):
        found = {file.removesuffix(name) for file in named(real_site, name)}
        assert {path for path in found if not path.startswith("mensen/")} == wanted
        assert "mensen/redactie/" in found


def test_feed_readers_find_no_fault(real_site: Built) -> None:
    """feedparser reads every feed without a complaint, with its title, language and own address."""
    for file in named(real_site, *XML_FEEDS):
        feed = parsed(real_site, file)
        assert not feed.bozo, (file, feed.get("bozo_exception"))
        assert feed.version == ("atom10" if file.endswith("atom.xml") else "rss20"), file
        assert feed.feed.title and feed.feed.language == "nl", file
        own = [link.href for link in feed.feed.links if link.rel == "self"]
        assert own == [f"{HOST}/{file}"], file


def test_addresses_in_feeds_are_absolute(real_site: Built) -> None:
    """Links, pictures and everything in the texts of a feed work outside the site."""
    for file in named(real_site, *XML_FEEDS):
        for entry in parsed(real_site, file).entries:
            found = [entry.link, *(link.href for link in entry.links)]
            for part in (entry.get("summary_detail"), *entry.get("content", ())):
                found += addresses_in(part.value) if part and "html" in part.type else []
            assert [a for a in found if not re.match(r"https?://|mailto:|tel:", a)] == [], file


def test_identities_are_unique(real_site: Built) -> None:
    """An entry has one identity in every feed and format, and no other entry has it."""
    of: dict[str, set[str]] = defaultdict(set)
    for file in named(real_site, *XML_FEEDS):
        feed = parsed(real_site, file)
        ids = [entry.id for entry in feed.entries]
        assert len(set(ids)) == len(ids), file
        for entry in feed.entries:
            of[entry.link].add(entry.id)
            assert not entry.id.startswith("http"), file
    for file in named(real_site, "feed.xml"):
        assert 'isPermaLink="true"' not in real_site.text(file), file
    for file in named(real_site, "feed.json"):
        for item in json.loads(real_site.text(file))["items"]:
            of[item["url"]].add(item["id"])
    assert [link for link, ids in of.items() if len(ids) != 1] == []
    everything = [next(iter(ids)) for ids in of.values()]
    assert len(everything) == len(set(everything)) > 40


def test_newest_first(real_site: Built) -> None:
    """Entries come newest first, meetings last changed first; nothing is dated in the future."""
    for file in named(real_site, *XML_FEEDS):
        if file == "agenda/feed.xml":
            continue
        moment = "updated_parsed" if file.startswith("agenda/") else "published_parsed"
        dates = [tuple(entry[moment]) for entry in parsed(real_site, file).entries]
        assert dates == sorted(dates, reverse=True), file
        assert all(moment[:6] <= NOW.utctimetuple()[:6] for moment in dates), file


def test_archives_of_the_real_site(real_site: Built) -> None:
    """From atom.xml back through its archives one meets every article (RFC 5005, 4.2)."""
    found, file = set[str](), "atom.xml"
    while file:
        feed = parsed(real_site, file)
        found |= {urlsplit(entry.link).path for entry in feed.entries}
        assert all(entry.content[0].value for entry in feed.entries), file
        older = [link.href for link in feed.feed.links if link.rel == "prev-archive"]
        file = older[0].removeprefix(f"{HOST}/") if older else ""
    pages = {
        f"/{path.removesuffix('index.html')}"
        for path in real_site.files()
        if re.fullmatch(r"artikelen/\d{4}/[^/]+/index.html", path)
        and 'http-equiv="refresh"' not in real_site.text(path)
    }
    assert len(pages) > 30
    assert pages <= found


def test_a_feed_holds_its_own_subject(real_site: Built) -> None:
    """A topic's or an audience's feed holds what names it, all of that, and nothing else."""
    for folder, key in (("onderwerpen", "topics"), ("doelgroepen", "audiences")):
        for term in sorted((CONTENT / folder).glob("*.md")):
            wanted = {
                f"{HOST}/{file.relative_to(CONTENT).with_suffix('').as_posix()}/"
                for kind in ("artikelen", "handreikingen", "motiebank")
                for file in (CONTENT / kind).rglob("*.md")
                if term.stem in frontmatter.load(str(file)).get(key, ())
            }
            feed = parsed(real_site, f"{folder}/{term.stem}/feed.xml")
            assert {entry.link for entry in feed.entries} == wanted, term


def test_whole_texts(real_site: Built) -> None:
    """The site's feed has the newest articles with their whole text and their authors."""
    feed = parsed(real_site, "feed.xml")
    assert len(feed.entries) > 30
    articles = [entry for entry in feed.entries if "/artikelen/" in entry.link]
    assert all(entry.content[0].value and entry.author and entry.tags for entry in articles)
    page = Page(real_site.site, real_site.site / urlsplit(articles[0].link).path[1:] / "index.html")
    last = html.fromstring(articles[0].content[0].value).xpath("//p")[-1].text_content()
    assert " ".join(last.split()) in page.text


def test_json_feeds(real_site: Built) -> None:
    """JSON feeds are JSON Feed 1.1: absolute, with an id, a text and dates with an offset."""
    for file in named(real_site, "feed.json"):
        feed = json.loads(real_site.text(file))
        assert feed["version"] == "https://jsonfeed.org/version/1.1"
        assert feed["feed_url"] == f"{HOST}/{file}"
        assert feed["home_page_url"] == f"{HOST}/{file.removesuffix('feed.json')}"
        assert feed["title"] and feed["language"] == "nl"
        for item in feed["items"]:
            assert item["id"] and item["url"].startswith(f"{HOST}/")
            assert "content_html" in item or "content_text" in item
            assert datetime.fromisoformat(item["date_published"]).tzinfo
            found = addresses_in(item.get("content_html", ""))
            assert [a for a in found if not re.match(r"https?://|mailto:|tel:", a)] == [], file


def test_formats_agree(real_site: Built) -> None:
    """RSS, Atom and JSON of one subject hold the same entries in the same order."""
    for file in named(real_site, "atom.xml"):
        ids = [entry.id for entry in parsed(real_site, file).entries]
        rss = parsed(real_site, file.replace("atom.xml", "feed.xml"))
        assert [entry.id for entry in rss.entries] == ids
        items = json.loads(real_site.text(file.replace("atom.xml", "feed.json")))["items"]
        assert [item["id"] for item in items] == ids


def test_pages_name_their_feeds(real_site: Built) -> None:
    """A browser finds the three feeds of a topic and the calendar of an audience on its page."""
    topic = Page(real_site.site, real_site.site / "onderwerpen/wonen/index.html")
    audience = Page(real_site.site, real_site.site / "doelgroepen/wethouders/index.html")
    path = "//link[@rel='alternate'][@type='{}']/@href"
    for kind, name in (
        ("application/rss+xml", "feed.xml"),
        ("application/atom+xml", "atom.xml"),
        ("application/feed+json", "feed.json"),
    ):
        assert topic.one(path.format(kind)) == f"/onderwerpen/wonen/{name}"
    found = audience.all(path.format("text/calendar"))
    assert found == [f"/doelgroepen/wethouders/{name}.ics" for name in ("agenda", "agenda-komend")]


# ---- calendars ----


def calendars(built: Built) -> dict[str, Calendar]:
    """Every calendar of the site, parsed."""
    return {
        file: Calendar.from_ical((built.site / file).read_bytes())
        for file in built.files()
        if file.endswith(".ics")
    }


@pytest.fixture(scope="module")
def real_calendars(real_site: Built) -> dict[str, Calendar]:
    """Those of the real site."""
    return calendars(real_site)


def days(
    calendar: Calendar, first: datetime | date, last: datetime | date
) -> set[tuple[str, date]]:
    """The page and the first day of everything between two moments."""
    found = set()
    for event in recurring_ical_events.of(calendar).between(first, last):
        start = event["DTSTART"].dt
        day = start.astimezone(NOW.tzinfo).date() if isinstance(start, datetime) else start
        found.add((urlsplit(str(event["URL"])).path, day))
    return found


def shown(page: Page) -> set[tuple[str, date]]:
    """The links and days that an agenda on a page shows, by its time elements."""
    found: set[tuple[str, date]] = set()
    day: date | None = None
    for element in page.doc.get_element_by_id("inhoud").iter("time", "a"):
        if element.tag == "time":
            day = datetime.fromisoformat(element.get("datetime", "")).date()
        elif day and re.fullmatch(r"/agenda/(?!archief)[a-z0-9-]+/", element.get("href", "")):
            found.add((element.get("href", ""), day))
    return found


def test_calendar_apps_find_no_fault(real_calendars: dict[str, Calendar]) -> None:
    """Every calendar parses without errors, and its events are whole, with unique ids."""
    assert len(real_calendars) > 50
    for file, calendar in real_calendars.items():
        assert calendar.errors == [], file
        assert str(calendar["VERSION"]) == "2.0" and calendar["PRODID"], file
        events = list(calendar.walk("VEVENT"))
        uids = [(str(event["UID"]), event.get("RECURRENCE-ID")) for event in events]
        assert len(set(uids)) == len(uids), file
        for event in events:
            assert event.errors == [], file
            assert event["DTSTAMP"] and event["SUMMARY"] and event["DTSTART"], file
            assert str(event["URL"]).startswith(f"{HOST}/agenda/"), file


def test_calendars_use_the_line_ends_of_the_standard(real_site: Built) -> None:
    """Lines end in CRLF and are at most 75 bytes long (RFC 5545, 3.1)."""
    for file in real_site.files():
        if file.endswith(".ics"):
            data = (real_site.site / file).read_bytes()
            lines = data.split(b"\r\n")
            assert lines[-1] == b"" and b"\n" not in b"".join(lines), file
            assert max(map(len, lines)) <= 75, file


def test_the_calendar_is_the_agenda(real_site: Built, real_calendars: dict[str, Calendar]) -> None:
    """The days in the calendar of everything are the days on the agenda's page, a year ahead."""
    page = Page(real_site.site, real_site.site / "agenda/index.html")
    wanted = days(real_calendars["agenda.ics"], NOW.date(), NOW + YEAR)
    assert len(wanted) > 10
    # What stands on the page without a day has only a period, and no event.
    vague = {path for path, _ in shown(page)} - {path for path, _ in wanted}
    assert {(path, day) for path, day in shown(page) if path not in vague} == wanted
    for path in vague:
        assert list(real_calendars[f"{path[1:-1]}.ics"].walk("VEVENT")) == []


def test_the_archive_is_the_calendar(real_site: Built, real_calendars: dict[str, Calendar]) -> None:
    """The days in a year's archive are the days that the calendar has in that year's past."""
    years = sorted((real_site.site / "agenda/archief").iterdir())
    assert years
    for folder in years:
        first = datetime(int(folder.name), 1, 1, tzinfo=NOW.tzinfo)
        today = NOW.replace(hour=0)
        last = min(first.replace(year=first.year + 1), today)
        wanted = days(real_calendars["agenda.ics"], first, last)
        found = {(a, d) for a, d in shown(Page(real_site.site, folder / "index.html"))}
        dated = {path for path, _ in wanted}
        assert {(path, day) for path, day in found if path in dated} == wanted, folder


def test_an_event_page_is_its_calendar(
    real_site: Built, real_calendars: dict[str, Calendar]
) -> None:
    """The first date to come on an event's page is the first in its own calendar."""
    checked = 0
    for file, calendar in real_calendars.items():
        if not re.fullmatch(r"agenda/[^/]+\.ics", file):
            continue
        event = recurring_ical_events.of(calendar).between(NOW.date(), NOW + YEAR)
        starts = sorted(
            s.isoformat() if isinstance(s := e["DTSTART"].dt, datetime) else f"{s}T00:00:00+01:00"
            for e in event
        )
        page = Page(real_site.site, real_site.site / file.replace(".ics", "/index.html"))
        times = [str(moment) for moment in page.all("//dl//time/@datetime")]
        if starts:
            assert times[0][:16] == starts[0][:16], file
            checked += 1
    assert checked > 3


def addresses_of(calendar: Calendar) -> set[str]:
    """The pages of what stands in a calendar."""
    return {urlsplit(str(event["URL"])).path for event in calendar.walk("VEVENT")}


@cache
def meetings() -> dict[str, dict[str, Any]]:
    """The front matter of each meeting with a date, by its address."""
    files = (CONTENT / "agenda").glob("*.md")
    heads = {f"/agenda/{file.stem}/": frontmatter.load(str(file)).metadata for file in files}
    return {path: head for path, head in heads.items() if "period" not in head}


def test_parts_of_the_agenda(real_calendars: dict[str, Calendar]) -> None:
    """A calendar holds the meetings that name its subject, and no others."""
    for folder, key in (
        ("doelgroepen", "audiences"),
        ("netwerken", "networks"),
        ("onderwerpen", "topics"),
        ("agenda/laag", "layers"),
    ):
        found = {
            file.split("/")[-2]: addresses_of(calendar)
            for file, calendar in real_calendars.items()
            if re.fullmatch(f"{folder}/[^/]+/agenda.ics", file)
        }
        named = {name for head in meetings().values() for name in head.get(key, ())}
        assert named <= found.keys()
        for name, paths in found.items():
            assert paths == {a for a, head in meetings().items() if name in head.get(key, ())}, name


def test_what_still_comes(real_calendars: dict[str, Calendar]) -> None:
    """Beside each calendar is one without what is over; a series that goes on is whole in both."""
    pairs = [file for file in real_calendars if file.endswith("agenda.ics")]
    assert len(pairs) > 60
    for file in pairs:
        every, coming = real_calendars[file], real_calendars[file.replace(".ics", "-komend.ics")]
        still = {urlsplit(a).path for a, _ in days(every, NOW.date(), NOW.replace(year=2036))}
        assert addresses_of(coming) == {urlsplit(a).path for a in still}, file
        texts = {component.to_ical() for component in every.walk("VEVENT")}
        assert {component.to_ical() for component in coming.walk("VEVENT")} <= texts
    assert addresses_of(real_calendars["agenda-komend.ics"]) < addresses_of(
        real_calendars["agenda.ics"]
    )


def test_a_calendar_says_what_it_is(real_site: Built, real_calendars: dict[str, Calendar]) -> None:
    """Its title is what a phone shows; its description tells where it is found, and it is there."""
    titles = {file: str(c["NAME"]) for file, c in real_calendars.items()}
    assert titles["agenda.ics"] == "CLB-agenda"
    assert titles["doelgroepen/wethouders/agenda.ics"] == "Agenda voor wethouders"
    assert titles["agenda/laag/gemeente/agenda-komend.ics"] == "Agenda: gemeente (komend)"
    assert titles["doelgroepen/statenleden/agenda.ics"] == "Agenda voor Statenleden"
    followed = [title for file, title in titles.items() if "agenda" in file.rpartition("/")[2]]
    assert len(set(followed)) == len(followed)
    for file, calendar in real_calendars.items():
        assert str(calendar["SOURCE"]) == f"{HOST}/{file}"
        home = str(calendar["URL"])
        assert str(calendar["DESCRIPTION"]).endswith(home), file
        assert (real_site.site / urlsplit(home).path[1:] / "index.html").is_file(), file


RENAMED = """
-- doelgroepen/nieuw.md --
---
title: Nieuwe naam
description: Een doelgroep.
aliases: [/doelgroepen/oud/]
---
-- agenda/nieuw.md --
---
title: Nieuwe naam
start: 2026-12-01 19:30
audiences: [nieuw]
aliases: [/agenda/oud/]
---
"""


def test_a_calendar_stays_where_it_was(content: Write, build: Build) -> None:
    """After a new name a subscriber gets the same calendar at the old address, with no redirect."""
    built = build(content(RENAMED))
    assert built.code == 0, built.err
    for old, new in (
        ("agenda/oud.ics", "agenda/nieuw.ics"),
        ("doelgroepen/oud/agenda.ics", "doelgroepen/nieuw/agenda.ics"),
        ("doelgroepen/oud/agenda-komend.ics", "doelgroepen/nieuw/agenda-komend.ics"),
        ("doelgroepen/oud/feed.xml", "doelgroepen/nieuw/feed.xml"),
    ):
        assert built.text(old) == built.text(new)
        assert "Nieuwe naam" in built.text(old)


# ---- identity ----

ARTICLE = """
-- artikelen/2026/{name}.md --
---
title: {title}
description: Wat er in staat.
date: {date}
genre: nieuws
{more}
---
Tekst.
"""
PLAIN = {"name": "gewoon", "title": "Gewoon", "date": "2026-11-09", "more": ""}
MEETING = """
-- agenda/{name}.md --
---
title: {title}
date: {date}
start: {date} 19:30
{more}
---
Tekst.
"""
# What it was, and what became of it.
Story = dict[str, str]
STORIES: dict[str, tuple[Story, Story]] = {
    "retitled": ({"name": "a", "title": "Oud"}, {"name": "a", "title": "Nieuw"}),
    "redated": ({"name": "b", "date": "2026-11-01"}, {"name": "b", "date": "2026-11-20"}),
    "reslugged": ({"name": "c"}, {"name": "c", "more": "slug: anders"}),
    "reslugged with alias": (
        {"name": "d"},
        {"name": "d", "more": "slug: weer-anders\naliases: [{folder}/d/]"},
    ),
    "renamed with id": (
        {"name": "e", "more": "id: 'urn:uuid:1f1b2a52-0000-4000-8000-00000000000{n}'"},
        {"name": "e2", "more": "id: 'urn:uuid:1f1b2a52-0000-4000-8000-00000000000{n}'"},
    ),
    "renamed with alias": ({"name": "f"}, {"name": "f2", "more": "aliases: [{folder}/f/]"}),
    "renamed twice": (
        {"name": "g2", "more": "aliases: [{folder}/g/]"},
        {"name": "g3", "more": "aliases: [{folder}/g/, {folder}/g2/]"},
    ),
    "renamed, with an older address": (
        {"name": "h", "more": "aliases: [/node/33{n}]"},
        {"name": "h2", "more": "aliases: [/node/33{n}, {folder}/h/]"},
    ),
}


def identities(built: Built) -> tuple[dict[str, str], dict[str, str]]:
    """The guid of each article and the uid of each meeting, by address."""
    assert built.code == 0, built.err
    feed = parsed(built, "feed.xml")
    guids = {urlsplit(entry.link).path: entry.id for entry in feed.entries}
    events = Calendar.from_ical(built.text("agenda.ics")).walk("VEVENT")
    return guids, {urlsplit(str(event["URL"])).path: str(event["UID"]) for event in events}


def test_identity_stays(tmp_path: Path, build: Build) -> None:
    """A new title, date or slug keeps the guid; so does a new file name with ``id`` or alias.

    For meetings the uid in the calendars does the same.
    """

    def site(turn: int) -> Built:
        text = ""
        for template, folder, n in ((ARTICLE, "/artikelen/2026", 1), (MEETING, "/agenda", 2)):
            for story in STORIES.values():
                values = {"title": "Titel", "date": "2026-11-10", "more": "", **story[turn]}
                values["more"] = values["more"].format(folder=folder, n=n)
                text += template.format(**values)
        return build(write_files(tmp_path / f"content{turn}", text), name=f"site{turn}")

    before, after = identities(site(0)), identities(site(1))
    for kind, folder in ((0, "/artikelen/2026/"), (1, "/agenda/")):
        assert len(set(before[kind].values())) == len(STORIES)
        for name, (was, became) in STORIES.items():
            slug = re.search(r"slug: (\S+)", became.get("more", ""))
            old = urljoin(folder, f"{was['name']}/")
            new = urljoin(folder, f"{slug[1] if slug else became['name']}/")
            assert after[kind][new] == before[kind][old], name


def test_typography_in_feeds_and_calendars(tmp_path: Path, build: Build) -> None:
    """Apostrophes and quotes are as right in feeds and calendars as on the pages."""
    folder = write_files(
        tmp_path / "content",
        ARTICLE.format(name="a", title="\"'s-Hertogenbosch in '90\"", date="2026-11-10", more="")
        + MEETING.format(
            name="b",
            title='"Naar \'s-Hertogenbosch"',
            date="2026-11-10",
            more='location: {name: "Zaal \'t Hof"}',
        ),
    )
    built = build(folder)
    assert built.code == 0, built.err
    assert parsed(built, "feed.xml").entries[0].title == "’s-Hertogenbosch in ’90"
    (event,) = Calendar.from_ical(built.text("agenda/b.ics")).walk("VEVENT")
    assert str(event["SUMMARY"]) == "Naar ’s-Hertogenbosch"
    assert str(event["LOCATION"]) == "Zaal ’t Hof"


def test_podcast(tmp_path: Path, build: Build) -> None:
    """Each episode brings its sound: where it is, how large, and of what kind."""
    own, far = (
        ARTICLE.format(name=name, title=name, date="2026-11-10", more=more).replace(
            "genre: nieuws", "genre: podcast"
        )
        for name, more in (
            ("eigen", "audio: {src: eigen.mp3, duration: 24:30, transcript: eigen.txt}"),
            ("ver", "audio: {src: https://voorbeeld.nl/ver.m4a, length: 1234}"),
        )
    )
    folder = write_files(tmp_path / "content", own + far + ARTICLE.format(**PLAIN))
    (folder / "media").mkdir()
    (folder / "media/eigen.mp3").write_bytes(b"ID3" + bytes(997))
    (folder / "media/eigen.txt").write_text("Wat er gezegd is.")
    built = build(folder)
    assert built.code == 0, built.err
    feed = parsed(built, "podcast.xml")
    assert not feed.bozo
    sounds = {e.title: (s.href, s.length, s.type) for e in feed.entries for s in e.enclosures}
    assert sounds == {
        "eigen": (f"{HOST}/media/eigen.mp3", "1000", "audio/mpeg"),
        "ver": ("https://voorbeeld.nl/ver.m4a", "1234", "audio/mp4"),
    }
    assert (built.site / "media/eigen.mp3").stat().st_size == 1000
    (item, *_) = [i for i in json.loads(built.text("feed.json"))["items"] if i["title"] == "ver"]
    assert item["attachments"] == [
        {"url": "https://voorbeeld.nl/ver.m4a", "mime_type": "audio/mp4", "size_in_bytes": 1234}
    ]
    assert "enclosure" in built.text("atom.xml")
    assert {e.title: e.get("itunes_duration") for e in feed.entries} == {
        "eigen": "1470",
        "ver": None,
    }
    texts = {e.title: addresses_in(e.content[0].value) for e in feed.entries}
    assert texts == {"eigen": [f"{HOST}/media/eigen.txt"], "ver": []}
    assert (built.site / "media/eigen.txt").is_file()


def test_what_was_paid_for_says_so(tmp_path: Path, build: Build) -> None:
    """A feed reader sees of a paid article that it is one, and who paid, in every format."""
    advert = "sponsor: {name: Bouwers & Zn, url: https://voorbeeld.nl/}\nauthors: [{name: Iemand}]"
    text = ARTICLE.format(name="betaald", title="Betaald", date="2026-11-10", more=advert)
    letter = """
-- nieuwsbrief/2026-11-15.md --
---
title: Brief
description: Wat er in staat.
date: 2026-11-15
preheader: De eerste woorden die een lezer in de mailbox ziet staan.
items: [betaald, gewoon]
---
"""
    text = text.replace("genre: nieuws", "genre: advertorial") + ARTICLE.format(**PLAIN) + letter
    built = build(write_files(tmp_path / "content", text))
    assert built.code == 0, built.err
    for file in ("feed.xml", "atom.xml"):
        paid, plain = parsed(built, file).entries
        assert paid.content[0].value.startswith("<p>Ingezonden mededeling van Bouwers &amp; Zn</p>")
        assert paid.summary == "Ingezonden mededeling: Wat er in staat."
        assert paid.tags[0].term == "Ingezonden mededeling"
        assert paid.author == "Bouwers & Zn" and "Iemand" not in str(paid)
        assert "mededeling" not in str(plain)
    item, plain = json.loads(built.text("feed.json"))["items"]
    assert item["summary"] == "Ingezonden mededeling: Wat er in staat."
    assert item["authors"] == [{"name": "Bouwers & Zn"}]
    assert item["tags"] == ["Ingezonden mededeling"] and "mededeling" not in str(plain)
    (edition,) = parsed(built, "nieuwsbrief/feed.xml").entries
    assert edition.content[0].value.count("Ingezonden mededeling van Bouwers &amp; Zn.") == 1


def test_no_date_is_made_up(tmp_path: Path, build: Build) -> None:
    """A meeting that doesn't tell when it was announced is in the feed all the same, below those
    that do, and is not announced again when it changes. What is over is in no feed any more.
    """
    text = ""
    for name, lines in {
        "geweest": "start: 2026-11-01 19:30",
        "gewijzigd": "start: 2026-12-10 19:30\nupdated: 2026-11-20",
        "komt": "start: 2026-12-11 19:30",
        "ooit": "period: voorjaar 2027",
        "met-datum": "start: 2026-12-12 19:30\ndate: 2026-11-10",
    }.items():
        text += f"-- agenda/{name}.md --\n---\ntitle: {name}\n{lines}\n---\nTekst.\n"
    built = build(write_files(tmp_path / "content", text))
    assert built.code == 0, built.err
    found = [(e.title, e.get("published")) for e in parsed(built, "agenda/feed.xml").entries]
    assert found == [
        ("gewijzigd", None),
        ("met-datum", "Tue, 10 Nov 2026 00:00:00 +0100"),
        ("komt", None),
        ("ooit", None),
    ]
    entries = parsed(built, "agenda/atom.xml").entries
    known = {e.title: (e.get("published"), e.updated) for e in entries}
    assert [known["gewijzigd"][0], known["gewijzigd"][1][:10]] == [None, "2026-11-20"]
    assert [known["komt"][0], known["komt"][1][:10]] == [None, "2000-01-01"]
    (first, *_, last) = json.loads((built.site / "agenda/feed.json").read_text())["items"]
    assert "date_published" not in first and first["date_modified"][:10] == "2026-11-20"
    assert not {"date_published", "date_modified"} & last.keys()


@pytest.mark.parametrize(("at", "hour"), [("07:59", 0), ("08:00", 8)])
def test_an_edition_is_never_ahead_of_time(
    tmp_path: Path, build: Build, at: str, hour: int
) -> None:
    """An edition with a plain date is on the site from midnight, and dated as sent from 8.00."""
    head = (
        "title: Brief\ndate: 2026-11-22\npreheader: Veertig tekens zijn het minste dat hier hoort."
    )
    text = f"-- nieuwsbrief/2026-11-22.md --\n---\n{head}\n---\nHallo.\n"
    built = build(write_files(tmp_path / "content", text), at=f"2026-11-22T{at}")
    assert built.code == 0, built.err
    (entry,) = parsed(built, "nieuwsbrief/feed.xml").entries
    assert entry.published.startswith(f"Sun, 22 Nov 2026 {hour:02}:00:00 +0100")
    assert (built.mail / "2026-11-22/mail.eml").is_file()
