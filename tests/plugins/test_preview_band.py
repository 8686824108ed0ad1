"""A preview stays on its feet while an editor makes mistakes."""

from __future__ import annotations

import tempfile
from pathlib import Path

import pytest

from site_plugins.plugins.preview import is_temporary, keep_going

PAGE = '<main><div class="wrap content" id="inhoud">\n<h1>Oud</h1></div></main>'


def test_a_mistake_stands_above_the_old_page(tmp_path: Path) -> None:
    """The words of the mistake come above the page as it was; they stay text, and come once."""
    page = tmp_path / "index.html"
    page.write_text(PAGE)

    def fails() -> None:
        raise SystemExit(1)

    attempt = keep_going(fails, tmp_path, lambda: "a.md:2: <b>fout</b>")
    attempt()
    attempt()
    text = page.read_text()
    assert text.count("Dit is nog de vorige versie.") == 1
    assert "&lt;b&gt;fout&lt;/b&gt;" in text
    assert "<h1>Oud</h1>" in text


def test_what_is_no_mistake_of_the_editor_is_raised(tmp_path: Path) -> None:
    """A fault of ours isn't hidden behind the band."""

    def fails() -> None:
        raise OSError("vol")

    with pytest.raises(OSError, match="vol"):
        keep_going(fails, tmp_path, lambda: "")()


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
