"""What only the content as a whole can have wrong: clashing addresses, links to nowhere."""

from __future__ import annotations

import posixpath
from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property
from pathlib import PurePosixPath
from urllib.parse import unquote

from site_plugins.loading.problems import (
    Problem,
    Severity,
    closest,
    nearest,
    shown,
)
from site_plugins.loading.read import Content
from site_plugins.loading.rules import clashes, clashing_editions
from site_plugins.model.agenda import AgendaItem
from site_plugins.model.article import Article
from site_plugins.model.edition import Edition, is_frozen
from site_plugins.model.item import Item
from site_plugins.model.library import Library
from site_plugins.model.organisation import PlainPage
from site_plugins.model.politics import Guide, Motion
from site_plugins.model.vocabulary import Audience
from site_plugins.projections.addresses import (
    FOR_SERVERS,
    MADE,
    PACKED,
    SEARCH_FOLDER,
    SEARCH_WORDS,
    address,
    alias_file,
    file_of,
    machine_addresses,
    moved_files,
)
from site_plugins.projections.conflicts import conflicts
from site_plugins.projections.links import LinkMap
from site_plugins.projections.names import within
from site_plugins.projections.occurrences import stray_days, taken_moves
from site_plugins.projections.pages import Page
from site_plugins.projections.record import RECORD, Record, unnoticed
from site_plugins.projections.sections import RUBRICS
from site_plugins.projections.series import first_mismatch, rule_times, wall
from site_plugins.projections.subscriptions import OPML, coming
from site_plugins.rendering import dutch
from site_plugins.rendering.text.bodies import Bodies, Lead


def whole_problems(
    content: Content, shown: Library, pages: Sequence[Page], now: datetime
) -> Iterator[Problem]:
    """What only the items together can have wrong."""
    items = content.library.items.values()
    addresses = {item.key: address(item) for item in items}
    counts = Counter([page.path for page in pages])
    own_pages = Counter([addresses[key] for key in shown.items])
    fixed = {path: "een vaste pagina" for path, n in counts.items() if n > own_pages.get(path, 0)}
    fixed |= {f"/{rubric.kind.folder}/": "een vaste pagina" for rubric in RUBRICS}
    editions = content.library.of(Edition)
    own = clashes(items, lambda item: addresses[item.key], fixed)
    for problem in (*own, *clashing_editions(editions)):
        line = content.lines.get(problem.file.removesuffix(".md"), {}).get(problem.field, 1)
        yield Problem(
            problem.file, line, problem.field, problem.message, problem.example, problem.severity
        )
    for found, message in _alias_problems(items, pages):
        line = content.line(found, "aliases")
        yield Problem(found.path, line, "aliases", message, "aliases: [/node/33]")
    for item in content.library.of(AgendaItem):
        if not item.rule or not item.start or item.sessions:
            continue
        if next(rule_times(item.rule, wall(item.start)), None) is None:
            message = f"de reeks ({item.rule.words}) heeft vanaf de eerste keer geen enkele datum."
            example = "repeat: elke eerste vrijdag van de maand"
            yield Problem(item.path, content.line(item, "repeat"), "repeat", message, example)
        elif day := first_mismatch(item):
            message = f"'{item.start:%Y-%m-%d}' is geen dag van de reeks ({item.rule.words})."
            hour = "" if item.all_day else f" {item.start:%H:%M}"
            example = f"start: {day.isoformat()}{hour}"
            yield Problem(item.path, content.line(item, "start"), "start", message, example)
        else:
            for key, stray, near in stray_days(item):
                message = f"'{stray}' is geen dag van de reeks ({item.rule.words})."
                example = f"{key}: [{near}]" if key != "moved" else f"date: {near}"
                yield Problem(item.path, content.line(item, key), key, message, example)
            for day, start in taken_moves(item):
                new = f"{start:%Y-%m-%d}" if item.all_day else f"{start:%Y-%m-%d %H:%M}"
                message = f"'{new}' is al een keer van de reeks. Wanneer is die van {day} nu?"
                example = "moved: [{date: 2027-02-05, start: 2027-02-12 12:00}]"
                yield Problem(item.path, content.line(item, "moved"), "moved", message, example)
    yield from _overlaps(content, now)


