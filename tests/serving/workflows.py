"""Runs the steps of the example workflows as their hosts do, in a fresh copy of the project."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import yaml

from tests.conftest import ROOT, copy_project, write_files

DEPLOY = ROOT / "deploy"
Done = subprocess.CompletedProcess[str]
CONTENT = """
-- content/index.md --
---
title: Voorpagina
---
-- content/onderwerpen/wonen.md --
---
title: Wonen
---
-- content/artikelen/2026/dijken.md --
---
title: Dijken
description: Over dijken en het waterschap.
date: 2026-11-20
genre: nieuws
topics: [wonen]
---
Tekst met [een ander stuk](geheim.md).
-- content/artikelen/2026/geheim.md --
---
title: Een tweede stuk
description: Over wat het waterschap nog meer doet.
date: 2026-11-19
genre: nieuws
---
Tekst.
-- content/artikelen/2026/concept.md --
---
title: Nog niet af
description: Dit stuk is nog niet klaar.
date: 2026-11-19
genre: nieuws
draft: true
---
Tekst.
-- content/nieuwsbrief/2026-11-22.md --
---
title: Over dijken
date: 2026-11-22
preheader: Met dijken en het waterschap, in een regel van genoeg tekens
---
-- .gitignore --
/.cache/
/.venv
/site/
/build/
"""
MISTAKE = ("artikelen/2026/dijken.md", "topics: [wonen]", "topics: [woonen]")


def fresh_copy(folder: Path, url: str, hub: str) -> Path:
    """A project with little content that has this address, and tells this hub.

    Setting it up takes no minute here, and says what it says everywhere.
    """
    copy_project(folder)
    for name in ("scripts", "deploy"):
        shutil.copytree(ROOT / name, folder / name)
    write_files(folder, CONTENT)
    (folder / "scripts/setup").write_text(
        f"#!/bin/sh\necho 'Eenmalig: .venv opzetten ...'\nln -s '{sys.prefix}' .venv\n"
    )
    file = folder / "mkdocs.yml"
    text = re.sub(r"(?m)^site_url: .*", f"site_url: {url}", file.read_text(encoding="utf-8"))
    file.write_text(re.sub(r"(?m)^( +hub: ).*", rf"\g<1>{hub}", text), encoding="utf-8")
    return folder


def spoil(project: Path) -> None:
    """Make a mistake in the content."""
    name, right, wrong = MISTAKE
    file = project / "content" / name
    text = file.read_text(encoding="utf-8")
    assert right in text
    file.write_text(text.replace(right, wrong), encoding="utf-8")


def execute(
    project: Path, script: str, *options: str, env: Mapping[str, str] | None = None
) -> Done:
    """A step in bash, at a moment at which the content is there."""
    return subprocess.run(
        ["bash", "--noprofile", "--norc", *options, "-c", script],
        cwd=project,
        env={
            **os.environ,
            "SOURCE_DATE_EPOCH": "1795338000",  # 22 November 2026, 10:00 in Amsterdam
            "no_proxy": "127.0.0.1",
            **(env or {}),
        },
        capture_output=True,
        text=True,
        check=False,
        timeout=300,
    )


def read(name: str) -> dict[Any, Any]:
    """An example workflow."""
    found = yaml.safe_load((DEPLOY / name).read_text(encoding="utf-8"))
    assert isinstance(found, dict)
    return found


def on_github(project: Path, workflow: str, job: str) -> Iterator[Done]:
    """Each step of a job that is a script, until one fails.

    Their summary is in ``summary.md`` beside the project; what actions give is made up.
    """
    for step in read(workflow)["jobs"][job]["steps"]:
        if "run" not in step:
            continue
        given = {
            name: re.sub(r"\$\{\{.*?\}\}", "https://voorbeeld.nl/1", value)
            for name, value in step.get("env", {}).items()
        }
        given["GITHUB_STEP_SUMMARY"] = str(project.parent / "summary.md")
        done = execute(project, step["run"], "-e", env=given)
        yield done
        if done.returncode:
            return


def on_gitlab(project: Path, job: str) -> Done:
    """The script of a job, of which the first line that fails is the last."""
    lines = "\n".join(read("gitlab-ci.yml")[job]["script"])
    return execute(project, lines, "-e", "-o", "pipefail")
