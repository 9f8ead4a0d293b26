"""The tables of the monthly report: what stands in which column, as plain text."""

from __future__ import annotations

from collections.abc import Sequence

import attrs

from panhuang_desk.model.figures import BY_CODE
from panhuang_desk.model.kinds.household import HOUSEHOLD, KEY_GROUP_FIELDS
from panhuang_desk.model.report import Report
from panhuang_desk.report import style
from panhuang_desk.report.numbers import PREVIOUS, THIS, YEAR, YEAR_AGO, Numbers, people_column, show
from panhuang_desk.report.periodic_text import LEGEND, short_name
from panhuang_desk.report.tables import Column, TableData, spread

CHART_SECTION = 3
"""The section that the trend chart closes."""

NOT_REPORTED = "未报"

_LINES = {
    2: ("宣传教育与知晓率测评", ("materials_given", "patrol_leaflets", "sheets_returned", "sheets_valid",
                       "awareness_by_person", "awareness_by_answer")),
    3: ("入户走访", ("visits", "households_met", "household_coverage", "not_home", "refused", "moved")),
    4: ("禁种铲毒踏查", ("patrols", "patrol_people", "flights", "plots_active", "plots_checked", "plot_coverage",
                  "area_checked_mu", "findings", "plants_found", "plants_uprooted")),
    5: ("待办事项办理", ("follow_ups_raised", "follow_ups_closed", "follow_ups_open", "follow_ups_overdue")),
}

_BY_VILLAGE = (
    ("households_active", "在册\n户数"), ("visits", "走访\n次数"), ("households_met", "见到\n户数"),
    ("household_coverage", "覆盖率\n（%）"), ("sheets_valid", "有效\n答卷"), ("awareness", "知晓率\n（%）"),
    ("plots_checked", "踏查\n地块"), ("findings", "发现\n（处）"), ("follow_ups_open", "未办结\n（件）"),
    ("follow_ups_overdue", "超期\n（件）"),
)


def tables(report: Report) -> dict[int, list[TableData]]:
    """The tables of each section, by the section's number."""
    found: dict[int, list[TableData]] = {section: [_compared(report, *lines)] for section, lines in _LINES.items()}
    found[3].append(_key_groups(report))
    if report.by_village:
        found[1] = [_by_village(report)]
        if Numbers(report).by_village:
            found[3].append(_people_by_village(report))
    return {section: [data for data in datas if data.rows] for section, datas in found.items()}


def numbered(data: TableData, number: str) -> TableData:
    """The table with its number, such as 表1, before its caption, and the signs that it uses explained below it."""
    used = {text for row in data.rows for text in row}
    signs = tuple(meaning for sign, meaning in LEGEND.items() if sign in used)
    return attrs.evolve(data, caption=f"{number} {data.caption}", notes=(*data.notes, *signs))


def _compared(report: Report, caption: str, codes: Sequence[str]) -> TableData:
    """Figures with 本月, 上月, 本年累计, and 去年同月 where there is such data."""
    numbers = Numbers(report)
    known = [code for code in codes if code in report.figures]
    asked = [(THIS, "本月"), (PREVIOUS, "上月"), (YEAR, "本年累计")]
    if any(numbers.has(code, YEAR_AGO) for code in known):
        asked.append((YEAR_AGO, "去年同月"))
    columns = [Column("项目", 150, "left"), Column("单位", 40, "left"), *(Column(word, 70) for _, word in asked)]
    rows = tuple((_label(report, code), BY_CODE[code].unit if code in BY_CODE else report.figures[code].this.unit,
                  *(numbers.cell(code, column).removesuffix("%") for column, _ in asked)) for code in known)
    return TableData(caption, spread(columns), rows)


def _label(report: Report, code: str) -> str:
    figure = BY_CODE.get(code)
    return figure.label if figure else report.figures[code].this.label


def _key_groups(report: Report) -> TableData:
    """People, households and visits of each key group, small cells withheld."""
    numbers = Numbers(report)
    groups = [group for group in KEY_GROUP_FIELDS if {f"people_{group}", f"met_{group}"} & set(report.figures)]
    columns = spread([Column("重点群体", 84, "left"), *(Column(word, 58) for word in (
        "登记人数\n（人）", "涉及户数\n（户）", "本月见到\n（户）", "本月覆盖\n（%）", "本年见到\n（户）",
        "本年覆盖\n（%）"))])
    cells = (("households_with", THIS), ("met", THIS), ("coverage", THIS), ("met", YEAR), ("coverage", YEAR))
    rows = []
    for group in groups:
        shown = (numbers.cell(f"{what}_{group}", column).removesuffix("%") for what, column in cells)
        rows.append((HOUSEHOLD.by_name[group].label, numbers.people(group), *shown))
    partial = numbers.by_village and not numbers.all_reported
    notes = ("登记人数为已报村（社区）的合计，其余为全街道",) if partial else ()
    return TableData("重点群体走访", columns, tuple(rows), notes=notes)


def _by_village(report: Report) -> TableData:
    """One line a village: 未报 where it has not reported, 0 where there was none, — where there is no data."""
    codes = [f"awareness_by_{report.headline}" if code == "awareness" else code for code, _ in _BY_VILLAGE]
    wide = (Column(heading, 41 if "%" in heading else 36) for _, heading in _BY_VILLAGE)
    columns = spread([Column("村（社区）", 66, "left"), *wide])
    rows = []
    for line in report.by_village:
        cells = (show(line.figures.get(code)).removesuffix("%") if line.reported else NOT_REPORTED for code in codes)
        rows.append((short_name(line.name), *cells))
    numbers = Numbers(report)
    rows.append(("合计", *(numbers.show(code).removesuffix("%") for code in codes)))
    how = "人" if report.headline == "person" else "题"
    notes = [f"知晓率为按{how}计算，合计为合并计算，不是各村平均"]
    if not numbers.all_reported:
        notes.append("合计含未报村（社区）已登记的数据")
    return TableData("各村（社区）本月情况", columns, tuple(rows), total=True, notes=tuple(notes))


def _people_by_village(report: Report) -> TableData:
    """Registered people of each key group by village; cells that a total would give away are withheld."""
    words = [HOUSEHOLD.by_name[group].label for group in KEY_GROUP_FIELDS]
    wide = (Column(word, 24 + len(word) * style.TABLE_SIZE) for word in words)
    columns = spread([Column("村（社区）", 90, "left"), *wide])
    printed = [people_column(report, group) for group in KEY_GROUP_FIELDS]
    rows = [(short_name(line.name), *(cells[at] if line.reported else NOT_REPORTED for cells, _ in printed))
            for at, line in enumerate(report.by_village)]
    rows.append(("合计", *(total for _, total in printed)))
    return TableData("各村（社区）登记重点群体人数", columns, tuple(rows), total=True)
