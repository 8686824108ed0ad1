"""The theme's part: the frame round every page, rendered once for each menu section."""

from __future__ import annotations

import hashlib
import os
import re
from collections.abc import Callable
from pathlib import Path

from jinja2 import Environment, FileSystemLoader
from mkdocs.commands.build import get_context
from mkdocs.config.defaults import MkDocsConfig
from mkdocs.exceptions import PluginError
from mkdocs.structure.files import File, Files
from mkdocs.structure.nav import Navigation

from site_plugins.projections.addresses import DESK
from site_plugins.rendering.compiled import compiled
from site_plugins.rendering.shell import MARKERS, SECTIONS, Shell
from site_plugins.rendering.site import Site

# What Material's base.html prints outside its blocks, for a menu and a dialog that we don't
# have: inputs with an attribute that HTML forbids, and empty boxes.
_UNUSED = re.compile(
    r'<input class="md-toggle"[^>]*>'
    r'|<label class="md-overlay"[^>]*></label>'
    r'|<div data-md-component="(?:skip|announce)">\s*</div>'
    r'|<div class="md-dialog"[^>]*>\s*<div[^>]*>\s*</div>\s*</div>'
)


def only_our_files(config: MkDocsConfig) -> Callable[[], None]:
    """Have MkDocs look for files in our own theme only, until the result is called.

    It would make an object of each file of the content and of Material's 14,000 icons, and none
    of those is published.
    """
    docs_dir, folders = config.docs_dir, config.theme.dirs
    config.docs_dir, config.theme.dirs = os.devnull, folders[:1]

    def all_again() -> None:
        config.docs_dir, config.theme.dirs = docs_dir, folders

    return all_again


def published(files: Files, folder: Path) -> Files:
    """Of all files only those of our own theme in ``folder``, each under a name with its hash.

    So a browser may keep them for ever: what is in them changes, then so does their name. Raises
    PluginError for a file that is no part of a theme: whatever lies there would be published.
    The form of the editors is no part of the pages: ``delivery.desk`` publishes it.
    """
    own = [
        file
        for file in files
        if folder in Path(file.abs_src_path or "").parents
        and not file.src_uri.startswith(f"{DESK}/")
    ]
    strange = [
        f"{folder.name}/{file.src_uri} hoort niet bij het thema, en zou op de site komen. Haal het"
        " daar weg."
        for file in own
        if not (file.src_uri.startswith("assets/") and file.src_uri.endswith(_ASSETS))
    ]
    if strange:
        raise PluginError("\n".join(strange))
    # Style sheets last: they name the others.
    for file in sorted(own, key=lambda file: file.src_uri.endswith(".css")):
        if file.src_uri.endswith(".css"):
            file.content_string = _with_hashes(file.content_string, own)
        stem, dot, ending = file.src_uri.rpartition(".")
        digest = hashlib.sha256(file.content_bytes).hexdigest()[:_DIGITS]
        file.dest_uri = f"{stem}.{digest}{dot}{ending}"
    return Files(own)


def _with_hashes(css: str, own: list[File]) -> str:
    """A style sheet that names the other files of the theme as they are published, and that has
    none of what is for us: comments and indents are a ninth of what a phone would load."""
    names = {Path(file.src_uri).name: Path(file.dest_uri).name for file in own}
    lines = (line.strip() for line in _COMMENT.sub("", css).splitlines())
    css = "\n".join(line for line in lines if line) + "\n"
    return _URL.sub(lambda url: f"url({names.get(url[1], url[1])})", css)


_ASSETS = (".css", ".js", ".svg", ".png", ".jpg", ".webp", ".woff2")
_DIGITS = 8
_COMMENT = re.compile(r"/\*.*?\*/", re.DOTALL)
_URL = re.compile(r"""url\(["']?([^"')]+)["']?\)""")


def shell(
    env: Environment,
    config: MkDocsConfig,
    nav: Navigation,
    files: Files,
    site: Site,
    known: set[str],
) -> Shell:
    """The frames of ``main.html``; ``known`` holds the paths that menu and footer may name."""
    env.bytecode_cache = compiled(site)
    # MkDocs made it when it saw our own files only.
    env.loader = FileSystemLoader(config.theme.dirs)
    template = env.get_template("main.html")
    context = get_context(nav, files, config, base_url=site.base.rstrip("/"))
    names = {file.src_uri: file.dest_uri for file in files}
    ours = {"holes": MARKERS, "base": site.base, "known": known, "assets": names}
    frames = {
        section: _tidy(template.render({**context, **ours, "section": section}))
        for section in SECTIONS
    }
    return Shell.cut(frames, names)


def _tidy(html: str) -> str:
    """Without what isn't used, and without the white space that templates leave."""
    lines = (line.strip() for line in _UNUSED.sub("", html).splitlines())
    return "\n".join(line for line in lines if line) + "\n"
