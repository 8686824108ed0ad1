"""The example workflows in ``deploy/`` are pinned, and may do no more than they must."""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
import sys
from datetime import UTC, date, datetime, time, timedelta, tzinfo
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
import yaml

from tests.announcing.hubs import serving
from tests.conftest import ROOT, write_files
from tests.serving.workflows import DEPLOY, read

GITHUB = ("github-check.yml", "github-pages.yml")
GITLAB = "gitlab-ci.yml"


@pytest.mark.parametrize("name", [*GITHUB, "newsletter/github.yml"])
def test_every_action_is_pinned(name: str) -> None:
    """By a whole commit, with the version behind it for people and for Dependabot."""
    lines = (DEPLOY / name).read_text(encoding="utf-8").splitlines()
    uses = [line for line in lines if "uses:" in line]
    assert uses
    for line in uses:
        assert re.search(r"uses: actions/[a-z/-]+@[0-9a-f]{40} # v\d+\.\d+\.\d+$", line), line


def test_an_action_has_one_version() -> None:
    """In all of the examples."""
    found: dict[str, set[str]] = {}
    for name in (*GITHUB, "newsletter/github.yml"):
        text = (DEPLOY / name).read_text(encoding="utf-8")
        for action, pin in re.findall(r"uses: (actions/[a-z-]+)[a-z/]*@(.+)", text):
            found.setdefault(action, set()).add(pin)
    assert len(found) == 7 and all(len(pins) == 1 for pins in found.values()), found


def test_least_rights() -> None:
    """No rights but reading in the build; those for Pages only in the job that deploys."""
    workflow = read("github-pages.yml")
    assert workflow["permissions"] == {}
    jobs = workflow["jobs"]
    assert jobs["build"]["permissions"] == {"contents": "read"}
    assert jobs["deploy"]["permissions"] == {"pages": "write", "id-token": "write"}
    assert not any("run" in step for step in jobs["deploy"]["steps"])
    assert jobs["announce"]["permissions"] == {"contents": "read"}
    checkouts = [job["steps"][0] for job in (jobs["build"], jobs["announce"])]
    assert all(step["with"]["persist-credentials"] is False for step in checkouts)


def test_a_pull_request_of_a_stranger_can_do_nothing() -> None:
    """It reads, gets no secret and no token to push with, and leaves nothing for main's builds."""
    workflow = read("github-check.yml")
    # YAML 1.1 reads the key `on` as true.
    assert workflow[True] == {"pull_request": None}
    assert workflow["permissions"] == {}
    (job,) = workflow["jobs"].values()
    assert job["permissions"] == {"contents": "read"} and job["runs-on"] == "ubuntu-24.04"
    assert job["steps"][0]["with"] == {"persist-credentials": False}
    (cache,) = (step["uses"] for step in job["steps"] if "cache" in step.get("uses", ""))
    assert cache.startswith("actions/cache/restore@")
    # What others wrote (a title, the name of a branch) is nowhere part of a script.
    assert not any("${{" in step.get("run", "") for step in job["steps"])


def test_a_newer_commit_stops_the_check_of_an_older_one() -> None:
    """And never a publication, of which two don't run at once."""
    check = read("github-check.yml")["concurrency"]
    assert check == {"group": "check-${{ github.ref }}", "cancel-in-progress": True}
    assert read("github-pages.yml")["concurrency"]["cancel-in-progress"] is False
    gitlab = read(GITLAB)
    assert gitlab["workflow"]["auto_cancel"] == {"on_new_commit": "interruptible"}
    assert gitlab["check"]["interruptible"] and gitlab["preview"]["interruptible"]
    assert gitlab["pages"]["interruptible"] is False and gitlab["pages"]["resource_group"]


def test_builds_keep_something_for_the_next() -> None:
    """And nothing else than what any build makes anew where it is missing."""
    steps = read("github-pages.yml")["jobs"]["build"]["steps"]
    (kept,) = (s["with"] for s in steps if "/cache@" in str(s))
    assert kept["path"] == ".cache"
    assert read(GITLAB)["cache"]["paths"] == [".cache/"]


def test_later_items() -> None:
    """The site is built every hour of day and night."""
    minute, *hours = read("github-pages.yml")[True]["schedule"][0]["cron"].split()
    assert minute.isdecimal() and hours == ["*", "*", "*", "*"]
    text = (DEPLOY / GITLAB).read_text(encoding="utf-8")
    assert "`0 * * * *`, time zone Amsterdam" in text
    timer = (DEPLOY / "rsync/lokaal-publish.timer").read_text(encoding="utf-8")
    assert "OnCalendar=*-*-* *:00:00 Europe/Amsterdam\n" in timer and "Persistent=true\n" in timer


