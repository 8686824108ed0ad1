"""A page loads nothing from another host: no script, style, font, picture or frame."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from tests.conftest import ROOT, Built

ELSEWHERE = r"""["'\s]*(?:https?:)?//"""
LOADING = re.compile(
    # A link in the text (<a href>) is the reader's to follow; these a browser follows by itself.
    rf"""\b(?:src|srcset|poster|data|background|action|formaction|ping)\s*={ELSEWHERE}
    | <link\b(?=[^>]*\brel\s*=\s*["']?[^"'>]*
        (?:stylesheet|icon|preload|prefetch|preconnect|manifest))[^>]*?\bhref\s*={ELSEWHERE}
    | @import\b(?:\s+url\()?{ELSEWHERE}
    | \burl\({ELSEWHERE}
    | \b(?:import|from|importScripts\(|import\(|fetch\(|Worker\(|WebSocket\(|EventSource\()
        \s*["'`](?:https?:|wss?:)?//
    """,
    re.X | re.I,
)

# It can do more than we let it: its own policy stops that, and tests/browser/test_beheer.py looks
# whether it asks anyone.
DESK = "sveltia-cms.js"
SOURCES = sorted(
    file
    for folder in (ROOT / "overrides", ROOT / "site_plugins" / "rendering" / "templates")
    for file in folder.rglob("*")
    if file.suffix in (".html", ".css", ".js", ".svg", ".xml", ".j2", ".txt") and file.name != DESK
)


def elsewhere(text: str) -> list[str]:
    """What a text would load from another host."""
    return [match.group(0)[-60:] for match in LOADING.finditer(text)]


@pytest.mark.parametrize("file", SOURCES, ids=lambda file: file.relative_to(ROOT).as_posix())
def test_theme(file: Path) -> None:
    """No template, style sheet or script names another host to load from."""
    assert elsewhere(file.read_text("utf-8")) == []


def test_built_site(real_site: Built) -> None:
    """No file of the built site does."""
    assert real_site.code == 0, real_site.err
    found = {}
    for name in real_site.files():
        if name.endswith((".html", ".css", ".js", ".svg")) and (
            f := elsewhere(real_site.text(name))
        ):
            found[name] = f
    assert found == {}


@pytest.mark.parametrize(
    "text",
    (
        '<script src="https://cdn.example/x.js">',
        "<script defer src=//cdn.example/x.js>",
        "<img alt='' src = 'http://foto.example/1.png'>",
        '<img srcset="https://foto.example/1.png 2x">',
        '<link rel="stylesheet" href="https://fonts.example/css">',
        '<link href="//fonts.example" rel="preconnect">',
        '<link rel="shortcut icon" type="image/png" href="https://x.example/i.png">',
        '<iframe src="https://video.example/">',
        '<object data="https://video.example/">',
        '<form method="post" action="https://lijst.example/">',
        '@import "https://fonts.example/css";',
        "@import url(//fonts.example/css);",
        "src: url('https://fonts.example/a.woff2')",
        'import x from "https://esm.example/x";',
        'const x = await import("https://esm.example/x")',
        "fetch(`https://telt.example/`)",
    ),
)
def test_it_is_seen(text: str) -> None:
    """The tests above know another host when they see one."""
    assert elsewhere(text) != []


@pytest.mark.parametrize(
    "text",
    (
        '<a href="https://elders.example/">elders</a>',
        '<link rel="canonical" href="https://www.example.nl/">',
        '<script src="/assets/x.js">',
        '<svg xmlns="http://www.w3.org/2000/svg">',
        'import x from "./x.js"; fetch("/zoeken/woorden.txt")',
        "a { background: url(/assets/x.svg) } // https://elders.example/",
    ),
)
def test_links_are_links(text: str) -> None:
    """A link, a canonical address, a namespace and an own file are no loading from elsewhere."""
    assert elsewhere(text) == []
