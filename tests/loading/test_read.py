"""A folder becomes a library, or a list of everything that is wrong with it."""

from __future__ import annotations

import os
import time
from datetime import date, datetime
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import pytest
import yaml
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from site_plugins.loading.disclosure.rooms import closed_rooms
from site_plugins.loading.files import FOLDERS
from site_plugins.loading.item import default_id
from site_plugins.loading.problems import Severity, as_github, as_text, errors, nearest
from site_plugins.loading.read import Content, read_content
from site_plugins.loading.schema import SCHEMAS
from site_plugins.model.agenda import AgendaItem
from site_plugins.model.article import Article
from site_plugins.model.item import ZONE, Signatory
from site_plugins.model.organisation import Network, Person
from site_plugins.model.politics import Guide
from site_plugins.publication import check
from site_plugins.rendering.site import Site
from tests.conftest import Write

ARTICLE = {
    "title": "Een titel",
    "date": "2026-11-16",
    "description": "Waar het over gaat.",
    "genre": "nieuws",
}


def written(body: str = "Tekst.", **values: Any) -> bytes:
    """An article's file."""
    head = yaml.safe_dump(ARTICLE | values, allow_unicode=True, sort_keys=False)
    return f"---\n{head}---\n{body}\n".encode()


def of_one(folder: Path, data: bytes, file: str = "artikelen/2026/stuk.md") -> Content:
    """The content of a folder with one file."""
    path = folder / file
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(data)
    return read_content(folder)


def test_a_folder_becomes_a_library(content: Write) -> None:
    """An item's key is its place, its slug its name; references become keys."""
    found = read_content(
        content(
            "-- index.md --\n---\ntitle: Lokaal Bestuur\n---\nWelkom.\n"
            "-- onderwerpen/wonen.md --\n---\ntitle: Wonen\n---\n"
            "-- cijfers/leden.csv --\nJaar,Leden\n2023,1.217\n"
            "-- media/foto.svg --\n<svg xmlns='http://www.w3.org/2000/svg'/>\n"
            "-- artikelen/2026/stuk.md --\n---\ntitle: Stuk\ndate: 2026-11-16 09:00\n"
            "description: Kort.\ngenre: nieuws\ntopics: [wonen]\n"
            "image: {src: foto.svg, alt: Een foto, credit: Maker}\n---\nTekst.\n"
        )
    )
    assert found.problems == []
    library = found.library
    assert library.home.title == "Lokaal Bestuur"
    assert list(library.items) == ["artikelen/2026/stuk", "onderwerpen/wonen"]
    (article,) = library.of(Article)
    assert (article.slug, article.id) == ("stuk", "artikelen/2026/stuk")
    assert article.topics == ("onderwerpen/wonen",)
    assert article.date is not None
    assert article.date.tzinfo is ZONE
    assert list(article.media) == ["foto.svg"]
    assert library.media == {"foto.svg": 42}
    assert library.figures["leden.csv"].columns == ("Leden",)
    assert found.line(article, "topics") == 6


def test_an_id_stays_through_a_rename() -> None:
    """It is where the file first stood: here, or at the first alias in its kind's folder."""
    assert default_id("artikelen/2026/Wonen in de stad", []) == "artikelen/2026/wonen-in-de-stad"
    assert default_id("agenda/x", ["/agenda/oud/", "/agenda/ouder/"]) == "agenda/oud"
    assert default_id("agenda/x", ["/node/33", "/netwerken/x/"]) == "agenda/x"
    assert default_id("index", []) == "index"


