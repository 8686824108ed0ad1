"""Addresses: all of the contract's are there and linked, and no link leads nowhere."""

from __future__ import annotations

import gzip
import json
import re
from datetime import datetime, timedelta
from pathlib import Path
from urllib.parse import urlsplit
from urllib.robotparser import RobotFileParser

import frontmatter
import pytest
import recurring_ical_events
from icalendar import Calendar
from lxml import etree

from site_plugins.commands.main import main
from tests.conftest import (
    ROOT,
    Build,
    Built,
    Write,
    build_in,
    copy_project,
    run_lokaal,
    write_files,
)
from tests.site.reading import AT, HOST, NOW, Page, file_at, internal, read_pages, unique

CONTENT = ROOT / "content"
FIXED = (
    "/ /artikelen/ /agenda/ /agenda.ics /netwerken/ /afgehaakt/ /afgehaakt/acties/ "
    "/afgehaakt/lessen/ /afgehaakt/voorbeelden/ /afgehaakt/tips/ "
    "/handreikingen/ /motiebank/ /scholing/ /onderzoek/ /over/ /onderwerpen/ /doelgroepen/ "
    "/mensen/ /nieuwsbrief/ /feed.xml /atom.xml /feed.json /nieuwsbrief/feed.xml "
    "/agenda/feed.xml /zoeken/ /404.html /sitemap.xml /robots.txt"
).split()
FEEDS = ("feed.xml", "atom.xml", "feed.json")
PATTERNS = r"""
/(404\.html|410\.html|zoeken/)?
/artikelen/(\d{4}/)?(pagina/\d+/)?
/artikelen/\d{4}/[a-z0-9-]+/
/(onderwerpen|doelgroepen|mensen)/([a-z0-9-]+/(pagina/\d+/)?)?
/agenda/([a-z0-9-]+/|archief/\d{4}/)?
/agenda/(doelgroep|laag|netwerk|plaats)/[a-z0-9-]+/
/(netwerken|afgehaakt|handreikingen|motiebank|scholing|onderzoek|over)/([a-z0-9-]+/)?
/scholing/(voor|fase)/[a-z0-9-]+/
/nieuwsbrief/(\d{4}(-\d\d-\d\d)?/)?
""".split()


def addresses_of(folder: str) -> list[str]:
    """The pages that the files of a folder must have, by the contract alone."""
    found = []
    for file in sorted((CONTENT / folder).rglob("*.md")):
        slug = frontmatter.load(str(file)).get("slug", file.stem)
        found.append(f"/{file.parent.relative_to(CONTENT).as_posix()}/{slug}/")
    assert found, f"content/{folder} is empty"
    return found


FOLDERS = (
    "artikelen agenda netwerken afgehaakt handreikingen motiebank scholing onderzoek nieuwsbrief "
    "onderwerpen doelgroepen mensen over"
).split()


@pytest.mark.parametrize("address", FIXED)
def test_fixed_addresses(real_site: Built, address: str) -> None:
    """Every address of the contract that doesn't depend on the content is there."""
    assert file_at(real_site.site, address)


@pytest.mark.parametrize("folder", FOLDERS)
def test_every_file_has_its_page(real_site: Built, folder: str) -> None:
    """Each file of the real content has its page at the address of the contract."""
    assert [a for a in addresses_of(folder) if not file_at(real_site.site, a)] == []


def test_feeds_and_calendars_of_parts(real_site: Built) -> None:
    """Topics and audiences have three feeds; audiences, networks and agenda items a calendar."""
    wanted = [
        f"{address}{name}"
        for folder in ("onderwerpen", "doelgroepen")
        for address in addresses_of(folder)
        for name in FEEDS
    ]
    wanted += [f"{a}agenda.ics" for f in ("doelgroepen", "netwerken") for a in addresses_of(f)]
    wanted += [f"{address[:-1]}.ics" for address in addresses_of("agenda")]
    assert [address for address in wanted if not file_at(real_site.site, address)] == []


def test_years(real_site: Built) -> None:
    """Articles, editions and past meetings have a page for each year."""
    years = {file.parent.name for file in (CONTENT / "artikelen").rglob("*.md")}
    wanted = [f"/artikelen/{year}/" for year in years]
    wanted += [f"/nieuwsbrief/{f.stem[:4]}/" for f in (CONTENT / "nieuwsbrief").glob("*.md")]
    wanted += [
        f"/agenda/archief/{start[:4]}/"
        for file in (CONTENT / "agenda").glob("*.md")
        if (start := str(frontmatter.load(str(file)).get("start", ""))) and start < "2026-11-22"
    ]
    assert len(set(wanted)) >= 3
    assert [address for address in wanted if not file_at(real_site.site, address)] == []


