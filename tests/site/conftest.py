"""The project's own site, built and read once for all tests here."""

from __future__ import annotations

import pytest

from tests.conftest import Built
from tests.site.reading import Page, read_pages


@pytest.fixture(scope="session")
def pages(real_site: Built) -> dict[str, Page]:
    """Every page of the real site, by address."""
    assert real_site.code == 0, real_site.err
    return read_pages(real_site.site)
