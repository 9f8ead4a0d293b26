"""Columns of tables of answer sheets are proposed, corrected and remembered; rows taken out tell where they stood."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from panhuang_desk.exchange.answer_grid import read_grid, recognise_grids, usual_field
from panhuang_desk.exchange.headings import Layout
from panhuang_desk.exchange.tables import Row, Sheet
from panhuang_desk.services.import_kinds import kinds_of
from panhuang_desk.services.session import Session
from panhuang_desk.services.sheet_layouts import (
    ALL_FROM_HERE,
    column_choices,
    mended_headings,
    needs_place,
    place_of,
    place_words,
    problem_of,
    read_sheet_source,
    remember,
    with_column,
)

from tests.services.helpers import open_village


@pytest.fixture
def session(tmp_path: Path) -> Iterator[Session]:
    with open_village(tmp_path) as session:
        yield session


def write(folder: Path, *lines: str, name: str = "表.csv") -> Path:
    path = folder / name
    path.write_text("\n".join(lines), encoding="utf-8")
    return path


def test_a_heading_that_was_chosen_goes_before_one_that_is_only_recognised(session: Session, tmp_path: Path) -> None:
    path = write(tmp_path, "日期,时间,1,2", "5.3,九点,A,B")
    (layout,) = read_sheet_source(session, path).layouts
    assert layout.fields == ("taken_on", "", "q1", "q2")
    remember(session, [layout.with_field(1, "taken_on")])
    (again,) = read_sheet_source(session, path).layouts
    assert again.fields == ("", "taken_on", "q1", "q2")
    remember(session, [again.with_field(0, "taken_on")])
    (back,) = read_sheet_source(session, path).layouts
    assert back.fields == ("taken_on", "", "q1", "q2")


def test_the_number_of_a_question_is_never_remembered_as_something_else(session: Session, tmp_path: Path) -> None:
    path = write(tmp_path, "日期,1,2,3", "5.3,12,A,B")
    (layout,) = read_sheet_source(session, path).layouts
    remember(session, [layout.with_field(1, "number")])
    (again,) = read_sheet_source(session, path).layouts
    assert again.fields == ("taken_on", "q1", "q2", "q3")


def test_questions_are_numbered_on_to_the_next_column_that_is_something_else() -> None:
    layout = Layout("", 1, 1, ("日期", "甲", "乙", "满意", "丙"), ("taken_on", "", "", "satisfaction", ""))
    numbered = with_column(layout, 1, ALL_FROM_HERE)
    assert numbered.fields == ("taken_on", "q1", "q2", "satisfaction", "")
    assert with_column(numbered, 4, ALL_FROM_HERE).fields[4] == "q3"
    assert "当作题目" in problem_of([layout])
    assert problem_of([numbered]) == ""
    assert "没有第 1 题" in problem_of([numbered.with_field(1, "")])


def test_rows_that_are_taken_out_are_recognised_under_their_new_headings() -> None:
    layout = Layout("", 1, 1, ("何时", "1", "甲", "满意", "姓名"), ("taken_on", "", "q1", "", ""))
    heads = mended_headings(layout, placed=True)
    assert heads == ("测评日期", "（1）", "第 1 题", "（满意）", "姓名", "原表里的位置")
    assert [usual_field(heading) for heading in heads] == ["taken_on", "", "q1", "", "", "place"]
    for choice in column_choices(20):
        if choice.code not in ("", ALL_FROM_HERE):
            assert usual_field(choice.label) == choice.code


@pytest.mark.parametrize("several", [True, False])
def test_the_place_of_a_row_is_read_back(several: bool) -> None:
    sheet = Sheet("三 组", (Row(1, ("日期", "1", "2")), Row(7, ("5.3", "A", "B"))))
    grid = read_grid([sheet])
    assert needs_place(grid)
    words = place_words(grid.rows[0], several)
    out = Sheet("", (Row(1, ("日期", "1", "2", "原表里的位置")), Row(2, ("5.3", "A", "B", words))))
    again = read_grid([out])
    assert place_of(again.rows[0]) == ("三 组" if several else "", 7)
    assert not needs_place(again)
    assert place_of(grid.rows[0]) is None


def test_a_column_without_a_heading_can_be_taken() -> None:
    sheet = Sheet("", (Row(1, ("", "1", "2")), Row(2, ("5.3", "A", "B"))))
    (layout,) = recognise_grids([sheet])
    grid = read_grid([sheet], [layout.with_field(0, "taken_on")])
    assert grid.heading("taken_on") == "第 1 列"
    assert grid.rows[0].texts == {"taken_on": "5.3"}


def test_what_a_table_holds_is_told_by_its_headings(session: Session, tmp_path: Path) -> None:
    assert kinds_of(session, write(tmp_path, "日期,1,2", "5.3,A,B")) == {"answer_sheet"}
    assert kinds_of(session, write(tmp_path, "组别,门牌号,户主", "3,26,甲")) == {"household"}
    assert kinds_of(session, write(tmp_path, "甲,乙", "丙,丁")) == frozenset()
