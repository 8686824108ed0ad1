"""What a web server must send with the site: policy, types, caching.

This is the one place where that is decided. From it come ``_headers`` (read by Netlify and
Cloudflare Pages), the policy in each page (for GitHub Pages, which sends no headers of ours),
and ``deploy/nginx/lokaal-headers.conf``, which a test compares with ``nginx.nginx_maps``.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from functools import cache
from typing import NamedTuple

from site_plugins.projections.addresses import CHAPTERS, DESK, FEED_NAMES, MADE
from site_plugins.rendering.site import Site

# ---- the Content-Security-Policy (https://www.w3.org/TR/CSP3/) ----

_PAGE = {
    "default-src": "'none'",
    "style-src": "'self'",
    "img-src": "'self'",
    "font-src": "'self'",
    # Nothing of ours connects without a script; checkers such as Lighthouse read robots.txt
    # from within the page.
    "connect-src": "'self'",
    "form-action": "'self'",
    "base-uri": "'none'",
    "object-src": "'none'",
}
_SCRIPT = {"script-src": "'self'"}
# The search engine runs as WebAssembly, on the search page alone: this lets that be compiled, and
# no text be run as a script (https://www.w3.org/TR/CSP3/#directive-script-src).
_SEARCH = {"script-src": "'self' 'wasm-unsafe-eval'"}
# An episode may stand on another host.
_SOUND = {"media-src": "'self' https:"}
# A file from media/ that is opened by itself. No script, whatever is in it; a PDF's viewer and a
# drawing may style themselves.
_FILE = {
    "default-src": "'none'",
    "style-src": "'unsafe-inline'",
    "img-src": "'self' data:",
    "media-src": "'self'",
    "form-action": "'none'",
    "base-uri": "'none'",
    "frame-ancestors": "'none'",
}
# The form in which editors write, under /beheer/. It is Sveltia CMS as it comes from npm, which
# styles itself in the page and shows pictures before they are anywhere. It talks with the host of
# the git repository and with nobody else: what it would ask elsewhere is stopped here.
_DESK = {
    "default-src": "'none'",
    "script-src": "'self'",
    "style-src": "'self' 'unsafe-inline'",
    "img-src": "'self' blob: data:",
    "media-src": "'self' blob:",
    "font-src": "'self'",
    "connect-src": "'self' blob: data: https://api.github.com https://gitlab.com",
    "frame-src": "blob:",
    "worker-src": "blob:",
    "form-action": "'self'",
    "base-uri": "'none'",
    "object-src": "'none'",
}


def desk_policy() -> str:
    """What the form of the editors needs, for the ``<meta>`` in ``overrides/beheer``."""
    return _policy(_DESK)


def page_policy(*, script: bool = False, search: bool = False, sound: bool = False) -> str:
    """What one page needs, for its ``<meta>``, where ``frame-ancestors`` has no meaning."""
    scripts = _SEARCH if search else _SCRIPT if script else {}
    return _policy(_PAGE | scripts | (_SOUND if sound else {}))


def _site_policy(secure: bool) -> str:
    every = _PAGE | _SEARCH | _SOUND | {"frame-ancestors": "'none'"}
    return _policy(every | ({"upgrade-insecure-requests": ""} if secure else {}))


def file_policy() -> str:
    """The policy of a file that is no page, in a tab of its own."""
    return _policy(_FILE)


def desk_headers(secure: bool) -> dict[str, str]:
    """What is otherwise under /beheer/ than on the rest of the site."""
    last = {"upgrade-insecure-requests": ""} if secure else {}
    return {
        "Content-Security-Policy": _policy(_DESK | {"frame-ancestors": "'none'"} | last),
        # Signing in opens a window of the git host, which has to tell this one that it is done.
        "Cross-Origin-Opener-Policy": "same-origin-allow-popups",
        "X-Robots-Tag": "noindex",
    }


def _policy(directives: Mapping[str, str]) -> str:
    return "; ".join(f"{name} {value}".rstrip() for name, value in directives.items())


# ---- types ----

TYPES = {
    "html": "text/html",
    "css": "text/css",
    "js": "text/javascript",
    "yml": "text/yaml",
    "json": "application/json",
    # Feeds as well. Of their own types Chromium shows the bare source and others store a file, so
    # that no feed could explain itself; feed readers and the W3C's validator take both.
    "xml": "application/xml",
    "xsl": "application/xml",
    "opml": "text/x-opml",
    "txt": "text/plain",
    "ics": "text/calendar",
    "svg": "image/svg+xml",
    "woff2": "font/woff2",
    "jpg": "image/jpeg",
    "jpeg": "image/jpeg",
    "png": "image/png",
    "gif": "image/gif",
    "webp": "image/webp",
    "avif": "image/avif",
    "pdf": "application/pdf",
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "pptx": "application/vnd.openxmlformats-officedocument.presentationml.presentation",
    "odt": "application/vnd.oasis.opendocument.text",
    "ods": "application/vnd.oasis.opendocument.spreadsheet",
    "odp": "application/vnd.oasis.opendocument.presentation",
    "csv": "text/csv",
    "mp3": "audio/mpeg",
    "m4a": "audio/mp4",
    "ogg": "audio/ogg",
    "opus": "audio/ogg",
    "wav": "audio/wav",
    "vtt": "text/vtt",
    "srt": "text/plain",
    # Of the search engine: packed by itself, and unpacked by its own script.
    "pagefind": "application/octet-stream",
    "pf_meta": "application/octet-stream",
    "pf_index": "application/octet-stream",
    "pf_fragment": "application/octet-stream",
    "pf_filter": "application/octet-stream",
}
"""The type of each ending that is published."""
FEED_TYPES = {
    "feed.json": "application/feed+json",
    CHAPTERS: "application/json+chapters",
}
"""What is of another type than its ending tells, by name: https://www.jsonfeed.org/version/1.1/,
and https://github.com/Podcastindex-org/podcast-namespace (docs/examples/chapters)."""


