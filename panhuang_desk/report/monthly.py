"""The monthly report of a village or of the subdistrict, as a PDF."""

from __future__ import annotations

from collections.abc import Sequence

from reportlab.graphics import renderPDF
from reportlab.platypus import Flowable

from panhuang_desk.model.monthly import MonthlyReport, TrendPoint
from panhuang_desk.report import charts, monthly_tables, monthly_text, style
from panhuang_desk.report.fonts import FontSet, font_set
from panhuang_desk.report.layout import Closing, Paper, Text, build, heading
from panhuang_desk.report.signature import Signature
from panhuang_desk.report.tables import table


def monthly_bytes(report: MonthlyReport) -> bytes:
    """The report's PDF: equal bytes for an equal report, program version and fonts.

    Sample data is printed with the bundled fonts and marked on every page. Raises `UserError` without fonts.
    """
    fonts = font_set(bundled=report.sample)
    title = monthly_text.title(report)
    paper = Paper(title=f"{title}（{report.month.label}）", subject="禁毒工作月报", author=monthly_text.place(report),
                  mark=style.SAMPLE_MARK if report.sample else "")
    return build(paper, _story(report, fonts), fonts)


def printed_text(report: MonthlyReport) -> str:
    """Every text of the report that comes from the file rather than the program, to be checked for missing glyphs."""
    names = "".join(line.name for line in report.by_village)
    return "".join((report.name, report.subdistrict, names, *report.problems, *report.plans, report.season))


def _story(report: MonthlyReport, fonts: FontSet) -> list[Flowable]:
    edition = f"第{report.edition}版" if report.edition > 1 else ""
    story: list[Flowable] = [
        Text(monthly_text.title(report), style.TITLE, fonts),
        Text(f"（{report.month.label}{'，' + edition if edition else ''}）", style.SUBTITLE, fonts),
    ]
    tables = monthly_tables.tables(report)
    number = 0
    for section, (name, sentences) in enumerate(monthly_text.SECTIONS, start=1):
        story += heading(name, 1, fonts)
        paragraphs = [Text(text, style.BODY, fonts) for text in sentences(report)]
        if section == len(monthly_text.SECTIONS):
            paragraphs[-1:] = [Closing(paragraphs[-1], _signature(report, fonts))]
        story += paragraphs
        for data in tables.get(section, ()):
            number += 1
            story.append(table(monthly_tables.numbered(data, number), fonts))
        if section == monthly_tables.CHART_SECTION and _has_trend(report):
            story += _chart(report, fonts)
    return story


def _has_trend(report: MonthlyReport) -> bool:
    return any(point.awareness.value is not None or point.coverage.value is not None for point in report.trend)


class Figure(Flowable):  # type: ignore[misc]
    """The trend chart with its caption: somewhat lower where that keeps it on the page."""

    def __init__(self, points: Sequence[TrendPoint], headline: str, caption: Text) -> None:
        super().__init__()
        self.points, self.headline, self.caption = points, headline, caption

    def getSpaceBefore(self) -> float:
        """The space above, as reportlab asks for it."""
        return style.CAPTION.before

    def getSpaceAfter(self) -> float:
        """The space below, as reportlab asks for it."""
        return 8.0

    def wrap(self, width: float, height: float) -> tuple[float, float]:
        """As high as the page still allows, between the two heights of the chart."""
        self._below = self.caption.wrap(width, height)[1]
        fitting = height - self._below
        self.tall = fitting if charts.LOWEST <= fitting < charts.HEIGHT else charts.HEIGHT
        self.width, self.height = width, self.tall + self._below
        return width, self.height

    def draw(self) -> None:
        """Draw the chart above its caption."""
        drawing = charts.trend(self.points, self.width, self.tall, headline=self.headline)
        renderPDF.draw(drawing, self.canv, 0, self._below)
        self.caption.drawOn(self.canv, 0, 0)


def _chart(report: MonthlyReport, fonts: FontSet) -> list[Flowable]:
    caption = Text(f"图1 近{len(report.trend)}个月知晓率与走访覆盖率", style.CAPTION, fonts)
    return [Figure(report.trend, report.headline, caption)]


def _signature(report: MonthlyReport, fonts: FontSet) -> Signature:
    year, month, day = (int(part) for part in report.issued_on.split("-"))
    codes = [f"{report.month.label}，第{report.edition}版"]
    if report.digest:
        digest = report.digest[:16].upper()
        codes += ["校验值", " ".join(digest[at:at + 4] for at in range(0, len(digest), 4))]
    codes += ["扫码可与数据核对"]
    return Signature(report.name, f"{year}年{month}月{day}日", report.qr, tuple(codes), fonts)
