"""Tells a WebSub hub that feeds changed; the hub then fetches them and passes them on.

WebSub (W3C Recommendation, 23 January 2018, section 6) leaves open how a publisher does so. Hubs
take what PubSubHubbub 0.3 (section 7.1) says: a form with ``hub.mode=publish`` and a ``hub.url``
for each feed, answered with a 2xx. Being told twice does no harm, so whatever is uncertain is
told again.
"""

from __future__ import annotations

import http.client
import ssl
import urllib.request
from collections.abc import Callable, Sequence
from email.message import Message
from http import HTTPStatus
from typing import IO, Any
from urllib.error import HTTPError, URLError
from urllib.parse import urlencode, urlsplit

from site_plugins.sending.settings import is_this_machine

AT_ONCE = 50
"""Feeds in a request."""
TIMEOUT = 20
"""Seconds for a connection, and for an answer."""
PAUSES = (2, 8, 30)
"""Seconds before each new attempt."""
LONGEST_PAUSE = 120
"""Seconds that a hub may ask for."""
FED_UP = 5
"""After so many feeds refused in a row it isn't about the feeds."""
_LONGEST_ADDRESS = 200

Wait = Callable[[float], None]
Say = Callable[[str], None]


class Refused(Exception):
    """The hub does not take these feeds; asking again is no use."""


class Useless(Exception):
    """No feed can be told now; the message says why."""


class _Later(Exception):
    """The hub may take them in a while: after ``seconds``, where it says so."""

    def __init__(self, reason: str, seconds: int | None = None) -> None:
        super().__init__(reason)
        self.seconds = seconds


def is_hub(address: str) -> bool:
    """Whether it is an address that may be told: https, or on this machine itself http."""
    try:
        parts = urlsplit(address)
        host = parts.hostname or ""
        known = parts.port is None or parts.port > 0
    except ValueError:
        return False
    local = parts.scheme == "http" and is_this_machine(host)
    return bool(host) and known and parts.username is None and (parts.scheme == "https" or local)


def announce(
    hub: str, feeds: Sequence[str], accepted: Callable[[Sequence[str]], None], wait: Wait, say: Say
) -> dict[str, str]:
    """Tell the hub of each feed (absolute addresses); gives why it doesn't know of the others.

    ``accepted`` is called with the feeds of each request that the hub has taken, at once.
    """
    failed: dict[str, str] = {}
    waiting = [list(feeds[n : n + AT_ONCE]) for n in range(0, len(feeds), AT_ONCE)]
    in_a_row = 0
    while waiting:
        batch = waiting.pop(0)
        try:
            _insist(hub, batch, wait, say)
        except Refused as error:
            if len(batch) > 1:
                # One of them may be what the hub won't have.
                waiting[:0] = [[feed] for feed in batch]
                continue
            failed[batch[0]] = str(error)
            in_a_row += 1
            if in_a_row < FED_UP:
                continue
            return failed | {feed: str(error) for rest in waiting for feed in rest}
        except Useless as error:
            return failed | {feed: str(error) for rest in (batch, *waiting) for feed in rest}
        accepted(batch)
        in_a_row = 0
    return failed


def _insist(hub: str, feeds: Sequence[str], wait: Wait, say: Say) -> None:
    """Ask, and ask again where that may help. Raises Refused or Useless."""
    for pause in (*PAUSES, None):
        try:
            _ask(hub, feeds)
            return
        except _Later as error:
            if pause is None:
                raise Useless(str(error)) from None
            seconds = min(error.seconds or pause, LONGEST_PAUSE)
            say(f"{error}; over {seconds} seconden nog eens.")
            wait(seconds)


def _ask(hub: str, feeds: Sequence[str]) -> None:
    """One request. Raises Refused, Useless or _Later where the hub did not take it."""
    form = [("hub.mode", "publish"), *(("hub.url", feed) for feed in feeds)]
    request = urllib.request.Request(hub, urlencode(form).encode(), {"User-Agent": "lokaal"})
    try:
        with _opener(hub).open(request, timeout=TIMEOUT):
            return
    except HTTPError as error:
        with error:
            raise _verdict(error) from None
    except (URLError, OSError, http.client.HTTPException) as error:
        reason = error.reason if isinstance(error, URLError) else error
        if isinstance(reason, ssl.SSLCertVerificationError):
            why = f"het certificaat van de hub klopt niet ({reason.verify_message})"
            raise Useless(why) from None
        if isinstance(reason, TimeoutError):
            raise _Later("de hub antwoordt niet") from None
        if isinstance(reason, http.client.HTTPException) and not isinstance(reason, OSError):
            raise _Later("wat de hub antwoordt, is geen HTTP") from None
        why = getattr(reason, "strerror", "") or type(reason).__name__
        raise _Later(f"geen verbinding met de hub ({why})") from None


def _verdict(error: HTTPError) -> Exception:
    code = error.code
    said = f"de hub antwoordt met {code}"
    if 300 <= code < 400:
        where = error.headers.get("Location", "")
        safe = where.isprintable() and 0 < len(where) <= _LONGEST_ADDRESS
        return Useless(f"de hub verwijst door naar {where if safe else 'elders'}")
    if code >= 500 or code in (HTTPStatus.REQUEST_TIMEOUT, HTTPStatus.TOO_MANY_REQUESTS):
        asked = error.headers.get("Retry-After", "").strip()
        # It may also be a date (RFC 9110 10.2.3); then our own pause does.
        return _Later(said, int(asked) if asked.isdecimal() and len(asked) < 9 else None)
    return Refused(said)


class _NoRedirects(urllib.request.HTTPRedirectHandler):
    """An answer that leads elsewhere is an answer: nothing is told to another host."""

    def redirect_request(
        self,
        req: urllib.request.Request,
        fp: IO[bytes],
        code: int,
        msg: str,
        headers: Message,
        newurl: str,
    ) -> None:
        return None


def _opener(hub: str) -> urllib.request.OpenerDirector:
    handlers: list[Any] = [_NoRedirects]
    if is_this_machine(urlsplit(hub).hostname or ""):
        handlers.append(urllib.request.ProxyHandler({}))
    return urllib.request.build_opener(*handlers)
