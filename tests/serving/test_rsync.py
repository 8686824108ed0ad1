"""``deploy/rsync/publish.sh``, in a clone of its own and with a real rsync."""

from __future__ import annotations

import fcntl
import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from tests.announcing.hubs import hub_running
from tests.conftest import ROOT, lacking
from tests.sending.test_sunday import IDENTITY, git
from tests.serving.workflows import Done, fresh_copy, spoil

RSYNC = ROOT / "deploy/rsync"
SSH = """#!/bin/sh
# Another machine, that is this one: what the command says is for its shell.
user=
while :; do
  case $1 in
    -o) shift 2 ;;
    -l) user=$2@ && shift 2 ;;
    *) break ;;
  esac
done
[ "$user$1" = lokaal@server ] || exit 255
shift
exec sh -c "$*"
"""
HALF = """#!/bin/sh
# The connection breaks when the first file is there.
for last in "$@"; do :; done
mkdir -p "$last" && echo half >"$last/index.html"
exit 12
"""


@pytest.fixture
def clone(tmp_path: Path) -> Path:
    """A clone that is set up, of a main with a little content; nothing is published yet."""
    for tool in ("rsync", "flock"):
        if not shutil.which(tool):
            lacking(tool, "util-linux" if tool == "flock" else tool)
    folder = fresh_copy(tmp_path / "publiceren", "https://www.voorbeeld.nl/", "weg")
    settings = folder / "mkdocs.yml"
    text = settings.read_text(encoding="utf-8")
    settings.write_text(re.sub(r"(?m)^ +hub: .*\n", "", text), encoding="utf-8")
    (folder / ".venv").symlink_to(sys.prefix)
    (folder / "build").mkdir()
    with (folder / "build/opgezet").open("w", encoding="utf-8") as setup:
        for name in ("requirements.lock", "pyproject.toml"):
            shutil.copy(ROOT / name, folder)
            setup.write((folder / name).read_text(encoding="utf-8"))
    origin = tmp_path / "origin.git"
    git(tmp_path, "init", "--quiet", "--bare", "--initial-branch=main", str(origin))
    git(folder, "init", "--quiet", "--initial-branch=main")
    git(folder, "add", ".")
    git(folder, "commit", "--quiet", "--message=Begin")
    git(folder, "remote", "add", "origin", str(origin))
    git(folder, "push", "--quiet", "origin", "main")
    git(tmp_path, "clone", "--quiet", str(origin), "redactie")
    (tmp_path / "www").mkdir()
    return folder


def publish(clone: Path, *words: str, shim: tuple[str, str] | None = None, host: str = "") -> Done:
    """The script as a timer or a person runs it, with one program replaced if asked."""
    shims = clone.parent / "shims"
    shutil.rmtree(shims, ignore_errors=True)
    shims.mkdir()
    for name, text in [shim] if shim else []:
        (shims / name).write_text(text, encoding="utf-8")
        (shims / name).chmod(0o755)
    return subprocess.run(
        [clone / "deploy/rsync/publish.sh", *words],
        env={
            **os.environ,
            **IDENTITY,
            "PATH": f"{shims}:{os.environ['PATH']}",
            "SOURCE_DATE_EPOCH": "1795338000",  # 22 November 2026, 10:00 in Amsterdam
            "LOKAAL_TARGET": f"{host}{clone.parent / 'www'}",
        },
        capture_output=True,
        text=True,
        check=False,
        timeout=300,
    )


def push(clone: Path) -> None:
    """What an editor changed goes to main."""
    editor = clone.parent / "redactie"
    git(editor, "commit", "--quiet", "--all", "--message=Wijziging")
    git(editor, "push", "--quiet", "origin", "main")


def change(clone: Path, old: str, new: str) -> None:
    file = clone.parent / "redactie/content/artikelen/2026/dijken.md"
    text = file.read_text(encoding="utf-8")
    assert old in text
    file.write_text(text.replace(old, new), encoding="utf-8")
    push(clone)


def shown(clone: Path) -> str:
    """The article as the site has it."""
    page = clone.parent / "www/site/artikelen/2026/dijken/index.html"
    return page.read_text(encoding="utf-8")


