"""Editions that are still to go out, and are too long for a mail."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

from site_plugins.loading.rules import Finding
from site_plugins.model.edition import Edition, sending_moment
from site_plugins.model.library import Library
from site_plugins.projections.newsletter import compose
from site_plugins.rendering import dutch
from site_plugins.rendering.mail.letter import LONG, render_mail
from site_plugins.rendering.mail.templating import typeset
from site_plugins.rendering.text.bodies import Bodies


def too_long(
    edition: Edition, library: Library, bodies: Bodies, now: datetime, site_url: str
) -> Iterator[Finding]:
    """What must be taken out of the mail to all readers; it is measured as it would go out."""
    moment = sending_moment(edition.day)
    if edition.sent or moment < now:
        return
    letter = typeset(compose(edition, library.public(moment)))
    intro = bodies.html(edition.body, edition)
    mail = render_mail(letter, site_url=site_url, intro_html=intro)
    stories = mail.titles_only + mail.left_out
    if stories or mail.meetings_left_out or mail.intro_cut:
        shorter = (
            f"van {_pieces(stories)} blijft hooguit de titel over"
            if stories
            else "de inleiding of de agenda wordt ingekort"
        )
        yield (
            "items",
            f"de mail van deze editie is te lang (meer dan {dutch.number(LONG)} bytes): {shorter}. "
            "Laat stukken weg, of toon minder weken van de agenda.",
            f"agenda_weeks: {max(1, edition.agenda_weeks // 2)}",
        )


def _pieces(number: int) -> str:
    return "een stuk" if number == 1 else f"{dutch.number(number)} stukken"
