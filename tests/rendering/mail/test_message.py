"""The message: its two parts and its headers, parsed by the standard library."""

from __future__ import annotations

import hashlib
import os
import re
import subprocess
import sys
from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from site_plugins.rendering.mail.letter import UNSUBSCRIBE
from site_plugins.rendering.mail.texts import one_line
from tests.conftest import ROOT
from tests.rendering.mail import letters
from tests.rendering.mail.letters import NASTY, SITE, message, newsletter, page, render, story


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


def test_the_same_newsletter_is_the_same_bytes() -> None:
    assert render() == render()
    script = "import runpy, sys; m = runpy.run_path(sys.argv[1]); print(m['render']().manifest)"
    seeds = [
        subprocess.run(
            [sys.executable, "-c", script, letters.__file__],
            env=os.environ | {"PYTHONHASHSEED": seed, "TZ": zone, "PYTHONPATH": str(ROOT)},
            capture_output=True,
            check=True,
            text=True,
        ).stdout
        for seed, zone in (("1", "UTC"), ("2", "Asia/Tokyo"))
    ]
    assert {str(render().manifest)} == {line.strip() for line in seeds}
