"""Chromium on the site behind nginx: the policy stops nothing of ours, and what isn't ours."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, Playwright, Request, expect

from tests.browser.conftest import chromium
from tests.browser.templates import page_of_each_template
from tests.conftest import Built
from tests.serving.conftest import ARTICLE, GONE, HOST, Server

pytestmark = pytest.mark.browser
SITE = f"https://{HOST}"


@pytest.fixture(scope="module")
def browser(nginx: Server, playwright: Playwright) -> Iterator[Browser]:
    """Chromium, for which the site's own name is our nginx and no other name exists."""
    with chromium(
        playwright,
        f"--host-resolver-rules=MAP {HOST} 127.0.0.1:{nginx.https}, MAP * ~NOTFOUND",
        # With its PDF viewer, which the older headless mode lacks.
        "--headless=new",
    ) as browser:
        yield browser


@pytest.fixture
def complaints() -> list[str]:
    """What the browser had to say: violations of a policy, errors, and requests that failed."""
    return []


@pytest.fixture
def context(browser: Browser, complaints: list[str]) -> Iterator[BrowserContext]:
    context = browser.new_context(ignore_https_errors=True)
    context.expose_function("violated", lambda text: complaints.append(text))
    context.add_init_script(
        """window.violations = [];
        document.addEventListener("securitypolicyviolation", (event) => {
          window.violations.push(event.effectiveDirective);
          violated(`${location.pathname}: ${event.effectiveDirective} ${event.blockedURI}`);
        });"""
    )
    yield context
    context.close()


@pytest.fixture
def page(context: BrowserContext, complaints: list[str]) -> Page:
    page = context.new_page()
    page.on("console", lambda message: complaints.append(f"{page.url}: {message.text}"))
    page.on("pageerror", lambda error: complaints.append(f"{page.url}: {error}"))
    page.on("requestfailed", lambda request: complaints.extend(_failed(request)))
    return page


def _failed(request: Request) -> Iterator[str]:
    """A request that failed, unless the browser ended it because the page was left."""
    if request.failure != "net::ERR_ABORTED":
        yield f"{request.url}: {request.failure}"


def test_nothing_of_ours_is_stopped(page: Page, complaints: list[str], real_site: Built) -> None:
    """One page of each template, an article with pictures and sound, and what can be unfolded."""
    shown = page_of_each_template(real_site.site)
    assert shown.pop("missing") in ("/404.html", "/410.html")  # nginx shows them elsewhere
    for path in (*shown.values(), ARTICLE, "/artikelen/2026/van-elders/"):
        answer = page.goto(SITE + path)
        assert answer and answer.status == 200, path
        assert answer.header_value("Content-Security-Policy")
        for details in page.locator("details").all():
            if details.is_visible():
                details.locator("summary").click()
        page.mouse.wheel(0, 20_000)
        page.wait_for_load_state("load")
    page.goto(SITE + ARTICLE)
    for picture in page.locator("main img, #inhoud img").all():
        picture.scroll_into_view_if_needed()
        expect(picture).to_have_js_property("complete", True)
        assert picture.evaluate("img => img.naturalWidth") == 60
    assert complaints == []


def test_errors_have_the_site_s_looks(page: Page, complaints: list[str]) -> None:
    """404 and 410 come with their style; the only complaint is the status itself."""
    for path, status in (("/bestaat/niet/", 404), (GONE[0], 410)):
        answer = page.goto(SITE + path)
        assert answer and answer.status == status
        assert page.locator(".masthead").evaluate("e => getComputedStyle(e).display") != "inline"
        assert page.evaluate("document.styleSheets.length") == 1
    assert [
        each for each in complaints if "the server responded with a status of" not in each
    ] == []