def _overlaps(content: Content, now: datetime) -> Iterator[Problem]:
    """Meetings that nobody can go to both."""
    for found in conflicts(content.library.of(AgendaItem), now):
        item, other = found.later.item, found.earlier.item
        audiences = content.library.pick(found.audiences, Audience)
        who = dutch.enumeration([within(audience.title) for audience in audiences])
        times = (dutch.time_span(e.when.start, e.when.end) for e in (found.later, found.earlier))
        when = dutch.enumeration([*dict.fromkeys(times)])
        message = f"valt samen met {other.path}, ook voor {who}: {when}."
        key = "sessions" if item.sessions else "start"
        line = content.line(item, key)
        yield Problem(item.path, line, key, message, severity=Severity.WARNING)


def unnoticed_changes(
    content: Content, shown: Library, earlier: Record, now: datetime
) -> Iterator[Problem]:
    """Public meetings that changed since an earlier site, in a way that calendars may not see."""
    for item in unnoticed(shown.of(AgendaItem), earlier):
        keys = ("updated", "start", "sessions", "period", "title")
        line = next((found for key in keys if (found := content.line(item, key)) > 1), 1)
        message = (
            "deze bijeenkomst is veranderd, en wie de agenda volgt, merkt dat misschien niet."
            " Schrijf erbij wanneer."
        )
        example = f"updated: {now:%Y-%m-%d %H:%M}"
        yield Problem(item.path, line, "updated", message, example, Severity.WARNING)


def _alias_problems(items: Collection[Item], pages: Sequence[Page]) -> Iterator[tuple[Item, str]]:
    """Old addresses whose file would stand in the way of another; not those of pages."""
    moved = [item for item in items if item.aliases]
    if not moved:
        return
    paths = {*(page.path for page in pages), *map(address, items)}
    own = {file_of(path) for path in (*paths, *_other_paths(pages)) if path}
    own |= {path[1:] for item in items for path in machine_addresses(item)}
    own |= {path[1:] for path in moved_files(items)}
    own |= {*FOR_SERVERS, RECORD, SEARCH_FOLDER, SEARCH_WORDS, "assets", "media", MADE}
    folders = {folder for file in own for folder in _folders(file)}
    files = own | {alias_file(alias) for item in moved for alias in item.aliases}
    for item in moved:
        for alias in item.aliases:
            file = alias_file(alias)
            taken = file in own or file in folders or not files.isdisjoint(_folders(file))
            if taken and not {alias, f"{alias.rstrip('/')}/"} & paths:
                yield item, f"het oude adres {alias} is van de site zelf. Haal het weg."
            elif any(
                part in (".", "..") or len(part) > 200 or part.endswith(PACKED)
                for part in file.split("/")
            ):
                yield item, f"het oude adres {alias} kan geen bestand worden. Haal het weg."


def _folders(file: str) -> list[str]:
    """The folders that a file is in."""
    return [file[:place] for place, sign in enumerate(file) if sign == "/"]


_LOOK = " Kijk het adres na."


