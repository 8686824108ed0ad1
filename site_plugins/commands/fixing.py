"""``lokaal check --fix``: shows what would change, asks, and writes."""

from __future__ import annotations

import difflib
import os
import sys
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass
from functools import partial
from pathlib import Path

import click

from site_plugins.commands.places import moment
from site_plugins.commands.showing import is_coloured
from site_plugins.loading.files import read_bytes, walk
from site_plugins.loading.front_matter import MAX_BYTES
from site_plugins.loading.item import read_file
from site_plugins.loading.place import Known
from site_plugins.loading.problems import Problem, errors
from site_plugins.loading.read import known_of, read_content
from site_plugins.loading.rules import clashes
from site_plugins.loading.schema import HOME, SCHEMAS
from site_plugins.mending.mend import mend
from site_plugins.mending.slugs import free_slug, with_slug
from site_plugins.model.edition import Edition
from site_plugins.projections.addresses import address

_MARK = b"\xef\xbb\xbf"
_COLOURS = {"+": "green", "-": "red", "@": "cyan"}


@dataclass(frozen=True, slots=True)
class _Change:
    """One file that can be better."""

    path: Path
    file: str
    before: str
    after: str
    done: tuple[str, ...]
    mark: bytes
    """The byte order mark that it begins with, or nothing."""
    ends: str
    """What its lines end with."""


def fix(folder: Path, files: Sequence[Path], *, yes: bool) -> int:
    """Mend the texts below ``folder``, or only those in ``files``; how many were written."""
    changes = list(_changes(folder, files))
    for change in changes:
        _show(change)
    if not changes:
        print("Er is niets dat vanzelf veilig beter kan.\n")
        return 0
    count = f"{len(changes)} {'bestand' if len(changes) == 1 else 'bestanden'}"
    if not yes and not (sys.stdin.isatty() and sys.stdout.isatty()):
        print(f"Er is nog niets bewaard. Bewaar {count} zo met: scripts/check --fix --yes\n")
        return 0
    if not yes and not _agreed():
        print("Er is niets bewaard.\n")
        return 0
    for change in changes:
        _write(change)
    print(f"Bewaard: {count}.\n")
    return len(changes)


def _agreed() -> bool:
    try:
        return input("Zo bewaren? [j/N] ").strip().lower() in ("j", "ja")
    except EOFError:
        print()
        return False


def _changes(folder: Path, files: Sequence[Path]) -> Iterator[_Change]:
    found = walk(folder)
    known = known_of(found)
    slugs = _new_slugs(folder)
    with tempfile.TemporaryDirectory(prefix="lokaal-") as desk:
        for file in found.texts:
            path = folder / file
            if files and not any(path == asked or asked in path.parents for asked in files):
                continue
            change = _mended(path, file, known, Path(desk))
            wrong = errors(read_file(folder, file, known).problems)
            if not change and file in slugs and not wrong:
                change = _readdressed(path, file, slugs[file])
            if change:
                yield change


def _new_slugs(folder: Path) -> dict[str, str]:
    """Other slugs for items whose address is taken, as far as nobody has seen them yet.

    What is published keeps its address, whatever clashes: that is for the editor to judge.
    """
    library = read_content(folder).library
    now = moment(None)
    items = list(library.items.values())
    paths = {item.path: item for item in items}
    taken = {item.slug for item in items}
    slugs: dict[str, str] = {}
    for problem in clashes(items, address, {}):
        item = paths[problem.file]
        if problem.field == "slug" and not isinstance(item, Edition) and not item.is_public(now):
            slugs[problem.file] = free_slug(item.slug, taken)
            taken.add(slugs[problem.file])
    return slugs


def _readdressed(path: Path, file: str, slug: str) -> _Change | None:
    opened = _open(path)
    if opened is None:
        return None
    text, mark, ends = opened
    return _Change(path, file, text, with_slug(text, slug), ("een eigen adres",), mark, ends)


def _mended(path: Path, file: str, known: Known, desk: Path) -> _Change | None:
    """The better file; None where nothing can be done."""
    opened = _open(path)
    if opened is None:
        return None
    text, mark, ends = opened
    schema = HOME if file == "index.md" else SCHEMAS[file.partition("/")[0]]
    mended = mend(text, schema, known.names, partial(_judge, desk, file, known))
    if not mended.done:
        return None
    return _Change(path, file, text, mended.text, mended.done, mark, ends)


def _open(path: Path) -> tuple[str, bytes, str] | None:
    """A text with plain line ends, its byte order mark, and the line ends that it had."""
    try:
        data = read_bytes(str(path), MAX_BYTES)
        mark = _MARK if data.startswith(_MARK) else b""
        written = data[len(mark) :].decode("utf-8")
    except (OSError, UnicodeDecodeError):
        return None
    ends = "\r\n" if "\r\n" in written else "\n"
    text = written.replace("\r\n", "\n")
    if len(data) > MAX_BYTES or "\r" in text or text.replace("\n", ends) != written:
        return None  # its line ends are mixed: more would change than was wrong
    return text, mark, ends


def _judge(desk: Path, file: str, known: Known, text: str) -> Sequence[Problem]:
    """What the check says of a text, if it stood in the file."""
    draft = desk / file
    draft.parent.mkdir(parents=True, exist_ok=True)
    draft.write_bytes(text.encode("utf-8"))
    return read_file(desk, file, known).problems


def _show(change: _Change) -> None:
    """One unified diff; ``patch`` and ``git apply`` read it too."""
    coloured = is_coloured(sys.stdout, os.environ)
    before, after = (text.split("\n") for text in (change.before, change.after))
    print(f"{change.file}: {', '.join(change.done)}")
    for line in difflib.unified_diff(
        before, after, f"a/{change.file}", f"b/{change.file}", lineterm="", n=1
    ):
        colour = _COLOURS.get(line[:1])
        print(click.style(line, fg=colour) if coloured and colour else line)
    print()


def _write(change: _Change) -> None:
    """In one step: whatever stops it, the file is the old or the new one, whole."""
    data = change.mark + change.after.replace("\n", change.ends).encode("utf-8")
    descriptor, name = tempfile.mkstemp(dir=change.path.parent, prefix=".", suffix=".tmp")
    try:
        with os.fdopen(descriptor, "wb") as file:
            file.write(data)
            os.fchmod(descriptor, change.path.stat().st_mode & 0o7777)
            file.flush()
            os.fsync(descriptor)
        Path(name).replace(change.path)
    except BaseException:
        with suppress(OSError):
            Path(name).unlink()
        raise
