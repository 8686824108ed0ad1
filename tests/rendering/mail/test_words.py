"""What a mail says, in both its parts, and where its links lead."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import timedelta
from urllib.parse import parse_qs, urlsplit

import pytest

from site_plugins.model.letter import Section
from site_plugins.model.vocabulary import Audience
from site_plugins.rendering.mail.letter import UNSUBSCRIBE, render_mail
from site_plugins.rendering.mail.links import tagged
from site_plugins.rendering.mail.texts import mail_safe, plain_text
from tests.rendering.mail.letters import (
    INTRO,
    SITE,
    SUNDAY,
    links,
    message,
    newsletter,
    page,
    render,
    story,
)


def test_links_are_absolute_and_say_where_they_go() -> None:
    mail = render()
    for url in links(mail):
        assert url == UNSUBSCRIBE or urlsplit(url).scheme in ("https", "mailto")
    named = []
    for a in page(mail).iter("a"):
        text = "".join(a.itertext()).strip()
        named.append((a.get("aria-label", text), a.get("href")))
        assert named[-1][0].startswith(text) and len(text) > 5
    assert len({name for name, _ in named}) == len(set(named))  # one name, one place


def test_own_links_carry_the_edition_and_the_item_and_others_nothing() -> None:
    found = links(render())
    own = [url for url in found if url.startswith(SITE)]
    assert len(own) > 8
    for url in own:
        parts = urlsplit(url)
        item = parts.fragment.rpartition("-")[2] or parts.path.rstrip("/").rpartition("/")[2]
        assert parse_qs(parts.query) == {
            "utm_source": ["nieuwsbrief"],
            "utm_medium": ["email"],
            "utm_campaign": ["2026-11-22"],
            "utm_content": [item or "voorpagina"],
        }
    assert "https://www.rijksoverheid.nl/a?b=1&c=2" in found
    assert found.count(UNSUBSCRIBE) == 1


@pytest.mark.parametrize(
    ("url", "result"),
    [
        ("/a/é/", "/a/%C3%A9/?{}%C3%A9"),
        ("/a/b/?x=1#deel", "/a/b/?x=1&{}b#deel"),
        ("/a/%20b/", "/a/%20b/?{}+b"),
        ("/", "/?{}voorpagina"),
        ("/a/?utm_source=x", "/a/?utm_source=x"),
    ],
)
def test_tags_are_escaped_and_leave_the_rest_of_an_address(url: str, result: str) -> None:
    tags = "utm_source=nieuwsbrief&utm_medium=email&utm_campaign=2026-11-22&utm_content="
    assert tagged(SITE + url, SUNDAY) == SITE + result.format(tags)


def test_a_site_in_a_folder_keeps_its_folder() -> None:
    intro = '<a href="https://x.nl/anders/">a</a><a href="https://x.nl/lb/b/">b</a>'
    mail = render(intro=intro, site="https://x.nl/lb")
    assert "https://x.nl/anders/" in links(mail)
    assert tagged("https://x.nl/lb/b/", SUNDAY) in links(mail)
    assert tagged("https://x.nl/lb/artikelen/2026/grond/", SUNDAY) in links(mail)


def test_the_text_has_every_link_and_every_word() -> None:
    letter = newsletter()
    mail = render(letter)
    for url in links(mail):
        assert url.removeprefix("mailto:") in mail.text
    for item in letter.stories:
        assert item.title in mail.text and item.label in mail.text
    assert "[Ingezonden mededeling van Bouwfonds]\nOver cursus\n" in mail.text
    assert "Vragenuur\n  19.30 uur, online\n  Verplaatst\n" in mail.text
    assert letter.preheader not in mail.text


def test_lines_of_text_are_short_except_for_addresses() -> None:
    long = story(title="Lange woorden " * 30, description="En nog meer tekst " * 30)
    mail = render(newsletter(lead=long), intro=f"<p>{'Woord ' * 200}</p>{INTRO}")
    for line in mail.text.splitlines():
        assert len(line) <= 76 or "://" in line


def test_an_introduction_as_text() -> None:
    html = """<h2>Kop</h2><p>Een <em>zin</em> met <a href="https://x.nl/">een link</a>.<br>
    Verder</p>
    <ol><li>Eén<ul><li>onder</li></ul></li><li><p>Twee</p></li></ol>
    <blockquote><p>Citaat</p><p>vervolg</p></blockquote>los
    <a href="https://x.nl/">https://x.nl/</a>"""
    assert plain_text(html) == (
        "Kop\n\nEen zin met een link (https://x.nl/).\nVerder\n\n"
        "1. Eén\n   - onder\n2. Twee\n\n> Citaat\n> \n> vervolg\n\nlos https://x.nl/"
    )
    assert plain_text("") == ""


def test_words_are_typeset_as_on_the_site_and_addresses_are_not() -> None:
    lead = story("foto's", title="Foto's van de raad", description="'s Avonds")
    mail = render(newsletter(lead=lead, subject="De raad z'n foto's"))
    for part in (mail.html, mail.text, str(mail.manifest)):
        assert "Foto’s van de raad" in part
    assert "’s Avonds" in mail.text
    assert message(mail)["Subject"] == "De raad z’n foto’s"
    assert any("/artikelen/2026/foto's/?" in url for url in links(mail))


def test_an_introduction_loses_what_does_not_fit_in_a_mail() -> None:
    html = (
        '<p class="x" style="position:fixed" onclick="x()">Tekst</p><script>x()</script>'
        '<iframe src="https://x.nl"></iframe><a href="javascript:x()">a</a>'
        '<a href="../../artikelen/2026/a/">b</a><a href="http://[">c</a><!-- weg -->'
    )
    base = f"{SITE}/nieuwsbrief/2026-11-22/"
    assert mail_safe(html, base, SITE, SUNDAY) == (
        "<p>Tekst</p><a>a</a>"
        f'<a href="{tagged(f"{SITE}/artikelen/2026/a/", SUNDAY).replace("&", "&amp;")}">b</a>'
        "<a>c</a>"
    )


