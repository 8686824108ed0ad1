"""Every script of the example workflows does in a fresh copy what its host would have it do."""

from __future__ import annotations

import json
import re
import runpy
import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import unquote, urldefrag

import pytest
from lxml import html
from playwright.sync_api import Playwright, expect

from tests.announcing.hubs import Hub, hub_running, serving
from tests.browser.conftest import chromium
from tests.doors import program
from tests.serving.workflows import DEPLOY, fresh_copy, on_github, on_gitlab, read, spoil


@pytest.fixture
def hub(certificate: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Hub]:
    """One that takes whatever it is told."""
    monkeypatch.setenv("SSL_CERT_FILE", str(certificate))
    with hub_running(certificate) as hub:
        hub.always = "204"
        yield hub


@pytest.fixture
def project(tmp_path: Path, hub: Hub) -> Iterator[Path]:
    """A fresh copy, and an empty folder ``www`` beside it that is the internet's site."""
    with serving(tmp_path / "www") as url:
        yield fresh_copy(tmp_path / "project", url, hub.address)


def test_a_pull_request_that_is_right(project: Path) -> None:
    """The summary says so, and how to look at the site and the mail; every link of it works."""
    done = list(on_github(project, "github-check.yml", "check"))
    assert [step.returncode for step in done] == [0] * 6, done[-1].stderr
    said = (project.parent / "summary.md").read_text(encoding="utf-8")
    assert said.startswith("## De controle is goed\n") and "Geen fouten." in said
    assert "Eenmalig" not in said  # setting up is for the log
    assert "Download [het voorbeeld](https://voorbeeld.nl/1)" in said
    assert "Open `begin-hier.html`." in said
    made = project / "voorbeeld"
    assert (made / "mail/2026-11-22/mail.html").is_file()
    assert (made / "site/artikelen/2026/dijken/index.html").is_file()
    assert not any("concept" in str(file) for file in made.rglob("*"))
    links = 0
    for page in [made / "begin-hier.html", *(made / "site").rglob("*.html")]:
        tree = html.fromstring(page.read_bytes())
        for element, name, address, _ in tree.iterlinks():
            if name == "content" or re.match("[a-z]+:", address) or address.startswith("#"):
                continue
            path = unquote(urldefrag(address)[0].partition("?")[0])
            assert not path or (page.parent / path).is_file(), (page, element.tag, address)
            links += 1
    assert links > 100


def test_a_pull_request_with_a_mistake(project: Path) -> None:
    """The summary has the count and the problem; GitHub shows it at its line; nothing is built."""
    spoil(project)
    *_, last = on_github(project, "github-check.yml", "check")
    assert last.returncode == 1
    assert "::error file=content/artikelen/2026/dijken.md,line=6," in last.stdout
    said = (project.parent / "summary.md").read_text(encoding="utf-8")
    assert said.startswith("## Er is iets te verbeteren\n")
    assert "\n    artikelen/2026/dijken.md:6: " in said and "\n1 fout" in said
    assert not (project / "site").exists()


def test_a_check_that_cannot_run(project: Path) -> None:
    """The summary says where to look."""
    settings = project / "mkdocs.yml"
    settings.write_text(settings.read_text(encoding="utf-8") + "plugins: 3\n", encoding="utf-8")
    *_, last = on_github(project, "github-check.yml", "check")
    assert last.returncode == 2
    said = (project.parent / "summary.md").read_text(encoding="utf-8")
    assert said.startswith("## De controle kon niet lopen\n") and "logboek" in said


def test_main_on_github(project: Path, hub: Hub) -> None:
    """Built, and then, once it is there, told to the hub."""
    done = list(on_github(project, "github-pages.yml", "build"))
    assert [step.returncode for step in done] == [0] * 4, done[-1].stderr
    # What the actions between the jobs do.
    shutil.copytree(project / "site", project.parent / "www", dirs_exist_ok=True)
    for name in ("build/eerder.json", "site/publicatie.json"):
        (project / "records" / name).parent.mkdir(parents=True)
        shutil.move(project / name, project / "records" / name)
    done = list(on_github(project, "github-pages.yml", "announce"))
    assert [step.returncode for step in done] == [0] * 2, done[-1].stdout + done[-1].stderr
    assert any(feed.endswith("/feed.xml") for feed in hub.told())


@pytest.mark.slow
def test_main_on_gitlab(project: Path, hub: Hub) -> None:
    """Checked, built where Pages looks, and told to the hub."""
    done = on_gitlab(project, "check")
    assert done.returncode == 0, done.stderr
    assert json.loads((project / "gl-code-quality-report.json").read_bytes()) == []
    done = on_gitlab(project, "pages")
    assert done.returncode == 0, done.stderr
    shutil.copytree(project / "public", project.parent / "www", dirs_exist_ok=True)
    done = on_gitlab(project, "announce")
    assert done.returncode == 0, done.stdout + done.stderr
    assert any(feed.endswith("/feed.xml") for feed in hub.told())


