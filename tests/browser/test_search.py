"""Searching, as a reader does it in a browser; the site is a small one in a string."""

from __future__ import annotations

import functools
import http.server
import re
import threading
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page, Route, expect

from tests.conftest import Built, run_lokaal, write_files

pytestmark = pytest.mark.browser

AT = "2026-11-22T09:00"


def article(slug: str, date: str, title: str, text: str, more: str = "") -> str:
    return f"""
-- artikelen/2026/{slug}.md --
---
title: {title}
description: Samenvatting van {slug}.
date: {date}
genre: nieuws
{more}---
{text}
"""


CONTENT = (
    """
-- index.md --
---
title: Lokaal Bestuur
---
Welkom.
-- onderwerpen/armoede.md --
---
title: Armoede
---
Te weinig om van te leven.
-- mensen/celik.md --
---
title: Yusuf Çelik
---
Penningmeester.
"""
    + article("een", "2026-03-01", "Eerste", "Alle raadsleden krijgen les.")
    + article("twee", "2026-04-01", "Tweede", "Wat een raadslid doet.")
    + article("drie", "2026-05-01", "Derde", "Grote steden groeien.")
    + article("vier", "2026-06-01", "Vierde", "De stad slaapt.", "topics: [armoede]\n")
    + article("vijf", "2026-07-01", "Vijfde", "Meer woningbouw langs het spoor.")
    + article("zes", "2026-08-01", "Zesde", "Wat een woning kost.", "topics: [armoede]\n")
    + article("zeven", "2026-09-01", "Zevende", "Schrijf `<script>` in een tekst over `<b>`.")
    + "".join(
        article(f"rij-{n}", f"2026-10-{n:02}", f"Stuk {n}", "Iets over kraanvogels.")
        for n in range(1, 14)
    )
)


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Built:
    folder = tmp_path_factory.mktemp("zoeken")
    write_files(folder / "content", CONTENT)
    site, mail = folder / "site", folder / "mail"
    done = run_lokaal(
        *("build", "--content", str(folder / "content"), "--site-dir", str(site)),
        *("--mail-dir", str(mail), "--at", AT),
    )
    assert done.returncode == 0, done.stderr
    return Built(done.returncode, done.stdout, done.stderr, site, mail)


class _Handler(http.server.SimpleHTTPRequestHandler):
    def log_message(self, format: str, *args: object) -> None:
        """Tests don't need a line for each request."""


@pytest.fixture(scope="module")
def search(built: Built) -> Iterator[str]:
    """The address of the search page."""
    handler = functools.partial(_Handler, directory=str(built.site))
    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), handler)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}/zoeken/"
    server.shutdown()


@pytest.fixture
def page(browser: Browser) -> Iterator[Page]:
    """A page on a phone, whose script and policy have nothing to complain of."""
    context = browser.new_context(viewport={"width": 390, "height": 800})
    page = context.new_page()
    complaints: list[str] = []
    page.on("console", lambda m: complaints.append(m.text) if m.type != "log" else None)
    page.on("pageerror", lambda error: complaints.append(str(error)))
    yield page
    assert complaints == []
    context.close()


@pytest.fixture
def rough(browser: Browser) -> Iterator[Page]:
    """A page whose network fails, so that the browser has to complain."""
    page = browser.new_page(viewport={"width": 390, "height": 800})
    yield page
    page.close()


def ask(page: Page, question: str) -> None:
    page.get_by_role("searchbox").fill(question)
    page.get_by_role("searchbox").press("Enter")


def titles(page: Page) -> list[str]:
    expect(page.get_by_role("status")).to_contain_text(re.compile("resulta|Niets gevonden"))
    return page.locator("#gevonden h2").all_inner_texts()


@pytest.mark.parametrize(
    ("asked", "found"),
    [
        ("raadslid", {"Eerste", "Tweede"}),
        ("raadsleden", {"Eerste", "Tweede"}),
        ("stad", {"Derde", "Vierde"}),
        ("steden", {"Derde", "Vierde"}),
        ("woning", {"Vijfde", "Zesde"}),
        ("woningen", {"Vijfde", "Zesde"}),
        ("bouw", {"Vijfde"}),
        ("celik", {"Yusuf Çelik"}),
        ("Çelik", {"Yusuf Çelik"}),
    ],
)
def test_dutch_words_meet(page: Page, search: str, asked: str, found: set[str]) -> None:
    """One and many, a word and what it is compounded to, with and without accents."""
    page.goto(f"{search}?q={asked}")
    assert set(titles(page)) == found


def test_a_result_tells_what_it_is(page: Page, search: str) -> None:
    """Its kind, its date, its title as a link to its page, and an excerpt with the word marked."""
    page.goto(search)
    page.get_by_role("searchbox").fill("slaapt")
    result = page.locator("#gevonden li")
    expect(result).to_have_count(1)
    expect(result).to_contain_text("Nieuws")
    expect(result.locator("time")).to_have_attribute("datetime", "2026-06-01")
    expect(result.locator("mark")).to_have_text("slaapt.")
    expect(page.get_by_role("status")).to_have_text("1 resultaat voor “slaapt”.")
    result.get_by_role("link", name="Vierde").click()
    page.wait_for_url("**/artikelen/2026/vier/")


