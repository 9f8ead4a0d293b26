"""What holds on every page of every report, read back from the finished PDF."""

from __future__ import annotations

from collections.abc import Callable

import attrs
import pikepdf
import pytest
from panhuang_desk.model.period import Period
from panhuang_desk.model.report import Report, VillageLine
from panhuang_desk.report import style
from panhuang_desk.report.fonts import font_set
from panhuang_desk.report.layout import Paper, build, turned
from panhuang_desk.report.periodic import bound_bytes, report_bytes
from panhuang_desk.report.tables import Column, TableData, spread, table

from tests.report import samples
from tests.report.boxes import outside, overlapping, pages
from tests.report.reading import Pdf, bare

Read = Callable[[bytes], Pdf]
LONG = "潘黄街道城西新区第二安置片区临时党群联合服务中心居民委员会"


def one_record() -> Report:
    """One visit in a month and nothing else."""
    none = samples.values(dict.fromkeys(samples.COUNTS, 0) | {"visits": 1, "households_met": 1, "households_active": 1,
                                                               "area_checked_mu": 0.0},
                          dict.fromkeys(samples.RATES, (0, 0)) | {"household_coverage": (1, 1)},
                          dict.fromkeys(samples.GROUPS, (0, 0)))
    return attrs.evolve(samples.empty(), figures=samples.lines(none, none, none))


def sixty() -> Report:
    """Sixty villages, every tenth without a report."""
    few = samples.subdistrict().by_village
    rows = tuple(attrs.evolve(few[at % len(few)], code=f"3209030042{at:02d}", name=f"第{at + 1}村委会")
                 for at in range(60))
    return attrs.evolve(samples.subdistrict(), by_village=rows)


def long_names() -> Report:
    """Names longer than any line allows."""
    few = samples.subdistrict()
    rows = tuple(attrs.evolve(line, name=LONG + str(at)) for at, line in enumerate(few.by_village))
    return attrs.evolve(few, name=LONG, by_village=rows, problems=samples.said(*[LONG * 3] * 4))


def extremes() -> Report:
    """Every count far beyond what a village can have."""
    rates = dict.fromkeys(samples.RATES, (9_999_998, 9_999_999))
    groups = dict.fromkeys(samples.GROUPS, (888_888, 999_999))
    most = samples.values(dict.fromkeys(samples.COUNTS, 9_999_999), rates, groups)
    rows = tuple(VillageLine(line.code, line.name, True, most) for line in samples.subdistrict().by_village)
    return attrs.evolve(samples.subdistrict(), figures=samples.lines(most, most, most), by_village=rows)


def third_edition() -> Report:
    """A later edition, which says what it corrects."""
    return attrs.evolve(samples.village(), edition=3,
                        corrects="走访次数由326次更正为327次，见到户数由267户更正为268户")


CASES: dict[str, Callable[[], Report]] = {
    **samples.BUILDERS, "one": one_record, "sixty": sixty, "long": long_names, "extremes": extremes,
    "third": third_edition,
    **{text: (lambda text=text: attrs.evolve(samples.subdistrict(), period=Period.parse(text)))  # type: ignore[misc]
       for text in ("2026-04-publicity", "2026-Q2", "2026-H1", "2025", "2025-11..2026-04")},
}


@pytest.fixture(scope="module", params=CASES)
def content(request: pytest.FixtureRequest) -> bytes:
    return report_bytes(CASES[request.param]())


def test_no_character_stands_outside_the_text_block(content: bytes) -> None:
    for number, glyphs in enumerate(pages(content), start=1):
        assert not outside(glyphs), number


def test_no_character_covers_another(content: bytes) -> None:
    for number, glyphs in enumerate(pages(content), start=1):
        assert not overlapping(glyphs), number


def test_the_file_is_sound_and_every_font_is_inside(content: bytes) -> None:
    import io

    with pikepdf.open(io.BytesIO(content)) as document:
        assert not document.check_pdf_syntax()
        for page in document.pages:
            for font in page.Resources.get("/Font", {}).values():
                assert "/FontFile2" in font.FontDescriptor
        assert str(document.Root.Lang) == "zh-CN"


def test_equal_reports_are_equal_bytes(content: bytes, request: pytest.FixtureRequest) -> None:
    case = request.node.callspec.params["content"]
    assert report_bytes(CASES[case]()) == content


def test_a_report_ends_with_its_signatures_beside_text(read: Read) -> None:
    for name, build_case in CASES.items():
        texts = [bare(text) for text in read(report_bytes(build_case())).texts]
        page = next(text for text in texts if "填报人" in text)
        assert page.index("填报人") > 10, name


def test_a_later_edition_says_what_it_corrects(read: Read) -> None:
    text = read(report_bytes(third_edition())).text
    assert "第3版" in text
    assert "更正说明：走访次数由326次更正为327次，见到户数由267户更正为268户。" in text


def test_the_last_heading_never_stands_alone_above_its_signatures(read: Read) -> None:
    for lines in range(1, 13):
        report = attrs.evolve(samples.village(), plans=samples.said("按时补访"), series={}, trend=(),
                              problems=samples.said(*["核对不及时。"] * lines))
        last = next(bare(text) for text in read(report_bytes(report)).texts if "填报人" in text)
        assert "七、下月计划" in last, lines


def test_an_annex_of_a_thousand_lines_keeps_the_rules() -> None:
    fonts = font_set(bundled=True)
    numbers = (Column(f"数{at}", 40) for at in range(9))
    columns = spread([Column("序号", 40), Column("村（社区）", 160, "left"), *numbers], style.TEXT_HEIGHT)
    rows = tuple((str(at), LONG if at % 7 == 0 else "仰徐村委会", *(str(at * 37 % 9973) for _ in range(9)))
                 for at in range(1000))
    data = TableData("附表1 明细", columns, rows, wide=True)
    content = build(Paper("附表"), turned([table(data, fonts)]), fonts)
    for glyphs in pages(content):
        assert not overlapping(glyphs)
        assert not outside(glyphs)


def test_a_bound_file_keeps_the_rules() -> None:
    reports = [attrs.evolve(samples.village(), name=name) for _, name in samples.VILLAGES[:4]]
    for glyphs in pages(bound_bytes(reports)):
        assert not outside(glyphs)
        assert not overlapping(glyphs)
