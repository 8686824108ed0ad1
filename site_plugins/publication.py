"""The whole way to what is published, as a contents page: content in; pages and texts out.

Nothing here touches a disk except by reading the content; the doors (``plugins`` and
``commands``) decide where outputs go.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from functools import cache, cached_property, partial
from itertools import chain
from pathlib import Path

from site_plugins.checking import text_problems, unnoticed_changes, whole_problems
from site_plugins.engine.fingerprint import Fingerprints, digest, plainly
from site_plugins.engine.reading import Reading
from site_plugins.loading.problems import ContentError, Problem, errors
from site_plugins.loading.read import Content, read_content
from site_plugins.model.item import Item
from site_plugins.projections.afgehaakt import afgehaakt_pages
from site_plugins.projections.agenda import agenda_pages
from site_plugins.projections.archive import archive_pages
from site_plugins.projections.articles import article_lists, article_pages, term_pages
from site_plugins.projections.following import following_page
from site_plugins.projections.index import Index
from site_plugins.projections.links import LinkMap
from site_plugins.projections.pages import Page
from site_plugins.projections.record import Record
from site_plugins.projections.search import search_entries
from site_plugins.projections.sections import (
    fixed_pages,
    front_page,
    section_pages,
)
from site_plugins.projections.trainings import training_pages
from site_plugins.rendering.picture_tags import FindPicture
from site_plugins.rendering.search import Search, search_of
from site_plugins.rendering.site import Site
from site_plugins.rendering.text.bodies import Bodies
from site_plugins.rendering.text.withheld import disclosed

NOTHING = Record()
"""Of a site that comes after no other."""

Advise = Callable[[Content, Bodies, datetime], Iterable[Problem]]
"""Gives warnings about how the content is written; the bodies are of all of it."""


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
    find: FindPicture
    """What is known of each picture under ``media/``."""
    prints: Fingerprints
    """Of anything that is made of items; not in a preview, which makes what is looked at."""
    heads: bytes
    """The digest of all items but for their bodies; not in a preview."""
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
    hidden: bool = True,
    earlier: Record = NOTHING,
    reading: Reading | None = None,
    advise: Advise | None = None,
) -> Publication:
    """Read and check the content, and lay out every page that is public at ``now``.

    With ``preview`` ``hidden`` items are shown too. ``earlier`` is the record of the site that this
    one comes after; ``reading`` knows what was read before; ``advise`` has more to say of the
    texts, which a build doesn't ask for. Raises ContentError with every problem.
    """
    reading = reading or Reading()
    content = read_content(folder, reading.texts)
    everything = content.library
    # Items with errors are drafts that may lack what pages need, so a preview leaves them out.
    whole = preview and hidden and not errors(content.problems)
    shown = everything if whole else everything.public(now)
    links = LinkMap.of(everything, shown)
    # A link to a file that can't be read is no second mistake.
    unread = {f"{key}.md": None for key in content.unread}
    links = replace(links, files={**unread, **links.files})
    # Hidden texts are laid out too: what is wrong in them is better told now than on their day.
    every_text = reading.bodies(everything.all, links, everything.figures, site)
    bodies = every_text.of_items(shown.all)
    if links.hidden:
        items = {key: disclosed(item, links, site) for key, item in shown.items.items()}
        shown = replace(shown, items=items, home=disclosed(shown.home, links, site))
    # What is drawn or linked is known now; the rest of the tables and files stays behind here.
    files = {item.key: bodies.media(item) for item in shown.all}
    used = set(chain.from_iterable(files.values()))
    media = {src: size for src, size in everything.media.items() if src in used}
    index = Index(replace(shown, figures={}, media=media), now)
    pages = list(_pages(index))
    pages.append(following_page(index, {page.path for page in pages}))
    problems = [*content.problems, *whole_problems(content, shown, pages, now)]
    problems += text_problems(content, every_text, links, pages)
    problems += unnoticed_changes(content, shown, earlier, now)
    problems += advise(content, every_text, now) if advise else ()
    if errors(problems):
        raise ContentError(problems)
    find = cache(partial(reading.picture, folder))
    keyed = () if preview else shown.all
    prints = Fingerprints({i.key: _known_of(i, files[i.key], reading, bodies, find) for i in keyed})
    heads = [part for item in keyed for part in (item.key.encode(), reading.head(item))]
    heads.append(plainly(sorted(media.items())))
    warnings = sorted(set(problems))
    return Publication(folder, index, bodies, site, pages, find, prints, digest(*heads), warnings)


def _known_of(
    item: Item, files: Sequence[str], reading: Reading, bodies: Bodies, find: FindPicture
) -> bytes:
    """The digest of an item, its address, texts and media: all that a page can show of it."""
    read = reading.digest(item)
    texts = [body.digest for body in bodies.of_item(item)]
    media = [find(src).digest.encode() for src in sorted(set(files))] if files else ()
    return digest(item.key.encode(), read, *texts, *media)


def check(
    folder: Path,
    now: datetime,
    site: Site,
    *,
    earlier: Record = NOTHING,
    advise: Advise | None = None,
) -> list[Problem]:
    """Every problem and warning, sorted; with those of ``advise`` too."""
    try:
        return prepare(folder, now, site, earlier=earlier, advise=advise).warnings
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
