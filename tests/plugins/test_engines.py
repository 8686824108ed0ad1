"""MkDocs, ProperDocs and ``lokaal`` are doors to the same build."""

from __future__ import annotations

import re
import shutil
import signal
from pathlib import Path
from urllib.error import HTTPError
from urllib.request import Request, urlopen

import pytest
from lxml import html

from tests.conftest import ROOT, Built, copy_project, write_files
from tests.doors import run
from tests.previews import get, previewing, wait_for
from tests.site.test_reproducible import EPOCH, assert_same, bytes_of

ENGINES = ("mkdocs", "properdocs")
SMALL = """
-- index.md --
---
title: Lokaal Bestuur
---
Welkom.
-- artikelen/2026/gewoon.md --
---
title: Gewoon stuk
description: Dit stuk mag iedereen zien.
date: 2026-11-20
genre: nieuws
---
Tekst.
-- nieuwsbrief/2026-11-15.md --
---
title: Eerste editie
date: 2026-11-15
preheader: Wat u deze week nog niet las, staat in deze editie.
---
"""
HIDDEN = """
-- artikelen/2026/klad.md --
---
title: Nog een klad
description: Dit stuk is nog niet af.
date: 2026-11-21
genre: nieuws
draft: true
---
Tekst.
-- artikelen/2026/straks.md --
---
title: Verschijnt straks
description: Dit stuk verschijnt later.
date: 2040-01-01
genre: nieuws
---
Tekst.
"""
WRONG = """
-- artikelen/2026/fout.md --
---
title: Fout
description: Hier klopt iets niet.
date: 2026-11-20
genre: nieuwz
topics: [wonnen]
---
"""
MISTAKES = (
    "artikelen/2026/fout.md:5: Rubriek (genre): 'nieuwz' kan hier niet. Bedoelde je 'nieuws'?",
    "artikelen/2026/fout.md:6: Onderwerpen (topics[1]): 'wonnen' bestaat niet in onderwerpen/.",
)


def project(folder: Path, content: str | Path) -> Path:
    """A copy of the project's settings and theme, with content of its own."""
    copy_project(folder)
    if isinstance(content, Path):
        shutil.copytree(content, folder / "content")
    else:
        write_files(folder / "content", content)
    return folder


@pytest.mark.parametrize("engine", ENGINES)
def test_engines_build_the_same_site(real_site: Built, tmp_path: Path, engine: str) -> None:
    """``mkdocs build`` and ``properdocs build`` give the files and bytes of ``lokaal``, but for
    what belongs to the search index."""
    assert real_site.code == 0, real_site.err
    folder = project(tmp_path / "project", ROOT / "content")
    done = run(engine, "build", "--strict", cwd=folder, env={"SOURCE_DATE_EPOCH": EPOCH})
    assert done.returncode == 0, done.stderr
    found, wanted = bytes_of(folder / "site"), bytes_of(real_site.site)
    page = found["zoeken/index.html"].decode()
    assert "Op deze site kun je niet zoeken." in page
    assert not [name for name in found if name.startswith("pagefind/")]
    for files in (found, wanted):
        for name in [name for name in files if name.startswith(("pagefind/", "zoeken/"))]:
            del files[name]
    assert list(found) == list(wanted)
    assert [name for name, data in found.items() if data != wanted[name]] == []
    assert_same(folder / "build" / "mail", real_site.mail)


@pytest.mark.parametrize("engine", [*ENGINES, "lokaal"])
def test_a_mistake_leaves_the_old_site(tmp_path: Path, engine: str) -> None:
    """A mistake in the content stops every engine, with the same words; the old site stays."""
    folder = project(tmp_path, SMALL)
    env = {"SOURCE_DATE_EPOCH": EPOCH}
    assert run(engine, "build", cwd=folder, env=env).returncode == 0
    before = bytes_of(folder / "site"), bytes_of(folder / "build")
    assert "artikelen/2026/gewoon/index.html" in before[0]
    write_files(folder / "content", WRONG)
    (folder / "content" / "artikelen/2026/gewoon.md").unlink()
    done = run(engine, "build", cwd=folder, env=env)
    assert done.returncode == 1
    for mistake in MISTAKES:
        assert mistake in done.stderr
    assert "2 fouten in 1 bestand." in done.stderr
    assert "Traceback" not in done.stderr
    assert (bytes_of(folder / "site"), bytes_of(folder / "build")) == before
    assert sorted(path.name for path in folder.iterdir()) == [
        *(".cache", "build", "content", "mkdocs.yml", "overrides", "site")
    ]


@pytest.mark.parametrize("engine", ["mkdocs", "lokaal"])
def test_what_is_gone_leaves_site_and_mail(tmp_path: Path, engine: str) -> None:
    """An item that is withdrawn is gone after the next build: its page, and an edition's mail."""
    folder = project(tmp_path, SMALL)
    env = {"SOURCE_DATE_EPOCH": EPOCH}
    assert run(engine, "build", cwd=folder, env=env).returncode == 0
    assert (folder / "build/mail/2026-11-15/mail.eml").exists()
    for name in ("nieuwsbrief/2026-11-15.md", "artikelen/2026/gewoon.md"):
        file = folder / "content" / name
        file.write_text(file.read_text().replace("title:", "draft: true\ntitle:"))
    assert run(engine, "build", cwd=folder, env=env).returncode == 0
    assert not (folder / "build/mail/2026-11-15").exists()
    assert not (folder / "site/artikelen/2026/gewoon").exists()
    assert not (folder / "site/nieuwsbrief/2026-11-15").exists()


