"""Which copy of a picture a browser fetches."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from PIL import Image
from playwright.sync_api import Browser, expect

from tests.browser.served import serving
from tests.conftest import run_lokaal, write_files

pytestmark = pytest.mark.browser

SITE = """\
-- index.md --
---
title: Lokaal Bestuur
---
-- over/foto.md --
---
title: Een foto
image: {src: zaal.jpg, alt: Een zaal, credit: De maker}
---
Een zaal van boven.
"""


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """A site with a photo of 2000 by 1200."""
    folder = tmp_path_factory.mktemp("foto")
    content = write_files(folder / "content", SITE)
    (content / "media").mkdir()
    Image.effect_noise((100, 60), 60).resize((2000, 1200)).save(content / "media/zaal.jpg")
    done = run_lokaal(
        *("build", "--content", str(content), "--site-dir", str(folder / "site")),
        *("--mail-dir", str(folder / "mail"), "--at", "2026-11-22T09:00"),
    )
    assert done.returncode == 0, done.stderr
    with serving(folder / "site") as address:
        yield address


@pytest.mark.parametrize(("width", "scale", "copy"), [(390, 1, 480), (390, 2, 960), (1280, 1, 960)])
def test_a_browser_takes_the_smallest_that_is_sharp(
    browser: Browser, site: str, width: int, scale: int, copy: int
) -> None:
    """An AVIF, one file, as wide as the screen needs; and it is shown in its own shape."""
    context = browser.new_context(
        viewport={"width": width, "height": 800}, device_scale_factor=scale
    )
    page = context.new_page()
    fetched: list[str] = []
    page.on("request", lambda r: fetched.append(r.url) if r.resource_type == "image" else None)
    page.goto(f"{site}/over/foto/")
    picture = page.get_by_role("img", name="Een zaal")
    expect(picture).to_be_visible()
    (used,) = {Path(url).name for url in fetched if "/beeld/" in url or "/media/" in url}
    assert used.startswith(f"zaal-{copy}.")
    assert used.endswith(".avif")
    box = picture.bounding_box()
    assert box
    assert box["width"] / box["height"] == pytest.approx(2000 / 1200, rel=0.02)
    assert picture.evaluate("image => image.complete && image.naturalWidth > 0")
    context.close()
