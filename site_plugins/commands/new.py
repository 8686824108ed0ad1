"""``lokaal new``: a content file that passes the check."""

from __future__ import annotations

import argparse
import sys
import uuid
from collections.abc import Sequence
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any

import frontmatter
import yaml
from slugify import slugify

from site_plugins.commands.asking import Talk, ask_kind, ask_title, ask_values
from site_plugins.commands.parser import Parser
from site_plugins.commands.places import WrongUse, moment, project
from site_plugins.drafting import DESCRIPTION, PREHEADER, draft
from site_plugins.loading.blocks import Many, Unique
from site_plugins.loading.files import walk
from site_plugins.loading.moments import parse_moment
from site_plugins.loading.problems import errors, nearest
from site_plugins.loading.read import known_of, read_content
from site_plugins.loading.schema import SCHEMAS
from site_plugins.model.agenda import AgendaItem
from site_plugins.model.article import Article
from site_plugins.model.edition import Edition, coming_sunday
from site_plugins.model.item import Item
from site_plugins.model.organisation import PlainPage, Research, Training
from site_plugins.model.politics import Motion, Report
from site_plugins.projections.placement import next_number
from site_plugins.publication import check

NOUNS: dict[str, type[Item]] = {schema.kind.noun: schema.kind for schema in SCHEMAS.values()}
DUTCH: dict[str, type[Item]] = {
    **NOUNS,
    **{folder: schema.kind for folder, schema in SCHEMAS.items()},
    **dict.fromkeys(("agendapunt", "bijeenkomst"), AgendaItem),
    **dict.fromkeys(("motie", "vragen"), Motion),
    **dict.fromkeys(("cursus", "training"), Training),
}
"""What an editor may call a kind: its noun, its folder, or another word for it."""
WORDS: dict[str, type[Item]] = {
    **{schema.kind.__name__.lower(): schema.kind for schema in SCHEMAS.values()},
    "regional-report": Report,
    "research-project": Research,
    "plain-page": PlainPage,
    "page": PlainPage,
    **DUTCH,
}
"""Those, and the English of the contract and the code, which is understood but not advised."""


def add_arguments(parser: Parser) -> None:
    """What the command takes."""
    parser.repeated = "--set"
    parser.add_argument("kind", metavar="SOORT", nargs="?", help=f"een van: {', '.join(NOUNS)}")
    parser.add_argument(
        "title",
        metavar="TITEL",
        nargs="?",
        help="de titel, tussen aanhalingstekens; ontbreekt er iets, dan vraagt een terminal ernaar",
    )
    parser.add_argument(
        "--set",
        action="append",
        default=[],
        metavar="SLEUTEL=WAARDE",
        help="velden erbij, bijvoorbeeld --set genre=interview topics=wonen,werk",
    )
    parser.add_argument("--content", metavar="MAP", help="de map met inhoud (anders: content/)")


def run(arguments: argparse.Namespace) -> int:
    """Write the file; nothing is written where it would not pass the check."""
    missing = [word for word in ("kind", "title") if getattr(arguments, word) is None]
    if missing and not (sys.stdin.isatty() and sys.stderr.isatty()):
        names = {"kind": "SOORT", "title": "TITEL"}
        raise WrongUse(f"dit ontbreekt nog: {', '.join(names[word] for word in missing)}.")
    try:
        return _write(arguments, _terminal() if missing else None)
    except (KeyboardInterrupt, EOFError) as stop:
        print("\nGestopt. Er is niets bewaard.", file=sys.stderr)
        return 130 if isinstance(stop, KeyboardInterrupt) else 1


def _terminal() -> Talk:
    """Questions go beside the output, which is the path of the new file."""

    def say(text: str) -> None:
        print(text, file=sys.stderr, flush=True)

    def read(prompt: str) -> str:
        print(prompt, end="", file=sys.stderr, flush=True)
        return input()

    return Talk(read, say)


def _write(arguments: argparse.Namespace, talk: Talk | None) -> int:
    word = arguments.kind
    if talk and word is None:
        word = ask_kind(talk, list(NOUNS), list(DUTCH))
    kind = WORDS.get("-".join(word.lower().replace("_", " ").split()))
    if kind is None:
        raise WrongUse(f"'{word}' is geen soort.{nearest(word, DUTCH)}")
    found = project(arguments.content)
    folder = found.content
    now = moment(None)
    given = _WORD_VALUES.get(word.lower(), {}) | _given(kind, arguments.set)
    title = arguments.title
    known = known_of(walk(folder)) if talk else None
    if talk and known and title is None:
        title = given.get("title") or ask_title(talk, kind.folder, known)
    values = _start(kind, title, now, folder)
    if talk and known:
        given = ask_values(talk, kind.folder, known, values, given) | given
        if "start" in given:
            given.setdefault("period", None)
    values |= given
    if kind is Edition:
        _numbered(values, folder)
    path = folder / _place(kind, values)
    if path.exists():
        other = "een andere datum" if kind is Edition else "een andere titel of een slug"
        raise WrongUse(f"{path} bestaat al. Kies {other}.")
    # A clash may be told of another file: what is new is what this file brings.
    before = set(errors(check(folder, now, found.site)))
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(draft(kind.folder, values), encoding="utf-8")
    wrong = None
    try:
        wrong = [p for p in errors(check(folder, now, found.site)) if p not in before]
    finally:
        if wrong is None or wrong:
            path.unlink()
    if wrong:
        print("\n".join(map(str, wrong)), file=sys.stderr)
        print("Er is niets bewaard. Geef wat ontbreekt met --set.", file=sys.stderr)
        return 1
    here = Path.cwd().resolve()
    print(path.relative_to(here) if path.is_relative_to(here) else path)
    return 0


