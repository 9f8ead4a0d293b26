"""The monthly report of a village or of the subdistrict, as a PDF."""

from __future__ import annotations

from reportlab.graphics.shapes import Drawing
from reportlab.platypus import Flowable

from panhuang_desk.model.report import Report
from panhuang_desk.report import charts, periodic_tables, periodic_text, style
from panhuang_desk.report.fonts import FontSet, font_set
from panhuang_desk.report.layout import Closing, Paper, Text, build, heading
from panhuang_desk.report.picture import Picture
from panhuang_desk.report.signature import Signature
from panhuang_desk.report.tables import table


def report_bytes(report: Report) -> bytes:
    """The report's PDF: equal bytes for an equal report, program version and fonts.

    Sample data is printed with the bundled fonts and marked on every page. Raises `UserError` without fonts.
    """
    fonts = font_set(bundled=report.sample)
    title = periodic_text.title(report)
    paper = Paper(title=f"{title}（{report.period.label}）", subject="禁毒工作月报", author=periodic_text.place(report),
                  mark=style.SAMPLE_MARK if report.sample else "")
    return build(paper, _story(report, fonts), fonts)


def printed_text(report: Report) -> str:
    """Every text of the report that comes from the file rather than the program, to be checked for missing glyphs."""
    names = "".join(line.name for line in report.by_village)
    lines = (line.text for line in (*report.problems, *report.plans))
    return "".join((report.name, report.subdistrict, names, *lines, report.season))


def _story(report: Report, fonts: FontSet) -> list[Flowable]:
    edition = f"第{report.edition}版" if report.edition > 1 else ""
    story: list[Flowable] = [
        Text(periodic_text.title(report), style.TITLE, fonts),
        Text(f"（{report.period.label}{'，' + edition if edition else ''}）", style.SUBTITLE, fonts),
    ]
    tables = periodic_tables.tables(report)
    number = 0
    for section, (name, sentences) in enumerate(periodic_text.SECTIONS, start=1):
        story += heading(name, 1, fonts)
        paragraphs = [Text(text, style.BODY, fonts) for text in sentences(report)]
        if section == len(periodic_text.SECTIONS):
            paragraphs[-1:] = [Closing(paragraphs[-1], _signature(report, fonts))]
        story += paragraphs
        for data in tables.get(section, ()):
            number += 1
            story.append(table(periodic_tables.numbered(data, number), fonts))
        if section == periodic_tables.CHART_SECTION and _has_trend(report):
            story += _chart(report, fonts)
    return story


def _has_trend(report: Report) -> bool:
    return any(point.awareness.value is not None or point.coverage.value is not None for point in report.trend)


def _chart(report: Report, fonts: FontSet) -> list[Flowable]:
    caption = Text(f"图1 近{len(report.trend)}个月知晓率与走访覆盖率", style.CAPTION, fonts)

    def drawn(width: float, room: float) -> Drawing:
        """Somewhat lower where that keeps it on the page."""
        height = room if charts.LOWEST <= room < charts.HEIGHT else charts.HEIGHT
        return charts.trend(report.trend, width, height, headline=report.headline)

    return [Picture(drawn, caption)]


def _signature(report: Report, fonts: FontSet) -> Signature:
    year, month, day = (int(part) for part in report.issued_on.split("-"))
    codes = [f"{report.period.label}，第{report.edition}版"]
    if report.digest:
        digest = report.digest[:16].upper()
        codes += ["校验值", " ".join(digest[at:at + 4] for at in range(0, len(digest), 4))]
    codes += ["扫码可与数据核对"]
    return Signature(report.name, f"{year}年{month}月{day}日", report.qr, tuple(codes), fonts)
