"""The new site takes the place of the old at once, or not at all; nothing is lost unasked."""

from __future__ import annotations

import errno
import fcntl
import json
import os
import re
import signal
import subprocess
from pathlib import Path

import pytest

from site_plugins.delivery.exchange import exchange
from site_plugins.delivery.guard import compare
from site_plugins.delivery.output import write
from site_plugins.delivery.staging import Stage, WrongPlace, clean_stop, refuse
from site_plugins.rendering.output import Output
from tests.conftest import run_lokaal, write_files
from tests.doors import program, run
from tests.plugins.test_engines import SMALL, project
from tests.site.test_reproducible import EPOCH, bytes_of

# MkDocs stands for ProperDocs, but in the tests that take their time: it can't be forked.
ENGINES = ("mkdocs", pytest.param("properdocs", marks=pytest.mark.slow))
DOORS = [*ENGINES, "lokaal"]
AT = {"SOURCE_DATE_EPOCH": EPOCH}
WHOLE = ["build", "content", "mkdocs.yml", "overrides", "site"]


def names(folder: Path) -> list[str]:
    """What lies in a folder, hidden files included, but for what builds keep for the next one."""
    return sorted(path.name for path in folder.iterdir() if path.name != ".cache")


def live(folder: Path) -> Path:
    """An old site and mail, of which nothing may change when a build fails."""
    letter = "-- build/mail/2026-11-15/manifest.json --\n{}\n"
    return write_files(folder, f"-- site/index.html --\nOud\n{letter}")


def article(number: int) -> str:
    """One of many articles."""
    return (
        f"-- content/artikelen/2026/stuk-{number}.md --\n---\ntitle: Stuk {number}\n"
        "description: Om te tellen.\ndate: 2026-11-20\ngenre: nieuws\n---\nTekst.\n"
    )


# ---- the swap of folders ----


def staged(parent: Path, **swap: object) -> None:
    """Replace the folders ``site`` and ``mail`` of a parent by new ones that say so."""
    stage = Stage(parent / "mail", parent / "site")
    stage.lock(print)
    try:
        for folder in stage.begin():
            (folder / "index.html").write_text("nieuw")
        stage.commit(**swap)  # type: ignore[arg-type]
    finally:
        stage.close()


def old(parent: Path) -> Path:
    """A parent in which the old folders stand."""
    for name in ("mail", "site"):
        write_files(parent, f"-- {name}/index.html --\noud\n-- {name}/vroeger.html --\noud\n")
    return parent


def cannot(first: Path, second: Path) -> None:
    """A system that can't swap."""
    raise NotImplementedError


def test_exchange_swaps_full_folders(tmp_path: Path) -> None:
    """Two folders with files change names, and a missing one is an error."""
    write_files(tmp_path, "-- a/een --\n1\n-- b/twee --\n2\n")
    exchange(tmp_path / "a", tmp_path / "b")
    assert names(tmp_path / "a") == ["twee"] and names(tmp_path / "b") == ["een"]
    with pytest.raises(FileNotFoundError):
        exchange(tmp_path / "a", tmp_path / "c")


@pytest.mark.parametrize("swap", [exchange, cannot])
@pytest.mark.parametrize("before", [True, False])
def test_new_folders_take_the_place(tmp_path: Path, swap: object, before: bool) -> None:
    """With and without old folders, and where the system can't swap, only the new ones remain."""
    if before:
        old(tmp_path)
    staged(tmp_path, swap=swap)
    assert names(tmp_path) == ["mail", "site"]
    for name in ("mail", "site"):
        assert bytes_of(tmp_path / name) == {"index.html": b"nieuw"}


@pytest.mark.parametrize("can", [True, False])
@pytest.mark.parametrize("before", [True, False])
def test_both_folders_or_none(tmp_path: Path, can: bool, before: bool) -> None:
    """Where the site can't be replaced, the mail that was in place already is put back."""
    if before:
        old(tmp_path)
    else:
        write_files(tmp_path, "-- site/index.html --\noud\n")
    parents = bytes_of(tmp_path)

    def swap(first: Path, second: Path) -> None:
        if second.name == "site":
            raise OSError(errno.EBUSY, "busy", str(first), None, str(second))
        (exchange if can else cannot)(first, second)

    with pytest.raises(OSError, match="busy"):
        staged(tmp_path, swap=swap)
    assert bytes_of(tmp_path) == parents


