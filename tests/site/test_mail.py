"""The mails of the real editions: whole, as their manifest says, and leading to real pages."""

from __future__ import annotations

import email
import email.policy
import hashlib
import json
import re
from email.message import EmailMessage
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import frontmatter
import pytest
from lxml import html

from tests.conftest import ROOT, Built
from tests.site.reading import HOST, Page, file_at, unique

CONTENT = ROOT / "content"
DAYS = sorted(file.stem for file in (CONTENT / "nieuwsbrief").glob("*.md"))


def folder(built: Built, day: str) -> Path:
    """The mail of an edition."""
    assert built.code == 0, built.err
    return built.mail / day


def message(built: Built, day: str) -> EmailMessage:
    """The message of an edition."""
    data = (folder(built, day) / "mail.eml").read_bytes()
    found = email.message_from_bytes(data, policy=email.policy.default)
    assert isinstance(found, EmailMessage)
    return found


def links(built: Built, day: str) -> list[str]:
    """Where the mail's HTML leads on the site, without what counts the visits."""
    tree = html.fromstring((folder(built, day) / "mail.html").read_bytes())
    found = [str(link) for link in tree.xpath("//@href")]
    return unique(urlsplit(link).path for link in found if link.startswith(f"{HOST}/"))


def test_every_edition_has_its_mail(real_site: Built) -> None:
    """Each edition, and nothing else, has a folder with the four files of the contract, and in it
    a folder for each audience that has a mail of its own."""
    assert real_site.code == 0, real_site.err
    files = {"mail.html", "mail.txt", "mail.eml", "manifest.json"}
    for place in real_site.mail.iterdir():
        assert {file.name for file in place.iterdir() if file.is_file()} == files
        for variant in filter(Path.is_dir, place.iterdir()):
            assert (CONTENT / f"doelgroepen/{variant.name}.md").is_file()
            assert {file.name for file in variant.iterdir()} == {"mail.html", "mail.txt"}
    assert sorted(place.name for place in real_site.mail.iterdir()) == DAYS


def test_mail_is_no_part_of_the_site(real_site: Built) -> None:
    """No mail, manifest or address to unsubscribe is on the public site."""
    names = [file for file in real_site.files() if re.search(r"mail\.|manifest|\.eml", file)]
    assert names == []
    assert [f for f in real_site.holding("UNSUBSCRIBE") if (real_site.site / f).exists()] == []


@pytest.mark.parametrize("day", DAYS)
def test_manifest(real_site: Built, day: str) -> None:
    """The manifest tells the files' sizes and hashes, the subject, and the items in their order."""
    place = folder(real_site, day)
    manifest = json.loads((place / "manifest.json").read_text())
    head = frontmatter.load(str(CONTENT / "nieuwsbrief" / f"{day}.md"))
    assert manifest["edition"] == day
    assert manifest["url"] == f"{HOST}/nieuwsbrief/{day}/"
    for name, file in manifest["files"].items():
        data = (place / name).read_bytes()
        assert file == {"bytes": len(data), "sha256": hashlib.sha256(data).hexdigest()}
    made = {file.relative_to(place).as_posix() for file in place.rglob("*") if file.is_file()}
    assert set(manifest["files"]) == made - {"manifest.json"}
    named = [urlsplit(item["path"]).path.split("/")[-2] for item in manifest["items"]]
    wanted = [name.rpartition("/")[2] for name in head.get("items", [])]
    assert [name for name in named if name in wanted] == wanted
    assert all(item["id"] and item["title"] for item in manifest["items"])
    assert manifest["warnings"] == []


