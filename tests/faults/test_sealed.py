"""A build reads the project, writes its output, and does nothing else.

The build runs in a process with an audit hook (PEP 578) that ends it at the first connection,
look-up of a name, other program, write outside the output or read outside the project. What a
library in C opens by itself the hook doesn't see; everything of ours is Python. The one program
that a build starts is the search engine, Pagefind, which ``test_the_search_engine_asks_no_one``
looks at.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from pagefind_bin_extended import get_executable  # type: ignore[import-untyped]

from tests.conftest import ROOT, Built, copy_project
from tests.doors import program

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="the seal needs /proc")

AT = "2026-11-22T09:00"
CAUGHT = 97
LOKAAL = program("lokaal")

SEAL = """
import os, sys, zoneinfo

ROOT, OUT = os.environ["SEAL_ROOT"], os.environ["SEAL_OUT"]
TEMPORARY = os.environ["TMPDIR"]  # its own; what is left there is looked at afterwards
# The project and what Python itself is made of. Not .git: a build knows no history.
READ = [ROOT, OUT, TEMPORARY, os.path.dirname(__file__), sys.prefix, sys.base_prefix]
READ += [*zoneinfo.TZPATH, *filter(None, sys.path), "/proc/loadavg"]
HIDDEN = [os.path.join(ROOT, ".git")]
TO_WRITE = os.O_WRONLY | os.O_RDWR | os.O_CREAT | os.O_TRUNC | os.O_APPEND
NETWORK = ("socket.connect", "socket.bind", "socket.sendto", "socket.sendmsg", "socket.get",
           "urllib.Request", "http.client", "smtplib", "ftplib", "imaplib", "poplib")
# Not os.fork: what is forked off is watched like the rest.
PROGRAMS = ("subprocess.Popen", "os.system", "os.exec", "os.posix_spawn", "os.spawn", "pty.spawn")
# Event: which of its arguments are paths that it changes, and where their folder's number stands.
CHANGES = {
    "os.mkdir": ((0, 2),), "os.rmdir": ((0, 1),), "os.remove": ((0, 1),),
    "os.rename": ((0, 2), (1, 3)), "os.link": ((1, 3),), "os.symlink": ((1, 2),),
    "os.truncate": ((0, None),), "os.chmod": ((0, 2),), "os.chown": ((0, 3),),
    "os.utime": ((0, 3),), "os.setxattr": ((0, None),), "sqlite3.connect": ((0, None),),
}


def place(path, folder=-1):
    path = os.fsdecode(path)
    if folder not in (None, -1):
        path = os.path.join(os.readlink(f"/proc/self/fd/{folder}"), path)
    return os.path.realpath(path)


def below(path, folders):
    return any(path == f or path.startswith(f.rstrip("/") + "/") for f in folders)


def stop(event, what):
    os.write(2, f"SEAL: {event} {what}\\n".encode())
    os._exit(97)


# The search engine, in a folder of the new site, with nothing of our environment.
def is_search(event, arguments):
    if event != "subprocess.Popen":
        return False
    program, _, folder, environment = arguments
    here = folder is not None and below(place(folder), WRITE[:1])
    return os.path.realpath(program) == SEARCH and here and environment == {}


def watch(event, arguments):
    if event.startswith(NETWORK) or event.startswith(PROGRAMS):
        if not is_search(event, arguments):
            stop(event, arguments)
    if event in CHANGES:
        for which, folder in CHANGES[event]:
            path = arguments[which]
            if isinstance(path, int):
                continue
            path = place(path, -1 if folder is None else arguments[folder])
            if not below(path, WRITE):
                stop(event, path)
    if event in ("open", "os.listdir", "os.scandir"):
        path, _, flags = (*arguments, None, 0)[:3]
        if path is None or isinstance(path, int):
            return
        path = place(path)
        writes = event == "open" and (flags or 0) & TO_WRITE
        if path == os.devnull:
            return
        if not below(path, WRITE if writes else READ) or below(path, HIDDEN):
            stop(event + (" to write" if writes else " to read"), path)


