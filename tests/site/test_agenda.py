"""What pages and calendars say of agenda items: days, places, registration, the archive."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from tests.conftest import Built, build_in, write_files

SITE = """
-- agenda/dag.md --
---
title: Een dag
start: 2026-11-26
---
-- agenda/dagen.md --
---
title: Een paar dagen
start: 2026-12-01
end: 2026-12-03
---
-- agenda/heel.md --
---
title: De hele dag
start: 2026-11-27
all_day: true
---
-- agenda/zaal.md --
---
title: Een zaal zonder naam
start: 2026-11-28 10:00
location: {url: https://www.voorbeeld.nl/zaal}
registration: {url: https://www.voorbeeld.nl/mee, email: mee@voorbeeld.nl, deadline: 2026-11-22}
---
-- agenda/scherm.md --
---
title: Op een scherm
start: 2026-11-28 11:00
end: 2026-11-28 12:30
location: {url: https://www.voorbeeld.nl/scherm, online: true}
registration: {email: mee@voorbeeld.nl, deadline: 2026-11-21}
---
-- agenda/nergens.md --
---
title: Nergens
start: 2026-11-28 12:00
location: {online: false}
registration: {email: mee@voorbeeld.nl, deadline: 2026-11-24 12:00}
---
-- agenda/verzet.md --
---
title: Verzet
period: voorjaar 2027
status: verplaatst
---
-- agenda/verzet-dag.md --
---
title: Verzet naar een dag
start: 2026-12-05 12:00
status: verplaatst
---
-- agenda/reeks.md --
---
title: Zeven keer
start: 2026-11-16 12:00
repeat: elke maandag, acht keer
except: [2026-11-30 12:00]
extra: [2027-01-13]
---
-- agenda/bezig.md --
---
title: Nu bezig
start: 2026-11-20
end: 2026-11-24
---
-- agenda/voorbij.md --
---
title: Net voorbij
start: 2026-11-19
end: 2026-11-21
---
-- agenda/ver-weg.md --
---
title: Ver weg
start: 2028-05-01 12:00
---
-- nieuwsbrief/2026-11-22.md --
---
title: Nieuws
date: 2026-11-22
preheader: Wat er deze week in de agenda staat, en wat er is verzet.
---
"""


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Built:
    folder = tmp_path_factory.mktemp("agenda")
    write_files(folder / "content", SITE)
    return build_in(folder)


def facts(site: Built, slug: str) -> dict[str, str]:
    """What the page of an item says, by heading, with links as they are."""
    html = site.text(f"agenda/{slug}/index.html")
    return dict(re.findall(r"<dt>(.*?)</dt><dd>(.*?)</dd>", html, re.DOTALL))


def row(site: Built, slug: str, page: str = "agenda") -> str:
    """What a list says of an item, from its title on."""
    html = site.text(f"{page}/index.html")
    return html.partition(f'/agenda/{slug}/"')[2].partition("</li>")[0]


def test_a_time_that_nobody_wrote_is_not_said(site: Built) -> None:
    assert "Donderdag 26 november 2026<" in facts(site, "dag")["Wanneer"]
    wanted = "Dinsdag 1 december 2026 tot en met donderdag 3 december 2026<"
    assert wanted in facts(site, "dagen")["Wanneer"]
    assert not re.search(r"uur|hele dag|0\.00", row(site, "dag"))
    assert "tot en met 3 december 2026" in row(site, "dagen")
    assert "hele dag" in row(site, "heel")
    assert "DTSTART;VALUE=DATE:20261126" in site.text("agenda/dag.ics")
    (text,) = site.mail.rglob("mail.txt")
    mail = text.read_text(encoding="utf-8")
    assert re.search(r"Een dag\n  https://", mail)
    assert not re.search(r"\b0[.:]00\b", mail)
    assert "10.00 uur, voorbeeld.nl\n" in mail


def test_a_time_from_and_to_stays_on_one_line(site: Built) -> None:
    span = '<span class="nowrap">11.00–12.30 uur</span>'
    assert f"Zaterdag 28 november 2026, {span}<" in facts(site, "scherm")["Wanneer"]
    assert span in row(site, "scherm")


def test_a_place_with_only_an_address_is_a_link(site: Built) -> None:
    assert facts(site, "zaal")["Waar"].strip() == (
        '<a href="https://www.voorbeeld.nl/zaal">voorbeeld.nl</a>'
    )
    assert facts(site, "scherm")["Waar"].strip() == (
        'Online: <a href="https://www.voorbeeld.nl/scherm">voorbeeld.nl</a>'
    )
    assert "Waar" not in facts(site, "nergens")
    assert "voorbeeld.nl" in row(site, "zaal")
    calendar = site.text("agenda/zaal.ics").replace("\r\n ", "")
    assert "Plaats: https://www.voorbeeld.nl/zaal" in calendar


def test_no_fact_is_empty(site: Built) -> None:
    for page in (site.site / "agenda").rglob("*.html"):
        html = page.read_text(encoding="utf-8")
        assert not re.search(r"<dd>\s*</dd>|<p[^>]*>\s*</p>", html), page
    assert "1 mei 2028" in facts(site, "ver-weg")["Wanneer"]


def test_registration_runs_to_the_end_of_its_last_day(site: Built) -> None:
    both = facts(site, "zaal")["Aanmelden"]
    assert 'href="https://www.voorbeeld.nl/mee"' in both
    assert 'href="mailto:mee@voorbeeld.nl' in both
    assert "Tot en met zondag 22 november 2026" in both
    assert facts(site, "scherm")["Aanmelden"].strip() == "Aanmelden kan niet meer"
    assert "Tot dinsdag 24 november 2026, 12.00 uur" in facts(site, "nergens")["Aanmelden"]


def test_moved_says_whether_the_new_date_is_known(site: Built) -> None:
    assert "nieuwe datum is nog niet bekend" in site.text("agenda/verzet/index.html")
    assert "Let op de nieuwe datum" in site.text("agenda/verzet-dag/index.html")


def test_dates_of_a_series(site: Built) -> None:
    html = site.text("agenda/reeks/index.html")
    assert "<summary>Nog 1 datum</summary>" in html
    assert "<summary>1 eerdere datum</summary>" in html
    assert "30 november" not in html
    assert "woensdag 13 januari 2027, 12.00 uur" in html


def test_only_what_has_ended_is_in_the_archive(site: Built) -> None:
    assert row(site, "bezig")
    assert not row(site, "bezig", "agenda/archief/2026")
    assert not row(site, "voorbij")
    assert row(site, "voorbij", "agenda/archief/2026")
    assert ">Bijeenkomst<" in site.text("agenda/bezig/index.html")
    assert "eerdere dat" not in site.text("agenda/bezig/index.html")
    assert ">Archief</h2>" in site.text("agenda/index.html")
    assert Path(site.site / "agenda/archief/2026/index.html").is_file()