def test_only_our_own_files_are_published(tmp_path: Path) -> None:
    """MkDocs copies nothing from the content folder by itself: no text, table or hidden file."""
    folder = project(tmp_path, SMALL + "-- cijfers/leden.csv --\nJaar,Leden\n2023,661\n")
    (folder / "content" / ".gitkeep").write_text("")
    done = run("mkdocs", "build", "--strict", cwd=folder, env={"SOURCE_DATE_EPOCH": EPOCH})
    assert done.returncode == 0, done.stderr
    shutil.rmtree(folder / "site/beheer")  # the form, which has a configuration
    endings = {path.suffix for path in (folder / "site").rglob("*") if path.is_file()}
    assert endings.isdisjoint({".md", ".csv", ".yml"})
    files = [path for path in (folder / "site").rglob("*") if path.is_file()]
    assert {path.name for path in files if not path.suffix} == {"_headers", "_redirects"}


def test_site_url_is_needed(tmp_path: Path) -> None:
    """Without a site_url there can be no feeds: both doors say so in Dutch, and write nothing."""
    folder = project(tmp_path, SMALL)
    config = folder / "mkdocs.yml"
    config.write_text(re.sub(r"(?m)^site_url:.*\n", "", config.read_text()))
    for engine, code in (("mkdocs", 1), ("lokaal", 2)):
        done = run(engine, "build", cwd=folder)
        assert done.returncode == code
        assert "site_url" in done.stderr
        assert "Traceback" not in done.stderr
        assert not (folder / "site").exists()


# ---- the preview ----


SERVERS = {
    "mkdocs": ("mkdocs", "serve", "--dev-addr"),
    "properdocs": ("properdocs", "serve", "--dev-addr"),
    "lokaal": ("lokaal", "serve", "--address"),
}


@pytest.mark.parametrize("engine", SERVERS)
def test_preview(tmp_path: Path, engine: str) -> None:
    """The preview shows drafts and what is still to appear, says so, reloads, stops, and writes
    neither site nor mail."""
    folder = project(tmp_path, SMALL + HIDDEN)
    with previewing(folder, *SERVERS[engine]) as (address, log, process):
        front = get(f"{address}/")
        shown = html.fromstring(front.encode()).text_content()
        assert "Nog een klad" in shown and "Verschijnt straks" in shown
        assert re.search("concept", shown, re.IGNORECASE)
        assert "Concept: dit stuk staat niet op de site." in get(f"{address}/artikelen/2026/klad/")
        later = get(f"{address}/artikelen/2026/straks/")
        assert "Verschijnt op zondag 1 januari 2040" in later
        assert "livereload" in front
        # A policy would stop the script that reloads; web servers are told nothing either.
        assert "Content-Security-Policy" not in front
        with pytest.raises(HTTPError, match="404"):
            get(f"{address}/_headers")

        file = folder / "content/artikelen/2026/klad.md"
        file.write_text(file.read_text().replace("Nog een klad", "Een beter klad"))
        wait_for(lambda: "Een beter klad" in get(f"{address}/artikelen/2026/klad/"), log)

        process.send_signal(signal.SIGINT)
        assert process.wait(timeout=30) in (0, 130), log.read_text()
    assert sorted(path.name for path in folder.iterdir()) == [
        *(".cache", "content", "mkdocs.yml", "overrides", "serve.log")
    ]


def test_preview_survives_a_mistake(tmp_path: Path) -> None:
    """A mistake while the preview runs is told in Dutch; mended, the preview goes on."""
    folder = project(tmp_path, SMALL)
    with previewing(folder, *SERVERS["lokaal"]) as (address, log, _):
        write_files(folder / "content", WRONG)
        wait_for(lambda: MISTAKES[0] in log.read_text(), log)
        assert "Traceback" not in log.read_text()
        (folder / "content/artikelen/2026/fout.md").unlink()
        file = folder / "content/artikelen/2026/gewoon.md"
        file.write_text(file.read_text().replace("Gewoon stuk", "Bijzonder stuk"))
        wait_for(lambda: "Bijzonder stuk" in get(f"{address}/artikelen/2026/gewoon/"), log)


def test_a_preview_starts_with_a_mistake_and_recovers(tmp_path: Path) -> None:
    """It shows what is wrong in place of a site, until that is mended; then the site.

    On a later moment, and without drafts, it shows what readers will see then.
    """
    folder = project(tmp_path, SMALL + HIDDEN + WRONG)
    with previewing(folder, *SERVERS["lokaal"]) as (address, log, _):

        def see(path: str) -> str:
            try:
                return get(f"{address}{path}")
            except HTTPError as error:
                return str(error.read().decode())

        first = see("/")
        assert "Er is nog geen voorbeeld" in first and "artikelen/2026/fout.md" in first
        assert "livereload" in first
        (folder / "content/artikelen/2026/fout.md").unlink()
        wait_for(lambda: "Nog een klad" in see("/"), log)
        assert "Voorbeeld: nu, met concepten" in see("/")

        def choose(form: str, origin: str) -> None:
            headers = {"Origin": origin}
            urlopen(Request(f"{address}/voorbeeld/kiezen", form.encode(), headers)).close()

        with pytest.raises(HTTPError, match="403"):
            choose("wanneer=nu", "https://www.example.org")
        choose("wanneer=moment&moment=2040-01-02T08:00&terug=/", address)
        later = see("/")
        assert "Verschijnt straks" in later and "Nog een klad" not in later
        choose("wanneer=nu", address)
        assert "Verschijnt straks" not in see("/")
        assert "Traceback" not in log.read_text()
