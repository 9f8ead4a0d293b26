"""A leaflet of explanations, one A4 page in large type, to be left where one visits: it names and counts nobody."""

from __future__ import annotations

import attrs
from reportlab.platypus import Flowable

from panhuang_desk.report import style
from panhuang_desk.report.fonts import FontSet, font_set
from panhuang_desk.report.layout import Paper, Text, build
from panhuang_desk.report.style import MM, TextStyle

SIZES = (20.0, 18.0, 16.0, 14.0, 12.0, 10.0)
"""Sizes of type in points, the largest with which all stands on one page is taken."""

_MARGINS = (22 * MM, 18 * MM, 20 * MM, 20 * MM)


@attrs.frozen
class LeafletPart:
    """One thing to know: what was asked, the right answer in words, and why."""

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
    """The leaflet as PDF: the same bytes for the same content."""
    fonts = font_set(bundled=content.sample)
    paper = Paper(content.title, subject="禁毒宣传", author=content.place, folio=False, margins=_MARGINS,
                  mark=style.SAMPLE_MARK if content.sample else "")
    width = paper.size[0] - _MARGINS[2] - _MARGINS[3]
    room = paper.size[1] - _MARGINS[0] - _MARGINS[1]
    for size in SIZES:
        story = _story(content, size, fonts)
        if _height(story, width, room) <= room:
            break
    return build(paper, story, fonts)


def _story(content: Leaflet, size: float, fonts: FontSet) -> list[Flowable]:
    title = TextStyle("title", size + 8, 1.5 * (size + 8), align="center", after=size / 2, tracking=0)
    asked = TextStyle("strong", size, 1.5 * size, align="left", hang=1.5, before=size / 2, tracking=0, keep=1)
    told = TextStyle("body", size, 1.5 * size, align="left", tracking=0)
    foot = TextStyle("body", max(SIZES[-1], size - 4), 1.5 * size, align="center", before=size, tracking=0)
    story: list[Flowable] = [Text(content.title, title, fonts)]
    for number, part in enumerate(content.parts, start=1):
        story += [Text(f"{number}. {part.asked}", asked, fonts), Text(f"答：{part.answer}", told, fonts),
                  Text(part.explanation, told, fonts)]
    return [*story, Text(content.foot, foot, fonts)]


def _height(story: list[Flowable], width: float, room: float) -> float:
    return float(sum(flowable.wrap(width, room)[1] + flowable.getSpaceBefore() + flowable.getSpaceAfter()
                     for flowable in story))
