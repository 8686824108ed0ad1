"""The mail as a mail app reads it: parsed by the standard library and html5lib."""

from __future__ import annotations

import email
import email.policy
import hashlib
import os
import re
import subprocess
import sys
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from email.message import EmailMessage
from itertools import pairwise
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlsplit

import html5lib
import pytest
from hypothesis import given
from hypothesis import strategies as st
from lxml import html as lxml_html

from site_plugins.model.edition import Edition, sending_moment
from site_plugins.model.item import ZONE
from site_plugins.model.letter import Meeting, Section, Story
from site_plugins.projections.newsletter import Newsletter
from site_plugins.rendering.mail.edition import edition_mail
from site_plugins.rendering.mail.letter import CLIPPED, UNSUBSCRIBE
from site_plugins.rendering.mail.links import tagged
from site_plugins.rendering.mail.message import Sender
from site_plugins.rendering.mail.texts import mail_safe, one_line, plain_text
from site_plugins.rendering.site import Site

ROOT = Path(__file__).parents[2]
SITE = "https://lokaalbestuur.nl"
SUNDAY = date(2026, 11, 22)
INTRO = """
<p>Goedemorgen, lees <a href="https://lokaalbestuur.nl/onderwerpen/wonen/">het dossier
wonen</a> of <a href="https://www.rijksoverheid.nl/a?b=1&amp;c=2">de brief</a>.</p>
<ul><li>Eén</li><li>Twee <a href="mailto:a@b.nl">a@b.nl</a></li></ul>
"""
NASTY = "Kop <script>alert(1)</script> & 🏠\r\nBcc: x@y.nl\u2028\x85 {{ 7*7 }} =?utf-8?q?=0AX?="


def story(name: str = "grond", **changes: Any) -> Story:
    plain = Story(
        key=f"artikelen/2026/{name}",
        id=f"id:{name}",
        path=f"/artikelen/2026/{name}/",
        title=f"Over {name}",
        label="Nieuws",
        description=f"Wat de raad moet weten over {name}, in vijf vragen en antwoorden.",
        byline=("Sofie", "Yusuf (wethouder)"),
    )
    return replace(plain, **changes)


PAID = story("cursus", label="Ingezonden mededeling", paid=True, sponsor="Bouwfonds")


def newsletter(day: date = SUNDAY, **changes: Any) -> Newsletter:
    start = datetime(2026, 11, 26, 19, 30, tzinfo=ZONE)
    preheader = "Een wethouder koopt grond, vier provincies wachten niet."
    plain = Newsletter(
        edition=Edition(
            key=f"nieuwsbrief/{day}",
            slug=str(day),
            title="De grond, de dijk en de bode",
            id="id:edition",
            date=datetime(day.year, day.month, day.day, tzinfo=ZONE),
            preheader=preheader,
        ),
        day=day,
        number=None,
        subject="De grond, de dijk en de bode",
        preheader=preheader,
        path=f"/nieuwsbrief/{day}/",
        lead=story(),
        sections=(
            Section(
                "Verder in deze editie",
                (story("dijk"), PAID),
            ),
            Section("Nieuwe handreikingen", (story("wonen", byline=()),)),
        ),
        agenda=(
            Meeting(
                "id:vragenuur",
                "/agenda/vragenuur/",
                "Vragenuur",
                start,
                None,
                False,
                "online",
                ("verplaatst",),
            ),
        ),
    )
    return replace(plain, **changes)


@dataclass(frozen=True)
class Mail:
    html: str
    text: str
    eml: bytes
    manifest: Mapping[str, Any]


def render(letter: Newsletter | None = None, intro: str = INTRO, site: str = SITE) -> Mail:
    made = edition_mail(
        letter or newsletter(),
        (),
        intro_html=intro,
        site=Site("Lokaal Bestuur", f"{site}/"),
        sender=Sender(),
        now=sending_moment(SUNDAY),
    )
    mail = made.mails[""]
    return Mail(mail.html, mail.text, made.files["mail.eml"], made.manifest)


def page(mail: Mail) -> lxml_html.HtmlElement:
    return lxml_html.document_fromstring(mail.html)


