"""A preview that makes a page when somebody looks at it, and that survives an editor's mistakes."""

from __future__ import annotations

import gc
import posixpath
import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import datetime
from functools import partial
from itertools import chain
from pathlib import Path
from tempfile import gettempdir
from threading import Lock
from typing import TYPE_CHECKING, Any
from urllib.parse import parse_qsl

from mkdocs.exceptions import Abort, MkDocsException

from site_plugins.delivery.output import write
from site_plugins.loading.problems import ContentError, Problem
from site_plugins.model.item import ZONE
from site_plugins.plugins.settings_mistakes import Heard, why
from site_plugins.previewing import choice, pages
from site_plugins.previewing.choice import Choice, chosen, is_our_own, way_back
from site_plugins.rendering.output import Output

if TYPE_CHECKING:
    from mkdocs.livereload import LiveReloadServer

    from site_plugins.previewing.notes import Notes

Answer = Callable[[dict[str, Any], Callable[..., Any]], Iterable[bytes]]
"""What answers requests: https://peps.python.org/pep-3333/"""

_TRIES = 10
_MAX_FORM = 10_000
_APART = (f"{choice.FOLDER}/", "beheer/")
"""Where pages are of another kind than the site's."""


class Preview:
    """The site that a server shows from a folder, which MkDocs empties before each build.

    Of ten thousand pages an editor looks at a few, so no other is made. Of what comes behind the
    pages (feeds, calendars) nobody even asks what there is, until somebody looks for it.
    """

    mistakes = ""
    """What is wrong with the content as it is now; what is shown is then the site before it."""
    problems: Sequence[Problem] = ()
    """The same, where it is in the content."""
    empty = False
    """Whether there is no site yet, as the content was wrong from the start."""
    styles = ""
    """The site's style sheet, below its root."""

    def __init__(
        self,
        folder: Path,
        say: Callable[[str], None],
        clock: Callable[[], datetime] = lambda: datetime.now(ZONE),
    ) -> None:
        """``say`` is told what is wrong with a file that somebody looks at."""
        # Here, as a build gives no advice, and need not read a dictionary's library.
        from site_plugins.advising.dictionary import Dictionary
        from site_plugins.previewing.notes import Notes

        self.folder = folder
        self._say = say
        self._clock = clock
        self.choice = Choice()
        # Corrections take up to a second each: for those there is ``lokaal check``.
        self.new_notes = partial(Notes, Dictionary(suggestions=0))
        """For a build that begins; they are shown once it succeeds."""
        self.notes: Notes = self.new_notes()
        self._build: Callable[[], None] | None = None
        self._reloading: Callable[[bytes], bytes] = bytes
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

    def fail(self, error: Exception) -> None:
        """Remember what is wrong, to show it."""
        self.mistakes = str(error)
        self.problems = error.problems if isinstance(error, ContentError) else ()

    def succeed(self, notes: Notes) -> None:
        """All is well with the content."""
        self.mistakes, self.problems, self.empty, self.notes = "", (), False, notes

    def _rest(self) -> Iterator[Output]:
        for output in self._more:
            self._known[output.path] = output
            yield output

    def serve(self, server: LiveReloadServer, settings: Path) -> None:
        """Have a server, that has not started yet, ask here; ``settings`` is mkdocs.yml."""
        build = server.builder

        def attempt() -> None:
            # MkDocs would hang the browser until a build succeeds.
            with self._lock:
                self.mistakes, self.problems = "", ()
                try:
                    with Heard() as heard:
                        build()
                except (Abort, MkDocsException) as error:
                    if not self.mistakes:
                        text = settings.read_text(encoding="utf-8", errors="replace")
                        self.mistakes = why(error, heard.lines, text)

        server.builder = self._build = attempt

        def reloading(page: bytes) -> bytes:
            # MkDocs lets no page reload that it doesn't find; this is what it does to others.
            add: Callable[[bytes, int], bytes] = server._inject_js_into_html
            return add(page, server._visible_epoch)

        self._reloading = reloading
        # What was read stays: who looks for garbage needn't go through it.
        gc.freeze()
        server.set_app(self.answering(server.serve_request, server.mount_path))

    def answering(self, answer: Answer, mount_path: str = "/") -> Answer:
        """Answers with what stands in the folder, after making it; below the mistakes."""

        def answered(request: dict[str, Any], start: Callable[..., Any]) -> Iterable[bytes]:
            # As a server hands it over; MkDocs reads it so too.
            path = request["PATH_INFO"].encode("latin-1").decode("utf-8", "ignore")
            if path == f"{mount_path}{choice.CHOOSE}":
                return self._chosen(request, start)
            if path == f"{mount_path}{choice.STYLE}":
                data = Path(pages.__file__).with_name("voorbeeld.css").read_bytes()
                start("200 OK", [("Content-Type", "text/css"), ("Content-Length", str(len(data)))])
                return [data]
            names = list(_names(path, mount_path))
            status, headers, body = self._made_and_answered(names, answer, request)
            within = path.removeprefix(mount_path)
            if dict(headers).get("Content-Type") == "text/html" and not within.startswith(_APART):
                data = b"".join(body)
                if status.startswith("404"):
                    if self.empty:
                        status = "503 Service Unavailable"
                        wrong = self.mistakes, self.problems
                        data = pages.error_page(*wrong, mount_path, self.styles)
                    data = self._reloading(data)
                if not self.empty:
                    data = self._with_parts(data, within, mount_path)
                body = [data]
                headers = [(n, v) for n, v in headers if n != "Content-Length"]
                headers.append(("Content-Length", str(len(data))))
            start(status, headers)
            return body

        return answered

    def _with_parts(self, page: bytes, path: str, base: str) -> bytes:
        with self._lock:
            own = self.notes.of(f"/{path}")
        others = [problem for problem in self.notes.warnings if problem not in own]
        now = self._clock()
        bar = pages.bar(self.choice, now, base, f"{base}{path}", pages.PLACES, own, others)
        top = pages.mistakes_above(self.mistakes, self.problems) if self.mistakes else ""
        return pages.with_parts(page, base, top=top, bar=bar)

    def _chosen(self, request: dict[str, Any], start: Callable[..., Any]) -> Iterable[bytes]:
        """Make the site that was chosen, and go back to the page."""
        size = request.get("CONTENT_LENGTH") or "0"
        wrong: str | None = None
        if request["REQUEST_METHOD"] != "POST" or not is_our_own(request):
            status, wrong = "403 Forbidden", "Kies op een pagina van dit voorbeeld."
        elif not size.isdecimal() or int(size) > _MAX_FORM:
            status, wrong = "400 Bad Request", "Dit formulier is te lang."
        else:
            text = request["wsgi.input"].read(int(size)).decode("utf-8", "replace")
            form = dict(parse_qsl(text))
            found = chosen(form, self._clock())
            if isinstance(found, str):
                status, wrong = "400 Bad Request", found
        if wrong is not None:
            start(status, [("Content-Type", "text/plain; charset=utf-8")])
            return [wrong.encode()]
        assert isinstance(found, Choice)
        before, self.choice = self.choice, found
        if self._build:
            self._build()
        if self.mistakes:
            self.choice = before  # what is shown is still that
        start("303 See Other", [("Location", way_back(form)), ("Content-Length", "0")])
        return []

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
