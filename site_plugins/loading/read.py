"""Reads a content folder: all texts and figures of a library come in here."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from site_plugins.loading.disclosure.exposures import exposures
from site_plugins.loading.figures import parse_figures
from site_plugins.loading.files import RECORD_ENDING, UNREADABLE, Files, read_bytes, walk
from site_plugins.loading.front_matter import MAX_BYTES, HeadError, decode
from site_plugins.loading.frozen import frozen, vain_changes
from site_plugins.loading.item import Read, read_file, report_finding
from site_plugins.loading.media.inspection import media_problems
from site_plugins.loading.place import Known, Report
from site_plugins.loading.problems import Problem, Severity
from site_plugins.loading.schema import SCHEMAS
from site_plugins.loading.sent import RESTORE, RecordError, read_record
from site_plugins.loading.words import parse_words
from site_plugins.model.edition import Edition
from site_plugins.model.figures import Figures
from site_plugins.model.item import Item, Key
from site_plugins.model.letter import Sent
from site_plugins.model.library import NO_HOME, Library
from site_plugins.model.organisation import Home


@dataclass(frozen=True)
class Content:
    """What a folder holds, and every problem found.

    Where there are errors the library is only good for finding more of them: items that are
    wrong are drafts in it, with stand-ins for what could not be read.
    """

    library: Library
    problems: list[Problem]
    lines: Mapping[Key, Mapping[str, int]]
    """For each item, the line on which each key of its head stands."""
    words: frozenset[str] = frozenset()
    """Those that the editors say are right."""

    @property
    def unread(self) -> list[Key]:
        """The files that gave no item at all."""
        known = {*self.library.items, self.library.home.key}
        return [key for key in self.lines if key not in known]

    def line(self, item: Item, key: str) -> int:
        """The line of a key of an item; 1 where it lacks."""
        return self.lines.get(item.key, {}).get(key, 1)


ReadTexts = Callable[[Path, Files, Known], Iterable[Read]]
"""Gives what ``read_file`` does for each of ``Files.texts``, in that order."""


def one_by_one(folder: Path, found: Files, known: Known) -> Iterator[Read]:
    """Read every text anew, in this process."""
    return (read_file(folder, file, known) for file in found.texts)


def read_content(folder: Path, read_texts: ReadTexts = one_by_one) -> Content:
    """Read everything below ``folder``. Nothing raises: what is wrong becomes a problem."""
    found = walk(folder)
    problems = found.problems
    known = known_of(found)
    items: dict[Key, Item] = {}
    lines: dict[Key, Mapping[str, int]] = {}
    home = NO_HOME
    public: set[str] = set()
    for read in read_texts(folder, found, known):
        lines[read.key] = read.lines
        problems += read.problems
        public.update(read.public)
        if isinstance(read.item, Home):
            home = read.item
        elif read.item is not None:
            items[read.key] = read.item
    # The records are few, and their editions say what other items are called now.
    by_id = {item.id: item for item in items.values()} if found.records else {}
    for file in found.records:
        key = file.removesuffix(RECORD_ENDING)
        sent = _read_sent(folder, file, problems)
        edition = items.get(key)
        if sent and isinstance(edition, Edition):
            items[key] = made = frozen(edition, sent, by_id)
            report = Report(edition.path, known.names, known.media, problems)
            below = {"tekst": edition.body.line} | dict(lines[key])
            for finding in vain_changes(edition, made):
                report_finding(finding, below, report, Severity.WARNING)
        elif key not in lines:
            message = f"deze editie is verzonden, maar {key}.md ontbreekt. Zet dat terug uit git."
            problems.append(Problem(file, 1, "", message))
    for name, size in found.media.items():
        problems.extend(media_problems(folder, name, size, public))
    figures: dict[str, Figures] = {}
    for file in found.figures:
        table = _read_figures(folder, file, problems)
        if table:
            figures[file.partition("/")[2]] = table
    if not items and not problems:
        message = "er is geen enkel stuk in deze map."
        problems.append(Problem("index.md", 1, "", message, "artikelen/2026/naam.md"))
    words = _read_words(folder, found.words, problems) if found.words else frozenset()
    return Content(Library(items, home, figures, found.media), problems, lines, words)


def known_of(found: Files) -> Known:
    """What the texts of a folder may name: each other, and the media."""
    names: dict[str, dict[str, tuple[Key, ...]]] = {folder: {} for folder in SCHEMAS}
    keys: dict[str, tuple[Key, ...]] = {}
    for file in found.texts:
        key = file.removesuffix(".md")
        folder, _, rest = key.partition("/")
        if rest:
            name = rest.rpartition("/")[2]
            shelf, own = names[folder], (key,)
            shelf[name] = shelf[name] + own if name in shelf else own
            keys[name] = keys[name] + own if name in keys else own
    return Known(names, found.media, keys)


def _read_sent(folder: Path, file: str, problems: list[Problem]) -> Sent | None:
    try:
        text = decode(read_bytes(f"{folder}/{file}", MAX_BYTES))
        # Rooms and keys only: what else may be private was judged when the items were written.
        for line, found, example, severity in exposures(text, {file}, file):
            problems.append(Problem(file, line, "", found, example, severity))
        return read_record(text, file)
    except RecordError as error:
        message = f"{error.message} {RESTORE}"
        problems.append(Problem(file, error.line, error.field, message))
    except HeadError as error:
        problems.append(Problem(file, error.line, "", f"{error.message} {RESTORE}"))
    except OSError:
        problems.append(Problem(file, 1, "", UNREADABLE))
    return None


def _read_figures(folder: Path, file: str, problems: list[Problem]) -> Figures | None:
    try:
        text = decode(read_bytes(f"{folder}/{file}", MAX_BYTES))
    except HeadError as error:
        problems.append(Problem(file, error.line, "", error.message, error.example))
        return None
    except OSError:
        problems.append(Problem(file, 1, "", UNREADABLE))
        return None
    table, wrong = parse_figures(text, file)
    problems.extend(wrong)
    for line, message, example, severity in exposures(text):
        problems.append(Problem(file, line, "", message, example, severity))
    return table


def _read_words(folder: Path, file: str, problems: list[Problem]) -> frozenset[str]:
    try:
        words, wrong = parse_words(decode(read_bytes(f"{folder}/{file}", MAX_BYTES)))
    except HeadError as error:
        problems.append(Problem(file, error.line, "", error.message))
        return frozenset()
    except OSError:
        problems.append(Problem(file, 1, "", UNREADABLE))
        return frozenset()
    message = "op een regel hoort één woord te staan. Uitleg begint met een hekje (#)."
    problems += [Problem(file, line, "", message, "leergang  # een cursus") for line in wrong]
    return words
