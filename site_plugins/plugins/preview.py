"""A preview that stays on its feet while an editor makes mistakes."""

from __future__ import annotations

import re
from collections.abc import Callable
from html import escape
from pathlib import Path
from tempfile import gettempdir

_START = re.compile(
    r'(<div class="wrap content" id="inhoud">)(?:<p class="preview-band" role="alert">.*?</p>)?',
    re.S,
)


def keep_going(
    build: Callable[[], None], site: Path, mistakes: Callable[[], str]
) -> Callable[[], None]:
    """A build that shows the mistakes above the old pages, where MkDocs would hang the browser."""

    def attempt() -> None:
        try:
            build()
        except (Exception, SystemExit):
            if not mistakes():
                raise
            _show(site, mistakes())

    return attempt


def _show(site: Path, mistakes: str) -> None:
    lines = "<br>".join(map(escape, mistakes.splitlines()))
    band = f'<p class="preview-band" role="alert">Dit is nog de vorige versie.<br>{lines}</p>'
    for page in site.rglob("*.html"):
        text = page.read_text(encoding="utf-8")
        page.write_text(_START.sub(lambda found: found[1] + band, text, count=1), encoding="utf-8")


def is_temporary(site: Path) -> bool:
    """Whether MkDocs made this folder for a server to show, and will remove it.

    Known by the name and the mode that ``tempfile.mkdtemp`` gives: in another folder with such a
    name an owner may have a site.
    """
    made = re.fullmatch(r"(?:mkdocs|properdocs)_[a-z0-9_]{8}", site.name)
    if not made or site.parent != Path(gettempdir()) or not site.is_dir():
        return False
    return site.stat().st_mode & 0o777 == 0o700
