"""One sender at a time."""

from __future__ import annotations

import fcntl
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from site_plugins.sending.refusal import Refused


@contextmanager
def alone(ledger: Path) -> Iterator[None]:
    """Be the only program that sends with this ledger; the system lets go when it ends, anyhow.

    Raises Refused where another one is at it.
    """
    ledger.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    file = ledger.with_name(f"{ledger.name}.lock")
    descriptor = os.open(file, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
    try:
        try:
            fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            raise Refused("Er is al een verzending bezig. Deze doet niets.") from None
        yield
    finally:
        os.close(descriptor)
