"""What is made of one picture: smaller copies for the pages, and a crop for social networks.

What is planned follows from the file alone, so that pages can name copies that are still to be
made: a name holds a hash of the file, and another file gets other names.
"""

from __future__ import annotations

import hashlib
import io
from collections.abc import Callable, Container, Iterator
from dataclasses import dataclass
from functools import lru_cache, partial
from pathlib import Path, PurePosixPath
from typing import Any

import PIL
from PIL import Image, ImageCms
from slugify import slugify

from site_plugins.projections.addresses import MADE, media_address
from site_plugins.projections.cards import CARD_SIZE
from site_plugins.rendering.keeping import Keep
from site_plugins.rendering.pictures import Header, UnreadablePicture, clean, header_of, upright

WIDTHS = (480, 960, 1600)
"""Pixels: a phone, a phone with a dense screen or a column, and a column on such a screen."""
_MODERN: dict[str, dict[str, Any]] = {
    # Speed 6 of 0-10; measured on a photo: 4 takes twice the time for 4 % fewer bytes.
    "avif": {"quality": 55, "speed": 6, "max_threads": 1},
    "webp": {"quality": 76, "method": 4},
}
"""What browsers may choose from, the smallest first."""
_PLAIN: dict[str, dict[str, Any]] = {
    "jpg": {"quality": 80, "progressive": True, "optimize": True},
    "png": {"optimize": True},
}
"""What every browser can show."""
SETTINGS = f"{WIDTHS}{_MODERN}{_PLAIN}"
_FORMS = {"avif": "AVIF", "webp": "WEBP", "jpg": "JPEG", "png": "PNG"}
_MAX_SIDE = 16_383
"""Pixels that a WebP can have (RFC 9649, 2.7)."""
# A step to a width that hardly differs costs a file and brings nothing.
_STEP = 1.2


@dataclass(frozen=True, slots=True)
class Variant:
    """A copy that is to be made; ``path`` is its place on the site, the sizes are in pixels."""

    path: str
    form: str
    width: int
    height: int
    cropped: bool = False


@dataclass(frozen=True, slots=True)
class Picture:
    """A file under ``media/`` as pages show it.

    ``size`` is that of the file as shown, None where it can't be told. ``variants`` are the
    copies that browsers choose from; ``fallback`` is for those that know none of their kinds, and
    a copy only where the file itself would be large for them or of a new kind.
    """

    src: str
    digest: str
    size: tuple[int, int] | None = None
    variants: tuple[Variant, ...] = ()
    fallback: Variant | None = None
    social: Variant | None = None

    @property
    def path(self) -> str:
        """What an ``<img>`` names: a path from the site's root."""
        return self.fallback.path if self.fallback else media_address(self.src)

    def sources(self) -> Iterator[tuple[str, list[Variant]]]:
        """The kinds of copies, each by its type, narrow before wide."""
        for form in _MODERN:
            if found := [variant for variant in self.variants if variant.form == form]:
                yield f"image/{form}", found

    @property
    def to_make(self) -> tuple[Variant, ...]:
        """Every copy."""
        return (*self.variants, *filter(None, (self.fallback, self.social)))


def planned(src: str, data: bytes) -> Picture:
    """What is made of the picture at ``media/<src>``, whose file holds ``data``."""
    digest = hashlib.sha256(data).hexdigest()
    header = header_of(data, _ending(src))
    if not header:
        return Picture(src, digest)
    size = (header.width, header.height)
    if not header.still:
        return Picture(src, digest, size)
    return Picture(src, digest, size, *_copies(src, digest, header))


def _copies(
    src: str, digest: str, header: Header
) -> tuple[tuple[Variant, ...], Variant | None, Variant | None]:
    named = hashlib.sha256(f"{src}\n{digest}\n{SETTINGS}".encode()).hexdigest()[:12]
    stem = slugify(PurePosixPath(src).stem, max_length=60) or "foto"

    def copy(form: str, width: int, height: int, *, cropped: bool = False) -> Variant:
        what = "kaart" if cropped else str(width)
        return Variant(f"/{MADE}/{stem}-{what}.{named}.{form}", form, width, height, cropped)

    sizes = [(w, max(1, round(header.height * w / header.width))) for w in _widths(header.width)]
    if any(height > _MAX_SIDE for _, height in sizes):
        sizes = []
    variants = tuple(copy(form, *size) for form in _MODERN for size in sizes)
    plain = "png" if header.transparent else "jpg"
    middle = next((size for size in reversed(sizes) if size[0] <= WIDTHS[1]), None)
    large = header.width > WIDTHS[1] * _STEP or _ending(src) in (".webp", ".avif")
    fallback = copy(plain, *middle) if middle and large else None
    left, top, right, bottom = _card_box(header.width, header.height)
    width = min(CARD_SIZE[0], right - left)
    height = round(width * CARD_SIZE[1] / CARD_SIZE[0])
    # Social networks show a smaller one as a stamp beside the text.
    wide = width * 2 >= CARD_SIZE[0] and bottom - top <= header.height
    return variants, fallback, copy("jpg", width, height, cropped=True) if wide else None


