"""Nothing is installed that a lock doesn't know by its hash."""

from __future__ import annotations

import json
import re
import tomllib
from pathlib import Path

import pytest
import yaml

from tests.conftest import ROOT

LOCKS = sorted(ROOT.glob("requirements*.lock"))
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))
DECLARED = {
    "requirements.lock": [
        *PROJECT["build-system"]["requires"],
        *PROJECT["project"]["dependencies"],
    ],
    "requirements-test.lock": PROJECT["project"]["optional-dependencies"]["test"],
    "requirements-tools.lock": PROJECT["dependency-groups"]["tools"],
}


def entries(lock: Path) -> list[str]:
    """The packages of a lock, each with the lines that belong to it."""
    text = re.sub(r"^ *#.*\n", "", lock.read_text("utf-8"), flags=re.M)
    return re.split(r"(?<!\\)\n+", text.strip())


def test_all_locks() -> None:
    """There is a lock for the site, the tests and the tools."""
    assert sorted(DECLARED) == [lock.name for lock in LOCKS]


@pytest.mark.parametrize("lock", LOCKS, ids=lambda lock: lock.name)
def test_hashes(lock: Path) -> None:
    """Every line is one exact version with hashes; none names an index, host, file or link."""
    for entry in entries(lock):
        assert re.fullmatch(
            r"[a-z0-9.-]+==[\w.+!-]+( ; [^\\]+)?( \\\n    --hash=sha256:[0-9a-f]{64})+", entry
        ), entry


@pytest.mark.parametrize("lock", LOCKS, ids=lambda lock: lock.name)
def test_up_to_date(lock: Path) -> None:
    """What pyproject.toml names is in its lock, and so is setuptools, which builds the project."""
    locked = {entry.partition("==")[0] for entry in entries(lock)}
    names = {re.split(r"[^\w.-]", wanted)[0].lower() for wanted in DECLARED[lock.name]}
    assert {"setuptools", *names} <= locked


def test_one_version_of_everything() -> None:
    """The site is built with the versions that the tests ran with."""
    site, tests = (set(entries(ROOT / name)) for name in sorted(DECLARED, reverse=True)[::2])
    assert site and site <= tests


PACKAGES = [ROOT, ROOT / "scripts/lighthouse.d"]


@pytest.mark.parametrize("folder", PACKAGES, ids=["tests", "lighthouse"])
def test_npm_locks(folder: Path) -> None:
    """npm's locks hold a hash of every package too, exactly what is asked for, and no host."""
    wanted = json.loads((folder / "package.json").read_text("utf-8"))["devDependencies"]
    lock = json.loads((folder / "package-lock.json").read_text("utf-8"))
    found = lock["packages"]
    assert found.pop("")["devDependencies"] == wanted
    for name, entry in found.items():
        assert re.fullmatch(r"sha512-[A-Za-z0-9+/]{86}==", entry["integrity"]), name
        assert not {"resolved", "link"} & set(entry), name
    for name, version in wanted.items():
        assert version == found[f"node_modules/{name}"]["version"]


def test_npm_settings() -> None:
    """Nothing that is installed runs by itself, and no registry or token is named."""
    settings = (ROOT / ".npmrc").read_text("utf-8").splitlines()
    assert {"omit-lockfile-registry-resolved=true", "ignore-scripts=true"} <= set(settings)
    assert not [each for each in settings if re.search(r"registry\s*=|_auth|[tT]oken|://", each)]


def commands(text: str) -> list[str]:
    """The lines of a script that install something, with the lines that they go on in."""
    joined = re.sub(r"\\\n", " ", text)
    return re.findall(r"^.*?(?:\bpip3? install\b|^\s*install ).*$", joined, re.M)


SCRIPTS = [
    file
    for file in sorted([*ROOT.glob("scripts/*"), *ROOT.glob(".ci/*"), *ROOT.glob("deploy/**/*")])
    if file.is_file() and file.suffix != ".md"
]


@pytest.mark.parametrize("script", SCRIPTS, ids=lambda file: file.relative_to(ROOT).as_posix())
def test_every_install_checks_hashes(script: Path) -> None:
    """pip installs by hash and builds with what is locked; other installers are not used."""
    text = script.read_text("utf-8")
    for command in commands(text):
        if command.startswith("install()"):
            continue  # the function that the others call
        ours = "--no-deps --no-build-isolation --editable ." in command
        assert ours or "--require-hashes" in command, command
        assert (
            ours
            or "build.lock" in command
            or "--no-build-isolation" in command
            or ("--only-binary :all:" in command)
        ), command
    # That curl is there may be asked (a test runs it): not what it fetches.
    assert not re.search(r"\b(pipx|uvx|npx|wget)\b|\bcurl (?!>)", text)
    # Of npm only what keeps to its lock.
    assert set(re.findall(r"\bnpm (?:ci|i|install|add|exec|x|update)\b", text)) <= {"npm ci"}


def test_installs_are_seen() -> None:
    """The test above knows an install when it sees one."""
    setup = (ROOT / "scripts" / "setup").read_text("utf-8")
    assert len(commands(setup)) == 5
    assert commands("python -m pip install \\\n  mkdocs\n") == ["python -m pip install    mkdocs"]


def test_pre_commit_is_pinned() -> None:
    """A hook comes from .venv, or from a repository at one commit."""
    config = yaml.safe_load((ROOT / ".pre-commit-config.yaml").read_text("utf-8"))
    for repository in config["repos"]:
        if repository["repo"] == "local":
            assert {hook["language"] for hook in repository["hooks"]} == {"system"}
        else:
            assert re.fullmatch(r"[0-9a-f]{40}", repository["rev"]), repository
