"""Reads a content folder: the only place where content meets the file system."""

from __future__ import annotations

import os
import re
import stat
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from slugify import slugify

from site_plugins.loading.fields import DOCUMENTS, PICTURES, SOUNDS, TRANSCRIPTS, Report, read_fields
from site_plugins.loading.figures import parse_figures
from site_plugins.loading.front_matter import Document, HeadError, decode, parse
from site_plugins.loading.problems import Problem, Severity, nearest, shown
from site_plugins.loading.rules import Finding, closed_rooms, lone_findings, lone_warnings
from site_plugins.loading.schema import HOME, SCHEMAS, Schema
from site_plugins.model.article import Article
from site_plugins.model.figures import Figures
from site_plugins.model.item import Item, Key, Markdown
from site_plugins.model.library import Library
from site_plugins.model.organisation import Home

FOLDERS = (*SCHEMAS, "cijfers", "media")
IGNORED = frozenset({".gitkeep", ".gitignore", ".DS_Store", "Thumbs.db", "desktop.ini"})
"""Files that systems leave behind; they are never published."""
MEDIA_ENDINGS = tuple(dict.fromkeys((*PICTURES, *DOCUMENTS, *SOUNDS, *TRANSCRIPTS)))
DEFAULT_HOME = Home(key="index", slug="", title="Lokaal Bestuur", id="index")


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
    """What a folder holds: a library (of what could be read) and every problem found."""

    library: Library
    problems: list[Problem]
    lines: dict[Key, dict[str, int]]
    """For each item, the line on which each key of its head stands."""

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
    home = DEFAULT_HOME
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
        problems.append(
            Problem("index.md", 1, "", "er is geen enkel stuk in deze map.", "artikelen/2026/naam.md")
        )
    return Content(Library(items, home, figures, found.media), problems, lines)


def _walk(folder: Path) -> _Found:
    """Sort the files by what they are for; everything else is a problem."""
    found = _Found()
    for path, entry in _entries(folder, "", found):
        top, _, rest = path.partition("/")
        ending = os.path.splitext(path)[1]
        if path == "index.md":
            found.texts.append(path)
        elif not rest:
            found.wrong(
                path,
                "dit bestand hoort niet los in de inhoud te staan. Zet het in de map van zijn soort.",
                "artikelen/2026/naam.md",
            )
        elif top not in FOLDERS:
            if not any(p.file.startswith(f"{top}/") and "map" in p.message for p in found.problems):
                found.wrong(path, f"de map {top}/ is onbekend.{nearest(top, FOLDERS)}")
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
                " beeld en downloads staan in media/.",
                f"{top}/naam.md",
            )
        elif top == Article.folder and not re.fullmatch(r"\d{4}/[^/]+", rest):
            found.wrong(path, "een artikel staat in de map van zijn jaar.", "artikelen/2026/naam.md")
        elif top != Article.folder and "/" in rest:
            found.wrong(path, f"in {top}/ horen geen mappen te staan.", f"{top}/naam.md")
        else:
            found.texts.append(path)
    return found


def _sort_media(path: str, entry: os.DirEntry[str], found: _Found) -> None:
    ending = os.path.splitext(path)[1].lower()
    if ending in MEDIA_ENDINGS:
        found.media[path.removeprefix("media/")] = entry.stat().st_size
    else:
        found.wrong(
            path,
            f"bestanden van de soort {shown(ending)} worden niet gepubliceerd.",
            "media/foto.jpg of media/handreiking.pdf",
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
        try:
            path.encode()
        except UnicodeEncodeError:
            found.wrong(ascii(path), "deze bestandsnaam is geen leesbare tekst. Geef een andere.")
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
        text = decode((folder / file).read_bytes())
        _report_closed_rooms(text, report)
        document = parse(text)
    except HeadError as error:
        report.wrong(error.line, error.field, error.message, error.example)
        return None, {}
    except OSError:
        report.wrong(1, "", "dit bestand kan niet gelezen worden. Kijk de rechten na.")
        return None, {}
    return _build(schema, document, key, report), {name: line for name, line, _ in document.head.pairs}


def _build(schema: Schema, document: Document, key: Key, report: Report) -> Item | None:
    before = len(report.problems)
    values = read_fields(document.head, schema.fields, report)
    if not schema.is_complete(values):
        return None
    if "slug" not in values:
        values["slug"] = slugify(key.rpartition("/")[2])
        if not values["slug"] and schema is not HOME:
            report.wrong(1, "slug", "van deze bestandsnaam is geen adres te maken.", "slug: naam")
            return None
    values.setdefault("id", default_id(key, values.get("aliases", ())))
    item: Item = schema.kind(
        key=key, body=Markdown(document.body, document.body_line), **values
    )
    lines = {name: line for name, line, _ in document.head.pairs}
    for finding in lone_findings(item):
        _report(finding, lines, report, Severity.ERROR)
    for finding in lone_warnings(item):
        _report(finding, lines, report, Severity.WARNING)
    wrong = any(p.severity is Severity.ERROR for p in report.problems[before:])
    return None if wrong else item


def default_id(key: Key, aliases: Sequence[str]) -> str:
    """The identity of an item that has none of its own: where it first stood.

    That is its file's place, or, where the file has been renamed, the old address that the
    first of its ``aliases`` names.
    """
    folder, _, name = key.rpartition("/")
    top = key.partition("/")[0]
    moved = (alias.strip("/") for alias in aliases if alias.startswith(f"/{top}/"))
    return next(moved, f"{folder}/{slugify(name)}" if folder else name)




def _report(
    finding: Finding, lines: dict[str, int], report: Report, severity: Severity
) -> None:
    key, message, example = finding
    report.wrong(lines.get(key, 1), key, message, example, severity)


def _report_closed_rooms(text: str, report: Report) -> None:
    for line, host in closed_rooms(text):
        report.wrong(
            line,
            "",
            f"een link naar {shown(host)} laat iedereen binnen in een besloten ruimte."
            " Haal hem weg en stuur hem alleen aan wie mag komen.",
            "registration: {url: https://www.voorbeeld.nl/aanmelden}",
        )


def _read_figures(folder: Path, file: str, problems: list[Problem]) -> Figures | None:
    try:
        table, wrong = parse_figures(decode((folder / file).read_bytes()), file)
    except HeadError as error:
        problems.append(Problem(file, error.line, "", error.message, error.example))
        return None
    except OSError:
        problems.append(Problem(file, 1, "", "dit bestand kan niet gelezen worden."))
        return None
    problems.extend(wrong)
    return table
