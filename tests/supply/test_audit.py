"""scripts/audit says one of three things, and never one for another."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import NamedTuple

import pytest

from tests.conftest import ROOT

HASH = f"--hash=sha256:{'0' * 64}"
LOCK = f"goed==1.0 \\\n    {HASH}\n    # via lokaal-bestuur\nook-goed==2.1 \\\n    {HASH}\n"
NOT_DONE = "Geen database met kwetsbaarheden bereikbaar: niet nagekeken."


def advisory(package: str) -> str:
    """An answer of a vulnerability database. https://ossf.github.io/osv-schema/"""
    affected = {"package": {"name": package, "ecosystem": "PyPI"}}
    ranges = [{"type": "ECOSYSTEM", "events": [{"introduced": "0"}, {"fixed": "3.2.1"}]}]
    known = {
        "id": f"PROEF-{package}",
        "summary": "Lekt.",
        "affected": [affected | {"ranges": ranges}],
    }
    return json.dumps({"vulns": [known]})


@contextmanager
def database(answers: dict[str, str], otherwise: str) -> Iterator[str]:
    """A vulnerability database on this machine; an answer that is a number is a status code."""

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            query = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
            answer = answers.get(query["package"]["name"], otherwise)
            self.send_response(int(answer) if answer.isdigit() else 200)
            self.end_headers()
            self.wfile.write(answer.encode())

        def log_message(self, format: str, *args: object) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_port}/v1/query"
    finally:
        server.shutdown()
        server.server_close()
        thread.join()


def audit(*arguments: str) -> subprocess.CompletedProcess[str]:
    """Run the script; both streams are in ``stdout``."""
    return subprocess.run(
        [sys.executable, str(ROOT / "scripts" / "audit"), *arguments],
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        env={**os.environ, "NO_PROXY": "127.0.0.1"},
        text=True,
        timeout=120,
        check=False,
    )


class Case(NamedTuple):
    code: int
    words: tuple[str, ...]
    answers: dict[str, str]
    otherwise: str = "{}"
    lock: str = LOCK
    arguments: tuple[str, ...] = ()


THERE = {"jinja2": advisory("jinja2")}
ILL = THERE | {"ook-goed": advisory("ook-goed")}
CASES = {
    "nothing known": Case(0, ("0 bekende kwetsbaarheden in 2 pakketten",), THERE),
    "one is known": Case(1, ("ook-goed==2.1: PROEF-ook-goed (verholpen in: 3.2.1)",), ILL),
    "one is known and looked at": Case(
        0, ("0 bekende",), ILL, arguments=("--ignore", "PROEF-ook-goed")
    ),
    "a server that knows nothing": Case(0, (NOT_DONE,), {}),
    "a server with an error": Case(0, (NOT_DONE,), {}, otherwise="503"),
    "a page to log in": Case(0, (NOT_DONE,), {}, otherwise="<html>"),
    "an error halfway": Case(2, ("mislukt", "halverwege"), THERE, otherwise="500"),
    "a page to log in halfway": Case(2, ("mislukt",), THERE, otherwise="<html>"),
    "a lock without hashes": Case(2, ("mislukt", "hash"), THERE, lock="goed==1.0\n"),
    "a lock of nothing": Case(2, ("mislukt", "geen enkel pakket"), THERE, lock="# leeg\n"),
    "one for another platform": Case(
        1,
        ("elders==1.0: PROEF-elders",),
        THERE | {"elders": advisory("elders")},
        lock=f'{LOCK}elders==1.0 ; sys_platform == "elders" \\\n    {HASH}\n',
    ),
}


@pytest.mark.usefixtures("tools")
@pytest.mark.parametrize("name", CASES)
def test_audit(tmp_path: Path, name: str) -> None:
    """Known is 1; unknown, or no database, 0 and said; unanswered by one that is there, 2."""
    case = CASES[name]
    lock = tmp_path / "proef.lock"
    lock.write_text(case.lock, encoding="utf-8")
    with database(case.answers, case.otherwise) as url:
        done = audit(str(lock), "--osv-url", url, *case.arguments)
    assert done.returncode == case.code, done.stdout
    assert "Traceback" not in done.stdout
    for word in case.words:
        assert word in done.stdout
    assert (NOT_DONE in done.stdout) == (NOT_DONE in case.words)


@pytest.mark.usefixtures("tools")
def test_nobody_there(tmp_path: Path) -> None:
    """Where no database listens it says so, and that is not a failure."""
    lock = tmp_path / "proef.lock"
    lock.write_text(LOCK, encoding="utf-8")
    with database({}, "{}") as url:
        pass  # the port is free again
    done = audit(str(lock), "--osv-url", url)
    assert (done.returncode, NOT_DONE in done.stdout) == (0, True), done.stdout
