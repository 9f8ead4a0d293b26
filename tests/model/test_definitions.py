"""Every figure explains itself: what it is, its own numbers, what is left out, where from."""

from __future__ import annotations

import pytest
from panhuang_desk.model.definitions import define
from panhuang_desk.model.figures import BY_CODE, FIGURES, Figure, How
from panhuang_desk.model.quiz.shown import by_answer, by_person, conclusion, satisfaction
from panhuang_desk.model.quiz.statistics import Rates
from panhuang_desk.model.report import FigureValue


@pytest.mark.parametrize("figure", FIGURES, ids=lambda figure: figure.code)
def test_every_figure_is_defined_by_its_own_words(figure: Figure) -> None:
    found = define(FigureValue(figure.code, figure.label, 0.5 if figure.unit == "%" else 3, figure.unit))
    assert found.title == figure.label
    assert found.reckoned == figure.definition
    assert found.source
    assert ("平均" in found.source) == (figure.how in (How.RATE, How.SHARE))


def test_numbers_are_those_of_the_case() -> None:
    rates = Rates(returned=26, valid=25, passed=19, correct=422, asked=500, random=20)
    assert define(by_person(rates), "2026年5月").numbers == (
        "合格答卷 19 ÷ 有效答卷 25 = 76.00%；95%区间 56.57%–88.50%")
    assert define(by_answer(rates)).numbers == "答对题次 422 ÷ 题次 500 = 84.40%"
    assert define(conclusion(rates)).numbers.startswith("合格答卷 19 ÷ 有效答卷 25，未达标")
    assert define(satisfaction(20, 20)).numbers == "20 ÷ 20 = 100.00%"
    assert "作答不到80%" in define(by_person(rates)).left_out


def test_no_data_is_never_told_as_0() -> None:
    assert define(by_person(Rates())).numbers == "分母是 0，没有数，所以不写 0%。"
    assert define(FigureValue("visits", BY_CODE["visits"].label, None, "次")).numbers == ""


def test_a_rounded_rate_is_never_told_as_reached() -> None:
    assert "94.99%" in define(by_person(Rates(100000, 100000, 94999))).numbers
