"""Feeds as their readers see them: parsed by feedparser, lxml and json."""

from __future__ import annotations

import html
import json
import os
import re
import subprocess
import sys
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import feedparser
import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from lxml import etree

from site_plugins.rendering.feed_entries import Enclosure, FeedEntry, atom_entry, rss_item
from site_plugins.rendering.feedgen_fixes import Generator
from site_plugins.rendering.feeds import (
    FeedChannel,
    atom,
    atom_document,
    json_feed,
    rss,
    rss_document,
)

ROOT = Path(__file__).parents[2]
ZONE = ZoneInfo("Europe/Amsterdam")
NS = {
    "a": "http://www.w3.org/2005/Atom",
    "content": "http://purl.org/rss/1.0/modules/content/",
    "dc": "http://purl.org/dc/elements/1.1/",
    "media": "http://search.yahoo.com/mrss/",
}
LANG = "{http://www.w3.org/XML/1998/namespace}lang"
Render = Callable[[FeedChannel], bytes]

FIRST = FeedEntry(
    id="tag:lokaalbestuur.nl,2025:artikelen/woningbouw",
    url="https://voorbeeld.nl/artikelen/2025/woningbouw/",
    title="Woningbouw in het café",
    summary="Hoe drie wethouders bouwen.",
    content='<p>Lees <a href="https://voorbeeld.nl/moties/">de motie</a>.</p>',
    published=datetime(2025, 7, 1, 9, 30, tzinfo=ZONE),
    updated=datetime(2025, 12, 2, 20, 0, tzinfo=ZONE),
    authors=("Jantine de Boer", "Piet van 't Hof"),
    categories=("Wonen", "Ruimtelijke ordening"),
    image="https://voorbeeld.nl/media/huis.jpg",
)
PLAIN = FeedEntry(
    id="urn:uuid:7b1f4c52-6a55-4a53-9d0a-3f6d2b4a9e10",
    url="https://voorbeeld.nl/moties/zorg/",
    title="Motie over zorg",
    summary="",
    content="",
    published=datetime(2025, 1, 15, 8, 0, tzinfo=ZONE),
    updated=datetime(2025, 1, 15, 8, 0, tzinfo=ZONE),
    authors=(),
    categories=(),
)
CHANNEL = FeedChannel(
    id="tag:lokaalbestuur.nl,2025:feed",
    title="Lokaal Bestuur",
    description="Alles wat wij schrijven.",
    home="https://voorbeeld.nl/",
    rss="https://voorbeeld.nl/feed.xml",
    atom="https://voorbeeld.nl/atom.xml",
    json="https://voorbeeld.nl/feed.json",
    updated=datetime(2025, 12, 2, 20, 0, tzinfo=ZONE),
    entries=(FIRST, PLAIN),
)
EMPTY = replace(CHANNEL, entries=())
BARE = replace(CHANNEL, description="", rss="", atom="", json="", entries=(PLAIN,))

HOSTILE = (
    "<script>alert(1)</script>",
    "Einde ]]> en verder",
    "B&W en Q&amp;A",
    "3 < 4 > 2",
    "\"citaat\" en 'citaat'",
    "Feest 🎉👩🏽‍💼 voor 's-Hertogenbosch",
)


def one(**changes: Any) -> FeedChannel:
    return replace(CHANNEL, entries=(replace(FIRST, **changes),))


def rss_of(channel: FeedChannel) -> Any:
    return etree.fromstring(rss(channel)).find("channel")


def atom_of(channel: FeedChannel) -> Any:
    return etree.fromstring(atom(channel))


def json_of(channel: FeedChannel) -> Any:
    return json.loads(json_feed(channel))


def texts(element: Any, path: str) -> list[str | None]:
    return [found.text for found in element.findall(path, NS)]


def attributes(element: Any, path: str) -> list[dict[str, str]]:
    return [dict(found.attrib) for found in element.findall(path, NS)]