@pytest.mark.parametrize("field", ["draft", "date", "expires"])
@pytest.mark.parametrize("value", ["", "nee", "~", "[]", "2026-02-30", "{a: b}"])
def test_what_hides_an_item_fails_closed(field: str, value: str, tmp_path: Path) -> None:
    """A draft, date or expiry that can't be read is an error, and the item stays hidden."""
    lines = [f"{name}: {text}" for name, text in ARTICLE.items() if name != field]
    head = "\n".join([*lines, f"{field}: {value}"])
    found = of_one(tmp_path, f"---\n{head}\n---\nTekst.\n".encode())
    assert [p.field for p in errors(found.problems)] == [field]
    assert all(item.draft for item in found.library.items.values())


def test_one_run_names_all_that_is_wrong_in_a_file(tmp_path: Path) -> None:
    """Wrong, unknown and missing keys, what they mean together, and closed rooms."""
    found = of_one(
        tmp_path,
        b"---\ntitle: [a]\ngenre: advertorial\nkleur: rood\nkleur: blauw\ndraft: no\n---\n"
        b"https://zoom.us/j/1 en https://meet.google.com/abc\n",
    )
    assert [(p.line, p.field) for p in sorted(found.problems)] == [
        *((1, field) for field in ("date", "description", "sponsor")),
        *((2, "title"), (4, "kleur"), (5, "kleur"), (6, "draft"), (8, "tekst"), (8, "tekst")),
    ]


def test_an_unreadable_key_gives_no_second_mistake(tmp_path: Path) -> None:
    """An agenda item whose start can't be read isn't told to have no start."""
    for head in (
        "start: 19:30\nend: 2026-12-04 13:00\nrepeat: elke vrijdag\nuntil: 2027-01-01",
        "start: 2026-12-04 12:00\nrepeat: elke vrijdg\nuntil: 2027-01-01\nexcept: [2027-01-01]",
    ):
        text = f"---\ntitle: Een bijeenkomst\n{head}\n---\n"
        assert len(of_one(tmp_path, text.encode(), "agenda/x.md").problems) == 1


def test_a_broken_head_leaves_a_hidden_item(tmp_path: Path) -> None:
    """So that links to it are no second mistake and its text is checked as well."""
    found = of_one(tmp_path, b"---\ntitle: a: b\n---\nTekst.\n")
    (item,) = found.library.items.values()
    assert (len(found.problems), item.draft, item.body.text) == (1, True, "Tekst.")


@pytest.mark.parametrize("folder", SCHEMAS)
def test_each_kind_names_what_it_lacks(folder: str, tmp_path: Path) -> None:
    """An empty head has as many problems as there are required keys (agenda: and its start)."""
    year = "2026/" if folder == "artikelen" else ""
    found = of_one(tmp_path, b"---\n---\n", f"{folder}/{year}2026-11-22.md")
    required = {field.name for field in SCHEMAS[folder].fields if field.required}
    required |= {"start"} if SCHEMAS[folder].kind is AgendaItem else set()
    assert {(p.line, p.field) for p in found.problems} == {(1, name) for name in required}


@pytest.mark.parametrize("make", ["symlink", "loop", "fifo", "locked", "newline", "nfd", "bytes"])
def test_odd_files_are_named_and_never_read(make: str, tmp_path: Path) -> None:
    """A link, a pipe, a file that may not be read, a name that not every system can write."""
    folder = tmp_path / "artikelen/2026"
    folder.mkdir(parents=True)
    file = folder / "stuk.md"
    match make:
        case "symlink":
            file.symlink_to("/etc/hostname")
        case "loop":
            (folder / "lus").symlink_to(tmp_path)
        case "fifo":
            os.mkfifo(file)
        case "locked":
            file.write_bytes(written())
            file.chmod(0)
            if os.access(file, os.R_OK):
                pytest.skip("root reads everything")
        case "newline":
            (folder / "een\ntwee.md").write_bytes(written())
        case "nfd":
            (folder / "cafe\u0301.md").write_bytes(written())
        case "bytes":
            Path(os.fsdecode(os.fsencode(folder) + b"/caf\xe9.md")).write_bytes(written())
    started = time.perf_counter()
    found = read_content(tmp_path)
    (problem,) = found.problems
    assert problem.severity is Severity.ERROR
    assert "\n" not in str(problem)
    assert str(problem).encode()
    assert found.library.items == {}
    assert time.perf_counter() - started < 2


