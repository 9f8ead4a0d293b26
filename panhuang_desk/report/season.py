"""The report of a patrol season, of a village or of the subdistrict, as a PDF."""

from __future__ import annotations

from reportlab.graphics.shapes import Drawing
from reportlab.platypus import Flowable, PageBreak

from panhuang_desk.model.season_report import SeasonReport
from panhuang_desk.report import season_charts, season_tables, season_text, style
from panhuang_desk.report.fonts import FontSet, font_set
from panhuang_desk.report.layout import Closing, Paper, Text, build, heading, room_before
from panhuang_desk.report.map_drawing import map_drawing
from panhuang_desk.report.picture import Picture
from panhuang_desk.report.signature import Signature
from panhuang_desk.report.tables import table

_ROUNDS, _SINCE = 2, 3
"""The sections that have a chart."""

_BELOW_MAP, _ROUND_MAP, _LOWEST_MAP = 70.0, 90.0, 280.0
"""The room for what stands below the map, for its legend, scale and north, and the least that it is given."""


def season_bytes(report: SeasonReport) -> bytes:
    """The report's PDF: equal bytes for an equal report, program version and fonts.

    Sample data is printed with the bundled fonts and marked on every page. Raises `UserError` without fonts.
    """
    fonts = font_set(bundled=report.sample)
    title = season_text.title(report)
    paper = Paper(title=title, subject="禁种铲毒踏查季报", author=season_text.place(report),
                  mark=style.SAMPLE_MARK if report.sample else "")
    return build(paper, _story(report, fonts), fonts)


def printed_text(report: SeasonReport) -> str:
    """Every text of the report that comes from the file rather than the program, to be checked for missing glyphs."""
    return "".join(text for _, text in printed_parts(report))


def printed_parts(report: SeasonReport) -> tuple[tuple[str, str], ...]:
    """The same text by text, each after the words for what it is."""
    return (("标题", report.name), ("街道名", report.subdistrict), ("踏查季名", report.label),
            *(("轮次名", line.label) for line in report.rounds), *(("组名", line.name) for line in report.groups),
            *(("村名", line.name) for line in report.villages))


def _story(report: SeasonReport, fonts: FontSet) -> list[Flowable]:
    story: list[Flowable] = [
        Text(season_text.title(report), style.TITLE, fonts),
        Text(f"（{season_text.span_words(report)}）", style.SUBTITLE, fonts),
    ]
    tables, number = season_tables.tables(report), 0
    charts = _charts(report)
    for section, (name, sentences) in enumerate(season_text.SECTIONS, start=1):
        paragraphs: list[Flowable] = [Text(text, style.BODY, fonts) for text in sentences(report)]
        if section == len(season_text.SECTIONS):
            paragraphs[-1:] = [Closing(paragraphs[-1], _signature(report, fonts))]
            story += room_before(paragraphs)
        story += heading(name, 1, fonts)
        story += paragraphs
        for data in tables.get(section, ()):
            number += 1
            story.append(table(season_tables.numbered(data, number), fonts))
        if section in charts:
            words, drawing = charts[section]
            figure = 1 + sum(other < section for other in charts)
            story.append(Picture(drawing, Text(f"图{figure} {words}", style.CAPTION, fonts)))
    return [*story, *_map(report, fonts, 1 + len(charts))]


def _map(report: SeasonReport, fonts: FontSet, figure: int) -> list[Flowable]:
    """The map on a page of its own; nothing where no plot has a place."""
    if not report.map.plots:
        return []
    place, day = season_text.place(report), season_text.day_words(report.day)
    about = season_text.map_words(report)
    drawing = map_drawing(report.map, style.TEXT_WIDTH, _map_height(report))
    return [PageBreak(), Picture(drawing, Text(f"图{figure} {place}地块踏查情况（{day}）", style.CAPTION, fonts)),
            *([Text(f"注：{about}。", style.NOTE, fonts)] if about else [])]


def _map_height(report: SeasonReport) -> float:
    """As high as the ground is in the width of the text, within what a page has room for."""
    points = report.map.plane().points(report.map.positions())
    wide, tall = (max(point[axis] for point in points) - min(point[axis] for point in points) for axis in (0, 1))
    fitting = style.TEXT_WIDTH * tall / wide if wide else 0.0
    return min(max(fitting + _ROUND_MAP, _LOWEST_MAP), style.TEXT_HEIGHT - _BELOW_MAP)


def _charts(report: SeasonReport) -> dict[int, tuple[str, Drawing]]:
    found: dict[int, tuple[str, Drawing]] = {}
    if len(report.rounds) > 1:
        found[_ROUNDS] = ("各轮次踏查覆盖率", season_charts.rounds(report.rounds))
    if report.register.asked:
        day = season_text.day_words(report.day)
        found[_SINCE] = (f"到{day}离最近一次查看的天数（地块数）", season_charts.since(season_text.since_parts(report)))
    return found


def _signature(report: SeasonReport, fonts: FontSet) -> Signature:
    year, month, day = (int(part) for part in report.issued_on.split("-"))
    return Signature(report.name, f"{year}年{month}月{day}日", "", (), fonts)
