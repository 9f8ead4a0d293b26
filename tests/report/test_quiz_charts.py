"""The charts of awareness: what they show, in black on paper, and on the screen."""

from __future__ import annotations

from panhuang_desk.model.figures import wilson
from panhuang_desk.model.months import Month
from panhuang_desk.model.quiz.shown import by_person
from panhuang_desk.model.quiz.statistics import Line as Told
from panhuang_desk.model.quiz.statistics import Rates
from panhuang_desk.report import quiz_charts
from panhuang_desk.report.chart_parts import to_svg
from panhuang_desk.report.quiz_charts import ChartPart
from panhuang_desk.services.quiz_charts import months_svg, parts_svg
from PySide6.QtCore import QByteArray
from PySide6.QtSvg import QSvgRenderer
from reportlab.graphics import renderPDF
from reportlab.graphics.shapes import Circle, Drawing, Line, String
from reportlab.lib.colors import white

from tests.report.reading import Pdf, bare
from tests.report.test_charts import shapes, words

PARTS = (ChartPart("一般居民", 200, 208, wilson(200, 208)),
         ChartPart("返乡务工人员", 39, 41, wilson(39, 41), hint=True),
         ChartPart("在校学生"), ChartPart("租住人员", 0, 0))


def dots(drawing: Drawing) -> list[Circle]:
    return [shape for shape in shapes(drawing) if isinstance(shape, Circle)]


def test_each_part_has_its_rate_counts_and_interval() -> None:
    drawing = quiz_charts.parts(PARTS)
    said = words(drawing)
    for word in ("一般居民", "96.15%", "200/208", "95.12%", "39/41", "目标95%"):
        assert word in said
    bands = [shape for shape in shapes(drawing) if isinstance(shape, Line) and shape.strokeWidth == 5]
    assert [band.x1 < dot.cx < band.x2 for band, dot in zip(bands, dots(drawing), strict=True)] == [True, True]


def test_what_is_withheld_or_empty_is_said_in_words_and_has_no_dot() -> None:
    drawing = quiz_charts.parts(PARTS)
    assert len(dots(drawing)) == 2
    assert words(drawing).count("不显示") == 1
    assert words(drawing).count("没有有效答卷") == 1


def test_a_hint_is_told_without_colour() -> None:
    full, hollow = dots(quiz_charts.parts(PARTS))
    assert full.fillColor != white
    assert hollow.fillColor == white
    assert any("空心点含非随机抽样" in word for word in words(quiz_charts.parts(PARTS)))
    assert not any("空心点" in word for word in words(quiz_charts.parts(PARTS[:1])))


def test_the_scale_reaches_down_to_the_lowest_rate() -> None:
    low = (*PARTS, ChartPart("留守老人", 9, 20, wilson(9, 20)))
    assert "40%" in words(quiz_charts.parts(low))
    assert "80%" in words(quiz_charts.parts(PARTS))


def test_nothing_stands_outside_the_drawing_even_with_long_names() -> None:
    long = "名字特别长的一个村民委员会和它的几个居民小组" * 2
    drawing = quiz_charts.parts((ChartPart(long, 20, 20, wilson(20, 20)),), 240)
    for shape in shapes(drawing):
        if isinstance(shape, String):
            assert 0 <= shape.x <= 240
            assert 0 <= shape.y <= drawing.height
        elif isinstance(shape, (Line, Circle)):
            assert all(-0.01 <= edge <= 240.01 for edge in shape.getBounds()[::2])


def test_months_without_sheets_have_no_dot() -> None:
    names = [Month(2026, number) for number in range(1, 7)]
    rates = [by_person(Rates(20, 20, passed, random=20)) if passed else by_person(Rates())
             for passed in (18, 0, 19, 20, 0, 19)]
    drawing = quiz_charts.months(names, rates, [False] * 6)
    assert len(dots(drawing)) == 4
    assert "6月" in words(drawing)


def test_the_screen_draws_what_paper_does() -> None:
    rates = Rates(20, 20, 19, random=12)
    svg, height = parts_svg([("一般居民", rates), ("在校学生", None)], 300)
    assert height == quiz_charts.parts_height(2)
    same = quiz_charts.parts((ChartPart("一般居民", 19, 20, wilson(19, 20), hint=True), ChartPart("在校学生")), 300)
    assert svg == to_svg(same)
    months = months_svg(Month(2026, 1), [Told("2026-03", rates), Told("2026-04", None)], 12, 500, 130)
    for each in (svg, months):
        assert QSvgRenderer(QByteArray(each.encode())).isValid()
        assert "Noto Sans SC" in each


def test_only_the_bundled_fonts_are_embedded() -> None:
    pdf = Pdf(renderPDF.drawToString(quiz_charts.parts(PARTS)))
    assert "返乡务工人员" in bare(pdf.text)
    assert all("NotoSansSC" in font for font in pdf.fonts())
