"""The leaflet: one page whatever it has to say, in type as large as fits."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from panhuang_desk.report.leaflet import Leaflet, LeafletPart, leaflet_bytes

from tests.report.reading import Pdf, bare

Read = Callable[[bytes], Pdf]


@pytest.mark.parametrize("words", [1, 6, 14])
def test_five_explanations_stand_whole_on_one_page(read: Read, words: int) -> None:
    parts = tuple(LeafletPart(f"第{number}问" + "这是怎么回事" * words, "如此" * words, "因为这样做是对的。" * words)
                  for number in range(1, 6))
    content = Leaflet("这几件事，请您记住", "仰徐村委会", parts, "仰徐村委会　禁毒宣传")
    pdf = read(leaflet_bytes(content))
    assert pdf.pages == 1
    text = bare(pdf.text)
    for part in parts:
        assert bare(part.asked) in text
        assert bare(part.explanation) in text
    assert text.count("答：如此") == 5
    assert leaflet_bytes(content) == pdf.content
