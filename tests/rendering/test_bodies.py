"""What the links in an item's texts lead to."""

from __future__ import annotations

from dataclasses import replace

import pytest

from site_plugins.model.item import Markdown
from site_plugins.projections.links import LinkMap
from site_plugins.rendering.site import Site
from site_plugins.rendering.text.bodies import Bodies
from tests.projections.making import article, library

SITE = Site("Lokaal Bestuur", "https://lokaalbestuur.example/")


@pytest.mark.parametrize(
    ("link", "lost"),
    [
        ("[elders](https://voorbeeld.nl/)", ""),
        ("[elders](HTTPS://voorbeeld.nl/a/)", ""),
        ("[hier](https://lokaalbestuur.example/artikelen/2026/een/)", ""),
        ("[haakjes]((https://voorbeeld.nl/a))", "artikelen/2026/(https:/voorbeeld.nl/a)"),
        ("[zonder](voorbeeld.nl/?naar=https://a.nl)", "artikelen/2026/voorbeeld.nl"),
    ],
)
def test_an_address_elsewhere_is_known_by_its_beginning(link: str, lost: str) -> None:
    """What only holds one is a path in the content, and mostly a slip of the hand."""
    item = replace(article("een"), body=Markdown(f"Tekst met {link}.", 7))
    everything = library(item)
    bodies = Bodies.of([item], LinkMap.of(everything, everything), {}, SITE)
    problems = [problem for body in bodies.of_item(item) for problem in body.problems]
    assert [(problem.line, problem.lost) for problem in problems] == [(7, lost)] * bool(lost)
