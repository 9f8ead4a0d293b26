"""The tables of a report of any span of months: what stands in which column, as plain text."""

from __future__ import annotations

from collections.abc import Sequence

import attrs

from panhuang_desk.model.figures import AWARENESS_TARGET, BY_CODE
from panhuang_desk.model.kinds.household import HOUSEHOLD, KEY_GROUP_FIELDS
from panhuang_desk.model.report import SENT, Report
from panhuang_desk.model.withheld import KEY_GROUP_CELLS
from panhuang_desk.report import style
from panhuang_desk.report.numbers import PREVIOUS, THIS, YEAR, YEAR_AGO, Numbers, people_column, show
from panhuang_desk.report.periodic_text import LEGEND, day_words, section_of
from panhuang_desk.report.tables import Column, TableData, spread

NOT_REPORTED = "未报"

_LINES = {
    "awareness": ("宣传教育与知晓率测评", (
        "materials_given", "patrol_leaflets", "patrol_letters", "sheets_issued", "sheets_returned", "sheets_valid",
        "awareness_by_person", "awareness_by_answer", "satisfaction_rate")),
    "visits": ("入户走访", ("visits", "households_met", "household_coverage", "not_home", "refused", "moved")),
    "patrols": ("禁种铲毒踏查", (
        "patrols", "patrol_people", "patrol_vehicles", "flights", "plots_active", "plots_checked", "plot_coverage",
        "area_checked_mu", "plots_due", "plots_overdue", "findings", "plants_found", "plants_uprooted")),
    "follow_ups": ("待办事项办理", (
        "follow_ups_raised", "follow_ups_closed", "follow_ups_open", "follow_ups_overdue")),
}
_LINES_OF_PUBLICITY = {
    "activities": ("活动开展情况", (
        "materials_given", "patrol_leaflets", "patrol_letters", "visits", "households_met", "household_coverage",
        "sheets_issued", "sheets_returned", "patrols")),
    "tested": ("知晓率测评", ("sheets_valid", "awareness_by_person", "awareness_by_answer", "satisfaction_rate")),
}
_ONLY_IF_ANY = ("patrol_letters", "sheets_issued", "satisfaction_rate", "patrol_vehicles", "plots_due",
                "plots_overdue")
"""Figures whose line is left out where no column has anything but 0."""

_TARGETS = {"awareness_by_person": str(AWARENESS_TARGET), "awareness_by_answer": str(AWARENESS_TARGET)}

_VISITS, _TESTS, _PATROLS, _FOLLOW_UPS = "入户走访", "知晓率测评", "禁种铲毒踏查", "待办事项（件）"
_BY_VILLAGE = (
    ("households_active", "", "在册\n户数"),
    ("visits", _VISITS, "走访\n次数"), ("households_met", _VISITS, "见到\n户数"),
    ("household_coverage", _VISITS, "覆盖率\n（%）"), ("materials_given", _VISITS, "宣传\n资料"),
    ("sheets_returned", _TESTS, "收回\n答卷"), ("sheets_valid", _TESTS, "有效\n答卷"),
    ("awareness", _TESTS, "知晓率\n（%）"),
    ("patrols", _PATROLS, "踏查\n次数"), ("plots_active", _PATROLS, "在册\n地块"),
    ("plots_checked", _PATROLS, "踏查\n地块"), ("plot_coverage", _PATROLS, "覆盖率\n（%）"),
    ("findings", _PATROLS, "发现\n处数"), ("plants_uprooted", _PATROLS, "铲除\n株数"),
    ("follow_ups_raised", _FOLLOW_UPS, "新增"), ("follow_ups_closed", _FOLLOW_UPS, "办结"),
    ("follow_ups_open", _FOLLOW_UPS, "未办结"), ("follow_ups_overdue", _FOLLOW_UPS, "超期"),
)


def tables(report: Report) -> dict[int, list[TableData]]:
    """The tables of each section, by the section's number."""
    found: dict[int, list[TableData]] = {}

    def add(topic: str, data: TableData) -> None:
        if data.rows:
            found.setdefault(section_of(report, topic), []).append(data)

    if report.by_village:
        add("basic", _sent(report))
        add("basic", _by_village(report))
    for topic, lines in (_LINES_OF_PUBLICITY if report.period.theme else _LINES).items():
        add(topic, _compared(report, *lines))
    add("key_groups", _key_groups(report))
    if Numbers(report).by_village:
        add("key_groups", _people_by_village(report))
    return {section: found[section] for section in sorted(found) if section}


def numbered(data: TableData, number: str) -> TableData:
    """The table with its number, such as 表1, before its caption."""
    return attrs.evolve(data, caption=f"{number} {data.caption}")


def numbered_all(report: Report) -> list[TableData]:
    """Every table with its number, those in the text first, then those on pages of their own."""
    found = [data for datas in tables(report).values() for data in datas]
    upright, lying = ([data for data in found if data.wide is wide] for wide in (False, True))
    return [*(numbered(data, f"表{at}") for at, data in enumerate(upright, start=1)),
            *(numbered(data, f"附表{at}") for at, data in enumerate(lying, start=1))]


def _explained(data: TableData, report: Report) -> TableData:
    """The table with the signs that it uses explained below it."""
    used = {text for row in data.rows for text in row}
    signs = (meaning.format(this=report.period.words.this) for sign, meaning in LEGEND.items() if sign in used)
    return attrs.evolve(data, notes=(*data.notes, *signs))


