"""What is in the search index, and when it is made."""

from __future__ import annotations

import gzip
import json
import re
import shutil
import subprocess
from pathlib import Path
from typing import Any

import pytest

from site_plugins.delivery import searching
from site_plugins.delivery.keeping import Cache
from site_plugins.delivery.searching import SearchFailed, _made, index_outputs
from site_plugins.projections.addresses import PACKED
from site_plugins.rendering.search_words import Relatives, words_of
from tests.conftest import ROOT, Build, Built, Write, run_lokaal
from tests.site.test_reproducible import bytes_of

SITE = """
-- index.md --
---
title: Lokaal Bestuur
---
Welkom.
-- onderwerpen/wonen.md --
---
title: Wonen
---
Een dak.
-- onderwerpen/huren.md --
---
title: Wonen!
---
Zelfde woord, ander onderwerp.
-- artikelen/2026/nieuw.md --
---
title: "'s-Hertogenbosch <b>bouwt</b>"
description: Een samenvatting.
date: 2026-11-20
genre: interview
topics: [huren]
layers: [gemeente]
authors: [{name: Dirk Gast, role: architect}]
---
De raadsleden gaan bouwen.

## Wat *de* Raad kan

Meer over woningbouw[^1], zegt `</body><script>alert(1)</script>`.

[^1]: Een voetnoot.
-- agenda/bijeenkomst.md --
---
title: Bijeenkomst
start: 2027-01-12 20:00
end: 2027-01-12 21:00
location: {name: Het Klooster, city: Amersfoort}
---
Kom ook.
"""


def fragments(built: Built) -> dict[str, dict[str, Any]]:
    """What the search page can show of each page, by its address."""
    files = (built.site / "pagefind" / "fragment").iterdir()
    rows = [
        json.loads(gzip.decompress(f.read_bytes()).removeprefix(b"pagefind_dcd")) for f in files
    ]
    return {row["url"]: row for row in rows}


def test_what_is_found(content: Write, build: Build) -> None:
    """Title, summary, texts, authors and topics; related words, and what to choose by."""
    built = build(content(SITE))
    assert built.code == 0, built.err
    rows = fragments(built)
    pages = {"/artikelen/2026/nieuw/", "/agenda/bijeenkomst/"}
    assert set(rows) == {*pages, "/onderwerpen/wonen/", "/onderwerpen/huren/"}
    article, meeting = rows["/artikelen/2026/nieuw/"], rows["/agenda/bijeenkomst/"]
    assert (
        article["meta"].items()
        >= {
            "title": "’s-Hertogenbosch <b>bouwt</b>",
            "kind": "Interview",
            "date": "20 november 2026",
            "day": "2026-11-20",
        }.items()
    )
    for words in (
        *("Een samenvatting.", "De raadsleden gaan bouwen.", "Wat de Raad kan.", "Een voetnoot."),
        *("zegt </body><script>alert(1)</script>", "Dirk Gast", "architect", "Wonen", "Gemeente"),
    ):
        assert words in article["content"], words
    assert {"raadslid", "leden", "lid", "woning", "bouw"} <= set(article["meta"]["extra"].split())
    assert "raadslid" not in article["content"]
    assert article["filters"] == {
        "soort-artikel": ["ja"],
        "onderwerp-huren": ["ja"],
        "laag-gemeente": ["ja"],
        "jaar-2026": ["ja"],
    }
    assert "Het Klooster" in meeting["content"] and "Amersfoort" in meeting["content"]
    assert meeting["meta"]["day"] == "2027-01-12"
    assert set(meeting["filters"]) == {"soort-bijeenkomst", "jaar-2027"}


def test_only_what_is_used_is_published(content: Write, build: Build) -> None:
    """Of Pagefind: its script, its engine for Dutch, and the index; none of its interfaces."""
    built = build(content(SITE))
    names = [name for name in built.files() if name.startswith("pagefind/")]
    assert {name for name in names if "/" not in name.removeprefix("pagefind/")} == {
        *("pagefind/pagefind.js", "pagefind/pagefind-entry.json", "pagefind/wasm.nl.pagefind"),
        next(name for name in names if name.endswith(".pf_meta")),
    }
    assert "raadsleden" in built.text("zoeken/woorden.txt").splitlines()


def test_a_site_without_items(content: Write, build: Build) -> None:
    """It has no index, and the search page says so."""
    home = "-- index.md --\n---\ntitle: Lokaal Bestuur\n---\nWelkom.\n"
    built = build(content(home + EXTRA.replace("genre:", "draft: true\ngenre:")))
    assert built.code == 0, built.err
    assert not (built.site / "pagefind").exists()
    assert "Er staat nog niets op deze site om in te zoeken." in built.text("zoeken/index.html")


def test_a_site_without_an_index(content: Write, tmp_path: Path) -> None:
    """Its search page says so and names other ways; the other pages are the same."""
    folder, site = content(SITE), tmp_path / "site"
    where = ("--content", str(folder), "--site-dir", str(site), "--mail-dir", str(tmp_path / "m"))
    seen = []
    for words in ((), ("--no-search",)):
        done = run_lokaal("build", *where, "--at", "2026-11-22T09:00", *words)
        assert done.returncode == 0, done.stderr
        seen.append(bytes_of(site))
    found, without = seen
    lost = {name for name in found if name not in without}
    assert lost and all(name.startswith(("pagefind/", "zoeken/woorden.txt")) for name in lost)
    changed = {name for name in without if without[name] != found[name]}
    assert changed - {f"zoeken/index.html{end}" for end in PACKED} == {"zoeken/index.html"}
    page = without["zoeken/index.html"].decode()
    assert "Op deze site kun je niet zoeken." in page and 'href="/artikelen/"' in page
    assert 'id="zoek"' not in page and "search" not in "".join(re.findall("<script.*?>", page))


