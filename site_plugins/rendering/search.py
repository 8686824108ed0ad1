"""What the search engine reads: a small document for each item, and never a page.

A page holds menus, lists and neighbours, and those are not what it is about. The documents are
HTML with the attributes of Pagefind (https://pagefind.app/docs/indexing/), and are not published.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import chain
from sys import intern

from markupsafe import escape

from site_plugins.model.item import ZONE
from site_plugins.projections.addresses import file_of
from site_plugins.projections.search import SearchEntry
from site_plugins.rendering import dutch
from site_plugins.rendering.html import plain_text
from site_plugins.rendering.search_words import SHORTEST, Relatives, distinct_words
from site_plugins.rendering.text.bodies import Bodies
from site_plugins.rendering.text.typography import curly

_HEADING = re.compile(r"(<h[1-6][ >].*?</h[1-6]>)", re.DOTALL)
MOST_WORDS = 10_000
"""In the list for typing errors: some 35 kB to fetch, once, and only by who searches."""


@dataclass(frozen=True, slots=True)
class Searchable:
    """What one item is found by. It depends on nothing but that item and the names in it."""

    file: str
    """Of its page, below the site's root."""
    before: bytes
    after: bytes
    """Its document; between them comes what it must be found by as well."""
    words: tuple[str, ...]
    """Each word of its title and texts once."""


@dataclass(frozen=True, slots=True)
class Search:
    """All that can be found."""

    documents: Mapping[str, bytes]
    """An HTML document for each item, by the file of its page below the site's root."""
    words: str
    """The words to choose from after a typing error, a line each, the most used first."""


def search_of(entries: Sequence[SearchEntry], bodies: Bodies) -> Search:
    """The documents and the word list of a site."""
    return together([searchable(entry, bodies) for entry in entries])


def searchable(entry: SearchEntry, bodies: Bodies) -> Searchable:
    """One item."""
    # Pagefind leaves out a document without a text, and makes no index of such documents alone.
    texts = list(_parts(entry, bodies)) or [("p", curly(entry.title))]
    words = distinct_words(" ".join((entry.title, *(text for _, text in texts))))
    before, after = _document(entry, texts)
    # Sorted, as it may be kept: the order of a set is another one in each process.
    words_once = tuple(map(intern, sorted(words)))
    return Searchable(file_of(entry.path), before.encode(), after.encode(), words_once)


def together(items: Sequence[Searchable]) -> Search:
    """The documents, each with what other words its own have to do with in all of them."""
    count = Counter(chain.from_iterable(item.words for item in items))
    relatives = Relatives(count)
    documents = {
        item.file: b"%b%b%b" % (item.before, _beside(item, relatives), item.after) for item in items
    }
    for found in relatives.known.values():
        for word in found:
            count.setdefault(word, 0)
    return Search(documents, _word_list(count))


def _beside(item: Searchable, relatives: Relatives) -> bytes:
    return str(escape(" ".join(relatives.beside(item.words)))).encode()


def _parts(entry: SearchEntry, bodies: Bodies) -> Iterator[tuple[str, str]]:
    """The texts of an item in the order of its page, each with the element that it gets."""
    if entry.description:
        yield "summary", curly(entry.description)
    for html in bodies.htmls(entry.item):
        for number, part in enumerate(_HEADING.split(html)):
            if text := plain_text(part):
                yield ("h3" if number % 2 else "p"), text
    yield from (("p", curly(text)) for text in entry.words)


# Only what is not ignored can be shown as an excerpt; what is told as meta can be found as well.
_ELEMENTS = {
    "summary": '<p data-pagefind-weight="3">%s</p>',
    "h3": "<h3>%s</h3>",
    "p": "<p>%s</p>",
}


def _document(entry: SearchEntry, texts: Sequence[tuple[str, str]]) -> tuple[str, str]:
    """An HTML document, in two parts: the words beside it come between them."""
    day = entry.date.astimezone(ZONE).date() if entry.date else None
    title = escape(curly(entry.title))
    filters = [
        # A filter for each choice, as Pagefind writes the values of one in another order each time.
        _told("filter", f"{name}-{option.value}", "ja")
        for name, options in entry.filters.items()
        for option in options
    ]
    before = (
        '<!doctype html>\n<html lang="nl">\n'
        f'<head><meta charset="utf-8"><title>{title}</title></head>\n'
        "<body data-pagefind-body>\n<div data-pagefind-ignore>\n",
        _told("meta", "title", curly(entry.title)),
        _told("meta", "kind", entry.label),
        _told("meta", "date", dutch.plain_date(day) if day else ""),
        _told("meta", "day", day.isoformat() if day else ""),
        '<p data-pagefind-meta="extra">',
    )
    after = (
        "</p>\n",
        # Who lacks what is sorted by would not be found at all.
        _told("sort", "datum", _moment(entry.date)),
        "".join(filters).removesuffix("\n"),
        "\n</div>\n",
        "\n".join([_ELEMENTS[element] % escape(text) for element, text in texts]),
        "\n</body>\n</html>\n",
    )
    return "".join(before), "".join(after)


def _told(how: str, name: str, text: str) -> str:
    return f'<p data-pagefind-{how}="{escape(name)}">{escape(text)}</p>\n'


def _moment(date: datetime | None) -> str:
    return date.astimezone(ZONE).strftime("%Y-%m-%dT%H:%M") if date else "0000"


def _word_list(count: Mapping[str, int]) -> str:
    """The most used, and among equals the first in the alphabet."""
    words = [word for word in count if len(word) >= SHORTEST and word.isalpha()]
    words.sort(key=lambda word: (-count[word], word))
    return "".join(f"{word}\n" for word in words[:MOST_WORDS])
