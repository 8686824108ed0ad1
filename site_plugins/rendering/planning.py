"""The planning as data, and as a page that only a preview shows."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined

from site_plugins.model.item import Item
from site_plugins.model.period import MONTHS
from site_plugins.projections.planning import DONE, Lacking, Plan, Task
from site_plugins.rendering import dutch

NOBODY = "nog niemand"
EXAMPLE = "planning:\n  assignee: Naam\n  deadline: {day}\n  status: opdracht"
"""The keys with which an editor plans a piece."""


def day_words(day: date, today: date) -> str:
    """``vrijdag 27 november``, with the year where that is another one."""
    words = f"{dutch.weekday(day)} {day.day} {MONTHS[day.month - 1]}"
    return words if day.year == today.year else f"{words} {day.year}"


def state(task: Task) -> str:
    """How far it is; a draft stays one until an editor ends that."""
    if task.item.draft:
        return "klaar, nog concept" if task.status == DONE else task.status or "concept"
    return task.status


def lacks(line: Lacking) -> str:
    """What it waits for."""
    names = (("beeld", line.image), ("samenvatting", line.description))
    return dutch.enumeration([name for name, lacking in names if lacking])


def example(plan: Plan) -> str:
    """The keys, with a day that lies ahead."""
    return EXAMPLE.format(day=plan.sundays[0].day.isoformat())


def as_data(plan: Plan) -> dict[str, Any]:
    """The planning for other programs: only texts, numbers, lists and truths."""
    return {
        "at": plan.now.isoformat(),
        "weeks": plan.weeks,
        "tasks": [_task(task) for task in plan.tasks],
        "sundays": [
            {
                "date": sunday.day.isoformat(),
                "file": sunday.edition.path if sunday.edition else None,
                "ready": _named(sunday.ready),
                "underway": _named(task.item for task in sunday.underway),
                "lacking_layers": [layer.value for layer in sunday.layers],
            }
            for sunday in plan.sundays
        ],
        "lacking_topics": list(plan.topics),
        "people": [
            {"name": name, "tasks": _named(task.item for task in tasks)}
            for name, tasks in plan.people
        ],
        "waiting": [
            {**_item(line.item), "image": line.image, "description": line.description}
            for line in plan.lacking
        ],
        "promises": [
            {
                **_item(line.item),
                "promise": line.promise.promise,
                "date": line.promise.date.isoformat(),
                "late": line.late,
            }
            for line in plan.promises
        ],
        "reviews": [
            {**_item(line.guide), "review_by": line.day.isoformat(), "late": line.late}
            for line in plan.reviews
        ],
    }


def planning_page(plan: Plan) -> str:
    """The page, whose style stands beside it in ``planning.css``."""
    values = {
        "plan": plan,
        "day": lambda day: day_words(day, plan.now.date()),
        "moment": dutch.long_moment(plan.now),
        "state": state,
        "lacks": lacks,
        "nobody": NOBODY,
        "example": example(plan),
    }
    return _templates().get_template("planning.html").render(values)


def planning_style() -> bytes:
    """The style sheet of the preview's own pages."""
    return _templates().get_template("planning.css").render().encode()


def note_page(title: str, lines: Iterable[str], command: str = "") -> str:
    """A page that says why there is nothing to show, and with which command there will be."""
    values = {"title": title, "lines": list(lines), "command": command}
    return _templates().get_template("note.html").render(values)


@cache
def _templates() -> Environment:
    return Environment(
        loader=FileSystemLoader(Path(__file__).parent / "templates" / "planning"),
        undefined=StrictUndefined,
        autoescape=True,
        trim_blocks=True,
        lstrip_blocks=True,
    )


def _task(task: Task) -> dict[str, Any]:
    return {
        **_item(task.item),
        "assignee": task.who,
        "deadline": task.deadline.isoformat() if task.deadline else None,
        "status": task.status,
        "draft": task.item.draft,
        "late": task.late,
        "sunday": task.sunday.isoformat() if task.sunday else None,
    }


def _item(item: Item) -> dict[str, Any]:
    return {"file": item.path, "title": item.title}


def _named(items: Iterable[Item]) -> list[str]:
    return [item.path for item in items]
