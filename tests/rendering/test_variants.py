"""The copies that are made of a picture."""

from __future__ import annotations

import io
from typing import Any

import pytest
from PIL import Image, ImageCms
from PIL.Image import Transpose

from site_plugins.rendering.picture_tags import picture_tag, with_pictures
from site_plugins.rendering.pictures import UnreadablePicture
from site_plugins.rendering.site import Site
from site_plugins.rendering.variants import Picture, Variant, pixels, planned, written

SITE = Site("Lokaal Bestuur", "https://www.lokaalbestuur.nl/")
FORMATS = {"jpg": "JPEG", "png": "PNG", "webp": "WEBP", "avif": "AVIF", "gif": "GIF"}
CANARY = b"Kanarie"


def photo(size: tuple[int, int], mode: str = "RGB") -> Image.Image:
    """A picture with a red top quarter on blue."""
    picture = Image.new(mode, size, "blue" if mode != "CMYK" else (255, 255, 0, 0))
    picture.paste("red" if mode != "CMYK" else (0, 255, 255, 0), (0, 0, size[0], size[1] // 4))
    return picture


def file(picture: Image.Image, ending: str = "jpg", **options: Any) -> bytes:
    """A file of this kind."""
    out = io.BytesIO()
    picture.save(out, FORMATS[ending], **options)
    return out.getvalue()


def made(data: bytes, src: str) -> dict[Variant, Image.Image]:
    """Every copy, as a browser gets it."""
    image = pixels(data, src)
    found = {}
    for variant in planned(src, data).to_make:
        found[variant] = Image.open(io.BytesIO(written(image, variant)))
        found[variant].load()
    return found


def near(pixel: object, colour: tuple[int, int, int]) -> bool:
    """Whether a pixel is about so."""
    assert isinstance(pixel, tuple)
    return all(abs(a - b) < 40 for a, b in zip(pixel, colour, strict=False))


def widths(picture: Picture) -> list[int]:
    """Of the AVIF copies."""
    return [variant.width for variant in picture.variants if variant.form == "avif"]


@pytest.mark.parametrize(
    ("full", "expected"),
    [
        (200, []),
        (480, []),
        (500, [480]),
        (700, [480, 700]),
        (1000, [480, 960]),
        (1300, [480, 960, 1300]),
        (1600, [480, 960, 1600]),
        (6000, [480, 960, 1600]),
    ],
)
def test_no_copy_is_wider_than_the_picture(full: int, expected: list[int]) -> None:
    """A small picture stays as it is; a large one comes in the widths that screens have."""
    picture = planned("foto.jpg", file(photo((full, full // 2))))
    assert picture.size == (full, full // 2)
    assert widths(picture) == expected


@pytest.mark.parametrize("ending", ["jpg", "png", "webp", "avif"])
def test_every_copy_is_what_its_name_says(ending: str) -> None:
    """Kind, width and height; the same colours; the same bytes each time; no metadata."""
    exif = Image.Exif()
    exif[0x010E] = CANARY.decode()
    data = file(photo((1000, 600)), ending, exif=exif)
    copies = made(data, f"foto.{ending}")
    for variant, copy in copies.items():
        assert copy.format == FORMATS[variant.form]
        assert variant.path.endswith(f".{variant.form}")
        assert copy.size == (variant.width, variant.height)
        assert abs(variant.width * 600 / 1000 - variant.height) < 1 or variant.cropped
        assert near(copy.convert("RGB").getpixel((variant.width // 2, 3)), (255, 0, 0))
        assert near(copy.convert("RGB").getpixel((3, variant.height - 3)), (0, 0, 255))
        assert dict(copy.getexif()) == {}
        assert not {"icc_profile", "exif", "xmp"} & set(copy.info)
        again = written(pixels(data, f"foto.{ending}"), variant)
        assert CANARY not in again
        assert again == written(pixels(data, f"foto.{ending}"), variant)
    kinds = {variant.form for variant in copies}
    # An old browser can show a JPEG or PNG of this size itself, but not the newer kinds.
    assert kinds == {"avif", "webp", "jpg"}
    fallback = planned(f"foto.{ending}", data).path
    assert fallback.endswith((".jpg", ".png"))
    assert fallback.startswith("/media/") == (ending in ("jpg", "png"))


def test_a_copy_is_turned_as_the_photo_was_held() -> None:
    """A phone on its side: the copies are upright and so is the size that the page names."""
    exif = Image.Exif()
    exif[0x0112] = 6
    data = file(photo((600, 1200)).transpose(Transpose.ROTATE_90), exif=exif)
    picture = planned("foto.jpg", data)
    assert picture.size == (600, 1200)
    for variant, copy in made(data, "foto.jpg").items():
        assert near(copy.convert("RGB").getpixel((variant.width // 2, 3)), (255, 0, 0))


def test_what_is_transparent_stays_so() -> None:
    """In the copies and the one for old browsers, a PNG; for social networks it lies on paper."""
    data = file(Image.new("RGBA", (1400, 800), (0, 0, 0, 0)), "png")
    copies = made(data, "logo.png")
    assert {variant.form for variant in copies} == {"avif", "webp", "png", "jpg"}
    for variant, copy in copies.items():
        corner = copy.convert("RGBA").getpixel((0, 0))
        assert isinstance(corner, tuple)
        if variant.cropped:
            assert near(corner, (255, 254, 251))
        else:
            assert corner[3] == 0


def test_colours_are_right_without_a_profile() -> None:
    """A photo for print, and one in the colours of another screen, look the same on every one."""
    cmyk = made(file(photo((700, 400), "CMYK"), quality=95), "druk.jpg")
    assert all(near(c.convert("RGB").getpixel((9, 3)), (255, 0, 0)) for c in cmyk.values())
    wide = ImageCms.ImageCmsProfile(ImageCms.createProfile("LAB"))
    odd = made(file(photo((700, 400)), icc_profile=wide.tobytes()), "vreemd.jpg")
    assert all(near(c.convert("RGB").getpixel((9, 3)), (255, 0, 0)) for c in odd.values())


@pytest.mark.parametrize(
    ("size", "crop"),
    [
        ((2400, 1600), (1200, 630)),
        ((800, 2000), (800, 420)),
        ((3000, 700), (1200, 630)),
        ((599, 599), None),
        ((4000, 200), None),
    ],
)
def test_the_crop_for_social_networks(size: tuple[int, int], crop: tuple[int, int] | None) -> None:
    """It has the shape of a card, never more pixels than the picture, and is not too small."""
    social = planned("foto.jpg", file(photo(size))).social
    assert (social and (social.width, social.height)) == crop


def test_a_portrait_is_cropped_where_the_face_is() -> None:
    """More goes below than above."""
    picture = Image.new("RGB", (900, 1600), "blue")
    picture.paste("red", (300, 400, 600, 700))
    data = file(picture, quality=95)
    variant = planned("portret.jpg", data).social
    assert variant
    crop = Image.open(io.BytesIO(written(pixels(data, "portret.jpg"), variant)))
    red = [y for y in range(crop.height) if near(crop.getpixel((450, y)), (255, 0, 0))]
    assert len(red) > 280


def test_what_moves_or_is_drawn_has_no_copies() -> None:
    """A copy would stand still, or lose its sharpness."""
    frames = [Image.new("RGB", (800, 600), colour) for colour in ("red", "blue")]
    for ending in ("gif", "png", "webp"):
        data = file(frames[0], ending, save_all=True, append_images=frames[1:], duration=100)
        picture = planned(f"film.{ending}", data)
        assert picture.to_make == ()
        assert picture.path == f"/media/film.{ending}"
    assert planned("logo.svg", b"<svg/>").size is None
    assert planned("lang.jpg", file(photo((600, 25_000)))).variants == ()


def test_names_follow_the_file() -> None:
    """Another picture under the same name has copies of other names; two folders never share."""
    one, other = file(photo((700, 400))), file(photo((700, 500)))
    names = [
        {variant.path for variant in planned(src, data).to_make}
        for src, data in (("a/foto.jpg", one), ("b/foto.jpg", one), ("a/foto.jpg", other))
    ]
    assert len(set.union(*names)) == sum(map(len, names))
    assert names[0] == {variant.path for variant in planned("a/foto.jpg", one).to_make}


def test_a_damaged_picture_is_told() -> None:
    """As when it is cleaned."""
    data = file(photo((700, 400)))
    with pytest.raises(UnreadablePicture):
        pixels(data[: len(data) // 2], "foto.jpg")


# ---- in a page ----


def test_the_picture_that_is_seen_first_comes_first() -> None:
    """It isn't lazy; others are fetched when they come near. Both keep their place."""
    picture = planned("foto.jpg", file(photo((1000, 600))))
    first, later = (picture_tag(picture, SITE, alt="Een <zaal>", eager=e) for e in (True, False))
    assert 'fetchpriority="high"' in first
    assert "lazy" not in first
    assert 'loading="lazy"' in later
    for html in (first, later):
        assert 'alt="Een &lt;zaal&gt;"' in html
        assert 'width="1000" height="600"' in html
        assert html.index("image/avif") < html.index("image/webp") < html.index("<img")


def test_a_small_picture_is_not_blown_up() -> None:
    """A browser takes the width from ``sizes``, so that may not be more than there is."""
    html = picture_tag(
        planned("foto.jpg", file(photo((700, 400)))), SITE, sizes="(min-width: 60rem) 54rem, 100vw"
    )
    assert 'sizes="(min-width: 60rem) min(54rem, 700px), min(100vw, 700px)"' in html


def test_pictures_in_a_text() -> None:
    """Ours get their copies and keep what the author wrote of them; the rest stays as it was."""
    data = {"foto.jpg": file(photo((1000, 600))), "klein.png": file(photo((9, 9)), "png")}
    html = (
        '<p>Zie <img src="/media/foto.jpg" alt="Een &quot;zaal&quot;" title="Zaal" loading="lazy">'
        ' en <img alt="punt" src="/media/klein.png" width="5" loading="lazy"></p>'
        '<img src="/elders.png" alt="x">'
    )
    found = with_pictures(html, lambda src: planned(src, data[src]), SITE)
    assert found.count("<picture>") == found.count("</picture>") == 1
    assert 'alt="Een &#34;zaal&#34;"' in found or 'alt="Een &quot;zaal&quot;"' in found
    assert 'title="Zaal"' in found
    assert '<img src="/media/klein.png" alt="punt" width="5" loading="lazy"' in found
    assert 'height="9"' not in found
    assert found.endswith('<img src="/elders.png" alt="x">')