def _widths(full: int) -> list[int]:
    """The widths of the copies of a picture so wide; never more than it has."""
    if full <= WIDTHS[0]:
        return []
    steps = [width for width in WIDTHS if width < full]
    top = min(full, WIDTHS[-1])
    return [*steps, top] if top > steps[-1] * _STEP else steps


def _card_box(width: int, height: int) -> tuple[int, int, int, int]:
    """The part of a picture that has the shape of a card: left, top, right, bottom.

    Of a picture that is too high more goes below than above: people's heads are above.
    """
    across, down = CARD_SIZE
    if width * down > height * across:
        part = height * across // down
        left = (width - part) // 2
        return left, 0, left + part, height
    part = width * down // across
    top = (height - part) // 3
    return 0, top, width, top + part


def _ending(src: str) -> str:
    return PurePosixPath(src).suffix.lower()


def pixels(data: bytes, src: str) -> Image.Image:
    """The picture in the colours that every screen knows (sRGB), upright; for ``written``.

    Raises UnreadablePicture.
    """
    image = upright(data, _ending(src))
    transparent = image.has_transparency_data
    profile = image.info.get("icc_profile")
    if profile and image.mode in ("RGB", "CMYK"):
        try:
            own = ImageCms.ImageCmsProfile(io.BytesIO(profile))
            converted = ImageCms.profileToProfile(image, own, _SRGB, outputMode="RGB")
            image = converted or image
        except (ImageCms.PyCMSError, OSError, ValueError):
            pass  # a profile that means nothing; browsers ignore it too
    return image.convert("RGBA" if transparent else "RGB")


_SRGB = ImageCms.createProfile("sRGB")
_PAPER = "#fffefb"


def written(image: Image.Image, variant: Variant) -> bytes:
    """The file of a copy, with nothing in it but pixels. The same bytes each time."""
    size, box = (variant.width, variant.height), None
    if variant.cropped:
        box = _card_box(*image.size)
    made = image.resize(size, Image.Resampling.LANCZOS, box, reducing_gap=3.0)
    if variant.form == "jpg" and made.mode == "RGBA":
        ground = Image.new("RGB", size, _PAPER)
        ground.paste(made, mask=made)
        made = ground
    made.info = {}
    out = io.BytesIO()
    try:
        made.save(out, _FORMS[variant.form], **(_MODERN | _PLAIN)[variant.form])
    except (OSError, ValueError) as error:
        raise UnreadablePicture(str(error)) from error
    return out.getvalue()


def recipe(*parts: object) -> str:
    """The key under which what Pillow makes can be kept: another version makes other bytes."""
    return "\n".join(map(str, (PIL.__version__, *parts)))


def files_of(
    picture: Picture, file: Path, shared: Container[str], keep: Keep
) -> Iterator[tuple[str, Callable[[], bytes]]]:
    """The picture without metadata, and its copies: paths from the site's root, and how to make
    each, which raises OSError and UnreadablePicture.

    Of the crops only those in ``shared`` are made.
    """
    yield media_address(picture.src), partial(_bare, picture, file, keep)
    for variant in picture.to_make:
        if not variant.cropped or variant.path in shared:
            yield variant.path, partial(_copy, picture, file, variant, keep)


def _bare(picture: Picture, file: Path, keep: Keep) -> bytes:
    ending = _ending(picture.src)
    key = recipe("clean", picture.digest, ending)
    return keep(key, lambda: clean(_data(file, picture.digest), ending))


def _copy(picture: Picture, file: Path, variant: Variant, keep: Keep) -> bytes:
    key = recipe("copy", picture.digest, variant, SETTINGS)
    return keep(key, lambda: written(_decoded(file, picture.digest), variant))


# Its copies are made one after another; more than one photo would take much memory.
@lru_cache(maxsize=1)
def _decoded(file: Path, digest: str) -> Image.Image:
    return pixels(_data(file, digest), file.name)


def _data(file: Path, digest: str) -> bytes:
    found = file.read_bytes()
    # What is kept under the name of one picture must not be another's.
    if hashlib.sha256(found).hexdigest() != digest:
        raise UnreadablePicture("changed while the site was built")
    return found
