"""What pages and feeds show is found out once, and again whenever it may be something else."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import datetime, timedelta
from functools import partial
from pathlib import Path
from typing import NamedTuple

import pytest

from site_plugins.engine.fingerprint import Shape, shape
from site_plugins.engine.reading import Reading
from site_plugins.engine.store import DAMAGED, Store
from site_plugins.engine.views import Views
from site_plugins.model.item import ZONE
from site_plugins.model.vocabulary import Topic
from site_plugins.outputs import site_outputs
from site_plugins.publication import Publication, prepare
from tests.engine.test_keys import ARTICLES, SHELL, SITE, Edit, change
from tests.engine.world import World, article, new_world

TOPIC = Topic(key="onderwerpen/wonen", slug="wonen", title="Wonen", id="wonen")
VALUES: dict[str, object] = {"/": ("voor", TOPIC), "/feed.xml": [TOPIC, "na"], "/leeg/": ()}
"""What some pages show, by their names."""
SHAPES = {name: shape(value) for name, value in VALUES.items()}


class Asked:
    """Tells which values were asked for."""

    def __init__(self) -> None:
        self.names: list[str] = []

    def of(self, views: Views, values: Mapping[str, object] = VALUES) -> Mapping[str, Shape]:
        """Their shapes."""

        def tell(name: str) -> object:
            self.names.append(name)
            return values[name]

        return views.of({name: partial(tell, name) for name in values})


@pytest.fixture
def said() -> list[str]:
    return []


@pytest.fixture
def store(tmp_path: Path, said: list[str]) -> Store:
    return Store(tmp_path / "kept", b"v" * 16, said.append)


def test_nothing_is_asked_twice(store: Store, said: list[str]) -> None:
    """As long as the heads are the same, in this process or the next."""
    first, second = Asked(), Asked()
    assert first.of(Views(store, b"heads")) == SHAPES
    assert sorted(first.names) == sorted(VALUES)
    assert second.of(Views(store, b"heads")) == SHAPES
    assert (second.names, said) == ([], [])


def test_other_heads(store: Store) -> None:
    """Then nothing that was kept counts, nor when the heads are the old ones again."""
    Asked().of(Views(store, b"heads"), dict.fromkeys(VALUES, "oud"))
    for heads in (b"other", b"heads"):
        asked = Asked()
        assert asked.of(Views(store, heads)) == SHAPES
        assert sorted(asked.names) == sorted(VALUES)


def test_a_new_name(store: Store) -> None:
    """It alone is asked for, and kept beside the others; who asks for few loses none."""
    more = {**VALUES, "/nieuw/": TOPIC}
    for values, names in ((VALUES, [*VALUES]), (more, ["/nieuw/"]), ({"/": 1}, []), (more, [])):
        asked = Asked()
        found = asked.of(Views(store, b"heads"), values)
        assert asked.names == names
        assert [*found] == [*values]
    assert found == {**SHAPES, "/nieuw/": shape(TOPIC)}


@pytest.mark.parametrize("how", ["a bit", "half", "empty"])
def test_damaged(store: Store, said: list[str], tmp_path: Path, how: str) -> None:
    """Whoever builds is told, and everything is made and kept again."""
    Asked().of(Views(store, b"heads"))
    (file,) = (tmp_path / "kept").iterdir()
    data = file.read_bytes()
    harm = {
        "a bit": data[:-1] + bytes([data[-1] ^ 1]),
        "half": data[: len(data) // 2],
        "empty": b"",
    }
    file.write_bytes(harm[how])
    for names in (sorted(VALUES), []):
        asked = Asked()
        assert asked.of(Views(store, b"heads")) == SHAPES
        assert sorted(asked.names) == names
    told = [DAMAGED.format(folder=tmp_path / "kept")]
    # An empty file is of no version of the code.
    assert said == ([] if how == "empty" else told)


def test_many(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    """Two processes find them out, and each shape comes under its own name."""
    monkeypatch.setenv("LOKAAL_WORKERS", "2")
    values: dict[str, object] = {f"/{n}/": (n, TOPIC) if n % 2 else n for n in range(300)}
    expected = {name: shape(value) for name, value in values.items()}
    here = Asked()
    assert here.of(Views(store, b"heads"), values) == expected
    assert here.names == []
    assert Asked().of(Views(store, b"heads"), dict.fromkeys(values, "anders")) == expected


# ---- keys ----

QUIET = datetime(2026, 11, 25, 9)
"""From here on no item of the world comes or goes."""


class Keys(NamedTuple):
    """Of every output, by its path; without views, and with those of an earlier build."""

    without: dict[str, bytes]
    kept: dict[str, bytes]

    @property
    def wrong(self) -> list[str]:
        """The paths of which they are not the same."""
        both = sorted(self.without.keys() | self.kept.keys())
        return [path for path in both if self.without.get(path) != self.kept.get(path)]


def publish(world: World, reading: Reading) -> Publication:
    return prepare(world.content, world.now.replace(tzinfo=ZONE), SITE, reading=reading)


def keys(world: World, reading: Reading, store: Store) -> Keys:
    def of(views: Views | None) -> dict[str, bytes]:
        outputs = site_outputs(publication, SHELL, views=views)
        return {output.path: output.key() if output.key else output.data for output in outputs}

    publication = publish(world, reading)
    return Keys(of(None), of(Views(store, publication.heads)))


def until(day: datetime) -> Edit:
    """Time goes on, or back."""

    def edit(world: World) -> None:
        world.now = day

    return edit


def remove(world: World) -> None:
    (world.content / "artikelen/2026/stuk-12.md").unlink()


def add(world: World) -> None:
    text = article(13, "Een stuk erbij")
    (world.content / "artikelen/2026/stuk-13.md").write_text(text, encoding="utf-8")


STUK = f"{ARTICLES}/stuk-09.md"
EVENING = "content/agenda/avond.md"
LATER = "updated: 2026-11-25 12:00\n"
"""Some hours after ``QUIET``."""

STORIES: dict[str, list[Edit]] = {
    "a body": [change(STUK, "^Tekst.*", "Een andere tekst.")],
    "the body of a person": [change("content/mensen/schrijver.md", "^Schrijft.*", "Schreef.")],
    "the body of an edition": [change("content/nieuwsbrief/2026-11-22.md", "^Een inl.*", "Dag.")],
    "a title": [change(STUK, "^title: .*", "title: Een andere kop")],
    "the title of a topic": [change("content/onderwerpen/werk.md", "^title: .*", "title: Arbeid")],
    "a topic": [change(STUK, "^topics: .*", "topics: [werk]")],
    "a topic, and back": [
        change(STUK, "^topics: .*", "topics: [werk]"),
        change(STUK, "^topics: .*", "topics: [wonen]"),
    ],
    "a date": [change(STUK, "^date: .*", "date: 2026-11-24 08:00")],
    "gone": [remove],
    "come": [add],
    "a draft": [change(f"{ARTICLES}/stuk-05.md", "^draft: true\n", "")],
    "its moment comes": [
        until(datetime(2026, 11, 13, 7, 59)),
        until(datetime(2026, 11, 23, 7, 59)),
        until(datetime(2026, 11, 23, 8)),
        until(datetime(2026, 11, 24, 12)),
    ],
    "changed later": [
        change(STUK, "^genre:", f"{LATER}genre:"),
        until(datetime(2026, 11, 25, 11, 59)),
        until(datetime(2026, 11, 25, 12)),
        until(datetime(2026, 12, 1, 9)),
        until(QUIET),
    ],
    "a meeting that is changed later": [
        change(EVENING, "^start:", f"{LATER}start:"),
        until(datetime(2026, 11, 25, 12)),
        until(QUIET),
    ],
    "a meeting is over": [until(datetime(2026, 12, day, 9)) for day in (4, 5, 6)],
    "an edition is sent": [
        until(datetime(2026, 11, 22, 7, 59)),
        until(datetime(2026, 11, 22, 8)),
        until(datetime(2026, 11, 22, 7, 59)),
    ],
    "years": [until(datetime(year, 1, 2, 9)) for year in (2027, 2030, 2026)],
}
"""What happens after a first build, each with a build after it."""


@pytest.mark.parametrize("story", STORIES)
def test_keys_are_the_same(tmp_path: Path, store: Store, story: str) -> None:
    """With shapes that an earlier build kept, with none, and with new ones: else a page would
    stay as it was, or be made for nothing."""
    world, reading = new_world(tmp_path / "project", 1), Reading()
    world.now = QUIET
    assert keys(world, reading, store).wrong == []
    for number, edit in enumerate(STORIES[story], start=1):
        edit(world)
        assert keys(world, reading, store).wrong == [], f"{story}, {number}"
        fresh = Store(tmp_path / f"fresh-{number}", b"v" * 16, pytest.fail)
        assert keys(world, reading, fresh).wrong == [], f"{story}, {number}"


# ---- what lasts ----


@pytest.mark.parametrize("later", [timedelta(minutes=1), timedelta(days=1), timedelta(days=365)])
def test_what_lasts_does_not_follow_from_the_moment(tmp_path: Path, later: timedelta) -> None:
    """The same items are public then, and such a page shows the same of them."""
    world, reading = new_world(tmp_path / "project", 1), Reading()
    change(STUK, "^genre:", f"{LATER}genre:")(world)
    world.now = QUIET + timedelta(hours=2, minutes=59, seconds=30)
    now = publish(world, reading)
    world.now += later
    then = publish(world, reading)
    assert now.index.library.items.keys() == then.index.library.items.keys()
    assert now.heads == then.heads
    old, new = (
        {page.path: shape(page.told, page.make()) for page in each.pages if page.lasting}
        for each in (now, then)
    )
    assert [path for path in old if path in new and old[path] != new[path]] == []
    expected = {"/artikelen/", "/artikelen/2026/stuk-09/", "/onderwerpen/werk/"}
    assert expected <= old.keys() & new.keys()


# ---- heads ----


def same(before: bytes, after: bytes) -> bool:
    return before == after


def other(before: bytes, after: bytes) -> bool:
    return before != after


@pytest.mark.parametrize(
    ("edit", "expected"),
    [
        (change(STUK, "^title: .*", "title: Een andere kop"), other),
        (change("content/index.md", "^description: .*", "description: Anders."), other),
        (change(STUK, "^topics: .*", "topics: [werk]"), other),
        (add, other),
        (remove, other),
        (until(datetime(2026, 11, 23, 7, 59)), other),
        (change(STUK, "^Tekst.*", "Een andere tekst.\n\nEn nog een."), same),
        (change("content/index.md", "^Welkom", "Dag"), same),
        (change("content/onderwerpen/water.md", "^Over.*", "Over polders."), same),
        (until(QUIET + timedelta(days=9)), same),
    ],
)
def test_heads(tmp_path: Path, edit: Edit, expected: Callable[[bytes, bytes], bool]) -> None:
    """They are others when a list may be, and not with what only stands in a text."""
    world, reading = new_world(tmp_path / "project", 1), Reading()
    world.now = QUIET
    before = publish(world, reading).heads
    edit(world)
    for known in (reading, Reading()):
        assert expected(before, publish(world, known).heads)
