"""A built site as a browser, a feed reader or a search engine goes through it."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from datetime import datetime
from functools import cached_property
from pathlib import Path
from urllib.parse import unquote, urljoin, urlsplit
from zoneinfo import ZoneInfo

from lxml import html
from lxml.html import HtmlElement

from site_plugins.projections.addresses import DESK

AT = "2026-11-22T09:00"
"""The moment that ``real_site`` shows."""
NOW = datetime(2026, 11, 22, 9, tzinfo=ZoneInfo("Europe/Amsterdam"))
HOST = "https://www.lokaalbestuur.nl"
SPOKEN = ("alt", "aria-label", "title", "placeholder", "label", "content")
"""Attributes that a reader sees or hears."""


class Page:
    """An HTML file and the address at which a browser finds it."""

    def __init__(self, site: Path, file: Path) -> None:
        self.file = file.relative_to(site).as_posix()
        self.address = "/" + self.file.removesuffix("index.html")
        self.source = file.read_text(encoding="utf-8")

    @cached_property
    def doc(self) -> HtmlElement:
        """The parsed page."""
        return html.document_fromstring(self.source.encode())

    @property
    def is_redirect(self) -> bool:
        """Whether it only leads elsewhere."""
        return bool(self.doc.xpath("//meta[@http-equiv='refresh']"))

    def all(self, path: str) -> list[HtmlElement]:
        """What an XPath finds."""
        found = self.doc.xpath(path)
        assert isinstance(found, list)
        return found

    def one(self, path: str) -> str:
        """The one text or attribute that an XPath finds."""
        (found,) = self.all(path)
        return str(found).strip()

    @property
    def references(self) -> Iterator[tuple[str, str]]:
        """Every address that the page needs or leads to: where it stands, and what it says."""
        for name in ("href", "src", "action", "poster", "data", "cite"):
            for element in self.doc.iter():
                if isinstance(element.tag, str) and element.get(name) is not None:
                    yield f"{element.tag} {name}", element.get(name, "")
        for element in self.all("//*[@srcset]"):
            for part in element.get("srcset", "").split(","):
                yield "srcset", part.split()[0]
        for element in self.all("//meta[@property='og:image' or @property='og:url']"):
            yield "meta content", element.get("content", "")

    @property
    def links(self) -> list[str]:
        """Where its links lead, in order, without the menus round the page's own part."""
        return [str(link) for link in self.doc.get_element_by_id("inhoud").xpath(".//a/@href")]

    @property
    def words(self) -> Iterator[str]:
        """Every piece of text that a reader sees or hears, but for code."""
        for element in self.doc.iter():
            if not isinstance(element.tag, str):
                continue
            if element.tag not in ("script", "style"):
                if not _verbatim(element):
                    yield element.text or ""
                for name in SPOKEN:
                    if name != "content" or element.get("name") == "description":
                        yield element.get(name, "")
            parent = element.getparent()
            if parent is not None and not _verbatim(parent):
                yield element.tail or ""

    @property
    def text(self) -> str:
        """The text of the page's own part, on one line."""
        return " ".join(self.doc.get_element_by_id("inhoud").text_content().split())


def _verbatim(element: HtmlElement) -> bool:
    tags = [element.tag, *(parent.tag for parent in element.iterancestors())]
    return any(tag in ("code", "pre", "kbd", "samp", "script", "style") for tag in tags)


def read_pages(site: Path) -> dict[str, Page]:
    """Every HTML page of a site, by address; not the form of the editors, which is none."""
    files = (file for file in sorted(site.rglob("*.html")) if file.parent != site / DESK)
    pages = (Page(site, file) for file in files)
    return {page.address: page for page in pages}


def internal(reference: str, page: str, base: str = HOST) -> tuple[str, str] | None:
    """The path and the fragment on the site that a reference means; None where it leads away."""
    full = urlsplit(urljoin(f"{base}{page}", reference))
    if f"{full.scheme}://{full.netloc}" != base:
        return None
    return unquote(full.path), unquote(full.fragment)


def file_at(site: Path, path: str) -> Path | None:
    """The file that a plain web server gives for a path, if there is one."""
    file = site / path.lstrip("/")
    if path.endswith("/"):
        file /= "index.html"
    return file if file.is_file() else None


def unique(values: Iterable[str]) -> list[str]:
    """Each once, in order."""
    return list(dict.fromkeys(values))


def found_in(pattern: str, text: str) -> list[str]:
    """What a pattern matches, with a few words round it for the failure's message."""
    return [text[max(0, m.start() - 25) : m.end() + 25] for m in re.finditer(pattern, text)]
