"""Lines of Chinese text end where Chinese lines may end."""

from __future__ import annotations

import itertools
import re

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st
from panhuang_desk.report.linebreak import HALF_AT_END, NO_END, NO_START, UNITS, Gaps, breaks, fill, is_wide

GAPS = Gaps(tracking=-0.01, thin=0.16, half=0.5)
PIECES = ["村", "走访", "禁种铲毒", "，", "。", "、", "；", "：", "？", "！", "）", "》", "”", "（", "《", "“",
          "——", "……", " ", "3", "27", "94.96%", "327户次", "5月3日", "2026年", "第1版", "421.5亩", "Noto", "GB18030",
          "<3", "·", "个百分点", "12", "%"]
texts = st.lists(st.sampled_from(PIECES), min_size=1, max_size=60).map("".join)


def width_of(char: str) -> float:
    return 1.0 if is_wide(char) else 0.25 if char == " " else 0.55


def lines_of(text: str, room: float, indent: float = 0) -> list[str]:
    return [line.text for line in fill(text, width_of, room - indent, room, GAPS)]


def measured(line: str) -> float:
    wide = sum(map(width_of, line)) + sum(map(GAPS.after, line, line[1:]))
    return wide - (width_of(line[-1]) / 2 if line and line[-1] in HALF_AT_END else 0)


def longest_unit(text: str) -> float:
    stops = [0, *breaks(text), len(text)]
    return max(sum(map(width_of, text[a:b])) + 0.2 * (b - a) for a, b in itertools.pairwise(stops))


@given(texts, st.integers(4, 30))
def test_nothing_is_lost_or_added(text: str, room: int) -> None:
    assert re.sub(" ", "", "".join(lines_of(text, room))) == re.sub(" ", "", text)


@given(texts, st.integers(4, 30))
def test_no_line_is_longer_than_the_page_is_wide(text: str, room: int) -> None:
    assert all(measured(line) <= room + 1e-6 for line in lines_of(text, room, indent=2) if len(line) > 1)


@given(texts, st.integers(6, 30))
def test_every_line_ends_by_the_rules(text: str, room: int) -> None:
    assume(longest_unit(text) <= room)
    lines = [line for line in lines_of(text, room) if line]
    for above, below in itertools.pairwise(lines):
        assert below[0] not in NO_START
        assert above[-1] not in NO_END
        assert not (_latin(above[-1]) and _latin(below[0]) and above + below in text)
        assert not (above[-1].isdigit() and below.startswith(UNITS))
        assert not (above[-1] == "第" and below[0].isdigit())
        assert above[-1] + below[0] not in ("——", "……") or above + below not in text


def _latin(char: str) -> bool:
    return char.isascii() and char != " "


@pytest.mark.parametrize(("text", "room", "lines"), [
    ("本村走访三百户。", 7.5, ["本村走访三百户。"]),
    ("本村走访三百户，其他", 7.5, ["本村走访三百户，", "其他"]),
    ("本村共走访三百户，其他", 7, ["本村共走访三百", "户，其他"]),
    ("见到的户（不含空置）", 5.5, ["见到的户", "（不含空置）"]),
    ("本月走访327户次", 6, ["本月走访", "327户次"]),
    ("知晓率为94.96%的", 6, ["知晓率为", "94.96%的"]),
    ("定稿为第12版的月报", 4, ["定稿为", "第12版", "的月报"]),
    ("覆盖率94.96 %", 5, ["覆盖率", "94.96 %"]),
])
def test_examples(text: str, room: float, lines: list[str]) -> None:
    assert [line.text for line in fill(text, width_of, room, room, Gaps())] == lines


def test_closing_punctuation_may_stand_half_in_the_margin() -> None:
    assert lines_of("一二三四五，六", 5.5) == ["一二三四五，", "六"]


def test_a_code_longer_than_the_line_is_cut_rather_than_run_off_the_page() -> None:
    lines = lines_of("9f2c" * 16, 10)
    assert "".join(lines) == "9f2c" * 16
    assert len(lines) == 4


def test_punctuation_side_by_side_takes_the_room_of_one_and_a_half() -> None:
    assert measured("户），走") == pytest.approx(measured("户走") + 1.5 + 2 * GAPS.tracking, abs=0.05)


def test_only_the_last_line_ends_the_paragraph() -> None:
    assert [line.last for line in fill("一二三四五六七八", width_of, 3, 3, Gaps())] == [False, False, True]
