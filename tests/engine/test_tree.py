"""A folder that is brought up to date."""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any

import pytest

from site_plugins.engine.tree import Manifest, Source, bring_up_to_date
from site_plugins.rendering.output import Output

NOTHING = Source(Path("nergens"), {})


class Maker:
    """Tells of what is made, by path."""

    def __init__(self) -> None:
        self.made: list[str] = []

    def output(self, path: str, text: str) -> Output:
        """One whose key is its text."""

        def make() -> bytes:
            self.made.append(path)
            return text.encode()

        return Output(path, make=make, key=lambda: text.encode().ljust(16))


def finish(path: str, data: bytes) -> tuple[Mapping[str, bytes], Any]:
    return ({".gz": data[::-1]} if len(data) > 3 else {}), len(data)


def tree(folder: Path) -> dict[str, bytes | None]:
    """Files and folders, whatever they are called."""
    found: dict[str, bytes | None] = {}
    for path in folder.rglob("*"):
        found[str(path.relative_to(folder))] = path.read_bytes() if path.is_file() else None
    return found


@pytest.fixture
def maker() -> Maker:
    return Maker()


def bring(
    folder: Path, before: Manifest, outputs: Iterable[Output], other: Source = NOTHING
) -> Manifest:
    folder.mkdir(exist_ok=True)
    return bring_up_to_date(Source(folder, before), other, outputs, finish, 1)


def some(maker: Maker, **texts: str) -> Iterator[Output]:
    for name, text in texts.items():
        yield maker.output(name.replace("_", "/"), text)


def test_only_what_changed_is_made(tmp_path: Path, maker: Maker) -> None:
    """And what isn't wanted any more goes, with its folder and what lies beside it."""
    site = tmp_path / "site"
    first = bring(site, {}, some(maker, a_een="eerste", a_b_twee="tweede", drie="derde"))
    assert sorted(maker.made) == ["a/b/twee", "a/een", "drie"]
    maker.made.clear()
    second = bring(site, first, some(maker, a_een="eerste", drie="anders", c_vier="vier"))
    assert sorted(maker.made) == ["c/vier", "drie"]
    clean = tmp_path / "clean"
    bring(clean, {}, some(maker, a_een="eerste", drie="anders", c_vier="vier"))
    assert tree(site) == tree(clean)
    assert list(second) == ["a/een", "drie", "c/vier"]
    assert second["drie"].facts == len("anders")


def test_what_the_other_site_has_is_taken_over(tmp_path: Path, maker: Maker) -> None:
    """As one file with two names, which is not written in."""
    there, site = tmp_path / "there", tmp_path / "site"
    known = bring(there, {}, some(maker, a_een="eerste", twee="tweede"))
    maker.made.clear()
    manifest = bring(site, {}, some(maker, a_een="eerste", twee="nieuw"), Source(there, known))
    assert maker.made == ["twee"]
    assert (site / "a/een").samefile(there / "a/een")
    assert (site / "a/een.gz").samefile(there / "a/een.gz")
    # The next build of the other folder doesn't touch this one.
    bring(there, known, some(maker, a_een="derde", twee="nieuw"), Source(site, manifest))
    assert (site / "a/een").read_text() == "eerste"
    assert (there / "a/een").read_text() == "derde"


@pytest.mark.parametrize("damage", ["change", "touch", "remove", "remove packed", "replace"])
def test_a_file_that_was_changed_is_made_again(tmp_path: Path, maker: Maker, damage: str) -> None:
    """Whoever did that to a site gets what belongs there."""
    site = tmp_path / "site"
    before = bring(site, {}, some(maker, a_een="eerste", twee="tweede"))
    want = tree(site)
    maker.made.clear()
    file = site / "a/een"
    match damage:
        case "change":
            file.write_text("vreemd")
        case "touch":
            os.utime(file, (1, 1))
        case "remove":
            file.unlink()
        case "remove packed":
            (site / "a/een.gz").unlink()
        case "replace":
            file.unlink()
            file.symlink_to(site / "twee")
    bring(site, before, some(maker, a_een="eerste", twee="tweede"))
    assert maker.made == ["a/een"]
    assert tree(site) == want
    assert not file.is_symlink()


def test_what_does_not_belong_there_goes(tmp_path: Path, maker: Maker) -> None:
    """Files, folders and links that nobody knows."""
    site = tmp_path / "site"
    before = bring(site, {}, some(maker, a_een="eerste"))
    want = tree(site)
    (site / "leeg/dieper").mkdir(parents=True)
    (site / "a/vreemd").write_text("x")
    (site / "link").symlink_to(site / "a", target_is_directory=True)
    bring(site, before, some(maker, a_een="eerste"))
    assert tree(site) == want


def test_a_file_in_the_place_of_a_folder(tmp_path: Path, maker: Maker) -> None:
    """And the other way round."""
    site = tmp_path / "site"
    before = bring(site, {}, some(maker, een_twee="eerste", drie="derde"))
    bring(site, before, some(maker, een="eerste", drie_vier="derde"))
    assert sorted(tree(site)) == ["drie", "drie/vier", "drie/vier.gz", "een", "een.gz"]


def test_files_are_copied(tmp_path: Path) -> None:
    """Again when the original has changed."""
    original, site = tmp_path / "a.pdf", tmp_path / "site"
    original.write_bytes(b"een")
    output = Output("media/a.pdf", source=original)
    before = bring(site, {}, [output])
    original.write_bytes(b"twee")
    bring(site, before, [output])
    assert (site / "media/a.pdf").read_bytes() == b"twee"


@pytest.mark.parametrize("path", ["../a", "/a", "a/../../b"])
def test_nothing_is_written_elsewhere(tmp_path: Path, path: str) -> None:
    """Nor twice."""
    with pytest.raises(ValueError, match="outside"):
        bring(tmp_path / "site", {}, [Output(path, b"x")])
    with pytest.raises(ValueError, match="twice"):
        bring(tmp_path / "site", {}, [Output("a", b"x"), Output("a", b"x")])
