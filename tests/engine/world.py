"""A small project and what its editors do to it, at random; the same each time for a seed."""

from __future__ import annotations

import os
import random
import re
import shutil
import struct
import zlib
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from pathlib import Path

from tests.conftest import ROOT, write_files

START = datetime(2026, 11, 22, 9)
WORDS = "wonen water raad motie plan school wijk fiets begroting debat kans zorg".split()

TERMS = """
-- content/index.md --
---
title: Lokaal Bestuur
description: Voor wie lokaal bestuurt.
---
Welkom. Lees [over wonen](onderwerpen/wonen.md).
-- content/onderwerpen/wonen.md --
---
title: Wonen
description: Alles over wonen.
---
-- content/onderwerpen/werk.md --
---
title: Werk
---
-- content/onderwerpen/water.md --
---
title: Water
---
Over dijken.
-- content/doelgroepen/raadsleden.md --
---
title: Raadsleden
---
-- content/doelgroepen/wethouders.md --
---
title: Wethouders
---
-- content/mensen/redactie.md --
---
title: Redactie Lokaal Bestuur
---
-- content/mensen/schrijver.md --
---
title: Een schrijver
---
Schrijft mee.
-- content/netwerken/wethouders.md --
---
title: Netwerk van wethouders
kind: functioneel
---
Over dit netwerk.
-- content/agenda/avond.md --
---
title: Avond over wonen
description: Drie gemeenten vertellen wat werkt.
start: 2026-12-04 19:30
end: 2026-12-04 21:30
audiences: [raadsleden]
networks: [wethouders]
topics: [wonen]
location: {name: Stadhuis, city: Utrecht}
---
Wat er op de agenda staat. Lees vooraf [een stuk](../artikelen/2026/stuk-01.md).
-- content/agenda/reeks.md --
---
title: Overleg van wethouders
start: 2026-01-07 12:00
end: 2026-01-07 13:00
repeat: FREQ=MONTHLY;BYDAY=1WE
networks: [wethouders]
location: {online: true}
---
-- content/nieuwsbrief/2026-11-22.md --
---
title: Wat er speelt
date: 2026-11-22
preheader: Over wonen, over werk en over wie er nog meer iets te zeggen heeft.
items: [stuk-01]
---
Een inleiding.
-- content/motiebank/voorbeeld.md --
---
title: Voorbeeldmotie wonen
description: Een motie om over te nemen.
date: 2026-10-01
kind: voorbeeldmotie
topics: [wonen]
---
De raad, bijeen.
"""


def article(number: int, title: str, extra: str = "", text: str = "Tekst.") -> str:
    """One of the articles, with a topic, an author and a date that follow from its number."""
    topic = ("wonen", "werk", "water")[number % 3]
    person = ("redactie", "schrijver")[number % 2]
    audience = ("raadsleden", "wethouders")[number % 2]
    return (
        f"---\ntitle: {title}\ndescription: Waar stuk {number} over gaat.\n"
        f"date: 2026-{9 + number % 3}-{number + 5:02} 08:00\n"
        f"genre: {('nieuws', 'uitleg', 'opinie')[number % 3]}\n"
        f"authors: [{person}]\ntopics: [{topic}]\naudiences: [{audience}]\n{extra}---\n{text}\n"
    )


SPECIAL = {
    1: ("image: {src: foto.png, alt: Een foto, credit: Redactie}\n", "Zie [drie](stuk-03.md).[^1]"),
    2: ("aliases: [/oud/stuk-twee/]\n", "Een **vet** woord en een lijst:\n\n- een\n- twee"),
    3: ("id: urn:uuid:7d1f6a52-0c3e-4f1e-9a55-2f6a3a4f9b03\n", "## Kop\n\n| a |\n|---|\n| 1 |"),
    4: ("related: [stuk-01]\n", "> Een citaat.\n\n![Een foto](../../media/foto.png)"),
    5: ("draft: true\n", "Nog een klad."),
    6: ("expires: 2026-11-24 12:00\n", "Dit gaat weer weg."),
}  # fmt: skip


def picture(shade: int) -> bytes:
    """A PNG of 48 by 32 dots in one shade of grey."""
    rows = (b"\0" + bytes([shade]) * 48) * 32

    def chunk(kind: bytes, data: bytes) -> bytes:
        check = struct.pack(">I", zlib.crc32(kind + data))
        return struct.pack(">I", len(data)) + kind + data + check

    head = struct.pack(">IIBBBBB", 48, 32, 8, 0, 0, 0, 0)
    return (
        b"\x89PNG\r\n\x1a\n"
        + chunk(b"IHDR", head)
        + chunk(b"IDAT", zlib.compress(rows))
        + chunk(b"IEND", b"")
    )


