"""The sheet of a cross-check between two villages: what was looked at together, and a block of signatures for each."""

from __future__ import annotations

from collections.abc import Sequence

import attrs
from reportlab.platypus import Flowable, KeepTogether, Spacer

from panhuang_desk.report import form_parts, style
from panhuang_desk.report.fonts import FontSet, font_set
from panhuang_desk.report.layout import Paper, Setter, Text, build
from panhuang_desk.report.style import MM, TextStyle
from panhuang_desk.report.tables import Column, TableData, spread, table

TITLE = "禁种铲毒交叉互查表"
_MARGINS = (24 * MM, 20 * MM, 25 * MM, 20 * MM)
_ABOUT = TextStyle("body", 12, 20, align="left", tracking=0)
_SIGN = TextStyle("body", 12, 24, align="left", tracking=0)
_BLOCK_GAP = 24.0
_COLUMNS = (Column("组", 34, "left"), Column("在册", 36, "center"), Column("看过", 36, "center"),
            Column("看过的地块", 206, "left"), Column("没看成的地块和原因", 104, "left"), Column("发现", 54, "left"))


@attrs.frozen
class CheckedGroup:
    """The plots of one group: how many stood in the register, how many were looked at, which ones, and the rest in
    words.
    """

    name: str
    plots: int
    looked: int
    names: str
    missed: str = ""
    found: str = ""


@attrs.frozen
class Signatory:
    """One side: its village, and who signs for it where that is known."""

    village: str
    person: str = ""


@attrs.frozen
class CrossCheck:
    """The sheet as finished words. `facts` are lines under the title, `result` what it came to in numbers."""

    facts: tuple[str, ...]
    groups: tuple[CheckedGroup, ...]
    result: str
    sides: tuple[Signatory, Signatory]
    sample: bool = False


def cross_check_bytes(content: CrossCheck) -> bytes:
    """The sheet as PDF, A4 upright, of which each village keeps one: the same bytes for the same content."""
    fonts = font_set(bundled=content.sample)
    paper = Paper(TITLE, author=content.sides[0].village, margins=_MARGINS,
                  mark=style.SAMPLE_MARK if content.sample else style.INTERNAL_MARK)
    width = paper.size[0] - paper.margins[2] - paper.margins[3]
    rows = tuple((group.name, str(group.plots), str(group.looked), group.names, group.missed, group.found)
                 for group in content.groups)
    data = TableData("互查的地块", spread(_COLUMNS, width), rows)
    return build(paper, [
        Text(TITLE, form_parts.FORM_TITLE, fonts), *(Text(line, _ABOUT, fonts) for line in content.facts),
        table(data, fonts), Text(content.result, _ABOUT, fonts),
        Text("本表一式两份，两村各存一份。", style.NOTE, fonts),
        KeepTogether([Spacer(0, 10), Signatures(content.sides, fonts)]),
    ], fonts)


class Signatures(Flowable):  # type: ignore[misc]
    """Two blocks side by side: the village, the line that is signed, the day, and room for its seal."""

    def __init__(self, sides: Sequence[Signatory], fonts: FontSet) -> None:
        super().__init__()
        self.sides = tuple(sides)
        self.setter = Setter(fonts, _SIGN)

    def wrap(self, width: float, height: float) -> tuple[float, float]:
        """Four lines."""
        self.width, self.height = width, 4 * _SIGN.leading + 8
        return width, self.height

    def draw(self) -> None:
        """Draw both blocks."""
        half = (self.width - _BLOCK_GAP) / 2
        for at, side in enumerate(self.sides):
            self._block(side, at * (half + _BLOCK_GAP), half)

    def _block(self, side: Signatory, x: float, width: float) -> None:
        setter, y = self.setter, self.height - _SIGN.leading
        setter.draw(self.canv, x, y, setter.prepare(f"{side.village}（盖章）"))
        y -= _SIGN.leading
        label = setter.prepare(f"签字人{f'（{side.person}）' if side.person else ''}：")
        setter.draw(self.canv, x, y, label)
        self.canv.setLineWidth(0.5)
        self.canv.setStrokeColorRGB(*style.INK)
        self.canv.line(x + setter.width(label), y - 3, x + width, y - 3)
        setter.draw(self.canv, x, y - _SIGN.leading, setter.prepare("日期：　　　　年　　月　　日"))
