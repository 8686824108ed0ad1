"""No item is announced twice: what feeds call an item stays, whatever editors do with its file."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from site_plugins.loading.problems import errors
from site_plugins.loading.read import read_content
from site_plugins.model.agenda import AgendaItem, Status
from site_plugins.model.item import ZONE, Item
from site_plugins.model.library import Library
from site_plugins.projections.feeds import FEED_SIZE, archives, changed, feeds
from site_plugins.projections.index import Index
from site_plugins.projections.subscriptions import AGENDA, SITE
from site_plugins.rendering.entries import EntryMaker, identity
from site_plugins.rendering.followed import feed_files, feed_hash
from site_plugins.rendering.site import Site
from site_plugins.rendering.text.bodies import Bodies
from tests.projections.making import article, library, meeting

NOW = datetime(2026, 11, 22, 9, tzinfo=ZONE)
HOME = "https://www.lokaalbestuur.nl/"
WORDS = ("wonen", "zorg", "water", "werk")


# ---- random edits of a folder ----


@dataclass
class File:
    """An article as its editor knows it; ``nr`` is ours, and stands in the text."""

    nr: int
    year: int
    name: str
    title: str
    day: int = 0
    """Days before ``NOW``; below zero it is still to come."""
    slug: str = ""
    aliases: list[str] = field(default_factory=list)
    topics: list[str] = field(default_factory=list)
    id: str = ""
    draft: bool = False
    expired: bool = False
    updated: bool = False

    @property
    def path(self) -> str:
        return f"artikelen/{self.year}/{self.name}.md"

    def text(self) -> str:
        lines = [f"title: {self.title}", "description: Over iets.", "genre: nieuws"]
        lines.append(f"date: {(NOW - timedelta(days=self.day)).date()}")
        lines += [f"slug: {self.slug}"] if self.slug else []
        lines += [f"id: {self.id}"] if self.id else []
        lines += [f"aliases: [{', '.join(self.aliases)}]"] if self.aliases else []
        lines += [f"topics: [{', '.join(self.topics)}]"] if self.topics else []
        lines += ["draft: true"] if self.draft else []
        if self.day >= 0:
            an_hour_ago = f"{NOW - timedelta(hours=1):%Y-%m-%d %H:%M}"
            lines += [f"expires: {an_hour_ago}"] if self.expired else []
            lines += [f"updated: {an_hour_ago}"] if self.updated else []
        return "\n".join(["---", *lines, "---", "", f"Dit is nummer {self.nr}.", ""])


def add(files: list[File], file: File, nr: int) -> None:
    new = File(nr, 2026, f"stuk-{nr}", f"Stuk {nr}", day=nr % 40)
    if nr % 3 == 0:
        new.id = f"urn:uuid:00000000-0000-4000-8000-{nr:012}"
    if nr % 4 == 0:
        new.slug = f"eigen-{nr}"
    files.append(new)


def delete(files: list[File], file: File, nr: int) -> None:
    files.remove(file)


def retitle(files: list[File], file: File, nr: int) -> None:
    file.title = f"Andere titel {nr}"


def earlier(files: list[File], file: File, nr: int) -> None:
    file.day += 400


def later(files: list[File], file: File, nr: int) -> None:
    file.day = -3


def reslug(files: list[File], file: File, nr: int) -> None:
    file.slug = f"adres-{nr}"


def rename(files: list[File], file: File, nr: int) -> None:
    """As the handbook says: the old address becomes an alias, behind those that are there."""
    if not file.slug:
        file.aliases.append(f"/artikelen/{file.year}/{file.name}/")
        file.name = f"naam-{nr}"


def move(files: list[File], file: File, nr: int) -> None:
    if not file.slug:
        file.aliases.append(f"/artikelen/{file.year}/{file.name}/")
        file.year -= 1


def hide(files: list[File], file: File, nr: int) -> None:
    file.draft = not file.draft


def expire(files: list[File], file: File, nr: int) -> None:
    file.expired = not file.expired


def change_topics(files: list[File], file: File, nr: int) -> None:
    file.topics = sorted({*file.topics} ^ {WORDS[nr % len(WORDS)]})


def change(files: list[File], file: File, nr: int) -> None:
    file.updated = not file.updated


def reorder(files: list[File], file: File, nr: int) -> None:
    files.reverse()


EDITS: tuple[Callable[[list[File], File, int], None], ...] = (
    *(add, add, delete, retitle, earlier, later, reslug, rename, rename, move, move),
    *(hide, expire, change_topics, change, reorder),
)


def read(files: list[File]) -> Library:
    """A folder with these files, as a build reads it."""
    with TemporaryDirectory() as name:
        folder = Path(name)
        for word in WORDS:
            place = folder / f"onderwerpen/{word}.md"
            place.parent.mkdir(exist_ok=True)
            place.write_text(f"---\ntitle: {word.capitalize()}\n---\n")
        for file in files:
            place = folder / file.path
            place.parent.mkdir(parents=True, exist_ok=True)
            place.write_text(file.text())
        content = read_content(folder)
        assert errors(content.problems) == []
        return content.library


def announced_ids(found: Library, now: datetime) -> dict[str, str]:
    """The id under which feeds tell of each article, by its text."""
    ids: dict[str, str] = {}
    for view in feeds(Index(found.public(now), now)):
        for item in (*view.items, *(i for archive in view.archives for i in archive.items)):
            assert ids.setdefault(item.body.text.strip(), identity(item)) == identity(item)
    return ids


@settings(max_examples=20)
@given(st.lists(st.tuples(st.sampled_from(EDITS), st.integers(0, 99)), min_size=3, max_size=14))
def test_nothing_is_announced_again(edits: list[tuple[Callable[..., None], int]]) -> None:
    """Through any edits each item keeps its id, comes back under it, and shares it with none."""
    files: list[File] = []
    for nr in range(4):
        add(files, File(0, 0, "", ""), nr)
    known: dict[str, str] = {}
    for nr, (edit, which) in enumerate(edits, start=4):
        if files or edit is add:
            edit(files, files[which % len(files)] if files else File(0, 0, "", ""), nr)
        ids = announced_ids(read(files), NOW)
        assert len(set(ids.values())) == len(ids)
        for text, id_ in ids.items():
            assert known.setdefault(text, id_) == id_
        assert len(set(known.values())) == len(known)


# ---- the bytes ----


def made(found: Library, now: datetime, url: str = HOME) -> dict[str, bytes]:
    """Every feed and archive at a moment, by its path."""
    index, site = Index(found.public(now), now), Site("Lokaal Bestuur", url)
    files = feed_files(index, EntryMaker(index, Bodies({}), site), site)
    return {file.path: file.make() for file in files}


def numbered(count: int) -> list[Item]:
    """So many articles, the newest first."""
    return [article(f"a{n:03}", NOW - timedelta(hours=n + 1)) for n in range(count)]


def test_a_day_later_nothing_has_changed() -> None:
    """Where nothing appeared or went, the feeds of two builds a day apart are the same bytes."""
    one_day = timedelta(days=1)
    items = [*numbered(60), meeting("a", NOW + 9 * one_day), meeting("b", NOW + 8 * one_day)]
    items[-1] = replace(items[-1], date=NOW - one_day)
    today = made(library(*items), NOW)
    assert today == made(library(*items), NOW + one_day)
    assert today[AGENDA.atom].index(b"id:b<") < today[AGENDA.atom].index(b"id:a<")


def test_a_new_style_sheet_is_no_news() -> None:
    """What a feed looks like in a browser is no reason to tell the hub of all feeds."""

    def hashes(style: str, *items: Item) -> dict[str, str]:
        index, site = Index(library(*items), NOW), Site("Lokaal Bestuur", HOME)
        maker = EntryMaker(index, Bodies({}), site, styles=[(style, "text/css")])
        found = {file.path: file.make() for file in feed_files(index, maker, site) if file.followed}
        assert style.encode() in b"".join(found.values())
        return {path: feed_hash(data) for path, data in found.items()}

    items = numbered(3)
    before = hashes("/assets/a.css", *items)
    assert before == hashes("/assets/b.css", *items)
    assert before[SITE.rss] != hashes("/assets/a.css", *items[1:])[SITE.rss]


def test_a_new_address_of_the_site_changes_no_id() -> None:
    """At another domain, in a folder of it too, everything has the id that it had."""

    def ids(url: str) -> dict[str, list[bytes]]:
        files = made(library(*numbered(55)), NOW, url)
        return {path: _ids_in(data) for path, data in files.items() if "atom" in path}

    assert ids(HOME) == ids("https://elders.example/map/")


def _ids_in(data: bytes) -> list[bytes]:
    return [part.partition(b"</id>")[0] for part in data.split(b"<id>")[1:]]


# ---- older items ----


@pytest.mark.parametrize("count", [0, 1, 50, 51, 99, 100, 101, 150, 237])
def test_every_item_can_be_reached(count: int) -> None:
    """From the feed back through the archives (RFC 5005, 4.2) one meets each item, once."""
    items = numbered(count)
    found = archives(items, SITE.atom)
    assert [a.path for a in found] == [f"/atom-{n}.xml" for n in range(1, len(found) + 1)]
    assert all(len(archive.items) == FEED_SIZE for archive in found)
    older = [item for archive in reversed(found) for item in archive.items]
    assert len(set(older)) == len(older)
    assert list(dict.fromkeys([*items[:FEED_SIZE], *older])) == items


@given(st.integers(0, 260), st.integers(1, 120))
def test_archives_stay_when_something_appears(count: int, more: int) -> None:
    """A new item changes no archive that is there: programs needn't read one again."""
    items = numbered(count + more)
    before = archives(items[more:], SITE.atom)
    after = archives(items, SITE.atom)
    assert [*after[: len(before)]] == [*before]


