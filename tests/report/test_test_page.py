"""The test page of the printer: one A4 sheet, rulers of 100 mm, the frame of the text block, the fonts of reports."""

from __future__ import annotations

import re

import pypdfium2
import pytest
from panhuang_desk.report.test_page import print_test_bytes

MM = 72 / 25.4
DAY = "2026-11-24"


@pytest.fixture(scope="module")
def sheet() -> bytes:
    return print_test_bytes(DAY, "潘黄禁毒网格工作台")


def dark(sheet: bytes) -> tuple[list[list[int]], float]:
    """The page's rows as grey values, and how many of them a millimetre has."""
    document = pypdfium2.PdfDocument(sheet)
    picture = document[0].render(scale=150 / 72, grayscale=True).to_pil()
    document.close()
    data, wide = picture.tobytes(), picture.width
    return [list(data[at:at + wide]) for at in range(0, len(data), wide)], 150 / 25.4


def longest(values: list[int]) -> tuple[int, int]:
    """Where the longest dark run of a row begins, and how long it is."""
    runs = re.finditer("d+", "".join("d" if value < 128 else " " for value in values))
    return max(((run.start(), run.end() - run.start()) for run in runs), key=lambda run: run[1], default=(0, 0))


def test_it_is_one_page_of_a4_with_equal_bytes_and_the_words(sheet: bytes) -> None:
    assert print_test_bytes(DAY, "潘黄禁毒网格工作台") == sheet
    document = pypdfium2.PdfDocument(sheet)
    assert len(document) == 1
    assert [round(side) for side in document[0].get_size()] == [595, 842]
    text = document[0].get_textpage().get_text_range()
    document.close()
    for words in ("打印测试页", "潘黄禁毒网格工作台", "2026年11月24日", "表注7磅", "大标题22磅", "版心"):
        assert words in text.replace(" ", "")


def test_rulers_are_a_hundred_millimetres_and_the_frame_is_that_of_official_paper(sheet: bytes) -> None:
    rows, a_millimetre = dark(sheet)
    columns = [list(column) for column in zip(*rows, strict=True)]
    for lines, frame, ruler in ((rows, (28, 156), (28 + 28, 37 + 72)), (columns, (37, 225), (37 + 84, 28 + 14))):
        begin, length = max((longest(line) for line in lines), key=lambda run: run[1])
        assert begin / a_millimetre == pytest.approx(frame[0], abs=0.4)
        assert length / a_millimetre == pytest.approx(frame[1], abs=0.4)
        near = range(round(ruler[1] * a_millimetre) - 2, round(ruler[1] * a_millimetre) + 3)
        begin, length = max((longest(lines[at]) for at in near), key=lambda run: run[1])
        assert begin / a_millimetre == pytest.approx(ruler[0], abs=0.4)
        assert length / a_millimetre == pytest.approx(100, abs=0.4)
