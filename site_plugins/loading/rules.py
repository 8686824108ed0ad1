"""What no single field can see: keys that need each other, and files that clash."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from datetime import timedelta

from site_plugins.loading.problems import Problem, Severity
from site_plugins.model.agenda import AgendaItem
from site_plugins.model.article import Article
from site_plugins.model.edition import Edition
from site_plugins.model.item import Item

Finding = tuple[str, str, str]
"""A key, what is wrong with it, and a right example."""


def lone_findings(item: Item) -> Iterator[Finding]:
    """What is wrong with one item, seen as a whole."""
    if item.expires and item.date and item.expires <= item.date:
        yield "expires", "ligt niet na de datum (date).", "expires: 2027-01-01"
    match item:
        case Article():
            yield from _article(item)
        case AgendaItem():
            yield from _agenda(item)
        case Edition():
            yield from _edition(item)


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
        yield "period", "kan niet samen met start of sessions. Kies een van beide.", (
            "period: voorjaar 2027"
        )
    if item.start and item.end and item.end < item.start:
        yield "end", "ligt voor het begin (start).", "end: 2026-12-04 13:00"
    if item.end and not item.start:
        yield "end", "kan niet zonder start.", "start: 2026-12-04 12:00"
    for session in item.sessions:
        if session.end and session.end < session.start:
            yield "sessions", "een deel eindigt voor het begint.", (
                "sessions: [{start: 2026-11-30 19:30, end: 2026-11-30 20:45}]"
            )
    if item.rule and not item.start:
        yield "repeat", "een reeks heeft een eerste keer nodig (start).", "start: 2026-12-04 12:00"
    for name, value in (("except", item.except_), ("until", item.until)):
        if value and not item.rule:
            yield name, "kan alleen bij een reeks (repeat).", (
                "repeat: elke eerste vrijdag van de maand"
            )
    if item.until and item.start and item.until < item.start.date():
        yield "until", "ligt voor de eerste keer (start).", "until: 2027-12-31"
    if item.rule and item.end and item.start and item.end - item.start > timedelta(days=31):
        yield "end", "één keer van een reeks duurt zo meer dan een maand.", "end: 2026-12-04 13:00"
    if item.registration and not (item.registration.url or item.registration.email):
        yield "registration", "noem een url of een email om zich aan te melden.", (
            "registration: {url: https://www.voorbeeld.nl/aanmelden}"
        )


def _edition(item: Edition) -> Iterator[Finding]:
    if item.day.weekday() != 6:
        yield "date", "een editie verschijnt op zondag, en dit is een andere dag.", (
            "date: 2026-11-22"
        )
    name = item.key.rpartition("/")[2]
    if name != item.day.isoformat():
        yield "date", f"hoort gelijk te zijn aan de bestandsnaam ({name}).", f"date: {name}"
    for key in item.items:
        if key in item.leave_out:
            yield "leave_out", f"'{key.rpartition('/')[2]}' staat ook in items. Kies een van beide.", ""


def lone_warnings(item: Item) -> Iterator[Finding]:
    """What an editor may want to look at."""
    if isinstance(item, Article) and item.date and str(item.date.year) != item.key.split("/")[1]:
        yield (
            "date",
            f"het stuk staat in de map {item.key.split('/')[1]}, en zo blijft zijn adres.",
            "",
        )
    if item.description and item.description.strip().lower() == item.title.strip().lower():
        yield "description", "is gelijk aan de titel. Vertel wat er in staat.", ""


CLOSED_ROOMS = re.compile(
    r"""https?://(?:[\w.-]+\.)?(?:
        teams\.microsoft\.com/(?:l/|meet)|teams\.live\.com/meet|
        zoom\.(?:us|com)/(?:j|s|my|w|wc)/|
        webex\.com/(?:meet|join|[\w.-]+/(?:j|meet|join)\b)|
        meet\.google\.com/[a-z]|g\.co/meet|
        meet\.jit\.si/\S|jitsi[\w.-]*/\S|
        whereby\.com/\S|gotomeet\.me/|meet\.goto\.com/|
        chat\.whatsapp\.com/|wa\.me/\S|api\.whatsapp\.com/|
        signal\.group/|signal\.me/|
        t\.me/(?:joinchat|\+)|telegram\.me/(?:joinchat|\+)|discord\.gg/|discord\.com/invite/
    )\S*|(?:zoommtg|msteams|whatsapp|sgnl|tg)://?\S+""",
    re.IGNORECASE | re.VERBOSE,
)
"""Links that let someone into a meeting or an app group."""


def closed_rooms(text: str) -> Iterator[tuple[int, str]]:
    """Line and host of every link into a closed room."""
    for match in CLOSED_ROOMS.finditer(text):
        host = re.sub(r"^\w+:/*", "", match[0]).split("/")[0]
        yield text.count("\n", 0, match.start()) + 1, host


def clashes(
    items: Iterable[Item], address: Callable[[Item], str], fixed: Mapping[str, str]
) -> Iterator[Problem]:
    """Two items with one address or one id, and old addresses that are taken."""
    addresses: dict[str, str] = {path.lower(): what for path, what in fixed.items()}
    ids: dict[str, str] = {}
    all_items = list(items)
    for item in all_items:
        path = address(item)
        if other := addresses.get(path.lower()):
            yield Problem(
                item.path, 1, "slug", f"het adres {path} is al van {other}. Kies een andere slug.",
                f"slug: {item.slug}-2",
            )
        else:
            addresses[path.lower()] = item.path
        if other := ids.get(item.id):
            yield Problem(
                item.path, 1, "id", f"'{item.id}' is al de id van {other}. Een id is er maar één keer.",
                f"id: {item.id}-2",
            )
        else:
            ids[item.id] = item.path
    for item in all_items:
        for alias in item.aliases:
            path = f"{alias.rstrip('/')}/".lower()
            other = addresses.get(path) or addresses.get(alias.lower())
            if other:
                yield Problem(
                    item.path, 1, "aliases",
                    f"het oude adres {alias} is al van {other}. Haal het weg.", "aliases: [/node/33]",
                )
            else:
                addresses[path] = item.path


def clashing_editions(editions: Iterable[Edition]) -> Iterator[Problem]:
    """An article that stands in the lists of two editions would be sent twice."""
    placed: dict[str, str] = {}
    for edition in sorted(editions, key=lambda e: e.key):
        for key in edition.items:
            if other := placed.get(key):
                yield Problem(
                    edition.path, 1, "items",
                    f"'{key.rpartition('/')[2]}' staat ook in {other}.",
                    severity=Severity.WARNING,
                )
            else:
                placed[key] = edition.path