def test_the_report_and_the_preview_are_in_the_merge_request() -> None:
    """The report also where the check fails, and on main, with which GitLab compares it."""
    jobs = read(GITLAB)
    assert "rules" not in jobs["check"] and jobs["check"]["artifacts"]["when"] == "always"
    report = jobs["check"]["artifacts"]["reports"]["codequality"]
    assert any(line.endswith(f"> {report} || true") for line in jobs["check"]["script"])
    preview = jobs["preview"]
    assert preview["artifacts"]["expose_as"] and preview["artifacts"]["paths"] == ["voorbeeld/"]
    assert preview["script"][-1] == "deploy/preview.py voorbeeld"


def test_the_newsletter_holds_up_nothing() -> None:
    """It waits for no job of the site, and none waits for it, whose stage may last hours."""
    jobs = read(GITLAB)
    assert jobs["include"][0]["local"] == "deploy/newsletter/gitlab-ci.yml"
    assert (DEPLOY / "newsletter/gitlab-ci.yml").is_file()
    assert read("newsletter/gitlab-ci.yml")["newsletter"]["needs"] == []
    assert [jobs[name]["needs"] for name in ("preview", "pages", "announce")] == [
        ["check"],
        ["check"],
        ["pages"],
    ]


def test_the_hub_hears_after_the_site_is_there() -> None:
    """From the record of before, kept since before the build, and that of the new site."""
    jobs = read("github-pages.yml")["jobs"]
    building = jobs["build"]["steps"]
    (kept,) = (s["with"] for s in building if "/upload-artifact@" in s.get("uses", ""))
    assert kept["path"].split() == ["build/eerder.json", "site/publicatie.json"]
    steps = jobs["announce"]["steps"]
    (taken,) = (step["with"] for step in steps if "download" in step.get("uses", ""))
    assert taken == {"name": kept["name"], "path": "records"}
    assert jobs["announce"]["needs"] == "deploy"
    gitlab = read(GITLAB)
    assert gitlab["stages"] == ["test", "deploy", "announce"]
    assert gitlab["pages"]["artifacts"]["paths"] == ["public", "build/eerder.json"]
    assert gitlab["announce"]["rules"] == gitlab["pages"]["rules"]
    for runs, folder, below in (
        ([step["run"] for step in steps if "run" in step], "records/site", "records/"),
        (gitlab["announce"]["script"], "public", ""),
    ):
        assert runs == [
            f"deploy/live_record.py wait {folder}/publicatie.json",
            f"scripts/ping --site-dir {folder} --since {below}build/eerder.json",
        ]


def test_the_record_of_the_live_site(tmp_path: Path) -> None:
    """Fetched where it is there, empty where it isn't; the new one is waited for."""
    (tmp_path / "deploy").mkdir()
    script = shutil.copy(DEPLOY / "live_record.py", tmp_path / "deploy")
    live, own = tmp_path / "www/publicatie.json", tmp_path / "build/eerder.json"

    def run(*words: str) -> subprocess.CompletedProcess[str]:
        command = [sys.executable, str(script), *words]
        env = {**os.environ, "no_proxy": "127.0.0.1"}
        return subprocess.run(command, capture_output=True, text=True, env=env, check=False)

    with serving(tmp_path / "www") as url:
        (tmp_path / "mkdocs.yml").write_text(f"site_name: CLB\nsite_url: {url}\n")
        done = run("fetch", str(own))
        assert done.returncode == 0 and "HTTP Error 404" in done.stdout
        assert json.loads(own.read_bytes()) == {}
        write_files(tmp_path, '-- www/publicatie.json --\n{"ids": {"/": "a"}}\n')
        assert run("fetch", str(own)).stdout == "" and own.read_bytes() == live.read_bytes()
        assert run("wait", str(own)).returncode == 0
    assert run("wacht").returncode == 1


@pytest.mark.parametrize("name", [*GITHUB, GITLAB])
def test_no_secrets(name: str) -> None:
    """None needs one."""
    text = (DEPLOY / name).read_text(encoding="utf-8")
    assert yaml.safe_load(text)
    assert not re.search(r"secrets\.|TOKEN|PASSWORD|pull_request_target", text)


NAMED = re.compile(
    r"\b(?:scripts/\w+|deploy/(?:summary|newsletter/send-sunday|[\w/-]+\.(?:py|sh|env|yml)))"
)


