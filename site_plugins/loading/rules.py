"""What no single field can see: keys that need each other, and files that clash."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from datetime import date, datetime, timedelta
from itertools import pairwise

from site_plugins.loading.problems import Problem, Severity
from site_plugins.model.agenda import AgendaItem, Status
from site_plugins.model.article import Article, Audio, timecode
from site_plugins.model.edition import Edition, sending_moment
from site_plugins.model.item import Item

Finding = tuple[str, str, str]
"""A key, what is wrong with it, and a right example."""


def lone_findings(item: Item) -> Iterator[Finding]:
    """What is wrong with one item, seen as a whole."""
    if item.expires and item.date and item.expires <= item.date:
        found = f"'{_at(item.expires)}' ligt niet na de datum ({_at(item.date)})."
        yield "expires", found, f"expires: {_at(item.date + timedelta(days=30))}"
    match item:
        case Article():
            yield from _article(item)
        case AgendaItem():
            yield from _agenda(item)
        case Edition():
            yield from _edition(item)


_TIMES = {
    *("start", "end", "sessions", "period", "repeat"),
    *("except", "cancelled", "moved", "extra", "until"),
}
"""Keys that only mean something together."""


def questionable(findings: Iterable[Finding], wrong: Iterable[str]) -> Iterator[Finding]:
    """The findings that still stand where these fields could not be read."""
    keys = {re.split(r"[.\[]", field)[0] for field in wrong}
    if not keys:
        return iter(findings)
    if keys & _TIMES:
        keys |= _TIMES
    return (finding for finding in findings if finding[0] not in keys)


def _at(moment: datetime) -> str:
    """A moment as editors write it: without the time where that is 00:00."""
    return f"{moment:%Y-%m-%d %H:%M}".removesuffix(" 00:00")


def _article(item: Article) -> Iterator[Finding]:
    if item.genre == "advertorial" and item.sponsor is None:
        yield (
            "sponsor",
            "een advertorial noemt wie ervoor betaalt.",
            "sponsor: Naam van de afzender",
        )
    if item.genre == "podcast" and item.audio is None:
        yield "audio", "een podcast heeft geluid nodig.", "audio: {src: aflevering-1.mp3}"
    if item.audio:
        yield from _chapters(item.audio)


def _chapters(audio: Audio) -> Iterator[Finding]:
    for before, after in pairwise(audio.chapters):
        if after.start <= before.start:
            found = (
                f"'{after.title}' ({timecode(after.start)}) begint niet na '{before.title}'"
                f" ({timecode(before.start)})."
            )
            yield "audio", found, f'start: "{timecode(before.start + 60)}"'
    last = audio.chapters[-1] if audio.chapters else None
    if last and audio.duration and last.start >= audio.duration:
        found = (
            f"'{last.title}' ({timecode(last.start)}) begint niet voor het einde"
            f" ({timecode(audio.duration)})."
        )
        yield "audio", found, f'duration: "{timecode(last.start + 60)}"'


def _agenda(item: AgendaItem) -> Iterator[Finding]:
    yield from _when(item)
    yield from _series(item)
    yield from _changes(item)
    if item.registration and not (item.registration.url or item.registration.email):
        yield (
            "registration",
            "schrijf een webadres (url) of een mailadres (email) waar lezers zich aanmelden.",
            ("registration: {url: https://www.voorbeeld.nl/aanmelden}"),
        )


def _when(item: AgendaItem) -> Iterator[Finding]:
    given = [
        name
        for name, value in (
            ("start", item.start),
            ("sessions", item.sessions),
            ("period", item.period),
        )
        if value
    ]
    if not given:
        yield (
            "start",
            "er staat niet wanneer het is. Schrijf start, sessions of period.",
            "start: 2026-12-04 12:00",
        )
    elif item.postponed and item.status is not Status.MOVED:
        found = (
            "dit kan niet samen met start. Kies een van beide. Is de datum van start vervallen"
            " en de nieuwe nog niet bekend? Schrijf dan ook de status."
        )
        yield "period", found, "status: verplaatst"
    elif item.period and (item.sessions or (item.postponed and (item.rule or item.extra))):
        found = "dit kan niet samen met sessions, repeat of extra. Kies een van beide."
        yield "period", found, "period: voorjaar 2027"
    if item.start and item.end and item.end < item.start:
        found = f"'{_at(item.end)}' ligt voor het begin ({_at(item.start)})."
        yield "end", found, f"end: {_at(item.start + timedelta(hours=1))}"
    if item.sessions:
        yield from _beside_sessions(item)
    elif item.end and given and not item.start:
        yield "end", "dit kan niet zonder start.", "start: 2026-12-04 12:00"
    for name in item.half_timed:
        found = "hier ontbreekt de tijd: geef overal een tijd, of nergens."
        yield name, found, _TIMED_EXAMPLES[name]
    for session in item.sessions:
        if session.end and session.end < session.start:
            found = f"'{_at(session.end)}' ligt voor het begin ({_at(session.start)})."
            yield "sessions", found, f"end: {_at(session.start + timedelta(hours=1))}"


def _series(item: AgendaItem) -> Iterator[Finding]:
    if item.rule and item.sessions:
        found = "een reeks (repeat) en sessions kunnen niet samen. Kies een van beide."
        yield "repeat", found, "repeat: elke eerste vrijdag van de maand"
    elif item.rule and not item.start:
        yield "repeat", "een reeks heeft een eerste keer nodig (start).", "start: 2026-12-04 12:00"
    for extra in () if item.sessions else item.extra:
        if not item.start:
            yield "extra", "dit kan niet zonder start.", "start: 2026-12-04 12:00"
        elif extra < item.start:
            found = f"'{_at(extra)}' ligt voor de eerste keer (start: {_at(item.start)})."
            yield "extra", found, f"extra: [{_at(item.start + timedelta(days=7))}]"
    for name, value in (("except", item.except_ or item.holidays), ("until", item.until)):
        if value and not item.rule:
            found = "dit kan alleen bij een reeks (repeat)."
            yield name, found, "repeat: elke eerste vrijdag van de maand"
    if item.until and item.start and item.until < item.start.date():
        found = f"'{item.until}' ligt voor de eerste keer (start: {_at(item.start)})."
        yield "until", found, f"until: {item.start.date() + timedelta(days=365)}"
    if item.rule and item.end and item.start and item.end - item.start > timedelta(days=31):
        found = f"tot '{_at(item.end)}' duurt één keer van de reeks meer dan een maand."
        yield "end", found, f"end: {_at(item.start + timedelta(hours=1))}"


def _changes(item: AgendaItem) -> Iterator[Finding]:
    """What is wrong with the times that a series leaves out, cancels or moves."""
    for name, value, status in (
        ("cancelled", item.cancelled, Status.CANCELLED),
        ("moved", item.moved, Status.MOVED),
    ):
        if value and not item.rule:
            found = (
                "dit kan alleen bij een reeks (repeat). Geldt het voor alle keren? Schrijf dan"
                " de status."
            )
            yield name, found, f"status: {status}"
    moved = tuple(moved.day for moved in item.moved)
    seen: dict[date, str] = {}
    for name, days in (("except", item.except_), ("cancelled", item.cancelled), ("moved", moved)):
        for day in days:
            other = seen.setdefault(day, name)
            if other != name:
                yield name, f"'{day}' staat ook in {other}. Kies er een.", ""
        if len(set(days)) < len(days):
            twice = next(day for day in days if days.count(day) > 1)
            yield name, f"'{twice}' staat er twee keer. Haal er een weg.", ""
    for change in item.moved:
        if change.end and change.end < change.start and "moved" not in item.half_timed:
            found = f"'{_at(change.end)}' ligt voor het begin ({_at(change.start)})."
            yield "moved", found, f"end: {_at(change.start + timedelta(hours=1))}"


_TIMED_EXAMPLES = {
    "start": "start: 2026-12-04 12:00",
    "end": "end: 2026-12-04 13:00",
    "moved": "moved: [{date: 2027-02-05, start: 2027-02-12 12:00, end: 2027-02-12 13:00}]",
    "sessions": "sessions: [{start: 2026-11-30 19:30, end: 2026-11-30 20:45}]",
}


def _beside_sessions(item: AgendaItem) -> Iterator[Finding]:
    """Times that sessions would silently take the place of."""
    first = min(item.sessions, key=lambda session: session.start)
    if item.start and item.start != first.start:
        found = (
            f"'{_at(item.start)}' is niet het begin van het eerste dagdeel ({_at(first.start)})."
            " Zet deze tijd bij sessions, of haal start weg."
        )
        yield "start", found, f"start: {_at(first.start)}"
    if item.end and item.end != first.end:
        found = "dit kan niet samen met sessions: elk dagdeel heeft een eigen einde."
        yield "end", found, _TIMED_EXAMPLES["sessions"]
    if item.extra:
        found = "dit kan niet samen met sessions. Zet deze tijd bij sessions."
        yield "extra", found, f"sessions: [{{start: {_at(min(item.extra))}}}]"


def _edition(item: Edition) -> Iterator[Finding]:
    name = item.key.rpartition("/")[2]
    if item.day.weekday() != 6:
        found = f"'{item.day}' is geen zondag, en een editie verschijnt op zondag."
        yield "date", found, f"date: {item.day + timedelta(days=6 - item.day.weekday())}"
    elif name != item.day.isoformat():
        found = f"de naam van het bestand ({name}.md) hoort de datum te zijn."
        yield "date", found, f"{item.folder}/{item.day}.md"
    for key in item.items:
        if key in item.leave_out:
            yield (
                "leave_out",
                f"'{key.rpartition('/')[2]}' staat ook in items. Kies er een.",
                "",
            )


def lone_warnings(item: Item) -> Iterator[Finding]:
    """What an editor may want to look at."""
    if isinstance(item, Article) and item.date and str(item.date.year) != item.key.split("/")[1]:
        year = item.key.split("/")[1]
        yield (
            "date",
            f"'{_at(item.date)}' is niet in {year}, en het adres volgt de map {year}/.",
            "",
        )
    if isinstance(item, Article) and item.audio:
        yield from _for_apps(item.audio)
    if isinstance(item, Edition) and item.date and item.date > sending_moment(item.day):
        found = "een editie gaat om 8.00 uur uit, en deze is dan nog niet zichtbaar."
        yield "date", found, f"date: {item.day}"
    if item.description and item.description.strip().lower() == item.title.strip().lower():
        yield "description", "dit is hetzelfde als de titel. Vertel wat er in het stuk staat.", ""


def _for_apps(audio: Audio) -> Iterator[Finding]:
    """What apps for podcasts miss."""
    if "://" in audio.src and not audio.length:
        found = (
            "zonder length weten podcastapps niet hoe groot dit bestand is. Geef het aantal bytes."
        )
        yield "audio", found, "length: 12345678"
    if audio.src.lower().endswith((".ogg", ".opus", ".wav")):
        found = "dit geluid speelt niet in elke podcastapp. Maak er mp3 of m4a van."
        yield "audio", found, f"src: {audio.src.rpartition('/')[2].rpartition('.')[0]}.mp3"


def clashes(
    items: Iterable[Item], address: Callable[[Item], str], fixed: Mapping[str, str]
) -> Iterator[Problem]:
    """Two items with one address or one id, and old addresses that are taken.

    ``fixed`` holds the paths that are never an item's, and what is there.
    """
    owners = {path.lower().rstrip("/"): what for path, what in fixed.items()}
    ids: dict[str, str] = {}
    all_items = list(items)
    for item in all_items:
        path, file = address(item), item.path
        other = owners.setdefault(path.lower().rstrip("/"), file)
        if other != file:
            message = f"het adres {path} is al van {other}. Kies een andere slug."
            yield Problem(file, 1, "slug", message, f"slug: {item.slug}-2")
    shared = len({item.id for item in all_items}) < len(all_items)
    for item in all_items if shared else ():
        other = ids.setdefault(item.id, item.path)
        # An alias that is taken gives an id that is taken: one mistake.
        if other != item.path and not any(a.strip("/") == item.id for a in item.aliases):
            message = (
                f"'{item.id}' is al het kenmerk van {other}. Elk stuk heeft een eigen kenmerk."
            )
            yield Problem(item.path, 1, "id", message, f"id: {item.id}-2")
    for item in all_items:
        for alias in item.aliases:
            other = owners.setdefault(alias.lower().rstrip("/"), item.path)
            if other != item.path:
                message = f"het oude adres {alias} is al van {other}. Haal het hier weg."
                yield Problem(item.path, 1, "aliases", message)
            elif alias.lower().rstrip("/") == address(item).lower().rstrip("/"):
                message = f"{alias} is het adres van dit stuk zelf. Haal het hier weg."
                yield Problem(item.path, 1, "aliases", message)


def clashing_editions(editions: Iterable[Edition]) -> Iterator[Problem]:
    """Numbers that do not rise, and articles that stand in two lists and would be sent twice."""
    in_order = sorted(editions, key=lambda edition: (edition.day, edition.key))
    yield from _numbers(in_order)
    placed: dict[str, str] = {}
    for edition in in_order:
        for key in edition.items:
            if other := placed.get(key):
                yield Problem(
                    edition.path,
                    1,
                    "items",
                    f"'{key.rpartition('/')[2]}' staat ook in {other}.",
                    severity=Severity.WARNING,
                )
            else:
                placed[key] = edition.path


def _numbers(in_order: Iterable[Edition]) -> Iterator[Problem]:
    before: Edition | None = None
    for edition in in_order:
        if not edition.number:
            continue
        if before and before.number and edition.number <= before.number:
            message = (
                f"{edition.number} is al het nummer van {before.path}."
                if edition.number == before.number
                else f"{edition.number} ligt niet boven {before.number}, het nummer van "
                f"{before.path}."
            )
            example = f"number: {before.number + 1}"
            yield Problem(edition.path, 1, "number", message, example)
        before = edition