def _compared(report: Report, caption: str, codes: Sequence[str]) -> TableData:
    """Figures with 本月, 上月, 本年累计, 目标, and 去年同月, each where there is such a thing."""
    numbers, words = Numbers(report), report.period.words
    known = [code for code in codes if code in report.figures and not _bare(report, code)]
    asked = [(THIS, words.this), (PREVIOUS, words.previous), *([(YEAR, "本年累计")] if numbers.has_year else [])]
    if numbers.has_year_ago and any(numbers.has(code, YEAR_AGO) for code in known):
        asked.append((YEAR_AGO, words.year_ago))
    targets = any(code in _TARGETS for code in known)
    columns = [Column("项目", 150, "left"), Column("单位", 40, "left"), *(Column(word, 70) for _, word in asked),
               *([Column("目标", 50)] if targets else [])]
    rows = tuple((_label(report, code), BY_CODE[code].unit if code in BY_CODE else report.figures[code].this.unit,
                  *(numbers.cell(code, column).removesuffix("%") for column, _ in asked),
                  *([_TARGETS.get(code, "")] if targets else [])) for code in known)
    return _explained(TableData(caption, spread(columns), rows), report)


def _bare(report: Report, code: str) -> bool:
    """Whether a line that is only printed where there is something has nothing."""
    line = report.figures[code]
    return code in _ONLY_IF_ANY and not any(
        value is not None and value.value for value in (line.this, line.previous, line.year, line.year_ago))


def _label(report: Report, code: str) -> str:
    figure = BY_CODE.get(code)
    return figure.label if figure else report.figures[code].this.label


def _key_groups(report: Report) -> TableData:
    """People, households and visits of each key group, small cells withheld."""
    numbers, this = Numbers(report), report.period.words.this
    groups = [group for group in KEY_GROUP_FIELDS if {f"people_{group}", f"met_{group}"} & set(report.figures)]
    cells = [cell for cell in KEY_GROUP_CELLS if numbers.has_year or cell[1] != YEAR]
    heads = ["涉及户数\n（户）", f"{this}见到\n（户）", f"{this}覆盖\n（%）", "本年见到\n（户）", "本年覆盖\n（%）"]
    columns = spread([Column("重点群体", 84, "left"),
                      *(Column(word, 58) for word in ("登记人数\n（人）", *heads[:len(cells)]))])
    rows = []
    for group in groups:
        shown = (numbers.cell(f"{what}_{group}", column).removesuffix("%") for what, column in cells)
        rows.append((HOUSEHOLD.by_name[group].label, numbers.people(group), *shown))
    partial = numbers.by_village and not numbers.all_reported
    notes = ("登记人数为已报村（社区）的合计，其余为全街道",) if partial else ()
    return _explained(TableData("重点群体走访", columns, tuple(rows), notes=notes), report)


def _sent(report: Report) -> TableData:
    """Who has reported, and until which day there are records: 未报 is told apart from nothing having been done."""
    sent = {bar.label: bar for bar in report.series.get(SENT, ())}
    many = report.period.months > 1
    columns = [Column("村（社区）", 150, "left"), Column("报送", 60, "left"),
               *([Column("有记录的月份（个）", 110)] if many and sent else []),
               *([Column("最近一次工作记录", 110)] if sent else [])]
    rows = []
    for line in report.by_village:
        bar = sent.get(line.code)
        day = day_words(bar.mark) if bar and bar.mark and line.reported else "—"
        months = str(bar.number or 0) if bar and line.reported else "—"
        rows.append((line.name, "已报" if line.reported else NOT_REPORTED, *([months] if many and sent else []),
                     *([day] if sent else [])))
    note = f"{report.period.words.this}有任何一条工作记录或已定稿的报告，即为已报"
    return TableData("报送情况", spread(columns), tuple(rows), notes=(note,))


def _by_village(report: Report) -> TableData:
    """One line a village: 未报 where it has not reported, 0 where there was none, — where there is no data."""
    codes = [f"awareness_by_{report.headline}" if code == "awareness" else code for code, _, _ in _BY_VILLAGE]
    columns = spread([Column("村（社区）", 74, "left"),
                      *(Column(word, 39 if len(word) > 5 or len(word) == 3 else 33, group=group)
                        for _, group, word in _BY_VILLAGE)], style.TEXT_HEIGHT)
    rows = []
    for line in report.by_village:
        cells = (show(line.figures.get(code)).removesuffix("%") if line.reported else NOT_REPORTED for code in codes)
        rows.append((line.name, *cells))
    numbers = Numbers(report)
    rows.append(("合计", *(numbers.show(code).removesuffix("%") for code in codes)))
    how = "人" if report.headline == "person" else "题"
    notes = [f"知晓率为按{how}计算；合计的比率由合计的数算出，不是各村平均"]
    if not numbers.all_reported:
        notes.append("合计含未报村（社区）已登记的户和地块")
    data = TableData(f"各村（社区）{report.period.words.this}情况", columns, tuple(rows), total=True,
                     notes=tuple(notes), wide=True)
    return _explained(data, report)


def _people_by_village(report: Report) -> TableData:
    """Registered people of each key group by village; cells that a total would give away are withheld."""
    words = [HOUSEHOLD.by_name[group].label for group in KEY_GROUP_FIELDS]
    wide = (Column(word, 24 + len(word) * style.TABLE_SIZE) for word in words)
    columns = spread([Column("村（社区）", 90, "left"), *wide])
    printed = [people_column(report, group) for group in KEY_GROUP_FIELDS]
    rows = [(line.name, *(cells[at] if line.reported else NOT_REPORTED for cells, _ in printed))
            for at, line in enumerate(report.by_village)]
    rows.append(("合计", *(total for _, total in printed)))
    return _explained(TableData("各村（社区）登记重点群体人数", columns, tuple(rows), total=True), report)
