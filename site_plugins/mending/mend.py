"""A text is mended: every repair is tried, and what the check likes better stays."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from site_plugins.loading.front_matter import HeadError, parse
from site_plugins.loading.place import Names
from site_plugins.loading.problems import Problem, errors
from site_plugins.loading.schema import Schema
from site_plugins.loading.texts import Length, Paragraph, Text
from site_plugins.mending.repairs import (
    Repair,
    known_key,
    known_words,
    plain_keys,
    plain_spaces,
    quoted_times,
    quoted_value,
    straight_quotes,
    year_first,
)

Judge = Callable[[str], Sequence[Problem]]
"""What the check says of a text."""


@dataclass(frozen=True, slots=True)
class Mended:
    """A text after its repairs, and what they were."""

    text: str
    done: tuple[str, ...] = ()


_LAYOUT: tuple[tuple[str, Repair], ...] = (
    ("vreemde spaties", plain_spaces),
    ("velden", plain_keys),
    ("aanhalingstekens", straight_quotes),
    ("aanhalingstekens", quoted_value),
)
"""What makes a head readable."""


def mend(text: str, schema: Schema, names: Names, judge: Judge) -> Mended:
    """The text with the repairs that leave fewer errors; without any it is as it was.

    Line ends are ``\\n`` here. Only the head is repaired. Two things go that are no errors:
    spaces at line ends, but for the two that Markdown gives a meaning, and times without quotes.
    """
    split = _split(text)
    if split is None:
        return Mended(text)
    head, body = split
    done: list[str] = []
    state = _State(head, body, judge)
    # Twice: a repair may open the way for one before it.
    for _ in range(2):
        before = len(done)
        for number in range(len(head)):
            _mend_line(state, number, schema, names, done)
        _mend_together(state, done)
        if len(done) == before:
            break
    times = _whole([quoted_times(line) for line in state.head], body)
    found = _kept("tijden tussen aanhalingstekens", times, state.text, state, done)
    found = _kept("spaties aan het eind", _tidied(found), found, state, done)
    return Mended(found, tuple(dict.fromkeys(done)))


def _kept(name: str, tidier: str, text: str, state: _State, done: list[str]) -> str:
    """The tidier text, unless something is wrong in it that was not."""
    if tidier == text or _worse(state.judge(tidier), state.wrong):
        return text
    done.append(name)
    return tidier


@dataclass
class _State:
    """The head as it is by now, and what is wrong with it."""

    head: list[str]
    body: str
    judge: Judge

    def __post_init__(self) -> None:
        self.wrong = errors(self.judge(self.text))
        self.unreadable = _unreadable(self.text)

    @property
    def text(self) -> str:
        return _whole(self.head, self.body)

    def try_(self, lines: list[str]) -> bool:
        """Take other lines, if they are better."""
        if lines == self.head:
            return False
        text = _whole(lines, self.body)
        wrong, unreadable = errors(self.judge(text)), _unreadable(text)
        # Of a head that couldn't be read, what else is wrong was hidden till now.
        opened = self.unreadable and not unreadable
        if unreadable > self.unreadable or not (opened or _better(wrong, self.wrong)):
            return False
        self.head, self.wrong, self.unreadable = lines, wrong, unreadable
        return True

    def sober(self, old: list[str]) -> None:
        """Give back each line that needed no change."""
        for number, line in enumerate(old):
            lines = _with(self.head, number, line)
            text = _whole(lines, self.body)
            if lines != self.head and not _unreadable(text):
                wrong = errors(self.judge(text))
                if not _worse(wrong, self.wrong):
                    self.head, self.wrong = lines, wrong


def _mend_line(state: _State, number: int, schema: Schema, names: Names, done: list[str]) -> None:
    """Try each repair on one line, and then all of them on it: two may need each other."""
    taken = [line.partition(":")[0] for n, line in enumerate(state.head) if n != number]
    repairs = (
        *_LAYOUT,
        ("namen van velden", known_key(schema, taken)),
        ("datums", year_first),
        ("hoofdletters", known_words(schema, names)),
    )
    # A text may hold whatever looks like a date or a word of a list.
    field = schema.known.get(state.head[number].partition(":")[0])
    if field and isinstance(field.read, Text | Paragraph | Length):
        repairs = repairs[:-2]
    for name, repair in repairs:
        # In a head that can be read, quotes would only give another meaning.
        if repair is quoted_value and not state.unreadable:
            continue
        line = state.head[number]
        if state.try_(_with(state.head, number, repair(line))):
            done.append(name)
    line = state.head[number]
    for _, repair in repairs:
        if repair is not quoted_value:
            line = repair(line)
    tried = [line, quoted_value(line)] if state.unreadable else [line]
    if any(state.try_(_with(state.head, number, better)) for better in tried):
        done.append("velden")


def _mend_together(state: _State, done: list[str]) -> None:
    """A head with two unreadable lines is readable only when both are mended."""
    if not state.unreadable:
        return
    old = lines = state.head
    for _, repair in _LAYOUT[:-1]:
        lines = [repair(line) for line in lines]
    quoted = [quoted_value(line) if _colon(line) else line for line in lines]
    if state.try_(lines) or state.try_(quoted):
        state.sober(old)
        done.append("de kop")


def _colon(line: str) -> bool:
    return bool(re.match(r"[a-z_]+: .*: ", line))


def _better(new: Sequence[Problem], old: Sequence[Problem]) -> bool:
    """Fewer errors, and no others."""
    return len(new) < len(old) and not _worse(new, old)


def _worse(new: Sequence[Problem], old: Sequence[Problem]) -> bool:
    """Whether something is wrong that was not."""
    return bool(_kinds(errors(new)) - _kinds(errors(old)))


def _kinds(wrong: Sequence[Problem]) -> Counter[tuple[str, str]]:
    return Counter((problem.field, problem.message) for problem in wrong)


def _unreadable(text: str) -> bool:
    """Whether the head as a whole can't be read."""
    try:
        return parse(text).error is not None
    except HeadError:
        return True


def _with(lines: list[str], number: int, line: str) -> list[str]:
    return [*lines[:number], line, *lines[number + 1 :]]


def _split(text: str) -> tuple[list[str], str] | None:
    """The lines of the head, and all that follows it; None where there is no whole head."""
    found = re.match(r"---[ \t]*\n(.*?\n)---[ \t]*(?=\n|\Z)", text, re.DOTALL)
    return (found[1].split("\n")[:-1], text[found.end() :]) if found else None


def _whole(head: Sequence[str], body: str) -> str:
    return "---\n" + "".join(f"{line}\n" for line in head) + "---" + body


def _tidied(text: str) -> str:
    """Without spaces at line ends, but for line breaks and what stands in code."""
    split = _split(text)
    head, body = split or ([], text)
    lines = []
    fence = ""
    for line in body.split("\n"):
        mark = re.match(r" {0,3}(`{3,}|~{3,})", line)
        if mark and (not fence or mark[1].startswith(fence)):
            fence = "" if fence else mark[1]
        code = fence or mark or line.startswith(("    ", "\t"))
        lines.append(line if code else _without_end(line))
    # What is indented may be a text of its own, with line breaks in it.
    tidier = [_without_end(line) if line[:1] == " " else line.rstrip(" \t") for line in head]
    return _whole(tidier, "\n".join(lines))


def _without_end(line: str) -> str:
    return line if line.strip() and line.endswith("  ") else line.rstrip(" \t")
