"""A preview that makes a page when somebody looks at it, and that survives an editor's mistakes."""

from __future__ import annotations

import gc
import posixpath
import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from html import escape
from itertools import chain
from pathlib import Path
from tempfile import gettempdir
from threading import Lock
from typing import TYPE_CHECKING, Any

from site_plugins.delivery.output import write
from site_plugins.loading.problems import ContentError
from site_plugins.rendering.output import Output

if TYPE_CHECKING:
    from mkdocs.livereload import LiveReloadServer

Answer = Callable[[dict[str, Any], Callable[..., Any]], Iterable[bytes]]
"""What answers requests: https://peps.python.org/pep-3333/"""

_TRIES = 10
_TOP = b'<div class="wrap content" id="inhoud">'


class Preview:
    """The site that a server shows from a folder, which MkDocs empties before each build.

    Of ten thousand pages an editor looks at a few, so no other is made. Of what comes behind the
    pages (feeds, calendars) nobody even asks what there is, until somebody looks for it.
    """

    mistakes = ""
    """What is wrong with the content as it is now; what is shown is then the site before it."""

    def __init__(self, folder: Path, say: Callable[[str], None]) -> None:
        """``say`` is told what is wrong with a file that somebody looks at."""
        self.folder = folder
        self._say = say
        self._known: dict[str, Output] = {}
        self._more: Iterator[Output] = iter(())
        self._made: set[Path] = set()
        # Markdown and templates are for one thread at a time.
        self._lock = Lock()

    def show(self, outputs: Iterable[Output], *, at_once: bool) -> None:
        """From now on this is the site; ``at_once`` makes all of it for who serves the folder."""
        for file in self._made:  # MkDocs leaves them there with --dirty
            file.unlink(missing_ok=True)
        self._known, self._more, self._made = {}, iter(outputs), set()
        for output in self._rest() if at_once else ():
            self._write(output)

    def _rest(self) -> Iterator[Output]:
        for output in self._more:
            self._known[output.path] = output
            yield output

    def serve(self, server: LiveReloadServer) -> None:
        """Have a server, that has not started yet, ask here."""
        build = server.builder

        def attempt() -> None:
            # MkDocs would hang the browser until a build succeeds.
            with self._lock:
                try:
                    build()
                except (Exception, SystemExit):
                    if not self.mistakes:
                        raise

        server.builder = attempt
        # What was read stays: who looks for garbage needn't go through it.
        gc.freeze()
        server.set_app(self.answering(server.serve_request, server.mount_path))

    def answering(self, answer: Answer, mount_path: str = "/") -> Answer:
        """Answers with what stands in the folder, after making it; below the mistakes."""

        def answered(request: dict[str, Any], start: Callable[..., Any]) -> Iterable[bytes]:
            # As a server hands it over; MkDocs reads it so too.
            path = request["PATH_INFO"].encode("latin-1").decode("utf-8", "ignore")
            names = list(_names(path, mount_path))
            status, headers, body = self._made_and_answered(names, answer, request)
            if self.mistakes and dict(headers).get("Content-Type") == "text/html":
                data = _with_band(b"".join(body), self.mistakes)
                body = [data]
                headers = [(n, v) for n, v in headers if n != "Content-Length"]
                headers.append(("Content-Length", str(len(data))))
            start(status, headers)
            return body

        return answered

    def _made_and_answered(
        self, names: Sequence[str], answer: Answer, request: dict[str, Any]
    ) -> tuple[str, Sequence[tuple[str, str]], Iterable[bytes]]:
        for _ in range(_TRIES):
            there = self._make(names)
            begun: list[tuple[str, Sequence[tuple[str, str]]]] = []
            body = answer(request, lambda *told, into=begun: into.append(told))
            status, headers = begun[-1]
            if not there or not status.startswith("404"):
                break
            # A build in between has emptied the folder.
        return status, headers, body

    def _make(self, names: Sequence[str]) -> bool:
        """Make the first of these files that the site has, or else what the server shows then."""
        with self._lock:
            if any((self.folder / name).is_file() for name in names):
                return True
            if found := self._find(names) or self._find(["404.html"]):
                self._write(found)
            return bool(found and found.path in names)

    def _find(self, names: Sequence[str]) -> Output | None:
        known = (self._known[name] for name in names if name in self._known)
        more = (output for output in self._rest() if output.path in names)
        return next(chain(known, more), None)

    def _write(self, output: Output) -> None:
        try:
            write([output], self.folder)
        except ContentError as error:
            self._say(str(error))
        self._made.add(self.folder / output.path)


def _names(path: str, mount_path: str) -> Iterator[str]:
    """The files that a server may look for at an address, by path below the site."""
    # Of its own address a server tells when there is something new.
    if path.startswith(mount_path) and not path.startswith("/livereload/"):
        name = posixpath.normpath(f"/{path.removeprefix(mount_path)}").lstrip("/")
        if not path.endswith("/"):
            yield name
        yield posixpath.join(name, "index.html")


def _with_band(page: bytes, mistakes: str) -> bytes:
    lines = "<br>".join(map(escape, mistakes.splitlines()))
    band = f'<p class="preview-band" role="alert">Dit is nog de vorige versie.<br>{lines}</p>'
    return page.replace(_TOP, _TOP + band.encode(), 1)


def reloads() -> bool:
    """Whether the server hears of changes: not with ``mkdocs serve --no-livereload``.

    That one shows the folder and asks no plugin; nothing but its own option tells.
    """
    # Here, as a build needs none of it.
    import click

    context = click.get_current_context(silent=True)
    return context is None or context.params.get("livereload", True) is not False


def is_temporary(site: Path) -> bool:
    """Whether MkDocs made this folder for a server to show, and will remove it.

    Known by the name and the mode that ``tempfile.mkdtemp`` gives: in another folder with such a
    name an owner may have a site.
    """
    made = re.fullmatch(r"(?:mkdocs|properdocs)_[a-z0-9_]{8}", site.name)
    if not made or site.parent != Path(gettempdir()) or not site.is_dir():
        return False
    return site.stat().st_mode & 0o777 == 0o700
