"""Markdown becomes safe Dutch HTML, whatever it holds."""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import Decimal

import html5lib
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from site_plugins.model.figures import Figures
from site_plugins.rendering.html import absolute, plain_text
from site_plugins.rendering.text import markdown
from site_plugins.rendering.text.markdown import Heading, Rendered, Target, render
from site_plugins.rendering.text.typography import curly

FIGURES = {
    "leden.csv": Figures(
        "Peildatum",
        ("1-1-2010", "1-10-2014"),
        ("Raadsleden", "Waterschappen, AB en DB"),
        ((Decimal(2126), Decimal(62)), (Decimal(955), None)),
    )
}


def resolve(address: str) -> Target:
    """A small site: ``weg…`` doesn't exist, ``geheim…`` is hidden."""
    if "://" in address:
        return Target(address)
    if address.startswith("weg"):
        return Target(None, f"{address} bestaat niet")
    if address.startswith("geheim"):
        return Target(None)
    return Target(f"/doel/{address.removeprefix('/')}")


def rendered(text: str) -> Rendered:
    return render(text, resolve, FIGURES)


def messages(text: str) -> str:
    return "; ".join(f"{found}: {message}" for found, message in rendered(text).problems)


@pytest.mark.parametrize(
    ("typed", "set_"),
    [
        ("'s-Hertogenbosch", "’s-Hertogenbosch"),
        ("in 's-Hertogenbosch", "in ’s-Hertogenbosch"),
        ("'s avonds", "’s avonds"),
        ("'S AVONDS", "’S AVONDS"),
        ("('s middags)", "(’s middags)"),
        ("'s middags/'s avonds", "’s middags/’s avonds"),
        ("'t is zo", "’t is zo"),
        ("'n raad", "’n raad"),
        ("zag 'm, zag 'r", "zag ’m, zag ’r"),
        ("'k weet 't", "’k weet ’t"),
        ("'ns kijken", "’ns kijken"),
        ("in '90", "in ’90"),
        ("'70-'75", "’70-’75"),
        ("de jaren '90.", "de jaren ’90."),
        ("pre-'68", "pre-’68"),
        ("d'r en z'n", "d’r en z’n"),
        ("foto's", "foto’s"),
        ("Hans' boek", "Hans’ boek"),
        ("'gewone aanhaling'", "‘gewone aanhaling’"),
        ("de 'nieuwe' raad", "de ‘nieuwe’ raad"),
        ('"dubbel"', "“dubbel”"),
        ('Zij: "Ja."', "Zij: “Ja.”"),
        ("\"Hij zei 'nee'\"", "“Hij zei ‘nee’”"),
        ('"\'t Is waar", zei', "“’t Is waar”, zei"),
        ("''t Is waar'", "‘’t Is waar’"),
        ("de letter 's'", "de letter ‘s’"),
        ("'1990' en '90'", "‘1990’ en ‘90’"),
        ("Noord-'Holland'", "Noord-‘Holland’"),
        ("wacht...", "wacht…"),
        ("'...dan'", "‘…dan’"),
        ("tien....", "tien...."),
        ("een -- twee", "een -- twee"),
        ("‘s avonds", "’s avonds"),
        ("‘al goed’", "‘al goed’"),
        ("de letter ‘s’", "de letter ‘s’"),
        ('"', "”"),
        ("", ""),
    ],
)
def test_quotes_are_dutch(typed: str, set_: str) -> None:
    """Titles and texts get the same quotes; a second time changes nothing."""
    assert curly(typed) == set_
    assert curly(set_) == set_
    if typed:
        assert plain_text(rendered(f"x {typed}").html) == f"x {set_}"


@pytest.mark.parametrize(
    ("typed", "whole"),
    [
        ("van 19.30–20.30 uur", ["19.30–20.30 uur"]),
        ("**2010–2023**, 2–4 leden.", ["2010–2023", "2–4"]),
        ("1 – 2 en raad–college en `2010–2023`", []),
    ],
)
def test_a_range_of_numbers_stays_on_one_line(typed: str, whole: list[str]) -> None:
    """No line breaks after its dash; code stays as it was typed."""
    assert re.findall(r'<span class="nowrap">(.*?)</span>', rendered(typed).html) == whole


