"""A folder of outputs that is brought up to date: what is there already is not made again.

An output is made again when its key is another one than that of the file that is there. The key
of an output is the digest of everything that it is made of; where it has none, of its bytes.
Whether a file is still the one that was written, its size and times tell (as git sees it:
https://git-scm.com/docs/racy-git); whoever changed it meanwhile gets a new one.
"""

from __future__ import annotations

import errno
import os
import shutil
from collections.abc import Callable, Iterable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any, NamedTuple

from site_plugins.engine.fingerprint import digest
from site_plugins.engine.workers import share
from site_plugins.loading.problems import ContentError, Problem
from site_plugins.rendering.output import Output

Stat = tuple[int, int]
"""Of a file: bytes, and nanoseconds since 1970 at which it was last written."""


class Entry(NamedTuple):
    """One output as it was written."""

    key: bytes
    files: tuple[tuple[str, Stat], ...]
    """The file, and those beside it that are made from it: endings behind the path."""
    facts: Any
    """What was seen in the file; see ``delivery.inspection``."""


Manifest = dict[str, Entry]
"""What stands in a folder, by path."""

Finish = Callable[[str, bytes], tuple[Mapping[str, bytes], Any]]
"""For a path and its bytes: what comes beside it, by ending, and what was seen in it."""


class Seen(NamedTuple):
    """What stands in a folder: its files and its folders, by path below it."""

    files: dict[str, Stat]
    folders: set[str]


@dataclass(frozen=True, slots=True)
class Source:
    """A folder with what is known to be in it."""

    folder: Path
    manifest: Manifest
    seen: Seen | None = None
    """What stands in it, where somebody looked already."""


def bring_up_to_date(
    tree: Source,
    other: Source,
    outputs: Iterable[Output],
    finish: Finish,
    workers: int,
    last: Callable[[Manifest], Iterable[Output]] = lambda made: (),
) -> Manifest:
    """Make ``tree.folder`` hold the outputs, and nothing else.

    What it lacks comes from ``other`` (the site of the build before, which stays as it is), or is
    made. ``last`` gives outputs that tell of the others. Raises OSError, ValueError where two
    outputs have one path or one leads elsewhere, ContentError with the problems of all outputs
    that raise it, and what else making raises.
    """
    wanted = _by_path(outputs)
    there, folders = tree.seen or look(tree.folder)
    made: Manifest = {}
    todo: list[tuple[Output, bytes]] = []
    # Where there is nothing to compare it with, a key can wait until somebody makes the file.
    known = bool(tree.manifest or other.manifest)
    for output in wanted.values():
        key = _key(output) if known else b""
        entry = tree.manifest.get(output.path)
        if entry and entry.key == key and _holds(entry, output.path, there):
            made[output.path] = entry
        else:
            todo.append((output, key))
    kept = {path + ending for path, entry in made.items() for ending, _ in entry.files}
    for path in there.keys() - kept:
        os.unlink(tree.folder / path)
    needed = _folders_of(wanted)
    for folder in sorted(folders - needed, key=len, reverse=True):
        os.rmdir(tree.folder / folder)
    for folder in sorted(needed - folders, key=len):
        with suppress(FileExistsError):
            os.mkdir(tree.folder / folder)
    todo = [
        (output, key) for output, key in todo if not _taken_over(output, key, tree, other, made)
    ]

    def work(some: Sequence[tuple[Output, bytes]]) -> list[Entry | list[Problem]]:
        return [_written(tree.folder, output, key, finish) for output, key in some]

    problems: list[Problem] = []
    for (output, _), result in zip(todo, share(work, todo, workers), strict=True):
        if isinstance(result, list):
            problems += result
        else:
            made[output.path] = result
    if problems:
        raise ContentError(problems)
    found = {path: made[path] for path in wanted}
    for path, output in _by_path(last(found)).items():
        found[path] = _write(tree.folder, output, b"", finish)
    return found


