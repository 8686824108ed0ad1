"""``deploy/rsync/releases.sh``: versions of a site, of which readers see one, whole."""

from __future__ import annotations

import http.client
import os
import re
import shutil
import socket
import subprocess
import threading
import time
from pathlib import Path

from tests.conftest import ROOT, lacking
from tests.serving.workflows import Done

RSYNC = ROOT / "deploy/rsync"


def releases(folder: Path, *words: str) -> Done:
    """What publish.sh has done in the folder."""
    return subprocess.run(
        ["sh", RSYNC / "releases.sh", folder, *words],
        capture_output=True,
        text=True,
        check=False,
    )


def add(folder: Path, day: int) -> str:
    """A version that says which it is."""
    name = f"202611{day:02}T070000Z"
    releases(folder, "begin", name)
    (folder / "releases" / f"{name}.nieuw").mkdir()
    (folder / "releases" / f"{name}.nieuw/index.html").write_text(f"<p>{name}" + "." * 9000)
    done = releases(folder, "finish", name, "5")
    assert done.returncode == 0, done.stderr
    return name


def test_five_versions_stay(tmp_path: Path) -> None:
    """The newest; one can go back to each of them, and to no other."""
    names = [add(tmp_path, day) for day in range(1, 9)]
    assert sorted(p.name for p in (tmp_path / "releases").iterdir()) == names[3:]
    assert releases(tmp_path, "back", names[3]).returncode == 0
    assert names[3] in (tmp_path / "site/index.html").read_text()
    assert "Die versie is er niet." in releases(tmp_path, "back", names[2]).stderr
    assert "Die versie is er niet." in releases(tmp_path, "back").stderr
    assert names[3] in (tmp_path / "site/index.html").read_text()


def test_a_site_that_was_there_before(tmp_path: Path) -> None:
    """Isn't thrown away: a person has to move it."""
    (tmp_path / "site").mkdir()
    done = releases(tmp_path, "ready")
    assert done.returncode == 2 and "is een gewone map. Noem die eerst anders" in done.stderr


def test_readers_never_miss(tmp_path: Path) -> None:
    """Through forty switches nginx sends each reader one version or the other, whole."""
    program = shutil.which("nginx", path=f"{os.environ.get('PATH', '')}:/usr/sbin")
    if not program:
        lacking("nginx", "nginx")
    names = [add(tmp_path, day) for day in (1, 2)]
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    temporary = " ".join(
        f"{name}_temp_path {tmp_path}/{name};"
        for name in ("client_body", "proxy", "fastcgi", "uwsgi", "scgi")
    )
    (tmp_path / "nginx.conf").write_text(
        f"""{"user root;" if os.geteuid() == 0 else ""} daemon off; worker_processes 1;
pid {tmp_path}/nginx.pid; error_log {tmp_path}/error.log; events {{}}
http {{ access_log off; {temporary}
    server {{ listen 127.0.0.1:{port}; root {tmp_path}/site; }} }}
"""
    )
    server = subprocess.Popen([program, "-p", tmp_path, "-e", "error.log", "-c", "nginx.conf"])
    wrong: list[str] = []
    asked: set[str] = set()
    over = threading.Event()

    def read() -> None:
        while not over.is_set():
            connection = http.client.HTTPConnection("127.0.0.1", port, timeout=20)
            connection.request("GET", "/")
            answer = connection.getresponse()
            text = answer.read().decode()
            connection.close()
            found = re.fullmatch(rf"<p>({names[0]}|{names[1]})\.{{9000}}", text)
            if answer.status != 200 or not found:
                wrong.append(f"{answer.status} {text[:80]}")
            else:
                asked.add(found[1])

    try:
        end = time.monotonic() + 20
        while time.monotonic() < end:
            with socket.socket() as trying:
                if trying.connect_ex(("127.0.0.1", port)) == 0:
                    break
            time.sleep(0.02)
        reader = threading.Thread(target=read)
        reader.start()
        for turn in range(40):
            assert releases(tmp_path, "back", names[turn % 2]).returncode == 0
        over.set()
        reader.join(timeout=30)
    finally:
        over.set()
        server.terminate()
        server.wait(timeout=20)
    assert wrong == [] and asked == set(names)
