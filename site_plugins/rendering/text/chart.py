"""Figures → a chart, and the table behind it.

A static SVG without scripts or style attributes: colours come from the style sheet by the classes
``reeks-1`` to ``reeks-6``, and each series has a point of its own shape for who can't tell those
colours apart. Texts stay readable when the drawing is as narrow as a phone.
"""

from __future__ import annotations

import math
import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from html import escape
from itertools import groupby

from site_plugins.model.figures import Figures
from site_plugins.rendering.dutch import enumeration, number
from site_plugins.rendering.text.typography import unbroken

KINDS = ("lijn", "staaf")
"""What ``soort`` may be."""

MOST_SERIES = 6
"""As many colours as there are classes; more lines than this nobody can read."""


def chart(
    figures: Figures,
    *,
    title: str,
    kind: str,
    columns: Sequence[str] | None,
    source: str,
    id: str,
) -> str:
    """Draw the chosen columns (all where it is None) as lines or bars, with their table.

    ``kind`` is one of ``KINDS``, ``columns`` are headings of the figures; ``id`` is the first
    part of the ids within, so it differs for each chart of a page.
    """
    series = _series(figures, columns)
    draw = _lines if kind == "lijn" else _bars
    drawing = ""
    if any(value is not None for each in series for value in each.values):
        drawing = _svg(draw(figures.labels, series), title, _summary(figures, series, kind), id)
    credit = f'<p class="grafiek-bron">Bron: {escape(source)}</p>\n' if source else ""
    return (
        f'<figure class="grafiek" id="{escape(id)}">\n'
        f"<figcaption>{unbroken(escape(title))}</figcaption>\n"
        f"{drawing}{_table(figures, series, title)}{credit}</figure>"
    )


@dataclass(frozen=True, slots=True)
class _Series:
    """One column, and which of the colours it has (from 0)."""

    index: int
    name: str
    values: tuple[Decimal | None, ...]
    shape: str

    @property
    def style(self) -> str:
        return f"reeks-{self.index % MOST_SERIES + 1}"


def _series(figures: Figures, columns: Sequence[str] | None) -> list[_Series]:
    names = figures.columns if columns is None else columns
    places = [figures.columns.index(name) for name in names]
    return [
        _Series(
            index,
            name,
            tuple(row[place] for row in figures.rows),
            _SHAPES[index % MOST_SERIES],
        )
        for index, (name, place) in enumerate(zip(names, places, strict=True))
    ]


# ---- the sheet: its measures are those of the drawing, in which a letter is 14 high ----

_WIDTH = 480
_LETTER = 8.2
"""The width of an average letter; rather too much: the style sheet sets them larger on a phone."""
_LINE = 20
_AXIS = 24
_PLOT = 230
_ROOM = 400
"""About what is left for words below the axis."""


@dataclass(frozen=True, slots=True)
class _Sheet:
    height: float
    body: str


def _svg(sheet: _Sheet, title: str, summary: str, id: str) -> str:
    name = escape(id)
    return (
        f'<svg viewBox="0 0 {_WIDTH} {_place(sheet.height)}" role="img" '
        f'aria-labelledby="{name}-titel {name}-tekst" xmlns="http://www.w3.org/2000/svg">\n'
        f'<title id="{name}-titel">{escape(title)}</title>\n'
        f'<desc id="{name}-tekst">{escape(summary)}</desc>\n{sheet.body}</svg>\n'
    )


