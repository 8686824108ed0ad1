"""Reads a content folder: all texts and figures of a library come in here."""

from __future__ import annotations

import os
import re
import stat
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from io import FileIO
from pathlib import Path, PurePosixPath
from typing import Any

from slugify import slugify

from site_plugins.loading.blocks import read_fields
from site_plugins.loading.figures import parse_figures
from site_plugins.loading.front_matter import MAX_BYTES, Document, HeadError, decode, parse
from site_plugins.loading.moments import parse_moment
from site_plugins.loading.place import Report
from site_plugins.loading.problems import Problem, Severity, nearest, shown
from site_plugins.loading.references import DOCUMENTS, PICTURES, SOUNDS, TRANSCRIPTS
from site_plugins.loading.rules import (
    Finding,
    closed_rooms,
    lone_findings,
    lone_warnings,
    questionable,
)
from site_plugins.loading.schema import HOME, SCHEMAS, Schema
from site_plugins.loading.texts import SLUG
from site_plugins.model.article import Article
from site_plugins.model.edition import Edition
from site_plugins.model.figures import Figures
from site_plugins.model.item import ZONE, Item, Key, Markdown
from site_plugins.model.library import NO_HOME, Library
from site_plugins.model.organisation import Home

FOLDERS = (*SCHEMAS, "cijfers", "media")
IGNORED = frozenset({".gitkeep", ".gitignore", ".DS_Store", "Thumbs.db", "desktop.ini"})
"""Files that systems leave behind; they are never published."""
MEDIA_ENDINGS = tuple(dict.fromkeys((*PICTURES, *DOCUMENTS, *SOUNDS, *TRANSCRIPTS)))


@dataclass
class _Found:
    """The files of a content folder, by what they are for."""

    texts: list[str] = field(default_factory=list)
    figures: list[str] = field(default_factory=list)
    media: dict[str, int] = field(default_factory=dict)
    problems: list[Problem] = field(default_factory=list)

    def wrong(self, file: str, message: str, example: str = "") -> None:
        self.problems.append(Problem(file, 1, "", message, example))


@dataclass(frozen=True)
class Content:
    """What a folder holds, and every problem found.

    Where there are errors the library is only good for finding more of them: items that are
    wrong are drafts in it, with stand-ins for what could not be read.
    """

    library: Library
    problems: list[Problem]
    lines: dict[Key, dict[str, int]]
    """For each item, the line on which each key of its head stands."""

    @property
    def unread(self) -> list[Key]:
        """The files that gave no item at all."""
        known = {*self.library.items, self.library.home.key}
        return [key for key in self.lines if key not in known]

    def line(self, item: Item, key: str) -> int:
        """The line of a key of an item; 1 where it lacks."""
        return self.lines.get(item.key, {}).get(key, 1)


def read_content(folder: Path) -> Content:
    """Read everything below ``folder``. Nothing raises: what is wrong becomes a problem."""
    found = _walk(folder)
    problems = found.problems
    names = _names(found.texts)
    items: dict[Key, Item] = {}
    lines: dict[Key, dict[str, int]] = {}
    home = NO_HOME
    for file in found.texts:
        key = file.removesuffix(".md")
        report = Report(file, names, found.media, problems)
        item, lines[key] = _read_item(folder, file, key, report)
        if isinstance(item, Home):
            home = item
        elif item is not None:
            items[key] = item
    figures: dict[str, Figures] = {}
    for file in found.figures:
        table = _read_figures(folder, file, problems)
        if table:
            figures[file.partition("/")[2]] = table
    if not items and not problems:
        message = "er is geen enkel stuk in deze map."
        problems.append(Problem("index.md", 1, "", message, "artikelen/2026/naam.md"))
    return Content(Library(items, home, figures, found.media), problems, lines)


