"""What is published of a picture: the picture and nothing else."""

from __future__ import annotations

import base64
import contextlib
import io
import struct
import zlib
from typing import Any

import pytest
from PIL import Image, ImageCms, ImageSequence, PngImagePlugin

from site_plugins.rendering.pictures import UnreadablePicture, clean, header_of, upright

CANARY = "Kanarie"
WORDS = CANARY.encode()
XMP = f"<x:xmpmeta xmlns:x='adobe:ns:meta/'>{CANARY}</x:xmpmeta>".encode()
PROFILE = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()
FORMATS = {".jpg": "JPEG", ".png": "PNG", ".webp": "WEBP", ".avif": "AVIF", ".gif": "GIF"}


def corners(mode: str = "RGB") -> Image.Image:
    """A picture of 48 by 32 whose left half is red, with a blue upper left quarter."""
    picture = Image.new(mode, (48, 32), "white")
    picture.paste("red", (0, 0, 24, 32))
    picture.paste("blue", (0, 0, 24, 16))
    return picture


def exif(orientation: int = 1) -> Image.Exif:
    """What a camera writes: a description, a maker, a place, a thumbnail's worth of words."""
    found = Image.Exif()
    found[0x010E] = CANARY
    found[0x010F] = f"{CANARY} camera"
    found[0x0112] = orientation
    found.get_ifd(0x8825).update({1: "N", 2: (52.0, 5.0, 7.0), 29: CANARY})
    return found


def written(ending: str, picture: Image.Image | None = None, **options: Any) -> bytes:
    """A file of this kind."""
    out = io.BytesIO()
    (picture or corners()).save(out, FORMATS[ending], **options)
    return out.getvalue()


def shown(data: bytes) -> Image.Image:
    """The first frame, as a browser gets it."""
    picture = Image.open(io.BytesIO(data))
    picture.load()
    return picture


def segment(marker: int, data: bytes) -> bytes:
    """A segment of a JPEG."""
    return bytes([0xFF, marker]) + struct.pack(">H", len(data) + 2) + data


def chunk(kind: bytes, data: bytes) -> bytes:
    """A chunk of a PNG."""
    return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))


def loaded() -> dict[str, bytes]:
    """A file of each kind with the canary wherever that kind can hold words."""
    jpeg = written(".jpg", exif=exif(), xmp=XMP, comment=WORDS, icc_profile=PROFILE)
    iptc = segment(0xED, b"Photoshop 3.0\x008BIM\x04\x04\0\0\0\0\0\x0c\x1c\x02\x78\0\x07" + WORDS)
    other = segment(0xEA, WORDS) + segment(0xE2, b"MPF\0" + WORDS)
    jpeg = jpeg[:2] + iptc + other + jpeg[2:] + b"MotionPhoto_Data" + WORDS
    info = PngImagePlugin.PngInfo()
    info.add_text("Comment", CANARY)
    info.add_text("Author", CANARY, zip=True)
    info.add_itxt("XML:com.adobe.xmp", XMP.decode())
    png = written(".png", exif=exif(), pnginfo=info, icc_profile=PROFILE)
    private = (
        chunk(b"prVt", WORDS) + chunk(b"eXIf", exif().tobytes()) + chunk(b"tEXt", b"a\0" + WORDS)
    )
    png = png[:-12] + private + png[-12:] + WORDS
    gif = written(".gif", comment=WORDS)
    adobe = b"\x21\xff\x0bXMP DataXMP\x07" + WORDS + b"\0"
    plain = b"\x21\x01\x0c" + bytes(12) + b"\x07" + WORDS + b"\0"
    return {
        ".jpg": jpeg,
        ".png": png,
        ".gif": gif[:-1] + adobe + plain + gif[-1:] + WORDS,
        ".webp": written(".webp", exif=exif(), xmp=XMP, icc_profile=PROFILE) + WORDS,
        ".avif": written(".avif", exif=exif(), xmp=XMP, icc_profile=PROFILE) + WORDS,
    }


LOADED = loaded()


def texts(data: bytes) -> bytes:
    """The bytes, and everything in them that zlib packed."""
    found = data
    at = data.find(b"x\x9c")
    while at >= 0:
        with contextlib.suppress(zlib.error):
            found += zlib.decompressobj().decompress(data[at:])
        at = data.find(b"x\x9c", at + 1)
    return found


