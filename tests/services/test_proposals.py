"""What figures propose as 存在问题 and as plans, for every span."""

from __future__ import annotations

import attrs
import pytest
from panhuang_desk.model.period import Period
from panhuang_desk.model.report import SENT, Bar, Report
from panhuang_desk.services.proposals import plans, problems
from panhuang_desk.services.resources import Resources

from tests.report import samples

CALENDAR = Resources().calendar


def wrong(report: Report) -> dict[str, str]:
    return {each.key: each.text for each in problems(report)}


def planned(report: Report) -> dict[str, str]:
    return {each.key: each.text for each in plans(report, CALENDAR)}


def village(period: str = "2026-04", counts: dict[str, float] | None = None,
            rates: dict[str, tuple[int, int]] | None = None, **other: object) -> Report:
    this = samples.values(counts, rates)
    return attrs.evolve(samples.village(), period=Period.parse(period), issued_on="2027-01-01",
                        figures=samples.lines(this, None, this), non_random_sheets=0, **other)  # type: ignore[arg-type]


def test_a_month_in_order_proposes_nothing_as_a_problem() -> None:
    good = village(counts={"follow_ups_overdue": 0, "not_home_to_repeat": 0},
                   rates={"awareness_by_person": (400, 400), "season_plot_coverage": (58, 58)})
    assert wrong(good) == {}


@pytest.mark.parametrize(("counts", "rates", "key", "text"), [
    ({"findings_open": 2}, {}, "findings_open", "2处毒品原植物尚未全部铲除"),
    ({"findings": 3, "findings_reported": 1}, {}, "findings_reported", "本月发现的毒品原植物中有2处还没有报告派出所"),
    ({}, {"awareness_by_person": (94, 100)}, "awareness", "知晓率94.00%，未达到95%的目标"),
    ({"sheets_valid": 30}, {"awareness_by_person": (30, 30)}, "awareness",
     "有效答卷30份，知晓率100.00%，样本还不足以认定达标"),
    ({}, {"awareness_by_person": (0, 0)}, "awareness", "本月没有有效答卷，知晓率无数据"),
    ({}, {"household_coverage": (62, 312)}, "coverage_year", "走访覆盖率19.9%，还有250户本年没有见到"),
    ({"plots_overdue": 4}, {}, "plots_overdue", "4块地块没有按踏查轮次查到"),
    ({"follow_ups_overdue": 5}, {}, "follow_ups_overdue", "5件待办事项超期未办结"),
])
def test_each_reason_has_its_key_and_its_sentence(
    counts: dict[str, float], rates: dict[str, tuple[int, int]], key: str, text: str,
) -> None:
    found = wrong(village(counts=counts, rates=rates))
    assert found[key] == text
    assert not any(sentence.endswith("。") for sentence in found.values())


def test_a_coverage_that_keeps_pace_with_the_year_is_no_problem() -> None:
    assert "coverage_year" not in wrong(village(rates={"household_coverage": (104, 312)}))
    assert "coverage_year" in wrong(village(rates={"household_coverage": (103, 312)}))
    assert "coverage_year" in wrong(village("2026-Q2", rates={"household_coverage": (155, 312)}))


def test_a_sample_that_was_mostly_not_drawn_is_told() -> None:
    report = attrs.evolve(village(), non_random_sheets=72)
    assert wrong(report)["sampling"] == "有效答卷142份中有72份不是随机抽样，知晓率只能作参考"
    assert "sampling" not in wrong(attrs.evolve(report, non_random_sheets=71))


def test_villages_are_named_in_full_in_the_registers_order() -> None:
    report = samples.subdistrict()
    assert wrong(report)["late"] == "2个村（社区）本月未报：吴杨居委会、朱庄居委会"
    assert wrong(report)["awareness_villages"].endswith("宝才居委会、新民村委会、新英村委会")
    nobody = attrs.evolve(report, by_village=tuple(attrs.evolve(line, reported=False) for line in report.by_village))
    assert wrong(nobody)["late"] == "14个村（社区）本月均未报送数据"
    bars = tuple(Bar(line.code, 3 - (at == 2), "2026-05-28") for at, line in enumerate(report.by_village))
    quarter = attrs.evolve(report, period=Period.parse("2026-Q2"), issued_on="2026-07-01", series={SENT: bars})
    assert wrong(quarter)["late_months"] == "1个村（社区）本季度有的月份没有记录：新阳居委会"


def test_plans_look_at_the_whole_of_the_next_span() -> None:
    assert "key_dates" not in planned(village("2026-04"))
    assert planned(village("2026-05"))["key_dates"].startswith("围绕6月1日")
    quarter = planned(village("2026-Q1"))
    assert quarter["season"] == "开展罂粟集中踏查，看完第1轮至第6轮，每轮把在册地块都看到"
    assert "6月26日国际禁毒日" in quarter["key_dates"]
    year = planned(village("2026"))
    assert {"season", "season_cannabis", "season_seedling", "season_sowing"} <= set(year)
    assert "season" not in planned(village("2026-09..2026-10"))


def test_a_span_that_runs_says_what_falls_due_and_not_what_is_late() -> None:
    report = attrs.evolve(village(counts={"follow_ups_overdue": 5}), issued_on="2026-04-10")
    assert wrong(report)["follow_ups_overdue"] == "5件待办事项在月末前到期，还没有办结"
    assert planned(report)["follow_ups_overdue"] == "逐件办结到期的5件待办事项"
