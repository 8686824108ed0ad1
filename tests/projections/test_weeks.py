"""Weeks of editors at work: whatever they do, no item is lost and none is sent twice."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule

from site_plugins.model.article import Article
from site_plugins.model.edition import Edition, sending_moment
from site_plugins.model.letter import Sent
from site_plugins.model.library import Library
from site_plugins.projections.newsletter import compose
from site_plugins.projections.placement import placement, provisional, with_editions
from tests.projections.making import CLOCK_CHANGES, article, edition, library

WEEK = timedelta(weeks=1)
YEAR = [date(2026, 10, 4) + week * WEEK for week in range(53)]
"""A year of Sundays, both clock changes among them."""
OPENING = sending_moment(YEAR[0] - WEEK).astimezone(UTC)
SECONDS = int((sending_moment(YEAR[-1]) - OPENING).total_seconds())


@given(
    st.lists(st.integers(0, SECONDS - 1), max_size=30),
    st.sets(st.sampled_from(YEAR[:-1]), max_size=40),
    st.data(),
)
def test_over_a_year_of_sundays_every_article_lands_in_one_edition(
    seconds: list[int], skipped: set[date], data: st.DataObject
) -> None:
    """Unless left out by name; with Sundays skipped, and articles at 08:00:00 on each Sunday."""
    moments = [OPENING + timedelta(seconds=some) for some in seconds]
    moments += [sending_moment(day) for day in YEAR[:-1]]
    items = [article(f"a{number}", moment) for number, moment in enumerate(moments)]
    left_out = data.draw(st.sets(st.sampled_from([item.slug for item in items])))
    days = [day for day in YEAR if day not in skipped]
    editions = [edition(day, leave_out=" ".join(sorted(left_out))) for day in days]
    found = placement(library(*items, *editions))
    wanted = {
        (day, item.slug)
        for item, moment in zip(items, moments, strict=True)
        if item.slug not in left_out
        # The first one after it, unless it is older than the first week or thirteen weeks.
        and (day := next(day for day in days if moment < sending_moment(day)))
        and sending_moment(max(days[0] - WEEK, day - 13 * WEEK)) <= moment
    }
    placed = [(made.day, item.slug) for made in editions for item in found[made.key]]
    assert Counter(placed) == Counter(wanted)


def sent(made: Edition, public: Library) -> Sent:
    """The record of an edition that goes out now."""
    letter = compose(made, public)
    return Sent(
        content="",
        number=made.number,
        subject=letter.subject,
        preheader=letter.preheader,
        intro="",
        agenda_weeks=made.agenda_weeks,
        lead=letter.lead,
        sections=letter.sections,
        agenda=letter.agenda,
    )


class Weeks(RuleBasedStateMachine):
    """Editors who write all week, compose on Friday and send on Sunday."""

    def __init__(self) -> None:
        super().__init__()
        self.articles: dict[str, Article] = {}
        self.editions: list[Edition] = []
        self.left_out: set[str] = set()
        self.readers_got: Counter[str] = Counter()
        self.sunday = YEAR[0]

    @initialize(first=st.sampled_from([YEAR[0], *(day - 2 * WEEK for day in CLOCK_CHANGES)]))
    def begin(self, first: date) -> None:
        self.first = self.sunday = first

    @property
    def now(self) -> datetime:
        """Just after the last edition."""
        return sending_moment(self.sunday - WEEK)

    def shelf(self) -> Library:
        return library(*self.articles.values(), *self.editions)

    def some(self, data: st.DataObject) -> str | None:
        """One of the articles, by its id."""
        return data.draw(st.sampled_from(sorted(self.articles))) if self.articles else None

    def change(self, data: st.DataObject, **changes: object) -> None:
        if found := self.some(data):
            self.articles[found] = replace(self.articles[found], **changes)  # type: ignore[arg-type]

    @rule(hours=st.integers(-3 * 7 * 24, 2 * 7 * 24), draft=st.booleans())
    def write(self, hours: int, draft: bool) -> None:
        """Also weeks late, ahead, or at 08:00:00 on a Sunday."""
        moment = max(self.now + timedelta(hours=hours), sending_moment(self.first - WEEK))
        made = replace(article(f"a{len(self.articles)}", moment), draft=draft)
        self.articles[made.id] = made

    @rule(data=st.data(), draft=st.booleans())
    def withdraw_or_publish(self, data: st.DataObject, draft: bool) -> None:
        self.change(data, draft=draft)

    @rule(data=st.data(), hours=st.integers(-3 * 7 * 24, 2 * 7 * 24))
    def date_anew(self, data: st.DataObject, hours: int) -> None:
        moment = max(self.now + timedelta(hours=hours), sending_moment(self.first - WEEK))
        self.change(data, date=moment)

    @rule(data=st.data())
    def rename(self, data: st.DataObject) -> None:
        """With its name in the lists, or the check would not pass."""
        if not (found := self.some(data)):
            return
        old = self.articles[found].key
        new = f"artikelen/2026/b{data.draw(st.uuids())}"
        self.articles[found] = replace(self.articles[found], key=new)
        for place, made in enumerate(self.editions):
            out = tuple(new if key == old else key for key in made.leave_out)
            self.editions[place] = replace(made, leave_out=out)

    @rule(data=st.data(), how=st.sampled_from(["by itself", "composed", "left out", "not yet"]))
    def sunday_comes(self, data: st.DataObject, how: str) -> None:
        """Between composing and sending, an article may be withdrawn or appear."""
        made = replace(provisional(self.sunday), preheader="Wat er deze week gebeurt.")
        items = placement(with_editions(self.shelf(), made))[made.key]
        if how != "by itself":
            keys = [item.key for item in items]
            some = data.draw(st.sampled_from(keys)) if keys and how != "composed" else ""
            order = data.draw(st.permutations([key for key in keys if key != some]))
            out = (some,) if some and how == "left out" else ()
            self.left_out.update(item.id for item in items if item.key in out)
            made = replace(made, items=tuple(order), leave_out=out, by_hand=True)
        if data.draw(st.booleans()):
            self.withdraw_or_publish(data, data.draw(st.booleans()))
        self.send(made)

    def send(self, made: Edition) -> None:
        public = with_editions(self.shelf(), made).public(sending_moment(self.sunday))
        record = sent(made, public)
        self.editions.append(replace(made, sent=record))
        self.readers_got.update(story.id for story in compose(made, public).stories)
        self.sunday += WEEK

    @invariant()
    def nothing_comes_twice_or_though_left_out(self) -> None:
        assert all(times == 1 for times in self.readers_got.values())
        assert self.left_out.isdisjoint(self.readers_got)

    def teardown(self) -> None:
        """In the end two editions that make themselves bring all that is left."""
        for _ in range(2):
            self.send(provisional(self.sunday))
        last = self.now - timedelta(seconds=1)
        wanted = {
            item.id
            for item in self.articles.values()
            if item.is_public(last) and item.date and item.date > last - 12 * WEEK
        }
        assert wanted <= self.left_out.union(self.readers_got)
        self.nothing_comes_twice_or_though_left_out()


class TestWeeks(Weeks.TestCase):  # type: ignore[misc, name-defined]
    """Eight weeks and more of it."""

    settings = settings(max_examples=60, stateful_step_count=40, deadline=None)
