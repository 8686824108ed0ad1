"""A page's view to the HTML of the whole page."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from functools import lru_cache
from typing import NamedTuple

from jinja2 import Environment
from markupsafe import escape

from site_plugins.model.article import Article
from site_plugins.projections.articles import ArticleView
from site_plugins.projections.cards import SocialImage
from site_plugins.projections.pages import Feeds, Page
from site_plugins.projections.structured import things
from site_plugins.projections.subscriptions import coming
from site_plugins.rendering.dutch import iso
from site_plugins.rendering.environment import hidden_status
from site_plugins.rendering.serving import page_policy
from site_plugins.rendering.shell import Shell
from site_plugins.rendering.site import Site
from site_plugins.rendering.structured import json_ld
from site_plugins.rendering.templating import shown
from site_plugins.rendering.text.typography import curly

_FEED_TYPES = (
    ("rss", "application/rss+xml", "RSS"),
    ("atom", "application/atom+xml", "Atom"),
    ("json", "application/feed+json", "JSON Feed"),
)


def render_page(
    page: Page,
    env: Environment,
    shell: Shell,
    now: datetime,
    *,
    served: bool = True,
    social: SocialImage | None = None,
) -> str:
    """The whole page, for a browser; with its policy unless it is a preview (not ``served``).

    ``social`` is what social networks show beside a link to it.
    """
    site: Site = env.globals["site"]  # type: ignore[assignment]
    content = env.get_template(page.template).render(
        page=page, view=page.view, now=now, served=served
    )
    status = hidden_status(page.item, now) if page.item else ""
    if status:
        content = f'<p class="preview-band" role="note">{escape(status)}</p>\n{content}'
    told = _Told.of(page, site)
    return shell.fill(
        page.section,
        {
            "title": told.title if page.path == "/" else f"{told.title} – {escape(site.name)}",
            "description": told.description,
            "canonical": told.address,
            "policy": _policy(page) if served else "",
            "head": "\n".join((*_head(page, told, site, social), *_scripts(page, shell, site))),
            "content": content,
        },
    )


class _Told(NamedTuple):
    """What browsers, search engines and social networks are all told of a page; in HTML."""

    title: str
    description: str
    address: str

    @classmethod
    def of(cls, page: Page, site: Site) -> _Told:
        texts = (curly(page.title), curly(page.description), site.absolute(page.path))
        return cls(*map(shown, texts))


def uses_now(page: Page) -> bool:
    """Whether a page says something of the day (``now.date()``) that its view doesn't hold.

    A guide tells that it should have been reviewed by then; an event's links to other calendars
    leave out the holidays of some years from then (``ics_event``). What is coming or over
    elsewhere, as in the agenda and on the front page, their views hold. In a preview there is one
    thing more, on any page: which of the items it shows are hidden, and why
    (``Item.visibility``).
    """
    return page.template in ("guide.html", "event.html")


def _policy(page: Page) -> str:
    """For hosts that send no headers of ours, and stricter than those: what this page needs."""
    sound = isinstance(page.item, Article) and page.item.audio is not None
    search = "search.js" in page.scripts
    return _policy_of(bool(page.scripts), search, sound)


@lru_cache
def _policy_of(script: bool, search: bool, sound: bool) -> str:
    return _policy_meta(page_policy(script=script, search=search, sound=sound))


def _policy_meta(policy: str) -> str:
    return f'<meta http-equiv="Content-Security-Policy" content="{policy}">'


def _head(page: Page, told: _Told, site: Site, social: SocialImage | None) -> Iterator[str]:
    if not page.indexed:
        yield '<meta name="robots" content="noindex">'
    for feeds in (*((page.feeds,) if page.feeds else ()), *page.more_feeds):
        yield from _feed_links(feeds, site)
    if social:
        yield '<meta name="twitter:card" content="summary_large_image">'
    kind = "article" if isinstance(page.item, Article) else "website"
    yield (
        f'<meta property="og:title" content="{told.title}">\n'
        f'<meta property="og:description" content="{told.description}">\n'
        f'<meta property="og:type" content="{kind}">\n'
        f'<meta property="og:url" content="{told.address}">\n'
        f'<meta property="og:site_name" content="{escape(site.name)}">\n'
        '<meta property="og:locale" content="nl_NL">'
    )
    if social:
        yield (
            f'<meta property="og:image" content="{escape(site.absolute(social.path))}">\n'
            f'<meta property="og:image:width" content="{social.width}">\n'
            f'<meta property="og:image:height" content="{social.height}">\n'
            f'<meta property="og:image:alt" content="{escape(curly(social.alt))}">'
        )
    for name, value in _article_properties(page):
        yield f'<meta property="{name}" content="{shown(value)}">'
    yield json_ld(things(page), site)


def _article_properties(page: Page) -> Iterator[tuple[str, str]]:
    """What https://ogp.me/#type_article adds; tags come once each."""
    view = page.view
    if not isinstance(view, ArticleView):
        return
    article = view.article
    if article.date:
        yield "article:published_time", iso(article.date)
    if article.updated:
        yield "article:modified_time", iso(article.updated)
    yield "article:section", view.label
    for topic in view.topics:
        yield "article:tag", curly(topic.title)


def _scripts(page: Page, shell: Shell, site: Site) -> Iterator[str]:
    for name in page.scripts:
        address = site.path(f"/{shell.assets[f'assets/{name}']}")
        yield f'<script src="{escape(address)}" defer></script>'


@lru_cache(1024)
def _feed_links(feeds: Feeds, site: Site) -> tuple[str, ...]:
    """What a feed reader or a calendar finds on a page by itself (autodiscovery)."""
    title = curly(feeds.title)
    return tuple(
        f'<link rel="alternate" type="{kind}" title="{escape(f"{title} ({name})")}"'
        f' href="{escape(site.path(path))}">'
        for kind, name, path in _followed(feeds)
    )


def _followed(feeds: Feeds) -> Iterator[tuple[str, str, str]]:
    """The type, the name and the path of each."""
    for attribute, kind, name in _FEED_TYPES:
        if path := getattr(feeds, attribute):
            yield kind, name, path
    if feeds.calendar:
        yield "text/calendar", "kalender", feeds.calendar
        yield "text/calendar", "kalender, komend", coming(feeds.calendar)


def redirect_page(target: str, site: Site) -> str:
    """A page at an old address that leads to the new one, with and without a meta refresh."""
    absolute = escape(site.absolute(target))
    path = escape(site.path(target))
    return (
        '<!doctype html>\n<html lang="nl">\n<head>\n<meta charset="utf-8">\n'
        f"{_policy_meta(page_policy())}\n"
        f'<title>Verhuisd</title>\n<link rel="canonical" href="{absolute}">\n'
        '<meta name="robots" content="noindex">\n'
        f'<meta http-equiv="refresh" content="0; url={path}">\n</head>\n<body>\n'
        f'<p>Deze pagina is verhuisd naar <a href="{path}">{absolute}</a>.</p>\n'
        "</body>\n</html>\n"
    )
