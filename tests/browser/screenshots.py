"""Writes docs/screenshots/: the fullest page of each template, on a phone and at a desk, light
and dark, and the mail. Run by scripts/screenshots, which has built both at the moment of
``templates.AT``.
"""

from __future__ import annotations

import argparse
import io
from collections.abc import Iterator, Mapping
from pathlib import Path

from PIL import Image
from playwright.sync_api import Browser, Page, sync_playwright

from tests.browser import mail_screenshots
from tests.browser.conftest import chromium
from tests.browser.served import serving
from tests.browser.templates import page_of_each_template

WIDTHS = {390: 1700, 1280: 1400}
"""Widths of the window, each with the height at which a picture is cut off."""
SCHEMES = ("light", "dark")
COLOURS = 32
# What is no page of its own, by the template it is on.
MENU, RESULTS = "front-menu", "search-results"
LOADED = """async () => {
    for (const img of document.images) img.loading = "eager";
    await Promise.all([...document.images].map((img) => img.decode().catch(() => {})));
    await document.fonts.ready;
}"""


def photographed(page: Page, height: int) -> Image.Image:
    """The page from its top, cut off at a height, in a few colours: a small file."""
    page.evaluate(LOADED)
    shot = Image.open(io.BytesIO(page.screenshot(full_page=True))).convert("RGB")
    shot = shot.crop((0, 0, shot.width, min(shot.height, height)))
    return shot.quantize(COLOURS, dither=Image.Dither.NONE)


def photographs(
    browser: Browser, address: str, shown: Mapping[str, str]
) -> Iterator[tuple[str, Image.Image]]:
    """Every picture with its name; the articles of each genre on a phone in light only."""
    for width, height in WIDTHS.items():
        for scheme in SCHEMES:
            context = browser.new_context(
                viewport={"width": width, "height": 900}, color_scheme=scheme
            )
            page = context.new_page()
            for name, path in shown.items():
                if name.startswith("article-") and (width, scheme) != (390, "light"):
                    continue
                page.goto(address + path)
                yield f"{name}-{width}-{scheme}", photographed(page, height)
                if name == "front" and width == 390:
                    page.get_by_text("Menu", exact=True).click()
                    yield f"{MENU}-{width}-{scheme}", photographed(page, 900)
                if name == "search":
                    page.get_by_role("searchbox").fill("wonen")
                    page.locator("#gevonden").get_by_role("link").first.wait_for()
                    yield f"{RESULTS}-{width}-{scheme}", photographed(page, height)
            context.close()


def listing(shown: Mapping[str, str], names: list[str], edition: str) -> str:
    """The README beside the pictures: by template the page and its pictures."""
    addresses = {**shown, MENU: f"{shown['front']} (menu)", RESULTS: f"{shown['search']} (wonen)"}
    lines = [
        *("# Screenshots", ""),
        "Made by `scripts/screenshots`; cut off below, in few colours. Of each template the page",
        "with most in it, and of each genre the longest article.",
        *("", "| Template | Page | Phone | Desk |", "| --- | --- | --- | --- |"),
    ]
    for name, address in sorted(addresses.items()):
        cells = [
            " ".join(
                f"[{scheme}]({name}-{width}-{scheme}.png)"
                for scheme in SCHEMES
                if f"{name}-{width}-{scheme}" in names
            )
            for width in WIDTHS
        ]
        lines.append(f"| {name} | {address} | {' | '.join(cells)} |")
    return "\n".join([*lines, *mail_screenshots.listing(edition), ""])


def main() -> None:
    parser = argparse.ArgumentParser(description=str(__doc__).partition("\n\n")[0])
    parser.add_argument("site", type=Path, help="de gebouwde site")
    parser.add_argument("mail", type=Path, help="de gebouwde mail")
    parser.add_argument("preview", type=Path, help="het voorbeeld van de laatste editie")
    parser.add_argument("out", type=Path, help="waar de schermafbeeldingen komen")
    options = parser.parse_args()
    shown = page_of_each_template(options.site)
    mails = options.out / mail_screenshots.FOLDER
    mails.mkdir(parents=True, exist_ok=True)
    for old in (*options.out.glob("*.png"), *mails.glob("*.png")):
        old.unlink()
    edition = mail_screenshots.newest(options.mail)
    names = []
    with (
        serving(options.site) as address,
        sync_playwright() as driver,
        chromium(driver) as browser,
    ):
        for name, picture in photographs(browser, address, shown):
            picture.save(options.out / f"{name}.png", optimize=True)
            names.append(name)
        for name, page, height in mail_screenshots.mail_pages(browser, edition, options.preview):
            photographed(page, height).save(mails / f"{name}.png", optimize=True)
    listed = listing(shown, names, edition.name)
    (options.out / "README.md").write_text(listed, encoding="utf-8")
    files = [*options.out.glob("*.png"), *mails.glob("*.png")]
    size = sum(file.stat().st_size for file in files)
    print(f"{options.out}: {len(files)} schermafbeeldingen, {size / 1e6:.1f} MB")


if __name__ == "__main__":
    main()
