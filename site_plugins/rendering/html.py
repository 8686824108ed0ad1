"""What several renderers do with HTML: its words, and its addresses made absolute."""

from __future__ import annotations

import re
from functools import partial
from html import unescape
from urllib.parse import urljoin

INLINE = (
    "a abbr b bdi bdo cite code del dfn em i img ins kbd label mark q s samp small span strong "
    "sub sup time u var wbr"
)
"""Elements inside a line."""
# Both serialisers (Python-Markdown's and nh3's) write `>` in an attribute's value as `&gt;`.
TAG = re.compile(r"(<[a-zA-Z/!][^>]*>)")
_NOT_WORDS = re.compile(
    r'<svg[ >].*?</svg>|<sup id="fnref[^>]*>.*?</sup>|<a [^>]*"footnote-backref"[^>]*>.*?</a>',
    re.DOTALL,
)
_INLINE_TAG = re.compile(rf"</?(?:{INLINE.replace(' ', '|')})(?: [^>]*)?/?>")
_ROOTED = re.compile(r' (href|src|srcset|poster)="([^"]*)"')
_ROOT_PATH = re.compile(r"^(\s*)(/(?!/)[^\s]*)")


def plain_text(html: str) -> str:
    """The words of some HTML on one line, for search and descriptions.

    Drawings and the numbers and arrows of footnotes are left out.
    """
    if "<" not in html and "&" not in html:
        return " ".join(html.split())
    html = _NOT_WORDS.sub("", html)
    html = _INLINE_TAG.sub("", html)
    return " ".join(unescape(TAG.sub(" ", html)).split())


def absolute(html: str, site_url: str) -> str:
    """The same HTML with the host of ``site_url`` before every address that begins with ``/``.

    A site below a folder (``https://host/map/``) has that folder in its addresses already.
    """

    def tag(match: re.Match[str]) -> str:
        return _ROOTED.sub(attribute, match[0])

    def attribute(match: re.Match[str]) -> str:
        name, value = match.groups()
        candidates = value.split(",") if name == "srcset" else [value]
        full = ",".join(_ROOT_PATH.sub(partial(_joined, site_url), each) for each in candidates)
        return f' {name}="{full}"'

    return TAG.sub(tag, html)


def _joined(site_url: str, match: re.Match[str]) -> str:
    return f"{match[1]}{urljoin(site_url, match[2])}"
