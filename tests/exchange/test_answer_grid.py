"""Grids of answer sheets are recognised as people draw them, and every cell is read or told."""

from __future__ import annotations

from collections.abc import Sequence

import pytest
from panhuang_desk.errors import UserError
from panhuang_desk.exchange.answer_cells import SheetRead, SheetReading, read_answer_cell, read_sheet
from panhuang_desk.exchange.answer_grid import AnswerGrid, read_grid
from panhuang_desk.exchange.tables import Row, Sheet
from panhuang_desk.model.entry import EntryError
from panhuang_desk.model.quiz import Question

SINGLE = Question("Q1", "single", "law", "问什么？", ("甲", "乙", "丙", "丁"), "B", "就是这样。")
SEVERAL = Question("Q2", "several", "law", "有哪些？", ("甲", "乙", "丙", "丁"), "AC", "就是这样。")
TRUE_FALSE = Question("Q3", "true_false", "law", "对不对？", ("对", "错"), "A", "就是这样。")
PAPER = (SINGLE, SEVERAL, TRUE_FALSE)
HEAD = ("编号", "日期", "人群", "年龄", "抽样方式", "第1题", "第2题", "第3题", "满意度")


def sheet(*rows: Sequence[str], name: str = "") -> Sheet:
    return Sheet(name, tuple(Row(n, tuple(cells)) for n, cells in enumerate(rows, 1) if any(cells)))


def grid(*rows: Sequence[str]) -> AnswerGrid:
    return read_grid([sheet(*rows)])


def read(*cells: str, head: Sequence[str] = HEAD, sampling: str = "") -> SheetRead:
    found = grid(head, cells)
    return read_sheet(found.rows[0], found, SheetReading({"A": PAPER}, "2026-05-22", sampling))


def told(read: SheetRead) -> list[str]:
    return [reason.column for reason in read.doubtful]


@pytest.mark.parametrize("heads", [
    ("1", "2", "3"), ("第1题", "第2题", "第3题"), ("Q1", "q2", "Ｑ3"), ("题1", "题2", "题3"),
    ("第一题", "第二题", "第三题"),
    ("1、什么是毒品？", "2、有哪些？", "3. 对不对？(判断)"), ("01", "02", "03"),
])
def test_a_question_is_known_by_its_number_however_it_is_headed(heads: Sequence[str]) -> None:
    found = grid(("日期", *heads), ("5.3", "A", "B", "√"))
    assert found.count == 3
    assert found.rows[0].answers == ("A", "B", "√")


def test_titles_totals_blank_numbers_and_repeated_headings_are_passed_over() -> None:
    found = grid(
        ("某村答卷登记（2026年5月）",), (), HEAD, ("1", "5.3", "居民", "", "", "A", "", "√", "满意"),
        ("2", "", "", "", "", "", "", "", ""), HEAD, ("3", "", "", "", "", "B", "", "", ""),
        ("合计", "2", "", "", "", "", "", "", ""), ("备注：纸卷在村部",) * 9)
    assert [row.number for row in found.rows] == [4, 7]
    assert found.ignored == ()


def test_headings_may_take_two_lines() -> None:
    found = grid(("编号", "日期", "题号", "题号", "题号"), ("", "", "1", "2", "3"), ("1", "5.3", "2", "1", "1"))
    assert [row.answers for row in found.rows] == [("2", "1", "1")]
    assert found.heading("q2") == "2"


def test_a_missing_question_two_lengths_and_no_grid_are_refused_in_words() -> None:
    with pytest.raises(UserError, match="没有第 2 题"):
        grid(("日期", "第1题", "第3题"), ("5.3", "A", "B"))
    with pytest.raises(UserError, match="题数不一样"):
        read_grid([sheet(("日期", "1", "2"), ("5.3", "A", "B"), name="甲"),
                   sheet(("日期", "1", "2", "3"), ("5.3", "A", "B", "C"), name="乙")])
    with pytest.raises(UserError, match="没有找到答卷的表头"):
        grid(("组别", "门牌号", "户主"), ("3", "3-8", "甲"))


