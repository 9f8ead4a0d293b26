"""A ledger is recognised inside a spreadsheet in the state in which offices send it."""

from __future__ import annotations

from collections.abc import Sequence

import pytest
from panhuang_desk.errors import UserError
from panhuang_desk.exchange.ledger import Ledger, Reading, door_key, read_ledger
from panhuang_desk.exchange.tables import NO_RESULT, Row, Sheet
from panhuang_desk.model.kinds import KINDS

TODAY = "2026-05-22"
HEAD = ["序号", "组别", "门牌号", "户主姓名", "联系电话", "房屋性质", "留守儿童", "备注"]


def sheet(rows: Sequence[Sequence[str]], name: str = "") -> Sheet:
    return Sheet(name, tuple(Row(n, tuple(cells)) for n, cells in enumerate(rows, 1) if any(cells)))


def ledger(*sheets: Sheet, kind: str = "household") -> Ledger:
    keys = {"household": ("group_no", "door_no"), "plot": ("group_no", "name")}[kind]
    return read_ledger(sheets, Reading(KINDS[kind], TODAY), keys)


def test_title_blank_total_and_footer_lines_are_passed_over() -> None:
    read = ledger(sheet([
        ["某村户情台账（2026年）"], [""], HEAD,
        ["1", "3", "3-8", "唐然杰", "13900001485", "自住", "1", "独居"],
        ["2", "", "", "", "", "", "", ""],
        ["小计", "", "", "1"],
        HEAD,
        ["3", "4", "4-1", "苏萍天", "", "", "", ""],
        ["合 计", "", "", "2"],
        ["总户数", "2", "", ""],
        ["填表人：张三", "", "", "审核人：李四"],
    ]))
    assert [row.number for row in read.rows] == [4, 8]
    assert read.rows[0].values == {
        "group_no": 3, "door_no": "3-8", "contact_name": "唐然杰", "phone": "13900001485", "tenure": "owner",
        "left_behind_children": 1, "note": "独居"}
    assert read.rows[1].values == {"group_no": 4, "door_no": "4-1", "contact_name": "苏萍天"}
    assert read.ignored == ()


@pytest.mark.parametrize("group", ["3", "3组", "第三组", "三组", "３组", "3.0", " 第3村民小组"])
def test_groups_are_read_as_written(group: str) -> None:
    assert ledger(sheet([HEAD, ["1", group, "8", "甲"]])).rows[0].values["group_no"] == 3


def test_headings_may_take_two_lines() -> None:
    read = ledger(sheet([
        ["新民村网格户情登记表"],
        ["序号", "组", "门牌号", "户主", "重点群体(人)", "", "", "备注"],
        ["", "", "", "", "留守儿童", "在校生", "租户", ""],
        ["1", "1组", "1-1", "甲", "2", "1", "0", "好"],
    ]))
    assert read.columns == {
        "group_no": "组", "door_no": "门牌号", "contact_name": "户主", "left_behind_children": "留守儿童",
        "pupils": "在校生", "tenants": "租户", "note": "备注"}
    assert read.rows[0].values["pupils"] == 1


def test_headings_with_units_and_line_breaks_are_known() -> None:
    read = ledger(sheet([["组 别*", "门牌\n号", "留守老人（人）", "户籍"], ["3", "8", "1", "本地"]]))
    assert read.rows[0].values == {"group_no": 3, "door_no": "8", "left_behind_elderly": 1}
    assert read.ignored == ("户籍",)


def test_the_group_is_taken_from_the_door_or_the_sheet_where_it_is_missing() -> None:
    doors = ledger(sheet([
        ["门牌号", "户主"], ["3-8", "甲"], ["4组12号", "乙"], ["幸福楼5", "丙"], ["仰徐村十二组7号", "丁"]])).rows
    assert [row.values.get("group_no") for row in doors] == [3, 4, None, 12]
    named = ledger(
        sheet([["门牌号", "户主"], ["8", "甲"]], "第五组"), sheet([["门牌号", "户主"], ["8", "乙"]], "6组"),
        sheet([["说明"], ["本表由网格员填写"]], "说明"))
    assert [(row.sheet, row.values["group_no"]) for row in named.rows] == [("第五组", 5), ("6组", 6)]


