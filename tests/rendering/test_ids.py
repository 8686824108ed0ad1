"""On a page with several texts every id is there once, and each text's links stay its own."""

from __future__ import annotations

from decimal import Decimal

from hypothesis import given
from hypothesis import strategies as st
from lxml import html
from lxml.html import HtmlElement

from site_plugins.model.figures import Figures
from site_plugins.rendering.text.ids import ids
from site_plugins.rendering.text.markdown import Rendered, Target, render

FIGURES = {
    "leden.csv": Figures("Jaar", ("2024", "2025"), ("Leden",), ((Decimal(3),), (Decimal(4),)))
}
TEXT = """## Kosten

Een zin[^1] met een [link naar de kop](#kosten).

=== "Een"
    Eerste

=== "Twee"
    Tweede

```grafiek
bestand: leden.csv
titel: Leden
```

[^1]: De noot.
"""


def page_of(*texts: str) -> tuple[list[Rendered], HtmlElement]:
    """The texts one below the other, and the page that they make together."""
    made: list[Rendered] = []
    taken: set[str] = set()
    for text in texts:
        made.append(render(text, lambda address: Target(address), FIGURES, taken))
        taken |= ids(made[-1].html)
    return made, html.fragment_fromstring("".join(each.html for each in made), create_parent=True)


def targets(page: HtmlElement) -> list[str]:
    """What within the page is pointed at."""
    found = [str(link)[1:] for link in page.xpath(".//a/@href[starts-with(., '#')]")]
    found += [str(name) for name in page.xpath(".//label/@for")]
    for names in page.xpath(".//@aria-labelledby | .//@aria-describedby"):
        found += str(names).split()
    return found


def test_the_same_text_three_times() -> None:
    """Headings, footnotes, tabs and charts: every id once, and all that is pointed at is there."""
    texts, page = page_of(TEXT, TEXT, TEXT)
    found = [str(each) for each in page.xpath(".//@id")]
    assert len(found) == len(set(found)) > 3 * 5
    assert set(targets(page)) <= set(found)
    for text in texts:
        part = html.fragment_fromstring(text.html, create_parent=True)
        assert set(targets(part)) <= {str(each) for each in part.xpath(".//@id")}
    # Buttons of one name are one group: of two tabs in each of the three.
    names = [str(each) for each in page.xpath(".//input/@name")]
    assert sorted(map(names.count, set(names))) == [2, 2, 2]
    assert [text.headings[0].id for text in texts] == ["kosten", "kosten-2", "kosten-3"]


def test_the_first_text_is_as_it_was() -> None:
    """So a link from another page leads to the same place as before."""
    alone = page_of(TEXT)[0]
    assert page_of(TEXT, "## Kosten")[0][0] == alone[0]
    assert page_of("## Anders", TEXT)[0][1] == alone[0]


def test_a_link_to_another_text_of_the_page_leads_there() -> None:
    """It isn't taken along when the text itself has no such heading."""
    (_, second), _ = page_of("## Kosten", "Zie [de kosten](#kosten).")
    assert '<a href="#kosten">' in second.html


def test_an_id_that_is_written_twice_is_there_once() -> None:
    """The second gets a number, also where HTML of the author's own takes a heading's id."""
    text = '<p id="a">x</p>\n\n<p id="a">y</p>\n\n## A {#a}\n\n## B\n\n<p id="a-2">z</p>\n'
    _, page = page_of(text)
    found = [str(each) for each in page.xpath(".//@id")]
    assert len(found) == len(set(found)) == 5
    assert {"a", "a-2", "b"} <= set(found)


@given(st.lists(st.lists(st.sampled_from(["a", "a-2", "a-3", "b"]), max_size=4), max_size=4))
def test_ids_never_meet(texts: list[list[str]]) -> None:
    """Whatever names with numbers the authors think of."""
    _, page = page_of(*("\n\n".join(f'<p id="{name}">x</p>' for name in text) for text in texts))
    found = [str(each) for each in page.xpath(".//@id")]
    assert len(found) == len(set(found)) == sum(map(len, texts))
