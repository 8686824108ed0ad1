"""One sender at a time."""

from __future__ import annotations

import fcntl
import os
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path

from site_plugins.sending.refusal import Refused


@contextmanager
def alone(ledger: Path, editions: Path) -> Iterator[None]:
    """Be the only program that sends with this ledger, or with another one but out of the same
    folder of editions. The system lets go when it ends, anyhow.

    Raises Refused where another one is at it.
    """
    ledger.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    file = ledger.with_name(f"{ledger.name}.lock")
    with ExitStack() as ending:
        for path, flags in ((file, os.O_RDWR | os.O_CREAT), (editions, os.O_RDONLY)):
            descriptor = os.open(path, flags | os.O_CLOEXEC, 0o600)
            ending.callback(os.close, descriptor)
            try:
                fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except BlockingIOError:
                raise Refused("Er is al een verzending bezig. Deze doet niets.") from None
        yield
