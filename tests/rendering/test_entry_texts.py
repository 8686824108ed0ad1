"""What a feed tells of an item: of a meeting when it is, of an article all that its page has."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime

import pytest

from site_plugins.model.agenda import AgendaItem, Location, Moved, Registration, Status
from site_plugins.model.item import ZONE, Image, Source
from site_plugins.model.period import Period
from site_plugins.model.recurrence import parse_rule
from site_plugins.projections.index import Index
from site_plugins.rendering.entry_texts import content, dates, title
from site_plugins.rendering.site import Site
from site_plugins.rendering.text.bodies import Bodies
from tests.projections.making import article, library, meeting

SITE = Site("Lokaal Bestuur", "https://voorbeeld.nl/map/")


def at(day: int, hour: int = 0, month: int = 2) -> datetime:
    return datetime(2027, month, day, hour, tzinfo=ZONE)


FIRST = at(5, 12)
SERIES = replace(
    meeting("a", FIRST, at(5, 13)), rule=parse_rule("elke eerste vrijdag van de maand")
)


@pytest.mark.parametrize(
    ("item", "words"),
    [
        (meeting("a", FIRST, at(5, 13)), "Vrijdag 5 februari 2027, 12.00–13.00 uur."),
        (meeting("a", FIRST), "Vrijdag 5 februari 2027, 12.00 uur."),
        (replace(meeting("a", at(5), at(6)), all_day=True),
         "Vrijdag 5 februari 2027 tot en met zaterdag 6 februari 2027."),
        (AgendaItem(key="agenda/a", slug="a", title="a", id="a", period=Period("voorjaar 2027")),
         "Voorjaar 2027."),
        (SERIES, "Elke eerste vrijdag van de maand, 12.00 uur."),
        (replace(SERIES, holidays=True, except_=(date(2027, 3, 5), date(2027, 4, 2))),
         "Elke eerste vrijdag van de maand, 12.00 uur. Behalve op feestdagen. "
         "Niet op 5 maart 2027 en 2 april 2027."),
        (replace(SERIES, cancelled=(date(2027, 3, 5),)),
         "Elke eerste vrijdag van de maand, 12.00 uur. Gaat niet door op 5 maart 2027."),
        (replace(SERIES, moved=(Moved(date(2027, 3, 5), at(12, 14, 3), at(12, 15, 3)),)),
         "Elke eerste vrijdag van de maand, 12.00 uur. Verplaatst: niet op 5 maart 2027, maar op "
         "vrijdag 12 maart 2027, 14.00–15.00 uur."),
        (replace(SERIES, extra=(at(9, 18),)),
         "Elke eerste vrijdag van de maand, 12.00 uur. Ook op dinsdag 9 februari 2027, 18.00 uur."),
        (replace(meeting("a", FIRST), status=Status.MOVED, period=Period("begin 2028")),
         "Verplaatst. Was: vrijdag 5 februari 2027, 12.00 uur. Nieuwe datum: begin 2028."),
    ],
)  # fmt: skip
def test_when_a_meeting_is(item: AgendaItem, words: str) -> None:
    """In whole sentences, with all that its series' words don't tell."""
    assert dates(item) == words


def test_a_meeting_tells_what_its_page_tells() -> None:
    """Whoever sees only the text of an entry knows whether, when and where, and how to sign up."""
    item = replace(
        meeting("Borrel", FIRST),
        status=Status.PROVISIONAL,
        location=Location("Zaal 't Hof", city="Utrecht", online=True),
        registration=Registration(
            url="https://voorbeeld.nl/mee?a=1&b=2",
            email="a@voorbeeld.nl",
            deadline=date(2027, 2, 1),
        ),
        invitation_only=True,
    )
    assert content(item, Index(library(item), at(1)), Bodies({}), SITE) == (
        "<p><strong>Onder voorbehoud:</strong> dag, tijd en plaats kunnen nog veranderen<br>"
        "<strong>Wanneer:</strong> Vrijdag 5 februari 2027, 12.00 uur.<br>"
        "<strong>Waar:</strong> Zaal ’t Hof, Utrecht en online<br>"
        "<strong>Toegang:</strong> alleen op uitnodiging<br>"
        '<strong>Aanmelden:</strong> <a href="https://voorbeeld.nl/mee?a=1&amp;b=2">meld je aan</a>'
        ' of mail <a href="mailto:a@voorbeeld.nl">a@voorbeeld.nl</a>, tot en met maandag 1 februari'
        " 2027</p>"
    )


def test_titles_of_meetings() -> None:
    """A title says first that it is off or moved: many see no more of an entry."""
    found = [title(replace(meeting("Borrel", FIRST), status=status)) for status in Status]
    assert found == ["Borrel", "Borrel", "Verplaatst: Borrel", "Geannuleerd: Borrel"]


def test_an_article_is_whole() -> None:
    """Lead, picture with its maker, and sources: what stands round the text on its page."""
    item = replace(
        article("wonen"),
        image=Image("huis.jpg", 'Een "huis"', "Jan & Piet", "Zo'n huis."),
        sources=(Source("CBS", "2026", "https://cbs.nl/?a&b"), Source("Eigen <onderzoek>")),
    )
    assert content(item, Index(library(item), at(1)), Bodies({}), SITE).split("\n") == [
        "<p><strong>Over wonen.</strong></p>",
        '<figure><img src="/map/media/huis.jpg" alt="Een “huis”"><figcaption>Zo’n huis. '
        "(beeld: Jan &amp; Piet)</figcaption></figure>",
        '<h2>Bronnen</h2><ul><li><a href="https://cbs.nl/?a&amp;b">CBS</a> (2026)</li>'
        "<li>Eigen &lt;onderzoek&gt;</li></ul>",
    ]
