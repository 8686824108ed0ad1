"""Words that neither the dictionary nor the editors' own list knows."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator

from site_plugins.advising.dictionary import Dictionary
from site_plugins.loading.read import Content
from site_plugins.model.organisation import Network, Person
from site_plugins.model.vocabulary import Audience, Topic

_APART = re.compile(r"\S*(?:://|www\.|@|_|#|\\)\S*|[\w/-]+\.[a-zA-Z]\w*(?:/\S*)?|(?<!\w)\.\w+")
"""Addresses, names of files and of machines."""
_PERHAPS_APART = re.compile(r"://|[@_#\\]|\.[a-zA-Z]")
"""What is in all of those, and soon found."""
_WORD = re.compile(r"(?<![\w-])(?:'(?=[sntkm]\b))?\w+(?:['-]\w+)*-?")
_LETTERS = re.compile(r"[^\W\d_]+(?:['-][^\W\d_]+)*")
_BEGIN = re.compile(r"[.!?:…–][\"'”)]*\s+[\"'“„(]*$|[\"“„]$|(?:^|\s)'$")
"""What stands between two words where the second begins a sentence or a quotation."""
_SHORTEST = 3


class Words:
    """Says which words are wrong: not in the dictionary, and not of our own."""

    def __init__(self, own: Iterable[str], dictionary: Dictionary) -> None:
        self.dictionary = dictionary
        self._own = {_plain(word).casefold() for word in own}

    def wrong(self, word: str, first: bool) -> bool:
        """Whether a word as :func:`words` gives it is wrong; ``first`` of its sentence or not.

        A capital elsewhere makes it a name, and two in a word (PvdA, IJmond) do so anywhere.
        """
        if len(word) < _SHORTEST or not _LETTERS.fullmatch(word) or self._is_right(word):
            return False
        if not word.islower():
            begin = word.removeprefix("'")
            if not first or not begin[1:].islower():
                return "-" in word and self._has_wrong_part(word)
            # A capital E often lacks its accent: Eén.
            low = re.sub("^eén", "één", word[0].lower() + word[1:])
            if self._is_right(low):
                return False
        # In a chain of words that are right each, hyphens are a matter of taste.
        return "-" not in word or self._has_wrong_part(word)

    def _has_wrong_part(self, word: str) -> bool:
        return any(
            len(part) >= _SHORTEST and part.islower() and not self._is_right(part)
            for part in word.split("-")
        )

    def _is_right(self, word: str) -> bool:
        return word.casefold() in self._own or self.dictionary.knows(word)


def words_of(content: Content, dictionary: Dictionary) -> Words:
    """With the editors' list, and the names of all topics, audiences, networks and people."""
    named = (Topic, Audience, Network, Person)
    titles = (item.title for item in content.library.all if isinstance(item, named))
    return Words([*content.words, *own_words(titles)], dictionary)


def own_words(titles: Iterable[str]) -> Iterator[str]:
    """Every word of some titles, with a ’s of possession too."""
    for title in titles:
        for word, _ in words(title):
            yield from (word, f"{word}s", f"{word}'s")


def words(text: str) -> Iterator[tuple[str, bool]]:
    """The words of a text with straight apostrophes, and of those with a capital whether each
    begins a sentence.

    Left out is what is half a word: the first of ``raads- en Statenleden``.
    """
    text = _plain(text)
    if _PERHAPS_APART.search(text):
        text = _APART.sub(" … ", text)
    end = 0
    for found in _WORD.finditer(text):
        word = found[0]
        if not word.endswith("-"):
            # Only of a word with a capital it matters.
            lower = word.islower()
            yield word, not lower and (not end or bool(_BEGIN.search(text, end, found.start())))
        end = found.end()


def misspelt(texts: Collection[str], words_: Words) -> list[str]:
    """The wrong words in all of an item's texts, each once, in their order.

    What has a capital within a sentence somewhere is a name everywhere.
    """
    found = [pair for text in texts for pair in words(text)]
    names = {word for word, first in found if not first and word[:1].isupper()}
    wrong: dict[str, None] = {}
    for word, first in dict.fromkeys(found):
        if not (first and word in names) and words_.wrong(word, first):
            wrong[word] = None
    return list(wrong)


def line_of(word: str, source: str) -> int | None:
    """How many lines stand above a word in a text as it was written; None where it isn't there."""
    found = re.search(rf"(?<![\w]){re.escape(word)}(?![\w])", _plain(source))
    return source.count("\n", 0, found.start()) if found else None


def _plain(text: str) -> str:
    return text.replace("’", "'").replace("‘", "'")
