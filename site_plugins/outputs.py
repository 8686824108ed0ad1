"""What a publication becomes: every file of the site and of the mail, with how it is made.

Nothing is made here, and nothing written: ``engine.tree`` makes what is not there yet.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from datetime import datetime
from functools import cache, lru_cache, partial
from itertools import chain
from pathlib import Path

from jinja2 import Environment

from site_plugins.engine.fingerprint import of_the_code, plainly
from site_plugins.engine.views import Views
from site_plugins.keys import Keys
from site_plugins.loading.problems import ContentError, Problem, errors
from site_plugins.loading.read import read_content
from site_plugins.model.edition import Edition, coming_sunday, sending_moment
from site_plugins.projections.addresses import (
    address,
    alias_file,
    file_of,
    media_address,
    moved_files,
)
from site_plugins.projections.cards import COVER, Card, SocialImage, card_of
from site_plugins.projections.feeds import feeds
from site_plugins.projections.newsletter import Newsletter, compose, variants
from site_plugins.projections.pages import Page
from site_plugins.projections.planning import WEEKS, plan
from site_plugins.projections.record import RECORD, record
from site_plugins.projections.search import sitemap_entries
from site_plugins.projections.sections import (
    without_search,
)
from site_plugins.publication import Publication, prepare
from site_plugins.rendering import dutch
from site_plugins.rendering.cards import draw, draw_cover
from site_plugins.rendering.entries import EntryMaker
from site_plugins.rendering.environment import environment
from site_plugins.rendering.feed_style import feed_style
from site_plugins.rendering.followed import (
    at_old_addresses,
    calendar_outputs,
    feed_files,
    motion_outputs,
)
from site_plugins.rendering.keeping import Keep, made_anew
from site_plugins.rendering.machines import publication_record, robots, sitemap
from site_plugins.rendering.mail.edition import EditionMail, edition_mail
from site_plugins.rendering.mail.message import Sender
from site_plugins.rendering.mail.preview import preview_page
from site_plugins.rendering.output import Output
from site_plugins.rendering.pages import redirect_page, render_page, uses_now
from site_plugins.rendering.picture_tags import social_image
from site_plugins.rendering.pictures import ENDINGS as PICTURES
from site_plugins.rendering.pictures import UnreadablePicture
from site_plugins.rendering.planning import note_page, planning_page, planning_style
from site_plugins.rendering.redirects import gone_map, redirects_file, redirects_map
from site_plugins.rendering.serving import headers_file
from site_plugins.rendering.shell import Shell
from site_plugins.rendering.site import Site
from site_plugins.rendering.variants import files_of, recipe


def site_outputs(
    publication: Publication,
    shell: Shell,
    *,
    served: bool = True,
    searchable: bool = True,
    gone: Sequence[str] = (),
    keep: Keep = made_anew,
    font: bytes = b"",
    owner: Sender | None = None,
    views: Views | None = None,
) -> Iterator[Output]:
    """Every file of the site that the theme does not bring itself, but for its record.

    ``served`` is False in a preview: no web server is told anything then, and pages have no
    policy, which would stop the script that reloads them. A site without a search index is not
    ``searchable``, and its search page says so. ``gone`` are the addresses of what was taken away
    for good. ``keep`` spares making what an earlier build made; with a ``font`` pages without a
    picture get a card for social networks, though not in a preview, and the podcast gets a cover.
    ``owner`` is whom directories of podcasts may write to. ``views`` spares finding out what each
    page and feed shows.
    """
    index, bodies, site = publication.index, publication.bodies, publication.site
    find, prints = publication.find, publication.prints
    used = {"feed.xsl", *(page.template for page in publication.pages)}
    env = environment(site, bodies, index.library.media, find, index.now, used=used)
    frame = plainly(of_the_code(), site, served, dict(shell.parts), dict(shell.assets))
    style = feed_style(env, shell.assets)
    icon = f"/{shell.assets['assets/favicon.svg']}"
    entries = EntryMaker(index, bodies, site, icon, style.links)
    cover = COVER if font and any(article.audio for article in index.articles) else ""
    files = partial(feed_files, index, entries, site, cover=cover, owner=owner)
    keys = Keys(publication, entries)
    if views:
        keys.learn(views, publication.pages, files())
    shared: dict[str, Card | None] = {}
    for page in publication.pages if searchable else map(without_search, publication.pages):
        card = card_of(page, site.name) if served and font else None
        social = social_image(page, find, card)
        if social:
            shared[social.path] = card if card and card.path == social.path else None
        now = index.now if uses_now(page) else None
        yield Output(
            file_of(page.path),
            make=partial(_page, page, env, shell, index.now, served, social),
            key=partial(_page_key, keys, page, frame, now, social),
        )
    yield _text(style.path[1:], style.text)
    around = plainly(of_the_code(), site, entries.styles)
    feeds = (
        Output(
            file.path[1:],
            make=file.make,
            key=partial(keys.of_feed, file, around),
        )
        for file in files()
    )
    of = partial(prints.of, around)
    followed = chain(
        feeds,
        calendar_outputs(index, site, of),
        motion_outputs(index, bodies, site, keep, of),
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
    yield _text("sitemap.xml", sitemap(sitemap_entries(publication.pages), site))
    yield _text("robots.txt", robots(site))
    letters = hashlib.sha256(font).digest()
    if cover:
        key = recipe("cover", cover, letters.hex())
        yield Output(cover[1:], keep(key, partial(draw_cover, font)))
    for path, card in shared.items():
        if card:
            same = of_the_code(), letters, card
            yield Output(path[1:], make=partial(draw, card, font), key=partial(plainly, *same))
    yield from _media(publication, shared, keep)


def site_record(publication: Publication, hashes: Mapping[str, str]) -> Output:
    """What the next build is told of this site, whose feeds have these hashes, by address."""
    return _text(RECORD, publication_record(record(publication.index.library, hashes)))


def followed_files(publication: Publication) -> frozenset[str]:
    """The paths of the feeds whose changes a hub is told of, below the site's root."""
    formats = (view.feeds for view in feeds(publication.index))
    return frozenset(path[1:] for f in formats for path in (f.rss, f.atom, f.json) if path)


