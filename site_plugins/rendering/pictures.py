"""Pictures as they are published: the picture and nothing else.

A camera writes into its files where and when a photo was taken, by whom, with which device, and
often a small copy of the photo before it was cropped. So nothing of a file is copied: JPEG, PNG,
WebP and AVIF are written anew from their pixels, turned the way the camera was held. A GIF keeps
its frames and palettes as they are, as writing those anew would change colours; an SVG keeps its
own elements.
"""

from __future__ import annotations

import base64
import io
import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any, NamedTuple

from lxml import etree
from PIL import ExifTags, Image, ImageSequence, JpegImagePlugin

from site_plugins.loading.media.pictures import after_gif_blocks, gif_table

_FORMATS = {
    ".jpg": "JPEG",
    ".jpeg": "JPEG",
    ".png": "PNG",
    ".webp": "WEBP",
    ".avif": "AVIF",
    ".gif": "GIF",
}
ENDINGS = (*_FORMATS, ".svg")
"""What can be cleaned."""
_TURNS = {
    2: Image.Transpose.FLIP_LEFT_RIGHT,
    3: Image.Transpose.ROTATE_180,
    4: Image.Transpose.FLIP_TOP_BOTTOM,
    5: Image.Transpose.TRANSPOSE,
    6: Image.Transpose.ROTATE_270,
    7: Image.Transpose.TRANSVERSE,
    8: Image.Transpose.ROTATE_90,
}
"""What undoes each orientation (Exif 2.32, 4.6.4)."""
_SCALABLE = frozenset({"1", "L", "LA", "P", "PA", "RGB", "RGBA", "CMYK", "YCbCr"})
"""Modes whose pixels fit in bytes; of others (16 bits a colour) scaling loses the shades."""
_SVG = "{http://www.w3.org/2000/svg}"
_KEPT_NAMESPACES = (
    _SVG,
    "{http://www.w3.org/1999/xlink}",
    "{http://www.w3.org/XML/1998/namespace}",
)


class UnreadablePicture(Exception):
    """The file can't be decoded."""


def clean(data: bytes, ending: str) -> bytes:
    """The picture as it is published; ``ending`` is one of ENDINGS. The same bytes each time.

    Raises UnreadablePicture.
    """
    if ending == ".svg":
        return _clean_drawing(data)
    with _decoding(), _opened(io.BytesIO(data), ending) as image:
        if ending == ".gif":
            image.load()
            return _clean_gif(data)
        return _written(image, _FORMATS[ending], data)


class Header(NamedTuple):
    """What is known of a picture before its pixels are read; sizes in pixels, as shown."""

    width: int
    height: int
    transparent: bool
    """Whether one may look through it."""
    still: bool
    """Whether it has one frame, of colours that can be scaled."""


def header_of(data: bytes, ending: str) -> Header | None:
    """The header of a picture; None for a drawing or what can't be read."""
    if ending not in _FORMATS:
        return None
    try:
        with _opened(io.BytesIO(data), ending) as image:
            width, height = image.size
            if _orientation(image) >= 5:
                width, height = height, width
            transparent = image.has_transparency_data
            still = not getattr(image, "is_animated", False) or image.format == "MPO"
            return Header(width, height, transparent, still and image.mode in _SCALABLE)
    except (OSError, ValueError, RuntimeError, SyntaxError, Image.DecompressionBombError):
        return None


def upright(data: bytes, ending: str) -> Image.Image:
    """The pixels of a still picture, turned the way the camera was held.

    Raises UnreadablePicture.
    """
    with _decoding(), _opened(io.BytesIO(data), ending) as image:
        turn = _TURNS.get(_orientation(image))
        image.load()
        return image.copy() if turn is None else image.transpose(turn)


@contextmanager
def _decoding() -> Iterator[None]:
    """One exception for all that Pillow raises of a damaged file, which is nearly anything."""
    try:
        yield
    except (OSError, ValueError, RuntimeError, SyntaxError, EOFError, IndexError, TypeError) as e:
        raise UnreadablePicture(str(e)) from e
    except (Image.DecompressionBombError, MemoryError) as e:
        raise UnreadablePicture("too large") from e


def _opened(file: io.BytesIO, ending: str) -> Image.Image:
    """The picture, of which only the header has been read."""
    with warnings.catch_warnings():
        # Of metadata that is odd, and goes; and of size, which has been looked at before.
        warnings.simplefilter("ignore")
        return Image.open(file, formats=[_FORMATS[ending]])


def _orientation(image: Image.Image) -> int:
    """How the camera was held, from 1 (upright) to 8; to be asked before the pixels are read."""
    # Behind the pixels of a PNG no browser looks, and it would take decoding to find it.
    if image.format == "PNG" and "exif" not in image.info:
        return 1
    found = image.getexif().get(ExifTags.Base.Orientation, 1)
    return found if found in _TURNS else 1


