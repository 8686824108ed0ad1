"""Writes outputs to a folder."""

from __future__ import annotations

import shutil
from collections.abc import Iterable
from pathlib import Path

from site_plugins.rendering.output import Output


def write(outputs: Iterable[Output], folder: Path) -> dict[str, int]:
    """Write every output below ``folder``; gives the size of each in bytes, by its path.

    Raises OSError, and ValueError where two outputs have one path or one leads elsewhere.
    """
    written: dict[str, int] = {}
    made: set[Path] = set()
    for output in outputs:
        target = folder / output.path
        if output.path in written or not target.is_relative_to(folder) or ".." in target.parts:
            raise ValueError(f"output {output.path!r} twice or outside the site")
        if target.parent not in made:
            target.parent.mkdir(parents=True, exist_ok=True)
            made.add(target.parent)
        try:
            if output.source:
                shutil.copyfile(output.source, target)
                written[output.path] = output.source.stat().st_size
            else:
                written[output.path] = target.write_bytes(output.content)
        except OSError as error:
            # What a full disk says comes without a name.
            error.filename = error.filename or str(target)
            raise
    return written
