"""What the check of a finished site finds, and what it lets be."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from site_plugins.delivery.verification import MAX_BYTES, calendar_faults, verify
from site_plugins.rendering.site import Site
from tests.conftest import Built

SITE = Site("Proef", "https://example.org/lokaal/")
PAGE = '<!doctype html><html lang="nl"><body>{}</body></html>\n'
SMALL = {
    "index.html": PAGE.format('<a href="/lokaal/over/">over</a>'),
    "over/index.html": PAGE.format('<img src="../media/a b.png" alt="">'),
    "404.html": PAGE.format(""),
    "sitemap.xml": "<urlset><url><loc>https://example.org/lokaal/over/</loc></url></urlset>",
    "feed.xml": "<rss/>",
    "atom.xml": "<feed/>",
    "feed.json": "{}",
    "agenda.ics": "BEGIN:VCALENDAR\r\nEND:VCALENDAR\r\n",
    "media/a b.png": "",
}


def site(folder: Path, **changes: str) -> Path:
    """A small whole site, with other texts in some files (``over/index.html`` is ``over``)."""
    files = {**SMALL, **{k: v for k, v in changes.items() if k in SMALL}}
    if "over" in changes:
        files["over/index.html"] = PAGE.format(changes["over"])
    for path, text in files.items():
        file = folder / path
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_bytes(text.encode())
    return folder


def test_the_real_site_is_right(real_site: Built) -> None:
    """Nothing is found in the site of the project's own content."""
    assert real_site.code == 0, real_site.err
    url = "https://www.lokaalbestuur.nl/"
    sizes = {name: (real_site.site / name).stat().st_size for name in real_site.files()}
    assert verify(real_site.site, Site("Lokaal Bestuur", url), sizes) == []


def test_a_small_site_is_right(tmp_path: Path) -> None:
    """A site below a folder of its host, with a link to a file with a space in its name."""
    assert verify(site(tmp_path), SITE, {"404.html": len(SMALL["404.html"])}) == []


@pytest.mark.parametrize(
    "html",
    [
        '<a href="https://elders.nl/weg">x</a><a href="mailto:a@b.nl">x</a><a href="#hier">x</a>',
        '<a href="">x</a><a href="?q=1">x</a><a href="../?q=1#x">x</a><a href="//x.nl/x">x</a>',
        "<a href=\"/lokaal/over\">x</a><a href=/lokaal/over/#x>x</a><a href='/lokaal/'>x</a>",
        '<a href="/lokaal/media/a%20b.png">x</a><img srcset="/lokaal/404.html 1x, ../over/ 2x">',
        '<a href="https://example.org/lokaal/over/?a=1&amp;b=2">x</a>',
        '<meta content="width=device-width"><meta content="https://example.org/lokaal/404.html">',
        "<p>Schrijf href=\"/nergens/\" en src='/nergens.png' in de tag.</p>",
        "<!-- <a href='/nergens/'> --><script type='text/json'>\"<a href=/weg>\"</script>",
    ],
)
def test_links_that_are_right(tmp_path: Path, html: str) -> None:
    """Ways to write an address that leads somewhere, or away; and text that only speaks of one."""
    assert verify(site(tmp_path, over=html), SITE, {}) == []


@pytest.mark.parametrize(
    ("html", "link"),
    [
        ('<a href="/lokaal/weg/">x</a>', "/lokaal/weg/"),
        ("<a href='/lokaal/weg.html'>x</a>", "/lokaal/weg.html"),
        ("<a href=/lokaal/weg>x</a>", "/lokaal/weg"),
        ('<a\n  HREF = "weg/">x</a>', "weg/"),
        ('<a href="/over/">x</a>', "/over/"),
        (
            '<a href="https://example.org/lokaal/weg/#kop">x</a>',
            "https://example.org/lokaal/weg/#kop",
        ),
        ('<img src="../media/geen.png">', "../media/geen.png"),
        ('<img srcset="/lokaal/media/a%20b.png 1x, /lokaal/weg.png 2x">', "/lokaal/weg.png"),
        (
            '<meta content="https://example.org/lokaal/weg.png">',
            "https://example.org/lokaal/weg.png",
        ),
        ('<a href="/lokaal/weg/?a=1&amp;b=2">x</a>', "/lokaal/weg/?a=1&b=2"),
        ('<form action="/lokaal/zoek/"></form>', "/lokaal/zoek/"),
    ],
)
def test_links_that_lead_nowhere(tmp_path: Path, html: str, link: str) -> None:
    """Each is told once, with the first page that has it."""
    folder = site(tmp_path, over=html)
    told = f"over/index.html: de link naar {link} leidt nergens heen"
    assert verify(folder, SITE, {}) == [f"{told}."]
    if link.startswith(("/", "https")):
        shutil.copytree(folder / "over", folder / "zo" / "over")
        assert verify(folder, SITE, {}) == [f"{told} (ook op 1 andere pagina's)."]


