"""The files of a content folder, by what they are for; everything else is a problem."""

from __future__ import annotations

import os
import re
import stat
import unicodedata
from dataclasses import dataclass, field
from datetime import date
from operator import attrgetter
from pathlib import Path
from typing import NamedTuple

from site_plugins.loading.problems import Problem, nearest, shown
from site_plugins.loading.references import DOCUMENTS, PICTURES, SOUNDS, TRANSCRIPTS
from site_plugins.loading.schema import SCHEMAS
from site_plugins.loading.words import WORDS
from site_plugins.model.article import Article
from site_plugins.model.edition import Edition

FOLDERS = (*SCHEMAS, "cijfers", "media")
IGNORED = frozenset({".gitkeep", ".gitignore", ".DS_Store", "Thumbs.db", "desktop.ini"})
"""Files that systems leave behind; they are never published."""
MEDIA_ENDINGS = tuple(dict.fromkeys((*PICTURES, *DOCUMENTS, *SOUNDS, *TRANSCRIPTS)))
MAX_NAME = 200
"""Bytes: file systems take 255, and a build puts something behind some names."""
MAX_FOLDERS = 10
RECORD_ENDING = ".verzonden.json"
UNREADABLE = "dit bestand kan niet gelezen worden. Kijk de rechten na."

_RECORD = re.compile(
    rf"{Edition.folder}/\d{{4}}-\d{{2}}-\d{{2}}{re.escape(RECORD_ENDING)}", re.ASCII
)
_FORBIDDEN = re.compile(r'[:*?"<>|\\]')
"""What Windows refuses in a name."""
_RESERVED = re.compile(r"(?:CON|PRN|AUX|NUL|(?:COM|LPT)[1-9¹²³])(?:\.|$)", re.IGNORECASE)
"""Devices on Windows, whatever stands behind the dot.

https://learn.microsoft.com/windows/win32/fileio/naming-a-file
"""
_LEFT_BEHIND = re.compile(r"~$|^#.*#$|\.(?:bak|old|orig|rej|swp|swo|tmp|part)$", re.IGNORECASE)
"""How editors and programs name what they put aside."""
_PLAIN_NAME = re.compile(
    r"(?!(?:con|prn|aux|nul|com[1-9]|lpt[1-9])\.)[a-z0-9][a-z0-9-]{0,149}"
    rf"(?:{'|'.join(map(re.escape, ('.md', *MEDIA_ENDINGS)))})"
)
"""The names that most files have, in which nothing can be wrong."""
_OTHERS = "|".join(kind for kind in SCHEMAS if kind != Article.folder)
_TEXT = re.compile(rf"(?:{Article.folder}/\d{{4}}|{_OTHERS})/[^/]+\.md")
"""Where nearly every file is, and belongs."""
# A file that was swapped for a link or a pipe since it was listed is not followed or awaited.
_OPEN_FLAGS = os.O_RDONLY | os.O_CLOEXEC | os.O_NOFOLLOW | os.O_NONBLOCK


class Stat(NamedTuple):
    """What tells whether a file is as it was; times in nanoseconds since 1970."""

    size: int
    written: int
    changed: int
    """Likewise, but nobody can set it back."""
    number: int
    """That the disk has for it (its inode)."""


@dataclass
class Files:
    """The files of a content folder, by what they are for."""

    texts: list[str] = field(default_factory=list)
    records: list[str] = field(default_factory=list)
    """Of editions that were sent."""
    figures: list[str] = field(default_factory=list)
    media: dict[str, int] = field(default_factory=dict)
    """By their path in ``media/``, with their size."""
    stats: dict[str, Stat] = field(default_factory=dict)
    """Of every file, by its path."""
    words: str = ""
    """The editors' own list of words, if there is one."""
    problems: list[Problem] = field(default_factory=list)

    def wrong(self, file: str, message: str, example: str = "") -> None:
        """Note what is wrong with a file, or with a folder."""
        seen = file.isprintable() and unicodedata.is_normalized("NFC", file)
        plain = file if seen else ascii(file)[1:-1]
        self.problems.append(Problem(plain, 1, "", message, example))


def walk(folder: Path) -> Files:
    """Sort the files below a content folder by what they are for. Nothing raises."""
    found = Files()
    unknown: set[str] = set()
    _list(str(folder), "", found)
    for path, about in found.stats.items():
        if _TEXT.fullmatch(path):
            found.texts.append(path)
            continue
        top, _, rest = path.partition("/")
        ending = _ending(path)
        if path == "index.md":
            found.texts.append(path)
        elif path == WORDS:
            found.words = path
        elif not rest:
            found.wrong(
                path,
                "dit bestand hoort in de map van zijn soort.",
                "artikelen/2026/naam.md",
            )
        elif top not in FOLDERS:
            if top not in unknown:
                hint = nearest(top, FOLDERS) or f" Bekend zijn: {', '.join(FOLDERS)}."
                found.wrong(path, f"de map {top}/ is onbekend.{hint}")
            unknown.add(top)
        elif top == "media":
            if ending.lower() in MEDIA_ENDINGS:
                found.media[rest] = about.size
            else:
                kind = f"van de soort {shown(ending)}" if ending else "zonder extensie"
                found.wrong(
                    path,
                    f"bestanden {kind} worden niet gepubliceerd. Wel: {', '.join(MEDIA_ENDINGS)}.",
                    "media/foto.jpg",
                )
        elif top == "cijfers":
            if ending == ".csv" and "/" not in rest:
                found.figures.append(path)
            else:
                found.wrong(path, "in cijfers/ staan alleen CSV-bestanden.", "cijfers/leden.csv")
        elif ending == ".json" and _RECORD.fullmatch(path):
            found.records.append(path)
        elif ending != ".md":
            found.wrong(
                path,
                f"bestanden van de soort {shown(ending)} horen hier niet. Tekst eindigt op .md;"
                " beeld en downloads horen in media/.",
                f"{path.rpartition('/')[0]}/naam.md",
            )
        elif top == Article.folder:
            found.wrong(
                path, "een artikel staat in de map van zijn jaar.", "artikelen/2026/naam.md"
            )
        else:
            found.wrong(path, f"in {top}/ horen geen mappen te staan.", f"{top}/naam.md")
    return found


