"""The record of a sent edition (``JJJJ-MM-DD.verzonden.json``): strict JSON to a value.

``lokaal send`` writes it (``sending/freezing.py``) from what ``rendering/mail/record.py`` made.
Nobody edits it, so whatever is odd in it is damage, and no part of it is guessed.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Mapping
from datetime import date, datetime
from typing import Any

from site_plugins.loading.files import record_name
from site_plugins.loading.front_matter import HeadError, decode
from site_plugins.loading.moments import FIRST_YEAR, LAST_YEAR
from site_plugins.model.item import ZONE
from site_plugins.model.letter import Meeting, Section, Sent, Story

RESTORE = "Dit bestand schrijft lokaal send. Zet het terug uit git."


class RecordError(Exception):
    """The record is not as it was written; ``field`` is empty where it is no JSON at all."""

    def __init__(self, message: str, field: str = "", line: int = 1) -> None:
        super().__init__(message)
        self.message = message
        self.field = field
        self.line = line

    def below(self, name: str) -> RecordError:
        """The same, seen from one level higher."""
        dot = "." if self.field and not self.field.startswith("[") else ""
        return RecordError(self.message, f"{name}{dot}{self.field}")


def read_record(text: str, path: str) -> Sent:
    """The record at ``path`` in the content. Raises RecordError."""
    try:
        values = _object(_RECORD)(json.loads(text, object_pairs_hook=_once))
    except json.JSONDecodeError as error:
        raise RecordError("dit is geen geldige JSON.", line=error.lineno) from None
    except RecursionError:
        raise RecordError("dit bestand zit te diep in elkaar.") from None
    except ValueError:  # a number of thousands of digits
        raise RecordError("hier staat een getal dat te groot is.") from None
    day = values.pop("edition")
    if path != record_name(day):
        raise RecordError(f"dit is de editie van {day}, en zo heet het bestand niet.", "edition")
    return Sent(**values)


def _once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) < len(pairs):
        raise RecordError("een veld staat er twee keer.")
    return found


Read = Callable[[Any], Any]


def _object(readers: Mapping[str, Read], kind: Callable[..., Any] = dict) -> Read:
    """An object with exactly these keys, made into ``kind``."""

    def read(value: Any) -> Any:
        if not isinstance(value, dict):
            raise RecordError("hier hoort een blok {} te staan.")
        if odd := sorted(readers.keys() ^ value.keys()):
            raise RecordError("ontbreekt." if odd[0] in readers else "is onbekend.", odd[0])
        made = {}
        for name, reader in readers.items():
            try:
                made[name] = reader(value[name])
            except RecordError as error:
                raise error.below(name) from None
        return kind(**made)

    return read


def _each(reader: Read) -> Read:
    def read(value: Any) -> tuple[Any, ...]:
        if not isinstance(value, list):
            raise RecordError("hier hoort een lijst [] te staan.")
        made = []
        for number, part in enumerate(value, 1):
            try:
                made.append(reader(part))
            except RecordError as error:
                raise error.below(f"[{number}]") from None
        return tuple(made)

    return read


def _or_nothing(reader: Read) -> Read:
    return lambda value: None if value is None else reader(value)


def _text(value: Any) -> str:
    """Without what no text of an editor can hold: control characters, half characters."""
    try:
        if isinstance(value, str) and decode(value.encode()) == value:
            return value
    except (HeadError, UnicodeEncodeError):
        pass
    raise RecordError("hier hoort gewone tekst te staan.")


def _words(value: Any) -> str:
    if not _text(value).strip():
        raise RecordError("hier hoort tekst te staan.")
    return _text(value)


def _flag(value: Any) -> bool:
    if not isinstance(value, bool):
        raise RecordError("hier hoort true of false te staan.")
    return value


def _whole(least: int, most: int) -> Read:
    def read(value: Any) -> int:
        if type(value) is not int or not least <= value <= most:
            raise RecordError(f"hier hoort een getal van {least} tot en met {most} te staan.")
        return value

    return read


def _sha256(value: Any) -> str:
    if not isinstance(value, str) or not re.fullmatch("[0-9a-f]{64}", value):
        raise RecordError("hier hoort een SHA-256 te staan: 64 tekens, 0-9 en a-f.")
    return value


def _day(value: Any) -> date:
    try:
        return date.fromisoformat(_text(value))
    except ValueError:
        raise RecordError("hier hoort een datum te staan: 2026-11-22.") from None


def _moment(value: Any) -> datetime:
    try:
        moment = datetime.fromisoformat(_text(value))
        if moment.tzinfo and FIRST_YEAR <= moment.year <= LAST_YEAR:
            return moment.astimezone(ZONE)
    except ValueError:
        pass
    raise RecordError("hier hoort een tijd met zone te staan: 2026-11-22T08:00:00+01:00.")


def _story(**values: Any) -> Story:
    if len(values["byline"]) != len(values["signers"]):
        raise RecordError("is niet zo lang als byline.", "signers")
    return Story(**values)


_STORY = _object(
    {
        "key": _words,
        "id": _words,
        "path": _words,
        "title": _words,
        "label": _text,
        "description": _text,
        "byline": _each(_words),
        "signers": _each(_text),
        "paid": _flag,
        "sponsor": _text,
    },
    _story,
)
_MEETING = _object(
    {
        "id": _words,
        "path": _words,
        "title": _words,
        "start": _moment,
        "end": _or_nothing(_moment),
        "all_day": _flag,
        "untimed": _flag,
        "place": _text,
        "remarks": _each(_words),
    },
    Meeting,
)
_RECORD = {
    "edition": _day,
    "content": _sha256,
    "number": _or_nothing(_whole(1, 99_999)),
    "subject": _words,
    "preheader": _words,
    "intro": _text,
    "agenda_weeks": _whole(0, 26),
    "lead": _or_nothing(_STORY),
    "sections": _each(_object({"heading": _words, "stories": _each(_STORY)}, Section)),
    "agenda": _each(_MEETING),
}
