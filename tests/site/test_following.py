"""How readers and their programs find what they can follow."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from lxml.html import HtmlElement

from site_plugins.model.organisation import PlainPage
from site_plugins.projections.following import following_page
from site_plugins.projections.index import Index
from site_plugins.projections.sections import section_pages
from site_plugins.rendering.site import Site
from tests.conftest import Built, build_in, write_files
from tests.projections.making import library
from tests.site.reading import HOST, NOW, Page, file_at, read_pages

FEEDS = ("feed.xml", "atom.xml", "feed.json", "podcast.xml")
ALTERNATE = "//head/link[@rel='alternate']"
WAYS = "/over/volg-ons/"

SMALL = """
-- doelgroepen/raadsleden.md --
---
title: Raadsleden
---
-- mensen/anna.md --
---
title: Anna
---
-- mensen/bram.md --
---
title: Bram
roles: [{role: voorzitter}]
---
-- agenda/oud.md --
---
title: Van vroeger
start: 2026-11-02 10:00
layers: [europa]
---
-- agenda/straks.md --
---
title: Straks
start: 2026-12-04 12:00
layers: [gemeente]
audiences: [raadsleden]
---
-- artikelen/2026/gehoord.md --
---
title: Gehoord
date: 2026-11-19 09:00
description: Een gesprek.
genre: podcast
authors: [anna]
audio: {src: "https://example.org/a.mp3", length: 12345, duration: "30:00"}
---
Luister.
-- over/contact.md --
---
title: Contact
---
Schrijf ons.
"""


def files(built: Built) -> set[str]:
    """The addresses of every feed, and of every calendar but those of one meeting."""
    return {
        f"/{file}"
        for file in built.files()
        if file.rpartition("/")[2] in FEEDS
        or (file.endswith(".ics") and file.rpartition("/")[2].startswith("agenda"))
    }


def alternates(page: Page) -> list[HtmlElement]:
    """What a page tells programs of."""
    return page.all(ALTERNATE)


def named(page: Page) -> set[str]:
    """Every address that a page tells its reader, as a link or to copy."""
    links = {link.replace(f"webcal://{HOST[8:]}", "") for link in page.links}
    return links | {text.removeprefix(HOST) for text in page.all("//code/text()")}


# ---- the project's own site ----


def test_programs_find_every_feed(real_site: Built, pages: dict[str, Page]) -> None:
    """Each feed and calendar is told of by a page, and what a page tells of is there."""
    told = {link.get("href") for page in pages.values() for link in alternates(page)}
    assert files(real_site) - told == set()
    assert [path for path in told if not file_at(real_site.site, path or "")] == []


def test_programs_can_tell_feeds_apart(pages: dict[str, Page]) -> None:
    """On each page every feed has a name of its own, and each is told of once."""
    for page in pages.values():
        found = alternates(page)
        assert len({link.get("title") for link in found}) == len(found), page.address
        assert len({link.get("href") for link in found}) == len(found), page.address


@pytest.mark.parametrize(
    "address",
    [
        *("/", "/artikelen/", "/artikelen/2026/getal-2800-adressen/", "/nieuwsbrief/"),
        *("/handreikingen/", "/motiebank/", "/scholing/", "/onderzoek/", "/afgehaakt/"),
        *("/onderwerpen/wonen/", "/doelgroepen/wethouders/", "/netwerken/water/", "/agenda/"),
        *("/afgehaakt/achterhoek/", WAYS),
    ],
)
def test_pages_with_feeds(pages: dict[str, Page], address: str) -> None:
    """A program finds RSS, Atom and JSON Feed there."""
    kinds = {link.get("type") for link in alternates(pages[address])}
    assert kinds >= {"application/rss+xml", "application/atom+xml", "application/feed+json"}


@pytest.mark.parametrize(
    ("address", "calendar"),
    [
        ("/agenda/", "/agenda"),
        ("/agenda/laag/provincie/", "/agenda/laag/provincie/agenda"),
        ("/agenda/doelgroep/wethouders/", "/doelgroepen/wethouders/agenda"),
        ("/netwerken/water/", "/netwerken/water/agenda"),
        ("/onderwerpen/wonen/", "/onderwerpen/wonen/agenda"),
    ],
)
def test_pages_with_a_calendar(pages: dict[str, Page], address: str, calendar: str) -> None:
    """A program finds both calendars of its subject: everything, and what still comes."""
    found = pages[address].all(f"{ALTERNATE}[@type='text/calendar']/@href")
    assert found == [f"{calendar}.ics", f"{calendar}-komend.ics"]


def test_everything_stands_on_one_page(real_site: Built, pages: dict[str, Page]) -> None:
    """The page of all ways names every feed and every calendar, and the list of all feeds."""
    assert files(real_site) | {"/feeds.opml"} <= named(pages[WAYS])


def test_each_can_be_subscribed_to(pages: dict[str, Page]) -> None:
    """An app takes a calendar by itself from a link that names it whole."""
    links = [link for link in pages[WAYS].links if link.startswith("webcal:")]
    assert f"webcal://{HOST[8:]}/agenda.ics" in links
    assert len(links) > 20
    assert all(link.startswith(f"webcal://{HOST[8:]}/") and link.endswith(".ics") for link in links)


@pytest.mark.parametrize("device", ["iPhone", "Mac", "Google Agenda", "Outlook", "Thunderbird"])
def test_steps_for_each_calendar(pages: dict[str, Page], device: str) -> None:
    """For each there are steps, one by one."""
    path = f"//details[contains(summary, '{device}')]//ol/li"
    assert len(pages[WAYS].all(path)) >= 2


def test_a_calendar_is_offered_once(pages: dict[str, Page]) -> None:
    """On a page of the agenda no address comes twice, and both ways to take it do come."""
    for address in ("/agenda/", "/agenda/laag/provincie/", "/agenda/doelgroep/wethouders/"):
        links = [link for link in pages[address].links if link.endswith(".ics")]
        assert len(links) == len(set(links)) == 2, address


def test_subjects_lead_to_their_feeds(pages: dict[str, Page]) -> None:
    """A topic, a network and a region say below *Volgen* how they can be followed."""
    for address in ("/onderwerpen/wonen/", "/netwerken/water/", "/afgehaakt/achterhoek/"):
        links = pages[address].all("//section[@class='follow']//a/@href")
        assert {f"{address}{name}" for name in FEEDS[:3]} | {WAYS} <= set(links), address


def test_every_page_leads_there(pages: dict[str, Page]) -> None:
    """The foot of each page has a link to it."""
    for page in pages.values():
        if not page.is_redirect:
            assert page.all(f"//footer//a[@href='{WAYS}']"), page.address


# ---- small sites ----


@pytest.fixture(scope="module")
def small(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Built, dict[str, Page]]]:
    """A site in which nobody wrote about following it."""
    folder = tmp_path_factory.mktemp("volgen")
    write_files(folder / "content", SMALL)
    built = build_in(folder)
    yield built, read_pages(built.site)


Small = tuple[Built, dict[str, Page]]


def test_the_page_is_always_there(small: Small) -> None:
    """Also where the content has no such page; with all that there is, and no link that fails."""
    built, pages = small
    assert pages[WAYS].one("//h1/text()") == "Volg ons"
    assert files(built) - named(pages[WAYS]) == set()
    assert f"<loc>{HOST}{WAYS}</loc>" in built.text("sitemap.xml")


def test_editors_write_the_introduction() -> None:
    """Whatever the file is called: the one at the page's address gives title and description."""
    own = PlainPage(key="over/abonneren", slug="volg-ons", id="a", title="Blijf bij")
    other = PlainPage(key="over/volg-ons", slug="anders", id="b", title="Iets anders")
    shown = following_page(Index(library(own, other), NOW), {"/"})
    assert (shown.path, shown.title, shown.item) == (WAYS, "Blijf bij", own)
    assert shown.description
    paths = [page.path for page in section_pages(Index(library(own, other), NOW))]
    assert WAYS not in paths
    assert "/over/anders/" in paths


