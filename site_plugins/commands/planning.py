"""``lokaal planning``: what the editors still have to do, and for when."""

from __future__ import annotations

import argparse
import json
import os
import sys
from collections.abc import Callable, Iterable, Iterator
from textwrap import wrap

import click

from site_plugins.commands.places import WrongUse, moment, project
from site_plugins.commands.showing import is_coloured
from site_plugins.loading.problems import ContentError, errors
from site_plugins.loading.read import read_content
from site_plugins.projections.planning import WEEKS, Plan, Sunday, Task, plan
from site_plugins.rendering import dutch
from site_plugins.rendering.planning import (
    NOBODY,
    as_data,
    day_words,
    example,
    lacks,
    state,
)

MOST = 52
_WIDTH = 80

Style = Callable[[str, str], str]
"""Gives a text the look of a kind: ``head``, ``late``, ``good`` or ``soft``."""
_LOOKS = {"head": {"bold": True}, "late": {"fg": "red"}, "good": {"fg": "green"}}


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """What the command takes."""
    parser.add_argument("--at", metavar="MOMENT", help="de planning op dat moment (anders: nu)")
    parser.add_argument(
        "--weeks",
        type=int,
        default=WEEKS,
        metavar="AANTAL",
        help=f"hoeveel weken vooruit (anders: {WEEKS})",
    )
    parser.add_argument("--content", metavar="MAP", help="de map met inhoud (anders: content/)")
    parser.add_argument(
        "--format", choices=("text", "json"), default="text", help="tekst, of JSON voor programma's"
    )


def run(arguments: argparse.Namespace) -> int:
    """Tell the planning. Raises ContentError where the content has mistakes."""
    if not 1 <= arguments.weeks <= MOST:
        raise WrongUse(f"--weeks: kies een getal van 1 tot en met {MOST}.")
    now = moment(arguments.at)
    content = read_content(project(arguments.content).content)
    if errors(content.problems):
        raise ContentError(content.problems)
    made = plan(content.library, now, arguments.weeks)
    if arguments.format == "json":
        print(json.dumps(as_data(made), ensure_ascii=False, indent=2))
        return 0
    coloured = is_coloured(sys.stdout, os.environ)

    def style(text: str, kind: str) -> str:
        return click.style(text, **_LOOKS[kind]) if coloured else text  # type: ignore[arg-type]

    print("\n".join(as_text(made, style)))
    return 0


def as_text(made: Plan, style: Style) -> Iterator[str]:
    """The planning in lines of at most 80 characters, as far as words allow."""
    yield style(f"Planning op {day_words(made.now.date(), made.now.date())}", "head")
    if not made.tasks:
        yield ""
        yield "Er is niets gepland. Zet dit in de kop van een stuk:"
        yield ""
        yield from (f"  {line}" for line in example(made).splitlines())
    if made.tasks:
        yield from ("", style("Wat er moet gebeuren", "head"))
        for task in made.tasks:
            yield from _task(task, made, style)
    for sunday in made.sundays:
        yield from _sunday(sunday, made, style)
    if made.topics:
        yield from ("", style("Nog niets over deze onderwerpen", "head"))
        yield from _lines(", ".join(made.topics))
    if any(name for name, _ in made.people):
        yield from ("", style("Wie doet wat", "head"))
        for name, tasks in made.people:
            yield f"  {name or NOBODY}"
            for task in tasks:
                yield from _lines(f"{task.item.title}{_by(task, made)}", "    - ")
    if made.lacking:
        yield from ("", style("Wacht op beeld of samenvatting", "head"))
        for waiting in made.lacking:
            yield from _lines(f"{waiting.item.path}: {lacks(waiting)}")
    if made.promises:
        yield from ("", style("Beloofd", "head"))
        for promised in made.promises:
            day = day_words(promised.promise.date, made.now.date())
            text = f"{'TE LAAT, ' * promised.late}{day}: {promised.promise.promise}"
            yield from _marked(text, promised.late, style)
            yield f"    {promised.item.path}"
    if made.reviews:
        yield from ("", style("Handreikingen om na te kijken", "head"))
        for review in made.reviews:
            day = day_words(review.day, made.now.date())
            text = f"{'TE LAAT, ' * review.late}{day}: {review.guide.title}"
            yield from _marked(text, review.late, style)
            yield f"    {review.guide.path}"


def _task(task: Task, made: Plan, style: Style) -> Iterator[str]:
    today = made.now.date()
    due = day_words(task.deadline, today) if task.deadline else "geen inleverdag"
    yield from _marked(f"{'TE LAAT, ' * task.late}{due}: {task.item.title}", task.late, style)
    about = [task.who or NOBODY, state(task)]
    if task.sunday:
        about.append(f"voor {day_words(task.sunday, today)}")
    yield from _lines(" · ".join(filter(None, about)), "    ")
    yield f"    {task.item.path}"


def _sunday(sunday: Sunday, made: Plan, style: Style) -> Iterator[str]:
    name = day_words(sunday.day, made.now.date())
    yield from ("", style(name.capitalize(), "head"))
    if sunday.edition:
        draft = " (nog een concept)" if sunday.edition.draft else ""
        yield f"  Editie: {sunday.edition.path}{draft}"
    elif sunday.day == made.sundays[0].day:
        yield "  De editie is er nog niet. Maak die met: scripts/edition"
    else:
        yield "  De editie is er nog niet."
    if not (sunday.ready or sunday.underway):
        yield "  Nog niets klaar en niets onderweg."
        return
    if sunday.ready:
        yield style(f"  Klaar: {dutch.count(len(sunday.ready))}", "good")
        for item in sunday.ready:
            yield from _lines(item.title, "    - ")
    if sunday.underway:
        yield f"  Onderweg: {dutch.count(len(sunday.underway))}"
        for task in sunday.underway:
            yield from _lines(f"{task.item.title} ({state(task) or task.who or NOBODY})", "    - ")
    if sunday.layers:
        layers = ", ".join(layer.value for layer in sunday.layers)
        yield from _lines(f"Nog niets over: {layers}")


def _by(task: Task, made: Plan) -> str:
    return f", {day_words(task.deadline, made.now.date())}" if task.deadline else ""


def _marked(text: str, late: bool, style: Style) -> Iterable[str]:
    lines = _lines(text)
    return (style(line, "late") for line in lines) if late else lines


def _lines(text: str, before: str = "  ") -> list[str]:
    return wrap(
        text,
        _WIDTH,
        initial_indent=before,
        subsequent_indent=" " * max(len(before), 4),
        # A file's name that is copied has to stay whole.
        break_long_words=False,
        break_on_hyphens=False,
    )
