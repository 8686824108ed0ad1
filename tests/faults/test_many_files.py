"""Thousands of texts as other people write them, all at once: odd names, encodings, line ends,
sizes and Markdown. Each gives a page or a message with its name; the rest is built."""

from __future__ import annotations

import json
import random
import unicodedata
from pathlib import Path

import pytest

from tests.conftest import copy_project
from tests.doors import run

NAMES = (
    "gewoon", "Met Hoofdletters", "met spatie ", " voor", "een.punt.meer", "aanhaling'steken",
    "“krul”", "café", unicodedata.normalize("NFD", "café"), "日本語の記事", "Привет-мир", "عربي",
    "😀", "e\u0301\u0302\u0303", "n\u200bul", "2019-03-14-jekyll-naam", "100% zeker", "a&b", "#1",
    "con", "-streep", "_laag", "{{ titel }}", "$(id)", "`id`", "%2e%2e", "x" * 60, "é" * 100,
    "y" * 252, "komma,en;punt", "plus+plus", "[haken]", "~tilde~", "\u202egnol",
)  # fmt: skip
LINES = (
    "Gewone tekst, met een <b>woord</b> en een [link](https://example.org/a_(b)).",
    "{% highlight ruby %}\nputs 'x'\n{% endhighlight %}",
    "{{ site.url }}{{ page.title | escape }} {%- include foto.html -%}",
    "{{< figure src=\"x.png\" >}} [[wiki link]] ![[embed]]",
    "#Kop zonder spatie\n####### te diep\n\nSetext\n===\n\nnog een\n---",
    "* a\n+ b\n- c\n1) d\n   1. e\n\t- f met tab\n        diep",
    "```\nniet gesloten",
    "~~~ python hl_lines=\"1 2\" {.klas #id}\nprint()\n~~~",
    "| a | b\n|---\n| 1 | 2 | 3 | 4 |\n|",
    "[^1] en [^1] en [^nergens]\n\n[^1]: Noot\n[^1]: nog eens",
    "[ref][nergens] [zelf][] ![][x]\n\n[zelf]: <https://example.org> 'titel",
    "<div><p><span>nooit gesloten <br> <img src=x onerror=y> <table><td>",
    "<!-- open commentaar",
    "&nbsp;&#0;&#x110000;&bestaatniet; &amp;amp;",
    "$$\\int_0^1 x^2\\,dx$$ \\\\ \\* \\",
    "* * *\n_ _ _\n***\n**vet*cursief**niet*",
    "> " * 12 + "diep",
    "*" * 200 + "[" * 40 + "]" * 40,
    "http://example.org/?a=1&b=2 www.example.org naam@example.org <https://x.y>",
    "\u202eomgekeerd \u200b\ufeff\u00ad zacht, tab\tpagina",
    "😀👩‍👩‍👧 ﷽ Z̷̢a̴l̶g̸o̵ ﬁ Ⅷ ½",
    "Term\n: uitleg\n\n*[HTML]: afkorting\n\n!!! note \"Let op\"\n    tekst\n\n??? vraag\n    x",
    "<details markdown=1><summary>**x**</summary>\n\n- a\n</details>",
    "\\newpage\n\n<center>\n# Kop in HTML\n</center>\n\n<?php echo 1 ?>\n\n<![CDATA[x]]>",
)  # fmt: skip
TITLES = (
    "Gewone titel", "Met: dubbele punt", "'Aangehaald'", "\"Dubbel\"", "# hekje", "@naam", "1",
    "%d %s {0}", "titel  met   spaties", "<b>vet</b> & meer", "日本語", "é" * 90, "- streep",
    "null", "{{ page.title }}", "a\tb", "😀", "[lijst]", "*sterk*", "x" * 300, "",
)  # fmt: skip
LINE_ENDS = ("\n",) * 6 + ("\r\n", "\r\n", "\r")
ENCODINGS = ("utf-8",) * 12 + ("utf-8-sig", "latin-1", "cp1252", "utf-16")
"""A line end or an encoding that stands here more often is found more often."""


def body(dice: random.Random) -> str:
    """A text of mostly a few and now and then very many odd blocks."""
    match dice.randrange(60):
        case 0:
            return ""
        case 1:
            return ("Een lange regel zonder einde " * 13_000)[:380_000]
        case 2:
            return "\n\n".join(dice.choices(LINES, k=300))
    return "\n\n".join(dice.choices(LINES[: dice.choice([1, 1, len(LINES)])], k=dice.randint(1, 9)))


def odd_files(content: Path, number: int) -> dict[str, Path]:
    """So many odd texts; by each name that a message may have."""
    dice = random.Random(number)
    named: dict[str, Path] = {}
    for count in range(number):
        folder = dice.choice(["artikelen/2026", "artikelen/2019", "over", "mensen", "onderwerpen"])
        name = f"{dice.choice(NAMES)}-{count}" if dice.random() < 0.5 else f"stuk-{count}"
        file = content / folder / f"{name.encode()[:252].decode(errors='ignore')}.md"
        title = dice.choice(TITLES) if dice.random() < 0.5 else f"Titel {count}"
        head = f"title: {json.dumps(title, ensure_ascii=False)}\ndescription: Waar het over gaat."
        if folder.startswith("artikelen"):
            head += f"\ndate: {folder[-4:]}-0{dice.randint(1, 9)}-1{dice.randint(0, 9)}"
            head += "\ngenre: nieuws"
        text = f"---\n{head}\n---\n{body(dice)}\n".replace("\n", dice.choice(LINE_ENDS))
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_bytes(text.encode(dice.choice(ENCODINGS), "replace"))
        path = file.relative_to(content).as_posix()
        named |= {path: file, ascii(path)[1:-1]: file}
    return named


@pytest.mark.parametrize("number", [150, pytest.param(5000, marks=pytest.mark.slow)])
def test_many_odd_files(tmp_path: Path, number: int) -> None:
    """What can't be used is named; without it the rest becomes a site."""
    folder = copy_project(tmp_path / "project")
    content = folder / "content"
    named = odd_files(content, number)
    (content / "index.md").write_text("---\ntitle: Voorpagina\n---\n", encoding="utf-8")
    left = len(set(named.values()))
    for _ in range(6):  # what was wrong may hide what is wrong elsewhere
        done = run("lokaal", "check", "--format", "json", cwd=folder)
        assert "Traceback" not in done.stderr and done.returncode in (0, 1), done.stderr
        wrong = {p["file"] for p in json.loads(done.stdout) if p["severity"] == "fout"}
        assert bool(wrong) == bool(done.returncode)
        assert [name for name in wrong if name not in named] == []
        for file in {named[name] for name in wrong}:
            file.unlink()
            left -= 1
        if not wrong:
            break
    assert number / 4 < left < number
    done = run("lokaal", "build", cwd=folder)
    assert "Traceback" not in done.stderr
    assert done.returncode == 0, done.stderr
    pages = list((folder / "site").rglob("index.html"))
    assert len(pages) > left / 2
