"""A Dutch dictionary that knows inflections and compounds: OpenTaal's, read by Hunspell.

It is read when a word comes up that isn't known yet, which takes a fifth of a second.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Callable
from difflib import SequenceMatcher
from functools import cache, cached_property
from pathlib import Path
from typing import Any

from site_plugins.engine.store import Store

try:
    import hunspell
except ImportError:
    # There is no wheel for a Mac with an Intel processor: it does without spelling.
    hunspell = None

_PATTERN = re.compile(r"^CHECKCOMPOUNDPATTERN ([^\W\d]+) ([^\W\d]+)", re.MULTILINE)
FOLDER = Path(__file__).parent / "opentaal"
LANGUAGE = "nl"
KEPT = "woorden"
"""Under which name a store has what was looked up."""
MAX_LETTERS = 60
"""What is longer is no word, and Hunspell has limits of its own."""
MAX_SUGGESTIONS = 3
"""So many new corrections are thought of in a run: each takes up to a second."""

ALIKE = 0.8
"""How much of a correction is in the word that was written; of less, something else was meant."""

SHORTEST_HEAD, SHORTEST_TAIL = 5, 6
"""Letters of two words that are one together; of shorter ones slips of the pen are made."""
SHORT_TAILS = frozenset(("dag", "les", "lid", "wet"))


class Dictionary:
    """Looks every word up once. With a store not even that, the next time."""

    def __init__(self, store: Store | None = None, suggestions: int = MAX_SUGGESTIONS) -> None:
        self._store = store
        self._left = suggestions
        self._right, self._wrong, self._better = _kept(store)
        self._new = False

    @property
    def available(self) -> bool:
        """Whether there is a dictionary on this machine."""
        return hunspell is not None

    def knows(self, word: str) -> bool:
        """Whether a word is right as it is written."""
        if word not in self._right and word not in self._wrong:
            spell = self._hunspell.spell
            right = len(word) > MAX_LETTERS or bool(spell(word)) or _is_joined(word, spell)
            (self._right if right else self._wrong).add(word)
            self._new = True
        return word in self._right

    def better(self, word: str) -> str:
        """The word that was probably meant by one that is wrong; empty where that costs much."""
        if word not in self._better and self._left > 0:
            self._left -= 1
            found = next(iter(self._hunspell.suggest(word)), "")
            self._better[word] = found if _alike(word, found) else ""
            self._new = True
        return self._better.get(word, "")

    def save(self) -> None:
        """Keep what was looked up, for the next process."""
        if self._store and self._new:
            self._store.save(KEPT, (self._right, self._wrong, self._better))
            self._new = False

    @cached_property
    def _hunspell(self) -> Any:
        return _loaded()


@cache
def version() -> bytes:
    """The digest of the dictionary and of what is made of it here, as a store wants it."""
    digest = hashlib.blake2b(digest_size=16)
    for file in (FOLDER / f"{LANGUAGE}.aff", FOLDER / f"{LANGUAGE}.dic", Path(__file__)):
        digest.update(file.read_bytes())
    return digest.digest()


def kept_in(cache_folder: Path) -> Dictionary:
    """A dictionary that keeps what it looked up in a cache; what is damaged is found anew."""
    return Dictionary(Store(cache_folder / "spelling", version(), lambda _: None))


def _is_joined(word: str, spell: Callable[[str], bool]) -> bool:
    """Whether a word is two others in one: Dutch makes new ones every day (``netwerkdag``)."""
    if not word.isalpha() or not word.islower():
        return False
    for place in range(SHORTEST_HEAD, len(word) - 2):
        head, tail = word[:place], word[place:]
        if (len(tail) < SHORTEST_TAIL and tail not in SHORT_TAILS) or not spell(tail):
            continue
        # The s between two words belongs to neither.
        bare = head.removesuffix("s")
        if spell(head) or (len(bare) >= SHORTEST_HEAD and spell(bare)):
            pairs = _never_joined()
            return not any(head.endswith(end) and tail.startswith(begin) for end, begin in pairs)
    return False


@cache
def _never_joined() -> list[tuple[str, str]]:
    """How two words end and begin that make no compound: ``burger`` and ``meester``."""
    text = (FOLDER / f"{LANGUAGE}.aff").read_text(encoding="utf-8").replace("ĳ", "ij")
    return _PATTERN.findall(text)


def _alike(word: str, found: str) -> bool:
    return SequenceMatcher(None, word.lower(), found.lower()).ratio() >= ALIKE


def _kept(store: Store | None) -> tuple[set[str], set[str], dict[str, str]]:
    found = store.load(KEPT) if store else None
    return found or (set(), set(), {})


@cache
def _loaded() -> Any:
    return hunspell.Hunspell(LANGUAGE, hunspell_data_dir=str(FOLDER), system_encoding="UTF-8")