def to_the_second(moments: list[str | None]) -> list[str]:
    return [re.sub(r"\.\d{6}", "", moment or "") for moment in moments]


# What a reader gets


@pytest.mark.parametrize(("render", "version"), [(rss, "rss20"), (atom, "atom10")])
@pytest.mark.parametrize("channel", [CHANNEL, EMPTY, BARE])
def test_feedparser_has_nothing_to_complain_of(
    render: Render, version: str, channel: FeedChannel
) -> None:
    feed = feedparser.parse(render(channel))
    assert feed.bozo is False
    assert feed.version == version
    assert feed.feed.title == channel.title
    assert feed.feed.link == channel.home
    assert feed.feed.subtitle == (channel.description or channel.title)
    assert feed.feed.language == "nl"
    assert [entry.id for entry in feed.entries] == [entry.id for entry in channel.entries]


@pytest.mark.parametrize("render", [rss, atom])
def test_feedparser_reads_every_part_of_an_entry(render: Render) -> None:
    entry = feedparser.parse(render(CHANNEL)).entries[0]
    assert entry.title == FIRST.title
    assert entry.link == FIRST.url
    assert entry.summary == FIRST.summary
    assert [part.value for part in entry.content] == [FIRST.content]
    assert entry.content[0].type == "text/html"
    assert [tag.term for tag in entry.tags] == list(FIRST.categories)
    assert entry.published_parsed[:6] == (2025, 7, 1, 7, 30, 0)
    assert entry.media_content == [{"url": FIRST.image, "medium": "image"}]
    assert not entry.get("enclosures")


def test_rss_names_each_author() -> None:
    # feedparser keeps one dc:creator only.
    item = rss_of(CHANNEL).find("item")
    assert texts(item, "dc:creator") == list(FIRST.authors)
    assert item.find("author") is None


def test_rss_has_what_the_specification_asks() -> None:
    channel = rss_of(CHANNEL)
    for name in ("title", "link", "description", "language", "lastBuildDate"):
        assert len(channel.findall(name)) == 1, name
    item = channel.find("item")
    for name in ("title", "link", "description", "guid", "pubDate", "content:encoded"):
        assert len(item.findall(name, NS)) == 1, name
    assert texts(item, "guid") == [FIRST.id]
    assert attributes(item, "guid") == [{"isPermaLink": "false"}]
    assert texts(item, "content:encoded") == [FIRST.content]
    assert texts(item, "category") == list(FIRST.categories)
    assert attributes(channel, "a:link") == [
        {"href": CHANNEL.rss, "rel": "self", "type": "application/rss+xml"}
    ]


@pytest.mark.parametrize("channel", [CHANNEL, EMPTY, BARE])
def test_atom_has_what_the_specification_asks(channel: FeedChannel) -> None:
    feed = atom_of(channel)
    assert feed.tag == f"{{{NS['a']}}}feed"
    assert feed.get(LANG) == "nl"
    assert texts(feed, "a:id") == [channel.id]
    assert texts(feed, "a:title") == [channel.title]
    assert texts(feed, "a:updated") == ["2025-12-02T20:00:00+01:00"]
    assert texts(feed, "a:author/a:name") == ["Lokaal Bestuur"]
    entries = feed.findall("a:entry", NS)
    assert len(entries) == len(channel.entries)
    for element, entry in zip(entries, channel.entries, strict=True):
        assert texts(element, "a:id") == [entry.id]
        assert texts(element, "a:title") == [entry.title]
        assert to_the_second(texts(element, "a:updated")) == [entry.updated.isoformat()]
        assert texts(element, "a:published") == [entry.published.isoformat()]
        assert texts(element, "a:author/a:name") == list(entry.authors)


def test_an_atom_entry_without_any_text_says_its_title() -> None:
    entries = atom_of(CHANNEL).findall("a:entry", NS)
    assert [texts(entry, "a:summary") for entry in entries] == [[FIRST.summary], [PLAIN.title]]
    assert atom_of(one(summary="")).find("a:entry/a:summary", NS) is None


