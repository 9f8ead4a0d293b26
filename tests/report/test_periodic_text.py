"""The sentences of the monthly report say what the figures allow, and no more."""

from __future__ import annotations

import attrs
import pytest
from panhuang_desk.model.period import Period
from panhuang_desk.model.report import SENT, Bar, Report
from panhuang_desk.report import periodic_text
from panhuang_desk.report.numbers import Numbers

from tests.report import samples
from tests.report.outline import outline


def with_figures(counts: dict[str, float] | None = None, rates: dict[str, tuple[int, int]] | None = None,
                 **other: object) -> Report:
    figures = samples.lines(samples.values(counts, rates))
    return attrs.evolve(samples.village(), figures=figures, **other)  # type: ignore[arg-type]


@pytest.mark.parametrize(("k", "n", "said"), [
    (389, 400, ("达标", "95.14%至98.46%", "达到95%的目标，样本量足以支持这一结论")),
    (388, 400, ("点估计达标但样本不足", "94.83%至98.28%", "点估计达到95%的目标，但样本不足，还不能认定达标")),
    (30, 30, ("点估计达标但样本不足", "88.65%至100.00%", "点估计达到95%的目标，但样本不足，还不能认定达标")),
    (94, 100, ("未达标", "87.52%至97.22%", "未达到95%的目标，按本月有效答卷计还差1份合格答卷")),
])
def test_the_verdicts(k: int, n: int, said: tuple[str, str, str]) -> None:
    word, interval, why = said
    assert periodic_text.verdict(with_figures({"sheets_valid": n}, {"awareness_by_person": (k, n)})) == (
        f"知晓率结论：{word}。按人知晓率的95%置信区间为{interval}，{why}。")


def test_no_sheet_has_no_verdict() -> None:
    assert periodic_text.verdict(with_figures(rates={"awareness_by_person": (0, 0)})) == "知晓率结论：无数据。"


def test_a_rate_just_under_the_target_is_not_rounded_up_to_it() -> None:
    report = with_figures({"sheets_valid": 9999}, {"awareness_by_person": (9499, 9999), "awareness_by_answer": (9, 10)})
    text = "".join(periodic_text.awareness(report))
    assert "95.00%" not in text
    assert "未达标" in text


def test_the_headline_rate_is_named_and_comes_first() -> None:
    person = "".join(periodic_text.awareness(samples.village()))
    answer = "".join(periodic_text.awareness(attrs.evolve(samples.village(), headline="answer")))
    assert ("按人计算的知晓率为94.37%（答对80%及以上题目的算知晓）；按题计算的为96.65%。以按人计算的为准。") in person
    assert ("按题计算的知晓率为96.65%；按人计算的为94.37%（答对80%及以上题目的算知晓）。以按题计算的为准。") in answer


def test_a_non_random_sample_is_labelled() -> None:
    assert "有效答卷中有7份为非随机抽样，仅供参考。" in "".join(periodic_text.awareness(samples.village()))
    whole = with_figures({"sheets_valid": 142}, non_random_sheets=142)
    assert "本次测评非随机抽样，仅供参考。" in "".join(periodic_text.awareness(whole))
    none = with_figures(non_random_sheets=0)
    assert "非随机" not in "".join(periodic_text.awareness(none))


def test_no_sheet_is_no_data_and_never_zero_per_cent() -> None:
    report = with_figures({"sheets_returned": 0, "sheets_valid": 0}, {"awareness_by_person": (0, 0)})
    assert periodic_text.awareness(report)[-1] == "本月没有知晓率测评答卷，知晓率无数据。"
    invalid = with_figures({"sheets_returned": 4, "sheets_valid": 0}, {"awareness_by_person": (0, 0)})
    assert "收回答卷4份，没有作答题数达到80%的，知晓率无数据。" in periodic_text.awareness(invalid)[-1]


def test_zero_planting_is_only_said_with_the_coverage_beside_it() -> None:
    looked = "".join(periodic_text.patrols(samples.village()))
    assert "踏查范围内零种植（踏查覆盖率96.6%，另有2块本月未踏查，不在此列）" in looked
    unseen = with_figures({"patrols": 0, "plots_checked": 0}, {"plot_coverage": (0, 58)})
    assert "零种植" not in "".join(periodic_text.patrols(unseen))
    assert "本月未开展踏查，有无种植情况无数据。" in "".join(periodic_text.patrols(unseen))
    found = with_figures({"findings": 1, "plants_found": 37, "findings_reported": 1, "plants_uprooted": 37})
    assert "零种植" not in "".join(periodic_text.patrols(found))
    assert "发现毒品原植物1处，共37株，其中1处已报告派出所；本月铲除37株。" in "".join(periodic_text.patrols(found))


