"""Keys, passwords and copies of databases in a text: what lets someone in elsewhere."""

from __future__ import annotations

import re
from collections.abc import Iterator

from site_plugins.loading.disclosure.plain import Plain

_KEYS = (
    (b"-----BEGIN", "-----BEGIN", r"-----BEGIN [A-Z0-9 ]*PRIVATE KEY(?: BLOCK)?-----"),
    (b"PTTY-U", "PuTTY-User", r"PuTTY-User-Key-File-\d"),
    (b"AKIA", "AKIA", r"\bAKIA[0-9A-Z]{16}\b"),
    (b"ASIA", "ASIA", r"\bASIA[0-9A-Z]{16}\b"),
    (b"SG.", "SG.", r"\bSG\.[\w-]{16,}\.[\w-]{16,}"),
    (b"AI", "AIza", r"\bAIza[\w-]{35}"),
    (b".J", "eyJ", r"\beyJ[\w-]{10,}\.eyJ[\w-]{10,}\.[\w-]{10,}"),
    (b"_", "gh", r"\bgh[oprsu]_[A-Za-z0-9]{20,}"),
    (b"__", "github_pat_", r"\bgithub_pat_\w{20,}"),
    (b"__", "k_live_", r"\b[rs]k_live_\w{16,}"),
    (b"_", "npm_", r"\bnpm_\w{36}\b"),
    (b"-", "glpat-", r"\bglpat-[\w-]{16,}"),
    (b"-", "xox", r"\bxox[abeoprs]-[\w-]{10,}"),
    (b"-", "sk-", r"\bsk-[\w-]{32,}"),
)
"""Well-known shapes of keys, and by which sign (see Plain) and letters to see that one is there."""
_SHAPES = [(sign, letters, re.compile(shape)) for sign, letters, shape in _KEYS]
_RARE = [shape for shape in _SHAPES if shape[0] != b"-"]
_DASHED = re.compile(r"-(?:(?<=sk-)|(?<=glpat-)|(?<=xox[abeoprs]-))[\w-]{10}")
"""What every key has whose sign is a dash, which most texts have. It begins with that sign, as
such an expression passes over a text ten times sooner than others."""
_PASSWORD = re.compile(
    r"\b(?:password|passwd|wachtwoord|passcode|toegangscode|ww)"
    r"[*_`\"']{0,4}[ \t]?[:=][*_`\"']{0,4}[ \t]{0,4}"
    r"[`\"']?(?=[^\s`\"']*[0-9!@#$%^&+=])[^\s`\"'<>]{6,}",
    re.IGNORECASE,
)
"""A value with something else than letters: ``Wachtwoord: vergeten?`` is a heading."""
_ASIDE = ("achtwoord", "assw", "scode", "ww:")
"""Of small letters, as few as will do."""
_BEFORE_VALUE = re.compile(r":(?:(?<=[rR][dD]:)|(?<=[wW][dDwW]:)|(?<=[dD][eE]:)|(?<=[*_`\"' \t]:))")
"""How a word of those ends, before its colon."""
_DUMP = re.compile(
    r"^[ \t]*(?:INSERT INTO\s|CREATE TABLE\s|DROP TABLE\s|LOCK TABLES\s|COPY \S[^\n;]*FROM stdin;)",
    re.MULTILINE | re.IGNORECASE,
)
_DUMPED_LINES = 3


def keys(plain: Plain) -> Iterator[tuple[int, str]]:
    """Where each key begins in the text, and the first letters of it: never more of it."""
    for sign, letters, shape in _SHAPES if _DASHED.search(plain.text) else _RARE:
        if sign in plain.signs and letters in plain.text:
            for match in shape.finditer(plain.text):
                yield match.start(), letters if match[0].startswith("--") else f"{match[0][:4]}…"


def passwords(plain: Plain) -> Iterator[int]:
    """Where a password seems to be written down."""
    text = plain.text
    if b"=" not in plain.signs and not _BEFORE_VALUE.search(text):
        return
    if any(word in text for word in _ASIDE) or b"WACHTWOORD" in plain.signs:
        for match in _PASSWORD.finditer(text):
            yield match.start()


def database_dump(plain: Plain) -> int | None:
    """Where a copy of a database begins, if there is one: several statements, each on a line."""
    signs, text = plain.signs, plain.text
    if b"INTO" in signs or b"TABLE" in signs or b"COPY" in signs or "insert into" in text:
        found = [match.start() for match in _DUMP.finditer(text)]
        if len(found) >= _DUMPED_LINES:
            return found[0]
    return None
