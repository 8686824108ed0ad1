"""An edition of the newsletter as a mail: HTML, plain text, a message and a manifest.

Nothing here sends or reads a clock: the same newsletter gives the same bytes.

``UNSUBSCRIBE`` stands where each reader's own address to unsubscribe belongs; whoever sends
the mail puts it there, in both parts. It is the only placeholder in a mail: what looks like one
in an article stays text, whatever list server sends it (see ``placeholders.py``).
"""

from __future__ import annotations

import hashlib
import re
import textwrap
from base64 import b64encode
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from email.message import EmailMessage
from email.policy import SMTP
from functools import cache
from pathlib import Path
from typing import Any
from urllib.parse import quote, unquote, urlencode, urljoin, urlsplit, urlunsplit

import nh3
from babel.dates import format_date
from css_inline import CSSInliner
from jinja2 import Environment, FileSystemLoader, StrictUndefined
from lxml import html as lxml_html
from markupsafe import Markup

from site_plugins.model.edition import sending_moment
from site_plugins.model.item import ZONE
from site_plugins.projections.newsletter import Meeting, Newsletter, Story
from site_plugins.rendering import dutch
from site_plugins.rendering.placeholders import inert, inert_html
from site_plugins.rendering.text.typography import curly

# The sender is the association's to set: SPF, DKIM and DMARC must allow this domain.
DOMAIN = "lokaalbestuur.nl"
SENDER = f"Lokaal Bestuur <nieuwsbrief@{DOMAIN}>"
READERS = f"Lezers van Lokaal Bestuur <nieuwsbrief@{DOMAIN}>"
"""Stands in the archived message; a message that is sent names its one recipient."""
LIST_ID = f"Lokaal Bestuur <nieuwsbrief.{DOMAIN}>"

UNSUBSCRIBE = "[[UNSUBSCRIBE_URL]]"
_HERE = "\ufdd2"
"""Stands in its place until all else is inert; no text holds it (``_UNSAFE``)."""

CLIPPED = 102_400
"""Bytes of HTML from which Gmail hides the rest of a mail."""
LONG = 90_000
"""Bytes of HTML that leave too little room for what a mail server adds."""

LINE = 76
"""Characters on a line of the text part."""


@dataclass(frozen=True, slots=True)
class Mail:
    """A rendered edition. ``manifest`` is what ``manifest.json`` holds."""

    html: str
    text: str
    eml: bytes
    manifest: dict[str, Any]


def render_mail(newsletter: Newsletter, *, site_url: str, intro_html: str) -> Mail:
    """The mail of an edition.

    ``intro_html`` is the introduction in HTML; relative links in it are taken from the web
    edition's page. The text part's introduction is made from it too, as Markdown does not say
    where its links lead.
    """
    letter = _typeset(newsletter)
    site = site_url.rstrip("/")
    intro = mail_safe(intro_html, site + letter.path, site, letter.day)
    values = {
        "newsletter": letter,
        "intro": Markup(intro),
        "intro_text": plain_text(intro),
        "link": lambda path: tagged(site + path, letter.day),
        "period": _period(letter.edition.agenda_weeks),
        "unsubscribe": _HERE,
    }
    html = _inliner().inline(_templates().get_template("mail.html").render(values)) + "\n"
    html = inert_html(html).replace(_HERE, UNSUBSCRIBE)
    text = inert(_templates().get_template("mail.txt").render(values)).replace(_HERE, UNSUBSCRIBE)
    eml = _message(letter, html, text)
    return Mail(html, text, eml, _manifest(letter, site, html, text, eml))


def _typeset(newsletter: Newsletter) -> Newsletter:
    """With every word on one line, without control characters, and with Dutch quotes."""
    return replace(
        newsletter,
        subject=_words(newsletter.subject),
        preheader=_words(newsletter.preheader),
        lead=_typeset_story(newsletter.lead) if newsletter.lead else None,
        sections=tuple(
            replace(section, stories=tuple(map(_typeset_story, section.stories)))
            for section in newsletter.sections
        ),
        agenda=tuple(
            replace(meeting, title=_words(meeting.title), place=_words(meeting.place))
            for meeting in newsletter.agenda
        ),
    )


def _typeset_story(story: Story) -> Story:
    return replace(
        story,
        title=_words(story.title),
        label=_words(story.label),
        description=_words(story.description),
        byline=tuple(map(_words, story.byline)),
        sponsor=_words(story.sponsor),
    )


def _words(text: str) -> str:
    return curly(one_line(text))


def tagged(url: str, day: date) -> str:
    """An address on our own site that counts visits per edition and item, never per person."""
    parts = urlsplit(url)
    if "utm_source=" in parts.query:
        return url
    name = unquote(parts.path).rstrip("/").rpartition("/")[2] or "voorpagina"
    tags = urlencode(
        {
            "utm_source": "nieuwsbrief",
            "utm_medium": "email",
            "utm_campaign": day.isoformat(),
            "utm_content": name,
        }
    )
    query = f"{parts.query}&{tags}" if parts.query else tags
    return urlunsplit(parts._replace(path=quote(parts.path, "/%:@!$&'()*+,;=~"), query=query))


