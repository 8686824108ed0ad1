"""The fast way through plain Markdown ends where the slow one ends, or it isn't taken at all.

The slow one is Python-Markdown, what warns of HTML that goes, nh3, and all that is done to the HTML
then. The fast one sanitises nothing: that both give the same is what makes it safe.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from random import Random

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st
from slugify import slugify

from site_plugins.rendering.text.dialect import heading_id
from site_plugins.rendering.text.limits import certainly_little, too_much
from site_plugins.rendering.text.markdown import parsed
from site_plugins.rendering.text.plain import plain
from site_plugins.rendering.text.sanitising import sanitise
from tests.conftest import ROOT

WORDS = (
    "raad stem 's-Gravenhage bureau's \"wij\" 2,5% één café — 1.000 twee-derde 12.30 en/of (zie) "
    "D66: €40 09:30 a.b 3. #kop a=b c+d e^f @naam ?! …"
).split()


def _sentence(chance: Random, notes: list[str]) -> str:
    words = chance.choices(WORDS, k=chance.randint(1, 9))
    for _ in range(chance.randint(0, 2)):
        inner = " ".join(chance.choices(("raad", "stem", "één"), k=chance.randint(1, 2)))
        span = chance.choice(
            (f"*{inner}*", f"**{inner}**", f"[{inner}](../2024/a_b.md#c)", f"**[{inner}](/x/)**")
        )
        words.insert(chance.randrange(len(words) + 1), span)
    if notes and chance.random() < 0.3:
        words.append(f"stem[^{notes.pop(0)}].")
    return " ".join(["Een", *words])


def _article(chance: Random) -> str:
    """A text with what articles have in them: nearly always plain."""
    notes = [str(number) for number in range(1, chance.randint(1, 4))]
    left = list(notes)

    def several(line: str) -> str:
        lines = range(1, chance.randint(2, 5))
        return "\n".join(line.format(n=n, text=_sentence(chance, left)) for n in lines)

    makers: tuple[Callable[[], str], ...] = (
        lambda: _sentence(chance, left),
        lambda: several("{text}"),
        lambda: "#" * chance.randint(1, 4) + f" Een *kop*, {chance.choice(WORDS)[:3]}",
        lambda: several("- {text}") + "\n\nTekst",
        lambda: several("{n}. {text}") + "\n\nTekst",
        lambda: f"> zei {chance.choice(WORDS)}\n> en *dat*\n>\n> — Jan\n\nTekst",
        lambda: "| a | b |\n| --- | ---: |\n" + several("| {text} | {n} |"),
        lambda: "![een raad](../media/a.jpg)",
    )
    blocks = [chance.choice(makers)() for _ in range(chance.randint(1, 9))]
    blocks += [f"[^{note}]: Bron: {_sentence(chance, left)}" for note in notes]
    return "\n\n".join(blocks)


def _written(pieces: tuple[str, ...], most: int) -> st.SearchStrategy[str]:
    return st.lists(st.sampled_from(pieces), min_size=1, max_size=most).map("".join)


# What is on the border of plain: each mark at each place, and what comes close to another meaning.
MARKS = (
    *r"""* ** *** _ __ [ ] ( ) ![ ]( [^1] [^2] [^1]: [^ ]: [x]: [a](b) [a](/b_c_d) ![a](b.png) *a*
    **b** **a*b** *a[b](c)* [*a*](b) [a](b"c") [a](<b>) [a](b(c)) [a] ! !! a b é 1 1. 2. 12. 3) .
    , : ; # ## ###### - -- --- === = + > | |a| |-| ||| ' " / /// // ^ % @ € – — … ` \ & &amp; < <b>
    { } {: ~ ~~~ !!! ??? \* *[a]: http://x.nl x@y.nl raad stem""".split(),
    *(
        " ",
        " ",
        "  ",
        "\n",
        "\n",
        "\n\n",
        "\n\n\n",
        "    ",
        "\t",
        "\xa0",
        "\u2028",
        "\xad",
        "- [ ] ",
    ),
)
BLOCKS = (
    "tekst\n\n",
    "tekst\nmeer *nadruk* tekst\n\n",
    "*a* en **b**\n\n",
    "## kop\n\n",
    "## kop\n",
    "# *a* 'b' \"c\"\n\n",
    "##kop\n\n",
    "## kop ##\n\n",
    "## a_b\n\n",
    "kop\n---\n\n",
    "kop\n===\n",
    "---\n\n",
    "- a\n- b\n\n",
    "- a\n- b\n",
    "* a\n* b\n\n",
    "* a\n- b\n\n",
    "+ c\n\n",
    "- - a\n",
    "- 1. a\n\n",
    "- a\n  b\n\n",
    "- a\n    - b\n\n",
    "- # a\n",
    "1. a\n2. b\n\n",
    "1. a\n7. b\n\n",
    "3. a\n\n",
    "1. a\n- b\n\n",
    "    tekst\n\n",
    "> a\n> b\n>\n> c\n\n",
    "> a\nb\n\n",
    "> - a\n\n",
    "> > a\n\n",
    ">a\n\n",
    ">\n\n",
    "> ## a\n\n",
    "tekst\n> a\n\n",
    "tekst\n- a\n\n",
    "tekst\n## a\n\n",
    "| a | b |\n| --- | --- |\n| 1 | 2 |\n\n",
    "|a|b|c|\n|:-|:-:|-:|\n|1||*3*|\n||| |\n",
    "| a | b |\n| --- | --- |\n| 1 | 2 | 3 |\n\n",
    "| a | b |\n| --- | --- |\n| 1 |\n\n",
    "| a | b |\n| --- | --- |\n",
    "| a |\n| --- |\n| b |\n\n",
    "| a | b |\n| -- |\n| 1 | 2 |\n\n",
    "| *a | b* |\n| --- | --- |\n| [x](y) | 2[^1] |\n\n",
    "a | b\n--- | ---\n1 | 2\n\n",
    "a[^1] en b[^2].\n\n",
    "c[^1]\n\n",
    "- c[^2]\n\n",
    "[^1] d\n\n",
    "[^1]: noot\n",
    "[^1]: noot\n\n",
    "[^2]: noot [x](y)\n\n",
    "[^1]: noot\nverder\n\n",
    "[^2]: - a\n\n",
    "[^3]: ongebruikt\n\n",
    "![a](b.png)\n\n",
    "![a](https://x.nl/b.png)\n\n",
    "## inhoud\n\n",
    "## motiebank-a\n\n",
    "[a](#kop)[b](#fn:1)\n\n",
    "[a](mailto:b@c.nl) [d](tel:+31-6)\n\n",
    "[a](/b%20c/?d=e#f) [g](https://h.nl:80/)\n\n",
    "a/b en //c d\n\n",
    "'a' \"b\" 2010–2023... *'s* avonds\n\n",
    "- a \n- b\n\n",
    "> a\n> \n> b\n\n",
    '![a "b"](b.png)\nonder\n\n',
    "[x]: http://x.nl\n\n",
    "*[AB]: uitleg\n\n",
    "AB\n: uitleg\n\n",
    "!!! tip\n    a\n\n",
    "Hoera![a](b) en [c](d)!\n\n",
    "12.30 uur\n\n",
    "1.\n\n",
    "2024. Een jaar\n\n",
    "a\n2024. Een jaar\n\n",
    " ",
    "\n",
    "einde",
)

