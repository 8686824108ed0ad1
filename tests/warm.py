"""Imported by the server of ``tests.doors`` before it forks: it reads every library that a command
needs, and builds one site, so that what a process does once is done for all commands."""

from __future__ import annotations

import contextlib
import gc
import io
import logging
import tempfile
from pathlib import Path

import babel.dates
import material.plugins
import mkdocs.__main__
import pymdownx.superfences

from site_plugins.commands.main import main

__all__ = ["babel", "material", "mkdocs", "pymdownx"]

_ROOT = Path(__file__).resolve().parent.parent

with tempfile.TemporaryDirectory() as _folder, contextlib.chdir(_ROOT):
    _content = Path(_folder, "content")
    (_content / "artikelen/2026").mkdir(parents=True)
    (_content / "artikelen/2026/begin.md").write_text(
        "---\ntitle: Begin\ndescription: Iets.\ndate: 2026-11-20\ngenre: nieuws\n---\nTekst.\n",
        encoding="utf-8",
    )
    with contextlib.redirect_stdout(io.StringIO()), contextlib.redirect_stderr(io.StringIO()):
        main(
            [
                *("build", "--content", str(_content), "--site-dir", f"{_folder}/site"),
                *("--mail-dir", f"{_folder}/mail", "--at", "2026-11-22T09:00"),
            ]
        )

# What the command did to the process that it had for itself.
for _name in ("mkdocs", "properdocs"):
    logging.getLogger(_name).handlers.clear()
    logging.getLogger(_name).propagate = True

# What is there now is shared with every command, as long as no collector writes in it.
# https://docs.python.org/3/library/gc.html#gc.freeze
gc.collect()
gc.freeze()
