"""What can be told of one file of the site by itself, just before it is written.

What needs the other files as well (where links lead) is told from these facts by
``delivery.verification``. What is found there or here is a fault of ours and not of an editor:
mistakes in the content come out earlier, with their file and line.
"""

from __future__ import annotations

import re
import sys
from collections.abc import Callable, Iterable, Mapping
from functools import lru_cache
from html import unescape
from typing import Any, NamedTuple
from urllib.parse import unquote, urljoin, urlsplit

from site_plugins.delivery.agreement import (
    header_faults,
    is_hashed,
    page_faults,
    read_headers,
    rule_faults,
)
from site_plugins.delivery.formats import calendar_faults, json_faults, xml_faults, zip_faults
from site_plugins.delivery.tags import PLAIN, POLICY, read, tag
from site_plugins.projections.addresses import DESK, FOR_SERVERS, PACKED
from site_plugins.rendering.serving import FEED_TYPES, Headers, content_type
from site_plugins.rendering.site import Site


class Facts(NamedTuple):
    """What one file has to say. Small: there are as many of these as there are files."""

    faults: tuple[str, ...] = ()
    """What is wrong with it, in Dutch."""
    links: tuple[str, ...] = ()
    """Paths on the host that it leads to, each of which is one string for all files."""
    frame: frozenset[str] = frozenset()
    """Likewise, of what many pages have around their content: for those it is one object."""
    leads_on: bool = False
    """Whether it is a page that only leads to another."""
    rules: str = ""
    """Of ``_redirects``: its text."""


class _Fresh(Facts):
    """Facts of a page that was just read.

    From another process they come as two texts, and are facts like any here: with the strings
    that those share. In what is kept of many they share them already, and nothing is to be done.
    """

    def __reduce__(self) -> tuple[Callable[..., Facts], tuple[Any, ...]]:
        faults, links, frame, *rest = self
        return _restored, (faults, "\n".join(links), "\n".join(frame), *rest)


def _restored(faults: tuple[str, ...], links: str, frame: str, *rest: Any) -> Facts:
    return Facts(faults, _interned(_lines(links)), _shared(frame), *rest)


def _interned(texts: Iterable[str]) -> tuple[str, ...]:
    return tuple(map(sys.intern, texts))


@lru_cache(maxsize=256)
def _shared(texts: str) -> frozenset[str]:
    return frozenset(_interned(_lines(texts)))


def _lines(texts: str) -> list[str]:
    return texts.split("\n") if texts else []


_NOTHING = Facts()


def _plain(faults: tuple[str, ...]) -> Facts:
    """Of a file without links: one object for all that are right."""
    return Facts(faults) if faults else _NOTHING


class _Sent(NamedTuple):
    """What is known of the files of a kind without looking in them."""

    faults: tuple[str, ...]
    policies: tuple[str, ...]


class Inspector:
    """Looks at files of one site. Holds no more than the site's address and its headers."""

    def __init__(self, site: Site, headers: str) -> None:
        """``headers`` is the text of ``_headers``. Raises ValueError for what is no rule."""
        self.site = site
        self._headers = Headers(read_headers(headers, site.base))
        self._known: dict[tuple[str, str | None, bool], _Sent] = {}
        named = (rule.pattern.rpartition("/")[2] for rule in self._headers.rules)
        self._named = {"index.html", *FEED_TYPES, *named}
        self._alike: dict[tuple[str, str], tuple[str, ...]] = {}

    def inspect(self, path: str, data: bytes) -> Facts:
        """Look at a file of the site: ``path`` is below its folder, ``data`` is what is in it."""
        # The form of the editors is checked in as it is, and its files keep their names.
        as_it_is = path.startswith(("media/", f"{DESK}/"))
        if path.endswith(".html") and data and not as_it_is:
            return self._page(path, data)
        faults = self.path_faults(path)
        if as_it_is or not data:
            return _plain(faults)
        if path == "_redirects":
            return Facts(faults, rules=data.decode(errors="replace"))
        if path == "_headers":
            return Facts((*faults, *rule_faults(self._headers.rules)))
        faults += tuple(_FAULTS.get(path.rpartition(".")[2], _no_faults)(data))
        if path == "sitemap.xml":
            return self._sitemap(data.decode(errors="replace"), faults)
        return _plain(faults)

    def path_faults(self, path: str) -> tuple[str, ...]:
        """What is wrong with a file of this name, whatever is in it."""
        if path in FOR_SERVERS or path.endswith(PACKED):
            return ()
        folder, _, name = path.rpartition("/")
        if folder == "assets" or name in self._named:
            return self._sent(path).faults
        # Thousands of pictures in one folder differ in nothing that counts here.
        alike = folder, name.rpartition(".")[2]
        if alike not in self._alike:
            self._alike[alike] = self._sent(path).faults
        return self._alike[alike]

    def _sent(self, path: str) -> _Sent:
        address = f"/{path.removesuffix('index.html')}"
        kind = self._headers.kind(address), content_type(path), is_hashed(address)
        if kind not in self._known:
            sent = self._headers.of(address)
            faults = tuple(header_faults(sent, *kind[1:]))
            self._known[kind] = _Sent(faults, tuple(sent.get(POLICY, ())))
        return self._known[kind]

    def _page(self, path: str, page: bytes) -> Facts:
        sent = self._sent(path)
        body, content, footer = _cuts(page)
        own = read(page, (0, body), (content, footer))
        frame = _frame(page[body:content], page[footer:], self.site)
        seen = _seen(own.tags, frame.tags, sent.policies, self.site)
        if seen.is_open and body < content:
            # What begins before a cut may end behind it.
            own, frame = read(page, (0, len(page))), _NO_FRAME
            seen = _seen(own.tags, (), sent.policies, self.site)
        address = path.removesuffix("index.html")
        relative = (*own.others, *seen.relative, *frame.relative)
        links = dict.fromkeys(own.paths)
        links.update(seen.links)
        links.update(_targets(relative, self.site, address))
        links.pop(self.site.base + address, None)
        beside = _interned([link for link in links if link not in frame.links])
        return _Fresh((*sent.faults, *seen.faults), beside, frame.links, seen.leads_on)

    def _sitemap(self, text: str, faults: tuple[str, ...]) -> Facts:
        links = [unescape(each) for each in _LOCATION.findall(text)]
        away = [link for link in links if not link.startswith(self.site.url)]
        faults += tuple(f"{link} is er niet." for link in away)
        return Facts(faults, _interned(_targets(links, self.site)))


