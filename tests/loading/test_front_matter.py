"""Heads and bodies: what is read, on which line it stands, and that nothing breaks the reader."""

from __future__ import annotations

import time

import pytest
import yaml
from hypothesis import example, given, settings
from hypothesis import strategies as st

from site_plugins.loading.front_matter import (
    MAX_BYTES,
    MAX_DEPTH,
    Document,
    HeadError,
    decode,
    parse,
)
from site_plugins.loading.nodes import Mapping, Node, Scalar, Sequence


def plain(node: Node) -> object:
    """A node as YAML with only texts would have it."""
    if isinstance(node, Mapping):
        return {name: plain(value) for name, _, value in node.pairs}
    if isinstance(node, Sequence):
        return [plain(item) for item in node.items]
    return None if node.empty else node.text


def head(text: str) -> object:
    """The head of a file with these lines in it."""
    document = parse(f"---\n{text}\n---\n")
    assert document.error is None, document.error
    return plain(document.head)


def fault(text: str) -> HeadError:
    """What is wrong with a head of these lines."""
    error = parse(f"---\n{text}\n---\nTekst.\n").error
    assert error is not None
    return error


def test_every_value_stays_the_text_that_was_written() -> None:
    """YAML 1.1 would make these 1170, False, 83, 1.1, a date, a float and infinity."""
    traps = [
        "19:30",
        "no",
        "0123",
        "1.10",
        "2026-11-22",
        "1e3",
        ".inf",
        "0x1F",
        "1_000",
        "=",
        "yes",
    ]
    assert head(f"a: [{', '.join(traps)}]") == {"a": traps}


def test_nothing_is_not_the_word_for_it() -> None:
    """An empty value, ``~`` and ``null`` are nothing; between quotes they are texts."""
    nothing = dict.fromkeys("abc")
    written = "a:\nb: ~\nc: null\nd: 'null'\ne: '~'\nf: nul"
    assert head(written) == nothing | {"d": "null", "e": "~", "f": "nul"}


def test_lines_are_those_of_the_file() -> None:
    """The line with ``---`` is the first; a value counts as standing at its key."""
    document = parse(
        "---\n"  # 1
        "title: Een titel\n"
        "\n"
        "# uitleg\n"
        "topics:\n"  # 5
        "  - wonen\n"
        "  - werk\n"
        "image: {src: a.jpg,\n"
        "  alt: Een foto}\n"
        "text: |\n"  # 10
        "\n"
        "  Een kader.\n"
        "---\n"
        "\n"
        "Tekst.\n"  # 15
    )
    lines = {name: line for name, line, _ in document.head.pairs}
    assert lines == {"title": 2, "topics": 5, "image": 8, "text": 10}
    _, topics, image, text = (value for _, _, value in document.head.pairs)
    assert isinstance(topics, Sequence)
    assert (topics.line, [item.line for item in topics.items]) == (5, [6, 7])
    assert isinstance(image, Mapping)
    assert [line for _, line, _ in image.pairs] == [8, 9]
    assert isinstance(text, Scalar)
    assert (text.line, text.first, text.text) == (10, 12, "Een kader.")
    assert (document.body, document.body_line) == ("Tekst.", 15)


@pytest.mark.parametrize(
    ("text", "body", "line"),
    [
        ("---\ntitle: A\n---\nTekst.\n", "Tekst.", 4),
        ("---\ntitle: A\n---\n\n\n    code\n", "    code", 6),
        ("---\n\n\ntitle: A\n---\nTekst.\n", "Tekst.", 6),
        ("---  \ntitle: A\n--- \nTekst.\n", "Tekst.", 4),
        ("---\n---\nTekst.\n", "Tekst.", 3),
        ("---\n# niets\n---\nTekst.\n", "Tekst.", 4),
        ("---\ntitle: A\n---", "", 3),
        ("---\ntitle: A\n---\nTekst.\n\n---\n\nMeer.\n", "Tekst.\n\n---\n\nMeer.", 4),
        ("---\ntext: |\n  a\n  ---\n  b\n---\nTekst.\n", "Tekst.", 7),
        ("---\ntitle: A\n---\nEen kop\n---\n", "Een kop\n---", 4),
    ],
)
def test_the_body_begins_below_the_head(text: str, body: str, line: int) -> None:
    """The first ``---`` on a line of its own ends the head; the body keeps its own."""
    document = parse(text)
    assert document.error is None
    assert (document.body, document.body_line) == (body, line)


