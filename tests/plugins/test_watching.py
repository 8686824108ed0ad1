"""A preview hears of what an editor does to the content."""

from __future__ import annotations

import queue
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from watchdog.events import FileSystemEvent, FileSystemEventHandler

from site_plugins.plugins.watching import Watching

WAIT = 20
"""Seconds: far more than hearing of a change takes."""


class Told(FileSystemEventHandler):
    """The names of what was told of."""

    def __init__(self) -> None:
        self.names: queue.Queue[str] = queue.Queue()

    def on_any_event(self, event: FileSystemEvent) -> None:
        # As MkDocs does.
        if not event.is_directory:
            self.names.put(Path(str(event.src_path)).name)

    def until(self, name: str) -> set[str]:
        """What was told of, up to ``name``. Raises queue.Empty where that never comes."""
        found = set()
        while name not in found:
            found.add(self.names.get(timeout=WAIT))
        return found


@pytest.fixture
def told(tmp_path: Path) -> Iterator[Told]:
    """What is told of a folder with an article, a folder with another, and a file beside it."""
    (tmp_path / "content/map").mkdir(parents=True)
    for name in ("content/een.md", "content/map/twee.md", "mkdocs.yml"):
        (tmp_path / name).write_text("Tekst.")
    watching, told = Watching(), Told()
    for name in ("content", "mkdocs.yml"):
        watching.schedule(told, str(tmp_path / name), recursive=True)
    watching.start()
    yield told
    watching.stop()
    watching.join()


def _replace(file: Path) -> None:
    file.with_name("nieuw~").write_text("Anders.")
    file.with_name("nieuw~").replace(file)


@pytest.mark.parametrize(
    ("change", "name"),
    [
        (lambda folder: (folder / "een.md").write_text("Anders."), "een.md"),
        (lambda folder: _replace(folder / "een.md"), "nieuw~"),
        (lambda folder: (folder / "map/drie.md").write_text("Nieuw."), "drie.md"),
        (lambda folder: (folder / "een.md").unlink(), "een.md"),
        (lambda folder: (folder / "map").rename(folder.parent / "weg"), "map"),
        (lambda folder: shutil.rmtree(folder / "map"), "map"),
        (lambda folder: (folder.parent / "mkdocs.yml").write_text("Anders."), "mkdocs.yml"),
    ],
    ids=[
        "written",
        "replaced",
        "new",
        "removed",
        "folder moved away",
        "folder removed",
        "settings",
    ],
)
def test_every_change_is_told(
    told: Told, tmp_path: Path, change: Callable[[Path], object], name: str
) -> None:
    """Whatever an editor or a program does, also a second time."""
    change(tmp_path / "content")
    told.until(name)
    (tmp_path / "content/later.md").write_text("Nog iets.")
    told.until("later.md")


def test_what_a_build_reads_is_no_change(told: Told, tmp_path: Path) -> None:
    """Or each build would call for the next."""
    (tmp_path / "content/begin.md").write_text("Begin.")
    told.until("begin.md")
    (tmp_path / "content/een.md").read_text()
    (tmp_path / "content/later.md").write_text("Nog iets.")
    assert "een.md" not in told.until("later.md")
