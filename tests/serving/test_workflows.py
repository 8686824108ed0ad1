"""The example workflows in ``deploy/`` are pinned, and may do no more than they must."""

from __future__ import annotations

import re
from typing import Any

import pytest
import yaml

from tests.conftest import ROOT

DEPLOY = ROOT / "deploy"


def github() -> dict[Any, Any]:
    """The GitHub workflow."""
    found = yaml.safe_load((DEPLOY / "github-pages.yml").read_text(encoding="utf-8"))
    assert isinstance(found, dict)
    return found


def test_every_action_is_pinned() -> None:
    """By a whole commit, with the version behind it for people and for Dependabot."""
    lines = (DEPLOY / "github-pages.yml").read_text(encoding="utf-8").splitlines()
    uses = [line for line in lines if "uses:" in line]
    assert len(uses) == 4
    for line in uses:
        assert re.search(r"uses: actions/[a-z-]+@[0-9a-f]{40} # v\d+\.\d+\.\d+$", line), line


def test_least_rights() -> None:
    """No rights but reading in the build; those for Pages only in the job that deploys."""
    workflow = github()
    assert workflow["permissions"] == {}
    jobs = workflow["jobs"]
    assert jobs["build"]["permissions"] == {"contents": "read"}
    assert jobs["deploy"]["permissions"] == {"pages": "write", "id-token": "write"}
    checkout = jobs["build"]["steps"][0]
    assert checkout["with"]["persist-credentials"] is False
    assert not any("run" in step for step in jobs["deploy"]["steps"])


def test_mistakes_and_later_items() -> None:
    """The check names mistakes in GitHub's way; the site is built every hour."""
    workflow = github()
    runs = [step["run"] for step in workflow["jobs"]["build"]["steps"] if "run" in step]
    assert runs == ["scripts/check --format github", "scripts/build"]
    # YAML 1.1 reads the key `on` as true.
    minute, *hours = workflow[True]["schedule"][0]["cron"].split()
    assert minute.isdecimal() and hours == ["*", "*", "*", "*"]


@pytest.mark.parametrize("name", ["github-pages.yml", "gitlab-ci.yml"])
def test_no_secrets(name: str) -> None:
    """Neither needs one."""
    text = (DEPLOY / name).read_text(encoding="utf-8")
    assert yaml.safe_load(text)
    assert not re.search(r"secrets\.|TOKEN|PASSWORD|pull_request_target", text)


def test_what_a_workflow_runs_is_there() -> None:
    """Every script that an example or the manual names exists."""
    for file in DEPLOY.rglob("*"):
        if file.is_file():
            for script in re.findall(r"\bscripts/\w+", file.read_text(encoding="utf-8")):
                assert (ROOT / script).exists(), (file.name, script)