def test_finds_of_earlier_months_that_stand_open_are_said() -> None:
    assert "月末还有2处未铲除完。" in "".join(periodic_text.patrols(with_figures({"findings_open": 2})))


def test_problems_and_plans_are_numbered_when_there_are_several() -> None:
    assert periodic_text.problems(samples.village())[1].startswith("（二）知晓率测评中")
    assert periodic_text.problems(attrs.evolve(samples.village(), problems=samples.said("只有一条"))) == ["只有一条。"]
    assert periodic_text.problems(samples.empty()) == ["本月没有登记需要说明的问题。"]
    assert periodic_text.plans(samples.empty())[0].startswith("按年度计划")


@pytest.mark.parametrize(("number", "word"), [(1, "一"), (9, "九"), (10, "十"), (11, "十一"), (20, "二十"),
                                              (25, "二十五")])
def test_chinese_numerals(number: int, word: str) -> None:
    assert periodic_text.chinese(number) == word


def test_the_subdistrict_names_who_is_late_and_who_is_under_the_target() -> None:
    text = "".join(periodic_text.basic(samples.subdistrict()))
    assert "全街道14个村（社区），本月已报12个，未报2个（吴杨居委会、朱庄居委会），各村（社区）情况见附表1。" in text
    below = periodic_text.awareness(samples.subdistrict())[-1]
    assert below.startswith("知晓率低于95%的村（社区）有6个：大孙居委会、兆泉居委会")
    assert "超期事项涉及：仰徐村。" in periodic_text.follow_ups(samples.subdistrict())


def test_a_month_that_nobody_has_reported_says_so_once() -> None:
    report = samples.subdistrict()
    nobody = attrs.evolve(report, by_village=tuple(attrs.evolve(line, reported=False) for line in report.by_village))
    text = periodic_text.basic(nobody)[0]
    assert text.startswith("全街道14个村（社区）本月均未报送。")
    assert "登记的重点群体：留守儿童181人" in text


def test_key_groups_say_whose_they_are_where_villages_are_missing() -> None:
    assert "已报村（社区）登记的重点群体：" in periodic_text.basic(samples.subdistrict())[0]
    assert "已报" not in periodic_text.basic(samples.village())[0]


@pytest.mark.parametrize(("now", "before", "said"), [
    (268, 237, "比上月增加31户，增长13.1%"), (200, 237, "比上月减少37户，下降15.6%"), (237, 237, "与上月持平")])
def test_comparison_with_last_month(now: int, before: int, said: str) -> None:
    figures = samples.lines(samples.values({"households_met": now}), samples.values({"households_met": before}))
    assert Numbers(attrs.evolve(samples.village(), figures=figures)).compared("households_met", "户") == said


def test_a_first_month_is_not_compared() -> None:
    report = attrs.evolve(samples.village(), figures=samples.lines(samples.values()))
    assert Numbers(report).compared("households_met", "户") == ""


def test_the_seasons_coverage_is_also_told_by_area_where_areas_are_known() -> None:
    assert "累计踏查覆盖率98.3%。" in "".join(periodic_text.patrols(samples.village()))
    measured = attrs.evolve(samples.village(), figures=samples.lines(
        {**samples.values(), "season_area_coverage": samples.rate("season_area_coverage", 447.9, 448.0)}))
    assert "累计踏查覆盖率98.3%（按面积99.9%）。" in "".join(periodic_text.patrols(measured))


def of(period: str, issued_on: str = "2027-01-01", **other: object) -> Report:
    return attrs.evolve(samples.village(), period=Period.parse(period), issued_on=issued_on, **other)  # type: ignore[arg-type]


@pytest.mark.parametrize(("period", "title", "subtitle", "visited", "last"), [
    ("2026-04", "仰徐村禁毒工作月报", "（2026年4月）", "本月入户走访327次", "七、下月计划"),
    ("2026-Q2", "仰徐村禁毒工作季报", "（2026年第二季度）", "本季度入户走访327次", "七、下季度计划"),
    ("2026-H1", "仰徐村禁毒工作半年报", "（2026年上半年）", "上半年入户走访327次", "七、下半年计划"),
    ("2026-H2", "仰徐村禁毒工作半年报", "（2026年下半年）", "下半年入户走访327次", "七、"),
    ("2026", "仰徐村禁毒工作年报", "（2026年）", "本年入户走访327次", "七、"),
    ("2026-02..2026-05", "仰徐村禁毒工作报告", "（2026年2月至5月）", "本期入户走访327次", "七、下一步计划"),
    ("2026-06-publicity", "仰徐村全民禁毒宣传月工作报告", "（2026年6月）", "本月入户走访327次", "五、下一步打算"),
    ("2026-09-publicity", "仰徐村禁毒集中宣传月工作报告", "（2026年9月）", "本月入户走访327次", "五、下一步打算"),
])
def test_each_span_speaks_in_its_own_words(period: str, title: str, subtitle: str, visited: str, last: str) -> None:
    told = outline(of(period, problems=())).splitlines()
    assert told[:2] == [title, subtitle]
    assert visited in "".join(told)
    assert any(line.startswith(last) for line in told)
    if not period.startswith("2026-0"):
        assert "本月" not in "".join(told)
        assert "上月" not in "".join(told)


