"""Where things are: the project that a command works on."""

from __future__ import annotations

import os
from datetime import datetime
from pathlib import Path

from mkdocs.config.defaults import MkDocsConfig
from mkdocs.utils import get_build_datetime

from site_plugins.loading.moments import parse_moment
from site_plugins.model.item import ZONE
from site_plugins.plugins.build import configuration


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


def project(given: str | None) -> tuple[MkDocsConfig, Path]:
    """The settings and the content folder: the given one, or that of the project."""
    file = config_file()
    settings = {"docs_dir": str(content_folder(given, Path()))} if given else {}
    config = configuration(file, **settings)
    return config, Path(config.docs_dir).resolve()


def moment(given: str | None) -> datetime:
    """``--at``, else SOURCE_DATE_EPOCH, else now."""
    if given is None:
        try:
            return get_build_datetime().astimezone(ZONE)
        except (ValueError, OverflowError, OSError):
            epoch = os.environ["SOURCE_DATE_EPOCH"]
            raise WrongUse(f"SOURCE_DATE_EPOCH: '{epoch}' is geen aantal seconden.") from None
    found = parse_moment(given)
    if isinstance(found, str):
        raise WrongUse(f"--at: '{given}' {found}.")
    return found
