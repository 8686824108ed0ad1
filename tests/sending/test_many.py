"""As many readers as there are, a mail server in trouble, and a sender that is killed."""

from __future__ import annotations

import random
from collections import Counter

import pytest

from tests.sending.conftest import Sender

PERMANENT = "rcpt 550"
CERTAIN = ["rcpt 451", "data 451", "dot 452", "rcpt 421", "rcpt drop", "data drop"]
UNCERTAIN = ["data cut", "dot drop", "taken drop"]
KILLS = [f"{stage} kill" for stage in ("mail", "rcpt", "data", "dot", "taken")]


@pytest.mark.parametrize(
    ("readers", "kills", "seed"),
    [
        (60, 4, 1),
        *(pytest.param(2800, 20, seed, marks=pytest.mark.slow) for seed in (2, 3)),
    ],
)
def test_nobody_twice_and_nobody_forgotten(
    send: Sender, readers: int, kills: int, seed: int
) -> None:
    """Over all kills, refusals and lost connections: one mail to each, the uncertain reported.

    The list has each address twice, in two ways of writing. What may go wrong for one reader is
    at most one uncertain mail for each kill and each connection that was lost after the message.
    """
    dice = random.Random(seed)
    people = [f"lezer{number:04}@voorbeeld.nl" for number in range(readers)]
    trouble = dice.sample(people, readers // 6)
    moves = {reader: [dice.choice([PERMANENT, *CERTAIN, *UNCERTAIN])] for reader in trouble}
    for reader in dice.sample([p for p in people if p not in moves], kills):
        moves[reader] = [dice.choice(KILLS)]
    send.server.moves.update({reader: list(told) for reader, told in moves.items()})
    lezers = send.readers(dice.sample([*people, *map(str.upper, people)], readers * 2))

    runs = 0
    while (process := send.begin(*lezers)) and process.join(300) is None:
        runs += 1
        assert process.exitcode in (-9, 0, 1) and runs <= kills + 5
        if process.exitcode != -9 and send(*lezers).stdout.startswith("Al verzonden"):
            break

    got = Counter(address.lower() for address in send.server.addresses)
    assert max(got.values()) == 1
    refused = {reader for reader, told in moves.items() if told == [PERMANENT]}
    uncertain = set(send.uncertain)
    assert set(got) | refused | uncertain == set(people)
    assert set(send.names("geweigerd")) == refused and not refused & (set(got) | uncertain)
    lost = sum(told[0] in (*UNCERTAIN, *KILLS) for told in moves.values())
    assert len(uncertain) <= lost
