"""What a field may hold: each reader turns a node into a value, or tells what is wrong.

A reader returns ``None`` where the node is wrong, having told so; the caller goes on, so that
all problems of a file come out together.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from collections.abc import Mapping as MappingType
from collections.abc import Sequence as SequenceType
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from typing import Any, NamedTuple, Protocol
from urllib.parse import unquote

from site_plugins.loading.front_matter import Mapping, Node, Scalar, Sequence
from site_plugins.loading.problems import Problem, Severity, choices, nearest, shown
from site_plugins.model.item import ZONE, Download, Key, Markdown, Signatory, Source
from site_plugins.model.period import EXAMPLES, Period, parse_period
from site_plugins.model.recurrence import RecurrenceError, Rule, parse_rule

Names = MappingType[str, MappingType[str, SequenceType[Key]]]
"""For each folder, the file names in it (without ``.md``) and the keys that each may mean."""


@dataclass
class Report:
    """Gathers the problems of one file."""

    file: str
    names: Names
    media: MappingType[str, int]
    problems: list[Problem] = field(default_factory=list)

    def wrong(
        self,
        line: int,
        field: str,
        message: str,
        example: str = "",
        severity: Severity = Severity.ERROR,
    ) -> None:
        """Note a problem."""
        self.problems.append(Problem(self.file, line, field, message, example, severity))

    def place(self, field: str, example: str = "") -> Place:
        """Where a key's value is read."""
        return Place(self, field, example)


class Place(NamedTuple):
    """Where a reader is: the report, and the field's name with that of its parents."""

    report: Report
    field: str
    example: str = ""

    def wrong(self, node: Node, message: str) -> None:
        """Note a problem at this place."""
        self.report.wrong(node.line, self.field, message, self.example)

    def below(self, name: str) -> Place:
        """The place of a part."""
        return Place(self.report, f"{self.field}.{name}", self.example)

    def at(self, number: int) -> Place:
        """The place of the ``number``-th item (from 1)."""
        return Place(self.report, f"{self.field}[{number}]", self.example)


class Reader(Protocol):
    """Reads one value."""

    def __call__(self, node: Node, place: Place) -> Any: ...


def _scalar(node: Node, place: Place) -> Scalar | None:
    """A scalar that isn't empty."""
    if isinstance(node, Scalar):
        if node.text and not node.empty:
            return node
        place.wrong(node, "hier staat niets. Vul iets in of haal de regel weg.")
    elif isinstance(node, Sequence):
        place.wrong(node, "hier hoort één waarde te staan, maar er staat een lijst.")
    else:
        place.wrong(
            node,
            f"hier hoort één waarde te staan, maar er {_keys(node)}. Is het een tekst met een"
            " dubbele punt? Zet die dan tussen aanhalingstekens.",
        )
    return None


def _keys(node: Mapping) -> str:
    names = ", ".join(name for name, _, _ in node.pairs)
    return f"staan sleutels ({shown(names)})" if names else "staat een leeg blok {}"


def _instead(node: Node) -> str:
    """What stands where something else belongs."""
    if isinstance(node, Mapping):
        return f"er {_keys(node)}"
    if isinstance(node, Sequence):
        return "er staat een lijst"
    return "er staat niets" if node.empty or not node.text else f"er staat {shown(node.text)}"


def _words(node: Node, place: Place) -> str | None:
    """A text, with a warning where a ``#`` has cut it short."""
    found = _scalar(node, place)
    if found is None:
        return None
    if found.cut:
        message = (
            f"wat na het hekje staat, telt niet mee: {shown(found.cut)}. Hoort het erbij? Zet de"
            " hele waarde dan tussen aanhalingstekens."
        )
        place.report.wrong(node.line, place.field, message, severity=Severity.WARNING)
    return found.text


