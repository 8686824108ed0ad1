"""Dutch words that belong together, for a search engine that only knows Dutch endings.

Pagefind takes ``woningen`` for ``woning`` by itself (https://snowballstem.org/algorithms/dutch/).
It doesn't know that ``steden`` is more than one ``stad``, nor that a ``woning`` is in
``woningbouw``. What is missing is found here, when the site is built.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Collection, Iterable, Iterator
from functools import cache

_WORD = re.compile(r"[^\W\d_]+(?:['’-][^\W\d_]+)*")
SHORTEST = 4
"""Letters of a part of a compound, and of a word that a typing error may have been meant for."""

# One and more of it, where more than the ending differs. They hold at the end of a compound too.
_IRREGULAR = {
    "lid": "leden",
    "stad": "steden",
    "schip": "schepen",
    "smid": "smeden",
    "kind": "kinderen",
    "blad": "bladeren",
    "lied": "liederen",
    "goed": "goederen",
    "volk": "volkeren",
    "gemoed": "gemoederen",
    "gelid": "gelederen",
    "grens": "grenzen",
    "gans": "ganzen",
    "centrum": "centra",
    "museum": "musea",
    "forum": "fora",
    "medium": "media",
    "gremium": "gremia",
    "criterium": "criteria",
    "datum": "data",
    "quotum": "quota",
    "politicus": "politici",
    "historicus": "historici",
    "academicus": "academici",
    "technicus": "technici",
    "catalogus": "catalogi",
    "zee": "zeeën",
    "industrie": "industrieën",
    "provincie": "provinciën",
    "koe": "koeien",
    "vlo": "vlooien",
}
_ENDINGS = (*_IRREGULAR, *_IRREGULAR.values())
# A v or z between vowels is an f or s at the end of a word: huizen, huis; bedrijven, bedrijf.
_SOUND = r"(?:ij|ui|ie|oe|eu|ei|ou|au)"
_VOICED = re.compile(rf"(.*{_SOUND})(ven|zen)")
_VOICELESS = re.compile(rf"(.*{_SOUND})([fs])")
# Of these the s makes them more than one already: moties, commissies.
_PLURAL = ("ties", "sies", "cies", "gies", "ries")
_SWAP = {"ven": "f", "zen": "s", "f": "ven", "s": "zen"}

# Forms of one word that no ending tells of, and words that a searcher takes for the same.
_FAMILIES = (
    "kiezen kiest koos kozen gekozen kiezer kiezers",
    "stemmen stemt stemde stemden gestemd",
    "winnen won wonnen gewonnen",
    "verliezen verloor verloren",
    "besluiten besloot besloten",
    "spreken sprak spraken gesproken",
    "schrijven schreef schreven geschreven",
    "treden trad traden getreden",
    "aftreden afgetreden",
    "vragen vroeg vroegen gevraagd",
    "onderzoeken onderzocht onderzochten",
    "werken gewerkt",
    "bouwen gebouwd",
    "mail email e-mail mailen",
    "raad gemeenteraad",
    "gemeente gemeentelijk gemeentelijke",
    "provincie provinciaal provinciale",
    "regio regionaal regionale",
    "bestuur bestuurlijk bestuurlijke",
)
_FAMILY = {word: frozenset(family.split()) for family in _FAMILIES for word in family.split()}

# These end like an irregular word, and have nothing to do with it.
_OTHERWISE = frozenset(
    "geleden verleden overleden gestad bestad solid goedgoed medegoed vergoed behoed".split()
)

# Letters that tie two words together: raad-s-lid, mens-en-recht, zon-n-e-bloem, kind-er-opvang.
_LINKS = ("", "s", "e", "en", "n", "er", "-")
# What compounds in this field are made of, also where a small site never says it by itself. Words
# of three letters are parts only if they stand here: the others split whatever holds them.
_COMMON = frozenset(
    "lid wet weg dag bos dak zee bus boa raad staten bestuur bestuurder beleid plan bouw"
    " woning huis huur markt wijk dorp stad regio land grond water energie klimaat natuur"
    " landbouw stikstof zorg jeugd kind school onderwijs arbeid werk inkomen armoede schuld geld"
    " begroting belasting fonds kosten akkoord motie vraag voorstel agenda besluit commissie"
    " fractie voorzitter wethouder burgemeester gemeente provincie waterschap partij leden"
    " kiezer verkiezing programma campagne netwerk overleg vergadering bijeenkomst avond"
    " congres opvang asiel veiligheid politie verkeer vervoer cultuur sport opgave aanpak"
    " crisis project onderzoek rapport brief krant nieuws functie rechten cijfer corporatie"
    " opkomst mantel nood tekort".split()
)
# With these at its end a word is a compound, whatever stands before: opkomstcijfers, mantelzorg.
_ENDS = frozenset(word for word in _COMMON if len(word) >= 6) | {"zorg"}
# Words that many others begin or end with without being made from them: overheid, onderwijs.
_NO_PART = frozenset(
    "over onder voor door tegen naar binnen buiten tussen deze alle meer niet haar zijn rond achter"
    " mede terug samen vast lang hele heel even rijk hier daar waar weer zich zelf ander acht vrij"
    " wijs wijze staat stand gang houd zien komt komen gaan staan".split()
)


def words_of(text: str) -> list[str]:
    """The words of a text in small letters, in order; those with a hyphen whole and in parts."""
    found = []
    for word in _WORD.findall(unicodedata.normalize("NFC", text).lower()):
        found.append(word)
        # Of most words only this is asked: a split of each costs as much as the rest together.
        if not word.isalpha() and len(parts := re.split("['’-]", word)) > 1:
            found += (part for part in parts if len(part) > 1)
    return found


_ROUND = ".,;:!?()\"'‘’“”…–—-"
"""Signs that often stand beside a word, and are never its first or last."""


def distinct_words(text: str) -> set[str]:
    """Those of ``words_of``, each once. Most stand between spaces, and need no pattern."""
    found: set[str] = set()
    for part in set(unicodedata.normalize("NFC", text).lower().split()):
        if (bare := part.strip(_ROUND)).isalpha():
            found.add(bare)
        elif bare:
            found.update(words_of(bare))
    return found


_NOTHING: frozenset[str] = frozenset()


class Relatives:
    """What words have to do with each other in one vocabulary: all words of the site."""

    def __init__(self, vocabulary: Iterable[str]) -> None:
        self._parts = {w for w in vocabulary if len(w) >= SHORTEST and w.isalpha()} - _NO_PART
        self._parts |= _COMMON
        self.known: dict[str, frozenset[str]] = {}
        """The words that have something to do with others, of those that were asked for."""
        self.of = cache(self._of)

    def beside(self, words: Iterable[str]) -> list[str]:
        """What a text with these words must be found by as well, sorted."""
        here = set(words)
        return sorted(set().union(*filter(None, map(self.of, here))) - here)

    def _of(self, word: str) -> frozenset[str]:
        found = {*_numbers(word), *_FAMILY.get(word, ())}
        for part in self._split(word):
            found |= {part, *_numbers(part)}
        found.discard(word)
        if found:
            self.known[word] = frozenset(found)
        return self.known.get(word, _NOTHING)

    def _split(self, word: str) -> tuple[str, ...]:
        """The words that a compound is made of; none where it isn't one.

        The longest second part wins, as the last word says what kind of thing it is.
        """
        for start in range(3, len(word) - 2):
            tail = word[start:]
            if not _among(self._parts, tail):
                continue
            before = word[:start]
            heads = [before.removesuffix(link) for link in _LINKS if before.endswith(link)]
            for head in heads:
                if head in self._parts:
                    return (head, tail, *self._split(head), *self._split(tail))
            for head in heads:
                if deeper := self._split(head) if len(head) >= 2 * SHORTEST else ():
                    return (head, tail, *deeper)
        for start in range(SHORTEST, len(word) - 3):
            if _among(_ENDS, tail := word[start:]):
                return (tail, *self._split(tail))
        return ()


def _among(words: Collection[str], word: str) -> bool:
    """Whether a word is one of ``words``, or the plural of one."""
    return word in words or any(
        word.endswith(ending) and word.removesuffix(ending) in words for ending in ("s", "en")
    )


def _numbers(word: str) -> Iterator[str]:
    """The same word for one or for more than one."""
    if word in _OTHERWISE:
        return
    for one, many in _IRREGULAR.items() if word.endswith(_ENDINGS) else ():
        for this, other in ((one, many), (many, one)):
            # At the end of a compound something must stand before it.
            if word == this or (word.endswith(this) and len(word) > len(this) + 2):
                yield word.removesuffix(this) + other
    if word.endswith(_PLURAL):
        return
    for form in (_VOICED, _VOICELESS):
        if (match := form.fullmatch(word)) and len(word) >= SHORTEST:
            yield match[1] + _SWAP[match[2]]
