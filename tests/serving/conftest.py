"""The project's own site with something of everything in it, behind Debian's nginx on loopback."""

from __future__ import annotations

import http.client
import os
import shutil
import socket
import ssl
import subprocess
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from PIL import Image

from site_plugins.rendering.redirects import gone_map, redirects_map
from site_plugins.rendering.site import Site
from tests.conftest import ROOT, Built, copy_project, lacking, run_lokaal, write_files

HOST = "www.lokaalbestuur.nl"
SITE = Site("Lokaal Bestuur", f"https://{HOST}/")
ARTICLE = "/artikelen/2026/met-alles/"
GONE = ("/oude/pagina/", "/weg%20ermee")
MORE = """
-- artikelen/2026/met-alles.md --
---
title: Met alles erop en eraan
description: Een stuk met een foto, geluid en oude adressen.
date: 2026-11-20
genre: podcast
image: {src: proef/plein.jpg, alt: Een plein, credit: Proef}
audio: {src: proef/aflevering.mp3, duration: "1:00", chapters: [{start: "0:00", title: Welkom}]}
aliases: [/node/33, /oud/stuk.html, /caf%C3%A9/stuk, /een%20twee]
---
Lees [het verslag](../../media/proef/verslag.pdf).
Bekijk [de tekening](../../media/proef/lijn.svg).

![Een plein](../../media/proef/plein.png)
-- artikelen/2026/van-elders.md --
---
title: Geluid van elders
description: Een aflevering die op een andere host staat.
date: 2026-11-19
genre: podcast
audio: {src: "https://geluid.example/1.mp3", length: 1000, duration: "1:00"}
---
Luister.
-- media/proef/lijn.svg --
<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 9 9"><path d="M1 1h7v7z"/></svg>
"""
EVIL = """<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 9 9" onload="document.title='kwaad'">
<script>document.title = 'kwaad'</script><path d="M1 1h7v7z"/></svg>
"""
"""What the check of content refuses; here to see what the headers do if it didn't."""
HOSTILE = (
    "/quote%22%3B%7D",
    "/return%20200%3B",
    "/dollar%24uri%7B%7D",
    "/terug%5C",
    "/ster%2A",
    "/dubbel%3Apunt",
    "/~regel",
    "/default",
    f"/{'lang/' * 60}",
)
"""Old addresses that mean something in nginx's own language."""


@pytest.fixture(scope="session")
def served_site(tmp_path_factory: pytest.TempPathFactory) -> Built:
    """The real content, and an item with all that may be on a page."""
    folder = copy_project(tmp_path_factory.mktemp("served"))
    settings = (ROOT / "mkdocs.yml").read_text(encoding="utf-8")
    assert settings.count("  - lokaal:\n") == 1
    settings = settings.replace("  - lokaal:\n", f"  - lokaal:\n      gone: {list(GONE)}\n")
    (folder / "mkdocs.yml").write_text(settings, encoding="utf-8")
    shutil.copytree(ROOT / "content", folder / "content")
    write_files(folder / "content", MORE)
    media = folder / "content/media/proef"
    picture = Image.linear_gradient("L").resize((60, 40))
    picture.save(media / "plein.jpg")
    picture.save(media / "plein.png")
    picture.save(media / "verslag.pdf")
    # A frame of MPEG 1, layer 3, 128 kbit/s, with nothing to hear in it; forty of them.
    (media / "aflevering.mp3").write_bytes((b"\xff\xfb\x90\x64" + bytes(413)) * 40)
    done = run_lokaal("build", "--at", "2026-11-22T09:00", cwd=folder)
    return Built(
        done.returncode, done.stdout, done.stderr, folder / "site", folder / "build" / "mail"
    )


@dataclass(frozen=True)
class Answer:
    """What a server sent."""

    status: int
    headers: dict[str, list[str]]
    body: bytes

    def header(self, name: str) -> str | None:
        """The one value of a header, if it is there; a header that is there twice fails."""
        values = self.headers.get(name.lower(), [])
        assert len(values) <= 1, (name, values)
        return values[0] if values else None


@dataclass(frozen=True)
class Server:
    """A running nginx."""

    http: int
    https: int

    def ask(
        self, path: str, method: str = "GET", host: str = HOST, *, tls: bool = True, **headers: str
    ) -> Answer:
        """One bounded request, on loopback."""
        connection: http.client.HTTPConnection
        if tls:
            trusting = ssl._create_unverified_context()
            connection = http.client.HTTPSConnection(
                "127.0.0.1", self.https, timeout=20, context=trusting
            )
        else:
            connection = http.client.HTTPConnection("127.0.0.1", self.http, timeout=20)
        sent = {name.replace("_", "-"): value for name, value in headers.items()}
        try:
            connection.request(method, path, headers={"Host": host, **sent})
            answer = connection.getresponse()
            found: dict[str, list[str]] = {}
            for name, value in answer.getheaders():
                found.setdefault(name.lower(), []).append(value)
            return Answer(answer.status, found, answer.read())
        finally:
            connection.close()