def test_a_part_without_a_page(small: Small) -> None:
    """Of a layer that only the past names there is a calendar, but no page to lead to."""
    _, pages = small
    assert "/agenda/laag/europa/" not in pages
    assert "/agenda/laag/europa/agenda.ics" in named(pages[WAYS])
    assert "/agenda/laag/europa/" not in pages[WAYS].links
    assert "/agenda/laag/gemeente/" in pages[WAYS].links


def test_a_podcast_is_told_of(small: Small) -> None:
    """An episode's page tells of the podcast, and so does the page of all ways."""
    _, pages = small
    episode = pages["/artikelen/2026/gehoord/"]
    assert "/podcast.xml" in episode.all("//section[@class='follow']//a/@href")
    for address in ("/artikelen/2026/gehoord/", WAYS):
        assert "/podcast.xml" in pages[address].all(f"{ALTERNATE}/@href"), address
    assert f"{HOST}/podcast.xml" in pages[WAYS].all("//section[@id='volg-podcast']//code/text()")


def test_only_authors_can_be_followed(small: Small) -> None:
    """Whoever wrote something has feeds; a page of somebody else offers none."""
    _, pages = small
    assert "/mensen/anna/feed.xml" in pages["/mensen/anna/"].all(f"{ALTERNATE}/@href")
    assert alternates(pages["/mensen/bram/"]) == []


def test_a_subscription_needs_https() -> None:
    """A calendar app is told no way by which to fetch it, so elsewhere there is no such link."""
    assert Site("Naam", "https://example.org/clb/").webcal("/agenda.ics") == (
        "webcal://example.org/clb/agenda.ics"
    )
    assert Site("Naam", "http://127.0.0.1:8000/").webcal("/agenda.ics") == ""