def test_a_build_killed_between_two_renames(tmp_path: Path) -> None:
    """The next build puts the site back that a killed one set aside, before it does anything."""
    parent = old(tmp_path)
    (parent / "site").rename(parent / ".site-oud-abc")
    write_files(parent, "-- .site-nieuw-abc/index.html --\nhalf\n-- .mail-oud-abc/x --\nrest\n")
    stage = Stage(parent / "mail", parent / "site")
    stage.lock(print)
    stage.close()
    assert names(parent) == ["mail", "site"]
    assert bytes_of(parent / "site") == {"index.html": b"oud\n", "vroeger.html": b"oud\n"}


def test_only_what_is_ours_is_cleared_up(tmp_path: Path) -> None:
    """Files, links and folders of others stay, however much their names look like left-overs."""
    parent = old(tmp_path)
    write_files(parent, "-- .site-nieuw-b --\nx\n-- .site2-nieuw-c/x --\nx\n-- elders/x --\nx\n")
    (parent / ".site-nieuw-a").symlink_to(parent / "elders")
    staged(parent)
    wanted = [".site-nieuw-a", ".site-nieuw-b", ".site2-nieuw-c", "elders", "mail", "site"]
    assert names(parent) == wanted
    assert names(parent / "elders") == ["x"]


def test_the_lock_of_a_dead_process_is_free(tmp_path: Path) -> None:
    """No file stands for the lock, so that none can be left behind."""
    code = (
        f"import fcntl, os; fcntl.flock(os.open({str(tmp_path)!r}, 0), 2); os.kill(os.getpid(), 9)"
    )
    done = subprocess.run([program("python"), "-c", code], check=False)
    assert done.returncode == -signal.SIGKILL
    said: list[str] = []
    stage = Stage(tmp_path / "mail", tmp_path / "site")
    stage.lock(said.append)
    assert names(tmp_path) == []
    stage.close()
    assert said == []


@pytest.mark.parametrize(
    ("names", "place"),
    [
        ((), "site"),
        (("/elders/a", None, ".mail-nieuw-x/b/c"), "mail"),
        ((".site-nieuw-x", None, "site"), "site"),
        (("site2/a",), "site2/a"),
    ],
)
def test_what_could_not_be_written(
    tmp_path: Path, names: tuple[str | None, ...], place: str
) -> None:
    """The place is named as the editor knows it, and not the new folder beside it."""
    paths = [name and str(tmp_path / name) for name in names]
    stage = Stage(tmp_path / "mail", tmp_path / "site")
    told = stage.explain(OSError(errno.ENOSPC, "No space left on device", *paths))
    assert told == f"{tmp_path / place}: de schijf is vol. Maak ruimte vrij."


def test_a_mount_point_stays(tmp_path: Path) -> None:
    """A folder that can't be renamed is refused with what to do, before anything is made."""
    with pytest.raises(WrongPlace, match=r"koppelpunt.*Kies een map daarbinnen"):
        refuse(Path("/proc"), "*", ())


def test_a_user_without_a_home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A container's user may have no name and no home; that is no reason to stop."""

    def unknown(number: int) -> None:
        raise KeyError(number)

    monkeypatch.delenv("HOME")
    monkeypatch.setattr("pwd.getpwuid", unknown)
    refuse(tmp_path / "site", "*", (tmp_path / "content",))


def test_what_nohup_asks_for() -> None:
    """A signal that is ignored stays so: the end of a session doesn't end such a build."""
    before = signal.signal(signal.SIGHUP, signal.SIG_IGN)
    try:
        restore = clean_stop()
        assert signal.getsignal(signal.SIGHUP) is signal.SIG_IGN
        assert signal.getsignal(signal.SIGTERM) is not signal.SIG_DFL
        restore()
        assert signal.getsignal(signal.SIGTERM) is signal.SIG_DFL
    finally:
        signal.signal(signal.SIGHUP, before)


def test_a_full_disk_names_the_file(tmp_path: Path) -> None:
    """What the system says of a full disk names nothing; we tell which place it is about."""
    (tmp_path / "vol").symlink_to("/dev/full")
    with pytest.raises(OSError, match="No space left") as caught:
        write([Output("vol", b"tekst")], tmp_path)
    assert caught.value.filename == str(tmp_path / "vol")


# ---- every door ----


