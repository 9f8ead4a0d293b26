"""The guide to plants on one A4 page: pairs side by side, each feature in a drawing and in words."""

from __future__ import annotations

from collections.abc import Mapping

from reportlab.graphics import renderPDF
from reportlab.lib.colors import Color
from reportlab.platypus import Flowable, HRFlowable, Spacer

from panhuang_desk.model.guide import Feature, Guide, Pair, Plant
from panhuang_desk.model.line_drawing import LineDrawing
from panhuang_desk.report import style
from panhuang_desk.report.fonts import FontSet, font_set
from panhuang_desk.report.layout import Paper, Text, build
from panhuang_desk.report.line_art import line_art
from panhuang_desk.report.style import MM, TextStyle

HEIGHTS = tuple(height * MM for height in (30, 28, 26, 25, 24, 23, 22, 21, 20, 19, 18, 17, 16, 15))
"""Heights of a drawing in points, the largest with which all stands on one page is taken."""

_MARGINS = (12 * MM, 12 * MM, 15 * MM, 15 * MM)
_WIDTH = style.PAGE[0] - _MARGINS[2] - _MARGINS[3]
_ROOM = style.PAGE[1] - _MARGINS[0] - _MARGINS[1]
_LABEL, _GAP = 15 * MM, 3 * MM
_SIDE = (_WIDTH - _LABEL) / 2

_TITLE = TextStyle("title", 18, 24, align="center", after=2, tracking=0)
_PLANT = TextStyle("heading", 12, 17, align="left", tracking=0)
_WORDS = TextStyle("body", 9.5, 13.5, align="left", tracking=0)
_NAME = TextStyle("strong", 10.5, 14, align="left", tracking=0)
_FOOT = TextStyle("strong", 11, 16, align="left", before=4, tracking=0)
_SOURCE = TextStyle("table", 7.5, 10, align="left", before=2, tracking=0, grey=True)

Drawings = Mapping[str, LineDrawing]


def guide_bytes(guide: Guide, drawings: Drawings) -> bytes:
    """The guide as PDF, one page as long as the smallest drawings leave room: equal bytes for equal content."""
    fonts = font_set(bundled=True)
    paper = Paper("罂粟、大麻和长得像的植物", subject="禁种铲毒辨认图", folio=False, margins=_MARGINS)
    fitting = (height for height in HEIGHTS if _height(_story(guide, drawings, height, fonts)) <= _ROOM)
    return build(paper, _story(guide, drawings, next(fitting, HEIGHTS[-1]), fonts), fonts)


class _Row(Flowable):  # type: ignore[misc]
    """A feature: its name, and at both sides the drawing with the words beside it."""

    def __init__(self, feature: Feature, drawings: Drawings, tall: float, fonts: FontSet) -> None:
        super().__init__()
        self.tall, self.wide = tall, 0.95 * tall
        self.label = Text(feature.label, _NAME, fonts)
        self.sides = [(drawings[name], Text(words, _WORDS, fonts)) for name, words in (
            (feature.left_drawing, feature.left), (feature.right_drawing, feature.right))]

    def wrap(self, width: float, height: float) -> tuple[float, float]:
        """As high as the drawings, or as the words where these need more."""
        room = _SIDE - self.wide - 2 * _GAP
        self._words = [text.wrap(room, height)[1] for _, text in self.sides]
        self._named = self.label.wrap(_LABEL - 2, height)[1]
        self.width, self.height = width, max(self.tall, *self._words) + 2 * MM
        return width, self.height

    def draw(self) -> None:
        """Draw the name, the drawings and the words, each in the middle of the row."""
        middle = self.height / 2
        self.label.drawOn(self.canv, 0, middle - self._named / 2)
        for index, ((drawing, text), words) in enumerate(zip(self.sides, self._words, strict=True)):
            x = _LABEL + index * _SIDE
            renderPDF.draw(line_art(drawing, self.wide, self.tall), self.canv, x, middle - self.tall / 2)
            text.drawOn(self.canv, x + self.wide + _GAP, middle - words / 2)


class _Heads(Flowable):  # type: ignore[misc]
    """The names of the two plants over their columns."""

    def __init__(self, pair: Pair, fonts: FontSet) -> None:
        super().__init__()
        self.names = [Text(_name(plant), _PLANT, fonts) for plant in (pair.left, pair.right)]

    def wrap(self, width: float, height: float) -> tuple[float, float]:
        """One line."""
        self.width, self.height = width, max(name.wrap(_SIDE, height)[1] for name in self.names)
        return width, self.height

    def draw(self) -> None:
        """Draw both names."""
        for index, name in enumerate(self.names):
            name.drawOn(self.canv, _LABEL + index * _SIDE, 0)


def _name(plant: Plant) -> str:
    also = f"（又叫{plant.also}）" if plant.also else ""
    return f"{plant.name}{also}　{'禁止种植' if plant.banned else '相似植物'}"


def _story(guide: Guide, drawings: Drawings, tall: float, fonts: FontSet) -> list[Flowable]:
    story: list[Flowable] = [Text("罂粟、大麻和长得像的植物", _TITLE, fonts)]
    for pair in guide.pairs:
        story += [_rule(style.INK, 0.9), Spacer(0, 1), _Heads(pair, fonts)]
        for feature in pair.features:
            story += [_rule(style.HAIR, 0.4), _Row(feature, drawings, tall, fonts)]
    sources = dict.fromkeys(source for pair in guide.pairs for source in pair.sources)
    return [*story, _rule(style.INK, 0.9), Text(guide.foot, _FOOT, fonts),
            Text(f"依据：{'；'.join(sources)}。", _SOURCE, fonts)]


def _rule(colour: tuple[float, float, float], thick: float) -> Flowable:
    return HRFlowable("100%", thick, color=Color(*colour), spaceBefore=0, spaceAfter=0)


def _height(story: list[Flowable]) -> float:
    return float(sum(flowable.wrap(_WIDTH, _ROOM)[1] + flowable.getSpaceBefore() + flowable.getSpaceAfter()
                     for flowable in story))
