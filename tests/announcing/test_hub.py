"""Telling a hub: what is told, and what becomes of it when the hub doesn't take it."""

from __future__ import annotations

import socket
from collections.abc import Iterator, Sequence
from pathlib import Path

import pytest

from site_plugins.announcing import hub as telling
from site_plugins.announcing.hub import AT_ONCE, FED_UP, LONGEST_PAUSE, PAUSES, announce, is_hub
from tests.announcing.hubs import Hub, hub_running

FEEDS = [f"http://127.0.0.1:9/feed-{number}.xml" for number in range(3)]


@pytest.fixture
def hub() -> Iterator[Hub]:
    with hub_running() as running:
        yield running


class Told:
    """A call of ``announce``, and all that came of it."""

    def __init__(self, address: str, feeds: Sequence[str] = FEEDS) -> None:
        self.known: list[str] = []
        self.pauses: list[float] = []
        self.said: list[str] = []
        self.failed = announce(
            address, feeds, self.known.extend, self.pauses.append, self.said.append
        )


@pytest.mark.parametrize("status", ["200", "202", "204"])
def test_what_a_hub_accepts(hub: Hub, status: str) -> None:
    """Any 2xx; the request has the addresses of feeds, and nothing else that tells of anyone."""
    hub.moves = [status]
    told = Told(hub.address)
    assert (told.known, told.failed, told.pauses) == (FEEDS, {}, [])
    assert hub.requests == [[("hub.mode", "publish"), *(("hub.url", feed) for feed in FEEDS)]]
    kept = {"Host", "Content-Type", "Content-Length", "Connection", "Accept-Encoding", "User-Agent"}
    assert hub.headers[0].keys() == kept and hub.headers[0]["User-Agent"] == "lokaal"
    assert hub.headers[0]["Content-Type"] == "application/x-www-form-urlencoded"


def test_many_feeds_go_in_parts(hub: Hub) -> None:
    """All of them are told once, so many at a time."""
    feeds = [f"http://127.0.0.1:9/{number}" for number in range(2 * AT_ONCE + 1)]
    hub.always = "204"
    told = Told(hub.address, feeds)
    assert told.known == feeds and len(hub.requests) == 3


@pytest.mark.parametrize(
    ("moves", "pauses"),
    [
        (["503", "204"], [PAUSES[0]]),
        (["500", "408", "204"], [*PAUSES[:2]]),
        (["429 7", "204"], [7]),
        (["503 999999", "204"], [LONGEST_PAUSE]),
        (["503 Sun, 22 Nov 2026 09:00:00 GMT", "cut", "204"], [*PAUSES[:2]]),
    ],
)
def test_a_busy_hub_is_asked_again(hub: Hub, moves: list[str], pauses: list[float]) -> None:
    """After the pause that it asks for, within bounds, else after one that grows."""
    hub.moves = moves
    told = Told(hub.address)
    assert (told.known, told.failed, told.pauses) == (FEEDS, {}, pauses)
    assert [said.partition("; ")[2] for said in told.said] == [
        f"over {pause} seconden nog eens." for pause in pauses
    ]


def test_a_hub_that_stays_busy(hub: Hub) -> None:
    """It is let go after the last pause, and not asked for the other feeds any more."""
    hub.always = "503"
    feeds = [f"http://127.0.0.1:9/{number}" for number in range(AT_ONCE + 1)]
    told = Told(hub.address, feeds)
    assert told.pauses == [*PAUSES] and len(hub.requests) == len(PAUSES) + 1
    assert told.known == [] and told.failed == dict.fromkeys(feeds, "de hub antwoordt met 503")


def test_a_hub_that_is_down() -> None:
    """No connection: tried again, then said."""
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))  # and nobody listens
        told = Told(f"http://127.0.0.1:{taken.getsockname()[1]}/")
    assert told.pauses == [*PAUSES] and told.known == []
    assert {"geen verbinding met de hub (Connection refused)"} == {*told.failed.values()}


def test_a_hub_that_says_nothing(hub: Hub, monkeypatch: pytest.MonkeyPatch) -> None:
    """It isn't waited for without end."""
    monkeypatch.setattr(telling, "TIMEOUT", 0.1)
    hub.always = "hang"
    told = Told(hub.address)
    assert {*told.failed.values()} == {"de hub antwoordt niet"}


def test_a_hub_that_does_not_speak_http(hub: Hub) -> None:
    """It may be busy starting: tried again, then said."""
    hub.always = "babble"
    told = Told(hub.address)
    assert told.pauses == [*PAUSES]
    assert {*told.failed.values()} == {"wat de hub antwoordt, is geen HTTP"}


def test_one_feed_that_the_hub_refuses(hub: Hub) -> None:
    """It holds the others back no longer than one request."""
    hub.moves = ["400", "204", "400", "204"]
    told = Told(hub.address)
    assert told.known == [FEEDS[0], FEEDS[2]]
    assert told.failed == {FEEDS[1]: "de hub antwoordt met 400"}


def test_an_address_that_is_no_hub(hub: Hub) -> None:
    """What refuses every feed isn't asked for all of them."""
    hub.always = "404"
    feeds = [f"http://127.0.0.1:9/{number}" for number in range(3 * AT_ONCE)]
    told = Told(hub.address, feeds)
    assert len(hub.requests) == 1 + FED_UP and told.failed.keys() == {*feeds}


@pytest.mark.parametrize("status", ["301", "302", "307", "308"])
def test_a_hub_that_leads_elsewhere(hub: Hub, status: str) -> None:
    """Nothing is told to another host; the message has the address that may be the right one."""
    with hub_running() as other:
        hub.always = f"{status} {other.address}"
        told = Told(hub.address)
        assert other.requests == [] and len(hub.requests) == 1
        assert {*told.failed.values()} == {f"de hub verwijst door naar {other.address}"}
        hub.always = f"{status} /\x1b[2J"
        assert {*Told(hub.address).failed.values()} == {"de hub verwijst door naar elders"}


def test_a_certificate_that_nobody_vouches_for(certificate: Path) -> None:
    """Nothing is told, and it isn't tried again: that is about a setting, not about time."""
    with hub_running(certificate) as hub:
        told = Told(hub.address)
        (why,) = {*told.failed.values()}
        assert why.startswith("het certificaat van de hub klopt niet (")
        assert (hub.requests, told.pauses) == ([], [])


@pytest.mark.parametrize(
    ("address", "right"),
    [
        ("https://pubsubhubbub.appspot.com/", True),
        ("https://hub.voorbeeld.nl:8443/publiceer?soort=feed", True),
        ("http://127.0.0.1:8080/", True),
        ("http://[::1]/", True),
        ("http://localhost/", True),
        ("http://hub.voorbeeld.nl/", False),
        ("http://127.0.0.1.voorbeeld.nl/", False),
        ("https://naam:geheim@hub.voorbeeld.nl/", False),
        ("https://hub.voorbeeld.nl:poort/", False),
        ("https://[::1", False),
        ("file:///etc/passwd", False),
        ("https:///", False),
        ("hub", False),
    ],
)
def test_what_can_be_a_hub(address: str, right: bool) -> None:
    """An https address; this machine itself may do without, for a trial."""
    assert is_hub(address) is right
