"""What was measured, as tables in Markdown."""

import math
import os
import platform
import statistics
from collections.abc import Iterable, Sequence

from benchmarks.building import Project
from benchmarks.measure import Run, median


def table(head: Sequence[str], rows: Iterable[Sequence[str]]) -> None:
    """Print a table; the first column is text, the rest are numbers."""
    print(f"| {' | '.join(head)} |")
    print(f"|---|{'---:|' * (len(head) - 1)}")
    for row in rows:
        print(f"| {' | '.join(row)} |")
    print(flush=True)


def compare(few: tuple[str, list[Run]], many: tuple[str, list[Run]], made: str) -> None:
    """Print both medians, and the second divided by the first."""
    one, more = median(few[1]), median(many[1])
    ratio = Run(*(b / a if a else 0 for a, b in zip(one, more, strict=True)))
    head = (f"median of {len(few[1])}", "wall s", "CPU s", "largest MiB", "together MiB", made)
    rows = ((few[0], one), (many[0], more), ("ratio", ratio))
    table(head, ((label, *(f"{value:.2f}" for value in row)) for label, row in rows))


def report(projects: list[Project], beside: str) -> None:
    """All tables; ratios are to the builder ``beside``, in the same round."""
    load = ", ".join(f"{value:.1f}" for value in os.getloadavg())
    cores = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count()
    python = platform.python_version()
    print(f"\n{platform.system()}, {cores} cores, Python {python}, load {load}\n")
    other = {project.size: project for project in projects if project.builder.name == beside}
    print("Cold: no site, no cache\n")
    _cold(projects, other)
    print("One article edited, the same command again; beside a whole build of", f"{beside}\n")
    _warm(projects, other)
    if any(project.shown for project in projects):
        print("One article edited, until the server shows it\n")
        head = ("builder", "articles", "seconds")
        shown = [project for project in projects if project.shown]
        table(head, ((*_name(p), f"{statistics.median(p.shown):.2f}") for p in shown))
    _growth(projects)
    for project in projects:
        if project.failed:
            last = project.failed.strip().splitlines()[-1]
            print(f"{project.builder.name}, {project.size} articles, stopped: {last}")


def _name(project: Project) -> tuple[str, str]:
    return project.builder.name, f"{project.size:,}"


def _cold(projects: list[Project], other: dict[int, Project]) -> None:
    head = ("builder", "articles", "wall s", "CPU s", "largest MiB", "together MiB", "files")
    rows = []
    for project in projects:
        if project.cold:
            run = median(project.cold)
            numbers = (f"{run.wall:.2f}", f"{run.cpu:.2f}", f"{run.largest:.0f}")
            more = (f"{run.together:.0f}", f"{run.made:,.0f}")
            ratio = _ratio(project.cold, other, project.size)
            rows.append((*_name(project), *numbers, *more, ratio))
    table((*head, "wall, ratio"), rows)


def _warm(projects: list[Project], other: dict[int, Project]) -> None:
    head = ("builder", "articles", "wall s", "CPU s", "largest MiB", "together MiB", "wall, ratio")
    rows = []
    for project in projects:
        if project.warm:
            run = median(project.warm)
            numbers = (f"{run.wall:.2f}", f"{run.cpu:.2f}", f"{run.largest:.0f}")
            ratio = _ratio(project.warm, other, project.size)
            rows.append((*_name(project), *numbers, f"{run.together:.0f}", ratio))
    table(head, rows)


def _ratio(runs: list[Run], other: dict[int, Project], size: int) -> str:
    """The median over the rounds, with the least and the most."""
    if size not in other or not other[size].cold:
        return ""
    ratios = [mine.wall / its.wall for mine, its in zip(runs, other[size].cold, strict=False)]
    return f"{statistics.median(ratios):.2f} ({min(ratios):.2f}–{max(ratios):.2f})"


def _growth(projects: list[Project]) -> None:
    """The exponent that time and memory grow with from the smallest size to the largest: 1 is as
    much more as there are articles more."""
    rows = []
    for name in dict.fromkeys(project.builder.name for project in projects):
        sizes = [p for p in projects if p.builder.name == name and p.cold]
        if len(sizes) < 2:
            continue
        one, more = sizes[0], sizes[-1]
        few, many = median(one.cold), median(more.cold)
        step = math.log(more.size / one.size)
        grown = [
            f"{math.log(b / a) / step:.2f}" if a and b else ""
            for a, b in zip(few[:4], many[:4], strict=True)
        ]
        rows.append((name, f"{one.size:,}–{more.size:,}", *grown))
    if rows:
        print("Growth: exponents of a cold build\n")
        head = ("builder", "articles", "wall", "CPU", "largest process", "together")
        table(head, rows)
