"""Compares a new site with the old one: nothing that was published gets lost by accident."""

from __future__ import annotations

import os
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path

from site_plugins.delivery.earlier import earlier
from site_plugins.projections.record import RECORD

FEW = 5
"""So many pages may go without a question, however small the site is."""
SHARE = 4
"""More than one in so many pages may not."""

# The later pages of a list come and go with its length, the parts of the agenda with what comes.
_OF_A_LIST = re.compile(r"/pagina/\d+/$|^/agenda/(?:doelgroep|laag|netwerk|plaats)/[^/]+/$")


@dataclass(frozen=True, slots=True)
class Changes:
    """What readers of the old site would miss in the new one; addresses begin with a slash."""

    before: int
    """How many pages the old site has."""
    items: int
    """How many of them are of an item, at its address or an old one; the rest are lists."""
    gone: tuple[str, ...]
    """Addresses with no page any more, and nothing that leads to another."""
    gone_items: int
    """How many of those were of an item."""
    renamed: tuple[tuple[str, str, str], ...]
    """Address, old id and new id of items that feeds and calendars would take for new ones."""

    @property
    def count(self) -> int:
        """The number that an editor has to name."""
        return len(self.gone) + len(self.renamed)

    @property
    def many(self) -> bool:
        """Whether someone has to say that this is meant."""
        # Lists are there however little is in them, so in a small site they would hide a loss.
        shares = ((len(self.gone), self.before), (self.gone_items, self.items))
        return bool(self.renamed) or any(n > FEW and n * SHARE > all for n, all in shares)

    @property
    def question(self) -> str:
        """What would change, and how to go on."""
        lines = [*self._sample()]
        if len(lines) < self.count:
            lines.append(f"  en nog {self.count - len(lines)}")
        if self.renamed:
            lines.append(f"Zo niet, zet dan het oude id in de kop: id: {self.renamed[0][1]}")
        return (
            f"{self._summary()}. Klopt dat? Bouw dan met --accept {self.count} "
            f"(of zet LOKAAL_ACCEPT={self.count} voor make site of mkdocs build).\n"
            + "\n".join(lines)
        )

    @property
    def notice(self) -> str:
        """One line about pages that go, empty where none does."""
        if not self.gone:
            return ""
        names = ", ".join(self.gone[:FEW]) + (" …" if len(self.gone) > FEW else "")
        gone = _number(len(self.gone), "pagina verdwijnt", "pagina's verdwijnen")
        return f"Let op: {gone}: {names}. Met aliases blijft een oud adres werken."

    def _summary(self) -> str:
        parts = []
        if self.gone:
            gone = _number(len(self.gone), "pagina verdwijnt", "pagina's verdwijnen")
            parts.append(f"{gone} (van de {self.before})")
        if self.renamed:
            parts.append(_number(len(self.renamed), "id verandert", "id's veranderen"))
        return " en ".join(parts)

    def _sample(self) -> list[str]:
        ids = [f"  {path}: id {old} wordt {new}" for path, old, new in self.renamed[:FEW]]
        return [f"  {path} verdwijnt" for path in self.gone[:FEW]] + ids


def changes(
    old: Iterable[str],
    new: Iterable[str],
    old_ids: Mapping[str, str],
    new_ids: Mapping[str, str],
    meant: Iterable[str] = (),
) -> Changes:
    """What one site lacks of another, by the paths of their files and the ids in their records.

    ``meant`` are addresses of which it is known that they go.
    """
    old = set(old)
    before = _pages(old)
    gone = _pages(old.difference(new)) - new_ids.keys() - set(meant)
    items = before & old_ids.keys()
    other = sorted(path for path, id_ in old_ids.items() if new_ids.get(path, id_) != id_)
    renamed = tuple((path, old_ids[path], new_ids[path]) for path in other)
    return Changes(len(before), len(items), tuple(sorted(gone)), len(gone & items), renamed)


def compare(old: Path, new: Path, meant: Iterable[str] = ()) -> Changes:
    """The ``changes`` from the site in one folder (which needn't be there) to that in another.

    Where the record that a site carries is missing or damaged only pages are compared. Raises
    OSError.
    """
    old_ids, new_ids = (earlier(folder / RECORD).ids for folder in (old, new))
    before = _paths(old)
    # Where nothing was, nothing goes.
    after = _paths(new) if before else []
    return changes(before, after, old_ids, new_ids, meant)


def _paths(site: Path) -> list[str]:
    """Those of the pages of a site, in half the time that ``Path.rglob`` takes."""
    start = len(os.fspath(site)) + 1
    return [
        f"{folder}/{name}"[start:].replace(os.sep, "/")
        for folder, _, names in os.walk(site)
        for name in names
        if name.endswith(".html")
    ]


def _pages(paths: Iterable[str]) -> set[str]:
    """The addresses of pages, but for those that come and go by themselves."""
    found = [f"/{path}".removesuffix("index.html") for path in paths if path.endswith(".html")]
    return {
        path
        for path in found
        # Few have a word of these; so that few are searched.
        if not (("/pagina/" in path or path.startswith("/agenda/")) and _OF_A_LIST.search(path))
    }


def _number(count: int, one: str, more: str) -> str:
    return f"{count} {one if count == 1 else more}"