def test_the_old_site_stays_where_something_is_wrong(clone: Path) -> None:
    """A mistake in main changes nothing of the site, nor does a connection that breaks; the next
    run that can, publishes."""
    done = publish(clone)
    assert done.returncode == 0 and "De nieuwe site staat er: " in done.stdout, done.stderr
    www = clone.parent / "www"
    assert "Tekst met" in shown(clone) and (www / "site").is_symlink()
    assert not (www / "site/artikelen/2026/concept").exists()
    first = (www / "site").resolve()
    spoil(clone.parent / "redactie")
    push(clone)
    done = publish(clone)
    assert done.returncode == 1 and "Er is niets gepubliceerd. De oude site" in done.stderr
    assert "artikelen/2026/dijken.md:6: " in done.stdout
    change(clone, "topics: [woonen]", "topics: [wonen]")
    change(clone, "Tekst met", "Andere woorden met")
    done = publish(clone, shim=("rsync", HALF))
    assert done.returncode == 1 and "Versturen lukte niet. De oude site" in done.stderr
    assert (www / "site").resolve() == first and "Tekst met" in shown(clone)
    assert publish(clone).returncode == 0 and "Andere woorden met" in shown(clone)
    assert not [*(www / "releases").glob("*.nieuw")]
    # What didn't change is the same file, with the time by which browsers know it.
    second = (www / "site").resolve()
    same = "artikelen/2026/geheim/index.html"
    assert (first / same).samefile(second / same) and first != second


@pytest.mark.slow
@pytest.mark.parametrize("host", ["", "lokaal@server:"])
def test_back_and_on(
    clone: Path, host: str, certificate: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Here and on a server: nothing new makes no version; after a step back nothing is published
    until someone says so. The hub hears what is new, also what it didn't take at first."""
    shim = ("ssh", SSH)
    monkeypatch.setenv("SSL_CERT_FILE", str(certificate))
    monkeypatch.setenv("LOKAAL_AFTER", f"echo herladen >>{clone.parent}/na")

    def run(*words: str) -> str:
        done = publish(clone, *words, shim=shim, host=host)
        assert done.returncode == 0, done.stderr
        return done.stdout

    with hub_running(certificate) as hub:
        settings = clone / "mkdocs.yml"
        text = settings.read_text(encoding="utf-8")
        text = text.replace("  - lokaal:\n", f"  - lokaal:\n      hub: {hub.address}\n")
        settings.write_text(text, encoding="utf-8")
        hub.always = "400"
        done = publish(clone, shim=shim, host=host)
        assert done.returncode == 1 and "De site staat er, maar wie volgt" in done.stderr
        assert "De nieuwe site staat er: " in done.stdout
        hub.always = "204"
        assert "Niets nieuws: " in run()
        assert "https://www.voorbeeld.nl/feed.xml" in hub.told()
        change(clone, "Tekst met", "Andere woorden met")
        run()
        first, second = run("lijst").splitlines()
        assert second.endswith("  staat op de site") and "Andere woorden met" in shown(clone)
        assert f"De site van {first} staat er weer." in run("terug")
        assert "Tekst met" in shown(clone)
        assert "wordt niets gepubliceerd" in run() and "Tekst met" in shown(clone)
        assert "De nieuwe site staat er: " in run("verder")
        assert "Andere woorden met" in shown(clone)
    assert (clone.parent / "na").read_text() == "herladen\n" * 3


def test_two_at_once(clone: Path) -> None:
    """The second says so and stops; the lock is gone with the process that held it."""
    with (clone / "build/publiceren.slot").open("w") as held:
        fcntl.flock(held, fcntl.LOCK_EX)
        for words in ((), ("terug",), ("verder",)):
            done = publish(clone, *words)
            assert done.returncode == 1 and "Er loopt al een publicatie." in done.stderr
        assert publish(clone, "lijst").returncode == 0
    done = publish(clone, "terug")
    assert "Die versie is er niet." in done.stderr


def test_what_is_needed_is_set_up_again(clone: Path) -> None:
    """When the locked requirements changed; and again, if that didn't succeed."""
    editor = clone.parent / "redactie"
    (editor / "scripts/setup").write_text("#!/bin/sh\necho opgezet; exit 1\n", encoding="utf-8")
    with (editor / "requirements.lock").open("a", encoding="utf-8") as lock:
        lock.write("# nieuw\n")
    push(clone)
    for _ in range(2):
        done = publish(clone)
        assert done.returncode == 1 and done.stdout == "opgezet\n", done.stderr


@pytest.mark.parametrize(
    ("words", "target", "said"),
    [
        (["weg"], "/srv/site", "'weg' bestaat niet. Kies uit: lijst"),
        (["terug", "../../etc"], "/srv/site", "'../../etc' is geen naam van een versie."),
        ([], "site", "LOKAAL_TARGET is 'site'. Goed is /srv/lokaalbestuur of"),
        ([], "server:/srv/a b", "LOKAAL_TARGET: in namen mogen alleen"),
        ([], "-oProxyCommand=x:/srv", "LOKAAL_TARGET: in namen mogen alleen"),
        (["lijst"], "/bestaat/niet", "De map /bestaat/niet bestaat niet."),
    ],
)
def test_wrong_use(words: list[str], target: str, said: str) -> None:
    """It says what is right, and does nothing."""
    done = subprocess.run(
        [RSYNC / "publish.sh", *words],
        env={**os.environ, "LOKAAL_TARGET": target},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 2 and said in done.stderr