def test_no_other_pages(pages: dict[str, Page]) -> None:
    """No page stands at an address that the contract doesn't know."""
    known = re.compile("|".join(f"(?:{pattern})" for pattern in PATTERNS))
    others = [p.address for p in pages.values() if not p.is_redirect]
    assert [address for address in others if not known.fullmatch(address)] == []


FEEDS = ("feed.xml", "atom.xml")


def named_in(feed: str) -> set[str]:
    """The paths that a feed's own head leads to: style sheets and archives."""
    found = re.findall(r'<\?xml-stylesheet href="([^"]+)"|rel="prev-archive"[^>]*href="([^"]+)"'
                       r'|href="([^"]+)"[^>]*rel="prev-archive"', feed)  # fmt: skip
    return {urlsplit(address).path for group in found for address in group if address}


def test_everything_is_linked(real_site: Built, pages: dict[str, Page]) -> None:
    """From the front page a reader can get to every page, feed, calendar and picture."""
    seen = {"/"}
    todo = ["/"]
    while todo:
        page = pages.get(todo.pop())
        for _, reference in page.references if page else ():
            found = internal(reference, page.address if page else "/")
            if found and found[0] not in seen:
                seen.add(found[0])
                todo.append(found[0])
    every = {f"/{name.removesuffix('index.html')}" for name in real_site.files()}
    unlinked = every - seen - {p.address for p in pages.values() if p.is_redirect}
    # In the calendar of what is over, or has no date yet, there is nothing to add.
    unlinked -= {a for a in unlinked if a.endswith(".ics") and not comes(real_site.text(a[1:]))}
    # Web servers show the pages of errors, search engines and the search page find the others,
    # and the next build reads the record of this one.
    machines = {"/robots.txt", "/sitemap.xml", "/zoeken/woorden.txt", "/publicatie.json"}
    machines |= {a for a in every if a.startswith("/pagefind/")}
    # Feeds name their style sheets and the archives before them; an episode has chapters.
    machines |= {a for feed in FEEDS for a in named_in(real_site.text(feed)) if a in every}
    machines |= {a for a in every if re.fullmatch(r"/assets/chapters\.\w+\.js", a)}
    # A picture as the editor gave it is for feeds and mail; pages show copies of it.
    machines |= {a for a in every if a.startswith("/media/") and shown_as_copy(a, seen)}
    assert unlinked <= {"/404.html", "/410.html", *machines}


def shown_as_copy(picture: str, seen: set[str]) -> bool:
    """Whether a page shows a smaller copy of a picture."""
    stem = picture.rpartition("/")[2].rpartition(".")[0]
    return any(a.startswith("/beeld/") and f"{stem}-" in a for a in seen)


def comes(calendar: str) -> bool:
    """Whether a calendar has anything in the coming years."""
    events = recurring_ical_events.of(Calendar.from_ical(calendar))
    return bool(events.between(NOW, timedelta(days=3 * 366)))


def test_every_link_leads_somewhere(real_site: Built, pages: dict[str, Page]) -> None:
    """Every link, picture, feed, calendar, stylesheet and script on every page is there."""
    broken = [
        (page.address, place, reference)
        for page in pages.values()
        for place, reference in page.references
        if (found := internal(reference, page.address)) and not file_at(real_site.site, found[0])
    ]
    assert broken == []


def test_every_fragment_is_there(pages: dict[str, Page]) -> None:
    """A link to a place on a page leads to an element with that id."""
    ids = {a: {str(name) for name in page.all("//@id")} for a, page in pages.items()}
    broken = [
        (page.address, reference)
        for page in pages.values()
        for _, reference in page.references
        if (found := internal(reference, page.address))
        and found[1]
        and found[1] not in ids.get(found[0], ())
    ]
    assert broken == []


def test_stylesheet_needs_nothing_that_lacks(real_site: Built) -> None:
    """What a stylesheet asks for is on the site too."""
    sheets = [name for name in real_site.files() if name.endswith(".css")]
    assert sheets
    for sheet in sheets:
        for address in re.findall(r"url\(['\"]?([^'\")]+)", real_site.text(sheet)):
            if not address.startswith("data:"):
                found = internal(address, f"/{sheet}")
                assert found and file_at(real_site.site, found[0]), (sheet, address)


