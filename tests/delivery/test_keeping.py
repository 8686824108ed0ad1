"""What is kept from one build to the next."""

from __future__ import annotations

import threading
from collections.abc import Callable
from functools import partial
from pathlib import Path

import pytest

from site_plugins.delivery.keeping import Cache


def maker(data: bytes) -> tuple[Callable[[], bytes], list[bytes]]:
    """Something that makes bytes, and what it made so far."""
    made: list[bytes] = []

    def make() -> bytes:
        made.append(data)
        return data

    return make, made


def files(folder: Path) -> list[Path]:
    """What is in the cache."""
    return sorted(file for file in folder.rglob("*") if file.is_file())


def test_what_was_made_is_not_made_again(tmp_path: Path) -> None:
    """By this build or an earlier one; under another key it is."""
    make, made = maker(b"kaart")
    for _ in range(2):
        cache = Cache(tmp_path / "cache")
        assert cache.keep("a", make) == cache.keep("a", make) == b"kaart"
    assert made == [b"kaart"]
    cache.keep("b", make)
    assert made == [b"kaart"] * 2


@pytest.mark.parametrize("damage", [b"", b"x" * 10, b"x" * 32 + b"kaart", b"x" * 5000])
def test_what_is_damaged_is_made_anew(tmp_path: Path, damage: bytes) -> None:
    """Whatever stands in the file; and then it is right again."""
    make, made = maker(b"kaart")
    Cache(tmp_path).keep("a", make)
    (file,) = files(tmp_path)
    file.write_bytes(damage)
    assert Cache(tmp_path).keep("a", make) == b"kaart"
    assert Cache(tmp_path).keep("a", make) == b"kaart"
    assert len(made) == 2


def test_a_place_that_can_not_be_written_stops_nothing(tmp_path: Path) -> None:
    """A file where the folder should be, as on a disk that is only to be read."""
    (tmp_path / "cache").write_text("geen map")
    make, made = maker(b"kaart")
    cache = Cache(tmp_path / "cache")
    assert cache.keep("a", make) == cache.keep("a", make) == b"kaart"
    cache.tidy(0)
    assert len(made) == 2


def test_nothing_is_kept_of_what_fails(tmp_path: Path) -> None:
    """The mistake comes out, each time."""

    def fail() -> bytes:
        raise ValueError("kapot")

    for _ in range(2):
        with pytest.raises(ValueError, match="kapot"):
            Cache(tmp_path).keep("a", fail)
    assert files(tmp_path) == []


def test_what_is_no_longer_needed_goes(tmp_path: Path) -> None:
    """Only when there is too much, and never what this build asked for."""
    for key in "abc":
        Cache(tmp_path).keep(key, lambda: bytes(1000))
    cache = Cache(tmp_path)
    cache.keep("b", lambda: b"anders")
    cache.tidy(10_000)
    assert len(files(tmp_path)) == 3
    cache.tidy(2_000)
    assert len(files(tmp_path)) == 1
    assert cache.keep("b", lambda: b"anders") == bytes(1000)


def test_several_builds_at_once(tmp_path: Path) -> None:
    """Each gets the whole of everything, while others write and clear away."""
    found: set[bool] = set()
    wanted = {key: key.encode() * 50_000 for key in "abcdef"}

    def build() -> None:
        for _ in range(20):
            cache = Cache(tmp_path)
            for key, data in wanted.items():
                found.add(cache.keep(key, partial(bytes, data)) == data)
            cache.tidy(0)
            Cache(tmp_path).tidy(0)

    builds = [threading.Thread(target=build) for _ in range(4)]
    for thread in builds:
        thread.start()
    for thread in builds:
        thread.join()
    assert found == {True}
    assert not [file for file in files(tmp_path) if len(file.name) != 64]
