"""Reads a finished site back from disk, before anyone else gets to see it.

What is found here is a fault of ours and not of an editor: mistakes in the content come out
earlier, with their file and line.
"""

from __future__ import annotations

import json
import os
import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from html import unescape
from io import BytesIO
from pathlib import Path
from urllib.parse import unquote, urljoin, urlsplit
from zipfile import BadZipFile, ZipFile

from lxml import etree, html

from site_plugins.rendering.site import Site

REQUIRED = (
    "index.html",
    "404.html",
    "sitemap.xml",
    "feed.xml",
    "atom.xml",
    "feed.json",
    "agenda.ics",
)
MAX_BYTES = 25_000_000
"""Of one file outside ``media/``: no page, feed or list of ours comes near."""
_MAY_BE_EMPTY = {".nojekyll"}

# Attributes are looked for in the bytes, as parsing each page takes minutes for ten thousand.
# In a text that speaks of HTML this finds too much; ``_really_there`` then looks again.
_REFERENCE = re.compile(
    rb"""\s(?:href|src|poster|data|action)\s*=\s*("[^"]*"|'[^']*'|[^\s"'>]+)""", re.IGNORECASE
)
_SRCSET = re.compile(rb"""\ssrcset\s*=\s*("[^"]*"|'[^']*')""", re.IGNORECASE)
_SCHEME = re.compile(r"[a-z][a-z0-9+.-]*:", re.IGNORECASE)
_LOCATION = re.compile(r"<loc>([^<]*)</loc>")


def verify(folder: Path, site: Site, written: Mapping[str, int]) -> list[str]:
    """What is wrong with the site in ``folder``, in Dutch; empty where all is well.

    ``written`` holds the sizes in bytes of files that were written, by their path.
    Raises OSError where a file can't be read.
    """
    sizes = dict(_files(folder))
    faults = [f"{name} ontbreekt." for name in REQUIRED if name not in sizes]
    faults += _size_faults(sizes, written)
    links = _Links(site, sizes.keys())
    for path in sorted(sizes):
        data = b"" if path.startswith("media/") else _read(folder, path)
        faults += [f"{path}: {fault}" for fault in _faults(path, data, links)]
    return faults + links.faults


def _files(folder: Path) -> Iterator[tuple[str, int]]:
    """Every file by its path below ``folder``, with its size."""
    for root, _, names in os.walk(folder):
        below = os.path.relpath(root, folder)
        for name in names:
            path = name if below == "." else f"{below}/{name}"
            yield path, Path(root, name).stat().st_size


_READ = (".html", ".xml", ".json", ".ics", ".docx")


def _read(folder: Path, path: str) -> bytes:
    return (folder / path).read_bytes() if path.endswith(_READ) else b""


def _size_faults(sizes: Mapping[str, int], written: Mapping[str, int]) -> Iterator[str]:
    for path, size in written.items():
        if sizes.get(path) != size:
            yield f"{path}: op de schijf staan {sizes.get(path, 0)} van de {size} bytes."
    for path, size in sorted(sizes.items()):
        if path.startswith("media/"):
            continue  # what an editor put there is told of by the check of the content
        if not size and path not in _MAY_BE_EMPTY:
            yield f"{path} is leeg."
        if size > MAX_BYTES:
            yield f"{path} is {size / 1e6:.0f} MB; meer dan {MAX_BYTES / 1e6:.0f} MB kan niet."


def _faults(path: str, data: bytes, links: _Links) -> Iterable[str]:
    if not data:
        return ()
    if path.endswith(".html"):
        links.follow(path, data)
    elif path == "sitemap.xml":
        return (*_xml_faults(data), *links.sitemap_faults(data))
    elif path.endswith(".xml"):
        return _xml_faults(data)
    elif path.endswith(".json"):
        return _json_faults(data)
    elif path.endswith(".ics"):
        return calendar_faults(data)
    elif path.endswith(".docx"):
        return _zip_faults(data)
    return ()


def _xml_faults(data: bytes) -> Iterator[str]:
    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False)
    try:
        etree.fromstring(data, parser)
    except etree.XMLSyntaxError as error:
        yield f"geen geldige XML ({error.msg})."


def _json_faults(data: bytes) -> Iterator[str]:
    try:
        json.loads(data)
    except (ValueError, RecursionError) as error:
        yield f"geen geldige JSON ({error})."


def _zip_faults(data: bytes) -> Iterator[str]:
    try:
        damaged = ZipFile(BytesIO(data)).testzip()
    except BadZipFile as error:
        yield f"geen heel Word-bestand ({error})."
    else:
        if damaged:
            yield f"{damaged} erin is beschadigd."