@pytest.mark.parametrize(("door", "umask"), [("mkdocs", 0o077), ("lokaal", 0o077), ("lokaal", 0)])
def test_modes(tmp_path: Path, door: str, umask: int) -> None:
    """A web server can read what any user builds, and nobody else can write to it."""
    folder = project(tmp_path, SMALL)
    words = [program(door), "build"]
    subprocess.run(words, cwd=folder, env={**os.environ, **AT}, umask=umask, check=True)
    for top in ("site", "build/mail"):
        for path in ((folder / top), *(folder / top).rglob("*")):
            assert path.stat().st_mode & 0o777 == (0o755 if path.is_dir() else 0o644), path


@pytest.mark.parametrize("door", DOORS)
def test_a_link_to_the_site_stays(tmp_path: Path, door: str) -> None:
    """Where ``site`` is a link to a folder elsewhere, that folder is replaced."""
    folder = project(tmp_path / "project", SMALL)
    (tmp_path / "www").mkdir()
    (folder / "site").symlink_to("../www")
    for _ in range(2):
        done = run(door, "build", cwd=folder, env=AT)
        assert done.returncode == 0, done.stderr
        assert (folder / "site").is_symlink() and (tmp_path / "www/index.html").is_file()
        assert names(tmp_path) == ["project", "www"] and names(folder) == WHOLE


@pytest.mark.parametrize("door", ENGINES)
@pytest.mark.parametrize("words", [["--dirty"], ["-d", "elders"]])
def test_options_of_mkdocs(tmp_path: Path, door: str, words: list[str]) -> None:
    """Other ways to build give the same whole site, at the place that was asked for."""
    folder = project(tmp_path, SMALL)
    assert run(door, "build", cwd=folder, env=AT).returncode == 0
    whole = bytes_of(folder / "site")
    (folder / "site/los.html").write_text("van vroeger")
    done = run(door, "build", *words, cwd=folder, env=AT)
    assert done.returncode == 0, done.stderr
    assert bytes_of(folder / ("elders" if "-d" in words else "site")) == whole
    assert names(folder) == sorted({*WHOLE, *(["elders"] if "-d" in words else [])})


WARNS = """
-- content/artikelen/2026/gewoon.md --
---
title: Gewoon stuk
description: Dit stuk mag iedereen zien.
date: 2026-11-20
genre: nieuws
---
[een kop](#die-er-niet-is)
"""


@pytest.mark.parametrize("door", ENGINES)
@pytest.mark.parametrize("quiet", [[], ["-q"]])
def test_strict_stops_at_a_warning(tmp_path: Path, door: str, quiet: list[str]) -> None:
    """``--strict`` stops before anything is written, also when MkDocs is told to be quiet."""
    folder = live(write_files(project(tmp_path, SMALL), WARNS))
    before = bytes_of(folder)
    done = run(door, "build", "--strict", *quiet, cwd=folder, env=AT)
    assert done.returncode == 1
    assert "artikelen/2026/gewoon.md:7" in done.stderr and "--strict" in done.stderr
    assert "Traceback" not in done.stderr
    assert bytes_of(folder) == before and names(folder) == WHOLE
    assert run(door, "build", *quiet, cwd=folder, env=AT).returncode == 0


HOOK = """
from mkdocs.plugins import event_priority
@event_priority(-100)
def on_post_build(config):
    import logging
    {}
"""


@pytest.mark.parametrize("door", ENGINES)
@pytest.mark.parametrize(
    ("hook", "words"),
    [
        ('logging.getLogger("{door}.hook").warning("laat")', ["--strict"]),
        ('raise ValueError("laat")', []),
        ('raise OSError(28, "No space left on device")', []),
        ("import os, signal; os.kill(os.getpid(), signal.SIGTERM)", []),
        ("raise KeyboardInterrupt", []),
    ],
    ids=["a warning under strict", "a crash", "a full disk", "a signal", "Ctrl+C"],
)
def test_what_fails_late(tmp_path: Path, door: str, hook: str, words: list[str]) -> None:
    """Whatever stops MkDocs after the site was written and checked, the old one stays."""
    folder = live(project(tmp_path, SMALL))
    before = bytes_of(folder / "site"), bytes_of(folder / "build")
    (folder / "hook.py").write_text(HOOK.format(hook.format(door=door)))
    with (folder / "mkdocs.yml").open("a") as config:
        config.write("\nhooks: [hook.py]\n")
    done = run(door, "build", *words, cwd=folder, env=AT)
    assert done.returncode not in (0, -signal.SIGTERM)
    assert ("schijf is vol" in done.stderr) == ("OSError" in hook)
    assert ("afgebroken" in done.stderr) == ("SIGTERM" in hook)
    if "ValueError" not in hook:
        assert "Traceback" not in done.stderr
    assert (bytes_of(folder / "site"), bytes_of(folder / "build")) == before
    assert [name for name in names(folder) if "site" in name] == ["site"]