def _no_faults(data: bytes) -> Iterable[str]:
    return ()


_FAULTS: Mapping[str, Callable[[bytes], Iterable[str]]] = {
    "xml": xml_faults,
    "json": json_faults,
    "ics": calendar_faults,
    "docx": zip_faults,
}
_LOCATION = re.compile(r"<loc>([^<]*)</loc>")


# ---- the tags of a page ----


class _Tags(NamedTuple):
    """What is told by tags with more than an address."""

    faults: tuple[str, ...]
    links: dict[str, None]
    """Where they lead to from every page."""
    relative: tuple[str, ...]
    """Addresses that lead from each page elsewhere."""
    leads_on: bool
    is_open: bool


@lru_cache(maxsize=1024)
def _seen(
    own: tuple[bytes, ...], frame: tuple[bytes, ...], policies: tuple[str, ...], site: Site
) -> _Tags:
    """Many pages have the same tags of this kind: those of a head, and no pictures."""
    tags = [seen for raw in own if (seen := tag(raw))]
    every = [*tags, *(seen for raw in frame if (seen := tag(raw)))]
    whole, relative = _apart((link for each in tags for link in each.links), site)
    return _Tags(
        tuple(page_faults(every, policies, site.base)),
        _targets(whole, site),
        relative,
        any(each.leads_on for each in tags),
        any(each.is_open for each in every),
    )


def _apart(links: Iterable[str], site: Site) -> tuple[list[str], tuple[str, ...]]:
    """Those that lead from every page to one place, and those that don't."""
    every = dict.fromkeys(links)
    whole = [link for link in every if link.startswith(("/", site.url))]
    return whole, tuple(link for link in every if link not in whole)


# ---- the frame ----


class _Frame(NamedTuple):
    tags: tuple[bytes, ...] = ()
    links: frozenset[str] = frozenset()
    relative: tuple[str, ...] = ()
    """Addresses that lead from each page elsewhere."""


_NO_FRAME = _Frame()


def _cuts(page: bytes) -> tuple[int, int, int]:
    """Where what stands above a page's content begins and ends, and where what is below begins.

    Those two are alike on many pages, but for the footer's first paragraph: there the address of
    the page is. Whatever is cut, every part is read; of what has no end in its part the beginning
    is seen there.
    """
    body = page.find(b"<body")
    content = page.find(b"<main", body)
    end = page.rfind(b"</main>")
    footer = page.find(b"<p", end)
    whole = len(page)
    return (body, content, footer) if 0 < body < content < end < footer else (whole, whole, whole)


@lru_cache(maxsize=256)
def _frame(above: bytes, below: bytes, site: Site) -> _Frame:
    if not above:
        return _NO_FRAME
    parts = [read(part, (0, len(part))) for part in (above, below)]
    tags = tuple(raw for part in parts for raw in part.tags)
    links = [link for part in parts for link in (*part.paths, *part.others)]
    links += (link for raw in tags if (seen := tag(raw)) for link in seen.links)
    whole, relative = _apart(links, site)
    return _Frame(tags, frozenset(_interned(_targets(whole, site))), relative)


# ---- links ----

_SCHEME = re.compile(r"[a-z][a-z0-9+.-]*:", re.IGNORECASE)
_PLAIN = re.compile(PLAIN)


def _targets(links: Iterable[str], site: Site, page: str = "") -> dict[str, None]:
    """The paths on the host to which links lead from a page, each once, in their order."""
    found: dict[str, None] = {}
    url, base = site.url, site.base
    for link in links:
        if link.startswith(url):
            link = base + link[len(url) :]
        elif link.startswith(("#", "//")) or _SCHEME.match(link):
            continue
        if not _PLAIN.fullmatch(link):
            link = unquote(urlsplit(urljoin(base + page, link)).path).replace("\n", " ")
        found[link] = None
    return found