@pytest.mark.parametrize(
    ("text", "html"),
    [
        ("'*gewoon*'", "<p>‘<em>gewoon</em>’</p>"),
        ("*'gewoon'*", "<p><em>‘gewoon’</em></p>"),
        ("*Hans*' boek", "<p><em>Hans</em>’ boek</p>"),
        ('"[naam](a)"', '<p>“<a href="/doel/a">naam</a>”</p>'),
        ("`'x'` '`y`'", "<p><code>'x'</code> ‘<code>y</code>’</p>"),
        (r"\'recht\' \"recht\"", "<p>'recht' \"recht\"</p>"),
        ("a  \n'b'", "<p>a<br>\n‘b’</p>"),
        ("    'code'", "<pre><code>'code'\n</code></pre>"),
        ("&quot;x&quot; <b>'y'</b>", "<p>“x” <b>‘y’</b></p>"),
    ],
)
def test_quotes_are_seen_across_tags(text: str, html: str) -> None:
    """Emphasis and links are no walls; code and escaped quotes stay as they are."""
    assert rendered(text).html == html


@pytest.mark.parametrize(
    ("text", "part"),
    [
        ("!!! note\n    Tekst", '<p class="admonition-title">Let op</p>'),
        ("!!! let-op\n    Tekst", '<div class="admonition note">'),
        ('!!! tip "Eigen titel"\n    Tekst', '<p class="admonition-title">Eigen titel</p>'),
        ('!!! tip ""\n    Tekst', '<div class="admonition tip">\n<p>Tekst</p>'),
        ("!!! warning inline\n    Tekst", '<div class="admonition warning inline">'),
        ("??? voorbeeld\n    Tekst", '<details class="example">\n<summary>Voorbeeld</summary>'),
        ("???+ question\n    Tekst", '<details class="question" open="">\n<summary>Vraag'),
        ("x[^1]\n\n[^1]: noot", 'title="Terug naar de tekst bij noot 1"'),
        ("- [ ] doen", '<input type="checkbox" disabled aria-label="nog te doen"> doen'),
        ("- [x] klaar", '<input type="checkbox" disabled checked aria-label="gedaan"> klaar'),
        ('=== "Een"\n    1\n\n=== "Twee"\n    2', '<label for="__tabbed_1_2">Twee</label>'),
        ("|a|b|\n|-|-:|\n|1|2|", '<td class="right">2</td>'),
        ("a\n: b", "<dt>a</dt>\n<dd>b</dd>"),
        ("CLB\n\n*[CLB]: Centrum", '<abbr title="Centrum">CLB</abbr>'),
        ("## Kop {#eigen .lead}", '<h2 class="lead" id="eigen">Kop</h2>'),
        ("```\n!!! note\n```", "<code>!!! note\n</code>"),
    ],
)
def test_extensions_work_in_dutch(text: str, part: str) -> None:
    assert part in rendered(text).html


def test_headings_come_out_in_order() -> None:
    """With ids of plain letters and without the numbers of footnotes."""
    text = "## Één 'kop'[^1]\n\n### Twee `x`\n\n## Één 'kop'\n\n[^1]: noot"
    assert rendered(text).headings == (
        Heading(2, "een-kop", "Één ‘kop’"),
        Heading(3, "twee-x", "Twee x"),
        Heading(2, "een-kop_1", "Één ‘kop’"),
    )


