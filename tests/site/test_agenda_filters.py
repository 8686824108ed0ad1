"""The parts of the agenda: filters as pages, and what a script needs to combine them."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from site_plugins.delivery.guard import compare
from tests.conftest import Built, build_in, write_files
from tests.site.reading import HOST, Page, read_pages

SITE = """
-- doelgroepen/raadsleden.md --
---
title: Raadsleden
---
-- doelgroepen/wethouders.md --
---
title: Wethouders
---
-- netwerken/water.md --
---
title: Waternetwerk
kind: inhoudelijk
---
-- netwerken/leeg.md --
---
title: Netwerk zonder iets
kind: inhoudelijk
---
-- agenda/praten.md --
---
title: Praten
start: 2026-12-04 12:00
end: 2026-12-04 13:00
repeat: elke eerste vrijdag van de maand
audiences: [raadsleden, wethouders]
networks: [water]
layers: [gemeente]
location: {online: true}
---
-- agenda/zaal.md --
---
title: In een zaal
start: 2026-12-05 10:00
audiences: [raadsleden]
layers: [gemeente, provincie]
location: {name: De zaal, city: Utrecht}
---
-- agenda/beide.md --
---
title: In de zaal en op het scherm
start: 2026-12-05 14:00
networks: [water]
status: geannuleerd
location: {city: Zwolle, online: true}
---
-- agenda/ooit.md --
---
title: Ooit
period: voorjaar 2027
audiences: [wethouders]
---
-- agenda/oud.md --
---
title: Van vroeger
start: 2026-11-02 10:00
layers: [europa]
---
-- agenda/doelgroep.md --
---
title: Een stuk dat doelgroep heet
start: 2027-05-01 10:00
---
"""


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Built:
    folder = tmp_path_factory.mktemp("filters")
    write_files(folder / "content", SITE)
    return build_in(folder)


@pytest.fixture(scope="module")
def pages(site: Built) -> dict[str, Page]:
    return read_pages(site.site)


def shown(page: Page) -> set[str]:
    """The items in a list of the agenda."""
    return {str(link) for link in page.all("//*[@id='lijst']//h3/a/@href")}


def test_each_value_that_has_something_coming_is_a_page(pages: dict[str, Page]) -> None:
    """Audiences, layers, networks and places: those with a coming item, and no others."""
    parts = {a: shown(page) for a, page in pages.items() if re.match("/agenda/[a-z]+/[a-z-]+/", a)}
    assert parts == {
        "/agenda/doelgroep/raadsleden/": {"/agenda/praten/", "/agenda/zaal/"},
        "/agenda/doelgroep/wethouders/": {"/agenda/praten/", "/agenda/ooit/"},
        "/agenda/laag/gemeente/": {"/agenda/praten/", "/agenda/zaal/"},
        "/agenda/laag/provincie/": {"/agenda/zaal/"},
        "/agenda/netwerk/water/": {"/agenda/praten/", "/agenda/beide/"},
        "/agenda/plaats/online/": {"/agenda/praten/", "/agenda/beide/"},
        "/agenda/plaats/op-locatie/": {"/agenda/zaal/", "/agenda/beide/"},
    }
    assert set(parts) <= set(pages["/agenda/"].links)


def test_a_part_has_its_own_name_address_and_calendar(site: Built, pages: dict[str, Page]) -> None:
    """It leads to the whole agenda and, where there is one, to a calendar of that part."""
    part = pages["/agenda/doelgroep/wethouders/"]
    assert part.one("//h1/text()") == "Agenda voor wethouders"
    assert part.one("//link[@rel='canonical']/@href") == f"{HOST}{part.address}"
    assert part.all("//meta[@name='robots'][@content='noindex']")
    assert part.one("//nav[@class='filter-links']//a[@aria-current='page']/text()") == "Wethouders"
    assert {"/agenda/", "/doelgroepen/wethouders/agenda.ics"} <= set(part.links)
    assert "/netwerken/water/agenda.ics" in pages["/agenda/netwerk/water/"].links
    assert "/agenda/laag/gemeente/agenda.ics" in pages["/agenda/laag/gemeente/"].links
    assert not [a for a in pages["/agenda/plaats/online/"].links if a.endswith(".ics")]
    assert part.address not in site.text("sitemap.xml")


def test_an_item_may_have_the_name_of_a_filter(pages: dict[str, Page]) -> None:
    """Its page and those of the filter stand at different addresses."""
    assert pages["/agenda/doelgroep/"].one("//h1/text()") == "Een stuk dat doelgroep heet"


def test_every_entry_carries_what_it_is_filtered_by(pages: dict[str, Page]) -> None:
    """Each value of a select stands in the entries that it keeps, and the other way round."""
    page = pages["/agenda/"]
    for select in page.all("//form[@data-filters='#lijst']//select"):
        name = select.get("name")
        values = {option.get("value") for option in select} - {""}
        entries = page.all(f"//*[@data-filter-item]/@data-{name}")
        assert values == {word for entry in entries for word in str(entry).split()}, name
        for value in values:
            words = f"contains(concat(' ', @data-{name}, ' '), ' {value} ')"
            kept = page.all(f"//*[@data-filter-item][{words}]//h3/a/@href")
            assert set(map(str, kept)) == shown(pages[f"/agenda/{name}/{value}/"]), value


def test_later_months_are_folded(pages: dict[str, Page]) -> None:
    """Three months stand open, the rest are one line each, and jump links lead to all of it."""
    page = pages["/agenda/"]
    assert len(page.all("//*[@id='lijst']/section[@class='month']")) == 3
    folded = page.all("//*[@id='lijst']//details")
    assert len(folded) > 6 and not any("open" in month.attrib for month in folded)
    may = next(" ".join(m[0].text_content().split()) for m in folded if "Mei" in m.text_content())
    assert may == "Mei 2027 2 bijeenkomsten"
    jumps = [str(a) for a in page.all("//nav[@class='jump']//a/@href")]
    assert jumps[0] == "#maand-2026-12" and jumps[-2:] == ["#later", "#zonder-datum"]
    ids = {str(i) for i in page.all("//@id")}
    assert {jump[1:] for jump in jumps} <= ids


def test_an_entry_says_what_it_is(pages: dict[str, Page]) -> None:
    """Time, place, its series in words, and in words too that it doesn't go on."""
    entries = {
        str(entry.xpath("string(.//h3/a/@href)")): entry
        for entry in reversed(pages["/agenda/"].all("//*[@data-filter-item]"))
    }
    talk = [text.strip() for text in entries["/agenda/praten/"].itertext() if text.strip()]
    assert talk == ["Praten", "12.00–13.00 uur", "Online", "Elke eerste vrijdag van de maand"]
    gone = entries["/agenda/beide/"]
    assert "Zwolle en online" in gone.text_content() and "Geannuleerd" in gone.text_content()
    assert "cancelled" in gone.xpath("string(.//h3/@class)")
    assert "cancelled" not in entries["/agenda/zaal/"].xpath("string(.//h3/@class)")


def test_a_part_that_goes_is_no_loss(tmp_path: Path) -> None:
    """Parts come and go with what comes, so a build doesn't ask whether that is meant."""
    for path in (
        "old/agenda/doelgroep/a",
        "old/agenda/laag/gemeente",
        "old/agenda/netwerk/b",
        "old/agenda/plaats/online",
        "old/agenda/archief/2026",
        "new/agenda/archief/2027",
    ):
        write_files(tmp_path, f"-- {path}/index.html --\n<p>Er is iets.</p>\n")
    assert compare(tmp_path / "old", tmp_path / "new").gone == ("/agenda/archief/2026/",)