def test_what_goes_leaves_the_archives_too() -> None:
    """An item that is withdrawn or expires is in no feed and no archive any more."""
    items = numbered(120)
    gone, expired = items[70], replace(items[80], expires=NOW - timedelta(hours=1))
    kept = [item for item in items if item not in (gone, items[80])]
    files = made(library(*kept, expired), NOW)
    assert f"{SITE.atom[:-4]}-2.xml" in files
    everything = b"".join(files.values())
    assert gone.id.encode() not in everything and expired.id.encode() not in everything
    assert items[90].id.encode() in everything


# ---- the agenda ----


def agenda(*items: AgendaItem) -> list[Item]:
    index = Index(library(*items), NOW)
    return next([*view.items] for view in feeds(index) if view.feeds == AGENDA)


def test_a_changed_meeting_comes_first() -> None:
    """Under its own id and with its own date of announcement, so that it is no new one."""
    soon = NOW + timedelta(days=20)
    old, new = (
        replace(meeting(name, soon), date=NOW - timedelta(days=days))
        for name, days in (("oud", 30), ("nieuw", 3))
    )
    assert agenda(old, new) == [new, old]
    moved = replace(old, updated=NOW - timedelta(hours=2), start=soon + timedelta(days=7))
    assert agenda(moved, new) == [moved, new]
    assert changed(moved, NOW) == moved.updated
    site = Site("Lokaal Bestuur", HOME)
    maker = EntryMaker(Index(library(moved, new), NOW), Bodies({}), site)
    view = next(v for v in feeds(Index(library(moved, new), NOW)) if v.feeds == AGENDA)
    entry = maker.channel(view).entries[0]
    assert (entry.id, entry.published, entry.updated) == (
        identity(old),
        old.date,
        moved.updated,
    )


