"""Articles of an association, of fifteen years: the same text for every builder.

The same number gives the same bytes. Only where an article lies, its front matter and how it
writes a link or a picture differ between builders.
"""

import random
import re
import struct
import zlib
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path

from benchmarks.prose import PEOPLE, PLACES, TOPICS, Prose

LAST_SUNDAY = date(2026, 11, 22)
WEEKS = 15 * 52
PER_WEEK = 8
PICTURES = 24
LINK, PICTURE = "{L:%s}", "{M:%s}"
"""What stands for the address of an article or a picture in a text of no builder yet."""
_PLACEHOLDER = re.compile(r"\{([LM]):(\d+)\}")


@dataclass(frozen=True)
class Article:
    """An article, before it is written for a builder."""

    number: int
    day: date
    title: str
    slug: str
    summary: str
    people: tuple[str, ...]
    topics: tuple[str, ...]
    blocks: tuple[str, ...]
    """Markdown; the first is the beginning that lists may show."""


def slug_of(text: str) -> str:
    """The text as part of an address."""
    kept = "".join(letter if letter.isalnum() else "-" for letter in text.lower())
    return "-".join(part for part in kept.split("-") if part)[:60].strip("-")


def articles(count: int) -> list[Article]:
    """So many articles, oldest first: each Sunday about eight, over at most fifteen years."""
    weeks = max(1, min(WEEKS, round(count / PER_WEEK)))
    found = []
    for number in range(count):
        back = (weeks - 1 - number * weeks // count) * WEEKS // weeks
        found.append(_article(number, LAST_SUNDAY - timedelta(weeks=back, days=number % 6 + 1)))
    return found


def _article(number: int, day: date) -> Article:
    dice = random.Random(number)
    prose = Prose(dice)
    title = prose.title()
    return Article(
        number,
        day,
        title,
        f"{slug_of(title)}-{number}",
        prose.sentence(),
        tuple(dice.sample(PEOPLE, 1 if dice.random() < 0.7 else 2)),
        tuple(dice.sample(TOPICS, dice.choice((1, 1, 2, 2, 3)))),
        tuple(_blocks(prose, number)),
    )


def _blocks(prose: Prose, number: int) -> Iterator[str]:
    """Some 600 words: paragraphs, headings, lists, quotes, tables, footnotes, pictures."""
    dice, target = prose.dice, prose.dice.randint(250, 900)
    notes: list[str] = []
    first = _paragraph(prose, number)
    words = len(first.split())
    yield first
    part = 0
    while words < target:
        part += 1
        level = "###" if part > 1 and dice.random() < 0.4 else "##"
        blocks = [f"{level} {prose.heading()}", _paragraph(prose, number)]
        chance = dice.random()
        if chance < 0.35:
            mark = "-" if dice.random() < 0.7 else "1."
            points = (f"{mark} {prose.sentence()}" for _ in range(dice.randint(3, 6)))
            blocks.append("\n".join(points))
        elif chance < 0.55:
            who = dice.choice(PEOPLE)
            blocks.append(f"> {prose.sentence()}\n> {prose.sentence()}\n>\n> — {who}")
        elif chance < 0.63:
            blocks.append(_table(prose))
        elif chance < 0.70:
            notes.append(f"[^{len(notes) + 1}]: {prose.sentence()}")
            blocks.append(prose.sentence(f"[^{len(notes)}]"))
        elif chance < 0.78:
            blocks.append(f"![{prose.noun()}]({PICTURE % dice.randrange(PICTURES)})")
        else:
            blocks.append(_paragraph(prose, number))
        words += sum(len(block.split()) for block in blocks)
        yield from blocks
    if notes:
        yield "\n".join(notes)


def _paragraph(prose: Prose, number: int) -> str:
    dice, sentences = prose.dice, []
    for _ in range(dice.randint(3, 6)):
        text, chance = prose.sentence(), dice.random()
        if chance < 0.06:
            address = f"https://example.org/{prose.noun()}/{dice.randint(1, 999)}"
            text += f" Zie ook [{prose.noun()}]({address})."
        elif chance < 0.12 and number:
            text += f" Eerder: [{prose.noun()}]({LINK % dice.randrange(number)})."
        elif chance < 0.16:
            text = text.replace(" ", " **", 1).replace(".", "**.", 1)
        elif chance < 0.20:
            text += f" Dat heet *{prose.noun()}*."
        sentences.append(text)
    return " ".join(sentences)


def _table(prose: Prose) -> str:
    dice = prose.dice
    rows = [
        f"| {prose.noun()} | {prose.pick(PLACES)} | {dice.randint(1, 9999)} |"
        for _ in range(dice.randint(3, 6))
    ]
    return "\n".join(("| Onderwerp | Plaats | Aantal |", "| --- | --- | ---: |", *rows))


@dataclass(frozen=True)
class Dialect:
    """How a builder wants its content."""

    articles: str
    """The folder of the articles, below which each year has one."""
    media: str
    front: Callable[[Article], str]
    link: Callable[[Article], str]
    """How an article names another."""
    picture: str
    """What stands before the name of a picture."""
    more: str = ""
    """What ends the beginning that lists show."""
    extra: Callable[[], dict[str, str]] = dict
    """Other files, by path."""

    def path(self, article: Article) -> str:
        """Where an article lies."""
        return f"{self.articles}/{article.day.year}/{article.slug}.md"

    def text(self, article: Article, every: list[Article]) -> str:
        """The file of an article."""
        beginning, *rest = article.blocks
        text = "\n\n".join((beginning, *([self.more] if self.more else []), *rest))

        def address(found: re.Match[str]) -> str:
            number = int(found[2])
            if found[1] == "L":
                return self.link(every[number])
            return f"{self.picture}beeld-{number}.png"

        return f"{self.front(article)}\n{_PLACEHOLDER.sub(address, text)}\n"


def write(folder: Path, dialect: Dialect, every: list[Article]) -> None:
    """Write all files of a builder's content."""
    for article in every:
        put(folder / dialect.path(article), dialect.text(article, every))
    for path, text in dialect.extra().items():
        put(folder / path, text)
    for number in range(PICTURES):
        file = folder / dialect.media / f"beeld-{number}.png"
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_bytes(_png(number))


def put(file: Path, text: str) -> None:
    """Write a text, and the folders above it."""
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text(text, encoding="utf-8")


def _png(number: int, size: int = 64) -> bytes:
    """A small picture in true colour, another one for each number."""
    dice = random.Random(number)
    rows = b"".join(b"\0" + dice.randbytes(3 * size) for _ in range(size))

    def chunk(kind: bytes, data: bytes) -> bytes:
        check = struct.pack(">I", zlib.crc32(kind + data))
        return struct.pack(">I", len(data)) + kind + data + check

    head = chunk(b"IHDR", struct.pack(">IIBBBBB", size, size, 8, 2, 0, 0, 0))
    return (
        b"\x89PNG\r\n\x1a\n" + head + chunk(b"IDAT", zlib.compress(rows, 6)) + chunk(b"IEND", b"")
    )
