"""What a visit costs a reader, and what it leaves behind: little, and nothing."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, Request

pytestmark = pytest.mark.browser

KIB = 1024


@pytest.fixture
def context(browser: Browser) -> Iterator[BrowserContext]:
    """A first visit on a phone."""
    context = browser.new_context(viewport={"width": 390, "height": 844})
    yield context
    context.close()


def visit(page: Page, address: str, *, late: bool = True) -> dict[str, tuple[str, int]]:
    """By address what a page takes over the line, compressed: the kind and the bytes.

    Pictures are left out. The page is scrolled to its end; ``late`` waits until it asks no more.
    """
    requests: list[Request] = []
    page.on("requestfinished", lambda request: requests.append(request))
    page.goto(address)
    page.keyboard.press("End")
    if late:
        page.wait_for_load_state("networkidle")
    return {
        each.url: (each.resource_type, each.sizes()["responseBodySize"])
        for each in requests
        if each.resource_type != "image"
    }


def test_the_front_page(context: BrowserContext, address: str) -> None:
    """At most 45 KiB and 8 requests, without pictures."""
    taken = visit(context.new_page(), f"{address}/")
    assert {"document", "stylesheet", "font"} <= {kind for kind, _ in taken.values()}
    assert len(taken) <= 8, taken
    assert sum(size for _, size in taken.values()) <= 45 * KIB, taken


@pytest.mark.slow
@pytest.mark.parametrize("genres", [False, True])
def test_what_is_there_to_be_read(
    browser: Browser, address: str, shown: Mapping[str, str], genres: bool
) -> None:
    """Of each genre the longest article: at most 35 KiB. Of every page: 15 KiB of scripts."""
    for name, path in shown.items():
        if name == "search" or name.startswith("article-") is not genres:
            continue
        with browser.new_context(viewport={"width": 390, "height": 844}) as first:
            # What comes late on an article, comes late on each genre of them.
            late = not name.startswith("article-")
            taken = visit(first.new_page(), address + path, late=late)
        assert {"document", "stylesheet", "font"} <= {kind for kind, _ in taken.values()}
        scripts = sum(size for kind, size in taken.values() if kind == "script")
        assert scripts <= 15 * KIB, (path, taken)
        if name.startswith("article"):
            assert sum(size for _, size in taken.values()) <= 35 * KIB, (path, taken)


def test_nothing_is_kept(context: BrowserContext, address: str, shown: Mapping[str, str]) -> None:
    """After a visit to every kind of page there is no cookie and nothing in any storage."""
    page = context.new_page()
    for path in shown.values():
        page.goto(address + path)
    kept = page.evaluate(
        """async () => ({
            local: Object.keys(localStorage), session: Object.keys(sessionStorage),
            databases: await indexedDB.databases(), caches: await caches.keys(),
            workers: (await navigator.serviceWorker.getRegistrations()).length,
        })"""
    )
    assert kept == {"local": [], "session": [], "databases": [], "caches": [], "workers": 0}
    assert context.cookies() == []