def test_what_a_workflow_runs_is_there() -> None:
    """Every script that an example or the manual names exists."""
    for file in DEPLOY.rglob("*"):
        if file.is_file():
            for script in NAMED.findall(file.read_text(encoding="utf-8")):
                assert (ROOT / script).exists(), (file.name, script)


NEWSLETTER = DEPLOY / "newsletter"
AMSTERDAM = ZoneInfo("Europe/Amsterdam")
SUNDAYS = [date(2026, 8, 30) + timedelta(weeks=week) for week in range(53)]
"""A year of them, among which those on which the clock changes: 2026-10-25 and 2027-03-28."""


def test_newsletter_on_github_is_pinned_with_least_rights() -> None:
    """Its one right is to write the record of what was sent; secrets belong to an environment."""
    workflow = read("newsletter/github.yml")
    (job,) = workflow["jobs"].values()
    assert workflow["permissions"] == {} and job["permissions"] == {"contents": "write"}
    assert job["environment"] == "newsletter"
    (action,) = (step["uses"] for step in job["steps"] if "uses" in step)
    assert re.fullmatch(r"actions/checkout@[0-9a-f]{40}", action)


def test_newsletter_runs_wait_for_each_other() -> None:
    """The one that is sending is not stopped for the next, and runs on a machine of our own, that
    still has the ledger, the list and an unfinished record."""
    workflow = read("newsletter/github.yml")
    assert workflow["concurrency"] == {"group": "newsletter", "cancel-in-progress": False}
    (job,) = workflow["jobs"].values()
    assert "self-hosted" in job["runs-on"] and job["steps"][0]["with"]["clean"] is False
    gitlab = read("newsletter/gitlab-ci.yml")["newsletter"]
    assert gitlab["resource_group"] and gitlab["interruptible"] is False and gitlab["tags"]
    assert gitlab["variables"]["GIT_CLEAN_FLAGS"] == "none"


def starts(sunday: date, cron: str, zone: tzinfo) -> list[datetime]:
    """When a schedule of minute and hours starts on a day, on the clocks of Amsterdam."""
    minute, hours, *days = cron.split()
    assert days == ["*", "*", "0"]
    first, last = map(int, hours.split("-"))
    moments = (
        datetime(sunday.year, sunday.month, sunday.day, hour, int(minute), tzinfo=zone)
        for hour in range(first, last + 1)
    )
    return [moment.astimezone(AMSTERDAM) for moment in moments]


@pytest.mark.parametrize("sunday", SUNDAYS, ids=date.isoformat)
def test_newsletter_goes_at_eight(sunday: date) -> None:
    """On each Sunday of a year a first run is there for 8.00 in Amsterdam, and two more are in
    time to go on: what starts before seven does nothing, what starts before eight waits."""
    cron = read("newsletter/github.yml")[True]["schedule"][0]["cron"]
    gitlab = re.search(r"`(.+?)`, time zone Amsterdam", (NEWSLETTER / "gitlab-ci.yml").read_text())
    timer = (NEWSLETTER / "lokaal-newsletter.timer").read_text(encoding="utf-8")
    assert gitlab and "OnCalendar=Sun *-*-* 08..10:00:00 Europe/Amsterdam\n" in timer
    for runs in (starts(sunday, cron, UTC), starts(sunday, gitlab[1], AMSTERDAM)):
        doing = [run for run in runs if run.hour >= 7]
        assert doing[0].hour == 7 or doing[0].time() == time(8)
        assert len(doing) >= 3 and all(run.hour < 11 for run in doing)


def test_newsletter_timer_catches_up() -> None:
    """A machine that was off at eight sends when it is on again; `lokaal send` guards how late."""
    units = {
        name: (NEWSLETTER / f"lokaal-newsletter.{name}").read_text(encoding="utf-8")
        for name in ("timer", "service")
    }
    assert "Persistent=true\n" in units["timer"]
    assert "LoadCredential=smtp-password:" in units["service"]
    assert "StateDirectoryMode=0700" in units["service"]


@pytest.mark.parametrize("name", ["github.yml", "gitlab-ci.yml", "lokaal-newsletter.service"])
def test_every_schedule_runs_the_same_script(name: str) -> None:
    """What is tested of it in tests/sending/ then holds for all."""
    assert "deploy/newsletter/send-sunday\n" in (NEWSLETTER / name).read_text(encoding="utf-8")
    assert os.access(NEWSLETTER / "send-sunday", os.X_OK)
