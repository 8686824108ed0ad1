"""Long texts stay in their files from build to build, and nobody notices."""

from __future__ import annotations

import shutil
import time
from collections.abc import Callable
from datetime import datetime
from pathlib import Path

import pytest

from site_plugins.engine.later import Later, without_texts
from site_plugins.engine.reading import CHANGED, Reading
from site_plugins.engine.store import Store
from site_plugins.loading.problems import ContentError, Problem
from site_plugins.model.item import ZONE, Markdown
from site_plugins.outputs import site_outputs
from site_plugins.publication import Publication, prepare
from tests.conftest import Write
from tests.engine.test_keys import SHELL, SITE

NOW = datetime(2026, 11, 22, 9, tzinfo=ZONE)
LONG = " ".join(["Wonen", *["is een recht"] * 20])
HEAD = "description: Waar het over gaat.\ndate: 2026-11-20 09:00\ngenre: nieuws\n"
PROJECT = f"""
-- content/index.md --
---
title: Lokaal Bestuur
description: Voor wie lokaal bestuurt.
---
Welkom.
-- content/artikelen/2026/lang.md --
---
title: Lang
{HEAD}sidebars:
  - {{title: Kader, text: "Kaderzin. {LONG}"}}
  - {{title: Kadertje, text: Klein kader.}}
  - {{title: Nog een, text: "Laatste zin. {LONG}"}}
---
Eerste alinea met een [link](kort.md). {LONG}

## Een kop

Tweede alinea.
-- content/artikelen/2026/ook-lang.md --
---
title: Ook lang
{HEAD}---
Iets heel anders. {LONG}
-- content/artikelen/2026/kort.md --
---
title: Kort
{HEAD}---
Een kort stuk.
"""
PAGE = "artikelen/2026/lang/index.html"


@pytest.fixture
def folder(content: Write, tmp_path: Path) -> Path:
    return content(PROJECT) / "content"


@pytest.fixture
def store(tmp_path: Path) -> Store:
    return Store(tmp_path / "kept", b"v" * 16, pytest.fail)


def publish(folder: Path, reading: Reading) -> Publication:
    return prepare(folder, NOW, SITE, reading=reading)


def pages(publication: Publication) -> dict[str, bytes]:
    """Every file of the site."""
    return {output.path: output.content for output in site_outputs(publication, SHELL)}


def page(publication: Publication, path: str = PAGE) -> bytes:
    """One of them."""
    return next(o.content for o in site_outputs(publication, SHELL) if o.path == path)


def build(folder: Path, store: Store) -> dict[str, bytes]:
    """What one process makes, which leaves what it knows to the next."""
    reading = Reading(store)
    made = pages(publish(folder, reading))
    reading.save()
    return made


def replace(file: Path, old: str, new: str) -> None:
    text = file.read_text(encoding="utf-8")
    assert old in text
    file.write_text(text.replace(old, new), encoding="utf-8")


# ---- one text ----


def test_only_long_texts_are_left_out(store: Store) -> None:
    """A short one costs less than to look for it."""
    short, long = Markdown("é" * 199, 3), Markdown("x" * 200, 9)
    store.save("some", [short, long], without_texts())
    kept, later = store.load("some")
    assert (type(kept), kept) == (Markdown, short)
    assert isinstance(later, Later) and later.line == 9
    later.is_read_by(lambda: "gelezen")
    assert (later.text, bool(later)) == ("gelezen", True)


def test_it_is_left_out_again(store: Store) -> None:
    """Without being read: a build that changes nothing asks for no text."""
    later = Later(4)
    later.is_read_by(pytest.fail)
    store.save("some", [later], without_texts())
    (again,) = store.load("some")
    assert (type(again), again.line) == (Later, 4)


def test_elsewhere_it_is_a_text_like_any_other(store: Store) -> None:
    """Whoever keeps one as usual keeps what stands in it."""
    later = Later(4)
    later.is_read_by(lambda: LONG)
    store.save("some", later)
    assert store.load("some") == Markdown(LONG, 4)


# ---- a whole site ----


def test_nobody_notices(folder: Path, store: Store, tmp_path: Path) -> None:
    """The long texts are not kept, and what is made of them is the same, sidebars included."""
    first = build(folder, store)
    kept = (tmp_path / "kept/texts").read_bytes()
    for text in (LONG, "Eerste alinea", "Tweede alinea", "Kaderzin", "Laatste zin", "heel anders"):
        assert text.encode() in b"".join(first.values()), text
        assert text.encode() not in kept, text
    for text in ("Welkom.", "Een kort stuk.", "Klein kader."):
        assert text.encode() in kept, text
    publication = publish(folder, Reading(store))
    long = publication.index.library.items["artikelen/2026/lang"].texts
    assert [isinstance(text, Later) for text in long] == [True, True, False, True]
    assert pages(publication) == first
    assert build(folder, store) == first


def test_another_name_for_what_a_text_links_to(folder: Path, store: Store) -> None:
    """The text is as it was and lies in its file; its HTML is not."""
    build(folder, store)
    replace(folder / "artikelen/2026/kort.md", "genre:", "slug: bondig\ngenre:")
    made = build(folder, store)
    assert b'href="/artikelen/2026/bondig/"' in made[PAGE]
    assert made == pages(publish(folder, Reading()))


