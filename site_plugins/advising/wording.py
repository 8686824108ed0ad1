"""Judgements on a few words at a time: links, headings, descriptions of pictures."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from pathlib import PurePosixPath
from urllib.parse import unquote

MOST_IN_TITLE = 90
NOTHING_SAID = frozenset(
    (
        "hier, klik, klik hier, klik hier voor meer, lees hier, lees hier meer, lees meer, "
        "lees verder, lees verder hier, link, de link, deze link, via deze link, meer, "
        "meer lezen, kijk hier, zie hier, deze pagina, deze website, click here, here, read more"
    ).split(", ")
)
"""Words of a link that say nothing of where it leads."""
NO_DESCRIPTION = frozenset(
    (
        "foto afbeelding afbeeldingen beeld plaatje plaat tekening illustratie grafiek logo "
        "figuur image picture photo img"
    ).split()
)
_NOT_LETTERS = re.compile(r"[\W\d_]+")
_ENDING = re.compile(r"\.(?:jpe?g|png|gif|webp|svg|avif)$", re.IGNORECASE)


def alt_fault(src: str, alt: str) -> str:
    """What is wrong with the words for a picture; empty where they may well do."""
    said = _letters(_ENDING.sub("", alt.strip()))
    file = _letters(PurePosixPath(unquote(src)).stem)
    if _ENDING.search(alt.strip()) or (said and said == file):
        return "dit is de naam van het bestand. Vertel wat er te zien is."
    if said in NO_DESCRIPTION:
        return "dat het een afbeelding is, weet de lezer al. Vertel wat er te zien is."
    return ""


def says_nothing(words: str) -> bool:
    """Whether the words of a link don't tell where it leads."""
    return " ".join(re.findall(r"\w+", words.lower())) in NOTHING_SAID


def is_insecure(address: str) -> bool:
    """Whether others can read along, and change what is sent."""
    return address.lower().startswith("http://")


def skipped(levels: Iterable[tuple[int, str]], above: int | None) -> Iterator[tuple[int, int, str]]:
    """Headings that are more than one level deeper than what stands above them.

    Gives that level, their own and their words. ``above`` is the level of the title; None where a
    text stands in a place of which only the page knows the level.
    """
    for level, words in levels:
        if above is not None and level > above + 1:
            yield above, level, words
        above = level


def _letters(text: str) -> str:
    return _NOT_LETTERS.sub("", text).lower()
