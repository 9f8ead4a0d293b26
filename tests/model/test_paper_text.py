"""Two readings of one paper: breaks do not matter, every other sign does, and a change is named by its cell."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st
from panhuang_desk.model.paper_text import Cell, Change, changes, signs, without_pages

ROW = [Cell("入户走访", "入户走访"), Cell("入户走访·单位", "次"), Cell("入户走访·本月", "327"),
       Cell("入户走访·上月", "289")]
PAGE = "三、入户走访\n本月入户走访 327 次，见到 268 户。\n项目 单位 本月 上月\n入户走访 次 327 289\n— 1 —"


def found(printed: str, expected: str = PAGE) -> list[Change]:
    return changes(signs(printed), signs(expected), [ROW])


def test_breaks_between_lines_are_no_difference() -> None:
    assert found(PAGE.replace("，见到", "，\r\n见到").replace(" 327 次", "327次")) == []


def test_a_changed_cell_is_named_with_both_numbers() -> None:
    assert found(PAGE.replace("次 327 289", "次 321 289")) == [Change("入户走访·本月", "321", "327")]
    assert found(PAGE.replace("次 327 289", "次 327 <3")) == [Change("入户走访·上月", "<3", "289")]


def test_a_changed_sentence_is_told_by_its_clause() -> None:
    assert found(PAGE.replace("268", "286")) == [Change("", "见到286户", "见到268户")]
    (gone,) = found(PAGE.replace("，见到 268 户", ""))
    assert "见到268户" in gone.expected
    assert "见到" not in gone.printed


def test_a_cell_that_is_gone_is_named() -> None:
    (change,) = found(PAGE.replace("次 327 289", "次 327"))
    assert (change.label, change.printed, change.expected) == ("入户走访·上月", "", "289")


def test_where_pages_end_is_left_aside() -> None:
    text = "目录 一、情况 ····· 2 户数 5 — 1 — 续表2 项目 单位 走访 3 — 2 —"
    assert without_pages(signs(text), ["项目 单位"]) == signs("目录 一、情况 户数 5 走访 3")


def test_readings_of_many_pages_meet_again_behind_what_is_missing() -> None:
    lines = [f"第{at}户走访{at * 7}次。" for at in range(1500)]
    printed = [*lines[:300], *lines[420:900], "第900户走访9次。", *lines[901:], "多出来的一句。"]
    found = changes(signs("".join(printed)), signs("".join(lines)), [])
    assert len(found) <= 6
    assert Change("", "第900户走访9次", "第900户走访6300次") in found
    assert any("多出来的一句" in change.printed for change in found)


@given(st.lists(st.integers(0, 9999), min_size=2, max_size=30), st.data())
def test_no_changed_number_is_missed(numbers: list[int], data: st.DataObject) -> None:
    at = data.draw(st.integers(0, len(numbers) - 1))
    other = data.draw(st.integers(0, 9999).filter(lambda number: number != numbers[at]))
    rows = [[Cell(f"第{place}行", f"第{place}行"), Cell(f"第{place}行·本月", str(number))]
            for place, number in enumerate(numbers)]
    expected = "\n".join(f"第{place}行 {number}" for place, number in enumerate(numbers))
    printed = "\n".join(f"第{place}行 {other if place == at else number}" for place, number in enumerate(numbers))
    assert changes(signs(printed), signs(expected), rows) == [Change(f"第{at}行·本月", str(other), str(numbers[at]))]
