"""What each reader makes of what an editor writes."""

from __future__ import annotations

from datetime import UTC, date, datetime
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from site_plugins.loading.blocks import Many, Unique
from site_plugins.loading.figures import parse_figures, parse_number
from site_plugins.loading.front_matter import parse
from site_plugins.loading.moments import (
    parse_moment,
    read_day,
    read_duration,
    read_moment,
    read_period,
    read_rule,
)
from site_plugins.loading.place import Reader, Report
from site_plugins.loading.problems import Severity, errors
from site_plugins.loading.references import PICTURES, MediaFile, MediaOrAddress, Named, Reference
from site_plugins.loading.schema import HOME, SCHEMAS
from site_plugins.loading.texts import (
    Length,
    OneOf,
    Paragraph,
    Text,
    Whole,
    read_address,
    read_alias,
    read_email,
    read_flag,
    read_identity,
    read_markdown,
    read_slug,
)
from site_plugins.model.item import Signatory

NAMES = {
    "onderwerpen": {"wonen": ["onderwerpen/wonen"]},
    "doelgroepen": {"wethouders": ["doelgroepen/wethouders"]},
    "netwerken": {"wethouders": ["netwerken/wethouders"]},
    "mensen": {"redactie": ["mensen/redactie"]},
    "artikelen": {"stuk": ["artikelen/2025/stuk", "artikelen/2026/stuk"]},
}
MEDIA = {"foto.jpg": 1, "2026/raad.png": 1, "stuk.pdf": 1}


def read(reader: Reader, written: str) -> Any:
    """The value of a key; a text with everything that is wrong where it can't be read."""
    report = Report("stuk.md", NAMES, MEDIA)
    document = parse(f"---\nkey: {written}\n---\n")
    assert document.error is None, document.error
    ((_, _, node),) = document.head.pairs
    value = reader(node, report.place("key"))
    wrong = errors(report.problems)
    assert (value is None) <= bool(wrong), "what can't be read is told"
    return "; ".join(p.message for p in wrong) if wrong else value


MOMENTS = {
    "2026-11-22": "2026-11-22T00:00:00+01:00",
    "2026-7-1": "2026-07-01T00:00:00+02:00",
    "2026-11-22 19:30": "2026-11-22T19:30:00+01:00",
    "2026-11-22 19.30": "2026-11-22T19:30:00+01:00",
    "2026-11-22 19.30 uur": "2026-11-22T19:30:00+01:00",
    "2026-11-22T19:30": "2026-11-22T19:30:00+01:00",
    "2026-11-22T19:30:15": "2026-11-22T19:30:15+01:00",
    '"2026-11-22 19:30"': "2026-11-22T19:30:00+01:00",
    "2026-11-22T19:30Z": "2026-11-22T20:30:00+01:00",
    "2026-07-01T23:30:00Z": "2026-07-02T01:30:00+02:00",
    "2026-11-22 19:30 +05:30": "2026-11-22T15:00:00+01:00",
    "2026-11-22T19:30-0800": "2026-11-23T04:30:00+01:00",
    "2026-03-29 01:59": "2026-03-29T01:59:00+01:00",
    "2026-03-29 03:00": "2026-03-29T03:00:00+02:00",
    "2026-10-25 02:30": "2026-10-25T02:30:00+02:00",  # comes twice: the first one
    "2026-10-25T02:30+01:00": "2026-10-25T02:30:00+01:00",
    "2024-02-29": "2024-02-29T00:00:00+01:00",
}


@pytest.mark.parametrize("written", MOMENTS)
def test_a_moment_is_in_amsterdam_unless_it_has_an_offset(written: str) -> None:
    """A date without a time is 00:00; summer and winter time are those of that day."""
    assert read(read_moment, written).isoformat() == MOMENTS[written]


@pytest.mark.parametrize(
    "written",
    [
        *("19:30", "1170", "morgen", "22-11-2026", "22/11/2026", "2026-11", "20261122"),
        *("2026-02-29", "2026-13-01", "2026-11-31", "2026-11-22 24:00", "2026-11-22 19:60"),
        *("2026-03-29 02:00", "2026-03-29 02:59", "0001-01-01", "9999-12-31", "1849-12-31"),
        *("2026-11-22T19:30+15:00", "2026-11-22T19:30+01:60", "2026-11-22 +01:00", "''", "~"),
    ],
)
def test_what_is_no_moment_is_refused(written: str) -> None:
    """A time without a day, a day that doesn't exist, an hour that the clock skips."""
    assert isinstance(read(read_moment, written), str)