def test_feeds_and_calendars_lead_somewhere(real_site: Built) -> None:
    """Every address on the site that a feed or a calendar names is there."""
    machine = (".xml", ".ics", "feed.json")
    for name in real_site.files():
        if name.endswith(machine):
            text = real_site.text(name).replace("\n ", "").replace("\\n", " ")
            for address in set(re.findall(rf"{HOST}(/[^\s\"<>&\\]*)", text)):
                assert file_at(real_site.site, address.partition("#")[0]), (name, address)


def test_search_index_leads_to_every_item(real_site: Built, pages: dict[str, Page]) -> None:
    """The search index names the page of every item, once, and no other."""
    rows = [
        json.loads(gzip.decompress(file.read_bytes()).removeprefix(b"pagefind_dcd"))
        for file in (real_site.site / "pagefind" / "fragment").iterdir()
    ]
    assert sorted(row["url"] for row in rows) == sorted(
        address for folder in FOLDERS for address in addresses_of(folder)
    )
    assert all(row["meta"]["title"] and row["url"] in pages for row in rows)


def test_sitemap(real_site: Built, pages: dict[str, Page]) -> None:
    """The sitemap names every page that may be found, once, in full, with the content's date."""
    root = etree.fromstring(real_site.text("sitemap.xml").encode())
    space = "{http://www.sitemaps.org/schemas/sitemap/0.9}"
    assert root.tag == f"{space}urlset"
    assert {child.tag for url in root for child in url} == {f"{space}loc", f"{space}lastmod"}
    found = {str(url.findtext(f"{space}loc")): url.findtext(f"{space}lastmod") for url in root}
    assert len(found) == len(root)
    hidden = {"/404.html", "/410.html", "/zoeken/"}
    # The parts of the agenda say nothing that the agenda doesn't.
    hidden |= {a for a in pages if re.match("/agenda/(doelgroep|laag|netwerk|plaats)/", a)}
    wanted = {a for a, page in pages.items() if not page.is_redirect and a not in hidden}
    assert {urlsplit(url).path for url in found} == wanted
    assert all(url.startswith(f"{HOST}/") for url in found)
    moments = [datetime.fromisoformat(lastmod) for lastmod in found.values() if lastmod]
    assert len(moments) > 30
    assert all(moment.tzinfo and moment <= NOW for moment in moments)


def test_sitemap_has_the_dates_of_the_files(real_site: Built) -> None:
    """An article's lastmod is its ``updated``, and else its ``date``."""
    root = etree.fromstring(real_site.text("sitemap.xml").encode())
    found = {url[0].text: url[1].text for url in root if len(url) == 2}
    for file in sorted((CONTENT / "artikelen").rglob("*.md")):
        head = frontmatter.load(str(file))
        written = str(head.get("updated", head["date"]))
        lastmod = found[f"{HOST}/{file.parent.relative_to(CONTENT)}/{file.stem}/"]
        assert str(lastmod)[:10] == written[:10], file
        if len(written) > 10:
            assert str(lastmod)[11:16] == written[11:16], file


def test_robots(real_site: Built) -> None:
    """Everything may be read, and the sitemap is named in full."""
    robots = RobotFileParser()
    robots.parse(real_site.text("robots.txt").splitlines())
    assert robots.can_fetch("*", f"{HOST}/artikelen/")
    assert robots.site_maps() == [f"{HOST}/sitemap.xml"]


def test_not_found_page(pages: dict[str, Page]) -> None:
    """The 404 page works at any address: it says so, leads on, and isn't indexed."""
    page = pages["/404.html"]
    assert "niet gevonden" in page.one("//h1/text()").lower()
    assert page.one("//meta[@name='robots']/@content") == "noindex"
    relative = [r for _, r in page.references if not re.match(r"/|#|https?:|mailto:", r)]
    assert relative == []
    assert "/" in page.links


# ---- a made content: paging, years, old addresses ----