@pytest.mark.parametrize(("question", "text", "answer"), [
    (SINGLE, "b", "B"), (SINGLE, "Ｂ", "B"), (SINGLE, "2", "B"), (SINGLE, "", ""), (SINGLE, "－", ""),
    (SINGLE, "未答", ""),
    (SINGLE, "？", "?"), (SINGLE, "看不清", "?"), (SINGLE, "不知道", "-"), (SEVERAL, "ca", "AC"),
    (SEVERAL, "A、C", "AC"),
    (TRUE_FALSE, "√", "A"), (TRUE_FALSE, "×", "B"), (TRUE_FALSE, "对", "A"), (TRUE_FALSE, "b", "B"),
])
def test_an_answer_is_read_as_it_is_meant(question: Question, text: str, answer: str) -> None:
    assert read_answer_cell(question, text) == answer


@pytest.mark.parametrize(("question", "text"), [
    (SINGLE, "AB"), (SINGLE, "A,B"), (SINGLE, "√"), (SINGLE, "E"), (SINGLE, "5"), (SINGLE, "甲"), (TRUE_FALSE, "C"),
    (TRUE_FALSE, "√×"), (SEVERAL, "AE"), (SEVERAL, "√"), (SEVERAL, "*"), (SINGLE, "#没有结果"),
])
def test_an_answer_in_doubt_is_not_guessed(question: Question, text: str) -> None:
    with pytest.raises(EntryError):
        read_answer_cell(question, text)


def test_every_cell_of_a_clear_row_is_read() -> None:
    found = read("7", "5月3日", "在校学生", "15岁", "学校整班", "a", "AC", "×", "基本满意")
    assert dict(found.values) == {"taken_on": "2026-05-03", "key_group": "pupils", "age_band": "14_17",
                                  "sampling": "whole_class", "satisfaction": "mostly"}
    assert found.answers == ("A", "AC", "B")
    assert not found.wrong
    assert not found.doubtful


def test_what_is_in_doubt_is_not_known_and_told_by_its_column() -> None:
    found = read("7", "2026.5.3", "老人", "老", "", "AB", "", "C", "还行")
    assert not found.wrong
    assert told(found) == ["人群", "抽样方式", "年龄", "满意度", "第1题", "第3题"]
    assert found.answers == ("?", "", "?")
    assert found.values["key_group"] == "general"
    assert found.values["sampling"] == "unknown"
    assert found.values["age_band"] is found.values["satisfaction"] is None


def test_the_way_of_sampling_of_the_survey_holds_where_a_row_says_nothing() -> None:
    found = read("7", "5.3", "居民", "", "", "A", "A", "√", "", sampling="random_household")
    assert found.values["sampling"] == "random_household"
    assert not found.doubtful


@pytest.mark.parametrize(("day", "words"), [("", "没有写日期"), ("上旬", "看不出是哪一天"), ("2026-06-01", "今天以后")])
def test_a_row_without_a_day_is_wrong(day: str, words: str) -> None:
    found = read("7", day, "居民", "", "入户随机", "A", "A", "√", "")
    assert [(reason.row, reason.column) for reason in found.wrong] == [(2, "日期")]
    assert words in found.wrong[0].reason


def test_a_row_without_answers_is_wrong() -> None:
    found = read("7", "5.3", "居民", "", "入户随机", "", "", "", "满意")
    assert [(reason.column, reason.reason[:8]) for reason in found.wrong] == [("第1题", "这一行一题都没有")]


def test_a_form_that_the_paper_has_not_or_that_is_not_told_is_wrong() -> None:
    found = grid(("日期", "卷型", "1", "2", "3"), ("5.3", "B卷", "A", "A", "√"), ("5.3", "", "A", "A", "√"),
                 ("5.3", "D", "A", "A", "√"))
    reading = SheetReading({"A": PAPER, "B": (SEVERAL, TRUE_FALSE, SINGLE)}, "2026-05-22")
    first, second, third = (read_sheet(row, found, reading) for row in found.rows)
    assert (first.form, first.answers) == ("B", ("A", "A", "?"))
    assert [reason.column for reason in (*second.wrong, *third.wrong)] == ["卷型", "卷型"]
