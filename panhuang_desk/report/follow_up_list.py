"""The list of follow-ups on paper: a working list to be taken along, with room to write down what came of each."""

from __future__ import annotations

import attrs
from reportlab.lib.colors import Color
from reportlab.platypus import Flowable, Table, TableStyle

from panhuang_desk.report import form_parts, style
from panhuang_desk.report.fonts import FontSet, font_set
from panhuang_desk.report.layout import Paper, Text, build
from panhuang_desk.report.style import TextStyle

_HEADINGS = ("序号", "类别", "事项", "户、地块", "提出", "到期", "状态", "办理情况")
_WIDTHS = (30.0, 38.0, 176.0, 112.0, 58.0, 116.0, 92.0)
"""Those of all columns but the last, which takes the rest."""

_CELL = TextStyle("table", 10, 13, align="left", tracking=0)
_MIDDLE = TextStyle("table", 10, 13, align="center", tracking=0)
_HEAD = TextStyle("strong", 10, 13, align="center", tracking=0)
_ABOUT = TextStyle("body", 10, 15, align="left", after=4, tracking=0)
_LEAST_HEIGHT = 30.0


@attrs.frozen
class FollowUpLine:
    """One follow-up in words. `late` prints what is due bold; `result` is empty where there is room to write."""

    kind: str
    matter: str
    source: str
    raised: str
    due: str
    state: str
    result: str = ""
    late: bool = False


@attrs.frozen
class FollowUpList:
    """The list as finished words: of which place, which follow-ups, printed by whom and when.

    `masked` says that names are covered, which is printed too.
    """

    place: str
    which: str
    printed: str
    lines: tuple[FollowUpLine, ...]
    masked: bool = False
    sample: bool = False


def follow_up_list_bytes(content: FollowUpList) -> bytes:
    """The list as PDF, A4 across, the heading repeated on every page: the same bytes for the same content."""
    fonts = font_set(bundled=content.sample)
    mark = style.SAMPLE_MARK if content.sample else style.INTERNAL_MARK
    paper = Paper("待办事项清单", subject="禁毒工作待办事项", author=content.place, mark=mark,
                  size=form_parts.LANDSCAPE, margins=form_parts.FORM_MARGINS)
    width = paper.size[0] - paper.margins[2] - paper.margins[3]
    late = sum(line.late for line in content.lines)
    count = f"共 {len(content.lines)} 件" + (f"，其中逾期 {late} 件" if late else "")
    covered = "姓名已遮盖，事项照原样" if content.masked else ""
    about = "　　".join(part for part in (content.place, content.which, count, content.printed, covered) if part)
    story: list[Flowable] = [Text("待办事项清单", form_parts.FORM_TITLE, fonts), Text(about, _ABOUT, fonts)]
    story.append(_table(content.lines, width, fonts) if content.lines else Text("没有这样的待办。", _CELL, fonts))
    return build(paper, story, fonts)


def _table(lines: tuple[FollowUpLine, ...], width: float, fonts: FontSet) -> Table:
    widths = [*_WIDTHS, width - sum(_WIDTHS)]
    rows: list[list[str | Flowable]] = [[Text(heading, _HEAD, fonts) for heading in _HEADINGS]]
    for number, line in enumerate(lines, start=1):
        due = _HEAD if line.late else _MIDDLE
        rows.append([
            str(number), line.kind, Text(line.matter, _CELL, fonts), Text(line.source, _CELL, fonts), line.raised,
            Text(line.due, due, fonts), Text(line.state, _MIDDLE, fonts),
            Text(line.result, _CELL, fonts) if line.result else ""])
    table = Table(rows, colWidths=widths, repeatRows=1, hAlign="LEFT",
                  rowHeights=[None, *(_height(row, widths) for row in rows[1:])])
    ink, hair = Color(*style.INK), Color(*style.HAIR)
    table.setStyle(TableStyle([
        ("INNERGRID", (0, 0), (-1, -1), 0.4, hair), ("BOX", (0, 0), (-1, -1), 1.0, ink),
        ("LINEBELOW", (0, 0), (-1, 0), 0.8, ink), ("FONT", (0, 0), (-1, -1), fonts.table[0].name, 10, 13),
        ("TEXTCOLOR", (0, 0), (-1, -1), ink), ("VALIGN", (0, 0), (-1, -1), "MIDDLE"),
        ("ALIGN", (0, 0), (-1, -1), "CENTER"), ("TOPPADDING", (0, 0), (-1, -1), 2),
        ("BOTTOMPADDING", (0, 0), (-1, -1), 4), ("LEFTPADDING", (0, 0), (-1, -1), 3),
        ("RIGHTPADDING", (0, 0), (-1, -1), 3),
    ]))
    return table


def _height(row: list[str | Flowable], widths: list[float]) -> float:
    """As high as its longest cell, and high enough to write in by hand."""
    tall = max(cell.wrap(width - 6, 10_000)[1] for cell, width in zip(row, widths, strict=True)
               if isinstance(cell, Text))
    return max(tall + 8, _LEAST_HEIGHT)
