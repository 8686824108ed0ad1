"""JSON Schemas of the front matter: draft 7, which the YAML language server reads.

A schema takes all that the loader takes, and knows less: whether a name exists, or a date, only
``lokaal check`` can tell.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import yaml

from site_plugins.forms.kinds import HOME_KIND, HOME_NAME, KINDS, parts_of_kind
from site_plugins.loading.labels import label
from site_plugins.loading.shape import (
    Block,
    Choice,
    Day,
    Duration,
    File,
    Flag,
    KeyedBlocks,
    Link,
    Listed,
    MailAddress,
    MarkdownWords,
    Moment,
    Number,
    Part,
    Shape,
    Someone,
    TextOrBlock,
    WebAddress,
    Words,
)

Schema = dict[str, Any]

_SCALAR = {"type": ["string", "number", "boolean"]}
"""What YAML takes for a number or a yes is a text to the loader, where a text belongs."""
_DAY = r"^\d{4}-\d{1,2}-\d{1,2}$"
_MOMENT = r"^\d{4}-\d{1,2}-\d{1,2}([Tt ]\s*\d{1,2}[:.]\d{2}.*)?$"
_DURATION = r"^(\d{1,6}|\d{1,3}:[0-5]\d|\d{1,2}:[0-5]\d:[0-5]\d)$"

ONE_OF_THESE = {"agenda": ("start", "sessions", "period")}
"""Keys of which an item must have one."""

SERIES = (
    "elke eerste vrijdag van de maand",
    "elke week op maandag",
    "elke twee weken op dinsdag",
    "elk kwartaal op de tweede dinsdag",
    "elke laatste werkdag van de maand",
)
"""Offered in VS Code for ``repeat``."""


def schemas() -> dict[str, Schema]:
    """The schema of each folder and of the front page."""
    return {name: _schema(name) for name in (*KINDS, HOME_NAME)}


def _schema(folder: str) -> Schema:
    kind = KINDS.get(folder, HOME_KIND)
    made: Schema = {
        "$schema": "http://json-schema.org/draft-07/schema#",
        "title": kind.one,
        "description": kind.about,
    }
    made |= _block(folder, parts_of_kind(folder), "")
    if names := ONE_OF_THESE.get(folder):
        made["anyOf"] = [{"required": [name]} for name in names]
    return made


def _block(folder: str, parts: Sequence[Part], above: str) -> Schema:
    made: Schema = {
        "type": "object",
        "additionalProperties": False,
        "properties": {part.name: _property(folder, part, above) for part in parts},
    }
    required = [part for part in parts if part.required]
    instead = {part.target: [p.name for p in parts if p.target == part.target] for part in required}
    if plain := [part.name for part in required if len(instead[part.target]) == 1]:
        made["required"] = plain
    for names in instead.values():
        if len(names) > 1:
            made["anyOf"] = [{"required": [name]} for name in names]
    return made


def _property(folder: str, part: Part, above: str) -> Schema:
    path = f"{above}{part.name}"
    name, hint = label(folder, path)
    made: Schema = {"title": name, "description": f"{name}: {hint}" if hint else name}
    value = _value(folder, path, part.shape)
    if part.open:
        value = {"anyOf": [value, {"type": "null"}]}
    made |= value
    if part.example:
        made["examples"] = [yaml.load(part.example, yaml.BaseLoader)]
    if path == "repeat":
        made["defaultSnippets"] = [{"label": words, "body": words} for words in SERIES]
    return made


def _value(folder: str, path: str, shape: Shape) -> Schema:
    match shape:
        case Listed(item, unique, alone):
            one = _value(folder, path, item)
            many: Schema = {"type": "array", "items": one}
            if unique:
                many["uniqueItems"] = True
            return {"anyOf": [many, one]} if alone else many
        case Block(parts):
            return _block(folder, parts, f"{path}.")
        case TextOrBlock(text, block):
            return {"anyOf": [_value(folder, path, text), _value(folder, path, block)]}
        case Someone(guest):
            return {"anyOf": [_SCALAR, _value(folder, path, guest)]}
        case KeyedBlocks(block, lone):
            return _keyed(folder, path, block, lone)
    return _plain(shape)


def _keyed(folder: str, path: str, block: Block, lone: str) -> Schema:
    below = _block(folder, block.parts[1:], f"{path}.")
    return {
        "anyOf": [
            {"type": "array", "items": _block(folder, block.parts, f"{path}.")},
            {
                "type": "object",
                "additionalProperties": {"anyOf": [below, _SCALAR]} if lone else below,
            },
        ]
    }


def _plain(shape: Shape) -> Schema:
    match shape:
        case Words(most, least, lines, pattern):
            made: Schema = dict(_SCALAR)
            # Over several lines there may be more characters than count.
            if most and not lines:
                made |= {"maxLength": most}
            if least > 1:
                made |= {"minLength": least}
            return made | ({"pattern": f"^{pattern}$"} if pattern else {})
        case MarkdownWords() | Link():
            return dict(_SCALAR)
        case WebAddress():
            return {"type": "string", "pattern": "^https?://"}
        case MailAddress():
            return {"type": "string", "pattern": "^[^@]+@[^@]+$"}
        case Number(least, most):
            whole = {"type": "integer", "minimum": least, "maximum": most}
            return {"anyOf": [whole, {"type": "string", "pattern": "^[0-9]{1,15}$"}]}
        case Flag():
            return {"enum": [True, False, "true", "false"]}
        case Day(timed, words):
            day = {"type": "string", "pattern": _MOMENT if timed else _DAY}
            return {"anyOf": [day, {"enum": list(words)}]} if words else day
        case Moment():
            return {"type": "string", "pattern": _MOMENT}
        case Duration():
            return {"type": ["string", "integer"], "pattern": _DURATION}
        case Choice(words):
            return {"enum": list(words)}
        case File(endings, address):
            file = {"type": "string", "pattern": rf"\.({'|'.join(map(_any_case, endings))})$"}
            return (
                {"anyOf": [file, {"type": "string", "pattern": "^https://"}]} if address else file
            )
    raise TypeError(f"no schema for {shape}")


def _any_case(ending: str) -> str:
    letters = ending.removeprefix(".")
    return "".join(f"[{c}{c.upper()}]" if c.isalpha() else c for c in letters)
