"""What pages tell machines (JSON-LD, Open Graph) is what their front matter says."""

from __future__ import annotations

import json
from typing import Any

import pytest

from tests.conftest import run_lokaal, write_files
from tests.site.reading import HOST, Page, read_pages

ASSOCIATION = {
    "@type": "Organization",
    "@id": f"{HOST}/#vereniging",
    "name": "Centrum voor Lokaal Bestuur",
    "url": f"{HOST}/",
}
CONTENT = """
-- index.md --
---
title: Lokaal Bestuur
description: Wat er op de voorpagina staat.
---
-- mensen/an.md --
---
title: An de Vries
description: Wethouder en schrijver.
initials: AdV
roles:
  - {role: wethouder, body: gemeente Ede, from: 2022}
  - {role: raadslid, body: gemeente Ede, from: 2014, until: 2022}
---
-- mensen/redactie.md --
---
title: Redactie
---
-- onderwerpen/wonen.md --
---
title: Wonen
---
-- onderwerpen/werk.md --
---
title: Werk
---
-- artikelen/2026/grond.md --
---
title: "Wat kost 'grond' in 2026?"
description: Een stuk over "grond" & geld.
date: 2026-11-20
updated: 2026-11-21 10:30
genre: opinie
authors: [an, {name: Bo Gast, role: raadslid in Ede}]
topics: [wonen, werk]
image: {src: plein.svg, alt: Een plein, credit: An de Vries, caption: Het plein in mei}
---
Tekst.
-- artikelen/2026/zomer.md --
---
title: In de zomer
description: Zonder naam eronder.
date: 2026-07-01 09:00
genre: nieuws
---
Tekst.
-- artikelen/2026/samen.md --
---
title: Van ons allen
description: Van de redactie.
date: 2026-11-19
genre: nieuws
authors: [redactie]
---
Tekst.
-- artikelen/2026/betaald.md --
---
title: Koop dit
description: Een mededeling van een bedrijf.
date: 2026-11-18
genre: advertorial
authors: [an]
sponsor: {name: Bedrijf BV, url: "https://bedrijf.nl/"}
---
Tekst.
-- artikelen/2026/aflevering.md --
---
title: De eerste aflevering
description: Een gesprek.
date: 2026-11-17
genre: podcast
series: De raad aan het woord
authors: [an]
audio: {src: "https://geluid.nl/1.mp3", length: 123456, duration: "24:30"}
---
Tekst.
-- agenda/reeks.md --
---
title: Elke maand
description: Een reeks door de wisseling van de klok.
start: 2026-12-04 19:30
end: 2026-12-04 21:00
repeat: elke eerste vrijdag van de maand
location: {name: Stadhuis, address: Plein 1, city: Ede, url: "https://stadhuis.nl/"}
organiser: Gemeente Ede
registration: {url: "https://aanmelden.nl/", capacity: 30}
---
-- agenda/online.md --
---
title: Alleen online
start: 2026-12-01 12:00
location: {online: true}
status: geannuleerd
---
-- agenda/beide.md --
---
title: In de zaal en online
start: 2027-03-27
end: 2027-03-28
location: {city: Utrecht, online: true}
status: verplaatst
organiser: Centrum voor Lokaal Bestuur
---
-- agenda/misschien.md --
---
title: Misschien
start: 2026-12-05
location: {city: Utrecht}
status: onder voorbehoud
---
-- agenda/ooit.md --
---
title: Ooit
period: voorjaar 2027
---
-- agenda/voorbij.md --
---
title: Voorbij
date: 2026-01-01
start: 2026-10-25 02:30
---
-- media/plein.svg --
<svg xmlns="http://www.w3.org/2000/svg" width="4" height="4"><path d="M0 0"/></svg>
"""


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Page]:
    """The small site's pages, by address."""
    folder = tmp_path_factory.mktemp("said")
    done = run_lokaal(
        *("build", "--content", str(write_files(folder / "content", CONTENT))),
        *("--site-dir", str(folder / "site"), "--mail-dir", str(folder / "mail")),
        *("--at", "2026-11-22T09:00"),
    )
    assert done.returncode == 0, done.stderr
    return read_pages(folder / "site")


def graph(page: Page) -> list[dict[str, Any]]:
    """The things that a page tells of."""
    (block,) = page.all("//script[@type='application/ld+json']")
    data = json.loads(block.text)
    assert data.keys() == {"@context", "@graph"}
    assert data["@context"] == "https://schema.org"
    things = data["@graph"]
    assert isinstance(things, list)
    return things


