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
from site_plugins.rendering.mail.support import unsupported
from site_plugins.rendering.site import Site


def manifest(
    letter: Newsletter,
    mails: Mapping[str, Mail],
    files: Mapping[str, bytes],
    sender: Sender,
    site: Site,
    now: datetime,
) -> dict[str, Any]:
    """What a sender must know, in values that JSON has.

    ``letter`` is the variant for all. ``mails`` has that under ``""`` and the others by the
    slug of their audience; ``files`` has all files by their path in the edition's folder.
    """
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
    if shortened := list(_shortened(mail)):
        yield (
            f"De mail{whose} was te lang (de grens is {dutch.number(LONG)} bytes), en is ingekort: "
            f"{dutch.enumeration(shortened)}."
        )
    if size >= CLIPPED:
        yield (
            f"De mail{whose} is {dutch.number(size)} bytes; Gmail verbergt alles "
            f"na {dutch.number(CLIPPED)}."
        )
    for finding in unsupported(mail.html):
        lacking = dutch.enumeration(finding.clients) or "Gmail"
        yield f"De mail{whose} gebruikt iets dat niet overal werkt: {finding.feature} ({lacking})."


def _shortened(mail: Mail) -> Iterator[str]:
    if mail.titles_only:
        yield f"van {_counted(mail.titles_only, 'stuk', 'stukken')} staat er alleen de titel in"
    if mail.left_out:
        yield f"{_counted(mail.left_out, 'stuk staat', 'stukken staan')} alleen op de site"
    if mail.meetings_left_out:
        meetings = _counted(mail.meetings_left_out, "bijeenkomst staat", "bijeenkomsten staan")
        yield f"{meetings} alleen op de site"
    if mail.intro_cut:
        yield "de inleiding staat er niet helemaal in"


def _counted(count: int, one: str, more: str) -> str:
    return f"{dutch.number(count)} {one if count == 1 else more}"


def _sha256(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()