def _walk(folder: Path) -> _Found:
    """Sort the files by what they are for; everything else is a problem."""
    found = _Found()
    unknown: set[str] = set()
    for path, entry in _entries(folder, "", found):
        top, _, rest = path.partition("/")
        ending = PurePosixPath(path).suffix
        if path == "index.md":
            found.texts.append(path)
        elif not rest:
            found.wrong(
                path,
                "dit bestand hoort in de map van zijn soort.",
                "artikelen/2026/naam.md",
            )
        elif top not in FOLDERS:
            if top not in unknown:
                hint = nearest(top, FOLDERS) or f" Bekend zijn: {', '.join(FOLDERS)}."
                found.wrong(path, f"de map {top}/ is onbekend.{hint}")
            unknown.add(top)
        elif top == "media":
            _sort_media(path, entry, found)
        elif top == "cijfers":
            if ending == ".csv" and "/" not in rest:
                found.figures.append(path)
            else:
                found.wrong(path, "in cijfers/ staan alleen CSV-bestanden.", "cijfers/leden.csv")
        elif ending != ".md":
            found.wrong(
                path,
                f"bestanden van de soort {shown(ending)} horen hier niet. Tekst eindigt op .md;"
                " beeld en downloads horen in media/.",
                f"{path.rpartition('/')[0]}/naam.md",
            )
        elif top == Article.folder and not re.fullmatch(r"\d{4}/[^/]+", rest):
            found.wrong(
                path, "een artikel staat in de map van zijn jaar.", "artikelen/2026/naam.md"
            )
        elif top != Article.folder and "/" in rest:
            found.wrong(path, f"in {top}/ horen geen mappen te staan.", f"{top}/naam.md")
        else:
            found.texts.append(path)
    return found


def _sort_media(path: str, entry: os.DirEntry[str], found: _Found) -> None:
    ending = PurePosixPath(path).suffix.lower()
    if ending in MEDIA_ENDINGS:
        found.media[path.removeprefix("media/")] = entry.stat().st_size
    else:
        found.wrong(
            path,
            f"bestanden van de soort {shown(ending)} worden niet gepubliceerd.",
            "media/foto.jpg",
        )


def _entries(folder: Path, below: str, found: _Found) -> Iterator[tuple[str, os.DirEntry[str]]]:
    """Every plain file, in the order of its name; links and odd files are problems."""
    try:
        with os.scandir(folder / below) as listing:
            entries = sorted(listing, key=lambda entry: entry.name)
    except OSError:
        found.wrong(below or ".", "deze map kan niet gelezen worden. Kijk de rechten na.")
        return
    for entry in entries:
        path = f"{below}{entry.name}"
        if entry.name in IGNORED:
            continue
        mode = entry.stat(follow_symlinks=False).st_mode
        if not entry.name.isprintable() or not unicodedata.is_normalized("NFC", entry.name):
            found.wrong(
                ascii(path)[1:-1],
                "deze bestandsnaam heeft tekens die niet overal werken. Gebruik kleine letters,"
                " cijfers en streepjes.",
                "mijn-stuk.md",
            )
            continue
        if stat.S_ISLNK(mode):
            found.wrong(path, "dit is een verwijzing (symlink). Zet het bestand zelf hier neer.")
        elif stat.S_ISDIR(mode):
            yield from _entries(folder, f"{path}/", found)
        elif not stat.S_ISREG(mode):
            found.wrong(path, "dit is geen gewoon bestand. Haal het weg.")
        else:
            yield path, entry


def _names(texts: list[str]) -> dict[str, dict[str, list[Key]]]:
    """For references: by folder and file name, the keys that they may mean."""
    names: dict[str, dict[str, list[Key]]] = {folder: {} for folder in SCHEMAS}
    for file in texts:
        key = file.removesuffix(".md")
        folder, _, rest = key.partition("/")
        if rest:
            names[folder].setdefault(rest.rpartition("/")[2], []).append(key)
    return names


def _read_item(
    folder: Path, file: str, key: Key, report: Report
) -> tuple[Item | None, dict[str, int]]:
    schema = HOME if file == "index.md" else SCHEMAS[file.partition("/")[0]]
    try:
        text = decode(_bytes(f"{folder}/{file}"))
        document = parse(text)
    except HeadError as error:
        report.wrong(error.line, "", error.message, error.example)
        return None, {}
    except OSError:
        report.wrong(1, "", _UNREADABLE)
        return None, {}
    lines = {name: line for name, line, _ in reversed(document.head.pairs)}
    _report_closed_rooms(text, document, report)
    return _build(schema, document, key, lines, report), lines


_UNREADABLE = "dit bestand kan niet gelezen worden. Kijk de rechten na."


def _bytes(file: str) -> bytes:
    """What a file holds, but never much more than is allowed."""
    with FileIO(file) as stream:
        size = os.fstat(stream.fileno()).st_size
        return stream.read(min(size, MAX_BYTES) + 1)


