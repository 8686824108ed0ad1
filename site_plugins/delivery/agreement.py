"""Whether what is told to web servers agrees with the site: ``_headers`` and ``_redirects``.

A page has a policy of its own, and a host sends another; a browser keeps to both.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from functools import lru_cache
from urllib.parse import unquote, urlsplit

from site_plugins.delivery.tags import POLICY, Need, Tag
from site_plugins.rendering.serving import IMMUTABLE, Rule


def read_headers(text: str, base: str = "/") -> Iterator[Rule]:
    """The rules of a ``_headers`` file, without the site's own folder. Raises ValueError."""
    pattern, headers, without = "", dict[str, str](), list[str]()
    for line in [*text.splitlines(), "/"]:
        if line.startswith("/"):
            if pattern:
                yield Rule(pattern, headers, tuple(without))
            pattern, headers, without = "/" + line.removeprefix(base), {}, []
        elif line.startswith("  ! ") and pattern:
            without.append(line.removeprefix("  ! "))
        elif line.startswith("  ") and ": " in line and pattern:
            name, _, value = line.strip().partition(": ")
            headers[name] = value
        elif line and not line.startswith("#"):
            raise ValueError(repr(line))


def rule_faults(rules: Sequence[Rule]) -> Iterator[str]:
    """Rules that a host would not read."""
    # https://developers.cloudflare.com/pages/configuration/headers/
    if len(rules) > 100:
        yield "meer dan honderd regels; Cloudflare leest er niet meer."
    for rule in rules:
        if any(len(f"  {name}: {value}") > 2000 for name, value in rule.headers.items()):
            yield f"een regel van {rule.pattern} is langer dan 2000 tekens."


def header_faults(
    sent: Mapping[str, Sequence[str]], kind: str | None, hashed: bool
) -> Iterator[str]:
    """A file of a ``kind`` has a type, what is sent of that is true, and no header comes twice."""
    if kind is None:
        yield "dit soort bestand heeft geen type."
    for header, values in sent.items():
        # Two policies are both kept to; of other headers one value would be lost.
        if len(values) > 1 and header != POLICY:
            yield f"{header} staat er {len(values)} keer bij."
    if sent.get("Content-Type", [kind]) != [kind]:
        yield f"het type is {kind}, maar volgens _headers {sent['Content-Type'][0]}."
    if POLICY not in sent:
        yield "_headers noemt hier geen Content-Security-Policy."
    if (sent.get("Cache-Control") == [IMMUTABLE]) != hashed:
        yield "de naam en hoe lang het bewaard mag worden, passen niet bij elkaar."


_HASHED = re.compile(r"/assets/[^/]+\.[0-9a-f]{8}\.[a-z0-9]+")


def is_hashed(path: str) -> bool:
    """Whether it is of an asset with a hash in its name."""
    return path.startswith("/assets/") and _HASHED.fullmatch(path) is not None


# ---- a page and the policy ----

# Without these there is no limit at all; the others fall back on default-src.
_ALONE = ("form-action", "base-uri", "frame-ancestors")


def page_faults(tags: Sequence[Tag], sent: Iterable[str], base: str) -> Iterator[str]:
    """What the page's own policy, or one of those ``sent``, would stop; and assets not hashed."""
    for what in (what for tag in tags if tag.forbidden for what in tag.forbidden):
        yield f"de policy staat {what} toe."
    own = [tag.policy for tag in tags if tag.policy is not None]
    if not own:
        yield "er staat geen Content-Security-Policy op de pagina."
    policies = (*own, *sent)
    for need in (need for tag in tags if tag.needs for need in tag.needs):
        yield from _need_faults(need, policies, base)


@lru_cache(maxsize=1024)
def _need_faults(need: Need, policies: tuple[str, ...], base: str) -> tuple[str, ...]:
    faults = []
    if not all(_allows(policy, need.directive, need.address) for policy in policies):
        faults.append(f"{need.directive} van de policy staat {need.address} niet toe.")
    if need.is_asset and not is_hashed("/" + urlsplit(need.address).path.removeprefix(base)):
        faults.append(f"{need.address} is geen bestand met een hash in zijn naam.")
    return tuple(faults)


def _allows(policy: str, directive: str, address: str) -> bool:
    """Whether a policy lets a page use an address: ours have 'self', 'none' and schemes only."""
    directives = _directives(policy)
    fallback = [] if directive in _ALONE else directives.get("default-src")
    sources = directives.get(directive, fallback)
    if sources is None or (directive in _ALONE and directive not in directives):
        return True
    scheme, host = urlsplit(address)[:2]
    return f"{scheme}:" in sources if scheme or host else "'self'" in sources


@lru_cache(maxsize=64)
def _directives(policy: str) -> dict[str, list[str]]:
    words = (part.split() for part in policy.split(";") if part.strip())
    return {name: values for name, *values in words}


# ---- redirects ----


def redirect_faults(
    lines: Iterable[str], files: Collection[str], leading_on: Collection[str], base: str
) -> Iterator[str]:
    """Every line leads to a file, and none stands before a page that is there.

    ``leading_on`` are the pages that themselves only lead to another.
    """
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
        if new not in files and f"{new}index.html" not in files:
            yield f"/{old} leidt naar /{new}, en dat is er niet."
        for file in (old, f"{old.rstrip('/')}/index.html"):
            if file in files and file not in leading_on:
                yield f"/{old} staat voor een pagina die er is."
