"""Pages, paragraphs and their measures, read back from the PDF."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from panhuang_desk.report import style
from panhuang_desk.report.fonts import font_set
from panhuang_desk.report.layout import Closing, Paper, Text, build, heading
from panhuang_desk.report.signature import Signature
from reportlab.platypus import Flowable

from tests.report.reading import Pdf, bare

Read = Callable[[bytes], Pdf]
SENTENCE = "本月走访三百二十七户次见到二百六十八户覆盖率比上月提高。"


def paragraphs(*texts: str) -> list[Flowable]:
    return [Text(text, style.BODY, font_set()) for text in texts]


def made(flowables: list[Flowable], **paper: str) -> bytes:
    return build(Paper("测试", **paper), flowables, font_set())


def test_a_page_holds_22_lines_of_28_characters(read: Read) -> None:
    pdf = read(made(paragraphs("禁" * (28 * 44 - 2))))
    assert pdf.pages == 2
    assert [len(bare(text)) - 3 for text in pdf.texts] == [28 * 22 - 2, 28 * 22]


def test_margins_indent_and_leading(read: Read) -> None:
    pdf = read(made(paragraphs("一" + "甲" * 25 + "乙" + "丙" * 40)))
    assert pdf.size(0) == pytest.approx((595.28, 841.89), abs=0.1)
    first, second = pdf.box(0, "一"), pdf.box(0, "乙")
    assert first[0] == pytest.approx(style.LEFT + 32, abs=2)
    assert second[0] == pytest.approx(style.LEFT, abs=2)
    edge = pdf.box(0, "甲" * 25)
    assert edge[2] == pytest.approx(style.PAGE[0] - style.RIGHT, abs=3)
    third = pdf.box(0, "丙" * 14)
    assert third[1] - second[1] == pytest.approx(0, abs=2)
    assert pdf.box(0, "甲")[1] > style.TOP


def test_lines_stand_29_points_apart(read: Read) -> None:
    pdf = read(made(paragraphs("子", "丑", "寅")))
    tops = [pdf.box(0, char)[3] for char in "子丑寅"]
    assert tops[1] - tops[0] == pytest.approx(29, abs=2.5)
    assert tops[2] - tops[0] == pytest.approx(58, abs=2.5)


def test_page_numbers_stand_outside_7_mm_below_the_text(read: Read) -> None:
    pdf = read(made(paragraphs("禁" * 28 * 60)))
    assert pdf.pages == 3
    for page in range(pdf.pages):
        left, top, right, bottom = pdf.box(page, f"— {page + 1} —")
        if page % 2 == 0:
            assert right == pytest.approx(style.PAGE[0] - style.RIGHT - 14, abs=3)
        else:
            assert left == pytest.approx(style.LEFT + 14, abs=3)
        middle = style.PAGE[1] - style.BOTTOM + style.FOLIO_BELOW_TEXT
        assert top < middle < bottom


def test_the_mark_stands_on_every_page(read: Read) -> None:
    pdf = read(made(paragraphs("禁" * 28 * 60), mark=style.SAMPLE_MARK))
    assert all("演示数据，不作上报" in bare(text) for text in pdf.texts)


def test_no_line_of_a_longer_paragraph_stands_alone(read: Read) -> None:
    for filler in range(17, 23):
        pdf = read(made(paragraphs(*["填"] * filler, "首" + "中" * 26 * 4 + "尾")))
        lines = [[line for line in text.splitlines() if "中" in line or "首" in line] for text in pdf.texts]
        assert all(len(page) != 1 for page in lines)


def test_a_heading_never_ends_a_page(read: Read) -> None:
    fonts = font_set()
    for filler in range(17, 23):
        story = [*paragraphs(*["填"] * filler), *heading("一、基本情况", 1, fonts), *paragraphs(SENTENCE * 3)]
        pdf = read(made(story))
        page = next(text for text in pdf.texts if "基本情况" in bare(text))
        assert bare(page).split("一、基本情况")[1].startswith("本月走访")


def test_the_signatures_never_stand_alone_on_a_page(read: Read) -> None:
    fonts = font_set()
    for filler in range(8, 24):
        block = Signature("仰徐村委会", "2026年5月1日", "", (), fonts)
        pdf = read(made([*paragraphs(*["填"] * filler), Closing(Text(SENTENCE * 2, style.BODY, fonts), block)]))
        page = next(text for text in pdf.texts if "填报人" in text)
        assert "覆盖率" in bare(page)
        assert "2026年5月1日" in bare(page)


def test_characters_without_a_glyph_print_the_printers_mark(read: Read) -> None:
    pdf = read(made(paragraphs("张𰀀、李䶮\u200b")))
    assert "张〓、李䶮" in pdf.text


def test_equal_content_gives_equal_bytes() -> None:
    assert made(paragraphs(SENTENCE * 9)) == made(paragraphs(SENTENCE * 9))