def _by_path(outputs: Iterable[Output]) -> dict[str, Output]:
    wanted: dict[str, Output] = {}
    for output in outputs:
        path = output.path
        if path in wanted or path.startswith("/") or ".." in path.split("/"):
            raise ValueError(f"output {path!r} twice or outside the site")
        wanted[path] = output
    return wanted


def _key(output: Output) -> bytes:
    if output.key:
        return output.key()
    if output.source:
        found = output.source.stat()
        times = f"{found.st_size} {found.st_mtime_ns} {found.st_ctime_ns} {found.st_ino}"
        return digest(b"file", times.encode())
    return digest(output.content)


def look(folder: Path) -> Seen:
    """See what stands in a folder. Raises OSError."""
    seen = Seen({}, set())
    _gather(seen, os.fspath(folder), "")
    return seen


def _gather(seen: Seen, folder: str, below: str) -> None:
    with os.scandir(folder) as entries:
        for entry in entries:
            path = below + entry.name
            if entry.is_dir(follow_symlinks=False):
                seen.folders.add(path)
                _gather(seen, entry.path, f"{path}/")
            else:
                found = entry.stat(follow_symlinks=False)
                seen.files[path] = found.st_size, found.st_mtime_ns


def doubled(folder: Path, into: Path) -> Seen:
    """Give each file of a folder a second name, in a new one. Raises OSError."""
    seen = look(folder)
    umask = os.umask(0o022)
    try:
        into.mkdir()
        for path in sorted(seen.folders, key=len):
            os.mkdir(f"{into}/{path}")
        for path in seen.files:
            os.link(f"{folder}/{path}", f"{into}/{path}")
    finally:
        os.umask(umask)
    return seen


def _holds(entry: Entry, path: str, there: Mapping[str, Stat]) -> bool:
    return all(there.get(path + ending) == stat for ending, stat in entry.files)


def _folders_of(paths: Iterable[str]) -> set[str]:
    found: set[str] = set()
    for path in paths:
        folder = path.rpartition("/")[0]
        while folder and folder not in found:
            found.add(folder)
            folder = folder.rpartition("/")[0]
    return found


def _taken_over(output: Output, key: bytes, tree: Source, other: Source, made: Manifest) -> bool:
    """Whether the other folder had it: then it is one file with two names."""
    path = output.path
    entry = other.manifest.get(path)
    if not entry or entry.key != key:
        return False
    try:
        for ending, stat in entry.files:
            found = os.stat(other.folder / (path + ending))
            if (found.st_size, found.st_mtime_ns) != stat:
                return False
        for ending, _ in entry.files:
            os.link(other.folder / (path + ending), tree.folder / (path + ending))
    except OSError:
        for ending, _ in entry.files:
            (tree.folder / (path + ending)).unlink(missing_ok=True)
        return False
    made[path] = entry
    return True


def _written(folder: Path, output: Output, key: bytes, finish: Finish) -> Entry | list[Problem]:
    try:
        return _write(folder, output, key, finish)
    except ContentError as error:
        return error.problems


def _write(folder: Path, output: Output, key: bytes, finish: Finish) -> Entry:
    target = f"{folder}/{output.path}"
    key = key or _key(output)
    if output.source:
        try:
            shutil.copyfile(output.source, target)
        except OSError as error:
            error.filename2 = error.filename2 or target
            raise
        return Entry(key, (("", _stat(target)),), None)
    data = output.make() if output.make else output.data
    beside, facts = finish(output.path, data)
    files = []
    for ending, content in (("", data), *beside.items()):
        name = target + ending
        try:
            # Never into a file that is there: it may be one with a file of the old site.
            number = os.open(name, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o666)
            with open(number, "wb", buffering=0) as out:
                written = out.write(content)
                if written != len(content):  # a disk that is nearly full
                    raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))
                found = os.fstat(number)
        except OSError as error:
            # What a full disk says comes without a name.
            error.filename = error.filename or name
            raise
        files.append((ending, (found.st_size, found.st_mtime_ns)))
    return Entry(key, tuple(files), facts)


def _stat(file: str) -> Stat:
    found = os.stat(file)
    return found.st_size, found.st_mtime_ns
