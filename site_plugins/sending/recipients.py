"""Who gets the newsletter, and who does not: lists in CSV."""

from __future__ import annotations

import csv
import hashlib
import io
import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from site_plugins.sending.addresses import key, mailable
from site_plugins.sending.refusal import Refused

EXAMPLE = "email;unsubscribe\njan@voorbeeld.nl;https://voorbeeld.nl/afmelden/7f3a"
_EMAIL = ("email", "e-mail")
_ADDRESS = re.compile(r"https://[A-Za-z0-9.-]+(:[0-9]+)?(/[!-~]*|\?[!-~]*)?")
_LONGEST = 500
_WRONG_FILE = 20
"""One bad line in so many is a slip; more of them are another file, or shifted columns."""


@dataclass(frozen=True, slots=True)
class Recipient:
    """One person to send to."""

    address: str
    """As the mail server gets it."""
    key: str
    """As it is told apart from others."""
    audience: str
    unsubscribe: str
    """The address to unsubscribe that is this person's own; https (RFC 8058)."""


@dataclass(frozen=True, slots=True)
class Recipients:
    """A list as it was read."""

    people: tuple[Recipient, ...]
    """Each address once, in the order of the file."""
    duplicates: int
    remarks: tuple[str, ...]
    """What is wrong with lines that were passed over: number and reason, never the address."""

    @property
    def hash(self) -> str:
        """SHA-256 of who gets what, in hexadecimal; the order of the file does not matter."""
        lines = sorted(f"{p.key}\t{p.audience}\t{p.unsubscribe}\n" for p in self.people)
        return hashlib.sha256("".join(lines).encode()).hexdigest()


def read_recipients(file: Path, own_address: Callable[[str], str] | None) -> Recipients:
    """The list of recipients.

    ``own_address`` makes a person's address to unsubscribe out of the key, where the file has
    none. Raises Refused where the file is no list, and OSError where it can't be read.
    """
    people: dict[str, Recipient] = {}
    duplicates = 0
    rows = _Rows(file)
    if "unsubscribe" not in rows.columns and own_address is None:
        raise Refused(
            f"{file}: er is geen adres om je af te melden. Dat moet (RFC 8058): geef een kolom "
            "'unsubscribe', of zet LOKAAL_UNSUBSCRIBE_URL en LOKAAL_UNSUBSCRIBE_SECRET. "
            f"Bijvoorbeeld:\n{EXAMPLE}"
        )
    for number, row in rows:
        try:
            person = _recipient(row, own_address)
        except ValueError as error:
            rows.wrong(number, str(error))
            continue
        if person.key in people:
            duplicates += 1
        else:
            people[person.key] = person
    return Recipients(tuple(people.values()), duplicates, rows.remarks())


def read_keys(
    files: Iterable[Path], *, each_line: bool = False
) -> tuple[frozenset[str], tuple[str, ...]]:
    """The addresses of lists of who is left out, by their key, and remarks on bad lines.

    Raises Refused where a file is no list, or with ``each_line`` where one line is wrong, and
    OSError where it can't be read.
    """
    keys: set[str] = set()
    remarks: list[str] = []
    for file in files:
        rows = _Rows(file)
        for number, row in rows:
            try:
                keys.add(key(mailable(row["email"])))
            except ValueError as error:
                rows.wrong(number, str(error))
        remarks += rows.remarks(each_line=each_line)
    return frozenset(keys), tuple(remarks)


def _recipient(row: Mapping[str, str], own_address: Callable[[str], str] | None) -> Recipient:
    address = mailable(row["email"])
    given = row.get("unsubscribe", "").strip()
    if not given and own_address is None:
        raise ValueError("het adres om je af te melden ontbreekt (unsubscribe)")
    unsubscribe = given or (own_address(key(address)) if own_address else "")
    if not is_web_address(unsubscribe):
        raise ValueError("unsubscribe is geen adres dat met https:// begint")
    return Recipient(address, key(address), row.get("audience", "").strip(), unsubscribe)


def is_web_address(text: str) -> bool:
    """Whether a header and a link can hold this address, and it is one of https."""
    return (
        len(text) <= _LONGEST
        and _ADDRESS.fullmatch(text) is not None
        and not set('<>"\\`') & set(text)
    )


class _Rows:
    """The lines of a CSV file below its head, each as a mapping from column to value."""

    def __init__(self, file: Path) -> None:
        self._file = file
        try:
            text = file.read_bytes().decode("utf-8-sig")
        except UnicodeDecodeError:
            raise Refused(f"{file} is geen UTF-8. Bewaar het als CSV UTF-8.") from None
        head = text.partition("\n")[0]
        delimiter = ";" if head.count(";") > head.count(",") else ","
        self._reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True)
        self.columns = self._head(self._row() or [])
        self._lines = 0
        self._wrong: list[str] = []

    def _head(self, row: Sequence[str]) -> list[str]:
        names = [name.strip().lower() for name in row]
        names = ["email" if name in _EMAIL else name for name in names]
        if names.count("email") != 1:
            raise Refused(
                f"{self._file}: op de eerste regel hoort één kolom 'email'. "
                f"Bijvoorbeeld:\n{EXAMPLE}"
            )
        return names

    def _row(self) -> list[str] | None:
        try:
            return next(self._reader, None)
        except csv.Error:
            raise Refused(
                f"{self._file}, regel {self._reader.line_num}: aanhalingstekens of tekens die in "
                "een CSV-bestand niet kunnen."
            ) from None

    def __iter__(self) -> Iterator[tuple[int, dict[str, str]]]:
        while (row := self._row()) is not None:
            number = self._reader.line_num
            if not any(field.strip() for field in row):
                continue
            self._lines += 1
            if len(row) != len(self.columns):
                self.wrong(number, f"{len(row)} velden, en de kop heeft er {len(self.columns)}")
            else:
                yield number, dict(zip(self.columns, row, strict=True))

    def wrong(self, number: int, reason: str) -> None:
        """Keep what is wrong with a line, which is then passed over."""
        self._wrong.append(f"{self._file}, regel {number}: {reason}.")

    def remarks(self, *, each_line: bool = False) -> tuple[str, ...]:
        """What was wrong. Raises Refused where that is too much for a slip; with ``each_line``
        where there is anything.
        """
        if self._wrong and each_line:
            raise Refused(
                *self._wrong,
                "Wie zich afmeldde, krijgt geen mail: verbeter die regels eerst. Er is niets "
                "verzonden.",
            )
        if len(self._wrong) > 1 and len(self._wrong) * _WRONG_FILE > self._lines:
            raise Refused(*self._wrong, f"{self._file}: dit lijkt niet de goede lijst.")
        return tuple(self._wrong)
