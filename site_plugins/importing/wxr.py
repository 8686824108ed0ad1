"""The XML of a WordPress export: RSS 2.0 with elements of its own (WXR 1.0 to 1.2).

WordPress' own writer is the only specification:
https://github.com/WordPress/wordpress-develop/blob/trunk/src/wp-admin/includes/export.php
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from io import BytesIO

from lxml import etree

MAX_BYTES = 200_000_000
"""Of the file. One text may hold 10 MB: libxml2's own bound, which is left as it is."""


class Unreadable(Exception):
    """The file can't be read, or holds what no export of WordPress holds."""


@dataclass(frozen=True, slots=True)
class Post:
    """An ``item``: post, page, attachment, …"""

    values: Mapping[str, str]
    """By the name of the element: ``title``, ``wp:post_id``, ``content:encoded``."""
    terms: tuple[tuple[str, str, str], ...]
    """Domain, nicename and name of each category, tag or other term."""
    meta: tuple[tuple[str, str], ...]
    comments: int

    def __getitem__(self, name: str) -> str:
        return self.values.get(name, "").strip()


@dataclass(frozen=True, slots=True)
class Export:
    """What the file holds: the old site's address, display names by login, and the items."""

    site: str
    authors: Mapping[str, str]
    posts: tuple[Post, ...]


def read_export(data: bytes) -> Export:
    """Read the XML, without entities, DTD or network. Raises Unreadable."""
    if len(data) > MAX_BYTES:
        raise Unreadable(f"meer dan {MAX_BYTES // 10**6} MB. Splits de export per jaar.")
    values: dict[str, str] = {}
    authors: dict[str, str] = {}
    posts: list[Post] = []
    try:
        for event, element in etree.iterparse(
            BytesIO(data.lstrip()),
            events=("start", "end"),
            resolve_entities=False,
            load_dtd=False,
            no_network=True,
            huge_tree=False,
            remove_comments=True,
            remove_pis=True,
        ):
            parent = element.getparent()
            if event == "start":
                if parent is None and element.getroottree().docinfo.doctype:
                    raise Unreadable("een DOCTYPE, en die heeft een export van WordPress niet.")
            elif element.tag == "item":
                posts.append(_post(element))
                element.clear()
            elif _name(element) == "wp:author":
                author = _values(element)
                authors[author.get("wp:author_login", "")] = author.get(
                    "wp:author_display_name", ""
                )
            elif parent is not None and parent.tag == "channel":
                values[_name(element)] = _text(element)
    except etree.XMLSyntaxError as error:
        raise Unreadable(f"regel {error.lineno}: geen geldige XML ({error.msg}).") from None
    if not values.get("wp:wxr_version", "").startswith("1."):
        raise Unreadable("dit is geen export van WordPress (WXR 1.x).")
    return Export(values.get("wp:base_blog_url") or values.get("link", ""), authors, tuple(posts))


def _name(element: etree._Element) -> str:
    """``wp:post_id``, ``content:encoded``, …: the version of WXR is in the namespaces."""
    space, _, local = str(element.tag).rpartition("}")
    last = space.rstrip("/").rpartition("/")[2]
    prefix = last if last in ("content", "excerpt") else "dc" if "/dc/" in space else "wp"
    return f"{prefix}:{local}" if space else local


def _text(element: etree._Element) -> str:
    return "".join(map(str, element.itertext()))


def _values(element: etree._Element) -> dict[str, str]:
    return {_name(child): _text(child) for child in element}


def _post(element: etree._Element) -> Post:
    children = [(_name(child), child) for child in element]
    meta = [_values(child) for name, child in children if name == "wp:postmeta"]
    return Post(
        _values(element),
        tuple(
            (str(child.get("domain", "")), str(child.get("nicename", "")), _text(child))
            for name, child in children
            if name == "category"
        ),
        tuple((m.get("wp:meta_key", ""), m.get("wp:meta_value", "")) for m in meta),
        sum(name == "wp:comment" for name, _ in children),
    )
