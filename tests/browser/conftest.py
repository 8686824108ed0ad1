"""A real browser on the real site, served on loopback."""

from __future__ import annotations

import functools
import http.server
import subprocess
import threading
from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from playwright.sync_api import Browser, Playwright

from tests.conftest import ROOT, Built, lacking


class _Handler(http.server.SimpleHTTPRequestHandler):
    def log_message(self, format: str, *args: object) -> None:
        """Tests don't need a line for each request."""


@pytest.fixture(scope="session")
def address(real_site: Built) -> Iterator[str]:
    """Where the site is served."""
    handler = functools.partial(_Handler, directory=str(real_site.site))
    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), handler)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()


@contextmanager
def chromium(playwright: Playwright, *arguments: str) -> Iterator[Browser]:
    """A running Chromium with more arguments; the test skips where there is none."""
    found = subprocess.run(
        [str(ROOT / "scripts/chromium")], capture_output=True, text=True, check=False
    )
    if found.returncode:
        lacking("Chromium", "chromium")
    browser = playwright.chromium.launch(
        executable_path=found.stdout.strip(),
        args=[
            "--no-sandbox",
            "--disable-gpu",
            "--disable-quic",
            "--no-first-run",
            "--disable-background-networking",
            *arguments,
        ],
    )
    yield browser
    browser.close()


@pytest.fixture(scope="session")
def browser(playwright: Playwright) -> Iterator[Browser]:
    """Chromium, where it is."""
    with chromium(playwright) as browser:
        yield browser
