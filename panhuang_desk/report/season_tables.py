"""The tables of a season's report: what stands in which column, as plain text."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

import attrs

from panhuang_desk.model.figures import NOTHING
from panhuang_desk.model.find_steps import STATES
from panhuang_desk.model.season_report import FindLine, PartLine, RoundLine, SeasonReport, Share
from panhuang_desk.report.periodic_tables import NOT_REPORTED
from panhuang_desk.report.periodic_text import short_name
from panhuang_desk.report.season_text import day_words, share_cells
from panhuang_desk.report.tables import Column, TableData, spread

_SHARE = (Column("应踏查\n（块）", 42), Column("踏查到\n（块）", 42), Column("覆盖率\n（%）", 42),
          Column("面积\n（亩）", 46), Column("踏查面积\n（亩）", 50), Column("面积覆盖\n（%）", 50))
_LOOKS = (Column("最久没看\n（天）", 48), Column("没有看过\n（块）", 48), Column("发现\n（处）", 34))


def tables(report: SeasonReport) -> dict[int, list[TableData]]:
    """The tables of each section, by the section's number."""
    found = {2: [_rounds(report.rounds)]}
    if report.groups:
        found[2].append(_parts("各组踏查情况", "组别", 40, report.groups, report.total))
    if report.villages:
        found[2].append(_by_village(report))
    if report.finds and report.scope == "village":
        found[4] = [_finds(report.finds)]
    elif report.finds:
        found[4] = [_finds_by_village(report)]
    return {section: [data for data in datas if data.rows] for section, datas in found.items()}


def numbered(data: TableData, number: int) -> TableData:
    """The table with its number before its caption, and the signs that it uses explained below it."""
    used = {text for row in data.rows for text in row}
    meant = ((NOTHING, "“—”为无数据"), (NOT_REPORTED, "“未报”为没有报来本季的踏查记录，不是0"))
    signs = tuple(words for sign, words in meant if sign in used)
    return attrs.evolve(data, caption=f"表{number} {data.caption}", notes=(*data.notes, *signs))


def _rounds(lines: Sequence[RoundLine]) -> TableData:
    columns = spread([Column("轮次", 80, "left"), Column("起止", 104, "left"), *_SHARE])
    rows = tuple((_label(line), _span(line), *share_cells(line.share))
                 for line in lines)
    notes = [f"“{line.label}”为{line.rounds}轮合计，地块和面积按次数计" for line in lines if line.rounds > 1]
    notes += [f"{line.label}还没有结束" for line in lines if not line.over]
    return TableData("各轮次踏查情况", columns, rows, notes=tuple(notes))


def _span(line: RoundLine) -> str:
    """5月15日至21日, 4月15日至6月10日."""
    last = day_words(line.last)
    return f"{day_words(line.first)}至{last.split('月')[1] if line.first[:7] == line.last[:7] else last}"


def _label(line: RoundLine) -> str:
    return f"{line.label}（{line.rounds}轮）" if line.rounds > 1 else line.label


def _parts(caption: str, heading: str, width: float, lines: Iterable[PartLine], total: Share, *,
           notes: tuple[str, ...] = ()) -> TableData:
    """One line a part and the sum, which is counted and never averaged."""
    lines = tuple(lines)
    columns = spread([Column(heading, width, "left"), *_SHARE, *_LOOKS])
    rows = [(short_name(line.name), *(_cells(line) if line.reported else (NOT_REPORTED,) * 9)) for line in lines]
    longest = max((line.longest for line in lines if line.longest is not None), default=None)
    whole = PartLine("", "合计", total, longest, sum(line.never for line in lines), sum(line.finds for line in lines))
    rows.append((whole.name, *_cells(whole)))
    return TableData(caption, columns, tuple(rows), total=True,
                     notes=("最久没看为在册地块离最近一次查看的天数", "覆盖率的合计为合并计算", *notes))


def _cells(line: PartLine) -> tuple[str, ...]:
    return (*share_cells(line.share), NOTHING if line.longest is None else str(line.longest), str(line.never),
            str(line.finds))


def _by_village(report: SeasonReport) -> TableData:
    late = not all(line.reported for line in report.villages)
    notes = ("合计含未报村（社区）在册的地块",) if late else ()
    return _parts("各村（社区）踏查情况", "村（社区）", 62, report.villages, report.total, notes=notes)


def _finds(finds: Sequence[FindLine]) -> TableData:
    columns = spread([Column("日期", 56, "left"), Column("组别", 36, "left"), Column("类别", 70, "left"),
                      Column("种类", 48, "left"), Column("报告派出所", 62, "left"), Column("状态", 50, "left"),
                      Column("株数", 40), Column("已铲除\n（株）", 48)])
    rows = tuple((day_words(find.day), f"{find.group_no}组", find.land, find.species,
                  "已报告" if find.reported else "未报告", STATES[find.state], str(find.plants), str(find.uprooted))
                 for find in finds)
    return TableData("发现和处置", columns, rows)


def _finds_by_village(report: SeasonReport) -> TableData:
    columns = spread([Column("村（社区）", 90, "left"), Column("种类", 60, "left"), Column("处数", 50),
                      Column("株数", 60), Column("已报告\n（处）", 56), Column("已铲除\n（株）", 56),
                      Column("未办结\n（处）", 56)])
    rows = []
    for line in report.villages:
        own = [find for find in report.finds if find.village == line.code]
        for species in dict.fromkeys(find.species for find in own):
            rows.append((short_name(line.name), species, *_summed([each for each in own if each.species == species])))
    rows.append(("合计", "", *_summed(report.finds)))
    return TableData("各村（社区）发现和处置", columns, tuple(rows), total=True)


def _summed(finds: Sequence[FindLine]) -> tuple[str, ...]:
    return tuple(map(str, (
        len(finds), sum(find.plants for find in finds), sum(find.reported for find in finds),
        sum(find.uprooted for find in finds), sum(find.state != "closed" for find in finds))))
