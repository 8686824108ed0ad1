"""``_headers``, ``_redirects`` and the nginx files, as texts."""

from __future__ import annotations

import hashlib
import os
import re
from pathlib import Path
from urllib.parse import unquote

import pytest
from hypothesis import given
from hypothesis import strategies as st

from site_plugins.delivery.agreement import read_headers
from site_plugins.rendering.nginx import nginx_maps
from site_plugins.rendering.redirects import (
    gone_map,
    gone_mistakes,
    redirects_file,
    redirects_map,
)
from site_plugins.rendering.serving import (
    FEED_TYPES,
    TYPES,
    content_type,
    headers_file,
    headers_of,
    page_policy,
    rules,
)
from site_plugins.rendering.site import Site
from tests.conftest import ROOT, Build, Built, Write, copy_project, run_lokaal

SITE = Site("Lokaal Bestuur", "https://www.lokaalbestuur.nl/")
BELOW = Site("Lokaal Bestuur", "https://voorbeeld.nl/map/")
NGINX = ROOT / "deploy/nginx"


# ---- one source ----


def test_the_nginx_file_says_what_the_code_says() -> None:
    """``deploy/nginx/lokaal-headers.conf`` is made from ``rendering/serving.py``."""
    file = NGINX / "lokaal-headers.conf"
    if os.environ.get("LOKAAL_UPDATE_GOLDENS"):
        file.write_text(nginx_maps(), encoding="utf-8")
    assert file.read_text(encoding="utf-8") == nginx_maps(), (
        "LOKAAL_UPDATE_GOLDENS=1 .venv/bin/pytest tests/serving/test_headers.py writes it anew"
    )


def test_nginx_sends_each_header_that_there_is() -> None:
    """Every variable in that file is sent, always, and under its own name; no location adds one."""
    site = (NGINX / "lokaal-site.conf").read_text(encoding="utf-8")
    sent = re.findall(r"^( *)add_header (\S+) (\$\w+) always;$", site, re.M)
    assert {variable for _, _, variable in sent} == set(
        re.findall(r"(\$lokaal_\w+) {", nginx_maps())
    )
    assert all(v == f"$lokaal_{n.lower().replace('-', '_')}" for _, n, v in sent)
    assert not any(indent for indent, _, _ in sent)
    assert site.count("add_header ") == len(sent) + 1  # and once in a comment


def test_nginx_knows_the_same_types() -> None:
    """The ``types`` in nginx's file are those of the code, with a charset for each text."""
    site = (NGINX / "lokaal-site.conf").read_text(encoding="utf-8")
    (block,) = re.findall(r"^types {(.*?)^}", site, re.M | re.S)
    rows = [row.split() for row in block.replace(";", "").splitlines() if row.strip()]
    assert {ending: kind for kind, *endings in rows for ending in endings} == TYPES
    (charset,) = re.findall(r"charset_types ([^;]+);", site)
    every = {*TYPES.values(), *FEED_TYPES.values()}
    names = {kind: f"x.{ending}" for ending, kind in TYPES.items()}
    names |= {kind: name for name, kind in FEED_TYPES.items()}
    texts = {kind for kind in every if "charset" in (content_type(names[kind]) or "")}
    # nginx always takes text/html for a text, and warns where it is named as well.
    assert {"text/html", *charset.split()} == texts


def test_the_headers_file_says_what_the_code_says() -> None:
    """``_headers`` read back gives the rules."""
    assert tuple(read_headers(headers_file(SITE))) == rules()
    assert tuple(read_headers(headers_file(BELOW), "/map/")) == rules()


def test_the_headers_file_fits_its_readers() -> None:
    """Cloudflare reads a hundred rules and 2,000 characters a line; a ``*`` stands at the end."""
    text = headers_file(SITE)
    patterns = [line for line in text.splitlines() if line.startswith("/")]
    assert 3 < len(patterns) <= 100
    assert len(set(patterns)) == len(patterns)
    assert max(map(len, text.splitlines())) <= 2000
    for pattern in patterns:
        assert "*" not in pattern[:-1]
        assert all(re.fullmatch(r":[a-z]+|\*|[a-z]+(\.[a-z]+)?|", p) for p in pattern.split("/"))


