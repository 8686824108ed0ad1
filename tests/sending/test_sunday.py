"""``deploy/newsletter/send-sunday``, which every schedule runs, in a repository of its own."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from datetime import datetime
from pathlib import Path

import pytest

from tests.conftest import ROOT, copy_project, write_files
from tests.sending.mailserver import Mailserver

IDENTITY = {
    f"GIT_{who}_{what}": value
    for who in ("AUTHOR", "COMMITTER")
    for what, value in (("NAME", "Proef"), ("EMAIL", "proef@voorbeeld.nl"))
}
CONTENT = """
-- content/index.md --
---
title: Voorpagina
---
-- content/artikelen/2026/dijken.md --
---
title: Dijken
description: Over dijken en het waterschap.
date: 2026-11-20
genre: nieuws
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
SHIMS = {
    # The script's only clock, and how it waits.
    "date": '#!/bin/sh\nexec /bin/date -d "@$SOURCE_DATE_EPOCH" "$@"\n',
    "sleep": '#!/bin/sh\necho "sleep $1"\n',
}


@pytest.fixture
def project(tmp_path: Path) -> Path:
    """A clone with the script, whose main has an edition of 2026-11-22 at its origin."""
    origin, clone = tmp_path / "origin.git", copy_project(tmp_path / "project")
    for name in ("scripts", "deploy"):
        shutil.copytree(ROOT / name, clone / name)
    write_files(clone, CONTENT)
    (clone / ".venv").symlink_to(sys.prefix)
    subprocess.run(
        ["git", "init", "--quiet", "--bare", "--initial-branch=main", origin], check=True
    )
    git(clone, "init", "--quiet", "--initial-branch=main")
    git(clone, "add", ".")
    git(clone, "commit", "--quiet", "--message=Begin")
    git(clone, "remote", "add", "origin", str(origin))
    git(clone, "push", "--quiet", "origin", "main")
    return clone


def git(project: Path, *words: str) -> str:
    """What git says."""
    env = {**os.environ, **IDENTITY}
    done = subprocess.run(
        ["git", *words], cwd=project, env=env, check=True, capture_output=True, text=True
    )
    return done.stdout.strip()


def send_sunday(project: Path, moment: str, port: int = 0) -> subprocess.CompletedProcess[str]:
    """Run the script at a moment, such as ``2026-11-22T06:30:00+00:00``."""
    shims = project.parent / "shims"
    shims.mkdir(exist_ok=True)
    for name, text in SHIMS.items():
        (shims / name).write_text(text, encoding="utf-8")
        (shims / name).chmod(0o755)
    env = {
        **os.environ,
        **IDENTITY,
        "PATH": f"{shims}:{os.environ['PATH']}",
        "SOURCE_DATE_EPOCH": str(int(datetime.fromisoformat(moment).timestamp())),
        "LOKAAL_RECIPIENTS": str(project.parent / "ontvangers.csv"),
        "LOKAAL_LEDGER": str(project.parent / "verzendboek" / "boek.sqlite3"),
        "LOKAAL_SMTP_HOST": "127.0.0.1",
        "LOKAAL_SMTP_PORT": str(port),
        "LOKAAL_SMTP_SECURITY": "none",
        "LOKAAL_UNSUBSCRIBE_URL": "https://voorbeeld.nl/afmelden/{token}",
        "LOKAAL_UNSUBSCRIBE_SECRET": "een geheim voor de proef",
    }
    return subprocess.run(
        [project / "deploy/newsletter/send-sunday"], env=env, capture_output=True, text=True
    )


@pytest.mark.parametrize(
    ("moment", "words"),
    [
        ("2026-11-21T07:17:00+00:00", "2026-11-21 is geen zondag"),
        ("2026-11-22T05:17:00+00:00", "nog geen zeven uur"),  # 6:17 in winter
        ("2026-10-25T05:17:00+00:00", "nog geen zeven uur"),  # winter since three hours
        ("2027-03-28T04:17:00+00:00", "nog geen zeven uur"),  # summer since three hours
        ("2026-11-29T08:17:00+00:00", "geen editie van 2026-11-29"),
        ("2026-10-25T06:17:00+00:00", "sleep 2580"),  # 7:17: waits until eight
        ("2027-03-28T05:17:00+00:00", "sleep 2580"),
        ("2026-07-26T05:59:59+00:00", "sleep 1"),
    ],
)
def test_nothing_to_do(project: Path, moment: str, words: str) -> None:
    """On another day, too early, or without an edition it says so, and all is well."""
    done = send_sunday(project, moment)
    assert done.returncode == 0, done.stderr
    assert words in done.stdout


