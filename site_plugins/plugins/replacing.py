"""A build beside the site that is there, for MkDocs: which then takes its place, or doesn't."""

from __future__ import annotations

import os
import re
import sys
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import NoReturn

from mkdocs.config.defaults import MkDocsConfig
from mkdocs.exceptions import PluginError

from site_plugins.delivery.agreement import disagreements
from site_plugins.delivery.guard import compare
from site_plugins.delivery.staging import STAYS, Stage, WrongPlace, clean_stop, refuse
from site_plugins.delivery.verification import verify
from site_plugins.rendering.site import Site

SHOWN = 20
"""Faults of a new site that are named; the rest is a number."""


class Replacing:
    """Between ``wait`` and ``finish`` (or ``stop``) the build is the only one of its site.

    Every method raises PluginError with a text in Dutch, and then the old site is as it was.
    """

    def __init__(self, config: MkDocsConfig, site: Site, mail: Path, accept: int | None) -> None:
        self._config = config
        self._site = site
        self._accept = accept
        self._stage = Stage(mail, Path(config.site_dir))
        self._right = False
        self._restore = clean_stop()

    def wait(self) -> None:
        """Until no other build of this site is under way. Refuses places that hold other files."""
        if self._accept is None:
            self._accept = _accepted()
        try:
            self._refuse_places()
        except WrongPlace as error:
            raise PluginError(str(error)) from error
        self._stage.lock(_say)

    def _refuse_places(self) -> None:
        mail, site = self._stage.places
        project = Path(self._config.config_file_path).resolve().parent
        content = Path(self._config.docs_dir).resolve()
        for place, sign in ((site, "*.html"), (mail, "*/manifest.json")):
            if content in place.parents:
                raise WrongPlace(f"{place} ligt in de map met inhoud. Kies een map daarbuiten.")
            refuse(place, sign, (project, content))
        if mail == site or site in mail.parents or mail in site.parents:
            raise WrongPlace("de mail hoort niet in de site. Kies twee mappen naast elkaar.")

    def begin(self) -> None:
        """Make the new folders; MkDocs writes in them."""
        _, folder = self._stage.begin()
        self._config.site_dir = str(folder)

    @property
    def mail(self) -> Path:
        """The new folder for the mail."""
        return self._stage.folders[0]

    def check(self, written: Mapping[str, int], gone: Iterable[str]) -> None:
        """Read the new site back, and compare it with the old one.

        ``written`` holds sizes by path; ``gone`` are addresses that were meant to go.
        """
        _, folder = self._stage.folders
        faults = verify(folder, self._site, written) + disagreements(folder, self._site.base)
        if faults:
            more = [f"en nog {len(faults) - SHOWN}"] if len(faults) > SHOWN else []
            lines = "\n".join(f"  {fault}" for fault in (*faults[:SHOWN], *more))
            raise PluginError(f"De nieuwe site klopt niet; {STAYS}.\n{lines}")
        changes = compare(self._stage.places[1], folder, gone)
        if changes.many and changes.count != self._accept:
            raise PluginError(changes.question)
        if changes.notice:
            _say(changes.notice)
        self._right = True

    def finish(self) -> None:
        """Replace the old folders where all went well; clear up in any case."""
        try:
            if self._right:
                self._stage.commit()
        except WrongPlace as error:
            raise PluginError(str(error)) from error
        except OSError as error:
            self._tell(error)
        finally:
            self._close()

    def stop(self, error: BaseException) -> None:
        """Clear up. Where the disk is what went wrong, say so in place of a traceback."""
        self._close()
        if isinstance(error, OSError):
            self._tell(error)

    def _tell(self, error: OSError) -> NoReturn:
        text = self._stage.explain(error)
        raise PluginError(text) from WrongPlace(text)

    def _close(self) -> None:
        self._right = False
        self._config.site_dir = str(self._stage.places[1])
        self._stage.close()
        self._restore()


def _accepted() -> int | None:
    given = os.environ.get("LOKAAL_ACCEPT", "")
    if given and not re.fullmatch(r"[0-9]{1,9}", given):
        text = f"LOKAAL_ACCEPT: '{given}' is geen aantal. Bijvoorbeeld: 12"
        raise PluginError(text) from WrongPlace(text)
    return int(given) if given else None


def _say(text: str) -> None:
    print(text, file=sys.stderr, flush=True)
