"""Debian's nginx, with the configuration in ``deploy/``, sends every file as it should."""

from __future__ import annotations

import gzip
from pathlib import Path
from urllib.parse import quote

import brotli
import pytest

from site_plugins.projections.addresses import DESK, FOR_SERVERS
from site_plugins.rendering.serving import (
    IMMUTABLE,
    MEDIA,
    REVALIDATE,
    content_type,
    headers_of,
    rules,
)
from tests.conftest import Built
from tests.serving.conftest import ARTICLE, GONE, HOST, HOSTILE, Server

SECURITY = (
    "Content-Security-Policy",
    "Strict-Transport-Security",
    "X-Content-Type-Options",
    "Referrer-Policy",
    "Permissions-Policy",
    "Cross-Origin-Opener-Policy",
)


def asset(site: Built, ending: str) -> str:
    """The address of the largest asset with an ending; small ones are not packed."""
    file = max((site.site / "assets").glob(f"*.{ending}"), key=lambda each: each.stat().st_size)
    return f"/assets/{file.name}"


def test_every_file_comes_with_the_headers_that_we_decided(
    nginx: Server, served_site: Built
) -> None:
    """For each published file: its bytes, its type, and the same headers as in ``_headers``."""
    decided = rules()
    kinds = set()
    desk = sorted((served_site.site / DESK).iterdir())
    for name in (*served_site.files(), *(f"{DESK}/{file.name}" for file in desk)):
        if name in ("404.html", "410.html"):
            continue
        path = f"/{name.removesuffix('index.html')}"
        answer = nginx.ask(quote(path))
        if answer.status == 301:
            assert 'http-equiv="refresh"' in served_site.text(name)
            assert answer.header("Location") == ARTICLE
            continue
        assert answer.status == 200, path
        assert answer.body == (served_site.site / name).read_bytes(), path
        assert answer.header("Content-Type") == content_type(name), path
        for header, values in headers_of(path, decided).items():
            # nginx sends one policy for media, where _headers adds one to that of the site.
            found = (answer.header(header) or "").removesuffix("; sandbox")
            assert found == values[-1], (path, header)
        assert answer.header("Access-Control-Allow-Origin") == "*", path
        kinds.add(name.rpartition(".")[2])
    assert kinds >= {*"html css js json xml xsl opml ics txt svg jpg png pdf mp3".split()}


@pytest.mark.parametrize(
    ("path", "caching"),
    [
        ("/", REVALIDATE),
        (ARTICLE, REVALIDATE),
        ("/feed.xml", REVALIDATE),
        ("/agenda.ics", REVALIDATE),
        ("/zoeken/woorden.txt", REVALIDATE),
        ("/media/proef/plein.jpg", MEDIA),
        ("/bestaat-niet", REVALIDATE),
        ("/assets/bestaat-niet.css", REVALIDATE),
        ("/media/bestaat-niet.jpg", REVALIDATE),
        ("/node/33", REVALIDATE),
    ],
)
def test_how_long_things_are_kept(nginx: Server, path: str, caching: str) -> None:
    """Pages are asked for anew each time, media may be kept a day; a 404 is never kept."""
    assert nginx.ask(path).header("Cache-Control") == caching


@pytest.mark.parametrize("ending", ["css", "js", "svg"])
def test_assets_are_kept_for_ever(nginx: Server, served_site: Built, ending: str) -> None:
    """The name of an asset holds a hash, and a browser need never ask again."""
    assert nginx.ask(asset(served_site, ending)).header("Cache-Control") == IMMUTABLE


@pytest.mark.parametrize("method", ["GET", "HEAD", "POST", "PUT", "DELETE", "OPTIONS", "PATCH"])
@pytest.mark.parametrize(
    "path",
    ["/", "/agenda.ics", "/assets/x.css", "/media/", "/niets", "/node/33", *GONE, "/_headers"],
)
def test_no_answer_lacks_the_security_headers(nginx: Server, path: str, method: str) -> None:
    """Whatever is asked, and how: each security header is there, once; nginx keeps its version."""
    answer = nginx.ask(path, method)
    for header in SECURITY:
        assert answer.header(header), header
    assert answer.header("Server") == "nginx"


