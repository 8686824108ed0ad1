"""Readers of one value: texts, words of a list, numbers, addresses."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any
from urllib.parse import unquote

from site_plugins.loading.nodes import Node
from site_plugins.loading.place import Place, scalar, words_of
from site_plugins.loading.problems import choices, nearest, shown
from site_plugins.model.item import Markdown


@dataclass(frozen=True, slots=True)
class Text:
    """A text of one line, at most ``most`` characters."""

    most: int = 500

    def __call__(self, node: Node, place: Place) -> str | None:
        text = words_of(node, place)
        if text is None:
            return None
        if "\n" in text:
            place.wrong(node, "deze tekst hoort op één regel te staan.")
            return None
        if len(text) > self.most:
            place.wrong(node, f"dit is te lang: {len(text)} tekens, hoogstens {self.most}.")
            return None
        return text


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A text that may be written over several lines; they become one."""

    most: int = 2000

    def __call__(self, node: Node, place: Place) -> str | None:
        words = words_of(node, place)
        if words is None:
            return None
        text = " ".join(words.split())
        if len(text) > self.most:
            place.wrong(node, f"dit is te lang: {len(text)} tekens, hoogstens {self.most}.")
            return None
        return text


def read_markdown(node: Node, place: Place) -> Markdown | None:
    """A text in Markdown."""
    found = scalar(node, place)
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
    found = scalar(node, place)
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
        found = scalar(node, place)
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


@dataclass(frozen=True, slots=True)
class OneOf:
    """One word of a closed list."""

    words: tuple[str, ...]
    make: Callable[[str], Any] = str

    def __call__(self, node: Node, place: Place) -> Any:
        found = scalar(node, place)
        if found is None:
            return None
        if found.text in self.words:
            return self.make(found.text)
        hint = nearest(found.text, self.words)
        if not hint or len(self.words) <= 12:
            hint += f" Kies uit: {choices(self.words, 50)}."
        place.wrong(node, f"{shown(found.text)} kan hier niet.{hint}")
        return None


_ADDRESS = re.compile(r"https?://[^\s/@:<>\"]+\.[^\s/@:<>\"]+(?::\d+)?(?:[/?#][^\s<>\"]*)?")


def read_address(node: Node, place: Place) -> str | None:
    """A web address."""
    found = scalar(node, place)
    if found is None:
        return None
    if len(found.text) > 2000 or not _ADDRESS.fullmatch(found.text):
        hint = " Begin met https://." if "://" not in found.text else ""
        place.wrong(node, f"{shown(found.text)} is geen webadres.{hint}")
        return None
    return found.text


def read_email(node: Node, place: Place) -> str | None:
    """A mail address."""
    found = scalar(node, place)
    if found is None:
        return None
    if len(found.text) > 254 or not re.fullmatch(
        r"[^\s@<>\",;:]+@[^\s@<>\",;:]+\.[a-z]{2,}", found.text, re.IGNORECASE
    ):
        place.wrong(node, f"{shown(found.text)} is geen mailadres.")
        return None
    return found.text


SLUG = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*")


def read_slug(node: Node, place: Place) -> str | None:
    """The last part of an address."""
    found = scalar(node, place)
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
    found = scalar(node, place)
    if found is None:
        return None
    if len(found.text) > 200 or not re.fullmatch(
        r"[A-Za-z0-9][A-Za-z0-9:/?&=@._~%+-]*", found.text
    ):
        message = "kan geen kenmerk zijn: gebruik letters, cijfers en streepjes."
        place.wrong(node, f"{shown(found.text)} {message}")
        return None
    return found.text


def read_alias(node: Node, place: Place) -> str | None:
    """An old path on the site that must lead to the new one."""
    found = scalar(node, place)
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
