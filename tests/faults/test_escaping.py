"""What an editor types in a title is text in every output, whatever it looks like."""

from __future__ import annotations

import email
import email.policy
import json
import re
import tempfile
from collections import Counter
from dataclasses import replace
from datetime import datetime
from email.message import EmailMessage
from io import BytesIO
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlsplit

import docx
import html5lib
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st
from icalendar import Calendar
from lxml import etree

from site_plugins.loading.problems import ContentError
from site_plugins.model.edition import Edition
from site_plugins.model.item import ZONE
from site_plugins.model.library import NO_HOME, Library
from site_plugins.outputs import mail_outputs, site_outputs
from site_plugins.projections.newsletter import compose
from site_plugins.publication import prepare
from site_plugins.rendering.mail.edition import edition_mail
from site_plugins.rendering.mail.message import Sender
from site_plugins.rendering.shell import MARKERS, SECTIONS, Shell
from site_plugins.rendering.site import Site
from site_plugins.rendering.text.markdown import Rendered, Target, render
from site_plugins.rendering.text.typography import curly
from tests.conftest import ROOT, write_files

NOW = datetime(2026, 11, 22, 9, tzinfo=ZONE)
SITE = Site("Lokaal Bestuur", "https://lokaalbestuur.nl/")
FRAME = (
    "<!doctype html><html lang=nl><head><meta charset=utf-8><title>{title}</title>"
    '<meta name=description content="{description}"><link rel=canonical href="{canonical}">'
    "{policy}{head}</head><body><main>{content}</main></body></html>"
)
ASSETS = [f"assets/{file.name}" for file in (ROOT / "overrides/assets").iterdir()]
SHELL = Shell.cut(
    dict.fromkeys(SECTIONS, FRAME.format(**MARKERS)), dict(zip(ASSETS, ASSETS, strict=True))
)
CONTENT = """
-- index.md --
---
title: Lokaal Bestuur
description: De voorpagina.
---
-- mensen/an.md --
---
title: TEXT
description: TEXT
---
-- onderwerpen/wonen.md --
---
title: TEXT
description: TEXT
---
-- artikelen/2026/grond.md --
---
title: TEXT
description: TEXT
date: 2026-11-20
id: grond
genre: nieuws
authors: [an]
topics: [wonen]
aliases: [/oud/1]
---
Een alinea.
-- agenda/avond.md --
---
title: TEXT
description: TEXT
date: 2026-11-01
start: 2026-12-01 19:30
organiser: TEXT
topics: [wonen]
location: {name: TEXT, city: TEXT}
---
-- motiebank/motie.md --
---
title: TEXT
description: TEXT
date: 2026-11-01
kind: voorbeeldmotie
place: TEXT
topics: [wonen]
---
-- nieuwsbrief/2026-11-22.md --
---
title: TEXT
description: TEXT
date: 2026-11-22
preheader: Een regel die in de lijst van een mailprogramma onder het onderwerp staat.
items: [grond]
---
De inleiding.
"""
PAGES = (
    "index.html",
    "artikelen/2026/grond/index.html",
    "artikelen/index.html",
    "agenda/avond/index.html",
    "motiebank/motie/index.html",
    "mensen/an/index.html",
    "onderwerpen/wonen/index.html",
    "nieuwsbrief/2026-11-22/index.html",
    "oud/1/index.html",
)
SEARCHED = "zoekmachine: "
NASTY = (
    "</script><script>alert(1)</script>",
    "</title><img src=x onerror=alert(1)>",
    "<!-- ]]> <![CDATA[ -->",
    "&lt;b&gt; &amp;amp; &#60; &",
    "\" onload=\"x ' autofocus='",
    "=?UTF-8?Q?=0D=0ABcc:=20x@y.nl?= staat in een titel",
    "Een heel lange titel met =?utf-8?b?QmNjOiB4QHkubmw=?= erin, en daarna nog meer woorden",
    "Bcc: x@y.nl\\nBEGIN:VEVENT\\nATTENDEE:x;y,z",
    "{{ 7*7 }} {% set x %} {# y #} ${x} #{x} <%= x %>",
    "[[UNSUBSCRIBE_URL]] [UNSUBSCRIBE] {unsubscribe} *|UNSUB|* %%x%% %recipient.x% ##x##",
    "סוף תשלום en عربي",
    "é" * 90,
    "🏳️‍🌈" * 12,
    "woord" * 20,
    r"\\ \u003c/script\u003e \x00 \n",
    "/a * 301 # :splat",
    "javascript:alert(1)",
    "\ufdd2 \ue0ffcontent\ue0ff \u200b\xad\u2060",
)
TEXTS = st.lists(st.sampled_from(NASTY) | st.text(max_size=12), min_size=1, max_size=3).map(
    " ".join
)


