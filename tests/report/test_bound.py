"""Many reports bound into one file, and tables that lie on their side."""

from __future__ import annotations

from collections.abc import Callable

import attrs
import pytest
from panhuang_desk.report import style
from panhuang_desk.report.fonts import font_set
from panhuang_desk.report.layout import Paper, Text, build, turned
from panhuang_desk.report.periodic import bound_bytes, report_bytes
from panhuang_desk.report.tables import Column, TableData, spread, table

from tests.report import samples
from tests.report.reading import Pdf, bare

Read = Callable[[bytes], Pdf]
THREE = [attrs.evolve(samples.village(), code=code, name=name) for code, name in samples.VILLAGES[:3]]


def test_every_report_begins_on_its_own_page_which_the_contents_name(read: Read) -> None:
    pdf = read(bound_bytes(THREE))
    starts = [next(at for at in range(1, pdf.pages) if bare(pdf.texts[at]).startswith(f"{each.name}禁毒工作月报"))
              for each in THREE]
    for report, start in zip(THREE, starts, strict=True):
        line = next(line for line in pdf.texts[0].splitlines() if bare(line).startswith(report.name))
        assert bare(line).endswith(str(start + 1))
    assert starts == sorted(set(starts))


def test_a_bound_report_says_what_it_says_alone(read: Read) -> None:
    pdf = read(bound_bytes(THREE))
    alone = read(report_bytes(THREE[1]))
    first = next(at for at in range(1, pdf.pages) if bare(pdf.texts[at]).startswith(f"{THREE[1].name}禁毒工作月报"))
    for at in range(alone.pages):
        assert _without_folio(pdf.texts[first + at]) == _without_folio(alone.texts[at])


def test_bookmarks_lead_to_villages_and_within_them_to_sections() -> None:
    import pypdfium2

    document = pypdfium2.PdfDocument(bound_bytes(THREE))
    marks = [(mark.level, mark.get_title()) for mark in document.get_toc()]
    document.close()
    assert [title for level, title in marks if level == 0] == [f"{each.name}禁毒工作月报" for each in THREE]
    assert sum(level == 1 for level, _ in marks) == 7 * len(THREE)


def test_binding_tells_each_page_and_can_be_stopped() -> None:
    class StoppedError(Exception):
        pass

    def stop(page: int) -> None:
        if page == 3:
            raise StoppedError

    with pytest.raises(StoppedError):
        bound_bytes(THREE, page_done=stop)
    assert bound_bytes(THREE) == bound_bytes(THREE)


def test_a_wide_table_lies_with_its_head_at_the_left_edge_of_a_standing_sheet(read: Read) -> None:
    import pypdfium2

    columns = spread([Column("村", 60, "left"), *(Column(f"数{at}", 40, group="一组") for at in range(12))],
                     style.TEXT_HEIGHT)
    data = TableData("附表1 宽表", columns, (("甲村", *("7" * 12)),) * 40, wide=True)
    fonts = font_set(bundled=True)
    content = build(Paper("测试"), [Text("正文", style.BODY, fonts), *turned([table(data, fonts)])], fonts)
    document = pypdfium2.PdfDocument(content)
    assert [page.get_rotation() for page in document] == [0, 90, 90]
    assert [tuple(map(round, page.get_mediabox())) for page in document] == [(0, 0, 595, 842)] * 3
    document.close()
    pdf = read(content)
    assert all("附表1" in bare(text) for text in pdf.texts[1:])
    assert sum(bare(text).count("甲村") for text in pdf.texts) == 40


def test_a_table_of_a_thousand_rows_keeps_them_all_in_order(read: Read) -> None:
    columns = spread([Column("序号", 40), Column("内容", 200, "left")])
    data = TableData("表1 长表", columns, tuple((str(at), f"第{at}行") for at in range(1, 1001)), notes=("完",))
    fonts = font_set(bundled=True)
    pdf = read(build(Paper("测试"), [table(data, fonts)], fonts))
    words = [word for text in pdf.texts for word in text.split() if word.startswith("第") and word.endswith("行")]
    assert words == [f"第{at}行" for at in range(1, 1001)]
    assert all(bare(text).startswith(("表1长表序号内容", "续表1序号内容")) for text in pdf.texts)


def _without_folio(text: str) -> str:
    return bare(text).rsplit("—", 2)[0]
