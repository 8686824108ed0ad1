"""The pages of the real site as HTML: valid, Dutch throughout, and alone with their reader."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterator
from datetime import date, datetime, time
from itertools import pairwise
from urllib.parse import urlsplit

import html5lib
import pytest
from lxml.html import HtmlElement

from site_plugins.model.period import MONTHS
from tests.conftest import Built, write_files
from tests.site.reading import HOST, Page, found_in, read_pages

WEEKDAYS = "maandag dinsdag woensdag donderdag vrijdag zaterdag zondag".split()
SHORT_MONTHS = "jan feb mrt apr mei jun jul aug sep okt nov dec".split()
ENGLISH = r"""
Search|Footer|Header|Home ?page|Table of contents|Skip to|Back to top|Previous|Next|Permanent link
Permalink|Note|Warning|Copy|Copied|Navigation|Tabs|Menu bar|Toggle|Close|Loading|Results?|Clear
Share|Made with|Powered by|Built with|Generated|Last update|Created|Read more|Footnotes?
Posts|Categories|Archive|Page not found|Not found|Subscribe|Unsubscribe|Download
Light mode|Dark mode|Switch to|Type to start|Feedback|Hint|Caution|Danger|Example|Abstract|Quote
January|February|March|May|June|July|August|October|Monday|Tuesday|Wednesday|Thursday|Friday
Saturday|Sunday|Today|Yesterday|minutes?|read time|by|and|the|of the|with|to the
""".split("\n")
ENGLISH_WORDS = re.compile(rf"(?<![\w/-])(?:{'|'.join(filter(None, ENGLISH))})(?![\w-])")


def test_html_without_errors(pages: dict[str, Page]) -> None:
    """A strict HTML parser reports nothing on any page."""
    errors = []
    for page in pages.values():
        parser = html5lib.HTMLParser()
        parser.parse(page.source)
        errors += [(page.address, place, name) for place, name, _ in parser.errors]
    assert errors == []


def test_frame(pages: dict[str, Page]) -> None:
    """Every page is in Dutch and UTF-8, fits a phone, and has one title, summary and h1."""
    for page in pages.values():
        assert page.source.startswith("<!doctype html>"), page.address
        assert page.one("/html/@lang") == "nl", page.address
        assert page.one("//meta[@charset]/@charset").lower() == "utf-8", page.address
        assert "width=device-width" in page.one("//meta[@name='viewport']/@content"), page.address
        assert len(page.one("/html/head/title/text()")) > 3, page.address
        assert 10 < len(page.one("//meta[@name='description']/@content")) <= 300, page.address
        (heading,) = page.all("//h1")
        assert heading.text_content().strip(), page.address
        assert len(page.all("//main")) == 1, page.address


def test_canonical_addresses(pages: dict[str, Page]) -> None:
    """Every page names its own full address, for search engines and for who shares it."""
    for page in pages.values():
        assert page.one("//link[@rel='canonical']/@href") == f"{HOST}{page.address}"
        assert page.one("//meta[@property='og:url']/@content") == f"{HOST}{page.address}"


def test_titles_tell_pages_apart(pages: dict[str, Page]) -> None:
    """Two pages have one title only where two items of different kinds do, such as a topic and a
    network; the name of the site is in all but the front page's."""
    of: dict[str, list[str]] = defaultdict(list)
    for page in pages.values():
        title = page.one("/html/head/title/text()")
        of[title].append(page.address.split("/")[1])
        assert "Lokaal Bestuur" in title
    assert {t: kinds for t, kinds in of.items() if len(set(kinds)) != len(kinds)} == {}


def test_descriptions_tell_pages_apart(pages: dict[str, Page]) -> None:
    """No summary stands on more than a handful of pages."""
    counts = Counter(page.one("//meta[@name='description']/@content") for page in pages.values())
    assert [text for text, count in counts.items() if count > 5] == []