READ = [os.path.realpath(path) for path in READ]
# The cache is no output: what is in there can be thrown away at any time.
WRITE = [os.path.realpath(path) for path in (OUT, TEMPORARY, os.path.join(ROOT, ".cache"))]
SEARCH = os.path.realpath(os.environ["SEAL_SEARCH"])
sys.addaudithook(watch)
"""


def bytes_of(folder: Path) -> dict[str, bytes]:
    """Every file below a folder."""
    files = (file for file in sorted(folder.rglob("*")) if file.is_file())
    return {file.relative_to(folder).as_posix(): file.read_bytes() for file in files}


def sealed(command: list[str], folder: Path) -> subprocess.CompletedProcess[str]:
    """Run a command that may write in ``folder/uit`` and the project's ``.cache`` only."""
    (folder / "seal").mkdir(parents=True)
    (folder / "seal" / "sitecustomize.py").write_text(SEAL, encoding="utf-8")
    (folder / "uit").mkdir()
    (folder / "tijdelijk").mkdir()
    return subprocess.run(
        command,
        cwd=ROOT,
        env={
            **os.environ,
            "PYTHONPATH": str(folder / "seal"),
            "PYTHONDONTWRITEBYTECODE": "1",
            "TMPDIR": str(folder / "tijdelijk"),
            "SEAL_ROOT": str(ROOT),
            "SEAL_OUT": str(folder / "uit"),
            "SEAL_SEARCH": str(get_executable()),
        },
        capture_output=True,
        text=True,
        timeout=300,
        check=False,
    )


def test_a_build_is_sealed(real_site: Built, tmp_path: Path) -> None:
    """No network, git or program but Pagefind; written are output and cache, and no more read."""
    site, mail = tmp_path / "uit" / "site", tmp_path / "uit" / "mail"
    command = [LOKAAL, "build", "--site-dir", str(site), "--mail-dir", str(mail), "--at", AT]
    done = sealed(command, tmp_path)
    assert done.returncode == 0, done.stderr
    assert list((tmp_path / "tijdelijk").iterdir()) == []
    assert bytes_of(site) == bytes_of(real_site.site)
    assert bytes_of(mail) == bytes_of(real_site.mail)


# What a build must not do, as Python; {out} is the output folder, {home} one outside it.
FORBIDDEN = {
    "connect": "socket.socket().connect(('127.0.0.1', 9))",
    "connect without raising": "socket.socket().connect_ex(('127.0.0.1', 9))",
    "listen": "socket.socket().bind(('127.0.0.1', 0))",
    "send": "socket.socket(type=socket.SOCK_DGRAM).sendto(b'x', ('127.0.0.1', 9))",
    "look up a name": "socket.getaddrinfo('localhost', 80)",
    "look up a name the old way": "socket.gethostbyname('localhost')",
    "open an address": "urllib.request.urlopen('http://127.0.0.1:9/')",
    "open a file as address": "urllib.request.urlopen('file:///etc/hostname')",
    "git": "subprocess.run(['git', 'log'])",
    "the search engine elsewhere": "subprocess.run([os.environ['SEAL_SEARCH'], '-V'], env={{}})",
    "the search engine with an environment": (
        "subprocess.run([os.environ['SEAL_SEARCH'], '-V'], cwd=os.environ['SEAL_OUT'])"
    ),
    "a program by another door": "os.posix_spawn('/bin/true', ['true'], {{}})",
    "a shell": "os.system('true')",
    "the history": "open('.git/HEAD')",
    "read elsewhere": "open('/etc/hostname')",
    "read elsewhere, low": "os.open('/etc/hostname', os.O_RDONLY)",
    "read around a corner": "open('{out}/../thuis/iets')",
    "read through a link": "os.symlink('/etc', '{out}/etc'); open('{out}/etc/hostname')",
    "list elsewhere": "os.listdir('{home}')",
    "write elsewhere": "open('{home}/iets', 'w')",
    "write in the project": "open('content/iets.md', 'w')",
    "append in the project": "open('mkdocs.yml', 'a')",
    "write elsewhere, low": "os.open('{home}/iets', os.O_CREAT | os.O_WRONLY)",
    "make a folder": "os.mkdir('{home}/map')",
    "make a folder at a number": "os.mkdir('map', dir_fd=os.open('content', os.O_RDONLY))",
    "move out": "open('{out}/x', 'w').close(); os.replace('{out}/x', '{home}/x')",
    "move in": "os.rename('content/niets.md', '{out}/x')",
    "link": "os.symlink('x', '{home}/x')",
    "remove": "os.remove('content/niets.md')",
    "change a mode": "os.chmod('mkdocs.yml', 0o644)",
    "change a time": "os.utime('mkdocs.yml')",
    "go on after a mistake": "try: open('/etc/hostname')\nexcept BaseException: pass",
}


