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
from sys import intern

from markupsafe import Markup

from site_plugins.model.item import ZONE
from site_plugins.projections.addresses import file_of
from site_plugins.projections.search import SearchEntry
from site_plugins.rendering import dutch
from site_plugins.rendering.html import plain_text
from site_plugins.rendering.search_words import SHORTEST, Relatives, words_of
from site_plugins.rendering.text.bodies import Bodies
from site_plugins.rendering.text.typography import curly

_HEADING = re.compile(r"(<h[1-6][ >].*?</h[1-6]>)", re.DOTALL)
MOST_WORDS = 10_000
"""In the list for typing errors: some 35 kB to fetch, once, and only by who searches."""


@dataclass(frozen=True, slots=True)
class Search:
    """All that can be found."""

    documents: Mapping[str, str]
    """An HTML document for each item, by the file of its page below the site's root."""
    words: str
    """The words to choose from after a typing error, a line each, the most used first."""


def search_of(entries: Sequence[SearchEntry], bodies: Bodies) -> Search:
    """The documents and the word list of a site."""
    # Pagefind leaves out a document without a text, and makes no index of such documents alone.
    texts = {e.path: list(_parts(e, bodies)) or [("p", curly(e.title))] for e in entries}
    words = {
        entry.path: set(
            map(intern, words_of(" ".join((entry.title, *(text for _, text in texts[entry.path])))))
        )
        for entry in entries
    }
    count = Counter(word for found in words.values() for word in found)
    relatives = Relatives(count)
    documents: dict[str, str] = {}
    for entry in entries:
        beside = relatives.beside(words[entry.path])
        documents[file_of(entry.path)] = _document(entry, texts[entry.path], beside)
        for word in beside:
            count.setdefault(word, 0)
    return Search(documents, _word_list(count))


def _parts(entry: SearchEntry, bodies: Bodies) -> Iterator[tuple[str, str]]:
    """The texts of an item in the order of its page, each with the element that it gets."""
    if entry.description:
        yield "summary", curly(entry.description)
    for body in bodies.of_item(entry.item):
        for number, part in enumerate(_HEADING.split(body.rendered.html)):
            if text := plain_text(part):
                yield ("h3" if number % 2 else "p"), text
    yield from (("p", curly(text)) for text in entry.words)


# Only what is not ignored can be shown as an excerpt; what is told as meta can be found as well.
_DOCUMENT = Markup(
    '<!doctype html>\n<html lang="nl">\n<head><meta charset="utf-8"><title>{title}</title></head>\n'
    "<body data-pagefind-body>\n<div data-pagefind-ignore>\n{told}\n</div>\n{texts}\n"
    "</body>\n</html>\n"
)
_TOLD = {
    "meta": Markup('<p data-pagefind-meta="{}">{}</p>'),
    "filter": Markup('<p data-pagefind-filter="{}">{}</p>'),
    "sort": Markup('<p data-pagefind-sort="{}">{}</p>'),
}
_ELEMENTS = {
    "summary": Markup('<p data-pagefind-weight="3">{}</p>'),
    "h3": Markup("<h3>{}</h3>"),
    "p": Markup("<p>{}</p>"),
}


def _document(entry: SearchEntry, texts: Sequence[tuple[str, str]], beside: Sequence[str]) -> str:
    day = entry.date.astimezone(ZONE).date() if entry.date else None
    told = [
        ("meta", "title", curly(entry.title)),
        ("meta", "kind", entry.label),
        ("meta", "date", dutch.plain_date(day) if day else ""),
        ("meta", "day", day.isoformat() if day else ""),
        ("meta", "extra", " ".join(beside)),
        # Who lacks what is sorted by would not be found at all.
        ("sort", "datum", _moment(entry.date)),
        # A filter for each choice, as Pagefind writes the values of one in another order each time.
        *(
            ("filter", f"{name}-{option.value}", "ja")
            for name, options in entry.filters.items()
            for option in options
        ),
    ]
    return str(
        _DOCUMENT.format(
            title=curly(entry.title),
            told=Markup("\n").join(_TOLD[how].format(name, text) for how, name, text in told),
            texts=Markup("\n").join(_ELEMENTS[element].format(text) for element, text in texts),
        )
    )


def _moment(date: datetime | None) -> str:
    return date.astimezone(ZONE).strftime("%Y-%m-%dT%H:%M") if date else "0000"


def _word_list(count: Mapping[str, int]) -> str:
    """The most used, and among equals the first in the alphabet."""
    words = [word for word in count if len(word) >= SHORTEST and word.isalpha()]
    words.sort(key=lambda word: (-count[word], word))
    return "".join(f"{word}\n" for word in words[:MOST_WORDS])