def edit(folder: Path) -> None:
    """Another letter in a long text."""
    replace(folder / "artikelen/2026/lang.md", "Tweede alinea", "Derde alinea")


def remove(folder: Path) -> None:
    """A file goes."""
    (folder / "artikelen/2026/ook-lang.md").unlink()


def lengthen(folder: Path) -> None:
    """A short text becomes a long one."""
    replace(folder / "artikelen/2026/kort.md", "Een kort stuk.", f"Nu lang. {LONG}")


def shorten(folder: Path) -> None:
    """And short again, as an editor who thinks better of it."""
    replace(folder / "artikelen/2026/kort.md", f" {LONG}", "")


def retitle(folder: Path) -> None:
    """Something above the text, which moves it down a line."""
    replace(folder / "artikelen/2026/lang.md", "title: Lang\n", "title: Langer\ndraft: false\n")


def test_one_build_after_another(folder: Path, store: Store, tmp_path: Path) -> None:
    """What changed is written apart, without the long texts; what is gone does not come back."""
    build(folder, store)
    whole = (tmp_path / "kept/texts").read_bytes()
    for change in (edit, remove, lengthen, retitle, shorten):
        change(folder)
        assert build(folder, store) == pages(publish(folder, Reading())), change.__name__
        assert (tmp_path / "kept/texts").read_bytes() == whole
        since = (tmp_path / "kept/texts-since").read_bytes()
        assert b"is een recht" not in since, change.__name__
        assert b"artikelen/2026/lang" in since
    assert pages(publish(folder, Reading(store))) == pages(publish(folder, Reading()))


def test_changes_of_another_memory(folder: Path, store: Store, tmp_path: Path) -> None:
    """As a crash between two writes leaves them: they do not count, nor where links led then."""

    def keys(publication: Publication) -> dict[str, bytes]:
        outputs = site_outputs(publication, SHELL)
        return {output.path: output.key() for output in outputs if output.key}

    named, kept = folder / "artikelen/2026/kort.md", tmp_path / "kept"
    replace(named, "genre:", "slug: bondig\ngenre:")
    build(folder, store)
    remove(folder)
    build(folder, store)
    shutil.move(kept / "texts-since", tmp_path / "old")
    (kept / "texts").unlink()
    replace(named, "slug: bondig\n", "")
    build(folder, store)
    shutil.move(tmp_path / "old", kept / "texts-since")
    replace(named, "genre:", "slug: bondig\ngenre:")
    assert keys(publish(folder, Reading(store))) == keys(publish(folder, Reading()))


def test_nothing_new_is_not_written(folder: Path, store: Store, tmp_path: Path) -> None:
    """A build that finds everything as it was leaves the disk alone."""

    def written() -> dict[str, tuple[int, int]]:
        stats = {file.name: file.stat() for file in (tmp_path / "kept").iterdir()}
        return {name: (stat.st_ino, stat.st_mtime_ns) for name, stat in stats.items()}

    time.sleep(0.1)  # until the times of the files tell something
    build(folder, store)
    before = written()
    build(folder, store)
    assert written() == before


# ---- who writes while a site is made ----


def other_text(file: Path) -> None:
    """As long as it was."""
    replace(file, "Tweede alinea", "Vierde alinea")


def other_title(file: Path) -> None:
    replace(file, "title: Lang", "title: Anders")


def broken(file: Path) -> None:
    file.write_bytes(b"\xff\xfe---")


def gone(file: Path) -> None:
    file.unlink()


@pytest.mark.parametrize("change", [other_text, other_title, broken, gone])
def test_changed_after_it_was_looked_at(
    folder: Path, store: Store, change: Callable[[Path], None]
) -> None:
    """No page is made of a title that was and a text that is: the editor builds again."""
    build(folder, store)
    publication = publish(folder, Reading(store))
    file = "artikelen/2026/lang.md"
    change(folder / file)
    with pytest.raises(ContentError) as raised:
        page(publication)
    assert raised.value.problems == [Problem(file, 1, "", CHANGED)]
    assert f"{file}:1: {CHANGED}" in str(raised.value)
    assert b"Iets heel anders" in page(publication, "artikelen/2026/ook-lang/index.html")
    if change is not broken:
        assert build(folder, store) == pages(publish(folder, Reading()))


def test_written_again_and_the_same(folder: Path, store: Store) -> None:
    """What a checkout does in the meantime is no change."""
    first = build(folder, store)
    publication = publish(folder, Reading(store))
    for file in folder.rglob("*.md"):
        data = file.read_bytes()
        file.unlink()
        file.write_bytes(data)
    assert pages(publication) == first


def test_what_was_read_by_this_process_stays(folder: Path, store: Store) -> None:
    """A first build has all texts in hand: what is written meanwhile is for the next."""
    reading = Reading(store)
    publication = publish(folder, reading)
    edit(folder)
    assert b"Tweede alinea" in page(publication)
    reading.save()
    assert b"Derde alinea" in build(folder, store)[PAGE]
