"""Reads the record of a site that was built before."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any, TypeVar

from site_plugins.projections.record import Record, Shown

Value = TypeVar("Value")


def earlier(file: Path) -> Record:
    """The record in a file; what is missing or damaged in it counts as empty. Raises OSError."""
    try:
        found = json.loads(file.read_bytes())
    except (FileNotFoundError, ValueError, RecursionError):
        return Record()
    if not isinstance(found, dict):
        return Record()
    return Record(_part(found, "ids", str), _part(found, "feeds", str), _part(found, "agenda", _of))


def _part(found: dict[str, Any], name: str, read: Callable[[Any], Value]) -> dict[str, Value]:
    """One field of the record, empty where anything in it is odd."""
    try:
        return {key: read(value) for key, value in found[name].items()}
    except (LookupError, TypeError, ValueError, AttributeError):
        return {}


def _of(found: Any) -> Shown:
    return Shown(int(found["sequence"]), str(found["content"]))