def test_what_does_not_go_on_says_so() -> None:
    """A cancelled meeting tells it in its title and its text until its day is over."""
    soon = replace(meeting("Weg", NOW + timedelta(days=5)), date=NOW - timedelta(days=9))
    gone = replace(soon, status=Status.CANCELLED)
    feed = made(library(gone), NOW)[AGENDA.json].decode()
    assert '"title":"Geannuleerd: Weg"' in feed
    assert "deze bijeenkomst gaat niet door" in feed
    assert agenda(replace(gone, start=NOW - timedelta(days=2))) == []


# ---- what a feed is made of ----


def test_a_feed_says_what_it_is_made_of() -> None:
    """Two builds whose feeds differ in a byte differ in what is told of that feed."""

    def told(*items: Item) -> dict[str, tuple[tuple[object, ...], bytes]]:
        index, site = Index(library(*items), NOW), Site("Lokaal Bestuur", HOME)
        maker = EntryMaker(index, Bodies({}), site)
        found = {}
        for file in feed_files(index, maker, site):
            what = ([(item, maker.told(item)) for item in file.items], file.about)
            found[file.path] = (what, file.make())
        return found

    items = numbered(120)
    before = told(*items)
    retitled = replace(items[70], title="Anders")
    retold = [*items[:70], retitled, *items[71:]]
    for others in (items[1:], retold, [*items, *meetings()], numbered(160)):
        after = told(*others)
        same = [path for path in after if path in before and before[path][0] == after[path][0]]
        assert same and len(same) < len(after)
        assert [path for path in same if before[path][1] != after[path][1]] == []


def meetings() -> list[Item]:
    """One that still comes."""
    return [replace(meeting("Straks", NOW + timedelta(days=5)), date=NOW - timedelta(days=9))]