def message(mail: Mail) -> EmailMessage:
    parsed = email.message_from_bytes(mail.eml, policy=email.policy.default)
    assert isinstance(parsed, EmailMessage)
    return parsed


def links(mail: Mail) -> list[str]:
    return [a.get("href", "") for a in page(mail).iter("a")]


def test_the_message_has_two_parts_the_text_first() -> None:
    mail = render()
    parsed = message(mail)
    assert parsed.get_content_type() == "multipart/alternative"
    parts = list(parsed.iter_parts())
    assert [part.get_content_type() for part in parts] == ["text/plain", "text/html"]
    assert {part["Content-Transfer-Encoding"] for part in parts} == {"quoted-printable"}
    assert {part.get_content_charset() for part in parts} == {"utf-8"}
    contents = [part.get_content().replace("\r\n", "\n") for part in parts]
    assert contents == [mail.text, mail.html]
    assert not parsed.defects and not any(part.defects for part in parts)


def test_the_headers_are_whole() -> None:
    mail = render()
    parsed = message(mail)
    assert dict(parsed.items()) | {"Content-Type": ""} == {
        "Subject": "De grond, de dijk en de bode",
        "From": "Lokaal Bestuur <nieuwsbrief@lokaalbestuur.nl>",
        "To": "Lezers van Lokaal Bestuur <nieuwsbrief@lokaalbestuur.nl>",
        "Date": "Sun, 22 Nov 2026 08:00:00 +0100",
        "Message-ID": "<nieuwsbrief.2026-11-22@lokaalbestuur.nl>",
        "Reply-To": "Lokaal Bestuur <nieuwsbrief@lokaalbestuur.nl>",
        "List-Id": "Lokaal Bestuur <nieuwsbrief.lokaalbestuur.nl>",
        "List-Unsubscribe": (
            "<[[UNSUBSCRIBE_URL]]>, <mailto:nieuwsbrief@lokaalbestuur.nl?subject=Afmelden>"
        ),
        "List-Unsubscribe-Post": "List-Unsubscribe=One-Click",
        "MIME-Version": "1.0",
        "Content-Language": "nl",
        "Content-Type": "",
    }
    lines = mail.eml.split(b"\r\n")
    assert b"\n" not in b"".join(lines) and b"\r" not in b"".join(lines)
    assert max(map(len, lines)) <= 998
    assert mail.eml.isascii()


@pytest.mark.parametrize(
    ("day", "sent"),
    [
        (date(2026, 10, 18), "Sun, 18 Oct 2026 08:00:00 +0200"),
        (date(2026, 10, 25), "Sun, 25 Oct 2026 08:00:00 +0100"),
        (date(2027, 3, 21), "Sun, 21 Mar 2027 08:00:00 +0100"),
        (date(2027, 3, 28), "Sun, 28 Mar 2027 08:00:00 +0200"),
    ],
)
def test_the_date_has_the_offset_of_that_sunday(day: date, sent: str) -> None:
    assert message(render(newsletter(day)))["Date"] == sent


@pytest.mark.parametrize("subject", ["Café-ideeën " * 13, "é" * 150, "woord" * 40, "Gewoon 🏠"])
def test_long_and_accented_subjects_survive(subject: str) -> None:
    parsed = message(render(newsletter(subject=subject)))
    assert parsed["Subject"] == subject.strip()
    assert parsed["From"] == "Lokaal Bestuur <nieuwsbrief@lokaalbestuur.nl>"


@given(st.text(max_size=80).map(lambda text: f"A{text}=?utf-8?q?=0D=0ABcc:=20x?=\r\nBcc: x"))
def test_no_subject_makes_a_header(subject: str) -> None:
    parsed = message(render(newsletter(subject=subject, preheader=subject), intro=""))
    assert parsed.keys() == message(render()).keys()
    assert len(str(parsed["Subject"]).splitlines()) == 1


