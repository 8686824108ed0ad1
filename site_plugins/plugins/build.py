"""A whole build from a call: what ``lokaal build`` and ``lokaal serve`` run."""

from __future__ import annotations

import os
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, cast

from mkdocs.commands import build as mkdocs_build
from mkdocs.config import load_config
from mkdocs.config.defaults import MkDocsConfig
from mkdocs.exceptions import Abort, MkDocsException, PluginError

from site_plugins.delivery.staging import WrongPlace
from site_plugins.loading.problems import ContentError, Problem
from site_plugins.plugins.lokaal import LokaalPlugin
from site_plugins.plugins.settings import site_of
from site_plugins.rendering.mail.message import Sender
from site_plugins.rendering.site import Site


class BuildFailed(Exception):
    """The build stopped; the text says why, and the old site is as it was."""


def configuration(config_file: Path, **settings: Any) -> MkDocsConfig:
    """mkdocs.yml with other settings on top. Raises BuildFailed where it can't be used."""
    os.environ.setdefault("NO_MKDOCS_2_WARNING", "1")
    try:
        config = load_config(str(config_file), **settings)
    except MkDocsException as error:
        raise BuildFailed(f"{config_file}: {error}") from None
    if "lokaal" not in config.plugins:
        raise BuildFailed(f"{config_file}: hier hoort de plugin lokaal te staan.")
    try:
        site_of(config)
    except PluginError as error:
        raise BuildFailed(str(error)) from None
    return config


@dataclass(frozen=True, slots=True)
class Project:
    """What mkdocs.yml says, in our own words."""

    config_file: Path
    site: Site
    content: Path
    site_dir: Path
    mail_dir: Path
    sender: Sender
    config: MkDocsConfig = field(repr=False, compare=False)


def project_at(config_file: Path, content: Path | None = None) -> Project:
    """The project of a configuration, with another content folder where one is given."""
    config = configuration(config_file, **({"docs_dir": str(content)} if content else {}))
    ours = cast(LokaalPlugin, config.plugins["lokaal"]).config
    mail_dir = config_file.parent / ours.mail_dir
    content, site_dir = Path(config.docs_dir).resolve(), Path(config.site_dir)
    return Project(config_file, site_of(config), content, site_dir, mail_dir, ours.sender, config)


def build_site(
    project: Project,
    site_dir: Path,
    mail_dir: Path,
    at: str | None,
    accept: int | None,
    *,
    searchable: bool,
) -> list[Problem]:
    """Build the site and the mail as ``mkdocs build`` does, in new folders; gives the warnings.

    A project is built once: its configuration is written in.

    ``accept`` is the number of losses that are meant, ``searchable`` whether to make the search
    index. Raises ContentError where the content is wrong, WrongPlace where an output can't be
    written, and BuildFailed for any other reason.
    """
    config = project.config
    config.docs_dir, config.site_dir = str(project.content), str(site_dir)
    plugin = cast(LokaalPlugin, config.plugins["lokaal"])
    plugin.config["mail_dir"] = str(mail_dir)
    plugin.accept, plugin.searchable = accept, searchable
    if at:
        plugin.config["at"] = at
    try:
        config.plugins.on_startup(command="build", dirty=False)
        try:
            mkdocs_build.build(config)
        finally:
            config.plugins.on_shutdown()
            # MkDocs has the same object for the next build in this process, which may be its own.
            plugin.accept, plugin.searchable = None, False
    except (Abort, PluginError) as error:
        raise _reason(error) from None
    return plugin.warnings


def _reason(error: BaseException) -> Exception:
    """What stopped MkDocs: the problems in the content or on the disk, if it was those."""
    cause: BaseException | None = error
    while cause:
        if isinstance(cause, (ContentError, WrongPlace)):
            return cause
        if isinstance(cause, PluginError):
            error = cause
        cause = cause.__cause__ or cause.__context__
    return BuildFailed(str(error))


def serve_site(config_file: Path, address: str, *, open_browser: bool) -> None:
    """MkDocs' preview server, with drafts and what is still to appear."""
    # Here, as no other command serves.
    from mkdocs.commands import serve as mkdocs_serve

    mkdocs_serve.serve(str(config_file), dev_addr=address, open_in_browser=open_browser)
