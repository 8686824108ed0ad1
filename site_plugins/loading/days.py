"""Readers of moments that tell whether a time was written."""

from __future__ import annotations

import re
from datetime import date

from site_plugins.loading.moments import read_moment
from site_plugins.loading.nodes import Node, Scalar
from site_plugins.loading.place import Place, scalar
from site_plugins.loading.problems import nearest, shown
from site_plugins.model.agenda import HOLIDAYS


def read_moment_or_day(node: Node, place: Place) -> date | None:
    """A date with a time (a datetime), or without one (a bare date)."""
    moment = read_moment(node, place)
    found = scalar(node, place) if moment else None
    if moment and found and re.fullmatch(r"[\d-]+", found.text):
        return moment.date()
    return moment


def read_exception(node: Node, place: Place) -> date | str | None:
    """A date, or ``feestdagen`` for every public holiday."""
    if isinstance(node, Scalar) and node.text.strip().lower() == HOLIDAYS:
        return HOLIDAYS
    if isinstance(node, Scalar) and (hint := nearest(node.text, [HOLIDAYS])):
        place.wrong(node, f"{shown(node.text)} is geen datum die ik kan lezen.{hint}")
        return None
    return read_day_of_moment(node, place)


def read_day_of_moment(node: Node, place: Place) -> date | None:
    """A date; a time beside it is read and doesn't count."""
    moment = read_moment(node, place)
    return moment and moment.date()