PLAIN_MARKS = tuple(mark for mark in MARKS if plain(f"een{mark}een") is not None)
PLAIN_BLOCKS = tuple(block for block in BLOCKS if plain(block) is not None)

texts = st.one_of(
    _written(MARKS, 12),
    _written((*BLOCKS, *MARKS), 9),
    _written(PLAIN_BLOCKS, 7),
    _written((*PLAIN_MARKS, *MARKS[:8], "- ", "1. ", "> ", "| "), 9).map("een {}".format),
    _written((*PLAIN_BLOCKS, *PLAIN_MARKS), 9),
    st.integers(0, 2**32).map(lambda seed: _article(Random(seed))),
)


def agree(text: str) -> None:
    """In every part: HTML, addresses, headings, ids, problems and warnings."""
    found = plain(text)
    if found is not None:
        assert not certainly_little(text) or not too_much(text)
        if not too_much(text):
            assert found == parsed(text)
            assert found.warnings == ()


@given(texts)
@settings(max_examples=200)
def test_generated_markdown_means_the_same(text: str) -> None:
    agree(text)


@pytest.mark.slow
@given(texts)
@settings(max_examples=5000)
def test_much_generated_markdown_means_the_same(text: str) -> None:
    agree(text)


@given(st.text(max_size=40))
@example("a\x85b")
@example(" a")
@example("١. a")
@example(f"a[^{'n' * 130}]\n\n[^{'n' * 130}]: b")
@example("## " + "lang " * 30 + "woord")
def test_any_text_means_the_same(text: str) -> None:
    agree(text)


