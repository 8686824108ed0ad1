"""The Jinja environment of the mail's two templates, and a newsletter's words made ready for it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime
from functools import cache
from pathlib import Path

from babel.dates import format_date
from jinja2 import Environment, FileSystemLoader, StrictUndefined

from site_plugins.model.item import ZONE
from site_plugins.model.letter import Meeting, Story
from site_plugins.projections.names import within
from site_plugins.projections.newsletter import Newsletter
from site_plugins.rendering import dutch
from site_plugins.rendering.mail.texts import fill, one_line
from site_plugins.rendering.text.typography import curly


def typeset(newsletter: Newsletter) -> Newsletter:
    """With every word on one line, without control characters, and with Dutch quotes."""
    return replace(
        newsletter,
        subject=words(newsletter.subject),
        preheader=words(newsletter.preheader),
        lead=_typeset_story(newsletter.lead) if newsletter.lead else None,
        sections=tuple(
            replace(section, stories=tuple(map(_typeset_story, section.stories)))
            for section in newsletter.sections
        ),
        agenda=tuple(
            replace(meeting, title=words(meeting.title), place=words(meeting.place))
            for meeting in newsletter.agenda
        ),
    )


def _typeset_story(story: Story) -> Story:
    return replace(
        story,
        title=words(story.title),
        label=words(story.label),
        description=words(story.description),
        byline=tuple(map(words, story.byline)),
        sponsor=words(story.sponsor),
    )


def words(text: str) -> str:
    """On one line, without control characters, with Dutch quotes."""
    return curly(one_line(text))


def period(weeks: int) -> str:
    """The time that the agenda is of."""
    return "De komende week" if weeks == 1 else f"De komende {dutch.count(weeks)} weken"


def tail_words(titles: int, left_out: int) -> str:
    """What a reader must know of a newsletter that was too long for a mail."""
    said = []
    if titles:
        of_these = "dit stuk" if titles == 1 else f"deze {dutch.count(titles)} stukken"
        said.append(f"Deze editie is lang. Daarom staat van {of_these} hier alleen de titel.")
    if left_out:
        said.append(
            "Eén stuk staat alleen op de site."
            if left_out == 1
            else f"{dutch.count(left_out).capitalize()} stukken staan alleen op de site."
        )
    return " ".join(said)


def meetings_words(left_out: int) -> str:
    """Of how many meetings nothing stands in the mail."""
    if left_out == 1:
        return "Nog één bijeenkomst staat op de site."
    return f"Nog {dutch.count(left_out)} bijeenkomsten staan op de site."


def _dated(newsletter: Newsletter) -> str:
    day = dutch.long_date(newsletter.day).capitalize()
    return f"Nummer {newsletter.number} · {day}" if newsletter.number else day


def _labelled(story: Story) -> str:
    return f"{story.label} van {story.sponsor}" if story.sponsor else story.label


def _hours(meeting: Meeting) -> str:
    """From when until when, on or from the day that stands beside it."""
    start = meeting.start.astimezone(ZONE)
    end = meeting.end.astimezone(ZONE) if meeting.end else None
    more_days = end is not None and end.date() > start.date()
    if meeting.all_day:
        whole = "" if meeting.untimed else "hele dag"
        return f"tot en met {_without_year(end)}" if end and more_days else whole
    if end is None:
        return f"{dutch.clock(start)} uur"
    if more_days:
        return f"{dutch.clock(start)} uur tot {_without_year(end)}, {dutch.clock(end)} uur"
    return f"{dutch.clock(start)}–{dutch.clock(end)} uur"


def _without_year(moment: datetime) -> str:
    return format_date(moment.astimezone(ZONE), "EEEE d MMMM", locale="nl")


def _details(meeting: Meeting) -> str:
    return ", ".join(filter(None, (_hours(meeting), meeting.place)))


def _signed(byline: Sequence[str]) -> str:
    return f"Door {dutch.enumeration(byline)}"


@cache
def templates() -> Environment:
    """``mail.html`` and ``mail.txt``."""
    environment = Environment(
        loader=FileSystemLoader(Path(__file__).parents[1] / "templates" / "mail"),
        autoescape=lambda name: name is not None and name.endswith(".html"),
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
    )
    environment.filters |= {
        "fill": fill,
        "long_date": dutch.long_date,
        "without_year": _without_year,
        "details": _details,
        "remarks": lambda meeting: dutch.enumeration(meeting.remarks).capitalize(),
        "signed": _signed,
        "dated": _dated,
        "labelled": _labelled,
        "readers": lambda audience: words(within(audience.title)),
    }
    return environment
