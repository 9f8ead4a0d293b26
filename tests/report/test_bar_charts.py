"""Bars of a report: every number in words, told apart without colour, nothing outside the drawing."""

from __future__ import annotations

import pytest
from panhuang_desk.model.report import Bar
from panhuang_desk.report import bar_charts, style
from reportlab.graphics.shapes import Drawing, Line, Rect, String

from tests.report import samples
from tests.report.test_charts import shapes, words

BARS = (Bar("1–7日", 63), Bar("8–14日", 161), Bar("15–21日", 0), Bar("22–28日", None))
STATES = (Bar("已踏查", 50), Bar("逾期未查", 3), Bar("应查未查", 2), Bar("其他未查", 0))


def test_columns_say_their_number_and_nothing_is_a_dash() -> None:
    said = words(bar_charts.columns(BARS, "次"))
    assert {"63", "161", "0", "—", "1–7日", "单位：次", "200"} <= set(said)


def test_a_column_is_as_high_as_its_number() -> None:
    tall = [shape.height for shape in shapes(bar_charts.columns(BARS, "次")) if isinstance(shape, Rect)]
    assert tall[1] / tall[0] == pytest.approx(161 / 63)
    assert len(tall) == 2


def test_the_parts_of_a_bar_of_states_are_as_wide_as_their_share_and_have_patterns_of_their_own() -> None:
    drawing = bar_charts.states(STATES, "块")
    wide = [shape.width for shape in shapes(drawing) if isinstance(shape, Rect) and shape.height == 20]
    assert wide == pytest.approx([style.TEXT_WIDTH * part / 55 for part in (50, 3, 2)])
    slopes = {(line.x2 - line.x1) * (line.y2 - line.y1) > 0 for line in shapes(drawing) if isinstance(line, Line)}
    assert slopes == {True, False}
    assert "已踏查 50块" in words(drawing)
    assert "其他未查 0块" in words(drawing)


def test_villages_stand_by_their_rate_and_those_not_reported_last_in_words() -> None:
    rows = [(line.name, line.figures.get("household_coverage") if line.reported else None)
            for line in samples.subdistrict().by_village]
    said = words(bar_charts.shares(rows))
    rates = [float(word.rstrip("%")) for word in said if word.endswith("%")]
    assert rates == sorted(rates, reverse=True)
    assert said[-1] == said[-3] == "未报"
    assert {name for name, _ in rows} <= set(said)


@pytest.mark.parametrize("drawing", [
    bar_charts.columns(BARS, "次"), bar_charts.columns((), "次"), bar_charts.states(STATES, "块"),
    bar_charts.states((Bar("已踏查", 1),), "块"),
    bar_charts.shares([(f"第{at}村委会", samples.rate("household_coverage", at, 60)) for at in range(60)]),
])
def test_nothing_stands_outside_the_drawing(drawing: Drawing) -> None:
    assert drawing.height <= style.TEXT_HEIGHT - 60
    for shape in shapes(drawing):
        if isinstance(shape, (Rect, Line, String)):
            left, low, right, high = shape.getBounds()
            assert left >= -0.5
            assert low >= -0.5
            assert right <= drawing.width + 0.5
            assert high <= drawing.height + 0.5
