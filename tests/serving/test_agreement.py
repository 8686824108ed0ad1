"""A built site and what is told to web servers agree; each way in which they could not is seen."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from site_plugins.delivery.compressing import packed_faults
from site_plugins.delivery.verification import verify
from site_plugins.rendering.site import Site
from tests.conftest import Built

HTML = "artikelen/2026/met-alles/index.html"


def faults(folder: Path) -> list[str]:
    """Everything that is wrong with a site, and with its packed files."""
    site = Site("Lokaal Bestuur", "https://www.lokaalbestuur.nl/")
    return [*verify(folder, site, {}), *packed_faults(folder)]


def test_the_site_agrees(served_site: Built, real_site: Built) -> None:
    """The real site, with and without something of everything in it."""
    assert served_site.code == 0, served_site.err
    assert faults(served_site.site) == []
    assert faults(real_site.site) == []


@pytest.fixture
def site(served_site: Built, tmp_path: Path) -> Path:
    """A part of the site, to damage."""
    folder = tmp_path / "site"
    for name in ("artikelen/2026/met-alles", "assets", "node", "oud", "caf\u00e9", "een twee"):
        shutil.copytree(served_site.site / name, folder / name)
    shutil.copytree(served_site.site / "media", folder / "media")
    for file in served_site.site.glob("*"):
        if file.is_file():
            shutil.copy(file, folder)
    return folder


def edit(name: str, old: str, new: str) -> Callable[[Path], None]:
    """Another text in a file; what is packed is left out of it."""

    def change(site: Path) -> None:
        for packed in site.glob(f"{name}.[gb][zr]"):
            packed.unlink()
        text = (site / name).read_text(encoding="utf-8")
        assert old in text
        (site / name).write_text(text.replace(old, new), encoding="utf-8")

    return change


def add(name: str, text: str = "x") -> Callable[[Path], None]:
    """One more file."""

    def change(site: Path) -> None:
        (site / name).parent.mkdir(parents=True, exist_ok=True)
        (site / name).write_text(text, encoding="utf-8")

    return change


def in_page(html: str) -> Callable[[Path], None]:
    """Something more on a page."""
    return edit(HTML, "</body>", f"{html}</body>")


def rename(old: str, new: str) -> Callable[[Path], None]:
    """An asset under another name, on the page as well."""

    def change(site: Path) -> None:
        (file,) = site.glob(old)
        for packed in site.glob(f"{file.relative_to(site)}.[gb][zr]"):
            packed.unlink()
        for page in (*site.rglob("*.html"),):
            edit(page.relative_to(site).as_posix(), "<", "<")(site)
            text = page.read_text(encoding="utf-8").replace(file.name, new)
            page.write_text(text, encoding="utf-8")
        file.rename(file.with_name(new))

    return change


DAMAGE: dict[str, tuple[Callable[[Path], None], str]] = {
    "script": (in_page("<script>alert(1)</script>"), "geen <script> met inhoud"),
    "module": (in_page('<script type="module">x()</script>'), "geen <script> met inhoud"),
    "no data": (
        in_page('<script type="text/javascript" type="application/ld+json">x()</script>'),
        "geen <script> met inhoud",
    ),
    "style": (in_page("<style>p {}</style>"), "geen <style> met inhoud"),
    "handler": (in_page('<p onclick="x()">'), "staat onclick= niet toe"),
    "handler later": (in_page('<p class="a"\nonfocus=x>'), "staat onfocus= niet toe"),
    "style attribute": (in_page('<p style="color: red">'), "staat style= niet toe"),
    "picture": (in_page('<img src="https://x.nl/a.png">'), "img-src van de policy staat https:"),
    "pictures": (in_page('<img srcset="/a.png 1x, //x.nl/b.png 2x">'), "staat //x.nl/b.png niet"),
    "sound": (in_page('<audio src="http://x.nl/a.mp3">'), "media-src van de policy staat http:"),
    "frame": (in_page('<iframe src="/"></iframe>'), "frame-src van de policy staat / niet toe"),
    "object": (in_page('<object data="/x.pdf"></object>'), "object-src van de policy staat"),
    "base": (in_page('<base href="/">'), "base-uri van de policy staat / niet toe"),
    "form": (in_page('<form action="https://x.nl/">'), "form-action van de policy staat https:"),
    "handler, odd": (in_page("<p title='>' onblur=x>"), "staat onblur= niet toe"),
    "bare": (in_page("<img src=//x.nl/a.png>"), "staat //x.nl/a.png niet toe"),
    "own script": (
        edit("404.html", "</body>", '<script src="/assets/x.js"></script></body>'),
        "404.html: script-src van de policy",
    ),
    "other style": (in_page('<link rel="stylesheet" href="/x.css">'), "/x.css is geen bestand met"),
    "no policy": (edit(HTML, "Content-Security-Policy", "X"), "geen Content-Security-Policy op"),
    "stricter host": (edit("_headers", "img-src 'self'; font", "font"), "img-src van de policy"),
    "no headers": (lambda site: (site / "_headers").unlink(), "_headers ontbreekt"),
    "broken headers": (edit("_headers", "\n/media/*\n", "\n media\n"), "' media' is geen regel"),
    "header twice": (
        edit("_headers", "/media/*\n", "/media/*\n  Referrer-Policy: origin\n"),
        "media/proef/plein.jpg: Referrer-Policy staat er 2 keer",
    ),
    "wrong type": (edit("_headers", "/xml", "/rss+xml"), "feed.xml: het type is application/xml"),
    "long line": (edit("_headers", "payment=()", f"payment=({'x' * 2000})"), "langer dan 2000"),
    "unhashed": (rename("assets/site.*.css", "site.css"), "site.css is geen bestand met een hash"),
    "unhashed, kept": (add("assets/los.css"), "assets/los.css: de naam en hoe lang"),
    "not kept": (edit("_headers", "31536000", "60"), ".css: de naam en hoe lang"),
    "unknown kind": (add("media/x.exe"), "media/x.exe: dit soort bestand heeft geen type"),
    "no name": (add("CNAME"), "CNAME: dit soort bestand heeft geen type"),
    "lost redirect": (edit("_redirects", "met-alles/ 301", "weg/ 301"), "en dat is er niet"),
    "shadow": (edit("_redirects", "/node/33 ", "/404.html "), "/404.html staat voor een pagina"),
    "shadowed folder": (
        edit("_redirects", "/node/33 ", "/artikelen/2026/met-alles "),
        "/artikelen/2026/met-alles staat voor een pagina die er is",
    ),
    "odd redirect": (edit("_redirects", " 301\n", "\n"), "is geen regel"),
    "redirect twice": (edit("_redirects", "/een%20twee ", "/node/33 "), "/node/33 staat er twee"),
    "packed, old": (add(f"{HTML}.gz"), "index.html.gz: hier zit iets anders in"),
    "packed, lost": (lambda site: (site / "404.html").unlink(), "404.html.br: 404.html is er niet"),
}


@pytest.mark.parametrize("name", DAMAGE)
def test_damage_is_seen(site: Path, name: str) -> None:
    """Each kind of disagreement is told, with the file that it is about."""
    # Of a part of the site many links lead nowhere.
    before = {*faults(site)}
    change, words = DAMAGE[name]
    assert not any(words in line for line in before)
    change(site)
    found = [line for line in faults(site) if line not in before]
    assert any(words in line for line in found), found


def test_words_of_html_are_no_html(site: Path) -> None:
    """A text about HTML is not a script."""
    before = faults(site)
    in_page(
        "<p>&lt;script&gt; en onclick=x, style=y; &lt;p onclick=1&gt;</p>"
        '<p title="&lt;img src=x onerror=alert(1)> style=x"> onload=1</p>'
    )(site)
    assert faults(site) == before
