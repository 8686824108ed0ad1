"""What an edition says, as the JSON that stays in git once it has been sent."""

from __future__ import annotations

import hashlib
import re
from typing import Any

from site_plugins.model.letter import Meeting, Story
from site_plugins.projections.newsletter import Newsletter

_LINK = re.compile(r"\[([^\[\]\n]*)\]\([^()\n]*\)")


def record(newsletter: Newsletter) -> dict[str, Any]:
    """The newsletter for all, in values that JSON has; ``loading/sent.py`` reads them back.

    Its words are as the editor wrote them, before they are typeset for the mail. Of the
    introduction there is a fingerprint only: its Markdown may name what is hidden, and this
    stands beside the mail. Who freezes the edition takes it from the edition's file.
    """
    return {
        "edition": newsletter.day.isoformat(),
        "number": newsletter.number,
        "subject": newsletter.subject,
        "preheader": newsletter.preheader,
        "intro_sha256": fingerprint(newsletter.edition.body.text),
        "agenda_weeks": newsletter.edition.agenda_weeks,
        "lead": _story(newsletter.lead) if newsletter.lead else None,
        "sections": [
            {"heading": section.heading, "stories": [_story(story) for story in section.stories]}
            for section in newsletter.sections
        ],
        "agenda": [_meeting(meeting) for meeting in newsletter.agenda],
    }


def fingerprint(markdown: str) -> str:
    """SHA-256 of an introduction's words, in hexadecimal.

    Where its links lead is left out: that a link is there to something hidden is not to be told.
    """
    return hashlib.sha256(_LINK.sub(r"\1", markdown).encode()).hexdigest()


def _story(story: Story) -> dict[str, Any]:
    return {
        "key": story.key,
        "id": story.id,
        "path": story.path,
        "title": story.title,
        "label": story.label,
        "description": story.description,
        "byline": list(story.byline),
        "signers": list(story.signers),
        "paid": story.paid,
        "sponsor": story.sponsor,
    }


def _meeting(meeting: Meeting) -> dict[str, Any]:
    return {
        "id": meeting.id,
        "path": meeting.path,
        "title": meeting.title,
        "start": meeting.start.isoformat(),
        "end": meeting.end.isoformat() if meeting.end else None,
        "all_day": meeting.all_day,
        "untimed": meeting.untimed,
        "place": meeting.place,
        "remarks": list(meeting.remarks),
    }
