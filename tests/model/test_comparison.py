"""How a figure is said to stand against an earlier one, at the edges of what is told as a percentage."""

from __future__ import annotations

import pytest
from panhuang_desk.model.comparison import counts, rates
from panhuang_desk.model.report import FigureValue


@pytest.mark.parametrize(("now", "before", "said"), [
    (3, 2, "比上月多1户"), (2, 5, "比上月少3户"), (0, 7, "比上月少7户"), (7, 0, "比上月多7户"), (0, 0, "与上月持平"),
    (10, 9, "比上月多1户"), (9, 10, "比上月少1户"), (11, 10, "比上月增加1户，增长10%"),
    (10, 11, "比上月减少1户，下降9.1%"), (10, 12_345, "比上月减少12335户，下降99.9%"),
    (20, 10, "比上月增加10户，增长100%"), (21, 10, "比上月多11户"), (12_345, 10, "比上月多12335户"),
    (10_001, 10_000, "比上月多1户"), (10_005, 10_000, "比上月增加5户，增长0.1%"),
    (421.5, 320.25, "比上月增加101.25户，增长31.6%"),
])
def test_counts(now: float, before: float, said: str) -> None:
    assert counts(now, before, "户", "上月") == said


def rate(k: int, n: int, code: str = "household_coverage") -> FigureValue:
    return FigureValue(code, "", k / n if n else None, "%", k, n)


@pytest.mark.parametrize(("now", "before", "said"), [
    ((45, 100), (429, 1000), "比上月提高2.1个百分点"), ((40, 100), (45, 100), "比上月降低5个百分点"),
    ((50, 100), (10, 20), "与上月持平"), ((9, 9), (5, 10), ""), ((5, 10), (9, 9), ""),
    ((5, 10), (9, 10), "比上月降低40个百分点"),
    ((0, 0), (5, 10), ""), ((10_001, 20_000), (1, 2), ""),
    ((10_001, 20_000), (10, 20), "与上月持平"),
])
def test_rates_differ_by_points_never_by_per_cent(now: tuple[int, int], before: tuple[int, int], said: str) -> None:
    assert rates(rate(*now), rate(*before), "上月") == said


def test_points_are_those_between_the_printed_rates() -> None:
    now, before = rate(9499, 9999, "awareness_by_person"), rate(95, 100, "awareness_by_person")
    assert rates(now, before, "上月") == "比上月降低0.01个百分点"


def test_what_is_not_there_is_not_compared() -> None:
    assert rates(None, rate(5, 10), "上月") == rates(rate(5, 10), None, "上月") == ""
