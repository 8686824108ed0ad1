"""The words that content is sorted by; each file is a word and a page."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from site_plugins.model.item import Item


@dataclass(frozen=True, slots=True, kw_only=True)
class Term(Item):
    """A word to sort by."""

    @property
    def follows(self) -> bool:
        return True


@dataclass(frozen=True, slots=True, kw_only=True)
class Topic(Term):
    """A subject (onderwerp)."""

    folder: ClassVar[str] = "onderwerpen"
    noun: ClassVar[str] = "onderwerp"


@dataclass(frozen=True, slots=True, kw_only=True)
class Audience(Term):
    """A group of readers (doelgroep)."""

    folder: ClassVar[str] = "doelgroepen"
    noun: ClassVar[str] = "doelgroep"