def _build(
    schema: Schema, document: Document, key: Key, lines: dict[str, int], report: Report
) -> Item | None:
    """The item; with stand-ins where its head is wrong, so that the rest gets checked too."""
    before = len(report.problems)
    if error := document.error:
        report.wrong(error.line, "", error.message, error.example)
        values: dict[str, Any] = {}
    else:
        values = read_fields(document.head, schema.fields, report)
    found = [p.field for p in report.problems[before:] if p.severity is Severity.ERROR]
    if not schema.is_complete(values):
        values = _stand_ins(schema, key) | values
    if schema.kind is Edition and not isinstance(values.get("date"), datetime):
        return None
    name = key.rpartition("/")[2]
    named = "slug" in values
    if not named:
        values["slug"] = name if SLUG.fullmatch(name) else slugify(name)
    if not values["slug"]:
        report.wrong(1, "slug", "van deze bestandsnaam is geen adres te maken.", "slug: mijn-stuk")
        return None
    # With a slug the file's name is no part of the address, and an alias tells of an old slug.
    moved = () if named else values.get("aliases", ())
    values.setdefault("id", default_id(key, moved))
    if found:
        values["draft"] = True
    item: Item = schema.kind(key=key, body=Markdown(document.body, document.body_line), **values)
    if document.error:
        return item
    findings = list(questionable(lone_findings(item), found))
    for finding in findings:
        _report(finding, lines, report, Severity.ERROR)
    for finding in questionable(lone_warnings(item), found):
        _report(finding, lines, report, Severity.WARNING)
    return replace(item, draft=True) if findings else item


def _stand_ins(schema: Schema, key: Key) -> dict[str, Any]:
    """What an item needs to exist at all, where its file doesn't tell."""
    values: dict[str, Any] = {f.target: f.example for f in schema.fields if f.required}
    if "date" in values:
        named = parse_moment(key.rpartition("/")[2])
        known = isinstance(named, datetime) or schema.kind is Edition
        values["date"] = named if known else datetime(2000, 1, 1, tzinfo=ZONE)
    return values


def default_id(key: Key, aliases: Sequence[str]) -> str:
    """The identity of an item that has none of its own (``id``): where it first stood.

    Feeds and calendars know an item by it, so it must stay when the title, the date or the
    slug changes. That holds for its file's place:

    >>> default_id("artikelen/2026/wonen", [])
    'artikelen/2026/wonen'

    Who renames a file must name its old address in ``aliases``. The first alias in the folder
    of the item's kind therefore tells where it stood before:

    >>> default_id("artikelen/2026/wonen-in-de-stad", ["/node/33", "/artikelen/2026/wonen/"])
    'artikelen/2026/wonen'

    So a later alias belongs behind the others, not before them. Where the address comes from
    a ``slug``, its old addresses say nothing of the file, and ``aliases`` is left empty here.
    """
    folder, _, name = key.rpartition("/")
    top = key.partition("/")[0]
    moved = (
        alias.removesuffix("index.html").strip("/")
        for alias in aliases
        if alias.startswith(f"/{top}/")
    )
    plain = name if SLUG.fullmatch(name) else slugify(name)
    return next(moved, f"{folder}/{plain}" if folder else plain)


def _report(finding: Finding, lines: dict[str, int], report: Report, severity: Severity) -> None:
    key, message, example = finding
    report.wrong(lines.get(key, 1), key, message, example, severity)


def _report_closed_rooms(text: str, document: Document, report: Report) -> None:
    for line, host in closed_rooms(text):
        above = [name for name, at, _ in document.head.pairs if at <= line]
        report.wrong(
            line,
            "tekst" if line >= document.body_line or not above else above[-1],
            f"een link naar {shown(host)} laat iedereen binnen in een besloten ruimte."
            " Haal hem weg en stuur hem alleen aan wie mag komen.",
            "registration: {url: https://www.voorbeeld.nl/aanmelden}",
        )


def _read_figures(folder: Path, file: str, problems: list[Problem]) -> Figures | None:
    try:
        table, wrong = parse_figures(decode(_bytes(f"{folder}/{file}")), file)
    except HeadError as error:
        problems.append(Problem(file, error.line, "", error.message, error.example))
        return None
    except OSError:
        problems.append(Problem(file, 1, "", _UNREADABLE))
        return None
    problems.extend(wrong)
    return table
