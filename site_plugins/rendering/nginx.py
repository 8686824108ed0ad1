"""The headers of every path as variables of nginx."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from site_plugins.projections.addresses import DESK, MADE
from site_plugins.rendering.redirects import quoted
from site_plugins.rendering.serving import (
    IMMUTABLE,
    MEDIA,
    REVALIDATE,
    desk_headers,
    file_policy,
    rules,
)


def nginx_maps() -> str:
    """``deploy/nginx/lokaal-headers.conf``: each header as a variable of nginx.

    An ``add_header`` in a location drops those of the server round it, so there is one list of
    them, for all paths, and what differs by path is in these maps. A header without a value is
    not sent.
    """
    everywhere = rules()[0].headers
    lines = [
        "# Made from site_plugins/rendering/serving.py. Change it there, then:",
        "# LOKAAL_UPDATE_GOLDENS=1 .venv/bin/pytest tests/serving/test_headers.py",
    ]
    policy = everywhere["Content-Security-Policy"]
    desk = desk_headers(secure=True)
    for name, value in {"X-Robots-Tag": "", **everywhere}.items():
        if name != "Content-Security-Policy":
            lines += _variable(name, value, {f"~^/{DESK}/": desk[name]} if name in desk else None)
    lines += _variable(
        "Content-Security-Policy",
        policy,
        {
            # A drawing is a document that could hold a script, so it gets an origin of its own as
            # well. That would stop the browser's own players of sound and PDF.
            "~*^/media/.*\\.svg$": f"{file_policy()}; sandbox",
            "~^/media/": file_policy(),
            f"~^/{DESK}/": desk["Content-Security-Policy"],
        },
    )
    ok = "(?:200|206|304)"
    lines += _variable(
        "Cache-Control",
        REVALIDATE,
        {f"~^{ok} /assets/": IMMUTABLE, f"~^{ok} /(?:media|{MADE})/": MEDIA},
        key='"$status $uri"',
    )
    lines += _variable("Allow", "", {"405": "GET, HEAD"}, key="$status")
    return "\n".join([*lines, ""])


def _variable(
    name: str, default: str, others: Mapping[str, str] | None = None, key: str = "$uri"
) -> Iterator[str]:
    variable = f"$lokaal_{name.lower().replace('-', '_')}"
    yield f"\nmap {key} {variable} {{"
    yield f"    default {quoted(default)};"
    yield from (
        f"    {quoted(pattern)} {quoted(value)};" for pattern, value in (others or {}).items()
    )
    yield "}"
