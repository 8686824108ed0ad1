"""The whole way, as a contents page: content in; site and mail out, as values.

Nothing here touches a disk except by reading the content; the doors (``plugins`` and
``commands``) decide where outputs go.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from functools import cache
from pathlib import Path

from site_plugins.checking import text_problems, whole_problems
from site_plugins.loading.problems import (
    ContentError,
    Problem,
    errors,
)
from site_plugins.loading.read import read_content
from site_plugins.model.item import Item
from site_plugins.projections.addresses import (
    SEARCH_INDEX,
    address,
    alias_file,
    file_of,
    media_address,
)
from site_plugins.projections.agenda import agenda_pages
from site_plugins.projections.archive import archive_pages
from site_plugins.projections.articles import article_lists, article_pages, term_pages
from site_plugins.projections.feeds import calendars, feeds
from site_plugins.projections.index import Index
from site_plugins.projections.links import LinkMap
from site_plugins.projections.newsletter import compose
from site_plugins.projections.pages import Page
from site_plugins.projections.record import RECORD, record
from site_plugins.projections.search import search_entries, sitemap_entries
from site_plugins.projections.sections import fixed_pages, front_page, section_pages
from site_plugins.rendering.entries import EntryMaker, calendar_bytes
from site_plugins.rendering.environment import ImageSize, environment
from site_plugins.rendering.feeds import atom, json_feed, rss
from site_plugins.rendering.machines import publication_record, robots, search_index, sitemap
from site_plugins.rendering.mail import render_mail
from site_plugins.rendering.pages import redirect_page, render_page
from site_plugins.rendering.pictures import ENDINGS as PICTURES
from site_plugins.rendering.pictures import UnreadablePicture, clean, size_of
from site_plugins.rendering.redirects import gone_map, redirects_file, redirects_map
from site_plugins.rendering.serving import headers_file
from site_plugins.rendering.shell import Shell
from site_plugins.rendering.site import Site
from site_plugins.rendering.text.bodies import Bodies
from site_plugins.rendering.text.withheld import disclosed


@dataclass(frozen=True, slots=True)
class Output:
    """A file of the site, by its path below the site's folder: bytes, or a file to copy."""

    path: str
    data: bytes = b""
    source: Path | None = None


@dataclass(frozen=True)
class Publication:
    """Checked content, ready to become a site at ``now``.

    It holds what is public and nothing else, so that no output can show more.
    """

    folder: Path
    index: Index
    bodies: Bodies
    site: Site
    pages: list[Page]
    warnings: list[Problem]


def prepare(folder: Path, now: datetime, site: Site, *, preview: bool = False) -> Publication:
    """Read and check the content, and lay out every page that is public at ``now``.

    With ``preview`` hidden items are shown too. Raises ContentError with every problem.
    """
    content = read_content(folder)
    everything = content.library
    # Items with errors are drafts that may lack what pages need, so a preview leaves them out.
    shown = everything if preview and not errors(content.problems) else everything.public(now)
    links = LinkMap.of(everything, shown)
    # A link to a file that can't be read is no second mistake.
    unread = {f"{key}.md": None for key in content.unread}
    links = replace(links, files={**unread, **links.files})
    # Hidden texts are laid out too: what is wrong in them is better told now than on their day.
    every_text = Bodies.of(everything.all, links, everything.figures, site)
    bodies = every_text.of_items(shown.all)
    if links.hidden:
        items = {key: disclosed(item, links, site) for key, item in shown.items.items()}
        shown = replace(shown, items=items, home=disclosed(shown.home, links, site))
    # What is drawn or linked is known now; the rest of the tables and files stays behind here.
    used = {src for item in shown.all for src in bodies.media(item)}
    media = {src: size for src, size in everything.media.items() if src in used}
    index = Index(replace(shown, figures={}, media=media), now)
    pages = list(_pages(index))
    problems = [*content.problems, *whole_problems(content, shown, pages)]
    problems += text_problems(content, every_text, links, pages)
    if errors(problems):
        raise ContentError(problems)
    return Publication(folder, index, bodies, site, pages, sorted(set(problems)))


