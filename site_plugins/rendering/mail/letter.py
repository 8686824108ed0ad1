"""A newsletter as the two parts of a mail: HTML and plain text.

Nothing here sends or reads a clock: the same newsletter gives the same bytes.

``UNSUBSCRIBE`` stands where each reader's own address to unsubscribe belongs; whoever sends
the mail puts it there, in both parts. It is the only placeholder in a mail: what looks like one
in an article stays text, whatever list server sends it (see ``placeholders.py``).
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache

from css_inline import CSSInliner
from markupsafe import Markup

from site_plugins.projections.newsletter import Newsletter
from site_plugins.rendering.mail.links import tagged
from site_plugins.rendering.mail.templating import period, templates
from site_plugins.rendering.mail.texts import mail_safe, plain_text
from site_plugins.rendering.placeholders import inert, inert_html

CLIPPED = 102_400
"""Bytes of HTML from which Gmail hides the rest of a mail."""
LONG = 90_000
"""Bytes of HTML that leave too little room for what a mail server adds."""

UNSUBSCRIBE = "[[UNSUBSCRIBE_URL]]"
_HERE = "\ufdd2"
"""Stands in its place until all else is inert; no text holds it (``texts.one_line``)."""


@dataclass(frozen=True, slots=True)
class Mail:
    """A rendered variant of an edition."""

    html: str
    text: str


def render_mail(letter: Newsletter, *, site_url: str, intro_html: str) -> Mail:
    """The mail of an edition, or of one variant of it, whose words are ready for it (``typeset``).

    ``intro_html`` is the introduction in HTML; relative links in it are taken from the web
    edition's page. The text part's introduction is made from it too, as Markdown does not say
    where its links lead.
    """
    site = site_url.rstrip("/")
    intro = mail_safe(intro_html, site + letter.path, site, letter.day)
    values = {
        "newsletter": letter,
        "intro": Markup(intro),
        "intro_text": plain_text(intro),
        "link": lambda path: tagged(site + path, letter.day),
        "period": period(letter.edition.agenda_weeks),
        "unsubscribe": _HERE,
    }
    html = _inliner().inline(templates().get_template("mail.html").render(values)) + "\n"
    html = inert_html(html).replace(_HERE, UNSUBSCRIBE)
    text = inert(templates().get_template("mail.txt").render(values)).replace(_HERE, UNSUBSCRIBE)
    return Mail(html, text)


@cache
def _inliner() -> CSSInliner:
    return CSSInliner(load_remote_stylesheets=False, minify_css=True)
