"""Time: what is hidden is nowhere in the output, and what is visible is everywhere it belongs.

One content holds every kind four times: ``later`` (published at midnight), ``concept`` (a draft),
``voorbij`` (expires at midnight) and ``altijd``. Every item but the drafts' own is named by the
visible ones in their front matter and in their texts, and every hidden one holds a word that
stands nowhere else.
"""

from __future__ import annotations

import re
import zlib
from collections.abc import Collection
from dataclasses import dataclass
from pathlib import Path

import pytest

from tests.conftest import Build, Built, run_lokaal, write_files
from tests.site.reading import Page, read_pages

BEFORE = "2026-11-21T23:59:59"
MIDNIGHT = "2026-11-22T00:00:00"

# {w} is the item's word, {when} the lines that hide it.
KINDS = {
    "artikel": """
-- artikelen/2026/{w}artikel.md --
---
title: Titel {w}artikel
description: Samenvatting {w}artikel.
{when}
genre: podcast
chapeau: Inleiding {w}artikel.
series: Reeks {w}artikel
authors: [{w}persoon]
topics: [{w}onderwerp]
audiences: [{w}doelgroep]
networks: [{w}netwerk]
regions: [{w}regio]
guides: [{w}handreiking]
image: {{src: {w}beeld.png, alt: Beeld {w}artikel, credit: Maker {w}artikel}}
audio: {{src: {w}geluid.mp3, duration: 24:30}}
aliases: [/oud/{w}alias]
sidebars: [{{title: Kader {w}artikel, text: "Kader [x](../../over/{w}pagina.md)."}}]
---
Tekst {w}artikel met ![{w} plaatje](../../media/{w}plaat.png) en [stuk](../../media/{w}stuk.pdf).
""",
    "agenda": """
-- agenda/{w}agenda.md --
---
title: Titel {w}agenda
description: Samenvatting {w}agenda.
{when}
start: 2026-12-04 12:00
end: 2026-12-04 13:00
repeat: elke eerste vrijdag van de maand
topics: [{w}onderwerp]
audiences: [{w}doelgroep]
networks: [{w}netwerk]
training: {w}scholing
location: {{name: Zaal {w}agenda}}
---
Tekst {w}agenda.
""",
    "netwerk": """
-- netwerken/{w}netwerk.md --
---
title: Titel {w}netwerk
{when}
kind: functioneel
spokespersons: [{w}persoon]
---
Tekst {w}netwerk.
""",
    "regio": """
-- afgehaakt/{w}regio.md --
---
title: Titel {w}regio
{when}
region: Regio {w}regio
lessons: [Les {w}regio.]
actions: [{{situation: Toestand {w}regio}}]
---
Tekst {w}regio.
""",
    "handreiking": """
-- handreikingen/{w}handreiking.md --
---
title: Titel {w}handreiking
{when}
version: "1.0"
instruments: [{w}motie]
downloads: [{w}hulp.pdf]
---
Tekst {w}handreiking.
""",
    "motie": """
-- motiebank/{w}motie.md --
---
title: Titel {w}motie
{when}
kind: voorbeeldmotie
document: {w}motie.pdf
---
Tekst {w}motie.
""",
    "scholing": """
-- scholing/{w}scholing.md --
---
title: Titel {w}scholing
{when}
form: workshop
---
Tekst {w}scholing.
""",
    "onderzoek": """
-- onderzoek/{w}onderzoek.md --
---
title: Titel {w}onderzoek
{when}
status: lopend
---
Tekst {w}onderzoek.
""",
    "onderwerp": """
-- onderwerpen/{w}onderwerp.md --
---
title: Titel {w}onderwerp
{when}
---
Tekst {w}onderwerp.
""",
    "doelgroep": """
-- doelgroepen/{w}doelgroep.md --
---
title: Titel {w}doelgroep
{when}
---
Tekst {w}doelgroep.
""",
    "persoon": """
-- mensen/{w}persoon.md --
---
title: Titel {w}persoon
{when}
photo: {w}portret.png
---
Tekst {w}persoon.
""",
    "pagina": """
-- over/{w}pagina.md --
---
title: Titel {w}pagina
{when}
---
Tekst {w}pagina.
""",
    "editie": """
-- nieuwsbrief/{sunday}.md --
---
title: Titel {w}editie
{when}
preheader: Wat u deze week nog niet las, staat in de editie {w}editie.
items: [{w}artikel]
---
Tekst {w}editie.
""",
}
MEDIA = ("beeld.png", "plaat.png", "portret.png", "geluid.mp3", "stuk.pdf", "hulp.pdf", "motie.pdf")
CANARIES = sorted({*KINDS, "alias", "bytes", *(name.partition(".")[0] for name in MEDIA)})
"""What the hidden word is put before: in texts, names of files, and files."""
SUNDAYS = {
    "later": "2026-11-22",
    "concept": "2026-11-01",
    "voorbij": "2026-11-08",
    "altijd": "2026-11-15",
}
WHEN = {
    "later": "date: 2026-11-22",
    "concept": "date: {past}\ndraft: true",
    "voorbij": "date: {past}\nexpires: 2026-11-22",
    "altijd": "date: {past}",
}
# What is always visible names everything, hidden or not.
NAMING = """
-- index.md --
---
title: Lokaal Bestuur
---
Voorpagina: {links}
-- artikelen/2026/noemt-alles.md --
---
title: Noemt alles
description: Dit stuk noemt alles wat er is.
date: 2026-11-10
genre: nieuws
authors: {persoon}
topics: {onderwerp}
audiences: {doelgroep}
networks: {netwerk}
regions: {regio}
guides: {handreiking}
related: {artikel}
---
{links}
-- agenda/noemt-alles.md --
---
title: Noemt alles
date: 2026-11-10
start: 2026-12-10 12:00
networks: {netwerk}
topics: {onderwerp}
audiences: {doelgroep}
---
{links}
-- handreikingen/noemt-alles.md --
---
title: Noemt alles
date: 2026-11-10
version: "1.0"
instruments: {motie}
---
{links}
-- nieuwsbrief/2026-10-25.md --
---
title: Noemt alles
date: 2026-10-25
preheader: Deze editie noemt elk artikel dat er is, verborgen of niet.
items: {artikel}
---
{links}
"""


