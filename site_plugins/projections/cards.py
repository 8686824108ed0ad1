"""The picture that social networks show beside a link to a page."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass

from site_plugins.model.organisation import Home
from site_plugins.projections.addresses import MADE
from site_plugins.projections.names import NAMES, label
from site_plugins.projections.pages import Page

CARD_SIZE = (1200, 630)
"""Pixels: what Facebook, LinkedIn, Mastodon and WhatsApp show whole.

https://developers.facebook.com/docs/sharing/webmasters/images/
"""
COVER_SIZE = 3000
"""Pixels, of each side of the podcast's cover: what Apple prefers, and the most that it takes."""
COVER = f"/{MADE}/podcast-1.png"
"""Where it stands; the number is to be raised with each change of how it is drawn."""
_DESIGN = 3
"""To be raised with each change of how a card is drawn: then it gets another address."""


@dataclass(frozen=True, slots=True)
class SocialImage:
    """A picture on the site, with its size in pixels and what it shows."""

    path: str
    width: int
    height: int
    alt: str


@dataclass(frozen=True, slots=True)
class Card:
    """A card that is to be drawn: what a page is, and its title."""

    kicker: str
    title: str

    @property
    def path(self) -> str:
        """Its place on the site: by what is on it, so that pages with the same card share one."""
        words = f"{_DESIGN}\n{self.kicker}\n{self.title}"
        return f"/{MADE}/kaart.{hashlib.sha256(words.encode()).hexdigest()[:16]}.png"

    @property
    def image(self) -> SocialImage:
        """The card as a page names it."""
        return SocialImage(self.path, *CARD_SIZE, self.title)


def card_of(page: Page, site_name: str) -> Card | None:
    """The card of a page that has no picture of its own; None where nobody would share it.

    Pages of one item share its card, other pages that of their section.
    """
    if not page.indexed:
        return None
    if page.item and not isinstance(page.item, Home):
        return Card(label(page.item), page.item.title)
    return Card("", _SECTIONS.get(page.section, site_name))


_SECTIONS = {kind.folder: name.many for kind, name in NAMES.items() if kind is not Home}