@dataclass(frozen=True, slots=True)
class Text:
    """A text of one line, at most ``most`` characters."""

    most: int = 500

    def __call__(self, node: Node, place: Place) -> str | None:
        text = _words(node, place)
        if text is None:
            return None
        if "\n" in text:
            place.wrong(node, "deze tekst hoort op één regel te staan.")
            return None
        if len(text) > self.most:
            place.wrong(node, f"te lang: {len(text)} tekens, hoogstens {self.most}.")
            return None
        return text


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A text that may be written over several lines; they become one."""

    most: int = 2000

    def __call__(self, node: Node, place: Place) -> str | None:
        words = _words(node, place)
        if words is None:
            return None
        text = " ".join(words.split())
        if len(text) > self.most:
            place.wrong(node, f"te lang: {len(text)} tekens, hoogstens {self.most}.")
            return None
        return text


def read_markdown(node: Node, place: Place) -> Markdown | None:
    """A text in Markdown."""
    found = _scalar(node, place)
    return Markdown(found.text, found.first) if found else None


@dataclass(frozen=True, slots=True)
class Length:
    """A text of one line between two lengths."""

    least: int
    most: int

    def __call__(self, node: Node, place: Place) -> str | None:
        text: str | None = Text(10_000)(node, place)
        if text is not None and not self.least <= len(text) <= self.most:
            found = f"{shown(text)} heeft {len(text)} tekens"
            place.wrong(node, f"{found}, en het moeten er {self.least} tot {self.most} zijn.")
            return None
        return text


def read_flag(node: Node, place: Place) -> bool | None:
    """``true`` or ``false``, and nothing that only looks like it."""
    found = _scalar(node, place)
    if found is None:
        return None
    if found.text in ("true", "false"):
        return found.text == "true"
    place.wrong(node, f"{shown(found.text)} kan hier niet. Schrijf true (ja) of false (nee).")
    return None


@dataclass(frozen=True, slots=True)
class Whole:
    """A whole number between two bounds."""

    least: int = 0
    most: int = 10**12

    def __call__(self, node: Node, place: Place) -> int | None:
        found = _scalar(node, place)
        if found is None:
            return None
        if not re.fullmatch(r"[0-9]{1,15}", found.text):
            place.wrong(node, f"{shown(found.text)} is geen heel getal.")
            return None
        value = int(found.text)
        if not self.least <= value <= self.most:
            place.wrong(node, f"{value} ligt niet tussen {self.least} en {self.most}.")
            return None
        return value


_DATE = re.compile(r"(\d{4})-(\d{1,2})-(\d{1,2})")
_MOMENT = re.compile(
    r"(\d{4})-(\d{1,2})-(\d{1,2})"
    r"(?:(?:[Tt]|\s+)(\d{1,2})[:.](\d{2})(?::(\d{2})(?:\.\d+)?)?(?: uur)?"
    r"\s*(?:([Zz])|([+-])(\d{2}):?(\d{2}))?)?"
)
FIRST_YEAR, LAST_YEAR = 1850, 2150


def read_day(node: Node, place: Place) -> date | None:
    """A date without a time."""
    found = _scalar(node, place)
    if found is None:
        return None
    match = _DATE.fullmatch(found.text)
    if not match:
        _not_a_date(node, place, found.text)
        return None
    return _date(node, place, *(int(part) for part in match.groups()))


def parse_moment(text: str) -> datetime | str:
    """A date with or without a time, in Amsterdam unless it has an offset; or what is wrong.

    >>> parse_moment("2026-11-22").isoformat()
    '2026-11-22T00:00:00+01:00'
    """
    match = _MOMENT.fullmatch(text)
    if not match:
        return "is geen datum zoals 2026-11-22 of 2026-11-22 19:30"
    year, month, day, hour, minute, second, utc, sign, hours, minutes = match.groups()
    if not FIRST_YEAR <= int(year) <= LAST_YEAR:
        return f"heeft een jaar buiten {FIRST_YEAR}–{LAST_YEAR}"
    try:
        moment = datetime(
            int(year), int(month), int(day), int(hour or 0), int(minute or 0), int(second or 0)
        )
    except ValueError:
        return "bestaat niet: kijk dag, maand en tijd na"
    if utc or sign:
        if int(hours or 0) > 14 or int(minutes or 0) > 59:
            return "heeft een tijdzone die niet bestaat"
        offset = "+00:00" if utc else f"{sign}{hours}:{minutes}"
        return datetime.fromisoformat(f"{moment.isoformat()}{offset}").astimezone(ZONE)
    local = moment.replace(tzinfo=ZONE)
    if local.astimezone(UTC).astimezone(ZONE).replace(tzinfo=None) != moment:
        return "bestaat niet: die nacht gaat de klok een uur vooruit"
    return local


def read_moment(node: Node, place: Place) -> datetime | None:
    """A date with or without a time."""
    found = _scalar(node, place)
    if found is None:
        return None
    moment = parse_moment(found.text)
    if isinstance(moment, str):
        if _MOMENT.fullmatch(found.text):
            place.wrong(node, f"{shown(found.text)} {moment}.")
        else:
            _not_a_date(node, place, found.text)
        return None
    return moment


def _not_a_date(node: Node, place: Place, text: str) -> None:
    hint = ""
    if match := re.fullmatch(r"(\d{1,2})[-/. ](\d{1,2})[-/. ](\d{4})(.*)", text):
        day, month, year, rest = match.groups()
        hint = f" Schrijf eerst het jaar: {year}-{month:0>2}-{day:0>2}{rest}."
    elif re.fullmatch(r"\d{1,2}[:.]\d{2}", text):
        hint = " De dag ontbreekt nog."
    elif _MOMENT.fullmatch(text):
        hint = " Laat de tijd hier weg."
    place.wrong(node, f"{shown(text)} is geen datum die ik kan lezen.{hint}")


def _date(node: Node, place: Place, year: int, month: int, day: int) -> date | None:
    try:
        found = date(year, month, day)
    except ValueError:
        place.wrong(node, f"{year}-{month:02}-{day:02} bestaat niet: kijk dag en maand na.")
        return None
    if not FIRST_YEAR <= year <= LAST_YEAR:
        place.wrong(node, f"het jaar {year} ligt buiten {FIRST_YEAR}–{LAST_YEAR}.")
        return None
    return found


@dataclass(frozen=True, slots=True)
class OneOf:
    """One word of a closed list."""

    words: tuple[str, ...]
    make: Callable[[str], Any] = str

    def __call__(self, node: Node, place: Place) -> Any:
        found = _scalar(node, place)
        if found is None:
            return None
        if found.text in self.words:
            return self.make(found.text)
        hint = nearest(found.text, self.words)
        if not hint or len(self.words) <= 12:
            hint += f" Kies uit: {choices(self.words, 50)}."
        place.wrong(node, f"{shown(found.text)} kan hier niet.{hint}")
        return None


@dataclass(frozen=True, slots=True)
class Many:
    """A list; each item is read by ``reader``. Gives a tuple without the wrong ones."""

    reader: Reader

    def __call__(self, node: Node, place: Place) -> tuple[Any, ...] | None:
        if not isinstance(node, Sequence):
            place.wrong(node, f"hier hoort een lijst te staan, maar {_instead(node)}.")
            return None
        values = [self.reader(item, place.at(n)) for n, item in enumerate(node.items, 1)]
        return tuple(value for value in values if value is not None)


@dataclass(frozen=True, slots=True)
class Unique:
    """A list in which nothing stands twice."""

    reader: Reader

    def __call__(self, node: Node, place: Place) -> tuple[Any, ...] | None:
        values = Many(self.reader)(node, place)
        if values is None:
            return None
        for value in dict.fromkeys(values):
            if values.count(value) > 1:
                name = value.rpartition("/")[2] if isinstance(value, str) else str(value)
                place.wrong(node, f"{shown(name)} staat er vaker dan één keer. Laat er een staan.")
        return tuple(dict.fromkeys(values))


@dataclass(frozen=True, slots=True)
class Field:
    """One key: how it is read, whether it must be there, and where its value goes."""

    name: str
    read: Reader
    example: str = ""
    required: bool = False
    attribute: str = ""

    @property
    def target(self) -> str:
        """The attribute that gets the value."""
        return self.attribute or self.name


def read_fields(
    node: Mapping, fields: SequenceType[Field], place: Place | Report
) -> dict[str, Any]:
    """Values by attribute; problems for unknown, missing, doubled and wrong keys."""
    known = {f.name: f for f in fields}
    report = place if isinstance(place, Report) else place.report
    prefix = "" if isinstance(place, Report) else f"{place.field}."
    values: dict[str, Any] = {}
    for name, line, value in _once(node, report, prefix):
        rule = known.get(name)
        if rule is None:
            hint = nearest(name, known) or f" Bekend zijn: {choices(list(known), 40)}."
            report.wrong(line, prefix + name, f"deze sleutel is onbekend.{hint}")
            continue
        spot = report.place(prefix + name, f"{name}: {rule.example}" if rule.example else "")
        result = rule.read(value, spot)
        if result is not None:
            values[rule.target] = result
    present = {name for name, _, _ in node.pairs}
    for rule in fields:
        if rule.required and rule.name not in present:
            report.wrong(
                node.line,
                prefix + rule.name,
                "deze sleutel is verplicht en ontbreekt.",
                f"{rule.name}: {rule.example}",
            )
    return values


def _once(node: Mapping, report: Report, prefix: str = "") -> Iterator[tuple[str, int, Node]]:
    """Each key with its line and value; problems for those that stand there again."""
    lines: dict[str, int] = {}
    for name, line, value in node.pairs:
        if name in lines:
            message = (
                f"deze sleutel staat er twee keer: ook op regel {lines[name]}. Haal er een weg."
            )
            report.wrong(line, prefix + name, message)
        else:
            lines[name] = line
            yield name, line, value


@dataclass(frozen=True, slots=True)
class Record:
    """A block of keys, made into ``make(**values)``."""

    make: Callable[..., Any]
    fields: tuple[Field, ...]

    def __call__(self, node: Node, place: Place) -> Any:
        if not isinstance(node, Mapping):
            keys = ", ".join(f.name for f in self.fields)
            place.wrong(node, f"hier horen sleutels te staan ({keys}), maar {_instead(node)}.")
            return None
        values = read_fields(node, self.fields, place)
        if any(f.required and f.target not in values for f in self.fields):
            return None
        return self.make(**values)


@dataclass(frozen=True, slots=True)
class TextOr:
    """A plain text, or a block of keys: a text stands for the block's first key."""

    text: Reader
    record: Record

    def __call__(self, node: Node, place: Place) -> Any:
        if isinstance(node, Mapping):
            return self.record(node, place)
        value = self.text(node, place)
        return None if value is None else self.record.make(**{self.record.fields[0].target: value})


