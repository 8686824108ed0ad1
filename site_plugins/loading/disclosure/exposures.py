"""What must not be in the open, in any text: closed rooms, private matters, keys.

The way to say that something is meant for everyone is the key ``public`` of an item; never for
closed rooms, keys and lists of recipients in texts.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Container, Iterable, Iterator
from itertools import chain, islice
from typing import NamedTuple

from site_plugins.loading.disclosure.credentials import database_dump, keys, passwords
from site_plugins.loading.disclosure.plain import Plain
from site_plugins.loading.disclosure.private import (
    bare_numbers,
    citizen_numbers,
    is_mobile,
    is_private,
    mail_addresses,
    number_value,
    telephone_numbers,
)
from site_plugins.loading.disclosure.rooms import rooms_in
from site_plugins.loading.problems import Severity, shown

RECIPIENTS = 10
"""Different mail addresses in one file that make it a list of recipients."""
TABLES = (".csv", ".xlsx", ".ods")
_MOST = 20
"""Findings of one kind in one file that are told: an editor needs no more to see what it is."""


class Exposure(NamedTuple):
    """Something that must not be in the open, and on which line (from 1)."""

    line: int
    message: str
    example: str = ""
    severity: Severity = Severity.ERROR


def claim(text: str) -> str:
    """A value of ``public`` in the form in which it is compared."""
    return number_value(text) or text.strip().lower()


def exposures(
    text: str, claims: Container[str] = (), file: str = "", signs: bytes | None = None
) -> Iterator[Exposure]:
    """Everything in a text that must not be in the open, but for what ``claims`` says is public.

    ``claims`` are as ``claim`` gives them. ``file`` is the path of a media file: an item that
    leads there can declare the whole file public, in which case ``claims`` holds that path.
    ``signs`` are those of the text, where they are known (see ``Plain``).
    """
    plain = Plain.of(text, signs)
    for line, host in rooms_in(plain):
        yield Exposure(
            line,
            f"een link naar {shown(host)} laat iedereen binnen in een besloten ruimte."
            " Haal hem weg en stuur hem alleen aan wie mag komen.",
            "registration: {url: https://www.voorbeeld.nl/aanmelden}",
        )
    lines = _Lines(plain.text)
    yield from _secrets(plain, lines)
    if file and file.lower() in claims:
        return
    written = telephone_numbers(plain)
    if file.lower().endswith(TABLES):
        written = chain(written, bare_numbers(plain.text))
    numbers = (found for found in written if found.value not in claims)
    for found in islice(numbers, _MOST):
        mobile = is_mobile(found.value)
        what = "een persoonlijk nummer" if mobile else "een telefoonnummer"
        number = _readable(found.value)
        yield Exposure(
            lines.at(found.place),
            f"{shown(number)} lijkt {what}. Haal het weg. {_meant(number, file)}",
            severity=Severity.ERROR if mobile else Severity.WARNING,
        )
    addresses = list(mail_addresses(plain))
    different = len({found.value for found in addresses})
    if different >= RECIPIENTS:
        message = (
            f"hier staan {different} verschillende mailadressen. Een lijst van ontvangers hoort"
            " hier niet. Haal hem weg."
        )
        if file:
            message += f" {_meant('', file)}"
        yield Exposure(lines.at(addresses[0].place), message)
    private = (f for f in addresses if is_private(f.value) and f.value not in claims)
    for found in islice(private, _MOST):
        yield Exposure(
            lines.at(found.place),
            f"{shown(found.value)} lijkt een privéadres. Haal het weg, of gebruik een adres van de"
            f" vereniging. {_meant(found.value, file)}",
        )


def _secrets(plain: Plain, lines: _Lines) -> Iterator[Exposure]:
    """What nobody can declare public."""
    for place, start in islice(keys(plain), _MOST):
        yield Exposure(
            lines.at(place),
            f"dit lijkt een geheime sleutel of toegangscode ({shown(start)}). Haal hem weg, en"
            " maak hem"
            " ongeldig: wie hem heeft gezien, kan ermee naar binnen.",
        )
    for place in islice(passwords(plain), _MOST):
        message = "hier lijkt een wachtwoord te staan. Haal het weg en kies een ander."
        yield Exposure(lines.at(place), message, severity=Severity.WARNING)
    dump = database_dump(plain)
    if dump is not None:
        message = "dit lijkt een kopie van een database (SQL). Haal die weg."
        yield Exposure(lines.at(dump), message)
    for place in islice(citizen_numbers(plain), _MOST):
        message = "dit lijkt een burgerservicenummer (BSN), en dat mag nergens staan. Haal het weg."
        yield Exposure(lines.at(place), message)


def _readable(value: str) -> str:
    """A number as people write it."""
    return f"06-{value[2:]}" if re.fullmatch("06[0-9]{8}", value) else value


def _meant(value: str, file: str) -> str:
    """How to say that it is meant for everyone."""
    if file:
        return (
            "Is dit bestand bedoeld voor iedereen? Zet dan in de kop van het stuk dat ernaar"
            f" verwijst: public: [{file}]"
        )
    return f"Is het bedoeld voor iedereen? Zet dan boven in het bestand: public: [{value}]"


def unmatched(claims: Iterable[str], text: str) -> Iterator[str]:
    """The claims that nothing in the text matches, in their compared form."""
    text = Plain.of(text).text.lower()
    digits = ""
    for value in claims:
        if number_value(value):
            # Of any kind, also those that nobody asks about: 0800, 088, abroad.
            digits = digits or re.sub("[^0-9a-z@\n]|%20", "", text)
            if value.removeprefix("0") not in digits:
                yield value
        elif value not in text:
            yield value


class _Lines:
    """The line of a place in a text."""

    def __init__(self, text: str) -> None:
        self._text = text
        self._ends: list[int] | None = None

    def at(self, place: int) -> int:
        """From 1."""
        if self._ends is None:
            self._ends = [match.start() for match in re.finditer("\n", self._text)]
        return bisect_left(self._ends, place) + 1