@pytest.mark.parametrize("name", FORBIDDEN)
def test_the_seal_holds(tmp_path: Path, name: str) -> None:
    """Each of these ends the process before it happens, so that the test above means something."""
    home = tmp_path / "thuis"
    home.mkdir()
    act = FORBIDDEN[name].format(out=tmp_path / "uit", home=home)
    code = f"import os, socket, subprocess, urllib.request\n{act}\nprint('gebeurd')"
    done = sealed([sys.executable, "-c", code], tmp_path)
    assert (done.returncode, done.stdout) == (CAUGHT, ""), done.stderr
    assert done.stderr.startswith("SEAL: ")
    assert list(home.iterdir()) == []


def test_the_search_engine_asks_no_one(tmp_path: Path) -> None:
    """It makes an index where there is no network at all, and writes in its own folder alone."""
    unshare = shutil.which("unshare")
    alone = [unshare, "--user", "--map-root-user", "--net"] if unshare else []
    if not alone or subprocess.run([*alone, "true"], check=False).returncode:
        pytest.skip("no network namespaces here")
    (tmp_path / "werk" / "documents").mkdir(parents=True)
    page = '<html lang="nl"><body><h1 data-pagefind-meta="title">Een</h1>Tekst.</body></html>'
    (tmp_path / "werk" / "documents" / "een.html").write_text(page, encoding="utf-8")
    command = [*alone, str(get_executable()), "--site", "documents", "--output-path", "index"]
    subprocess.run(command, cwd=tmp_path / "werk", env={}, check=True)
    assert (tmp_path / "werk" / "index" / "pagefind-entry.json").is_file()
    assert {path.name for path in tmp_path.iterdir()} == {"werk"}
    assert {path.name for path in (tmp_path / "werk").iterdir()} == {"documents", "index"}


def test_the_seal_lets_through(tmp_path: Path) -> None:
    """Reading the content, and making, moving and removing in the output, are what a build does."""
    code = """
import os, shutil, tempfile, zoneinfo
open("content/index.md").read(); os.listdir("overrides"); zoneinfo.ZoneInfo("Europe/Amsterdam")
os.chdir(os.environ["SEAL_OUT"])
os.makedirs("a/b"); open("a/b/c", "w").close(); os.rename("a", "d"); shutil.rmtree("d")
tempfile.TemporaryFile().close()
"""
    done = sealed([sys.executable, "-c", code], tmp_path)
    assert (done.returncode, done.stderr) == (0, "")


@pytest.mark.slow
def test_without_git(real_site: Built, tmp_path: Path) -> None:
    """A copy of the project without .git, on a machine without git, gives the same bytes."""
    project = copy_project(tmp_path / "kopie")
    for name in ("content", "site_plugins"):
        shutil.copytree(ROOT / name, project / name)
    (tmp_path / "bin").mkdir()
    environment = {**os.environ, "PATH": str(tmp_path / "bin"), "PYTHONPATH": str(project)}
    assert shutil.which("git", path=environment["PATH"]) is None
    done = subprocess.run(
        [LOKAAL, "build", "--at", AT],
        cwd=project,
        env=environment,
        capture_output=True,
        text=True,
        timeout=300,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    assert bytes_of(project / "site") == bytes_of(real_site.site)
    assert bytes_of(project / "build" / "mail") == bytes_of(real_site.mail)
