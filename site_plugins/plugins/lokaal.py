"""The MkDocs plugin: each event is one call.

MkDocs brings the configuration, the theme and the preview server. The content never becomes
MkDocs pages: one shell of the theme is filled for each page, so that what grows with the
years costs no page, nav entry or theme render each.
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Literal

from jinja2 import Environment
from mkdocs.config import config_options
from mkdocs.config.base import Config
from mkdocs.config.defaults import MkDocsConfig
from mkdocs.exceptions import PluginError
from mkdocs.livereload import LiveReloadServer
from mkdocs.plugins import BasePlugin, get_plugin_logger
from mkdocs.structure.files import Files
from mkdocs.structure.nav import Navigation

from site_plugins.clock import build_moment
from site_plugins.loading.problems import ContentError, Problem
from site_plugins.output import remove_mails, write
from site_plugins.plugins.preview import keep_going
from site_plugins.plugins.theme import shell
from site_plugins.publication import Publication, mail_outputs, prepare, site_outputs
from site_plugins.rendering.shell import Shell
from site_plugins.rendering.site import Site

log = get_plugin_logger(__name__)


class LokaalConfig(Config):  # type: ignore[no-untyped-call]
    """Settings in mkdocs.yml."""

    at = config_options.Optional(config_options.Type(str))
    """The moment whose site is built; default: now, or SOURCE_DATE_EPOCH."""
    mail_dir = config_options.Type(str, default="build/mail")
    """Where editions are written, relative to mkdocs.yml; never part of the site."""


class LokaalPlugin(BasePlugin[LokaalConfig]):  # type: ignore[no-untyped-call]
    """Makes the site, the agenda, the feeds and the newsletter from ``docs_dir``."""

    _preview = False
    _mistakes = ""
    _publication: Publication
    _shell: Shell
    _nav: Navigation

    def on_startup(self, *, command: Literal["build", "gh-deploy", "serve"], dirty: bool) -> None:
        """A server is a preview: it shows drafts and what is still to appear."""
        self._preview = command == "serve"

    def on_config(self, config: MkDocsConfig) -> MkDocsConfig:
        """The theme's own 404 and sitemap are not ours."""
        if not config.site_url:
            raise PluginError(
                "mkdocs.yml: site_url ontbreekt. Bijvoorbeeld: https://www.lokaalbestuur.nl/"
            )
        config.theme.static_templates.clear()
        return config

    def on_pre_build(self, *, config: MkDocsConfig) -> None:
        """What is wrong with the content comes out before MkDocs empties the site."""
        assert config.site_url
        site = Site(config.site_name, config.site_url.rstrip("/") + "/")
        try:
            now = build_moment(self.config.at)
            self._publication = prepare(Path(config.docs_dir), now, site, preview=self._preview)
        except (ContentError, ValueError) as error:
            self._mistakes = str(error)
            raise PluginError(str(error)) from error
        self._mistakes = ""
        for warning in self._publication.warnings:
            log.warning(str(warning))

    def on_files(self, files: Files, *, config: MkDocsConfig) -> Files:
        """Of the files that MkDocs found only our own theme's are published as they are."""
        own = Path(config.theme.custom_dir or "")
        return Files([file for file in files if own in Path(file.abs_src_path or "").parents])

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

    def on_post_build(self, *, config: MkDocsConfig) -> None:
        """The pages, feeds, calendars and mails."""
        write(site_outputs(self._publication, self._shell), Path(config.site_dir))
        if not self._preview:
            mail_dir = Path(config.config_file_path).parent / self.config.mail_dir
            remove_mails(mail_dir)
            write(mail_outputs(self._publication), mail_dir)

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