TERMS = """
-- index.md --
---
title: Lokaal Bestuur
---
-- onderwerpen/wonen.md --
---
title: Wonen
---
-- doelgroepen/raadsleden.md --
---
title: Raadsleden
---
-- mensen/schrijver.md --
---
title: Een Schrijver
---
"""
ARTICLE = """
-- artikelen/{date:%Y}/stuk-{number:02}.md --
---
title: Stuk {number}
description: Wat er in stuk {number} staat.
date: {date:%Y-%m-%d}
genre: nieuws
topics: [wonen]
audiences: [raadsleden]
authors: [schrijver]
---
Tekst.
"""
OTHERS = """
-- artikelen/2026/verhuisd.md --
---
title: Verhuisd
description: Stond eerst ergens anders.
date: 2024-01-01
genre: nieuws
aliases: [/node/33, /oud.html, /oud/diep/, /Met%20spatie]
---
-- nieuwsbrief/2026-11-15.md --
---
title: Nu
date: 2026-11-15
preheader: Wat je deze week nog niet las, staat in deze editie.
---
-- nieuwsbrief/2025-11-16.md --
---
title: Vorig jaar
date: 2025-11-16
preheader: Wat je deze week nog niet las, staat in deze editie.
---
-- agenda/oud.md --
---
title: Oude vergadering
start: 2024-02-01 19:30
---
-- agenda/elk-jaar.md --
---
title: Elk jaar
start: 2025-03-03
all_day: true
repeat: FREQ=YEARLY
---
"""


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Built:
    """A site of 45 articles over two years, and a few things with old addresses."""
    folder = tmp_path_factory.mktemp("made")
    days = [datetime(2026, 9, 1 + n) for n in range(25)] + [
        datetime(2025, 9, 1 + n) for n in range(20)
    ]
    articles = (ARTICLE.format(number=n, date=day) for n, day in enumerate(days, 1))
    write_files(folder / "content", TERMS + "".join(articles) + OTHERS)
    return build_in(folder)


@pytest.fixture(scope="module")
def made_pages(made: Built) -> dict[str, Page]:
    """Its pages."""
    return read_pages(made.site)


NEWEST_FIRST = [f"/artikelen/2026/stuk-{n:02}/" for n in range(25, 0, -1)] + [
    f"/artikelen/2025/stuk-{n:02}/" for n in range(45, 25, -1)
]


def listed(page: Page) -> list[str]:
    """The articles that a page shows, in order."""
    return unique(link for link in page.links if re.fullmatch(r"/artikelen/\d+/stuk-\d+/", link))


@pytest.mark.parametrize(
    "path", ["/artikelen/", "/onderwerpen/wonen/", "/doelgroepen/raadsleden/", "/mensen/schrijver/"]
)
def test_paging(made_pages: dict[str, Page], path: str) -> None:
    """Lists come in pages of 20, newest first, and every article stands on exactly one."""
    parts = [listed(made_pages[p]) for p in (path, f"{path}pagina/2/", f"{path}pagina/3/")]
    assert [len(part) for part in parts] == [20, 20, 5]
    assert [*parts[0], *parts[1], *parts[2]] == NEWEST_FIRST
    assert f"{path}pagina/4/" not in made_pages
    assert f"{path}pagina/1/" not in made_pages


def test_pages_of_a_list_are_joined(made_pages: dict[str, Page]) -> None:
    """Each page of a list links to the one before and the one after, by rel too."""

    def joined(path: str) -> list[list[str]]:
        page = made_pages[path]
        return [[str(a) for a in page.all(f"//a[@rel='{rel}']/@href")] for rel in ("prev", "next")]

    assert joined("/artikelen/") == [[], ["/artikelen/pagina/2/"]]
    assert joined("/artikelen/pagina/2/") == [["/artikelen/"], ["/artikelen/pagina/3/"]]
    assert joined("/artikelen/pagina/3/") == [["/artikelen/pagina/2/"], []]


def test_year_lists(made_pages: dict[str, Page]) -> None:
    """A year's list holds the articles of that year's folder, and is paged too."""
    first, second = made_pages["/artikelen/2026/"], made_pages["/artikelen/2026/pagina/2/"]
    assert listed(first) + listed(second) == NEWEST_FIRST[:25]
    assert listed(made_pages["/artikelen/2025/"]) == NEWEST_FIRST[25:]
    for year in ("2025", "2026"):
        assert f"/artikelen/{year}/" in made_pages["/artikelen/"].links


def test_titles_of_paged_lists_differ(made_pages: dict[str, Page]) -> None:
    """The second page of a list says so in its title and its address for search engines."""
    titles = [
        made_pages[p].one("/html/head/title/text()")
        for p in ("/artikelen/", "/artikelen/pagina/2/")
    ]
    assert titles[0] != titles[1] and "pagina 2" in titles[1]
    canonical = made_pages["/artikelen/pagina/2/"].one("//link[@rel='canonical']/@href")
    assert canonical == f"{HOST}/artikelen/pagina/2/"