def _lines(labels: Sequence[str], series: Sequence[_Series]) -> _Sheet:
    """Lines with points, the last value of each beside it, broken where there is no figure."""
    ticks = _ticks(series)
    legend, top = _legend(series)
    left = _widest(map(number, ticks)) + 8
    right = _WIDTH - _widest(number(_last(each)) for each in series) - 12
    bottom = top + _PLOT

    def across(share: float) -> float:
        return left + 8 + share * (right - left - 16)

    def up(value: Decimal) -> float:
        return bottom - float((value - ticks[0]) / (ticks[-1] - ticks[0])) * _PLOT

    shares, marks = _axis(labels)
    body = [legend]
    for tick in ticks:
        body.append(_grid(left, up(tick), right, up(tick)))
        body.append(_text(left - 6, up(tick) + 5, number(tick), "as", "end"))
    for share, mark in marks:
        x = across(share)
        body.append(_grid(x, bottom, x, bottom + 4))
        body.append(_text(x, bottom + _AXIS - 4, mark, "as", _anchor(x, mark)))
    for each in series:
        points = [
            (across(share), up(value), label, value)
            for share, label, value in zip(shares, labels, each.values, strict=True)
            if value is not None
        ]
        body.append(f'<g class="{each.style}">\n')
        body += [_polyline(run) for run in _runs(each.values, [across(s) for s in shares], up)]
        body += [
            _point(each, x, y, f"{each.name}, {label}: {number(value)}")
            for x, y, label, value in points
        ]
        body.append("</g>\n")
    drawn = [each for each in series if _known(each)]
    for each, y in zip(drawn, _apart([up(_last(each)) for each in drawn], bottom), strict=True):
        body.append(_text(right + 4, y + 5, number(_last(each)), f"waarde {each.style}"))
    return _Sheet(bottom + _AXIS + 4, "".join(body))


def _bars(labels: Sequence[str], series: Sequence[_Series]) -> _Sheet:
    """Lying bars, for each label a group with its name above it: long names fit, on a phone too."""
    ticks = _ticks(series)
    legend, top = _legend([replace(each, shape=_SQUARE) for each in series])
    thickness = 16
    group = _LINE + len(series) * (thickness + 3) + 10
    bottom = top + len(labels) * group
    numbers = [number(value) for each in series for value in each.values if value is not None]
    left, right = 8.0, _WIDTH - _widest(numbers) - 10

    def across(value: Decimal) -> float:
        return left + float((value - ticks[0]) / (ticks[-1] - ticks[0])) * (right - left)

    zero = across(Decimal(0))
    body = [legend]
    for tick in ticks:
        x = across(tick)
        body.append(_grid(x, top, x, bottom))
        body.append(_text(x, bottom + _AXIS - 6, number(tick), "as", _anchor(x, number(tick))))
    for row, label in enumerate(labels):
        y = top + row * group
        body.append(_text(left, y + 15, _short(label, _WIDTH - left), "groep"))
        for each in series:
            value = each.values[row]
            under = y + _LINE + each.index * (thickness + 3)
            if value is None:
                body.append(_text(zero + 4, under + 13, "–", "waarde"))
                continue
            start, end = sorted((zero, across(value)))
            hint = escape(f"{each.name}, {label}: {number(value)}")
            body.append(
                f'<rect class="{each.style}" x="{_place(start)}" y="{_place(under)}" '
                f'width="{_place(end - start)}" height="{thickness}"><title>{hint}</title></rect>\n'
            )
            body.append(_text(end + 4, under + 13, number(value), "waarde"))
    return _Sheet(bottom + _AXIS, "".join(body))


def _legend(series: Sequence[_Series]) -> tuple[str, float]:
    """The names of the series, and where the drawing can begin. One series needs no name."""
    if len(series) < 2:
        return "", 12
    rows = [
        f'<g class="{each.style}">{_point(each, 14, 12 + row * _LINE)}</g>\n'
        + _text(28, 17 + row * _LINE, _short(each.name, _WIDTH - 28), "legenda")
        for row, each in enumerate(series)
    ]
    return "".join(rows), len(rows) * _LINE + 14


def _polyline(points: Sequence[tuple[float, float]]) -> str:
    path = " ".join(f"{_place(x)},{_place(y)}" for x, y in points)
    return f'<polyline fill="none" stroke="currentColor" points="{path}"/>\n'