@pytest.mark.parametrize("ending", LOADED)
def test_nothing_but_the_picture_is_published(ending: str) -> None:
    """No EXIF, GPS, XMP, IPTC, comment, text, private part, or anything behind the end."""
    before, after = LOADED[ending], clean(LOADED[ending], ending)
    assert WORDS in texts(before)
    assert WORDS not in texts(after)
    for word in (b"Exif", b"EXIF", b"eXIf", b"8BIM", b"xmpmeta", b"MPF\0", b"tEXt", b"prVt"):
        assert word not in after
    picture = shown(after)
    assert dict(picture.getexif()) == {}
    assert set(picture.info) <= {
        *("jfif", "jfif_version", "jfif_unit", "jfif_density", "icc_profile"),
        *("version", "background", "transparency", "duration", "loop", "timestamp", "extension"),
    }


@pytest.mark.parametrize("ending", LOADED)
def test_the_same_bytes_each_time(ending: str) -> None:
    """A build is repeated exactly."""
    assert clean(LOADED[ending], ending) == clean(LOADED[ending], ending)


@pytest.mark.parametrize("ending", [".jpg", ".png", ".webp", ".avif"])
def test_the_colour_profile_stays(ending: str) -> None:
    """Without it colours of a phone look dull."""
    profile = shown(clean(LOADED[ending], ending)).info.get("icc_profile")
    assert profile == PROFILE[: int.from_bytes(PROFILE[:4])]


@pytest.mark.parametrize("ending", [".jpg", ".png", ".webp", ".avif"])
@pytest.mark.parametrize("orientation", range(1, 9))
def test_a_picture_is_turned_as_it_was_held(ending: str, orientation: int) -> None:
    """For each orientation the published pixels are those that a viewer showed."""
    seen = corners()
    undo = {
        2: Image.Transpose.FLIP_LEFT_RIGHT,
        3: Image.Transpose.ROTATE_180,
        4: Image.Transpose.FLIP_TOP_BOTTOM,
        5: Image.Transpose.TRANSPOSE,
        6: Image.Transpose.ROTATE_90,
        7: Image.Transpose.TRANSVERSE,
        8: Image.Transpose.ROTATE_270,
    }
    held = seen.transpose(undo[orientation]) if orientation > 1 else seen
    file = written(ending, held, exif=exif(orientation), quality=95)
    header = header_of(file, ending)
    assert header
    assert (header.width, header.height) == (48, 32)
    # The second is what copies are made from.
    for picture in (shown(clean(file, ending)).convert("RGB"), upright(file, ending)):
        assert picture.size == (48, 32)
        for place, colour in (
            ((6, 6), (0, 0, 255)),
            ((6, 26), (255, 0, 0)),
            ((40, 16), (255,) * 3),
        ):
            pixel = picture.getpixel(place)
            assert isinstance(pixel, tuple)
            assert all(abs(a - b) < 40 for a, b in zip(pixel, colour, strict=True)), (place, pixel)


@pytest.mark.parametrize("ending", [".png", ".webp", ".gif"])
def test_what_was_lossless_stays_so(ending: str) -> None:
    """Every pixel is the same."""
    noise = Image.effect_noise((40, 30), 90)
    source = noise if ending != ".webp" else noise.convert("RGB")
    data = written(ending, source, **({"lossless": True} if ending == ".webp" else {}))
    after = clean(data, ending)
    assert shown(after).convert("RGB").tobytes() == shown(data).convert("RGB").tobytes()


def test_a_jpeg_keeps_its_quality() -> None:
    """The same tables, so about the same size and hardly another pixel."""
    noise = Image.effect_noise((200, 200), 60).convert("RGB")
    for quality in (30, 75, 95):
        data = written(".jpg", noise, quality=quality)
        after = clean(data, ".jpg")
        assert abs(len(after) - len(data)) < len(data) * 0.1
        first, second = shown(data), shown(after)
        assert getattr(first, "quantization", 1) == getattr(second, "quantization", 2)
        pairs = zip(first.tobytes(), second.tobytes(), strict=True)
        assert sum(abs(a - b) for a, b in pairs) < 2 * len(first.tobytes())


@pytest.mark.parametrize("mode", ["L", "CMYK"])
def test_a_jpeg_keeps_its_colours(mode: str) -> None:
    """Grey stays grey; a picture for print stays right."""
    data = written(".jpg", corners().convert(mode), quality=95)
    after = shown(clean(data, ".jpg"))
    assert after.mode == mode
    first, second = (p.convert("RGB").getpixel((40, 16)) for p in (shown(data), after))
    assert first == second


