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
    signers: tuple[str, ...] = ()
    """For each name in ``byline`` the id of the person, or "" of a guest."""
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
    withdrawn: int = 0
    """How many of its stories readers may no longer see: of them nothing else is in here."""

    @property
    def stories(self) -> tuple[Story, ...]:
        """Everything that it announced, in the order of reading."""
        lead = (self.lead,) if self.lead else ()
        return lead + tuple(story for section in self.sections for story in section.stories)

    def disclosed(self, ids: Container[str], neutral: str) -> Sent:
        """Without what readers may no longer see; ``ids`` are those of the items that they may.

        Of a person who is hidden the name goes too. A subject or preheader that tells of what
        was taken out becomes ``neutral``.
        """
        stories = [story for story in self.stories if story.id not in ids]
        gone = [(story.title, story.description) for story in stories]
        gone += [(meeting.title, "") for meeting in self.agenda if meeting.id not in ids]
        kept = (
            replace(s, stories=tuple(_signed(t, ids) for t in s.stories if t.id in ids))
            for s in self.sections
        )
        return replace(
            self,
            subject=neutral if any(_tells(self.subject, *t) for t in gone) else self.subject,
            preheader=neutral if any(_tells(self.preheader, *t) for t in gone) else self.preheader,
            lead=_signed(self.lead, ids) if self.lead and self.lead.id in ids else None,
            sections=tuple(section for section in kept if section.stories),
            agenda=tuple(meeting for meeting in self.agenda if meeting.id in ids),
            withdrawn=self.withdrawn + len(stories),
        )


def _signed(story: Story, ids: Container[str]) -> Story:
    """The story without the names of people who are hidden; guests have no page to hide."""
    signed = zip(story.byline, story.signers, strict=True)
    kept = [(name, person) for name, person in signed if not person or person in ids]
    byline, signers = (tuple(part) for part in zip(*kept, strict=True)) if kept else ((), ())
    return replace(story, byline=byline, signers=signers)


def _tells(words: str, title: str, summary: str) -> bool:
    """Whether a subject or preheader holds the title, or begins as it or the summary does.

    ``lokaal edition`` proposes titles with "; " between them, or a summary, cut to fit.
    """
    for part in (words, *words.split("; ")):
        start = part.removesuffix(" …")
        if title in part or title.startswith(start):
            return True
        if summary.startswith(start):
            return True
    return False
