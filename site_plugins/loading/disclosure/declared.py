"""What must not be in the open in the file of an item, and what its ``public`` says is fine."""

from __future__ import annotations

import re
from typing import NamedTuple
from urllib.parse import unquote

from site_plugins.loading.disclosure.exposures import claim, exposures, unmatched
from site_plugins.loading.disclosure.plain import Plain
from site_plugins.loading.disclosure.private import mail_addresses, telephone_numbers
from site_plugins.loading.front_matter import Document
from site_plugins.loading.nodes import Mapping, Scalar, Sequence
from site_plugins.loading.place import Report
from site_plugins.loading.problems import Severity, shown
from site_plugins.loading.references import in_media

_PUBLIC = re.compile(r"^public:.*?(?=^[A-Za-z_]+:|^---)", re.MULTILINE | re.DOTALL)
"""The key ``public`` with its list, also in a head that is no YAML."""


class _Declared(NamedTuple):
    """What a file declares to be meant for everyone."""

    text: str
    """The file without that list: what stands only there is not in the file."""
    claims: dict[str, str]
    """By its compared form, what the editor wrote."""


def _declared(text: str, document: Document) -> _Declared:
    declares = text.find("\npublic:", 0, document.head_end) >= 0
    found = _PUBLIC.search(text) if declares else None
    if not found:
        return _Declared(text, {})
    blank = re.sub(r"[^\n]", " ", found[0])
    rest = f"{text[: found.start()]}{blank}{text[found.end() :]}"
    if document.error:
        # The list can't be read either, and that is no second mistake.
        written = [f.value for find in _FINDERS for f in find(Plain.of(found[0]))]
    else:
        written = _texts(document.head, "public")
    return _Declared(rest, {claim(value): value for value in written})


_FINDERS = (telephone_numbers, mail_addresses)


def report_exposures(text: str, signs: bytes, document: Document, report: Report) -> set[str]:
    """Report what must not be in the open; gives the media files that are declared public.

    ``signs`` are those of the text (see ``Plain``).
    """
    written = text
    text, claims = _declared(written, document)
    same = signs if text is written else None
    heads = [(name, at) for name, at, _ in document.head.pairs]

    def where(line: int) -> str:
        above = [name for name, at in heads if at <= line]
        return "tekst" if line >= document.body_line or not above else above[-1]

    for line, message, example, severity in exposures(text, claims, signs=same):
        report.wrong(line, where(line), message, example, severity)
    if not claims:
        return set()
    report.asked.update(f"media/{in_media(value)}" for value in claims.values())
    files = {c: f"media/{in_media(c)}" for c in claims if in_media(claims[c]) in report.media}
    line = next((at for name, at in heads if name == "public"), 1)
    for value in unmatched((c for c in claims if c not in files), text):
        message = f"{shown(claims[value])} komt verder in dit bestand niet voor. Klopt het?"
        report.wrong(line, "public", message, severity=Severity.WARNING)
    plain = unquote(text).lower()
    linked = {file for file in files.values() if file.removeprefix("media/") in plain}
    for value, file in files.items():
        if file not in linked:
            message = f"dit stuk verwijst niet naar {shown(claims[value])}. Klopt het?"
            report.wrong(line, "public", message, severity=Severity.WARNING)
    return linked


def _texts(head: Mapping, key: str) -> list[str]:
    """The texts in the list under a key."""
    lists = (
        node.items for name, _, node in head.pairs if name == key and isinstance(node, Sequence)
    )
    return [
        node.text for items in lists for node in items if isinstance(node, Scalar) and node.text
    ]
