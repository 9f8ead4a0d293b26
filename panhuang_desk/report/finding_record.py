"""The record of a find of plants: two pages with facts, steps, signatures, photos and a sketch of where it was."""

from __future__ import annotations

import io
from collections.abc import Sequence

import attrs
from reportlab.lib.colors import Color
from reportlab.lib.utils import ImageReader
from reportlab.platypus import Flowable, PageBreak, Spacer, Table, TableStyle

from panhuang_desk.model.geo.datum import Position
from panhuang_desk.model.geo.map_data import MapData
from panhuang_desk.report import style
from panhuang_desk.report.fonts import FontSet, font_set
from panhuang_desk.report.form_parts import FORM_TITLE
from panhuang_desk.report.layout import Paper, Setter, Text, build
from panhuang_desk.report.style import MM, TextStyle

PHOTOS = 4
"""So many photos stand on the second page."""

SIGNERS = ("发现人", "见证人", "派出所民警", "村负责人")
REMINDER = ("发现毒品原植物，要立即制止、报告派出所并协助铲除：先报告，再铲除。"
            "数量多的、铲除后又种的，怎样处理由公安机关决定。")

_MARGINS = (20 * MM, 16 * MM, 22 * MM, 18 * MM)
_WIDTH = style.PAGE[0] - _MARGINS[2] - _MARGINS[3]
_ROOM = style.PAGE[1] - _MARGINS[0] - _MARGINS[1]
_SIZES = (10.5, 10.0, 9.5, 9.0, 8.5, 8.0, 7.5, 7.0)
_LABEL = 58.0
_PHOTO_HEIGHT, _GAP = 62 * MM, 10.0
_CAPTION_LINES = 2
_MAP_HEIGHT, _SIGN_HEIGHT, _MOST_SPARE, _DATE = 88 * MM, 46.0, 36.0, 132.0


@attrs.frozen
class RecordStep:
    """One step after the find in words: what, when, by whom, with what result."""

    label: str
    at: str
    who: str = ""
    what: str = ""


@attrs.frozen
class RecordPhoto:
    """A photo as JPEG, upright, and what stands below it."""

    image: bytes
    caption: str


@attrs.frozen
class FindingRecord:
    """The record in finished words. `facts` are rows of two pairs of label and value.

    `photos_left_out` says in words why photos are missing, empty where none is. Without an `around` there is room to
    draw the place by hand; `reach` is how many metres around it are shown.
    """

    title: str
    place: str
    printed: str
    facts: tuple[tuple[tuple[str, str], ...], ...]
    steps: tuple[RecordStep, ...]
    note: str = ""
    photos: tuple[RecordPhoto, ...] = ()
    photos_left_out: str = ""
    map: MapData = attrs.field(factory=MapData)
    around: Position | None = None
    reach: float = 150.0
    masked: bool = False
    sample: bool = False


def finding_record_bytes(content: FindingRecord) -> bytes:
    """The record as PDF, two pages of A4, marked as internal: the same bytes for the same content."""
    fonts = font_set(bundled=content.sample)
    paper = Paper(content.title, subject="毒品原植物发现情况", author=content.place,
                  mark=style.SAMPLE_MARK if content.sample else style.INTERNAL_MARK, margins=_MARGINS)
    return build(paper, [*_first_page(content, fonts), PageBreak(), *_second_page(content, fonts)], fonts)


class Photo(Flowable):  # type: ignore[misc]
    """A photo as large as its cell allows, in its own proportions, with its caption below."""

    def __init__(self, photo: RecordPhoto, width: float, height: float, fonts: FontSet) -> None:
        super().__init__()
        self.photo, self.width, self.height = photo, width, height
        self.setter = Setter(fonts, TextStyle("body", style.NOTE_SIZE, 12, align="left", tracking=0))
        lines = [line.text for line in self.setter.lines(self.setter.prepare(photo.caption), width)]
        self.lines = lines[:_CAPTION_LINES]

    def wrap(self, width: float, height: float) -> tuple[float, float]:
        """Its cell."""
        return self.width, self.height

    def draw(self) -> None:
        """The picture in the middle of its room, the caption below it in the middle."""
        foot = _CAPTION_LINES * 12.0 + 2
        picture = ImageReader(io.BytesIO(self.photo.image))
        across, down = picture.getSize()
        scale = min(self.width / across, (self.height - foot) / down)
        wide, tall = across * scale, down * scale
        low = foot + (self.height - foot - tall) / 2
        self.canv.drawImage(picture, (self.width - wide) / 2, low, wide, tall)
        for number, line in enumerate(self.lines):
            self.setter.draw(self.canv, (self.width - self.setter.width(line)) / 2, low - 11 - 12 * number, line)