PATHS = (
    *("/", "/artikelen/2026/x/", "/404.html", "/feed.xml", "/onderwerpen/wonen/atom.xml"),
    *("/nieuwsbrief/feed.xml", "/agenda/x.ics", "/doelgroepen/x/agenda.ics", "/podcast.xml"),
    *("/assets/site.0a1b2c3d.css", "/media/foto.jpg", "/media/a/b/feed.xml", "/zoeken/woorden.txt"),
    *("/beheer/", "/beheer/config.yml", "/beheer/sveltia-cms.js"),
)


@pytest.mark.parametrize("path", PATHS)
def test_no_header_is_said_twice(path: str) -> None:
    """Hosts join the values of all rules, so but for the policy each is said once."""
    twice = {n: v for n, v in headers_of(path, rules()).items() if len(v) > 1}
    assert list(twice) in ([], ["Content-Security-Policy"])
    assert bool(twice) == path.startswith("/media/")


def test_a_site_on_plain_http_has_no_https_headers() -> None:
    """It would lose its own style sheet in browsers that then ask for https."""
    plain = headers_file(Site("Proef", "http://voorbeeld.nl/"))
    assert "upgrade-insecure-requests" not in plain
    assert "Strict-Transport-Security" not in plain
    assert "frame-ancestors 'none'" in plain


def test_a_page_asks_for_no_more_than_it_needs() -> None:
    """A script only where there is one, sound only where there is sound."""
    assert "script" not in page_policy() and "media" not in page_policy()
    assert page_policy(script=True).endswith("; script-src 'self'")
    assert "media-src 'self' https:" in page_policy(sound=True)
    assert "'wasm-unsafe-eval'" not in page_policy(script=True)
    assert page_policy(search=True).endswith("; script-src 'self' 'wasm-unsafe-eval'")
    assert "unsafe-inline" not in headers_file(SITE).partition("/media/*")[0]
    assert "'unsafe-eval'" not in headers_file(SITE)


# ---- old addresses can't say more than they are ----

HOSTILE = st.text(" \t\n\r\"'\\;{}$#*:?&%~=<>/.aZ09é€\u2028\u00a0\x00\x1b", max_size=30).map(
    "/{}".format
)


@given(st.lists(HOSTILE, max_size=4), HOSTILE)
def test_redirects_hold_one_line_each(olds: list[str], gone: str) -> None:
    """Whatever an address holds, ``_redirects`` has one line for it, of three plain words."""
    moved = [(old, "/artikelen/2026/x/") for old in olds]
    for site in (SITE, BELOW):
        first, *lines, last = redirects_file(moved, [gone], site).split("\n")
        assert first.startswith("# ")
        assert last == ""
        assert len(lines) == len(olds) + 1
        for line in lines:
            assert re.fullmatch(r"/[\w.~%/-]* /[\w.~%/-]* (301|410)", line, re.ASCII)
        for line, old in zip(lines, olds, strict=False):
            assert unquote(line.split()[0]) == site.path(unquote(old))


def nginx_words(line: str) -> list[str]:
    """A line of two quoted words as nginx reads it (``ngx_conf_read_token``)."""
    words = re.fullmatch(r'"((?:[^"\\]|\\.)*)" "((?:[^"\\]|\\.)*)";', line, re.S)
    assert words, line
    return [re.sub(r"\\(.)", r"\1", word) for word in words.groups()]


@given(st.lists(HOSTILE, max_size=4))
def test_maps_hold_one_line_each(olds: list[str]) -> None:
    """nginx reads back the address and the target; no key comes twice, and no value has a ``$``."""
    moved = [(old, "/artikelen/2026/x/") for old in olds]
    for text, value in ((redirects_map(moved, SITE), moved), (gone_map(olds, SITE), None)):
        keys = []
        for line in text.split("\n")[1:-1]:
            key, target = nginx_words(line)
            assert key.startswith("/")
            assert key.isprintable()
            assert target == ("/artikelen/2026/x/" if value else "1")
            keys.append(key.lower())
        assert len(keys) == len(set(keys))
        wanted = {unquote(old).rstrip("/").lower() for old in olds}
        assert {key.rstrip("/") for key in keys} <= wanted


# ---- names with a hash ----


