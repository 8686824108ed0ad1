"""The podcast as apps get it: Apple's tags and those of Podcasting 2.0."""

from __future__ import annotations

import io
import json
from collections.abc import Iterator
from dataclasses import replace
from typing import Any
from uuid import UUID, uuid5

import feedparser
import pytest
from lxml import etree
from PIL import Image
from playwright.sync_api import Browser, expect

from site_plugins.projections.articles import Byline
from site_plugins.rendering.cards import draw_cover
from site_plugins.rendering.feed_entries import Enclosure
from site_plugins.rendering.feeds import FeedChannel, rss
from site_plugins.rendering.mail.message import Sender
from site_plugins.rendering.podcast import GUID, Episode, podcast
from site_plugins.rendering.site import Site
from tests.browser.conftest import browser as browser
from tests.browser.served import serving
from tests.conftest import ROOT, Built, build_in, write_files
from tests.rendering.test_feeds import CHANNEL, FIRST, PLAIN

SITE = Site("Lokaal Bestuur", "https://voorbeeld.nl/")
NS = {
    "itunes": "http://www.itunes.com/dtds/podcast-1.0.dtd",
    "podcast": "https://podcastindex.org/namespace/1.0",
}
SOUND = Enclosure("https://voorbeeld.nl/media/een.mp3", 16_720, "audio/mpeg", 104)
SHOW = replace(
    CHANNEL,
    entries=(
        replace(FIRST, enclosure=SOUND),
        replace(PLAIN, enclosure=replace(SOUND, url="https://elders.nl/twee.mp3", length=0)),
    ),
    styles=(("/assets/feed.xsl", "text/xsl"), ("/assets/feed.css", "text/css")),
)
KNOWN = {
    FIRST.id: Episode(
        104,
        "https://voorbeeld.nl/media/een.vtt",
        "https://voorbeeld.nl/artikelen/2025/woningbouw/hoofdstukken.json",
        (Byline("Jantine de Boer", url="/mensen/jantine/"), Byline("Piet van 't Hof", "gast")),
    ),
    PLAIN.id: Episode(),
}


def made(channel: FeedChannel = SHOW, **options: Any) -> Any:
    return etree.fromstring(podcast(rss(channel), KNOWN, SITE, **options)).find("channel")


def values(element: Any, path: str) -> list[str]:
    return [found.text for found in element.findall(path, NS)]


def attributes(element: Any, path: str) -> list[dict[str, str]]:
    return [dict(found.attrib) for found in element.findall(path, NS)]


def test_the_show_says_what_directories_demand() -> None:
    """Apple's required tags, once each, and a category from its list."""
    show = made(
        cover="/beeld/podcast-1.png", owner=Sender("CLB", "a@voorbeeld.nl", "b@voorbeeld.nl")
    )
    assert values(show, "itunes:author") == ["Lokaal Bestuur"]
    assert values(show, "itunes:explicit") == ["false"]
    assert values(show, "itunes:type") == ["episodic"]
    assert attributes(show, "itunes:image") == [
        {"href": "https://voorbeeld.nl/beeld/podcast-1.png"}
    ]
    assert attributes(show, "itunes:category") == [{"text": "News"}, {"text": "Government"}]
    assert attributes(show, "itunes:category/itunes:category") == [{"text": "Politics"}]
    assert values(show, "itunes:owner/itunes:email") == ["b@voorbeeld.nl"]
    assert show.findtext("language") == "nl"


def test_nobody_is_made_up() -> None:
    """Without a known owner and cover the tags are left out."""
    show = made()
    assert show.find("itunes:owner", NS) is None and show.find("itunes:image", NS) is None
    assert attributes(show, "podcast:locked") == [{}]


def test_the_guid_is_made_as_the_namespace_says_and_never_changes() -> None:
    """A UUIDv5 of the first address without its scheme, whatever address the site has now."""
    namespace = UUID("ead4c236-bf58-58c6-a2c6-a6b28d128cb6")
    assert str(uuid5(namespace, "podnews.net/rss")) == "9b024349-ccf0-5f69-a609-6b82873eab3c"
    assert uuid5(namespace, "www.lokaalbestuur.nl/podcast.xml") == GUID
    assert values(made(), "podcast:guid") == ["e7b12c65-5c57-5469-b867-a4e292c9136d"]


def test_an_episode_has_its_sound_text_chapters_and_makers() -> None:
    """The enclosure of RSS as it was; what is not known of an episode is not there."""
    full, bare = made().findall("item")
    assert attributes(full, "enclosure") == [
        {"url": SOUND.url, "length": "16720", "type": "audio/mpeg"}
    ]
    assert values(full, "itunes:duration") == ["104"]
    assert values(full, "itunes:episodeType") == ["full"]
    assert attributes(full, "podcast:transcript") == [
        {
            "url": "https://voorbeeld.nl/media/een.vtt",
            "type": "text/vtt",
            "language": "nl",
            "rel": "captions",
        }
    ]
    assert attributes(full, "podcast:chapters") == [
        {"url": KNOWN[FIRST.id].chapters, "type": "application/json+chapters"}
    ]
    assert values(full, "podcast:person") == ["Jantine de Boer", "Piet van ’t Hof"]
    assert [p.get("href") for p in full.findall("podcast:person", NS)] == [
        "https://voorbeeld.nl/mensen/jantine/",
        None,
    ]
    # The W3C validator: a length that isn't known is 0.
    assert attributes(bare, "enclosure")[0]["length"] == "0"
    own = {child.tag for child in bare if child.tag.startswith("{https://podcastindex")}
    assert not own and bare.find("itunes:duration", NS) is None


