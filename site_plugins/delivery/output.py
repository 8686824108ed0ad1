"""Writes outputs to a folder."""

from __future__ import annotations

import shutil
from collections.abc import Iterable
from pathlib import Path

from site_plugins.publication import Output


def write(outputs: Iterable[Output], folder: Path) -> int:
    """Write every output below ``folder``; gives their number.

    Raises OSError, and ValueError where two outputs have one path or one leads elsewhere.
    """
    written: set[str] = set()
    made: set[Path] = set()
    for output in outputs:
        target = folder / output.path
        if output.path in written or not target.is_relative_to(folder) or ".." in target.parts:
            raise ValueError(f"output {output.path!r} twice or outside the site")
        written.add(output.path)
        if target.parent not in made:
            target.parent.mkdir(parents=True, exist_ok=True)
            made.add(target.parent)
        if output.source:
            shutil.copyfile(output.source, target)
        else:
            target.write_bytes(output.data)
    return len(written)


def remove_mails(folder: Path) -> None:
    """Remove the mails that an earlier build wrote: a withdrawn edition must not stay behind."""
    for manifest in folder.glob("[0-9]*-[0-9]*-[0-9]*/manifest.json"):
        shutil.rmtree(manifest.parent)