def content_type(path: str) -> str | None:
    """The type of a file by its path, with its charset where it is text; None if unknown."""
    name = path.rpartition("/")[2]
    kind = FEED_TYPES.get(name) or TYPES.get(name.rpartition(".")[2].lower())
    return f"{kind}; charset=utf-8" if kind and _is_text(kind) else kind


@cache
def _is_text(kind: str) -> bool:
    return kind.startswith("text/") or bool(re.match(r"application/(?:\w+\+)?(?:json|xml)$", kind))


# ---- headers ----

REVALIDATE = "public, max-age=0, must-revalidate"
"""Of pages, feeds and calendars: asked for anew each time (a 304 if unchanged), so that what is
withdrawn is gone at once. It is what Netlify and Cloudflare Pages send by themselves."""
IMMUTABLE = "public, max-age=31536000, immutable"
"""Of assets: their name has a hash of what is in them."""
MEDIA = "public, max-age=86400"
"""Of pictures and files: their name stays when an editor replaces them. And of the pictures that
are made from those: what is withdrawn should not stay with a host for a year."""


class Rule(NamedTuple):
    """Headers for the paths that a pattern covers: ``*`` at its end, or whole ``:parts``.

    ``without`` are headers of the rules before that are not sent: Cloudflare Pages takes them
    away, and Netlify knows no such thing.
    """

    pattern: str
    headers: Mapping[str, str]
    without: tuple[str, ...] = ()

    def covers(self, path: str) -> bool:
        """Whether a path (without the site's own folder) gets these headers."""
        return _expression(self.pattern).fullmatch(path) is not None


@cache
def _expression(pattern: str) -> re.Pattern[str]:
    parts = (
        "[^/]+" if part.startswith(":") else ".*" if part == "*" else re.escape(part)
        for part in pattern.split("/")
    )
    return re.compile("/".join(parts))