@dataclass(frozen=True, slots=True)
class ByYear:
    """Blocks by year: ``2024: {…}``, or a list of blocks that each have a ``year``."""

    make: Callable[..., Any]
    fields: tuple[Field, ...]

    def __call__(self, node: Node, place: Place) -> tuple[Any, ...] | None:
        year = Field("year", Whole(FIRST_YEAR, LAST_YEAR), "2024", required=True)
        record = Record(self.make, (year, *self.fields))
        if isinstance(node, Sequence):
            return Many(record)(node, place)
        if not isinstance(node, Mapping):
            message = "hier horen jaren met hun sleutels te staan, maar"
            place.wrong(node, f"{message} {_instead(node)}.")
            return None
        blocks = []
        for name, line, value in _once(node, place.report, f"{place.field}."):
            if not re.fullmatch(r"\d{4}", name):
                place.report.wrong(line, place.field, f"{shown(name)} is geen jaar.", place.example)
                continue
            if isinstance(value, Mapping):
                value = Mapping((("year", line, Scalar(name, line)), *value.pairs), line)
            blocks.append(record(value, place.below(name)))
        return tuple(block for block in blocks if block is not None)


@dataclass(frozen=True, slots=True)
class Reference:
    """The file name of another item in one of ``folders``; gives its key."""

    folders: tuple[str, ...]

    def __call__(self, node: Node, place: Place) -> Key | None:
        found = _scalar(node, place)
        return self.look_up(found.text, node, place) if found else None

    def look_up(self, text: str, node: Node, place: Place) -> Key | None:
        """The key that a name stands for; it may be written with its folder and ``.md``."""
        names = place.report.names
        written = text.removesuffix(".md")
        name = written.rpartition("/")[2]
        found = [
            (folder, key)
            for folder in (self.folders if written == name else names)
            for key in names.get(folder, {}).get(name, ())
            if written in (name, key, f"{folder}/{name}") or key.endswith(f"/{written}")
        ]
        matches = [key for folder, key in found if folder in self.folders]
        if len(matches) == 1:
            return matches[0]
        if matches:
            message = f"{shown(text)} staat in meer dan één map. Schrijf de map erbij:"
            place.wrong(node, f"{message} {' of '.join(matches)}.")
            return None
        if len(self.folders) > 1:
            where = "is niet de naam van een stuk."
        else:
            where = f"bestaat niet in {self.folders[0]}/."
            found = found or [(folder, name) for folder in names if name in names[folder]]
        if elsewhere := ", ".join(dict.fromkeys(f"{folder}/" for folder, _ in found)):
            place.wrong(node, f"{shown(text)} {where} Het staat wel in {elsewhere}.")
            return None
        known = sorted({other for folder in self.folders for other in names.get(folder, {})})
        hint = nearest(name, known)
        if not hint and 0 < len(known) <= 30 and len(self.folders) == 1:
            hint = f" Bekend zijn: {', '.join(known)}."
        place.wrong(node, f"{shown(text)} {where}{hint}")
        return None


