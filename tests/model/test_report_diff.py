"""What differs between two reports as a reader of the paper sees it, and how it is said."""

from __future__ import annotations

from typing import Any

import attrs
from panhuang_desk.model.figures import BY_CODE
from panhuang_desk.model.months import Month
from panhuang_desk.model.period import Period
from panhuang_desk.model.report import Bar, FigureLine, FigureValue, Report, Said, TrendPoint, VillageLine
from panhuang_desk.model.report_diff import CHART, REPORTED, SETTING, TEXT, TREND, correction_words, differences

JUNE = Period.month(Month(2026, 6))


def value(code: str, number: int | None, of: int | None = None) -> FigureValue:
    figure = BY_CODE[code]
    if of is None:
        return FigureValue(code, figure.label, number, figure.unit)
    return FigureValue(code, figure.label, (number or 0) / of, figure.unit, number, of)


def report(visits: int | None = 327, **given: Any) -> Report:
    figures = {"visits": FigureLine(value("visits", visits), value("visits", 300), value("visits", 2000)),
               "households_met": FigureLine(value("households_met", 268)),
               "household_coverage": FigureLine(value("household_coverage", 400, 800))}
    return Report("village", "320903004202", "仰徐村", "潘黄街道", JUNE, 1, False, "2026-07-01", "person",
                  **{"pass_mark": 0.8, "figures": figures, **given})


def test_equal_reports_do_not_differ_and_edition_and_day_are_no_difference() -> None:
    assert differences(report(), report()) == ()
    assert differences(report(), attrs.evolve(report(), edition=2, issued_on="2026-08-01", corrects="甲", qr="x")) == ()


def test_a_figure_that_prints_otherwise() -> None:
    (found,) = differences(report(), report(328))
    assert (found.code, found.column, found.before, found.after, found.unit) == ("visits", "this", "327", "328", "次")
    assert correction_words([found], JUNE) == "入户走访由327次更正为328次"
    (found,) = differences(report(), report(None))
    assert correction_words([found], JUNE) == "入户走访由327次更正为无数据"


def test_the_same_print_is_no_difference() -> None:
    other = report(figures=report().figures | {"household_coverage": FigureLine(value("household_coverage", 200, 400))})
    assert differences(report(), other) == ()


def test_columns_villages_settings_text_and_charts_are_each_said_so() -> None:
    line = VillageLine("320903004203", "新民村", True, {"visits": value("visits", 5)})
    points = (TrendPoint(Month(2026, 5), value("awareness_by_person", 9, 10), value("household_coverage", 4, 8)),)
    earlier = report(by_village=(line,), problems=(Said("甲"),), trend=points, series={"visits": (Bar("1–7日", 4),)})
    later = report(
        by_village=(attrs.evolve(line, figures={"visits": value("visits", 6)}),), problems=(Said("乙"),),
        trend=(attrs.evolve(points[0], coverage=value("household_coverage", 5, 8)),), pass_mark=0.6,
        series={"visits": (Bar("1–7日", 5),)}, figures=report().figures | {
            "visits": attrs.evolve(report().figures["visits"], previous=value("visits", 301), year=value("visits", 1))})
    words = {each.kind: each.words(JUNE) for each in differences(earlier, later)}
    assert [each.words(JUNE) for each in differences(earlier, later)] == [
        "答卷合格线由80%更正为60%", "上月入户走访由300次更正为301次", "本年累计入户走访由2000次更正为1次",
        "新民村入户走访由5次更正为6次", "存在问题的文字有修改", "走势图中2026年5月走访覆盖率由50.0%更正为62.5%",
        "图表有变动"]
    assert {SETTING, TEXT, TREND, CHART} <= words.keys()


def test_a_village_that_reports_late_is_one_difference() -> None:
    late = VillageLine("320903004203", "新民村", False, {"visits": value("visits", 0)})
    here = attrs.evolve(late, reported=True, figures={"visits": value("visits", 6)})
    (found,) = differences(report(by_village=(late,)), report(by_village=(here,)))
    assert (found.kind, found.village, found.words(JUNE)) == (REPORTED, "320903004203", "新民村补报了数据")


def test_small_numbers_of_key_groups_stay_hidden() -> None:
    def with_pupils(count: int) -> Report:
        return report(figures={"people_pupils": FigureLine(value("people_pupils", count))})

    assert differences(with_pupils(1), with_pupils(2)) == ()
    (found,) = differences(with_pupils(2), with_pupils(5))
    assert (found.before, found.words(JUNE)) == ("<3", "在校学生由不足3人更正为5人")


def test_what_another_program_reckons_more_is_no_change_of_the_data() -> None:
    fewer = report(figures={"visits": report().figures["visits"]}, series={})
    assert differences(fewer, report(series={"visits": (Bar("1–7日", 4),)})) == ()


def test_many_differences_are_counted_those_that_everybody_knows_first() -> None:
    codes = ("groups", "households_active", "not_home", "refused", "moved", "materials_given", "visits")
    earlier, later = (report(figures={code: FigureLine(value(code, at + more)) for at, code in enumerate(codes)})
                      for more in (3, 9))
    words = correction_words(differences(earlier, later), JUNE)
    assert words.startswith("入户走访由9次更正为15次，村民小组由3个更正为9个")
    assert words.endswith("等7项")
    assert words.count("更正") == 5
    assert correction_words((), JUNE) == ""
