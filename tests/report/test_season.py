"""The season's report on paper: what it says of coverage, days since a look and finds, and what it must never say."""

from __future__ import annotations

import attrs
import pytest
from panhuang_desk.model.season_report import (
    FindLine,
    Longest,
    Methods,
    PartLine,
    RoundLine,
    SeasonReport,
    Share,
    Work,
    since_counts,
)
from panhuang_desk.report import season_charts, season_tables, season_text
from panhuang_desk.report.season import season_bytes
from reportlab.graphics.shapes import Rect

from tests.report.reading import Pdf, bare
from tests.report.samples import VILLAGES
from tests.report.test_charts import shapes, words

FIND = FindLine("2026-05-03", "320903004202", 3, "荒地河坡", "罂粟", 37, True, 37, "to_recheck")


def village(**more: object) -> SeasonReport:
    """A season of 仰徐村: 58 of 60 plots looked at, nothing found."""
    share = Share(60, 58, 430.5, 421.5)
    report = SeasonReport(
        scope="village", code="320903004202", name="仰徐村委会", subdistrict="潘黄街道", season="poppy",
        label="罂粟集中踏查", year=2026, first="2026-04-15", last="2026-06-10", day="2026-06-10",
        issued_on="2026-06-12", sample=False, register=share, total=share,
        rounds=(RoundLine("第1轮", "2026-04-15", "2026-04-30", share),
                RoundLine("曾查获点位每周一次", "2026-04-15", "2026-06-10", Share(16, 12, 9.6, 7.2), rounds=8)),
        groups=(PartLine("1", "1组", Share(30, 30, 210.0, 210.0), 12, since=(25, 0, 5, 0, 0, 0)),
                PartLine("2", "2组", Share(30, 28, 220.5, 211.5), 51, 1, since=(25, 0, 3, 1, 0, 1))),
        methods=Methods(40, 10, 8), not_looked=(("锁着进不去", 1), ("没有去过", 1)),
        since=since_counts([5] * 50 + [20] * 8 + [51, None]), longest=Longest("320903004202", 2, "闲置院落", 51),
        work=Work(8, 34, 6, 4, 12.5, 140, 34))
    return attrs.evolve(report, **more)  # type: ignore[arg-type]


def subdistrict() -> SeasonReport:
    """14 villages, of which one has not reported and one found something."""
    lines = [PartLine(code, name, Share(10, 9, 50.0, 45.5), 20) for code, name in VILLAGES]
    lines[3] = PartLine(*VILLAGES[3], Share(10, 0, 50.0, 0.0), None, 10, reported=False)
    lines[11] = attrs.evolve(lines[11], finds=1, plants=37)
    total = sum((line.share for line in lines), Share())
    return village(scope="subdistrict", code="320903004000", name="潘黄街道", groups=(), villages=tuple(lines),
                   total=total, register=total, finds=(FIND,))


def empty() -> SeasonReport:
    """A season of which nothing is known."""
    return village(register=Share(), total=Share(), rounds=(), groups=(), methods=Methods(), not_looked=(),
                   since=since_counts([]), longest=None, work=Work())


def said(report: SeasonReport) -> str:
    return "".join(text for _, sentences in season_text.SECTIONS for text in sentences(report))


@pytest.mark.parametrize("report", [village(), village(finds=(FIND,)), subdistrict(), empty()])
def test_the_same_report_gives_the_same_bytes_and_every_section(report: SeasonReport) -> None:
    content = season_bytes(report)
    assert content == season_bytes(report)
    text = Pdf(content).text
    assert all(name in text for name, _ in season_text.SECTIONS)
    assert season_text.title(report) in text
    assert "〓" not in text


def test_nothing_found_is_only_said_beside_its_coverage() -> None:
    told, = season_text.finds(village())
    assert told == "在踏查到的58块地块（覆盖率96.7%）中未发现毒品原植物，踏查范围内零种植；没有踏查到的2块不在此列。"
    assert "零种植" not in said(village(finds=(FIND,)))
    assert "零种植" not in said(empty())
    assert "有无种植情况无数据" in said(empty())


def test_a_season_that_asks_for_some_plots_tells_both_coverages() -> None:
    told, = season_text.finds(village(register=Share(60, 20, 430.5, 90.0), total=Share(20, 20, 90.0, 90.0)))
    assert "（占在册地块的33.3%，应踏查地块的覆盖率100.0%）" in told
    assert "没有踏查到的40块不在此列" in told