@pytest.mark.parametrize(
    ("path", "text", "told"),
    [
        ("feed.xml", "<rss>", "feed.xml: geen geldige XML ("),
        ("atom.xml", "<feed>&boe;</feed>", "atom.xml: geen geldige XML ("),
        ("feed.json", "{", "feed.json: geen geldige JSON ("),
        ("feed.json", "[" * 100_000, "feed.json: geen geldige JSON ("),
        ("404.html", "", "404.html is leeg."),
        ("agenda.ics", "BEGIN:VCALENDAR\n", "agenda.ics: een regel die niet op CR LF eindigt."),
        ("sitemap.xml", "<u><loc>https://example.org/lokaal/x</loc></u>", "sitemap.xml: https://"),
        ("sitemap.xml", "<u><loc>https://elders.nl/over/</loc></u>", "sitemap.xml: https://elders"),
        ("index.html", "x" * (MAX_BYTES + 1), "index.html is 25 MB; meer dan 25 MB kan niet."),
    ],
)  # fmt: skip
def test_files_that_are_wrong(tmp_path: Path, path: str, text: str, told: str) -> None:
    """What can't be read, is empty or far too large is told with its name."""
    faults = verify(site(tmp_path, **{path: text}), SITE, {})
    assert faults and faults[0].startswith(told), faults


def test_what_lacks_or_is_cut_off(tmp_path: Path) -> None:
    """A file that every site has, and one that isn't on disk as it was written."""
    folder = site(tmp_path)
    (folder / "agenda.ics").unlink()
    assert verify(folder, SITE, {"feed.xml": 6, "atom.xml": 99, "weg.txt": 3}) == [
        "agenda.ics ontbreekt.",
        "atom.xml: op de schijf staan 7 van de 99 bytes.",
        "weg.txt: op de schijf staan 0 van de 3 bytes.",
    ]


def test_large_and_empty_files_of_editors(tmp_path: Path) -> None:
    """What lies under media/ is an editor's own; the check of the content speaks of that."""
    folder = site(tmp_path)
    with (folder / "media/groot.pdf").open("wb") as file:
        file.truncate(MAX_BYTES + 1)
    assert verify(folder, SITE, {}) == []


EVENT = "BEGIN:VEVENT\nUID:1\nDTSTAMP:20261122T080000Z\nEND:VEVENT\n"
MOVED = EVENT.replace("UID:1", "UID:1\nRECURRENCE-ID;VALUE=DATE:20261201")


@pytest.mark.parametrize(
    ("text", "faults"),
    [
        (f"BEGIN:VCALENDAR\n{EVENT}END:VCALENDAR\n", []),
        (f"BEGIN:VCALENDAR\n{EVENT}{EVENT}END:VCALENDAR\n", ["twee keer"]),
        (f"BEGIN:VCALENDAR\n{EVENT}{MOVED}END:VCALENDAR\n", []),
        ("BEGIN:VCALENDAR\nBEGIN:VEVENT\nUID:1\nEND:VEVENT\nEND:VCALENDAR\n", ["zonder UID of"]),
        ("BEGIN:VCALENDAR\nBEGIN:VEVENT\nDTSTAMP:2\nEND:VEVENT\nEND:VCALENDAR\n", ["zonder UID"]),
        (f"BEGIN:VCALENDAR\n{EVENT}", ["geen hele kalender"]),
        (f"{EVENT}", ["geen hele kalender"]),
        ("BEGIN:VCALENDAR\nEND:VEVENT\nEND:VCALENDAR\n", ["END:VEVENT zonder BEGIN"]),
        ("END:VCALENDAR\n", ["END:VCALENDAR zonder BEGIN"]),
        (f"BEGIN:VCALENDAR\nX:{'é' * 37}\nEND:VCALENDAR\n", ["regel 2 is langer dan 75 bytes"]),
        (f"BEGIN:VCALENDAR\nX:{'é' * 36}\nEND:VCALENDAR\n", []),
        (f"BEGIN:VCALENDAR\nX:a\rb\n{EVENT}END:VCALENDAR\n", ["niet op CR LF"]),
        ("BEGIN:VCALENDAR\nEND:VCALENDAR", ["niet op CR LF", "geen hele kalender"]),
    ],
)  # fmt: skip
def test_calendars(text: str, faults: list[str]) -> None:
    """Line ends and lengths, parts that open and close, and what each meeting must have."""
    found = list(calendar_faults(text.replace("\n", "\r\n").encode()))
    assert len(found) == len(faults), found
    assert all(words in fault for words, fault in zip(faults, found, strict=True))
