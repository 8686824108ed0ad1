"""A real mail server that does what a test tells it to."""

from __future__ import annotations

import asyncio
import os
import signal
import ssl
import threading
import time
from collections import defaultdict
from collections.abc import Coroutine, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from email import message_from_bytes
from email.message import EmailMessage
from email.policy import default
from typing import Any, cast

from aiosmtpd.smtp import SMTP, AuthResult, Envelope, Session

PASSWORD = "geheim-van-de-proef"


@dataclass
class Mailserver:
    """What it got, and what it is to do for whom.

    A move is what happens to a recipient's next message, and then the one after that. ``rcpt 451``
    and ``dot 550`` are answers to a command; ``mail kill`` ends the process that sends with
    SIGKILL when that command comes; ``rcpt drop`` closes the connection. The commands: ``mail``
    (of the message after the recipient's), ``rcpt``, ``data`` (before it is
    read; ``data cut`` closes the connection in the middle of it), ``dot`` (it was
    read, and not taken) and ``taken`` (it was taken, and the answer is still to go).
    """

    port: int = 0
    received: list[tuple[str, bytes]] = field(default_factory=list)
    moves: dict[str, list[str]] = field(default_factory=lambda: defaultdict(list))
    always: str = ""
    """A move for everyone."""
    sender_answer: str = ""
    victim: int = 0
    """The process that ``kill`` ends."""
    gate: threading.Event = field(default_factory=threading.Event)
    """``wait`` waits for it."""
    reached: threading.Event = field(default_factory=threading.Event)
    """``wait`` says so."""
    sessions: int = 0

    @property
    def addresses(self) -> list[str]:
        """Who got a message, in order."""
        return [address for address, _ in self.received]

    def messages(self) -> list[EmailMessage]:
        """The messages, as they were received."""
        return [
            cast(EmailMessage, message_from_bytes(data, policy=default))
            for _, data in self.received
        ]

    def move(self, address: str, command: str) -> str:
        """What to do now: an answer, or ``""`` for the usual one. Raises Dropped."""
        moves = self.moves[address.lower()]
        now = self.always or (moves[0] if moves else "")
        if not now.startswith(f"{command} "):
            return ""
        if not self.always:
            moves.pop(0)
        action = now.split(" ", 1)[1]
        match action:
            case "kill":
                while not self.victim:
                    time.sleep(0.01)
                os.kill(self.victim, signal.SIGKILL)
                raise Dropped
            case "drop":
                raise Dropped
            case "stop":
                os.kill(self.victim, signal.SIGTERM)
                return ""
            case "wait":
                self.reached.set()
                self.gate.wait(60)
                return ""
        return f"{action} volgens de proef"


class Dropped(Exception):
    """The connection is to be closed."""


class _Connection(SMTP):
    async def smtp_MAIL(self, arg: str) -> None:
        told = self.event_handler.told
        if told.received and self._acted(told.received[-1][0], "mail"):
            return
        if told.sender_answer:
            await self.push(told.sender_answer)
        else:
            await super().smtp_MAIL(arg)

    async def smtp_RCPT(self, arg: str) -> None:
        address = arg.partition("<")[2].rstrip(">")
        answer = self._acted(address, "rcpt")
        if answer is None:
            await super().smtp_RCPT(arg)
        elif answer:
            await self.push(answer)

    async def smtp_DATA(self, arg: str) -> None:
        answer = self._acted(self.envelope.rcpt_tos[0], "data") if self.envelope else None
        if answer is None:
            await super().smtp_DATA(arg)
        elif answer.startswith("cut"):
            await self.push("354 toe maar")
            await self._reader.readline()
            self.transport.abort()
        elif answer:
            await self.push(answer)

    def _acted(self, address: str, command: str) -> str | None:
        """None: go on as usual; a text: say that; ``""``: the connection is gone."""
        try:
            return self.event_handler.told.move(address, command) or None
        except Dropped:
            self.transport.abort()
            return ""


class _Handler:
    def __init__(self, told: Mailserver) -> None:
        self.told = told

    async def handle_DATA(self, server: SMTP, session: Session, envelope: Envelope) -> str:
        (address,) = envelope.rcpt_tos
        assert isinstance(envelope.content, bytes)
        try:
            if answer := self.told.move(address, "dot"):
                return answer
            self.told.received.append((address, envelope.content))
            self.told.move(address, "taken")
        except Dropped:
            server.transport.abort()
        return "250 in orde"


def _authenticated(
    server: Any, session: Any, envelope: Any, mechanism: str, data: Any
) -> AuthResult:
    return AuthResult(success=data.password == PASSWORD.encode(), handled=False)


@contextmanager
def serving(tls: ssl.SSLContext | None = None, *, at_once: bool = False) -> Iterator[Mailserver]:
    """A mail server on a port of its own; with ``tls`` it wants STARTTLS and a password.

    With ``at_once`` it speaks TLS from the first byte.
    """
    told = Mailserver()
    loop = asyncio.new_event_loop()
    options: dict[str, Any] = {}
    if tls:
        options = {
            "tls_context": tls,
            "require_starttls": not at_once,
            "auth_require_tls": not at_once,
            "auth_required": True,
            "authenticator": _authenticated,
        }

    def connection() -> SMTP:
        told.sessions += 1
        return _Connection(_Handler(told), loop=loop, ident="proef", hostname="proef", **options)

    # Only in a thread of its own does a loop run: Playwright's runs in the tests' own.
    thread = threading.Thread(target=loop.run_forever)
    thread.start()

    def done(work: Coroutine[Any, Any, Any]) -> Any:
        return asyncio.run_coroutine_threadsafe(work, loop).result()

    server = done(
        loop.create_server(connection, "127.0.0.1", 0, ssl=tls if at_once else None),
    )
    told.port = server.sockets[0].getsockname()[1]
    try:
        yield told
    finally:
        told.gate.set()
        done(_end(server))
        loop.call_soon_threadsafe(loop.stop)
        thread.join()
        loop.close()


async def _end(server: asyncio.Server) -> None:
    server.close()
    for task in asyncio.all_tasks() - {asyncio.current_task()}:
        task.cancel()
    await asyncio.sleep(0)
