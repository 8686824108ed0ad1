"""The list of all feeds, as a feed reader takes it in."""

from __future__ import annotations

from dataclasses import replace

import listparser
from lxml import etree

from site_plugins.rendering.opml import opml
from tests.conftest import Built
from tests.rendering.test_feeds import CHANNEL

HOST = "https://www.lokaalbestuur.nl/"


def test_a_feed_stands_under_its_heading() -> None:
    """Headings in the order in which they first come, each once; text is escaped."""
    other = replace(CHANNEL, title="B&W <nu>", rss="https://voorbeeld.nl/b/feed.xml")
    last = replace(CHANNEL, rss="https://voorbeeld.nl/c/feed.xml")
    file = opml("Proef", [("Alles", CHANNEL), ("Onderwerpen", other), ("Alles", last)])
    assert file == opml("Proef", [("Alles", CHANNEL), ("Onderwerpen", other), ("Alles", last)])
    read = listparser.parse(file)
    assert not read.bozo and read.version == "opml2" and read.meta.title == "Proef"
    assert [(feed.title, feed.url, feed.tags) for feed in read.feeds] == [
        (CHANNEL.title, CHANNEL.rss, ["Alles"]),
        (CHANNEL.title, last.rss, ["Alles"]),
        ("B&W <nu>", other.rss, ["Onderwerpen"]),
    ]


def test_a_feed_without_rss_is_left_out() -> None:
    """There is nothing that an outline could lead to, and no heading without one."""
    assert listparser.parse(opml("Proef", [("Alles", replace(CHANNEL, rss=""))])).feeds == []
    assert b"Alles" not in opml("Proef", [("Alles", replace(CHANNEL, rss=""))])


def test_every_feed_of_the_site_is_in_it(real_site: Built) -> None:
    """Each once, by the name that it has itself, with its page, under a heading of ours."""
    file = (real_site.site / "feeds.opml").read_bytes()
    read = listparser.parse(file)
    assert not read.bozo
    names = [name for name in real_site.files() if name.endswith("feed.xml")]
    assert sorted(feed.url for feed in read.feeds) == sorted(HOST + name for name in names)
    for outline in etree.fromstring(file).iterfind("body/outline/outline"):
        name = (outline.get("xmlUrl") or "").removeprefix(HOST)
        channel = etree.fromstring((real_site.site / name).read_bytes()).find("channel")
        assert channel is not None
        assert outline.get("title") == outline.get("text") == channel.findtext("title")
        assert outline.get("htmlUrl") == channel.findtext("link")
        assert outline.get("description") == channel.findtext("description")
    headings = [o.get("text") for o in etree.fromstring(file).iterfind("body/outline")]
    assert headings == [
        *(
            "Alles",
            "Soorten stukken",
            "Onderwerpen",
            "Doelgroepen",
            "Netwerken",
            "Regio’s",
            "Auteurs",
        ),
        *("Nieuwsbrief", "Agenda"),
    ]
