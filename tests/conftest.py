"""A whole small site in one string, and doors to build it."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import NoReturn

import pytest
from hypothesis import settings
from playwright.sync_api import Playwright, sync_playwright

from site_plugins.projections.addresses import DESK, FOR_SERVERS, PACKED
from tests.doors import run

# How long an example takes says how busy the machine is, and nothing about the code. The same
# examples each time: a red test then means a change. `LOKAAL_EXPLORE=1` looks for new ones.
settings.register_profile("lokaal", deadline=None, derandomize=True)
settings.register_profile("explore", deadline=None)
settings.load_profile("explore" if os.environ.get("LOKAAL_EXPLORE") else "lokaal")

ROOT = Path(__file__).resolve().parent.parent

Write = Callable[[str], Path]


def write_files(folder: Path, text: str) -> Path:
    """Write the files of a string in which ``-- path --`` lines start each file."""
    for path, body in re.findall(r"^-- (.+?) --\n(.*?)(?=^-- .+? --\n|\Z)", text, re.M | re.S):
        file = folder / path
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(body, encoding="utf-8")
    return folder


def make(folder: Path, site: str) -> None:
    """Write a small site, odd files included.

    A file whose name ends in ``(bytes)`` may hold ``\\xe9`` for a byte and ``«ab × 3»`` for
    repetition; ``(link)`` makes a symbolic link to what it holds.
    """
    write_files(folder, site)
    for path in sorted(folder.rglob("* (bytes)")):
        data = re.sub(rb"\\x(..)", lambda m: bytes.fromhex(m[1].decode()), path.read_bytes())
        data = re.sub(
            "«(.+?) × ([0-9]+)»".encode(), lambda m: m[1] * int(m[2]), data, flags=re.DOTALL
        )
        path.with_name(path.name.removesuffix(" (bytes)")).write_bytes(data)
        path.unlink()
    for path in sorted(folder.rglob("* (link)")):
        target = path.read_text(encoding="utf-8").strip()
        path.with_name(path.name.removesuffix(" (link)")).symlink_to(target)
        path.unlink()


@pytest.fixture
def content(tmp_path: Path) -> Write:
    """Write a small content folder from a string."""

    def write(text: str) -> Path:
        folder = tmp_path / "content"
        folder.mkdir(exist_ok=True)
        return write_files(folder, text)

    return write


def copy_project(folder: Path) -> Path:
    """A project of its own with our settings and theme, and without content.

    It keeps its pictures where ours are kept, as making them takes half a minute; that this
    changes nothing has tests of its own.
    """
    folder.mkdir(parents=True, exist_ok=True)
    shutil.copy(ROOT / "mkdocs.yml", folder)
    shutil.copytree(ROOT / "overrides", folder / "overrides")
    pictures = ROOT / ".cache/pictures"
    pictures.mkdir(parents=True, exist_ok=True)
    (folder / ".cache").mkdir()
    (folder / ".cache/pictures").symlink_to(pictures)
    return folder


def lacking(tool: str, package: str) -> NoReturn:
    """Skip a test for which a tool is missing; with LOKAAL_REQUIRE_TOOLS=1, as in CI, fail."""
    message = f"{tool} ontbreekt: installeer het pakket {package}."
    if os.environ.get("LOKAAL_REQUIRE_TOOLS"):
        pytest.fail(f"{message} LOKAAL_REQUIRE_TOOLS eist het.")
    pytest.skip(message)


@dataclass(frozen=True)
class Built:
    """What a build left behind."""

    code: int
    out: str
    err: str
    site: Path
    mail: Path

    def files(self) -> list[str]:
        """Every file of the site that has an address, sorted: packed copies have none of their
        own, nor do the files at the top that only web servers read. Without the form of the
        editors, which is no page of ours: tests/supply/test_desk.py is about that.
        """
        files = (p for p in self.site.rglob("*") if p.is_file() and p.suffix not in PACKED)
        names = sorted(p.relative_to(self.site).as_posix() for p in files)
        ours = (name for name in names if not name.startswith(f"{DESK}/"))
        return [name for name in ours if name not in FOR_SERVERS]

    def text(self, path: str) -> str:
        """A file of the site."""
        return (self.site / path).read_text(encoding="utf-8")

    def holding(self, word: str) -> list[str]:
        """Files of site and mail that hold a word, in their text or their name."""
        found = []
        for folder in (self.site, self.mail):
            for file in folder.rglob("*"):
                named = word in file.relative_to(folder).as_posix()
                if named or (file.is_file() and word.encode() in file.read_bytes()):
                    found.append(file.relative_to(folder).as_posix())
        return sorted(found)


def run_lokaal(
    *arguments: str, cwd: Path = ROOT, env: dict[str, str] | None = None
) -> subprocess.CompletedProcess[str]:
    """The command as an editor runs it."""
    return run("lokaal", *arguments, cwd=cwd, env=env)


def build_in(folder: Path, content: Path | None = None, at: str = "2026-11-22T09:00") -> Built:
    """A site and its mail below a folder, of the content that is there unless told otherwise."""
    site, mail = folder / "site", folder / "mail"
    done = run_lokaal(
        *("build", "--content", str(content or folder / "content"), "--site-dir", str(site)),
        *("--mail-dir", str(mail), "--at", at),
    )
    assert done.returncode == 0, done.stdout + done.stderr
    return Built(done.returncode, done.stdout, done.stderr, site, mail)


Build = Callable[..., Built]


@pytest.fixture
def build(tmp_path: Path) -> Build:
    """Build a content folder (default: the project's own) at a moment."""

    def build(
        folder: Path = ROOT / "content",
        at: str = "2026-11-22T09:00",
        name: str = "site",
        env: dict[str, str] | None = None,
    ) -> Built:
        site, mail = tmp_path / name, tmp_path / f"{name}-mail"
        done = run_lokaal(
            *("build", "--content", str(folder), "--site-dir", str(site)),
            *("--mail-dir", str(mail), "--at", at),
            env=env,
        )
        return Built(done.returncode, done.stdout, done.stderr, site, mail)

    return build


@pytest.fixture(scope="session")
def real_site(tmp_path_factory: pytest.TempPathFactory) -> Built:
    """The project's own content, built once."""
    return build_in(tmp_path_factory.mktemp("real"), ROOT / "content")


@pytest.fixture(scope="session")
def certificate(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A certificate of localhost with its key, in one file."""
    if not shutil.which("openssl"):
        lacking("openssl", "openssl")
    folder = tmp_path_factory.mktemp("certificaat")
    key, certificate = folder / "key.pem", folder / "certificate.pem"
    subprocess.run(
        [
            *("openssl", "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256"),
            *("-nodes", "-days", "2", "-subj", "/CN=localhost"),
            *("-addext", "subjectAltName=DNS:localhost"),
            *("-keyout", str(key), "-out", str(certificate)),
        ],
        check=True,
        capture_output=True,
        timeout=60,
    )
    both = folder / "both.pem"
    both.write_bytes(key.read_bytes() + certificate.read_bytes())
    return both


@pytest.fixture(scope="session")
def playwright() -> Iterator[Playwright]:
    """What drives browsers: one for all tests, as a second one in the same process fails."""
    with sync_playwright() as driver:
        yield driver
