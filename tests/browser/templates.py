"""Which pages show what the site can look like: the fullest one of each template and genre."""

from __future__ import annotations

from pathlib import Path

from site_plugins.clock import build_moment
from site_plugins.model.article import Article
from site_plugins.plugins.build import project_at
from site_plugins.projections.addresses import file_of
from site_plugins.publication import prepare
from tests.conftest import ROOT

TEMPLATES = ROOT / "site_plugins" / "rendering" / "templates"
AT = "2026-11-22T09:00"


def templates() -> set[str]:
    """The names of the templates that are a page, without ``.html``."""
    return {file.stem for file in TEMPLATES.glob("*.html") if not file.name.startswith("_")}


def page_of_each_template(site: Path) -> dict[str, str]:
    """Of a site that was built at ``AT``: by template, the address of the page with most in it.

    Articles are there once more for each genre, as ``article-GENRE``.
    """
    project = project_at(ROOT / "mkdocs.yml")
    pages = prepare(project.content, build_moment(AT), project.site).pages
    fullest = sorted(
        pages, key=lambda page: ((site / file_of(page.path)).stat().st_size, page.path)
    )
    found = {page.template.removesuffix(".html"): page.path for page in fullest}
    genres = {
        f"article-{page.item.genre}": page.path
        for page in fullest
        if isinstance(page.item, Article) and page.template == "article.html"
    }
    return dict(sorted({**found, **genres}.items()))
