"""One connection to a mail server, and what became of each message that went over it.

smtplib's own ``sendmail`` does not tell at which command a connection was lost. Here it matters:
before the dot that ends a message nothing has been delivered, and after it that is uncertain.
"""

from __future__ import annotations

import re
import smtplib
import socket
import ssl
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from enum import Enum, auto

from site_plugins.sending.settings import Server

_TIMEOUT = 60
_TIMEOUT_AT_THE_DOT = 600  # RFC 5321, 4.5.3.2.6


class Unreachable(Exception):
    """There is no connection now; later there may be one."""


class Unusable(Exception):
    """There will be no connection until someone changes a setting; the message says why."""


class Verdict(Enum):
    """What became of a message."""

    SENT = auto()
    REFUSED = auto()
    """For good (5xx)."""
    LATER = auto()
    """Certainly not sent, and this recipient may be tried again (4xx)."""
    LOST = auto()
    """Certainly not sent: the connection was lost, or the server ends it."""
    UNCERTAIN = auto()
    """The connection was lost after the message had gone."""
    HALTED = auto()
    """The server does not take this sender, so nobody's mail."""


@dataclass(frozen=True, slots=True)
class Answer:
    """A verdict, and what the server said: which may name the recipient, so for the ledger."""

    verdict: Verdict
    code: int = 0
    text: str = ""


class Line:
    """A connection that is made when it is asked for."""

    def __init__(self, server: Server, name: str) -> None:
        """``name`` is the domain that this machine says to be (EHLO)."""
        self._server, self._name = server, name
        self._smtp: smtplib.SMTP | None = None

    @property
    def is_open(self) -> bool:
        """Whether the connection was there when last used."""
        return self._smtp is not None

    def open(self) -> None:
        """Connect and log in. Raises Unreachable or Unusable, without a word of the server's."""
        server = self._server
        try:
            self._smtp = self._connected()
        except ssl.SSLCertVerificationError as error:
            raise Unusable(
                f"het certificaat van {server.host} klopt niet ({error.verify_message}). "
                "Heeft de server een eigen certificaat, zet dat dan in LOKAAL_SMTP_CA."
            ) from None
        except smtplib.SMTPResponseException as error:
            if 400 <= error.smtp_code < 500:
                raise Unreachable(f"{server.host} vraagt om later te komen.") from None
            logging_in = isinstance(error, smtplib.SMTPAuthenticationError)
            reason = "weigert de inlog" if logging_in else "weigert de verbinding"
            raise Unusable(f"{server.host} {reason} (code {error.smtp_code}).") from None
        except OSError as error:  # smtplib's own are among them
            if type(error) in (smtplib.SMTPNotSupportedError, smtplib.SMTPException):
                raise Unusable(
                    f"{server.host} kan geen STARTTLS, of geen manier van inloggen die wij kennen."
                ) from None
            reason = error.strerror or type(error).__name__
            raise Unreachable(
                f"geen verbinding met {server.host}:{server.port} ({reason})."
            ) from None

    def deliver(self, sender: str, recipient: str, message: bytes) -> Answer:
        """Hand over one message; ``is_open`` must be true, and is false after a lost connection.

        ``message`` has lines that end in CR LF.
        """
        smtp = self._smtp
        assert smtp is not None and smtp.sock is not None
        ended = False
        try:
            code, text = smtp.mail(sender)
            if not 200 <= code < 300:
                return self._no(code, text, Verdict.HALTED, Verdict.LOST)
            code, text = smtp.rcpt(recipient)
            if not 200 <= code < 300:
                return self._no(code, text)
            code, text = smtp.docmd("DATA")
            if code != 354:
                return self._no(code, text)
            smtp.send(re.sub(rb"(?m)^\.", b"..", message))  # RFC 5321, 4.5.2
            smtp.sock.settimeout(_TIMEOUT_AT_THE_DOT)
            ended = True
            smtp.send(b".\r\n")
            code, text = smtp.getreply()
            smtp.sock.settimeout(_TIMEOUT)
        except OSError as error:
            self._drop()
            return Answer(Verdict.UNCERTAIN if ended else Verdict.LOST, 0, type(error).__name__)
        if 200 <= code < 300:
            return Answer(Verdict.SENT, code, _readable(text))
        if not 400 <= code < 600:
            self._drop()
            return Answer(Verdict.UNCERTAIN, code, _readable(text))
        return self._no(code, text)

    def close(self) -> None:
        """Say goodbye, where anyone listens."""
        if self._smtp is not None:
            with suppress(OSError):
                self._smtp.quit()
        self._drop()

    def _no(
        self,
        code: int,
        text: bytes,
        for_good: Verdict = Verdict.REFUSED,
        for_now: Verdict = Verdict.LATER,
    ) -> Answer:
        """The verdict of an answer that is no yes; the connection is ready for the next message."""
        if code == 421 or not 400 <= code < 600 or (for_now is Verdict.LOST and code < 500):
            self._drop()
            return Answer(Verdict.LOST, code, _readable(text))
        try:
            assert self._smtp is not None
            reset, _ = self._smtp.docmd("RSET")
            if reset != 250:
                self._drop()
        except OSError:
            self._drop()
        return Answer(for_good if code >= 500 else for_now, code, _readable(text))

    def _drop(self) -> None:
        if self._smtp is not None:
            self._smtp.close()
        self._smtp = None

    def _connected(self) -> smtplib.SMTP:
        server = self._server
        make: Callable[..., smtplib.SMTP] = smtplib.SMTP
        options = {}
        if server.security != "none":
            context = ssl.create_default_context(cafile=server.authority)
        if server.security == "tls":
            make, options = smtplib.SMTP_SSL, {"context": context}
        smtp = make(
            server.host, server.port, local_hostname=self._name, timeout=_TIMEOUT, **options
        )
        try:
            if server.security == "starttls":
                smtp.starttls(context=context)
            smtp.ehlo_or_helo_if_needed()
            if server.user:
                smtp.login(server.user, server.password)
            # Otherwise the dot that ends a message waits for the answer to what was before it.
            assert smtp.sock is not None
            smtp.sock.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        except BaseException:
            smtp.close()
            raise
        return smtp


def _readable(text: bytes) -> str:
    return " ".join(text.decode("ascii", "replace").split())[:300]
