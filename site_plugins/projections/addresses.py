"""Where each item lives on the site: paths from its root, as the contract lists them."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import replace
from urllib.parse import unquote

from site_plugins.model.agenda import AgendaItem
from site_plugins.model.article import Article
from site_plugins.model.edition import Edition
from site_plugins.model.item import Item
from site_plugins.model.organisation import Home, Network, Person
from site_plugins.model.politics import Motion, Report
from site_plugins.model.vocabulary import Audience, Topic


def address(item: Item) -> str:
    """The path of the item's page, with a slash at both ends.

    An article's year is its folder's, not its date's: a new date does not move a page.
    """
    match item:
        case Article():
            return f"/artikelen/{item.key.split('/')[1]}/{item.slug}/"
        case Edition():
            return f"/nieuwsbrief/{item.day.isoformat()}/"
        case Home():
            return "/"
        case _:
            return f"/{item.folder}/{item.slug}/"


def machine_addresses(item: Item) -> tuple[str, ...]:
    """The item's own feeds, calendars and documents."""
    names: tuple[str, ...]
    match item:
        case Article():
            names = (CHAPTERS,) if item.audio and item.audio.chapters else ()
        case AgendaItem():
            return (f"/agenda/{item.slug}.ics",)
        case Network() | Audience() | Topic():
            names = (*FEED_NAMES, *CALENDAR_NAMES)
        case Report() | Person():
            names = FEED_NAMES
        case Motion():
            return tuple(document_address(item, ending) for ending in DOCUMENT_ENDINGS)
        case _:
            names = ()
    return tuple(f"{address(item)}{name}" for name in names) if names else ()


def old_addresses(item: Item) -> dict[str, str]:
    """Where its feeds, calendars and documents were under earlier names: old path to new.

    They follow from those aliases that an item of its kind can have had as its address; who
    subscribed there has no page that leads on. Another item may be at such a path by now:
    ``moved_files`` leaves those out.
    """
    found: dict[str, str] = {}
    for alias in item.aliases:
        slug = unquote(alias).rstrip("/").rpartition("/")[2]
        before = replace(item, slug=slug)
        if re.fullmatch(r"[\w-]+", slug) and address(before) == f"{unquote(alias).rstrip('/')}/":
            found |= zip(machine_addresses(before), machine_addresses(item), strict=True)
    return found


def moved_files(items: Iterable[Item]) -> dict[str, str]:
    """The ``old_addresses`` of all these items, but for paths that one of them has now."""
    items = list(items)
    taken = {path for item in items for path in machine_addresses(item)}
    pairs = (pair for item in items for pair in old_addresses(item).items())
    return {old: new for old, new in pairs if old not in taken}


FEED_NAMES = ("feed.xml", "atom.xml", "feed.json")
CHAPTERS = "hoofdstukken.json"
"""Of a podcast, under its page."""
CALENDAR_NAMES = ("agenda.ics", "agenda-komend.ics")
DOCUMENT_ENDINGS = ("docx", "txt")
"""The forms in which a motion can be taken along."""


def document_address(motion: Motion, ending: str) -> str:
    """Where a motion stands as a document."""
    return f"{address(motion)}{motion.slug}.{ending}"


def page_of(path: str, number: int) -> str:
    """The address of the ``number``-th page (from 1) of the list at ``path``."""
    return path if number == 1 else f"{path}pagina/{number}/"


def file_of(path: str) -> str:
    """The file in which the page at ``path`` is written, relative to the site's root."""
    return f"{path[1:]}index.html" if path.endswith("/") else path[1:]


def media_address(src: str) -> str:
    """Where a file under ``media/`` is published."""
    return f"/media/{src}"


MADE = "beeld"
"""The folder of what a build makes of pictures, and of the cards that it draws."""
DESK = "beheer"
"""The folder of the form in which editors write; no page of the site leads to it."""
FOR_SERVERS = ("_headers", "_redirects", "_redirects.map", "_gone.map")
"""Files that tell web servers something, and are not part of the site."""
PACKED = (".gz", ".br")
"""What the packed copy of a file ends in."""
SEARCH_FOLDER = "pagefind"
"""Where the search page finds its index."""
SEARCH_WORDS = "zoeken/woorden.txt"
"""The words that a typing error may have been meant for."""


def alias_file(alias: str) -> str:
    """The file that answers at an old address: itself where it names one, else an index."""
    name = alias.rpartition("/")[2]
    path = alias if name.endswith((".html", ".htm")) else f"{alias.rstrip('/')}/"
    return unquote(file_of(path))
