"""``docs/redactie/agenda.md``: what it tells editors is so, as its examples are content here."""

from __future__ import annotations

import re
from datetime import date, datetime, time
from itertools import islice
from pathlib import Path

import pytest

from site_plugins.commands.main import main
from site_plugins.loading.schema import AGENDA, COMMON
from site_plugins.model.agenda import Status
from site_plugins.model.period import parse_period
from site_plugins.model.recurrence import RecurrenceError, parse_rule
from site_plugins.projections.series import rule_times
from tests.conftest import ROOT, write_files

PAGE = (ROOT / "docs/redactie/agenda.md").read_text(encoding="utf-8")
EXAMPLES = re.findall(r"^```yaml\n(.*?)^```$", PAGE, re.M | re.S)
DATED = dict(re.findall(r"^\| `(.+?)` \| [^|]+ \| (\d{4}-[\d, -]+) \|$", PAGE, re.M))
SPELLED = dict(re.findall(r"^\| `(.+?)` \| `(el.+?)` \|$", PAGE, re.M))
WORDS = """
-- doelgroepen/raadsleden.md --
---
title: Raadsleden
---
-- doelgroepen/wethouders.md --
---
title: Wethouders
---
-- netwerken/wethouders.md --
---
title: Wethouders
kind: functioneel
---
"""
MISTAKES = """
-- agenda/woorden.md --
---
title: Onbekende woorden
start: 2026-12-04 12:00
repeat: iedere tweede vrijdag
---
-- agenda/dag.md --
---
title: Geen dag van de reeks
start: 2026-12-05 12:00
repeat: elke eerste vrijdag van de maand
---
-- agenda/tijd.md --
---
title: Half een tijd
start: 2026-12-05
end: 2026-12-05 12:00
---
-- agenda/reeks.md --
---
title: Geen reeks
start: 2026-12-05 12:00
cancelled: [2026-12-05]
---
-- agenda/zelfde.md --
---
title: Niet echt verzet
start: 2026-12-04 12:00
repeat: elke eerste vrijdag van de maand
moved: [{date: 2027-02-05, start: 2027-02-05 12:00}]
---
-- agenda/een.md --
---
title: De ene
start: 2026-12-07 19:00
end: 2026-12-07 21:00
audiences: [wethouders]
---
-- agenda/ander.md --
---
title: De andere
start: 2026-12-07 20:00
end: 2026-12-07 21:00
audiences: [wethouders]
---
"""


@pytest.fixture(autouse=True)
def _now(monkeypatch: pytest.MonkeyPatch) -> None:
    """Sunday 22 November 2026, 09:00 in Amsterdam, in the project's folder."""
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1795334400")
    monkeypatch.chdir(ROOT)


def check(folder: Path, capsys: pytest.CaptureFixture[str]) -> tuple[int, str]:
    """What ``lokaal check`` gives back and says of a content folder."""
    code = main(["check", "--content", str(folder)])
    return code, capsys.readouterr().out


def test_every_example_is_a_file_without_problems(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    write_files(tmp_path, WORDS)
    (tmp_path / "agenda").mkdir()
    for number, example in enumerate(EXAMPLES):
        file = tmp_path / f"agenda/voorbeeld-{number}.md"
        file.write_text(f"---\n{example}---\n", encoding="utf-8")
    code, said = check(tmp_path, capsys)
    assert (code, re.findall(r"^.+\.md:.*$", said, re.M)) == (0, [])


def test_the_page_has_its_tables() -> None:
    assert (len(EXAMPLES) > 15, len(DATED) > 25, len(SPELLED) > 8) == (True, True, True)


@pytest.mark.parametrize("words", DATED)
def test_the_dates_beside_the_words_are_those_of_the_series(words: str) -> None:
    first, *others = (date.fromisoformat(day) for day in DATED[words].split(", "))
    rule = parse_rule(words)
    found = [t.date() for t in islice(rule_times(rule, datetime.combine(first, time(12))), 3)]
    assert found == [first, *others]
    assert rule.words == words


@pytest.mark.parametrize("words", SPELLED)
def test_other_ways_to_write_it_become_what_the_page_says(words: str) -> None:
    assert parse_rule(words).words == SPELLED[words]


def test_messages_are_those_of_the_check(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    write_files(tmp_path, WORDS + MISTAKES)
    _, said = check(tmp_path, capsys)
    told = PAGE[PAGE.index("## Wat de controle zegt") :]
    of_an_earlier_site = "merkt dat misschien niet"
    for words in re.findall(r"^\| `(.+?)` \|", told, re.M):
        assert words in said or words == of_an_earlier_site
    for shown in re.findall(r"^```text\n(.+?)^```$", PAGE, re.M | re.S):
        assert shown.strip() in said


def test_words_that_are_too_vague_are_refused() -> None:
    for words in ("iedere tweede vrijdag", "twee keer per maand"):
        assert f"`{words}`" in PAGE
        with pytest.raises(RecurrenceError):
            parse_rule(words)


def test_the_page_covers_every_key_status_and_kind_of_period() -> None:
    own = {field.name for field in AGENDA} - {field.name for field in COMMON}
    said = set(re.findall(r"`(\w+)`", PAGE)) | set(re.findall(r"^ *(\w+):", PAGE, re.M))
    assert own - said == set()
    assert all(f"| `{status.value}` |" in PAGE for status in Status)
    periods = PAGE[PAGE.index("Zo kan het:") : PAGE.index("## Een reeks")]
    assert [words for words in re.findall("`(.+?)`", periods) if not parse_period(words)] == []
