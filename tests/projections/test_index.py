"""What is newest, who names whom, and what to read next: also where much is of one moment."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import timedelta

from hypothesis import given
from hypothesis import strategies as st

from site_plugins.model.article import Article
from site_plugins.model.item import Item, Signatory
from site_plugins.model.organisation import Person
from site_plugins.model.vocabulary import Audience, Topic
from site_plugins.projections.articles import ArticleView, article_pages
from site_plugins.projections.index import Index, newest_first
from tests.projections.making import MONDAY, article, library

TOPICS = [Topic(key=f"onderwerpen/{n}", slug=n, title=n, id=n) for n in ("bouwen", "wonen")]
AUDIENCE = Audience(key="doelgroepen/leden", slug="leden", title="Leden", id="leden")
PERSON = Person(key="mensen/jan", slug="jan", title="Jan", id="jan")
SUBJECTS = [item.key for item in (*TOPICS, AUDIENCE)]


@st.composite
def articles(draw: st.DrawFn) -> list[Article]:
    """Articles of three moments, some with names that sort otherwise as a path."""
    names = draw(st.lists(st.sampled_from("a a-b a-c b c d e f g h".split()), unique=True))
    return [
        replace(
            article(name, MONDAY + timedelta(days=draw(st.integers(0, 2)))),
            slug=draw(st.sampled_from([name, f"z-{name}"])),
            topics=tuple(t.key for t in TOPICS if draw(st.booleans())),
            audiences=(AUDIENCE.key,) if draw(st.booleans()) else (),
            authors=(Signatory(person=PERSON.key),) if draw(st.booleans()) else (),
            related=tuple(
                f"artikelen/2026/{other}"
                for other in draw(st.lists(st.sampled_from(names), max_size=2, unique=True))
                if other != name
            ),
        )
        for name in names
    ]


def _index(found: Sequence[Item]) -> Index:
    return Index(library(*found, *TOPICS, AUDIENCE, PERSON), MONDAY + timedelta(days=9))


@given(articles())
def test_every_list_is_newest_first(found: list[Article]) -> None:
    index = _index(found)
    assert index.articles == index.news == index.in_order(found) == newest_first(found)
    for topic in TOPICS:
        about = [article for article in newest_first(found) if topic.key in article.topics]
        assert index.naming(topic, Article) == index.naming(topic, Item) == about
        assert index.naming(topic, Person) == []


def test_what_names_another_item_twice_is_in_its_list_once() -> None:
    topic, other = TOPICS
    both = replace(article("a"), topics=(topic.key, other.key), related=(topic.key,))
    assert _index([both]).naming(topic, Article) == [both]


@given(articles())
def test_an_article_leads_on_to_what_the_author_chose_and_then_to_what_shares_most(
    found: list[Article],
) -> None:
    index = _index(found)
    for page in article_pages(index):
        assert isinstance(page.view, ArticleView)
        assert isinstance(page.item, Article)
        assert list(page.view.related) == _next(page.item, found)


def _next(one: Article, found: list[Article]) -> list[Article]:
    """As a reader would look for it: through all, for what has the most subjects in common."""
    chosen = [other for key in one.related for other in found if other.key == key]
    # Who wrote it is no subject; what the author chose may be one that others chose as well.
    subjects = {key for key in one.references if key != PERSON.key}
    shared = {o.key: len(subjects.intersection(o.references)) for o in found if o is not one}
    others = [o for o in found if o not in chosen and shared.get(o.key)]
    others.sort(key=lambda o: o.key)
    others.sort(key=lambda o: (shared[o.key], o.date), reverse=True)
    return [*chosen, *others][:4]


def test_the_pages_beside_an_article_are_the_one_before_and_the_one_after() -> None:
    days = [article(name, MONDAY + timedelta(days=n)) for n, name in enumerate("abc")]
    shown = [page.view for page in article_pages(_index(days))]
    assert [(v.newer, v.older) for v in shown if isinstance(v, ArticleView)] == [
        (None, days[1]),
        (days[2], days[0]),
        (days[1], None),
    ]
