"""``lokaal new`` asks what it needs, and the file that it writes explains itself."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from site_plugins.commands.asking import Talk, ask_kind, ask_title, ask_values
from site_plugins.commands.main import main
from site_plugins.commands.new import DUTCH, NOUNS
from site_plugins.drafting import USEFUL, draft, quoted
from site_plugins.loading.files import walk
from site_plugins.loading.front_matter import parse
from site_plugins.loading.nodes import Mapping, Node, Scalar
from site_plugins.loading.place import Known, Report
from site_plugins.loading.read import known_of
from site_plugins.loading.schema import SCHEMAS
from tests.commands.terminal import talk_to
from tests.conftest import Write

BASE = """\
-- index.md --
---
title: Voorpagina
---
-- onderwerpen/wonen.md --
---
title: Wonen
---
-- onderwerpen/werk.md --
---
title: Werk
---
-- doelgroepen/raadsleden.md --
---
title: Raadsleden
---
-- mensen/redactie.md --
---
title: Redactie
---
"""


class Person:
    """Someone at a terminal who gives these answers, and hears what is said."""

    def __init__(self, *answers: str) -> None:
        self.answers: Iterator[str] = iter(answers)
        self.heard = ""
        self.talk = Talk(self.read, self.say)

    def read(self, prompt: str) -> str:
        """The next answer; none left is Ctrl+D."""
        self.heard += prompt
        for answer in self.answers:
            return answer
        raise EOFError

    def say(self, text: str) -> None:
        """Hear a line."""
        self.heard += f"{text}\n"


@pytest.fixture
def known(content: Write) -> Known:
    """The names of a small content folder."""
    return known_of(walk(content(BASE)))


def test_the_kind_by_number_or_word() -> None:
    """A number of the list, a noun in any case; a mistake is told with the nearest word."""
    nouns = list(NOUNS)
    assert ask_kind(Person("2").talk, nouns, list(DUTCH)) == nouns[1]
    person = Person("", "99", "artikle", "Artikel")
    assert ask_kind(person.talk, nouns, list(DUTCH)) == "artikel"
    assert "Bedoelde je 'artikel'?" in person.heard
    assert all(noun in person.heard for noun in nouns)


def test_an_article_by_form(known: Known) -> None:
    """Words, numbers, capitals and Enter; mistakes are told at once in the words of the check."""
    assert ask_title(Person("", "Titel").talk, "artikelen", known) == "Titel"
    person = Person(
        *("nieuwz", "Opinie"),
        *("morgen", "2026-12-01"),
        *("Waar het over gaat.",),
        *("woningen", "wonen, 1"),
        *("1", ""),
    )
    values = ask_values(person.talk, "artikelen", known, {"genre": "nieuws"}, {})
    assert values == {
        "genre": "opinie",
        "date": "2026-12-01",
        "description": "Waar het over gaat.",
        "topics": ["wonen", "werk"],
        "audiences": ["raadsleden"],
    }
    for told in (
        "Bedoelde je 'nieuws'?",
        "'morgen' is geen datum",
        "'woningen' bestaat niet in onderwerpen/. Bedoelde je 'wonen'?",
        "Enter: nieuws",
        "1 werk, 2 wonen",
    ):
        assert told in person.heard


def test_a_meeting_by_form(known: Known) -> None:
    """With a start no period is asked for, and without it no end; what is given is not asked."""
    person = Person("2026-12-04 12:00", "", "elke eerste vrijdag van de maand", "Stadhuis", "", "")
    values = ask_values(person.talk, "agenda", known, {"period": "nog niet bekend"}, {"topics": []})
    assert values["location"] == {"name": "Stadhuis"} and "end" not in values
    assert "Periode" not in person.heard and "Onderwerpen" not in person.heard
    person = Person("", "voorjaar 2027", "", "", "", "")
    values = ask_values(person.talk, "agenda", known, {}, {})
    assert values == {"period": "voorjaar 2027"}


@pytest.mark.parametrize("noun", NOUNS)
def test_every_line_of_a_new_file_is_right(
    content: Write, noun: str, capsys: pytest.CaptureFixture[str]
) -> None:
    """Of each kind: only keys that matter, in lines that hold without their ``#`` as well."""
    folder = content(BASE)
    assert main(["new", noun, "Een: titel", "--content", str(folder)]) == 0
    file = Path(capsys.readouterr().out.strip())
    kind = file.relative_to(folder).parts[0]
    text = file.read_text()
    comments = [line for line in text.splitlines() if line.startswith("# ")]
    known = SCHEMAS[kind].known
    assert {line[2:].partition(":")[0] for line in comments} <= set(USEFUL[kind])
    for line in comments:
        name, _, rest = line[2:].partition(": ")
        example, _, hint = rest.partition("   # ")
        head = parse(f"---\n{line[2:]}\n---\n")
        plain = parse(f"---\n{name}: {example}\n---\n")
        assert head.error is None and _values(head.head) == _values(plain.head)
        report = Report("x.md", {}, {})
        known[name].read(head.head.pairs[0][2], report.place(name))
        assert not any("hekje" in problem.message for problem in report.problems), line
        assert hint == "" or hint.endswith("."), line


def _values(node: Node) -> Any:
    if isinstance(node, Scalar):
        return node.text
    if isinstance(node, Mapping):
        return {name: _values(value) for name, _, value in node.pairs}
    return [_values(item) for item in node.items]


WORDS = st.text(
    st.characters(codec="utf-8", exclude_categories=("Cc", "Cf", "Cs", "Zl", "Zp", "Cn", "Co")),
    min_size=1,
).map(str.strip).filter(bool)  # fmt: skip


@given(WORDS, st.lists(WORDS, max_size=3), WORDS)
def test_what_is_written_is_read(title: str, topics: list[str], city: str) -> None:
    """Whatever a title, a list or a block holds, the file gives it back."""
    values = {"title": title, "topics": topics, "location": {"city": city}, "start": "2026-12-04"}
    document = parse(draft("agenda", values))
    assert document.error is None
    read = {name: _values(value) for name, _, value in document.head.pairs}
    assert read == values
    assert quoted(date(2026, 12, 4)) == "2026-12-04"


def test_on_a_terminal(content: Write) -> None:
    """The whole way: questions in Dutch, and then the path of a file that passes the check."""
    folder = content(BASE)
    answers = [b"onderwerp\n", b"Water: veilig\n", b"Over dijken.\n"]
    code, said = talk_to(["new", "--content", str(folder)], answers)
    assert code == 0, said
    text = (folder / "onderwerpen/water-veilig.md").read_text()
    assert "title: 'Water: veilig'\n" in text and "description: Over dijken.\n" in text
    assert main(["check", "--content", str(folder)]) == 0


@pytest.mark.parametrize(("key", "code"), [(b"\x03", 130), (b"\x04", 1)])
def test_stopping_keeps_nothing(content: Write, key: bytes, code: int) -> None:
    """Ctrl+C and Ctrl+D end it with a line in Dutch, and nothing is written."""
    folder = content(BASE)
    before = sorted(folder.rglob("*"))
    found, said = talk_to(["new", "onderwerp", "--content", str(folder)], [b"Titel\n", key])
    assert (found, sorted(folder.rglob("*"))) == (code, before), said
    assert "Gestopt. Er is niets bewaard." in said and "Traceback" not in said