@pytest.mark.parametrize(("render", "address"), [(rss, "rss"), (atom, "atom")])
def test_a_format_that_is_not_published_names_no_address(render: Render, address: str) -> None:
    path = ".//a:link[@rel='self']"
    published = etree.fromstring(render(CHANNEL))
    changes: dict[str, Any] = {address: ""}
    unpublished = etree.fromstring(render(replace(CHANNEL, **changes)))
    assert len(published.findall(path, NS)) == 1
    assert unpublished.findall(path, NS) == []


def test_without_a_summary_the_rss_description_is_the_content() -> None:
    item = rss_of(one(summary="")).find("item")
    assert texts(item, "description") == [FIRST.content]
    assert item.find("content:encoded", NS) is None


# JSON Feed 1.1, rule by rule

TOP = {"version", "title", "home_page_url", "feed_url", "description", "language", "authors"}
ITEM = {
    "id",
    "url",
    "title",
    "content_html",
    "content_text",
    "summary",
    "image",
    "date_published",
    "date_modified",
    "authors",
    "tags",
}
RFC3339 = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d[+-]\d\d:\d\d")


@pytest.mark.parametrize("channel", [CHANNEL, EMPTY, BARE, one(content="")])
def test_json_feed_keeps_the_rules_of_its_specification(channel: FeedChannel) -> None:
    feed = json_of(channel)
    assert feed["version"] == "https://jsonfeed.org/version/1.1"
    assert feed["title"] == channel.title
    assert feed["language"] == "nl"
    assert set(feed) <= TOP | {"items"}
    assert feed["authors"] == [{"name": "Lokaal Bestuur"}]
    assert isinstance(feed["items"], list)
    assert len({item["id"] for item in feed["items"]}) == len(channel.entries)
    for item in feed["items"]:
        assert set(item) <= ITEM
        assert isinstance(item["id"], str)
        assert ("content_html" in item) is not ("content_text" in item)
        assert all(item.values()), "what is empty is left out"
        assert RFC3339.fullmatch(item["date_published"])
        assert RFC3339.fullmatch(item["date_modified"])
        for author in item.get("authors", ()):
            assert set(author) == {"name"}


def test_json_feed_says_all() -> None:
    feed = json_of(CHANNEL)
    assert feed["home_page_url"] == CHANNEL.home
    assert feed["feed_url"] == CHANNEL.json
    assert feed["description"] == CHANNEL.description
    assert feed["items"][0] == {
        "id": FIRST.id,
        "url": FIRST.url,
        "title": FIRST.title,
        "content_html": FIRST.content,
        "summary": FIRST.summary,
        "image": FIRST.image,
        "date_published": "2025-07-01T09:30:00+02:00",
        "date_modified": "2025-12-02T20:00:00+01:00",
        "authors": [{"name": "Jantine de Boer"}, {"name": "Piet van 't Hof"}],
        "tags": ["Wonen", "Ruimtelijke ordening"],
    }
    assert feed["items"][1]["content_text"] == PLAIN.title


def test_json_feed_is_utf8_without_escapes() -> None:
    assert "Woningbouw in het café".encode() in json_feed(CHANNEL)


# Texts


@pytest.mark.parametrize("text", HOSTILE)
def test_text_comes_through_whole(text: str) -> None:
    content = f"<p>{html.escape(text)}</p>"
    channel = one(title=text, summary=text, content=content, authors=(text,), categories=(text,))
    channel = replace(channel, title=text, description=text)

    parsed = rss_of(channel)
    item = parsed.find("item")
    assert texts(parsed, "title") + texts(parsed, "description") == [text, text]
    assert texts(item, "title") == texts(item, "category") == texts(item, "dc:creator") == [text]
    assert texts(item, "content:encoded") == [content]

    feed = atom_of(channel)
    entry = feed.find("a:entry", NS)
    assert texts(feed, "a:title") + texts(feed, "a:subtitle") == [text, text]
    assert texts(entry, "a:title") == texts(entry, "a:summary") == [text]
    assert texts(entry, "a:author/a:name") == [text]
    assert attributes(entry, "a:category") == [{"term": text}]
    assert texts(entry, "a:content") == [content]

    item = json_of(channel)["items"][0]
    assert (item["title"], item["summary"], item["content_html"]) == (text, text, content)
    assert (item["authors"], item["tags"]) == ([{"name": text}], [text])