def test_a_build_from_python(tmp_path: Path) -> None:
    """MkDocs' own function builds the site and the mail, though it tells no plugin of its end."""
    folder = project(tmp_path, SMALL)
    code = (
        "from mkdocs.config import load_config\nfrom mkdocs.commands.build import build\n"
        "config = load_config('mkdocs.yml')\nbuild(config)\nbuild(config)\nprint(config.site_dir)"
    )
    done = run("python", "-c", code, cwd=folder, env=AT)
    assert done.returncode == 0, done.stderr
    assert done.stdout.splitlines()[-1] == str(folder / "site")
    assert (folder / "site/index.html").is_file() and (folder / "build/mail/2026-11-15").is_dir()
    assert names(folder) == WHOLE


@pytest.mark.parametrize("door", ["mkdocs", "lokaal"])
def test_hidden_files_stay(tmp_path: Path, door: str) -> None:
    """What MkDocs leaves alone in the old site (a repository, a server's settings) isn't lost."""
    folder = live(project(tmp_path, SMALL))
    (folder / "site/.DS_Store").write_text("van Finder")
    assert run(door, "build", cwd=folder, env=AT).returncode == 0
    (folder / "site/.git").mkdir()
    before = bytes_of(folder / "site")
    done = run(door, "build", cwd=folder, env=AT)
    assert done.returncode == (2 if door == "lokaal" else 1)
    assert f"in {folder}/site staat .git; dat zou verdwijnen." in done.stderr
    assert bytes_of(folder / "site") == before and names(folder) == WHOLE


@pytest.mark.parametrize("door", ["mkdocs", "lokaal"])
def test_a_signal_while_waiting(tmp_path: Path, door: str) -> None:
    """A second build says that it waits; told to stop it says so, and leaves nothing behind."""
    folder = project(tmp_path, SMALL)
    (folder / "build").mkdir()
    lock = os.open(folder, os.O_RDONLY)
    fcntl.flock(lock, fcntl.LOCK_EX)
    try:
        process = subprocess.Popen(
            [program(door), "build"], cwd=folder, env={**os.environ, **AT},
            stderr=subprocess.PIPE, stdout=subprocess.DEVNULL, text=True,
        )  # fmt: skip
        assert process.stderr
        while "deze wacht daarop" not in process.stderr.readline():
            assert process.poll() is None
        process.terminate()
        assert process.wait(timeout=60) == 128 + signal.SIGTERM
        said = process.stderr.read()
    finally:
        os.close(lock)
    assert "De bouw is afgebroken" in said and "Traceback" not in said
    assert names(folder) == [name for name in WHOLE if name != "site"]


@pytest.mark.parametrize("door", ["mkdocs", "lokaal"])
def test_a_second_build_waits(tmp_path: Path, door: str) -> None:
    """It goes on when the first is done, and reads the content as it is then."""
    folder = project(tmp_path, SMALL)
    lock = os.open(folder, os.O_RDONLY)
    fcntl.flock(lock, fcntl.LOCK_EX)
    process = subprocess.Popen(
        [program(door), "build"], cwd=folder, env={**os.environ, **AT},
        stderr=subprocess.PIPE, stdout=subprocess.DEVNULL, text=True,
    )  # fmt: skip
    assert process.stderr
    while "deze wacht daarop" not in process.stderr.readline():
        assert process.poll() is None
    file = folder / "content/artikelen/2026/gewoon.md"
    file.write_text(file.read_text().replace("Gewoon", "Later geschreven"))
    os.close(lock)
    process.communicate(timeout=60)
    assert process.returncode == 0
    page = folder / "site/artikelen/2026/gewoon/index.html"
    assert "Later geschreven stuk" in page.read_text()


# ---- what is wrong with the new site ----


