"""The leaflet: one page whatever it has to say, in type as large as fits."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from panhuang_desk.report.leaflet import Leaflet, LeafletPart, fitting, leaflet_bytes

from tests.report.reading import Pdf, bare

Read = Callable[[bytes], Pdf]


def content_of(count: int, words: int) -> Leaflet:
    parts = tuple(LeafletPart(f"第{number}问" + "这是怎么回事" * words, "答：" + "如此" * words,
                              f"因为{number}这样是对的。" * words) for number in range(1, count + 1))
    return Leaflet("这几件事，请您记住", "仰徐村委会", parts, "仰徐村委会　禁毒宣传")


@pytest.mark.parametrize("words", [1, 6, 14])
def test_five_explanations_stand_whole_on_one_page(read: Read, words: int) -> None:
    content = content_of(5, words)
    pdf = read(leaflet_bytes(content))
    assert pdf.pages == 1
    text = bare(pdf.text)
    for part in content.parts:
        assert bare(part.asked) in text
        assert bare(part.explanation) in text
    assert text.count("答：如此") == 5
    assert leaflet_bytes(content) == pdf.content


def test_a_single_thing_fills_the_page_down_to_its_foot(read: Read) -> None:
    pdf = read(leaflet_bytes(content_of(1, 1)))
    assert pdf.pages == 1
    foot = pdf.box(0, "仰徐村委会　禁毒宣传")
    assert foot[3] > pdf.size(0)[1] - 100


def test_what_no_page_could_hold_is_left_out_from_the_end_and_can_be_told(read: Read) -> None:
    content = content_of(8, 60)
    assert fitting(content_of(8, 12)) == 8
    assert 0 < fitting(content) < 8
    pdf = read(leaflet_bytes(content))
    assert pdf.pages == 1
    assert f"第{fitting(content)}问" in pdf.text
    assert f"第{fitting(content) + 1}问" not in pdf.text
