"""The whole way, as a contents page: content in; site and mail out, as values.

Nothing here touches a disk except by reading the content; the doors (``plugins`` and
``commands``) decide where outputs go.
"""

from __future__ import annotations

import hashlib
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from functools import cache, cached_property, partial
from itertools import chain
from pathlib import Path

from site_plugins.checking import text_problems, unnoticed_changes, whole_problems
from site_plugins.loading.problems import ContentError, Problem, errors
from site_plugins.loading.read import read_content
from site_plugins.model.edition import Edition
from site_plugins.projections.addresses import (
    SEARCH_WORDS,
    address,
    alias_file,
    file_of,
    media_address,
    moved_files,
)
from site_plugins.projections.afgehaakt import afgehaakt_pages
from site_plugins.projections.agenda import agenda_pages
from site_plugins.projections.archive import archive_pages
from site_plugins.projections.articles import article_lists, article_pages, term_pages
from site_plugins.projections.cards import COVER, Card, card_of
from site_plugins.projections.following import following_page
from site_plugins.projections.index import Index
from site_plugins.projections.links import LinkMap
from site_plugins.projections.newsletter import compose, variants
from site_plugins.projections.pages import Page
from site_plugins.projections.record import RECORD, Record, record
from site_plugins.projections.search import search_entries, sitemap_entries
from site_plugins.projections.sections import fixed_pages, front_page, section_pages
from site_plugins.projections.trainings import training_pages
from site_plugins.rendering.cards import draw, draw_cover
from site_plugins.rendering.entries import EntryMaker
from site_plugins.rendering.environment import environment
from site_plugins.rendering.feed_style import feed_style
from site_plugins.rendering.followed import (
    at_old_addresses,
    calendar_outputs,
    feed_outputs,
    motion_outputs,
)
from site_plugins.rendering.keeping import Keep, made_anew
from site_plugins.rendering.machines import publication_record, robots, sitemap
from site_plugins.rendering.mail.edition import EditionMail, edition_mail
from site_plugins.rendering.mail.message import Sender
from site_plugins.rendering.output import Output
from site_plugins.rendering.pages import redirect_page, render_page
from site_plugins.rendering.picture_tags import FindPicture, social_image
from site_plugins.rendering.pictures import ENDINGS as PICTURES
from site_plugins.rendering.pictures import UnreadablePicture
from site_plugins.rendering.redirects import gone_map, redirects_file, redirects_map
from site_plugins.rendering.search import Search, search_of
from site_plugins.rendering.serving import headers_file
from site_plugins.rendering.shell import Shell
from site_plugins.rendering.site import Site
from site_plugins.rendering.text.bodies import Bodies
from site_plugins.rendering.text.withheld import disclosed
from site_plugins.rendering.variants import files_of, planned, recipe

NOTHING = Record()
"""Of a site that comes after no other."""


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

    @cached_property
    def search(self) -> Search:
        """What readers can search in; a preview never asks."""
        return search_of(search_entries(self.index), self.bodies)


