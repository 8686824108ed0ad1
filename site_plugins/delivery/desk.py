"""The form in which editors write, as it is checked in under ``overrides/``."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from site_plugins.projections.addresses import DESK
from site_plugins.rendering.output import Output


def desk_outputs(theme: Path) -> Iterator[Output]:
    """Its files under their own names: it is no page of the site, and asks for them by those."""
    folder = theme / DESK
    for file in sorted(folder.rglob("*")):
        if file.is_file():
            yield Output(file.relative_to(theme).as_posix(), source=file)
