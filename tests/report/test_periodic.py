"""The monthly report on paper: what it says, how it looks, and that equal data gives equal bytes."""

from __future__ import annotations

import hashlib
import os
import re
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import attrs
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from panhuang_desk.model.report import FigureLine
from panhuang_desk.report.periodic import printed_parts, report_bytes

from tests.report import samples
from tests.report.outline import outline
from tests.report.reading import Pdf, bare

Read = Callable[[bytes], Pdf]
GOLDEN = Path(__file__).parent / "golden"
PAGES = {"village": 5, "subdistrict": 7, "empty": 3, "sample": 5}


@pytest.mark.parametrize("name", ["village", "subdistrict", "empty"])
def test_the_report_says_what_it_said(name: str) -> None:
    """`PANHUANG_GOLDEN=write` writes the files anew, to be read before they are committed."""
    text, file = outline(samples.BUILDERS[name]()), GOLDEN / f"{name}.txt"
    if os.environ.get("PANHUANG_GOLDEN") == "write":
        file.write_text(text, encoding="utf-8")
    assert text == file.read_text(encoding="utf-8")


@pytest.mark.parametrize("name", samples.BUILDERS)
def test_every_word_of_it_stands_on_the_pages(name: str, read: Read) -> None:
    report = samples.BUILDERS[name]()
    pdf = read(report_bytes(report))
    assert pdf.pages == PAGES[name]
    text = re.sub("—[0-9]+—", "", pdf.text.replace(bare("演示数据，不作上报"), ""))
    for line in outline(report).splitlines():
        for part in line.split("\t"):
            assert bare(part) in text or all(bare(word) in text for word in part.split("（")), part
    assert "填报人：" in text
    assert "审核人：" in text
    assert "2026年5月1日" in text
    assert "9F2C4B7AE01D3355" in text


def test_only_embedded_subsets_of_the_bundled_fonts_are_used(read: Read) -> None:
    pdf = read(report_bytes(samples.subdistrict()))
    assert {re.sub("^[A-Z]{6}[+]", "subset of ", name) for name in pdf.fonts()} == {
        "subset of NotoSansSC-Regular", "subset of NotoSansSC-Bold"}
    assert pdf.content.count(b"/FontFile2") == len(re.findall(rb"/Type\s*/FontDescriptor", pdf.content))
    assert len(pdf.content) <= 500 * 1024


def test_no_box_and_no_missing_character_prints(read: Read) -> None:
    for build in samples.BUILDERS.values():
        assert not set(read(report_bytes(build())).text) & set("□〓\ufffd\u0000")


def test_a_missing_character_prints_visibly_and_can_be_warned_of(read: Read) -> None:
    report = attrs.evolve(samples.village(), problems=samples.said("𰀀家荡地块边界不清。"))
    assert "〓家荡地块边界不清。" in read(report_bytes(report)).text
    assert ("存在问题第 1 条", "𰀀家荡地块边界不清。") in printed_parts(report)


def test_sample_data_is_marked_on_every_page_and_nothing_else_is(read: Read) -> None:
    assert all("演示数据，不作上报" in bare(text) for text in read(report_bytes(samples.sample())).texts)
    assert "演示数据" not in read(report_bytes(samples.village())).text


def test_the_first_page_carries_title_and_month(read: Read) -> None:
    pdf = read(report_bytes(samples.village()))
    assert bare(pdf.texts[0]).startswith("仰徐村禁毒工作月报（2026年4月）一、基本情况")
    assert pdf.title() == "仰徐村禁毒工作月报（2026年4月）"
    assert b"/Lang" in pdf.content


def test_a_later_edition_says_so(read: Read) -> None:
    assert "（2026年4月，第2版）" in read(report_bytes(attrs.evolve(samples.village(), edition=2))).text


def test_the_signatures_share_a_page_with_the_plan(read: Read) -> None:
    for lines in range(1, 14):
        report = attrs.evolve(samples.village(), problems=samples.said(*["核对不及时。"] * lines))
        pdf = read(report_bytes(report))
        assert bare(pdf.texts[-1]).find("识别") < bare(pdf.texts[-1]).find("填报人")
        assert "新型毒品的识别。" in bare(pdf.texts[-1])


