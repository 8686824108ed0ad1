"""A real browser on the real site, served on loopback."""

from __future__ import annotations

import subprocess
from collections.abc import Iterator, Mapping
from contextlib import contextmanager

import pytest
from playwright.sync_api import Browser, Playwright

from tests.browser.served import serving
from tests.browser.templates import page_of_each_template
from tests.conftest import ROOT, Built, lacking


@pytest.fixture(scope="session")
def address(real_site: Built) -> Iterator[str]:
    """Where the site is served."""
    assert real_site.code == 0, real_site.err
    with serving(real_site.site) as address:
        yield address


@pytest.fixture(scope="session")
def shown(real_site: Built) -> Mapping[str, str]:
    """By template, and for articles by genre as well, the address of the fullest page."""
    return page_of_each_template(real_site.site)


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