def test_a_merge_request_with_a_mistake(project: Path) -> None:
    """GitLab gets it as a report with a place, and the job's log has it in plain words."""
    spoil(project)
    done = on_gitlab(project, "check")
    assert done.returncode == 1 and "artikelen/2026/dijken.md:6: " in done.stdout
    (problem,) = json.loads((project / "gl-code-quality-report.json").read_bytes())
    assert problem["location"]["path"] == "content/artikelen/2026/dijken.md"
    assert problem["location"]["lines"]["begin"] == 6
    assert "woonen" in problem["description"] and problem["fingerprint"]


@pytest.mark.slow
@pytest.mark.browser
def test_a_merge_request_that_is_right(project: Path, playwright: Playwright) -> None:
    """The copy to look at is a site in a browser, without any server."""
    done = on_gitlab(project, "preview")
    assert done.returncode == 0, done.stderr
    with chromium(playwright) as browser:
        page = browser.new_page()
        page.goto((project / "voorbeeld/begin-hier.html").as_uri())
        page.get_by_role("link", name="Bekijk de site").click()
        expect(page).to_have_title("Voorpagina")
        page.get_by_role("link", name="Dijken").first.click()
        expect(page.get_by_role("heading", level=1)).to_have_text("Dijken")
        # The style sheet is read: without it a heading is the browser's own 32 pixels.
        heading = page.get_by_role("heading", level=1)
        assert heading.evaluate("e => getComputedStyle(e).fontSize") != "32px"


@pytest.mark.parametrize(
    ("schema", "names"),
    [
        ("github-workflows", ["github-check.yml", "github-pages.yml", "newsletter/github.yml"]),
        ("gitlab-ci", ["gitlab-ci.yml", "newsletter/gitlab-ci.yml"]),
    ],
)
def test_schema(schema: str, names: list[str]) -> None:
    """They are what the hosts' published schemas ask for."""
    files = [str(DEPLOY / name) for name in names]
    command = [program("check-jsonschema"), "--builtin-schema", f"vendor.{schema}", *files]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr


def test_shellcheck(tmp_path: Path) -> None:
    """It finds nothing in the scripts, nor in the steps of the workflows."""
    scripts = [
        file
        for file in sorted(DEPLOY.rglob("*"))
        if file.is_file() and file.read_bytes().startswith(b"#!/bin/sh")
    ]
    assert len(scripts) >= 4
    steps = [
        step["run"]
        for name in ("github-check.yml", "github-pages.yml", "newsletter/github.yml")
        for job in read(name)["jobs"].values()
        for step in job["steps"]
        if "run" in step
    ]
    steps += [
        "\n".join(job["script"])
        for name in ("gitlab-ci.yml", "newsletter/gitlab-ci.yml")
        for job in read(name).values()
        if isinstance(job, dict) and "script" in job
    ]
    assert len(steps) >= 18
    for number, step in enumerate(steps):
        file = tmp_path / f"{number}.sh"
        file.write_text(f"#!/bin/bash\n{step}\n", encoding="utf-8")
        scripts.append(file)
    done = subprocess.run(
        [program("shellcheck"), *map(str, scripts)], capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stdout


@pytest.mark.parametrize(
    ("page", "expected"),
    [
        ('<a class="a" href="/">', '<a class="a" href="../../index.html">'),
        ('<a href="/over/#wie" title="b">', '<a href="../../over/index.html#wie" title="b">'),
        ('<a href="/zoeken/?q=dijk">', '<a href="../../zoeken/index.html?q=dijk">'),
        ('<a href="/agenda.ics">', '<a href="../../agenda.ics">'),
        (
            '<img srcset="/a-1.avif 1w, /a-2.avif 2w" src="/a.jpg" alt="x > y">',
            '<img srcset="../../a-1.avif 1w, ../../a-2.avif 2w" src="../../a.jpg" alt="x > y">',
        ),
        ('<a href="//elders.nl/">', '<a href="//elders.nl/">'),
        ('<a href="https://elders.nl/b/">', '<a href="https://elders.nl/b/">'),
        ('<a href="#noot">', '<a href="#noot">'),
        ('<p>schrijf href="/over/"</p>', '<p>schrijf href="/over/"</p>'),
    ],
)
def test_links_of_the_preview(page: str, expected: str) -> None:
    """From file to file; what isn't the site's own stays as it is."""
    preview = runpy.run_path(str(DEPLOY / "preview.py"))
    assert preview["from_file_to_file"](page, "../../") == expected