@dataclass
class World:
    """A project that changes: its folder, its clock, and the dice that decide."""

    folder: Path
    dice: random.Random
    now: datetime = START
    made: int = 12
    """How many articles there ever were: a number is given once."""
    repair: Callable[[], object] | None = field(default=None, repr=False)
    """Takes the mistake away that was made last."""

    @property
    def content(self) -> Path:
        """Where the editors write."""
        return self.folder / "content"

    @property
    def articles(self) -> list[Path]:
        """The files of all articles, in an order that is always the same."""
        return sorted((self.content / "artikelen").rglob("*.md"))

    def any_article(self, *, free: bool = False) -> Path:
        """One article; with ``free`` one that no other file names, if there is one."""
        found = self.articles
        if free:
            texts = [p.read_text(encoding="utf-8") for p in sorted(self.content.rglob("*.md"))]
            named = [p for p in found if not any(p.stem in text for text in texts)]
            found = named or found
        return self.dice.choice(found)

    def words(self, count: int = 3) -> str:
        """A few words, such as a title may have."""
        return " ".join(self.dice.choices(WORDS, k=count)).capitalize()

    def edit(self) -> str:
        """Let an editor do something; tells what it was."""
        if self.repair:
            self.repair()
            self.repair = None
        change = self.dice.choices([do for do, _ in EDITS], [often for _, often in EDITS])[0]
        return f"{change.__name__}: {change(self)}"


def new_world(folder: Path, seed: int) -> World:
    """A project of its own with our settings and theme, and a small site in it."""
    folder.mkdir(parents=True)
    shutil.copy(ROOT / "mkdocs.yml", folder)
    shutil.copytree(ROOT / "overrides", folder / "overrides")
    write_files(folder, TERMS)
    articles = folder / "content/artikelen/2026"
    articles.mkdir(parents=True)
    for number in range(1, 13):
        extra, text = SPECIAL.get(number, ("", f"Tekst van stuk {number}."))
        if number == 7:
            extra = "slug: een-eigen-adres\n"
        if "[^1]" in text:
            text += "\n\n[^1]: Een noot."
        name = articles / f"stuk-{number:02}.md"
        name.write_text(article(number, f"Stuk {number}", extra, text), encoding="utf-8")
    later = article(8, "Verschijnt later").replace("date: 2026-11-13", "date: 2026-11-23")
    (articles / "stuk-08.md").write_text(later, encoding="utf-8")
    (folder / "content/media").mkdir()
    (folder / "content/media/foto.png").write_bytes(picture(90))
    return World(folder, random.Random(seed))


# ---- what editors do; each gives a few words for whoever reads why a test failed ----


def replace(file: Path, pattern: str, new: str) -> str:
    """Change the first place that a pattern finds, if any; tells which file it was."""
    text = file.read_text(encoding="utf-8")
    file.write_text(re.sub(pattern, lambda _: new, text, count=1, flags=re.M), encoding="utf-8")
    return f"{file.name}: {new!r}"


def change_text(world: World) -> str:
    """A paragraph more in an article."""
    file = world.any_article()
    text = f"\n{world.words(8)}.\n"
    with file.open("a", encoding="utf-8") as out:
        out.write(text)
    return f"{file.name}: {text!r}"


def change_letter(world: World) -> str:
    """Another letter, and then the old time put back, as some programs that copy files do."""
    file = world.any_article()
    before, stat = file.read_bytes(), file.stat()
    head, letter = before.rstrip()[:-2], world.dice.choice(b"abcdefgh")
    file.write_bytes(head + bytes([letter]) + before[len(head) + 1 :])
    os.utime(file, ns=(stat.st_atime_ns, stat.st_mtime_ns))
    return f"{file.name}: '{chr(letter)}'"


def retitle(world: World) -> str:
    """Another title, at the same address."""
    file = world.any_article()
    return replace(file, r"^title: .*$", f"title: {world.words()}")


def redate(world: World) -> str:
    """Another day of the same year: its place in lists, feeds and editions changes."""
    file = world.any_article()
    day = world.now - timedelta(days=world.dice.randint(-3, 40))
    return replace(file, r"^date: .*$", f"date: 2026-{day.month:02}-{min(day.day, 28):02} 08:00")