def test_a_table_and_code_in_an_introduction_fit_on_a_phone() -> None:
    html = (
        '<table class="x"><tr><th>Wie</th> <th>Wat</th></tr><tr><td>Jan</td><td>de <em>raad</em>'
        "</td></tr></table><pre><code>een  twee\ndrie\n</code></pre>"
        '<p><img src="/a.jpg" alt="A"></p>'
        '<p lang="en">Set <a href="https://x.nl/" title="x">x</a></p>'
    )
    safe = mail_safe(html, SITE, SITE, SUNDAY)
    assert safe == (
        "<p>Wie · Wat</p><p>Jan · de <em>raad</em></p><p><code>een  twee<br>drie\n</code></p>"
        '<p>Set <a href="https://x.nl/">x</a></p>'
    )
    assert plain_text(safe).startswith("Wie · Wat\n\nJan · de raad\n\neen twee\ndrie\n\nSet x (")


def test_the_preheader_comes_first_and_is_hidden() -> None:
    first = page(render()).body[0][0]
    assert "".join(first.itertext()).startswith("Een wethouder koopt grond")
    for rule in ("display:none", "max-height:0", "mso-hide:all"):
        assert rule in first.get("style", "")


@pytest.mark.parametrize(
    ("end", "all_day", "words"),
    [
        (None, False, "19.30 uur"),
        (timedelta(hours=2), False, "19.30–21.30 uur"),
        (timedelta(days=1, hours=2), False, "19.30 uur tot vrijdag 27 november, 21.30 uur"),
        (None, True, "hele dag"),
        (timedelta(days=1), True, "tot en met vrijdag 27 november"),
    ],
)
def test_hours_are_said_in_words(end: timedelta | None, all_day: bool, words: str) -> None:
    meeting = newsletter().agenda[0]
    until = meeting.start + end if end else None
    changed = replace(meeting, end=until, all_day=all_day, place="", remarks=())
    mail = render(newsletter(agenda=(changed,)))
    assert f"Donderdag 26 november\n  Vragenuur\n  {words}\n" in mail.text
    assert f">{words}<" in mail.html


@pytest.mark.parametrize("place", ["", "Stadhuis"])
def test_an_unknown_hour_is_not_said(place: str) -> None:
    meeting = replace(newsletter().agenda[0], end=None, all_day=True, untimed=True, place=place)
    mail = render(newsletter(agenda=(replace(meeting, remarks=()),)))
    where = f"  {place}\n" if place else ""
    assert f"Donderdag 26 november\n  Vragenuur\n{where}  https://" in mail.text
    assert "hele dag" not in mail.text + mail.html
    assert not re.search(r"<p[^>]*></p>", mail.html)


def test_each_story_can_be_shared_from_its_place_on_the_web_edition() -> None:
    letter = newsletter()
    mail = render(letter)
    shared = {
        a.get("aria-label"): urlsplit(a.get("href", ""))
        for a in page(mail).xpath("//a[@aria-label]")
    }
    assert list(shared) == [f"Deel dit stuk: {item.title}" for item in letter.stories]
    for place, item in zip(shared.values(), letter.stories, strict=True):
        assert (place.path, place.fragment) == (letter.path, item.anchor)
        assert f"  Delen: {place.geturl()}\n" in mail.text


@pytest.mark.parametrize(
    ("number", "head"),
    [(4, "Nummer 4 · Zondag 22 november 2026"), (None, "Zondag 22 november 2026")],
)
def test_the_number_stands_above_all(number: int | None, head: str) -> None:
    mail = render(newsletter(number=number))
    assert f">{head}</p>" in mail.html.replace("&nbsp;", " ")
    assert mail.text.startswith(f"LOKAAL BESTUUR\n{head}\n\n")


@pytest.mark.parametrize(
    ("title", "readers"), [("Raadsleden", "raadsleden"), ("Statenleden", "Statenleden")]
)
def test_a_variant_says_for_whom_it_is(title: str, readers: str) -> None:
    slug = title.lower()
    audience = Audience(key=f"doelgroepen/{slug}", slug=slug, id="x", title=title)
    mail = render_mail(newsletter(audience=audience), site_url=SITE, intro_html="")
    assert f"Editie voor {readers}" in mail.html and f"\nEditie voor {readers}\n" in mail.text
    assert "Editie voor" not in render().html + render().text


def test_one_name_below_every_story_stands_above_them_all_once() -> None:
    mail = render(newsletter(sections=(Section("Verder", (story("dijk"), story("wonen"))),)))
    for part in (mail.html, mail.text):
        assert part.count("Door Sofie en Yusuf (wethouder)") == 1
    assert mail.html.index("Door Sofie") < mail.html.index("Over grond")
    other = (story("dijk", byline=("Ans",)), story("wonen"))
    mail = render(newsletter(sections=(Section("Verder", other),)))
    for part in (mail.html, mail.text):
        assert part.count("Door Sofie en Yusuf (wethouder)") == 2 and part.count("Door Ans") == 1


def test_what_is_paid_for_says_by_whom() -> None:
    mail = render()
    assert ">Ingezonden mededeling van Bouwfonds</strong>" in mail.html


def test_readers_are_told_what_is_measured_and_what_not() -> None:
    mail = render()
    for part in (mail.html, " ".join(mail.text.split())):
        assert "Deze mail meldt niet of je hem opent." in part
        assert "De links noemen de editie en het stuk, niet jou." in part