def address_of(kind: str, word: str) -> str:
    """The page of one of the items."""
    path = re.search(r"-- (.+)\.md --", KINDS[kind])
    assert path
    return f"/{path[1].format(w=word, sunday=SUNDAYS[word])}/"


def picture(word: str) -> bytes:
    """A small picture with a word in it, where a camera would put the place."""

    def chunk(kind: bytes, data: bytes) -> bytes:
        checked = kind + data
        return len(data).to_bytes(4) + checked + zlib.crc32(checked).to_bytes(4)

    header = (1).to_bytes(4) * 2 + bytes([8, 0, 0, 0, 0])
    parts = (
        (b"IHDR", header),
        (b"tEXt", b"Comment\0" + word.encode()),
        (b"IDAT", zlib.compress(b"\0\0")),
        (b"IEND", b""),
    )
    return b"\x89PNG\r\n\x1a\n" + b"".join(chunk(*part) for part in parts)


def document(word: str) -> bytes:
    """A PDF of no pages with a word in it."""
    return f"%PDF-1.4\n%{word}\n1 0 obj<</Type/Catalog>>endobj\n%%EOF\n".encode()


def sound(word: str) -> bytes:
    """An MP3 whose title (an ID3v2.3 frame, https://id3.org/id3v2.3.0) is a word."""
    frame = b"TIT2" + (len(word) + 1).to_bytes(4) + b"\0\0\0" + word.encode()
    silence = b"\xff\xfb\x90\x00" + bytes(413)
    return b"ID3\x03\0\0\0\0\0" + bytes([len(frame)]) + frame + silence


MAKERS = {".png": picture, ".pdf": document, ".mp3": sound}


