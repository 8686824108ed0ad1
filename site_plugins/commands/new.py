"""``lokaal new``: a content file that passes the check."""

from __future__ import annotations

import argparse
import sys
import uuid
from collections.abc import Sequence
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import frontmatter
import yaml
from slugify import slugify

from site_plugins.commands.places import WrongUse, config_file, content_folder, moment
from site_plugins.loading.problems import errors, nearest
from site_plugins.loading.schema import SCHEMAS
from site_plugins.model.article import Article
from site_plugins.model.edition import Edition
from site_plugins.model.item import Item
from site_plugins.plugins.build import configuration, site_of
from site_plugins.publication import check

WORDS: dict[str, type[Item]] = {
    word: schema.kind for folder, schema in SCHEMAS.items() for word in (folder, schema.kind.noun)
}
"""What an editor may call a kind: its folder, or one of it."""

BODY = "Schrijf hier de tekst. Een tussenkop begint met ##.\n"


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """What the command takes."""
    parser.add_argument("kind", metavar="SOORT", help=f"een van: {', '.join(WORDS)}")
    parser.add_argument("title", metavar="TITEL", help="de titel, tussen aanhalingstekens")
    parser.add_argument(
        "--set",
        action="append",
        default=[],
        metavar="SLEUTEL=WAARDE",
        help="een veld erbij, bijvoorbeeld --set genre=interview of --set topics=[wonen,werk]",
    )
    parser.add_argument("--content", metavar="MAP", help="de map met inhoud (anders: content/)")


def run(arguments: argparse.Namespace) -> int:
    """Write the file; nothing is written where it would not pass the check."""
    kind = WORDS.get(arguments.kind.lower())
    if kind is None:
        raise WrongUse(f"'{arguments.kind}' is geen soort.{nearest(arguments.kind, WORDS)}")
    config = configuration(config_file())
    folder = content_folder(arguments.content, Path(config.docs_dir))
    now = moment(None)
    values = {**_start(kind, arguments.title, now), **_given(arguments.set)}
    path = folder / _place(kind, values, now)
    if path.exists():
        raise WrongUse(f"{path} bestaat al. Kies een andere titel of een slug.")
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(as_file(values, BODY), encoding="utf-8")
    mine = path.relative_to(folder).as_posix()
    wrong = [p for p in errors(check(folder, now, site_of(config))) if p.file == mine]
    if wrong:
        path.unlink()
        print("\n".join(map(str, wrong)), file=sys.stderr)
        print("Er is niets bewaard. Geef wat ontbreekt met --set.", file=sys.stderr)
        return 1
    print(path)
    return 0


def as_file(values: dict[str, Any], body: str) -> str:
    """A content file: front matter in the given order, then the body."""
    post = frontmatter.Post(body, **values)
    text: str = frontmatter.dumps(post, sort_keys=False, allow_unicode=True, width=1000)
    return text + "\n"


def _start(kind: type[Item], title: str, now: datetime) -> dict[str, Any]:
    """The keys that a new item of a kind begins with; the id is minted here, once."""
    values: dict[str, Any] = {"title": title}
    values["description"] = "Vat het hier samen in een of twee zinnen."
    required = {f.name for f in SCHEMAS[kind.folder].fields if f.required}
    if "date" in required:
        values["date"] = _next_sunday(now) if kind is Edition else now.date()
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
    "preheader": "De eerste woorden die een lezer in de mailbox ziet, 40 tot 110 tekens.",
}
_KIND_VALUES: dict[str, dict[str, Any]] = {
    "agenda": {"period": "nog niet bekend"},
    "netwerken": {"kind": "functioneel"},
    "motiebank": {"kind": "voorbeeldmotie"},
    "onderzoek": {"status": "lopend"},
}


def _next_sunday(now: datetime) -> Any:
    return now.date() + timedelta(days=6 - now.weekday())


def _given(settings: Sequence[str]) -> dict[str, Any]:
    """``--set`` values, read as YAML would."""
    values = {}
    for setting in settings:
        name, sign, value = setting.partition("=")
        if not sign or not name:
            raise WrongUse(f"--set {setting}: schrijf sleutel=waarde.")
        try:
            values[name.strip()] = yaml.safe_load(value)
        except yaml.YAMLError:
            values[name.strip()] = value
    if "start" in values or "sessions" in values:
        values.setdefault("period", None)
    return values


def _place(kind: type[Item], values: dict[str, Any], now: datetime) -> str:
    if values.get("period", "") is None:
        del values["period"]
    if kind is Edition:
        return f"{kind.folder}/{values['date']}.md"
    name = slugify(str(values.get("slug") or values["title"]), max_length=80, word_boundary=True)
    if not name:
        raise WrongUse("van deze titel is geen bestandsnaam te maken. Geef --set slug=naam.")
    year = f"{str(values.get('date', now.date()))[:4]}/" if kind is Article else ""
    return f"{kind.folder}/{year}{name}.md"
