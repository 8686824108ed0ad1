"""Which site an editor looks at: of now or of later, with drafts or as readers will see it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from urllib.parse import quote, urlsplit

from site_plugins.loading.moments import parse_moment
from site_plugins.model.edition import coming_sunday, sending_moment
from site_plugins.rendering import dutch

FOLDER = "voorbeeld"
"""Where all is that only a preview has; no build has such a folder."""
CHOOSE = f"{FOLDER}/kiezen"
"""Where the form of the bar is sent to."""
STYLE = f"{FOLDER}/voorbeeld.css"


@dataclass(frozen=True, slots=True)
class Choice:
    """``at`` is the moment to look at, None for now; ``drafts`` whether to show all there is."""

    at: datetime | None = None
    drafts: bool = True

    def moment(self, now: datetime) -> datetime:
        """The moment whose site is shown."""
        return self.at or now

    @property
    def text(self) -> str:
        """What is looked at, in a few words."""
        when = f"op {dutch.long_moment(self.at)}" if self.at else "nu"
        return f"{when}, {'met' if self.drafts else 'zonder'} concepten"


def chosen(form: Mapping[str, str], now: datetime) -> Choice | str:
    """What was chosen in the form, or what is wrong with it."""
    drafts = "concepten" in form
    match form.get("wanneer"):
        case "zondag":
            return Choice(sending_moment(coming_sunday(now)), drafts)
        case "moment":
            found = parse_moment(form.get("moment", "").replace("T", " "))
            return f"Dit moment {found}." if isinstance(found, str) else Choice(found, drafts)
    return Choice(None, drafts)


def way_back(form: Mapping[str, str]) -> str:
    """The page that the form was on: a path on this server, whatever the form says."""
    path = urlsplit(form.get("terug", "")).path
    return quote("/" + path.lstrip("/\\"))


def is_our_own(request: Mapping[str, str]) -> bool:
    """Whether a form was sent by a page of this server: another site may not choose here.

    Of each form a browser tells where it came from: https://fetch.spec.whatwg.org/#origin-header
    """
    site = request.get("HTTP_SEC_FETCH_SITE")
    if site and site != "same-origin":
        return False
    origin = urlsplit(request.get("HTTP_ORIGIN", ""))
    return bool(origin.netloc) and origin.netloc == request.get("HTTP_HOST")
