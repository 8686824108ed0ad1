"""A chart shows what the table below it says, to everyone."""

from __future__ import annotations

import re
from decimal import Decimal
from itertools import pairwise
from xml.etree import ElementTree

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from site_plugins.model.figures import Figures
from site_plugins.rendering.text.chart import KINDS, chart

MEMBERS = Figures(
    heading="Peildatum",
    labels=("1-1-2010", "1-10-2014", "1-10-2018", "1-1-2020"),
    columns=("Raadsleden", "Buitengewone leden"),
    rows=(
        (Decimal(2126), None),
        (Decimal(955), Decimal(132)),
        (Decimal(687), None),
        (Decimal("655.5"), Decimal(210)),
    ),
)


def drawn(
    figures: Figures = MEMBERS,
    kind: str = "lijn",
    columns: list[str] | None = None,
    title: str = "Leden",
    source: str = "",
) -> ElementTree.Element:
    html = chart(figures, title=title, kind=kind, columns=columns, source=source, id="grafiek-1")
    return ElementTree.fromstring(html.replace(' xmlns="http://www.w3.org/2000/svg"', ""))


def words(figure: ElementTree.Element, path: str) -> list[str]:
    return ["".join(element.itertext()) for element in figure.iterfind(path)]


@pytest.mark.parametrize("kind", KINDS)
def test_the_table_has_every_figure(kind: str) -> None:
    """As a Dutch reader writes numbers, and a dash for none."""
    rows = [words(row, "*") for row in drawn(kind=kind).iterfind(".//table//tr")]
    assert rows == [
        ["Peildatum", "Raadsleden", "Buitengewone leden"],
        ["1-1-2010", "2126", "–"],
        ["1-10-2014", "955", "132"],
        ["1-10-2018", "687", "–"],
        ["1-1-2020", "655,5", "210"],
    ]


@pytest.mark.parametrize("kind", KINDS)
def test_the_drawing_has_a_name_and_a_description(kind: str) -> None:
    figure = drawn(kind=kind)
    svg = figure.find("svg")
    assert svg is not None
    assert svg.get("role") == "img"
    assert svg.get("aria-labelledby") == "grafiek-1-titel grafiek-1-tekst"
    assert words(svg, "title[@id='grafiek-1-titel']") == words(figure, "figcaption") == ["Leden"]
    description = words(svg, "desc[@id='grafiek-1-tekst']")[0]
    assert "Raadsleden: 2126 (1-1-2010) en 655,5 (1-1-2020)." in description
    assert "Buitengewone leden: 132 (1-10-2014) en 210 (1-1-2020)." in description


def test_dates_lie_in_proportion() -> None:
    """Ten years wide, so almost half of it lies before October 2014."""
    first, second, third, last = _points(drawn(columns=["Raadsleden"]))
    assert (second - first) / (last - first) == pytest.approx(1734 / 3652, abs=0.002)
    assert (third - first) / (last - first) == pytest.approx(3195 / 3652, abs=0.002)
    marks = [
        text for text in words(drawn(), ".//text[@class='as']") if re.fullmatch(r"20[12]\d", text)
    ]
    assert marks == ["2010", "2012", "2014", "2016", "2018", "2020"]


def test_other_labels_lie_evenly() -> None:
    figures = Figures("Regio", ("IJmond", "Twente", "Zeeland"), ("a",), ((Decimal(1),),) * 3)
    first, second, third = _points(drawn(figures))
    assert second - first == pytest.approx(third - second, abs=0.2)
    assert {"IJmond", "Twente", "Zeeland"} <= set(words(drawn(figures), ".//text"))


def test_a_line_breaks_where_there_is_no_figure() -> None:
    """Two lone values are points without a line."""
    assert len(drawn(columns=["Raadsleden"]).findall(".//polyline")) == 1
    alone = drawn(columns=["Buitengewone leden"])
    assert len(alone.findall(".//polyline")) == 0
    assert len(_points(alone)) == 2


def test_bars_are_grouped_by_label() -> None:
    figure = drawn(kind="staaf")
    assert words(figure, ".//text[@class='groep']") == list(MEMBERS.labels)
    assert [bar.get("class") for bar in figure.iterfind(".//rect")].count("reeks-2") == 2
    assert words(figure, ".//text[@class='waarde']").count("–") == 2
    widths = {words(bar, "title")[0]: float(bar.get("width", "")) for bar in figure.iter("rect")}
    ratio = widths["Raadsleden, 1-10-2014: 955"] / widths["Raadsleden, 1-1-2010: 2126"]
    assert ratio == pytest.approx(955 / 2126, abs=0.002)


