"""The moment that a build is of; time enters here, and travels on as an argument."""

from __future__ import annotations

import os
from datetime import UTC, datetime

from site_plugins.loading.moments import FIRST_YEAR, LAST_YEAR, parse_moment
from site_plugins.model.item import ZONE


def build_moment(at: str | None) -> datetime:
    """``at``, else SOURCE_DATE_EPOCH, else now; in Amsterdam.

    Raises ValueError with a message in Dutch.
    https://reproducible-builds.org/specs/source-date-epoch/
    """
    if at:
        found = parse_moment(at.strip())
        if isinstance(found, str):
            raise ValueError(f"at: '{at}' {found}.")
        return found
    epoch = os.environ.get("SOURCE_DATE_EPOCH")
    if epoch is None:
        return datetime.now(ZONE)
    try:
        moment = datetime.fromtimestamp(int(epoch), UTC).astimezone(ZONE)
    except (ValueError, OverflowError, OSError):
        raise ValueError(f"SOURCE_DATE_EPOCH: '{epoch}' is geen aantal seconden.") from None
    if not FIRST_YEAR <= moment.year <= LAST_YEAR:
        raise ValueError(f"SOURCE_DATE_EPOCH: '{epoch}' ligt buiten {FIRST_YEAR}–{LAST_YEAR}.")
    return moment
