"""A QR code on paper says what it was given."""

from __future__ import annotations

import io

import pypdfium2
import pytest
import zxingcpp
from panhuang_desk.report.qr_code import draw_code
from reportlab.pdfgen.canvas import Canvas


@pytest.mark.parametrize("words", ["PHD1|320903004202|2026-04", "走访 62 户；知晓率 19/25", "9" * 300])
def test_a_code_is_read_back_equal(words: str) -> None:
    content = io.BytesIO()
    canvas = Canvas(content, (140, 140), invariant=1)
    draw_code(canvas, 20, 20, 100, words)
    canvas.save()
    found = zxingcpp.read_barcodes(pypdfium2.PdfDocument(content.getvalue())[0].render(scale=4).to_pil())
    assert [code.text for code in found] == [words]
