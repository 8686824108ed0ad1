"""Why nothing is sent."""

from __future__ import annotations

from collections.abc import Iterable


class Refused(Exception):
    """Nothing was sent, for the reasons in ``reasons``: Dutch, and without anyone's address."""

    def __init__(self, *reasons: str) -> None:
        super().__init__("\n".join(reasons))
        self.reasons = reasons


def refuse(reasons: Iterable[str]) -> None:
    """Raise Refused where there is a reason."""
    if found := tuple(reasons):
        raise Refused(*found)
