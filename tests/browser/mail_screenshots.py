"""What scripts/screenshots shows of the newest edition's mail: each width in four ways, whole, and
the editor's page on which all of them stand."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from playwright.sync_api import Browser, Page

from site_plugins.rendering.mail.preview import WIDTHS, View, shown

VIEWS = (View.LIGHT, View.DARK, View.INVERTED, View.UNSTYLED)
FOLDER = "mail"
WHOLE, TOP = 9000, 2400
"""Pixels at which a picture is cut off: far below a usual mail's end, or in the editor's page."""
PREVIEW = "preview-1280-light"


def newest(mail: Path) -> Path:
    """The folder of the last edition among those that a build wrote."""
    return max(folder for folder in mail.iterdir() if folder.is_dir())


def mail_pages(browser: Browser, mail: Path, preview: Path) -> Iterator[tuple[str, Page, int]]:
    """Every picture's name, with the page of which it is to be made and where to cut that off.

    ``mail`` is the folder of an edition, ``preview`` what ``lokaal edition preview`` wrote.
    """
    html = (mail / "mail.html").read_text(encoding="utf-8")
    for width in WIDTHS:
        context = browser.new_context(viewport={"width": width, "height": 900})
        page = context.new_page()
        for view in VIEWS:
            page.set_content(shown(html, view))
            yield f"{view.slug}-{width}", page, WHOLE
        context.close()
    context = browser.new_context(viewport={"width": 1280, "height": 900})
    page = context.new_page()
    page.goto(preview.as_uri())
    yield PREVIEW, page, TOP
    context.close()


def listing(day: str) -> list[str]:
    """The lines about them for the README beside the pictures."""
    return [
        *("", "## The mail", ""),
        f"Of the edition of {day}, whole; and the page that `lokaal edition preview` makes:",
        f"[preview]({FOLDER}/{PREVIEW}.png), cut off. Inverted is `invert(1)",
        "hue-rotate(180deg)`, which comes near to what Gmail on iOS does; unstyled is without any",
        "`<style>`.",
        *("", f"| View | {' | '.join(f'{width} px' for width in WIDTHS)} |"),
        f"|{' --- |' * (len(WIDTHS) + 1)}",
        *(
            f"| {view.slug} | "
            + " | ".join(f"[{view.slug}]({FOLDER}/{view.slug}-{width}.png)" for width in WIDTHS)
            + " |"
            for view in VIEWS
        ),
    ]