_SQUARE = "m-4-4h8v8h-8z"
_SHAPES = (
    "m-4.5 0a4.5 4.5 0 1 0 9 0a4.5 4.5 0 1 0-9 0z",  # circle
    _SQUARE,
    "m0-5.5l5.5 5.5l-5.5 5.5l-5.5-5.5z",  # diamond
    "m0-5l5 9h-10z",  # triangle
    "m0 5l5-9h-10z",  # triangle on its point
    "m-1.5-5h3v3.5h3.5v3h-3.5v3.5h-3v-3.5h-3.5v-3h3.5z",  # cross
)


def _point(series: _Series, x: float, y: float, hint: str = "") -> str:
    title = f"<title>{escape(hint)}</title>" if hint else ""
    return f'<path d="M{_place(x)} {_place(y)}{series.shape}">{title}</path>\n'


def _grid(x1: float, y1: float, x2: float, y2: float) -> str:
    ends = f'x1="{_place(x1)}" y1="{_place(y1)}" x2="{_place(x2)}" y2="{_place(y2)}"'
    return f'<line class="raster" stroke="currentColor" stroke-opacity=".25" {ends}/>\n'


def _text(x: float, y: float, words: str, style: str, anchor: str = "start") -> str:
    return (
        f'<text class="{style}" x="{_place(x)}" y="{_place(y)}" font-size="14" '
        f'text-anchor="{anchor}">{escape(words)}</text>\n'
    )


# ---- places ----


def _place(value: float) -> str:
    return f"{value:.1f}".removesuffix(".0")


def _widest(words: Iterable[str]) -> float:
    return max((len(word) for word in words), default=1) * _LETTER


def _short(words: str, width: float) -> str:
    most = int(width / _LETTER)
    return words if len(words) <= most else f"{words[: most - 1].rstrip(' ,.(')}…"


def _anchor(x: float, words: str) -> str:
    """In the middle, unless the words would fall off the sheet."""
    half = len(words) * _LETTER / 2
    if x - half < 0:
        return "start"
    return "end" if x + half > _WIDTH else "middle"


def _ticks(series: Sequence[_Series]) -> list[Decimal]:
    """Round numbers around all values and zero: a scale that begins elsewhere exaggerates."""
    values = [value for each in series for value in _known(each)]
    low, high = min([Decimal(0), *values]), max([Decimal(0), *values])
    if low == high:
        high = Decimal(1)
    step = _round_step((high - low) / 5)
    first, last = math.floor(low / step), math.ceil(high / step)
    return [step * count for count in range(first, last + 1)]


def _round_step(rough: Decimal) -> Decimal:
    """The smallest of 1, 2, 2,5 and 5 times a power of ten that is no less."""
    unit = Decimal(10) ** rough.adjusted()
    factors = [Decimal(text) for text in ("1", "2", "2.5", "5", "10")]
    return next(factor * unit for factor in factors if factor * unit >= rough)


def _known(series: _Series) -> list[Decimal]:
    return [value for value in series.values if value is not None]


def _last(series: _Series) -> Decimal:
    return next(iter(reversed(_known(series))), Decimal(0))


def _runs(
    values: Sequence[Decimal | None], xs: Sequence[float], up: Callable[[Decimal], float]
) -> Iterator[list[tuple[float, float]]]:
    """The stretches without a gap; a point by itself is no line."""
    filled = zip(xs, values, strict=True)
    for empty, stretch in groupby(filled, key=lambda place: place[1] is None):
        points = [(x, up(value)) for x, value in stretch if value is not None]
        if not empty and len(points) > 1:
            yield points


def _apart(heights: Sequence[float], bottom: float) -> list[float]:
    """The same heights in the same order, moved where two texts would overlap."""
    distance = 16
    order = sorted(range(len(heights)), key=lambda index: heights[index])
    placed = [0.0] * len(heights)
    lowest = -math.inf
    for index in order:
        lowest = placed[index] = max(heights[index], lowest + distance)
    highest = bottom + distance
    for index in reversed(order):
        highest = placed[index] = min(placed[index], highest - distance)
    return placed


