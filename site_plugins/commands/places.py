"""Where things are: the project that a command works on."""

from __future__ import annotations

import re
from datetime import date, datetime
from pathlib import Path

from site_plugins.clock import build_moment
from site_plugins.plugins.build import Project, project_at


class WrongUse(Exception):
    """The command can't be carried out as it was given (exit code 2)."""


def config_file() -> Path:
    """The nearest mkdocs.yml: in this folder or above it, else beside this package."""
    here = Path.cwd()
    beside = Path(__file__).resolve().parents[2]
    for folder in (here, *here.parents, beside):
        file = folder / "mkdocs.yml"
        if file.is_file() and (folder / "overrides").is_dir():
            return file
    raise WrongUse("geen mkdocs.yml gevonden: ga naar de map van het project.")


def content_folder(given: str | None, default: Path) -> Path:
    """The content folder, which must be there."""
    folder = Path(given) if given else default
    if not folder.is_dir():
        raise WrongUse(f"de map {folder} bestaat niet.")
    return folder.resolve()


def project(given: str | None) -> Project:
    """The project, with the given content folder or its own."""
    return project_at(config_file(), content_folder(given, Path()) if given else None)


def moment(given: str | None) -> datetime:
    """``--at``, else SOURCE_DATE_EPOCH, else now."""
    try:
        return build_moment(given)
    except ValueError as error:
        raise WrongUse(f"--{error}" if given else str(error)) from None


def edition_day(given: str) -> date:
    """The Sunday that an editor means: ``2026-11-22``, or a file or folder with that name."""
    found = re.match(r"\d{4}-\d{2}-\d{2}(?=\.|$)", Path(given).name)
    try:
        return date.fromisoformat(found[0] if found else "")
    except ValueError:
        raise WrongUse(f"'{given}' is geen editie. Geef de zondag: 2026-11-22.") from None