def as_file(values: dict[str, Any], body: str) -> str:
    """A content file: front matter in the given order, then the body."""
    post = frontmatter.Post(body, **values)
    text: str = frontmatter.dumps(post, sort_keys=False, allow_unicode=True, width=1000)
    return text + "\n"


def _start(kind: type[Item], title: str, now: datetime, folder: Path) -> dict[str, Any]:
    """The keys that a new item of a kind begins with; the id is minted here, once."""
    values: dict[str, Any] = {"title": title}
    required = {f.name for f in SCHEMAS[kind.folder].fields if f.required}
    if "description" in required:
        values["description"] = DESCRIPTION
    if "date" in required:
        values["date"] = _free_sunday(now, folder) if kind is Edition else now.date()
    values |= {name: value for name, value in _FIRST_VALUES.items() if name in required}
    values |= _KIND_VALUES.get(kind.folder, {})
    values["draft"] = True
    values["id"] = f"urn:uuid:{uuid.uuid4()}"
    return values


_FIRST_VALUES: dict[str, Any] = {
    "genre": "nieuws",
    "version": "1.0",
    "region": "Naam van de regio",
    "form": "workshop",
    "preheader": PREHEADER,
}
_KIND_VALUES: dict[str, dict[str, Any]] = {
    "agenda": {"period": "nog niet bekend"},
    "netwerken": {"kind": "functioneel"},
    "motiebank": {"kind": "voorbeeldmotie"},
    "onderzoek": {"status": "lopend"},
}
_WORD_VALUES: dict[str, dict[str, Any]] = {
    "motie": {"kind": "motie"},
    "vragen": {"kind": "schriftelijke vragen"},
}


def edition_file(folder: Path, sunday: date) -> Path:
    """Where the edition of a day stands in the content."""
    return folder / Edition.folder / f"{sunday.isoformat()}.md"


def _free_sunday(now: datetime, folder: Path) -> date:
    sunday = coming_sunday(now)
    while edition_file(folder, sunday).exists():
        sunday += timedelta(weeks=1)
    return sunday


def _numbered(values: dict[str, Any], folder: Path) -> None:
    """The edition's number, where the editor gave none: the next one that is free."""
    editions = read_content(folder).library.of(Edition)
    number = next_number(editions, date.fromisoformat(_day(values)))
    if number:
        values.setdefault("number", number)


def _given(kind: type[Item], settings: Sequence[str]) -> dict[str, Any]:
    """``--set`` values by key; where a list belongs, commas part its items."""
    values: dict[str, Any] = {}
    lists = {f.name for f in SCHEMAS[kind.folder].fields if isinstance(f.read, Many | Unique)}
    for setting in settings:
        key, sign, value = setting.partition("=")
        name = key.strip()
        if not sign or not name:
            raise WrongUse(f"--set {setting}: schrijf sleutel=waarde.")
        found = _value(value)
        if name in lists and isinstance(found, str):
            found = [word.strip() for word in found.split(",")]
        values[name] = found
    if "start" in values or "sessions" in values:
        values.setdefault("period", None)
    return values


def _value(text: str) -> Any:
    """A text, a list or a block; nothing is guessed, so that 1.10 stays 1.10."""
    if text in ("true", "false"):
        return text == "true"
    if not text.startswith(("[", "{")):
        return text
    try:
        return yaml.load(text, Loader=yaml.BaseLoader)
    except yaml.YAMLError:
        return text


def _day(values: dict[str, Any]) -> str:
    moment = parse_moment(str(values["date"]))
    if isinstance(moment, str):
        raise WrongUse(f"date: '{values['date']}' {moment}.")
    return moment.date().isoformat()


def _place(kind: type[Item], values: dict[str, Any]) -> str:
    if values.get("period", "") is None:
        del values["period"]
    if kind is Edition:
        return f"{kind.folder}/{_day(values)}.md"
    name = slugify(str(values.get("slug") or values["title"]), max_length=80, word_boundary=True)
    if not name:
        raise WrongUse("van deze titel is geen bestandsnaam te maken. Geef --set slug=naam.")
    year = f"{_day(values)[:4]}/" if kind is Article else ""
    return f"{kind.folder}/{year}{name}.md"
