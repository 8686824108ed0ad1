"""What mkdocs.yml says of the site, and the plugin's own settings in it."""

from __future__ import annotations

import re

from mkdocs.config import config_options
from mkdocs.config.base import Config
from mkdocs.config.defaults import MkDocsConfig
from mkdocs.exceptions import PluginError

from site_plugins.rendering.mail.message import Sender
from site_plugins.rendering.site import Site

# Every address is this one with a path behind it: no query, and nothing to be quoted in a path.
_SITE_URL = re.compile(r"https?://[^\s/?#@\\]+(?:/(?!\.\.?(?:/|$))[A-Za-z0-9._~-]+)*/?")


def site_of(config: MkDocsConfig) -> Site:
    """The site that mkdocs.yml describes. Raises PluginError for an address that can't be its."""
    url, example = config.site_url or "", "Bijvoorbeeld: https://www.lokaalbestuur.nl/"
    if not url:
        raise PluginError(f"mkdocs.yml: site_url ontbreekt. {example}")
    if not _SITE_URL.fullmatch(url):
        raise PluginError(f"mkdocs.yml: site_url: '{url}' kan het adres niet zijn. {example}")
    hub = config.plugins["lokaal"].config["hub"]
    if hub and not hub.startswith("https://"):
        hint = "Bijvoorbeeld: https://pubsubhubbub.appspot.com/"
        raise PluginError(f"mkdocs.yml: hub: '{hub}' is geen https-adres. {hint}")
    return Site(config.site_name, url.rstrip("/") + "/", hub)


_SENDER = Sender()


class NewsletterConfig(Config):  # type: ignore[no-untyped-call]
    """Who sends the newsletter: ``rendering.mail.message.Sender``."""

    name = config_options.Type(str, default=_SENDER.name)
    address = config_options.Type(str, default=_SENDER.address)
    reply_to = config_options.Type(str, default=_SENDER.reply_to)
    list_id = config_options.Type(str, default=_SENDER.list_id)


class LokaalConfig(Config):  # type: ignore[no-untyped-call]
    """Settings in mkdocs.yml."""

    at = config_options.Optional(config_options.Type(str))
    """The moment whose site is built; default: now, or SOURCE_DATE_EPOCH."""
    mail_dir = config_options.Type(str, default="build/mail")
    """Where editions are written, relative to mkdocs.yml; never part of the site."""
    compress = config_options.Type(bool, default=True)
    """Whether files are packed beforehand, for web servers that can send them so."""
    cards = config_options.Type(bool, default=True)
    """Whether a page without a picture gets a card for social networks."""
    search = config_options.Type(bool, default=True)
    """Whether ``lokaal build`` makes the search index."""
    gone = config_options.Type(list, default=[])
    """Addresses of what was taken away for good: answered with 410 where the host can."""
    hub = config_options.Type(str, default="")
    """The WebSub hub that ``lokaal ping`` tells of changed feeds; empty for none."""
    newsletter = config_options.SubConfig(NewsletterConfig)
    """Who sends the newsletter."""

    @property
    def sender(self) -> Sender:
        """Who sends the newsletter."""
        return Sender(**self.newsletter)