# Of addresses, and of what could make another one of them: for a browser, or for nh3.
SPELLINGS = (
    *r"""/ // : . .. ? # % %20 %3A %3a %2F%2F %25 @ ; , + = _ - a b 1 [ ] \ & " ' < > javascript:
    JavaScript: java%73cript: javascript%3A vbscript: data:text/html,a http: https: HTTPS: http://
    https:// //x.nl mailto: tel: file: blob: x: &#58; &colon; &#x6A;avascript: x.nl localhost
    127.0.0.1 1.2.3.4.5 a.999 xn--a.nl a_b.nl user@x.nl x.nl:80 x.nl:99999 #a /a/ a.md ../a.md
    a.jpg media/é.jpg""".split(),
    *("\x00", "\x01", "\t", "\n", " ", "\xa0", "\xad", "\u200b", "\u2028", "\u202e", "\u017f"),
)


@given(
    _written(SPELLINGS, 6),
    st.sampled_from(["[a]({})", "![a]({})", "*[a b]({})*", "x[^1]\n\n[^1]: [a]({})"]),
)
@settings(max_examples=400)
@example("javascript:a", "[a]({})")
@example("javascript%3Aa", "[a]({})")
@example("//x.nl", "![a]({})")
@example("https://1.2.3.4.5", "[a]({})")
@example("https://a.999", "[a]({})")
@example("https://xn--a.nl/", "[a]({})")
@example("mailto:a@b", "![a]({})")
def test_no_address_comes_through_that_would_not_be_let_through(address: str, form: str) -> None:
    text = form.format(address)
    found = plain(text)
    if found is not None:
        assert found == parsed(text)
        written = [*found.questions, *(f"#{place}" for place in found.own)]
        raw = "".join(f'<a href="{each}">a</a><img src="{each}">' for each in written)
        assert sanitise(raw) == raw


@given(st.text(alphabet="abzABZ019 -.\x1fé"))
def test_the_id_of_a_heading_is_that_of_slugify(words: str) -> None:
    assert heading_id(words) == (slugify(words) or "kop")


def _real_texts() -> Iterator[str]:
    for file in sorted((ROOT / "content").rglob("*.md")):
        yield file.read_text(encoding="utf-8").removeprefix("---\n").partition("\n---\n")[2]


def test_most_of_what_editors_write_is_plain() -> None:
    """And means the same: who breaks the fast way for ordinary articles is told here."""
    chance = Random(7)
    written = [*_real_texts(), *(_article(chance) for _ in range(100))]
    taken = [text for text in written if plain(text)]
    for text in taken:
        agree(text)
    assert len(taken) > 0.8 * len(written)