@pytest.mark.parametrize(
    ("name", "kind", "timed"),
    [
        ("a.txt", "text/plain", False),
        ("a.srt", "application/x-subrip", True),
        ("a.PDF", "application/pdf", False),
        ("lezen", "text/html", False),
    ],
)
def test_a_transcript_has_the_type_of_its_file(name: str, kind: str, timed: bool) -> None:
    """By its ending; a file with times is one of captions. A page elsewhere is HTML."""
    known = {**KNOWN, FIRST.id: Episode(transcript=f"https://voorbeeld.nl/media/{name}")}
    root: Any = etree.fromstring(podcast(rss(SHOW), known, SITE))
    found = root.find("channel/item/podcast:transcript", NS)
    assert found.get("type") == kind and (found.get("rel") == "captions") == timed


def test_the_rest_of_the_feed_stays_as_it_was() -> None:
    """Every element of the RSS is there, in order, with the style sheets before it."""
    plain, whole = rss(SHOW), podcast(rss(SHOW), KNOWN, SITE)
    assert whole == podcast(rss(SHOW), KNOWN, SITE)
    before, after = etree.fromstring(plain), etree.fromstring(whole)
    theirs = tuple(f"{{{space}}}" for space in NS.values())
    kept = [e for e in after.iter() if not (isinstance(e.tag, str) and e.tag.startswith(theirs))]
    assert [(e.tag, e.text, dict(e.attrib)) for e in kept] == [
        (e.tag, e.text, dict(e.attrib)) for e in before.iter()
    ]
    head = whole.partition(b"<rss")[0]
    assert 0 < head.index(b"text/xsl") < head.index(b"text/css")
    assert head.count(b"<?xml-stylesheet ") == 2
    # Each namespace is declared once, at the top.
    assert whole.count(b"xmlns:itunes") == whole.count(b"xmlns:podcast") == 1
    assert feedparser.parse(whole).bozo is False


def test_the_cover_is_as_apple_asks() -> None:
    """A square PNG in RGB of 1400 to 3000 pixels, the same bytes each time."""
    font = (ROOT / "overrides/assets/serif-bold.woff2").read_bytes()
    drawn = draw_cover(font)
    assert drawn == draw_cover(font)
    assert len(drawn) < 512_000
    with Image.open(io.BytesIO(drawn)) as cover:
        assert (cover.format, cover.mode, cover.size) == ("PNG", "RGB", (3000, 3000))


# ---- a site with an episode ----

EPISODE = """
-- content/index.md --
---
title: Lokaal Bestuur
---
-- content/artikelen/2026/nieuw.md --
---
title: "Aflevering 1"
date: 2026-11-16 09:00
description: Over stoppen & blijven.
genre: podcast
aliases: [/artikelen/2026/oud/]
audio:
  src: een.mp3
  duration: "1:44"
  chapters:
    - {start: 0:00, title: Welkom}
    - {start: 1:05, title: "'t Slot", url: https://www.voorbeeld.nl/}
---
Tekst.
"""
# Frames of MPEG 1, layer 3, 128 kbit/s, with nothing to hear in them: 104 seconds.
SILENCE = (b"\xff\xfb\x90\x64" + bytes(413)) * 4000


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Built:
    folder = write_files(tmp_path_factory.mktemp("podcast"), EPISODE)
    (folder / "content/media").mkdir()
    (folder / "content/media/een.mp3").write_bytes(SILENCE)
    return build_in(folder)


def test_a_site_with_an_episode_has_a_podcast(site: Built) -> None:
    """Feed, cover and chapters; at the old address of the piece its chapters are still there."""
    show: Any = etree.fromstring((site.site / "podcast.xml").read_bytes()).find("channel")
    (item,) = show.findall("item")
    assert item.find("enclosure").attrib["length"] == str(len(SILENCE))
    cover = show.find("itunes:image", NS).get("href")
    assert cover.removeprefix("https://www.lokaalbestuur.nl/") in site.files()
    chapters = item.find("podcast:chapters", NS).get("url")
    name = chapters.removeprefix("https://www.lokaalbestuur.nl/")
    said = json.loads(site.text(name))
    assert said["version"] == "1.2.0"
    assert said["chapters"] == [
        {"startTime": 0, "title": "Welkom"},
        {"startTime": 65, "title": "’t Slot", "url": "https://www.voorbeeld.nl/"},
    ]
    assert site.text(name.replace("nieuw", "oud")) == site.text(name)


def test_a_site_without_an_episode_has_no_podcast(real_site: Built) -> None:
    """Nor a cover."""
    assert not [name for name in real_site.files() if "podcast" in name.rpartition("/")[2]]


@pytest.fixture
def address(site: Built) -> Iterator[str]:
    with serving(site.site) as address:
        yield address


@pytest.mark.browser
def test_a_chapter_plays_on_the_page_itself(browser: Browser, address: str) -> None:
    """A click on its time moves the player; without JavaScript the sound opens at that moment."""
    page = browser.new_page()
    page.goto(f"{address}/artikelen/2026/nieuw/")
    link = page.get_by_role("link", name="1:05")
    link.click()
    page.locator("audio").evaluate(
        """(player) => new Promise((reached) => {
          const look = () => player.currentTime >= 65 && reached();
          player.addEventListener("timeupdate", look);
          look();
        })"""
    )
    assert page.url.endswith("/artikelen/2026/nieuw/")
    assert (link.get_attribute("href") or "").endswith("/media/een.mp3#t=65")
    expect(page.get_by_role("link", name="’t Slot")).to_have_attribute(
        "href", "https://www.voorbeeld.nl/"
    )
    page.close()
