"""Pictures and files of the content as they come out of a build."""

from __future__ import annotations

import io
from pathlib import Path

from PIL import Image

from tests.conftest import Build, Write

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