def made(text: str) -> dict[str, bytes]:
    """Every file of the site and the mail where ``text`` is each title, name and description."""
    quoted = json.dumps(text, ensure_ascii=False)
    with tempfile.TemporaryDirectory() as folder:
        content = write_files(Path(folder), CONTENT.replace("TEXT", quoted))
        publication = prepare(content, NOW, SITE)
        outputs = [*site_outputs(publication, SHELL), *mail_outputs(publication, Sender())]
        files = {output.path: output.content for output in outputs}
        # What the search engine reads, which is no file of the site.
        documents = publication.search.documents.items()
        files["zoeken/woorden.txt"] = publication.search.words.encode()
        return files | {f"{SEARCHED}{path}": page for path, page in documents}


def shape(html: bytes) -> Counter[tuple[str, ...]]:
    """The elements of a page, each with the names of its attributes."""
    tree = html5lib.parse(html.decode(), namespaceHTMLElements=False)
    return Counter((str(e.tag), *sorted(map(str, e.keys()))) for e in tree.iter())


def words(text: str | None) -> str:
    return " ".join((text or "").split())


PLAIN = made("Gewoon")
SHAPES = {
    path: shape(PLAIN[path])
    for path in (*PAGES, "2026-11-22/mail.html", *(p for p in PLAIN if p.startswith(SEARCHED)))
}


def rendered(text: str) -> Rendered:
    return render(text, lambda address: Target("/"), {})


def mail(files: dict[str, bytes]) -> EmailMessage:
    found = email.message_from_bytes(files["2026-11-22/mail.eml"], policy=email.policy.default)
    assert isinstance(found, EmailMessage)
    return found


def written(text: str) -> dict[str, bytes] | None:
    """The outputs; None for a text that is refused, in a message of one line a mistake."""
    try:
        return made(text)
    except ContentError as error:
        assert all(len(str(problem).splitlines()) == 1 for problem in error.problems)
        return None


def judge(text: str, files: dict[str, bytes]) -> None:
    title = words(curly(text))
    for path, expected in SHAPES.items():
        assert shape(files[path]) == expected, path
    page = html5lib.parse(files[PAGES[1]].decode(), namespaceHTMLElements=False)
    assert words("".join(page.find(".//h1").itertext())) == title
    assert words(page.findtext(".//title")) == f"{title} – Lokaal Bestuur"

    for path in PAGES:
        judge_data(files[path], PLAIN[path], title)

    motion = docx.Document(BytesIO(files["motiebank/motie/motie.docx"]))
    assert words(motion.paragraphs[0].text) == title
    assert words(motion.tables[0].cell(1, 1).text) == title
    plain = files["motiebank/motie/motie.txt"].decode()
    assert words(plain.partition("\n=")[0]) == title
    assert all(map(str.isalpha, files["zoeken/woorden.txt"].decode().split("\n")[:-1]))

    rss = etree.fromstring(files["feed.xml"])
    assert {words(t.text) for t in rss.iterfind(".//item/title")} == {title}
    atom = etree.fromstring(files["atom.xml"])
    assert {words(t.text) for t in atom.iterfind("{*}entry/{*}title")} == {title}
    feed = json.loads(files["feed.json"])
    assert {words(item["title"]) for item in feed["items"]} == {title}
    assert len(etree.fromstring(files["sitemap.xml"])) == len(
        etree.fromstring(PLAIN["sitemap.xml"])
    )

    for path in (path for path in files if path.endswith(".ics")):
        judge_calendar(files[path], PLAIN[path], title)
    # Nothing that an editor types as a text stands in what web servers read.
    for path in files:
        if path.startswith("_") or path.endswith(".map"):
            assert files[path] == PLAIN[path]


DATA = re.compile('<script type="application/ld\\+json">(.*?)</script>', re.DOTALL)


def judge_data(html: bytes, plain: bytes, title: str) -> None:
    """What a page tells machines is the same, but for the text; and nothing ends it early."""
    for found, expected in zip(
        DATA.findall(html.decode()), DATA.findall(plain.decode()), strict=True
    ):
        assert not set("<>&\u2028\u2029") & set(found)
        told, likewise = told_in(json.loads(found)), told_in(json.loads(expected))
        assert [name for name, _ in told] == [name for name, _ in likewise]
        changed = {
            words(new) for (_, new), (_, old) in zip(told, likewise, strict=True) if new != old
        }
        assert changed <= {title}


def told_in(value: Any, name: str = "") -> list[tuple[str, str]]:
    """Every value in some JSON, with the name it goes by."""
    if isinstance(value, dict):
        return [pair for key, each in value.items() for pair in told_in(each, f"{name}/{key}")]
    if isinstance(value, list):
        return [pair for each in value for pair in told_in(each, f"{name}[]")]
    return [(name, str(value))]