@given(st.datetimes(datetime(1900, 1, 1), datetime(2140, 1, 1)))
def test_a_moment_that_exists_is_what_was_written(moment: datetime) -> None:
    """Every time on the clock in Amsterdam reads back as itself, or does not exist there."""
    moment = moment.replace(microsecond=0)
    found = parse_moment(moment.isoformat(sep=" "))
    if isinstance(found, datetime):
        assert found.replace(tzinfo=None) == moment
    else:
        assert "een uur vooruit" in found
    utc = parse_moment(f"{moment.isoformat()}Z")
    assert isinstance(utc, datetime)
    # Seconds, as two zones never agree on the hour that comes twice (PEP 495).
    assert utc.timestamp() == moment.replace(tzinfo=UTC).timestamp()


@given(st.text(max_size=40))
def test_any_text_is_a_moment_or_a_reason(text: str) -> None:
    """Never an exception."""
    assert isinstance(parse_moment(text), datetime | str)


GOOD: list[tuple[Reader, str, Any]] = [
    (Text(), "  Wonen in de stad ", "Wonen in de stad"),
    (Text(), "1.10", "1.10"),
    (Text(), "0123", "0123"),
    (Text(), "no", "no"),
    (Text(), "'null'", "null"),
    (Text(), "12:30", "12:30"),
    (Text(), "'it''s'", "it's"),
    (Text(), "Een titel\n  over twee regels", "Een titel over twee regels"),
    (Paragraph(), "|\n  een\n  twee", "een twee"),
    (Length(2, 5), "drie", "drie"),
    (read_flag, "true", True),
    (read_flag, "false", False),
    (Whole(), "0", 0),
    (Whole(), "007", 7),
    (read_day, "2026-11-22", date(2026, 11, 22)),
    (read_day, "2026-1-2", date(2026, 1, 2)),
    (OneOf(("ja", "nee")), "nee", "nee"),
    (Many(Text()), "[een, twee]", ("een", "twee")),
    (Many(Text()), "[]", ()),
    (Many(Text()), "\n- een\n- twee", ("een", "twee")),
    (read_duration, "95", 95),
    (read_duration, "24:30", 1470),
    (read_duration, "90:00", 5400),
    (read_duration, "1:05:00", 3900),
    (read_slug, "wat-kan-de-raad-2", "wat-kan-de-raad-2"),
    (read_identity, "urn:uuid:0a-1", "urn:uuid:0a-1"),
    (read_identity, "artikelen/2026/stuk", "artikelen/2026/stuk"),
    (read_alias, "/node/33", "/node/33"),
    (read_alias, "node/33/", "/node/33/"),
    (read_alias, "https://www.lokaalbestuur.nl/nieuws/oud-stuk", "/nieuws/oud-stuk"),
    (read_alias, "/oud/pagina.html", "/oud/pagina.html"),
    (read_alias, "/caf%C3%A9", "/caf%C3%A9"),
    (read_address, "https://www.voorbeeld.nl/a?b=c#d", "https://www.voorbeeld.nl/a?b=c#d"),
    (read_address, "http://voorbeeld.nl:8080", "http://voorbeeld.nl:8080"),
    (read_email, "jan.de-boer@raad.voorbeeld.nl", "jan.de-boer@raad.voorbeeld.nl"),
    (MediaFile(PICTURES), "foto.jpg", "foto.jpg"),
    (MediaFile(PICTURES), "media/foto.jpg", "foto.jpg"),
    (MediaFile(PICTURES), "/media/2026/raad.png", "2026/raad.png"),
    (MediaFile(PICTURES), "../../media/foto.jpg", "foto.jpg"),
    (MediaOrAddress(MediaFile(PICTURES)), "https://a.nl/x.jpg", "https://a.nl/x.jpg"),
    (Reference(("onderwerpen",)), "wonen", "onderwerpen/wonen"),
    (Reference(("onderwerpen",)), "wonen.md", "onderwerpen/wonen"),
    (Reference(("onderwerpen",)), "onderwerpen/wonen", "onderwerpen/wonen"),
    (Reference(tuple(NAMES)), "wonen", "onderwerpen/wonen"),
    (Reference(tuple(NAMES)), "netwerken/wethouders", "netwerken/wethouders"),
    (Reference(tuple(NAMES)), "artikelen/2026/stuk", "artikelen/2026/stuk"),
    (Reference(tuple(NAMES)), "2025/stuk.md", "artikelen/2025/stuk"),
    (Named(), "redactie", Signatory(person="mensen/redactie")),
    (Named(), "{name: Gast, role: lid}", Signatory(name="Gast", role="lid")),
    (Named(strict=False), "Jan Jansen", Signatory(name="Jan Jansen")),
]