@pytest.mark.parametrize("text", ["Q&amp;A", "Wonen & <ruimte>"])
def test_plain_text_in_rss_has_numbers_for_signs(text: str) -> None:
    """CharacterData of the W3C validator: so that no reader takes a title for HTML."""
    channel = replace(one(title=text, categories=(text,)), title=text)
    for name in (b"title", b"category"):
        for written in re.findall(b"<%b>(.*?)</%b>" % (name, name), rss(channel)):
            assert b"&#x" in written and not re.search(b"&(?:lt|amp);", written)


@pytest.mark.parametrize("text", HOSTILE)
def test_a_summary_in_rss_is_text_to_a_reader_that_takes_it_for_html(text: str) -> None:
    described = rss_of(one(summary=text)).find("item/description").text
    assert "<" not in described
    assert html.unescape(described) == text


def xml_char(character: str) -> bool:
    """XML 1.0, production 2, as it is written there."""
    code = ord(character)
    return (
        code in (0x9, 0xA, 0xD)
        or 0x20 <= code <= 0xD7FF
        or 0xE000 <= code <= 0xFFFD
        or 0x10000 <= code <= 0x10FFFF
    )


EDGES = (
    "\x00\x08\x0b\x0c\x0e\x1f\x7f\x85\t\n\r\ud7ff\ud800\udfff\ue000\ufffd\ufffe\uffff\U00010000<&]>"
)


@given(st.text(st.characters(exclude_categories=())))
@example(EDGES)
def test_no_text_breaks_a_feed(text: str) -> None:
    kept = "".join(filter(xml_char, text))
    channel = replace(
        one(title=f"x{text}", summary=f"y{text}", content=f"z{text}", categories=(f"c{text}",)),
        title=f"t{text}",
    )
    item = rss_of(channel).find("item")
    assert texts(item, "title") == [f"x{kept}"]
    assert texts(item, "content:encoded") == [f"z{kept}"]
    entry = atom_of(channel).find("a:entry", NS)
    assert texts(entry, "a:summary") == [f"y{kept}"]
    assert attributes(entry, "a:category") == [{"term": f"c{kept}"}]
    feed = json_of(channel)
    assert feed["title"] == f"t{kept}"
    assert feed["items"][0]["content_html"] == f"z{kept}"


def test_names_of_nothing_are_left_out() -> None:
    channel = one(authors=("", "\x00", " "), categories=("", "Wonen"))
    assert rss_of(channel).find("item/dc:creator", NS) is None
    assert attributes(atom_of(channel), "a:entry/a:category") == [{"term": "Wonen"}]
    assert "authors" not in json_of(channel)["items"][0]


# Moments


