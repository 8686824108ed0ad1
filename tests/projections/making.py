"""Items and editions for tests, each in a line."""

from __future__ import annotations

from datetime import date, datetime

from site_plugins.model.agenda import AgendaItem
from site_plugins.model.article import Article
from site_plugins.model.edition import Edition
from site_plugins.model.item import ZONE, Item
from site_plugins.model.library import Library
from site_plugins.model.organisation import Home

SUNDAY = date(2026, 11, 22)
MONDAY = datetime(2026, 11, 16, 9, tzinfo=ZONE)
CLOCK_CHANGES = (date(2026, 10, 25), date(2027, 3, 28))


def article(name: str, moment: datetime = MONDAY, genre: str = "nieuws") -> Article:
    return Article(
        key=f"artikelen/2026/{name}",
        slug=name,
        title=name.capitalize(),
        id=f"id:{name}",
        description=f"Over {name}.",
        date=moment,
        genre=genre,
    )


def edition(day: date = SUNDAY, items: str = "", leave_out: str = "") -> Edition:
    return Edition(
        key=f"nieuwsbrief/{day}",
        slug=str(day),
        title=f"Editie {day}",
        id=f"id:{day}",
        date=datetime(day.year, day.month, day.day, tzinfo=ZONE),
        preheader="Wat er deze week in gemeente en provincie gebeurt.",
        items=tuple(f"artikelen/2026/{name}" for name in items.split()),
        leave_out=tuple(f"artikelen/2026/{name}" for name in leave_out.split()),
    )


def meeting(name: str, start: datetime, end: datetime | None = None) -> AgendaItem:
    return AgendaItem(
        key=f"agenda/{name}", slug=name, title=name, id=f"id:{name}", start=start, end=end
    )


def library(*items: Item) -> Library:
    home = Home(key="index", slug="", title="Lokaal Bestuur", id="id:home")
    return Library({item.key: item for item in items}, home)