@pytest.mark.parametrize(
    ("text", "html"),
    [
        ("[a](b.md)", '<a href="/doel/b.md">a</a>'),
        ("[a](b.md#kop?x=1&y=2)", '<a href="/doel/b.md#kop?x=1&amp;y=2">a</a>'),
        ('[a](b.md "titel")', '<a href="/doel/b.md" title="titel">a</a>'),
        ("[a](/agenda/)", '<a href="/doel/agenda/">a</a>'),
        ("[a][b]\n\n[b]: c.md", '<a href="/doel/c.md">a</a>'),
        ('<a href="b.md" onclick="x" target="_blank">a</a>', '<a href="/doel/b.md">a</a>'),
        ("[a](#kop)", '<a href="#kop">a</a>'),
        ("[a](https://x.nl/?a=1&b=2)", '<a href="https://x.nl/?a=1&amp;b=2">a</a>'),
        ("[a](mailto:a@b.nl)", '<a href="mailto:a@b.nl">a</a>'),
        ("<a@b.nl>", '<a href="mailto:a@b.nl">a@b.nl</a>'),
        ("[a](tel:+31201234567)", '<a href="tel:+31201234567">a</a>'),
        ("[a](geheim.md)", "a"),
        ("[*a* b](geheim.md) c", "<em>a</em> b c"),
        ('<a href="geheim.md">a</a> [b](c)', 'a <a href="/doel/c">b</a>'),
        ("![alt](x.png)", '<img alt="alt" src="/doel/x.png" loading="lazy">'),
        ('<img src="x.png" alt="a">', '<img src="/doel/x.png" alt="a" loading="lazy">'),
        ("a ![alt](geheim.png)", "a"),
        ("[![alt](x.png)](geheim.md)", '<img alt="alt" src="/doel/x.png" loading="lazy">'),
    ],
)
def test_addresses_are_resolved(text: str, html: str) -> None:
    """In Markdown and raw HTML alike; of a link to nowhere the words stay."""
    result = rendered(text)
    assert result.html in (f"<p>{html}</p>", f"<p>{html} </p>")
    assert result.problems == ()


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("[a](weg.md)", "weg.md: weg.md bestaat niet"),
        ("![a](weg.png)", "weg.png: weg.png bestaat niet"),
        ("![](x.png)", "x.png: bij deze afbeelding ontbreekt de beschrijving"),
        ('<img src="x.png">', "x.png: bij deze afbeelding ontbreekt de beschrijving"),
        ("<img alt='x'>", "een afbeelding zonder adres"),
        ("[a](javascript:alert(1))", "javascript:alert(1): een adres mag niet met javascript:"),
        ("[a](JaVaScript:alert(1))", "mag niet met javascript:"),
        ("[a](java&#115;cript:alert(1))", "mag niet met javascript:"),
        ("[a](<java\tscript:alert(1)>)", "mag niet met javascript:"),
        ('<a href="java&#9;script:x">a</a>', "mag niet met javascript:"),
        ("[a](data:text/html,x)", "mag niet met data:"),
        ("![a](data:image/png;base64,x)", "mag niet met data:"),
        ("[a](ftp://x.nl)", "mag niet met ftp:"),
        ("[a](vbscript:x)", "mag niet met vbscript:"),
        ('<a href="raar:x">a</a>', "een link zonder adres, of met een adres dat niet mag"),
        ("[a](//x.nl/y)", "https://x.nl/y"),
        (r"[a](<\\\\x.nl/y>)", "schrijf het hele adres"),
        ("[a](https:x.nl)", "niet compleet"),
        ("[a](http:///x)", "niet compleet"),
        ("[a]()", "hier ontbreekt het adres"),
        ("[a](mailto:)", "achter mailto: ontbreekt het adres"),
        ("# Kop", "Kop: een tussenkop begint met ##"),
        ("Kop\n===", "Kop: een tussenkop begint met ##"),
        ("<h1>Kop</h1>", "Kop: een tussenkop begint met ##"),
        ("[" * 2000, "[[[: hier staan meer dan 50 haken [ open"),
        ("<a " * 2000, "<: honderden keren een <"),
        ("> " * 600 + "x", "meer dan vijftig lagen diep"),
        ("\n".join("    " * depth + "- x" for depth in range(60)), "meer dan vijftig lagen diep"),
        ("a\n: b\n" * 600, "a: hier staan 600 koppen, lijnen, kaders of omschrijvingen"),
    ],
)
def test_mistakes_are_told(text: str, message: str) -> None:
    assert message in messages(text)
    assert "cript:" not in rendered(text).html


