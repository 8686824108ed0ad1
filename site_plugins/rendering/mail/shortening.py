"""Makes a newsletter shorter, step by step, until its mail fits."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from site_plugins.model.letter import Section, Story
from site_plugins.projections.newsletter import Newsletter

FIRST = 10
"""So many stories stay whole as long as anything else can go."""


@dataclass(frozen=True, slots=True)
class Shortened:
    """What of a newsletter stands in its mail."""

    letter: Newsletter
    """With the stories that are announced in full, and the meetings that fit."""
    titles: tuple[Story, ...]
    """The next stories in the order of reading: only their titles."""
    blocks: tuple[str, ...]
    """The beginning of the introduction."""
    left_out: int
    """Stories after those; they stand on the web edition."""
    meetings_left_out: int
    intro_cut: bool


def most_steps(letter: Newsletter, blocks: Sequence[str]) -> int:
    """After how many steps nothing is left to take away."""
    return 2 * len(letter.stories) + len(letter.agenda) + len(blocks)


def shorten(letter: Newsletter, blocks: Sequence[str], steps: int) -> Shortened:
    """The newsletter after ``steps`` steps, each of which takes away as little as it can.

    Behind the first ``FIRST`` stories they lose all but their titles, the last one first; then
    those titles go; then the last meetings; then the last of the introduction's ``blocks``; and
    only then the first stories go the same way.
    """
    stories, agenda = letter.stories, letter.agenda
    tail = max(0, len(stories) - FIRST)
    cuts = []
    for most in (tail, tail, len(agenda), len(blocks), len(stories) - tail, len(stories) - tail):
        cuts.append(min(most, steps))
        steps -= cuts[-1]
    full = len(stories) - cuts[0] - cuts[4]
    named = len(stories) - cuts[1] - cuts[5]
    meetings = len(agenda) - cuts[2]
    return Shortened(
        letter=replace(_with_first(letter, full), agenda=agenda[:meetings]),
        titles=stories[full:named],
        blocks=tuple(blocks[: len(blocks) - cuts[3]]),
        left_out=len(stories) - named,
        meetings_left_out=cuts[2],
        intro_cut=cuts[3] > 0,
    )


def _with_first(letter: Newsletter, count: int) -> Newsletter:
    """With its first ``count`` stories only."""
    lead = letter.lead if count else None
    room = count - 1 if lead else count
    sections: list[Section] = []
    for section in letter.sections:
        sections.append(replace(section, stories=section.stories[:room]))
        room -= len(sections[-1].stories)
    return replace(letter, lead=lead, sections=tuple(s for s in sections if s.stories))
