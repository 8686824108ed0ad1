"""The theme's part: the frame round every page, rendered once for each menu section."""

from __future__ import annotations

import re

from jinja2 import Environment
from mkdocs.commands.build import get_context
from mkdocs.config.defaults import MkDocsConfig
from mkdocs.structure.files import Files
from mkdocs.structure.nav import Navigation

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


def shell(
    env: Environment,
    config: MkDocsConfig,
    nav: Navigation,
    files: Files,
    site: Site,
    known: set[str],
) -> Shell:
    """The frames of ``main.html``; ``known`` holds the paths that menu and footer may name."""
    template = env.get_template("main.html")
    context = get_context(nav, files, config, base_url=site.base.rstrip("/"))
    frames = {
        section: _tidy(
            template.render(
                {**context, "section": section, "holes": MARKERS, "base": site.base, "known": known}
            )
        )
        for section in SECTIONS
    }
    return Shell.cut(frames)


def _tidy(html: str) -> str:
    """Without what isn't used, and without the white space that templates leave."""
    lines = (line.strip() for line in _UNUSED.sub("", html).splitlines())
    return "\n".join(line for line in lines if line) + "\n"
