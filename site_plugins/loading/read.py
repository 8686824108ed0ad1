"""Reads a content folder: all texts and figures of a library come in here."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path
from typing import Any

from slugify import slugify

from site_plugins.loading.blocks import read_fields
from site_plugins.loading.disclosure.declared import report_exposures
from site_plugins.loading.disclosure.exposures import exposures
from site_plugins.loading.figures import parse_figures
from site_plugins.loading.files import RECORD_ENDING, UNREADABLE, read_bytes, walk
from site_plugins.loading.front_matter import MAX_BYTES, Document, HeadError, decode, parse
from site_plugins.loading.frozen import frozen, vain_changes
from site_plugins.loading.media.inspection import media_problems
from site_plugins.loading.moments import parse_moment
from site_plugins.loading.place import Report
from site_plugins.loading.problems import Problem, Severity
from site_plugins.loading.rules import Finding, lone_findings, lone_warnings, questionable
from site_plugins.loading.schema import HOME, SCHEMAS, Schema
from site_plugins.loading.sent import RESTORE, RecordError, read_record
from site_plugins.loading.texts import SLUG
from site_plugins.model.edition import Edition
from site_plugins.model.figures import Figures
from site_plugins.model.item import ZONE, Item, Key, Markdown
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
    found = walk(folder)
    problems = found.problems
    names = _names(found.texts)
    items: dict[Key, Item] = {}
    lines: dict[Key, dict[str, int]] = {}
    home = NO_HOME
    open_media: set[str] = set()
    for file in found.texts:
        key = file.removesuffix(".md")
        report = Report(file, names, found.media, problems)
        item, lines[key] = _read_item(folder, file, key, report, open_media)
        if isinstance(item, Home):
            home = item
        elif item is not None:
            items[key] = item
    by_id = {item.id: item for item in items.values()}
    for file in found.records:
        key = file.removesuffix(RECORD_ENDING)
        sent = _read_sent(folder, file, problems)
        edition = items.get(key)
        if sent and isinstance(edition, Edition):
            items[key] = made = frozen(edition, sent, by_id)
            report = Report(edition.path, names, found.media, problems)
            below = {"tekst": edition.body.line} | lines[key]
            for finding in vain_changes(edition, made):
                _report(finding, below, report, Severity.WARNING)
        elif key not in lines:
            message = f"deze editie is verzonden, maar {key}.md ontbreekt. Zet dat terug uit git."
            problems.append(Problem(file, 1, "", message))
    for name, size in found.media.items():
        problems.extend(media_problems(folder, name, size, open_media))
    figures: dict[str, Figures] = {}
    for file in found.figures:
        table = _read_figures(folder, file, problems)
        if table:
            figures[file.partition("/")[2]] = table
    if not items and not problems:
        message = "er is geen enkel stuk in deze map."
        problems.append(Problem("index.md", 1, "", message, "artikelen/2026/naam.md"))
    return Content(Library(items, home, figures, found.media), problems, lines)


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
    folder: Path, file: str, key: Key, report: Report, open_media: set[str]
) -> tuple[Item | None, dict[str, int]]:
    schema = HOME if file == "index.md" else SCHEMAS[file.partition("/")[0]]
    try:
        text = decode(read_bytes(f"{folder}/{file}", MAX_BYTES))
        document = parse(text)
    except HeadError as error:
        report.wrong(error.line, "", error.message, error.example)
        return None, {}
    except OSError:
        report.wrong(1, "", UNREADABLE)
        return None, {}
    lines = {name: line for name, line, _ in reversed(document.head.pairs)}
    open_media.update(report_exposures(text, document, report))
    return _build(schema, document, key, lines, report), lines


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