@pytest.mark.parametrize(
    "text", ["<![>", "a <![ b", "<![CDATA[x", "<!x[", "<?", "&#xd800;", "\ud800"]
)
def test_what_breaks_parsers_does_not_break_the_build(text: str) -> None:
    result = rendered(text)
    assert result.problems or "<!" not in result.html


@pytest.mark.parametrize(
    "text",
    [
        "<script>alert(1)</script>",
        "<SCRIPT SRC=//x></SCRIPT>",
        "<style>p{}</style>",
        '<iframe src="https://x.nl"></iframe>',
        '<p style="position:fixed" onclick="x()">a</p>',
        '<form action="/x"><button>a</button><input type="text" name="a"></form>',
        '<input type="checkbox" id="__drawer" onclick="x"> <input type="radio" id="x">',
        '<svg><a xlink:href="javascript:x"><script>x</script></a></svg>',
        "<math><mtext></mtext><script>x</script></math>",
        '<object data="x"></object><embed src="x"><video src="x" onerror="x"></video>',
        "<img src=x onerror=alert(1) alt=a>",
        "*a*{: onclick=alert(1) style=color:red }",
        "[a](b){: onmouseover=x target=_blank href=javascript:x }",
        '[a](b "t\\" onmouseover=x y=\\"")',
        '![a\\" onerror=x y=\\"](b "\\" onload=x")',
        '``` {.x onclick="x" style="x"}\na\n```',
        '<a href="b" title="&quot;><script>x</script>">a</a>',
        "<noscript><p title='</noscript><script>x</script>'>",
        "<meta http-equiv=refresh content=0;url=x><base href=//x><link rel=x href=y>",
    ],
)
def test_nothing_active_gets_through(text: str) -> None:
    assert list(_active(rendered(text).html)) == []


def test_text_around_removed_html_stays() -> None:
    assert rendered("voor <script>x()</script> na").html == "<p>voor  na</p>"


def test_charts_are_drawn() -> None:
    """From the file, with the columns asked for, where a name may hold a comma."""
    text = (
        "```grafiek\nbestand: leden.csv\ntitel: 'Leden' & <b>\nsoort: lijn\n"
        "kolommen: Waterschappen, AB en DB, Raadsleden\nbron: jaarprogramma's\n```"
    )
    result = rendered(f"voor\n\n{text}\n\n{text}")
    assert result.problems == ()
    assert "<figcaption>‘Leden’ &amp; &lt;b&gt;</figcaption>" in result.html
    assert '<th scope="col">Waterschappen, AB en DB</th><th scope="col">Raad' in result.html
    assert "Bron: jaarprogramma’s" in result.html
    assert 'id="grafiek-1-titel"' in result.html
    assert 'id="grafiek-2-titel"' in result.html


@pytest.mark.parametrize(
    ("lines", "message"),
    [
        (
            "titel: x",
            "bestand: een grafiek heeft een regel nodig zoals “bestand: ledenaantallen.csv",
        ),
        ("bestand: leden.csv", "titel: een grafiek heeft een regel nodig zoals “titel:"),
        ("bestand: lden.csv\ntitel: x", "cijfers/lden.csv bestaat niet; bedoelde je leden.csv?"),
        ("bestand: leden.csv\ntitel: x\nsoort: taart", "taart: soort is lijn of staaf"),
        ("bestand: leden.csv\ntitel: x\nsoort: lijm", "bedoelde je lijn?"),
        (
            "bestand: leden.csv\ntitel: x\nkolom: a",
            "kolom: een grafiek kent dit veld niet; bed",
        ),
        ("bestand: leden.csv\ntitel: x\nx: a", "kies uit bestand, titel, soort, kolommen, bron"),
        ("bestand: leden.csv\ntitel: x\ntitel: y", "dit veld staat twee keer"),
        (
            "bestand: leden.csv\ntitel: x\nhallo",
            "hallo: een regel in een grafiek is een veld met een dubbele punt",
        ),
        ("bestand: leden.csv\ntitel: x\nkolommen: Raadslid", "bedoelde je Raadsleden?"),
        (
            "bestand: leden.csv\ntitel: x\nkolommen: zzz",
            "kies uit Raadsleden, Waterschappen, AB en",
        ),
    ],
)
def test_mistakes_in_charts_are_told(lines: str, message: str) -> None:
    assert message in messages(f"```grafiek\n{lines}\n```")
    assert rendered(f"```grafiek\n{lines}\n```").html == ""