def test_ids_are_unique(pages: dict[str, Page]) -> None:
    """An id stands once on its page, and what a label, a link or ARIA refers to is there."""
    for page in pages.values():
        ids = Counter(str(name) for name in page.all("//@id"))
        assert [name for name, count in ids.items() if count > 1] == [], page.address
        wanted = [str(name) for name in page.all("//label/@for")]
        for attribute in ("aria-labelledby", "aria-describedby", "aria-controls", "aria-owns"):
            wanted += [name for value in page.all(f"//@{attribute}") for name in value.split()]
        assert [name for name in wanted if name not in ids] == [], page.address


def test_headings_skip_no_level(pages: dict[str, Page]) -> None:
    """The h1 comes first in the page's own part, and no heading skips a level on the way down."""
    for page in pages.values():
        own = page.doc.get_element_by_id("inhoud")
        levels = [int(h.tag[1]) for h in own.iter("h1", "h2", "h3", "h4", "h5", "h6")]
        assert levels[0] == 1, page.address
        steps = pairwise(levels)
        assert [(a, b) for a, b in steps if b > a + 1] == [], page.address


def test_pictures_and_controls_have_words(pages: dict[str, Page]) -> None:
    """Pictures have an alt, links and buttons have words, fields and frames have a label."""
    for page in pages.values():
        assert page.all("//img[not(@alt)]") == [], page.address
        for element in page.all("//a[@href] | //button"):
            said = [element.text_content(), element.get("aria-label", "")]
            said += [str(alt) for alt in element.xpath(".//img/@alt")]
            assert "".join(said).strip(), (page.address, element.get("href"))
        labels = {str(name) for name in page.all("//label/@for")}
        for field in page.all("//input[not(@type='hidden')] | //select | //textarea"):
            assert field.get("aria-label") or field.get("id") in labels, page.address


def test_landmarks_have_names(pages: dict[str, Page]) -> None:
    """Where a page has several navigations, each has a name of its own or shows the same."""
    for page in pages.values():
        of: dict[str, set[str]] = defaultdict(set)
        for nav in page.all("//nav"):
            of[nav.get("aria-label", "")].add(str([str(a) for a in nav.xpath(".//a/@href")]))
        assert "" not in of, page.address
        assert [name for name, menus in of.items() if len(menus) > 1] == [], page.address


# ---- Dutch ----


def test_no_english(pages: dict[str, Page]) -> None:
    """No English word of the theme or an extension is left in text, labels, titles or alt."""
    left = [
        (page.address, text)
        for page in pages.values()
        for words in page.words
        for text in found_in(ENGLISH_WORDS.pattern, words)
    ]
    assert left == []


def times_of(page: Page) -> Iterator[tuple[HtmlElement, str]]:
    """Every time element with its text on one line."""
    for element in page.all("//time"):
        yield element, " ".join(element.text_content().split())


def test_dates_are_dutch_and_true(pages: dict[str, Page]) -> None:
    """What a time element shows is Dutch, and the same day and hour as it tells machines."""
    count = 0
    for page in pages.values():
        for element, text in times_of(page):
            moment = datetime.fromisoformat(element.get("datetime", ""))
            where = (page.address, text, element.get("datetime"))
            found = re.match(
                r"(?:(\w+) )?(\d{1,2}) ([a-z]+)(?: (\d{4}))?(?:, (\d{1,2})\.(\d\d).* uur)?",
                text.lower(),
            )
            assert found, where
            weekday, day, month, year, hour, minute = found.groups()
            names = MONTHS if month in MONTHS else SHORT_MONTHS
            assert names.index(month) + 1 == moment.month, where
            assert int(day) == moment.day, where
            assert weekday in (None, WEEKDAYS[moment.weekday()]), where
            assert year in (None, str(moment.year)), where
            if hour:
                assert time(int(hour), int(minute)) == moment.time(), where
                assert weekday and year, where
            count += 1
    assert count > 300