@pytest.mark.parametrize(
    ("values", "ticks"),
    [
        ((0, 62), ["0", "20", "40", "60", "80"]),
        ((3138,), ["0", "1000", "2000", "3000", "4000"]),
        (("0.3", "0.05"), ["0", "0,1", "0,2", "0,3"]),
        ((-5, 5), ["-6", "-4", "-2", "0", "2", "4", "6"]),
        ((-3,), ["-3", "-2", "-1", "0"]),
        ((0,), ["0", "0,2", "0,4", "0,6", "0,8", "1"]),
    ],
)
def test_the_scale_has_round_dutch_numbers_and_zero(
    values: tuple[int | str, ...], ticks: list[str]
) -> None:
    figures = Figures("x", ("a",) * len(values), ("y",), tuple((Decimal(v),) for v in values))
    axis = words(drawn(figures, kind="staaf"), ".//text[@class='as']")
    assert axis == ticks


def test_several_series_have_a_legend_and_one_has_none() -> None:
    assert words(drawn(), ".//text[@class='legenda']") == list(MEMBERS.columns)
    assert words(drawn(columns=["Raadsleden"]), ".//text[@class='legenda']") == []


def test_the_last_values_stand_beside_their_lines_without_overlap() -> None:
    close = Figures("Jaar", ("2020", "2024"), tuple("abcd"), ((Decimal(1),) * 4, (Decimal(0),) * 4))
    labels = [text for text in drawn(close).iter("text") if "waarde" in (text.get("class") or "")]
    heights = sorted(float(text.get("y", "")) for text in labels)
    assert len(heights) == 4
    assert all(below - above >= 16 for above, below in pairwise(heights))


def test_the_source_is_named() -> None:
    assert words(drawn(source="jaarprogramma"), "p") == ["Bron: jaarprogramma"]
    assert words(drawn(), "p") == []


def test_words_are_text() -> None:
    """A file or a title can't bring in HTML."""
    nasty = "\"><script>&'"
    figures = Figures(nasty, (nasty,), (nasty,), ((Decimal(1),),))
    for kind in KINDS:
        figure = drawn(figures, kind=kind, title=nasty, source=nasty)
        assert words(figure, "figcaption") == [nasty]
        assert not list(figure.iter("script"))


def test_without_any_figure_there_is_a_table_only() -> None:
    empty = Figures("Jaar", ("2020",), ("a",), ((None,),))
    for figures in (empty, Figures("Jaar", (), ("a",), ()), Figures("Jaar", ("2020",), (), ((),))):
        for kind in KINDS:
            assert drawn(figures, kind=kind).find("svg") is None
            assert drawn(figures, kind=kind).find(".//table") is not None


def test_an_unknown_column_is_a_mistake_of_the_caller() -> None:
    with pytest.raises(ValueError, match="not in tuple"):
        drawn(columns=["Wethouders"])


LABELS = st.one_of(
    st.text(st.characters(min_codepoint=32, exclude_categories=("Cs", "Cc", "Cn")), max_size=90),
    st.dates().map(lambda day: f"{day.day}-{day.month}-{day.year}"),
    st.integers(1, 9999).map(str),
)
VALUES = st.one_of(
    st.none(),
    st.decimals(
        min_value=-(10**12), max_value=10**12, allow_nan=False, allow_infinity=False, places=3
    ),
)


@st.composite
def tables(draw: st.DrawFn) -> Figures:
    width, height = draw(st.integers(1, 7)), draw(st.integers(0, 15))
    columns = draw(st.lists(LABELS, min_size=width, max_size=width, unique=True))
    labels = draw(st.lists(LABELS, min_size=height, max_size=height))
    rows = [draw(st.tuples(*[VALUES] * width)) for _ in range(height)]
    return Figures(draw(LABELS), tuple(labels), tuple(columns), tuple(rows))


@given(tables(), st.sampled_from(KINDS))
@settings(deadline=None, max_examples=150)
def test_any_figures_fit_on_the_sheet(figures: Figures, kind: str) -> None:
    """Well-formed, twice the same, no style or script, and no mark outside the sheet."""
    html = chart(figures, title="t", kind=kind, columns=None, source="", id="g")
    assert html == chart(figures, title="t", kind=kind, columns=None, source="", id="g")
    figure = drawn(figures, kind=kind)
    assert not any("style" in each.attrib or "onload" in each.attrib for each in figure.iter())
    if (svg := figure.find("svg")) is not None:
        _, _, width, height = map(float, svg.get("viewBox", "").split())
        for x in (float(each.get("x", 0)) for each in svg.iter()):
            assert 0 <= x <= width
        for y in (float(each.get("y", 0)) for each in svg.iter()):
            assert 0 <= y <= height


def _points(figure: ElementTree.Element) -> list[float]:
    paths = (path.get("d", "") for path in figure.iter("path") if path.find("title") is not None)
    return [float(re.match(r"M([\d.]+)", path)[1]) for path in paths]  # type: ignore[index]
