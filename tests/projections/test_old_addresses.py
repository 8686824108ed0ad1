"""Where feeds and calendars were before an item got another name."""

from __future__ import annotations

from dataclasses import replace

import pytest

from site_plugins.model.agenda import AgendaItem
from site_plugins.model.item import Item
from site_plugins.model.politics import Motion
from site_plugins.model.vocabulary import Audience
from site_plugins.projections.addresses import moved_files, old_addresses
from tests.projections.making import article

MOTION = Motion(key="motiebank/nieuw", slug="nieuw", title="T", id="m", kind="motie")


def named(kind: type[Item], slug: str, *aliases: str) -> Item:
    return kind(key=f"{kind.folder}/{slug}", slug=slug, title="T", id=slug, aliases=aliases)


def test_a_renamed_meeting_keeps_its_calendar() -> None:
    """An alias, with or without its last slash, stands for the calendar beside it."""
    for alias in ("/agenda/oud/", "/agenda/oud"):
        assert old_addresses(named(AgendaItem, "nieuw", alias)) == {
            "/agenda/oud.ics": "/agenda/nieuw.ics"
        }


def test_a_renamed_audience_keeps_its_feeds_and_calendars() -> None:
    """All that stood below its old address stands there still, under each name it ever had."""
    found = old_addresses(named(Audience, "c", "/doelgroepen/a/", "/doelgroepen/b/"))
    assert found == {
        f"/doelgroepen/{old}/{name}": f"/doelgroepen/c/{name}"
        for old in "ab"
        for name in ("feed.xml", "atom.xml", "feed.json", "agenda.ics", "agenda-komend.ics")
    }


def test_a_renamed_motion_keeps_its_documents() -> None:
    """Their file names have its old name too."""
    motion = replace(MOTION, aliases=("/motiebank/oud/",))
    assert old_addresses(motion)["/motiebank/oud/oud.docx"] == "/motiebank/nieuw/nieuw.docx"


@pytest.mark.parametrize(
    "alias",
    [
        "/node/33",
        "/agenda/",
        "/agenda/2019/oud/",
        "/artikelen/oud/",
        "/agenda/a%2Fb/",
        "/agenda/..",
    ],
)
def test_other_old_addresses_had_no_calendar(alias: str) -> None:
    """What no meeting of ours can have been at gives nothing."""
    assert old_addresses(named(AgendaItem, "nieuw", alias)) == {}


def test_what_has_no_files_of_its_own_leaves_none() -> None:
    """An article has only its page."""
    renamed = replace(article("b"), aliases=("/artikelen/2026/a/",))
    assert old_addresses(renamed) == {}


def test_what_is_there_now_goes_before_what_was() -> None:
    """Another meeting that took an old name has its own calendar there."""
    items = [named(AgendaItem, "nieuw", "/agenda/oud/"), named(AgendaItem, "oud")]
    assert moved_files(items) == {}
