"""What a site says of itself, so that the next build can tell what it would change."""

from __future__ import annotations

from site_plugins.model.library import Library
from site_plugins.projections.addresses import address, alias_file

RECORD = "publicatie.json"
"""Where a site carries its record; public, as everything in it is."""


def record(library: Library) -> dict[str, str]:
    """The id of each item by the address of its page, and by its old addresses."""
    ids = {address(item): item.id for item in library.items.values()}
    for item in library.items.values():
        for alias in item.aliases:
            ids.setdefault(f"/{alias_file(alias)}".removesuffix("index.html"), item.id)
    return dict(sorted(ids.items()))
