"""A leaflet of explanations, one A4 page in large type, to be left where one visits: it names and counts nobody."""

from __future__ import annotations

import attrs
from reportlab.lib.colors import Color
from reportlab.platypus import Flowable, HRFlowable, Spacer

from panhuang_desk.report import style
from panhuang_desk.report.fonts import FontSet, font_set
from panhuang_desk.report.layout import Paper, Text, build
from panhuang_desk.report.style import MM, TextStyle

SIZES = (24.0, 22.0, 20.0, 18.0, 16.0, 14.0, 12.0, 11.0, 10.0, 9.0, 8.0)
"""Sizes of type in points, the largest with which all stands on one page is taken."""

_MARGINS = (22 * MM, 18 * MM, 20 * MM, 20 * MM)
_WIDTH = style.PAGE[0] - _MARGINS[2] - _MARGINS[3]
_ROOM = style.PAGE[1] - _MARGINS[0] - _MARGINS[1]
_WIDEST_GAP = 1.4
"""The most that stands between two parts, in lines; what is left then stands above the foot."""
_SLACK = 0.5


@attrs.frozen
class LeafletPart:
    """One thing to know: what was asked, what is right in words, and why."""

    asked: str
    answer: str
    explanation: str


@attrs.frozen
class Leaflet:
    """The leaflet as finished words. A sample is marked as one and set in the bundled fonts."""

    title: str
    place: str
    parts: tuple[LeafletPart, ...]
    foot: str
    sample: bool = False


def leaflet_bytes(content: Leaflet) -> bytes:
    """The leaflet as PDF, one page always: the same bytes for the same content. See `fitting`."""
    fonts = font_set(bundled=content.sample)
    paper = Paper(content.title, subject="禁毒宣传", author=content.place, folio=False, margins=_MARGINS,
                  mark=style.SAMPLE_MARK if content.sample else "")
    size, count = _fit(content, fonts)
    shown = attrs.evolve(content, parts=content.parts[:count])
    return build(paper, _spread(shown, size, fonts), fonts)


def fitting(content: Leaflet) -> int:
    """How many parts, from the first on, one page holds in the smallest type; the rest is left out."""
    return _fit(content, font_set(bundled=content.sample))[1]


def _fit(content: Leaflet, fonts: FontSet) -> tuple[float, int]:
    for size in SIZES:
        if _height(_story(content, size, fonts)) <= _ROOM - _SLACK:
            return size, len(content.parts)
    size, count = SIZES[-1], len(content.parts)
    while count > 1 and _height(_story(attrs.evolve(content, parts=content.parts[:count]), size, fonts)) > _ROOM:
        count -= 1
    return size, count


def _spread(content: Leaflet, size: float, fonts: FontSet) -> list[Flowable]:
    """The page with the room that is left shared out: between the parts first, the rest above the foot."""
    spare = max(0.0, _ROOM - _SLACK - _height(_story(content, size, fonts)))
    gap = min(spare / max(1, 2 * len(content.parts)), _WIDEST_GAP * size)
    return _story(content, size, fonts, gap, spare - 2 * len(content.parts) * gap)


def _story(content: Leaflet, size: float, fonts: FontSet, gap: float = 0, above_foot: float = 0) -> list[Flowable]:
    leading = 1.5 * size
    title = TextStyle("title", size + 8, 1.5 * (size + 8), align="center", tracking=0)
    asked = TextStyle("body", size, leading, align="left", hang=1.2, tracking=0)
    right = TextStyle("strong", size, leading, align="left", indent=1.2, hang=1.2, tracking=0)
    told = TextStyle("body", size, leading, align="left", indent=1.2, hang=1.2, tracking=0)
    foot = TextStyle("body", min(16.0, max(9.0, size - 4)), leading, align="center", tracking=0, grey=True)
    story: list[Flowable] = [Text(content.title, title, fonts), Spacer(0, size / 2)]
    for number, part in enumerate(content.parts, start=1):
        story += [_rule(style.INK if number == 1 else style.HAIR), Spacer(0, size / 4 + gap),
                  Text(f"{number}. {part.asked}", asked, fonts), Text(part.answer, right, fonts),
                  Text(part.explanation, told, fonts), Spacer(0, size / 2 + gap)]
    return [*story, Spacer(0, above_foot), _rule(style.INK), Spacer(0, size / 4), Text(content.foot, foot, fonts)]


def _rule(colour: tuple[float, float, float]) -> Flowable:
    return HRFlowable("100%", 0.8, color=Color(*colour), spaceBefore=0, spaceAfter=0)


def _height(story: list[Flowable]) -> float:
    return float(sum(flowable.wrap(_WIDTH, _ROOM)[1] + flowable.getSpaceBefore() + flowable.getSpaceAfter()
                     for flowable in story))
