"""JSON-LD in a page: whole addresses, moments with an offset, and no way out of its block."""

from __future__ import annotations

import json
from datetime import date, datetime, timedelta
from typing import Any

import html5lib
import pytest
from hypothesis import given
from hypothesis import strategies as st

from site_plugins.model.item import ZONE
from site_plugins.projections.structured import Address, Thing, Value
from site_plugins.rendering.site import Site
from site_plugins.rendering.structured import json_ld
from site_plugins.rendering.text.typography import curly

SITE = Site("Lokaal Bestuur", "https://voorbeeld.nl/map/")


def told(thing: Thing) -> Any:
    """The one thing in a block, as a browser and then a search engine read it."""
    block = html5lib.parseFragment(str(json_ld([thing], SITE)), namespaceHTMLElements=False)
    (script,) = block
    assert script.attrib == {"type": "application/ld+json"}
    assert not len(script)
    (found,) = json.loads(script.text)["@graph"]
    return found


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        (Address("/agenda/"), "https://voorbeeld.nl/map/agenda/"),
        (Address("https://elders.nl/'x'"), "https://elders.nl/'x'"),
        (date(2026, 11, 22), "2026-11-22"),
        (datetime(2026, 3, 29, 1, 59, tzinfo=ZONE), "2026-03-29T01:59:00+01:00"),
        (
            datetime(2026, 3, 29, 1, 59, tzinfo=ZONE) + timedelta(days=1),
            "2026-03-30T01:59:00+02:00",
        ),
        (datetime(2026, 10, 25, 2, 30, tzinfo=ZONE), "2026-10-25T02:30:00+02:00"),
        (datetime(2026, 10, 25, 2, 30, tzinfo=ZONE, fold=1), "2026-10-25T02:30:00+01:00"),
        ('\'s avonds "in" Ede', "’s avonds “in” Ede"),
        (False, False),
        (30, 30),
        (["a", {"b": ""}], ["a", {}]),
    ],
)
def test_values(value: Value, expected: object) -> None:
    """Both hours in which the clock says half past two tell themselves apart."""
    assert told({"x": value}) == {"x": expected}


def test_what_is_empty_says_nothing() -> None:
    assert told({"@type": "Thing", "a": "", "b": None, "c": []}) == {"@type": "Thing"}
    assert json_ld([], SITE) == ""


@given(st.text() | st.sampled_from(["</script>", "<!--<script>", "]]>", "&lt;", "\u2028\u2029"]))
def test_no_text_gets_out(text: str) -> None:
    """Whatever is in it, the block ends where we end it."""
    text = text.encode("utf-8", "replace").decode()
    block = str(json_ld([{"name": text, "list": [text]}], SITE))
    inner = block.removeprefix('<script type="application/ld+json">').removesuffix("</script>")
    assert not set("<>&\u2028\u2029\r\n") & set(inner)
    (thing,) = json.loads(inner)["@graph"]
    assert thing.get("name", "") == curly(text)