_TEXTUAL = {
    *("p", "br", "ul", "ol", "li", "blockquote", "pre", "h1", "h2", "h3", "h4", "h5", "h6"),
    *("a", "strong", "em", "b", "i", "code", "del", "sub", "sup"),
}


def mail_safe(html: str, base: str, site: str, day: date) -> str:
    """Text in HTML that fits any mail: no pictures, no styles, absolute links.

    All its headings become h2, whatever the editor began with: they stand under the one h1.
    """

    def attribute(tag: str, name: str, value: str) -> str:
        try:
            url = urljoin(base, value).translate(_IN_ADDRESSES)
            return tagged(url, day) if f"{url}/".startswith(f"{site}/") else url
        except ValueError:  # such as http://[
            return value

    clean = nh3.clean(
        _UNSAFE.sub(" ", html),
        tags=_TEXTUAL,
        attributes={"a": {"href"}},
        attribute_filter=attribute,
        link_rel=None,
        url_schemes={"https", "http", "mailto", "tel"},
    )
    return re.sub(r"<(/?)h[1-6]>", r"<\1h2>", clean)


_IN_ADDRESSES = {ord(c): quote(c) for c in "{}|"}
"""What begins a placeholder and has no place in an address either (RFC 3986)."""

_BREAK = "\x1f"


def plain_text(html: str) -> str:
    """Simple HTML (as of ``mail_safe``) as text of at most 76 wide; links as "text (address)"."""
    return "\n\n".join(_blocks(lxml_html.fragment_fromstring(html, create_parent="div"), LINE))


def _blocks(node: lxml_html.HtmlElement, width: int) -> Iterator[str]:
    """The paragraphs and lists within ``node``; loose text between them is a paragraph too."""
    run = node.text or ""
    for child in node:
        if child.tag in ("p", "h2", "pre", "ul", "ol", "li", "blockquote"):
            yield from _paragraph(run, width)
            yield from _block(child, width)
            run = child.tail or ""
        else:
            run += _inline(child) + (child.tail or "")
    yield from _paragraph(run, width)


def _block(node: lxml_html.HtmlElement, width: int) -> Iterator[str]:
    match node.tag:
        case "ul" | "ol":
            marks = (f"{n}. " if node.tag == "ol" else "- " for n in range(1, len(node) + 1))
            yield "\n".join(
                mark + textwrap.indent(within, " " * len(mark)).lstrip()
                for mark, item in zip(marks, node, strict=True)
                if (within := "\n".join(_blocks(item, width - len(mark))))
            )
        case "blockquote":
            within = "\n\n".join(_blocks(node, width - 2))
            yield textwrap.indent(within, "> ", lambda line: True)
        case _:
            yield from _blocks(node, width)


def _paragraph(run: str, width: int) -> Iterator[str]:
    lines = [_fill(line, width) for line in run.split(_BREAK)]
    if any(lines):
        yield "\n".join(lines)


def _inline(node: lxml_html.HtmlElement) -> str:
    if node.tag == "br":
        return _BREAK
    text = (node.text or "") + "".join(_inline(child) + (child.tail or "") for child in node)
    url = node.get("href")
    if url is None or url.removeprefix("mailto:").removeprefix("tel:") == text:
        return text
    return f"{text} ({url})" if text.strip() else url


def _fill(text: str, width: int = LINE, indent: str = "") -> str:
    """One line's worth of text, over as many lines as it takes; addresses stay whole."""
    return textwrap.fill(
        one_line(text),
        width,
        initial_indent=indent,
        subsequent_indent=indent,
        break_long_words=False,
        break_on_hyphens=False,
    )


# Controls (a stray C1 makes Gmail clip: hteumeuleu/email-bugs#113), line and paragraph
# separators, overrides of the direction of writing, halves of characters.
_UNSAFE = re.compile(
    "[\x00-\x08\x0b-\x1f\x7f-\x9f\u2028-\u202e\u2066-\u2069\ud800-\udfff\ufdd0-\ufdef\ufffe\uffff]"
)


def one_line(text: str) -> str:
    """``text`` without control characters and line breaks; no-break spaces stay."""
    return re.sub("[ \t\n]+", " ", _UNSAFE.sub(" ", text)).strip(" ")


def _message(newsletter: Newsletter, html: str, text: str) -> bytes:
    """The message: RFC 5322, with the parts of RFC 2046, 5.1.4 from plain to rich."""
    message = EmailMessage(policy=SMTP)
    message["From"] = SENDER
    message["To"] = READERS
    message["Date"] = sending_moment(newsletter.day)
    message["Message-ID"] = f"<nieuwsbrief.{newsletter.day.isoformat()}@{DOMAIN}>"
    message["List-Id"] = LIST_ID  # RFC 2919
    message.set_content(text, cte="quoted-printable")
    message.add_alternative(html, subtype="html", cte="quoted-printable")
    # Only now: what is set before moves to the first part, with the other Content- fields.
    message["Content-Language"] = "nl"  # RFC 3282
    message.set_boundary(f"=_{_sha256(text + html)[:40]}")
    return _subject(inert(newsletter.subject)) + message.as_bytes()


