"""Advice on what an item says: its head, its laid-out texts and its spelling."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from itertools import chain, islice

from site_plugins.advising.passages import Passages, passages
from site_plugins.advising.readability import (
    HARD,
    MOST_SENTENCES,
    MOST_WORDS,
    long_sentences,
    measure,
    sentences,
)
from site_plugins.advising.spelling import Words, line_of, misspelt
from site_plugins.advising.wording import (
    MOST_IN_TITLE,
    alt_fault,
    is_insecure,
    says_nothing,
    skipped,
)
from site_plugins.drafting import is_left
from site_plugins.loading.problems import shown
from site_plugins.loading.rules import Finding
from site_plugins.model.edition import Edition
from site_plugins.model.item import Item, Markdown
from site_plugins.model.politics import Motion
from site_plugins.rendering.text.bodies import Bodies

TEXT = "tekst"
"""What messages call all below the head."""
MOST_WORDS_WRONG = 10
"""So many of a file are named: of a text in another language all would be."""
Place = tuple[int, str, str, str]
"""A line, a field, a message and an example."""
Texts = list[tuple[Markdown, Passages]]
"""An item's texts, as written and as laid out."""


def of_head(item: Item) -> Iterator[Finding]:
    """What may be better in the fields above the text."""
    if not item.draft:
        yield from _left(item)
    if len(item.title) > MOST_IN_TITLE:
        yield (
            "title",
            f"deze titel heeft {len(item.title)} tekens: {shown(item.title)}. Op een telefoon en "
            f"in zoekmachines past dat niet. Maak er hoogstens {MOST_IN_TITLE} van.",
            "",
        )
    if item.image and (fault := alt_fault(item.image.src, item.image.alt)):
        yield "image.alt", f"{shown(item.image.alt)}: {fault}", "alt: Een raadslid aan het woord"
    for number, source in enumerate(item.sources, start=1):
        if is_insecure(source.url):
            yield f"sources[{number}].url", *_insecure(source.url)


def _left(item: Item) -> Iterator[Finding]:
    """What ``lokaal new`` wrote for somebody to replace."""
    texts = {"description": item.description, TEXT: item.body.text}
    if isinstance(item, Edition):
        texts["preheader"] = item.preheader
    for name, text in texts.items():
        if is_left(text):
            yield (
                name,
                "dit is nog de uitleg uit een nieuw bestand. Schrijf hier je eigen tekst.",
                "",
            )


def read(item: Item, bodies: Bodies) -> Texts:
    """What each of the texts says."""
    return [(text, passages(laid.html)) for text, laid in bodies.rendered(item).items()]


def of_texts(item: Item, texts: Texts) -> Iterator[Place]:
    """What may be better in the texts."""
    prose: list[tuple[Markdown, list[str]]] = []
    for text, found in texts:
        yield from _links(text, found)
        for src, alt in found.pictures:
            if fault := alt_fault(src, alt):
                name = src.rpartition("/")[2]
                line = _line(text, f"![{alt}](", name, alt)
                yield line, TEXT, f"{shown(alt)}: {fault}", f"![Een volle raadzaal]({name})"
        for above, level, words in skipped(found.levels, 1 if text == item.body else None):
            before = f"een kop met {'#' * above}" if above > 1 else "de titel"
            yield (
                _line(text, words),
                TEXT,
                f"de kop {shown(words)} heeft {'#' * level}, maar komt na {before}. Sla geen "
                "niveau over: wie luistert, mist dan een stap.",
                f"{'#' * (above + 1)} {words}",
            )
        prose.append((text, list(sentences(b.text for b in found.blocks if b.prose))))
    # A motion is one long sentence by custom.
    if not isinstance(item, Motion):
        yield from _long(prose)
        yield from _hard(item, list(chain.from_iterable(some for _, some in prose)))


