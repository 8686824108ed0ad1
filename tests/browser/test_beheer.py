"""An editor writes in the form under /beheer/: what comes out is content as the check wants it.

The form works on a local repository, as it does for who has the project on a laptop. The folder is
one of the browser's own, which a test can fill and read: only the window in which an editor picks a
folder is left out.
"""

from __future__ import annotations

import re
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Locator, Page, expect

from tests.conftest import ROOT, run_lokaal

pytestmark = pytest.mark.browser

PICK = "window.showDirectoryPicker = () => navigator.storage.getDirectory();"
FILL = """async (files) => {
  const root = await navigator.storage.getDirectory();
  const folder = async (names) => {
    let found = root;
    for (const name of names) found = await found.getDirectoryHandle(name, { create: true });
    return found;
  };
  await folder([".git"]);
  for (const [path, text] of files) {
    const names = path.split("/");
    const parent = await folder(names.slice(0, -1));
    const file = await parent.getFileHandle(names.at(-1), { create: true });
    const writing = await file.createWritable();
    await writing.write(text);
    await writing.close();
  }
}"""
READ = """async () => {
  const files = {};
  const read = async (folder, path) => {
    for await (const [name, handle] of folder.entries())
      if (handle.kind === "directory") await read(handle, `${path}${name}/`);
      else files[path + name] = await (await handle.getFile()).text();
  };
  await read(await navigator.storage.getDirectory(), "");
  return files;
}"""
# What can be chosen, and nothing that takes long to read.
CHOICES = ("onderwerpen", "doelgroepen", "mensen", "index.md")


class Desk:
    """The form as an editor sees it: by its Dutch words."""

    def __init__(self, page: Page, address: str) -> None:
        self.page = page
        self._address = address

    def new(self, collection: str) -> None:
        self.page.goto(f"{self._address}/beheer/#/collections/{collection}/new")
        expect(self.page.get_by_role("button", name="Opslaan")).to_be_visible()

    def field(self, label: str) -> Locator:
        """One field; those further down are made when somebody comes near."""
        group = self.page.get_by_role("group", name=re.compile(f"^Veld “\\W?{label}\\W?”$")).first
        for _ in range(60):
            if group.count():
                break
            self.page.mouse.move(600, 500)
            self.page.mouse.wheel(0, 500)
            self.page.wait_for_timeout(50)
        group.scroll_into_view_if_needed()
        return group

    def write(self, label: str, text: str, within: Locator | None = None) -> None:
        box = self.field(label).get_by_role("textbox", name=label, exact=True)
        box.fill(text)

    def choose(self, label: str, *options: str) -> None:
        for option in options:
            self.field(label).get_by_role("combobox").click()
            self.page.get_by_role("option", name=option, exact=True).click()

    def save(self) -> None:
        self.page.get_by_role("button", name="Opslaan").click()


def _start(page: Page, address: str) -> Desk:
    # A page of the site without a script: the folder belongs to the whole host.
    page.goto(f"{address}/robots.txt")
    files = sorted((ROOT / "content").rglob("*.md"))
    known = [file for file in files if file.relative_to(ROOT / "content").parts[0] in CHOICES]
    page.evaluate(FILL, [[f.relative_to(ROOT).as_posix(), f.read_text("utf-8")] for f in known])
    page.goto(f"{address}/beheer/")
    page.get_by_role("button", name="Werken met een lokale repository").click()
    expect(page.get_by_role("button", name="Accountmenu tonen")).to_be_visible()
    return Desk(page, address)


@contextmanager
def _editing(browser: Browser, zone: str) -> Iterator[tuple[Page, list[str]]]:
    """A page in a time zone, and the hosts that it asked for something."""
    context = browser.new_context(
        locale="nl-NL", timezone_id=zone, viewport={"width": 1280, "height": 900}
    )
    context.add_init_script(PICK)
    page = context.new_page()
    page.set_default_timeout(10_000)
    asked: list[str] = []
    context.on("response", lambda answer: asked.append(answer.url))
    yield page, asked
    context.close()


def _saved(page: Page, folder: str) -> tuple[str, str]:
    """The path and the text of the one file in a folder, once it is there."""
    there = f"async () => Object.keys(await ({READ})()).some(p => p.startsWith('{folder}'))"
    page.wait_for_function(f"({there})()")
    ((path, text),) = ((p, t) for p, t in page.evaluate(READ).items() if p.startswith(folder))
    return path, text


@pytest.mark.parametrize("zone", ("Europe/Amsterdam", "UTC", "America/New_York"))
def test_an_article_and_a_meeting(
    browser: Browser, address: str, tmp_path: Path, zone: str
) -> None:
    """Both pass the check, with the days and times that were typed, and nobody else hears of it."""
    with _editing(browser, zone) as (page, asked):
        desk = _start(page, address)
        desk.new("artikelen")
        desk.write("Titel", "Proef: wat kan de raad?")
        desk.write("Samenvatting", "Een stuk om te zien of het formulier werkt.")
        desk.field("Datum").locator("input").fill("2026-11-21T23:30")
        desk.choose("Rubriek", "uitleg")
        desk.choose("Onderwerpen", "Wonen")
        desk.field("Tekst").locator("[contenteditable=true]").click()
        page.keyboard.type("Begin met wat de lezer moet weten.")
        desk.save()
        article, article_text = _saved(page, "content/artikelen/")

        desk.new("agenda")
        desk.write("Titel", "Proef: bijpraten op vrijdag")
        desk.field("Begin").locator("input").fill("2026-12-04T12:00")
        desk.field("Einde").locator("input").fill("2026-12-04T13:00")
        desk.write("Herhaling", "elke eerste vrijdag van de maand")
        desk.field("Plaats").get_by_role("checkbox").first.click()
        desk.write("Plaatsnaam", "Utrecht")
        desk.save()
        meeting, meeting_text = _saved(page, "content/agenda/")
    assert article == "content/artikelen/2026/proef-wat-kan-de-raad.md"
    assert re.search(r"^date: ['\"]?2026-11-21 23:30['\"]?$", article_text, re.M)
    assert meeting == "content/agenda/proef-bijpraten-op-vrijdag.md"
    assert re.search(r"^start: ['\"]?2026-12-04 12:00['\"]?$", meeting_text, re.M)
    assert {url for url in asked if not url.startswith((address, "blob:", "data:"))} == set()
    shutil.copytree(ROOT / "content", tmp_path / "content")
    for path, text in ((article, article_text), (meeting, meeting_text)):
        (tmp_path / path).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / path).write_text(text, encoding="utf-8")
    done = run_lokaal("check", "--content", str(tmp_path / "content"), cwd=tmp_path)
    assert done.returncode == 0, done.stdout + done.stderr