@pytest.mark.parametrize(("reader", "written", "value"), GOOD)
def test_a_right_value_is_read(reader: Reader, written: str, value: Any) -> None:
    """The text that the editor wrote, as the field means it."""
    assert read(reader, written) == value


BAD: list[tuple[Reader, str, str]] = [
    (Text(), "[een]", "maar er staat een lijst"),
    (Text(), "{een: twee}", "maar er staat een veld ('een')"),
    (Text(), "~", "hier staat niets"),
    (Text(), "", "hier staat niets"),
    (Text(3), "lang", "te lang: 4 tekens, hoogstens 3"),
    (Text(), "|\n  een\n  twee", "op één regel"),
    (Length(2, 3), "lang", "'lang' heeft 4 tekens"),
    *((read_flag, word, "Schrijf true (ja) of false (nee)") for word in ("yes", "ja", "True", "1")),
    (Whole(), "-1", "'-1' is geen heel getal"),
    (Whole(), "1.217", "'1.217' is geen heel getal"),
    (Whole(1, 5), "6", "6 ligt niet tussen 1 en 5"),
    (read_day, "2026-11-22 19:30", "Laat de tijd hier weg"),
    (read_day, "22-11-2026", "Schrijf eerst het jaar: 2026-11-22"),
    (read_moment, "1/2/2026 19:30", "Schrijf eerst het jaar: 2026-02-01 19:30"),
    (OneOf(("ja", "nee")), "neen", "Bedoelde je 'nee'? Kies uit: ja, nee"),
    (Many(Text()), "een", "hier hoort een lijst te staan, maar er staat 'een'"),
    (Many(Text()), "", "hier hoort een lijst te staan, maar er staat niets"),
    (Unique(Text()), "[een, twee, een]", "'een' staat er vaker dan één keer"),
    (read_duration, "24:61", "is geen duur"),
    (read_slug, "Wonen", "gebruik kleine letters"),
    (read_slug, "wonen--werk", "gebruik kleine letters"),
    (read_identity, "twee woorden", "kan geen kenmerk zijn"),
    (read_alias, "/oud?id=3", "heeft een ? of #"),
    (read_alias, "'/oud#deel'", "heeft een ? of #"),
    (read_alias, "/../etc/passwd", "is geen oud adres"),
    (read_alias, "/", "is geen oud adres"),
    *(
        (read_alias, path, "is geen oud adres")
        for path in ("//evil.nl/x", "/a//b", "/a%00b", "/%2e%2e/b")
    ),
    (read_address, "www.voorbeeld.nl", "Begin met https://"),
    (read_address, "javascript:alert(1)", "is geen webadres"),
    (read_address, "https://jan:geheim@voorbeeld.nl/", "is geen webadres"),
    (read_address, "https://localhost/", "is geen webadres"),
    (read_email, "jan@voorbeeld", "is geen mailadres"),
    (read_email, "'Jan <jan@voorbeeld.nl>'", "is geen mailadres"),
    (MediaFile(PICTURES), "fotto.jpg", "'fotto.jpg' staat niet in media/. Bedoelde je 'foto.jpg'?"),
    (MediaFile(PICTURES), "stuk.pdf", "Kies een bestand dat eindigt op .jpg"),
    (Reference(("onderwerpen",)), "wonne", "Bedoelde je 'wonen'?"),
    (Reference(("onderwerpen",)), "wethouders", "wel in doelgroepen/, netwerken/."),
    (Reference(("onderwerpen",)), "netwerken/wethouders", "wel in netwerken/."),
    (Reference(tuple(NAMES)), "wethouders", "doelgroepen/wethouders of netwerken/wethouders"),
    (Reference(tuple(NAMES)), "stuk", "artikelen/2025/stuk of artikelen/2026/stuk"),
    (Reference(tuple(NAMES)), "artikelen/2024/stuk", "is niet de naam van een stuk"),
    (Named(), "Jan Jansen", "bestaat niet in mensen/"),
    (Named(), "{role: lid}", "verplicht"),
    (read_period, "ooit", "is geen periode"),
    (read_rule, "elke vrijdg", "Bedoelde je 'elke vrijdag'"),
    (read_rule, "FREQ=HOURLY", "is geen goede herhaling (RRULE)"),
]


