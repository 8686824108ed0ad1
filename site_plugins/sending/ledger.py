"""The ledger: for each edition who gets it, and what became of that.

A message is claimed here before the mail server hears of it, and marked as sent when that has
taken it. Whatever stops the program in between leaves it claimed: it is then uncertain whether
it was sent, and it is never sent again by itself. The file holds addresses of people, so only
its owner can read it.
"""

from __future__ import annotations

import os
import sqlite3
from collections import Counter
from collections.abc import Callable, Collection, Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum
from pathlib import Path

from site_plugins.sending.refusal import Refused

_APPLICATION = 0x4C424E42
_VERSION = 1
KEPT = timedelta(weeks=13)
"""How long it is kept who got an edition; after that only how many."""
_SCHEMA = f"""
PRAGMA application_id = {_APPLICATION};
PRAGMA user_version = {_VERSION};
CREATE TABLE editions (
    edition TEXT PRIMARY KEY,
    content TEXT NOT NULL,
    list TEXT NOT NULL,
    started TEXT NOT NULL,
    finished TEXT
);
CREATE TABLE mails (
    edition TEXT NOT NULL REFERENCES editions,
    address TEXT NOT NULL,
    audience TEXT NOT NULL,
    state TEXT NOT NULL CHECK (state IN ('waiting', 'claimed', 'sent', 'refused', 'left_out')),
    code INTEGER,
    answer TEXT,
    moment TEXT,
    PRIMARY KEY (edition, address)
);
"""


class State(StrEnum):
    """What became of a message."""

    WAITING = "waiting"
    """Certainly not sent."""
    CLAIMED = "claimed"
    """Being sent; when nobody is sending any more: uncertain."""
    SENT = "sent"
    REFUSED = "refused"
    LEFT_OUT = "left_out"
    """Unsubscribed or bounced before it was sent."""


@dataclass(frozen=True, slots=True)
class Known:
    """An edition that the ledger has."""

    content: str
    list: str
    started: datetime
    finished: datetime | None


class Ledger:
    """An open ledger. One program at a time has one (``locking.alone``)."""

    def __init__(self, connection: sqlite3.Connection, now: Callable[[], datetime]) -> None:
        self._db, self._now = connection, now

    def edition(self, day: date) -> Known | None:
        """What is known of an edition."""
        row = self._db.execute(
            "SELECT content, list, started, finished FROM editions WHERE edition = ?", (str(day),)
        ).fetchone()
        if row is None:
            return None
        content, people, started, finished = row
        ended = datetime.fromisoformat(finished) if finished else None
        return Known(content, people, datetime.fromisoformat(started), ended)

    def begin(self, day: date, content: str, people: str, keys: Sequence[tuple[str, str]]) -> None:
        """Write down what will be sent (a hash), and to whom: a hash, and (address, audience).

        It takes the place of what stands there, of which nothing may have been attempted. The
        addresses of editions from more than ``KEPT`` before it are forgotten: numbers take their
        place, so that what was sent still counts as sent, and nobody in it can be sent to.
        """
        with self._transaction():
            self._db.execute(
                "UPDATE mails SET address = rowid, answer = NULL "
                "WHERE edition < ? AND address LIKE '%@%'",
                (str(day - KEPT),),
            )
            self._db.execute("DELETE FROM mails WHERE edition = ?", (str(day),))
            self._db.execute("DELETE FROM editions WHERE edition = ?", (str(day),))
            self._db.execute(
                "INSERT INTO editions (edition, content, list, started) VALUES (?, ?, ?, ?)",
                (str(day), content, people, self._moment()),
            )
            self._db.executemany(
                "INSERT INTO mails (edition, address, audience, state) VALUES (?, ?, ?, 'waiting')",
                [(str(day), address, audience) for address, audience in keys],
            )

    def addresses(self, day: date, state: State) -> list[str]:
        """The addresses in a state, in the order of the list."""
        rows = self._db.execute(
            "SELECT address FROM mails WHERE edition = ? AND state = ? ORDER BY rowid",
            (str(day), state),
        )
        return [address for (address,) in rows]

    def answers(self, day: date, state: State) -> list[tuple[str, int, str]]:
        """Address, code and answer of the messages in a state, in the order of the list."""
        rows = self._db.execute(
            "SELECT address, code, answer FROM mails WHERE edition = ? AND state = ? "
            "ORDER BY rowid",
            (str(day), state),
        )
        return rows.fetchall()

    def counts(self, day: date) -> Counter[State]:
        """How many messages there are in each state."""
        rows = self._db.execute(
            "SELECT state, count(*) FROM mails WHERE edition = ? GROUP BY state", (str(day),)
        )
        return Counter({State(state): number for state, number in rows})

    def leave_out(self, day: date, keys: Collection[str]) -> None:
        """Leave out who is still waiting."""
        with self._transaction():
            self._db.executemany(
                "UPDATE mails SET state = 'left_out', moment = ? "
                "WHERE edition = ? AND address = ? AND state = 'waiting'",
                [(self._moment(), str(day), address) for address in sorted(keys)],
            )

    def decide_uncertain(self, day: date, state: State) -> None:
        """What those count as of whom it is uncertain whether they got it."""
        self._db.execute(
            "UPDATE mails SET state = ?, moment = ? WHERE edition = ? AND state = 'claimed'",
            (state, self._moment(), str(day)),
        )

    def claim(self, day: date, address: str) -> bool:
        """Before the mail server hears of it; False where it is not waiting, so not to be sent."""
        claimed = self._db.execute(
            "UPDATE mails SET state = 'claimed', moment = ? "
            "WHERE edition = ? AND address = ? AND state = 'waiting'",
            (self._moment(), str(day), address),
        )
        return claimed.rowcount == 1

    def settle(self, day: date, address: str, state: State, code: int, answer: str) -> None:
        """What became of a claimed message, and what the mail server said."""
        self._db.execute(
            "UPDATE mails SET state = ?, code = ?, answer = ?, moment = ? "
            "WHERE edition = ? AND address = ?",
            (state, code, answer, self._moment(), str(day), address),
        )

    def finish(self, day: date) -> None:
        """Nobody is waiting any more."""
        self._db.execute(
            "UPDATE editions SET finished = ? WHERE edition = ? AND finished IS NULL",
            (self._moment(), str(day)),
        )

    def _moment(self) -> str:
        return self._now().isoformat(timespec="seconds")

    @contextmanager
    def _transaction(self) -> Iterator[None]:
        self._db.execute("BEGIN IMMEDIATE")
        try:
            yield
        except BaseException:
            self._db.execute("ROLLBACK")
            raise
        self._db.execute("COMMIT")


