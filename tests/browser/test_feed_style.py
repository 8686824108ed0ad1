"""A feed that someone opens in a browser tells what it is, with XSLT and without."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

import pytest
from lxml import etree, html
from playwright.sync_api import Browser, Playwright, expect

from site_plugins.rendering.feeds import atom, rss
from site_plugins.rendering.podcast import podcast
from tests.browser.conftest import chromium
from tests.conftest import ROOT, Built
from tests.rendering.test_feeds import CHANNEL, HOSTILE, one
from tests.rendering.test_podcast import KNOWN, SHOW, SITE

FEEDS = ("feed.xml", "atom.xml", "onderwerpen/wonen/feed.xml", "onderwerpen/wonen/atom.xml")


@pytest.fixture(scope="module")
def sheet(real_site: Built) -> etree.XSLT:
    """The style sheet as it is published."""
    (file,) = (real_site.site / "assets").glob("feed.*.xsl")
    return etree.XSLT(etree.fromstring(file.read_bytes()))


def shown(sheet: etree.XSLT, feed: bytes) -> Any:
    """The page that a browser with XSLT makes of a feed."""
    return html.document_fromstring(str(sheet(etree.fromstring(feed))))


def words(element: Any) -> str:
    return " ".join(element.text_content().split())


@pytest.mark.parametrize("name", FEEDS)
def test_a_feed_becomes_a_page(real_site: Built, sheet: etree.XSLT, name: str) -> None:
    """What it is, its address to copy, where it is explained, and its items, which can be read."""
    feed = etree.fromstring((real_site.site / name).read_bytes())
    page = shown(sheet, etree.tostring(feed))
    assert "Dit is een feed. Kopieer het adres naar je feedlezer." in words(page)
    assert words(page.find(".//code")) == f"https://www.lokaalbestuur.nl/{name}"
    (about,) = page.xpath("//main//a[starts-with(., 'Zo werkt het')]/@href")
    assert (real_site.site / about[1:] / "index.html").is_file()
    titles = [e.text for e in feed.iter("{*}title")]
    assert words(page.find(".//h1")) == titles[0]
    links = page.xpath("//ol/li/h3/a")
    assert [words(link) for link in links] == titles[1:]
    for link in links:
        path = link.get("href").removeprefix("https://www.lokaalbestuur.nl/")
        assert (real_site.site / path / "index.html").is_file()
    assert all(words(text) for text in page.xpath("//ol/li/p[@class='card-text']"))


@pytest.mark.parametrize("render", [rss, atom])
def test_what_a_feed_says_is_text(sheet: etree.XSLT, render: Any) -> None:
    """No tag of an item comes to life, and a sign that is escaped in a feed is itself again."""
    for hostile in HOSTILE:
        page = shown(sheet, render(one(title=hostile, summary=hostile)))
        (item,) = page.xpath("//ol/li")
        assert words(item.find("h3")) == words(item.find("p")) == " ".join(hostile.split())
        assert {e.tag for e in page.find("body").iter()} <= {
            *("body", "header", "main", "section", "div", "p", "a", "b", "code"),
            *("h1", "h2", "h3", "ol", "li"),
        }


@pytest.mark.parametrize("render", [rss, atom])
def test_a_page_of_a_feed_has_nothing_that_the_policy_stops(sheet: etree.XSLT, render: Any) -> None:
    """No script, style or handler in it; Dutch dates in words."""
    page = shown(sheet, render(CHANNEL))
    assert not page.xpath("//script | //style | //@style | //@*[starts-with(name(), 'on')]")
    assert page.get("lang") == "nl"
    dates = [words(element) for element in page.xpath("//p[@class='meta']")]
    assert dates == ["1 juli 2025", "15 januari 2025"]


def test_a_podcast_and_an_archive_say_what_they_are(sheet: etree.XSLT) -> None:
    """A podcast is for an app of its own; an archive leads to the feed."""
    page = shown(sheet, podcast(rss(SHOW), KNOWN, SITE))
    assert "Kopieer het adres naar je podcast-app." in words(page)
    archive = one()
    object.__setattr__(archive, "current", "https://voorbeeld.nl/atom.xml")
    object.__setattr__(archive, "older", "https://voorbeeld.nl/atom-1.xml")
    page = shown(sheet, atom(archive))
    assert "Dit is een archief." in words(page) and page.find(".//code") is None
    assert page.xpath("//a[. = 'Naar de feed zelf']/@href") == ["https://voorbeeld.nl/atom.xml"]
    assert page.xpath("//a[. = 'Oudere stukken']/@href") == ["https://voorbeeld.nl/atom-1.xml"]


@pytest.fixture(scope="module")
def without_xslt(playwright: Playwright) -> Iterator[Browser]:
    """Chromium as it is from version 158."""
    with chromium(playwright, "--disable-features=XSLT") as browser:
        yield browser


@pytest.mark.browser
@pytest.mark.parametrize("name", ["feed.xml", "onderwerpen/wonen/atom.xml"])
def test_a_browser_without_xslt_explains_it_as_well(
    without_xslt: Browser, address: str, name: str
) -> None:
    """By CSS, which the policy lets through: an explanation above readable titles, in our letters,
    and none of the full texts and dates for machines."""
    page = without_xslt.new_page(viewport={"width": 390, "height": 900})
    stopped: list[str] = []
    page.on("console", lambda said: stopped.append(said.text) if "Policy" in said.text else None)
    page.goto(f"{address}/{name}")
    said = page.evaluate(
        """() => {
          const self = [...document.getElementsByTagName("*")]
            .find((e) => e.getAttribute("rel") === "self");
          return getComputedStyle(self, "::before").content;
        }"""
    )
    assert said.startswith('"Dit is een feed.')
    seen = page.evaluate(
        """() => [...document.getElementsByTagName("*")]
          .filter((e) => e.checkVisibility() && e.textContent && !e.children.length)
          .map((e) => e.localName)"""
    )
    assert set(seen) <= {"title", "description", "subtitle", "summary", "link"}
    assert seen.count("title") > 3
    assert page.evaluate("document.documentElement.scrollWidth") <= 390
    loaded = "document.fonts.ready.then((all) => [...all].map((font) => font.status))"
    assert page.evaluate(loaded) == ["loaded"]
    assert not stopped
    page.close()


@pytest.mark.browser
def test_a_browser_with_xslt_shows_the_page(browser: Browser, address: str) -> None:
    """Its style sheet comes through the policy, whatever else the browser thinks of XSLT."""
    page = browser.new_page()
    page.goto(f"{address}/feed.xml")
    if page.evaluate("!('XSLTProcessor' in window)"):
        pytest.skip("deze Chromium kent geen XSLT meer")
    expect(page.get_by_role("heading", level=1)).to_have_text("Lokaal Bestuur")
    expect(page.locator("main ol a").first).to_be_visible()
    assert "Lokaal Serif" in page.locator("h1").evaluate("e => getComputedStyle(e).fontFamily")
    page.close()


def test_a_feed_has_the_colours_of_the_site() -> None:
    """Light and dark: its style sheet stands alone, so it repeats them."""

    def colours(name: str) -> list[tuple[str, str]]:
        text = (ROOT / "overrides/assets" / name).read_text(encoding="utf-8")
        return re.findall(r"^ +(--[a-z]+): (#[0-9a-f]+);$", text, re.M)

    assert len(colours("feed.css")) > 10
    assert {*colours("feed.css")} <= {*colours("site.css")}