DOCUMENTS = {
    "een/index.html": b'<html lang="nl"><body><h1 data-pagefind-meta="title">Een</h1>Tekst.</body>'
}


def test_the_index_is_made_once(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The same documents give the same index without Pagefind; other ones don't."""
    cache = tmp_path / "cache"
    first = index_outputs(DOCUMENTS, Cache(cache).keep, tmp_path)
    assert {"pagefind/pagefind.js", "pagefind/wasm.nl.pagefind"} <= {each.path for each in first}
    monkeypatch.setattr(searching, "get_executable", lambda: tmp_path / "weg")
    assert index_outputs(DOCUMENTS, Cache(cache).keep, tmp_path) == first
    with pytest.raises(SearchFailed, match="Pagefind kan niet starten"):
        index_outputs(
            {**DOCUMENTS, "twee/index.html": b"<html></html>"}, Cache(cache).keep, tmp_path
        )
    assert [path.name for path in tmp_path.iterdir()] == ["cache"]


def test_a_search_engine_that_hangs(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """It is stopped, with a sentence that says so, and leaves nothing behind."""
    program = tmp_path / "hangt"
    program.write_text("#!/bin/sh\nexec /bin/sleep 600\n")
    program.chmod(0o755)
    monkeypatch.setattr(searching, "get_executable", lambda: program)
    monkeypatch.setattr(searching, "MOST_SECONDS", 0.2)
    with pytest.raises(SearchFailed, match=r"Pagefind was na 0\.2 seconden nog niet klaar"):
        index_outputs(DOCUMENTS, Cache(tmp_path / "cache").keep, tmp_path)
    assert [path.name for path in tmp_path.iterdir()] == ["hangt"]


def test_the_order_of_documents_is_nothing(tmp_path: Path) -> None:
    """The same documents in another order, as on another disk, give the same bytes."""
    text = '<html lang="nl"><body><h1 data-pagefind-meta="title">{0}</h1>Een {0}.</body></html>'
    documents = {
        f"{word}/index.html": text.format(word).encode() for word in ("raad", "stad", "water")
    }
    turned = dict(reversed(documents.items()))
    first, second = (_made(each, tmp_path) for each in (documents, turned))
    assert first == second and sum(name.endswith(".pf_fragment") for name in first) == 3


@pytest.mark.parametrize("damage", [b"", b"PK", b"x" * 5000])
def test_a_damaged_cache_is_made_anew(tmp_path: Path, damage: bytes) -> None:
    """Half a file, or another one, is as good as none; and every run gives the same bytes."""
    first = index_outputs(DOCUMENTS, Cache(tmp_path).keep, tmp_path)
    (file,) = (path for path in tmp_path.rglob("*") if path.is_file())
    file.write_bytes(damage)
    assert index_outputs(DOCUMENTS, Cache(tmp_path).keep, tmp_path) == first


def test_without_pagefind_the_old_site_stays(tmp_path: Path, content: Write, build: Build) -> None:
    """A Pagefind that fails ends the build, with a sentence that says why."""
    old = build(content(SITE))
    out, files = old.site, old.files()
    assert old.code == 0 and files
    program = tmp_path / "kapot"
    program.write_text("#!/bin/sh\necho stuk >&2\nexit 3\n")
    program.chmod(0o755)
    script = f"""
import sys
from pathlib import Path
from site_plugins.delivery import searching
from site_plugins.commands.main import main
searching.get_executable = lambda: Path({str(program)!r})
sys.exit(main(["build", "--content", {str(content(SITE + EXTRA))!r}, "--site-dir", {str(out)!r},
               "--mail-dir", {str(old.mail)!r}, "--at", "2026-11-22T09:00"]))
"""
    python = shutil.which("python", path=str(ROOT / ".venv/bin")) or "python"
    done = subprocess.run(
        [python, "-c", script], cwd=ROOT, capture_output=True, text=True, check=False
    )
    assert done.returncode == 1
    assert "Zoeken: Pagefind maakte geen index (stuk); de oude staat er nog." in done.stderr
    assert "Traceback" not in done.stderr
    assert old.files() == files


# Not in any cache.
EXTRA = """
-- artikelen/2026/nooit.md --
---
title: Nooit gelukt
description: Dit stuk komt in geen enkele index.
date: 2026-11-20
genre: nieuws
---
Tekst.
"""

VOCABULARY = "raad raadsleden bestuur woning water schap gemeente kinderen opvang overleden"


@pytest.mark.parametrize(
    ("word", "related"),
    [
        ("raadsleden", "raad leden lid raadslid"),
        ("stad", "steden"),
        ("binnensteden", "binnenstad"),
        ("woningbouw", "woning bouw"),
        ("kinderopvang", "kind kinderen opvang"),
        ("schepen", "schip"),
        ("huizen", "huis"),
        ("bedrijf", "bedrijven"),
        ("gemeentehuis", "gemeente huis gemeentehuizen huizen"),
        ("waterschapsbestuur", "waterschap bestuur water schap"),
        ("mantelzorg", "mantel zorg"),
        ("thuiszorg", "zorg"),
        ("bewonersvergaderingen", "vergaderingen"),
        ("gekozen", "kiezen kiest koos kozen kiezer kiezers"),
        ("vraag", ""),
        ("moties", ""),
        ("overleden", ""),
        ("verleden", ""),
        ("overheid", ""),
        ("de", ""),
    ],
)
def test_related_words(word: str, related: str) -> None:
    """Irregular plurals and the parts of compounds; not what only looks like them."""
    assert set(Relatives(words_of(VOCABULARY)).of(word)) == set(related.split())
