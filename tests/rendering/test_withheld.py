"""Of what is hidden no address is left, and of what is public everything else."""

from __future__ import annotations

from dataclasses import replace

from site_plugins.model.article import Article, Sponsor
from site_plugins.model.item import Item, Signatory
from site_plugins.model.organisation import Person
from site_plugins.model.vocabulary import Topic
from site_plugins.projections.links import LinkMap
from site_plugins.rendering.site import Site
from site_plugins.rendering.text.withheld import disclosed
from tests.projections.making import MONDAY, article, library

SITE = Site("Lokaal Bestuur", "https://lokaalbestuur.example/")
TOPIC = Topic(key="onderwerpen/wonen", slug="wonen", title="Wonen", id="wonen")
PERSON = Person(key="mensen/jan", slug="jan", title="Jan", id="jan")
DRAFT = replace(article("geheim"), draft=True, aliases=("/wonen", "/jan"))


def shown(public: Article) -> Item:
    everything = library(public, DRAFT, TOPIC, PERSON)
    links = LinkMap.of(everything, everything.public(MONDAY))
    return disclosed(public, links, SITE)


def test_a_hidden_address_is_taken_out_of_the_front_matter() -> None:
    public = article("open")
    telling = replace(
        public,
        description="Zie /artikelen/2026/geheim/ en /artikelen/2026/open/.",
        sponsor=Sponsor("Bouwer", "https://lokaalbestuur.example/artikelen/2026/geheim/"),
    )
    assert shown(telling) == replace(
        public, description="Zie … en /artikelen/2026/open/.", sponsor=Sponsor("Bouwer")
    )


def test_an_old_address_of_a_hidden_item_may_be_like_the_name_of_a_topic_or_a_person() -> None:
    public = replace(article("open"), topics=(TOPIC.key,), authors=(Signatory(person=PERSON.key),))
    assert shown(public) == public