@pytest.mark.parametrize("door", DOORS)
def test_a_site_that_is_not_right_is_not_published(tmp_path: Path, door: str) -> None:
    """A fault of ours in the new site is told, and the old site stays."""
    folder = live(project(tmp_path, SMALL))
    before = bytes_of(folder / "site"), bytes_of(folder / "build")
    (folder / "mkdocs.yml").write_text((folder / "mkdocs.yml").read_text() + "hooks: [hook.py]\n")
    (folder / "hook.py").write_text(
        "def on_env(env, config, files):\n"
        "    import site_plugins.outputs as p\n    p.robots = lambda site: ''\n"
    )
    done = run(door, "build", cwd=folder, env=AT)
    assert done.returncode == 1
    assert "De nieuwe site klopt niet; de oude staat er nog.\n  robots.txt is leeg." in done.stderr
    assert "Traceback" not in done.stderr
    assert (bytes_of(folder / "site"), bytes_of(folder / "build")) == before
    assert [name for name in names(folder) if "site" in name] == ["site"]


# ---- what would be lost ----


@pytest.mark.parametrize("door", DOORS)
def test_many_pages_go_only_with_their_number(tmp_path: Path, door: str) -> None:
    """The build stops and names the number; another number doesn't help, this one does."""
    folder = write_files(project(tmp_path, SMALL), "".join(map(article, range(40))))
    assert run(door, "build", cwd=folder, env=AT).returncode == 0
    before = bytes_of(folder / "site"), bytes_of(folder / "build")
    for number in range(38):
        (folder / f"content/artikelen/2026/stuk-{number}.md").unlink()

    def again(accept: str) -> subprocess.CompletedProcess[str]:
        if door == "lokaal":
            return run_lokaal(
                "build", *(["--accept", accept] if accept else []), cwd=folder, env=AT
            )
        return run(door, "build", cwd=folder, env={**AT, "LOKAAL_ACCEPT": accept})

    for accept in ("", "37"):
        done = again(accept)
        assert done.returncode == 1
        assert re.search(r"38 pagina's verdwijnen \(van de \d+\)\. Klopt dat\?", done.stderr)
        assert "--accept 38" in done.stderr and "LOKAAL_ACCEPT=38" in done.stderr
        assert "  /artikelen/2026/stuk-0/ verdwijnt\n" in done.stderr
        assert "  en nog 33" in done.stderr and "Traceback" not in done.stderr
        assert (bytes_of(folder / "site"), bytes_of(folder / "build")) == before
    assert again("38").returncode == 0
    assert not (folder / "site/artikelen/2026/stuk-0").exists()
    assert names(folder) == WHOLE


def test_lists_hide_no_loss(tmp_path: Path) -> None:
    """In a small site most pages are lists, which stay; what counts is how many items go."""
    folder = write_files(project(tmp_path, SMALL), "".join(map(article, range(10))))
    assert run_lokaal("build", cwd=folder, env=AT).returncode == 0
    before = bytes_of(folder / "site")
    for number in range(7):
        (folder / f"content/artikelen/2026/stuk-{number}.md").unlink()
    done = run_lokaal("build", cwd=folder, env=AT)
    assert done.returncode == 1
    found = re.search(r"7 pagina's verdwijnen \(van de (\d+)\)", done.stderr)
    assert found and int(found[1]) > 28
    assert bytes_of(folder / "site") == before
    assert run_lokaal("build", "--accept", "7", cwd=folder, env=AT).returncode == 0


def test_a_few_pages_go_with_a_word(tmp_path: Path) -> None:
    """A page or two may go; a line names them, so that a forgotten alias is seen."""
    folder = write_files(project(tmp_path, SMALL), "".join(map(article, range(3))))
    assert run_lokaal("build", cwd=folder, env=AT).returncode == 0
    stuk = folder / "content/artikelen/2026/stuk-1.md"
    stuk.unlink()
    done = run_lokaal("build", cwd=folder, env=AT)
    assert done.returncode == 0
    assert done.stderr.startswith("Let op: 1 pagina verdwijnt: /artikelen/2026/stuk-1/. ")
    other = folder / "content/artikelen/2026/stuk-2.md"
    text = other.read_text().replace("title:", "aliases: [/artikelen/2026/stuk-2/]\ntitle:")
    other.with_name("ander.md").write_text(text)
    other.unlink()
    done = run_lokaal("build", cwd=folder, env=AT)
    assert (done.returncode, done.stderr) == (0, "")