def test_what_systems_leave_behind_is_passed_over(tmp_path: Path) -> None:
    """``.DS_Store`` and the like are neither published nor mistakes."""
    (tmp_path / "media").mkdir()
    for name in (".DS_Store", "media/.gitkeep", "media/Thumbs.db"):
        (tmp_path / name).write_bytes(b"x")
    found = of_one(tmp_path, written())
    assert found.problems == []
    assert found.library.media == {}


def test_an_empty_folder_is_a_problem(tmp_path: Path) -> None:
    """A site of nothing is never what anyone wants."""
    (problem,) = read_content(tmp_path).problems
    assert "geen enkel stuk" in problem.message


def test_a_missing_folder_is_a_problem(tmp_path: Path) -> None:
    """Nothing raises."""
    assert read_content(tmp_path / "weg").problems


ROOMS = """\
https://teams.microsoft.com/l/meetup-join/19%3ameeting
https://teams.live.com/meet/123
https://us02web.zoom.us/j/123?pwd=abc
zoom.us/my/jan
https://clb.webex.com/meet/jan
https://clb.webex.com/clb/j.php?MTID=m1
https://meet.google.com/abc-defg-hij
HTTPS://MEET.GOOGLE.COM/abc
//meet.jit.si/CLB
https://jitsi.voorbeeld.nl/kamer
https://chat.whatsapp.com/AbC
https://signal.group/#CjQ
https://t.me/joinchat/AAA
https://t.me/+AAA
zoommtg://zoom.us/join?confno=1
tg://join?invite=1
msteams:/l/meetup-join/1
(https://zoom.us/j/1)
[hier](https://zoom.us/j/1)""".splitlines()
OPEN = """\
https://zoom.us/
https://zoom.us/download
https://www.microsoft.com/teams
https://www.google.com/maps
https://t.me/kanaal
https://signal.org/nl/
https://www.webex.com/
via Teams/Zoom/Meet
netwerkentg: tekst
https://www.voorbeeld.nl/zoom.us""".splitlines()


@pytest.mark.parametrize("link", ROOMS)
def test_a_link_that_lets_someone_in_is_found(link: str) -> None:
    """With or without https in front, and in Markdown."""
    assert [line for line, _ in closed_rooms(f"Doe mee.\n{link}\n")] == [2]


@pytest.mark.parametrize("link", OPEN)
def test_a_link_that_only_tells_is_left_alone(link: str) -> None:
    """The makers' own sites, public channels, and words."""
    assert list(closed_rooms(f"Doe mee.\n{link}\n")) == []


def test_the_nearest_word_is_found_fast_in_a_large_library() -> None:
    """A thousand wrong references in fifteen years of articles is a matter of seconds."""
    known = [f"stuk-{n}-over-de-raad-{n % 7}" for n in range(10_000)] + ["wonen-in-de-stad"]
    started = time.perf_counter()
    assert nearest("wonen-in-de-sdat", known) == " Bedoelde je 'wonen-in-de-stad'?"
    assert time.perf_counter() - started < 0.1


def test_github_shows_problems_beside_their_line(tmp_path: Path) -> None:
    """In the form of a workflow command, on one line, with what has a meaning there escaped."""
    found = of_one(tmp_path, written(genre="100%"))
    (line,) = as_github(found.problems, "content/").splitlines()
    assert line.startswith(
        "::error file=content/artikelen/2026/stuk.md,line=5,title=Rubriek (genre)::'100%25'"
    )
    assert as_text(found.problems).endswith("1 fout in 1 bestand.")


