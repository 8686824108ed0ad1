"""The preview's own parts of a page, as HTML."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from html import escape
from itertools import groupby
from operator import attrgetter

from site_plugins.loading.problems import Problem, Severity, count
from site_plugins.model.item import ZONE
from site_plugins.previewing.choice import CHOOSE, FOLDER, STYLE, Choice

_TOP = b'<div class="wrap content" id="inhoud">'


def with_parts(page: bytes, base: str, *, top: str = "", bar: str = "") -> bytes:
    """A page with our style sheet, what comes above its content, and the bar at its end."""
    if _TOP not in page:
        return page  # one that only leads on
    link = f'<link rel="stylesheet" href="{base}{STYLE}">\n'
    page = page.replace(b"</head>", link.encode() + b"</head>", 1)
    page = page.replace(_TOP, _TOP + top.encode(), 1)
    before, end, after = page.rpartition(b"</body>")
    return before + bar.encode() + end + after if end else page


def mistakes_above(mistakes: str, problems: Sequence[Problem]) -> str:
    """Above a page as it was before the mistakes."""
    lines = listed(problems) if problems else _lines(mistakes)
    text = '<p class="preview-band">Dit is nog de vorige versie.</p>'
    return f'<section class="preview-problems" role="alert">{text}{lines}</section>'


def error_page(mistakes: str, problems: Sequence[Problem], base: str, styles: str) -> bytes:
    """All that is shown while there is no site yet. ``styles`` is the site's style sheet."""
    site = f'<link rel="stylesheet" href="{base}{escape(styles)}">' if styles else ""
    lines = listed(problems) if problems else _lines(mistakes)
    return f"""<!doctype html>
<html lang="nl">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<title>Er is nog geen voorbeeld</title>
{site}
<link rel="stylesheet" href="{base}{STYLE}">
</head>
<body>
<main class="preview-error">
<h1>Er is nog geen voorbeeld</h1>
<p>In de bestanden staat een fout. Verbeter die en bewaar het bestand. Dan verschijnt hier
vanzelf het voorbeeld.</p>
{lines}
</main>
</body>
</html>
""".encode()


def listed(problems: Sequence[Problem]) -> str:
    """Problems by file, the errors first, and how many there are."""
    ordered = sorted(problems, key=lambda p: (p.file, p.severity is Severity.WARNING, p))
    parts = []
    for file, of_file in groupby(ordered, key=attrgetter("file")):
        rows = "".join(map(_row, of_file))
        parts.append(f'<p class="preview-file">{escape(file)}</p>\n<ul>{rows}</ul>\n')
    return f'<div class="preview-list">{"".join(parts)}<p>{count(problems)}</p></div>'


def _row(problem: Problem) -> str:
    name = f" · {escape(problem.label)}" if problem.field else ""
    example = f"<br>Goed is: <code>{escape(problem.example)}</code>" if problem.example else ""
    return (
        f"<li><b>{problem.severity.capitalize()}</b>, regel {problem.line}{name}<br>"
        f"{escape(problem.message)}{example}</li>"
    )


def _lines(text: str) -> str:
    lines = "<br>".join(map(escape, text.splitlines()))
    return f'<p class="preview-list">{lines}</p>'


def bar(
    choice: Choice,
    now: datetime,
    base: str,
    path: str,
    links: Mapping[str, str],
    own: Sequence[Problem],
    others: Sequence[Problem],
) -> str:
    """The bar at the foot of each page; it opens without a script.

    ``path`` is the page's own, ``links`` are places by their words, ``own`` is what there is to
    say of the page and ``others`` of all other files.
    """
    moment = choice.moment(now).astimezone(ZONE).strftime("%Y-%m-%dT%H:%M")
    checked = " checked" if choice.drafts else ""
    places = "".join(
        f'<li><a href="{base}{escape(to)}">{escape(words)}</a></li>' for words, to in links.items()
    )
    many = f" · {_number(own)}" if own else ""
    pressed = [
        ' aria-current="true"' if there else "" for there in (not choice.at, bool(choice.at))
    ]
    return f"""<aside class="preview-bar" aria-label="Voorbeeld">
<details>
<summary><span>Voorbeeld: {escape(choice.text)}{many}</span></summary>
<form method="post" action="{base}{CHOOSE}">
<input type="hidden" name="terug" value="{escape(path)}">
<p>Toon de site op:</p>
<p class="preview-row"><button name="wanneer" value="nu"{pressed[0]}>nu</button>
<button name="wanneer" value="zondag">komende zondag 8.00 uur</button></p>
<p class="preview-row"><label for="preview-moment">dag en tijd</label>
<input id="preview-moment" type="datetime-local" name="moment" value="{moment}">
<button name="wanneer" value="moment"{pressed[1]}>toon</button></p>
<p class="preview-row"><label><input type="checkbox" name="concepten"{checked}>
ook concepten en stukken die dan niet op de site staan</label>
<button name="wanneer" value="{"moment" if choice.at else "nu"}">pas toe</button></p>
</form>
<ul class="preview-row">{places}</ul>
{_section("Over dit stuk", own)}
{_section("Over andere bestanden", others)}
</details>
</aside>
"""


def _section(title: str, problems: Sequence[Problem]) -> str:
    if not problems:
        return ""
    return (
        f"<details{' open' if len(problems) < 4 else ''}>"
        f"<summary>{title}: {_number(problems)}</summary>{listed(problems)}</details>"
    )


def _number(problems: Sequence[Problem]) -> str:
    return "1 opmerking" if len(problems) == 1 else f"{len(problems)} opmerkingen"


PLACES = {
    "mail van de komende editie": f"{FOLDER}/mail/",
    "planning": f"{FOLDER}/planning/",
    "schrijven in de browser": "beheer/",
}
