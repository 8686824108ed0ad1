"""What ``manifest.json`` tells about the mails of an edition."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Mapping
from datetime import datetime
from typing import Any

from site_plugins.model.edition import sending_moment
from site_plugins.projections.newsletter import Newsletter
from site_plugins.rendering import dutch
from site_plugins.rendering.mail.letter import CLIPPED, LONG, UNSUBSCRIBE, Mail
from site_plugins.rendering.mail.message import Sender
from site_plugins.rendering.site import Site


def manifest(
    newsletter: Newsletter,
    mails: Mapping[str, Mail],
    files: Mapping[str, bytes],
    sender: Sender,
    site: Site,
    now: datetime,
) -> dict[str, Any]:
    """What a sender must know, in values that JSON has.

    ``newsletter`` is the variant for all. ``mails`` has that under ``""`` and the others by the
    slug of their audience; ``files`` has all files by their path in the edition's folder.
    """
    letter = newsletter
    return {
        "edition": letter.day.isoformat(),
        "number": letter.number,
        "subject": letter.subject,
        "preheader": letter.preheader,
        "url": site.absolute(letter.path),
        "sender": {
            "name": sender.name,
            "address": sender.address,
            "reply_to": sender.reply_to,
            "list_id": sender.list_id,
        },
        "sends_at": sending_moment(letter.day).isoformat(),
        # Before that moment more may come: such a mail is a proof, and not to be sent.
        "complete": now >= sending_moment(letter.day),
        "content": content_hash(letter.subject, mails),
        "variants": {
            audience: {
                "html": f"{audience}/mail.html" if audience else "mail.html",
                "text": f"{audience}/mail.txt" if audience else "mail.txt",
                "bytes": len(mail.html.encode()),
            }
            for audience, mail in mails.items()
        },
        "items": [
            {"id": story.id, "path": story.path, "title": story.title} for story in letter.stories
        ],
        "files": {
            name: {"bytes": len(content), "sha256": _sha256(content)}
            for name, content in files.items()
        },
        "merge_tags": [UNSUBSCRIBE],
        "warnings": [
            warning for name, mail in mails.items() for warning in _warnings(letter, name, mail)
        ],
    }


def content_hash(subject: str, mails: Mapping[str, Mail]) -> str:
    """SHA-256 of everything that readers get, in hexadecimal."""
    parts = [subject]
    for audience, mail in sorted(mails.items()):
        parts += [audience, mail.html, mail.text]
    return _sha256("\0".join(parts).encode())


def _warnings(newsletter: Newsletter, audience: str, mail: Mail) -> Iterator[str]:
    size, whose = len(mail.html.encode()), f" voor {audience}" if audience else ""
    if not newsletter.stories and not audience:
        yield "Deze editie heeft geen artikelen."
    if size >= CLIPPED:
        yield (
            f"De mail{whose} is {dutch.number(size)} bytes; Gmail verbergt alles "
            f"na {dutch.number(CLIPPED)}. Laat stukken weg of verkort de agenda."
        )
    elif size > LONG:
        yield (
            f"De mail{whose} is {dutch.number(size)} bytes; boven {dutch.number(LONG)} kan Gmail "
            "het eind verbergen na wat de mailserver toevoegt."
        )


def _sha256(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()