EXAMPLES = {f.name: f.example for schema in SCHEMAS.values() for f in schema.fields}
KEYS = sorted(EXAMPLES)
VALUES = st.one_of(
    st.text(max_size=20),
    st.sampled_from(["2026-11-22", "2026-11-22 19:30", "true", "elke vrijdag", "stuk", "1", ""]),
    st.lists(st.sampled_from(["2026-11-22", "stuk", "gemeente", "/node/3"]), max_size=3),
    st.dictionaries(st.sampled_from(KEYS), st.sampled_from(["a", "2026-11-22"]), max_size=3),
)
RIGHT = st.sampled_from(KEYS).map(lambda key: (key, yaml.load(EXAMPLES[key], yaml.BaseLoader)))
ANY = st.tuples(st.sampled_from(KEYS), VALUES)
HEADS = st.lists(st.one_of(RIGHT, RIGHT, ANY), max_size=12).map(dict)
"""Right values of the examples, and wrong ones."""
FILES = ("index.md", *(f"{f}/{'2026/' if f == 'artikelen' else ''}stuk.md" for f in SCHEMAS))


def check_outcome(file: str, data: bytes) -> None:
    """Reading ends with items, with problems, or both; and every problem can be shown."""
    with TemporaryDirectory() as folder:
        found = of_one(Path(folder), data, file)
    assert found.problems or found.library.items or file == "index.md"
    lines = data.count(b"\n") + data.count(b"\r") + 1
    for problem in found.problems:
        assert 1 <= problem.line <= lines
        assert "\n" not in str(problem)
    as_github(found.problems, "")
    if errors(found.problems):
        assert all(item.draft for item in found.library.items.values())


@settings(deadline=None)
@given(file=st.sampled_from(FILES), head=st.binary(max_size=200), body=st.binary(max_size=50))
@example(file="agenda/stuk.md", head=b"title: a\nstart: 9999-12-31", body=b"")
def test_any_bytes_are_an_item_or_a_problem(file: str, head: bytes, body: bytes) -> None:
    """Never an exception."""
    check_outcome(file, head)
    check_outcome(file, b"---\n" + head + b"\n---\n" + body)


@settings(deadline=None, max_examples=300)
@given(file=st.sampled_from(FILES), head=HEADS)
@example(
    file="agenda/stuk.md",
    head={"start": "2026-11-22", "repeat": "FREQ=YEARLY", "until": "2026-11-22"},
)
@example(file="nieuwsbrief/stuk.md", head={"date": "0000-00-00"})
@example(file="netwerken/stuk.md", head={"targets": {"date": "a"}})
def test_any_head_is_an_item_or_a_problem(file: str, head: dict[str, Any]) -> None:
    """Every key with every kind of value, in every folder."""
    text = f"---\n{yaml.safe_dump(head, allow_unicode=True)}---\nTekst.\n"
    check_outcome(file, text.encode())


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(
    title=st.text(st.characters(categories=["L", "N", "P", "S"]), min_size=1, max_size=80),
    day=st.dates(date(1990, 1, 1), date(2100, 1, 1)),
    genre=st.sampled_from(["nieuws", "column", "drie-vragen"]),
    topics=st.lists(st.sampled_from(["wonen", "werk", "zorg"]), unique=True),
    body=st.text(st.characters(categories=["L", "N", "P", "Zs"]), max_size=80),
)
def test_a_simple_head_is_read_back(
    title: str, day: date, genre: str, topics: list[str], body: str, tmp_path: Path
) -> None:
    """What was written, in the model's own words."""
    for topic in ("wonen", "werk", "zorg"):
        of_one(tmp_path, b"---\ntitle: Onderwerp\n---\n", f"onderwerpen/{topic}.md")
    found = of_one(tmp_path, written(body, title=title, date=str(day), genre=genre, topics=topics))
    assert errors(found.problems) == []
    (article,) = found.library.of(Article)
    assert article.title == title
    assert article.date is not None
    assert article.date.date() == day
    assert article.genre == genre
    assert article.topics == tuple(f"onderwerpen/{topic}" for topic in topics)
    assert article.body.text == body.lstrip("\n").rstrip()