@pytest.mark.parametrize(
    ("moment", "iso", "rfc2822"),
    [
        (
            datetime(2025, 3, 30, 0, 59, 59, tzinfo=UTC),
            "2025-03-30T01:59:59+01:00",
            "Sun, 30 Mar 2025 01:59:59 +0100",
        ),
        (
            datetime(2025, 3, 30, 1, 0, 0, tzinfo=UTC),
            "2025-03-30T03:00:00+02:00",
            "Sun, 30 Mar 2025 03:00:00 +0200",
        ),
        (
            datetime(2025, 10, 26, 0, 59, 59, 123, tzinfo=UTC),
            "2025-10-26T02:59:59+02:00",
            "Sun, 26 Oct 2025 02:59:59 +0200",
        ),
        (
            datetime(2025, 10, 26, 1, 0, 0, tzinfo=UTC),
            "2025-10-26T02:00:00+01:00",
            "Sun, 26 Oct 2025 02:00:00 +0100",
        ),
    ],
)
def test_moments_have_the_offset_of_amsterdam(moment: datetime, iso: str, rfc2822: str) -> None:
    channel = replace(one(published=moment, updated=moment), updated=moment)
    assert texts(rss_of(channel), "lastBuildDate") == [rfc2822]
    assert texts(rss_of(channel), "item/pubDate") == [rfc2822]
    assert texts(atom_of(channel), "a:updated") == [iso]
    assert to_the_second(texts(atom_of(channel), "a:entry/a:updated")) == [iso]
    assert texts(atom_of(channel), "a:entry/a:published") == [iso]
    item = json_of(channel)["items"][0]
    assert (item["date_published"], item["date_modified"]) == (iso, iso)


def test_no_moment_comes_from_the_clock() -> None:
    given_moments = {CHANNEL.updated, FIRST.published, FIRST.updated, PLAIN.published}
    in_rss = {
        parsedate_to_datetime(element.text)
        for element in rss_of(CHANNEL).iter("lastBuildDate", "pubDate")
    }
    in_atom = {
        datetime.fromisoformat(element.text).replace(microsecond=0)
        for element in atom_of(CHANNEL).iter(f"{{{NS['a']}}}updated", f"{{{NS['a']}}}published")
    }
    assert in_rss == {CHANNEL.updated, FIRST.published, PLAIN.published}
    assert in_atom == given_moments


SCRIPT = """
import sys
from datetime import UTC, datetime
from site_plugins.rendering.feed_entries import Enclosure, FeedEntry
from site_plugins.rendering.feeds import (
    FeedChannel,
    atom,
    atom_document,
    json_feed,
    rss,
    rss_document,
)
moment = datetime(2025, 7, 1, 9, 30, tzinfo=UTC)
entries = tuple(
    FeedEntry(f"urn:x:{n}", "https://x.nl/", "t", "s", "c", moment, moment, ("a",), ("b", "c"))
    for n in range(3)
)
channel = FeedChannel("urn:x", "t", "d", "https://x.nl/", "https://x.nl/r", "", "", moment, entries)
for render in (rss, atom, json_feed):
    sys.stdout.buffer.write(render(channel))
"""


def test_the_same_bytes_on_every_machine() -> None:
    def run(**changes: str) -> bytes:
        return subprocess.run(
            [sys.executable, "-c", SCRIPT],
            cwd=ROOT,
            env={**os.environ, "PYTHONPATH": str(ROOT), **changes},
            check=True,
            capture_output=True,
        ).stdout

    here = run(PYTHONHASHSEED="1", TZ="UTC")
    assert here.count(b"urn:x:2") == 3
    assert run(PYTHONHASHSEED="2", TZ="Asia/Tokyo") == here


# What cannot be made


@pytest.mark.parametrize(
    ("changes", "message"),
    [
        ({"published": datetime(2025, 7, 1)}, "published has no time zone"),
        ({"updated": datetime(2025, 7, 1)}, "updated has no time zone"),
        ({"id": "artikelen/woningbouw"}, "not absolute: 'artikelen/woningbouw'"),
        ({"url": "/artikelen/2025/woningbouw/"}, "not absolute: '/artikelen"),
        ({"image": "media/huis.jpg"}, "not absolute: 'media/huis.jpg'"),
        ({"title": " \x00"}, "no title"),
    ],
)
def test_an_invalid_entry_cannot_be_made(changes: dict[str, Any], message: str) -> None:
    with pytest.raises(ValueError, match=re.escape(message)):
        replace(FIRST, **changes)


