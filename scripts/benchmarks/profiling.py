"""Where the time of a cold build goes, and how far it is from the least that can be."""

import os
import pstats
import re
import shutil
import sys
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from benchmarks.builders import EQUAL, PROGRAMS, environment, our_builders
from benchmarks.building import Project, projects_of
from benchmarks.measure import Failed, Run, median, timed
from benchmarks.report import table

MOST = 25
"""Lines of the profile."""
_OURS = re.compile(r"/site_plugins/(\w+)(?:/(\w+))?")
_LIBRARY = re.compile(r"/(?:site|dist)-packages/([\w.]+?)(?:\.py|\.abi|\.cpython|/)")


def profile(number: int, rounds: int, work: Path, corpus: Path | None) -> None:
    """Print the profile of a build without search, cards and packing, and its distance to the
    floor."""
    builder = next(builder for builder in our_builders() if builder.name == EQUAL)
    [project] = projects_of([builder], [number], work, corpus)
    file = work / "profile.out"
    python, program, *words = str(PROGRAMS / "python"), *builder.command
    for name in builder.made:
        shutil.rmtree(project.folder / name, ignore_errors=True)
    # One core: a profile doesn't see what other processes do.
    with one_core():
        command = (python, "-m", "cProfile", "-o", str(file), program, *words)
        timed(command, project.folder, builder.env, work / "log")
    parts = grouped(pstats.Stats(str(file)).stats)  # type: ignore[attr-defined]
    whole = sum(parts.values())
    print(f"\n{number:,} articles, cold, on one core: {whole:.1f} s with the profiler on\n")
    most = parts.most_common(MOST)
    rows = ((name, f"{took:.2f}", f"{100 * took / whole:.1f}") for name, took in most)
    table(("own time, with the C functions called", "s", "%"), rows)

    try:
        floor = str(environment(work, "floor", "pyyaml", "pyromark") / "python")
    except Failed as error:
        print(f"No floor: {error}")
        return
    us, least = [], []
    for _ in range(rounds):
        project.build_cold()
        us.append(project.cold[-1])
        least.append(_floor(floor, project, work))
    print("Distance to the floor: reading, YAML, Markdown, writing, in two processes\n")
    mine, its = median(us), median(least)
    pairs = ((builder.name, mine), ("floor", its))
    table(
        ("", "wall s", "CPU s", "wall, ratio"),
        ((n, f"{r.wall:.2f}", f"{r.cpu:.2f}", f"{r.wall / its.wall:.1f}") for n, r in pairs),
    )


def _floor(python: str, project: Project, work: Path) -> Run:
    site = work / "floor"
    shutil.rmtree(site, ignore_errors=True)
    script = Path(__file__).with_name("floor.py")
    content = project.article.parents[2]
    return timed((python, str(script), str(content), str(site)), work, {}, work / "log")


def grouped(stats: dict[Any, Any]) -> Counter[str]:
    """Seconds by part: ours by folder, libraries by name. What C functions take counts for who
    calls them."""
    parts: Counter[str] = Counter()
    for (file, _, _), (_, _, own, _, callers) in stats.items():
        if file != "~":
            parts[part(file)] += own
            continue
        for (caller, _, _), (_, _, share, _) in callers.items():
            parts[part(caller)] += share
    return parts


def part(file: str) -> str:
    """What a source file belongs to."""
    if ours := _OURS.search(file):
        return f"{ours[1]}/{ours[2]}" if ours[1] == "rendering" and ours[2] else ours[1]
    if library := _LIBRARY.search(file):
        return f"({library[1]})"
    return "(Python)"


@contextmanager
def one_core() -> Iterator[None]:
    """What is started meanwhile has one core, where the system can be told so."""
    if sys.platform != "linux":
        yield
        return
    cores = os.sched_getaffinity(0)
    os.sched_setaffinity(0, {min(cores)})
    try:
        yield
    finally:
        os.sched_setaffinity(0, cores)
