"""Freezing an edition: the record of what was sent, beside the edition's own file."""

from __future__ import annotations

import json
import os
from collections.abc import Mapping
from datetime import date
from pathlib import Path
from typing import Any

from site_plugins.loading.files import read_bytes, record_name
from site_plugins.loading.front_matter import MAX_BYTES, HeadError, decode, parse
from site_plugins.loading.sent import RecordError, read_record
from site_plugins.model.edition import Edition
from site_plugins.model.letter import Sent
from site_plugins.rendering.mail.record import fingerprint


class CannotFreeze(Exception):
    """The edition can't be frozen as this; the text says why, and what to do."""


def freeze(manifest: Mapping[str, Any], content: Path) -> Path:
    """Write ``nieuwsbrief/JJJJ-MM-DD.verzonden.json`` in the content folder; gives its path.

    ``manifest`` is that of the built edition. The record is there as a whole or not at all, and
    one that is there already stays: that it holds the same is fine, anything else raises
    CannotFreeze, as do a proof and an edition whose introduction was changed since the build.
    """
    if not manifest["complete"]:
        message = "deze mail is een proef, gebouwd voor het moment van verzenden. Bouw opnieuw."
        raise CannotFreeze(message)
    day = date.fromisoformat(manifest["edition"])
    name = record_name(day)
    path = content / name
    if path.exists():
        found = _read(path, name)
        if found.content != manifest["content"]:
            message = f"{path}: deze editie is al vastgelegd, met een andere inhoud."
            raise CannotFreeze(f"{message} Wat verzonden is, blijft zoals het was.")
        return path
    values = dict(manifest["sent"])
    intro = _introduction(content / Edition.folder / f"{day.isoformat()}.md")
    if fingerprint(intro) != values.pop("intro_sha256"):
        message = (
            "de inleiding is veranderd sinds de bouw. Is de mail nog niet weg, bouw dan opnieuw"
        )
        raise CannotFreeze(f"{message}; anders zet je de inleiding terug zoals die verzonden is.")
    values |= {"intro": intro, "content": manifest["content"]}
    text = json.dumps(values, ensure_ascii=False, indent=1, sort_keys=True) + "\n"
    try:
        read_record(text, name)
    except RecordError as error:
        message = f"{error.field}: {error.message}" if error.field else error.message
        raise CannotFreeze(f"het manifest klopt niet. {message} Bouw opnieuw.") from None
    _write(path, text)
    return path


def _introduction(file: Path) -> str:
    """The Markdown of the edition's file."""
    try:
        return parse(decode(read_bytes(str(file), MAX_BYTES))).body
    except FileNotFoundError:
        raise CannotFreeze(f"{file} ontbreekt. Zet het terug uit git.") from None
    except HeadError as error:
        raise CannotFreeze(f"{file}: {error.message}") from None


def _read(path: Path, name: str) -> Sent:
    try:
        return read_record(decode(read_bytes(str(path), MAX_BYTES)), name)
    except (HeadError, RecordError) as error:
        raise CannotFreeze(f"{path}: {error.message} Zet het terug uit git.") from None


def _write(path: Path, text: str) -> None:
    """In one step, and on the disk before this returns: mail goes out after it."""
    draft = path.with_name(f".{path.name}.tmp")
    try:
        with draft.open("w", encoding="utf-8", newline="\n") as file:
            file.write(text)
            file.flush()
            os.fsync(file.fileno())
        draft.replace(path)
    finally:
        draft.unlink(missing_ok=True)
    folder = os.open(path.parent, os.O_RDONLY)
    try:
        os.fsync(folder)
    finally:
        os.close(folder)
