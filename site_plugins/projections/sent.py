"""An edition that was sent: what it said then, leading to where the items are now."""

from __future__ import annotations

from dataclasses import replace

from site_plugins.model.letter import Meeting, Section, Sent, Story
from site_plugins.model.library import Library
from site_plugins.projections.addresses import address


def as_sent(sent: Sent, library: Library) -> Sent:
    """What went out, with each item's present address and picture; what is gone stays out.

    Titles, labels, summaries and names are as readers got them: a later change to an article
    changes its own page alone. An item is known by its id, so that it may be renamed. A story's
    ``key`` stays too, as links in the mail lead to the place on the page that it names.
    """
    sections = (
        Section(section.heading, _stories(section.stories, library)) for section in sent.sections
    )
    return replace(
        sent,
        lead=next(iter(_stories((sent.lead,) if sent.lead else (), library)), None),
        sections=tuple(section for section in sections if section.stories),
        agenda=_meetings(sent.agenda, library),
    )


def _stories(stories: tuple[Story, ...], library: Library) -> tuple[Story, ...]:
    return tuple(
        replace(story, path=address(item), image=item.image)
        for story in stories
        if (item := library.by_id.get(story.id))
    )


def _meetings(meetings: tuple[Meeting, ...], library: Library) -> tuple[Meeting, ...]:
    return tuple(
        replace(meeting, path=address(item))
        for meeting in meetings
        if (item := library.by_id.get(meeting.id))
    )
