"""The frame round every page: rendered by the theme once per menu section, then filled."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass

HOLES = ("policy", "title", "description", "canonical", "head", "content")
"""What differs from page to page."""
SECTIONS = (
    "",
    "voorpagina",
    "artikelen",
    "agenda",
    "netwerken",
    "afgehaakt",
    "handreikingen",
    "motiebank",
    "scholing",
    "onderzoek",
    "nieuwsbrief",
    "onderwerpen",
    "doelgroepen",
    "mensen",
    "over",
    "zoeken",
)
"""The values that mark the menu."""

# Private-use characters: no theme and no text of ours holds them, and no template escapes them.
_MARK = "\ue0ff"
MARKERS = {name: f"{_MARK}{name}{_MARK}" for name in HOLES}
_HOLE = re.compile(f"{_MARK}({'|'.join(HOLES)}){_MARK}")


@dataclass(frozen=True, slots=True)
class Shell:
    """For each section the frame in parts: text and the names of holes in turn."""

    parts: Mapping[str, tuple[str, ...]]
    assets: Mapping[str, str]
    """The published path of each file of the theme (``assets/x.js``), below the site's root."""

    @classmethod
    def cut(cls, frames: Mapping[str, str], assets: Mapping[str, str]) -> Shell:
        """A shell from frames in which ``MARKERS`` stand. Raises ValueError where one lacks."""
        for section, frame in frames.items():
            missing = set(HOLES) - set(_HOLE.findall(frame))
            if missing:
                raise ValueError(f"frame {section!r} lacks {sorted(missing)}")
        parts = {section: tuple(_HOLE.split(frame)) for section, frame in frames.items()}
        return cls(parts, assets)

    def fill(self, section: str, values: Mapping[str, str]) -> str:
        """A whole page; every value is HTML."""
        parts = self.parts[section]
        return "".join(values[part] if n % 2 else part for n, part in enumerate(parts))
