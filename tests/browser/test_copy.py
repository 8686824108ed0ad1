"""The buttons that copy a text, in a real browser: what is then on the clipboard."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page, expect

MOTION = "/motiebank/voorbeeldmotie-actief-grondbeleid-wonen/"
READ = """async (type) => {
  const [item] = await navigator.clipboard.read();
  return (await item.getType(type)).text();
}"""


@pytest.fixture
def clipboard(browser: Browser) -> Iterator[Page]:
    """A page that may use the clipboard."""
    context = browser.new_context(permissions=["clipboard-read", "clipboard-write"])
    yield context.new_page()
    context.close()


@pytest.fixture
def motion(clipboard: Page, address: str) -> Page:
    """A motion's page."""
    clipboard.goto(f"{address}{MOTION}")
    return clipboard


def test_the_text_of_a_motion_is_copied(motion: Page) -> None:
    """The motion alone, with its numbers, as a word processor and as a plain field take it."""
    motion.get_by_role("button", name="Kopieer de tekst").click()
    expect(motion.get_by_role("status")).to_have_text("Gekopieerd")
    text = motion.evaluate(READ, "text/plain")
    assert text.startswith("De raad van de gemeente [naam]")
    assert "\n1. vóór [datum] een overzicht" in text
    assert "\n- de gemeente op [datum]" in text
    assert "Toelichting" not in text
    html = motion.evaluate(READ, "text/html")
    assert "<ol>" in html and "<strong>verzoekt het college</strong>" in html


def test_an_edition_is_copied_as_a_line_and_its_address(clipboard: Page, address: str) -> None:
    """To put in an app or a mail: what it is, and below it where it stands."""
    clipboard.goto(f"{address}/nieuwsbrief/2026-11-22/")
    clipboard.get_by_role("button", name="Kopieer de tekst").click()
    expect(clipboard.get_by_role("status")).to_have_text("Gekopieerd")
    line, url = clipboard.evaluate(READ, "text/plain").splitlines()
    assert line.startswith("Lokaal Bestuur van 22 november 2026: ")
    assert url == "https://www.lokaalbestuur.nl/nieuwsbrief/2026-11-22/"


def test_without_a_clipboard_there_is_no_button(browser: Browser, address: str) -> None:
    """Nor without JavaScript: a button that does nothing helps no one. The files stay."""
    page = browser.new_page(java_script_enabled=False)
    page.goto(f"{address}{MOTION}")
    expect(page.get_by_role("button", name="Kopieer de tekst")).to_be_hidden()
    expect(page.get_by_role("link", name="Word-bestand (docx)")).to_be_visible()
    page.context.close()
