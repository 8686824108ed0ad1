"""Whether the files of a finished site belong together, before anyone else gets to see it."""

from __future__ import annotations

import os
from collections.abc import Iterator, Mapping
from pathlib import Path

from site_plugins.delivery.agreement import redirect_faults
from site_plugins.delivery.inspection import Facts, Inspector
from site_plugins.projections.addresses import FOR_SERVERS, PACKED
from site_plugins.rendering.site import Site

REQUIRED = (
    "index.html",
    "404.html",
    "sitemap.xml",
    "feed.xml",
    "atom.xml",
    "feed.json",
    "agenda.ics",
    *FOR_SERVERS,
)
MAX_BYTES = 25_000_000
"""Of one file outside ``media/``: no page, feed or list of ours comes near."""
_MAY_BE_EMPTY = {".nojekyll"}


def site_faults(
    facts: Mapping[str, Facts],
    sizes: Mapping[str, int],
    written: Mapping[str, int],
    inspector: Inspector,
) -> list[str]:
    """What is wrong with a site, in Dutch; empty where all is well.

    All by path below its folder: ``facts`` of the files that were inspected, ``sizes`` of those
    that are there, ``written`` those that should be.
    """
    faults = [f"{name} ontbreekt." for name in REQUIRED if name not in sizes]
    faults += _size_faults(sizes, written)
    faults += _lost_originals(sizes)
    found = [(path, seen.faults) for path, seen in facts.items() if seen.faults]
    others = (path for path in sizes if path not in facts and not path.endswith(PACKED))
    found += [(path, seen) for path in others if (seen := inspector.path_faults(path))]
    faults += [f"{path}: {fault}" for path, several in sorted(found) for fault in several]
    faults += _lost_links(facts, sizes, inspector.site.base)
    if redirects := facts.get("_redirects"):
        leading_on = {path for path, seen in facts.items() if seen.leads_on}
        lines = redirects.rules.splitlines()
        lost = redirect_faults(lines, sizes, leading_on, inspector.site.base)
        faults += [f"_redirects: {fault}" for fault in lost]
    return faults


def sizes_in(folder: Path) -> dict[str, int]:
    """The bytes of every file below a folder, by path. Raises OSError."""
    return dict(_sizes(os.fspath(folder), ""))


def _sizes(folder: str, below: str) -> Iterator[tuple[str, int]]:
    with os.scandir(folder) as entries:
        for entry in entries:
            if entry.is_dir(follow_symlinks=False):
                yield from _sizes(entry.path, f"{below}{entry.name}/")
            else:
                yield below + entry.name, entry.stat().st_size


def _size_faults(sizes: Mapping[str, int], written: Mapping[str, int]) -> Iterator[str]:
    for path in sorted(path for path, size in written.items() if sizes.get(path) != size):
        yield f"{path}: op de schijf staan {sizes.get(path, 0)} van de {written[path]} bytes."
    odd = [path for path, size in sizes.items() if not size or size > MAX_BYTES]
    for path in sorted(odd):
        if path.startswith("media/"):
            continue  # what an editor put there is told of by the check of the content
        if sizes[path]:
            megabytes = f"{sizes[path] / 1e6:.0f} MB"
            yield f"{path} is {megabytes}; meer dan {MAX_BYTES / 1e6:.0f} MB kan niet."
        elif path not in _MAY_BE_EMPTY:
            yield f"{path} is leeg."


def _lost_originals(sizes: Mapping[str, int]) -> Iterator[str]:
    for path in sizes:
        if path.endswith(PACKED) and (original := path.rpartition(".")[0]) not in sizes:
            yield f"{path}: {original} is er niet."


def _lost_links(facts: Mapping[str, Facts], sizes: Mapping[str, int], base: str) -> Iterator[str]:
    """The links that lead nowhere, each with the first page that has it."""
    every = set[str]().union(*{seen.frame for seen in facts.values()})
    for seen in facts.values():
        every.update(seen.links)
    every.discard("")
    every.difference_update([base + name for name in sizes])
    every.difference_update([base + name[:-10] for name in sizes if name.endswith("index.html")])
    lost: dict[str, set[str]] = {
        link: set() for link in every if f"{link}/index.html".removeprefix(base) not in sizes
    }
    if not lost:
        return
    for path, seen in facts.items():
        for link in lost.keys() & seen.frame.union(seen.links):
            lost[link].add(path)
    for link, pages in sorted(lost.items()):
        more = f" (ook op {len(pages) - 1} andere pagina's)" if len(pages) > 1 else ""
        yield f"{min(pages)}: de link naar {link} leidt nergens heen{more}."


def verify(folder: Path, site: Site, written: Mapping[str, int]) -> list[str]:
    """``site_faults`` of the site that is in a folder, read back from there.

    ``written`` holds the sizes in bytes of files that were written, by their path.
    Raises OSError where a file can't be read.
    """
    sizes = sizes_in(folder)
    try:
        headers = (folder / "_headers").read_text(encoding="utf-8") if "_headers" in sizes else ""
        inspector = Inspector(site, headers)
    except ValueError as error:
        return [f"_headers: {error} is geen regel."]
    facts = {
        path: inspector.inspect(path, (folder / path).read_bytes())
        for path in sizes
        if not path.startswith("media/") and not path.endswith(PACKED)
    }
    return site_faults(facts, sizes, written, inspector)
