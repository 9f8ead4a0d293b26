"""Files inside a PDF: readers find them, nothing about the PDF is odd, and equal files give equal bytes."""

from __future__ import annotations

import io
import json

import pikepdf
import pypdfium2
import pytest
from panhuang_desk.model.report_json import public
from panhuang_desk.report.attach import Attachment
from panhuang_desk.report.fonts import font_set
from panhuang_desk.report.layout import Paper, Text, build
from panhuang_desk.report.periodic import bound_bytes, report_bytes
from panhuang_desk.report.style import BODY

from tests.report.whole import whole

NAME = "panhuang-report.json"


@pytest.mark.parametrize("name", ["village", "subdistrict", "empty"])
def test_a_report_carries_what_its_paper_shows(name: str) -> None:
    report = whole(name)
    content = report_bytes(report)
    assert content == report_bytes(report)
    with pikepdf.open(io.BytesIO(content)) as pdf:
        assert pdf.check_pdf_syntax() == []
        assert list(pdf.attachments) == [NAME]
        file = pdf.attachments[NAME].get_file()
        assert file.mime_type == "application/json"
        data = json.loads(file.read_bytes())
        assert [str(each.UF) for each in pdf.Root.AF] == [NAME]
    assert data["report"] == json.loads(json.dumps(public(report)))
    assert data["shown"]["visits"]["this"] == str(report.figures["visits"].this.value)
    assert data["key"] == ""
    assert data["fonts"]


def test_a_bound_file_carries_the_data_of_each_report() -> None:
    document = pypdfium2.PdfDocument(bound_bytes([whole("village"), whole("empty")]))
    names = [document.get_attachment(at).get_name() for at in range(document.count_attachments())]
    assert names == ["panhuang-report-001.json", "panhuang-report-002.json"]
    document.close()


def test_other_papers_carry_nothing_and_several_files_stand_in_order() -> None:
    fonts = font_set(bundled=True)
    plain = build(Paper("纸"), [Text("字", BODY, fonts)], fonts)
    assert b"EmbeddedFile" not in plain
    files = [Attachment("b.txt", b"2", "text/plain"), Attachment("a.txt", b"1", "text/plain", "第一个")]
    with pikepdf.open(io.BytesIO(build(Paper("纸"), [Text("字", BODY, fonts)], fonts, attachments=files))) as pdf:
        assert pdf.check_pdf_syntax() == []
        assert {name: spec.get_file().read_bytes() for name, spec in pdf.attachments.items()} == {
            "a.txt": b"1", "b.txt": b"2"}
        assert pdf.attachments["a.txt"].description == "第一个"