def record_name(day: date) -> str:
    """Where the record of a sent edition stands in the content."""
    return f"{Edition.folder}/{day.isoformat()}{RECORD_ENDING}"


def _ending(path: str) -> str:
    """As ``PurePath.suffix`` has it, ten times sooner."""
    name = path[path.rfind("/") + 1 :]
    dot = name.rfind(".")
    return name[dot:] if 0 < dot < len(name) - 1 else ""


def _list(folder: str, below: str, found: Files) -> None:
    """Put every plain file in ``found.stats``, in the order of the names."""
    try:
        with os.scandir(f"{folder}/{below}") as listing:
            entries = sorted(listing, key=attrgetter("name"))
    except OSError:
        found.wrong(below or ".", "deze map kan niet gelezen worden. Kijk de rechten na.")
        return
    seen: dict[str, str] = {}
    for entry in entries:
        name = entry.name
        path = below + name
        folded = name
        if not _PLAIN_NAME.fullmatch(name):
            if name in IGNORED:
                continue
            if fault := name_fault(name):
                found.wrong(path, *fault)
                continue
            folded = name.casefold()
        twin = seen.setdefault(folded, name)
        if twin != name:
            message = f"op veel computers is dit hetzelfde als {shown(below + twin, 200)}."
            found.wrong(path, f"{message} Geef het een andere naam.")
        try:
            about = entry.stat(follow_symlinks=False)
        except OSError:
            # It was there a moment ago.
            found.wrong(path, UNREADABLE)
            continue
        mode = about.st_mode
        if stat.S_ISREG(mode):
            found.stats[path] = Stat(
                about.st_size, about.st_mtime_ns, about.st_ctime_ns, about.st_ino
            )
        elif stat.S_ISLNK(mode):
            found.wrong(path, "dit is een snelkoppeling (symlink). Zet het bestand zelf hier neer.")
        elif stat.S_ISDIR(mode):
            if below.count("/") == MAX_FOLDERS:
                found.wrong(path, f"er zitten te veel mappen in elkaar: hoogstens {MAX_FOLDERS}.")
            else:
                _list(folder, f"{path}/", found)
        else:
            found.wrong(path, "dit is geen gewoon bestand. Haal het weg.")


def name_fault(name: str) -> tuple[str, str] | None:
    """What is wrong with the name of a file or folder, and a right one."""
    plain = "Gebruik kleine letters, cijfers en streepjes."
    if not name.isprintable() or not unicodedata.is_normalized("NFC", name):
        return f"deze bestandsnaam heeft tekens die niet overal werken. {plain}", "mijn-stuk.md"
    if name.startswith("._"):
        return "dit lijkt een bestand dat macOS erbij zet. Haal het weg.", ""
    if _LEFT_BEHIND.search(name):
        return "dit lijkt een reservekopie van een programma. Haal het weg.", ""
    if name.startswith("."):
        return "dit is een verborgen bestand of een verborgen map. Haal het weg.", ""
    if odd := _FORBIDDEN.search(name):
        return f"op Windows kan {odd[0]} niet in een bestandsnaam. {plain}", "mijn-stuk.md"
    if _RESERVED.match(name):
        return "deze bestandsnaam houdt Windows voor zichzelf. Kies een andere.", ""
    if name.endswith((".", " ")) or name.startswith(" "):
        return "deze bestandsnaam begint met een spatie, of eindigt op een punt of spatie.", ""
    if len(name.encode()) > MAX_NAME:
        return f"deze bestandsnaam is te lang: hoogstens {MAX_NAME} tekens.", "mijn-stuk.md"
    return None


def read_bytes(path: str, most: int) -> bytes:
    """What a plain file holds, but never much more than ``most`` bytes. Raises OSError."""
    descriptor = os.open(path, _OPEN_FLAGS)
    try:
        about = os.fstat(descriptor)
        if not stat.S_ISREG(about.st_mode):
            raise OSError(f"{path} is not a plain file")
        left = min(about.st_size, most) + 1
        data = os.read(descriptor, left)
        # One call reads all of a plain file on most systems, but none promises to.
        while data and len(data) < left - 1 and (more := os.read(descriptor, left - len(data))):
            data += more
        return data
    finally:
        os.close(descriptor)
