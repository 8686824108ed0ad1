"""What our templates do in place of Jinja: the same, for values of every kind."""

from __future__ import annotations

from urllib.parse import quote

import pytest
from hypothesis import given
from hypothesis import strategies as st
from jinja2 import DictLoader, StrictUndefined
from jinja2.exceptions import UndefinedError
from markupsafe import Markup, escape

from site_plugins.rendering.environment import quoted
from site_plugins.rendering.templating import PlainEnvironment, shown

TEXTS = st.text() | st.text(alphabet="a<>&\"' ")
LIBRARY = """
{%- macro link(text, url="") %}<a href="{{ url }}">{{ text }}</a>{% endmacro -%}
{%- macro box(title, level=2) %}<b{{ level }}>{{ title }}{{ caller() }}</b>{% endmacro -%}
"""


@given(TEXTS | st.integers() | TEXTS.map(Markup))
def test_what_is_shown(value: object) -> None:
    assert shown(value) == escape(value)


@given(st.text() | st.from_regex(r"https://[a-z. :/?&é~-]+", fullmatch=True))
def test_a_part_of_an_address(text: str) -> None:
    text = text.encode("utf-8", "replace").decode()
    assert quoted(text) == quote(text)


@pytest.mark.parametrize(
    ("template", "expected"),
    [
        ("{{ link(x) }}", '<a href="">&lt;i&gt;</a>'),
        ("{{ link(x, '/a') }}", '<a href="/a">&lt;i&gt;</a>'),
        ("{{ link(url=x, text='t') }}", '<a href="&lt;i&gt;">t</a>'),
        ("{% for y in [x] %}{{ link(y, y) }}{% endfor %}", '<a href="&lt;i&gt;">&lt;i&gt;</a>'),
        ("{% call box(x, level=3) %}{{ x }}{% endcall %}", "<b3>&lt;i&gt;&lt;i&gt;</b>"),
        ("{% set z = link(x) %}{{ z ~ x }}", '<a href="">&lt;i&gt;</a>&lt;i&gt;'),
    ],
)
def test_macros(template: str, expected: str) -> None:
    """They take what they are given by place, by name or as a block; nothing is escaped twice."""
    assert _rendered(template) == expected


def test_what_is_not_there_is_told() -> None:
    """As a mistake in a template, and never as an empty place in a page."""
    with pytest.raises(UndefinedError):
        _rendered("{{ nothing }}")
    with pytest.raises(AttributeError):
        _rendered("{{ x.nothing }}")
    with pytest.raises(TypeError):
        _rendered("{{ link(x, '', x) }}")


def _rendered(template: str) -> str:
    texts = {"library": LIBRARY, "page": f"{{% from 'library' import box, link %}}{template}"}
    env = PlainEnvironment(loader=DictLoader(texts), autoescape=True, undefined=StrictUndefined)
    return env.get_template("page").render(x="<i>")
