"""A preview that hears of a change at once, where MkDocs looks at every file twice a second."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING

from watchdog.events import (
    DirCreatedEvent,
    DirDeletedEvent,
    DirMovedEvent,
    FileCreatedEvent,
    FileDeletedEvent,
    FileModifiedEvent,
    FileMovedEvent,
    FileSystemEvent,
    FileSystemEventHandler,
)
from watchdog.observers import Observer
from watchdog.observers.api import ObservedWatch
from watchdog.observers.polling import PollingObserver

if TYPE_CHECKING:
    from mkdocs.config.defaults import MkDocsConfig
    from mkdocs.livereload import LiveReloadServer

_LOOK = 0.5
"""Seconds between two looks, as MkDocs has it."""
_QUIET = 0.05
"""Seconds without a change before a build: a program that saves a file does so in steps."""
# Not that a file is opened: a build does that itself, and would call for another.
_CHANGES: list[type[FileSystemEvent]] = [
    *(FileCreatedEvent, FileModifiedEvent, FileDeletedEvent, FileMovedEvent),
    *(DirCreatedEvent, DirDeletedEvent, DirMovedEvent),
]


def hear_at_once(server: LiveReloadServer, config: MkDocsConfig) -> None:
    """Have a server, that has not started yet, hear of changes from the system."""
    try:
        watching = Watching()
    except OSError:
        return  # the system has no more to give, so MkDocs looks
    watched = []
    for path in (config.docs_dir, config.config_file_path, *config.theme.dirs):
        with suppress(KeyError):
            server.unwatch(path)
            watched.append(path)
    server.observer = watching  # type: ignore[assignment]
    server.build_delay = _QUIET
    for path in watched:
        server.watch(path)


class Watching:
    """What MkDocs asks of an observer: hears of changes in folders, and looks until it does.

    Of some disks (of another computer, of Windows seen from WSL) a system tells nothing. So a
    folder is looked at too, up to the first time that the system told of something in it.
    """

    def __init__(self) -> None:
        self._looking = PollingObserver(timeout=_LOOK)
        self._hearing = Observer()
        self._hearing.start()
        self._heard: dict[ObservedWatch, ObservedWatch] = {}

    def schedule(
        self, handler: FileSystemEventHandler, path: str, *, recursive: bool = False
    ) -> ObservedWatch:
        """Tell ``handler`` of changes of a file, or in a folder."""
        looked = self._looking.schedule(handler, path, recursive=recursive)
        if Path(path).is_dir():
            hearing = _Hearing(handler, lambda: self._stop_looking(looked))
            with suppress(OSError):  # more folders than the system will tell of
                self._heard[looked] = self._hearing.schedule(
                    hearing, path, recursive=recursive, event_filter=_CHANGES
                )
        return looked

    def _stop_looking(self, watch: ObservedWatch) -> None:
        with suppress(KeyError):
            self._looking.unschedule(watch)

    def unschedule(self, watch: ObservedWatch) -> None:
        """Tell no more of what ``schedule`` gave this for."""
        self._stop_looking(watch)
        if heard := self._heard.pop(watch, None):
            self._hearing.unschedule(heard)

    def start(self) -> None:
        """Look too, from now on."""
        self._looking.start()

    def stop(self) -> None:
        """End; ``join`` waits until that is done."""
        self._looking.stop()
        self._hearing.stop()

    def join(self) -> None:
        """Wait until all has ended."""
        for observer in (self._looking, self._hearing):
            if observer.is_alive():
                observer.join()


class _Hearing(FileSystemEventHandler):
    def __init__(self, handler: FileSystemEventHandler, heard: Callable[[], None]) -> None:
        self._handler = handler
        self._heard = heard

    def on_any_event(self, event: FileSystemEvent) -> None:
        # MkDocs leaves folders out; but of what is in one that goes the system may say nothing.
        is_folder = event.is_directory
        self._handler.dispatch(FileModifiedEvent(event.src_path) if is_folder else event)
        self._heard()
