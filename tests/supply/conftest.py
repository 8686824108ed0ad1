"""The tools that scripts/setup tools installs, apart from .venv."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from tests.conftest import ROOT


@pytest.fixture(scope="session")
def tools() -> Path:
    """Where pip-audit and cyclonedx-py are; skips without them, unless they are required."""
    folder = ROOT / ".cache" / "tools"
    if not (folder / ".stamp").exists():
        why = "pip-audit and cyclonedx-bom are not there: run scripts/setup tools"
        if os.environ.get("LOKAAL_REQUIRE_TOOLS"):
            pytest.fail(why)
        pytest.skip(why)
    return folder / "bin"
