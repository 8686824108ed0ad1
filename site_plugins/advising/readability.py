"""How hard a text is to read: long sentences, and a measure of the whole."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from functools import lru_cache
from typing import NamedTuple

MOST_WORDS = 35
"""A sentence that is longer loses readers. Fifteen is usual, and twenty-five is long already."""
MOST_SENTENCES = 3
"""So many of an item's long sentences are named."""
ENOUGH_WORDS = 100
"""A measure of less says nothing."""
HARD = 30.0
"""Below this on the scale of Flesch and Douma, which calls that very hard; B1 is about 60."""
LONG_WORD = 4
"""Syllables."""

_END = re.compile(r"(?<=[.!?…])[\"'”’)]*\s+(?=[\"'“‘„(]*[A-ZÀ-Þ0-9])")
_WORD = re.compile(r"[^\W_]+(?:['’-][^\W_]+)*")
_SYLLABLE = re.compile(r"ij|[aeiouyáàâäéèêëíìîïóòôöúùûü]+", re.IGNORECASE)


class Measure(NamedTuple):
    """A text in figures."""

    score: float
    """By Douma's formula for Dutch, after Flesch: 100 is very easy, 0 very hard."""
    sentence: float
    """Words in a sentence, on the average."""
    long: int
    """Of every hundred words, how many have four syllables or more."""
    longest: str
    """The word with most syllables."""


def sentences(paragraphs: Iterable[str]) -> Iterator[str]:
    """The sentences of paragraphs; an abbreviation before a capital ends one too."""
    for paragraph in paragraphs:
        yield from filter(_WORD.search, _END.split(paragraph))


def long_sentences(found: Iterable[str]) -> Iterator[tuple[str, int]]:
    """Those that are too long, with their number of words."""
    for sentence in found:
        if (count := len(_WORD.findall(sentence))) > MOST_WORDS:
            yield sentence, count


def measure(found: Iterable[str]) -> Measure | None:
    """How hard sentences are to read together; None where they are too few."""
    texts = list(found)
    words = [word for text in texts for word in _WORD.findall(text) if not word.isdecimal()]
    if len(words) < ENOUGH_WORDS:
        return None
    counts = [_syllables(word) for word in words]
    per_sentence = len(words) / len(texts)
    score = 206.84 - 0.93 * per_sentence - 77 * sum(counts) / len(words)
    many = sum(count >= LONG_WORD for count in counts)
    longest = max(zip(counts, words, strict=True))[1]
    return Measure(score, per_sentence, round(100 * many / len(words)), longest)


@lru_cache(maxsize=20_000)
def _syllables(word: str) -> int:
    return max(1, len(_SYLLABLE.findall(word)))
