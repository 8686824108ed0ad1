"""The rules of the W3C feed validator, over every feed of the real site.

They are those that could ever apply to us, in the words of the validator's own classes (``src/
feedvalidator/logging.py`` and ``validators.py`` of https://github.com/w3c/feedvalidator), with the
documents that they come from: RFC 4287 (Atom), RFC 5005 (archives), the RSS 2.0 specification with
its Best Practices Profile, and JSON Feed 1.1. ``scripts/feedvalidator`` runs the validator itself.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from datetime import datetime
from email.utils import parsedate_to_datetime
from functools import cache
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import jsonschema
import pytest
from lxml import etree, html

from tests.conftest import ROOT, Built, lacking
from tests.site.reading import HOST, NOW

ATOM = "{http://www.w3.org/2005/Atom}"
CONTENT = "{http://purl.org/rss/1.0/modules/content/}encoded"
FH = "{http://purl.org/syndication/history/1.0}archive"
SCHEMA = ROOT / "node_modules/jsonfeed-schema/schema-v1.1.json"
RFC3339 = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d+)?(?:Z|[+-]\d\d:\d\d)")
RFC822 = re.compile(
    r"(?:Mon|Tue|Wed|Thu|Fri|Sat|Sun), \d\d (?:Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec)"
    r" \d{4} \d\d:\d\d:\d\d [+-]\d{4}"
)
# HTMLValidator.acceptable_elements, as far as Markdown and our own texts have them.
SAFE = set(
    "a abbr b bdi blockquote br caption cite code col colgroup dd del dfn div dl dt em figcaption "
    "figure h1 h2 h3 h4 h5 h6 hr i img ins kbd li mark ol p pre q s samp small span strong sub "
    "sup table tbody td tfoot th thead time tr u ul var wbr".split()
)


@cache
def feeds(built: Built, pattern: str) -> dict[str, Any]:
    """Every feed whose name fits, parsed, by its path."""
    found = (f for f in built.files() if re.fullmatch(pattern, f.rpartition("/")[2]))
    return {file: etree.fromstring((built.site / file).read_bytes()) for file in found}


def atoms(built: Built) -> dict[str, Any]:
    """The Atom feeds with their archives."""
    return feeds(built, r"atom(?:-\d+)?\.xml")


def channels(built: Built) -> dict[str, Any]:
    """The channels of RSS."""
    found = feeds(built, r"(?:feed|podcast)\.xml")
    return {file: root.find("channel") for file, root in found.items()}


def contents(built: Built) -> Iterator[tuple[str, str]]:
    """Every text in HTML, once, with a feed that has it."""
    seen: dict[str, str] = {}
    for file, root in atoms(built).items():
        for content in root.iter(f"{ATOM}content"):
            assert content.get("type") == "html", file
            seen.setdefault(content.text, file)
    for file, channel in channels(built).items():
        for content in channel.iter(CONTENT):
            seen.setdefault(content.text, file)
    yield from ((file, text) for text, file in seen.items())


def test_there_is_something_to_look_at(real_site: Built) -> None:
    """What follows is about all formats, archives too, with dozens of entries."""
    assert len(atoms(real_site)) > len(channels(real_site)) > 50
    assert len(list(contents(real_site))) > 60


def test_xml_in_utf8(real_site: Built) -> None:
    """UnicodeError, BadXmlVersion, ObscureEncoding: XML 1.0 in UTF-8, and it says so."""
    for file in (*atoms(real_site), *channels(real_site)):
        start = (real_site.site / file).read_bytes()[:60]
        assert start.startswith(b"<?xml version='1.0' encoding='UTF-8'?>\n"), file


def test_rss_has_its_elements_once(real_site: Built) -> None:
    """MissingElement, DuplicateElement, NotBlank: of the channel and of each item (RSS 2.0)."""
    for file, channel in channels(real_site).items():
        for name in ("title", "link", "description", "language", "lastBuildDate"):
            assert [bool(e.text) for e in channel.findall(name)] == [True], (file, name)
        assert channel.find("language").text == "nl"
        for item in channel.findall("item"):
            for name in ("title", "link", "guid", "pubDate"):
                assert [bool(e.text) for e in item.findall(name)] == [True], (file, name)
            assert len(item.findall("description")) <= 1 and item.find("author") is None
            assert len({e.text for e in item.findall("category")}) == len(item.findall("category"))


def test_atom_has_its_elements_once(real_site: Built) -> None:
    """MissingElement, DuplicateElement, MissingAuthor, MissingSummary: RFC 4287, 4.1."""
    for file, feed in atoms(real_site).items():
        assert feed.get("{http://www.w3.org/XML/1998/namespace}lang") == "nl", file
        for parent in (feed, *feed.iter(f"{ATOM}entry")):
            for name in ("id", "title", "updated"):
                assert [bool(e.text) for e in parent.findall(f"{ATOM}{name}")] == [True], file
        assert feed.find(f"{ATOM}author/{ATOM}name").text
        for entry in feed.iter(f"{ATOM}entry"):
            alternates = [e for e in entry.findall(f"{ATOM}link") if e.get("rel") == "alternate"]
            assert len(alternates) == 1, file
            assert entry.find(f"{ATOM}content") is not None or entry.findtext(f"{ATOM}summary")


def test_metadata_comes_before_the_entries(real_site: Built) -> None:
    """MisplacedMetadata, MisplacedItem: a reader that stops halfway has it all."""
    for file, parent in (atoms(real_site) | channels(real_site)).items():
        names = [etree.QName(child).localname in ("entry", "item") for child in parent]
        assert names == sorted(names), file


def test_ids_are_whole_and_unique(real_site: Built) -> None:
    """InvalidFullLink, DuplicateEntries, InvalidPermalink: an IRI each, once in a document."""
    for file, feed in atoms(real_site).items():
        ids = [e.text for e in feed.iter(f"{ATOM}id")]
        assert len(set(ids)) == len(ids), file
        assert all(re.match(r"(?:tag|urn|https):\S+$", id_) for id_ in ids), file
    for file, channel in channels(real_site).items():
        guids = channel.findall("item/guid")
        assert len({e.text for e in guids}) == len(guids), file
        assert {e.get("isPermaLink") for e in guids} <= {"false"}, file


def test_dates(real_site: Built) -> None:
    """InvalidRFC2822Date, InvalidRFC3339Date, ImplausibleDate, IncorrectDOW: whole dates with a
    zone and the right day of the week, none of them to come.
    """
    for file, channel in channels(real_site).items():
        for element in channel.iter("pubDate", "lastBuildDate"):
            assert RFC822.fullmatch(element.text), file
            moment = parsedate_to_datetime(element.text)
            assert moment <= NOW and f"{moment:%a}" == element.text[:3], file
    for file, feed in atoms(real_site).items():
        for element in feed.iter(f"{ATOM}updated", f"{ATOM}published"):
            assert RFC3339.fullmatch(element.text), file
            assert datetime.fromisoformat(element.text) <= NOW, file


def test_no_two_entries_are_updated_at_once(real_site: Built) -> None:
    """DuplicateUpdated: readers that sort by it have one order."""
    for file, feed in atoms(real_site).items():
        moments = [e.text for e in feed.findall(f"{ATOM}entry/{ATOM}updated")]
        assert len(set(moments)) == len(moments), file


def test_links_to_itself(real_site: Built) -> None:
    """MissingAtomSelfLink, SelfDoesntMatchLocation, DuplicateAtomLink: at its own address."""
    for file, parent in (atoms(real_site) | channels(real_site)).items():
        links = [(e.get("rel"), e.get("href")) for e in parent.findall(f"{ATOM}link")]
        own = [href for rel, href in links if rel == "self"]
        assert own == [f"{HOST}/{file}"], file
        rels = [rel for rel, _ in links]
        assert len(set(rels)) == len(rels), file


def test_addresses_are_whole(real_site: Built) -> None:
    """InvalidFullLink, ContainsRelRef: of everything that a feed names and that its texts hold."""
    for parent in (*atoms(real_site).values(), *channels(real_site).values()):
        found = [parent.findtext(f"{ATOM}icon") or HOST]
        for element in parent.iter():
            if etree.QName(element).localname in ("link", "enclosure", "content"):
                found += filter(None, (element.get("href"), element.get("url")))
        assert all(urlsplit(address).netloc for address in found)
    for file, text in contents(real_site):
        tree = html.fragment_fromstring(text, create_parent="div")
        addresses = [str(value) for value in tree.xpath(".//@href | .//@src")]
        assert [a for a in addresses if not re.match(r"https?://|mailto:|tel:", a)] == [], file


def test_texts_are_safe_and_plain(real_site: Built) -> None:
    """SecurityRisk, SecurityRiskAttr, DangerousStyleAttr, NotHtml: nothing that a reader's app
    takes out, or that means something on our own pages only.
    """
    for file, text in contents(real_site):
        assert not re.search("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ufffd]", text), file
        for element in html.fragment_fromstring(text, create_parent="div").iter():
            assert element.tag in SAFE, (file, element.tag)
            odd = {name for name in element.attrib if name.startswith("on")}
            odd |= {"style", "class", "id", "tabindex", "role"} & set(element.attrib)
            assert odd == set(), (file, element.tag)


def test_titles_and_summaries_are_text(real_site: Built) -> None:
    """ContainsHTML, ContainsUndeclaredHTML, CharacterData: no tags or entities for a reader."""
    for file, feed in atoms(real_site).items():
        for element in feed.iter(f"{ATOM}title", f"{ATOM}summary", f"{ATOM}subtitle"):
            assert element.get("type") in (None, "text"), file
            assert not re.search(r"</?[a-z]+[ >]|&\w+;", element.text), (file, element.text)


def test_archives(real_site: Built) -> None:
    """ArchiveIncomplete, MissingCurrentInArchive, LinkPastEnd: each leads back and on to what is
    there, and belongs to the feed that it names (RFC 5005, 4).
    """
    every = atoms(real_site)
    found = {file: feed for file, feed in every.items() if not file.endswith("atom.xml")}
    assert found
    for file, feed in every.items():
        links = feed.findall(f"{ATOM}link")
        rels = {e.get("rel"): e.get("href").removeprefix(f"{HOST}/") for e in links}
        archive = file in found
        assert (feed.find(FH) is not None) == archive, file
        if older := rels.get("prev-archive"):
            newer = {e.get("rel"): e.get("href") for e in every[older].findall(f"{ATOM}link")}
            assert newer["next-archive"] == f"{HOST}/{file}", file
        if archive:
            assert rels["current"] == re.sub(r"atom-\d+", "atom", file)
            assert rels["next-archive"] in every
            current = every[rels["current"]]
            assert feed.findtext(f"{ATOM}id") == current.findtext(f"{ATOM}id"), file


@pytest.fixture(scope="module")
def schema() -> Any:
    """That of JSON Feed 1.1."""
    if not SCHEMA.is_file():
        lacking("jsonfeed-schema", "jsonfeed-schema (npm ci)")
    loaded = json.loads(SCHEMA.read_text(encoding="utf-8"))
    kind = jsonschema.validators.validator_for(loaded)
    kind.check_schema(loaded)
    return kind(loaded, format_checker=jsonschema.FormatChecker())


def test_json_feeds_fit_the_schema(real_site: Built, schema: Any) -> None:
    """Every JSON feed is JSON Feed 1.1, names its hub, and has each id once."""
    files = [Path(f) for f in real_site.files() if f.endswith("feed.json")]
    assert len(files) > 50
    for file in files:
        feed = json.loads((real_site.site / file).read_bytes())
        assert [error.message for error in schema.iter_errors(feed)] == [], file
        assert feed["hubs"][0]["type"] == "WebSub", file
        ids = [item["id"] for item in feed["items"]]
        assert len(set(ids)) == len(ids), file
