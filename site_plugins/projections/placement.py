"""Which edition of the newsletter has which items, and in which order.

Every visible article, guide and instrument lands in one edition, the first that can still have
it. An edition that has been sent keeps what was sent; one with ``items`` has those; any other
takes all that was published before its moment and stands nowhere else. So a text that comes
late is in the next edition, one that gets another date is not repeated, and one that is
withdrawn is gone.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import date, datetime, time, timedelta

from site_plugins.model.article import Article
from site_plugins.model.edition import Edition, sending_moment
from site_plugins.model.item import ZONE, Item, Key
from site_plugins.model.library import Library
from site_plugins.model.politics import Guide, Motion
from site_plugins.projections.addresses import address

ANNOUNCED: tuple[type[Item], ...] = (Article, Guide, Motion)
"""The kinds that an edition announces."""
WEEK = timedelta(weeks=1)
REACH = timedelta(weeks=13)
"""How old an item may be when an edition takes it by itself: what is older is an archive that
was brought in, and no news."""

PAID = "Ingezonden mededelingen"
NEW_GUIDES = "Nieuwe handreikingen"
NEW_MOTIONS = "Nieuw in de motiebank"
GENRE_GROUPS: dict[str, str] = {
    "Nieuws": "nieuws kort update mededeling lopende-zaken jaarprogramma kamerbrief",
    "Achtergrond": "achtergrond analyse uitleg dossier reportage verslag terugblik onderzoek "
    "vraag-en-antwoord podcast video",
    "Mensen": "interview drie-vragen portret groepsportret netwerkportret overstap personalia",
    "Meningen": "commentaar column opinie betoog essay standpunt brief citaat recensie",
    "Cijfers": "cijfers getal",
    "Vacatures en oproepen": "vacatures oproep",
    PAID: "advertorial",
}
"""The genres that stand together, by the heading that they get."""
GROUPS: tuple[str, ...] = (*GENRE_GROUPS, NEW_GUIDES, NEW_MOTIONS)
"""Every heading, in the order of reading."""
_GROUP_OF = {genre: group for group, genres in GENRE_GROUPS.items() for genre in genres.split()}

Placement = Mapping[Key, tuple[Item, ...]]
"""By the edition's key, its items in the order of reading."""


def placement(library: Library) -> Placement:
    """The items of every edition in ``library``: a public one, or all there is.

    An edition that is still a draft has items, but keeps them from no other: it may never go
    out. Only what a later draft names is spared for it. One that was sent and hidden later did.
    """
    editions = sorted(library.of(Edition), key=lambda edition: edition.day)
    if not editions:
        return {}
    chosen = {e.key: _chosen(e, library) for e in editions if e.by_hand or e.sent}
    naming: dict[Key, list[Edition]] = {}
    for edition in editions:
        for item in chosen.get(edition.key, ()):
            naming.setdefault(item.key, []).append(edition)
    found: dict[Key, tuple[Item, ...]] = {}
    left_out: set[Key] = set()
    opening = sending_moment(editions[0].day - WEEK)
    for edition in editions:
        if not edition.unsent_draft:
            left_out.update(edition.leave_out)
        if edition.key in chosen:
            found[edition.key] = chosen[edition.key]
            continue
        closing = sending_moment(edition.day)
        first = max(opening, sending_moment(edition.day - REACH))
        found[edition.key] = arranged(
            item
            for kind in ANNOUNCED
            for item in library.between(kind, first, closing)
            if item.is_public(closing)
            and item.key not in left_out
            and item.key not in edition.leave_out
            and not _elsewhere(naming.get(item.key, ()), edition)
        )
        # What it didn't take, no later edition may take either: the reasons stay.
        if not edition.unsent_draft:
            opening = closing
    return found


def _chosen(edition: Edition, library: Library) -> tuple[Item, ...]:
    """What was sent, else what the editor chose."""
    if edition.sent:
        found = (library.by_id.get(story.id) for story in edition.sent.stories)
        return tuple(item for item in found if isinstance(item, ANNOUNCED))
    keys = (key for key in dict.fromkeys(edition.items) if key not in edition.leave_out)
    return tuple(item for item in library.pick(keys, Item) if isinstance(item, ANNOUNCED))


def _elsewhere(others: Iterable[Edition], edition: Edition) -> bool:
    return any(not other.unsent_draft or other.day > edition.day for other in others)


def arranged(items: Iterable[Item]) -> tuple[Item, ...]:
    """By group, within it by first topic, the newest first; so two builds give one order."""
    newest = sorted(items, key=lambda i: (-i.date.timestamp() if i.date else 0.0, address(i)))
    topics: dict[tuple[str, Key], int] = {}
    for place, item in enumerate(newest):
        topics.setdefault(_shelf(item), place)
    return tuple(sorted(newest, key=lambda i: (GROUPS.index(group_of(i)), topics[_shelf(i)])))


def _shelf(item: Item) -> tuple[str, Key]:
    return group_of(item), next(iter(item.topics), "")


def group_of(item: Item) -> str:
    """The heading that an announced item stands under; what was paid for is apart."""
    match item:
        case Guide():
            return NEW_GUIDES
        case Motion():
            return NEW_MOTIONS
        case Article():
            return PAID if item.paid else _GROUP_OF[item.genre]
    raise TypeError(f"no edition announces {item.key}")


def provisional(sunday: date) -> Edition:
    """The edition of a Sunday for which nobody has written one yet."""
    key = f"{Edition.folder}/{sunday.isoformat()}"
    moment = datetime.combine(sunday, time(), ZONE)
    return Edition(key=key, slug=sunday.isoformat(), title="", id=key, date=moment, preheader="")


def with_editions(library: Library, *editions: Edition) -> Library:
    """The library with editions that it lacks."""
    return replace(library, items={**library.items, **{e.key: e for e in editions}})


def next_number(editions: Iterable[Edition], sunday: date) -> int | None:
    """The number of a new edition, or None where a later edition leaves none free."""
    others = [edition for edition in editions if edition.day != sunday]
    earlier = [edition for edition in others if edition.day < sunday]
    number = max((e.number for e in earlier if e.number), default=len(earlier)) + 1
    taken = any(e.number and e.number <= number for e in others if e.day > sunday)
    return None if taken else number