def test_nasty_words_stay_words() -> None:
    nasty = story(
        title=NASTY, description=NASTY, label=NASTY, byline=(NASTY,), paid=True, sponsor=NASTY
    )
    meeting = replace(newsletter().agenda[0], title=NASTY, place=NASTY)
    mail = render(
        newsletter(subject=NASTY, preheader=NASTY, lead=nasty, sections=(), agenda=(meeting,))
    )
    tree = page(mail)
    assert not list(tree.iter("script"))
    words = " ".join("".join(next(tree.iter("h2")).itertext()).split())
    assert words == " ".join(one_line(NASTY).split())
    assert "<script>alert(1)</script> & 🏠" in mail.text
    assert "{\u2060{ 7*7 }\u2060}" in mail.text
    for part in (mail.html, mail.text):
        assert not re.search("[\x00-\x08\x0b-\x1f\x7f-\x9f\u2028\u2029]", part)
    assert mail.manifest["subject"] == one_line(NASTY)
    assert message(mail).keys() == message(render()).keys()


def test_a_style_tag_is_only_for_the_dark_and_the_narrow() -> None:
    mail = render()
    styles = list(page(mail).iter("style"))
    assert [style.attrib for style in styles] == [{"data-css-inline": "keep"}]
    kept = styles[0].text or ""
    assert len(kept) < 16_384
    assert "@media (max-width" in kept and "prefers-color-scheme: dark" in kept
    # An inlined colour beats a rule without it.
    declarations = re.findall(r"[{;]\s*[a-z-]+: ([^;{}]+);", kept)
    assert declarations and all(found.endswith(" !important") for found in declarations)


def test_every_layout_table_says_so_and_there_is_no_picture() -> None:
    mail = render(intro=f'{INTRO}<p><img src="/media/a.jpg" alt="A"></p>')
    tree = page(mail)
    assert {table.get("role") for table in tree.iter("table")} == {"presentation"}
    assert mail.html.count('<table role="presentation" width="600"') == 1  # Outlook's own
    assert not [*tree.iter("img"), *tree.iter("picture"), *tree.iter("svg")]
    assert "background-image" not in mail.html and "url(" not in mail.html


def test_the_language_stands_on_the_page_and_within_its_body() -> None:
    tree = page(render())
    assert (tree.get("lang"), tree.get("dir")) == ("nl", "ltr")
    article = tree.body[0]
    assert (article.get("lang"), article.get("dir")) == ("nl", "ltr")
    assert article.get("aria-label") == "Nieuwsbrief Lokaal Bestuur van zondag 22 november 2026"


def test_the_html_is_well_formed() -> None:
    parser = html5lib.HTMLParser(strict=True)
    parser.parse(render().html)


@pytest.mark.parametrize("intro", ["", INTRO, "<h1>Kop</h1><p>a</p><h4>Lager</h4><p>b</p>"])
def test_there_is_one_h1_and_no_level_is_skipped(intro: str) -> None:
    for letter in (newsletter(), newsletter(lead=None, sections=(), agenda=())):
        levels = [
            int(element.tag[1])
            for element in page(render(letter, intro)).iter("h1", "h2", "h3", "h4", "h5", "h6")
        ]
        assert levels.count(1) == 1 and levels[0] == 1
        assert all(b - a <= 1 for a, b in pairwise(levels))


def test_links_are_absolute_and_say_where_they_go() -> None:
    mail = render()
    for url in links(mail):
        assert url == UNSUBSCRIBE or urlsplit(url).scheme in ("https", "mailto")
    texts = [("".join(a.itertext()).strip(), a.get("href")) for a in page(mail).iter("a")]
    assert all(len(text) > 5 for text, _ in texts)
    assert len({text for text, _ in texts}) == len(set(texts))  # one name, one place


def test_own_links_carry_the_edition_and_the_item_and_others_nothing() -> None:
    found = links(render())
    own = [url for url in found if url.startswith(SITE)]
    assert len(own) > 8
    for url in own:
        parts = urlsplit(url)
        assert parse_qs(parts.query) == {
            "utm_source": ["nieuwsbrief"],
            "utm_medium": ["email"],
            "utm_campaign": ["2026-11-22"],
            "utm_content": [parts.path.rstrip("/").rpartition("/")[2] or "voorpagina"],
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


def _luminance(colour: str) -> float:
    parts = [int(colour[place : place + 2], 16) / 255 for place in (1, 3, 5)]
    linear = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in parts]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def contrast(one: str, other: str) -> float:
    """WCAG 2.2, contrast ratio."""
    dark, light = sorted((_luminance(one), _luminance(other)))
    return (light + 0.05) / (dark + 0.05)


