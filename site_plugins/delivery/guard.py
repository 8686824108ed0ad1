"""Compares a new site with the old one: nothing that was published gets lost by accident."""

from __future__ import annotations

import os
import re
from collections.abc import Iterable
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


def compare(old: Path, new: Path, meant: Iterable[str] = ()) -> Changes:
    """What the site in ``new`` lacks of the one in ``old`` (which needn't be there).

    ``meant`` are addresses of which it is known that they go.

    Pages are counted on disk and ids read from the record that the old site carries; where
    that is missing or damaged only pages are compared. Raises OSError.
    """
    before, after = _pages(old), _pages(new)
    old_ids, new_ids = earlier(old / RECORD).ids, earlier(new / RECORD).ids
    gone = before - after - new_ids.keys() - set(meant)
    items = before & old_ids.keys()
    shared = sorted(old_ids.keys() & new_ids.keys())
    renamed = [(a, old_ids[a], new_ids[a]) for a in shared if old_ids[a] != new_ids[a]]
    return Changes(len(before), len(items), tuple(sorted(gone)), len(gone & items), tuple(renamed))


def _pages(site: Path) -> set[str]:
    found = set()
    for root, _, names in os.walk(site):
        below = os.path.relpath(root, site)
        for name in names:
            if name.endswith(".html"):
                path = f"/{name}" if below == "." else f"/{below}/{name}"
                found.add(path.removesuffix("index.html"))
    return {path for path in found if not _OF_A_LIST.search(path)}


def _number(count: int, one: str, more: str) -> str:
    return f"{count} {one if count == 1 else more}"
