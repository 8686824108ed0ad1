"""The parts of listmonk's API that an export calls, with its rules (``cmd/campaigns.go`` and
``internal/core/campaigns.go`` of v6.2), on loopback."""

from __future__ import annotations

import json
import threading
from base64 import b64encode
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

USER, TOKEN = "bouwer", "geheim-van-de-proef"
_MAY_BECOME = {"scheduled": ("draft", "paused"), "running": ("paused", "draft")}


class Refused(Exception):
    """What listmonk answers with 400."""


class Listmonk:
    """Campaigns as listmonk keeps them; ``starts`` counts how often each was set going."""

    def __init__(self) -> None:
        self.url = ""
        self.campaigns: list[dict[str, Any]] = []
        self.starts: dict[str, int] = {}

    def create(self, given: dict[str, Any]) -> dict[str, Any]:
        """A new draft."""
        if given.get("send_at") and datetime.fromisoformat(given["send_at"]) < datetime.now(UTC):
            raise Refused("`send_at` should be in the future.")
        if not given["lists"]:
            raise Refused("Invalid list IDs.")
        made = {"send_at": None, **given, "id": len(self.campaigns) + 1, "status": "draft"}
        self.campaigns.append(made)
        return made

    def set_status(self, number: int, status: str) -> dict[str, Any]:
        """From draft to scheduled or running, as it allows."""
        campaign = self.campaigns[number - 1]
        if campaign["status"] not in _MAY_BECOME[status]:
            raise Refused(f"{campaign['status']} can't become {status}.")
        if status == "scheduled" and not campaign["send_at"]:
            raise Refused("Campaign needs a `send_at` date to be scheduled.")
        campaign["status"] = status
        self.starts[campaign["name"]] = self.starts.get(campaign["name"], 0) + 1
        return campaign


@contextmanager
def serving() -> Iterator[Listmonk]:
    """An empty listmonk that answers at ``url``."""
    listmonk = Listmonk()

    class Handler(BaseHTTPRequestHandler):
        def answer(self) -> None:
            """Any request."""
            length = int(self.headers.get("Content-Length") or 0)
            given = json.loads(self.rfile.read(length) or "null")
            expected = "Basic " + b64encode(f"{USER}:{TOKEN}".encode()).decode()
            if self.headers.get("Authorization") != expected:
                self.reply(403, {"message": "invalid API credentials"})
                return
            path = self.path.partition("?")[0]
            try:
                match (self.command, path.strip("/").split("/")):
                    case ("GET", ["api", "campaigns"]):
                        data: Any = {"results": listmonk.campaigns}
                    case ("POST", ["api", "campaigns"]):
                        data = listmonk.create(given)
                    case ("PUT", ["api", "campaigns", number, "status"]):
                        data = listmonk.set_status(int(number), given["status"])
                    case _:
                        raise Refused(f"{self.command} {path} is not what listmonk knows.")
            except Refused as error:
                self.reply(400, {"message": str(error)})
            else:
                self.reply(200, {"data": data})

        def reply(self, code: int, body: Any) -> None:
            """JSON."""
            data = json.dumps(body).encode()
            self.send_response(code)
            self.send_header("Content-Type", "application/json")
            self.send_header("Content-Length", str(len(data)))
            self.end_headers()
            self.wfile.write(data)

        do_GET = do_POST = do_PUT = answer

        def log_message(self, format: str, *args: object) -> None:
            """Nothing."""

    with ThreadingHTTPServer(("127.0.0.1", 0), Handler) as server:
        listmonk.url = f"http://127.0.0.1:{server.server_port}"
        thread = threading.Thread(target=server.serve_forever)
        thread.start()
        try:
            yield listmonk
        finally:
            server.shutdown()
            thread.join()
