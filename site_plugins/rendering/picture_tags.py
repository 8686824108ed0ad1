"""A picture in a page: ``<picture>`` with its copies, or a plain ``<img>`` where there are none."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from html import unescape

from markupsafe import Markup, escape

from site_plugins.projections.addresses import media_address
from site_plugins.projections.cards import Card, SocialImage
from site_plugins.projections.pages import Page
from site_plugins.rendering.site import Site
from site_plugins.rendering.variants import Picture, Variant

FindPicture = Callable[[str], Picture]
"""The picture at a path under ``media/``."""
COLUMN = "(min-width: 46rem) 42rem, 100vw"
"""How wide the column of a text is, for ``sizes``: the measure of site.css."""


def picture_tag(
    picture: Picture,
    site: Site,
    *,
    alt: str | Markup = "",
    sizes: str = COLUMN,
    eager: bool = False,
    css: str = "",
    others: Iterable[tuple[str, str]] = (),
) -> Markup:
    """The HTML of a picture. ``sizes`` is how wide a page shows it, as in the attribute.

    ``eager`` is for a picture that is seen at once; others are fetched when they come near.
    ``others`` are attributes more: names, and values that are HTML already.
    """
    others = [*others]
    written = f' class="{escape(css)}"' if css else ""
    if picture.size and not any(name in ("width", "height") for name, _ in others):
        written += ' width="{}" height="{}"'.format(*picture.size)
    written += "".join([f' {name}="{value}"' for name, value in others])
    written += ' fetchpriority="high"' if eager else ' loading="lazy"'
    src = escape(site.path(picture.path))
    image = f'<img src="{src}" alt="{escape(alt)}"{written} decoding="async">'
    if not picture.variants:
        return Markup(image)
    if picture.size:
        # No wider than it is: what browsers know of the width is what stands here.
        sizes = _SIZE.sub(rf"min(\g<0>, {picture.size[0]}px)", sizes)
    sources = [_source(kind, variants, sizes, site) for kind, variants in picture.sources()]
    return Markup(f"<picture>{''.join(sources)}{image}</picture>")


_SIZE = re.compile(r"[^ ,]+(?=,|$)")


def _source(kind: str, variants: Iterable[Variant], sizes: str, site: Site) -> str:
    copies = ", ".join([f"{site.path(v.path)} {v.width}w" for v in variants])
    return f'<source type="{kind}" srcset="{escape(copies)}" sizes="{escape(sizes)}">'


def social_image(page: Page, find: FindPicture, card: Card | None) -> SocialImage | None:
    """What social networks show beside a link to a page: its own picture, or else its card."""
    if page.image and (picture := find(page.image.src)).social:
        crop = picture.social
        return SocialImage(crop.path, crop.width, crop.height, page.image.alt)
    return card.image if card else None


_IMAGE = re.compile(r"<img((?: [a-z]+=\"[^\"]*\")*) ?/?>")
_ATTRIBUTE = re.compile(r' ([a-z]+)="([^"]*)"')


def with_pictures(html: str, find: FindPicture, site: Site) -> str:
    """A laid-out text in which each picture of ours has its sizes and its copies."""
    ours = site.path(media_address(""))

    def shown(image: re.Match[str]) -> str:
        written = dict(_ATTRIBUTE.findall(image[1]))
        address = unescape(written.pop("src", ""))
        if not address.startswith(ours):
            return image[0]
        picture = find(address.removeprefix(ours).partition("?")[0].partition("#")[0])
        written.pop("loading", None)
        wide = written.get("width", "")
        sizes = f"{wide}px" if wide.isdecimal() else COLUMN
        alt = Markup(written.pop("alt", ""))
        return picture_tag(picture, site, alt=alt, sizes=sizes, others=written.items())

    return _IMAGE.sub(shown, html) if "<img" in html else html
