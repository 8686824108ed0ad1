"""scripts/sbom lists all that the site is made with."""

from __future__ import annotations

import json
import re
import subprocess
import sys
from pathlib import Path

import pytest

from tests.conftest import ROOT

LOCK = (ROOT / "requirements.lock").read_text("utf-8")
VALIDATE = """
import json, sys
from cyclonedx.schema import SchemaVersion
from cyclonedx.validation.json import JsonStrictValidator
validator = JsonStrictValidator(SchemaVersion.V1_6)
print([validator.validate_str(text) is None for text in json.load(sys.stdin)])
"""


def sbom(file: Path, env: dict[str, str] | None = None) -> str:
    """What the script writes."""
    command = [sys.executable, str(ROOT / "scripts" / "sbom"), str(file)]
    done = subprocess.run(command, env=env, capture_output=True, text=True, timeout=120)
    assert done.returncode == 0, done.stderr
    return file.read_text("utf-8")


@pytest.fixture(scope="module")
def text(tools: Path, tmp_path_factory: pytest.TempPathFactory) -> str:
    """The bill of this project."""
    return sbom(tmp_path_factory.mktemp("sbom") / "sbom.json")


def test_valid(text: str, tools: Path) -> None:
    """It is CycloneDX 1.6, says that format's own library; and what is none, it refuses."""
    texts = [text, text.replace('"bomFormat"', '"bomFormaat"'), text.replace('"library"', '"boek"')]
    done = subprocess.run(
        [str(tools / "python"), "-c", VALIDATE],
        input=json.dumps(texts),
        capture_output=True,
        text=True,
        timeout=120,
    )
    assert done.stdout.strip() == "[True, False, False]", done.stderr


def test_every_package_of_the_lock(text: str) -> None:
    """Each package of the lock is in it, with its version, every hash of the lock and a licence."""
    wanted = {
        (name, version): set(re.findall(r"sha256:(\w+)", rest))
        for name, version, rest in re.findall(
            r"^([a-z0-9.-]+)==(\S+)(?: ;.*)? \\\n((?:    --hash.*\n)+)", LOCK, re.M
        )
    }
    assert len(wanted) == len(re.findall(r"^[a-z0-9]", LOCK, re.M)) > 20
    parts = json.loads(text)["components"]
    assert {
        (part["name"], part["version"]): {
            hashed["content"]
            for reference in part["externalReferences"]
            for hashed in reference["hashes"]
        }
        for part in parts
    } == wanted
    assert [part["name"] for part in parts if not part.get("licenses")] == []


def test_who_needs_whom(text: str) -> None:
    """The project needs what pyproject.toml names, and every other package is needed by one."""
    bill = json.loads(text)
    graph = {node["ref"]: node["dependsOn"] for node in bill["dependencies"]}
    root = bill["metadata"]["component"]["bom-ref"]
    assert any(ref.startswith("pkg:pypi/mkdocs-material@") for ref in graph[root])
    reached, todo = set(), [root]
    while todo:
        ref = todo.pop()
        if ref not in reached:
            reached.add(ref)
            todo += graph[ref]
    assert reached == {root, *(part["bom-ref"] for part in bill["components"])}


@pytest.mark.slow
def test_same_bytes(text: str, tmp_path: Path) -> None:
    """Another moment, zone or hash seed makes no difference; no path of this machine is in it."""
    env = {"PATH": "/usr/bin:/bin", "SOURCE_DATE_EPOCH": "1", "PYTHONHASHSEED": "7", "TZ": "UTC+9"}
    assert sbom(tmp_path / "sbom.json", env) == text
    assert str(ROOT) not in text
