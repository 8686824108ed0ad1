"""A mail as a message: RFC 5322, with its two parts."""

from __future__ import annotations

import hashlib
from base64 import b64encode
from dataclasses import dataclass, replace
from datetime import date, datetime
from email.headerregistry import Address
from email.message import EmailMessage
from email.policy import SMTP
from html import escape

from site_plugins.model.edition import sending_moment
from site_plugins.rendering.mail.letter import UNSUBSCRIBE
from site_plugins.rendering.placeholders import inert

# A longer line than this is against RFC 5322, 2.1.1; a shorter one makes Python fold the address
# to unsubscribe into encoded words, which no mail app follows (python/cpython#85725).
_WHOLE = SMTP.clone(max_line_length=998)


@dataclass(frozen=True, slots=True)
class Sender:
    """Who sends the newsletter. SPF, DKIM and DMARC must allow the address's domain."""

    name: str = "Lokaal Bestuur"
    address: str = "nieuwsbrief@lokaalbestuur.nl"
    reply_to: str = "nieuwsbrief@lokaalbestuur.nl"
    """Whose mail a person reads."""
    list_id: str = "nieuwsbrief.lokaalbestuur.nl"
    """RFC 2919: never changes, also where the newsletter gets another name or address."""

    @property
    def domain(self) -> str:
        """Behind the @."""
        return self.address.rpartition("@")[2]


@dataclass(frozen=True, slots=True)
class Letter:
    """What every recipient of a variant gets: all but the recipient's own fields."""

    day: date
    subject: str
    html: str
    text: str

    def addressed(self, unsubscribe: str) -> Letter:
        """With a recipient's own address to unsubscribe in its two parts."""
        return replace(
            self,
            html=self.html.replace(UNSUBSCRIBE, escape(unsubscribe)),
            text=self.text.replace(UNSUBSCRIBE, unsubscribe),
        )


def message(
    letter: Letter,
    sender: Sender,
    *,
    to: Address,
    unsubscribe: str,
    name: str,
    test: datetime | None = None,
) -> bytes:
    """The message to one recipient: RFC 5322, with the parts of RFC 2046, 5.1.4 from plain to rich.

    ``unsubscribe`` is the recipient's own address to unsubscribe, for the header (RFC 8058); in
    the two parts it stands already. ``name`` tells this message from all others of the edition
    (the left side of its Message-ID), and is the same each time this message is made. A mail to
    try out is marked as a test, and dated ``test``: one from the future is taken for junk.
    """
    made = EmailMessage(policy=SMTP)
    made["From"] = Address(sender.name, addr_spec=sender.address)
    made["To"] = to
    made["Reply-To"] = Address(sender.name, addr_spec=sender.reply_to)
    made["Date"] = test or sending_moment(letter.day)
    made["Message-ID"] = f"<nieuwsbrief.{letter.day.isoformat()}{name}@{sender.domain}>"
    made["List-Id"] = f"{sender.name} <{sender.list_id}>"  # RFC 2919
    mailto = f"mailto:{sender.reply_to}?subject=Afmelden"
    made["List-Unsubscribe"] = f"<{unsubscribe}>, <{mailto}>"  # RFC 2369
    made["List-Unsubscribe-Post"] = "List-Unsubscribe=One-Click"  # RFC 8058
    made.set_content(letter.text, cte="quoted-printable")
    made.add_alternative(letter.html, subtype="html", cte="quoted-printable")
    # Only now: what is set before moves to the first part, with the other Content- fields.
    made["Content-Language"] = "nl"  # RFC 3282
    content = (letter.text + letter.html).encode()
    made.set_boundary(f"=_{hashlib.sha256(content).hexdigest()[:40]}")
    mark = "[TEST] " if test else ""
    return _subject(mark + inert(letter.subject)) + made.as_bytes(policy=_WHOLE)


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
