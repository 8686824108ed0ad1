"""Addresses in a mail."""

from __future__ import annotations

from datetime import date
from urllib.parse import quote, unquote, urlencode, urlsplit, urlunsplit


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
