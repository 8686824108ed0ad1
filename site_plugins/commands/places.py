"""Where things are: the project that a command works on."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

from mkdocs.utils import get_build_datetime

from site_plugins.loading.fields import parse_moment
from site_plugins.model.item import ZONE


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


def moment(given: str | None) -> datetime:
    """``--at``, else SOURCE_DATE_EPOCH, else now."""
    if given is None:
        return get_build_datetime().astimezone(ZONE)
    found = parse_moment(given)
    if isinstance(found, str):
        raise WrongUse(f"--at: '{given}' {found}.")
    return found
