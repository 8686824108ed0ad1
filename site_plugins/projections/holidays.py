"""The public holidays of the Netherlands."""

from __future__ import annotations

from datetime import date
from functools import cache


@cache
def public_holidays(year: int) -> frozenset[date]:
    """What the ``holidays`` library counts as public, until the year 2100.

    Good Friday is one of them; Liberation Day (5 May) is so every fifth year (2025, 2030).
    """
    from holidays import country_holidays  # few sites need it, and it takes a while to load

    return frozenset(country_holidays("NL", years=year))
