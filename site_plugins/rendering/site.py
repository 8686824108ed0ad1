"""What the site is called and where it lives."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache


@dataclass(frozen=True, slots=True)
class Site:
    """What the site is called, and its address: absolute, with a slash at its end."""

    name: str
    url: str
    hub: str = ""
    """Who passes news of the feeds on (WebSub); empty where nobody does."""

    @property
    def base(self) -> str:
        """The path of its root: ``/`` at the top of a host."""
        return _base(self.url)

    def path(self, path: str) -> str:
        """A path on the site as a page links to it."""
        return self.base + path[1:] if path.startswith("/") else path

    def own(self, address: str) -> str:
        """The path of a whole address on this site; empty for addresses elsewhere."""
        root, bare = self.url.split("://", 1)[1].lower(), address.partition("://")[2]
        # Capitals and the usual port make no other host of it (RFC 3986 6.2.2.1, 6.2.3).
        host, slash, path = bare.partition("/")
        bare = f"{re.sub(r':(80|443)$', '', host.lower())}{slash}{path}"
        names = (root, root.removeprefix("www."), f"www.{root}")
        return next((f"/{bare[len(n) :]}" for n in names if f"{bare}/".startswith(n)), "")

    def webcal(self, path: str) -> str:
        """The address at which a calendar app offers to subscribe itself to a calendar.

        Empty on a site without https: such an address doesn't tell by what to fetch it.
        """
        absolute = self.absolute(path)
        return absolute.replace("https:", "webcal:", 1) if absolute.startswith("https:") else ""

    def absolute(self, path: str) -> str:
        """A path on the site for readers elsewhere."""
        return self.url + path[1:] if path.startswith("/") else path


@cache
def _base(url: str) -> str:
    return "/" + url.split("://", 1)[1].partition("/")[2]
