"""Addresses in a mail."""

from __future__ import annotations

from datetime import date
from urllib.parse import quote, unquote, urlencode, urlsplit, urlunsplit

from site_plugins.model.letter import Story


def tagged(url: str, day: date, item: str = "") -> str:
    """An address on our own site that names the edition and the item, and never a person.

    ``item`` is what it names where that isn't the end of its path.
    """
    parts = urlsplit(url)
    if "utm_source=" in parts.query:
        return url
    name = item or unquote(parts.path).rstrip("/").rpartition("/")[2] or "voorpagina"
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


def place_online(edition: str, story: Story, day: date) -> str:
    """Where a story stands on the web edition, whose address is ``edition``."""
    return tagged(f"{edition}#{quote(story.anchor)}", day, story.key.rpartition("/")[2])