@pytest.mark.parametrize(
    ("asked", "meant"),
    [("slaatp", "slaapt"), ("wonnig", "woning"), ("kraanvgels", "kraanvogels")],
)
def test_a_typing_error(page: Page, search: str, asked: str, meant: str) -> None:
    """What was probably meant is offered as a link, is announced, and finds it."""
    page.goto(f"{search}?q={asked}")
    hint = page.locator("#bedoeld")
    expect(hint).to_have_text(f"Bedoelde je {meant}?")
    expect(page.get_by_role("status")).to_contain_text(f"Bedoelde je {meant}?")
    hint.get_by_role("link").click()
    expect(page.get_by_role("searchbox")).to_have_value(meant)
    expect(page.locator("#gevonden mark, #gevonden li").first).to_be_visible()
    expect(hint).to_be_hidden()


def test_a_filter_and_back(page: Page, search: str) -> None:
    """A filter narrows, stands in the address, and goes with the browser's own way back."""
    page.goto(f"{search}?q=stad")
    expect(page.locator("#gevonden li")).to_have_count(2)
    page.get_by_label("Onderwerp").select_option("Armoede")
    expect(page.locator("#gevonden li")).to_have_count(1)
    assert page.url.endswith("?q=stad&onderwerp=armoede")
    page.go_back()
    expect(page.locator("#gevonden li")).to_have_count(2)
    expect(page.get_by_label("Onderwerp")).to_have_value("")
    page.goto(f"{search}?soort=persoon")
    assert titles(page) == ["Yusuf Çelik"]


def test_the_newest_first(page: Page, search: str) -> None:
    """Sorted by date, what has none comes last; with more than ten, a button shows the rest."""
    page.goto(f"{search}?q=kraanvogels&volgorde=datum")
    assert titles(page) == [f"Stuk {n}" for n in range(13, 3, -1)]
    page.get_by_role("button", name="Meer resultaten").press("Enter")
    expect(page.locator("#gevonden li")).to_have_count(13)
    expect(page.get_by_role("link", name="Stuk 3", exact=True)).to_be_focused()
    expect(page.get_by_role("button", name="Meer resultaten")).to_be_hidden()
    page.goto(f"{search}?q=çelik&volgorde=datum")
    assert titles(page) == ["Yusuf Çelik"]


@pytest.mark.parametrize("asked", ["xqzvw", "<script>alert(1)</script>xqzvw", '"onload="x'])
def test_nothing_found(page: Page, search: str, asked: str) -> None:
    """It says so, and the question stays text, whatever it is."""
    page.goto(search)
    page.get_by_role("searchbox").fill(asked)
    expect(page.get_by_role("status")).to_contain_text(f"Niets gevonden voor “{asked}”")
    assert page.locator("#gevonden li").count() == 0
    assert page.locator("main script, main [onload]").count() == 0


def test_without_the_word_list(rough: Page, search: str) -> None:
    """What was found stays, without a hint; the list is asked for again at the next question."""
    rough.route("**/woorden.txt", lambda route: route.abort())
    with rough.expect_event("requestfailed", lambda each: each.url.endswith("woorden.txt")):
        rough.goto(f"{search}?q=raadsledem")
    assert set(titles(rough)) == {"Eerste", "Tweede"}
    expect(rough.locator("#bedoeld")).to_be_hidden()
    rough.unroute("**/woorden.txt")
    ask(rough, "slaatp")
    expect(rough.locator("#bedoeld")).to_have_text("Bedoelde je slaapt?")


@pytest.mark.parametrize("file", ["pagefind.js", "*.pagefind", "*.pf_fragment"])
def test_without_the_engine(rough: Page, search: str, file: str) -> None:
    """It says so, and offers to try again, the archives and the topics."""
    rough.route(f"**/{file}", lambda route: route.abort())
    rough.goto(f"{search}?q=slaapt")
    status = rough.get_by_role("status")
    expect(status).to_contain_text("Zoeken lukt nu niet.")
    for name, path in (("alle artikelen", "/artikelen/"), ("archief", "/nieuwsbrief/")):
        expect(status.get_by_role("link", name=name)).to_have_attribute("href", path)
    expect(rough.get_by_role("main").get_by_role("link", name="Armoede")).to_be_visible()
    rough.unroute(f"**/{file}")
    status.get_by_role("link", name="Laad deze pagina opnieuw").click()
    assert titles(rough) == ["Vierde"]