@pytest.mark.parametrize("method", ["POST", "PUT", "DELETE", "OPTIONS", "PATCH", "PROPFIND"])
def test_only_reading(nginx: Server, method: str) -> None:
    """Other methods get 405, with what is allowed (RFC 9110, 15.5.6)."""
    answer = nginx.ask("/", method)
    assert answer.status == 405
    assert answer.header("Allow") == "GET, HEAD"


def test_head(nginx: Server) -> None:
    """HEAD gives the headers of GET and no body."""
    head, get = nginx.ask("/", "HEAD"), nginx.ask("/")
    assert (head.status, head.body) == (200, b"")
    assert head.header("Content-Length") == str(len(get.body))
    assert head.header("Content-Security-Policy") == get.header("Content-Security-Policy")


@pytest.mark.parametrize(
    "path", ["/bestaat-niet", "/artikelen/2026/bestaat-niet/", "/404.html", "/410.html", "/media/"]
)
def test_not_found(nginx: Server, served_site: Built, path: str) -> None:
    """Nothing there, or a folder without a page: 404, and the Dutch page about that."""
    answer = nginx.ask(path)
    assert answer.status == 404
    assert answer.body.decode() == served_site.text("404.html")
    assert answer.header("Content-Type") == "text/html; charset=utf-8"


@pytest.mark.parametrize("path", [*GONE, "/oude/pagina", "/weg%20ermee/"])
def test_gone(nginx: Server, served_site: Built, path: str) -> None:
    """What was taken away for good: 410 and its own page, with and without the last slash."""
    answer = nginx.ask(path)
    assert answer.status == 410
    assert answer.body.decode() == served_site.text("410.html")
    assert "komt niet terug" in answer.body.decode()


@pytest.mark.parametrize(
    "path",
    [
        *("/node/33", "/node/33/", "/NODE/33", "/oud/stuk.html", "/een%20twee", "/een%20twee/"),
        *("/caf%C3%A9/stuk", "/caf%c3%a9/stuk/", "/node//33", "/node/./33"),
        *HOSTILE[:-1],
        "/%7Eregel",
    ],
)
def test_old_addresses(nginx: Server, path: str) -> None:
    """An old address leads on with 301, whatever is in it; the target has no host or port."""
    answer = nginx.ask(path)
    assert answer.status == 301
    assert answer.header("Location") == ARTICLE


@pytest.mark.parametrize("path", HOSTILE[:-1])
def test_gone_whatever_it_is_called(nginx: Server, path: str) -> None:
    """Nothing in an address that is gone means something to nginx."""
    assert nginx.ask(f"/weg{path}").status == 410


@pytest.mark.parametrize("path", ["/agenda", "/artikelen/2026", ARTICLE.rstrip("/")])
def test_a_forgotten_slash(nginx: Server, path: str) -> None:
    """A page's address without its last slash leads to the page, by its path alone."""
    answer = nginx.ask(path, host=f"{HOST}:1234")
    assert answer.status == 301
    assert answer.header("Location") == f"{path}/"


@pytest.mark.parametrize(
    "path",
    [
        *(f"/{name}" for name in FOR_SERVERS),
        *("/.git/config", "/.env", "/media/.verborgen", "/index.html.gz", "/index.html.br"),
        *("/../nginx.conf", "/media/../../nginx.conf", "/%2e%2e/nginx.conf", "/..%2fnginx.conf"),
        *("/media/%2e%2e/%2e%2e/nginx.conf", "/media/..%5c..%5cnginx.conf", "//etc/passwd"),
        *("/%2fetc/passwd", "/%00", "/media/proef/verslag.pdf/", "/.well-known/geheim"),
    ],
)
def test_what_is_not_for_readers(nginx: Server, path: str) -> None:
    """Files for servers, hidden files, and anything outside the site: 400 or 404."""
    answer = nginx.ask(path)
    assert answer.status in (400, 404), answer.status
    assert b"root:" not in answer.body
    assert b"worker_processes" not in answer.body


