"""What a hub has been told: a file that is ours alone, and can be thrown away."""

from __future__ import annotations

import json
import os
from collections.abc import Mapping
from pathlib import Path


def read_told(file: Path, hub: str, site: str) -> dict[str, str] | None:
    """The hash of each feed of ``site`` that ``hub`` was told of, by its path.

    None where there is no such file, or it is of another hub or site, or damaged: then all is
    told again, which does no harm. Raises OSError.
    """
    try:
        found = json.loads(file.read_bytes())
        if (found["hub"], found["site"]) != (hub, site):
            return None
        return {str(path): str(hash) for path, hash in found["feeds"].items()}
    except (FileNotFoundError, ValueError, LookupError, TypeError, AttributeError, RecursionError):
        return None


def write_told(file: Path, hub: str, site: str, feeds: Mapping[str, str]) -> None:
    """In one step: whoever stops this leaves the old file or the new one. Raises OSError."""
    file.parent.mkdir(parents=True, exist_ok=True)
    value = {"hub": hub, "site": site, "feeds": dict(sorted(feeds.items()))}
    draft = file.with_name(f".{file.name}.{os.getpid()}.tmp")
    try:
        draft.write_text(json.dumps(value, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
        draft.replace(file)
    finally:
        draft.unlink(missing_ok=True)
