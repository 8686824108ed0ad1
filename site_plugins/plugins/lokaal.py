"""The MkDocs plugin: each event is one call.

MkDocs brings the configuration, the theme and the preview server. The content never becomes
MkDocs pages: one shell of the theme is filled for each page, so that what grows with the
years costs no page, nav entry or theme render each.
"""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterable
from functools import partial
from itertools import chain
from pathlib import Path
from typing import TYPE_CHECKING, Literal

from jinja2 import Environment
from mkdocs.config.defaults import MkDocsConfig
from mkdocs.exceptions import PluginError
from mkdocs.plugins import BasePlugin, event_priority, get_plugin_logger
from mkdocs.structure.files import Files
from mkdocs.structure.nav import Navigation

from site_plugins.clock import build_moment
from site_plugins.delivery.desk import desk_outputs
from site_plugins.delivery.earlier import earlier
from site_plugins.delivery.keeping import Cache
from site_plugins.delivery.searching import KEPT_BYTES, SearchFailed, index_outputs
from site_plugins.delivery.staging import STAYS
from site_plugins.engine.fingerprint import of_the_code, plainly
from site_plugins.engine.reading import Reading
from site_plugins.engine.store import Store, cache_folder, folder_of
from site_plugins.engine.views import Views
from site_plugins.loading.problems import ContentError, Problem
from site_plugins.memory import collect_seldom, leave_to_the_system
from site_plugins.outputs import mail_outputs, preview_outputs, site_outputs, site_record
from site_plugins.plugins.finishing import Finisher
from site_plugins.plugins.preview import Preview, is_temporary, reloads
from site_plugins.plugins.replacing import Replacing
from site_plugins.plugins.settings import LokaalConfig, site_of
from site_plugins.plugins.theme import only_our_files, published, shell
from site_plugins.projections.addresses import SEARCH_WORDS
from site_plugins.projections.record import RECORD, Record
from site_plugins.publication import Publication, prepare
from site_plugins.rendering.compiled import compiled
from site_plugins.rendering.output import Output
from site_plugins.rendering.redirects import gone_mistakes
from site_plugins.rendering.shell import Shell

if TYPE_CHECKING:
    from mkdocs.livereload import LiveReloadServer

log = get_plugin_logger(__name__)

_CARD_FONT = "assets/serif-bold.woff2"
"""In our theme: the letters of the cards for social networks."""


