"""Articles: their own pages, the lists, and the pages of topics, audiences and people."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import partial
from itertools import groupby

from site_plugins.model.agenda import AgendaItem
from site_plugins.model.article import GENRES, Article
from site_plugins.model.item import Item, Markdown, Signatory
from site_plugins.model.organisation import Network, Person
from site_plugins.model.politics import Guide, Report
from site_plugins.model.vocabulary import Audience, Topic
from site_plugins.projections import subscriptions
from site_plugins.projections.addresses import address
from site_plugins.projections.agenda_dates import Entry
from site_plugins.projections.feeds import is_news
from site_plugins.projections.index import SHELVES, Index, latest_of
from site_plugins.projections.names import NAMES, section_link
from site_plugins.projections.pages import (
    Group,
    Link,
    ListView,
    Page,
    Pager,
    begun_at,
    numbered,
    paged,
)

ARTICLES = section_link(Article)
OTHER_SHELVES = tuple(kind for kind in SHELVES if kind not in (Article, AgendaItem))


@dataclass(frozen=True, slots=True)
class Byline:
    """Who wrote it; ``url`` is empty for a guest."""

    name: str
    role: str = ""
    url: str = ""
    person: Person | None = None
    """Whole, as a page that shows a photo is another one when what is in that file changes."""

    @property
    def initials(self) -> str:
        """What they sign with; empty for a guest."""
        return self.person.initials if self.person else ""

    @property
    def photo(self) -> str:
        """A file under ``media/``; empty where there is none."""
        return self.person.photo if self.person else ""


@dataclass(frozen=True, slots=True)
class ArticleView:
    """An article and everything that stands round it."""

    article: Article
    label: str
    bylines: tuple[Byline, ...]
    topics: Sequence[Topic]
    audiences: Sequence[Audience]
    networks: Sequence[Network]
    regions: Sequence[Report]
    guides: Sequence[Guide]
    related: Sequence[Item]
    older: Article | None
    newer: Article | None


@dataclass(frozen=True, slots=True)
class TermView:
    """Everything on a topic, for an audience or by a person: articles paged, the rest in groups."""

    term: Item
    pager: Pager
    articles: Sequence[Article]
    groups: tuple[Group, ...]
    meetings: Sequence[Entry]


def bylines(signatories: Sequence[Signatory], index: Index) -> tuple[Byline, ...]:
    """Names with their function; a person who is not public is left out."""
    lines: list[Byline] = []
    for signatory in signatories:
        if signatory.person is None:
            lines.append(Byline(signatory.name, signatory.role))
        elif person := index.library.find(signatory.person, Person):
            role = signatory.role or _present_role(person)
            lines.append(Byline(person.title, role, address(person), person))
    return tuple(lines)


def _present_role(person: Person) -> str:
    current = next((role for role in person.roles if not role.until), None)
    return ", ".join(filter(None, (current.role, current.body))) if current else ""


def article_pages(index: Index) -> Iterator[Page]:
    """A page for every article."""
    for article in index.articles:
        yield Page(
            path=address(article),
            title=article.title,
            description=article.description,
            template="article.html",
            section="artikelen",
            crumbs=(ARTICLES,),
            feeds=subscriptions.PODCAST if article.audio else subscriptions.SITE,
            more_feeds=(subscriptions.SITE,) if article.audio else (),
            modified=article.modified,
            item=article,
            image=article.image,
            scripts=_scripts(article),
            lasting=True,
            make=partial(_article_view, article, index),
        )


def _article_view(article: Article, index: Index) -> ArticleView:
    find = index.library.pick
    older, newer = index.neighbours(article)
    return ArticleView(
        article=article,
        label=GENRES[article.genre],
        bylines=bylines(article.authors, index),
        topics=find(article.topics, Topic),
        audiences=find(article.audiences, Audience),
        networks=find(article.networks, Network),
        regions=find(article.regions, Report),
        guides=find(article.guides, Guide),
        related=index.related(article),
        older=older,
        newer=newer,
    )


def _scripts(article: Article) -> tuple[str, ...]:
    has_chapters = article.audio and article.audio.chapters
    return ("copy.js", "chapters.js") if has_chapters else ("copy.js",)


def article_lists(index: Index) -> Iterator[Page]:
    """All articles in pages of 20, and the same for each year."""
    by_year = [(year, list(group)) for year, group in groupby(index.articles, article_year)]
    years: dict[str, list[Article]] = {}
    for year, group in by_year:
        years.setdefault(year, []).extend(group)
    links = tuple(Link(year, f"/artikelen/{year}/") for year in sorted(years, reverse=True))
    yield from _list_pages("/artikelen/", "Artikelen", "", index.articles, links)
    for year, articles in years.items():
        yield from _list_pages(
            f"/artikelen/{year}/", f"Artikelen uit {year}", year, articles, links
        )


def article_year(article: Article) -> str:
    """The year of its address."""
    return article.key.split("/")[1]


def _list_pages(
    path: str, title: str, year: str, articles: Sequence[Article], years: tuple[Link, ...]
) -> Iterator[Page]:
    feeds = subscriptions.of_kind(Article)
    for url, pager, part in paged(path, articles):
        yield Page(
            path=url,
            title=numbered(title, pager),
            description=f"{title} van het Centrum voor Lokaal Bestuur, de nieuwste eerst.",
            template="list.html",
            section="artikelen",
            crumbs=(*((ARTICLES,) if year else ()), *begun_at(title, path, pager)),
            feeds=feeds,
            modified=latest_of(part),
            lasting=True,
            make=partial(ListView, title, Markdown(), part, pager, years, year),
        )


def term_pages(index: Index) -> Iterator[Page]:
    """The pages of topics, audiences and people."""
    library = index.library
    kinds: tuple[type[Item], ...] = (Topic, Audience, Person)
    for kind in kinds:
        for term in library.of(kind):
            yield from _term(index, term)


def _term(index: Index, term: Item) -> Iterator[Page]:
    path = address(term)
    articles = index.naming(term, Article)
    groups = tuple(
        Group(NAMES[shelf].many, items)
        for shelf in OTHER_SHELVES
        if (items := index.naming(term, shelf))
    )
    meetings = index.next_of(index.naming(term, AgendaItem), most=8)
    person = isinstance(term, Person)
    followed = not person or any(map(is_news, index.naming(term, Item)))
    feeds = subscriptions.of_item(term) if followed else None
    section = section_link(type(term))
    for url, pager, part in paged(path, articles):
        yield Page(
            path=url,
            title=numbered(term.title, pager),
            description=term.description or f"Alles over {term.title}.",
            template="person.html" if person else "term.html",
            section=term.folder,
            crumbs=(section, *begun_at(term.title, path, pager)),
            feeds=feeds,
            modified=term.modified if pager.number == 1 else None,
            item=term if pager.number == 1 else None,
            lasting=not meetings,
            make=partial(TermView, term, pager, part, groups, meetings),
        )