def test_archives_per_year(made_pages: dict[str, Page]) -> None:
    """Editions and past meetings are found by year; what is coming isn't in an archive."""
    assert "/nieuwsbrief/2025-11-16/" in made_pages["/nieuwsbrief/2025/"].links
    assert "/nieuwsbrief/2026-11-15/" not in made_pages["/nieuwsbrief/2025/"].links
    assert {"/nieuwsbrief/2025/", "/nieuwsbrief/2026/"} <= set(made_pages["/nieuwsbrief/"].links)
    years = [a for a in made_pages if a.startswith("/agenda/archief/")]
    assert years == [f"/agenda/archief/{year}/" for year in (2024, 2025, 2026)]
    assert "/agenda/oud/" in made_pages["/agenda/archief/2024/"].links
    assert "/agenda/oud/" not in made_pages["/agenda/"].links
    assert set(years) <= set(made_pages["/agenda/"].links)


@pytest.mark.parametrize(
    ("file", "alias"),
    [
        ("node/33/index.html", "/node/33/"),
        ("oud.html", "/oud.html"),
        ("oud/diep/index.html", "/oud/diep/"),
        ("Met spatie/index.html", "/Met spatie/"),
    ],
)
def test_old_addresses(made: Built, made_pages: dict[str, Page], file: str, alias: str) -> None:
    """An old address leads a reader and a search engine to the new one."""
    page = made_pages[alias]
    assert page.file == file
    assert page.one("//meta[@http-equiv='refresh']/@content") == "0; url=/artikelen/2026/verhuisd/"
    assert page.one("//a/@href") == "/artikelen/2026/verhuisd/"
    assert page.one("//link[@rel='canonical']/@href") == f"{HOST}/artikelen/2026/verhuisd/"
    assert page.one("//meta[@name='robots']/@content") == "noindex"
    assert page.one("/html/@lang") == "nl"
    assert alias not in made.text("sitemap.xml")


@pytest.mark.parametrize(
    "alias",
    ["/feed.xml", "/agenda/oud.ics", "/index.html", "/sitemap.xml/a", "/media", "/oud.html/x"],
)
def test_old_address_in_the_way(
    content: Write, capsys: pytest.CaptureFixture[str], alias: str
) -> None:
    """An old address that is a file of the site itself is a mistake, told with file and line."""
    folder = content(TERMS + OTHERS.replace("/node/33", alias))
    assert main(["check", "--content", str(folder)]) == 1
    problem = f"artikelen/2026/verhuisd.md:6: Oude adressen (aliases): het oude adres {alias}"
    assert problem in capsys.readouterr().out


def test_texts_may_link_to_old_addresses(content: Write, build: Build) -> None:
    """A link to an old address goes to the new one at once; feeds and calendars can be linked."""
    targets = ("/node/33", "/node/33/", "/agenda/oud.ics", "/feed.xml", "/oud.html#x")
    text = " ".join(f"[link]({target})" for target in targets)
    folder = content(TERMS + OTHERS + f"-- over/links.md --\n---\ntitle: Links\n---\n{text}\n")
    built = build(folder)
    assert built.code == 0, built.err
    links = Page(built.site, built.site / "over/links/index.html").links
    new = "/artikelen/2026/verhuisd/"
    assert [a for a in links if a in (new, f"{new}#x", "/agenda/oud.ics", "/feed.xml")] == [
        *(new, new, "/agenda/oud.ics", "/feed.xml", f"{new}#x")
    ]


def test_site_in_a_folder_of_a_host(tmp_path: Path) -> None:
    """With a site_url that has a path, every link, picture and script stays below that path."""
    config = copy_project(tmp_path) / "mkdocs.yml"
    config.write_text(config.read_text().replace(f"{HOST}/", "https://voorbeeld.nl/clb/"))
    done = run_lokaal(
        *("build", "--content", str(CONTENT), "--site-dir", "uit", "--mail-dir", "post"),
        *("--at", AT),
        cwd=tmp_path,
    )
    assert done.returncode == 0, done.stderr
    site = tmp_path / "uit"
    outside = []
    for page in read_pages(site).values():
        for place, reference in page.references:
            found = internal(reference, f"/clb{page.address}", "https://voorbeeld.nl")
            inside = found and found[0].startswith("/clb/")
            if found and not (inside and file_at(site, found[0].removeprefix("/clb"))):
                outside.append((page.address, place, reference))
    assert outside == []
    for name in ("feed.xml", "agenda.ics", "sitemap.xml"):
        text = (site / name).read_text()
        assert "https://voorbeeld.nl/clb/" in text
        assert HOST not in text
    styles = re.findall(r'xml-stylesheet href="/clb([^"]+)"', (site / "feed.xml").read_text())
    assert len(styles) == 2 and all(file_at(site, path) for path in styles)