class LokaalPlugin(BasePlugin[LokaalConfig]):  # type: ignore[no-untyped-call]
    """Makes the site, the agenda, the feeds and the newsletter from ``docs_dir``."""

    accept: int | None = None
    """How many losses are meant (``--accept``); None: what LOKAAL_ACCEPT says."""

    searchable = False
    """Whether to make the search index, which takes longer than all else: ``lokaal build``."""

    _command = ""
    _replacing: Replacing | None = None
    """The new folders of a build; a preview has none."""
    _shown: Preview | None = None
    """What a server shows."""
    _made = False
    """Whether a preview has been made; the content was wrong until then."""
    _serving = False
    """Whether the server runs, and only the end of it remains for what can wait."""
    _cache: Path
    _store: Store
    """Of what is known of the content."""
    _reading: Reading | None = None
    _publication: Publication
    _shell: Shell
    _nav: Navigation
    _see_all_files: Callable[[], None]

    def on_startup(self, *, command: Literal["build", "gh-deploy", "serve"], dirty: bool) -> None:
        """A server is a preview: it shows drafts and what is still to appear."""
        self._command = command
        collect_seldom()

    @property
    def _preview(self) -> bool:
        return self._command == "serve"

    @property
    def _has_site(self) -> bool:
        return not (self._shown and self._shown.empty)

    @property
    def _indexes(self) -> bool:
        return self.searchable and self.config.search and not self._preview

    def on_config(self, config: MkDocsConfig) -> MkDocsConfig:
        """The theme's own 404 and sitemap are not ours."""
        site_of(config)
        config.theme.static_templates.clear()
        return config

    @event_priority(100)
    def on_pre_build(self, *, config: MkDocsConfig) -> None:
        """What is wrong with the content comes out before anything is written.

        From then on ``site_dir`` is a new folder, which MkDocs may empty as it likes.
        """
        site = site_of(config)
        self._begin(config)
        # ``mkdocs serve --clean`` says that it builds, and never that it is done.
        if self._preview or is_temporary(Path(config.site_dir)):
            clock = partial(build_moment, self.config.at)
            self._shown = self._shown or Preview(Path(config.site_dir), log.warning, clock)
        else:
            mail_dir = Path(config.config_file_path).parent / self.config.mail_dir
            version = plainly(of_the_code(), site, self.config.compress)
            self._replacing = Replacing(config, mail_dir, self.accept, version)
            self._replacing.wait()
        try:
            now = build_moment(self.config.at)
            shown = self._shown if self._preview else None
            notes = shown.new_notes() if shown else None
            # The lock is ours, so this is the site that will be replaced.
            old = earlier(Path(config.site_dir) / RECORD) if self._replacing else Record()
            self._publication = prepare(
                Path(config.docs_dir),
                shown.choice.moment(now) if shown else now,
                site,
                preview=self._preview,
                hidden=not shown or shown.choice.drafts,
                advise=notes.learn if notes else None,
                earlier=old,
                reading=self._reading,
            )
        except (ContentError, ValueError) as error:
            if self._shown:
                self._shown.fail(error)
            if self._shown and self._preview and not self._made and reloads():
                # MkDocs would stop: its server has to start, to show what is wrong.
                self._shown.empty = True
                log.error(str(error))
                self._see_all_files = only_our_files(config)
                return
            raise PluginError(str(error)) from error
        self._refuse_gone()
        self._made = True
        if self._shown and notes:
            notes.warnings = self._publication.warnings
            self._shown.succeed(notes)
        self._tell_warnings(strict=config.strict and not self._preview)
        if self._replacing:
            self._replacing.begin()
        self._see_all_files = only_our_files(config)

    def _begin(self, config: MkDocsConfig) -> None:
        """A server keeps in memory what it has read."""
        self._cache = cache_folder(Path(config.config_file_path).parent)
        # A preview has other addresses in its texts.
        about = "content", Path(config.docs_dir).resolve(), config.site_url
        folder = folder_of(self._cache, *about)
        self._store = Store(folder, of_the_code(), log.warning)
        if not (self._preview and self._reading):
            self._reading = Reading(self._store)

    def _refuse_gone(self) -> None:
        """What was taken away for good can't be there too."""
        addresses = [page.path for page in self._publication.pages]
        items = self._publication.index.library.all
        addresses += [old for item in items for old in item.aliases]
        if mistakes := list(gone_mistakes(self.config.gone, addresses)):
            raise PluginError("\n".join(f"mkdocs.yml: {mistake}" for mistake in mistakes))

    def _tell_warnings(self, *, strict: bool) -> None:
        """MkDocs' own ``--strict`` stops when all is written, and not at all with ``--quiet``."""
        warnings = self._publication.warnings
        if strict and warnings:
            lines = "\n".join(map(str, warnings))
            raise PluginError(f"{lines}\nMet --strict stopt de bouw ook bij een waarschuwing.")
        for warning in warnings:
            log.warning(str(warning))

    def on_files(self, files: Files, *, config: MkDocsConfig) -> Files:
        """Of the files that MkDocs found only our own theme's are published."""
        self._see_all_files()
        own = published(files, Path(config.theme.custom_dir or ""))
        if self._shown:
            styles = (file.dest_uri for file in own if file.src_uri == "assets/site.css")
            self._shown.styles = next(styles, "")
        return own

    def on_nav(self, nav: Navigation, *, config: MkDocsConfig, files: Files) -> Navigation:
        """Kept for the theme's context."""
        self._nav = nav
        return nav

    def on_env(self, env: Environment, *, config: MkDocsConfig, files: Files) -> Environment:
        """The theme renders its frame."""
        if not self._has_site:
            return env
        site = self._publication.site
        known = {page.path for page in self._publication.pages}
        compiled(site).learn(self._templates().load("codes") or {})
        self._shell = shell(env, config, self._nav, files, site, known)
        return env

    @event_priority(-100)
    def on_post_build(self, *, config: MkDocsConfig) -> None:
        """The pages, feeds, calendars and mails; then, in a build, the check of what is there."""
        if not self._has_site:
            return
        folder = Path(config.site_dir)
        pictures = Cache(self._cache / "pictures")
        font = (Path(config.theme.custom_dir or "") / _CARD_FONT).read_bytes()
        outputs = site_outputs(
            self._publication,
            self._shell,
            served=bool(self._replacing),
            searchable=self._indexes,
            gone=self.config.gone,
            keep=pictures.keep,
            font=font if self.config.cards else b"",
            owner=self.config.sender,
            views=Views(self._store, self._publication.heads) if self._replacing else None,
        )
        desk = desk_outputs(Path(config.theme.custom_dir or ""))
        try:
            if self._replacing:
                self._fill(self._replacing, chain(outputs, desk), folder)
            elif self._shown:
                more: Iterable[Output] = ()
                if self._preview:
                    now = build_moment(self.config.at)
                    more = preview_outputs(self._publication, self.config.sender, now)
                at_once = not (self._preview and reloads())
                self._shown.show(chain(outputs, desk, more), at_once=at_once)
        except ContentError as error:
            raise PluginError(str(error)) from error
        if not self._preview:  # which asks for a picture when somebody looks at it
            pictures.tidy()
        if self._reading and not self._serving:
            self._reading.save()
        if codes := compiled(self._publication.site).news():
            self._templates().save("codes", codes)
        if self._replacing and not self._command:
            # Called from Python without on_startup, so without on_shutdown either.
            self._replacing.finish()

    def _fill(self, replacing: Replacing, outputs: Iterable[Output], folder: Path) -> None:
        """Bring the new folders up to date, and see whether the site in them is right."""
        publication = self._publication
        finisher = Finisher(publication, compress=self.config.compress)
        made = replacing.fill(
            mail_outputs(publication, self.config.sender),
            chain(outputs, self._index(folder) if self._indexes else ()),
            finisher.finish,
            lambda made: [site_record(publication, finisher.hashes(made))],
        )
        replacing.check(made, finisher.inspector, self.config.gone)

    def _templates(self) -> Store:
        """What earlier builds compiled of the templates."""
        return Store(self._cache / "templates", of_the_code(), log.warning)

    def _index(self, folder: Path) -> list[Output]:
        """The search index, and the words for who makes a typing error.

        ``folder`` is one that is there: nothing may have been kept yet, or nothing can be.
        """
        cache, search = Cache(self._cache / "pagefind"), self._publication.search
        try:
            outputs = index_outputs(search.documents, cache.keep, folder)
        except SearchFailed as error:
            raise PluginError(f"{error}; {STAYS}.") from error
        cache.tidy(KEPT_BYTES)
        words = [Output(SEARCH_WORDS, search.words.encode())] if search.words else []
        return [*outputs, *words]

    def on_build_error(self, *, error: Exception) -> None:
        """Nothing is replaced."""
        if self._replacing:
            self._replacing.stop(error)

    def on_shutdown(self) -> None:
        """The old site makes place, now that MkDocs too has found nothing wrong."""
        if self._serving and self._reading:
            self._reading.save()
        if not self._replacing:
            return
        # MkDocs comes here from a ``finally``. Of what ends a process, such as Ctrl+C, it tells
        # nobody by on_build_error.
        if isinstance(stopped := sys.exc_info()[1], Exception | None):
            self._replacing.finish()
        else:
            self._replacing.stop(stopped)
        leave_to_the_system(self.__dict__)

    def on_serve(
        self, server: LiveReloadServer, /, *, config: MkDocsConfig, builder: Callable[..., None]
    ) -> LiveReloadServer:
        """A change is heard of at once; a mistake shows above the pages as they were."""
        # Here, as a build has nothing to watch.
        from site_plugins.plugins.watching import hear_at_once

        hear_at_once(server, config)
        if self._shown:
            self._shown.serve(server, Path(config.config_file_path))
            self._serving = True
        return server

    @property
    def warnings(self) -> list[Problem]:
        """What an editor may want to look at in the content that was built."""
        return self._publication.warnings
