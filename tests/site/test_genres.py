"""What stands on an article's page, for its genre, and what leads to it from the front page."""

from __future__ import annotations

from pathlib import Path

import pytest
from PIL import Image

from tests.conftest import Built, run_lokaal, write_files
from tests.site.reading import Page

CONTENT = """\
-- index.md --
---
title: Lokaal Bestuur
description: De voorpagina.
---
-- mensen/anna-bakker.md --
---
title: Anna Bakker
initials: AB
photo: anna.jpg
roles: [{role: wethouder, body: Delft}]
---
-- mensen/redactie.md --
---
title: Redactie Lokaal Bestuur
initials: red.
---
-- mensen/piet-smit.md --
---
title: Piet Smit
roles: [{role: raadslid}]
---
-- onderwerpen/wonen.md --
---
title: Wonen
---
-- over/aanpak.md --
---
title: Aanpak
---
Tekst.
-- over/vereniging.md --
---
title: Wat het CLB is
---
Tekst.
-- over/volg-ons.md --
---
title: Volg ons
---
Tekst.
-- artikelen/2026/gesprek.md --
---
title: Een gesprek
date: 2026-11-20 09:00
updated: 2026-11-21 10:00
description: Wat Anna zegt.
chapeau: Anna vertelt.
genre: interview
authors: [anna-bakker, {name: Jo Gast, role: journalist}]
topics: [wonen]
image: {src: straat.jpg, alt: Een straat, credit: De maker, caption: Hier begon het.}
related: [mening]
sources: [{title: Verslag, year: 2021, url: "https://example.org/verslag"}]
sidebars: [{title: Wie is Anna, text: "Een **kader**."}]
---
Inleiding.[^1]

**Wat ging er mis?**

Veel.

[^1]: Een noot.
-- artikelen/2026/mening.md --
---
title: Een mening
date: 2026-11-19
description: Wat Anna vindt.
genre: column
authors: [anna-bakker]
---
Tekst.
-- artikelen/2026/betaald.md --
---
title: Een aanbod
date: 2026-11-18
description: Van een bouwer.
genre: advertorial
topics: [wonen]
sponsor: {name: De Bouwer, url: "https://example.com/"}
---
Tekst.
-- artikelen/2026/gehoord.md --
---
title: Een aflevering
date: 2026-11-17
description: Om te horen.
genre: podcast
authors: [anna-bakker]
audio: {src: geluid.mp3, duration: 1800, length: 3, transcript: tekst.txt}
---
Tekst.
-- nieuwsbrief/2026-11-15.md --
---
title: Twee keer Anna
date: 2026-11-15
preheader: In deze brief staan twee stukken van één en dezelfde schrijver.
items: [mening, gehoord]
---
-- nieuwsbrief/2026-11-22.md --
---
title: Anna en Jo
date: 2026-11-22
preheader: In deze brief staan twee stukken van verschillende schrijvers.
items: [gesprek, mening]
---
-- media/tekst.txt --
Uitgeschreven.
"""


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Built:
    folder = tmp_path_factory.mktemp("genres")
    content = write_files(folder / "content", CONTENT)
    Image.new("RGB", (600, 400), "navy").save(content / "media/straat.jpg")
    Image.new("RGB", (200, 300), "teal").save(content / "media/anna.jpg")
    (content / "media/geluid.mp3").write_bytes(b"ID3\3\0\0\0\0\0\0")
    site, mail = folder / "site", folder / "mail"
    done = run_lokaal(
        *("build", "--content", str(content), "--site-dir", str(site)),
        *("--mail-dir", str(mail), "--at", "2026-11-22T09:00"),
    )
    assert done.returncode == 0, done.stderr
    return Built(done.returncode, done.stdout, done.stderr, site, mail)


def page(built: Built, path: str) -> Page:
    """The page at a path of the site."""
    return Page(built.site, Path(built.site, path, "index.html"))


def text(page: Page, path: str) -> str:
    """The words of the one element that an XPath finds, with single spaces."""
    (element,) = page.all(path)
    return " ".join(element.text_content().split())


def test_a_byline_names_function_and_initials(built: Built) -> None:
    """Of a person of ours with a link, of a guest without; then the dates and how long it is."""
    interview = page(built, "artikelen/2026/gesprek")
    byline = text(interview, "//div[@class='byline']")
    assert "Anna Bakker (AB) wethouder, Delft" in byline
    assert "Jo Gast" in byline and "journalist" in byline
    assert "vrijdag 20 november 2026 bijgewerkt 21 november 2026 1 minuut lezen" in byline
    assert interview.all("//div[@class='byline']//a[.='Anna Bakker']/@href") == [
        "/mensen/anna-bakker/"
    ]
    assert not interview.all("//div[@class='byline']//a[contains(., 'Jo Gast')]")


