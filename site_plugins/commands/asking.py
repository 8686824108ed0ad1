"""The questions of ``lokaal new``: one at a time, each answer checked at once.

An answer is read by the reader of its key, so that what is wrong with it is told in the words
of ``lokaal check``.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from site_plugins.drafting import quoted, useful_in
from site_plugins.loading.blocks import Field, Many, OneOrMany, Record, Unique
from site_plugins.loading.front_matter import HeadError, parse
from site_plugins.loading.labels import label
from site_plugins.loading.place import Known, Report
from site_plugins.loading.problems import closest, errors, shown
from site_plugins.loading.references import Named, Reference
from site_plugins.loading.schema import SCHEMAS
from site_plugins.loading.texts import OneOf

ASKED: dict[str, tuple[str, ...]] = {
    "artikelen": ("genre", "date", "description", "topics", "audiences", "authors"),
    "agenda": (
        *("start", "end", "repeat", "period", "location"),
        *("topics", "audiences", "networks"),
    ),
    "netwerken": ("kind", "description", "topics", "audiences"),
    "afgehaakt": ("region", "provinces", "description", "topics"),
    "handreikingen": ("version", "date", "description", "topics", "audiences"),
    "motiebank": ("kind", "date", "place", "layer", "status", "topics"),
    "scholing": ("form", "description", "audiences", "phase", "frequency", "how_to_join"),
    "onderzoek": ("status", "period", "description", "topics"),
    "nieuwsbrief": ("date", "preheader"),
    "onderwerpen": ("description",),
    "doelgroepen": ("description",),
    "mensen": ("description", "initials"),
    "over": ("description",),
}
"""For each folder the keys that are asked for, besides the title."""
_WITH_START = ("end", "repeat")
_MOST = 40
"""Words that are shown to choose from: a longer list is no help."""


@dataclass(frozen=True)
class Talk:
    """How a question reaches a person: ``read`` shows a prompt and gives the answer."""

    read: Callable[[str], str]
    say: Callable[[str], None]


def ask_kind(talk: Talk, nouns: Sequence[str], words: Sequence[str]) -> str:
    """The kind: its number, or a word for it."""
    talk.say("Wat wil je maken?")
    for number, noun in enumerate(nouns, 1):
        talk.say(f"  {number:>2}. {noun}")
    while True:
        answer = " ".join(talk.read("Nummer of naam: ").lower().split())
        if answer.isdecimal() and 0 < int(answer) <= len(nouns):
            return nouns[int(answer) - 1]
        if answer in words:
            return answer
        near = closest(answer, nouns) or closest(answer, words)
        hint = f"Bedoelde je {shown(near)}?" if near else f"Kies een nummer van 1 tot {len(nouns)}."
        talk.say(f"  {shown(answer)} is geen soort. {hint}" if answer else f"  {hint}")


def ask_title(talk: Talk, folder: str, known: Known) -> str:
    """The title, which there has to be."""
    title = SCHEMAS[folder].known["title"]
    _introduce(talk, folder, title, ())
    while True:
        answer = talk.read("> ").strip()
        wrong = _mistakes(folder, title, answer, known) if answer else [_NEEDED]
        if not wrong:
            return answer
        _tell(talk, wrong)


def ask_values(
    talk: Talk, folder: str, known: Known, start: Mapping[str, Any], given: Mapping[str, Any]
) -> dict[str, Any]:
    """What a person fills in; ``start`` holds what Enter leaves, ``given`` is not asked for."""
    found: dict[str, Any] = {}
    for name in ASKED.get(folder) or useful_in(folder):
        has_start = bool({"start", "sessions"} & (found.keys() | given.keys()))
        skipped = folder == "agenda" and (
            (name == "period" and has_start) or (name in _WITH_START and not has_start)
        )
        if name in given or skipped:
            continue
        field = SCHEMAS[folder].known[name]
        value = _ask(talk, folder, field, known, start.get(name))
        if value is not None:
            found[name] = value
    return found


_NEEDED = "Dit moet je invullen. Stoppen kan met Ctrl en C tegelijk."


def _ask(talk: Talk, folder: str, field: Field, known: Known, default: Any) -> Any:
    options = _options(field, known)
    _introduce(talk, folder, field, options)
    later = f"Enter: {default}" if default is not None else "Enter: sla over"
    while True:
        answer = talk.read(f"  ({later}) > ").strip()
        if not answer:
            return None
        value = answer_of(field, answer, options)
        wrong = _mistakes(folder, field, value, known)
        if not wrong:
            return value
        _tell(talk, wrong)


def _introduce(talk: Talk, folder: str, field: Field, options: Sequence[str]) -> None:
    name, hint = label(folder, field.name)
    talk.say(f"\n{name}" + (f": {hint}" if hint else ""))
    if options:
        listed = [f"{number} {word}" for number, word in enumerate(options[:_MOST], 1)]
        more = ", …" if len(options) > _MOST else ""
        many = " (meer mag, met komma's ertussen)" if _inner(field)[1] else ""
        talk.say(f"  Kies{many}: {', '.join(listed)}{more}")
    elif field.example:
        talk.say(f"  Bijvoorbeeld: {field.example.strip('[]')}")


def _inner(field: Field) -> tuple[Any, bool]:
    """The reader of one value, and whether there may be more than one."""
    read: Any = field.read
    if isinstance(read, OneOrMany):
        read = read.many
    if isinstance(read, Many | Unique):
        return read.reader, True
    return read, False


def _options(field: Field, known: Known) -> tuple[str, ...]:
    """The words that an answer may be."""
    reader, _ = _inner(field)
    if isinstance(reader, OneOf):
        return tuple(reader.words)
    if isinstance(reader, Named):
        reader = reader.people
    if isinstance(reader, Reference):
        return tuple(sorted({n for folder in reader.folders for n in known.names.get(folder, {})}))
    return ()


def answer_of(field: Field, answer: str, options: Sequence[str]) -> Any:
    """What an answer stands for: numbers are those of the options, commas part a list."""

    def word(part: str) -> str:
        chosen = part.strip()
        if options and re.fullmatch(r"[0-9]{1,4}", chosen) and 0 < int(chosen) <= len(options):
            return options[int(chosen) - 1]
        lowered = chosen.lower()
        return lowered if lowered in options else chosen

    reader, many = _inner(field)
    if many:
        return [word(part) for part in answer.strip("[]").split(",") if part.strip()]
    if isinstance(reader, Record):
        return {reader.fields[0].name: answer}
    return word(answer)


def _mistakes(folder: str, field: Field, value: Any, known: Known) -> list[str]:
    """What the check would say of a value."""
    report = Report(f"{folder}/nieuw.md", known.names, known.media)
    try:
        head = parse(f"---\n{field.name}: {quoted(value)}\n---\n")
    except HeadError as error:
        return [error.message]
    if head.error:
        return [head.error.message]
    field.read(head.head.pairs[0][2], report.place(field.name, field.line))
    return [problem.advice for problem in errors(report.problems)]


def _tell(talk: Talk, wrong: Sequence[str]) -> None:
    for message in wrong:
        talk.say(f"  {message[0].upper()}{message[1:]}")
