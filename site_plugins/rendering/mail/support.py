"""What a mail may not use, as some mail program that our readers have doesn't show it.

The ban-list is derived from caniemail's data (``scripts/caniemail`` writes them anew): what the
newest version of a program does not support is banned, unless the mail is as good without it.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache, lru_cache
from pathlib import Path

from lxml import html as lxml_html

HARMLESS = {
    "element style": "only betters what stands in the elements themselves",
    "at-rule media": "dark colours and wider margins, without which the mail is as readable",
    "property max-height": "hides the preheader a second time; display and mso-hide do so too",
    "property overflow": "as max-height",
    "declaration display:none": "the preheader: where it is shown it is a good first sentence",
    "property word-break": "without it only a word that is wider than the screen stands out",
    "attribute aria-label": "the link's words say the same, below the title that they are about",
    "element body": "its style is that of the table within it",
}
"""What the mail uses although some program lacks it, and why it may."""

STYLE_LIMIT = 16_384
"""Bytes of style sheet, all together; Gmail ignores one that makes it more."""

_DATA = Path(__file__).parents[1] / "templates" / "mail" / "caniemail.json"


@dataclass(frozen=True, slots=True, order=True)
class Finding:
    """Something that not every mail program shows."""

    feature: str
    """Its kind and name, such as ``property float``."""
    clients: tuple[str, ...]
    """The programs that lack it; none: a rule of all of them is broken."""


@cache
def lacking() -> Mapping[str, tuple[str, ...]]:
    """The programs that lack a feature, for each feature that caniemail has data of."""
    data = json.loads(_DATA.read_text(encoding="utf-8"))
    return {
        f"{kind} {name}": tuple(
            client for client, letter in zip(data["clients"], letters, strict=True) if letter == "n"
        )
        for kind, features in data["features"].items()
        for name, letters in features.items()
    }


def unsupported(html: str) -> list[Finding]:
    """What a mail should not use, sorted: each feature once."""
    return [finding for finding in lacking_somewhere(html) if finding.feature not in HARMLESS]


def lacking_somewhere(html: str) -> list[Finding]:
    """What some program doesn't show, also where the mail is as good without it.

    In a style sheet only what would undo all of it counts: nothing else there is needed.
    """
    document = lxml_html.document_fromstring(html)
    found: set[str] = set()
    sheets = []
    for element in document.iter():
        if not isinstance(element.tag, str):
            continue  # A comment, such as those for Outlook.
        found.add(f"element {element.tag}")
        found.update(f"attribute {name}" for name in map(str, element.attrib))
        found.update(_features(element.get("style", "")))
        if element.tag == "style":
            sheets.append(element.text or "")
    found.update(f"at-rule {name}" for name in re.findall(r"@([a-z-]+)", "".join(sheets)))
    findings = [Finding(name, clients) for name in found if (clients := lacking().get(name))]
    findings += [Finding(broken, ()) for broken in _broken(sheets)]
    return sorted(findings)


def _broken(sheets: list[str]) -> Iterator[str]:
    """Why Gmail would ignore a style sheet (caniemail, html-style, notes)."""
    if len("".join(sheets).encode()) > STYLE_LIMIT:
        yield f"style sheet over {STYLE_LIMIT} bytes"
    if any(re.search(r"@[^{}]*\{(?:[^{}]*\{[^{}]*\})*[^{}]*@", sheet) for sheet in sheets):
        yield "at-rule within another"


@lru_cache(maxsize=4096)
def _features(style: str) -> frozenset[str]:
    """The features of an element's own style; a longhand without data is as its shorthand."""
    features: set[str] = set()
    for part in filter(None, map(str.strip, style.lower().split(";"))):
        name, _, value = (piece.strip() for piece in part.partition(":"))
        features.add(f"declaration {name}:{value}")
        features.update(f"function {function}" for function in re.findall(r"([a-z-]+)\(", value))
        features.update(f"unit {unit}" for unit in re.findall(r"\d([a-z]+|%)", value))
        features.update(f"word {word}" for word in re.findall(r"[a-z-]+", value))
        while name and f"property {name}" not in lacking():
            name = name.rpartition("-")[0]
        features.add(f"property {name}")
    return frozenset(features)
