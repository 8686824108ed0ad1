"""The editors' own list of words, ``woorden.txt``: right, though no dictionary has them."""

from __future__ import annotations

WORDS = "woorden.txt"
_COMMENT = "#"


def parse_words(text: str) -> tuple[frozenset[str], list[int]]:
    """The words, one on each line, and the lines on which stands something else."""
    words: set[str] = set()
    wrong: list[int] = []
    for number, line in enumerate(text.splitlines(), start=1):
        word = line.partition(_COMMENT)[0].strip()
        if len(word.split()) > 1:
            wrong.append(number)
        elif word:
            words.add(word)
    return frozenset(words), wrong
