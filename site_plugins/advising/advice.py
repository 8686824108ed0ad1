"""All advice on the content, as warnings: for ``lokaal check`` and the preview, not for a build."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from datetime import datetime
from functools import partial
from pathlib import Path

from site_plugins.advising.dates import overdue, unknown_step
from site_plugins.advising.dictionary import Dictionary, kept_in
from site_plugins.advising.editions import too_long
from site_plugins.advising.spelling import Words, words_of
from site_plugins.advising.texts import of_head, of_spelling, of_texts, read
from site_plugins.loading.problems import Problem, Severity
from site_plugins.loading.read import Content
from site_plugins.model.edition import Edition, is_frozen
from site_plugins.model.item import ZONE, Item, Visibility
from site_plugins.rendering.text.bodies import Bodies

SITE = "https://www.example.org/"
"""Where the site might be, for who only measures."""


def advice(
    content: Content,
    bodies: Bodies,
    now: datetime,
    dictionary: Dictionary | None = None,
    site_url: str = SITE,
) -> Iterator[Problem]:
    """Every warning; ``bodies`` are the texts, laid out.

    ``dictionary`` may know words of an earlier time, and keeps those of this time.
    """
    dictionary = dictionary or Dictionary()
    words = words_of(content, dictionary)
    for item in content.library.all:
        lines = content.lines.get(item.key, {})
        yield from of_item(item, bodies, now, words, lines)
        if isinstance(item, Edition):
            for key, message, example in too_long(item, content.library, bodies, now, site_url):
                yield _problem(item, lines.get(key, 1), key, message, example)
    dictionary.save()


def adviser(cache: Path, site_url: str) -> Callable[[Content, Bodies, datetime], Iterator[Problem]]:
    """The same for a site, with the words that were looked up before in a cache."""
    return partial(advice, dictionary=kept_in(cache), site_url=site_url)


def of_item(
    item: Item,
    bodies: Bodies,
    now: datetime,
    words: Words,
    lines: Mapping[str, int] | None = None,
) -> Iterator[Problem]:
    """The warnings of one item, but for the length of an edition.

    ``lines`` has the line of each key of its head. Nothing is said of what nobody will read, or
    can change.
    """
    if is_frozen(item) or item.visibility(now) is Visibility.EXPIRED:
        return
    known = lines or {}
    today = now.astimezone(ZONE).date()
    findings = (*overdue(item, today), *unknown_step(item), *of_head(item))
    for key, message, example in findings:
        yield _problem(item, known.get(re.split(r"[.[]", key)[0], 1), key, message, example)
    texts = read(item, bodies)
    for finding in (*of_texts(item, texts), *of_spelling(item, texts, words, known)):
        yield _problem(item, *finding)


def _problem(item: Item, line: int, field: str, message: str, example: str) -> Problem:
    return Problem(item.path, line, field, message, example, Severity.WARNING)
