"""A meeting that changes on the site tells so to who follows the agenda, or its editor hears."""

from __future__ import annotations

from pathlib import Path

from tests.conftest import copy_project, run_lokaal, write_files

SITE = """
-- content/index.md --
---
title: Lokaal Bestuur
---
-- content/agenda/overleg.md --
---
title: Overleg
start: 2026-12-04 12:00
location: {name: Stadhuis, city: Utrecht}
---
"""
AT = {"SOURCE_DATE_EPOCH": "1795334400"}  # 2026-11-22 09:00 in Amsterdam
WARNING = (
    "agenda/overleg.md:3: waarschuwing: Bijgewerkt (updated): deze bijeenkomst is veranderd, en"
    " wie de agenda"
    " volgt, merkt dat misschien niet. Schrijf erbij wanneer. Bijvoorbeeld: updated: 2026-11-22"
    " 09:00\n"
)


def test_another_place_without_updated(tmp_path: Path) -> None:
    """`lokaal check` and the build that replaces the old site give a line to write; with it, and
    once the old site is gone, there is nothing to say. It is never an error but with --strict."""
    folder = write_files(copy_project(tmp_path), SITE)
    file = folder / "content/agenda/overleg.md"
    assert run_lokaal("build", cwd=folder, env=AT).returncode == 0
    old = (folder / "site/publicatie.json").read_bytes()

    file.write_text(file.read_text().replace("Utrecht", "Assen"))
    checked = run_lokaal("check", cwd=folder, env=AT)
    assert (checked.returncode, WARNING in checked.stdout) == (0, True), checked.stdout
    text = file.read_text()
    file.write_text(text.replace("location:", "updated: 2026-11-22 09:00\nlocation:"))
    assert run_lokaal("check", cwd=folder, env=AT).stdout == "Geen fouten.\n"
    file.write_text(text)
    built = run_lokaal("build", cwd=folder, env=AT)
    assert (built.returncode, WARNING in built.stderr) == (0, True), built.stderr
    assert run_lokaal("check", cwd=folder, env=AT).stdout == "Geen fouten.\n"

    # A machine that has no old site can be given its record.
    (tmp_path / "eerder.json").write_bytes(old)
    since = ("--since", str(tmp_path / "eerder.json"))
    assert WARNING in run_lokaal("check", *since, cwd=folder, env=AT).stdout
    # Another content folder has nothing to do with the site that is here.
    (folder / "site/publicatie.json").write_bytes(old)
    other = ("--content", str((folder / "content").rename(tmp_path / "anders")))
    (folder / "content").mkdir()
    assert run_lokaal("check", *other, cwd=folder, env=AT).stdout == "Geen fouten.\n"
    assert run_lokaal("check", "--since", "nergens", cwd=folder, env=AT).returncode == 2