def rules(*, secure: bool = True) -> tuple[Rule, ...]:
    """Every rule. Those of a path add up, and but for the policy none sets a header twice.

    A host sends the values of all rules that cover a path; two policies are both kept to by
    browsers. ``secure`` is False for a site that is served over plain http.
    """
    everywhere = {
        "Content-Security-Policy": _site_policy(secure),
        "X-Content-Type-Options": "nosniff",
        # Only the host: an address holds what someone searches for. Pages say it too.
        "Referrer-Policy": "strict-origin",
        "Permissions-Policy": (
            "camera=(), display-capture=(), geolocation=(), microphone=(), payment=(), usb=()"
        ),
        "Cross-Origin-Opener-Policy": "same-origin",
        # Readers of feeds and calendars may be web pages themselves (CORS). No pattern covers
        # all of those and nothing else, and everything here is public, the same for everyone.
        "Access-Control-Allow-Origin": "*",
    }
    if secure:
        # Two years. To add `preload` and `includeSubDomains` is the owner's choice: it binds
        # every host of the domain.
        everywhere["Strict-Transport-Security"] = "max-age=63072000"
    return (
        Rule("/*", everywhere),
        Rule("/assets/*", {"Cache-Control": IMMUTABLE}),
        Rule("/media/*", {"Cache-Control": MEDIA, "Content-Security-Policy": file_policy()}),
        Rule(f"/{MADE}/*", {"Cache-Control": MEDIA}),
        Rule(
            f"/{DESK}/*",
            desk_headers(secure),
            ("Content-Security-Policy", "Cross-Origin-Opener-Policy"),
        ),
        *(
            Rule(f"{folder}/{name}", {"Content-Type": content_type(name) or ""})
            for folder, names in _TYPED_FILES.items()
            for name in names
        ),
    )


# Others, as calendars of single meetings, have the type that hosts know by their ending.
_TYPED_FILES = {
    "": (*FEED_NAMES, "podcast.xml", "feeds.opml", "agenda.ics"),
    "/:folder": FEED_NAMES,
    "/:folder/:item": (*FEED_NAMES, "agenda.ics"),
    "/:folder/:year/:item": (CHAPTERS,),
}


def headers_of(path: str, every: Iterable[Rule]) -> dict[str, list[str]]:
    """What a host sends for a path: the values of all rules, in order, by name."""
    found: dict[str, list[str]] = {}
    for rule in every:
        if rule.covers(path):
            for name in rule.without:
                found.pop(name, None)
            for name, value in rule.headers.items():
                found.setdefault(name, []).append(value)
    return found


class Headers:
    """What a host sends for the paths of a site, by its rules."""

    def __init__(self, every: Iterable[Rule]) -> None:
        self.rules = tuple(every)
        self._words = {part for rule in self.rules for part in rule.pattern.split("/")}
        self._known: dict[str, dict[str, list[str]]] = {}

    def kind(self, path: str) -> str:
        """The path with a dash for each part that no rule names: alike for the rules, so alike."""
        parts = (part if part in self._words else part and "-" for part in path.split("/"))
        return "/".join(parts)

    def of(self, path: str) -> dict[str, list[str]]:
        """The values of all rules for a path, in order, by name."""
        kind = self.kind(path)
        if kind not in self._known:
            self._known[kind] = headers_of(kind, self.rules)
        return self._known[kind]


def headers_file(site: Site) -> str:
    """``_headers`` for Netlify and Cloudflare Pages (at most 100 rules, 2,000 characters a line).

    https://docs.netlify.com/routing/headers/,
    https://developers.cloudflare.com/pages/configuration/headers/
    """
    lines = [f"# Wat hier geen Cache-Control krijgt, krijgt van de host: {REVALIDATE}"]
    for pattern, headers, without in rules(secure=site.url.startswith("https:")):
        lines.append(site.path(pattern))
        lines += (f"  ! {name}" for name in without)
        lines += (f"  {name}: {value}" for name, value in headers.items())
    return "\n".join([*lines, ""])