def _links(text: Markdown, found: Passages) -> Iterator[Place]:
    for href, words in found.links:
        if says_nothing(words):
            yield (
                _line(text, f"[{words}](", words),
                TEXT,
                f"de link {shown(words)} zegt niet waar hij heen gaat. Noem dat in de link zelf.",
                "[de agenda van de raad](https://…)",
            )
        if is_insecure(href):
            yield _line(text, href), TEXT, *_insecure(href)


def _insecure(address: str) -> tuple[str, str]:
    better = f"https{address[4:]}"
    return f"{shown(address)} is niet beveiligd. Kijk of https ook werkt.", better


def _long(prose: list[tuple[Markdown, list[str]]]) -> Iterator[Place]:
    found = (
        (text, sentence, count) for text, some in prose for sentence, count in long_sentences(some)
    )
    for text, sentence, count in islice(found, MOST_SENTENCES):
        begin = " ".join(sentence.split()[:6])
        yield (
            _line(text, begin, *_shorter(begin)),
            TEXT,
            f"de zin die begint met {shown(begin + ' …')} heeft {count} woorden. Boven de "
            f"{MOST_WORDS} haken lezers af: maak er twee zinnen van.",
            "",
        )


def _hard(item: Item, found: list[str]) -> Iterator[Place]:
    told = measure(found)
    if told and told.score < HARD:
        yield (
            item.body.line,
            TEXT,
            f"deze tekst leest moeilijk: een zin heeft gemiddeld {round(told.sentence)} woorden, "
            f"en van elke 100 woorden zijn er {told.long} lang, zoals {shown(told.longest)}. Maak "
            "zinnen korter, en kies vaker een kort woord.",
            "",
        )


def of_spelling(
    item: Item, texts: Texts, words: Words, lines: Mapping[str, int]
) -> Iterator[Place]:
    """Words that may be misspelt, each once: where it stands first."""
    if not words.dictionary.available:
        return
    heads = [(key, text) for key, text in _head_texts(item) if text]
    said = [text for _, text in heads]
    for _, found in texts:
        said += [block.text for block in found.blocks]
    told = 0
    for word in misspelt(said, words):
        place = _place_of(word, heads, item, lines)
        if not place:
            continue  # what a page or a chart adds itself
        told += 1
        if told > MOST_WORDS_WRONG:
            message = "er staan nog meer woorden in dit stuk die niet in het woordenboek staan."
            yield item.body.line, TEXT, message, ""
            return
        better = words.dictionary.better(word)
        hint = f" Bedoelde je {shown(better)}?" if better else ""
        yield (
            *place,
            f"{shown(word)} staat niet in het woordenboek.{hint} Klopt het woord? Zet het dan in "
            "woorden.txt.",
            "",
        )


def _head_texts(item: Item) -> Iterator[tuple[str, str]]:
    yield "title", item.title
    yield "description", item.description
    if isinstance(item, Edition):
        yield "preheader", item.preheader
    if item.image:
        yield "image.alt", item.image.alt
        yield "image.caption", item.image.caption


def _place_of(
    word: str, heads: list[tuple[str, str]], item: Item, lines: Mapping[str, int]
) -> tuple[int, str] | None:
    for key, text in heads:
        if line_of(word, text) is not None:
            return lines.get(key.partition(".")[0], 1), key
    for body in item.texts:
        if (above := line_of(word, body.text)) is not None:
            return body.line + above, TEXT
    return None


def _line(text: Markdown, *candidates: str) -> int:
    """The line of the first of these that stands in a text; else its first line."""
    source = text.text
    for written in candidates:
        # A sentence may go on on the next line of the file.
        pattern = r"\s+".join(map(re.escape, written.split()))
        if pattern and (found := re.search(pattern, source)):
            return text.line + source.count("\n", 0, found.start())
    return text.line


def _shorter(begin: str) -> Iterator[str]:
    """The same with fewer words: marks in the text may stand between them."""
    words = begin.split()
    return (" ".join(words[:count]) for count in range(len(words) - 1, 1, -1))