def _style(element: lxml_html.HtmlElement, name: str) -> str:
    declarations = (part.partition(":") for part in (element.get("style") or "").split(";"))
    return next((value.strip() for key, _, value in declarations if key.strip() == name), "")


def _inherited(element: lxml_html.HtmlElement, name: str) -> str:
    found = (_style(node, name) for node in (element, *element.iterancestors()))
    return next(filter(None, found))


def _with_words(tree: lxml_html.HtmlElement) -> Iterator[lxml_html.HtmlElement]:
    for element in tree.body.iter("p", "li", "a", "h1", "h2", "h3", "strong", "em"):
        if (element.text or "").strip():
            yield element


def test_contrast_is_enough_in_the_light() -> None:
    elements = list(_with_words(page(render())))
    assert len(elements) > 30
    for element in elements:
        colours = _inherited(element, "color"), _inherited(element, "background-color")
        assert contrast(*colours) >= 4.5, (element.text, colours)


def test_contrast_is_enough_in_the_dark() -> None:
    kept = next(page(render()).iter("style")).text or ""
    backgrounds = set(re.findall(r"background-color: (#\w{6})", kept))
    texts = set(re.findall(r"[{ ;]color: (#\w{6})", kept))
    assert len(backgrounds) == 3 and len(texts) == 3
    for text in texts:
        assert min(contrast(text, background) for background in backgrounds) >= 4.5


def test_text_is_at_least_16_pixels_and_small_print_14() -> None:
    for element in _with_words(page(render())):
        classes = " ".join(node.get("class") or "" for node in (element, element.getparent()))
        least = 14 if re.search(r"\b(small|label)\b", classes) else 16
        assert int(_inherited(element, "font-size").removesuffix("px")) >= least, element.text


def test_the_manifest_tells_what_was_made() -> None:
    mail = render()
    manifest = mail.manifest
    assert manifest["edition"] == "2026-11-22"
    assert manifest["url"] == f"{SITE}/nieuwsbrief/2026-11-22/"
    assert manifest["items"][0] == {
        "id": "id:grond",
        "path": "/artikelen/2026/grond/",
        "title": "Over grond",
    }
    assert len(manifest["items"]) == 4
    assert manifest["files"]["mail.html"] == {
        "bytes": len(mail.html.encode()),
        "sha256": hashlib.sha256(mail.html.encode()).hexdigest(),
    }
    assert manifest["files"]["mail.eml"]["bytes"] == len(mail.eml)
    assert manifest["merge_tags"] == [UNSUBSCRIBE]
    assert manifest["warnings"] == []


def test_forty_items_stay_under_the_limit() -> None:
    many = tuple(story(f"een-onderwerp-met-een-lange-naam-{n}") for n in range(40))
    meetings = newsletter().agenda * 8
    mail = render(newsletter(sections=(Section("Verder", many),), agenda=meetings))
    assert mail.manifest["files"]["mail.html"]["bytes"] < 90_000
    assert mail.manifest["warnings"] == []


def test_a_mail_that_gmail_would_clip_is_warned_of() -> None:
    mail = render(newsletter(lead=story(description="x" * CLIPPED)))
    assert "Gmail verbergt alles na 102.400" in mail.manifest["warnings"][0]
    close = render(newsletter(lead=story(description="x" * 78_000)))
    assert "boven 90.000" in close.manifest["warnings"][0]
    empty = render(newsletter(lead=None, sections=()))
    assert empty.manifest["warnings"] == ["Deze editie heeft geen artikelen."]


def test_the_same_newsletter_is_the_same_bytes() -> None:
    assert render() == render()
    script = "import runpy, sys; m = runpy.run_path(sys.argv[1]); print(m['render']().manifest)"
    seeds = [
        subprocess.run(
            [sys.executable, "-c", script, __file__],
            env=os.environ | {"PYTHONHASHSEED": seed, "TZ": zone, "PYTHONPATH": str(ROOT)},
            capture_output=True,
            check=True,
            text=True,
        ).stdout
        for seed, zone in (("1", "UTC"), ("2", "Asia/Tokyo"))
    ]
    assert {str(render().manifest)} == {line.strip() for line in seeds}
