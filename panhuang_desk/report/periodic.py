"""A report of a village or of the subdistrict, alone or many bound into one, as a PDF."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial

from reportlab.graphics.shapes import Drawing
from reportlab.platypus import Flowable, NextPageTemplate, PageBreak

from panhuang_desk.model.report import Bar, Report
from panhuang_desk.report import bar_charts, charts, periodic_tables, periodic_text, style
from panhuang_desk.report.carried import attachment
from panhuang_desk.report.contents import Begin, Entry, Folios, contents
from panhuang_desk.report.fonts import FontSet, font_set
from panhuang_desk.report.layout import Closing, Paper, Text, build, heading, room_before, turned
from panhuang_desk.report.picture import Picture
from panhuang_desk.report.signature import Signature
from panhuang_desk.report.tables import table

Draw = Callable[[float, float], Drawing]
"""Draws for a width and the height that is left on the page."""
LONG = 10
"""From how many pages on a report has a page of contents."""


def report_bytes(report: Report, key: str = "") -> bytes:
    """The report's PDF: equal bytes for an equal report, program version and fonts. It carries its figures.

    Sample data is printed with the bundled fonts and marked on every page. `key` is the fingerprint of the key that it
    is going to be signed with. Raises `UserError` without fonts.
    """
    fonts = font_set(bundled=report.sample)
    inside = [attachment(report, fonts, printed_text(report), key)]
    last: list[int] = []
    content = build(_paper(report), _story(report, fonts, key=key), fonts, page_done=last.append, attachments=inside)
    if last[-1] < LONG:
        return content
    entries = [Entry(name, f"section-{number}") for number, name in enumerate(_headings(report))]
    return build(_paper(report), [*contents(entries, fonts), PageBreak(), *_story(report, fonts, entries, key=key),
                                  Folios(entries, fonts)], fonts, attachments=inside)


def bound_bytes(
    reports: Sequence[Report], *, page_done: Callable[[int], None] | None = None, key: str = "",
) -> bytes:
    """Reports of one span bound into one PDF, each on a new page, with contents, bookmarks and one count of pages.

    It carries the figures of each. `key` as for one report.
    """
    first = reports[0]
    fonts = font_set(bundled=first.sample)
    entries = [Entry(periodic_text.title(report), f"report-{at}") for at, report in enumerate(reports)]
    story = contents(entries, fonts)
    for entry, report in zip(entries, reports, strict=True):
        story += [NextPageTemplate("upright"), PageBreak(), Begin(entry), *_story(report, fonts, bound=True, key=key)]
    name = f"{first.subdistrict}{periodic_text.paper_name(first)}汇编"
    paper = Paper(f"{name}（{first.period.label}）", subject=name, author=first.subdistrict,
                  mark=style.SAMPLE_MARK if first.sample else "")
    inside = [attachment(report, fonts, printed_text(report), key, f"panhuang-report-{at:03}")
              for at, report in enumerate(reports, start=1)]
    return build(paper, [*story, Folios(entries, fonts)], fonts, page_done=page_done, attachments=inside)


def printed_text(report: Report) -> str:
    """Every text of the report that comes from the file rather than the program, to be checked for missing glyphs."""
    return "".join(text for _, text in printed_parts(report))


def printed_parts(report: Report) -> tuple[tuple[str, str], ...]:
    """The same text by text, each after the words for what it is: 村名, 存在问题第 2 条."""
    lines = ((f"{name}第 {number} 条", line.text) for name, said in (("存在问题", report.problems),
                                                                  ("下月计划", report.plans))
             for number, line in enumerate(said, start=1))
    names = (("村名", line.name) for line in report.by_village)
    return (("标题", report.name), ("街道名", report.subdistrict), *names, *lines, ("踏查季名", report.season),
            ("更正说明", report.corrects))


def _paper(report: Report) -> Paper:
    title = periodic_text.title(report)
    return Paper(title=f"{title}（{report.period.label}）", subject=periodic_text.paper_name(report),
                 author=periodic_text.place(report), mark=style.SAMPLE_MARK if report.sample else "")


def _story(
    report: Report, fonts: FontSet, entries: Sequence[Entry] = (), *, bound: bool = False, key: str = "",
) -> list[Flowable]:
    """A report's text with tables and drawings, its signatures, and then what lies on pages of its own.

    `entries` are those of its sections in the contents; in a bound file the sections stand below their report.
    """
    depth = int(bound)
    title = periodic_text.title(report)
    story: list[Flowable] = [Text(title, style.TITLE, fonts, outline=title if bound else ""),
                             Text(periodic_text.subtitle(report), style.SUBTITLE, fonts)]
    if report.corrects:
        story.append(Text(f"更正说明：{report.corrects.rstrip('。')}。", style.BODY, fonts))
    tables = periodic_tables.tables(report)
    lying = [data for section in sorted(tables) for data in tables[section] if data.wide]
    drawn = _charts(report)
    number = pictures = 0
    sections = periodic_text.sections(report)
    for section, each in enumerate(sections, start=1):
        paragraphs = [Text(text, style.BODY, fonts) for text in each.say(report)]
        if section == len(sections):
            paragraphs[-1:] = [Closing(paragraphs[-1], _signature(report, fonts, key))]
            story += room_before(paragraphs)
        story += [*heading(each.name, 1, fonts, depth), *(Begin(entry) for entry in entries[section - 1:section])]
        story += paragraphs
        for data in tables.get(section, ()):
            if not data.wide:
                number += 1
                story.append(table(periodic_tables.numbered(data, f"表{number}"), fonts))
        for caption, draw in drawn.get(section, ()):
            pictures += 1
            story.append(Picture(draw, Text(f"图{pictures} {caption}", style.CAPTION, fonts)))
    annex = [table(periodic_tables.numbered(data, f"附表{at}"), fonts) for at, data in enumerate(lying, start=1)]
    return [*story, *(turned(annex) if annex else [])]


def _headings(report: Report) -> list[str]:
    return [section.name for section in periodic_text.sections(report)]


def _charts(report: Report) -> dict[int, list[tuple[str, Draw]]]:
    """The drawings of each section with their captions, where there is something to see."""
    this, found = report.period.words.this, dict[int, list[tuple[str, Draw]]]()

    def add(topic: str, caption: str, draw: Draw) -> None:
        found.setdefault(periodic_text.section_of(report, topic), []).append((caption, draw))

    def bars(name: str) -> tuple[Bar, ...]:
        return tuple(report.series.get(name, ()))

    if any(point.awareness.value is not None or point.coverage.value is not None for point in report.trend):
        add("trend", f"近{len(report.trend)}个月知晓率与走访覆盖率", partial(_trend, report))
    if bars("visits"):
        add("visits", f"{this}入户走访次数", lambda width, room: bar_charts.columns(bars("visits"), "次", width))
    if len(report.by_village) > 1:
        rows = [(line.name, line.figures.get("household_coverage") if line.reported else None)
                for line in report.by_village]
        add("visits", f"各村（社区）{this}走访覆盖率", lambda width, room: bar_charts.shares(rows, width))
    if bars("plots"):
        add("patrols", f"{periodic_text.end(report)}在册地块踏查情况",
            lambda width, room: bar_charts.states(bars("plots"), "块", width))
    if bars("ages"):
        add("follow_ups", f"{periodic_text.end(report)}未办结事项距提出的时间",
            lambda width, room: bar_charts.columns(bars("ages"), "件", width))
    return found


def _trend(report: Report, width: float, room: float) -> Drawing:
    """Somewhat lower where that keeps it on the page."""
    height = room if charts.LOWEST <= room < charts.HEIGHT else charts.HEIGHT
    return charts.trend(report.trend, width, height, headline=report.headline)


def _signature(report: Report, fonts: FontSet, key: str) -> Signature:
    """The foot of the report; beside the code its digest and, where it is signed, the fingerprint of the key."""
    year, month, day = (int(part) for part in report.issued_on.split("-"))
    codes = [f"{report.period.label}，第{report.edition}版"]
    if report.digest:
        digest = report.digest[:16].upper()
        codes += ["校验值", " ".join(digest[at:at + 4] for at in range(0, len(digest), 4))]
    codes += ["签名密钥", key[:14], key[15:]] if key else ["扫码可与数据核对"]
    return Signature(report.name, f"{year}年{month}月{day}日", report.qr, tuple(codes), fonts)
