"""A small WebSub hub, and the site whose feeds it fetches, on this machine."""

from __future__ import annotations

import json
import os
import signal
import ssl
import threading
import urllib.request
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import partial
from http.server import BaseHTTPRequestHandler, SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from urllib.parse import parse_qsl

from lxml import etree

PUBLIC_NAME = "https://hub.voorbeeld.nl/"
"""What the site's feeds call the hub."""
_LINK = "{http://www.w3.org/2005/Atom}link"


@dataclass
class Hub:
    """What it was told, and what it is to answer.

    A move is for the next request: a status, with what ``Retry-After`` says behind it (``503 7``);
    ``hang`` (no answer), ``kill`` (ends the process ``victim`` once it knows), ``cut`` (closes the
    connection), ``babble`` (no HTTP). Without a move it takes all feeds but those in ``disliked``,
    fetches each as a real hub does, and looks whether the feed names itself and the hub.
    """

    address: str = ""
    requests: list[list[tuple[str, str]]] = field(default_factory=list)
    headers: list[dict[str, str]] = field(default_factory=list)
    moves: list[str] = field(default_factory=list)
    disliked: set[str] = field(default_factory=set)
    always: str = ""
    fetched: list[str] = field(default_factory=list)
    """Feeds that were taken, and stood there with the right links."""
    wrong: list[str] = field(default_factory=list)
    victim: int = 0
    done: threading.Event = field(default_factory=threading.Event)

    def told(self) -> set[str]:
        """The feeds of the last request."""
        return {value for key, value in self.requests[-1] if key == "hub.url"}

    def answer(self, form: list[tuple[str, str]]) -> str:
        """What becomes of a request."""
        self.requests.append(form)
        feeds = [value for key, value in form if key == "hub.url"]
        if self.moves or self.always:
            return self.moves.pop(0) if self.moves else self.always
        if ("hub.mode", "publish") not in form or not feeds or self.disliked & {*feeds}:
            return "400"
        for feed in feeds:
            (self.fetched if _names_itself(feed) else self.wrong).append(feed)
        return "204"


def _names_itself(feed: str) -> bool:
    """Whether the document at an address says that this is its address, and which its hub is."""
    with urllib.request.build_opener(urllib.request.ProxyHandler({})).open(feed) as answer:
        data = answer.read()
    if feed.endswith(".json"):
        found = json.loads(data)
        hubs = {("hub", hub["url"]) for hub in found["hubs"] if hub["type"] == "WebSub"}
        return hubs | {("self", found["feed_url"])} == {("self", feed), ("hub", PUBLIC_NAME)}
    root = etree.fromstring(data)
    top = root.find("channel") if root.tag == "rss" else root
    assert top is not None
    links = {(link.get("rel"), link.get("href")) for link in top.findall(_LINK)}
    return {("self", feed), ("hub", PUBLIC_NAME)} <= links


@contextmanager
def _serving(
    handler: Callable[..., BaseHTTPRequestHandler], certificate: Path | None = None
) -> Iterator[int]:
    with ThreadingHTTPServer(("127.0.0.1", 0), handler) as server:
        if certificate:
            context = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
            context.load_cert_chain(certificate)
            server.socket = context.wrap_socket(server.socket, server_side=True)
        threading.Thread(target=server.serve_forever, args=(0.02,), daemon=True).start()
        yield server.server_address[1]
        server.shutdown()


class _Quiet(SimpleHTTPRequestHandler):
    def log_message(self, format: str, *args: object) -> None:
        pass


@contextmanager
def serving(folder: Path) -> Iterator[str]:
    """A web server for a folder, that needn't be there yet; gives its address."""
    with _serving(partial(_Quiet, directory=str(folder))) as port:
        yield f"http://127.0.0.1:{port}/"


@contextmanager
def hub_running(certificate: Path | None = None) -> Iterator[Hub]:
    """A hub; over TLS where it has a certificate of localhost, with its key."""
    hub = Hub()

    class Handler(_Quiet):
        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers["Content-Length"]))
            hub.headers.append(dict(self.headers))
            status, _, pause = hub.answer(parse_qsl(body.decode(), strict_parsing=True)).partition(
                " "
            )
            if status == "hang":
                hub.done.wait(30)
            if status == "kill":
                os.kill(hub.victim, signal.SIGKILL)
            if status == "babble":
                self.wfile.write(b"\xff\r\n\r\n")
            if not status.isdecimal():
                return
            self.send_response(int(status))
            if pause:
                self.send_header("Location" if status[0] == "3" else "Retry-After", pause)
            self.end_headers()

    with _serving(Handler, certificate) as port:
        hub.address = f"https://localhost:{port}/" if certificate else f"http://127.0.0.1:{port}/"
        try:
            yield hub
        finally:
            hub.done.set()
