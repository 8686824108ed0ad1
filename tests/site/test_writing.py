"""Writing outputs: each in the site's folder, and once."""

from __future__ import annotations

from pathlib import Path

import pytest

from site_plugins.delivery.output import write
from site_plugins.rendering.output import Output


@pytest.mark.parametrize("path", ["../x", "a/../../x", "a/../x", "/etc/lokaal-test", ".."])
def test_an_output_outside_the_site_is_refused(tmp_path: Path, path: str) -> None:
    """Whatever an address was made of, nothing is written beside the site."""
    site = tmp_path / "site"
    site.mkdir()
    with pytest.raises(ValueError, match="outside"):
        write([Output("index.html", b"a"), Output(path, b"b")], site)
    assert [file.name for file in tmp_path.rglob("*")] == ["site", "index.html"]


def test_two_outputs_at_one_path_are_refused(tmp_path: Path) -> None:
    """None is silently replaced by another."""
    with pytest.raises(ValueError, match="twice"):
        write([Output("a/index.html", b"a"), Output("a/index.html", b"b")], tmp_path)
    assert (tmp_path / "a" / "index.html").read_bytes() == b"a"


def test_what_was_written_is_told(tmp_path: Path) -> None:
    """The size of each file, made or copied, by its path."""
    source = tmp_path / "bron.pdf"
    source.write_bytes(b"1234")
    outputs = [Output("index.html", b"abc"), Output("media/bron.pdf", source=source)]
    site = tmp_path / "site"
    assert write(outputs, site) == {"index.html": 3, "media/bron.pdf": 4}
    assert (site / "media" / "bron.pdf").read_bytes() == b"1234"