def _page_key(
    keys: Keys, page: Page, frame: bytes, now: datetime | None, social: SocialImage | None
) -> bytes:
    return keys.of_page(page, frame, plainly(now, social) if now or social else b"")


def _page(
    page: Page,
    env: Environment,
    shell: Shell,
    now: datetime,
    served: bool,
    social: SocialImage | None,
) -> bytes:
    return render_page(page, env, shell, now, served=served, social=social).encode()


def mail_outputs(publication: Publication, sender: Sender) -> Iterator[Output]:
    """The mails of each edition, in a folder of its own."""
    index = publication.index

    # Its files come one after another.
    @lru_cache(maxsize=2)
    def files(edition: Edition) -> Mapping[str, bytes]:
        return mail_of(publication, edition, sender).files

    def made(edition: Edition, path: str) -> bytes:
        return files(edition)[path]

    for edition in index.editions:
        letters = _letters(publication, edition)
        sent = index.now >= sending_moment(edition.day)
        key = partial(
            publication.prints.of, of_the_code(), publication.site, sender, edition, letters, sent
        )
        audiences = [f"{letter.audience.slug}/" for letter in letters if letter.audience]
        texts = [f"{folder}mail.{kind}" for folder in ("", *audiences) for kind in ("html", "txt")]
        for path in (*texts, "mail.eml", "manifest.json"):
            name = f"{edition.day.isoformat()}/{path}"
            yield Output(name, make=partial(made, edition, path), key=key)


def _letters(publication: Publication, edition: Edition) -> tuple[Newsletter, ...]:
    """The mail for all readers, and those for some."""
    index = publication.index
    whole = compose(edition, index.library, index.placement, index.dates)
    some = variants(edition, index.library, index.now, index.placement, index.dates)
    return whole, *some


