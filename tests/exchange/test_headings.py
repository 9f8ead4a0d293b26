"""The headings of a sheet are found, corrected by a person, and what they chose is known again."""

from __future__ import annotations

from collections.abc import Sequence

from panhuang_desk.exchange.headings import Layout, corrections, layout_at, recognise
from panhuang_desk.exchange.tables import Row, Sheet
from panhuang_desk.model.kinds import HOUSEHOLD

ROWS = (("某村户情台账",), (), ("序号", "组", "门牌号", "当家人", "电话"), ("1", "3", "8", "甲", "13900001485"))


def sheet(rows: Sequence[Sequence[str]]) -> Sheet:
    return Sheet("", tuple(Row(n, tuple(cells)) for n, cells in enumerate(rows, 1) if any(cells)))


def recognised(rows: Sequence[Sequence[str]], remembered: dict[str, str] | None = None) -> Layout:
    return recognise(sheet(rows), HOUSEHOLD, ("door_no",), remembered)


def test_the_heading_row_and_its_fields_are_found() -> None:
    layout = recognised(ROWS)
    assert (layout.header, layout.lines, layout.fields) == (3, 1, ("", "group_no", "door_no", "", "phone"))
    assert layout.ignored == ("当家人",)


def test_a_sheet_without_the_columns_has_no_layout() -> None:
    assert not recognised((("姓名", "成绩"), ("甲", "90"))).recognised


def test_what_the_program_gave_out_is_known_by_the_number_alone() -> None:
    layout = recognised((("村（社区）", "联系人（已遮盖）", "记录号"), ("某村", "甲*", "0190")))
    assert layout.fields == ("village", "", "id")
    assert layout.ignored == ()


def test_the_column_of_reasons_is_passed_over() -> None:
    assert recognised((("组别", "门牌号", "不能导入的原因"), ("3", "8", "电话：手机号要 11 位。"))).ignored == ()


def test_a_column_of_reasons_for_something_else_is_not_taken_for_a_households() -> None:
    layout = recognised((("组别", "门牌号", "原因"), ("3", "8", "外出务工")))
    assert layout.fields == ("group_no", "door_no", "")
    assert layout.ignored == ("原因",)


def test_one_field_has_one_column_and_the_last_choice_holds() -> None:
    layout = recognised(ROWS).with_field(3, "phone")
    assert layout.fields == ("", "group_no", "door_no", "phone", "")
    assert layout.with_field(3, "").fields == ("", "group_no", "door_no", "", "")
    assert layout.heading_of("phone") == "当家人"
    assert layout.heading_of("tenure") == ""


def test_a_person_says_where_the_headings_stand() -> None:
    layout = layout_at(sheet((("甲", "乙"), ("组", "门牌"), ("3", "8", "多一格"))), 2, 1, HOUSEHOLD)
    assert (layout.header, layout.headings, layout.fields) == (2, ("组", "门牌", ""), ("group_no", "door_no", ""))
    empty = layout_at(sheet((("3", "8"),)), 5, 1, HOUSEHOLD)
    assert empty.fields == ("", "")


def test_only_what_differs_from_the_declaration_is_remembered_and_then_recognised() -> None:
    chosen = recognised(ROWS).with_field(3, "contact_name").with_field(4, "")
    known = corrections([chosen], HOUSEHOLD)
    assert known == {"当家人": "contact_name", "电话": ""}
    assert recognised(ROWS, known) == chosen
    assert corrections([recognised(ROWS)], HOUSEHOLD) == {}


def test_a_second_column_of_a_field_is_not_taken_for_a_correction() -> None:
    layout = recognised((("组", "门牌号", "地址", "住址"), ("3", "8", "某路", "某路")))
    assert layout.fields == ("group_no", "door_no", "", "")
    assert corrections([layout], HOUSEHOLD) == {}
