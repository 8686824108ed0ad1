"""A page's view to the HTML of the whole page."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

from jinja2 import Environment
from markupsafe import Markup, escape

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
    title = curly(page.title)
    full_title = title if page.path == "/" else f"{title} – {site.name}"
    return shell.fill(
        page.section,
        {
            "title": str(escape(full_title)),
            "description": str(escape(curly(page.description))),
            "canonical": str(escape(site.absolute(page.path))),
            "policy": _policy(page) if served else "",
            "head": "\n".join((*_head(page, title, site, social), *_scripts(page, shell, site))),
            "content": content,
        },
    )


def _policy(page: Page) -> str:
    """For hosts that send no headers of ours, and stricter than those: what this page needs."""
    sound = isinstance(page.item, Article) and page.item.audio is not None
    search = "search.js" in page.scripts
    return _policy_meta(page_policy(script=bool(page.scripts), search=search, sound=sound))


def _policy_meta(policy: str) -> str:
    return f'<meta http-equiv="Content-Security-Policy" content="{policy}">'


def _head(page: Page, title: str, site: Site, social: SocialImage | None) -> Iterator[Markup]:
    if not page.indexed:
        yield Markup('<meta name="robots" content="noindex">')
    yield from _feed_links(page, site)
    article = isinstance(page.item, Article)
    properties = {
        "og:title": title,
        "og:description": curly(page.description),
        "og:type": "article" if article else "website",
        "og:url": site.absolute(page.path),
        "og:site_name": site.name,
        "og:locale": "nl_NL",
    }
    if social:
        properties |= {
            "og:image": site.absolute(social.path),
            "og:image:width": str(social.width),
            "og:image:height": str(social.height),
            "og:image:alt": curly(social.alt),
        }
        yield Markup('<meta name="twitter:card" content="summary_large_image">')
    for name, value in (*properties.items(), *_article_properties(page)):
        yield Markup('<meta property="{}" content="{}">').format(name, value)
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


def _scripts(page: Page, shell: Shell, site: Site) -> Iterator[Markup]:
    for name in page.scripts:
        yield Markup('<script src="{}" defer></script>').format(
            site.path(f"/{shell.assets[f'assets/{name}']}")
        )


def _feed_links(page: Page, site: Site) -> Iterator[Markup]:
    """What a feed reader or a calendar finds on the page by itself (autodiscovery)."""
    for feeds in (*((page.feeds,) if page.feeds else ()), *page.more_feeds):
        for kind, name, path in _followed(feeds):
            yield Markup('<link rel="alternate" type="{}" title="{}" href="{}">').format(
                kind, f"{curly(feeds.title)} ({name})", site.path(path)
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