@pytest.mark.parametrize("moved", [False, True])
def test_an_id_changes_only_with_its_number(tmp_path: Path, moved: bool) -> None:
    """A published item with another id would be new to every feed reader; also when it moved."""
    folder = project(tmp_path, SMALL)
    assert run_lokaal("build", cwd=folder, env=AT).returncode == 0
    file = folder / "content/artikelen/2026/gewoon.md"
    head = "id: heel-iets-anders\n"
    if moved:
        head += "aliases: [/artikelen/2026/gewoon/]\n"
        file = file.rename(file.with_name("verhuisd.md"))
    file.write_text(file.read_text().replace("title:", f"{head}title:"))
    done = run_lokaal("build", cwd=folder, env=AT)
    assert done.returncode == 1
    assert "1 id verandert. Klopt dat? Bouw dan met --accept 1 " in done.stderr
    assert "Zo niet, zet dan het oude id in de kop: id: artikelen/2026/gewoon\n" in done.stderr
    line = "/artikelen/2026/gewoon/: id artikelen/2026/gewoon wordt heel-iets-anders"
    assert line in done.stderr
    assert run_lokaal("build", "--accept", "1", cwd=folder, env=AT).returncode == 0


@pytest.mark.parametrize("damage", ["", "{", "[]", '{"ids": [1]}', "[" * 100_000, None])
def test_a_damaged_record(tmp_path: Path, damage: str | None) -> None:
    """Pages are counted on disk, so that a lost record lets no pages go."""
    for number in range(9):
        write_files(tmp_path, f"-- old/stuk-{number}/index.html --\n-- new/index.html --\n")
    if damage is not None:
        (tmp_path / "old/publicatie.json").write_text(damage)
    (tmp_path / "new/publicatie.json").write_text('{"ids": {"/stuk-1/": "1"}}')
    changes = compare(tmp_path / "old", tmp_path / "new")
    assert (changes.before, changes.count, changes.many) == (9, 8, True)


@pytest.mark.parametrize(
    ("pages", "gone", "many"), [(6, 5, False), (6, 6, True), (24, 6, False), (23, 6, True)]
)
def test_what_is_many(tmp_path: Path, pages: int, gone: int, many: bool) -> None:
    """More than five pages and more than a quarter; the later pages of a list don't count."""
    for number in range(pages):
        write_files(
            tmp_path, f"-- old/{number}/index.html --\n-- old/pagina/{number}/index.html --\n"
        )
        if number >= gone:
            write_files(tmp_path, f"-- new/{number}.html --\n-- new/{number}/index.html --\n")
    changes = compare(tmp_path / "old", tmp_path / "new")
    assert (changes.before, changes.count, changes.many) == (pages, gone, many)
    assert compare(tmp_path / "none", tmp_path / "new").count == 0
    meant = [f"/{number}/" for number in range(gone)]
    assert compare(tmp_path / "old", tmp_path / "new", meant).count == 0


def test_the_record_holds_what_is_public(tmp_path: Path) -> None:
    """Every public item and old address with its id, sorted; nothing of a draft."""
    folder = project(tmp_path, SMALL)
    write_files(
        folder,
        "-- content/over/aap.md --\n---\ntitle: Aap\naliases: [/node/5, /oud.html]\n---\n"
        "-- content/over/klad.md --\n---\ntitle: Klad\naliases: [/node/6]\ndraft: true\n---\n",
    )
    assert run_lokaal("build", cwd=folder, env=AT).returncode == 0
    ids = json.loads((folder / "site/publicatie.json").read_bytes())["ids"]
    assert ids == {
        "/artikelen/2026/gewoon/": "artikelen/2026/gewoon",
        "/nieuwsbrief/2026-11-15/": "nieuwsbrief/2026-11-15",
        "/node/5/": "over/aap",
        "/oud.html": "over/aap",
        "/over/aap/": "over/aap",
    }
    assert list(ids) == sorted(ids)


@pytest.mark.parametrize(
    ("words", "env"), [(["--accept", "veel"], {}), ([], {"LOKAAL_ACCEPT": "veel"})]
)
def test_a_number_that_is_none(tmp_path: Path, words: list[str], env: dict[str, str]) -> None:
    """What is no number is told, and nothing is built."""
    folder = project(tmp_path, SMALL)
    done = run_lokaal("build", *words, cwd=folder, env={**AT, **env})
    assert done.returncode in (1, 2)
    assert "'veel'" in done.stderr and "Traceback" not in done.stderr
    assert not (folder / "site").exists()