def test_dates_in_full(pages: dict[str, Page]) -> None:
    """Dates with a weekday fit the calendar; but in addresses no page has 2026-11-21 or 19:30."""
    full = re.compile(rf"({'|'.join(WEEKDAYS)}) (\d{{1,2}}) ({'|'.join(MONTHS)}) (\d{{4}})")
    count = 0
    for page in pages.values():
        for weekday, day, month, year in full.findall(page.text):
            found = date(int(year), MONTHS.index(month) + 1, int(day))
            assert WEEKDAYS[found.weekday()] == weekday, (page.address, weekday, day, month, year)
            count += 1
        for words in page.words:
            wrong = r"(?<!/)\b\d{4}-\d\d-\d\d\b|\b\d{1,2}:\d\d\b"
            assert found_in(wrong, words) == [], page.address
    assert count > 50


def test_moments_as_the_contract_writes_them(pages: dict[str, Page]) -> None:
    """A meeting's own page says when: "vrijdag 4 december 2026, 12.00–13.00 uur"."""
    day = rf"(?:{'|'.join(WEEKDAYS)}) \d{{1,2}} (?:{'|'.join(MONTHS)}) \d{{4}}"
    hour = r"(?:[1-9]|1\d|2[0-3]|0)\.[0-5]\d"
    form = re.compile(
        rf"{day}(?:, {hour}(?:–{hour})? uur(?: tot {day}, {hour} uur)?| tot en met {day})?"
    )
    checked = 0
    for page in pages.values():
        if re.fullmatch(r"/agenda/[a-z0-9-]+/", page.address):
            for element in page.all("//dl//time"):
                assert form.fullmatch(" ".join(element.text_content().lower().split()))
                checked += 1
    assert checked > 2


def test_typographic_quotes(pages: dict[str, Page]) -> None:
    """No straight quote stands in anything that a reader sees or hears, and no ‘s is turned."""
    wrong = [
        (page.address, text)
        for page in pages.values()
        for words in [*page.words, page.one("/html/head/title/text()")]
        for text in found_in(r"""['"]|‘(?:s|t|n|m|k|r|S|T)(?![\w’])|‘\d\d(?!\d)""", words)
    ]
    assert wrong == []


DUTCH = """
-- index.md --
---
title: Lokaal Bestuur
description: "'s Avonds in 't Gooi"
---
Hier is "de raad" van 's-Hertogenbosch.
-- artikelen/2026/s-avonds.md --
---
title: "'s Avonds naar 's-Hertogenbosch"
description: "Wie in '90 raadslid was, zei: \\"'t Is klaar\\"."
chapeau: "'t Kan in 's-Gravenhage."
date: 2026-11-20
genre: nieuws
authors: [{name: "Jan van 't Hof", role: "raadslid in 's-Hertogenbosch"}]
sources: ["Uit '90, blz. 3"]
sidebars: [{title: "'s-Hertogenbosch", text: "In '90 was 't anders."}]
---
'S Ochtends zei de raad van 's-Hertogenbosch: "'t Is 'klaar'", en in '90 *'s avonds* **'t laatst**.

## Wie is er in '90?

| 's Ochtends | 't Is |
|---|---|
| "ja" | zo'n 2.500 foto's |

Code blijft recht: `print("'s")`.
-- agenda/s-middags.md --
---
title: "'s Middags in 't stadhuis"
start: 2026-12-04 12:00
location: {name: "'t Hof", city: "'s-Gravenhage"}
---
-- onderwerpen/t-gooi.md --
---
title: "'t Gooi"
---
-- nieuwsbrief/2026-11-22.md --
---
title: "'s Zondags"
date: 2026-11-22
preheader: "Wat u in 's-Hertogenbosch deze week nog niet las, staat in 't blad."
---
'S Zondags "leest" u dit.
"""


@pytest.fixture(scope="module")
def dutch(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Built]:
    """A site full of apostrophes."""
    from tests.conftest import run_lokaal

    folder = tmp_path_factory.mktemp("dutch")
    write_files(folder / "content", DUTCH)
    done = run_lokaal(
        *("build", "--content", str(folder / "content"), "--site-dir", str(folder / "site")),
        *("--mail-dir", str(folder / "mail"), "--at", "2026-11-22T09:00"),
    )
    assert done.returncode == 0, done.stderr
    yield Built(done.returncode, done.stdout, done.stderr, folder / "site", folder / "mail")