def judge_calendar(data: bytes, plain: bytes, title: str) -> None:
    assert max(map(len, data.split(b"\r\n"))) <= 75
    assert data.count(b"\n") == data.count(b"\r") == data.count(b"\r\n")
    assert [line for line in names(data) if line not in names(plain)] == []
    events: Any = Calendar.from_ical(data).walk("VEVENT")
    kept = re.sub("[\x00-\x1f\x7f-\x9f\ud800-\udfff\ufffe\uffff]", " ", title)
    assert {words(str(event["SUMMARY"])) for event in events} == {words(kept)}


def names(data: bytes) -> list[bytes]:
    """The names of the properties in a calendar."""
    return [re.split(rb"[:;]", line)[0] for line in data.replace(b"\r\n ", b"").split(b"\r\n")]


LIVE = re.compile(
    r"\[\[|\]\]|\{\{|\{%|\{#|\$\{|#\{|<%|\*\||\|\*|%%|%recipient|##x|\{unsub|\[UNSUB", re.IGNORECASE
)


def judge_mail(text: str, files: dict[str, bytes]) -> None:
    parsed = mail(files)
    assert parsed.keys() == mail(PLAIN).keys()
    assert not parsed.defects
    kept = re.sub(
        "[\x00-\x1f\x7f-\x9f\u2028-\u202e\u2066-\u2069\ufdd0-\ufdef\ufffe\uffff]", " ", text
    )
    subject = str(parsed["Subject"])
    assert words(subject.replace("\u2060", "")) == words(curly(kept).replace("\u2060", ""))
    raw = files["2026-11-22/mail.eml"]
    head = raw.partition(b"\r\n\r\n")[0]
    field = head.partition(b"\r\nFrom: ")[0].split(b"\r\n")
    assert all(len(line) <= 76 and line.isascii() for line in field)  # RFC 2047, 2
    html, plain = (part.get_content() for part in parsed.iter_parts())
    html = re.sub(r"<style.*?</style>|<!--.*?-->", "", html, flags=re.DOTALL)
    for part in (html, plain):
        assert part.count("[[UNSUBSCRIBE_URL]]") == 1
        assert LIVE.findall(part.replace("[[UNSUBSCRIBE_URL]]", "")) == []
    assert LIVE.findall(subject) == []


@pytest.mark.parametrize("text", NASTY)
def test_a_nasty_title_is_a_title(text: str) -> None:
    """Each of these may be written, and comes back from every format as it was typed."""
    files = made(text)
    judge(text, files)
    judge_mail(text, files)


@given(TEXTS)
@example("a\r\nBcc: x")
@settings(max_examples=20)
def test_any_title_is_a_title_or_is_refused(text: str) -> None:
    text = text.encode("utf-8", "replace").decode()
    files = written(text)
    if files is not None:
        judge(text, files)
        judge_mail(text, files)


def test_a_title_in_a_mail_to_share_it_is_as_typed() -> None:
    """It is text in an address in HTML: each of the two asks for its own signs, once."""
    title = "Zorg & <werk>, 100% 'beter'"
    files = made(title)
    for path in ("artikelen/2026/grond/index.html", "nieuwsbrief/2026-11-22/index.html"):
        page = html5lib.parse(files[path].decode(), namespaceHTMLElements=False)
        (link,) = (a.get("href") for a in page.iter("a") if a.get("href", "").startswith("mailto:"))
        (subject,) = parse_qs(urlsplit(link).query)["subject"]
        assert curly(subject).endswith(curly(title)), path


def test_the_direction_of_writing_is_not_turned_by_hand() -> None:
    """A name that ends in "fdp.exe" can't be shown as one that ends in "exe.pdf"."""
    assert written("Nota \u202efdp.exe") is None
    assert curly("Nota \u202efdp.exe \u2067en\u2069") == "Nota fdp.exe en"
    assert "\u202e" not in rendered("Nota \u202efdp.exe").html


EDITION = Edition(
    key="nieuwsbrief/2026-11-22", slug="2026-11-22", title="Gewoon", id="x", date=NOW, preheader=""
)


@given(st.lists(st.sampled_from(["=?", "?=", "utf-8", "?q?", "=0A", " ", "é", "x" * 70, "\u2028"])))
@settings(max_examples=60)
def test_an_encoded_word_in_a_subject_stays_as_typed(pieces: list[str]) -> None:
    """RFC 2047 in a title is neither decoded nor another field."""
    subject = "A" + "".join(pieces)
    letter = replace(compose(EDITION, Library({EDITION.key: EDITION}, NO_HOME)), subject=subject)
    made = edition_mail(letter, (), intro_html="", site=SITE, sender=Sender(), now=NOW)
    parsed = email.message_from_bytes(made.files["mail.eml"], policy=email.policy.default)
    assert words(str(parsed["Subject"])) == words(subject)
    assert parsed.keys() == mail(PLAIN).keys()