@pytest.mark.parametrize("mode", ["RGBA", "LA", "P"])
def test_what_is_transparent_stays_so(mode: str) -> None:
    """In a PNG of each kind."""
    picture = corners("RGBA")
    picture.paste((0, 0, 0, 0), (0, 0, 10, 10))
    data = written(".png", picture.quantize(16) if mode == "P" else picture.convert(mode))
    after = shown(clean(data, ".png")).convert("RGBA")
    assert (after.getpixel((2, 2)), after.getpixel((40, 16))) == ((0, 0, 0, 0), (255,) * 4)


@pytest.mark.parametrize("ending", [".gif", ".png", ".webp"])
def test_what_moves_still_moves(ending: str) -> None:
    """Each frame, how long it stays, and how often it turns."""
    frames = [Image.new("RGB", (20, 20), colour) for colour in ("red", "lime", "blue")]
    options: dict[str, Any] = {"lossless": True} if ending == ".webp" else {}
    data = written(
        ending,
        frames[0],
        save_all=True,
        append_images=frames[1:],
        duration=[100, 200, 300],
        loop=2,
        **options,
    )
    after = Image.open(io.BytesIO(clean(data, ending)))
    colours, times = [], []
    for frame in ImageSequence.Iterator(after):
        frame.load()
        colours.append(frame.convert("RGB").getpixel((10, 10)))
        times.append(frame.info["duration"])
    assert colours == [(255, 0, 0), (0, 255, 0), (0, 0, 255)]
    assert times == [100, 200, 300]
    assert after.info["loop"] == 2


def test_only_the_first_picture_of_a_photo_with_a_film_stays() -> None:
    """Phones put a second picture or a film behind the photo (MPO)."""
    out = io.BytesIO()
    hidden = Image.new("RGB", (48, 32), "lime")
    corners().save(out, "MPO", save_all=True, append_images=[hidden])
    after = Image.open(io.BytesIO(clean(out.getvalue(), ".jpg")))
    assert (after.format, getattr(after, "n_frames", 1)) == ("JPEG", 1)
    assert after.size == (48, 32)


SVG = f"""<?xml version="1.0"?>
<!DOCTYPE svg PUBLIC "-//W3C//DTD SVG 1.1//EN" "http://www.w3.org/Graphics/SVG/1.1/DTD/svg11.dtd">
<!-- {CANARY} -->
<svg xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink"
  xmlns:inkscape="http://www.inkscape.org/namespaces/inkscape" width="10" height="10"
  inkscape:export-filename="/home/{CANARY}/logo.png">
<metadata><rdf xmlns="http://www.w3.org/1999/02/22-rdf-syntax-ns#">{CANARY}</rdf></metadata>
<inkscape:path-effect name="{CANARY}"><g/></inkscape:path-effect>
<title>Logo</title><!-- {CANARY} --><text>Een<!-- {CANARY} --> twee</text>
<image width="5" height="5"
  xlink:href="data:image/jpeg;base64,{base64.b64encode(LOADED[".jpg"]).decode()}"/>
</svg>"""


def test_a_drawing_keeps_its_own_elements_only() -> None:
    """No comments, metadata, what drawing programs add, or metadata of a photo in it."""
    after = clean(SVG.encode(), ".svg")
    assert WORDS not in after
    assert b"inkscape" not in after
    assert b"DOCTYPE" not in after
    assert b"<title>Logo</title>" in after
    assert b"<text>Een twee</text>" in after
    photo = base64.b64decode(after.partition(b"base64,")[2].partition(b'"')[0])
    assert WORDS not in photo
    assert shown(photo).size == (48, 32)


@pytest.mark.parametrize("ending", FORMATS)
def test_what_can_not_be_read_is_told(ending: str) -> None:
    """Never another exception, wherever the file ends."""
    data = written(ending)
    for length in (0, 1, 10, len(data) // 2):
        with pytest.raises(UnreadablePicture):
            clean(data[:length], ending)


def test_the_size_of_what_has_none_is_not_made_up() -> None:
    """A drawing has no pixels; a damaged file tells nothing."""
    assert header_of(SVG.encode(), ".svg") is None
    assert header_of(b"x", ".jpg") is None
