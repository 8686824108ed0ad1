"""What is read without YAML is what YAML reads."""

from __future__ import annotations

from unicodedata import is_normalized

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from site_plugins.loading.disclosure.exposures import exposures
from site_plugins.loading.front_matter import HeadError, parse
from site_plugins.loading.nodes import Mapping
from site_plugins.loading.simple_head import read_simple

VALUES = st.sampled_from(
    """a|b c|2026-11-22 19:30|19:30|null|NULL|~|true|a: b|a:|a #b|a#b|it's|"q"|'q'|" q "|''|""|[a]
    |[a, b c]|[null, a-b]|[a,b]|[]|-|(x)|a, b|“q”|https://a.nl/b?c=d&e=%20|a - b|a ? b|x"y"|a.
    |a:b:c|= b|1_0|!|a *b*|²|é|e\u0301|a\xa0b|"a: b # c"|'a: [b]'|"a" b|a  b|'it''s'|"\\n"|&a b|*a
    ||# c|\ufeff|>|{a: b}|@a|%a""".split("|")
).map(str.strip)
ENDS = st.sampled_from(["", "", "", " ", ":", " #", "-", "\t", " x"])
INDENTS = st.sampled_from(["  ", "  ", "", "    "])
LINES = st.one_of(
    st.builds("{}: {}{}\n".format, st.sampled_from(["k", "a_b", "null", "k1"]), VALUES, ENDS),
    st.builds(
        "{}:\n{}".format,
        st.sampled_from(["k", "a_b"]),
        st.lists(st.builds("{}- {}\n".format, INDENTS, VALUES), max_size=3).map("".join),
    ),
    st.sampled_from(["\n", "# c\n", "  x\n", "  - x\n", "...\n", "k\n"]),
)


def by_yaml(head: str) -> Mapping | None:
    """What the head holds; a comment makes that YAML reads it. None where it is no head."""
    try:
        document = parse(f"---{head}# yaml\n---\n")
    except HeadError:
        return None
    return None if document.error else document.head


@settings(max_examples=400)
@given(st.lists(LINES, min_size=1, max_size=4).map("".join))
@example("title: Wonen: wat nu?\n")
@example("k:\n- a\n- b\na_b: c\n")
@example("k:\n  - a\n    - b\n")
def test_a_simple_head_is_what_yaml_makes_of_it(lines: str) -> None:
    """The same values on the same lines; or it is not taken for a simple one."""
    found = read_simple(f"\n{lines}")
    assert found is None or found == by_yaml(f"\n{lines}")


@pytest.mark.slow
@settings(max_examples=5_000, deadline=None)
@given(st.lists(LINES, min_size=1, max_size=4).map("".join))
def test_many_simple_heads(lines: str) -> None:
    """The same, for a night."""
    found = read_simple(f"\n{lines}")
    assert found is None or found == by_yaml(f"\n{lines}")


def test_what_editors_mostly_write_is_simple() -> None:
    """Else it gains nothing."""
    head = '\ntitle: "Wonen: wat nu?"\ndate: 2026-11-22 19:30\ntopics: [wonen, werk]\nauthors:\n'
    assert read_simple(f"{head}  - daan-visser\ndescription: 'Een plan, en een \"vraag\".'\n")


@pytest.mark.parametrize("sign", "—–‘’“”€áàäâåæçéèëêíìïîñóòöôøúùüûýß")
def test_common_signs_hide_nothing(sign: str) -> None:
    """They are no reason to look closer at a text; what is written beside them still is."""
    assert is_normalized("NFKC", f"a{sign}e{sign.upper()}")
    (found,) = exposures(f"{sign} jan@ｇmail.com")
    assert "jan@gmail.com" in found.message