@pytest.mark.parametrize(("reader", "written", "said"), BAD)
def test_a_wrong_value_is_told(reader: Reader, written: str, said: str) -> None:
    """With what stands there, and what would be right."""
    assert said in read(reader, written)


@pytest.mark.parametrize("written", ["een", "één", "Eén", "1"])
def test_once_may_be_spelled_in_each_way(written: str) -> None:
    """Readers see it with its accents."""
    assert read(read_period, f"{written} keer per jaar").words == "één keer per jaar"


def test_a_block_of_text_begins_below_its_key() -> None:
    """So that what is wrong in a sidebar is told with the line on which it stands."""
    assert read(read_markdown, "|\n\n  een\n\n  twee").line == 4
    assert read(read_markdown, "een").line == 2


def test_a_comment_that_cuts_a_text_is_a_warning() -> None:
    """YAML drops what follows ``#``, which in a title is seldom meant."""
    report = Report("stuk.md", NAMES, MEDIA)
    ((_, _, node),) = parse("---\ntitle: De nummer 1 #raad\n---\n").head.pairs
    assert Text()(node, report.place("title")) == "De nummer 1"
    (problem,) = report.problems
    assert problem.severity is Severity.WARNING
    assert "'#raad'" in problem.message


@pytest.mark.parametrize(
    ("written", "number"),
    [
        *(("661", "661"), ("1.217", "1217"), ("1.234.567", "1234567"), ("3,57", "3.57")),
        *(("3.57", "3.57"), ("1.217,5", "1217.5"), ("-4", "-4"), ("0,5", "0.5")),
        *((text, None) for text in ("", "-", "veel", "1,217,000", "12.34.56", "1e5", "50%")),
        ("9" * 21, None),
    ],
)
def test_figures_are_written_as_in_dutch(written: str, number: str | None) -> None:
    """A point with three digits behind it is for thousands, a comma for decimals."""
    found = parse_number(written)
    assert (None if found is None else str(found)) == number


@given(st.text(max_size=200))
def test_any_text_as_csv_is_a_table_or_problems(text: str) -> None:
    """Never an exception, and no line outside the file."""
    table, problems = parse_figures(text, "cijfers/leden.csv")
    assert table is not None or problems
    assert all(1 <= p.line <= text.count("\n") + text.count("\r") + 1 for p in problems)


EXAMPLES = [
    pytest.param(field, id=f"{folder or 'index.md'}-{field.name}")
    for folder, schema in {"": HOME, **SCHEMAS}.items()
    for field in schema.fields
]


class _Anything(dict[str, Any]):
    """Names and files of which every one exists."""

    def __contains__(self, name: object) -> bool:
        return "/" not in str(name) or "." in str(name)

    def get(self, name: str, default: Any = None) -> Any:
        return _Anything() if name in SCHEMAS else [f"map/{name}"]


@pytest.mark.parametrize("field", EXAMPLES)
def test_each_example_in_a_message_is_right(field: Any) -> None:
    """Who copies the example has a head that can be read."""
    names = {folder: _Anything() for folder in SCHEMAS}
    report = Report("stuk.md", names, _Anything())
    document = parse(f"---\n{field.name}: {field.example}\n---\n")
    assert field.example
    assert document.error is None
    ((_, _, node),) = document.head.pairs
    assert field.read(node, report.place(field.name)) is not None
    assert [str(p) for p in report.problems] == []