def test_almost_all_is_never_printed_as_all() -> None:
    share = Share(10000, 9999, 20000.0, 19999.99)
    assert "覆盖率99.9%" in said(village(register=share, total=share))


def test_finds_are_told_with_their_state_on_the_day() -> None:
    told, = season_text.finds(village(finds=(FIND, attrs.evolve(FIND, reported=False, uprooted=0,
                                                                state="unreported"))))
    assert "发现毒品原植物2处，共74株，其中1处已报告派出所；已铲除37株。" in told
    assert "到6月10日还有2处没有办结（待报告1处、待复查1处）" in told
    assert "还没有报告派出所的1处发现，立即报告" in said(village(finds=(attrs.evolve(FIND, state="unreported"),)))


def test_a_village_that_has_not_reported_has_no_numbers_and_counts_in_the_sum() -> None:
    table = season_tables.tables(subdistrict())[2][1]
    rows = {row[0]: row[1:] for row in table.rows}
    assert set(rows["美丽居委会"]) == {"未报"}
    assert rows["合计"][:6] == ("140", "117", "83.6", "700", "591.5", "84.5")
    assert rows["仰徐村"][-1] == "1"
    assert "13个有本季的踏查记录，1个未报（美丽居委会）" in said(subdistrict())


def test_no_plot_and_no_person_is_named() -> None:
    fields = {field.name for kind in (FindLine, PartLine, Longest) for field in attrs.fields(kind)}
    assert not fields & {"plot", "plot_name", "planter", "spot", "reported_to", "witness", "note"}


def test_the_chart_of_rounds_has_each_with_plots_and_area() -> None:
    told = words(season_charts.rounds(village().rounds))
    for word in ("第1轮", "4.15–4.30", "97%", "98%", "曾查获点位", "每周一次", "75%", "按地块", "按面积"):
        assert word in told


def test_days_since_a_look_are_told_by_group_in_numbers_and_shades() -> None:
    parts = season_text.since_parts(village())
    assert [name for name, _ in parts] == ["1组", "2组", "合计"]
    assert [sum(counts) for _, counts in parts] == [30, 30, 60]
    drawing = season_charts.since(parts)
    told = words(drawing)
    assert told[:6] == ["7天以内", "8至14天", "15至30天", "31至60天", "60天以上", "没有看过"]
    assert told[-7:] == ["合计", "50", "0", "8", "1", "0", "1"]
    shades = [shape.fillColor.red for shape in shapes(drawing) if isinstance(shape, Rect)]
    assert shades[0] < shades[2] < shades[1] == 1.0


def test_what_is_to_be_done_is_numbered_where_there_are_several() -> None:
    assert season_text.to_do(village()) == [
        "（一）没有踏查到的2块，列为下一次踏查的重点。", "（二）超过30天没有再看的1块，安排再看。"]
    assert season_text.to_do(empty()) == ["把房前屋后、菜园、大棚、荒地河坡等可能种植的地方登记为地块。"]
    done = Share(2, 2, 3.0, 3.0)
    assert season_text.to_do(village(register=done, total=done, since=since_counts([1, 2]), longest=None)) == [
        "本季应踏查的地块都踏查到了，没有未办结的发现，按踏查日历继续踏查。"]


def test_a_running_season_says_up_to_when() -> None:
    report = village(day="2026-05-22")
    assert "截至5月22日" in season_text.span_words(report)
    assert "本季内补查" in said(report)


def test_the_last_heading_stands_on_the_page_of_what_it_says() -> None:
    whole, of_group = Share(60, 60, 430.5, 430.5), Share(10, 10, 50.0, 50.0)
    for groups in range(9, 15):
        lines = tuple(PartLine(str(number), f"{number}组", of_group, 12, since=(10, 0, 0, 0, 0, 0))
                      for number in range(1, groups + 1))
        report = village(groups=lines, total=whole, register=whole, not_looked=(),
                         finds=(attrs.evolve(FIND, state="closed"),), since=since_counts([5] * 58 + [40] * 2))
        (page,) = [page for page in map(bare, Pdf(season_bytes(report)).texts) if "五、存在问题" in page]
        assert "填报人" in page, groups
