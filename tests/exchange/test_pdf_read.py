"""PDFs from anybody: read, or refused in words; a code is read from its picture."""

from __future__ import annotations

import io
from random import Random

import pikepdf
import pytest
from panhuang_desk.errors import UserError
from panhuang_desk.exchange import pdf_read
from panhuang_desk.exchange.code_picture import codes_in_picture, is_picture
from panhuang_desk.exchange.pdf_read import opened_pdf
from panhuang_desk.report.periodic import report_bytes
from PIL import Image
from tests.exchange.mutations import mutated
from tests.report.whole import whole


@pytest.fixture(scope="module")
def paper() -> bytes:
    return report_bytes(whole("village"))


def refused(content: bytes) -> str:
    with pytest.raises(UserError) as caught:
        _read(content)
    assert caught.value.hint
    return caught.value.message


def _read(content: bytes) -> None:
    with opened_pdf(content) as pdf:
        pdf.texts()
        pdf.attached()
        pdf.codes()


def test_text_files_and_code_are_read(paper: bytes) -> None:
    report = whole("village")
    with opened_pdf(paper) as pdf:
        assert "仰徐村" in pdf.texts()[0]
        assert list(pdf.attached()) == ["panhuang-report.json"]
        assert pdf.codes() == (report.qr,)


def test_what_is_no_pdf_locked_or_too_large_is_refused_in_words(
    paper: bytes, monkeypatch: pytest.MonkeyPatch,
) -> None:
    assert refused(b"hello") == "这个文件不是 PDF。"
    assert "读不出来" in refused(paper[:600])
    locked = io.BytesIO()
    with pikepdf.open(io.BytesIO(paper)) as pdf:
        pdf.save(locked, encryption=pikepdf.Encryption(user="a", owner="b"))
    assert "密码" in refused(locked.getvalue())
    poster = io.BytesIO()
    with pikepdf.new() as pdf:
        pdf.add_blank_page(page_size=(9000, 9000))
        pdf.save(poster)
    assert "尺寸" in refused(poster.getvalue())
    monkeypatch.setattr(pdf_read, "MOST_SECONDS", -1.0)
    assert "太复杂" in refused(paper)
    monkeypatch.setattr(pdf_read, "MOST_PAGES", 1)
    assert "页数" in refused(paper)
    monkeypatch.setattr(pdf_read, "MOST_BYTES", 10)
    assert "太大" in refused(paper)


def test_damaged_ones_are_read_or_refused(paper: bytes) -> None:
    """`build/fuzz.py` does the same two thousand times."""
    random, hints = Random("pdf"), []
    for _ in range(30):
        try:
            _read(mutated(paper, random))
        except UserError as problem:
            hints.append(problem.hint)
    assert hints
    assert all(hints)


def test_a_code_is_read_from_a_tilted_photo(paper: bytes) -> None:
    with opened_pdf(paper) as pdf:
        page = pdf.picture(pdf.pages - 1, 150)
    sheet = Image.frombytes("L", (page.width, page.height), page.grey).rotate(7, expand=True, fillcolor=255)
    photo = io.BytesIO()
    sheet.save(photo, "JPEG", quality=70)
    assert is_picture(photo.getvalue())
    assert codes_in_picture(photo.getvalue()) == (whole("village").qr,)
    with pytest.raises(UserError):
        codes_in_picture(photo.getvalue()[:300])
