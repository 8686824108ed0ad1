"""Work that is shared between processes."""

from __future__ import annotations

import os
import signal
import threading
import time
from collections.abc import Callable, Sequence
from pathlib import Path

import pytest

from site_plugins.engine.workers import FEW, Aside, WorkerDied, free_cores, share

MANY = list(range(FEW * 20))


def squares(some: Sequence[int]) -> list[int]:
    return [number * number for number in some]


@pytest.mark.parametrize("workers", [1, 2, 3])
@pytest.mark.parametrize("number", [0, 1, FEW - 1, FEW, FEW + 1, FEW * 20])
def test_results_come_in_the_order_of_the_work(workers: int, number: int) -> None:
    """Whoever did it, and whenever."""
    assert share(squares, MANY[:number], workers) == squares(MANY[:number])


def test_two_processes_do_it() -> None:
    """And neither of them is this one."""

    def who(some: Sequence[int]) -> list[int]:
        return [os.getpid()] * len(some)

    assert os.getpid() not in share(who, MANY, 2)
    assert set(share(who, MANY, 1)) == {os.getpid()}


def test_much_can_be_sent_back() -> None:
    """More than fits in a pipe."""
    assert share(lambda some: [b"x" * 100_000 for _ in some], MANY, 2) == [b"x" * 100_000] * len(
        MANY
    )


def test_the_first_mistake_is_raised() -> None:
    """The same one each time, whoever comes to it first."""

    def fail(some: Sequence[int]) -> list[int]:
        if bad := [number for number in some if number % 300 == 299]:
            raise ValueError(bad[0])
        return list(some)

    for workers in (1, 2):
        with pytest.raises(ValueError, match=r"^299$"):
            share(fail, MANY, workers)


def test_what_can_not_be_sent_is_a_mistake() -> None:
    """And no reason to hang."""
    with pytest.raises(RuntimeError, match="lock"):
        share(lambda some: [threading.Lock() for _ in some], MANY, 2)


def test_a_worker_that_is_killed() -> None:
    """What the system does where memory runs out."""

    def die(some: Sequence[int]) -> list[int]:
        if 500 in some:
            os.kill(os.getpid(), signal.SIGKILL)
        return list(some)

    with pytest.raises(WorkerDied):
        share(die, MANY, 2)


def test_nothing_is_left_behind() -> None:
    """No process, no open file."""
    before = len(list(Path("/dev/fd").iterdir()))
    for worker in set(share(lambda some: [os.getpid() for _ in some], MANY, 2)):
        with pytest.raises(ProcessLookupError):
            os.kill(worker, 0)
    assert len(list(Path("/dev/fd").iterdir())) == before


def test_the_number_can_be_set(monkeypatch: pytest.MonkeyPatch) -> None:
    """By who knows better; nonsense counts as one."""
    for given, meant in (("1", 1), ("3", 3), ("0", 1), ("veel", 1)):
        monkeypatch.setenv("LOKAAL_WORKERS", given)
        assert free_cores() == meant


def test_no_forks_beside_threads(monkeypatch: pytest.MonkeyPatch) -> None:
    """A fork has only one of them, and may wait for ever for what another had in hand."""
    monkeypatch.delenv("LOKAAL_WORKERS", raising=False)
    stop = threading.Event()
    thread = threading.Thread(target=stop.wait)
    thread.start()
    try:
        assert free_cores() == 1
    finally:
        stop.set()
        thread.join()


@pytest.mark.parametrize("workers", [1, 2])
def test_aside_gives_what_the_work_gives(workers: int) -> None:
    """More than fits in a pipe too, and when it was ready long before."""
    aside = Aside(lambda: [b"x" * 500_000, b"y"], workers)
    assert aside.result() == [b"x" * 500_000, b"y"]
    quick = Aside(lambda: "klaar", workers)
    time.sleep(0.05)
    assert quick.result() == "klaar"


def test_aside_is_another_process() -> None:
    """With one worker it is this one, and only when it is asked."""
    assert Aside(os.getpid, 2).result() != os.getpid()
    assert Aside(os.getpid, 1).result() == os.getpid()
    done: list[int] = []
    late = Aside(lambda: done.append(1), 1)
    assert done == []
    late.result()
    assert done == [1]


def test_aside_begins_at_once(tmp_path: Path) -> None:
    """Before anyone asks for it, or nothing would be won."""
    sign = tmp_path / "begonnen"
    aside = Aside(sign.touch, 2)
    try:
        until = time.monotonic() + 5
        while not sign.exists():
            assert time.monotonic() < until
            time.sleep(0.005)
    finally:
        aside.stop()


@pytest.mark.parametrize("workers", [1, 2])
def test_aside_raises_what_the_work_raises(workers: int) -> None:
    """With what it says; an error of the system keeps its number and its file."""

    def fail() -> None:
        raise ValueError("dit niet")

    with pytest.raises(ValueError, match=r"^dit niet$"):
        Aside(fail, workers).result()
    with pytest.raises(FileNotFoundError) as caught:
        Aside(Path("/nergens/a").read_text, workers).result()
    assert caught.value.filename == "/nergens/a"


def test_aside_can_not_send_everything() -> None:
    """That is a mistake and no reason to hang."""
    with pytest.raises(RuntimeError, match="lock"):
        Aside(threading.Lock, 2).result()


def test_aside_that_is_killed() -> None:
    """It is told of, and the next one works."""
    with pytest.raises(WorkerDied):
        Aside(lambda: os.kill(os.getpid(), signal.SIGKILL), 2).result()
    assert Aside(lambda: 5, 2).result() == 5


def assert_gone(child: int) -> None:
    with pytest.raises(ChildProcessError):  # nor is it there as a zombie
        os.waitpid(child, os.WNOHANG)
    with pytest.raises(ProcessLookupError):
        os.kill(child, 0)


def test_aside_that_nobody_asks_for() -> None:
    """Is ended in the middle of its work, or of what it has to say."""
    before = len(list(Path("/dev/fd").iterdir()))
    for last in (lambda: time.sleep(60), lambda: b"x" * 1_000_000):
        told, tell = os.pipe()

        def work(last: Callable[[], object] = last, tell: int = tell) -> object:
            os.write(tell, str(os.getpid()).encode())
            return last()

        aside = Aside(work, 2)
        child = int(os.read(told, 20))
        begun = time.monotonic()
        aside.stop()
        assert time.monotonic() - begun < 10
        assert_gone(child)
        aside.stop()
        os.close(told)
        os.close(tell)
    assert len(list(Path("/dev/fd").iterdir())) == before


@pytest.mark.parametrize("workers", [1, 2])
def test_aside_is_stopped_after_its_result(workers: int) -> None:
    """As at the end of a build, which doesn't know whether it was asked for."""
    before = len(list(Path("/dev/fd").iterdir()))
    aside = Aside(os.getpid, workers)
    child = aside.result()
    if workers > 1:
        assert_gone(child)
    aside.stop()
    aside.stop()
    assert len(list(Path("/dev/fd").iterdir())) == before
