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
    for entry in entries:
        changed = f"<lastmod>{dutch.iso(entry.modified)}</lastmod>" if entry.modified else ""
        lines.append(f"<url><loc>{escape(site.absolute(entry.path))}</loc>{changed}</url>")
    return "\n".join([*lines, "</urlset>", ""])


def robots(site: Site) -> str:
    """RFC 9309: everything may be read."""
    return f"User-agent: *\nAllow: /\nSitemap: {site.absolute('/sitemap.xml')}\n"


def publication_record(record: Record) -> str:
    """A JSON object with the fields of the record."""
    return json.dumps(asdict(record), ensure_ascii=False, indent=1) + "\n"
