"""Files are packed when the site is built."""

from __future__ import annotations

import gzip
import os
import subprocess
from pathlib import Path

import brotli
import pytest

from site_plugins.delivery.compressing import compress, unpacked
from tests.conftest import ROOT, Built, copy_project
from tests.doors import program

TEXT = "Wat kan de raad doen aan de woningnood? " * 50


def make(folder: Path) -> Path:
    """A few files that are worth it and a few that aren't."""
    (folder / "artikelen").mkdir(parents=True)
    for name, data in {
        "index.html": TEXT.encode(),
        "artikelen/index.html": TEXT.encode(),
        "feed.xml": TEXT.encode(),
        "klein.html": b"<p>Klein</p>",
        "ruis.txt": os.urandom(5000),
        "foto.jpg": TEXT.encode(),
        "_headers": TEXT.encode(),
        "_redirects.map": TEXT.encode(),
    }.items():
        (folder / name).write_bytes(data)
    return folder


def test_what_is_packed(tmp_path: Path) -> None:
    """Texts of a kilobyte and more, where it helps; nothing else."""
    compress(make(tmp_path))
    packed = sorted(p.relative_to(tmp_path).as_posix() for p in tmp_path.rglob("*.[gb][zr]"))
    assert packed == sorted(
        f"{name}{ending}"
        for name in ("index.html", "artikelen/index.html", "feed.xml")
        for ending in (".gz", ".br")
    )
    assert gzip.decompress((tmp_path / "index.html.gz").read_bytes()) == TEXT.encode()
    assert brotli.decompress((tmp_path / "index.html.br").read_bytes()) == TEXT.encode()


def test_the_same_each_time(tmp_path: Path) -> None:
    """No time and no name is in a packed file (RFC 1952, 2.3)."""
    compress(make(tmp_path / "een"))
    compress(make(tmp_path / "twee"))
    for name in ("index.html.gz", "index.html.br"):
        data = (tmp_path / "een" / name).read_bytes()
        assert data == (tmp_path / "twee" / name).read_bytes()
    header = (tmp_path / "een/index.html.gz").read_bytes()[:8]
    assert header[3:8] == bytes(5), "flags and time"


@pytest.mark.parametrize("ending", [".gz", ".br"])
def test_damaged(tmp_path: Path, ending: str) -> None:
    """A packed file that is cut short is told from a whole one."""
    compress(make(tmp_path))
    file = tmp_path / f"index.html{ending}"
    assert unpacked(file) == TEXT.encode()
    file.write_bytes(file.read_bytes()[:-5])
    with pytest.raises(ValueError, match=r"index\.html"):
        unpacked(file)


TEXTS = tuple(".html .css .js .json .xml .xsl .opml .ics .svg .txt".split())


def test_every_page_and_feed_of_the_site_is_packed(real_site: Built) -> None:
    """Of each text of the real site above a kilobyte there are both versions, and no others.

    The form of the editors is left as it is.
    """
    site = real_site.site
    files = {p.relative_to(site).as_posix() for p in site.rglob("*") if p.is_file()}
    for name in files:
        text = name.endswith(TEXTS) and not name.startswith("beheer/")
        large = (real_site.site / name).stat().st_size >= 1000
        assert {f"{name}.gz" in files, f"{name}.br" in files} == {text and large}, name


@pytest.mark.slow
def test_packing_can_be_left_out(tmp_path: Path) -> None:
    """``compress: false`` in mkdocs.yml, for a host that packs by itself."""
    settings = (ROOT / "mkdocs.yml").read_text(encoding="utf-8")
    settings = settings.replace("  - lokaal:\n", "  - lokaal:\n      compress: false\n")
    settings = settings.replace(": content\n", f": {ROOT / 'content'}\n")
    (copy_project(tmp_path) / "mkdocs.yml").write_text(settings, encoding="utf-8")
    done = subprocess.run(
        [program("mkdocs"), "build", "--quiet"],
        cwd=tmp_path,
        capture_output=True,
        text=True,
        timeout=300,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    assert (tmp_path / "site/_headers").exists()
    assert not [*tmp_path.rglob("*.gz"), *tmp_path.rglob("*.br")]
