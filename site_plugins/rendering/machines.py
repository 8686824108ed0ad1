"""What machines read: the sitemap, robots.txt, the site's record."""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import asdict

from markupsafe import escape

from site_plugins.projections.record import Record
from site_plugins.projections.search import SitemapEntry
from site_plugins.rendering import dutch
from site_plugins.rendering.site import Site


def sitemap(entries: Iterable[SitemapEntry], site: Site) -> str:
    """https://www.sitemaps.org/protocol.html; ``lastmod`` comes from the content alone."""
    lines = ['<?xml version="1.0" encoding="UTF-8"?>']
    lines.append('<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">')
    shown = list(entries)
    # All at once: no address holds a line break.
    addresses = str(escape("\n".join([site.absolute(entry.path) for entry in shown]))).split("\n")
    for address, (_, modified) in zip(addresses, shown, strict=False):
        changed = f"<lastmod>{dutch.iso(modified)}</lastmod>" if modified else ""
        lines.append(f"<url><loc>{address}</loc>{changed}</url>")
    return "\n".join([*lines, "</urlset>", ""])


def robots(site: Site) -> str:
    """RFC 9309: everything may be read."""
    return f"User-agent: *\nAllow: /\nSitemap: {site.absolute('/sitemap.xml')}\n"


def publication_record(record: Record) -> str:
    """A JSON object with the fields of the record, a line for each value."""
    agenda = {key: asdict(shown) for key, shown in record.agenda.items()}
    values = {"ids": record.ids, "feeds": record.feeds, "agenda": agenda}
    # Not with an indent, for which Python's own encoder takes ten times as long.
    return json.dumps(values, ensure_ascii=False, separators=(",\n", ": ")) + "\n"