@dataclass(frozen=True, slots=True)
class Named:
    """Someone: a person's file name, or a guest as {name, role}."""

    people: Reference = Reference(("mensen",))
    strict: bool = True
    """Whether a plain text must be a known person; otherwise it may be a name as well."""

    def __call__(self, node: Node, place: Place) -> Signatory | None:
        if isinstance(node, Mapping):
            guest = Record(
                Signatory,
                (
                    Field("name", Text(120), "Naam Achternaam", required=True),
                    Field("role", Text(200), "raadslid"),
                ),
            )
            found: Signatory | None = guest(node, place)
            return found
        if not self.strict and isinstance(node, Scalar) and not node.empty:
            known = place.report.names.get("mensen", {})
            if node.text and node.text not in known:
                return Signatory(name=node.text)
        key = self.people(node, place)
        return Signatory(person=key) if key else None


PICTURES = (".jpg", ".jpeg", ".png", ".webp", ".avif", ".gif", ".svg")
DOCUMENTS = (".pdf", ".docx", ".odt", ".xlsx", ".ods", ".pptx", ".odp", ".txt", ".csv", ".zip")
SOUNDS = (".mp3", ".m4a", ".ogg", ".opus", ".wav")
TRANSCRIPTS = (".txt", ".vtt", ".srt", ".html", ".pdf", ".md")


