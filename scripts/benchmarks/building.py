"""Builds a corpus with all builders in turns: cold, after an edit, and as a server."""

import shutil
import sys
from collections.abc import Callable
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path

from benchmarks.builders import PORT, Builder, set_up
from benchmarks.corpus import Dialect, articles, write
from benchmarks.measure import Failed, Run, count, edited, timed, until_shown

SMALL = 1000
"""The size from which growth is measured."""
SLOW = {"material-blog": SMALL}
"""Who is measured up to this size only: more takes many minutes."""


@dataclass
class Project:
    """A builder with a corpus of one size, and what was measured of it."""

    builder: Builder
    size: int
    folder: Path
    article: Path
    """The file of the article that is edited."""
    cold: list[Run] = field(default_factory=list)
    warm: list[Run] = field(default_factory=list)
    shown: list[float] = field(default_factory=list)
    failed: str = ""
    """Why it is measured no further."""

    @property
    def page(self) -> str:
        """The path of the page of the article."""
        return f"artikelen/{self.article.parent.name}/{self.article.stem}"

    def build(self) -> Run:
        """Build the site. Raises Failed."""
        run = timed(self.builder.command, self.folder, self.builder.env, self.folder / "log")
        return run._replace(made=count(self.folder / "site"))

    def build_cold(self) -> None:
        """Build without what any earlier build left."""
        for name in self.builder.made:
            shutil.rmtree(self.folder / name, ignore_errors=True)
        self.cold.append(self.build())

    def build_warm(self) -> None:
        """Build with one article changed. Raises Failed where the page doesn't show it."""
        with edited(self.article) as word:
            run = self.build()
            shown = (self.folder / "site" / self.page / "index.html").read_text(encoding="utf-8")
        if word not in shown:
            raise Failed("the site doesn't show the edit")
        self.warm.append(run)

    def serve(self, edits: int) -> None:
        """How long the builder's own server takes to show an edit. Raises Failed."""
        page = f"http://127.0.0.1:{PORT}/{self.page}/"
        self.shown += until_shown(
            self.builder.serve, self.folder, self.builder.env, page, self.article, edits
        )


def projects_of(
    builders: list[Builder], sizes: list[int], work: Path, corpus: Path | None = None
) -> list[Project]:
    """A project for each builder and size; ``corpus`` is content of ours to take in its place."""
    projects = []
    for size in sizes:
        every = [] if corpus else articles(size)
        source = work / "corpora" / f"lokaal-{size}"
        shutil.rmtree(source, ignore_errors=True)
        if corpus:
            shutil.copytree(corpus, source / "content")
        for builder in builders:
            if size > SLOW.get(builder.name, size):
                continue
            folder = work / "projects" / f"{slug(builder.name)}-{size}"
            shutil.rmtree(folder, ignore_errors=True)
            content = source
            if builder.files:
                content = shutil.copytree(builder.files, folder)
                write(content, builder.dialect, every)
            else:
                if not (source / "content").exists():
                    write(source, builder.dialect, every)
                set_up(builder, folder, source / "content")
            projects.append(Project(builder, size, folder, middle(content, builder.dialect)))
    return projects


def slug(name: str) -> str:
    """A name as that of a folder."""
    return name.replace(",", "").replace(" ", "-")


def middle(folder: Path, dialect: Dialect) -> Path:
    """The article half-way, whose address is that of its file."""
    files = sorted((folder / dialect.articles).rglob("*.md"))
    named = [f for f in files if "\nslug:" not in f.read_text(encoding="utf-8")] or files
    return named[len(named) // 2]


def measure(projects: list[Project], rounds: int, *, serve: bool) -> None:
    """In turns, so that a noisy minute hits all alike. Who fails is measured no further."""
    for number in range(rounds):
        for project in projects:
            _attempt(project, f"round {number + 1}", project.build_cold)
            _attempt(project, f"round {number + 1}, one edit", project.build_warm)
    for project in projects:
        if serve and project.builder.serve:
            _attempt(project, "server", partial(project.serve, rounds))


def _attempt(project: Project, what: str, do: Callable[[], None]) -> None:
    if project.failed:
        return
    print(f"{what}: {project.builder.name}, {project.size} articles", file=sys.stderr, flush=True)
    try:
        do()
    except Failed as error:
        project.failed = str(error)
        print(f"bench: {project.builder.name}: {error}", file=sys.stderr, flush=True)