def calendar_faults(data: bytes) -> Iterator[str]:
    """What RFC 5545 forbids: section 3.1 (lines), 3.4 and 3.6 (components)."""
    lines = data.split(b"\r\n")
    if lines.pop() or any(b"\n" in line or b"\r" in line for line in lines):
        yield "een regel die niet op CR LF eindigt."
    if longest := max((n for n, line in enumerate(lines, 1) if len(line) > 75), default=0):
        yield f"regel {longest} is langer dan 75 bytes."
    try:
        data.decode()
    except UnicodeDecodeError:
        yield "geen geldige UTF-8."
    open_parts: list[tuple[bytes, dict[bytes, bytes]]] = []
    seen = set()
    whole = 0
    for line in data.replace(b"\r\n ", b"").split(b"\r\n")[:-1]:
        name, _, value = line.partition(b":")
        if name == b"BEGIN":
            open_parts.append((value, {}))
        elif name == b"END":
            part, values = open_parts.pop() if open_parts else (b"", {})
            if part != value:
                yield f"END:{value.decode(errors='replace')} zonder BEGIN."
                return
            if part == b"VEVENT":
                if not {b"UID", b"DTSTAMP"} <= values.keys():
                    yield "een bijeenkomst zonder UID of DTSTAMP."
                # One of a series that is otherwise has the uid of its series.
                which = values.get(b"UID"), values.get(b"RECURRENCE-ID")
                if which in seen:
                    yield "een bijeenkomst die er twee keer in staat."
                seen.add(which)
            whole += part == b"VCALENDAR"
        elif open_parts:
            open_parts[-1][1][name.partition(b";")[0]] = value
    if open_parts or whole != 1:
        yield "geen hele kalender (VCALENDAR)."


class _Links:
    """Follows the links of pages, each distinct one once."""

    def __init__(self, site: Site, files: Iterable[str]) -> None:
        self._site = site
        self._files = frozenset(files)
        self._good: set[bytes] = set()
        self._lost: dict[str, Counter[str]] = {}

    @property
    def faults(self) -> list[str]:
        """The links that lead nowhere, each with the first page that has it."""
        return [
            f"{min(pages)}: de link naar {link} leidt nergens heen"
            + (f" (ook op {len(pages) - 1} andere pagina's)." if len(pages) > 1 else ".")
            for link, pages in sorted(self._lost.items())
        ]

    def follow(self, path: str, data: bytes) -> None:
        """Look where every link and picture of a page leads."""
        content = re.escape(self._site.url.encode())
        found = set(_REFERENCE.findall(data))
        found.update(b'"%b"' % url for url in re.findall(rb'\scontent="(%b[^"]*)"' % content, data))
        for listed in _SRCSET.findall(data) if b"srcset" in data else ():
            found.update(b'"%b"' % part.split()[0] for part in listed[1:-1].split(b",") if part)
        doubtful = []
        for raw in found - self._good:
            link = unescape(raw.strip(b"\"'").decode(errors="replace")).strip()
            if not self._leads_somewhere(link, path):
                doubtful.append(link)
            elif link.startswith(("/", "#")) or _SCHEME.match(link):
                self._good.add(raw)  # the same on every page
        there: set[str] | None = None
        for link in doubtful:
            if link not in self._lost:
                there = _really_there(data) if there is None else there
                if link not in there:
                    continue
            self._lost.setdefault(link, Counter())[path] += 1

    def sitemap_faults(self, data: bytes) -> Iterator[str]:
        """Addresses in the sitemap at which there is nothing."""
        for found in _LOCATION.findall(data.decode(errors="replace")):
            link = unescape(found)
            if not link.startswith(self._site.url) or not self._leads_somewhere(link, ""):
                yield f"{link} is er niet."

    def _leads_somewhere(self, link: str, page: str) -> bool:
        """True as well for what leads away from the site."""
        if link.startswith(self._site.url):
            link = self._site.base + link.removeprefix(self._site.url)
        elif link.startswith("//") or _SCHEME.match(link):
            return True
        path = unquote(urlsplit(urljoin(self._site.base + page, link)).path)
        if not path.startswith(self._site.base):
            return False
        name = path.removeprefix(self._site.base)
        if not name or name.endswith("/"):
            return f"{name}index.html" in self._files
        return name in self._files or f"{name}/index.html" in self._files


def _really_there(data: bytes) -> set[str]:
    """The addresses in the attributes of a page, as a browser reads it."""
    found: set[str] = set()
    for element in html.document_fromstring(data, parser=html.HTMLParser(encoding="utf-8")).iter():
        if isinstance(element.tag, str):
            found.update(str(value).strip() for value in element.attrib.values())
            listed = str(element.get("srcset", ""))
            found.update(part.split()[0] for part in listed.split(",") if part.strip())
    return found
