"""A file of the site, as a value."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True, slots=True)
class Output:
    """By its path below the site's folder: bytes, or a file to copy."""

    path: str
    data: bytes = b""
    source: Path | None = None
