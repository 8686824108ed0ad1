"""Characters that HTML doesn't allow, written as numbers."""

from __future__ import annotations

import re

import pytest

from site_plugins.rendering.text.markdown import Target, render


@pytest.mark.parametrize(
    "written", ["&#1;", "&#x1F;", "&#x81;", "&#127", "&#8232;", "&#x202e;", "&#xFFFE;"]
)
@pytest.mark.parametrize("text", ["Een {} woord.", '<b title="{}">Woord</b>', "![foto {}](/a.png)"])
def test_a_control_character_is_a_mistake(text: str, written: str) -> None:
    """The editor reads which one it is, and nothing of it gets any further."""
    made = render(text.format(written), Target, {})
    message = f"hier staat een onzichtbaar teken ({written}). Haal het weg."
    assert made.problems == ((written, message),)
    assert not re.search("[\x00-\x08\x0b-\x1f\x7f-\x9f\u2028\u202e\ufffe]", made.html)


@pytest.mark.parametrize("text", ["Een `&#1;` woord.", "&amp;#1;", "&#8212; &#x20AC; &#x80;"])
def test_other_numbers_are_not(text: str) -> None:
    """In code it is text, and most numbers are a character to read."""
    assert render(text, Target, {}).problems == ()