def text_problems(
    content: Content, bodies: Bodies, links: LinkMap, pages: Sequence[Page]
) -> Iterator[Problem]:
    """What is wrong in the texts: ``bodies`` holds them all, laid out."""
    texts = [
        (item, body)
        for item in content.library.all
        for body in bodies.of_item(item)
        if body.problems or body.leads
    ]
    places = _Places(content, links, pages)
    for found in (problem for _, body in texts for problem in body.problems):
        message, _, example = found.message.partition(" Bijvoorbeeld: ")
        message = message if message.endswith((".", "?")) else f"{message}."
        if found.lost:
            message += _other_link(found.lost, found.path, places.files) or _LOOK
        severity = Severity.WARNING if found.doubtful else Severity.ERROR
        yield Problem(found.path, found.line, "tekst", message, example, severity)
    for item, body in texts:
        for lead in body.leads:
            if lead.unsure and lead.path not in places.known:
                other = _named_like(lead.path, places.addresses)
                hint = f" Bedoelde je {shown(other)}?" if other else _LOOK
                message = f"de link naar {lead.path} leidt nergens heen.{hint}"
                if is_frozen(item):
                    message += (
                        " De editie is verzonden: zet dit adres bij de aliases van het stuk, of"
                        " zet het stuk terug met draft: true."
                    )
                yield Problem(item.path, lead.line, "tekst", message)
            elif lead.fragment:
                yield from _lost_fragment(lead, item, places.owners, bodies)


@dataclass(frozen=True)
class _Places:
    """Where a text can lead to; gathered where a text asks for it, as most don't."""

    content: Content
    links: LinkMap
    pages: Sequence[Page]

    @cached_property
    def files(self) -> dict[str, str]:
        """The files of the content, by name."""
        return _by_name((*self.links.files, *(f"media/{name}" for name in self.links.media)))

    @cached_property
    def owners(self) -> dict[str, Item]:
        """The items by their address."""
        return {address(item): item for item in self.content.library.all}

    @cached_property
    def known(self) -> set[str]:
        """Every path on the site."""
        known = {page.path for page in self.pages} | self.owners.keys()
        known.update(a for item in self.content.library.all for a in item.aliases)
        known.update(_other_paths(self.pages))
        return known | {f"/{key}/" for key in self.content.unread}

    @cached_property
    def addresses(self) -> dict[str, str]:
        """The same, by name."""
        return _by_name(self.known)


def _lost_fragment(
    lead: Lead, item: Item, owners: Mapping[str, Item], bodies: Bodies
) -> Iterator[Problem]:
    """A link to a heading that isn't there; a page's own parts outside the texts count too."""
    target = owners.get(lead.path) if lead.path else item
    if target is None:
        return
    ids = bodies.ids(target)
    if unquote(lead.fragment) not in ids and target.folder in _ONLY_TEXTS:
        where = "in dit stuk" if target is item else f"in {target.path}"
        hint = nearest(lead.fragment, sorted(ids))
        message = f"er is {where} geen kop met het adres #{lead.fragment}.{hint}"
        yield Problem(item.path, lead.line, "tekst", message, severity=Severity.WARNING)


_ONLY_TEXTS = (Article.folder, PlainPage.folder, Guide.folder, Motion.folder)
"""Kinds whose pages have no places to lead to but those in their texts."""


def _other_link(lost: str, path: str, files: Mapping[str, str]) -> str:
    """The link that an author may have meant: to a file with nearly the same name."""
    file = _named_like(lost, files)
    path = file and posixpath.relpath(file, posixpath.dirname(path))
    return f" Bedoelde je {shown(path)}?" if path else ""


def _by_name(paths: Iterable[str]) -> dict[str, str]:
    """Paths by their last part."""
    return {PurePosixPath(path).stem: path for path in sorted(paths) if path != "/"}


def _named_like(path: str, by_name: Mapping[str, str]) -> str:
    """The path whose last part looks most like this one's, if one does."""
    return by_name.get(closest(PurePosixPath(path).stem, by_name) or "", "")


def _other_paths(pages: Iterable[Page]) -> Iterator[str]:
    """Feeds and calendars, which texts may lead to as well."""
    for page in pages:
        for feeds in (*((page.feeds,) if page.feeds else ()), *page.more_feeds):
            yield from (feeds.rss, feeds.atom, feeds.json, feeds.calendar)
            if feeds.calendar:
                yield coming(feeds.calendar)
    yield from ("/sitemap.xml", "/robots.txt", OPML)