def _subject(text: str) -> bytes:
    """The field Subject, in encoded words (RFC 2047) where it isn't short and plain ASCII.

    Written here, as Python folds long values into words that mail servers refuse
    (python/cpython#85725) and leaves a ``=?`` in the text to be read as an encoded word, which
    has added header fields (CVE-2024-6923).
    """
    if text.isascii() and len(text) <= 60 and "=?" not in text:
        return b"Subject: %s\r\n" % text.encode()
    words: list[bytes] = []
    for character in text:
        data = character.encode()
        # 39 bytes are 52 in base64: with its ends, and the field's name before the first, a line
        # stays within 76 characters (RFC 2047, 2).
        if not words or len(words[-1]) + len(data) > 39:
            words.append(b"")
        words[-1] += data
    folded = b"\r\n ".join(b"=?utf-8?b?%s?=" % b64encode(word) for word in words)
    return b"Subject: %s\r\n" % folded


def _manifest(
    newsletter: Newsletter, site: str, html: str, text: str, eml: bytes
) -> dict[str, Any]:
    return {
        "edition": newsletter.day.isoformat(),
        "subject": newsletter.subject,
        "preheader": newsletter.preheader,
        "url": site + newsletter.path,
        "items": [
            {"id": story.id, "path": story.path, "title": story.title}
            for story in newsletter.stories
        ],
        "files": {
            name: {"bytes": len(content), "sha256": _sha256(content)}
            for name, content in (
                ("mail.html", html.encode()),
                ("mail.txt", text.encode()),
                ("mail.eml", eml),
            )
        },
        "merge_tags": [UNSUBSCRIBE],
        "warnings": list(_warnings(newsletter, len(html.encode()))),
    }


def _warnings(newsletter: Newsletter, size: int) -> Iterator[str]:
    if not newsletter.stories:
        yield "Deze editie heeft geen artikelen."
    if size >= CLIPPED:
        yield (
            f"De mail is {dutch.number(size)} bytes; Gmail verbergt alles "
            f"na {dutch.number(CLIPPED)}. Laat stukken weg of verkort de agenda."
        )
    elif size > LONG:
        yield (
            f"De mail is {dutch.number(size)} bytes; boven {dutch.number(LONG)} kan Gmail "
            "het eind verbergen na wat de mailserver toevoegt."
        )


def _sha256(content: str | bytes) -> str:
    return hashlib.sha256(content.encode() if isinstance(content, str) else content).hexdigest()


def _period(weeks: int) -> str:
    return "De komende week" if weeks == 1 else f"De komende {dutch.count(weeks)} weken"


def _day_and_month(moment: datetime) -> str:
    return format_date(moment.astimezone(ZONE), "d MMM", locale="nl").replace(".", "")


def _hours(meeting: Meeting) -> str:
    """From when until when, on or from the day that stands beside it."""
    start = meeting.start.astimezone(ZONE)
    end = meeting.end.astimezone(ZONE) if meeting.end else None
    more_days = end is not None and end.date() > start.date()
    if meeting.all_day:
        whole = "" if meeting.untimed else "hele dag"
        return f"tot en met {_without_year(end)}" if end and more_days else whole
    if end is None:
        return f"{dutch.clock(start)} uur"
    if more_days:
        return f"{dutch.clock(start)} uur tot {_without_year(end)}, {dutch.clock(end)} uur"
    return f"{dutch.clock(start)}–{dutch.clock(end)} uur"


def _without_year(moment: datetime) -> str:
    return format_date(moment.astimezone(ZONE), "EEEE d MMMM", locale="nl")


def _details(meeting: Meeting) -> str:
    return ", ".join(filter(None, (_hours(meeting), meeting.place)))


def _signed(byline: Sequence[str]) -> str:
    return f"Door {dutch.enumeration(byline)}"


@cache
def _templates() -> Environment:
    environment = Environment(
        loader=FileSystemLoader(Path(__file__).parent / "templates" / "mail"),
        autoescape=lambda name: name is not None and name.endswith(".html"),
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
    )
    environment.filters |= {
        "fill": _fill,
        "long_date": dutch.long_date,
        "weekday": dutch.weekday,
        "day_and_month": _day_and_month,
        "without_year": _without_year,
        "details": _details,
        "remarks": lambda meeting: dutch.enumeration(meeting.remarks).capitalize(),
        "signed": _signed,
    }
    return environment


@cache
def _inliner() -> CSSInliner:
    return CSSInliner(load_remote_stylesheets=False, minify_css=True)