@pytest.mark.parametrize(
    ("text", "line", "said"),
    [
        ("title: Wonen: werk", 2, "dubbele punt"),
        ("a: b\ntitle: Wonen: werk", 3, "dubbele punt"),
        ("a: b\n  c: d", 3, "springt in"),
        ("a:\n\t- b", 3, "tab"),
        ("a: b\n\tdraft: true", 3, "tab"),
        ("a: b\nc: @d", 3, "met @ beginnen"),
        ("a: b\nc: `d`", 3, "met ` beginnen"),
        ("a: b\nc: %d", 3, "met % beginnen"),
        ('a: b\nc: "d\ne: f', 3, "aanhalingsteken is niet gesloten"),
        ("a: b\nc: 'd", 3, "aanhalingsteken is niet gesloten"),
        ("a: b\nc: [d, e\nf: g", 3, "begint, is niet goed gesloten met ]"),
        ("a: b\nc: {d: e\nf: g", 3, "begint, is niet goed gesloten met }"),
        ("a: b\nc\nd: e", 3, "dubbele punt achter de naam van het veld"),
        ("a: &b c", 2, "begint met &, * of !"),
        ("a: *b", 2, "begint met &, * of !"),
        ("a: **b** c", 2, "begint met &, * of !"),
        ("a: !b c", 2, "begint met &, * of !"),
        ("a: !!python/object:os.system c", 2, "begint met &, * of !"),
        ("a: &a [*a]", 2, "begint met &, * of !"),
        ('a: "b\\qc"', 2, "schuine streep"),
        ('a: "b\\x08c"', 2, "schuine streep"),
        ('a: "b\\rc"', 2, "schuine streep"),
        ('a: "b\\ud83dc"', 2, "schuine streep"),
        ("- a\n- b", 1, "hoort een veld te zijn"),
        ("alleen tekst", 1, "hoort een veld te zijn"),
        ("? [a]\n: b", 2, "één woord"),
        ("{a: b}: c", 2, ""),
        ("a: b\n...\nc: d", 4, "tweede kop"),
    ],
)
def test_what_is_wrong_is_told_with_its_line(text: str, line: int, said: str) -> None:
    """The body is still there, so that what is wrong in it comes out too."""
    error = fault(text)
    assert (error.line, said in error.message) == (line, True), error.message
    assert parse(f"---\n{text}\n---\nTekst.\n").body == "Tekst."


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("", "ontbreekt"),
        ("Tekst.\n", "ontbreekt"),
        ("+++\ntitle = 'A'\n+++\n", "ontbreekt"),
        ("\n---\ntitle: A\n---\n", "Haal weg wat er voor --- staat"),
        ("\xa0---\ntitle: A\n---\n", "Haal weg wat er voor --- staat"),
        ("\ufeff---\ntitle: A\n---\n", "Haal weg wat er voor --- staat"),
        ("----\ntitle: A\n----\n", "alleen ---"),
        ("--- # kop\ntitle: A\n---\n", "alleen ---"),
        ("---", "alleen ---"),
        ("---\ntitle: A\n", "niet afgesloten"),
        ("---\ntitle: A\n ---\n", "niet afgesloten"),
        ("---\ntitle: A\n----\n", "niet afgesloten"),
    ],
)
def test_a_file_without_a_head_is_refused(text: str, said: str) -> None:
    """MkDocs would publish it with its head as text."""
    with pytest.raises(HeadError) as found:
        parse(text)
    assert found.value.line == 1
    assert said in found.value.message


