"""From when until when an item can be seen: also in the hour that the clock gives twice."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta, tzinfo

from hypothesis import example, given
from hypothesis import strategies as st

from site_plugins.model.item import ZONE, Item, Visibility

CLOCK_GOES_BACK = datetime(2026, 10, 25, 1, tzinfo=UTC)

MOMENTS = st.builds(
    lambda minutes, zone: (CLOCK_GOES_BACK + timedelta(minutes=minutes)).astimezone(zone),
    st.integers(-90, 90) | st.integers(-3000, 3000),
    st.sampled_from([ZONE, UTC]),
)


def at(hours: float, zone: tzinfo = ZONE) -> datetime:
    return (CLOCK_GOES_BACK + timedelta(hours=hours)).astimezone(zone)


@given(MOMENTS, MOMENTS, MOMENTS)
@example(at(0.5), at(9), at(-0.5))  # both are 2.30 on the clock
@example(at(-0.5), at(0.5), at(0.25))
@example(at(0), at(9), at(24))
@example(at(0), at(9), at(0, UTC))
def test_an_item_is_public_from_its_date_until_it_expires(
    date: datetime, expires: datetime, now: datetime
) -> None:
    item = Item(key="a/b", slug="b", title="B", id="a/b", date=date, expires=expires)
    expected = Visibility.PUBLIC
    if now.astimezone(UTC) < date.astimezone(UTC):
        expected = Visibility.COMING
    elif now.astimezone(UTC) >= expires.astimezone(UTC):
        expected = Visibility.EXPIRED
    assert item.visibility(now) is expected
