"""What time has overtaken, and where the planning says what nobody knows."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta

from site_plugins.loading.problems import choices, nearest, shown
from site_plugins.loading.rules import Finding
from site_plugins.model.item import STEPS, Item
from site_plugins.model.politics import Guide
from site_plugins.rendering import dutch

_MONTH, _YEAR = timedelta(days=30), timedelta(days=365)


def overdue(item: Item, today: date) -> Iterator[Finding]:
    """Promises whose day has passed, and a guide that had to be looked at again."""
    for promise in item.due:
        if promise.date < today:
            yield (
                "due",
                f"{shown(promise.promise)} zou klaar zijn op {dutch.plain_date(promise.date)}. Is "
                "het gedaan? Haal de belofte dan weg. Nog niet? Kies een nieuwe dag.",
                f"date: {today + _MONTH}",
            )
    if isinstance(item, Guide) and item.review_by and item.review_by < today:
        yield (
            "review_by",
            f"deze handreiking zou uiterlijk op {dutch.plain_date(item.review_by)} worden "
            "nagekeken. Klopt alles nog? Kies dan een nieuwe dag.",
            f"review_by: {today + _YEAR}",
        )


def unknown_step(item: Item) -> Iterator[Finding]:
    """A state of the planning that isn't one of ours."""
    state = item.planning.status if item.planning else ""
    if state and state not in STEPS:
        hint = nearest(state, STEPS) or f" Bekend zijn: {choices(STEPS)}."
        yield "planning", f"de stand {shown(state)} is onbekend.{hint}", f"status: {STEPS[0]}"