def test_depth_and_length_are_refused_at_once() -> None:
    """200 kB of ``[`` ends PyYAML's C loader with a segmentation fault."""
    started = time.perf_counter()
    assert "kop van het bestand is te lang" in fault(f"a: {'[' * 200_000}").message
    for opening in ("[", "{a: ", "- ", "? "):
        text = f"a:\n  {opening * (60_000 // len(opening))}"
        assert "te veel lagen" in fault(text).message
    assert "te veel lagen" in fault("\n".join(f"{' ' * n}a:" for n in range(300))).message
    assert time.perf_counter() - started < 2
    deep = "[" * (MAX_DEPTH - 1) + "]" * (MAX_DEPTH - 1)
    assert parse(f"---\na: {deep}\n---\n").error is None


def test_bytes_become_text() -> None:
    """UTF-8 with or without a byte order mark, and line ends of every system."""
    assert decode(b"\xef\xbb\xbf---\r\na: b\rc: d\n---\n") == "---\na: b\nc: d\n---\n"
    assert decode("Eén ’s avonds 💩".encode()) == "Eén ’s avonds 💩"


@pytest.mark.parametrize(
    ("data", "line", "said"),
    [
        (b"a\nCaf\xe9\n", 2, "(na 'Caf') staat een teken dat niet te lezen is"),
        (b"\xff\xfea\x00", 1, "codering UTF-8"),
        (b"a\nb\x00\n", 2, "U+0000"),
        (b"a\n\n\x1b[1m\n", 3, "U+001B"),
        ("a\n\x85".encode(), 2, "U+0085"),
        ("a\u2028b".encode(), 1, "U+2028"),
        (b"x" * (MAX_BYTES + 1), 1, "groter dan 1 MB"),
    ],
)
def test_what_is_no_text_is_refused(data: bytes, line: int, said: str) -> None:
    """Other encodings, control characters, and files of any size."""
    with pytest.raises(HeadError) as found:
        decode(data)
    assert found.value.line == line
    assert said in found.value.message


@given(st.binary(max_size=300))
def test_any_bytes_are_text_or_a_reason(data: bytes) -> None:
    """Never another exception."""
    try:
        text = decode(data)
    except HeadError as error:
        assert 1 <= error.line <= data.count(b"\n") + 1
    else:
        assert "\r" not in text


# Mostly what YAML gives a meaning to.
YAML_LIKE = st.text(alphabet=st.sampled_from("ab:- \n\t[]{}'\"#&*!|>%@`?,~\\.x0é💩"), max_size=60)


@settings(max_examples=500)
@given(st.one_of(YAML_LIKE, st.text(max_size=60)))
@example("a: b\n---\nc: d")
@example("%YAML 9.9")
@example("a: !<tag:yaml.org,2002:null> x")
@example('"a\\ud800": b')
def test_any_text_is_a_head_or_a_reason(text: str) -> None:
    """Never another exception, and a line that is in the file."""
    try:
        document = parse(f"---\n{text}\n---\nTekst.\n")
    except HeadError as error:
        assert error.line == 1
    else:
        assert isinstance(document, Document)
        if document.error:
            assert 1 <= document.error.line <= text.count("\n") + 4
            assert document.error.message.endswith((".", "?"))


TEXTS = st.text(st.characters(categories=["L", "N", "P", "S", "Zs"]), min_size=1, max_size=40)
VALUES = st.recursive(
    TEXTS,
    lambda inner: st.one_of(
        st.lists(inner, max_size=3), st.dictionaries(TEXTS, inner, min_size=1, max_size=3)
    ),
    max_leaves=6,
)


@given(st.dictionaries(TEXTS, VALUES, min_size=1, max_size=4))
@example({"0": "\xa0"})
def test_what_yaml_writes_is_read_back(values: dict[str, object]) -> None:
    """Quotes, blocks and indents as PyYAML writes them (``lokaal new`` uses it)."""
    written = yaml.safe_dump(values, allow_unicode=True, sort_keys=False, width=1000)
    assert head(written) == _stripped(values)


def _stripped(value: object) -> object:
    """White space around a text is no part of it."""
    match value:
        case str():
            return value.strip()
        case list():
            return [_stripped(item) for item in value]
        case dict():
            return {str(_stripped(name)): _stripped(item) for name, item in value.items()}
    return value