def check(folder: Path, now: datetime, site: Site) -> list[Problem]:
    """Every problem and warning, sorted."""
    try:
        return prepare(folder, now, site).warnings
    except ContentError as error:
        return error.problems


def _pages(index: Index) -> Iterator[Page]:
    yield front_page(index)
    yield from article_pages(index)
    yield from article_lists(index)
    yield from term_pages(index)
    yield from section_pages(index)
    yield from agenda_pages(index)
    yield from archive_pages(index)
    yield from fixed_pages(index)


def site_outputs(
    publication: Publication, shell: Shell, *, served: bool = True, gone: Sequence[str] = ()
) -> Iterator[Output]:
    """Every file of the site that the theme does not bring itself.

    ``served`` is False in a preview: no web server is told anything then, and pages have no
    policy, which would stop the script that reloads them. ``gone`` are the addresses of what was
    taken away for good.
    """
    index, bodies, site = publication.index, publication.bodies, publication.site
    image_size = _image_size(publication.folder / "media")
    env = environment(site, bodies, index.library.media, image_size, index.now)
    for page in publication.pages:
        yield _text(file_of(page.path), render_page(page, env, shell, index.now, served=served))

    def headings(item: Item) -> list[str]:
        return [heading.text for heading in bodies.headings(item)]

    entries = EntryMaker(index, bodies, site)
    for view in feeds(index):
        channel = entries.channel(view)
        for path, render in (
            (view.feeds.rss, rss),
            (view.feeds.atom, atom),
            (view.feeds.json, json_feed),
        ):
            if path:
                yield Output(path[1:], render(channel))
    for calendar in calendars(index):
        yield Output(calendar.path[1:], calendar_bytes(calendar, index, site))
    moved = [(old, address(item)) for item in index.library.items.values() for old in item.aliases]
    for old, new in moved:
        yield _text(alias_file(old), redirect_page(new, site))
    if served:
        yield _text("_headers", headers_file(site))
        yield _text("_redirects", redirects_file(moved, gone, site))
        yield _text("_redirects.map", redirects_map(moved, site))
        yield _text("_gone.map", gone_map(gone, site))
    yield _text("sitemap.xml", sitemap(sitemap_entries(publication.pages), site))
    yield _text("robots.txt", robots(site))
    yield _text(SEARCH_INDEX, search_index(search_entries(index, headings), site))
    yield _text(RECORD, publication_record(record(index.library)))
    yield from _media(publication)


def mail_outputs(publication: Publication) -> Iterator[Output]:
    """The mail of each edition, in a folder of its own."""
    index, bodies, site = publication.index, publication.bodies, publication.site
    for edition in index.editions:
        letter = compose(edition, index.library)
        mail = render_mail(letter, site_url=site.url, intro_html=bodies.html(edition.body, edition))
        folder = edition.day.isoformat()
        yield _text(f"{folder}/mail.html", mail.html)
        yield _text(f"{folder}/mail.txt", mail.text)
        yield Output(f"{folder}/mail.eml", mail.eml)
        manifest = json.dumps(mail.manifest, ensure_ascii=False, indent=2, sort_keys=True)
        yield _text(f"{folder}/manifest.json", manifest + "\n")


def _image_size(media: Path) -> ImageSize:
    return cache(lambda src: size_of(media / src))


def _text(path: str, text: str) -> Output:
    return Output(path, text.encode())


def _media(publication: Publication) -> Iterator[Output]:
    """Only the files that something public shows or links to; pictures without their metadata."""
    damaged = []
    for src in sorted(publication.index.library.media):
        path, file = media_address(src)[1:], publication.folder / "media" / src
        if file.suffix.lower() not in PICTURES:
            yield Output(path, source=file)
            continue
        try:
            yield Output(path, clean(file.read_bytes(), file.suffix.lower()))
        except UnreadablePicture:
            message = "deze foto is beschadigd. Bewaar de foto opnieuw."
            damaged.append(Problem(f"media/{src}", 1, "", message))
    if damaged:
        raise ContentError(damaged)
