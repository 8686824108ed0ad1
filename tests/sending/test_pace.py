"""How fast it is sent."""

from __future__ import annotations

from datetime import UTC, date, datetime
from pathlib import Path

from site_plugins.sending.campaign import Campaign, Pace
from site_plugins.sending.ledger import create, opened
from site_plugins.sending.recipients import Recipient
from site_plugins.sending.settings import Server
from site_plugins.sending.transport import Line
from tests.sending.conftest import Sender
from tests.sending.mailserver import Mailserver

DAY = date(2026, 11, 22)


class Clock:
    """Time that passes only by waiting."""

    def __init__(self) -> None:
        self.now = 100.0

    def seconds(self) -> float:
        """What time it is."""
        return self.now

    def sleep(self, seconds: float) -> None:
        """Wait."""
        self.now += max(seconds, 0)

    def stopping(self) -> bool:
        """Nobody wants to stop."""
        return False


def test_no_more_than_so_many_a_minute(mailserver: Mailserver, tmp_path: Path) -> None:
    """With twenty a minute there are three seconds from each mail to the next, and a retry waits
    its own time besides."""
    people = [Recipient(f"lezer{n}@voorbeeld.nl", f"lezer{n}@voorbeeld.nl", "", "") for n in "1234"]
    mailserver.moves[people[1].address] = ["rcpt 451"]
    clock, began = Clock(), []

    def message(person: Recipient) -> bytes:
        began.append((person.key[:6], clock.now))
        return b"Subject: proef\r\n\r\nProef.\r\n"

    create(tmp_path / "boek.sqlite3")
    with opened(tmp_path / "boek.sqlite3", lambda: datetime(2026, 11, 22, tzinfo=UTC)) as book:
        book.begin(DAY, "inhoud", "lijst", [(person.key, "") for person in people])
        campaign = Campaign(
            day=DAY,
            sender="nieuwsbrief@voorbeeld.nl",
            ledger=book,
            line=Line(Server("127.0.0.1", mailserver.port, "none"), "voorbeeld.nl"),
            message=message,
            pace=Pace(retry_pause=60, between=3),
            watch=clock,
            settled=lambda: None,
        )
        assert campaign.run(people) == ""
    first = [("lezer1", 100), ("lezer2", 103), ("lezer3", 106), ("lezer4", 109)]
    assert began == [*first, ("lezer2", 163)]
    assert len(mailserver.received) == 4


def test_the_option(send: Sender) -> None:
    """The command takes a number of mails a minute, and nothing that is none."""
    lezers = send.readers(["een@voorbeeld.nl", "twee@voorbeeld.nl"])
    assert send(*lezers, "--per-minute", "0").returncode == 2
    assert send(*lezers, "--per-minute", "6000").returncode == 0
    assert len(send.server.received) == 2
