"""What a newsletter says to its readers, and what of it has gone out."""

from __future__ import annotations

from collections.abc import Container
from dataclasses import dataclass, replace
from datetime import datetime

from site_plugins.model.item import Image, Key


@dataclass(frozen=True, slots=True)
class Story:
    """An item as the newsletter announces it."""

    key: Key
    id: str
    path: str
    title: str
    label: str
    description: str
    byline: tuple[str, ...] = ()
    """Who wrote it, each with the function behind the name where the article gives one."""
    paid: bool = False
    """Whether someone paid for it; ``label`` then says so."""
    sponsor: str = ""
    image: Image | None = None
    """For the web edition: the mail has none."""

    @property
    def anchor(self) -> str:
        """Its place on the web edition's page: mail apps do not follow anchors in a mail."""
        return self.key.replace("/", "-")


@dataclass(frozen=True, slots=True)
class Section:
    """Stories under one heading."""

    heading: str
    stories: tuple[Story, ...]


@dataclass(frozen=True, slots=True)
class Meeting:
    """An agenda item on one of its dates; an all-day one ends on its last day at 00:00."""

    id: str
    path: str
    title: str
    start: datetime
    end: datetime | None
    all_day: bool
    place: str
    remarks: tuple[str, ...] = ()
    """What a reader must know before going: provisional, moved, cancelled, by invitation."""
    untimed: bool = False
    """All-day only because nobody wrote a time."""


@dataclass(frozen=True, slots=True)
class Sent:
    """An edition as its readers got it: what it says stays so, whatever happens to the items.

    It stands in git beside the edition's own file (``JJJJ-MM-DD.verzonden.json``).
    """

    content: str
    """SHA-256 of what was sent, in hexadecimal: the manifest's ``content``."""
    number: int | None
    subject: str
    preheader: str
    intro: str
    """Markdown."""
    agenda_weeks: int
    lead: Story | None
    sections: tuple[Section, ...]
    agenda: tuple[Meeting, ...]

    def disclosed(self, ids: Container[str]) -> Sent:
        """Without what readers may no longer see; ``ids`` are those of the items that they may."""
        sections = (
            replace(s, stories=tuple(story for story in s.stories if story.id in ids))
            for s in self.sections
        )
        return replace(
            self,
            lead=self.lead if self.lead and self.lead.id in ids else None,
            sections=tuple(section for section in sections if section.stories),
            agenda=tuple(meeting for meeting in self.agenda if meeting.id in ids),
        )
