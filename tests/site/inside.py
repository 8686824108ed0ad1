"""A site made in this process: quick, and in a plain frame instead of the theme's."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

from site_plugins.outputs import site_outputs
from site_plugins.publication import prepare
from site_plugins.rendering.shell import MARKERS, SECTIONS, Shell
from site_plugins.rendering.site import Site
from tests.conftest import ROOT
from tests.site.reading import HOST

FRAME = (
    "<!doctype html><html lang=nl><head><meta charset=utf-8><title>{title}</title>"
    '<meta name=description content="{description}"><link rel=canonical href="{canonical}">'
    "{policy}{head}</head><body><main id=inhoud>{content}</main></body></html>"
)
ASSETS = [f"assets/{file.name}" for file in (ROOT / "overrides/assets").iterdir()]
SHELL = Shell.cut(
    dict.fromkeys(SECTIONS, FRAME.format(**MARKERS)), dict(zip(ASSETS, ASSETS, strict=True))
)


def files_at(folder: Path, now: datetime) -> dict[str, bytes]:
    """Every file that we make of a content folder, by its path below the site's root."""
    publication = prepare(folder, now, Site("Lokaal Bestuur", f"{HOST}/"))
    outputs = site_outputs(publication, SHELL, served=False)
    return {output.path: output.content for output in outputs if not output.source}
