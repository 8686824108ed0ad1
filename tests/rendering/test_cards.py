"""The cards that social networks show beside a link."""

from __future__ import annotations

import io
import string

import pytest
from PIL import Image, ImageChops, ImageFont

from site_plugins.projections.cards import CARD_SIZE, Card
from site_plugins.rendering.cards import COVERED, draw, readable
from tests.conftest import ROOT

FONT = (ROOT / "overrides/assets/serif-bold.woff2").read_bytes()
LONG = ("Wat de gemeenteraad in december besluit over wonen en zorg, merkt iedereen. " * 4)[:300]
TITLES = {
    "short": "Wonen",
    "quote": "'Ik wil dat de raad weer over de stad gaat'",
    "long": LONG,
    "long word": "Arbeidsongeschiktheidsverzekeringsmaatschappijenovereenkomstenregister" * 2,
    "no spaces": "x" * 300,
    "other letters": "Şahin, Łukasz en 你好 spreken Ελληνικά 😀",
    "no letters": "😀😀",
    "right to left": "שלום \u202e en \u200b",
}


def drawn(title: str, kicker: str = "Vraag en antwoord") -> Image.Image:
    """The card as a network gets it."""
    image = Image.open(io.BytesIO(draw(Card(kicker, title), FONT)))
    image.load()
    return image


@pytest.mark.parametrize("name", TITLES)
def test_every_title_fits(name: str) -> None:
    """Something stands on the card, nothing in its margins, and the file is small."""
    data = draw(Card("Vraag en antwoord", TITLES[name]), FONT)
    assert len(data) < 60_000
    assert data == draw(Card("Vraag en antwoord", TITLES[name]), FONT)
    image = drawn(TITLES[name]).convert("RGB")
    assert image.size == CARD_SIZE
    # Where the title stands, above the band and between the margins.
    inked = ImageChops.difference(image, Image.new("RGB", CARD_SIZE, image.getpixel((2, 2))))
    left, top, right, bottom = inked.crop((0, 150, 1200, 533)).getbbox() or (0, 0, 0, 0)
    assert left > 60
    assert right < 1140
    assert 0 < top < bottom < 375


def test_a_long_title_is_set_smaller_and_not_cut() -> None:
    """Each of its 300 characters is on the card: other words at its end make another card."""
    assert drawn(LONG).tobytes() != drawn(f"{LONG[:-3]}nog").tobytes()


def test_other_titles_and_kinds_have_other_cards() -> None:
    """By address as well, and the same ones share one."""
    cards = [Card("Nieuws", "Wonen"), Card("Column", "Wonen"), Card("Nieuws", "Zorg")]
    assert len({card.path for card in cards}) == 3
    assert len({draw(card, FONT) for card in cards}) == 3
    assert Card("Nieuws", "Wonen").path == cards[0].path


def test_letters_that_the_font_lacks_are_replaced() -> None:
    """What can be written with other letters is; the rest goes. No box is ever drawn."""
    assert readable("Çelik & Şahin") == "Çelik & Sahin"
    assert readable("PvdA\u2011GroenLinks") == "PvdA-GroenLinks"
    assert readable("Ελλάδα\n 你好  😀!") == "Ellada NiHao !"
    assert all(COVERED.match(c) for title in TITLES.values() for c in readable(title))
    for c in string.ascii_letters + string.digits + "éëïöüçñ€‘’“”…–—":
        assert readable(c) == c


def test_the_font_has_what_it_is_said_to_have() -> None:
    """None of its characters comes out as the box for what a font lacks."""
    font = ImageFont.truetype(io.BytesIO(FONT), 40)
    box = bytes(font.getmask("\u4f60"))
    covered = [chr(n) for n in range(0x20, 0x2300) if COVERED.match(chr(n))]
    assert len(covered) > 170
    assert [c for c in covered if not c.isspace() and bytes(font.getmask(c)) == box] == []