def mail_of(publication: Publication, edition: Edition, sender: Sender) -> EditionMail:
    """What readers of an edition get by mail."""
    whole, *some = _letters(publication, edition)
    return edition_mail(
        whole,
        some,
        intro_html=publication.bodies.html(edition.body, edition),
        site=publication.site,
        sender=sender,
        now=publication.index.now,
    )


def preview_outputs(publication: Publication, sender: Sender, now: datetime) -> Iterator[Output]:
    """What only a preview shows: the planning, and the mail of the coming edition.

    Each is made of the content as it is on disk: what the publication holds may be without drafts,
    or have drafts that readers won't get. Nothing is read until somebody looks.
    """
    folder, site = publication.folder, publication.site

    def planning() -> bytes:
        content = read_content(folder)
        if wrong := errors(content.problems):
            return note_page("Planning", [_mistakes(wrong)], "scripts/check").encode()
        return planning_page(plan(content.library, now, WEEKS)).encode()

    # Its three files come one after another.
    @cache
    def mail() -> Mapping[str, bytes]:
        return _mail_preview(folder, site, sender, now)

    yield Output("voorbeeld/planning/index.html", make=planning)
    yield Output("voorbeeld/planning/planning.css", make=planning_style)
    for name in ("index.html", "mail.html", "mail.txt"):
        yield Output(f"voorbeeld/mail/{name}", make=partial(_file, mail, name))


def _file(files: Callable[[], Mapping[str, bytes]], name: str) -> bytes:
    return files()[name]


def _mail_preview(folder: Path, site: Site, sender: Sender, now: datetime) -> Mapping[str, bytes]:
    """The mail as it goes out on the coming Sunday, or why there is none."""
    sunday = coming_sunday(now)
    title = f"De mail van {dutch.long_date(sunday)}"
    at = sending_moment(sunday)
    try:
        publication = prepare(folder, at, site)
    except ContentError as error:
        return _no_mail(title, [_mistakes(errors(error.problems))], "scripts/check")
    edition = next((e for e in publication.index.editions if e.day == sunday), None)
    if edition is None:
        file = f"{Edition.folder}/{sunday.isoformat()}.md"
        if (folder / file).exists():
            why = f"De editie ({file}) is nog een concept, of verschijnt pas later."
            return _no_mail(title, [why])
        return _no_mail(title, ["De editie is er nog niet. Maak die met:"], "scripts/edition")
    made = mail_of(publication, edition, sender)
    return {
        "index.html": preview_page(made, at, "", {}).encode(),
        "mail.html": made.files["mail.html"],
        "mail.txt": made.files["mail.txt"],
    }


def _mistakes(wrong: Sequence[Problem]) -> str:
    return f"Er staan nog fouten in de inhoud ({len(wrong)}). Verbeter die eerst."


def _no_mail(title: str, lines: Sequence[str], command: str = "") -> Mapping[str, bytes]:
    page = note_page(title, lines, command).encode()
    text = "\n".join((title, *lines, command)).rstrip() + "\n"
    return {"index.html": page, "mail.html": page, "mail.txt": text.encode()}


def _text(path: str, text: str) -> Output:
    return Output(path, text.encode())


def _media(publication: Publication, shared: Collection[str], keep: Keep) -> Iterator[Output]:
    """Only the files that something public shows or links to; pictures without their metadata,
    and the copies that are made of them.

    ``shared`` are the addresses of what social networks show.
    """
    for src in sorted(publication.index.library.media):
        file = publication.folder / "media" / src
        if file.suffix.lower() not in PICTURES:
            yield Output(media_address(src)[1:], source=file)
            continue
        picture = publication.find(src)
        same = partial(plainly, of_the_code(), recipe(), src, picture.digest)
        for path, make in files_of(picture, file, shared, keep):
            yield Output(path[1:], make=partial(_undamaged, src, make), key=same)


def _undamaged(src: str, make: Callable[[], bytes]) -> bytes:
    """Only decoding a picture wholly tells that it is damaged."""
    try:
        return make()
    except UnreadablePicture:
        message = "deze foto is beschadigd. Bewaar de foto opnieuw."
        raise ContentError([Problem(f"media/{src}", 1, "", message)]) from None