@pytest.mark.parametrize(
    "text",
    ["- a\n\n    ```grafiek\n    bestand: leden.csv\n    ```", "```grafiek\nbestand: leden.csv"],
)
def test_a_chart_that_is_no_block_is_told(text: str) -> None:
    assert "helemaal links" in messages(text)


def test_a_chart_with_too_many_columns_is_told() -> None:
    wide = Figures("Jaar", ("2020",), tuple("abcdefg"), ((Decimal(1),) * 7,))
    result = render("```grafiek\nbestand: w.csv\ntitel: x\n```", resolve, {"w.csv": wide})
    assert "kies er hooguit 6" in result.problems[0][1]


def test_a_chart_with_too_many_rows_is_told() -> None:
    labels = tuple(map(str, range(501)))
    long = Figures("Jaar", labels, ("a",), ((Decimal(1),),) * 501)
    result = render("```grafiek\nbestand: w.csv\ntitel: x\n```", resolve, {"w.csv": long})
    assert "501 rijen in een grafiek is te veel: hoogstens 500" in result.problems[0][1]
    assert result.html == ""


STATEFUL = (
    "a[^1] b[^1]\n\n[^1]: noot",
    "CLB\n\n*[CLB]: Centrum",
    "[a][b]\n\n[b]: c.md",
    "## Kop\n\n## Kop",
    '=== "Een"\n    1',
    "!!! note\n    a\n\n    - b",
    "??? tip\n    a",
    "    los",
    "    - los",
    "CLB [a][b] x[^1]",
    "## Kop",
    "```grafiek\nbestand: leden.csv\ntitel: x\n```",
)
ALONE = {text: rendered(text) for text in STATEFUL}
BREAKS_OFF = "x[^1]\n\n[^1]: noot\n\n*[CLB]: Centrum\n\n!!! tip\n    a\n\n" + "    x\n\n" * 7_000


@given(st.lists(st.sampled_from(STATEFUL), max_size=6), st.sampled_from(STATEFUL))
@settings(deadline=None, max_examples=60)
def test_a_text_does_not_depend_on_those_before(earlier: list[str], text: str) -> None:
    expected = ALONE[text]
    for each in earlier:
        rendered(each)
    assert rendered(text) == expected


def test_a_text_that_fails_leaves_nothing_behind(monkeypatch: pytest.MonkeyPatch) -> None:
    with monkeypatch.context() as patch:
        patch.setattr(markdown, "SECONDS", 0.05)
        assert "kost te veel rekentijd" in messages(BREAKS_OFF)
    for text, expected in ALONE.items():
        assert rendered(text) == expected


MARKS = st.sampled_from(
    [
        *"[]()<>!&#*_`~{}:|-+=\"'\\/^.\n \t",
        *("\n\n", "    ", "```", "!!! ", "??? ", "=== ", "- [ ] ", "[^1]", "[^1]: ", "*[a]: "),
        *("<script>", "<a href=", "<img src=", "</", "<!--", "-->", "<![", "<?", "<svg>", "<p>"),
        *("<td>", "<table>", "<noscript>", "<textarea>", "<title>", "{: ", "onclick=", "style="),
        *("javascript:", "data:", "https://", "&#106;", "grafiek\n", "\x02", "\x03", "\ufdd1", "a"),
    ]
)


TEXTS = st.one_of(st.text(), st.lists(st.one_of(MARKS, st.text(max_size=3))).map("".join))


