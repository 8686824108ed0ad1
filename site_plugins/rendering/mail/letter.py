"""A newsletter as the two parts of a mail: HTML and plain text.

Nothing here sends or reads a clock: the same newsletter gives the same bytes.

``UNSUBSCRIBE`` stands where each reader's own address to unsubscribe belongs; whoever sends
the mail puts it there, in both parts. It is the only placeholder in a mail: what looks like one
in an article stays text, whatever list server sends it (see ``placeholders.py``).
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache, partial
from typing import Any

from css_inline import CSSInliner
from markupsafe import Markup

from site_plugins.projections.newsletter import Newsletter
from site_plugins.rendering.mail.links import place_online, tagged
from site_plugins.rendering.mail.shortening import Shortened, most_steps, shorten
from site_plugins.rendering.mail.templating import meetings_words, period, tail_words, templates
from site_plugins.rendering.mail.texts import blocks_of, mail_safe, plain_text
from site_plugins.rendering.placeholders import inert, inert_html

CLIPPED = 102_400
"""Bytes of HTML from which Gmail hides the rest of a mail."""
LONG = 90_000
"""Bytes of HTML that leave too little room for what a mail server adds: a mail is shorter."""

UNSUBSCRIBE = "[[UNSUBSCRIBE_URL]]"
_HERE = "\ufdd2"
"""Stands in its place until all else is inert; no text holds it (``texts.one_line``)."""


@dataclass(frozen=True, slots=True)
class Mail:
    """A rendered variant of an edition, and what was taken out of it to make it fit."""

    html: str
    text: str
    titles_only: int = 0
    """Stories of which only the title is in it."""
    left_out: int = 0
    """Stories that are only on the web edition."""
    meetings_left_out: int = 0
    intro_cut: bool = False


def render_mail(letter: Newsletter, *, site_url: str, intro_html: str) -> Mail:
    """The mail of an edition, or of one variant of it, whose words are ready for it (``typeset``).

    ``intro_html`` is the introduction in HTML; relative links in it are taken from the web
    edition's page. The text part's introduction is made from it too, as Markdown does not say
    where its links lead.

    Its HTML is less than ``LONG`` bytes: of a longer newsletter the tail becomes titles, and what
    doesn't fit then either is left out, as little as possible.
    """
    site = site_url.rstrip("/")
    intro = mail_safe(intro_html, site + letter.path, site, letter.day)
    blocks = blocks_of(intro)
    around = {
        "link": lambda path: tagged(site + path, letter.day),
        "place_online": lambda story: place_online(site + letter.path, story, letter.day),
        "byline": letter.byline,
        "period": period(letter.edition.agenda_weeks),
        "unsubscribe": _HERE,
    }
    after = partial(shorten, letter, blocks)
    kept = after(0)
    html = _html(kept, around)
    if not _fits(html):
        steps = range(1, most_steps(letter, blocks))
        least = bisect_left(steps, True, key=lambda step: _fits(_html(after(step), around)))
        kept = after(least + 1)
        html = _html(kept, around)
    return Mail(
        html,
        _text(kept, around),
        titles_only=len(kept.titles),
        left_out=kept.left_out,
        meetings_left_out=kept.meetings_left_out,
        intro_cut=kept.intro_cut,
    )


def _html(kept: Shortened, around: Mapping[str, Any]) -> str:
    values = _values(kept, around) | {"intro": Markup("".join(kept.blocks))}
    html = _inliner().inline(templates().get_template("mail.html").render(values)) + "\n"
    return inert_html(html).replace(_HERE, UNSUBSCRIBE)


def _text(kept: Shortened, around: Mapping[str, Any]) -> str:
    values = _values(kept, around) | {"intro_text": plain_text("".join(kept.blocks))}
    return inert(templates().get_template("mail.txt").render(values)).replace(_HERE, UNSUBSCRIBE)


def _values(kept: Shortened, around: Mapping[str, Any]) -> dict[str, Any]:
    return {
        **around,
        "newsletter": kept.letter,
        "titles": kept.titles,
        "left_out": kept.left_out,
        "tail_words": tail_words(len(kept.titles), kept.left_out),
        "meetings_left_out": kept.meetings_left_out,
        "meetings_words": meetings_words(kept.meetings_left_out),
        "intro_cut": kept.intro_cut,
    }


def _fits(html: str) -> bool:
    return len(html.encode()) < LONG


@cache
def _inliner() -> CSSInliner:
    return CSSInliner(load_remote_stylesheets=False, minify_css=True)