def of(page: Page, kind: str) -> list[dict[str, Any]]:
    """Those of one type."""
    return [thing for thing in graph(page) if thing["@type"] == kind]


def test_an_article_says_what_its_front_matter_says(site: dict[str, Page]) -> None:
    page = site["/artikelen/2026/grond/"]
    url = f"{HOST}/artikelen/2026/grond/"
    assert of(page, "NewsArticle") == [
        {
            "@type": "NewsArticle",
            "headline": "Wat kost ‘grond’ in 2026?",
            "description": "Een stuk over “grond” & geld.",
            "url": url,
            "mainEntityOfPage": url,
            "datePublished": "2026-11-20T00:00:00+01:00",
            "dateModified": "2026-11-21T10:30:00+01:00",
            "author": [
                {
                    "@type": "Person",
                    "name": "An de Vries",
                    "jobTitle": "wethouder, gemeente Ede",
                    "url": f"{HOST}/mensen/an/",
                },
                {"@type": "Person", "name": "Bo Gast", "jobTitle": "raadslid in Ede"},
            ],
            "publisher": ASSOCIATION,
            "image": {
                "@type": "ImageObject",
                "url": f"{HOST}/media/plein.svg",
                "description": "Een plein",
                "caption": "Het plein in mei",
                "creditText": "An de Vries",
            },
            "articleSection": "Opinie",
            "keywords": ["Wonen", "Werk"],
            "isAccessibleForFree": True,
            "inLanguage": "nl",
        }
    ]
    properties = [
        (str(meta.get("property")), str(meta.get("content")))
        for meta in page.all("//meta[starts-with(@property, 'article:')]")
    ]
    assert properties == [
        ("article:published_time", "2026-11-20T00:00:00+01:00"),
        ("article:modified_time", "2026-11-21T10:30:00+01:00"),
        ("article:section", "Opinie"),
        ("article:tag", "Wonen"),
        ("article:tag", "Werk"),
    ]


def test_who_wrote_it(site: dict[str, Page]) -> None:
    """The association where nobody signed; the editors are no person; who paid is the author."""
    (unsigned,) = of(site["/artikelen/2026/zomer/"], "NewsArticle")
    assert unsigned["author"] == [ASSOCIATION]
    assert unsigned["datePublished"] == unsigned["dateModified"] == "2026-07-01T09:00:00+02:00"
    assert "image" not in unsigned
    editors = {"@type": "Organization", "name": "Redactie", "url": f"{HOST}/mensen/redactie/"}
    (together,) = of(site["/artikelen/2026/samen/"], "NewsArticle")
    assert together["author"] == [editors]
    assert of(site["/mensen/redactie/"], "Organization") == [editors]
    paid = site["/artikelen/2026/betaald/"]
    assert of(paid, "NewsArticle") == []
    (advertisement,) = of(paid, "AdvertiserContentArticle")
    assert advertisement["author"] == [
        {"@type": "Organization", "name": "Bedrijf BV", "url": "https://bedrijf.nl/"}
    ]


def test_a_podcast_tells_of_its_sound(site: dict[str, Page]) -> None:
    (episode,) = of(site["/artikelen/2026/aflevering/"], "PodcastEpisode")
    assert episode == {
        "@type": "PodcastEpisode",
        "name": "De eerste aflevering",
        "description": "Een gesprek.",
        "url": f"{HOST}/artikelen/2026/aflevering/",
        "datePublished": "2026-11-17T00:00:00+01:00",
        "inLanguage": "nl",
        "associatedMedia": {
            "@type": "AudioObject",
            "contentUrl": "https://geluid.nl/1.mp3",
            "contentSize": "123456",
            "duration": "PT1470S",
        },
        "partOfSeries": {
            "@type": "PodcastSeries",
            "name": "De raad aan het woord",
            "url": f"{HOST}/",
        },
    }


