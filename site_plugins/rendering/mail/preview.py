"""One page on which an editor sees an edition as mail apps will show it, before it goes out.

It is a file on the editor's own machine, no part of the site: it holds the mail several times
over, in frames that run nothing, and asks no other machine for anything.
"""

from __future__ import annotations

import email.policy
import hashlib
import re
from base64 import b64encode
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from email.parser import BytesHeaderParser
from enum import StrEnum

from markupsafe import Markup

from site_plugins.rendering import dutch
from site_plugins.rendering.mail.edition import EditionMail
from site_plugins.rendering.mail.letter import CLIPPED, LONG
from site_plugins.rendering.mail.templating import templates

WIDTHS = (320, 600)
"""Pixels: the narrowest phone, and as wide as the mail gets."""
INBOXES = (("Gmail", 78, 97), ("iPhone", 40, 81))
"""About how many characters of the subject and of the preheader an inbox shows."""


class View(StrEnum):
    """A way in which mail apps show a mail; the value is its name on the page."""

    LIGHT = "Licht"
    DARK = "Donker"
    OUTLOOK = "Donker in Outlook.com"
    INVERTED = "Omgekeerd"
    UNSTYLED = "Zonder stijlblok"

    @property
    def slug(self) -> str:
        """For file names and classes."""
        return self.name.lower()


EXPLANATIONS = {
    View.LIGHT: "Zo zien de meeste lezers de mail.",
    View.DARK: "Apple Mail en Samsung tonen onze eigen donkere kleuren.",
    View.OUTLOOK: "Outlook.com en de app van Outlook maken de kleuren donker op hun eigen manier.",
    View.INVERTED: "Gmail op de iPhone en Outlook voor Windows keren de kleuren zelf om. "
    "Dit benadert dat; geen mailprogramma doet het precies zo.",
    View.UNSTYLED: "De app van Gmail laat het stijlblok weg bij een adres dat niet van Google is. "
    "Alles moet dan nog leesbaar zijn.",
}
_STYLE = re.compile(r"<style\b.*?</style>", re.DOTALL)
_DARK = re.compile(r"\(\s*prefers-color-scheme:\s*dark\s*\)")
_SCHEMES = re.compile(r'(<meta name="(?:supported-)?color-schemes?" content=)"[^"]*"')
_INVERSION = "<style>html{background-color:#fff;filter:invert(1) hue-rotate(180deg)}</style>"


def shown(html: str, view: View) -> str:
    """The mail's HTML such that any browser shows it in one way, whatever its reader prefers."""
    dark = view is View.DARK
    # A range that every screen has, or none: unlike "all" it may stand among other conditions.
    html = _DARK.sub("(min-width: 0)" if dark else "(max-width: 0)", html)
    html = _SCHEMES.sub(rf'\1"{"dark" if dark else "light"}"', html)
    match view:
        case View.UNSTYLED:
            return _STYLE.sub("", html)
        case View.INVERTED:
            return html.replace("</head>", f"{_INVERSION}</head>", 1)
        case View.OUTLOOK:
            return html.replace("<html ", '<html data-ogsb="" data-ogsc="" ', 1)
    return html


@dataclass(frozen=True, slots=True)
class _Size:
    """How long a variant's HTML is, for its row and its bar."""

    name: str
    bytes: int

    @property
    def verdict(self) -> str:
        """What an editor must do about it."""
        if self.bytes >= CLIPPED:
            return "te lang: Gmail verbergt het eind"
        return "bijna te lang: laat iets weg" if self.bytes > LONG else "goed"


def preview_page(
    made: EditionMail, moment: datetime, audience: str, readers: Mapping[str, str]
) -> str:
    """The page, in HTML, of the variant for ``audience`` (a slug; ``""`` is the one for all).

    ``moment`` is the time at which the edition is as the page shows it; ``readers`` has what
    audiences are called in a sentence, by slug.
    """
    readers = {"": "iedereen", **readers}
    mail, about = made.mails[audience], made.manifest
    script = templates().get_template("preview.js").render()
    values = {
        "about": about,
        "day": datetime.fromisoformat(about["sends_at"]),
        "moment": dutch.long_moment(moment),
        "sends_at": dutch.long_moment(datetime.fromisoformat(about["sends_at"])),
        "readers": readers[audience],
        "inboxes": [
            (name, _cut(about["subject"], subject), _cut(about["preheader"], more))
            for name, subject, more in INBOXES
        ],
        "sizes": [
            _Size(f"Voor {readers[slug]}", variant["bytes"])
            for slug, variant in about["variants"].items()
        ],
        "limits": (LONG, CLIPPED),
        "number": dutch.number,
        "views": [(view, EXPLANATIONS[view], _framed(mail.html, view)) for view in View],
        "widths": WIDTHS,
        "text": mail.text,
        "headers": list(_headers(made.files["mail.eml"])),
        "script": Markup(script),
        "script_hash": b64encode(hashlib.sha256(script.encode()).digest()).decode(),
    }
    return templates().get_template("preview.html").render(values)


def _framed(html: str, view: View) -> str:
    """For a frame: what is clicked there opens beside the page."""
    return shown(html, view).replace("<head>", '<head><base target="_blank">', 1)


def _cut(text: str, length: int) -> str:
    return text if len(text) <= length else f"{text[:length].rstrip()}…"


def _headers(message: bytes) -> Iterator[tuple[str, str]]:
    """The header fields of a message, decoded."""
    for name, value in BytesHeaderParser(policy=email.policy.default).parsebytes(message).items():
        yield name, str(value)
