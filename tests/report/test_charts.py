"""The trend chart: what it shows, in the PDF and on the screen."""

from __future__ import annotations

from collections.abc import Iterator

import attrs
import pytest
from panhuang_desk.report import charts
from panhuang_desk.report.chart_parts import to_svg
from PySide6.QtCore import QByteArray
from PySide6.QtGui import QColor, QImage, QPainter
from PySide6.QtSvg import QSvgRenderer
from reportlab.graphics.shapes import Circle, Drawing, Line, PolyLine, Shape, String

from tests.report import samples


def shapes(node: Drawing | Shape) -> Iterator[Shape]:
    for child in getattr(node, "contents", ()):
        yield child
        yield from shapes(child)


def words(drawing: Drawing) -> list[str]:
    return [shape.text for shape in shapes(drawing) if isinstance(shape, String)]


def test_every_month_with_a_survey_has_a_dot_and_the_others_have_none() -> None:
    drawing = charts.trend(samples.trend())
    assert sum(isinstance(shape, Circle) for shape in shapes(drawing)) == 9


def test_months_without_data_break_the_line() -> None:
    lines = [shape for shape in shapes(charts.trend(samples.trend())) if isinstance(shape, PolyLine)]
    assert [len(line.points) // 2 for line in lines] == [3, 4]


def test_the_target_and_the_cut_scale_are_named() -> None:
    said = words(charts.trend(samples.trend()))
    assert "目标95%" in said
    assert "刻度自80%起，竖条为95%置信区间" in said
    assert "94.37%" in said
    assert "知晓率（按人）" in said
    assert "知晓率（按题）" in words(charts.trend(samples.trend(), headline="answer"))


def test_the_scale_reaches_down_to_the_lowest_dot() -> None:
    low = attrs.evolve(samples.trend()[0], awareness=samples.rate("awareness_by_person", 31, 60))
    assert "40%" in words(charts.trend((low, *samples.trend()[1:])))


def test_coverage_short_of_all_is_never_shown_as_all() -> None:
    near = attrs.evolve(samples.trend()[0], coverage=samples.rate("household_coverage", 9999, 10000))
    assert "99%" in words(charts.trend((near, *samples.trend()[1:])))


def test_nothing_stands_outside_the_drawing() -> None:
    drawing = charts.trend(samples.trend())
    for shape in shapes(drawing):
        if isinstance(shape, (Line, PolyLine, Circle, String)):
            left, bottom, right, top = shape.getBounds()
            assert -1 <= left <= right <= drawing.width + 1
            assert -1 <= bottom <= top <= drawing.height + 1


@pytest.mark.parametrize("points", [samples.trend(), samples.empty().trend, ()])
def test_the_same_drawing_shows_on_the_screen(qapp: object, points: tuple[object, ...]) -> None:
    svg = to_svg(charts.trend(points))  # type: ignore[arg-type]
    assert "Noto Sans SC" in svg
    assert "NotoSansSC" not in svg
    assert "None" not in svg
    renderer = QSvgRenderer(QByteArray(svg.encode("utf-8")))
    assert renderer.isValid()
    image = QImage(442, 200, QImage.Format.Format_RGB32)
    image.fill(QColor("white"))
    painter = QPainter(image)
    renderer.render(painter)
    painter.end()
    assert image.pixelColor(440, 60) == QColor("white")
    assert any(image.pixelColor(x, y).value() < 80 for x in range(60) for y in range(12))
