"""The ledger itself: how long it knows who got what."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from pathlib import Path

from site_plugins.sending.ledger import State, create, opened

DAY = date(2026, 11, 22)
NOW = datetime(2026, 11, 22, 7, 5, tzinfo=UTC)


def test_addresses_are_forgotten(tmp_path: Path) -> None:
    """At a new edition the addresses of those from more than thirteen weeks before it go; that
    they were sent, to how many, and as what, stays known, and nobody in them can be sent to."""
    file = tmp_path / "boek.sqlite3"
    create(file)
    old, recent = DAY - timedelta(weeks=14), DAY - timedelta(weeks=13)
    states = [State.SENT, State.SENT, State.REFUSED, State.CLAIMED]
    with opened(file, lambda: NOW) as book:
        for day, name in ((old, "vroeger"), (recent, "recent")):
            people = [f"{name}{number}@voorbeeld.nl" for number in range(5)]
            book.begin(day, f"inhoud van {day}", "lijst", [(person, "") for person in people])
            for person, state in zip(people, states, strict=False):
                assert book.claim(day, person)
                book.settle(day, person, state, 250, f"<{person}> gehoord")
        before = book.edition(old), book.counts(old)
    with opened(file, lambda: NOW) as book:
        book.begin(DAY, "inhoud", "lijst", [("nieuw@voorbeeld.nl", "")])
        assert (book.edition(old), book.counts(old)) == before
        assert not book.claim(old, "vroeger4@voorbeeld.nl")
        assert book.addresses(recent, State.WAITING) == ["recent4@voorbeeld.nl"]
    assert [path.name for path in tmp_path.iterdir()] == [file.name]
    data = file.read_bytes()
    assert b"vroeger" not in data and data.count(b"recent0@voorbeeld.nl") > 0