def prepare(
    folder: Path,
    now: datetime,
    site: Site,
    *,
    preview: bool = False,
    earlier: Record = NOTHING,
) -> Publication:
    """Read and check the content, and lay out every page that is public at ``now``.

    With ``preview`` hidden items are shown too. ``earlier`` is the record of the site that this
    one comes after. Raises ContentError with every problem.
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
    pages.append(following_page(index, {page.path for page in pages}))
    problems = [*content.problems, *whole_problems(content, shown, pages, now)]
    problems += text_problems(content, every_text, links, pages)
    problems += unnoticed_changes(content, shown, earlier, now)
    if errors(problems):
        raise ContentError(problems)
    return Publication(folder, index, bodies, site, pages, sorted(set(problems)))


def check(folder: Path, now: datetime, site: Site, *, earlier: Record = NOTHING) -> list[Problem]:
    """Every problem and warning, sorted."""
    try:
        return prepare(folder, now, site, earlier=earlier).warnings
    except ContentError as error:
        return error.problems


def _pages(index: Index) -> Iterator[Page]:
    yield front_page(index)
    yield from article_pages(index)
    yield from article_lists(index)
    yield from term_pages(index)
    yield from section_pages(index)
    yield from afgehaakt_pages(index)
    yield from training_pages(index)
    yield from agenda_pages(index)
    yield from archive_pages(index)
    yield from fixed_pages(index)


def site_outputs(
    publication: Publication,
    shell: Shell,
    *,
    served: bool = True,
    gone: Sequence[str] = (),
    keep: Keep = made_anew,
    font: bytes = b"",
    owner: Sender | None = None,
) -> Iterator[Output]:
    """Every file of the site that the theme does not bring itself.

    ``served`` is False in a preview: no web server is told anything then, and pages have no
    policy, which would stop the script that reloads them. ``gone`` are the addresses of what was
    taken away for good. ``keep`` spares making what an earlier build made; with a ``font`` pages
    without a picture get a card for social networks, though not in a preview, and the podcast gets
    a cover. ``owner`` is whom directories of podcasts may write to.
    """
    index, bodies, site = publication.index, publication.bodies, publication.site
    find = _pictures(publication.folder / "media")
    env = environment(site, bodies, index.library.media, find, index.now)
    shared: dict[str, Card | None] = {}
    for page in publication.pages:
        card = card_of(page, site.name) if served and font else None
        social = social_image(page, find, card)
        if social:
            shared[social.path] = card if card and card.path == social.path else None
        html = render_page(page, env, shell, index.now, served=served, social=social)
        yield _text(file_of(page.path), html)
    style = feed_style(env, shell.assets)
    yield _text(style.path[1:], style.text)
    icon = f"/{shell.assets['assets/favicon.svg']}"
    entries = EntryMaker(index, bodies, site, icon, style.links)
    cover = COVER if font and any(article.audio for article in index.articles) else ""
    hashes: dict[str, str] = {}
    followed = chain(
        feed_outputs(index, entries, site, hashes, cover=cover, owner=owner),
        calendar_outputs(index, site),
        motion_outputs(index, bodies, site, keep),
    )
    yield from at_old_addresses(followed, moved_files(index.library.items.values()))
    moved = [(old, address(item)) for item in index.library.items.values() for old in item.aliases]
    for old, new in moved:
        yield _text(alias_file(old), redirect_page(new, site))
    if served:
        yield _text("_headers", headers_file(site))
        yield _text("_redirects", redirects_file(moved, gone, site))
        yield _text("_redirects.map", redirects_map(moved, site))
        yield _text("_gone.map", gone_map(gone, site))
        if publication.search.words:
            yield _text(SEARCH_WORDS, publication.search.words)
    yield _text("sitemap.xml", sitemap(sitemap_entries(publication.pages), site))
    yield _text("robots.txt", robots(site))
    yield _text(RECORD, publication_record(record(index.library, hashes)))
    if cover:
        key = recipe("cover", cover, hashlib.sha256(font).hexdigest())
        yield Output(cover[1:], keep(key, partial(draw_cover, font)))
    for path, card in shared.items():
        if card:
            key = recipe("card", path, hashlib.sha256(font).hexdigest())
            yield Output(path[1:], keep(key, partial(draw, card, font)))
    yield from _media(publication, find, shared, keep)


def mail_outputs(publication: Publication, sender: Sender) -> Iterator[Output]:
    """The mails of each edition, in a folder of its own."""
    for edition in publication.index.editions:
        made = mail_of(publication, edition, sender)
        for path, data in made.files.items():
            yield Output(f"{edition.day.isoformat()}/{path}", data)


def mail_of(publication: Publication, edition: Edition, sender: Sender) -> EditionMail:
    """What readers of an edition get by mail."""
    index = publication.index
    return edition_mail(
        compose(edition, index.library, index.placement, index.dates),
        variants(edition, index.library, index.now, index.placement, index.dates),
        intro_html=publication.bodies.html(edition.body, edition),
        site=publication.site,
        sender=sender,
        now=index.now,
    )


def _pictures(media: Path) -> FindPicture:
    return cache(lambda src: planned(src, (media / src).read_bytes()))


def _text(path: str, text: str) -> Output:
    return Output(path, text.encode())


def _media(
    publication: Publication, find: FindPicture, shared: Collection[str], keep: Keep
) -> Iterator[Output]:
    """Only the files that something public shows or links to; pictures without their metadata,
    and the copies that are made of them.

    ``shared`` are the addresses of what social networks show.
    """
    damaged = []
    for src in sorted(publication.index.library.media):
        file = publication.folder / "media" / src
        if file.suffix.lower() not in PICTURES:
            yield Output(media_address(src)[1:], source=file)
            continue
        try:
            for made_path, data in files_of(find(src), file.read_bytes, shared, keep):
                yield Output(made_path[1:], data)
        except UnreadablePicture:
            message = "deze foto is beschadigd. Bewaar de foto opnieuw."
            damaged.append(Problem(f"media/{src}", 1, "", message))
    if damaged:
        raise ContentError(damaged)
