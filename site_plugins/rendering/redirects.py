"""Old addresses that lead on, and addresses that are gone for good, as web servers read them.

``_redirects`` is read by Netlify, Cloudflare Pages and GitLab Pages, ``_redirects.map`` and
``_gone.map`` by nginx. Old addresses come from content: no text in one may end a line, begin a
rule or mean more than itself.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from urllib.parse import quote, unquote

from site_plugins.rendering.site import Site


def redirects_file(moved: Iterable[tuple[str, str]], gone: Iterable[str], site: Site) -> str:
    """``_redirects``: a line for each old address and where it leads, then what is gone.

    Netlify knows 410; Cloudflare and GitLab Pages pass such a line by and answer 404. Cloudflare
    takes 2,000 lines. For an old address beyond that, and on Netlify and GitLab, where a file goes
    before a rule, the page that stands there leads on.
    """
    lines = ["# Oude adressen, en waar ze heen leiden"]
    lines += (f"{_encoded(site.path(old))} {_encoded(site.path(new))} 301" for old, new in moved)
    away = _encoded(site.path("/410.html"))
    lines += (f"{_encoded(site.path(path))} {away} 410" for path in gone)
    return "\n".join([*lines, ""])


def _encoded(path: str) -> str:
    """A path as a browser asks for it: no space, line end, ``*`` or ``:`` is left to mean more."""
    return quote(unquote(path), safe="/")


def redirects_map(moved: Iterable[tuple[str, str]], site: Site) -> str:
    """``_redirects.map``: the lines of an nginx ``map $uri``, with and without a last slash."""
    return _map((site.path(old), _encoded(site.path(new))) for old, new in moved)


def gone_map(gone: Iterable[str], site: Site) -> str:
    """``_gone.map``: likewise, with 1 for each address that is gone."""
    return _map((site.path(path), "1") for path in gone)


_LONGEST = 400
"""Bytes of a key that nginx can still hash with ``map_hash_bucket_size 512``; at a longer
address the page that leads on does the work."""


def _map(pairs: Iterable[tuple[str, str]]) -> str:
    seen: set[str] = set()
    lines = ["# nginx: gemaakt bij de bouw"]
    for old, value in pairs:
        # nginx looks up the decoded address, whatever its capitals; a key twice is an error.
        path = unquote(old)
        slashed = f"{path.rstrip('/')}/"
        for key in (path,) if path.endswith((".html", ".htm")) else (slashed, slashed[:-1]):
            plain = key.isprintable() and len(key.encode("utf-8", "replace")) <= _LONGEST
            if plain and key not in ("", "/") and key.lower() not in seen:
                seen.add(key.lower())
                lines.append(f"{quoted(key)} {quoted(value)};")
    return "\n".join([*lines, ""])


def quoted(text: str) -> str:
    """A text between quotes as nginx reads it."""
    escaped = text.replace("\\", "\\\\").replace('"', '\\"')
    return f'"{escaped}"'


def gone_mistakes(gone: Iterable[object], taken: Iterable[str]) -> Iterator[str]:
    """What is wrong with the ``gone`` of mkdocs.yml; ``taken`` are the addresses in use."""
    in_use = {unquote(path).lower().rstrip("/") for path in taken}
    for path in gone:
        if not isinstance(path, str) or not re.fullmatch(r"/[A-Za-z0-9._~%/-]+", path):
            yield f"gone: {path!r} is geen adres. Bijvoorbeeld: /oude/pagina/"
        elif not unquote(path).isprintable() or {".", ".."} & {*unquote(path).split("/")}:
            yield f"gone: {path!r} kan geen adres zijn. Bijvoorbeeld: /oude/pagina/"
        elif unquote(path).lower().rstrip("/") in in_use:
            yield f"gone: {path} is een adres van de site. Haal het weg uit mkdocs.yml."
