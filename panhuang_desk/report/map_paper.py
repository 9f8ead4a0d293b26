"""The map on one A4 page across, to be taken along: vectors, readable without colour."""

from __future__ import annotations

import attrs

from panhuang_desk.model.geo.map_data import MapData
from panhuang_desk.report import form_parts, style
from panhuang_desk.report.fonts import font_set
from panhuang_desk.report.layout import Paper, Text, build
from panhuang_desk.report.map_drawing import map_drawing
from panhuang_desk.report.style import MM, TextStyle

_MARGINS = (16 * MM, 14 * MM, 16 * MM, 16 * MM)
_ABOUT = TextStyle("table", style.NOTE_SIZE, 14, align="left", after=4, tracking=0)
_ABOVE = 56.0
"""Points that title and line below it take."""


@attrs.frozen
class MapPaper:
    """The page as finished words: `about` says of which place, how many plots, by whom. A sample is marked as one."""

    title: str
    place: str
    about: tuple[str, ...]
    data: MapData
    sample: bool = False


def map_bytes(content: MapPaper) -> bytes:
    """The map as PDF, marked as internal, one page: the same bytes for the same content."""
    fonts = font_set(bundled=content.sample)
    paper = Paper(content.title, subject="禁种铲毒踏查", author=content.place, folio=False, margins=_MARGINS,
                  mark=style.SAMPLE_MARK if content.sample else style.INTERNAL_MARK, size=form_parts.LANDSCAPE)
    top, bottom, left, right = paper.margins
    width, height = paper.size[0] - left - right, paper.size[1] - top - bottom - _ABOVE
    about = "　　".join(part for part in (content.place, *content.about) if part)
    return build(paper, [Text(content.title, form_parts.FORM_TITLE, fonts), Text(about, _ABOUT, fonts),
                         map_drawing(content.data, width, height)], fonts)
