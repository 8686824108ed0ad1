"""Mail addresses: which ones are sent to, and when two are the same."""

from __future__ import annotations

import re
import unicodedata

_ATOM = r"[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+"
_LOCAL = re.compile(rf"{_ATOM}(\.{_ATOM})*")
_LABEL = re.compile(r"(?!-)[A-Za-z0-9-]{1,63}(?<!-)")
# What IDNA 2003, which Python has, and 2008, which registries follow, take for different domains.
_DEVIATING = frozenset("ßς\u200c\u200d")


def mailable(text: str) -> str:
    """An address that a message can be sent to: its domain in ASCII (IDNA), all else as it is.

    Raises ValueError, with what is wrong in Dutch and without the address. Addresses with quotes,
    comments or letters outside ASCII before the @ exist (RFC 5321, 6531); no reader has one, and
    what looks like one is a mistake in the list, or meant to get something into a header. So is
    what starts as a formula, which a spreadsheet that opens a list of ours would carry out.
    """
    text = unicodedata.normalize("NFC", text.strip())
    local, at, domain = text.rpartition("@")
    if not at:
        raise ValueError("er staat geen @ in het adres")
    if len(local) > 64 or not _LOCAL.fullmatch(local) or "=?" in local or local[0] == "=":
        raise ValueError("wat voor de @ staat, kan niet in een mailadres")
    try:
        if _DEVIATING & set(domain):
            raise UnicodeError
        domain = domain.encode("idna").decode()
    except UnicodeError:
        raise ValueError("wat achter de @ staat, is geen domein") from None
    labels = domain.split(".")
    if len(labels) < 2 or not all(map(_LABEL.fullmatch, labels)) or labels[-1].isdigit():
        raise ValueError("wat achter de @ staat, is geen domein")
    if len(local) + len(domain) > 253:
        raise ValueError("het adres is te lang")
    return f"{local}@{domain}"


def key(address: str) -> str:
    """What two ways to write one address have in common; ``address`` is a ``mailable`` one.

    Mail servers may tell capitals apart before the @ (RFC 5321, 2.4); none that matters does.
    """
    return address.casefold()