def test_assets_are_named_after_what_is_in_them(real_site: Built) -> None:
    """A hash is in each name; style, icon and font are on every page, a script where it is used."""
    names = sorted(name for name in real_site.files() if name.startswith("assets/"))
    plain = {name: re.sub(r"\.[0-9a-f]{8}\.", ".", name) for name in names}
    sources = sorted(file.name for file in (ROOT / "overrides/assets").iterdir())
    # The style of feeds with XSLT is made in the build, and only feeds use it and ``feed.css``.
    made = "assets/feed.xsl"
    assert sorted(plain.values()) == sorted([made, *(f"assets/{name}" for name in sources)])
    pages = {name: real_site.text(name) for name in real_site.files() if name.endswith(".html")}
    shells = [page for page in pages.values() if 'rel="stylesheet"' in page]
    for name in names:
        data = (real_site.site / name).read_bytes()
        assert hashlib.sha256(data).hexdigest()[:8] in name
        using = sum(f'"/{name}"' in page for page in shells)
        if "/feed." in name:
            assert f'"/{name}"' in real_site.text("feed.xml") and not using
        elif name.endswith(".js"):
            # The real site has no podcast yet.
            assert (0 < using < len(shells)) != ("/chapters." in name)
        else:
            assert using == len(shells)
        if plain[name] == made:
            continue
        source = (ROOT / "overrides" / plain[name]).read_bytes()
        if name.endswith(".css"):
            # It names the others as they are published, and holds no comments and indents.
            assert b"/*" not in data and len(data) > 0.8 * len(source)
            for other in set(names) - {name}:
                old = Path(plain[other]).name.encode()
                assert (Path(other).name.encode() in data) == (b"url(" + old in source)
        else:
            assert data == source


# ---- what is gone ----


@pytest.mark.parametrize(
    ("gone", "words"),
    [
        (["/oud/"], []),
        (["/oud%20ding"], []),
        (["oud/"], ["geen adres"]),
        (["/oud/?x=1"], ["geen adres"]),
        (["/met spatie"], ["geen adres"]),
        (["/a/../b"], ["kan geen adres zijn"]),
        (["/a%0Ab"], ["kan geen adres zijn"]),
        ([33], ["33 is geen adres"]),
        (["/agenda"], ["/agenda is een adres van de site"]),
        (["/Agenda/", "/node/33"], ["/Agenda/ is een adres", "/node/33 is een adres"]),
    ],
)
def test_gone_mistakes(gone: list[object], words: list[str]) -> None:
    """What is gone is an address, and not one of a page that is there or that leads on."""
    found = list(gone_mistakes(gone, ["/", "/agenda/", "/node/33/"]))
    assert len(found) == len(words)
    assert all(word in mistake for word, mistake in zip(words, found, strict=True))


SMALL = """
-- index.md --
---
title: Lokaal Bestuur
---
Welkom.
-- artikelen/2026/nieuw.md --
---
title: Nieuw stuk
description: Een stuk met een oud adres.
date: 2026-11-20
genre: nieuws
aliases: [/node/33]
---
Tekst.
"""


def test_old_addresses_of_a_site(content: Write, build: Build) -> None:
    """They stand in both files, and the page that leads on stays for hosts that read neither."""
    built = build(content(SMALL))
    assert built.code == 0, built.err
    assert built.text("_redirects").splitlines()[1:] == ["/node/33 /artikelen/2026/nieuw/ 301"]
    assert built.text("_redirects.map").splitlines()[1:] == [
        '"/node/33/" "/artikelen/2026/nieuw/";',
        '"/node/33" "/artikelen/2026/nieuw/";',
    ]
    assert 'http-equiv="refresh"' in built.text("node/33/index.html")
    assert 'http-equiv="Content-Security-Policy"' in built.text("node/33/index.html")
    assert built.text("_gone.map").splitlines()[1:] == []


@pytest.mark.parametrize("gone", ["/node/33/", "/artikelen/2026/nieuw", "nieuw"])
def test_what_is_there_is_not_gone(content: Write, gone: str) -> None:
    """A mistake in ``gone`` stops the build, in Dutch, before anything is written."""
    folder = content(SMALL).parent
    settings = (ROOT / "mkdocs.yml").read_text(encoding="utf-8")
    settings = settings.replace("  - lokaal:\n", f"  - lokaal:\n      gone: [{gone}]\n")
    (copy_project(folder) / "mkdocs.yml").write_text(settings, encoding="utf-8")
    done = run_lokaal("build", cwd=folder)
    assert done.returncode == 1
    assert (
        f"mkdocs.yml: gone: {gone!r}" in done.stderr or f"mkdocs.yml: gone: {gone}" in done.stderr
    )
    assert "Traceback" not in done.stderr
    assert not (folder / "site").exists()
