"""What a new content file looks like: the keys that matter, and comments that explain them.

Writing YAML by a library loses comments, so the head is put together line by line here; each
value is quoted by the library, and reads back as what it was.
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from typing import Any

import yaml

from site_plugins.loading.blocks import Field
from site_plugins.loading.labels import label
from site_plugins.loading.schema import COMMON, SCHEMAS
from site_plugins.loading.texts import Length, Paragraph, Text

USEFUL: dict[str, tuple[str, ...]] = {
    "artikelen": ("genre", "date", "description", "topics", "audiences", "authors", "image"),
    "agenda": (
        *("start", "end", "period", "repeat", "until", "location", "registration"),
        *("topics", "audiences", "networks"),
    ),
    "netwerken": ("kind", "description", "contact", "topics", "audiences"),
    "afgehaakt": ("region", "provinces", "description", "topics", "lessons", "tips"),
    "handreikingen": ("version", "date", "description", "topics", "audiences", "review_by"),
    "motiebank": ("kind", "date", "description", "place", "layer", "status", "topics"),
    "scholing": ("form", "description", "audiences", "phase", "frequency", "how_to_join"),
    "onderzoek": ("status", "period", "description", "topics", "results"),
    "nieuwsbrief": ("date", "preheader", "items", "leave_out"),
    "onderwerpen": ("description",),
    "doelgroepen": ("description",),
    "mensen": ("description", "initials", "roles", "photo"),
    "over": ("description",),
}
"""For each folder those that come first; of another kind all its own do."""

_LAST = ("draft", "id")
_UNEXPLAINED = ("title", "date")
"""They speak for themselves."""
_BY_THEIR_START = ("end", "repeat", "until")
"""What an agenda item can't have before it has a start."""

_HELP = "Een tussenkop begint met ##. Een lege regel begint een nieuwe alinea."
BODIES: dict[str, str] = {
    "artikelen": f"Begin met wat de lezer moet weten.\n\n{_HELP}\n",
    "agenda": "Schrijf hier wat er gebeurt, en voor wie het is.\n\n"
    "Zet hier nooit een link naar een onlinevergadering of een appgroep.\n",
    "netwerken": f"Schrijf hier wat het netwerk doet, en voor wie het is.\n\n{_HELP}\n",
    "afgehaakt": f"Schrijf hier wat er in de regio speelt.\n\n{_HELP}\n",
    "handreikingen": f"Schrijf hier voor wie de handreiking is, en wat je ermee kunt.\n\n{_HELP}\n",
    "motiebank": "Zet hier de hele tekst van het stuk.\n\n"
    "Staat de tekst in een bestand? Zet dat in media/, en noem het bij document.\n",
    "scholing": f"Schrijf hier wat deelnemers leren, en hoe het gaat.\n\n{_HELP}\n",
    "onderzoek": f"Schrijf hier wat er is onderzocht, en waarom.\n\n{_HELP}\n",
    "nieuwsbrief": "Schrijf hier de inleiding van de mail: twee of drie zinnen.\n\n"
    "De stukken van de week zet je bij items.\n",
    "onderwerpen": "Schrijf hier in een paar zinnen waar dit onderwerp over gaat.\n",
    "doelgroepen": "Schrijf hier in een paar zinnen wie hierbij horen.\n",
    "mensen": "Schrijf hier in een paar zinnen wie dit is.\n",
    "over": f"Schrijf hier de tekst van de pagina.\n\n{_HELP}\n",
}
"""The first lines of a text: what belongs there. A kind without any gets ``_BODY``."""
_BODY = f"Schrijf hier de tekst.\n\n{_HELP}\n"
DESCRIPTION = "Vat het hier samen in een of twee zinnen."
PREHEADER = "De eerste woorden die een lezer in de mailbox ziet, 40 tot 110 tekens."


def useful_in(folder: str) -> tuple[str, ...]:
    """The keys, besides the title, that an editor of a kind should know of."""
    common = {field.name for field in COMMON}
    own = (field.name for field in SCHEMAS[folder].fields if field.name not in common)
    return USEFUL.get(folder) or ("description", *own)


def is_left(text: str) -> bool:
    """Whether a text is, or begins with, what stands in a new file for somebody to replace."""
    begins = (DESCRIPTION, PREHEADER, *(body.splitlines()[0] for body in (*BODIES.values(), _BODY)))
    return text.lstrip().startswith(begins)


def draft(folder: str, values: Mapping[str, Any]) -> str:
    """A new file of a kind: its values, and as comments the keys that it could have as well."""
    known = SCHEMAS[folder].known
    useful = [name for name in useful_in(folder) if _fits(name, values)]
    first = ["title", *useful]
    rest = [name for name in values if name not in first and name not in _LAST]
    lines = []
    for name in [*first, *rest, *_LAST]:
        if name in values:
            lines.append(_line(folder, name, values[name]))
        elif name in known:
            lines.append(_comment(folder, known[name]))
    return "---\n{}\n---\n\n{}".format("\n".join(lines), BODIES.get(folder, _BODY))


def quoted(value: Any) -> str:
    """A value as YAML on one line, with quotes where YAML needs them.

    >>> quoted("Wonen: wat nu?")
    "'Wonen: wat nu?'"
    >>> quoted(["wonen", "werk"])
    '[wonen, werk]'
    """
    text: str = yaml.safe_dump(
        value, default_flow_style=True, allow_unicode=True, sort_keys=False, width=math.inf
    )
    return text.removesuffix("\n").removesuffix("\n...")


def _fits(name: str, values: Mapping[str, Any]) -> bool:
    """Whether a key can stand beside the others: a start and a period exclude each other."""
    if name == "period" and "sessions" in values:
        return False
    return name in values or not (
        (name == "period" and "start" in values)
        or (name in _BY_THEIR_START and "sessions" in values)
    )


def _line(folder: str, name: str, value: Any) -> str:
    line = f"{name}: {quoted(value)}"
    field = SCHEMAS[folder].known.get(name)
    hint = label(folder, name).hint
    # Of a text a comment behind it looks like a part that was lost: see ``place.words_of``.
    plain = field and isinstance(field.read, Text | Paragraph | Length)
    if not hint or plain or name in _UNEXPLAINED or isinstance(value, dict):
        return line
    return f"{line}   # {hint}"


def _comment(folder: str, field: Field) -> str:
    """A key that may be used: without its ``#`` the line is right."""
    example = field.example
    # Behind quotes a comment is no part of a text that was lost.
    if isinstance(field.read, Text | Paragraph | Length) and not example.startswith('"'):
        example = f'"{example}"'
    hint = label(folder, field.name).hint
    return f"# {field.name}: {example}" + (f"   # {hint}" if hint else "")
