"""Everything that the build writes for one edition: its mails, a message and the manifest."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from email.headerregistry import Address
from typing import Any

from site_plugins.projections.newsletter import Newsletter
from site_plugins.rendering.mail.letter import UNSUBSCRIBE, Mail, render_mail
from site_plugins.rendering.mail.manifest import manifest
from site_plugins.rendering.mail.message import Letter, Sender, message
from site_plugins.rendering.mail.record import record
from site_plugins.rendering.mail.templating import typeset
from site_plugins.rendering.site import Site


@dataclass(frozen=True, slots=True)
class EditionMail:
    """The mails of an edition by the slug of their audience; ``""`` is the one for all."""

    mails: Mapping[str, Mail]
    manifest: Mapping[str, Any]
    files: Mapping[str, bytes]
    """By their path in the edition's folder, the manifest among them."""


def edition_mail(
    newsletter: Newsletter,
    variants: Sequence[Newsletter],
    *,
    intro_html: str,
    site: Site,
    sender: Sender,
    now: datetime,
) -> EditionMail:
    """The mail for all and those of the variants, as files.

    ``intro_html`` is the introduction in HTML. ``mail.eml`` is a message to all readers, to look
    at and to keep; a message that is sent names its one recipient.
    """
    as_written, newsletter = newsletter, typeset(newsletter)
    mails = {
        letter.audience.slug if letter.audience else "": render_mail(
            letter, site_url=site.url, intro_html=intro_html
        )
        for letter in (newsletter, *map(typeset, variants))
    }
    letter = Letter(newsletter.day, newsletter.subject, mails[""].html, mails[""].text)
    readers = Address(f"Lezers van {sender.name}", addr_spec=sender.address)
    files = {
        path: data
        for audience, mail in mails.items()
        for path, data in (
            (f"{audience}/mail.html".lstrip("/"), mail.html.encode()),
            (f"{audience}/mail.txt".lstrip("/"), mail.text.encode()),
        )
    }
    files["mail.eml"] = message(letter, sender, to=readers, unsubscribe=UNSUBSCRIBE, name="")
    about = manifest(newsletter, mails, files, sender, site, now)
    about["sent"] = record(as_written)
    as_json = json.dumps(about, ensure_ascii=False, indent=2, sort_keys=True) + "\n"
    return EditionMail(mails, about, {**files, "manifest.json": as_json.encode()})
