"""A text is prepared by itself, once; what its links mean is put in later."""

from __future__ import annotations

import pickle

import pytest

from site_plugins.rendering.text.markdown import Target, finish, prepare, render

TEXT = """Zie [het plan](plan.md) & "meer".

## Een kop

![Foto](foto.jpg) en [elders](https://example.org/a?b=1&c=2), [hierboven](#een-kop)[^1].

[^1]: Bron: [een rapport](plan.md#deel).
"""


PLAIN = TEXT.replace("&", "en")
"""Of which ``plain.py`` makes the same without Python-Markdown."""


@pytest.mark.parametrize("text", [TEXT, PLAIN])
def test_what_is_prepared_asks_for_each_address(text: str) -> None:
    elsewhere = text.partition("(https")[2].partition(")")[0]
    assert prepare(text).questions == (
        "plan.md",
        "foto.jpg",
        f"https{elsewhere}",
        "plan.md#deel",
    )


@pytest.mark.parametrize("text", [TEXT, PLAIN])
def test_what_is_prepared_can_be_kept_and_serves_any_site(text: str) -> None:
    kept = pickle.loads(pickle.dumps(prepare(text)))
    for place in ("/nu/", "/straks/?a&b"):

        def resolve(address: str, place: str = place) -> Target:
            return Target(address if "://" in address else place + address)

        answers = [resolve(address) for address in kept.questions]
        once = finish(text, kept, answers, {})
        assert once == render(text, resolve, {})
        assert f'<a href="{place.replace("&", "&amp;")}plan.md">het plan</a>' in once.html
        assert once.own == ("een-kop", "fn:1", "fnref:1")
        assert once.ids == {"een-kop", "fn:1", "fnref:1"}


@pytest.mark.parametrize(
    ("text", "without"),
    [
        ("'[s](weg) avonds", "'s avonds"),
        ("'[n](weg)oot'", "'noot'"),
        ("2010[–2023](weg)", "2010–2023"),
        ("a.[..](weg)", "a..."),
        ("## [Kop](weg) 'x'", "## Kop 'x'"),
        ("![een *foto*](weg) na", " na"),
    ],
)
def test_a_link_that_goes_leaves_the_text_as_if_it_never_was_one(text: str, without: str) -> None:
    """With the quotes and dashes of the words that come together."""
    gone = render(text, lambda address: Target(None), {})
    assert gone.html.replace("<p> na", "<p>na") == render(without, Target, {}).html


def test_ids_that_the_page_has_already_are_others() -> None:
    prepared = prepare("## Kop\n\n[naar](#kop)")
    first = finish("", prepared, [], {})
    later = finish("", prepared, [], {}, taken={"kop"})
    assert [h.id for h in (*first.headings, *later.headings)] == ["kop", "kop-2"]
    assert later.html == '<h2 id="kop-2">Kop</h2>\n<p><a href="#kop-2">naar</a></p>'
    assert later.own == ("kop-2",)