@pytest.mark.parametrize("day", DAYS)
def test_message(real_site: Built, day: str) -> None:
    """The message parses without a defect: a subject, a text and the same HTML as the file."""
    found = message(real_site, day)
    place = folder(real_site, day)
    assert found.defects == []
    assert [part.defects for part in found.walk() if part.defects] == []
    assert found["Subject"] == json.loads((place / "manifest.json").read_text())["subject"]
    assert found["From"] and found["Message-ID"] and found["Date"].datetime.isoformat()[:10] == day
    assert found.get_content_type() == "multipart/alternative"
    text, markup = (part.get_content() for part in found.iter_parts())
    assert text.split() == (place / "mail.txt").read_text().split()
    assert markup.split() == (place / "mail.html").read_text().split()


@pytest.mark.parametrize("day", DAYS)
def test_links_lead_to_the_site(real_site: Built, day: str) -> None:
    """Every link in the mail is absolute, and those to the site lead to a page that exists."""
    tree = html.fromstring((folder(real_site, day) / "mail.html").read_bytes())
    found = [str(link) for link in tree.xpath("//@href | //@src")]
    wrong = [a for a in found if not re.match(r"https://|mailto:|\[\[UNSUBSCRIBE_URL\]\]", a)]
    assert wrong == []
    paths = links(real_site, day)
    assert f"/nieuwsbrief/{day}/" in paths
    assert [path for path in paths if not file_at(real_site.site, path)] == []
    text = (folder(real_site, day) / "mail.txt").read_text()
    spelled = re.findall(rf"{HOST}(/[^\s?#)>]*)", text)
    assert spelled and [path for path in spelled if not file_at(real_site.site, path)] == []


@pytest.mark.parametrize("day", DAYS)
def test_each_story_has_its_place_on_the_web_edition(real_site: Built, day: str) -> None:
    """Every story of each mail links to its place on the web edition, which is there."""
    page = Page(real_site.site, real_site.site / f"nieuwsbrief/{day}/index.html")
    on_page = page.all("//@id")
    manifest = json.loads((folder(real_site, day) / "manifest.json").read_text())
    for variant in manifest["variants"].values():
        tree = html.fromstring((folder(real_site, day) / variant["html"]).read_bytes())
        places = [urlsplit(str(link)).fragment for link in tree.xpath("//a[@aria-label]/@href")]
        assert len(places) == len(set(places)) == len(manifest["items"])
        assert [place for place in places if place not in on_page] == []


@pytest.mark.parametrize("day", DAYS)
def test_visits_are_counted_per_edition_only(real_site: Built, day: str) -> None:
    """Links carry the edition and the item, and nothing about who reads."""
    tree = html.fromstring((folder(real_site, day) / "mail.html").read_bytes())
    for link in map(str, tree.xpath("//a/@href")):
        if link.startswith(f"{HOST}/"):
            query = parse_qs(urlsplit(link).query)
            assert query["utm_campaign"] == [day]
            assert set(query) <= {"utm_source", "utm_medium", "utm_campaign", "utm_content"}


@pytest.mark.parametrize("day", DAYS)
def test_the_web_edition_is_the_same(real_site: Built, day: str) -> None:
    """The page of an edition announces the articles of its mail, in the same order."""
    page = Page(real_site.site, real_site.site / f"nieuwsbrief/{day}/index.html")
    article = re.compile(r"/artikelen/\d{4}/[^/]+/")
    in_mail = [path for path in links(real_site, day) if article.fullmatch(path)]
    on_page = unique(path for path in page.links if article.fullmatch(path))
    assert in_mail and on_page == in_mail


@pytest.mark.parametrize("day", DAYS)
def test_nothing_is_fetched(real_site: Built, day: str) -> None:
    """The mail has no script, form, frame, font or stylesheet to fetch, and no tracking picture."""
    markup = (folder(real_site, day) / "mail.html").read_text()
    tree = html.fromstring(markup.encode())
    assert tree.xpath("//script | //form | //iframe | //object | //link[@rel='stylesheet']") == []
    assert [src for src in map(str, tree.xpath("//img/@src")) if not src.startswith(HOST)] == []
    assert not re.search(r"@import|url\(['\"]?https?:(?!//www\.lokaalbestuur)", markup)
