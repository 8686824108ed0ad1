"""A built site on loopback: packed files, headers and 404 as a web server of ours sends them."""

from __future__ import annotations

import functools
import http.server
import re
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import unquote, urlsplit

from site_plugins.rendering.serving import content_type, headers_of, rules


class _Handler(http.server.BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    def __init__(self, *arguments: object, folder: Path) -> None:
        self.folder = folder
        super().__init__(*arguments)  # type: ignore[arg-type]

    def do_GET(self) -> None:
        path = unquote(urlsplit(self.path).path)
        file = self.folder / path.lstrip("/")
        if not path.endswith("/") and file.is_dir():
            self.send_response(301)
            self.send_header("Location", f"{path}/")
            self.send_header("Content-Length", "0")
            self.end_headers()
            return
        file = file / "index.html" if file.is_dir() else file
        found = file.is_file() and file.resolve().is_relative_to(self.folder.resolve())
        file = file if found else self.folder / "404.html"
        packed = file.with_name(f"{file.name}.gz")
        gzip = "gzip" in self.headers.get("Accept-Encoding", "") and packed.exists()
        data = (packed if gzip else file).read_bytes()
        headers = {
            name: values[0] for name, values in headers_of(path, rules(secure=False)).items()
        }
        headers["Content-Type"] = content_type(file.name) or "application/octet-stream"
        status = 200 if found else 404
        if gzip:
            headers |= {"Content-Encoding": "gzip", "Vary": "Accept-Encoding"}
        elif part := re.fullmatch(r"bytes=(\d+)-(\d*)", self.headers.get("Range", "")):
            # Without parts a player can't go to where it should begin.
            start, whole = int(part[1]), len(data)
            data = data[start : int(part[2]) + 1 if part[2] else whole]
            status = 206
            headers["Content-Range"] = f"bytes {start}-{start + len(data) - 1}/{whole}"
        headers["Content-Length"] = str(len(data))
        self.send_response(status)
        for name, value in headers.items():
            self.send_header(name, value)
        self.end_headers()
        self.wfile.write(data)

    def log_message(self, format: str, *args: object) -> None:
        """Nobody needs a line for each request."""


class _Server(http.server.ThreadingHTTPServer):
    # Browsers keep connections open; they need not be waited for.
    daemon_threads = True
    block_on_close = False

    def handle_error(self, request: object, client_address: object) -> None:
        """A browser that goes on before it has all is no error."""
        if not isinstance(sys.exception(), ConnectionError):
            super().handle_error(request, client_address)  # type: ignore[arg-type]


@contextmanager
def serving(folder: Path) -> Iterator[str]:
    """Serve a folder on a free port; gives the address, without a slash at its end."""
    handler = functools.partial(_Handler, folder=folder)
    with _Server(("127.0.0.1", 0), handler) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{server.server_port}"
        server.shutdown()
