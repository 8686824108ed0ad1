"""Whole pages: what of the moment they show, and their templates, compiled once."""

from __future__ import annotations

from datetime import datetime, timedelta

from jinja2 import DictLoader, Environment

from site_plugins.model.item import ZONE
from site_plugins.publication import prepare
from site_plugins.rendering.compiled import Compiled
from site_plugins.rendering.environment import environment
from site_plugins.rendering.pages import render_page, uses_now
from site_plugins.rendering.site import Site
from site_plugins.rendering.variants import Picture
from tests.conftest import ROOT
from tests.site.inside import SHELL

SITE = Site("Lokaal Bestuur", "https://voorbeeld.nl/")
BELOW = Site("Lokaal Bestuur", "https://voorbeeld.nl/map/")
NOW = datetime(2026, 11, 22, 9, tzinfo=ZONE)


def find(src: str) -> Picture:
    return Picture(src, "0123456789abcdef")


def test_only_pages_that_use_the_moment_change_with_it() -> None:
    publication = prepare(ROOT / "content", NOW, SITE)

    def pages_at(now: datetime) -> dict[str, str]:
        media = publication.index.library.media
        env = environment(SITE, publication.bodies, media, find, now)
        return {page.path: render_page(page, env, SHELL, now) for page in publication.pages}

    before, after = pages_at(NOW), pages_at(NOW + timedelta(days=4000))
    changed = {path for path in before if before[path] != after[path]}
    # What has expired by then says so, as in a preview; no build would have it on a page.
    expired = {path for path, html in after.items() if "flag" in html or "preview-band" in html}
    use_it = {page.path for page in publication.pages if uses_now(page)}
    assert changed - expired <= use_it
    assert any("kan verouderd zijn" in after[path] for path in changed)


def test_compiled_templates_serve_the_next_process() -> None:
    def shown(codes: Compiled, site: Site, source: str = "{{ '/x/' | url }} {{ word }}") -> str:
        env = Environment(loader=DictLoader({"a.html": source}), bytecode_cache=codes)
        env.filters["url"] = site.path
        return env.get_template("a.html").render(word="woord")

    first = Compiled(SITE)
    assert shown(first, SITE) == "/x/ woord"
    kept = first.news()
    assert kept
    assert not first.news()

    second = Compiled(SITE)
    second.learn(kept)
    assert shown(second, SITE) == "/x/ woord"
    assert not second.news()
    # A template that changed, and a site elsewhere, have code of their own.
    assert shown(second, SITE, "Anders") == "Anders"
    assert len(second.news()) == 2
    elsewhere = Compiled(BELOW)
    elsewhere.learn(kept)
    assert shown(elsewhere, BELOW) == "/map/x/ woord"


def test_what_is_no_code_is_compiled_anew() -> None:
    source = DictLoader({"a.html": "{{ word }}"})
    codes = Compiled(SITE)
    Environment(loader=source, bytecode_cache=codes).get_template("a.html")
    damaged = Compiled(SITE)
    damaged.learn(dict.fromkeys(codes.news(), b"geen code"))
    template = Environment(loader=source, bytecode_cache=damaged).get_template("a.html")
    assert template.render(word="woord") == "woord"
