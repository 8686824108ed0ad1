"""A preview shows what is looked at, and stays on its feet while an editor makes mistakes."""

from __future__ import annotations

import tempfile
from collections.abc import Callable, Iterable
from contextlib import nullcontext
from pathlib import Path
from typing import Any

import pytest
from mkdocs.exceptions import PluginError
from mkdocs.livereload import LiveReloadServer

from site_plugins.loading.problems import ContentError, Problem
from site_plugins.plugins.preview import Preview, is_temporary
from site_plugins.rendering.output import Output
from tests.conftest import Built

PAGE = '<main><div class="wrap content" id="inhoud">\n<h1>Oud</h1></div></main>'


class Browser:
    """Asks a preview for pages, as a server would: below a folder, with a 404 for the rest."""

    def __init__(self, preview: Preview) -> None:
        self._folder = preview.folder
        self._ask = preview.answering(self._answer, "/sub/")

    def _answer(self, request: dict[str, Any], start: Callable[..., Any]) -> Iterable[bytes]:
        path = request["PATH_INFO"].removeprefix("/sub/")
        file = self._folder / (f"{path}index.html" if not path or path.endswith("/") else path)
        if not file.is_file():
            start("404 Not Found", [("Content-Type", "text/html")])
            error = self._folder / "404.html"
            return [error.read_bytes() if error.exists() else b"niets"]
        data = file.read_bytes()
        kind = "text/html" if file.suffix == ".html" else "text/plain"
        start("200 OK", [("Content-Type", kind), ("Content-Length", str(len(data)))])
        return [data]

    def see(self, path: str) -> tuple[str, str]:
        """The status and the text at an address."""
        told: list[tuple[str, list[tuple[str, str]]]] = []
        body = b"".join(self._ask({"PATH_INFO": path}, lambda *begun: told.append(begun)))
        status, headers = told[-1]
        assert dict(headers).get("Content-Length", str(len(body))) == str(len(body))
        return status, body.decode()


@pytest.fixture
def preview(tmp_path: Path) -> Preview:
    """One that says things to nobody."""
    return Preview(tmp_path, lambda text: None)


def page(path: str, text: str = PAGE) -> Output:
    """A page that is made when somebody asks for it."""
    return Output(path, make=text.encode)


def test_a_page_is_made_when_somebody_looks(preview: Preview) -> None:
    """At its address, after each build anew; nothing else is made."""
    browser = Browser(preview)
    for text in ("een", "twee"):
        preview.show([page("a/index.html", text), page("b/index.html")], at_once=False)
        assert browser.see("/sub/a/") == ("200 OK", text)
        assert not (preview.folder / "b").exists()


def test_a_page_that_is_gone_is_gone(preview: Preview) -> None:
    """What the site no longer has is not shown, though somebody looked at it before."""
    browser = Browser(preview)
    preview.show([page("a/index.html")], at_once=False)
    assert browser.see("/sub/a/")[0] == "200 OK"
    preview.show([page("404.html", "Niet gevonden")], at_once=False)
    assert browser.see("/sub/a/") == ("404 Not Found", "Niet gevonden")


def test_files_of_the_theme_are_there(preview: Preview) -> None:
    """What MkDocs wrote itself is shown, and nothing is made to find it."""
    (preview.folder / "stijl.css").write_text("p {}")

    def fails() -> bytes:
        raise AssertionError

    preview.show([Output("index.html", make=fails)], at_once=False)
    assert Browser(preview).see("/sub/stijl.css") == ("200 OK", "p {}")


def test_a_server_that_shows_the_folder_has_everything(preview: Preview) -> None:
    """Where no plugin is asked, all is made at once."""
    preview.show([page("a/index.html", "een"), page("b.txt", "twee")], at_once=True)
    texts = [(preview.folder / name).read_text() for name in ("a/index.html", "b.txt")]
    assert texts == ["een", "twee"]


def test_a_picture_that_is_damaged_is_told(tmp_path: Path) -> None:
    """It isn't there, and the editor hears why; the rest of the site is."""
    said: list[str] = []
    preview = Preview(tmp_path, said.append)

    def damaged() -> bytes:
        raise ContentError([Problem("media/foto.jpg", 1, "", "deze foto is beschadigd.")])

    preview.show([Output("foto.jpg", make=damaged), page("index.html")], at_once=False)
    browser = Browser(preview)
    assert browser.see("/sub/foto.jpg")[0] == "404 Not Found"
    assert "media/foto.jpg:1: deze foto is beschadigd." in said[0]
    assert browser.see("/sub/")[0] == "200 OK"


def test_a_mistake_stands_above_the_old_page(preview: Preview) -> None:
    """The words of the mistake come above the page as it was, until it is mended; they stay text,
    and stand on pages alone."""
    preview.show([page("index.html"), page("a.txt", PAGE)], at_once=False)
    browser = Browser(preview)
    preview.mistakes = "a.md:2: <b>fout</b>"
    for _ in range(2):
        text = browser.see("/sub/")[1]
        assert text.count("Dit is nog de vorige versie.") == 1
        assert "&lt;b&gt;fout&lt;/b&gt;" in text
        assert "<h1>Oud</h1>" in text
    assert browser.see("/sub/a.txt")[1] == PAGE
    preview.mistakes = ""
    assert browser.see("/sub/")[1] == PAGE


@pytest.mark.parametrize("mistakes", ["", "a.md:2: fout"])
def test_only_a_mistake_of_the_editor_is_no_reason_to_stop(preview: Preview, mistakes: str) -> None:
    """A fault of ours isn't hidden behind the band."""

    def fails() -> None:
        preview.mistakes = mistakes
        raise PluginError(mistakes) if mistakes else OSError("vol")

    server = LiveReloadServer(fails, "127.0.0.1", 0, str(preview.folder))
    preview.serve(server, preview.folder / "mkdocs.yml")
    try:
        with nullcontext() if mistakes else pytest.raises(OSError, match="vol"):
            server.builder()
    finally:
        server.server_close()


@pytest.mark.parametrize("engine", ["mkdocs", "properdocs"])
def test_only_a_servers_own_folder_is_temporary(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, engine: str
) -> None:
    """A site that an owner put in such a place, under such a name, is guarded as any other."""
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    assert is_temporary(Path(tempfile.mkdtemp(prefix=f"{engine}_")))
    for name in (f"{engine}_site", f"{engine}_site1234"):
        assert not is_temporary(tmp_path / name)
        (tmp_path / name).mkdir(mode=0o755)
        assert not is_temporary(tmp_path / name)


def test_a_build_has_nothing_of_the_preview(real_site: Built) -> None:
    """Neither its bar nor its own pages."""
    assert real_site.holding("preview-bar") == []
    assert [name for name in real_site.files() if name.startswith("voorbeeld")] == []
