"""What no single field can see: keys that need each other, and files that clash."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from datetime import datetime, timedelta

from site_plugins.loading.problems import Problem, Severity
from site_plugins.model.agenda import AgendaItem
from site_plugins.model.article import Article
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


_TIMES = {"start", "end", "sessions", "period", "repeat", "except", "extra", "until"}
"""Keys that only mean something together."""


def questionable(findings: Iterable[Finding], wrong: Iterable[str]) -> Iterator[Finding]:
    """The findings that still stand where these fields could not be read."""
    keys = {re.split(r"[.\[]", field)[0] for field in wrong}
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


def _agenda(item: AgendaItem) -> Iterator[Finding]:
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
            "er staat niet wanneer het is. Geef start, sessions of period.",
            "start: 2026-12-04 12:00",
        )
    elif len(given) > 1 and "period" in given:
        yield (
            "period",
            "kan niet samen met start of sessions. Kies een van beide.",
            ("period: voorjaar 2027"),
        )
    if item.start and item.end and item.end < item.start:
        found = f"'{_at(item.end)}' ligt voor het begin ({_at(item.start)})."
        yield "end", found, f"end: {_at(item.start + timedelta(hours=1))}"
    if item.sessions:
        yield from _beside_sessions(item)
    elif item.end and given and not item.start:
        yield "end", "kan niet zonder start.", "start: 2026-12-04 12:00"
    for name in item.half_timed:
        found = "hier ontbreekt de tijd: geef overal een tijd, of nergens."
        yield name, found, _TIMED_EXAMPLES[name]
    for session in item.sessions:
        if session.end and session.end < session.start:
            found = f"'{_at(session.end)}' ligt voor het begin ({_at(session.start)})."
            yield "sessions", found, f"end: {_at(session.start + timedelta(hours=1))}"
    if item.rule and item.sessions:
        found = "een reeks (repeat) en sessions kunnen niet samen. Kies een van beide."
        yield "repeat", found, "repeat: elke eerste vrijdag van de maand"
    elif item.rule and not item.start:
        yield "repeat", "een reeks heeft een eerste keer nodig (start).", "start: 2026-12-04 12:00"
    for extra in () if item.sessions else item.extra:
        if not item.start:
            yield "extra", "kan niet zonder start.", "start: 2026-12-04 12:00"
        elif extra < item.start:
            found = f"'{_at(extra)}' ligt voor de eerste keer (start: {_at(item.start)})."
            yield "extra", found, f"extra: [{_at(item.start + timedelta(days=7))}]"
    for name, value in (("except", item.except_), ("until", item.until)):
        if value and not item.rule:
            found = "kan alleen bij een reeks (repeat)."
            yield name, found, "repeat: elke eerste vrijdag van de maand"
    if item.until and item.start and item.until < item.start.date():
        found = f"'{item.until}' ligt voor de eerste keer (start: {_at(item.start)})."
        yield "until", found, f"until: {item.start.date() + timedelta(days=365)}"
    if item.rule and item.end and item.start and item.end - item.start > timedelta(days=31):
        found = f"tot '{_at(item.end)}' duurt één keer van de reeks meer dan een maand."
        yield "end", found, f"end: {_at(item.start + timedelta(hours=1))}"
    if item.registration and not (item.registration.url or item.registration.email):
        yield (
            "registration",
            "noem een url of een email om zich aan te melden.",
            ("registration: {url: https://www.voorbeeld.nl/aanmelden}"),
        )


_TIMED_EXAMPLES = {
    "start": "start: 2026-12-04 12:00",
    "end": "end: 2026-12-04 13:00",
    "sessions": "sessions: [{start: 2026-11-30 19:30, end: 2026-11-30 20:45}]",
}


def _beside_sessions(item: AgendaItem) -> Iterator[Finding]:
    """Times that sessions would silently take the place of."""
    first = min(item.sessions, key=lambda session: session.start)
    if item.start and item.start != first.start:
        found = (
            f"'{_at(item.start)}' is niet het begin van de eerste sessie ({_at(first.start)})."
            " Zet deze tijd bij sessions, of haal start weg."
        )
        yield "start", found, f"start: {_at(first.start)}"
    if item.end and item.end != first.end:
        found = "kan niet samen met sessions: elke sessie heeft een eigen einde."
        yield "end", found, _TIMED_EXAMPLES["sessions"]
    if item.extra:
        found = "kan niet samen met sessions. Zet deze tijd bij sessions."
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
    if isinstance(item, Edition) and item.date and item.date > sending_moment(item.day):
        found = "een editie gaat om 8.00 uur uit, en deze is dan nog niet zichtbaar."
        yield "date", found, f"date: {item.day}"
    if item.description and item.description.strip().lower() == item.title.strip().lower():
        yield "description", "dit is hetzelfde als de titel. Vertel wat er in het stuk staat.", ""


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
        path = address(item)
        other = owners.setdefault(path.lower().rstrip("/"), item.path)
        if other != item.path:
            message = f"het adres {path} is al van {other}. Kies een andere slug."
            yield Problem(item.path, 1, "slug", message, f"slug: {item.slug}-2")
    for item in all_items:
        other = ids.setdefault(item.id, item.path)
        # An alias that is taken gives an id that is taken: one mistake.
        if other != item.path and not any(a.strip("/") == item.id for a in item.aliases):
            message = f"'{item.id}' is al de id van {other}. Elk stuk heeft een eigen id."
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
