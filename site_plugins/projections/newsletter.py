"""An edition of the newsletter: what stands in it, and in which order."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta

from site_plugins.model.agenda import AgendaItem, Location, Status
from site_plugins.model.article import GENRES, Article
from site_plugins.model.edition import Edition, sending_moment, window
from site_plugins.model.item import ZONE, Item, Signatory
from site_plugins.model.letter import Meeting, Section, Story
from site_plugins.model.library import AnyItem, Library
from site_plugins.model.organisation import Person
from site_plugins.model.politics import Guide, Motion
from site_plugins.model.vocabulary import Audience
from site_plugins.projections.addresses import address
from site_plugins.projections.agenda import entries
from site_plugins.projections.index import newest_first
from site_plugins.projections.names import label


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


def edition_items(edition: Edition, library: Library) -> list[Article]:
    """The articles of an edition, out of a public library.

    The editor's choice in the editor's order; without one, every article that was published
    since the previous edition, the newest first. What is left out by name is in neither.
    """
    if edition.by_hand:
        return _named(edition, library, Article)
    return _published(edition, library, Article)


def compose(edition: Edition, library: Library) -> Newsletter:
    """The newsletter that ``edition`` makes out of a public library.

    The lead is the first article that nobody paid for. Guides and instruments that the
    editor names come before the others of the week.
    """
    stories = [_story(article, library) for article in edition_items(edition, library)]
    lead = next((story for story in stories if not story.paid), None)
    rest = [story for story in stories if story is not lead]
    return Newsletter(
        edition=edition,
        day=edition.day,
        number=edition.number,
        subject=edition.title,
        preheader=edition.preheader,
        path=address(edition),
        lead=lead,
        sections=tuple(
            Section(heading, tuple(found))
            for heading, found in (
                ("Verder in deze editie" if lead else "In deze editie", rest),
                ("Nieuwe handreikingen", _new(edition, library, Guide)),
                ("Nieuw in de motiebank", _new(edition, library, Motion)),
            )
            if found
        ),
        agenda=_agenda(edition, library),
    )


def variants(edition: Edition, library: Library, now: datetime) -> tuple[Newsletter, ...]:
    """The same edition for each audience that has one of its own, its own layer first."""
    return ()


def _window(edition: Edition, library: Library) -> tuple[datetime, datetime]:
    morning = datetime.combine(edition.day, time(), ZONE)
    earlier = library.between(Edition, datetime.min.replace(tzinfo=UTC), morning)
    return window(edition.day, earlier[-1].day if earlier else None)


def _named(edition: Edition, library: Library, kind: type[AnyItem]) -> list[AnyItem]:
    keys = [key for key in dict.fromkeys(edition.items) if key not in edition.leave_out]
    return library.pick(keys, kind)


def _published(edition: Edition, library: Library, kind: type[AnyItem]) -> list[AnyItem]:
    first, last = _window(edition, library)
    found = library.between(kind, first, last)
    # What another edition names has been sent there, or will be.
    elsewhere = {
        key for other in library.of(Edition) if other is not edition for key in other.items
    }
    out = elsewhere.union(edition.leave_out)
    return newest_first(item for item in found if item.key not in out)


def _new(edition: Edition, library: Library, kind: type[AnyItem]) -> list[Story]:
    found = _named(edition, library, kind) + _published(edition, library, kind)
    keys = dict.fromkeys(item.key for item in found)
    return [_story(item, library) for item in library.pick(keys, kind)]


def _story(item: Item, library: Library) -> Story:
    sponsor = item.sponsor if isinstance(item, Article) else None
    paid = isinstance(item, Article) and item.paid
    return Story(
        key=item.key,
        id=item.id,
        path=address(item),
        title=item.title,
        label=GENRES["advertorial"] if paid else _label(item),
        description=item.description,
        byline=_byline(item.authors, library) if isinstance(item, Article) else (),
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


def _byline(authors: Sequence[Signatory], library: Library) -> tuple[str, ...]:
    named = (
        (person.title if (person := library.find(author.person, Person)) else author.name, author)
        for author in authors
    )
    return tuple(f"{name} ({a.role})" if a.role else name for name, a in named if name)


def _agenda(edition: Edition, library: Library) -> tuple[Meeting, ...]:
    first = sending_moment(edition.day)
    last = sending_moment(edition.day + timedelta(weeks=edition.agenda_weeks))
    items = [item for item in library.of(AgendaItem) if item.key not in edition.leave_out]
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
            remarks=_remarks(entry.item),
        )
        for entry in entries(items, first, last)
    )


def _place(location: Location | None) -> str:
    if location is None:
        return ""
    room, city = location.name, location.city
    here = ", ".join(filter(None, (room, "" if city in room else city)))
    if not location.online:
        return here or location.host
    return f"{here} en online" if here else "online"


def _remarks(item: AgendaItem) -> tuple[str, ...]:
    status = "" if item.status is Status.CONFIRMED else item.status.value
    return tuple(filter(None, (status, "op uitnodiging" if item.invitation_only else "")))
