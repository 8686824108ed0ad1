"""The repairs themselves: each gives one line of a head as it was probably meant.

None of them knows whether the line was wrong: ``mend`` tries them, and keeps what helps.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping

from site_plugins.loading.blocks import ALSO_CALLED, Many, OneOrMany, Unique
from site_plugins.loading.place import Names
from site_plugins.loading.references import Named, Reference
from site_plugins.loading.schema import Schema
from site_plugins.loading.texts import OneOf
from site_plugins.model.period import MONTHS

Repair = Callable[[str], str]
"""One line in, the same line or a better one out."""

_KEY = re.compile(r"([a-z_]+):[ ]+(.*)")
_ANY_KEY = re.compile(r"([ ]*(?:-[ ]+)?)([\"'“”„‘’]?)([A-Za-z_]+)([\"'“”„‘’]?)[ ]*:(.*)")
_CURLY = str.maketrans({**dict.fromkeys("“”„‟″", '"'), **dict.fromkeys("‘’‚‛", "'")})
_ODD_SPACES = re.compile(r"[\t\u00a0\u2007\u202f\u2009\u200b\ufeff]")
_PAIRS = (("“", "”"), ("„", "”"), ("”", "”"), ("“", "“"), ("‘", "’"), ("‚", "’"), ("’", "’"))
_NUMBERS = {name: number for number, name in enumerate(MONTHS, 1)}
_DAY = re.compile(
    r"(?<![\d-])(\d{1,2})(?:[-/.](0?[1-9]|1[0-2])[-/.]|[ ](" + "|".join(MONTHS) + r")[ ])"
    r"(\d{4})(?!\d)",
    re.IGNORECASE,
)


def plain_spaces(line: str) -> str:
    """Tabs and spaces that look like others, as plain spaces.

    >>> plain_spaces("title:\\u00a0Wonen")
    'title: Wonen'
    """
    return _ODD_SPACES.sub(" ", line)


def plain_keys(line: str) -> str:
    """A key without quotes and capitals, with a space behind its colon.

    >>> plain_keys("“Title”:Wonen")
    'title: Wonen'
    """
    found = _ANY_KEY.fullmatch(line)
    if not found or bool(found[2]) != bool(found[4]):
        return line
    before, _, name, _, rest = found.groups()
    space = " " if rest and not rest.startswith(" ") else ""
    return f"{before}{name.lower()}:{space}{rest}"


def straight_quotes(line: str) -> str:
    """Curly quotes round a value, or round the parts of a list, as straight ones.

    >>> straight_quotes("title: “Wonen: wat nu?”")
    'title: "Wonen: wat nu?"'
    """
    found = _KEY.fullmatch(line)
    if not found:
        return line
    name, value = found[1], found[2].rstrip()
    if value.startswith(("[", "{")):
        return f"{name}: {value.translate(_CURLY)}"
    for first, last in _PAIRS:
        inner = value[1:-1]
        if len(value) > 1 and value[0] == first and value[-1] == last:
            return f"{name}: {_in_quotes(inner)}"
    return line


def quoted_value(line: str) -> str:
    """A whole value between quotes, as one with a colon in it needs.

    >>> quoted_value("title: Wonen: wat nu?")
    'title: "Wonen: wat nu?"'
    """
    found = _KEY.fullmatch(line)
    if not found or not found[2].strip() or found[2].startswith(("[", "{", '"', "'", "|", ">")):
        return line
    if " #" in found[2]:
        return line  # what is value and what is comment can't be told
    return f"{found[1]}: {_in_quotes(found[2].strip())}"


def _in_quotes(text: str) -> str:
    """Single quotes where the text has signs that double ones give a meaning."""
    if '"' in text or "\\" in text:
        return "'" + text.replace("'", "''") + "'"
    return f'"{text}"'


def year_first(line: str) -> str:
    """Dates as the content has them; ``11/18/2026`` and ``3/4/2026`` stay, as Americans write them.

    >>> year_first("date: 22-11-2026 19:30"), year_first("date: 22 november 2026")
    ('date: 2026-11-22 19:30', 'date: 2026-11-22')
    """

    def turned(found: re.Match[str]) -> str:
        day, number, name, year = found.groups()
        month = int(number) if number else _NUMBERS[name.lower()]
        if "/" in found[0] and int(day) <= 12 and int(day) != month:
            return found[0]
        return f"{year}-{month:02}-{int(day):02}"

    return _DAY.sub(turned, line)


_TIME = re.compile(r"(\bduration|(?<=[ {])start): (\d{1,3}:\d\d(?::\d\d)?)(?=[ \t]*(?:[,}#]|$))")


def quoted_times(line: str) -> str:
    """Minutes and seconds between quotes, as other readers of YAML take them for one number.

    >>> quoted_times("  duration: 24:30"), quoted_times("  - {start: 0:00, title: Welkom}")
    ('  duration: "24:30"', '  - {start: "0:00", title: Welkom}')
    """
    return _TIME.sub(r'\1: "\2"', line)


def known_key(schema: Schema, taken: Iterable[str]) -> Repair:
    """A Dutch word for a key, or one of another system, as the key; not where that stands too."""
    names = set(taken)

    def repair(line: str) -> str:
        found = re.fullmatch(r"([A-Za-z_]+):(.*)", line)
        if not found:
            return line
        low = found[1].lower()
        name = low if low in schema.known else _SAFELY_CALLED.get(low, "")
        if name not in schema.known or name in names or name == found[1]:
            return line
        value = found[2].strip()
        # One word for what is a list: editors write "auteur: redactie".
        if value and not value.startswith("[") and _is_list(schema, name):
            return f"{name}: [{value}]"
        return f"{name}:{found[2]}"

    return repair


_OPPOSITE = ("publish", "published")
"""``published: true`` is the contrary of ``draft: true``."""
_SAFELY_CALLED: Mapping[str, str] = {
    word: name for word, name in ALSO_CALLED.items() if word not in _OPPOSITE
}


def _is_list(schema: Schema, name: str) -> bool:
    return isinstance(schema.known[name].read, Many | Unique)


def known_words(schema: Schema, names: Names) -> Repair:
    """Capitals of values from a list: ``[Wonen]`` is ``[wonen]``. What only looks alike stays."""

    def repair(line: str) -> str:
        found = _KEY.fullmatch(line)
        if not found or found[1] not in schema.known:
            return line
        words = _words(schema, found[1], names)

        def lowered(word: re.Match[str]) -> str:
            return words.get(word[0].lower(), word[0])

        return f"{found[1]}: " + re.sub(
            r"[^\[\],\"'#]*[^\[\],\"'#\s]", _kept_space(lowered), found[2]
        )

    return repair


def _kept_space(change: Callable[[re.Match[str]], str]) -> Callable[[re.Match[str]], str]:
    def changed(found: re.Match[str]) -> str:
        text = found[0]
        word = re.search(r"\S.*", text)
        return text[: word.start()] + change(word) if word else text

    return changed


def _words(schema: Schema, key: str, names: Names) -> dict[str, str]:
    """What a key may hold, by the same in small letters."""
    reader = schema.known[key].read
    if isinstance(reader, OneOrMany):
        reader = reader.many
    if isinstance(reader, Many | Unique):
        reader = reader.reader
    if isinstance(reader, Named):
        reader = reader.people
    if isinstance(reader, OneOf):
        return {word.lower(): word for word in reader.words}
    if isinstance(reader, Reference):
        return {name.lower(): name for folder in reader.folders for name in names.get(folder, {})}
    return {}