def test_a_span_that_is_not_over_says_until_when_and_compares_nothing() -> None:
    running, over = of("2026-04", "2026-04-15"), of("2026-04", "2026-04-30")
    assert periodic_text.subtitle(running) == "（2026年4月，截至4月15日）"
    assert periodic_text.basic(running)[0].startswith("2026年4月尚未结束，本报告数据截至4月15日。")
    text = outline(running)
    assert "截至4月15日在册312户" in text
    assert "月末" not in text.replace("在月末前到期", "")
    assert "其中在月末前到期1件" in text
    assert "比上月" not in text
    assert "截至" not in outline(over)
    assert "比上月增加31户" in outline(over)
    assert periodic_text.subtitle(attrs.evolve(running, edition=2)) == "（2026年4月，截至4月15日，第2版）"


@pytest.mark.parametrize(("period", "columns"), [
    ("2026-04", "项目\t单位\t本月\t上月\t本年累计\n"), ("2026-01", "项目\t单位\t本月\t上月\n"),
    ("2026-Q1", "项目\t单位\t本季度\t上季度\n"), ("2026-Q3", "项目\t单位\t本季度\t上季度\t本年累计\n"),
    ("2026-H1", "项目\t单位\t上半年\t上年下半年\n"), ("2026", "项目\t单位\t本年\t上年\n"),
    ("2025-11..2026-02", "项目\t单位\t本期\t上期\n"),
])
def test_the_year_to_date_stands_only_where_it_says_more(period: str, columns: str) -> None:
    told = outline(of(period))
    assert columns in told
    assert ("本年累计走访" in told) == ("本年累计" in columns)


def test_the_month_of_publicity_tells_what_was_done_and_of_whom() -> None:
    report = of("2026-06-publicity")
    names = [section.name for section in periodic_text.sections(report)]
    assert names == ["一、活动开展情况", "二、知晓率测评", "三、重点群体宣传", "四、存在问题", "五、下一步打算"]
    text = outline(report)
    assert "入户走访发放宣传资料436份，踏查发放宣传资料120份。" in text
    assert "见到登记有重点群体的户：留守儿童户19户、留守老人户37户、返乡务工人员户不足3户、租住人员户14户。" in text
    assert "待办事项" not in text


def test_the_same_span_a_year_ago_is_told_where_the_report_knows_it() -> None:
    report = samples.village()
    figures = {**report.figures, "households_met": attrs.evolve(
        report.figures["households_met"], year_ago=samples.number("households_met", 268))}
    assert "（比上月增加31户，增长13.1%；与去年同月持平）" in periodic_text.visits(
        attrs.evolve(report, figures=figures))[0]
    year = attrs.evolve(report, figures=figures, period=Period.parse("2026"), issued_on="2027-01-01")
    assert "（比上年增加31户，增长13.1%），" in periodic_text.visits(year)[0]


def test_a_workers_sentence_ends_with_one_full_stop() -> None:
    for text in ("核对不及时", "核对不及时。", "核对不及时，", "核对不及时；", " 核对不及时： "):
        assert periodic_text.problems(attrs.evolve(samples.village(), problems=samples.said(text))) in (
            ["核对不及时。"], ["核对不及时；"])
    assert periodic_text.plans(attrs.evolve(samples.village(), plans=samples.said("，。"))) != [""]


def test_who_has_sent_what_until_when() -> None:
    report = samples.subdistrict()
    bars = tuple(Bar(line.code, 2, "2026-05-28") for line in report.by_village if line.reported)
    quarter = attrs.evolve(report, period=Period.parse("2026-Q2"), issued_on="2026-07-01", series={SENT: bars})
    told = outline(quarter)
    assert "村（社区）\t报送\t有记录的月份（个）\t最近一次工作记录" in told
    assert "仰徐村委会\t已报\t2\t5月28日" in told
    assert "吴杨居委会\t未报\t—\t—" in told