class Empty(Flowable):  # type: ignore[misc]
    """A frame to draw in by hand, with a few words in its corner."""

    def __init__(self, words: str, width: float, height: float, fonts: FontSet) -> None:
        super().__init__()
        self.words, self.width, self.height = words, width, height
        self.setter = Setter(fonts, style.NOTE)

    def wrap(self, width: float, height: float) -> tuple[float, float]:
        """All that was given."""
        return self.width, self.height

    def draw(self) -> None:
        """The frame and the words."""
        self.canv.setStrokeColorRGB(*style.INK)
        self.canv.setLineWidth(0.6)
        self.canv.rect(0, 0, self.width, self.height)
        self.setter.draw(self.canv, 8, self.height - 15, self.setter.prepare(self.words))


def _first_page(content: FindingRecord, fonts: FontSet) -> list[Flowable]:
    """In the largest type in which it fits the page; what does not even in the smallest ends with 见程序内记录."""
    for size in _SIZES:
        story = _facts_and_steps(content, size, fonts)
        spare = _ROOM - _height(story)
        if spare >= 0:
            return _facts_and_steps(content, size, fonts, min(_MOST_SPARE, spare / 2 - 1))
    note = content.note
    while note and _height(story) > _ROOM:
        note = note[:-20]
        story = _facts_and_steps(attrs.evolve(content, note=f"{note}……（其余见程序里的记录）"), _SIZES[-1], fonts)
    return story


def _facts_and_steps(content: FindingRecord, size: float, fonts: FontSet, spare: float = 0) -> list[Flowable]:
    leading = round(size * 1.35, 1)
    cell = TextStyle("body", size, leading, align="left", tracking=0)
    label = TextStyle("strong", size, leading, align="left", tracking=0)
    about = "　　".join(part for part in (
        content.place, content.printed, "姓名、备注已遮盖" if content.masked else "") if part)
    return [
        Text(content.title, FORM_TITLE, fonts), Text(about, style.NOTE, fonts), Spacer(0, 4),
        _facts(content.facts, label, cell, fonts), Spacer(0, 6),
        _steps_table(content.steps, label, cell, fonts), Spacer(0, 6),
        _facts(((("备注", content.note),),), label, cell, fonts), Spacer(0, 5),
        Text(REMINDER, TextStyle("strong", size, leading, align="left", tracking=0), fonts), Spacer(0, 6),
        _signatures(label, fonts, _SIGN_HEIGHT + max(0.0, spare)),
    ]


def _facts(facts: Sequence[Sequence[tuple[str, str]]], label: TextStyle, cell: TextStyle, fonts: FontSet) -> Table:
    """Rows of the same number of pairs."""
    rows = [[part for name, value in row for part in ([Text(name, label, fonts)], [Text(value or "—", cell, fonts)])]
            for row in facts]
    each = _WIDTH / len(facts[0]) - _LABEL
    return _grid(rows, [width for _ in facts[0] for width in (_LABEL, each)], fonts)


def _steps_table(steps: Sequence[RecordStep], label: TextStyle, cell: TextStyle, fonts: FontSet) -> Table:
    rows = [[[Text(word, label, fonts)] for word in ("步骤", "时间", "单位、人员", "情况")]]
    rows += [[[Text(step.label, label, fonts)], *([Text(part or "—", cell, fonts)] for part in (
        step.at, step.who, step.what))] for step in steps]
    wide = _WIDTH - _LABEL - 12 - 118
    return _grid(rows, [_LABEL + 12, 118, wide * 0.5, wide * 0.5], fonts, head=True)


