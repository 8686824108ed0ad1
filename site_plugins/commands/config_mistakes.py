"""What is wrong with mkdocs.yml, in Dutch and with its line: MkDocs tells it in English."""

from __future__ import annotations

import logging
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from site_plugins.commands.places import WrongUse, config_file
from site_plugins.plugins import settings_mistakes
from site_plugins.plugins.settings_mistakes import LOGGER, in_dutch


@contextmanager
def told_in_dutch() -> Iterator[None]:
    """What MkDocs tells of its settings while this lasts goes to stderr, in Dutch."""
    logger, handler = logging.getLogger(LOGGER), _Dutch(logging.WARNING)
    before, logger.propagate = logger.propagate, False
    logger.addHandler(handler)
    try:
        yield
    finally:
        logger.removeHandler(handler)
        logger.propagate = before


class _Dutch(logging.Handler):
    def emit(self, record: logging.LogRecord) -> None:
        mild = record.levelno < logging.ERROR
        print(in_dutch(record.getMessage(), _text(), mild=mild), file=sys.stderr)


def reason_in_dutch(said: str, file: Path | None = None) -> str:
    """Why a build failed, in Dutch where it was MkDocs that told it."""
    return settings_mistakes.reason_in_dutch(said, _text(file))


def _text(file: Path | None = None) -> str:
    try:
        return (file or config_file()).read_text(encoding="utf-8", errors="replace")
    except (OSError, WrongUse):
        return ""
