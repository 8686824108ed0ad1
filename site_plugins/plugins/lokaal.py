"""The MkDocs plugin: each event is one call.

MkDocs brings the configuration, the theme and the preview server. The content never becomes
MkDocs pages: one shell of the theme is filled for each page, so that what grows with the
years costs no page, nav entry or theme render each.
"""

from __future__ import annotations

import re
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Literal

from jinja2 import Environment
from mkdocs.config import config_options
from mkdocs.config.base import Config
from mkdocs.config.defaults import MkDocsConfig
from mkdocs.exceptions import PluginError
from mkdocs.livereload import LiveReloadServer
from mkdocs.plugins import BasePlugin, event_priority, get_plugin_logger
from mkdocs.structure.files import Files
from mkdocs.structure.nav import Navigation

from site_plugins.clock import build_moment
from site_plugins.delivery.compressing import compress
from site_plugins.delivery.earlier import earlier
from site_plugins.delivery.keeping import Cache
from site_plugins.delivery.output import write
from site_plugins.delivery.searching import KEPT_BYTES, SearchFailed, index_outputs
from site_plugins.delivery.staging import STAYS
from site_plugins.loading.problems import ContentError, Problem
from site_plugins.plugins.preview import is_temporary, keep_going
from site_plugins.plugins.replacing import Replacing
from site_plugins.plugins.theme import published, shell
from site_plugins.projections.record import RECORD, Record
from site_plugins.publication import Publication, mail_outputs, prepare, site_outputs
from site_plugins.rendering.mail.message import Sender
from site_plugins.rendering.output import Output
from site_plugins.rendering.redirects import gone_mistakes
from site_plugins.rendering.shell import Shell
from site_plugins.rendering.site import Site

log = get_plugin_logger(__name__)

_CARD_FONT = "assets/serif-bold.woff2"
"""In our theme: the letters of the cards for social networks."""


# Every address is this one with a path behind it: no query, and nothing to be quoted in a path.
_SITE_URL = re.compile(r"https?://[^\s/?#@\\]+(?:/(?!\.\.?(?:/|$))[A-Za-z0-9._~-]+)*/?")


def site_of(config: MkDocsConfig) -> Site:
    """The site that mkdocs.yml describes. Raises PluginError for an address that can't be its."""
    url, example = config.site_url or "", "Bijvoorbeeld: https://www.lokaalbestuur.nl/"
    if not url:
        raise PluginError(f"mkdocs.yml: site_url ontbreekt. {example}")
    if not _SITE_URL.fullmatch(url):
        raise PluginError(f"mkdocs.yml: site_url: '{url}' kan het adres niet zijn. {example}")
    hub = config.plugins["lokaal"].config["hub"]
    if hub and not hub.startswith("https://"):
        hint = "Bijvoorbeeld: https://pubsubhubbub.appspot.com/"
        raise PluginError(f"mkdocs.yml: hub: '{hub}' is geen https-adres. {hint}")
    return Site(config.site_name, url.rstrip("/") + "/", hub)


_SENDER = Sender()


class NewsletterConfig(Config):  # type: ignore[no-untyped-call]
    """Who sends the newsletter: ``rendering.mail.message.Sender``."""

    name = config_options.Type(str, default=_SENDER.name)
    address = config_options.Type(str, default=_SENDER.address)
    reply_to = config_options.Type(str, default=_SENDER.reply_to)
    list_id = config_options.Type(str, default=_SENDER.list_id)


class LokaalConfig(Config):  # type: ignore[no-untyped-call]
    """Settings in mkdocs.yml."""

    at = config_options.Optional(config_options.Type(str))
    """The moment whose site is built; default: now, or SOURCE_DATE_EPOCH."""
    mail_dir = config_options.Type(str, default="build/mail")
    """Where editions are written, relative to mkdocs.yml; never part of the site."""
    compress = config_options.Type(bool, default=True)
    """Whether files are packed beforehand, for web servers that can send them so."""
    gone = config_options.Type(list, default=[])
    """Addresses of what was taken away for good: answered with 410 where the host can."""
    hub = config_options.Type(str, default="")
    """The WebSub hub that ``lokaal ping`` tells of changed feeds; empty for none."""
    newsletter = config_options.SubConfig(NewsletterConfig)
    """Who sends the newsletter."""

    @property
    def sender(self) -> Sender:
        """Who sends the newsletter."""
        return Sender(**self.newsletter)


