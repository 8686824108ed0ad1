"""How much trouble Python takes over memory, where a process begins and ends its work."""

from __future__ import annotations

import gc


def collect_seldom() -> None:
    """Look for rings of garbage after a million new objects, where Python does after 700.

    Nearly all that a build makes stays till its end, and every look goes through it anew: a
    seventh of the time that a build of 10,000 unchanged articles takes.
    """
    gc.set_threshold(1_000_000, 20, 50)


def leave_to_the_system(value: object) -> None:
    """Never free a value: a process that ends gives its memory back in one go.

    Python would take a second to free each of a million objects first. In a ring, and frozen, so
    that nobody looks at it any more.
    """
    ring = [value]
    ring.append(ring)
    gc.freeze()
