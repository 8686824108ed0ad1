"""One file becomes an item: the reader of texts, which needs of the others only their names."""

from __future__ import annotations

import hashlib
import sys
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from pathlib import Path
from typing import Any

from slugify import slugify

from site_plugins.loading.blocks import read_fields
from site_plugins.loading.disclosure.declared import report_exposures
from site_plugins.loading.files import UNREADABLE, read_bytes
from site_plugins.loading.front_matter import (
    MAX_BYTES,
    Document,
    HeadError,
    decode_with_signs,
    parse,
)
from site_plugins.loading.moments import parse_moment
from site_plugins.loading.place import Known, Report
from site_plugins.loading.problems import Problem, Severity, errors
from site_plugins.loading.rules import Finding, lone_findings, lone_warnings, questionable
from site_plugins.loading.schema import HOME, SCHEMAS, Schema
from site_plugins.loading.texts import SLUG
from site_plugins.model.edition import Edition
from site_plugins.model.item import ZONE, Item, Key, Markdown


@dataclass(frozen=True, slots=True)
class Read:
    """What one text gave."""

    key: Key
    digest: bytes
    """Of the file's bytes; empty where it can't be read."""
    item: Item | None = None
    lines: Mapping[str, int] = field(default_factory=dict)
    """Where each key of its head stands."""
    problems: tuple[Problem, ...] = ()
    public: tuple[str, ...] = ()
    """The media files that it declares to be meant for everyone."""
    answers: tuple[tuple[str, tuple[str, ...]], ...] = ()
    """What it asked of the names of other files, and what they stood for."""
    fingerprint: bytes = b""
    """The digest of all that the item was made of."""
    head: bytes = b""
    """The same without its body."""

    def holds(self, known: Known) -> bool:
        """Whether a file with the same bytes still gives this, whatever came and went beside it.

        Of a file with mistakes that can't be told: hints look at every name.
        """
        return not errors(self.problems) and all(
            known.answer(asked) == answer for asked, answer in self.answers
        )


def read_file(folder: Path, file: str, known: Known, kept: Read | None = None) -> Read:
    """Read a text below ``folder``; ``kept`` is what it gave before, which may still hold.

    Nothing raises, and nothing but the file and ``known`` is looked at.
    """
    key = file.removesuffix(".md")
    report = Report(file, known.names, known.media)
    digest = b""
    try:
        data = read_bytes(f"{folder}/{file}", MAX_BYTES)
        digest = _digest(data)
        if kept and kept.digest == digest and kept.holds(known):
            return kept
        text, signs = decode_with_signs(data)
        document = parse(text)
    except HeadError as error:
        report.wrong(error.line, "", error.message, error.example)
        return Read(key, digest, problems=tuple(report.problems))
    except OSError:
        report.wrong(1, "", UNREADABLE)
        return Read(key, digest, problems=tuple(report.problems))
    # One object for each name: thousands of heads have the same.
    lines = {sys.intern(name): line for name, line, _ in reversed(document.head.pairs)}
    public = report_exposures(text, signs, document, report)
    item = _build(document, key, lines, report)
    answers = tuple((asked, known.answer(asked)) for asked in sorted(report.asked))
    asked = repr(answers).encode()
    above = f"{document.body_line}\n{text[: document.head_end]}".encode()
    return Read(
        key,
        digest,
        item,
        lines,
        tuple(report.problems),
        tuple(sorted(public)),
        answers,
        _digest(digest + asked),
        _digest(above + asked),
    )


def _digest(data: bytes) -> bytes:
    return hashlib.blake2b(data, digest_size=16).digest()


def _build(document: Document, key: Key, lines: dict[str, int], report: Report) -> Item | None:
    """The item; with stand-ins where its head is wrong, so that the rest gets checked too."""
    schema = HOME if key == "index" else SCHEMAS[key.partition("/")[0]]
    before = len(report.problems)
    if error := document.error:
        report.wrong(error.line, "", error.message, error.example)
        values: dict[str, Any] = {}
    else:
        values = read_fields(document.head, schema.known, report)
    found = [p.field for p in report.problems[before:] if p.severity is Severity.ERROR]
    if not schema.known.complete(values):
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
        report_finding(finding, lines, report, Severity.ERROR)
    for finding in questionable(lone_warnings(item), found):
        report_finding(finding, lines, report, Severity.WARNING)
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


def report_finding(
    finding: Finding, lines: Mapping[str, int], report: Report, severity: Severity
) -> None:
    """Report what is wrong with an item at the line of its key."""
    key, message, example = finding
    report.wrong(lines.get(key, 1), key, message, example, severity)