def test_everything_stands_round_an_interview(built: Built) -> None:
    """Chapeau, picture with credit, box, note, source, and the author's own choice to read on."""
    interview = page(built, "artikelen/2026/gesprek")
    assert text(interview, "//header//p[@class='lead']") == "Anna vertelt."
    assert text(interview, "//figure/figcaption") == "Hier begon het. Beeld: De maker"
    assert text(interview, "//aside/h2") == "Wie is Anna"
    assert "Een noot." in text(interview, "//div[@class='footnote']")
    assert text(interview, "//section[@class='sources']//li") == "Verslag (2021)"
    related = interview.all("//section[.//h2='Lees ook']//h3//a/@href")
    assert related == ["/artikelen/2026/mening/", "/artikelen/2026/betaald/"]
    assert interview.all("//a[@rel='prev']/@href") == ["/artikelen/2026/mening/"]


def test_an_article_is_shared_without_anyone_else(built: Built) -> None:
    """By mail, by its own address, and with a button that copies that where there is script."""
    share = page(built, "artikelen/2026/gesprek")
    address = "https://www.lokaalbestuur.nl/artikelen/2026/gesprek/"
    mail, own = share.all("//section[@class='share']//a/@href")
    assert mail.startswith("mailto:?subject=Een%20gesprek&body=https%3A")
    assert own == "/artikelen/2026/gesprek/"
    (button,) = share.all("//section[@class='share']//button")
    assert button.get("data-copy-text") == address
    assert "hidden" in button.attrib


def test_a_column_shows_who_writes_it(built: Built) -> None:
    """The portrait stands with the name, which says what it shows."""
    column = page(built, "artikelen/2026/mening")
    (portrait,) = column.all("//div[@class='byline']//img")
    assert portrait.get("class") == "portrait"
    assert portrait.get("alt") == ""


def test_an_advertorial_says_so_first(built: Built) -> None:
    """Its label and who paid for it stand above its text; it names no author of ours."""
    paid = page(built, "artikelen/2026/betaald")
    assert text(paid, "//header/p[@class='kicker']") == "Ingezonden mededeling"
    assert "betaalde mededeling van De Bouwer" in text(paid, "//header/p[@class='sponsor']")
    assert not paid.all("//ul[@class='authors']")


def test_a_podcast_can_be_heard_and_read(built: Built) -> None:
    """A player, how long it takes, and the written text."""
    episode = page(built, "artikelen/2026/gehoord")
    assert episode.all("//audio/@src") == ["/media/geluid.mp3"]
    assert "30 minuten luisteren" in text(episode, "//div[@class='player']")
    assert episode.all("//div[@class='player']//a/@href") == ["/media/tekst.txt"]


def test_the_front_page_opens_with_the_lead_and_its_picture(built: Built) -> None:
    """The picture comes at once; then the other articles, the agenda and ways to follow."""
    front = page(built, ".")
    (lead,) = front.all("//article")
    assert text(front, "//article//h2") == "Een gesprek"
    (picture,) = lead.xpath(".//img")
    assert picture.get("loading") is None
    assert picture.get("alt") == ""
    assert front.all("//ul[contains(@class, 'second')]//h3//a/@href") == [
        f"/artikelen/2026/{slug}/" for slug in ("mening", "betaald", "gehoord")
    ]
    ways = front.all("//section[@class='band']//li/a/@href")
    following = "/over/volg-ons/"
    assert {"/nieuwsbrief/", "/feed.xml", following, f"{following}#volg-agenda"} <= set(ways)


def test_a_newsletter_names_its_writers(built: Built) -> None:
    """Each below their piece; one who wrote them all only once, at the top."""
    written = "//article//p[@class='meta'][starts-with(., 'Door')]"
    two = page(built, "nieuwsbrief/2026-11-22").all(f"{written}[ancestor::li]/text()")
    assert two == ["Door Anna Bakker en Jo Gast (journalist)", "Door Anna Bakker"]
    one = page(built, "nieuwsbrief/2026-11-15").all(f"{written}[parent::header]/text()")
    assert one == page(built, "nieuwsbrief/2026-11-15").all(f"{written}/text()")
    assert one == ["Door Anna Bakker"]


def test_a_newsletter_has_pictures_on_the_site_only(built: Built) -> None:
    """The web edition shows the picture of an article; its mail fetches none."""
    assert len(page(built, "nieuwsbrief/2026-11-22").all("//article//picture")) == 1
    assert "<img" not in (built.mail / "2026-11-22/mail.html").read_text(encoding="utf-8")


def test_only_the_front_page_has_the_large_masthead(built: Built) -> None:
    """What isn't found looks like any other page."""
    assert "masthead-front" in page(built, ".").source
    assert "masthead-front" not in (built.site / "404.html").read_text(encoding="utf-8")


def test_pages_about_the_association_begin_with_what_it_is(built: Built) -> None:
    """Then the others by title; people stand at their surname, the editors at the R."""
    about = page(built, "over").all("//div[@id='inhoud']//h2//a/text()")
    assert about == ["Wat het CLB is", "Aanpak", "Volg ons"]
    people = page(built, "mensen").all("//div[@id='inhoud']//h2//a/text()")
    assert people == ["Anna Bakker", "Redactie Lokaal Bestuur", "Piet Smit"]
