"""Pictures and files of the content as they come out of a build."""

from __future__ import annotations

import io
import shutil
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from lxml import html
from PIL import Image

from site_plugins.projections.cards import CARD_SIZE, Card
from tests.conftest import Build, Built, Write, copy_project, run_lokaal, write_files

CANARY = "Kanarie"
PAGE = """\
-- over/foto.md --
---
title: Een foto
image: {src: foto.jpg, alt: Een zaal, credit: De maker}
---
Met ![een tekening](../media/logo.svg) en [een stuk](../media/stuk.txt).
-- media/logo.svg --
<svg xmlns="http://www.w3.org/2000/svg"><!-- Kanarie --><title>Logo</title></svg>
-- media/stuk.txt --
Tekst.
-- media/ongebruikt.txt --
Kanarie.
"""


def photo(folder: Path) -> bytes:
    """A photo that was taken on its side, with a place and a name in it."""
    exif = Image.Exif()
    exif[0x0112] = 6
    exif[0x010E] = CANARY
    exif.get_ifd(0x8825).update({1: "N", 2: (52.0, 5.0, 7.0), 29: CANARY})
    out = io.BytesIO()
    Image.new("RGB", (60, 40), "navy").save(out, "JPEG", exif=exif, comment=CANARY.encode())
    (folder / "media/foto.jpg").write_bytes(out.getvalue())
    return out.getvalue()


def test_pictures_are_published_without_what_a_camera_tells(content: Write, build: Build) -> None:
    """Turned upright, with the size that the page says; unused files stay behind."""
    folder = content(PAGE)
    assert CANARY.encode() in photo(folder)
    built = build(folder)
    assert built.code == 0, built.err
    assert built.holding(CANARY) == []
    with Image.open(built.site / "media/foto.jpg") as picture:
        assert picture.size == (40, 60)
        assert dict(picture.getexif()) == {}
    page = built.text("over/foto/index.html")
    assert 'width="40" height="60"' in page
    assert built.text("media/stuk.txt") == "Tekst.\n"
    assert not (built.site / "media/ongebruikt.txt").exists()


def test_a_picture_that_only_decoding_shows_to_be_damaged(content: Write, build: Build) -> None:
    """It has the form of a JPEG and no tables to draw it with: named, and nothing is published."""
    folder = content(PAGE)
    form = "ffd8ffc0000b080001000101011100ffda0008010100003f00d2cf20ffd9"
    (folder / "media/foto.jpg").write_bytes(bytes.fromhex(form))
    built = build(folder)
    assert built.code == 1
    assert "media/foto.jpg:1: deze foto is beschadigd" in built.err + built.out
    assert "Traceback" not in built.err
    assert not built.site.exists()


ILLUSTRATED = """\
-- artikelen/2026/met.md --
---
title: Met een foto
description: Een stuk.
genre: nieuws
date: 2026-11-01
image: {src: groot.jpg, alt: Een <zaal>, credit: De maker}
---
Lees ![nog een zaal](../../media/zaal.jpg) hier.
-- artikelen/2026/zonder.md --
---
title: Zonder een foto
description: Een stuk.
genre: nieuws
date: 2026-11-02
---
Tekst.
-- artikelen/2026/later.md --
---
title: Nog geheim
description: Een stuk.
genre: nieuws
date: 2027-01-01
image: {src: geheim.jpg, alt: Een zaal, credit: De maker}
---
Tekst.
"""


