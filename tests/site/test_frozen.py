"""An edition that was sent: mail and archive stay as they were, whatever happens to the items."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from lxml import html

from tests.conftest import Build, Built, Write, run_lokaal, write_files
from tests.site.test_leaks import every_file

AT = "2026-11-22T09:00"
EDITION = "nieuwsbrief/2026-11-22/index.html"
SITE = """
-- artikelen/2026/eerste.md --
---
title: Het kanarieplan
description: Waarom de raad een kanarieplan wil.
date: 2026-11-20
genre: nieuws
authors: [sofie, {name: Gast van Buiten}]
layers: [gemeente]
---
Tekst van het plan.
-- artikelen/2026/tweede.md --
---
title: Wonen aan het water
description: Over dijken en daken.
date: 2026-11-19
genre: nieuws
---
Tekst over water.
-- artikelen/2026/derde.md --
---
title: Nieuwe fiets
description: Van onze sponsor.
date: 2026-11-19
genre: advertorial
sponsor: Fietsfonds
---
Koop een fiets.
-- artikelen/2026/niet-in-de-mail.md --
---
title: Verscheen na de mail
description: Dit stuk kwam later.
date: 2026-11-22 08:30
genre: nieuws
---
-- agenda/parkietenuur.md --
---
title: Parkietenuur in de Kamer
start: 2026-11-26 19:30
location: {online: true}
status: onder voorbehoud
---
-- agenda/vragenuur.md --
---
title: Digitaal vragenuur
start: 2026-11-27 19:30
location: {online: true}
---
-- mensen/sofie.md --
---
title: Sofie Kuilman
---
-- doelgroepen/raadsleden.md --
---
title: Raadsleden
layers: [gemeente]
---
-- over/hulp.md --
---
title: Hulp
---
-- nieuwsbrief/2026-11-22.md --
---
title: Plannen voor de raad
number: 4
date: 2026-11-22
preheader: Ook deze week in de brief het laatste nieuws over wonen en werken.
---
Welkom. Lees ook [het stuk](../artikelen/2026/tweede.md) en [hulp](/over/hulp/).
"""


def built(folder: Path, name: str) -> Built:
    """The site of a content folder, on the Sunday."""
    site, mail = folder.parent / name, folder.parent / f"{name}-mail"
    done = run_lokaal(
        *("build", "--content", str(folder), "--site-dir", str(site), "--mail-dir", str(mail)),
        *("--at", AT),
    )
    assert done.returncode == 0, done.stderr
    return Built(done.returncode, done.stdout, done.stderr, site, mail)


def sent(folder: Path, site: str = SITE) -> Built:
    """What was built and sent; the content has its record then."""
    first = built(write_files(folder, site), "sent")
    done = run_lokaal(
        *("edition", "freeze", "2026-11-22"),
        *("--content", str(folder), "--mail-dir", str(first.mail)),
        env={"SOURCE_DATE_EPOCH": "1795420000"},
    )
    assert done.returncode == 0, done.stderr
    return first


def change(file: Path, old: str, new: str) -> None:
    """Edit a file of the content."""
    text = file.read_text(encoding="utf-8")
    assert old in text
    file.write_text(text.replace(old, new), encoding="utf-8")


def mails(built: Built) -> dict[str, bytes]:
    """Everything that a reader gets by mail."""
    folder = built.mail / "2026-11-22"
    return {str(f.relative_to(folder)): f.read_bytes() for f in folder.rglob("mail.*")}


def titles(built: Built) -> list[str]:
    """What the edition's page announces."""
    tree = html.fromstring(built.text(EDITION))
    return [
        "".join(found.itertext()) for found in tree.xpath("//*[contains(@class, 'card-title')]")
    ]


def test_freezing_changes_not_a_byte(tmp_path: Path) -> None:
    """Site and mail built again are the same, manifest included."""
    folder = tmp_path / "content"
    first = sent(folder, SITE.replace("number:", "items: [eerste, tweede, derde]\nnumber:"))
    assert every_file(built(folder, "again")) == every_file(first)
    assert {"mail.html", "raadsleden/mail.html"} <= mails(first).keys()


def test_a_later_change_changes_the_site_and_not_what_was_sent(tmp_path: Path) -> None:
    """The mail keeps every byte and the archive its words; the article's own page is new."""
    folder = tmp_path / "content"
    first = sent(folder)
    change(folder / "artikelen/2026/eerste.md", "Het kanarieplan", "Het mussenplan")
    change(folder / "artikelen/2026/eerste.md", "genre: nieuws", "genre: opinie")
    change(folder / "artikelen/2026/tweede.md", "Over dijken en daken.", "Over bruggen.")
    change(folder / "artikelen/2026/tweede.md", "date: 2026-11-19", "date: 2026-11-02")
    change(folder / "agenda/parkietenuur.md", "onder voorbehoud", "geannuleerd")
    change(folder / "mensen/sofie.md", "Sofie Kuilman", "Sofie de Vries")
    change(folder / "nieuwsbrief/2026-11-22.md", "Welkom.", "Dag.")
    second = built(folder, "again")
    assert "2026-11-22.md:7: waarschuwing: Tekst: de editie is verzonden" in second.err
    assert mails(second) == mails(first)
    page = second.text(EDITION)
    for words in ("Het kanarieplan", "Nieuws<", "dijken en daken", "Onder voorbehoud", "Welkom"):
        assert words in page
    assert "Sofie Kuilman" in page
    assert titles(second) == ["Het kanarieplan", "Wonen aan het water", "Nieuwe fiets"]
    assert "<h1>Het mussenplan</h1>" in second.text("artikelen/2026/eerste/index.html")
    feed = second.text("nieuwsbrief/feed.xml")
    assert "Het kanarieplan" in feed and "Het mussenplan" not in feed
    assert "Ingezonden mededeling van Fietsfonds" in feed


