"""An edition of the newsletter: what stands in it, and in which order."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from itertools import groupby

from site_plugins.model.agenda import AgendaItem, Location, Status
from site_plugins.model.article import GENRES, Article
from site_plugins.model.edition import Edition, sending_moment
from site_plugins.model.item import Item, Key, Layer, Signatory
from site_plugins.model.letter import Meeting, Section, Story
from site_plugins.model.library import Library
from site_plugins.model.organisation import Person
from site_plugins.model.politics import Guide, Motion
from site_plugins.model.vocabulary import Audience
from site_plugins.projections.addresses import address
from site_plugins.projections.agenda_dates import Dates, Entry, changed_words
from site_plugins.projections.names import label, within
from site_plugins.projections.placement import (
    NEW_GUIDES,
    NEW_MOTIONS,
    WEEK,
    Placement,
    group_of,
    placement,
)
from site_plugins.projections.sent import as_sent

NEXT = "Verder in deze editie"
FEW = 6
"""So many stories behind the lead need no headings to tell them apart."""
VARIANTS: tuple[Key, ...] = (
    "doelgroepen/raadsleden",
    "doelgroepen/wethouders",
    "doelgroepen/statenleden",
    "doelgroepen/waterschappers",
)
"""The audiences that have an edition of their own, where their files name a layer."""


@dataclass(frozen=True, slots=True)
class Newsletter:
    """An edition, composed: what the mail, its text part and the web edition show."""

    edition: Edition
    """Its body is the introduction."""
    day: date
    number: int | None
    subject: str
    preheader: str
    path: str
    """The web edition."""
    lead: Story | None
    sections: tuple[Section, ...]
    agenda: tuple[Meeting, ...]
    audience: Audience | None = None
    """For whom this variant is; None: the one for all, which is also the web edition."""

    @property
    def stories(self) -> tuple[Story, ...]:
        """Everything it announces, in the order of reading."""
        lead = (self.lead,) if self.lead else ()
        return lead + tuple(story for section in self.sections for story in section.stories)

    @property
    def byline(self) -> tuple[str, ...]:
        """What all its signed stories are signed with, where that is the same.

        One name below every story says nothing: then it stands above them all, once.
        """
        signed = [story.byline for story in self.stories if story.byline]
        return signed[0] if len(signed) > 1 and len(set(signed)) == 1 else ()


def compose(
    edition: Edition,
    library: Library,
    placed: Placement | None = None,
    dates: Dates | None = None,
) -> Newsletter:
    """The newsletter that ``edition`` makes out of a public library.

    The lead is the first article that nobody paid for; the others follow in their order, under
    headings of their own where there are many. ``placed`` is the ``placement`` of the library, and
    ``dates`` those of its agenda, which are made here where they aren't given.
    """
    if edition.sent:
        sent = as_sent(edition.sent, library)
        return _letter(edition, sent.lead, sent.sections, sent.agenda)
    placed = placement(library) if placed is None else placed
    items = placed.get(edition.key, ())
    articles = [item for item in items if isinstance(item, Article)]
    lead = next((article for article in articles if not article.paid), None)
    groups: list[tuple[str, Sequence[Item]]] = [
        *_behind(lead, [article for article in articles if article is not lead]),
        (NEW_GUIDES, [item for item in items if isinstance(item, Guide)]),
        (NEW_MOTIONS, [item for item in items if isinstance(item, Motion)]),
    ]
    return _letter(
        edition,
        _story(lead, library) if lead else None,
        tuple(
            Section(heading, tuple(_story(item, library) for item in found))
            for heading, found in groups
            if found
        ),
        _agenda(edition, dates or Dates(library.of(AgendaItem))),
    )


def _letter(
    edition: Edition,
    lead: Story | None,
    sections: tuple[Section, ...],
    agenda: tuple[Meeting, ...],
) -> Newsletter:
    return Newsletter(
        edition=edition,
        day=edition.day,
        number=edition.number,
        subject=edition.title,
        preheader=edition.preheader,
        path=address(edition),
        lead=lead,
        sections=sections,
        agenda=agenda,
    )


def variants(
    edition: Edition,
    library: Library,
    now: datetime,
    placed: Placement | None = None,
    dates: Dates | None = None,
) -> tuple[Newsletter, ...]:
    """The same edition for each audience that has one of its own, its own layer first.

    There are none of an edition that went out more than a week before ``now``.
    """
    if sending_moment(edition.day + WEEK) < now:
        return ()
    placed = placement(library) if placed is None else placed
    whole = compose(edition, library, placed, dates)
    items = {item.id: item for item in placed.get(edition.key, ())}
    found = (_variant(whole, audience, items) for audience in library.pick(VARIANTS, Audience))
    return tuple(letter for letter in found if letter)


def _variant(whole: Newsletter, audience: Audience, items: Mapping[str, Item]) -> Newsletter | None:
    """The stories that concern an audience, those of its layer first; then the others.

    None where no story does.
    """
    own = [s for s in whole.stories if (i := items.get(s.id)) and _concerns(i, audience)]
    own.sort(key=lambda story: not _is_of_layer(items[story.id], audience))
    if not own:
        return None
    lead = next((s for s in own if not s.paid and _is_article(s)), whole.lead)
    rest = [s for s in whole.stories if s not in own and s is not lead]
    sections = [
        Section(f"Voor {within(audience.title)}", tuple(s for s in own if s is not lead)),
        Section(NEXT, tuple(s for s in rest if _is_article(s))),
        *(
            Section(section.heading, tuple(s for s in section.stories if s in rest))
            for section in whole.sections
            if not any(map(_is_article, section.stories))
        ),
    ]
    return replace(
        whole, audience=audience, lead=lead, sections=tuple(s for s in sections if s.stories)
    )


def _concerns(item: Item, audience: Audience) -> bool:
    return _is_of_layer(item, audience) or audience.key in item.audiences


def _is_of_layer(item: Item, audience: Audience) -> bool:
    return bool(set(layers_of(item)) & set(audience.layers))


def _is_article(story: Story) -> bool:
    return story.key.startswith(f"{Article.folder}/")


def layers_of(item: Item) -> tuple[Layer, ...]:
    """The layers of government that an item is about."""
    own = (item.layer,) if isinstance(item, Motion) and item.layer else ()
    return tuple(dict.fromkeys((*item.layers, *own)))


def _behind(lead: Article | None, rest: Sequence[Article]) -> list[tuple[str, list[Article]]]:
    """What follows the lead, under headings: several where there is much to tell apart."""
    groups = [(heading, list(found)) for heading, found in groupby(rest, key=group_of)]
    headings = [heading for heading, _ in groups]
    if len(rest) > FEW and 1 < len(groups) == len(set(headings)):
        return groups
    return [(NEXT if lead else "In deze editie", list(rest))]


def _story(item: Item, library: Library) -> Story:
    sponsor = item.sponsor if isinstance(item, Article) else None
    paid = isinstance(item, Article) and item.paid
    signed = _signed(item.authors, library) if isinstance(item, Article) else []
    return Story(
        key=item.key,
        id=item.id,
        path=address(item),
        title=item.title,
        label=GENRES["advertorial"] if paid else _label(item),
        description=item.description,
        byline=tuple(name for name, _ in signed),
        signers=tuple(person for _, person in signed),
        paid=paid,
        sponsor=sponsor.name if sponsor else "",
        image=item.image,
    )


def _label(item: Item) -> str:
    match item:
        case Guide():
            return f"{label(item)}, versie {item.version}"
        case Motion():
            return ", ".join(filter(None, (label(item), item.place, item.status)))
        case _:
            return label(item)


def _signed(authors: Sequence[Signatory], library: Library) -> list[tuple[str, str]]:
    """Each name with the function behind it, and the id of the person; "" of a guest."""
    signed = []
    for author in authors:
        person = library.find(author.person, Person)
        name = person.title if person else author.name
        if name:
            words = f"{name} ({author.role})" if author.role else name
            signed.append((words, person.id if person else ""))
    return signed


def _agenda(edition: Edition, dates: Dates) -> tuple[Meeting, ...]:
    first = sending_moment(edition.day)
    last = sending_moment(edition.day + timedelta(weeks=edition.agenda_weeks))
    return tuple(
        Meeting(
            id=entry.item.id,
            path=address(entry.item),
            title=entry.item.title,
            start=entry.when.start,
            end=entry.when.end,
            all_day=entry.when.all_day,
            untimed=entry.when.untimed,
            place=_place(entry.item.location),
            remarks=_remarks(entry),
        )
        for entry in dates.between(first, last)
        if entry.item.key not in edition.leave_out
    )


def _place(location: Location | None) -> str:
    if location is None:
        return ""
    room, city = location.name, location.city
    here = ", ".join(filter(None, (room, "" if city in room else city)))
    if not location.online:
        return here or location.host
    return f"{here} en online" if here else "online"


def _remarks(entry: Entry) -> tuple[str, ...]:
    item = entry.item
    told = changed_words(entry.when) if item.status is not Status.CANCELLED else ""
    status = "" if item.status is Status.CONFIRMED or entry.when.cancelled else item.status.value
    remarks = (told, status, "op uitnodiging" if item.invitation_only else "")
    return tuple(filter(None, remarks))