@given(TEXTS | TEXTS.map(lambda text: text.replace("<", "").replace("{", "")))
@settings(deadline=None, max_examples=400)
def test_any_text_gives_safe_html_twice_the_same(text: str) -> None:
    """Also without sanitising: text that holds no `<` and no `{` can't make a tag of its own."""
    result = rendered(text)
    assert list(_active(result.html)) == []
    assert result == rendered(text)
    plain_text(result.html)
    absolute(result.html, "https://clb.example/")


@given(st.text())
def test_curly_changes_only_quotes_and_dots(text: str) -> None:
    def bare(words: str) -> str:
        return re.sub("['\"‘’“”]", "'", words.replace("...", "…"))

    assert bare(curly(text)) == bare(text)


@given(st.text(), st.text())
@settings(deadline=None)
def test_plain_text_gives_back_the_words(one: str, two: str) -> None:
    """Whatever was escaped comes out again as it was, on one line."""
    from html import escape

    html = f"<p>{escape(one)}</p><ul><li>{escape(two)}</li></ul>"
    assert plain_text(html) == " ".join(f"{one} {two}".split())


@pytest.mark.parametrize(
    ("html", "text"),
    [
        ("<p>a<b>b</b>c</p><p>d</p>", "abc d"),
        ('a<sup id="fnref:1"><a class="footnote-ref" href="#fn:1">1</a></sup>.', "a."),
        ('<li>n&nbsp;<a class="footnote-backref" href="#x">↩</a></li>', "n"),
        ("a<br>b &amp; &lt;c&gt;", "a b & <c>"),
        ('<figure><svg viewBox="0"><text>9</text></svg><td>1</td><td>2</td></figure>', "1 2"),
        ("", ""),
    ],
)
def test_plain_text(html: str, text: str) -> None:
    assert plain_text(html) == text


@pytest.mark.parametrize(
    ("html", "full"),
    [
        ('<a href="/agenda/">a</a>', '<a href="https://x.nl/agenda/">a</a>'),
        ('<img src="/a.png" alt="/b">', '<img src="https://x.nl/a.png" alt="/b">'),
        ('<img srcset="/a 1x, /b 2x">', '<img srcset="https://x.nl/a 1x, https://x.nl/b 2x">'),
        ('<a href="#x">a</a>', '<a href="#x">a</a>'),
        ('<a href="//y.nl/z">a</a>', '<a href="//y.nl/z">a</a>'),
        ('<a href="https://y.nl/z">a</a>', '<a href="https://y.nl/z">a</a>'),
        ('<code>&lt;a href="/x"&gt;</code>', '<code>&lt;a href="/x"&gt;</code>'),
    ],
)
def test_absolute(html: str, full: str) -> None:
    assert absolute(html, "https://x.nl/") == full
    assert absolute(html, "https://x.nl/map/") == full


_ALLOWED_INPUT = {"checkbox": "disabled", "radio": "name"}


def _active(html: str) -> Iterator[str]:
    """Whatever in the HTML, as a browser reads it, does something or points somewhere bad."""
    tree = html5lib.parseFragment(html, treebuilder="etree", namespaceHTMLElements=False)
    for element in tree.iter():
        tag = element.tag if isinstance(element.tag, str) else "comment"
        if re.search("script|style|iframe|object|embed|form|button|textarea|select|math", tag):
            yield tag
        if tag in ("meta", "link", "base", "video", "audio", "svg", "comment"):
            yield tag
        if tag == "input":
            kind = element.get("type") or "text"
            if _ALLOWED_INPUT.get(kind) not in element.attrib:
                yield f"input {kind}"
        for name, value in element.attrib.items():
            if str(name).startswith("on") or name in ("style", "target", "formaction", "srcset"):
                yield f"{tag} {name}"
            address = re.sub("[\x00-\x20]", "", value).lower()
            if name in ("href", "src") and not re.match("https?://|mailto:|tel:|#|/doel/", address):
                yield f"{tag} {name}={value}"