def illustrated(folder: Path) -> Path:
    """Two pictures that are shown, and one that is not yet."""
    write_files(folder, ILLUSTRATED)
    (folder / "media").mkdir()
    for name, size in (("groot", (1400, 1000)), ("zaal", (700, 500)), ("geheim", (700, 501))):
        picture = Image.effect_noise((size[0] // 20, size[1] // 20), 60).resize(size)
        picture.convert("RGB").save(folder / f"media/{name}.jpg", comment=CANARY.encode())
    return folder


def head(built: Built, page: str) -> dict[str, str]:
    """The properties in the head of a page, by name."""
    metas = html.fromstring(built.text(page)).xpath("//head/meta[@content]")
    return {meta.get("property") or meta.get("name", ""): meta.get("content") for meta in metas}


def test_pictures_come_in_sizes_and_kinds(content: Write, build: Build) -> None:
    """Every copy that a page names is there, as wide as it says, and no other; none of a hidden
    item's. Networks get a crop, or a card with the title.
    """
    folder = illustrated(content("-- index.md --\n---\ntitle: Lokaal Bestuur\n---\n"))
    built = build(folder)
    assert built.code == 0, built.err
    assert built.holding(CANARY) == built.holding("geheim") == []
    page = html.fromstring(built.text("artikelen/2026/met/index.html"))
    lead, inside = page.xpath("//main//picture")
    assert lead.xpath(".//img/@fetchpriority") == ["high"]
    assert lead.xpath(".//img/@alt") == ["Een <zaal>"]
    assert lead.xpath(".//img/@width | .//img/@height") == ["1400", "1000"]
    assert inside.xpath(".//img/@loading") == ["lazy"]
    assert inside.xpath(".//img/@src") == ["/media/zaal.jpg"]
    assert lead.xpath(".//source/@type") == ["image/avif", "image/webp"]
    named = set(page.xpath("//main//picture//img/@src"))
    for listed in page.xpath("//main//picture//source/@srcset"):
        for address, width in (part.split() for part in listed.split(", ")):
            named.add(address)
            with Image.open(built.site / address[1:]) as copy:
                assert f"{copy.width}w" == width
                assert address.endswith(f".{(copy.format or '').lower()}")
    crop, card = (head(built, f"artikelen/2026/{name}/index.html") for name in ("met", "zonder"))
    for found, alt in ((crop, "Een <zaal>"), (card, "Zonder een foto")):
        path = urlsplit(found["og:image"]).path
        with Image.open(built.site / path[1:]) as picture:
            assert picture.size == CARD_SIZE
        assert (found["og:image:width"], found["og:image:height"]) == ("1200", "630")
        assert found["og:image:alt"] == alt
        assert found["twitter:card"] == "summary_large_image"
        named.add(path)
    assert card["og:image"].endswith(Card("Nieuws", "Zonder een foto").path)
    made = {f"/{name}" for name in built.files() if name.startswith("beeld/")}
    assert {path for path in made if "/kaart." not in path} <= named
    assert Card("Nieuws", "Nog geheim").path not in made
    assert Card("", "Artikelen").path in made
    assert Card("", "Lokaal Bestuur").path in made


@pytest.mark.slow
def test_the_cache_changes_nothing(tmp_path: Path) -> None:
    """The same bytes without a cache, with one, with a damaged one, and where there can be none."""
    project = copy_project(tmp_path / "project")
    (project / ".cache/pictures").unlink()
    illustrated(write_files(project / "content", "-- index.md --\n---\ntitle: Weekblad\n---\n"))
    cache = project / ".cache" / "pictures"

    def build(name: str) -> dict[str, bytes]:
        done = run_lokaal("build", "--site-dir", name, "--at", "2026-11-22T09:00", cwd=project)
        assert done.returncode == 0, done.stderr
        site = project / name
        files = (file for file in site.rglob("*") if file.is_file())
        return {file.relative_to(site).as_posix(): file.read_bytes() for file in files}

    first = build("een")
    kept = [file for file in cache.rglob("*") if file.is_file()]
    assert len(kept) > 10
    times = {file: file.stat().st_mtime_ns for file in kept}
    assert build("twee") == first
    assert {file: file.stat().st_mtime_ns for file in kept} == times
    for n, file in enumerate(kept):
        file.write_bytes(file.read_bytes()[: n * 7])
    assert build("drie") == first
    shutil.rmtree(cache)
    cache.write_text("geen map")
    assert build("vier") == first
