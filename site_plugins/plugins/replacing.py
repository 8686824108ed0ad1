"""A build beside the site that is there, for MkDocs: which then takes its place, or doesn't."""

from __future__ import annotations

import os
import re
import shutil
import sys
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import NoReturn

from mkdocs.config.defaults import MkDocsConfig
from mkdocs.exceptions import PluginError

from site_plugins.delivery.earlier import earlier
from site_plugins.delivery.guard import Changes, changes, compare
from site_plugins.delivery.inspection import Inspector
from site_plugins.delivery.staging import STAYS, Stage, WrongPlace, clean_stop, refuse
from site_plugins.delivery.verification import site_faults
from site_plugins.engine.store import Store, cache_folder, folder_of, tidy
from site_plugins.engine.tree import Finish, Manifest, bring_up_to_date
from site_plugins.engine.trees import Trees
from site_plugins.engine.workers import WorkerDied, free_cores
from site_plugins.projections.record import RECORD
from site_plugins.rendering.output import Output

SHOWN = 20
"""Faults of a new site that are named; the rest is a number."""


class Replacing:
    """Between ``wait`` and ``finish`` (or ``stop``) the build is the only one of its site.

    Every method raises PluginError with a text in Dutch, and then the old site is as it was.
    """

    def __init__(
        self, config: MkDocsConfig, mail: Path, accept: int | None, version: bytes
    ) -> None:
        """``version`` is the digest of what decides how files are written and inspected."""
        self._config = config
        self._accept = accept
        self._stage = Stage(mail, Path(config.site_dir))
        self._right = False
        self._restore = clean_stop()
        self._cache = cache_folder(Path(config.config_file_path).parent)
        self._kept = folder_of(self._cache, *self._stage.places)
        store = Store(self._kept, version, say)
        names = ("mail", "site")
        self._trees = [
            Trees(store, place, self._kept, name)
            for place, name in zip(self._stage.places, names, strict=True)
        ]

    def wait(self) -> None:
        """Until no other build of this site is under way. Refuses places that hold other files."""
        if self._accept is None:
            self._accept = _accepted()
        try:
            self._refuse_places()
        except WrongPlace as error:
            raise PluginError(str(error)) from error
        self._stage.lock(say)
        for trees, workers in zip(self._trees, (1, free_cores()), strict=True):
            trees.begin(workers)

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

    def fill(
        self,
        mail: Iterable[Output],
        site: Iterable[Output],
        finish: Finish,
        last: Callable[[Manifest], Iterable[Output]],
    ) -> Manifest:
        """Make the new folders hold the outputs; gives what is in that of the site.

        ``finish`` is what else is to be done with each file of the site, of which ``last`` gives
        those that tell of the others. Raises ContentError too.
        """
        try:
            self._fill(0, mail, lambda path, data: ({}, None))
            return self._fill(1, site, finish, last)
        except WorkerDied:
            raise PluginError(f"Een hulpproces is gestopt door het systeem; {STAYS}.") from None

    def _fill(
        self,
        number: int,
        outputs: Iterable[Output],
        finish: Finish,
        last: Callable[[Manifest], Iterable[Output]] = lambda made: (),
    ) -> Manifest:
        folder, trees = self._stage.folders[number], self._trees[number]
        theirs = list(_files(folder))
        shutil.rmtree(folder)
        tree = trees.take(folder)
        folder.mkdir(exist_ok=True)
        all_of_them = [*theirs, *outputs]
        workers = free_cores()
        manifest = bring_up_to_date(tree, trees.there(), all_of_them, finish, workers, last)
        trees.record(folder, manifest, workers if number else 1)
        return manifest

    def check(self, made: Manifest, inspector: Inspector, gone: Iterable[str]) -> None:
        """See whether the new site is whole, and compare it with the old one.

        ``made`` is what is in it; ``gone`` are addresses that were meant to go.
        """
        there = {path + end: stat[0] for path, entry in made.items() for end, stat in entry.files}
        facts = {path: entry.facts.facts for path, entry in made.items() if entry.facts}
        if faults := site_faults(facts, there, there, inspector):
            more = [f"en nog {len(faults) - SHOWN}"] if len(faults) > SHOWN else []
            lines = "\n".join(f"  {fault}" for fault in (*faults[:SHOWN], *more))
            raise PluginError(f"De nieuwe site klopt niet; {STAYS}.\n{lines}")
        found = self._changes(made, gone)
        if found.many and found.count != self._accept:
            raise PluginError(found.question)
        if found.notice:
            say(found.notice)
        self._right = True

    def _changes(self, made: Manifest, gone: Iterable[str]) -> Changes:
        place, folder = self._stage.places[1], self._stage.folders[1]
        if not (known := self._trees[1].there().manifest):
            return compare(place, folder, gone)
        before, after = (earlier(site / RECORD).ids for site in (place, folder))
        return changes(known, made, before, after, gone)

    def finish(self) -> None:
        """Replace the old folders where all went well; clear up in any case."""
        try:
            if self._right:
                self._stage.commit()
                for trees, folder in zip(self._trees, self._stage.folders, strict=True):
                    trees.keep(folder)
                tidy(self._cache, self._kept)
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
        for trees in self._trees:
            trees.stop()
        self._stage.close()
        self._restore()


def _accepted() -> int | None:
    given = os.environ.get("LOKAAL_ACCEPT", "")
    if given and not re.fullmatch(r"[0-9]{1,9}", given):
        text = f"LOKAAL_ACCEPT: '{given}' is geen aantal. Bijvoorbeeld: 12"
        raise PluginError(text) from WrongPlace(text)
    return int(given) if given else None


def _files(folder: Path) -> Iterator[Output]:
    """What MkDocs wrote: the few files of the theme."""
    for file in sorted(folder.rglob("*")):
        if file.is_file():
            yield Output(file.relative_to(folder).as_posix(), file.read_bytes())


def say(text: str) -> None:
    """One line for whoever started the build."""
    print(text, file=sys.stderr, flush=True)
