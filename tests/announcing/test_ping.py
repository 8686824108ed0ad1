"""``lokaal ping``: a built site, on a web server, and a hub that fetches its feeds from there."""

from __future__ import annotations

import json
import shutil
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from subprocess import CompletedProcess

import pytest

from tests.announcing.hubs import PUBLIC_NAME, Hub, hub_running, serving
from tests.conftest import copy_project, run_lokaal, write_files
from tests.doors import start

SITE = """
-- content/index.md --
---
title: Lokaal Bestuur
---
-- content/onderwerpen/wonen.md --
---
title: Wonen
---
-- content/onderwerpen/water.md --
---
title: Water
---
-- content/artikelen/2026/nat.md --
---
title: Nat
description: Over water.
date: 2026-11-20
genre: nieuws
topics: [water]
---
Tekst.
"""
LATER = """
-- content/artikelen/2026/droog.md --
---
title: Droog
description: Over wonen.
date: 2026-11-21
genre: nieuws
topics: [wonen]
---
Tekst.
"""
AT = {"SOURCE_DATE_EPOCH": "1795334400"}  # 2026-11-22 09:00 in Amsterdam
OWN = ("feed.xml", "atom.xml", "feed.json")


@dataclass
class Project:
    """A project whose site is served, and the hub that fetches from it."""

    folder: Path
    url: str
    hub: Hub

    def build(self) -> None:
        done = run_lokaal("build", cwd=self.folder, env=AT)
        assert done.returncode == 0, done.stderr

    def ping(self, *words: str) -> CompletedProcess[str]:
        """The command, with our hub."""
        return run_lokaal("ping", "--hub", self.hub.address, *words, cwd=self.folder)

    @property
    def state(self) -> Path:
        return self.folder / "build/gemeld.json"

    def feeds(self, *folders: str) -> set[str]:
        """The addresses of the three feeds of each folder."""
        return {f"{self.url}{folder}{name}" for folder in folders for name in OWN}


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Path, str]]:
    """A site with one article."""
    folder = copy_project(tmp_path_factory.mktemp("ping"))
    write_files(folder, SITE)
    with serving(folder / "site") as url:
        settings = (folder / "mkdocs.yml").read_text(encoding="utf-8")
        settings = settings.replace("https://www.lokaalbestuur.nl/", url)
        settings = settings.replace("https://pubsubhubbub.appspot.com/", PUBLIC_NAME)
        (folder / "mkdocs.yml").write_text(settings, encoding="utf-8")
        done = run_lokaal("build", cwd=folder, env=AT)
        assert done.returncode == 0, done.stderr
        yield folder, url


@pytest.fixture
def project(built: tuple[Path, str]) -> Iterator[Project]:
    """The built site, of which no hub has been told."""
    folder, url = built
    (folder / "build/gemeld.json").unlink(missing_ok=True)
    with hub_running() as hub:
        yield Project(folder, url, hub)


def test_each_feed_that_changed_is_told_once(project: Project) -> None:
    """First all of them, then none, and after an edit those that hold it; the hub finds its own
    name and theirs in each feed that it fetches."""
    first = project.ping()
    assert (first.returncode, first.stderr) == (0, ""), first.stderr
    every = {*project.hub.fetched}
    assert project.hub.wrong == []
    assert project.feeds("", "artikelen/", "onderwerpen/wonen/", "nieuwsbrief/") <= every
    assert "alle feeds tellen" in first.stdout and f"weet van {len(every)} feeds." in first.stdout

    again = project.ping()
    assert (again.returncode, len(project.hub.requests)) == (0, 1)
    assert again.stdout == "Er is niets nieuws in de feeds: niets te melden.\n"

    old = shutil.copy(project.folder / "site/publicatie.json", project.folder / "eerder.json")
    before = project.state.read_bytes()
    write_files(project.folder, LATER)
    try:
        project.build()
        holding = project.feeds("", "artikelen/", "onderwerpen/wonen/")
        asked = project.ping("--dry-run")
        assert {*asked.stdout.splitlines()[:-1]} == holding and len(project.hub.requests) == 1
        # A fresh machine knows what the site said of itself before.
        assert project.ping("--since", str(old)).returncode == 0
        assert project.hub.told() == holding and project.state.read_bytes() == before
        assert project.ping().returncode == 0
        assert project.hub.told() == holding and len(project.hub.requests) == 3
        assert project.ping().stdout == again.stdout
        assert project.hub.wrong == []
    finally:
        (project.folder / "content/artikelen/2026/droog.md").unlink()
        project.build()


def test_what_the_hub_refuses_is_told_next_time(project: Project) -> None:
    """The others are told; the failure is said, with exit code 1."""
    bad = f"{project.url}onderwerpen/water/atom.xml"
    project.hub.disliked.add(bad)
    done = project.ping()
    assert done.returncode == 1
    assert done.stderr.splitlines() == [
        f"Niet gemeld: {bad}: de hub antwoordt met 400.",
        "Probeer het later nog eens met dezelfde opdracht.",
    ]
    project.hub.disliked.clear()
    assert project.ping().stdout == "De hub weet van 1 feed.\n"
    assert project.hub.told() == {bad}


def test_killed_before_it_is_written_down(project: Project, tmp_path: Path) -> None:
    """The hub knows, and we don't: so it is told again, which does no harm."""
    gate, hub = tmp_path / "out", project.hub
    words = ("lokaal", "ping", "--hub", hub.address)
    hub.moves = ["kill"]
    process = start(*words, cwd=project.folder, env={}, out=gate, err=gate)
    assert process.pid
    hub.victim = process.pid
    process.join(60)
    assert process.exitcode == -9 and len(hub.requests) == 1
    assert not list(project.state.parent.glob("*gemeld*"))
    known = hub.told()
    assert project.ping().returncode == 0
    assert hub.told() == known and {*hub.fetched} == known


@pytest.mark.parametrize("change", ["damaged", "site", "hub"])
def test_a_state_that_is_not_of_this_site_and_hub(project: Project, change: str) -> None:
    """Counts as none: all feeds are told."""
    assert project.ping().returncode == 0
    state = json.loads(project.state.read_bytes())
    assert state["site"] == project.url and state["hub"] == project.hub.address
    text = "{" if change == "damaged" else json.dumps({**state, change: "https://elders.nl/"})
    project.state.write_text(text, encoding="utf-8")
    done = project.ping()
    assert done.returncode == 0 and "alle feeds tellen" in done.stdout
    assert len(project.hub.requests) == 2 and project.hub.told() == {*project.hub.fetched}


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["--hub", "http://hub.voorbeeld.nl/"], "is geen https-adres. Bijvoorbeeld: hub: https://"),
        (["--site-dir", "nergens"], "in nergens staat geen site met feeds. Bouw eerst: make site"),
    ],
)
def test_what_cannot_be_told(project: Project, words: list[str], said: str) -> None:
    """Wrong use: exit code 2, and what would be right."""
    done = run_lokaal("ping", *words, cwd=project.folder)
    assert done.returncode == 2 and said in done.stderr


def test_no_hub(tmp_path: Path) -> None:
    """The line to write is in the message."""
    folder = copy_project(tmp_path)
    (folder / "content").mkdir()
    settings = (folder / "mkdocs.yml").read_text(encoding="utf-8")
    settings = settings.replace("      hub: https:", "      mail_dir: https:")
    (folder / "mkdocs.yml").write_text(settings, encoding="utf-8")
    done = run_lokaal("ping", cwd=folder)
    assert done.returncode == 2
    assert "er is geen hub. Zet in mkdocs.yml bij de plugin lokaal: hub: https://" in done.stderr