def test_apostrophes(dutch: Built) -> None:
    """’s-Hertogenbosch, ’t and ’90 begin with an apostrophe wherever they stand; quotes pair."""
    pages = read_pages(dutch.site)
    article = pages["/artikelen/2026/s-avonds/"]
    for words in (
        "’s Avonds naar ’s-Hertogenbosch",
        "’t Kan in ’s-Gravenhage.",
        "Jan van ’t Hof",
        "raadslid in ’s-Hertogenbosch",
        "Uit ’90, blz. 3",
        "In ’90 was ’t anders.",
        "’S Ochtends zei de raad van ’s-Hertogenbosch: “’t Is ‘klaar’”, en in ’90 ’s avonds ’t",
        "Wie is er in ’90?",
        "zo’n 2.500 foto’s",
        'Code blijft recht: print("\'s").',
    ):
        assert words in article.text, words
    assert article.one("/html/head/title/text()").startswith("’s Avonds naar ’s-Hertogenbosch")
    description = article.one("//meta[@name='description']/@content")
    assert description == "Wie in ’90 raadslid was, zei: “’t Is klaar”."
    assert "“de raad” van ’s-Hertogenbosch" in pages["/"].text
    for page in pages.values():
        for words in page.words:
            assert found_in(r"""['"]|‘[sSt](?![\w’])""", words) == [], page.address


def test_apostrophes_in_the_mail(dutch: Built) -> None:
    """The mail has them right too, in both parts and in its subject."""
    text = (dutch.mail / "2026-11-22/mail.txt").read_text()
    for words in (
        "’S Zondags “leest” u dit.",
        "’s Avonds naar ’s-Hertogenbosch",
        "’s Middags in ’t",
    ):
        assert words in " ".join(text.split()), words
    assert found_in(r"""['"]""", text) == []


# ---- alone with the reader ----


def test_no_inline_code(pages: dict[str, Page]) -> None:
    """No page has a style or a script of its own, nor an attribute that holds one; a block of
    data, which no browser runs, is no script."""
    for page in pages.values():
        own = "//style | //@style | //script[not(@src) and not(@type='application/ld+json')]"
        assert page.all(own) == [], page.address
        events = {
            name
            for element in page.doc.iter()
            if isinstance(element.tag, str)
            for name in element.attrib
            if name.startswith("on")
        }
        assert events == set(), page.address
        assert [r for _, r in page.references if r.lower().startswith("javascript:")] == []


LOADED = ("link href", "img src", "script src", "source src", "audio src", "video src", "srcset")
LOADED += ("iframe src", "embed src", "object data", "video poster", "input src", "track src")


def test_no_other_host(real_site: Built, pages: dict[str, Page]) -> None:
    """A page loads nothing from another host: no style, script, font, picture or frame."""
    for page in pages.values():
        for place, reference in page.references:
            if place in LOADED:
                host = urlsplit(reference).netloc
                assert host == "" or reference.startswith(f"{HOST}/"), (page.address, reference)
        assert page.all("//base | //link[contains(@rel, 'preconnect')]") == [], page.address
    for name in real_site.files():
        if name.endswith((".css", ".js", ".svg")):
            text = real_site.text(name).replace("http://www.w3.org/", "")
            # Pagefind reads addresses against this one, and asks it nothing.
            text = text.replace("new URL(`https://example.com${", "")
            assert found_in(r"https?://|@import|url\(['\"]?//", text) == [], name


def test_preview_marks_are_not_published(pages: dict[str, Page]) -> None:
    """Nothing on the site says that it is a draft or a preview."""
    for page in pages.values():
        assert found_in(r"livereload|Concept: dit stuk|Verschijnt op ", page.source) == []
