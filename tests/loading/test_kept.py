"""What a text gave can be kept, and read elsewhere: for a build that does nothing twice."""

from __future__ import annotations

import os
import pickle
from collections.abc import Iterator
from pathlib import Path

from site_plugins.loading.files import Files, walk
from site_plugins.loading.item import Read, read_file
from site_plugins.loading.place import Known
from site_plugins.loading.read import known_of, one_by_one, read_content
from tests.conftest import Write

ARTICLE = "---\ntitle: {}\ndate: 2026-11-16\ndescription: D.\ngenre: nieuws\n{}---\nTekst.\n"
CONTENT = (
    "-- artikelen/2026/een.md --\n" + ARTICLE.format("Een", "topics: [wonen]\n") + "\n"
    "-- artikelen/2026/twee.md --\n" + ARTICLE.format("Twee", "related: [een]\n") + "\n"
    "-- onderwerpen/wonen.md --\n---\ntitle: Wonen\n---\n"
)


def kept(folder: Path, *before: Read) -> list[bool]:
    """Whether each text gives what it gave before, without being read."""
    found = walk(folder)
    known = known_of(found)
    pairs = zip(found.texts, before, strict=True)
    return [read_file(folder, file, known, read) is read for file, read in pairs]


def test_what_was_read_holds_until_the_file_or_what_it_names_changes(content: Write) -> None:
    """Of all that is beside a file, only what it asked for counts."""
    folder = content(CONTENT)
    found = walk(folder)
    before = pickle.loads(pickle.dumps([*one_by_one(folder, found, known_of(found))]))
    assert kept(folder, *before) == [True, True, True]
    (folder / "artikelen/2026/een.md").write_text(ARTICLE.format("Anders", "topics: [wonen]\n"))
    assert kept(folder, *before) == [False, True, True]
    (folder / "artikelen/2025").mkdir()
    (folder / "artikelen/2026/een.md").rename(folder / "artikelen/2025/een.md")
    moved, two, topic = before
    assert kept(folder, moved, two, topic) == [False, False, True]
    (folder / "onderwerpen/wonen.md").rename(folder / "onderwerpen/werk.md")
    assert not Read.holds(moved, known_of(walk(folder)))


def test_a_file_with_a_mistake_is_read_again(content: Write) -> None:
    """A hint looks at every name, so another file may change it."""
    folder = content(CONTENT)
    (folder / "onderwerpen/wonen.md").rename(folder / "onderwerpen/wonnen.md")
    found = walk(folder)
    (wrong, *_) = one_by_one(folder, found, known_of(found))
    assert "wonnen" in wrong.problems[0].message and not wrong.holds(known_of(found))


def test_who_reads_the_texts_gives_the_library(content: Write) -> None:
    """Texts that were read elsewhere, or before, give the same."""
    folder = content(CONTENT)

    def in_parts(folder: Path, found: Files, known: Known) -> Iterator[Read]:
        return (pickle.loads(pickle.dumps(read)) for read in one_by_one(folder, found, known))

    assert read_content(folder, in_parts) == read_content(folder)


def test_a_walk_tells_size_and_time_of_every_file(content: Write) -> None:
    """Who changed a file is seen by them."""
    folder = content(CONTENT)
    os.utime(folder / "onderwerpen/wonen.md", ns=(1, 1_700_000_000_123_456_789))
    about = walk(folder).stats["onderwerpen/wonen.md"]
    assert (about.size, about.written) == (21, 1_700_000_000_123_456_789)