def write_content(folder: Path, without: Collection[str] = ()) -> Path:
    """The content of this module; of the words in ``without`` only what the links to them say."""
    text = ""
    names: dict[str, list[str]] = {kind: [] for kind in KINDS}
    links = []
    for word, when in WHEN.items():
        of_word = [("een", address_of(kind, word)) for kind in KINDS]
        of_word += [("twee", f"/agenda/{word}agenda.ics"), ("drie", f"/oud/{word}alias")]
        of_word += [("vier", f"/onderwerpen/{word}onderwerp/feed.xml")]
        if word in without:
            links += [words for words, _ in of_word]
            continue
        links += [f"[{words}]({path})" for words, path in of_word]
        for kind, template in KINDS.items():
            past = SUNDAYS[word] if kind == "editie" else "2026-11-02"
            values = {"w": word, "sunday": SUNDAYS[word], "when": when.format(past=past)}
            text += template.format(**values)
            names[kind].append(f"{word}{kind}")
        for name in MEDIA:
            file = folder / "media" / f"{word}{name}"
            file.parent.mkdir(parents=True, exist_ok=True)
            file.write_bytes(MAKERS[file.suffix](f"{word}bytes"))
    listed = {kind: f"[{', '.join(found)}]" for kind, found in names.items()}
    return write_files(folder, text + NAMING.format(links=" ".join(links), **listed))


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The content of this module, written once."""
    return write_content(tmp_path_factory.mktemp("time") / "content")


def at(folder: Path, moment: str, name: str) -> Built:
    """The site at a moment."""
    site, mail = folder.parent / name, folder.parent / f"{name}-mail"
    done = run_lokaal(
        *("build", "--content", str(folder), "--site-dir", str(site), "--mail-dir", str(mail)),
        *("--at", moment),
    )
    assert done.returncode == 0, done.stderr
    return Built(done.returncode, done.stdout, done.stderr, site, mail)


@dataclass(frozen=True)
class Night:
    """The site one second before midnight and at midnight."""

    before: Built
    midnight: Built


@pytest.fixture(scope="module")
def night(folder: Path) -> Night:
    """Both sites."""
    return Night(at(folder, BEFORE, "before"), at(folder, MIDNIGHT, "midnight"))


@pytest.mark.parametrize("kind", CANARIES)
def test_what_is_dated_tomorrow_is_nowhere_today(night: Night, kind: str) -> None:
    """No page, list, feed, calendar, mail, redirect, picture or file name gives it away."""
    assert night.before.holding(f"later{kind}") == []


@pytest.mark.parametrize("kind", CANARIES)
def test_a_draft_is_never_anywhere(night: Night, kind: str) -> None:
    """Nothing of a draft is in the output, whatever its date."""
    assert night.before.holding(f"concept{kind}") == []
    assert night.midnight.holding(f"concept{kind}") == []


@pytest.mark.parametrize("kind", CANARIES)
def test_what_has_expired_is_nowhere(night: Night, kind: str) -> None:
    """An item is there up to the second before it expires, and gone at that moment."""
    assert night.before.holding(f"voorbij{kind}") != []
    assert night.midnight.holding(f"voorbij{kind}") == []


EVERYWHERE = {
    "artikel": """
        artikelen/2026/{w}artikel/index.html index.html artikelen/index.html
        artikelen/2026/index.html onderwerpen/{w}onderwerp/index.html
        doelgroepen/{w}doelgroep/index.html mensen/{w}persoon/index.html
        netwerken/{w}netwerk/index.html feed.xml atom.xml feed.json podcast.xml
        onderwerpen/{w}onderwerp/feed.xml onderwerpen/{w}onderwerp/atom.xml
        onderwerpen/{w}onderwerp/feed.json doelgroepen/{w}doelgroep/feed.xml
        sitemap.xml zoeken/woorden.txt nieuwsbrief/{sunday}/index.html oud/{w}alias/index.html
        artikelen/2026/noemt-alles/index.html
        {sunday}/mail.html {sunday}/mail.txt {sunday}/mail.eml {sunday}/manifest.json
        2026-10-25/mail.html
    """,
    "agenda": """
        agenda/{w}agenda/index.html agenda/index.html index.html agenda.ics
        agenda/{w}agenda.ics doelgroepen/{w}doelgroep/agenda.ics netwerken/{w}netwerk/agenda.ics
        doelgroepen/{w}doelgroep/index.html onderwerpen/{w}onderwerp/index.html
        netwerken/{w}netwerk/index.html agenda/feed.xml sitemap.xml zoeken/woorden.txt
        {sunday}/mail.html
    """,
    "netwerk": """
        netwerken/{w}netwerk/index.html netwerken/index.html sitemap.xml zoeken/woorden.txt
    """,
    "regio": """
        afgehaakt/{w}regio/index.html afgehaakt/index.html afgehaakt/acties/index.html
        artikelen/2026/{w}artikel/index.html sitemap.xml zoeken/woorden.txt
    """,
    "handreiking": """
        handreikingen/{w}handreiking/index.html handreikingen/index.html feed.xml
        artikelen/2026/{w}artikel/index.html sitemap.xml zoeken/woorden.txt
    """,
    "motie": """
        motiebank/{w}motie/index.html motiebank/index.html feed.xml sitemap.xml
        handreikingen/{w}handreiking/index.html zoeken/woorden.txt
    """,
    "scholing": "scholing/{w}scholing/index.html scholing/index.html agenda/{w}agenda/index.html",
    "onderzoek": "onderzoek/{w}onderzoek/index.html onderzoek/index.html sitemap.xml",
    "onderwerp": """
        onderwerpen/{w}onderwerp/index.html onderwerpen/index.html
        artikelen/2026/{w}artikel/index.html sitemap.xml zoeken/woorden.txt
    """,
    "doelgroep": "doelgroepen/{w}doelgroep/index.html doelgroepen/index.html sitemap.xml",
    "persoon": """
        mensen/{w}persoon/index.html mensen/index.html artikelen/2026/{w}artikel/index.html
    """,
    "pagina": "over/{w}pagina/index.html over/index.html artikelen/2026/{w}artikel/index.html",
    "editie": """
        nieuwsbrief/{sunday}/index.html nieuwsbrief/index.html nieuwsbrief/2026/index.html
        nieuwsbrief/feed.xml {sunday}/mail.html {sunday}/mail.eml zoeken/woorden.txt
    """,
}


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("word", ["later", "altijd"])
def test_what_is_visible_is_everywhere(night: Night, kind: str, word: str) -> None:
    """From the moment of its date an item is on every page and in every file it belongs to."""
    wanted = EVERYWHERE[kind].format(w=word, sunday=SUNDAYS[word]).split()
    found = night.midnight.holding(f"{word}{kind}")
    assert [file for file in wanted if file not in found] == []


def test_media_come_and_go_with_their_items(night: Night) -> None:
    """A file under media/ is published as long as something visible shows or links to it."""

    def published(built: Built) -> set[str]:
        return {file.name for file in (built.site / "media").iterdir()}

    of = {word: {f"{word}{name}" for name in MEDIA} for word in WHEN}
    assert published(night.before) == of["voorbij"] | of["altijd"]
    assert published(night.midnight) == of["later"] | of["altijd"]


def test_old_addresses_come_and_go(night: Night) -> None:
    """An old address leads on as long as there is something to lead to."""
    for word, before, midnight in (
        ("later", False, True),
        ("voorbij", True, False),
        ("concept", False, False),
        ("altijd", True, True),
    ):
        file = f"oud/{word}alias/index.html"
        assert (night.before.site / file).exists() is before
        assert (night.midnight.site / file).exists() is midnight


@pytest.mark.parametrize("moment", ["before", "midnight"])
def test_no_page_links_to_what_is_hidden(night: Night, moment: str) -> None:
    """The words of a link to something hidden stay, the link goes; no other link breaks."""
    built: Built = getattr(night, moment)
    pages = read_pages(built.site)
    text = "artikelen/2026/noemt-alles/index.html"
    links = Page(built.site, built.site / text).links
    gone = {"before": ("later", "concept"), "midnight": ("voorbij", "concept")}[moment]
    for word in WHEN:
        targets = [address_of(kind, word) for kind in KINDS]
        targets += [f"/agenda/{word}agenda.ics", f"/onderwerpen/{word}onderwerp/feed.xml"]
        assert all((target in links) is (word not in gone) for target in targets), word
    assert pages["/artikelen/2026/noemt-alles/"].text.count("een ") >= len(KINDS) * len(WHEN)


@pytest.mark.parametrize("moment", ["before", "midnight"])
def test_an_edition_lists_only_what_is_visible(night: Night, moment: str) -> None:
    """An edition that names every article shows the visible ones, on the web and in the mail."""
    built: Built = getattr(night, moment)
    visible = {"before": {"voorbij", "altijd"}, "midnight": {"later", "altijd"}}[moment]
    page = Page(built.site, built.site / "nieuwsbrief/2026-10-25/index.html")
    mail = (built.mail / "2026-10-25" / "mail.txt").read_text()
    for word in WHEN:
        assert (address_of("artikel", word) in page.links) is (word in visible)
        assert (f"Titel {word}artikel" in mail) is (word in visible)


def test_a_hidden_edition_has_no_mail(night: Night) -> None:
    """Mail is made for visible editions only, and nothing names the address of a hidden one."""
    assert night.before.holding(f"nieuwsbrief/{SUNDAYS['later']}") == []
    assert night.midnight.holding(f"nieuwsbrief/{SUNDAYS['concept']}") == []
    assert f"/nieuwsbrief/{SUNDAYS['later']}/" in night.midnight.text("sitemap.xml")
    before = {folder.name for folder in night.before.mail.iterdir()}
    assert before == {"2026-10-25", SUNDAYS["voorbij"], SUNDAYS["altijd"]}
    midnight = {folder.name for folder in night.midnight.mail.iterdir()}
    assert midnight == {"2026-10-25", SUNDAYS["later"], SUNDAYS["altijd"]}


def test_no_empty_year_or_topic_gives_it_away(tmp_path: Path, build: Build) -> None:
    """The year, the topic page's second page and the podcast feed come with what they hold."""
    folder = write_files(
        tmp_path / "content",
        """
-- artikelen/2027/eerste.md --
---
title: Eerste van 2027
description: Het eerste stuk van een nieuw jaar.
date: 2027-01-03
genre: podcast
audio: {src: https://voorbeeld.nl/a.mp3}
---
Tekst.
-- agenda/verder.md --
---
title: Verder
start: 2026-12-01 12:00
---
""",
    )
    today = build(folder, at="2027-01-02T23:59", name="today")
    assert today.code == 0, today.err
    assert [name for name in today.files() if "artikelen/2027" in name or "podcast" in name] == []
    assert "2027" not in "".join(Page(today.site, today.site / "artikelen/index.html").links)
    tomorrow = build(folder, at="2027-01-03", name="tomorrow")
    assert {"artikelen/2027/index.html", "podcast.xml"} <= set(tomorrow.files())


def test_the_agenda_moves_with_the_moment(tmp_path: Path, build: Build) -> None:
    """A meeting is coming until its day is over, and in its year's archive from then on."""
    folder = write_files(
        tmp_path / "content",
        """
-- agenda/vergadering.md --
---
title: Vergadering
start: 2026-11-21 19:30
end: 2026-11-21 21:00
---
-- agenda/reeks.md --
---
title: Reeks
start: 2026-01-02 12:00
repeat: elke eerste vrijdag van de maand
---
""",
    )

    def links(moment: str) -> tuple[bool, bool]:
        built = build(folder, at=moment, name=moment.replace(":", ""))
        assert built.code == 0, built.err
        pages = read_pages(built.site)
        places = (pages["/agenda/"], pages["/agenda/archief/2026/"])
        coming, past = ("/agenda/vergadering/" in page.links for page in places)
        return coming, past

    assert links("2026-11-21T19:00") == (True, False)
    assert links("2026-11-22T00:00") == (False, True)