@contextmanager
def opened(file: Path, now: Callable[[], datetime], *, read_only: bool = False) -> Iterator[Ledger]:
    """The ledger in ``file``, which must be there. Raises Refused where it can't be trusted."""
    mode = "ro" if read_only else "rw"
    damaged = Refused(
        f"Het verzendboek {file} is beschadigd of geen verzendboek van deze versie. Er is niets "
        "verzonden. Zet de laatste goede reservekopie terug; begin geen nieuw."
    )
    connection = None
    try:
        try:
            address = f"{file.as_uri()}?mode={mode}"
            connection = sqlite3.connect(address, uri=True, isolation_level=None)
            _check(connection)
            if not read_only:
                # Each commit is on the disk before the next step, also after a power cut.
                connection.execute("PRAGMA journal_mode = WAL")
                connection.execute("PRAGMA synchronous = FULL")
                connection.execute("PRAGMA fullfsync = ON")  # macOS
                # Into the file itself at each commit: whoever loses or forgets to copy what SQLite
                # keeps beside it, does not go back to before mails that were sent.
                connection.execute("PRAGMA wal_autocheckpoint = 1")
                # What is forgotten is overwritten, not only let go.
                connection.execute("PRAGMA secure_delete = ON")
        except sqlite3.OperationalError as error:  # in use, on a full disk, not ours to write
            raise Refused(
                f"Het verzendboek {file} kan nu niet worden gebruikt ({error}). Er is niets "
                "verzonden. Zoek uit waarom; zet er geen oude reservekopie voor terug."
            ) from None
        except (sqlite3.DatabaseError, ValueError):
            raise damaged from None
        yield Ledger(connection, now)
    finally:
        if connection:
            connection.close()


def create(file: Path) -> None:
    """Make an empty ledger, which appears whole or not at all. Raises OSError or Refused."""
    file.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    new = file.with_name(f"{file.name}.new")
    with suppress(FileNotFoundError):
        new.unlink()
    # SQLite gives the files that it adds the rights of this one.
    os.close(os.open(new, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600))
    connection = sqlite3.connect(new)
    try:
        connection.executescript(_SCHEMA)
    except sqlite3.Error as error:
        raise Refused(f"Het verzendboek {file} kan niet worden gemaakt ({error}).") from None
    finally:
        connection.close()
    new.rename(file)


def _check(connection: sqlite3.Connection) -> None:
    found = [
        connection.execute(f"PRAGMA {name}").fetchone()[0]
        for name in ("application_id", "user_version", "quick_check")
    ]
    if found != [_APPLICATION, _VERSION, "ok"]:
        raise ValueError
