"""Newsletters made up for the tests, and their mails as a mail app reads them."""

from __future__ import annotations

import email
import email.policy
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime
from email.message import EmailMessage
from typing import Any

from lxml import html as lxml_html

from site_plugins.model.edition import Edition, sending_moment
from site_plugins.model.item import ZONE
from site_plugins.model.letter import Meeting, Section, Story
from site_plugins.projections.newsletter import Newsletter
from site_plugins.rendering.mail.edition import edition_mail
from site_plugins.rendering.mail.message import Sender
from site_plugins.rendering.site import Site

SITE = "https://lokaalbestuur.nl"
SUNDAY = date(2026, 11, 22)
INTRO = """
<p>Goedemorgen, lees <a href="https://lokaalbestuur.nl/onderwerpen/wonen/">het dossier
wonen</a> of <a href="https://www.rijksoverheid.nl/a?b=1&amp;c=2">de brief</a>.</p>
<ul><li>Eén</li><li>Twee <a href="mailto:a@b.nl">a@b.nl</a></li></ul>
"""
NASTY = "Kop <script>alert(1)</script> & 🏠\r\nBcc: x@y.nl\u2028\x85 {{ 7*7 }} =?utf-8?q?=0AX?="


def story(name: str = "grond", **changes: Any) -> Story:
    plain = Story(
        key=f"artikelen/2026/{name}",
        id=f"id:{name}",
        path=f"/artikelen/2026/{name}/",
        title=f"Over {name}",
        label="Nieuws",
        description=f"Wat de raad moet weten over {name}, in vijf vragen en antwoorden.",
        byline=("Sofie", "Yusuf (wethouder)"),
    )
    return replace(plain, **changes)


PAID = story("cursus", label="Ingezonden mededeling", paid=True, sponsor="Bouwfonds")


def newsletter(day: date = SUNDAY, **changes: Any) -> Newsletter:
    start = datetime(2026, 11, 26, 19, 30, tzinfo=ZONE)
    preheader = "Een wethouder koopt grond, vier provincies wachten niet."
    plain = Newsletter(
        edition=Edition(
            key=f"nieuwsbrief/{day}",
            slug=str(day),
            title="De grond, de dijk en de bode",
            id="id:edition",
            date=datetime(day.year, day.month, day.day, tzinfo=ZONE),
            preheader=preheader,
        ),
        day=day,
        number=None,
        subject="De grond, de dijk en de bode",
        preheader=preheader,
        path=f"/nieuwsbrief/{day}/",
        lead=story(),
        sections=(
            Section(
                "Verder in deze editie",
                (story("dijk"), PAID),
            ),
            Section("Nieuwe handreikingen", (story("wonen", byline=()),)),
        ),
        agenda=(
            Meeting(
                "id:vragenuur",
                "/agenda/vragenuur/",
                "Vragenuur",
                start,
                None,
                False,
                "online",
                ("verplaatst",),
            ),
        ),
    )
    return replace(plain, **changes)


@dataclass(frozen=True)
class Mail:
    html: str
    text: str
    eml: bytes
    manifest: Mapping[str, Any]


def render(letter: Newsletter | None = None, intro: str = INTRO, site: str = SITE) -> Mail:
    made = edition_mail(
        letter or newsletter(),
        (),
        intro_html=intro,
        site=Site("Lokaal Bestuur", f"{site}/"),
        sender=Sender(),
        now=sending_moment(SUNDAY),
    )
    mail = made.mails[""]
    return Mail(mail.html, mail.text, made.files["mail.eml"], made.manifest)


def page(mail: Mail) -> lxml_html.HtmlElement:
    return lxml_html.document_fromstring(mail.html)


def message(mail: Mail) -> EmailMessage:
    parsed = email.message_from_bytes(mail.eml, policy=email.policy.default)
    assert isinstance(parsed, EmailMessage)
    return parsed


def links(mail: Mail) -> list[str]:
    return [a.get("href", "") for a in page(mail).iter("a")]


def many(count: int, summary: int = 60) -> tuple[Story, ...]:
    """So many stories, each with a summary of so many characters."""
    words = "Wat de raad nu al kan doen, wat de provincie vraagt, en wie het betaalt. " * 20
    return tuple(
        story(f"een-onderwerp-met-een-lange-naam-{n}", description=words[:summary])
        for n in range(1, count + 1)
    )


def _luminance(colour: str) -> float:
    parts = [int(colour[place : place + 2], 16) / 255 for place in (1, 3, 5)]
    linear = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in parts]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def contrast(one: str, other: str) -> float:
    """WCAG 2.2, contrast ratio."""
    dark, light = sorted((_luminance(one), _luminance(other)))
    return (light + 0.05) / (dark + 0.05)
