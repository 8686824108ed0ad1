"""Dates in words."""

from __future__ import annotations

from datetime import date, timedelta

from babel.dates import format_date

from site_plugins.rendering.dutch import long_date, month, plain_date, weekday


def test_dates_are_written_as_unicode_has_them_for_dutch() -> None:
    """Each day of five years, one of them a leap year."""
    for day in (date(2024, 1, 1) + timedelta(days=n) for n in range(5 * 365)):
        assert long_date(day) == format_date(day, "EEEE d MMMM y", locale="nl")
        assert plain_date(day) == format_date(day, "d MMMM y", locale="nl")
        assert month(day) == format_date(day, "MMMM y", locale="nl")
        assert weekday(day) == format_date(day, "EEEE", locale="nl")
