"""The form under /beheer/: what is vendored, and what it is kept from."""

from __future__ import annotations

import re

import pytest

from site_plugins.rendering.serving import desk_policy, headers_of, rules
from tests.conftest import ROOT, Built

DESK = ROOT / "overrides/beheer"


def test_it_is_the_version_that_the_script_names() -> None:
    """``scripts/vendor`` names a version with its hash, and that one lies here."""
    script = (ROOT / "scripts/vendor").read_text("utf-8")
    found = re.search(r"take @sveltia/cms (\S+) \\\n +sha512-[A-Za-z0-9+/]{86}==$", script, re.M)
    assert found
    assert f"`{found[1]}`" in (DESK / "sveltia-cms.js").read_text("utf-8")


def test_it_has_its_fonts_and_its_dutch_with_it() -> None:
    """The script asks no other host for what it needs to be shown."""
    script = (DESK / "sveltia-cms.js").read_text("utf-8")
    fonts = re.findall(r"src:url\(([^)]+)\)", script)
    assert len(fonts) == 3
    assert all((DESK / font).read_bytes().startswith(b"wOF2") for font in fonts)
    assert "cdn.jsdelivr.net/fontsource" not in script
    assert (DESK / "nl.json").is_file()
    assert not re.search(r"`\$\{\w+\}@\$\{\w+\}/locales`", script)


@pytest.mark.parametrize("name", ("sveltia-cms.js", "fonts"))
def test_every_licence_is_there(name: str) -> None:
    """MIT for the script, the Open Font License for each font."""
    text = (DESK / f"LICENSE{'-fonts' if name == 'fonts' else ''}.txt").read_text("utf-8")
    assert ("SIL OPEN FONT LICENSE" in text) if name == "fonts" else ("Kohei Yoshino" in text)


def test_the_page_and_the_host_say_one_policy() -> None:
    """Own files and the two git hosts, and no script in the page itself."""
    page = (DESK / "index.html").read_text("utf-8")
    assert f'content="{desk_policy()}"' in page
    assert re.findall(r"<script[^>]*>", page) == ['<script defer src="sveltia-cms.js">']
    assert '<html lang="nl">' in page
    assert '<meta name="robots" content="noindex">' in page
    sent = headers_of("/beheer/", rules())
    assert sent["Content-Security-Policy"][0].startswith(desk_policy())
    assert sent["X-Robots-Tag"] == ["noindex"]
    hosts = set(re.findall(r"https?://[^\s;\"]+", desk_policy()))
    assert hosts == {"https://api.github.com", "https://gitlab.com"}


def test_the_site_does_not_know_it(real_site: Built) -> None:
    """It comes out under its own names, and no page, list or map of the site leads to it."""
    for file in DESK.iterdir():
        assert (real_site.site / "beheer" / file.name).read_bytes() == file.read_bytes()
    for name in real_site.files():
        if name.endswith((".html", ".xml", ".json", ".txt")) and not name.startswith("beheer/"):
            assert "/beheer/" not in real_site.text(name), name