Marks = list[tuple[float, str]]
"""Words along the axis, each at its share (0 to 1) of the width."""


def _axis(labels: Sequence[str]) -> tuple[list[float], Marks]:
    """Where each label lies between 0 and 1, and the words to set below."""
    days = [day for label in labels if (day := _day(label))]
    span = (max(days) - min(days)).days if days else 0
    if not span or len(days) < len(labels):
        shares = [(place + 0.5) / len(labels) for place in range(len(labels))]
        return shares, _spread(shares, labels)
    start = min(days)
    shares = [(day - start).days / span for day in days]
    if span < 2 * 365:
        return shares, _spread(shares, labels)
    years = range(start.year + (start > date(start.year, 1, 1)), max(days).year + 1)
    steps = (1, 2, 5, 10, 20, 50, 100, 1000)
    step = next((step for step in steps if len(years) / step <= 8), 10_000)
    return shares, [
        ((date(year, 1, 1) - start).days / span, str(year)) for year in years if year % step == 0
    ]


def _spread(shares: Sequence[float], labels: Sequence[str]) -> Marks:
    """As many of the labels as there is room for, the same number left out between each two."""
    room = max(4, int(_ROOM / max(len(labels), 1) / _LETTER) - 1)
    longest = max(map(len, labels), default=0)
    if longest <= room or len(labels) <= 6:
        return [
            (share, _short(label, room * _LETTER))
            for share, label in zip(shares, labels, strict=True)
        ]
    every = math.ceil(len(labels) / 6)
    return [
        (share, _short(label, _ROOM / 6 - 2 * _LETTER))
        for share, label in list(zip(shares, labels, strict=True))[::every]
    ]


def _day(label: str) -> date | None:
    """The day that a label names: d-m-jjjj, or a year."""
    match = re.fullmatch(r"(?:(\d{1,2})-(\d{1,2})-)?(\d{4})", label.strip())
    if not match:
        return None
    day, month, year = (int(group or 1) for group in match.groups())
    try:
        return date(year, month, day)
    except ValueError:
        return None


# ---- the same in words and numbers ----


def _summary(figures: Figures, series: Sequence[_Series], kind: str) -> str:
    """What who can't see the drawing hears: which series, from what to what."""
    names = enumeration([each.name for each in series])
    between = [figures.labels[0], figures.labels[-1]]
    drawn = "Lijngrafiek" if kind == "lijn" else "Staafdiagram"
    span = f"{figures.heading}: {' tot en met '.join(dict.fromkeys(between))}"
    return f"{drawn} van {names}. {span}. " + " ".join(
        f"{each.name}: {_course(figures.labels, each)}." for each in series
    )


def _course(labels: Sequence[str], series: _Series) -> str:
    known = [
        (label, number(value))
        for label, value in zip(labels, series.values, strict=True)
        if value is not None
    ]
    ends = dict.fromkeys([known[0], known[-1]]) if known else {}
    return " en ".join(f"{value} ({label})" for label, value in ends) or "geen cijfers"


def _table(figures: Figures, series: Sequence[_Series], title: str) -> str:
    heads = "".join(f'<th scope="col">{escape(each.name)}</th>' for each in series)
    rows = "".join(
        f'<tr><th scope="row">{escape(label)}</th>'
        + "".join(f"<td>{_cell(each.values[row])}</td>" for each in series)
        + "</tr>\n"
        for row, label in enumerate(figures.labels)
    )
    return (
        "<details>\n<summary>Tabel bij deze grafiek</summary>\n"
        '<div class="grafiek-tabel" tabindex="0" role="region" '
        f'aria-label="Tabel: {escape(title)}">\n<table>\n'
        f'<thead><tr><th scope="col">{escape(figures.heading)}</th>{heads}</tr></thead>\n'
        f"<tbody>\n{rows}</tbody>\n</table>\n</div>\n</details>\n"
    )


def _cell(value: Decimal | None) -> str:
    return "–" if value is None else number(value)
