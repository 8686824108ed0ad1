"""Where the key of an output is the same, so are its bytes: whatever changed, and wherever."""

from __future__ import annotations

import io
import re
from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from typing import NamedTuple

from PIL import Image

from site_plugins.engine.reading import Reading
from site_plugins.model.item import ZONE
from site_plugins.outputs import site_outputs
from site_plugins.publication import prepare
from site_plugins.rendering.shell import MARKERS, SECTIONS, Shell
from site_plugins.rendering.site import Site
from tests.conftest import ROOT, write_files
from tests.engine.comparing import first
from tests.engine.world import World, new_world

MORE = """
-- content/mensen/fotograaf.md --
---
title: Een fotograaf
initials: EF
photo: gezicht.jpg
roles: [{role: raadslid, body: Westland}]
---
-- content/artikelen/2026/met-gezicht.md --
---
title: Een stuk met een gezicht
description: Met de foto van wie het schreef.
date: 2026-11-20 09:00
genre: nieuws
authors: [fotograaf]
topics: [werk]
related: [stuk-02]
---
Zie https://www.lokaalbestuur.nl/artikelen/2026/stuk-10/ en [elf](stuk-11.md).

![Cijfers](../../media/breed.jpg)
-- content/artikelen/2026/los.md --
---
title: Los
description: Naar dit stuk verwijst niemand.
date: 2026-11-19 09:00
genre: nieuws
---
Tekst.
-- content/artikelen/2026/geluid.md --
---
title: Om te horen
description: Een aflevering.
date: 2026-11-18 09:00
genre: podcast
audio:
  src: geluid.mp3
  duration: 70
  transcript: uitgeschreven.txt
  chapters:
    - {start: "0:00", title: Welkom}
---
Luister.
-- content/artikelen/2026/cijfers.md --
---
title: In cijfers
description: Met een grafiek.
date: 2026-11-17 09:00
genre: nieuws
---
```grafiek
bestand: leden.csv
titel: Leden per jaar
bron: het register
```
-- content/cijfers/leden.csv --
jaar,leden
2020,10
2021,12
-- content/handreikingen/hulp.md --
---
title: Handreiking hulp
description: Wat helpt.
version: "1.0"
date: 2026-11-03
review_by: 2026-11-24
downloads: [hulp.pdf]
topics: [werk]
---
Zo helpt u.
-- content/media/uitgeschreven.txt --
Welkom.
"""
"""What can change from elsewhere: photos, recordings, documents, tables, names, links."""
ARTICLES = "content/artikelen/2026"
FRAME = "".join(MARKERS.values())
ASSETS = [f"assets/{file.name}" for file in (ROOT / "overrides/assets").iterdir()]
SHELL = Shell.cut(dict.fromkeys(SECTIONS, FRAME), dict(zip(ASSETS, ASSETS, strict=True)))
SITE = Site("Lokaal Bestuur", "https://www.lokaalbestuur.nl/")


def photo(shade: int, width: int, height: int) -> bytes:
    """A JPEG in one shade."""
    out = io.BytesIO()
    Image.new("RGB", (width, height), (shade, 90, 120)).save(out, "JPEG")
    return out.getvalue()


Edit = Callable[[World], object]


def media(name: str, data: bytes) -> Edit:
    """Another file under the same name, or a new one."""
    return lambda world: (world.content / "media" / name).write_bytes(data)


def change(file: str, pattern: str, new: str) -> Edit:
    """Replace what stands once in a file."""

    def edit(world: World) -> None:
        path = world.folder / file
        text, count = re.subn(pattern, new, path.read_text(encoding="utf-8"), flags=re.M)
        assert count == 1, file
        path.write_text(text, encoding="utf-8")

    return edit


def until(year: int, month: int, day: int) -> Edit:
    """Time goes on, or back."""

    def edit(world: World) -> None:
        world.now = datetime(year, month, day, 9)

    return edit


def rename(world: World) -> None:
    """A file gets another name, and not a letter in it changes."""
    file = world.folder / ARTICLES / "los.md"
    file.rename(file.with_name("loser.md"))


EDITS: dict[str, Edit] = {
    "another name": rename,
    "the photo of an author": media("gezicht.jpg", photo(200, 800, 600)),
    "a small photo": media("gezicht.jpg", photo(10, 300, 300)),
    "a role": change("content/mensen/fotograaf.md", "raadslid", "wethouder"),
    "no photo": change("content/mensen/fotograaf.md", "^photo.*\n", ""),
    "a picture in a text": media("breed.jpg", photo(100, 600, 400)),
    "a recording": media("geluid.mp3", b"ID3\3\0\0\0\0\0\0" + bytes(999)),
    "a transcript": media("uitgeschreven.txt", b"Dag.\n" * 3000),
    "a document": media("hulp.pdf", b"%PDF-1.4\n" + b"%x\n" * 8000 + b"%%EOF\n"),
    "a table": change("content/cijfers/leden.csv", "2021,12", "2021,19"),
    "a bare address hidden": change(f"{ARTICLES}/stuk-10.md", "^genre:", "draft: true\ngenre:"),
    "a link hidden": change(f"{ARTICLES}/stuk-11.md", "^genre:", "draft: true\ngenre:"),
    "shown again": change(f"{ARTICLES}/stuk-10.md", "^draft: true\n", ""),
    "a person hidden": change("content/mensen/fotograaf.md", "^title:", "draft: true\ntitle:"),
    "a related title": change(f"{ARTICLES}/stuk-02.md", "^title: .*", "title: Een andere kop"),
    "the name of a topic": change("content/onderwerpen/werk.md", "^title: .*", "title: Arbeid"),
    "a slug": change(f"{ARTICLES}/loser.md", "^genre", "slug: adres\ngenre"),
    "a day": until(2026, 11, 23),
    "a day of review": until(2026, 11, 25),
    "a meeting over": until(2026, 12, 5),
    "another year": until(2027, 1, 2),
    "back in time": until(2026, 11, 22),
}


class Made(NamedTuple):
    """An output as it was made."""

    key: bytes
    data: bytes


def made(world: World, reading: Reading) -> dict[str, Made]:
    """Every output by its path, but for pictures, whose names tell what is in them."""
    now = world.now.replace(tzinfo=ZONE)
    publication = prepare(world.content, now, SITE, reading=reading)
    return {
        output.path: Made(output.key() if output.key else b"", output.content)
        for output in site_outputs(publication, SHELL)
        if not output.path.startswith(("beeld/", "media/"))
    }


def test_a_key_tells_all(tmp_path: Path) -> None:
    """After each edit every output is made anew, to see whether its key told that it would be
    another; at the end the same comes of content that nobody read before."""
    world = new_world(tmp_path / "project", 1)
    write_files(world.folder, MORE)
    media("gezicht.jpg", photo(50, 1000, 700))(world)
    media("breed.jpg", photo(60, 700, 400))(world)
    media("geluid.mp3", b"ID3\3\0\0\0\0\0\0" + bytes(400))(world)
    media("hulp.pdf", b"%PDF-1.4\n%%EOF\n")(world)
    reading = Reading()
    before = made(world, reading)
    for name, edit in EDITS.items():
        edit(world)
        after = made(world, reading)
        stale = [
            f"{path} {first(old.data, new.data)}"
            for path, new in after.items()
            if (old := before.get(path)) and new.key and new.key == old.key and new.data != old.data
        ]
        assert stale == [], name
        assert after != before, name
        before = after
    assert made(world, Reading()) == before
