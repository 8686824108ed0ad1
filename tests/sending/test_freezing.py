"""Freezing an edition: the record is written once, as a whole, and of what was sent alone."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from site_plugins.loading.sent import read_record
from site_plugins.sending.freezing import CannotFreeze, freeze
from tests.conftest import Build, Write, run_lokaal

RECORD = "nieuwsbrief/2026-11-22.verzonden.json"
INTRO = "Welkom, met *nadruk* en een 'aanhaling'."
SITE = f"""
-- artikelen/2026/eerste.md --
---
title: "'t Plan: wat wil de raad?"
description: Over het plan van € 5 en een lachend gezicht 😀.
date: 2026-11-20
genre: nieuws
authors: [{{name: Sofie, role: raadslid}}]
---
-- agenda/reeks.md --
---
title: Vragenuur
start: 2026-10-02 12:00
end: 2026-10-02 13:00
repeat: elke eerste vrijdag van de maand
location: {{name: Stadhuis, city: Zwolle, online: true}}
status: onder voorbehoud
---
-- nieuwsbrief/2026-11-22.md --
---
title: Plannen voor de raad
date: 2026-11-22
preheader: Ook deze week in de brief het laatste nieuws over wonen en werken.
---
{INTRO}
"""
AFTER = {"SOURCE_DATE_EPOCH": "1795420000"}
BEFORE = {"SOURCE_DATE_EPOCH": "1795330000"}
"""A day after the edition goes out, and an hour before."""


@pytest.fixture
def folder(content: Write) -> Path:
    """The content of this module."""
    return content(SITE)


@pytest.fixture
def manifest(folder: Path, build: Build) -> dict[str, Any]:
    """That of the edition, built when it goes out."""
    made = build(folder, at="2026-11-22T08:00")
    assert made.code == 0, made.err
    found: dict[str, Any] = json.loads((made.mail / "2026-11-22/manifest.json").read_bytes())
    return found


def run(folder: Path, *more: str, env: dict[str, str]) -> tuple[int, str]:
    """The command, and all that it says."""
    done = run_lokaal("edition", "freeze", "2026-11-22", "--content", str(folder), *more, env=env)
    return done.returncode, done.stdout + done.stderr


def test_the_record_holds_what_was_sent(folder: Path, manifest: dict[str, Any]) -> None:
    """Sorted, in UTF-8, a line for each value; what reads it gives the same values."""
    path = freeze(manifest, folder)
    assert path == folder / RECORD
    text = path.read_text(encoding="utf-8")
    values = json.loads(text)
    assert text == json.dumps(values, ensure_ascii=False, indent=1, sort_keys=True) + "\n"
    assert values["content"] == manifest["content"] and values["intro"] == INTRO
    found = read_record(text, RECORD)
    assert found.subject == "Plannen voor de raad"
    assert found.lead and found.lead.title == "'t Plan: wat wil de raad?"
    assert found.lead.byline == ("Sofie (raadslid)",)
    (meeting,) = found.agenda
    assert meeting.start.date() == date(2026, 12, 4) and meeting.remarks == ("onder voorbehoud",)
    assert [file.name for file in path.parent.iterdir() if file.name.startswith(".")] == []


def test_freezing_twice_is_once(folder: Path, manifest: dict[str, Any]) -> None:
    """A record of the same content stays as it is, also where the introduction changed since."""
    path = freeze(manifest, folder)
    before = path.stat()
    edition = folder / "nieuwsbrief/2026-11-22.md"
    edition.write_text(edition.read_text(encoding="utf-8").replace("Welkom", "Dag"))
    assert freeze(manifest, folder) == path
    assert (path.stat().st_ino, path.stat().st_mtime_ns) == (before.st_ino, before.st_mtime_ns)


def refused(manifest: dict[str, Any], folder: Path) -> str:
    """Why it can't be frozen; what stands there stays."""
    path = folder / RECORD
    before = path.read_bytes() if path.exists() else None
    with pytest.raises(CannotFreeze) as error:
        freeze(manifest, folder)
    assert (path.read_bytes() if path.exists() else None) == before
    return str(error.value)


def test_other_content_never_replaces_a_record(folder: Path, manifest: dict[str, Any]) -> None:
    """What was sent was sent; nor does it replace one that is damaged."""
    path = freeze(manifest, folder)
    assert "met een andere inhoud" in refused({**manifest, "content": "0" * 64}, folder)
    path.write_text("{}", encoding="utf-8")
    assert "Zet het terug uit git." in refused(manifest, folder)


def test_a_proof_is_not_frozen(folder: Path, manifest: dict[str, Any]) -> None:
    """It was built before all was there that an edition can hold."""
    assert "een proef" in refused({**manifest, "complete": False}, folder)


def test_an_introduction_that_changed_since_the_build(
    folder: Path, manifest: dict[str, Any]
) -> None:
    """It isn't what readers got."""
    edition = folder / "nieuwsbrief/2026-11-22.md"
    edition.write_text(edition.read_text(encoding="utf-8").replace("Welkom", "Dag"))
    assert "de inleiding is veranderd" in refused(manifest, folder)
    edition.unlink()
    assert "ontbreekt" in refused(manifest, folder)


def test_a_manifest_that_was_tampered_with(folder: Path, manifest: dict[str, Any]) -> None:
    """Nothing is written that a build would refuse."""
    manifest["sent"]["lead"]["title"] = 5
    assert "lead.title" in refused(manifest, folder)


def test_the_command(folder: Path, build: Build, tmp_path: Path) -> None:
    """It says where the record is and what to do with it; again is fine; too early is not, nor a
    mail that is not as it was built."""
    mail = str(build(folder, at="2026-11-22T09:00").mail)
    code, said = run(folder, "--mail-dir", mail, env=BEFORE)
    assert code == 1 and "nog niet verzonden" in said and not (folder / RECORD).exists()
    (Path(mail) / "2026-11-22/mail.txt").rename(tmp_path / "mail.txt")
    assert run(folder, "--mail-dir", mail, env=AFTER)[0] == 1
    (tmp_path / "mail.txt").rename(Path(mail) / "2026-11-22/mail.txt")
    code, said = run(folder, "--mail-dir", mail, env=AFTER)
    assert (code, (folder / RECORD).exists()) == (0, True)
    assert "git add" in said and str(folder / RECORD) in said
    assert run(folder, "--mail-dir", mail, env=AFTER) == (code, said)


def test_the_command_needs_what_was_built(folder: Path, tmp_path: Path) -> None:
    """It doesn't build by itself: what was sent may be other than what is there now."""
    code, said = run(folder, "--mail-dir", str(tmp_path / "nergens"), env=AFTER)
    assert code == 1 and "Bouw eerst" in said
    place = tmp_path / "kapot/2026-11-22"
    place.mkdir(parents=True)
    for text in ("{", "[]", "{}", '{"sends_at": 5}'):
        (place / "manifest.json").write_text(text)
        code, said = run(folder, "--mail-dir", str(place.parent), env=AFTER)
        assert code == 1 and "beschadigd" in said