@pytest.mark.parametrize(
    "path", ["/", "/feed.xml", "/atom.xml", "/feed.json", "/agenda.ics", "/zoeken/woorden.txt"]
)
def test_packed(nginx: Server, path: str) -> None:
    """A browser that takes brotli or gzip gets that, with the same type, and caches are told."""
    plain = nginx.ask(path)
    assert plain.header("Content-Encoding") is None
    for encoding, unpack in (("gzip", gzip.decompress), ("br", brotli.decompress)):
        answer = nginx.ask(path, Accept_Encoding=encoding)
        assert answer.header("Content-Encoding") == encoding
        assert answer.header("Vary") == "Accept-Encoding"
        assert answer.header("Content-Type") == plain.header("Content-Type")
        assert unpack(answer.body) == plain.body
        assert len(answer.body) < len(plain.body) / 2
    both = nginx.ask(path, Accept_Encoding="gzip, deflate, br, zstd")
    assert both.header("Content-Encoding") in ("br", "gzip")


def test_assets_are_packed(nginx: Server, served_site: Built) -> None:
    """Style sheet and script too."""
    for ending in ("css", "js"):
        path = asset(served_site, ending)
        packed = nginx.ask(path, Accept_Encoding="br")
        assert brotli.decompress(packed.body) == nginx.ask(path).body


def test_nothing_is_packed_at_a_visit(nginx: Server, served_site: Built) -> None:
    """What the build left as it is, goes out so, though Debian's own settings have gzip on."""
    small = "/robots.txt"
    assert not Path(f"{served_site.site}{small}.gz").exists()
    assert nginx.ask(small, Accept_Encoding="gzip").header("Content-Encoding") is None


def test_unchanged(nginx: Server) -> None:
    """Who has the page already, is told so; the security headers come along."""
    tag = nginx.ask("/").header("ETag")
    assert tag
    answer = nginx.ask("/", If_None_Match=tag)
    assert (answer.status, answer.body) == (304, b"")
    assert answer.header("Cache-Control") == REVALIDATE
    assert answer.header("Content-Security-Policy")


def test_a_part_of_an_episode(nginx: Server) -> None:
    """A player may ask for a part."""
    answer = nginx.ask("/media/proef/aflevering.mp3", Range="bytes=0-3")
    assert (answer.status, answer.body) == (206, b"\xff\xfb\x90\x64")
    assert answer.header("Cache-Control") == MEDIA


@pytest.mark.parametrize("host", [HOST, "lokaalbestuur.nl", "kwaad.example"])
def test_plain_http_leads_to_https(nginx: Server, host: str) -> None:
    """To the site's own name, whatever host is asked for."""
    answer = nginx.ask("/agenda/?q=1", host=host, tls=False)
    assert answer.status == 301
    assert answer.header("Location") == f"https://{HOST}/agenda/?q=1"


def test_without_www(nginx: Server) -> None:
    """The bare name leads to www, and is https for two years from then."""
    answer = nginx.ask("/agenda/", host="lokaalbestuur.nl")
    assert answer.status == 301
    assert answer.header("Location") == f"https://{HOST}/agenda/"
    assert answer.header("Strict-Transport-Security") == "max-age=63072000"


def test_media_may_do_nothing(nginx: Server) -> None:
    """No file from media/ may run a script; a drawing has no access to the site either."""
    drawing = nginx.ask("/media/proef/kwaad.svg").header("Content-Security-Policy") or ""
    assert drawing.startswith("default-src 'none'; ")
    assert drawing.endswith("; sandbox")
    for name in ("verslag.pdf", "plein.jpg", "aflevering.mp3"):
        policy = nginx.ask(f"/media/proef/{name}").header("Content-Security-Policy") or ""
        assert policy.startswith("default-src 'none'; ")
        assert "script-src" not in policy