class LokaalPlugin(BasePlugin[LokaalConfig]):  # type: ignore[no-untyped-call]
    """Makes the site, the agenda, the feeds and the newsletter from ``docs_dir``."""

    accept: int | None = None
    """How many losses are meant (``--accept``); None: what LOKAAL_ACCEPT says."""

    _command = ""
    _mistakes = ""
    _replacing: Replacing | None = None
    """The new folders of a build; a preview has none."""
    _publication: Publication
    _shell: Shell
    _nav: Navigation

    def on_startup(self, *, command: Literal["build", "gh-deploy", "serve"], dirty: bool) -> None:
        """A server is a preview: it shows drafts and what is still to appear."""
        self._command = command

    @property
    def _preview(self) -> bool:
        return self._command == "serve"

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
        # ``mkdocs serve --clean`` says that it builds, and never that it is done.
        if not self._preview and not is_temporary(Path(config.site_dir)):
            mail_dir = Path(config.config_file_path).parent / self.config.mail_dir
            self._replacing = Replacing(config, site, mail_dir, self.accept)
            self._replacing.wait()
        try:
            now = build_moment(self.config.at)
            # The lock is ours, so this is the site that will be replaced.
            old = earlier(Path(config.site_dir) / RECORD) if self._replacing else Record()
            self._publication = prepare(
                Path(config.docs_dir), now, site, preview=self._preview, earlier=old
            )
        except (ContentError, ValueError) as error:
            self._mistakes = str(error)
            raise PluginError(str(error)) from error
        self._refuse_gone()
        self._mistakes = ""
        self._tell_warnings(strict=config.strict and not self._preview)
        if self._replacing:
            self._replacing.begin()

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
        return published(files, Path(config.theme.custom_dir or ""))

    def on_nav(self, nav: Navigation, *, config: MkDocsConfig, files: Files) -> Navigation:
        """Kept for the theme's context."""
        self._nav = nav
        return nav

    def on_env(self, env: Environment, *, config: MkDocsConfig, files: Files) -> Environment:
        """The theme renders its frame."""
        site = self._publication.site
        known = {page.path for page in self._publication.pages}
        self._shell = shell(env, config, self._nav, files, site, known)
        return env

    @event_priority(-100)
    def on_post_build(self, *, config: MkDocsConfig) -> None:
        """The pages, feeds, calendars and mails; then, in a build, the check of what is there."""
        folder = Path(config.site_dir)
        cache = Cache(Path(config.config_file_path).parent / ".cache" / "pictures")
        outputs = site_outputs(
            self._publication,
            self._shell,
            served=bool(self._replacing),
            gone=self.config.gone,
            keep=cache.keep,
            font=(Path(config.theme.custom_dir or "") / _CARD_FONT).read_bytes(),
            owner=self.config.sender,
        )
        try:
            written = write(outputs, folder)
        except ContentError as error:
            # Only decoding a picture wholly tells that it is damaged.
            raise PluginError(str(error)) from error
        cache.tidy()
        if self._replacing:
            written |= write(self._index(Path(config.config_file_path).parent, folder), folder)
            if self.config.compress:
                compress(folder)
            write(mail_outputs(self._publication, self.config.sender), self._replacing.mail)
            self._replacing.check(written, self.config.gone)
            if not self._command:
                # Called from Python without on_startup, so without on_shutdown either.
                self._replacing.finish()

    def _index(self, project: Path, site: Path) -> list[Output]:
        """The search index; a preview has none, as making it takes too long for each change."""
        cache = Cache(project / ".cache" / "pagefind")
        try:
            outputs = index_outputs(self._publication.search.documents, cache.keep, site)
        except SearchFailed as error:
            raise PluginError(f"{error}; {STAYS}.") from error
        cache.tidy(KEPT_BYTES)
        return outputs

    def on_build_error(self, *, error: Exception) -> None:
        """Nothing is replaced."""
        if self._replacing:
            self._replacing.stop(error)

    def on_shutdown(self) -> None:
        """The old site makes place, now that MkDocs too has found nothing wrong."""
        if not self._replacing:
            return
        # MkDocs comes here from a ``finally``. Of what ends a process, such as Ctrl+C, it tells
        # nobody by on_build_error.
        if isinstance(stopped := sys.exc_info()[1], Exception | None):
            self._replacing.finish()
        else:
            self._replacing.stop(stopped)

    def on_serve(
        self, server: LiveReloadServer, /, *, config: MkDocsConfig, builder: Callable[..., None]
    ) -> LiveReloadServer:
        """A mistake shows in the browser, above the pages as they were."""
        server.builder = keep_going(server.builder, Path(server.root), lambda: self._mistakes)
        return server

    @property
    def warnings(self) -> list[Problem]:
        """What an editor may want to look at in the content that was built."""
        return self._publication.warnings