def test_a_late_answer(page: Page, search: str) -> None:
    """What an earlier question found doesn't take the place of what a later one did."""
    page.goto(f"{search}?q=raadslid")
    assert len(titles(page)) == 2
    held: list[Route] = []

    def hold_the_first(route: Route) -> None:
        if held:
            route.continue_()
        held.append(route)

    page.route("**/*.pf_fragment", hold_the_first)
    with page.expect_request("**/*.pf_fragment"):
        ask(page, "slaapt")
    ask(page, "groeien")
    expect(page.get_by_role("status")).to_have_text("1 resultaat voor “groeien”.")
    with page.expect_request_finished(lambda request: request == held[0].request):
        held[0].continue_()
    page.wait_for_load_state("networkidle")
    expect(page.locator("#bedoeld")).to_be_hidden()
    assert titles(page) == ["Derde"]


def test_back_and_forward(page: Page, search: str) -> None:
    """Every question that was asked is a step, in the address alone; typing makes no steps."""
    page.goto(search)
    ask(page, "slaapt")
    expect(page.locator("#gevonden")).to_contain_text("Vierde")
    ask(page, "groeien")
    expect(page.locator("#gevonden")).to_contain_text("Derde")
    page.get_by_role("link", name="Derde").click()
    page.wait_for_url("**/drie/")
    page.go_back()
    expect(page.locator("#gevonden")).to_contain_text("Derde")
    page.go_back()
    expect(page.get_by_role("searchbox")).to_have_value("slaapt")
    expect(page.locator("#gevonden")).to_contain_text("Vierde")
    page.go_forward()
    expect(page.get_by_role("searchbox")).to_have_value("groeien")
    expect(page.locator("#gevonden")).to_contain_text("Derde")
    assert page.evaluate("[document.cookie, localStorage.length, sessionStorage.length]") == [
        *("", 0, 0)
    ]


def test_an_empty_question(page: Page, search: str) -> None:
    """Enter in an empty field asks for words, and so does emptying it after a question."""
    page.goto(search)
    for question in ("", "slaapt", "   "):
        ask(page, question)
        if question == "slaapt":
            expect(page.locator("#gevonden li")).to_have_count(1)
        else:
            expect(page.get_by_role("status")).to_have_text("Typ eerst wat je zoekt.")
            expect(page.locator("#gevonden li")).to_have_count(0)
            assert page.url == search


def test_a_very_long_question(page: Page, search: str) -> None:
    """It is cut, answered, and fits on a phone."""
    page.goto(f"{search}?q={'kraanvogels' * 400}")
    expect(page.get_by_role("status")).to_contain_text(re.compile("resulta|Niets gevonden"))
    assert len(page.get_by_role("searchbox").input_value()) == 200
    assert page.evaluate("document.documentElement.scrollWidth") == 390


@pytest.mark.parametrize(
    ("asked", "found"),
    [("de", {"Vierde"}), ("wat een", {"Tweede", "Zesde"}), ("De STAD?", {"Vierde"}), ("?!", set())],
)
def test_small_words(page: Page, search: str, asked: str, found: set[str]) -> None:
    """Words that stand everywhere are looked for as any other; marks alone find nothing."""
    page.goto(search)
    ask(page, asked)
    shown = set(titles(page))
    assert shown >= found and bool(shown) == bool(found)


def test_an_excerpt_stays_text(page: Page, search: str) -> None:
    """A tag that an editor writes about is shown as it was written."""
    page.goto(f"{search}?q=script")
    assert "Zevende" in titles(page)
    result = page.locator("#gevonden li", has_text="Zevende")
    expect(result).to_contain_text("Schrijf <script> in een tekst over <b>.")
    assert page.locator("#gevonden script, #gevonden b").count() == 0


def test_the_first_question_is_cheap(browser: Browser, address: str) -> None:
    """With the real content: under 300 kB for the whole page and a question, even unpacked.

    The list for typing errors is not asked for where the word stands in what was found.
    """
    page = browser.new_page()
    session = page.context.new_cdp_session(page)
    session.send("Network.enable")
    sizes: list[float] = []
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    session.on("Network.loadingFinished", lambda event: sizes.append(event["encodedDataLength"]))
    page.goto(f"{address}/zoeken/?q=raadslid")
    expect(page.locator("#gevonden li")).to_have_count(10)
    page.wait_for_load_state("networkidle")
    assert 50_000 < sum(sizes) < 300_000
    assert not [url for url in asked if url.endswith("woorden.txt")]
    page.close()


def test_without_script(browser: Browser, search: str) -> None:
    """It says so, and offers the archive and the topics; no choice that would do nothing."""
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(search)
    # Playwright's way to do without JavaScript leaves <noscript> closed.
    assert "Zoeken werkt alleen met JavaScript" in page.content()
    assert 'href="/nieuwsbrief/">archief van de nieuwsbrief</a>' in page.content()
    expect(page.get_by_role("main").get_by_role("link", name="Armoede")).to_be_visible()
    expect(page.get_by_label("Onderwerp")).to_be_hidden()
    context.close()