_BEFORE_MEDIA = re.compile(r"^(?:\.\./)*/?(?:media/)?")


@dataclass(frozen=True, slots=True)
class MediaFile:
    """A file under ``media/``, written with or without that folder; gives its path in it."""

    endings: tuple[str, ...]

    def __call__(self, node: Node, place: Place) -> str | None:
        found = _scalar(node, place)
        if found is None:
            return None
        path = _BEFORE_MEDIA.sub("", found.text)
        media = place.report.media
        if not path.lower().endswith(self.endings):
            endings = ", ".join(self.endings)
            place.wrong(node, f"{shown(found.text)} kan hier niet. Wel wat eindigt op {endings}.")
            return None
        if path not in media:
            hint = nearest(path, media) or " Zet het bestand daar neer, of haal de regel weg."
            place.wrong(node, f"{shown(path)} staat niet in media/.{hint}")
            return None
        return path


@dataclass(frozen=True, slots=True)
class MediaOrAddress:
    """A file under ``media/`` or an https address."""

    file: MediaFile

    def __call__(self, node: Node, place: Place) -> str | None:
        if isinstance(node, Scalar) and "://" in node.text:
            return read_address(node, place)
        return self.file(node, place)


_ADDRESS = re.compile(r"https?://[^\s/@:<>\"]+\.[^\s/@:<>\"]+(?::\d+)?(?:[/?#][^\s<>\"]*)?")


def read_address(node: Node, place: Place) -> str | None:
    """A web address."""
    found = _scalar(node, place)
    if found is None:
        return None
    if len(found.text) > 2000 or not _ADDRESS.fullmatch(found.text):
        hint = " Begin met https://." if "://" not in found.text else ""
        place.wrong(node, f"{shown(found.text)} is geen webadres.{hint}")
        return None
    return found.text


def read_email(node: Node, place: Place) -> str | None:
    """A mail address."""
    found = _scalar(node, place)
    if found is None:
        return None
    if len(found.text) > 254 or not re.fullmatch(
        r"[^\s@<>\",;:]+@[^\s@<>\",;:]+\.[a-z]{2,}", found.text, re.IGNORECASE
    ):
        place.wrong(node, f"{shown(found.text)} is geen mailadres.")
        return None
    return found.text