@pytest.mark.parametrize(
    ("changes", "message"),
    [
        ({"updated": datetime(2025, 7, 1)}, "updated has no time zone"),
        ({"id": "feed"}, "not absolute: 'feed'"),
        ({"home": "/"}, "not absolute: '/'"),
        ({"atom": "atom.xml"}, "not absolute: 'atom.xml'"),
        ({"title": ""}, "no title"),
        ({"entries": (FIRST, PLAIN, FIRST)}, f"more than one entry has id {FIRST.id}"),
    ],
)
def test_an_invalid_feed_cannot_be_made(changes: dict[str, Any], message: str) -> None:
    with pytest.raises(ValueError, match=re.escape(message)):
        replace(CHANNEL, **changes)


# The defects of feedgen


def a_generator(*extensions: str) -> Generator:
    generator = Generator(*extensions)
    generator.id(CHANNEL.id)
    generator.title("t")
    generator.description("d")
    generator.updated(CHANNEL.updated)
    generator.link(href=CHANNEL.home, rel="alternate", type="text/html")
    return generator


def test_atom_links_of_an_entry_keep_what_they_are() -> None:
    generator = a_generator()
    entry = generator.append()
    entry.id(FIRST.id)
    entry.title("t")
    entry.updated(FIRST.updated)
    page = {"href": FIRST.url, "rel": "alternate", "type": "text/html", "hreflang": "nl"}
    sound = {
        "href": "https://voorbeeld.nl/1.mp3",
        "rel": "enclosure",
        "type": "audio/mpeg",
        "length": "1234",
        "title": "Aflevering 1",
    }
    entry.link([dict(page), dict(sound)])
    feed = etree.fromstring(generator.atom_str())
    assert attributes(feed, "a:entry/a:link") == [page, sound]


def test_an_entry_has_one_alternate() -> None:
    assert attributes(atom_of(CHANNEL), "a:entry/a:link") == [
        {"href": FIRST.url, "rel": "alternate", "type": "text/html"},
        {"href": PLAIN.url, "rel": "alternate", "type": "text/html"},
    ]


def test_atom_content_has_a_type_that_exists() -> None:
    assert attributes(atom_of(CHANNEL), "a:entry/a:content") == [{"type": "html"}]


@pytest.mark.parametrize("entries", [0, 2])
def test_rss_has_the_hub_and_keeps_its_page(entries: int) -> None:
    generator = a_generator()
    generator.link(href=CHANNEL.rss, rel="self", type="application/rss+xml")
    generator.link(href="https://hub.example/", rel="hub")
    for _ in range(entries):
        generator.append().title("t")
    channel = etree.fromstring(generator.rss_str())[0]
    assert texts(channel, "link") == [CHANNEL.home]
    assert attributes(channel, "a:link") == [
        {"href": CHANNEL.rss, "rel": "self", "type": "application/rss+xml"},
        {"href": "https://hub.example/", "rel": "hub"},
    ]
    assert [child.tag for child in list(channel)[len(channel) - entries :]] == ["item"] * entries


def test_the_self_link_does_not_become_the_channels_page() -> None:
    assert texts(rss_of(CHANNEL), "link") == [CHANNEL.home]


def test_an_author_without_mail_is_in_rss() -> None:
    channel = one(authors=("Jantine de Boer",))
    assert feedparser.parse(rss(channel)).entries[0].author == "Jantine de Boer"


@pytest.mark.parametrize("render", [rss, atom])
def test_entries_stay_in_the_order_given(render: Render) -> None:
    entries = tuple(replace(PLAIN, id=f"urn:x:{number}") for number in (3, 1, 2))
    feed = feedparser.parse(render(replace(CHANNEL, entries=entries)))
    assert [entry.id for entry in feed.entries] == ["urn:x:3", "urn:x:1", "urn:x:2"]


@pytest.mark.parametrize("render", [rss, atom])
def test_nothing_tells_which_feedgen_made_it(render: Render) -> None:
    root = etree.fromstring(render(CHANNEL))
    names = {etree.QName(element).localname for element in root.iter()}
    assert "title" in names
    assert names.isdisjoint({"generator", "docs"})