def test_searching(page: Page, complaints: list[str]) -> None:
    """The search page's script runs, fetches its index and shows what it finds; also from 404."""
    page.goto(f"{SITE}/zoeken/")
    page.get_by_role("searchbox").fill("stikstof")
    result = page.locator("#gevonden").get_by_role("link", name="Stikstof").first
    expect(result).to_be_visible()
    asked = "<img src=x onerror=alert(1)>"
    page.get_by_role("searchbox").fill(asked)
    expect(page.get_by_role("status")).to_contain_text(f"“{asked}”")
    assert complaints == []
    page.goto(f"{SITE}/bestaat/niet/")
    complaints.clear()
    page.get_by_role("searchbox").fill("wonen")
    page.get_by_role("button", name="Zoek").click()
    page.wait_for_url("**/zoeken/?q=wonen")
    expect(page.locator("#gevonden li").first).to_be_visible()
    assert complaints == []


def test_an_old_address_in_a_browser(page: Page, complaints: list[str]) -> None:
    """It ends at the new one."""
    page.goto(f"{SITE}/caf%C3%A9/stuk")
    assert page.url == SITE + ARTICLE
    assert complaints == []


def eventually(page: Page, condition: str) -> None:
    """Wait until a condition in JavaScript is true, ten seconds at most.

    Playwright's own ``wait_for_function`` calls ``eval`` in the page, which the policy stops.
    """
    page.evaluate(
        f"""() => new Promise((yes, no) => {{
            const end = Date.now() + 10000;
            const look = () => ({condition}) ? yes() :
                Date.now() > end ? no(new Error('never')) : setTimeout(look, 20);
            look();
        }})"""
    )


@pytest.mark.parametrize(
    "attack",
    [
        "document.body.append(Object.assign(document.createElement('script'), {text: 'ran = 1'}))",
        "document.body.insertAdjacentHTML('beforeend', '<img src=x onerror=\"ran = 1\">')",
        "document.body.insertAdjacentHTML('beforeend', '<iframe src=/></iframe>')",
        "document.body.insertAdjacentHTML('beforeend', '<img src=https://kwaad.example/x.png>')",
        "document.body.insertAdjacentHTML('beforeend', '<p style=\"color: red\">x</p>')",
        "document.body.insertAdjacentHTML('beforeend', '<object data=/></object>')",
        "document.head.insertAdjacentHTML('beforeend', '<base href=https://kwaad.example/>')",
        "fetch('https://kwaad.example/').catch(() => 0)",
        "document.body.append(Object.assign(document.createElement('script'),"
        " {src: document.querySelector('link[rel=stylesheet]').href}))",
    ],
)
def test_what_is_not_ours_is_stopped(page: Page, complaints: list[str], attack: str) -> None:
    """On a page without a script nothing runs, loads or is sent that isn't in the policy."""
    page.goto(f"{SITE}/over/")
    assert complaints == []
    page.evaluate(f"() => {{ {attack} }}")
    eventually(page, "violations.length > 0")
    assert page.evaluate("typeof ran") == "undefined"


def test_no_other_site_may_frame_ours(page: Page, nginx: Server) -> None:
    """Nor may we ourselves: ``frame-ancestors 'none'``."""
    page.route("**/lijst", lambda route: route.fulfill(body=f"<iframe src='{SITE}/'></iframe>"))
    page.goto(f"{SITE}/lijst")
    page.wait_for_load_state("load")
    (frame,) = page.frames[1:]
    assert frame.url != f"{SITE}/"


@pytest.mark.parametrize("name", ["kwaad.svg", "lijn.svg", "plein.jpg", "aflevering.mp3"])
def test_media_opened_by_itself(page: Page, name: str) -> None:
    """A picture or a sound opens; a script in a drawing doesn't run."""
    answer = page.goto(f"{SITE}/media/proef/{name}")
    assert answer and answer.status == 200
    assert page.title() != "kwaad"
    if name.endswith(".jpg"):
        assert page.locator("img").evaluate("img => img.naturalWidth") == 60
    if name.endswith(".mp3"):
        eventually(page, "document.querySelector('video').duration > 0")


def test_a_pdf_opens(page: Page) -> None:
    """In the browser's own viewer, under the policy of media."""
    with page.expect_event("framenavigated", lambda f: f.url.startswith("chrome-extension://")):
        page.goto(f"{SITE}/media/proef/verslag.pdf")