def test_a_renamed_article_keeps_working(tmp_path: Path) -> None:
    """The page leads to where it is now, also from the introduction; its anchor stays, as the
    links in the mail name it."""
    folder = tmp_path / "content"
    sent(folder)
    old = folder / "artikelen/2026/tweede.md"
    old.rename(old.with_name("wonen-nu.md"))
    change(old.with_name("wonen-nu.md"), "genre:", "aliases: [/artikelen/2026/tweede/]\ngenre:")
    second = built(folder, "again")
    tree = html.fromstring(second.text(EDITION))
    assert titles(second) == ["Het kanarieplan", "Wonen aan het water", "Nieuwe fiets"]
    (card,) = tree.xpath("//*[@id='artikelen-2026-tweede']")
    assert card.xpath(".//a/@href") == ["/artikelen/2026/wonen-nu/"]
    assert tree.xpath("//*[contains(@class, 'intro')]//a[text()='het stuk']/@href") == [
        "/artikelen/2026/wonen-nu/"
    ]


def words_of_all(built: Built) -> str:
    """Site and mail in one text, names of files included."""
    return "\n".join(
        f"{name}\n{data.decode(errors='replace')}" for name, data in every_file(built).items()
    )


@pytest.mark.parametrize("how", ["draft: true", "expires: 2026-11-22 08:30"])
def test_what_is_withdrawn_is_nowhere(tmp_path: Path, how: str) -> None:
    """No title, summary, address or id of it in site and mail; how many there were is told.

    It makes no difference whether the file stays behind, hidden, or is deleted.
    """
    folder = tmp_path / "content"
    site = SITE.replace("Plannen voor de raad", "Het kanarieplan").replace("het laatste", "een")
    sent(folder, site)
    change(folder / "artikelen/2026/eerste.md", "genre:", f"{how}\ngenre:")
    change(folder / "agenda/parkietenuur.md", "start:", f"{how}\nstart:")
    change(folder / "mensen/sofie.md", "title:", f"{how}\ntitle:")
    hidden = built(folder, "hidden")
    everything = words_of_all(hidden)
    assert re.findall("(?i)kanarie|artikelen[/-]2026[/-]eerste|parkiet|kuilman", everything) == []
    page = hidden.text(EDITION)
    assert "<h1>Nieuwsbrief van 22 november 2026</h1>" in page
    assert "1 stuk is later van de site gehaald." in page
    assert "Digitaal vragenuur" in page and "Gast van Buiten" not in page
    assert titles(hidden) == ["Wonen aan het water", "Nieuwe fiets"]
    for name in ("artikelen/2026/eerste.md", "agenda/parkietenuur.md", "mensen/sofie.md"):
        (folder / name).unlink()
    assert every_file(built(folder, "deleted")) == every_file(hidden)


def test_a_link_in_the_introduction_to_what_was_deleted(tmp_path: Path) -> None:
    """Its words stay, with a warning: nobody can change what was sent."""
    folder = tmp_path / "content"
    sent(folder)
    (folder / "artikelen/2026/tweede.md").unlink()
    second = built(folder, "again")
    assert "alleen de woorden blijven staan" in second.err
    assert "Lees ook het stuk en" in "".join(html.fromstring(second.text(EDITION)).itertext())


def test_a_written_address_that_leads_nowhere_any_more(content: Write, build: Build) -> None:
    """It is an error, as of any page, but one that says what an editor can do about it."""
    folder = content("")
    sent(folder)
    (folder / "over/hulp.md").unlink()
    stopped = build(folder)
    assert stopped.code == 1
    assert "de link naar /over/hulp/ leidt nergens heen." in stopped.err
    assert "De editie is verzonden: zet dit adres bij de aliases" in stopped.err


def test_a_page_of_an_edition_can_be_shared(tmp_path: Path) -> None:
    """A text to take along, in words that anyone can select; its button copies just that."""
    made = built(write_files(tmp_path / "content", SITE), "site")
    page = html.fromstring(made.text(EDITION))
    words = "Lokaal Bestuur van 22 november 2026: Plannen voor de raad"
    url = "https://www.lokaalbestuur.nl/nieuwsbrief/2026-11-22/"
    (button,) = page.xpath("//button[@data-copy]")
    (block,) = page.xpath(f"//*[@id='{button.get('data-copy')[1:]}']")
    assert [p.text for p in block] == [words, url]
    assert button.get("hidden") is not None
    (mail,) = page.xpath("//a[starts-with(@href, 'mailto:?')]/@href")
    assert "body=Lokaal%20Bestuur%20van%2022" in mail and "%0D%0Ahttps" in mail
    assert page.xpath("//script[contains(@src, 'copy')]")
    assert "Nummer 4, " in made.text(EDITION)
    assert "Nummer 4" in made.text("nieuwsbrief/index.html")