def test_a_group_that_cannot_be_read_is_not_guessed_from_the_door() -> None:
    (row,) = ledger(sheet([HEAD, ["1", "某组", "3-8", "甲"]])).rows
    assert [reason.column for reason in row.reasons] == ["组别"]
    assert "group_no" not in row.values


def test_wrong_cells_are_named_by_row_heading_and_reason() -> None:
    (row,) = ledger(sheet([HEAD, ["1", "3", "8", "甲", "139", "别墅", "两个", ""]])).rows
    assert [(reason.row, reason.column, reason.reason) for reason in row.reasons] == [
        (2, "联系电话", "看不出是电话号码。写 11 位手机号，或 0515-88479545 这样的座机号。"),
        (2, "房屋性质", "可写：自住、出租、空置。"), (2, "留守儿童", "要写数字，例如 3。")]


def test_a_broken_formula_is_a_reason() -> None:
    (row,) = ledger(sheet([HEAD, ["1", "3", "8", "#REF!", "########", "", "", ""]])).rows
    assert [reason.column for reason in row.reasons] == ["户主姓名", "联系电话"]


def test_a_formula_without_a_result_is_a_reason() -> None:
    (row,) = ledger(sheet([HEAD, ["1", "3", "8", NO_RESULT, "", "", "", ""]])).rows
    assert [(reason.column, "公式" in reason.reason) for reason in row.reasons] == [("户主姓名", True)]


def test_signs_for_nothing_are_nothing() -> None:
    (row,) = ledger(sheet([HEAD, ["1", "3", "8", "无", "/", "—", "-", "无"]])).rows
    assert row.values == {"group_no": 3, "door_no": "8"}
    assert row.reasons == ()


def test_what_looks_like_a_formula_stays_text() -> None:
    (row,) = ledger(sheet([HEAD, ["1", "3", "8", "=cmd|'/c calc'!A1", "", "", "", "-1+1"]])).rows
    assert row.values["contact_name"] == "=cmd|'/c calc'!A1"
    assert row.values["note"] == "-1+1"


@pytest.mark.parametrize("made", ["2026-03-08", "3月8日", "2026-3-8"])
def test_a_door_that_the_spreadsheet_took_for_a_date_is_a_door_again(made: str) -> None:
    (row,) = ledger(sheet([HEAD, ["1", "", made, "甲"]])).rows
    assert row.values["door_no"] == "3-8"
    assert row.values["group_no"] == 3


def test_plots_come_from_the_same_reading() -> None:
    rows = [["组", "地块", "地类", "面积（亩）", "曾查获"], ["2", "东圩", "菜园", "2.4亩", "无"]]
    (row,) = ledger(sheet(rows), kind="plot").rows
    assert row.values == {"group_no": 2, "name": "东圩", "land_kind": "vegetable", "area_mu": 2.4, "former_find": 0}


def test_a_table_without_the_columns_is_refused_with_what_they_are() -> None:
    with pytest.raises(UserError) as caught:
        ledger(sheet([["姓名", "成绩"], ["甲", "90"]]))
    assert caught.value.code == "ledger_header"
    assert caught.value.hint == "表头里至少要有一列是门牌号。组别可以另有一列，也可以写在门牌号里，或者是工作表的名字。"
    with pytest.raises(UserError) as caught:
        ledger(sheet([["姓名", "成绩"], ["甲", "90"]]), kind="plot")
    assert caught.value.hint == "表头里至少要有一列是地块名称。组别可以另有一列，也可以是工作表的名字。"


@pytest.mark.parametrize(("one", "other"), [
    ("3-8", "３－８"), ("3-8", "3—8"), ("3-8", "3组8号"), ("3-8", " 3 - 8 "), ("8", "8号"), ("A2", "a2"),
    ("3-8", "仰徐村三组8号"), ("12-8", "第十二村民小组8号"),
])
def test_one_door_has_one_key(one: str, other: str) -> None:
    assert door_key(one) == door_key(other)


def test_the_group_at_the_head_of_a_door_says_nothing_more_where_the_group_is_known() -> None:
    assert door_key("3-8", 3) == door_key("8号", 3) == "8"
    assert door_key("13-8", 3) == "13-8"
    assert door_key("3-", 3) == "3"


def test_different_doors_have_different_keys() -> None:
    assert len({door_key(door) for door in ("3-8", "3-18", "38", "8-3", "3-8-1", "3-8A")}) == 6