@pytest.fixture(scope="session")
def nginx(served_site: Built, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """Debian's nginx with the committed configuration, but for ports, folder and certificate."""
    assert served_site.code == 0, served_site.err
    folder = tmp_path_factory.mktemp("nginx")
    program = shutil.which("nginx", path=f"{os.environ.get('PATH', '')}:/usr/sbin")
    brotli = Path("/usr/lib/nginx/modules/ngx_http_brotli_static_module.so")
    if not program:
        lacking("nginx", "nginx")
    if not brotli.exists():
        lacking("brotli voor nginx", "libnginx-mod-http-brotli-static")
    if not shutil.which("openssl"):
        lacking("openssl", "openssl")
    site = shutil.copytree(served_site.site, folder / "site")
    _add_hostile(site)
    certificate, key = folder / "certificate.pem", folder / "key.pem"
    subprocess.run(
        [
            *("openssl", "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256"),
            *("-nodes", "-days", "2", "-subj", f"/CN={HOST}"),
            *("-keyout", str(key), "-out", str(certificate)),
        ],
        check=True,
        capture_output=True,
        timeout=60,
    )
    # Another process may take a free port before nginx does.
    for _ in range(3):
        server = Server(*_free_ports(2))
        _configure(folder, server, site, brotli)
        process = subprocess.Popen(
            [program, "-p", str(folder), "-e", "error.log", "-c", "nginx.conf"],
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )
        if _answers(server, process):
            break
    else:
        pytest.fail((folder / "error.log").read_text(encoding="utf-8"))
    yield server
    process.terminate()
    process.wait(timeout=20)


def _add_hostile(site: Path) -> None:
    (site / "media/proef/kwaad.svg").write_text(EVIL, encoding="utf-8")
    for name, more in (
        ("_redirects.map", redirects_map([(old, ARTICLE) for old in HOSTILE], SITE)),
        ("_gone.map", gone_map([f"/weg{old}" for old in HOSTILE], SITE)),
    ):
        with (site / name).open("a", encoding="utf-8") as file:
            file.write(more)


def _free_ports(number: int) -> list[int]:
    sockets = [socket.socket() for _ in range(number)]
    for each in sockets:
        each.bind(("127.0.0.1", 0))
    ports = [int(each.getsockname()[1]) for each in sockets]
    for each in sockets:
        each.close()
    return ports


def _configure(folder: Path, server: Server, site: Path, brotli: Path) -> None:
    """The committed files with as little changed as can be, in a main file of our own."""
    (folder / "lokaal").mkdir(exist_ok=True)
    for file in (ROOT / "deploy/nginx").glob("*.conf"):
        text = file.read_text(encoding="utf-8")
        for old, new in (
            ("    listen [::]:80;\n", ""),
            ("    listen [::]:443 ssl http2;\n", ""),
            ("listen 80;", f"listen 127.0.0.1:{server.http};"),
            ("listen 443 ssl http2;", f"listen 127.0.0.1:{server.https} ssl http2;"),
            ("/etc/nginx/lokaal/", f"{folder}/lokaal/"),
            ("/srv/lokaalbestuur/site", str(site)),
            ("/etc/letsencrypt/live/lokaalbestuur.nl/fullchain.pem", "certificate.pem"),
            ("/etc/letsencrypt/live/lokaalbestuur.nl/privkey.pem", "key.pem"),
        ):
            text = text.replace(old, new)
        (folder / "lokaal" / file.name).write_text(text, encoding="utf-8")
    temporary = " ".join(
        f"{name}_temp_path {folder}/{name};"
        for name in ("client_body", "proxy", "fastcgi", "uwsgi", "scgi")
    )
    # Files of tests are the tester's alone, so the workers are root where the tester is.
    user = "user root;" if os.geteuid() == 0 else ""
    (folder / "nginx.conf").write_text(
        f"""load_module {brotli};
{user} daemon off; worker_processes 1; pid {folder}/nginx.pid; error_log {folder}/error.log;
events {{ worker_connections 64; }}
http {{
    access_log off; {temporary}
    include /etc/nginx/mime.types;
    gzip on;
    include {folder}/lokaal/lokaalbestuur.conf;
}}
""",
        encoding="utf-8",
    )


def _answers(server: Server, process: subprocess.Popen[bytes]) -> bool:
    end = time.monotonic() + 20
    while time.monotonic() < end and process.poll() is None:
        try:
            return server.ask("/").status == 200
        except OSError:
            time.sleep(0.05)
    return False