SITES = st.dictionaries(
    st.sampled_from(FILES), st.tuples(HEADS, st.text(max_size=60)), min_size=1, max_size=6
)


@settings(deadline=None)
@given(files=SITES)
def test_the_whole_check_never_raises(files: dict[str, tuple[dict[str, Any], str]]) -> None:
    """Not even where items lack what pages are made of: those are left out of pages."""
    with TemporaryDirectory() as folder:
        for file, (head, body) in files.items():
            path = Path(folder) / file
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(f"---\n{yaml.safe_dump({'title': 'A'} | head)}---\n{body}\n", "utf-8")
        now = datetime(2026, 11, 22, 9, tzinfo=ZONE)
        problems = check(Path(folder), now, Site("Lokaal Bestuur", "https://www.voorbeeld.nl/"))
    assert problems == sorted(set(problems))


def test_the_project_has_only_known_folders() -> None:
    """The real content is a test too."""
    root = Path(__file__).resolve().parents[2] / "content"
    assert {p.name for p in root.iterdir() if p.is_dir()} <= set(FOLDERS)
    found = read_content(root)
    assert as_text(found.problems) == "Geen fouten.", "run: .venv/bin/lokaal check"


def test_the_shapes_that_the_contract_leaves_open_are_read(content: Write) -> None:
    """One phase without a list, audio as a file, changes by version, an open target."""
    folder = content("""\
-- scholing/a.md --
---
title: A
form: cursus
phase: zittend
---
-- media/x.mp3 --
ID3 en geluid
-- artikelen/2026/p.md --
---
title: P
date: 2026-11-01
description: Een aflevering.
genre: podcast
audio: x.mp3
---
-- handreikingen/h.md --
---
title: H
date: 2026-11-01
version: "2"
changes:
  "1": Eerste versie.
  "2": {text: Tweede versie., date: 2026-11-01}
---
-- netwerken/n.md --
---
title: N
kind: functioneel
contact: jan
targets: {2021: {meetings: 2, goal: null}}
---
-- mensen/jan.md --
---
title: Jan Jansen
roles: [{role: wethouder, from: 2022-06-01, until: heden}]
---
-- nieuwsbrief/2026-11-08.md --
---
title: Editie
date: 2026-11-08
preheader: Een voorproefje van veertig tekens of meer.
items: [p, h]
leave_out: [alv]
---
-- agenda/alv.md --
---
title: ALV
start: 2026-12-01 10:00
---
""")
    found = read_content(folder)
    assert found.problems == []
    items = found.library.items
    guide, network, person = items["handreikingen/h"], items["netwerken/n"], items["mensen/jan"]
    assert isinstance(guide, Guide)
    assert [change.version for change in guide.changes] == ["1", "2"]
    assert isinstance(network, Network)
    assert network.contact == Signatory(person="mensen/jan")
    assert isinstance(person, Person)
    assert (person.roles[0].since, person.roles[0].until) == ("1 juni 2022", "")


@pytest.mark.parametrize(
    ("head", "identity"),
    [
        ("slug: a", "artikelen/2026/y"),
        ("slug: b\naliases: [/artikelen/2026/a/]", "artikelen/2026/y"),
        ("aliases: [/artikelen/2026/oud/index.html]", "artikelen/2026/oud"),
    ],
)
def test_an_identity_outlives_slug_and_name(content: Write, head: str, identity: str) -> None:
    """A new slug keeps the file's identity; a new file name keeps that of the old address."""
    text = f"title: Y\ndate: 2026-11-01\ndescription: Y.\ngenre: nieuws\n{head}"
    folder = content(f"-- artikelen/2026/y.md --\n---\n{text}\n---\n")
    assert read_content(folder).library.items["artikelen/2026/y"].id == identity
