"""Whether a built site and what is told to web servers agree.

Read from the finished folder as a browser and a host do: ``_headers`` against every file,
``_redirects`` against what is there, packed files against their originals. It must see 10,000
pages in seconds, so pages are searched, not parsed; they are our own, and well-formed.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from html import unescape
from pathlib import Path
from urllib.parse import unquote, urlsplit

from site_plugins.delivery.compressing import unpacked
from site_plugins.projections.addresses import FOR_SERVERS, PACKED
from site_plugins.rendering.serving import IMMUTABLE, Rule, content_type, headers_of
from site_plugins.rendering.structured import JSON_LD


def disagreements(folder: Path, base: str = "/") -> list[str]:
    """Every way in which the site in ``folder`` and its headers don't agree, in Dutch.

    ``base`` is the path at which the site is published. Raises OSError.
    """
    files = {file.relative_to(folder).as_posix() for file in folder.rglob("*") if file.is_file()}
    if missing := [name for name in FOR_SERVERS if name not in files]:
        return [f"{', '.join(missing)} ontbreekt."]
    try:
        rules = list(read_headers((folder / "_headers").read_text(encoding="utf-8"), base))
    except ValueError as error:
        return [f"_headers: {error} is geen regel."]
    found = list(_of_rules(rules))
    pages: dict[str, str] = {}
    for name in sorted(files.difference(FOR_SERVERS)):
        if name.endswith(PACKED):
            found += _of_packed(folder, name, files)
            continue
        found += _of_file(name, rules)
        if name.endswith(".html"):
            pages[name] = (folder / name).read_text(encoding="utf-8")
    for name, page in pages.items():
        found += (f"{name}: {what}" for what in _of_page(name, page, rules, files, base))
    lines = (folder / "_redirects").read_text(encoding="utf-8").splitlines()
    return found + [f"_redirects: {what}" for what in _of_redirects(lines, files, pages, base)]


def read_headers(text: str, base: str = "/") -> Iterator[Rule]:
    """The rules of a ``_headers`` file, without the site's own folder. Raises ValueError."""
    pattern, headers = "", dict[str, str]()
    for line in [*text.splitlines(), "/"]:
        if line.startswith("/"):
            if pattern:
                yield Rule(pattern, headers)
            pattern, headers = "/" + line.removeprefix(base), {}
        elif line.startswith("  ") and ": " in line and pattern:
            name, _, value = line.strip().partition(": ")
            headers[name] = value
        elif line and not line.startswith("#"):
            raise ValueError(repr(line))


def _of_rules(rules: list[Rule]) -> Iterator[str]:
    # https://developers.cloudflare.com/pages/configuration/headers/
    if len(rules) > 100:
        yield "_headers: meer dan honderd regels; Cloudflare leest er niet meer."
    for rule in rules:
        if any(len(f"  {name}: {value}") > 2000 for name, value in rule.headers.items()):
            yield f"_headers: een regel van {rule.pattern} is langer dan 2000 tekens."


def _of_file(name: str, rules: list[Rule]) -> Iterator[str]:
    """A file has a type, what the rules say of that is true, and no header comes twice."""
    headers = headers_of(f"/{name.removesuffix('index.html')}", rules)
    kind = content_type(name)
    if kind is None:
        yield f"{name}: dit soort bestand heeft geen type."
    for header, values in headers.items():
        # Two policies are both kept to; of other headers one value would be lost.
        if len(values) > 1 and header != "Content-Security-Policy":
            yield f"{name}: {header} staat er {len(values)} keer bij."
    if headers.get("Content-Type", [kind]) != [kind]:
        yield f"{name}: het type is {kind}, maar volgens _headers {headers['Content-Type'][0]}."
    if "Content-Security-Policy" not in headers:
        yield f"{name}: _headers noemt hier geen Content-Security-Policy."
    if (headers.get("Cache-Control") == [IMMUTABLE]) != bool(_HASHED.search(f"/{name}")):
        yield f"{name}: de naam en hoe lang het bewaard mag worden, passen niet bij elkaar."


_HASHED = re.compile(r"^/assets/[^/]+\.[0-9a-f]{8}\.[a-z0-9]+$")


def _of_packed(folder: Path, name: str, files: set[str]) -> Iterator[str]:
    original = name.rpartition(".")[0]
    if original not in files:
        yield f"{name}: {original} is er niet."
        return
    try:
        same = unpacked(folder / name) == (folder / original).read_bytes()
    except ValueError:
        same = False
    if not same:
        yield f"{name}: hier zit iets anders in dan in {original}."


# ---- a page and the policy ----

_INSIDE = r"""((?:[^>"']|"[^"]*"|'[^']*')*)"""
_TAG = re.compile(
    r"<(script|style|link|img|audio|video|source|track|form|button|input|iframe|frame|object|embed"
    r"|base|meta|image|use)\b" + _INSIDE + ">"
)
_ATTRIBUTE = re.compile(r"""([a-z-]+)=(?:"([^"]*)"|'([^']*)'|([^\s"'>]+))""")
_ANY_TAG = re.compile(rf"<[a-z]{_INSIDE}>")
_VALUE = re.compile(r"""="[^"]*"|='[^']*'""")
_INLINE = re.compile(r"\s(on[a-z]+|style)\s*=")