def read_duration(node: Node, place: Place) -> int | None:
    """Seconds, from seconds, ``mm:ss`` or ``uu:mm:ss``."""
    found = _scalar(node, place)
    if found is None:
        return None
    if not re.fullmatch(r"\d{1,6}|\d{1,3}:[0-5]\d|\d{1,2}:[0-5]\d:[0-5]\d", found.text):
        place.wrong(node, f"{shown(found.text)} is geen duur zoals 24:30 of 1:05:00.")
        return None
    seconds = 0
    for part in found.text.split(":"):
        seconds = seconds * 60 + int(part)
    return seconds


SLUG = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*")


def read_slug(node: Node, place: Place) -> str | None:
    """The last part of an address."""
    found = _scalar(node, place)
    if found is None:
        return None
    if len(found.text) > 100 or not SLUG.fullmatch(found.text):
        place.wrong(
            node,
            f"{shown(found.text)} kan niet in een adres: gebruik kleine letters, cijfers en"
            " streepjes.",
        )
        return None
    return found.text


def read_identity(node: Node, place: Place) -> str | None:
    """A stable identity for feeds and calendars; an imported one may be an old address."""
    found = _scalar(node, place)
    if found is None:
        return None
    if len(found.text) > 200 or not re.fullmatch(
        r"[A-Za-z0-9][A-Za-z0-9:/?&=@._~%+-]*", found.text
    ):
        message = "kan geen id zijn: gebruik letters, cijfers en : / ? & = @ . _ ~ % + of -."
        place.wrong(node, f"{shown(found.text)} {message}")
        return None
    return found.text


def read_alias(node: Node, place: Place) -> str | None:
    """An old path on the site that must lead to the new one."""
    found = _scalar(node, place)
    if found is None:
        return None
    path = re.sub(r"^https?://(?:www\.)?lokaalbestuur\.nl(?=/)", "", found.text)
    if not path.startswith("/"):
        path = f"/{path}"
    if "?" in path or "#" in path:
        place.wrong(
            node,
            f"{shown(found.text)} heeft een ? of #, en zo'n adres kan de site niet doorsturen.",
        )
        return None
    parts = unquote(path).removesuffix("/")[1:].split("/")
    plain = re.fullmatch(r"/[A-Za-z0-9._~%/-]+", path) and all(map(str.isprintable, parts))
    if not plain or any(part in ("", ".", "..") for part in parts):
        place.wrong(node, f"{shown(found.text)} is geen oud adres zoals /node/33.")
        return None
    return path


def read_period(node: Node, place: Place) -> Period | None:
    """A vague time."""
    found = _scalar(node, place)
    if found is None:
        return None
    period = parse_period(found.text)
    if period is None:
        place.wrong(
            node,
            f"{shown(found.text)} is geen periode. Wel: {', '.join(EXAMPLES)}.",
        )
    return period


def read_rule(node: Node, place: Place) -> Rule | None:
    """A recurrence in Dutch words or as an RRULE."""
    found = _scalar(node, place)
    if found is None:
        return None
    try:
        return parse_rule(found.text)
    except RecurrenceError as error:
        if "=" in found.text:
            place.wrong(node, f"{shown(found.text)} is geen goede RRULE: {error}.")
            return None
        phrases = " of ".join(f"'{phrase}'" for phrase in error.nearest)
        hint = f" Bedoelde je {phrases}?" if phrases else ""
        place.wrong(node, f"{shown(found.text)} is geen herhaling die ik ken.{hint}")
        return None


read_source = TextOr(
    Text(400),
    Record(
        Source,
        (
            Field("title", Text(400), "jaarprogramma 2024", required=True),
            Field("year", Text(20), "2024"),
            Field("url", read_address, "https://www.lokaalbestuur.nl/"),
        ),
    ),
)
read_download = TextOr(
    MediaFile(DOCUMENTS + PICTURES),
    Record(
        Download,
        (
            Field("src", MediaFile(DOCUMENTS + PICTURES), "handreiking.pdf", required=True),
            Field("title", Text(200), "De handreiking als pdf"),
        ),
    ),
)