def test_villages_that_have_not_reported_are_told_from_zeros_and_from_no_data() -> None:
    lines = {line.split("\t")[0]: line.split("\t")[1:] for line in outline(samples.subdistrict()).splitlines()
             if line.count("\t") == 18}
    assert set(lines["吴杨居委会"]) == {"未报"}
    assert lines["旭日居委会"] == [
        "244", "0", "0", "0.0", "0", "0", "0", "—", "0", "31", "0", "0.0", *["0"] * 6]


def test_a_key_groups_small_numbers_never_print(read: Read) -> None:
    told = outline(samples.village())
    assert "返乡务工人员不足3人" in told
    assert "返乡务工人员\t<3\t<3\t<3\t*\t<3\t*" in told
    assert "在校学生\t0\t0\t0\t—\t0\t—" in told
    text = read(report_bytes(samples.village())).text
    assert "返乡务工人员<3<3<3*<3*" in text


def test_a_villages_small_cell_takes_a_second_one_with_it() -> None:
    rows = [line.split("\t") for line in outline(samples.subdistrict()).splitlines() if line.count("\t") == 5]
    column = {row[0]: row[5] for row in rows if row[0].endswith(("居委会", "村"))}
    assert column["美丽居委会"] == "<3"
    assert list(column.values()).count("*") == 1


def test_last_years_month_has_a_column_where_there_is_data(read: Read) -> None:
    report = samples.village()
    line = report.figures["visits"]
    figures = {**report.figures, "visits": attrs.evolve(line, year_ago=samples.number("visits", 301))}
    told = outline(attrs.evolve(report, figures=figures))
    assert "项目\t单位\t本月\t上月\t本年累计\t去年同月\n入户走访\t次\t327\t289\t1214\t301\n见到户数" in told
    assert told.count("去年同月") == 1
    assert "去年同月" not in outline(report)


def test_equal_data_gives_equal_bytes_in_every_process() -> None:
    script = ("import hashlib, tests.report.samples as s\nfrom panhuang_desk.report.periodic import report_bytes\n"
              "for b in s.BUILDERS.values(): print(hashlib.sha256(report_bytes(b())).hexdigest())")
    here = [hashlib.sha256(report_bytes(build())).hexdigest() for build in samples.BUILDERS.values()]
    for seed in ("1", "77"):
        env = {**os.environ, "PYTHONHASHSEED": seed, "PANHUANG_FONTS": "bundled", "TZ": "Asia/Shanghai"}
        out = subprocess.run([sys.executable, "-c", script], env=env, cwd=Path(__file__).parents[2], check=True,
                             capture_output=True, text=True)
        assert out.stdout.split() == here


def test_a_report_does_not_keep_the_window_waiting() -> None:
    report_bytes(samples.subdistrict())
    took = []
    for _ in range(3):
        begun = time.process_time()
        report_bytes(samples.subdistrict())
        took.append(time.process_time() - begun)
    assert min(took) < 0.3


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.data())
def test_absent_figures_and_figures_without_data_never_stop_the_report(data: st.DataObject) -> None:
    report = data.draw(st.sampled_from([samples.village(), samples.subdistrict()]))
    codes = sorted(report.figures)
    absent = data.draw(st.sets(st.sampled_from(codes)))
    empty = data.draw(st.sets(st.sampled_from(codes)))
    figures = {code: _emptied(line) if code in empty else line for code, line in report.figures.items()
               if code not in absent}
    changed = attrs.evolve(report, figures=figures)
    assert "None" not in outline(changed)
    assert report_bytes(changed).startswith(b"%PDF")


def _emptied(line: FigureLine) -> FigureLine:
    nothing = attrs.evolve(line.this, value=None, numerator=None, denominator=None, interval=None)
    return FigureLine(nothing, nothing if line.previous else None, nothing if line.year else None)
