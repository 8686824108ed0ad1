"""What a browser makes of a feed that someone opens in it: a page that explains itself.

Two style sheets, for browsers with XSLT and for those without it, as Chromium from version 158:
where both are named, a browser that can do both shows what XSLT makes of it.
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass

from jinja2 import Environment


@dataclass(frozen=True, slots=True)
class FeedStyle:
    """The XSLT style sheet and its path, and what feeds say of their style sheets."""

    path: str
    text: str
    links: tuple[tuple[str, str], ...]
    """Path and type of each, for ``<?xml-stylesheet?>`` (https://www.w3.org/TR/xml-stylesheet/)."""


def feed_style(env: Environment, assets: Mapping[str, str]) -> FeedStyle:
    """The style of all feeds; ``assets`` are the published files of the theme, by their names."""
    text = env.get_template("feed.xsl").render(assets=assets)
    # Named as the theme's own assets are, which browsers may keep for ever.
    path = f"/assets/feed.{hashlib.sha256(text.encode()).hexdigest()[:8]}.xsl"
    css = f"/{assets['assets/feed.css']}"
    return FeedStyle(path, text, ((path, "text/xsl"), (css, "text/css")))
