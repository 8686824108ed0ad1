"""What the check of a finished site finds, and what it lets be."""

from __future__ import annotations

import pickle
import shutil
from pathlib import Path

import pytest

from site_plugins.delivery.formats import calendar_faults
from site_plugins.delivery.inspection import Inspector
from site_plugins.delivery.verification import MAX_BYTES, verify
from site_plugins.rendering.serving import headers_file, page_policy
from site_plugins.rendering.site import Site
from tests.conftest import Built

SITE = Site("Proef", "https://example.org/lokaal/")
PAGE = (
    '<!doctype html><html lang="nl"><head>'
    f'<meta http-equiv="Content-Security-Policy" content="{page_policy()}"></head>'
    '<body><nav><a href="/lokaal/over/">over</a></nav><main>{}</main><p>voet</p></body></html>\n'
)
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
    "_headers": headers_file(SITE),
    "_redirects": "# niets\n",
    "_redirects.map": "# niets\n",
    "_gone.map": "# niets\n",
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
        "<!-- <a href='/nergens/'> --><p title='&lt;a href=/nergens/>'>&lt;a href=\"/weg\"></p>",
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
        ('<a\n  HREF = "weg/">x</a>', "/lokaal/over/weg/"),
        ('<a href="/over/">x</a>', "/over/"),
        ('<a href="https://example.org/lokaal/weg/#kop">x</a>', "/lokaal/weg/"),
        ('<img src="../media/geen.png">', "/lokaal/media/geen.png"),
        ('<img srcset="/lokaal/media/a%20b.png 1x, /lokaal/weg.png 2x">', "/lokaal/weg.png"),
        ('<meta content="https://example.org/lokaal/weg.png">', "/lokaal/weg.png"),
        (
            '<meta property="og:image" content="https://example.org/lokaal/weg.png">',
            "/lokaal/weg.png",
        ),
        ('<a href="/lokaal/weg/?a=1&amp;b=2">x</a>', "/lokaal/weg/"),
        ('<form action="/lokaal/zoek/"></form>', "/lokaal/zoek/"),
    ],
)
def test_links_that_lead_nowhere(tmp_path: Path, html: str, link: str) -> None:
    """Each is told once, with the first page that has it."""
    folder = site(tmp_path, over=html)
    told = f"over/index.html: de link naar {link} leidt nergens heen"
    assert verify(folder, SITE, {}) == [f"{told}."]
    if link.strip("/") in html:
        shutil.copytree(folder / "over", folder / "zo" / "over")
        assert verify(folder, SITE, {}) == [f"{told} (ook op 1 andere pagina's)."]


EVERY = ("404.html", "index.html", "over/index.html")
LOST = "de link naar /lokaal/{}/ leidt nergens heen"


@pytest.mark.parametrize(
    ("menu", "told"),
    [
        (
            '<a href="/lokaal/weg/" aria-current="true">x</a>',
            [f"404.html: {LOST.format('weg')} (ook op 2 andere pagina's)."],
        ),
        ('<a href="over/">x</a>', [f"over/index.html: {LOST.format('over/over')}."]),
        ("<a onclick=x()>x</a>", [f"{page}: de policy staat onclick= niet toe." for page in EVERY]),
    ],
)
def test_what_stands_round_every_page(tmp_path: Path, menu: str, told: list[str]) -> None:
    """The menu is read as carefully as the content, and a fault in it is told of every page."""
    folder = site(tmp_path)
    for page in folder.rglob("*.html"):
        page.write_text(page.read_text().replace("</nav>", f"{menu}</nav>"))
    assert verify(folder, SITE, {}) == told


def test_facts_from_another_process() -> None:
    """What a worker saw is the same here, and what all pages share is one object."""
    inspector = Inspector(SITE, headers_file(SITE))
    pages = {path: inspector.inspect(path, text.encode()) for path, text in SMALL.items()}
    back = {path: pickle.loads(pickle.dumps(facts)) for path, facts in pages.items()}
    assert back == pages
    assert pages["over/index.html"].links == ("/lokaal/media/a b.png",)
    assert pages["index.html"].frame == {"/lokaal/over/"}
    assert back["index.html"].frame is back["404.html"].frame


def test_what_is_kept_of_a_large_site_is_small() -> None:
    """Facts that came one by one from a worker hold each address once, and so does what is kept."""
    inspector = Inspector(SITE, headers_file(SITE))
    menu = "".join(f'<a href="/lokaal/een-lange-naam-van-een-pagina-{n}/">x</a>' for n in range(9))
    page = PAGE.format(menu).replace("</nav>", f"{menu.replace('een-', 'de-')}</nav>").encode()
    one = pickle.dumps(inspector.inspect("0/index.html", page))
    made = [
        pickle.loads(pickle.dumps(inspector.inspect(f"{n}/index.html", page))) for n in range(1, 50)
    ]
    assert len({id(link) for facts in made for link in facts.links}) == 9
    kept = pickle.dumps(made)
    assert len(kept) < 5 * len(one)
    assert pickle.loads(kept) == made


@pytest.mark.parametrize(
    ("path", "text", "told"),
    [
        ("feed.xml", "<rss>", "feed.xml: geen geldige XML ("),
        ("atom.xml", "<feed>&boe;</feed>", "atom.xml: geen geldige XML ("),
        ("feed.json", "{", "feed.json: geen geldige JSON ("),
        ("feed.json", "[" * 100_000, "feed.json: geen geldige JSON ("),
        ("404.html", "", "404.html is leeg."),
        ("agenda.ics", "BEGIN:VCALENDAR\n", "agenda.ics: een regel die niet op CR LF eindigt."),
        ("sitemap.xml", "<u><loc>https://example.org/lokaal/x</loc></u>",
         "sitemap.xml: de link naar /lokaal/x leidt nergens heen."),
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
