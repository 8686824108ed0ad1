"""How long a mail is, and what happens to one that would be too long for Gmail."""

from __future__ import annotations

import re
from itertools import pairwise

import pytest
from hypothesis import Phase, given, settings
from hypothesis import strategies as st

from site_plugins.model.letter import Section
from site_plugins.projections.newsletter import Newsletter
from site_plugins.rendering.mail.letter import LONG, render_mail
from site_plugins.rendering.mail.links import place_online
from site_plugins.rendering.mail.shortening import FIRST, most_steps, shorten
from tests.rendering.mail.letters import INTRO, PAID, SITE, SUNDAY, Mail, many, newsletter, render

AGENDA = newsletter().agenda * 8


def long(count: int, summary: int = 60) -> Newsletter:
    """A lead, and so many stories behind it."""
    return newsletter(sections=(Section("Verder", many(count, summary)),), agenda=AGENDA)


def size(mail: Mail) -> int:
    return len(mail.html.encode())


def counted(mail: Mail) -> tuple[int, int]:
    """Of how many stories the mail has the summary, and of how many only the title."""
    tail = mail.html.partition("Verder, in het kort")[2].partition("Agenda</h2>")[0]
    titles = len(re.findall("<li", tail))
    announced = len(re.findall("Deel dit stuk</a>", mail.html))
    assert mail.text.count("  Delen: ") == announced
    return announced, titles


def test_forty_stories_with_long_summaries_are_whole() -> None:
    letter = long(39, summary=250)
    mail = render(letter)
    assert counted(mail) == (40, 0)
    assert size(mail) < 90_000
    assert mail.manifest["warnings"] == []
    assert "Verder, in het kort" not in mail.html + mail.text


def test_of_two_hundred_stories_the_last_are_titles() -> None:
    letter = long(199)
    mail = render(letter)
    announced, titles = counted(mail)
    assert announced + titles == 200 and announced >= 5
    # As few as needed: one more summary would be too much.
    assert LONG - 1_000 < size(mail) < LONG
    words = f"Deze editie is lang. Daarom staat van deze {titles} stukken hier alleen de titel."
    assert words in mail.html and words in " ".join(mail.text.split())
    cut = "De mail was te lang (de grens is 90.000 bytes), en is ingekort"
    said = f"{cut}: van {titles} stukken staat er alleen de titel in."
    assert mail.manifest["warnings"] == [said]
    web = f"{SITE}{letter.path}"
    # In the order of reading, and each leads to its summary.
    for part in (mail.html.replace("&amp;", "&"), mail.text):
        at = [part.rindex(place_online(web, item, SUNDAY)) for item in letter.stories[announced:]]
        assert at == sorted(at)


def test_of_a_thousand_stories_the_last_are_left_out_and_counted() -> None:
    letter = long(999)
    mail = render_mail(letter, site_url=SITE, intro_html=INTRO)
    assert mail.titles_only + mail.left_out == 1000 - FIRST and mail.titles_only > 150
    for part in (mail.html, " ".join(mail.text.split())):
        assert f"{mail.left_out} stukken staan alleen op de site." in part
    assert len(mail.html.encode()) < LONG
    assert mail.meetings_left_out == 0 and not mail.intro_cut


def test_what_is_paid_for_says_so_in_the_tail_too() -> None:
    letter = newsletter(sections=(Section("Verder", (*many(150), PAID)),))
    mail = render(letter)
    assert "<li" in mail.html
    assert re.search(
        ">Ingezonden mededeling van Bouwfonds: <a [^>]+>Over cursus</a></li>", mail.html
    )
    assert "[Ingezonden mededeling van Bouwfonds] Over cursus\n" in mail.text


@pytest.mark.parametrize(
    "intro", ["<p>woord</p>" * 2_000, f"<p>{'woord ' * 20_000}</p>"], ids=["many", "one"]
)
def test_an_endless_introduction_is_cut_behind_the_agenda(intro: str) -> None:
    mail = render(newsletter(agenda=AGENDA), intro)
    assert size(mail) < LONG
    for part in (mail.html, mail.text):
        assert "Lees de hele inleiding op de site" in part
        assert "Nog acht bijeenkomsten staan op de site." in part
    assert counted(mail) == (4, 0)
    (warning,) = mail.manifest["warnings"]
    assert warning.endswith(
        "8 bijeenkomsten staan alleen op de site en de inleiding staat er niet helemaal in."
    )


def test_an_endless_agenda_is_cut_after_the_titles() -> None:
    mail = render(newsletter(agenda=AGENDA * 100))
    assert size(mail) < LONG
    left = re.search(r"Nog (\d+) bijeenkomsten staan op de site\.", mail.html)
    assert left and mail.text.count("  Vragenuur\n") == 800 - int(left[1])
    assert "inleiding" not in mail.html + mail.text


@settings(max_examples=15, phases=[Phase.generate])  # Shrinking takes minutes.
@given(
    stories=st.integers(0, 400),
    summary=st.integers(0, 300),
    meetings=st.integers(0, 300),
    paragraphs=st.integers(0, 600),
)
def test_no_mail_is_too_long(stories: int, summary: int, meetings: int, paragraphs: int) -> None:
    sections = (Section("Verder", many(stories, summary)),) if stories else ()
    agenda = newsletter().agenda * meetings
    letter = newsletter(sections=sections, agenda=agenda)
    intro = f"<p>{'Woord ' * 40}</p>" * paragraphs
    mail = render_mail(letter, site_url=SITE, intro_html=intro)
    assert len(mail.html.encode()) < LONG
    announced = mail.html.count("Deel dit stuk</a>")
    assert announced + mail.titles_only + mail.left_out == len(letter.stories)
    assert mail.text.count("  Vragenuur\n") == len(agenda) - mail.meetings_left_out


def test_each_step_takes_one_thing_away_in_the_order_that_hurts_least() -> None:
    letter, blocks = long(FIRST + 1), ["a", "b"]
    steps = [shorten(letter, blocks, step) for step in range(most_steps(letter, blocks) + 1)]
    left = [
        (len(made.letter.stories), made.left_out, len(made.letter.agenda), len(made.blocks))
        for made in steps
    ]
    assert left[0] == (FIRST + 2, 0, 8, 2) and steps[0].letter == letter
    assert left[2] == (FIRST, 0, 8, 2) and left[4] == (FIRST, 2, 8, 2)
    assert left[12] == (FIRST, 2, 0, 2) and left[14] == (FIRST, 2, 0, 0)
    assert left[14 + FIRST] == (0, 2, 0, 0) and left[-1] == (0, FIRST + 2, 0, 0)
    for one, next_one in pairwise(left):
        assert sum(a != b for a, b in zip(one, next_one, strict=True)) == 1
    for made in steps:
        kept = (*made.letter.stories, *made.titles)
        assert kept == letter.stories[: len(kept)]
        assert made.left_out == len(letter.stories) - len(kept)