def _signatures(label: TextStyle, fonts: FontSet, tall: float) -> Table:
    cells = [[[Text(f"{signer}签名：", label, fonts)], [Text("　　　　年　　月　　日", label, fonts)]]
             for signer in SIGNERS]
    rows = [[*cells[0], *cells[1]], [*cells[2], *cells[3]]]
    half = _WIDTH / 2
    table = Table(rows, colWidths=[half - _DATE, _DATE] * 2, rowHeights=[tall] * 2, hAlign="LEFT")
    ink = Color(*style.INK)
    table.setStyle(TableStyle([
        ("BOX", (0, 0), (-1, -1), 0.8, ink), ("LINEBELOW", (0, 0), (-1, 0), 0.4, ink),
        ("LINEAFTER", (1, 0), (1, -1), 0.4, ink), ("FONT", (0, 0), (-1, -1), fonts.table[0].name),
        ("VALIGN", (0, 0), (0, -1), "TOP"), ("VALIGN", (2, 0), (2, -1), "TOP"),
        ("VALIGN", (1, 0), (1, -1), "BOTTOM"), ("VALIGN", (3, 0), (3, -1), "BOTTOM")]))
    return table


def _second_page(content: FindingRecord, fonts: FontSet) -> list[Flowable]:
    head = TextStyle("heading", 12, 20, align="left", tracking=0, after=2)
    about = content.photos_left_out or ("" if content.photos else "没有照片")
    story: list[Flowable] = [Text(f"现场照片{f'（{about}）' if about else ''}", head, fonts)]
    wide = (_WIDTH - _GAP) / 2
    photos = [Photo(each, wide, _PHOTO_HEIGHT, fonts) for each in content.photos[:PHOTOS]]
    if photos:
        rows = [[photos[place], photos[place + 1] if place + 1 < len(photos) else ""]
                for place in range(0, len(photos), 2)]
        table = Table(rows, colWidths=[wide + _GAP / 2] * 2, hAlign="LEFT")
        table.setStyle(TableStyle([
            ("FONT", (0, 0), (-1, -1), fonts.table[0].name), ("LEFTPADDING", (0, 0), (-1, -1), 0),
            ("RIGHTPADDING", (0, 0), (-1, -1), 0), ("ALIGN", (1, 0), (1, -1), "RIGHT"),
            ("TOPPADDING", (0, 0), (-1, -1), 2), ("BOTTOMPADDING", (0, 0), (-1, -1), 4)]))
        story.append(table)
    story += [Spacer(0, 4), Text("位置示意图", head, fonts)]
    story.append(_sketch(content, _MAP_HEIGHT if photos else 1.6 * _MAP_HEIGHT, fonts))
    return story


def _sketch(content: FindingRecord, height: float, fonts: FontSet) -> Flowable:
    from panhuang_desk.report.map_drawing import map_drawing

    if content.around is None:
        return Empty("没有记位置，请在这里手绘：标出北方、道路、房屋和发现的地方。", _WIDTH, height, fonts)
    return map_drawing(content.map, _WIDTH, height, around=content.around, reach=content.reach)


def _grid(rows: list[list[list[Text]]], widths: list[float], fonts: FontSet, *, head: bool = False) -> Table:
    table = Table(rows, colWidths=widths, hAlign="LEFT", spaceBefore=0, spaceAfter=0)
    ink, hair = Color(*style.INK), Color(*style.HAIR)
    table.setStyle(TableStyle([
        ("INNERGRID", (0, 0), (-1, -1), 0.4, hair), ("BOX", (0, 0), (-1, -1), 0.6, ink),
        ("FONT", (0, 0), (-1, -1), fonts.table[0].name), ("VALIGN", (0, 0), (-1, -1), "MIDDLE"),
        ("TOPPADDING", (0, 0), (-1, -1), 1.5), ("BOTTOMPADDING", (0, 0), (-1, -1), 3.5),
        ("LEFTPADDING", (0, 0), (-1, -1), 4), ("RIGHTPADDING", (0, 0), (-1, -1), 4),
        *([("LINEBELOW", (0, 0), (-1, 0), 0.6, ink)] if head else [])]))
    return table


def _height(story: Sequence[Flowable]) -> float:
    return float(sum(flowable.wrap(_WIDTH, _ROOM)[1] + flowable.getSpaceBefore() + flowable.getSpaceAfter()
                     for flowable in story))