@pytest.mark.parametrize(("render", "parent"), [(rss, "item"), (atom, "entry")])
def test_a_picture_is_not_a_group(render: Render, parent: str) -> None:
    pictures = etree.fromstring(render(CHANNEL)).findall(".//media:content", NS)
    assert [dict(picture.attrib) for picture in pictures] == [
        {"url": FIRST.image, "medium": "image"}
    ]
    above = pictures[0].getparent()
    assert above is not None
    assert etree.QName(above).localname == parent


@pytest.mark.parametrize("render", [rss, atom])
def test_each_namespace_is_declared_once(render: Render) -> None:
    declarations = re.findall(rb'xmlns:?(\w*)="', render(CHANNEL))
    assert b"media" in declarations
    assert len(declarations) == len(set(declarations))
    assert not any(prefix.startswith(b"ns") for prefix in declarations)


def test_duration_of_a_recording() -> None:
    sound = Enclosure("https://voorbeeld.nl/1.mp3", 1000, "audio/mpeg", 1470)
    (item,) = json_of(one(enclosure=sound))["items"]
    assert item["attachments"][0]["duration_in_seconds"] == 1470
    unknown = replace(sound, duration=0)
    assert b"duration" not in json_feed(one(enclosure=unknown))


def test_an_upgrade_of_feedgen_changes_no_feed() -> None:
    """No feed names the program that made it, which feedgen does of itself, with its version."""
    assert b"feedgen" not in rss(CHANNEL) + atom(CHANNEL)
    assert rss_of(CHANNEL).find("generator") is None and rss_of(CHANNEL).find("docs") is None


def test_the_entries_are_those_given_in_their_order() -> None:
    """An entry is rendered once for all feeds, and leaves nothing behind in the next one."""
    for channel in (CHANNEL, one(), EMPTY, BARE, CHANNEL):
        wanted = [entry.id for entry in channel.entries]
        assert texts(rss_of(channel), "item/guid") == wanted
        assert texts(atom_of(channel), "a:entry/a:id") == wanted
        assert [item["id"] for item in json_of(channel)["items"]] == wanted


def test_entries_of_one_moment_differ_by_a_fraction_of_a_second() -> None:
    """The validator warns of two entries with the same ``updated``; the date stays the same."""
    twin = replace(FIRST, id="urn:x:twin")
    feed = atom_of(replace(CHANNEL, entries=(FIRST, twin)))
    moments = texts(feed, "a:entry/a:updated")
    assert len(set(moments)) == 2
    assert to_the_second(moments) == [FIRST.updated.isoformat()] * 2


# Beside the entries


HUB = "https://hub.example/"
OLDER, NEWER = "https://voorbeeld.nl/atom-1.xml", "https://voorbeeld.nl/atom-3.xml"


def test_every_format_names_the_hub() -> None:
    """Who gets the feed from its address learns where to be told of news (WebSub, 4)."""
    channel = replace(CHANNEL, hub=HUB)
    for feed in (rss_of(channel), atom_of(channel)):
        assert [a["href"] for a in attributes(feed, "a:link") if a["rel"] == "hub"] == [HUB]
    assert json_of(channel)["hubs"] == [{"type": "WebSub", "url": HUB}]
    assert b"hub" not in rss(CHANNEL) + atom(CHANNEL) + json_feed(CHANNEL)