def test_a_series_tells_of_each_date(site: dict[str, Page]) -> None:
    """Twelve of them at most, at the same time on the wall in winter and in summer."""
    page = site["/agenda/reeks/"]
    events = of(page, "Event")
    starts = [event.pop("startDate") for event in events]
    assert starts[:5] == [
        "2026-12-04T19:30:00+01:00",
        "2027-01-01T19:30:00+01:00",
        "2027-02-05T19:30:00+01:00",
        "2027-03-05T19:30:00+01:00",
        "2027-04-02T19:30:00+02:00",
    ]
    shown = [str(each) for each in page.all("//*[@id='data']//time/@datetime")]
    assert starts == shown[:12]
    assert len(starts) == 12
    assert events[4].pop("endDate") == "2027-04-02T21:00:00+02:00"
    assert events[4] == {
        "@type": "Event",
        "name": "Elke maand",
        "description": "Een reeks door de wisseling van de klok.",
        "url": f"{HOST}/agenda/reeks/",
        "eventStatus": "https://schema.org/EventScheduled",
        "eventAttendanceMode": "https://schema.org/OfflineEventAttendanceMode",
        "location": [
            {
                "@type": "Place",
                "name": "Stadhuis",
                "url": "https://stadhuis.nl/",
                "address": {
                    "@type": "PostalAddress",
                    "streetAddress": "Plein 1",
                    "addressLocality": "Ede",
                },
            }
        ],
        "organizer": {"@type": "Organization", "name": "Gemeente Ede"},
        "maximumAttendeeCapacity": 30,
        "inLanguage": "nl",
    }


@pytest.mark.parametrize(
    ("slug", "said"),
    [
        (
            "online",
            {
                "startDate": "2026-12-01T12:00:00+01:00",
                "eventStatus": "https://schema.org/EventCancelled",
                "eventAttendanceMode": "https://schema.org/OnlineEventAttendanceMode",
                "location": [{"@type": "VirtualLocation", "url": f"{HOST}/agenda/online/"}],
                "organizer": ASSOCIATION,
            },
        ),
        (
            "beide",
            {
                "startDate": "2027-03-27",
                "endDate": "2027-03-28",
                "eventStatus": "https://schema.org/EventRescheduled",
                "eventAttendanceMode": "https://schema.org/MixedEventAttendanceMode",
                "location": [
                    {
                        "@type": "Place",
                        "name": "Utrecht",
                        "address": {"@type": "PostalAddress", "addressLocality": "Utrecht"},
                    },
                    {"@type": "VirtualLocation", "url": f"{HOST}/agenda/beide/"},
                ],
                "organizer": ASSOCIATION,
            },
        ),
        ("voorbij", {"startDate": "2026-10-25T02:30:00+02:00"}),
    ],
)
def test_whether_and_where_it_is(site: dict[str, Page], slug: str, said: dict[str, Any]) -> None:
    """Cancelled, moved, online, both, all day; and the last date of what is over."""
    (event,) = of(site[f"/agenda/{slug}/"], "Event")
    assert {name: event.get(name) for name in said} == said


def test_of_what_is_not_sure_nothing_is_said(site: dict[str, Page]) -> None:
    """schema.org has no word for a provisional date, and no event without a date."""
    (event,) = of(site["/agenda/misschien/"], "Event")
    assert "eventStatus" not in event
    assert of(site["/agenda/ooit/"], "Event") == []


def test_a_person_has_the_offices_of_today(site: dict[str, Page]) -> None:
    assert of(site["/mensen/an/"], "Person") == [
        {
            "@type": "Person",
            "name": "An de Vries",
            "description": "Wethouder en schrijver.",
            "url": f"{HOST}/mensen/an/",
            "jobTitle": ["wethouder"],
            "affiliation": [{"@type": "Organization", "name": "gemeente Ede"}],
        }
    ]


def test_the_front_page_tells_of_the_association_and_how_to_search(site: dict[str, Page]) -> None:
    association, website = graph(site["/"])
    assert association.items() >= ASSOCIATION.items()
    assert website["@type"] == "WebSite"
    assert website["name"] == "Lokaal Bestuur"
    assert website["url"] == f"{HOST}/"
    target = website["potentialAction"]["target"]["urlTemplate"]
    assert target == f"{HOST}/zoeken/?q={{search_term_string}}"
    assert site["/zoeken/"].all("//input[@name='q']")


def test_every_page_tells_where_it_stands(site: dict[str, Page], pages: dict[str, Page]) -> None:
    """The same steps as its reader sees, and then itself; only the front page has none, and what
    stands in the place of a page that isn't there."""
    for page in (*site.values(), *pages.values()):
        if page.is_redirect:
            continue
        if page.address in ("/", "/404.html", "/410.html"):
            assert not [t for t in page.all("//script") if "BreadcrumbList" in (t.text or "")]
            continue
        (trail,) = of(page, "BreadcrumbList")
        steps = trail["itemListElement"]
        assert [step["position"] for step in steps] == [*range(1, len(steps) + 1)]
        assert steps[-1]["item"] == f"{HOST}{page.address}"
        seen = [
            (link.text_content(), f"{HOST}{link.get('href')}")
            for link in page.all("//nav[@aria-label='Kruimelpad']//a")
        ]
        assert [(step["name"], step["item"]) for step in steps[:-1]] == seen, page.address