def _written(image: Image.Image, form: str, data: bytes) -> bytes:
    """The file anew, with nothing but pixels and what they need to look right."""
    turn = _TURNS.get(_orientation(image))
    options: dict[str, Any] = {"icc_profile": _profile(image)}
    if isinstance(image, JpegImagePlugin.JpegImageFile):
        # The tables of the source: the same quality, and hardly another pixel.
        options["qtables"] = image.quantization
        options["subsampling"] = JpegImagePlugin.get_sampling(image)
        options["progressive"] = bool(image.info.get("progressive"))
    elif form == "WEBP":
        lossless = b"VP8L" in data[:65_536] and b"VP8 " not in data[:65_536]
        options |= {"lossless": lossless, "quality": 80 if lossless else 90, "exact": lossless}
    elif form == "AVIF":
        options["quality"] = 85
    frames = list(_frames(image, turn))
    if len(frames) > 1:
        options |= {
            "save_all": True,
            "append_images": [frame for frame, _ in frames[1:]],
            "duration": [duration for _, duration in frames],
            "loop": image.info.get("loop", 0),
        }
    written = io.BytesIO()
    frames[0][0].save(written, form, **options)
    return written.getvalue()


def _frames(image: Image.Image, turn: Image.Transpose | None) -> Iterator[tuple[Image.Image, int]]:
    """Each frame as a whole picture, and how many milliseconds it stays."""
    moving = getattr(image, "is_animated", False) and image.format in ("PNG", "WEBP")
    for frame in ImageSequence.Iterator(image) if moving else (image,):
        if moving and image.info.get("default_image") and image.tell() == 0:
            continue  # for programs that can't show an animated PNG
        frame.load()
        plain = frame.copy() if turn is None else frame.transpose(turn)
        # Savers take comments and more from here.
        plain.info = {k: v for k, v in frame.info.items() if k == "transparency"}
        yield plain, int(frame.info.get("duration", 0))


def _profile(image: Image.Image) -> bytes | None:
    """The colour profile, up to the length that it gives itself."""
    profile: bytes | None = image.info.get("icc_profile")
    return profile[: int.from_bytes(profile[:4])] if profile else None


def _clean_gif(data: bytes) -> bytes:
    """Frames, palettes, times and the number of turns; no comments or other extensions.

    https://www.w3.org/Graphics/GIF/spec-gif89a.txt
    """

    at = 13 + gif_table(data[10])
    kept = [data[:at]]
    while data[at] != 0x3B:
        if data[at] == 0x21:
            end = after_gif_blocks(data, at + 2)
            loops = data[at + 1] == 0xFF and data[at + 3 : at + 14] == b"NETSCAPE2.0"
            if data[at + 1] == 0xF9 and end == at + 8:
                kept.append(data[at:end])
            elif loops and end >= at + 19:
                kept.append(data[at : at + 18] + b"\0")
        elif data[at] == 0x2C:
            end = after_gif_blocks(data, at + 11 + gif_table(data[at + 9]))
            kept.append(data[at:end])
        else:
            raise UnreadablePicture("no GIF block")
        at = end
    return b"".join(kept) + b";"


def _clean_drawing(data: bytes) -> bytes:
    """The elements and attributes of SVG: no comments, metadata, or what drawing programs add."""
    parser = etree.XMLParser(
        resolve_entities=False, no_network=True, remove_comments=True, remove_pis=True
    )
    try:
        root = etree.fromstring(data, parser)
    except (etree.XMLSyntaxError, ValueError) as error:
        raise UnreadablePicture(str(error)) from error
    for node in list(root.iter()):
        if node is not root and (
            not str(node.tag).startswith(_SVG) or node.tag == f"{_SVG}metadata"
        ):
            _remove(node)
            continue
        for name, value in list(node.attrib.items()):
            if str(name).startswith("{") and not str(name).startswith(_KEPT_NAMESPACES):
                del node.attrib[name]
            elif str(name).endswith("href") and str(value).strip().startswith("data:"):
                node.attrib[name] = _clean_embedded(str(value))
    etree.cleanup_namespaces(root)
    return bytes(etree.tostring(root, encoding="utf-8"))


def _remove(node: etree._Element) -> None:
    """Remove an element; the text behind it stays."""
    parent = node.getparent()
    if parent is None:
        return  # below what has been removed
    before = node.getprevious()
    if node.tail:
        if before is None:
            parent.text = (parent.text or "") + node.tail
        else:
            before.tail = (before.tail or "") + node.tail
    parent.remove(node)


def _clean_embedded(address: str) -> str:
    """A photo inside a drawing, cleaned as any other."""
    try:
        data = base64.b64decode("".join(address.partition(",")[2].split()))
    except ValueError as error:
        raise UnreadablePicture(str(error)) from error
    ending = ".png" if data.startswith(b"\x89PNG") else ".jpg"
    kind = "png" if ending == ".png" else "jpeg"
    return f"data:image/{kind};base64,{base64.b64encode(clean(data, ending)).decode()}"