def move_terms(world: World) -> str:
    """An article gets another topic."""
    file = world.any_article()
    topics = sorted(path.stem for path in (world.content / "onderwerpen").glob("*.md"))
    chosen = world.dice.sample(topics, k=world.dice.randint(1, 2))
    return replace(file, r"^topics: .*$", f"topics: [{', '.join(chosen)}]")


def delete(world: World) -> str:
    """An article that nothing refers to goes."""
    file = world.any_article(free=True)
    file.unlink()
    return file.name


def rename(world: World) -> str:
    """An article gets another file name; those who name it follow. Its old address leads on, or
    its id stays, or neither."""
    file = world.any_article(free=world.dice.random() < 0.5)
    new = file.with_name(f"anders-{world.dice.randint(100, 999)}-{file.stem}.md")
    keep = world.dice.choice(["alias", "id", "none"])
    text = file.read_text(encoding="utf-8")
    if keep == "alias" and "aliases:" not in text and "slug:" not in text:
        replace(file, r"^genre:", f"aliases: [/artikelen/2026/{file.stem}/]\ngenre:")
    elif keep == "id" and "\nid:" not in text:
        replace(file, r"^genre:", f"id: urn:lokaal:{file.stem}\ngenre:")
    file.rename(new)
    for other in sorted(world.content.rglob("*.md")):
        body = other.read_text(encoding="utf-8")
        pattern = rf"(?<=[\[/( ]){re.escape(file.stem)}(?=\.md|[\],])"
        if re.search(pattern, body):
            other.write_text(re.sub(pattern, new.stem, body), encoding="utf-8")
    return f"{file.name} -> {new.name} ({keep})"


def add(world: World) -> str:
    """A new article, with a link to another."""
    world.made += 1
    number = world.made
    near = world.any_article()
    file = world.content / f"artikelen/2026/stuk-{number:02}.md"
    text = article(number % 20, world.words(), "", f"Lees ook [dit]({near.name}).")
    file.write_text(text, encoding="utf-8")
    return f"{file.name}, which links to {near.name}"


def new_topic(world: World) -> str:
    """A topic more, with an article in it."""
    name = f"nieuw-{world.dice.randint(100, 999)}"
    file = world.content / f"onderwerpen/{name}.md"
    file.write_text(f"---\ntitle: {world.words(2)}\n---\n", encoding="utf-8")
    return f"{name}, in {replace(world.any_article(), r'^topics: .*$', f'topics: [{name}]')}"


def retitle_term(world: World) -> str:
    """A topic, an audience, a person or a network gets another name."""
    kind = world.dice.choice(["onderwerpen", "doelgroepen", "mensen", "netwerken"])
    file = world.dice.choice(sorted((world.content / kind).glob("*.md")))
    return f"{kind}/{replace(file, r'^title: .*$', f'title: {world.words(2)}')}"


def draft(world: World) -> str:
    """A draft appears, or an article becomes a draft again."""
    file = world.any_article()
    if "\ndraft: true\n" in file.read_text(encoding="utf-8"):
        replace(file, r"^draft: true\n", "")
        return f"{file.name} appears"
    replace(file, r"^genre:", "draft: true\ngenre:")
    return f"{file.name} is hidden"


def an_hour(world: World) -> str:
    """Time goes on a little: mostly nothing is to change."""
    world.now += timedelta(hours=1)
    return f"{world.now}"


def a_day(world: World) -> str:
    """The next day: what was to appear later appears, what expires goes."""
    world.now += timedelta(days=1)
    return f"{world.now}"


def a_month(world: World) -> str:
    """A month later: meetings are past, editions old."""
    world.now += timedelta(days=31)
    return f"{world.now}"


def meeting(world: World) -> str:
    """A meeting moves, is cancelled or gets another name."""
    file = world.content / "agenda/avond.md"
    day = world.dice.randint(1, 28)
    match world.dice.randrange(3):
        case 0:
            text = file.read_text(encoding="utf-8")
            moved = re.sub(r"2026-12-\d\d", f"2026-12-{day:02}", text)
            file.write_text(moved, encoding="utf-8")
            return f"{file.name} to day {day}"
        case 1:
            return replace(file, r"^title: .*$", f"title: {world.words()}")
    file = world.content / "agenda/reeks.md"
    rule = f"repeat: FREQ=MONTHLY;INTERVAL={day % 4 + 1};BYDAY=1WE"
    return replace(file, r"^repeat: .*$", rule)


