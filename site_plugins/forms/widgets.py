"""The form fields of Sveltia CMS for what each key takes."""

from __future__ import annotations

from typing import Any

from site_plugins.loading.labels import label
from site_plugins.loading.references import PICTURES
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

Widget = dict[str, Any]

DAY = "YYYY-MM-DD"
MOMENT = "YYYY-MM-DD HH:mm"
DURATION = r"^(\d{1,6}|\d{1,3}:[0-5]\d|\d{1,2}:[0-5]\d:[0-5]\d)$"

AS_TEXT = ("sources",)
"""A text that may be a block: plain in the form, as every file of ours has it. The form can't
show a text where it expects a block."""

BUTTONS = (
    "bold",
    "italic",
    "link",
    "heading-two",
    "heading-three",
    "heading-four",
    "bulleted-list",
    "numbered-list",
    "quote",
    "code",
)
"""Of the Markdown that we take; a text has no heading of the first level, its title is that."""


def field(folder: str, part: Part, above: str = "", *, alternative: bool = False) -> Widget:
    """One field of a form. Nothing is required of a part that another can stand in for."""
    path = f"{above}{part.name}"
    name, hint = label(folder, path)
    if path == "id":
        # No default: the form would give it to an older item as well, and feeds would take that for
        # a new one.
        return {"name": "id", "label": name, "widget": "hidden"}
    made: Widget = {"name": part.name, "label": name, "required": part.required and not alternative}
    if hint:
        made["hint"] = hint
    return made | _widget(folder, path, name, part.shape)


def fields(folder: str, parts: tuple[Part, ...], above: str = "") -> list[Widget]:
    """The fields of a form or of a block."""
    targets = [part.target for part in parts]
    return [
        field(folder, part, above, alternative=targets.count(part.target) > 1) for part in parts
    ]


def body(required: bool = False) -> Widget:
    """The text of an item itself."""
    name, hint = label("", "tekst")
    return {
        "name": "body",
        "label": name,
        "required": required,
        "hint": hint,
        "widget": "markdown",
        "buttons": list(BUTTONS),
        "editor_components": ["image", "code-block"],
        "linked_images": False,
    }


def _widget(folder: str, path: str, name: str, shape: Shape) -> Widget:
    match shape:
        case Listed():
            return _list(folder, path, name, shape)
        case Block(parts):
            return {
                "widget": "object",
                "collapsed": "auto",
                "fields": fields(folder, parts, f"{path}."),
            }
        case TextOrBlock(text, block):
            plain = path in AS_TEXT
            return _widget(folder, path, name, text if plain else block)
        case KeyedBlocks(block):
            return _list(folder, path, name, Listed(block))
        case Someone(strict=strict):
            return _link("mensen") if strict else {"widget": "string"}
        case Link(folders):
            return _link(folders[0]) if len(folders) == 1 else {"widget": "string"}
    return _plain(shape)


def _list(folder: str, path: str, name: str, shape: Listed) -> Widget:
    item = shape.item
    match item:
        case Choice(words):
            return {"widget": "select", "multiple": True, "options": list(words)}
        case Link((only,)):
            return _link(only) | {"multiple": True}
        case Someone(strict=True):
            return _link("mensen") | {"multiple": True}
    made: Widget = {"widget": "list", "collapsed": "auto"}
    inside = _widget(folder, path, name, item)
    if inside["widget"] == "object":
        first = inside["fields"][0]["name"]
        return made | {"fields": inside["fields"], "summary": f"{{{{fields.{first}}}}}"}
    # The name of a single field is not written.
    return made | {"field": {"name": "een", "label": name, **inside}}


def _link(folder: str) -> Widget:
    return {
        "widget": "relation",
        "collection": folder,
        "value_field": "{{slug}}",
        "display_fields": ["title"],
        "search_fields": ["title"],
    }


def _plain(shape: Shape) -> Widget:
    match shape:
        case Words(most, least, lines, pattern):
            made: Widget = {"widget": "text" if lines else "string"}
            if least > 1:
                made["minlength"] = least
            if most:
                made["maxlength"] = most
            if pattern:
                made["pattern"] = [f"^{pattern}$", "Dit past hier niet. Kijk naar de uitleg."]
            return made
        case MarkdownWords():
            return {"widget": "markdown", "buttons": list(BUTTONS), "editor_components": []}
        case WebAddress():
            return {
                "widget": "string",
                "type": "url",
                "pattern": ["^https?://", "Begin met https://"],
            }
        case MailAddress():
            return {"widget": "string", "type": "email"}
        case Number(least, most):
            return {"widget": "number", "value_type": "int", "min": least, "max": most}
        case Flag():
            return {"widget": "boolean"}
        case Day(words=words) if words:
            message = f"Schrijf een dag als 2027-01-01, of: {words[0]}"
            return {
                "widget": "string",
                "pattern": [rf"^(\d{{4}}-\d{{2}}-\d{{2}}|{'|'.join(words)})$", message],
            }
        # A format without a zone, in the zone of the clock on the wall: what was typed is what is
        # written.
        case Day():
            return {"widget": "datetime", "type": "date", "format": DAY}
        case Moment():
            return {"widget": "datetime", "type": "datetime-local", "format": MOMENT}
        case Duration():
            return {"widget": "string", "pattern": [DURATION, "Schrijf minuten en seconden: 24:30"]}
        case Choice(words):
            return {"widget": "select", "options": list(words)}
        case File(endings, address):
            pictures = endings == PICTURES
            made = {"widget": "image" if pictures else "file", "accept": ",".join(endings)}
            return made | {"choose_url": address}
    raise TypeError(f"no field for {shape}")