def test_needs_to_know_the_list(project: Path) -> None:
    """Before anything else."""
    done = subprocess.run(
        [project / "deploy/newsletter/send-sunday"],
        env={"PATH": os.environ["PATH"]},
        capture_output=True,
        text=True,
    )
    assert done.returncode != 0 and "LOKAAL_RECIPIENTS" in done.stderr


def test_twice_is_once(project: Path, mailserver: Mailserver) -> None:
    """The first run sends and brings the record to main; the next, an hour later and with another
    editor's change in main, sends nothing to anyone and is well."""
    readers = ["een@voorbeeld.nl", "twee@voorbeeld.nl"]
    (project.parent / "ontvangers.csv").write_text("\n".join(["email", *readers]), "utf-8")
    first = send_sunday(project, "2026-11-22T07:00:01+00:00", mailserver.port)
    assert first.returncode == 0, first.stderr
    assert sorted(mailserver.addresses) == readers
    record = git(project, "show", "origin/main:content/nieuwsbrief/2026-11-22.verzonden.json")
    assert "Dijken" in record

    other = project.parent / "other"
    git(project, "clone", "--quiet", str(project.parent / "origin.git"), str(other))
    article = other / "content/artikelen/2026/dijken.md"
    article.write_text(article.read_text("utf-8").replace("Dijken", "Dammen"), "utf-8")
    git(other, "commit", "--quiet", "--all", "--message=Dammen")
    git(other, "push", "--quiet", "origin", "HEAD:main")

    second = send_sunday(project, "2026-11-22T08:17:00+00:00", mailserver.port)
    assert second.returncode == 0, second.stderr
    assert "Al verzonden" in second.stdout and sorted(mailserver.addresses) == readers
    assert git(project, "rev-parse", "HEAD") == git(other, "rev-parse", "HEAD")


@pytest.mark.slow
def test_record_that_was_not_pushed(project: Path, mailserver: Mailserver) -> None:
    """A runner that throws away what isn't in main makes it anew in the next run."""
    (project.parent / "ontvangers.csv").write_text("email\neen@voorbeeld.nl\n", "utf-8")
    send_sunday(project, "2026-11-22T07:00:01+00:00", mailserver.port)
    record = git(project, "show", "HEAD:content/nieuwsbrief/2026-11-22.verzonden.json")
    git(project, "reset", "--quiet", "--hard", "HEAD~1")
    git(project, "push", "--quiet", "--force", "origin", "HEAD:main")

    done = send_sunday(project, "2026-11-22T08:17:00+00:00", mailserver.port)
    assert done.returncode == 0 and len(mailserver.received) == 1, done.stderr
    again = git(project, "show", "origin/main:content/nieuwsbrief/2026-11-22.verzonden.json")
    assert again == record


@pytest.mark.slow
def test_mail_server_down(project: Path) -> None:
    """It fails, so that someone hears of it, and nothing says that the edition was sent."""
    (project.parent / "ontvangers.csv").write_text("email\neen@voorbeeld.nl\n", "utf-8")
    done = send_sunday(project, "2026-11-22T07:00:01+00:00", port=1)
    assert done.returncode == 1 and "niets verzonden" in done.stderr
    assert not list(project.glob("content/nieuwsbrief/*.json"))


def test_a_draft(project: Path, mailserver: Mailserver) -> None:
    """An edition that is made a draft again is not sent, also where an earlier run had built it;
    and it fails, as readers expect one."""
    (project.parent / "ontvangers.csv").write_text("email\neen@voorbeeld.nl\n", "utf-8")
    send_sunday(project, "2026-11-22T07:00:01+00:00", port=1)
    edition = project / "content/nieuwsbrief/2026-11-22.md"
    text = edition.read_text("utf-8").replace("title:", "draft: true\ntitle:")
    edition.write_text(text, encoding="utf-8")
    git(project, "commit", "--quiet", "--all", "--message=Toch niet")
    git(project, "push", "--quiet", "origin", "HEAD:main")

    done = send_sunday(project, "2026-11-22T08:17:00+00:00", mailserver.port)
    assert done.returncode == 1 and "nog een concept" in done.stderr, done.stderr
    assert mailserver.received == []


@pytest.mark.slow
def test_who_is_uncertain_on_sunday(project: Path, mailserver: Mailserver) -> None:
    """The record of what was sent is in main all the same, and each run fails until someone has
    said what became of them."""
    (project.parent / "ontvangers.csv").write_text("email\neen@voorbeeld.nl\n", "utf-8")
    mailserver.moves["een@voorbeeld.nl"] = ["taken drop"]
    for moment in ("2026-11-22T07:00:01+00:00", "2026-11-22T08:17:00+00:00"):
        done = send_sunday(project, moment, mailserver.port)
        assert done.returncode == 1 and "Onzeker:                1" in done.stdout
    assert git(project, "show", "origin/main:content/nieuwsbrief/2026-11-22.verzonden.json")
    assert len(mailserver.received) == 1