def edition(world: World) -> str:
    """The introduction of an edition changes."""
    file = next(iter(sorted((world.content / "nieuwsbrief").glob("*.md"))))
    with file.open("a", encoding="utf-8") as out:
        out.write(f"\n{world.words(6)}.\n")
    return file.name


def home(world: World) -> str:
    """The text of the front page changes."""
    return replace(world.content / "index.md", r"^Welkom.*", f"Welkom. {world.words(5)}.")


def site_name(world: World) -> str:
    """The site gets another name, which stands on every page."""
    return replace(world.folder / "mkdocs.yml", r"^site_name: .*$", f"site_name: {world.words(2)}")


def setting(world: World) -> str:
    """The plugin gets another setting in the place of the one it had."""
    settings = [
        "hub: https://hub.voorbeeld.nl/",
        "gone: [/weg/]",
        "newsletter: {name: Wij}",
        "cards: false",
        "compress: false",
    ]
    chosen = f"      {world.dice.choice(settings)}"
    return replace(world.folder / "mkdocs.yml", r"^      \w+: .*$", chosen)


def template(world: World) -> str:
    """The theme's footer says something else, on every page."""
    text = f"<!-- --><p>{world.words()}</p>\n"
    file = world.folder / "overrides/partials/footer.html"
    file.write_text(file.read_text(encoding="utf-8") + text, encoding="utf-8")
    return text


def style(world: World) -> str:
    """The style sheet changes, and its name with it."""
    file = world.folder / "overrides/assets/site.css"
    text = f"\n.x{world.dice.randint(1, 999)} {{ color: inherit }}\n"
    file.write_text(file.read_text(encoding="utf-8") + text, encoding="utf-8")
    return text.strip()


def add_picture(world: World) -> str:
    """An article without a picture of its own gets a new one."""
    name = f"beeld-{world.dice.randint(100, 999)}.png"
    (world.content / "media" / name).write_bytes(picture(world.dice.randrange(256)))
    file = world.any_article()
    if "\nimage:" in file.read_text(encoding="utf-8"):
        return f"{name}, which nobody uses"
    return replace(file, r"^genre:", f"image: {{src: {name}, alt: Een beeld}}\ngenre:")


def replace_picture(world: World) -> str:
    """Another picture under the same name, and of the same size."""
    file = world.dice.choice(sorted((world.content / "media").glob("*.png")))
    file.write_bytes(picture(world.dice.randrange(256)))
    return file.name


def drop_picture(world: World) -> str:
    """No article has a certain picture any more, and it goes."""
    file = world.dice.choice(sorted((world.content / "media").glob("*.png")))
    for path in world.articles:
        text = path.read_text(encoding="utf-8")
        text = re.sub(rf"^image: .*{file.name}.*\n", "", text, flags=re.M)
        text = re.sub(rf"!\[[^]]*\]\([^)]*{file.name}\)", "", text)
        path.write_text(text, encoding="utf-8")
    if len(list((world.content / "media").glob("*.png"))) > 1:
        file.unlink()
    return file.name


def touch(world: World) -> str:
    """Files get another time, and nothing else: what git does at a checkout."""
    for file in sorted(world.content.rglob("*.md")):
        os.utime(file, (1_700_000_000, 1_700_000_000))
    return "every text"


def same_again(world: World) -> str:
    """Nothing at all."""
    return "nothing"


def mistake(world: World) -> str:
    """An article that can't be built, until the next edit."""
    file = world.any_article()
    good = file.read_text(encoding="utf-8")
    world.repair = lambda: file.write_text(good, encoding="utf-8")
    return replace(file, r"^genre: .*$", "genre: nieuwz")


EDITS: tuple[tuple[Callable[[World], str], int], ...] = (
    (change_text, 3), (change_letter, 2), (retitle, 3), (redate, 3), (move_terms, 2), (delete, 2),
    (rename, 3), (add, 2), (new_topic, 2), (retitle_term, 2), (draft, 2), (an_hour, 1), (a_day, 2),
    (a_month, 1), (meeting, 2), (edition, 1), (home, 1), (site_name, 1), (setting, 1),
    (template, 1), (style, 1), (add_picture, 1), (replace_picture, 1), (drop_picture, 1),
    (touch, 1), (same_again, 1), (mistake, 1),
)  # fmt: skip
"""What may happen, and how often beside the rest."""