# A browser never runs it (HTML Standard, 4.12.1); of two types it would take the first.
_DATA = f'<script type="{JSON_LD}">'

_DIRECTIVES = {
    ("script", "src"): "script-src",
    ("img", "src"): "img-src",
    ("img", "srcset"): "img-src",
    ("image", "href"): "img-src",
    ("source", "srcset"): "img-src",
    ("source", "src"): "media-src",
    ("audio", "src"): "media-src",
    ("video", "src"): "media-src",
    ("video", "poster"): "img-src",
    ("track", "src"): "media-src",
    ("form", "action"): "form-action",
    ("button", "formaction"): "form-action",
    ("input", "formaction"): "form-action",
    ("input", "src"): "img-src",
    ("iframe", "src"): "frame-src",
    ("frame", "src"): "frame-src",
    ("object", "data"): "object-src",
    ("embed", "src"): "object-src",
    ("base", "href"): "base-uri",
    ("use", "href"): "img-src",
}
_LINKS = {
    "stylesheet": "style-src",
    "icon": "img-src",
    "manifest": "manifest-src",
    # Nothing but fonts is fetched ahead.
    "preload": "font-src",
}
_OF_THE_THEME = ("style-src", "script-src", "font-src")
# Without these there is no limit at all; the others fall back on default-src.
_ALONE = ("form-action", "base-uri", "frame-ancestors")


def _of_page(name: str, page: str, rules: list[Rule], files: set[str], base: str) -> Iterator[str]:
    """What the page's own policy, or the host's, would stop; and assets that aren't hashed."""
    yield from (f"de policy staat {name}= niet toe." for name in _inline(page))
    tags = [(m[1], _attributes(m[2]), m.end()) for m in _TAG.finditer(page)]
    own = [a["content"] for tag, a, _ in tags if a.get("http-equiv") == "Content-Security-Policy"]
    if not own:
        yield "er staat geen Content-Security-Policy op de pagina."
    sent = headers_of(f"/{name.removesuffix('index.html')}", rules)["Content-Security-Policy"]
    policies = [_directives(policy) for policy in (*own, *sent)]
    for tag, attributes, end in tags:
        holds = tag == "script" and not page.startswith("</script>", end)
        if tag == "style" or (holds and not page.endswith(_DATA, 0, end)):
            yield f"de policy staat geen <{tag}> met inhoud toe."
        for directive, address in _needs(tag, attributes):
            if not all(_allows(policy, directive, address) for policy in policies):
                yield f"{directive} van de policy staat {address} niet toe."
            if directive in _OF_THE_THEME or "icon" in attributes.get("rel", ""):
                path = "/" + urlsplit(address).path.removeprefix(base)
                if not _HASHED.search(path) or path[1:] not in files:
                    yield f"{address} is geen bestand met een hash in zijn naam."


def _inline(page: str) -> Iterator[str]:
    """Handlers and styles in tags; not the words for them in a text or a title."""
    if _INLINE.search(page):
        for tag in _ANY_TAG.finditer(page):
            if found := _INLINE.search(_VALUE.sub('=""', tag[1])):
                yield found[1]


def _attributes(text: str) -> dict[str, str]:
    return {m[1]: unescape(m[2] or m[3] or m[4] or "") for m in _ATTRIBUTE.finditer(text)}


def _needs(tag: str, attributes: dict[str, str]) -> Iterator[tuple[str, str]]:
    """The directive that rules over each address in a tag, and the address."""
    if tag == "link":
        for rel in attributes.get("rel", "").split():
            if rel in _LINKS:
                yield _LINKS[rel], attributes.get("href", "")
    for attribute, value in attributes.items():
        if directive := _DIRECTIVES.get((tag, attribute)):
            several = value.split(",") if attribute == "srcset" else [value]
            yield from ((directive, each.split()[0]) for each in several if each.strip())


def _directives(policy: str) -> dict[str, list[str]]:
    words = (part.split() for part in policy.split(";") if part.strip())
    return {name: values for name, *values in words}


def _allows(policy: dict[str, list[str]], directive: str, address: str) -> bool:
    """Whether a policy lets a page use an address: ours have 'self', 'none' and schemes only."""
    fallback = [] if directive in _ALONE else policy.get("default-src")
    sources = policy.get(directive, fallback)
    if sources is None or (directive in _ALONE and directive not in policy):
        return True
    scheme, host = urlsplit(address)[:2]
    return f"{scheme}:" in sources if scheme or host else "'self'" in sources


# ---- redirects ----


def _of_redirects(
    lines: Iterable[str], files: set[str], pages: dict[str, str], base: str
) -> Iterator[str]:
    """Every line leads to a file, and none stands before a page that is there."""
    seen = set()
    for line in lines:
        if line.startswith("#"):
            continue
        words = line.split(" ")
        if len(words) != 3 or words[2] not in ("301", "410"):
            yield f"{line!r} is geen regel."
            continue
        old, new = (unquote(word.removeprefix(base)) for word in words[:2])
        if old in seen:
            yield f"/{old} staat er twee keer."
        seen.add(old)
        if not {new, f"{new}index.html"} & files:
            yield f"/{old} leidt naar /{new}, en dat is er niet."
        for file in (old, f"{old.rstrip('/')}/index.html"):
            if file in files and 'http-equiv="refresh"' not in pages.get(file, ""):
                yield f"/{old} staat voor een pagina die er is."
