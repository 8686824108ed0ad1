"""A file of the site, as a value."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True, slots=True)
class Output:
    """By its path below the site's folder: bytes, or a file to copy, or how the bytes are made.

    ``key`` gives a digest of everything that ``make`` uses: where it is the same, so are the bytes.
    """

    path: str
    data: bytes = b""
    source: Path | None = None
    make: Callable[[], bytes] | None = None
    key: Callable[[], bytes] | None = None

    @property
    def content(self) -> bytes:
        """Its bytes, wherever they come from. Raises OSError."""
        if self.source:
            return self.source.read_bytes()
        return self.make() if self.make else self.data