def test_an_archive_leads_on() -> None:
    """RFC 5005, 4: an archive says that it is one, and names its neighbours and its feed."""
    fh = "{http://purl.org/syndication/history/1.0}archive"
    address = "https://voorbeeld.nl/atom-2.xml"
    archive = replace(
        CHANNEL, atom=address, older=OLDER, newer=NEWER, current=CHANNEL.atom, hub=HUB
    )
    feed = atom_of(archive)
    links = {a["rel"]: (a["href"], a.get("type")) for a in attributes(feed, "a:link")}
    kind = "application/atom+xml"
    assert links == {
        "alternate": (CHANNEL.home, "text/html"),
        "self": (address, kind),
        "current": (CHANNEL.atom, kind),
        "prev-archive": (OLDER, kind),
        "next-archive": (NEWER, kind),
    }
    assert len(feed.findall(fh)) == 1
    now = atom_of(replace(CHANNEL, older=OLDER))
    assert now.find(fh) is None
    rels = [a["rel"] for a in attributes(now, "a:link")]
    assert rels == ["alternate", "self", "prev-archive"]


@pytest.mark.parametrize("render", [rss, atom])
def test_style_sheets_come_first(render: Render) -> None:
    styles = (("/assets/feed.xsl", "text/xsl"), ("/assets/a&b.css", "text/css"))
    data = render(replace(CHANNEL, styles=styles))
    root = etree.fromstring(data)
    found = [node.attrib for node in reversed(list(root.itersiblings(preceding=True)))]
    assert [(html.unescape(str(style["href"])), style["type"]) for style in found] == list(styles)
    assert data.startswith(b"<?xml version='1.0' encoding='UTF-8'?>\n<?xml-stylesheet ")


def test_the_icon_of_the_site() -> None:
    icon = "https://voorbeeld.nl/icon.svg"
    channel = replace(CHANNEL, icon=icon)
    assert texts(atom_of(channel), "a:icon") == [icon]
    assert json_of(channel)["favicon"] == icon


# What is filled in

TEXT = st.text(st.characters(exclude_categories=("Cs",)), max_size=12) | st.sampled_from(HOSTILE)
NAMES = st.lists(TEXT, max_size=3).map(tuple)
MOMENT = st.none() | st.datetimes(datetime(1990, 1, 1), timezones=st.just(ZONE))
SOUND = st.builds(
    Enclosure, st.just('https://x.nl/a?b=1&c="'), st.integers(0), st.just("audio/mpeg")
)


ENTRIES = st.builds(
    FeedEntry,
    *(st.just("urn:x:1"), st.just("https://x.nl/?a&b"), TEXT.map(lambda text: f"x{text}")),
    *(TEXT.map(str.strip), TEXT.map(str.strip), MOMENT, MOMENT, NAMES, NAMES),
    *(st.sampled_from(("", "https://x.nl/beeld.jpg?a&b")), st.none() | SOUND),
)


@given(ENTRIES)
def test_entries_are_those_of_feedgen(entry: FeedEntry) -> None:
    """Filling in what feedgen made once gives the bytes that it gives of the whole entry."""
    assert entry.as_rss == rss_item(entry)
    assert entry.as_atom == atom_entry(entry)


def address(name: str) -> st.SearchStrategy[str]:
    """Empty, or an address with what XML has other signs for."""
    return st.sampled_from(("", f'https://x.nl/{name}?a&b="<'))


CHANNELS = st.builds(
    FeedChannel,
    *(st.just("urn:x:1"), TEXT.map(lambda text: f"x{text}"), TEXT.map(str.strip)),
    *(st.just("https://x.nl/?a&b"), address("rss"), address("atom"), address("json")),
    *(st.datetimes(datetime(1990, 1, 1), timezones=st.just(ZONE)), st.just(())),
    **{name: address(name) for name in ("hub", "icon", "older", "newer", "current")},
    styles=st.sampled_from(((), (("/a.xsl?b&c", "text/xsl"), ("/a.css", "text/css")))),
)


@given(CHANNELS, st.lists(ENTRIES, max_size=1).map(tuple))
def test_feeds_are_those_of_feedgen(channel: FeedChannel, entries: tuple[FeedEntry, ...]) -> None:
    """What stands around the entries too."""
    feed = replace(channel, entries=entries)
    assert rss(feed) == rss_document(feed, b"".join(map(rss_item, entries)))
    assert atom(feed) == atom_document(feed, b"".join(map(atom_entry, entries)))
