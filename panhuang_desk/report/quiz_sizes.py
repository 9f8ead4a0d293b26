"""The two sizes in which a quiz is printed: normal, and large type for the elderly."""

from __future__ import annotations

import attrs

from panhuang_desk.report.style import TextStyle


@attrs.frozen
class Sizes:
    """The styles of one size, and the measures of the answer sheet in points.

    `columns` boxes stand in a row under `strip` high numbers, each `box` high; `several` questions with several answers
    stand in a row, their boxes `square` wide.
    """

    title: TextStyle
    advice: TextStyle
    section: TextStyle
    asked: TextStyle
    option: TextStyle
    indent: float
    label: TextStyle
    square_tick: float
    columns: int
    strip: float
    box: float
    several: int
    square: float


NORMAL = Sizes(
    title=TextStyle("title", 18, 28, align="center", after=4, tracking=0),
    advice=TextStyle("body", 10.5, 16, align="center", after=2, tracking=0, grey=True),
    section=TextStyle("heading", 12, 20, align="left", before=8, tracking=0),
    asked=TextStyle("body", 12, 19, align="left", before=5, tracking=0),
    option=TextStyle("body", 12, 18, align="left", hang=1.5, tracking=0),
    indent=24, label=TextStyle("body", 12, 25, align="left", tracking=0), square_tick=9,
    columns=10, strip=17, box=32, several=2, square=22,
)
LARGE = Sizes(
    title=TextStyle("title", 24, 36, align="center", after=6, tracking=0),
    advice=TextStyle("body", 16, 25, align="left", after=2, tracking=0, grey=True),
    section=TextStyle("heading", 18, 29, align="left", before=12, tracking=0),
    asked=TextStyle("body", 18, 28, align="left", before=9, tracking=0),
    option=TextStyle("body", 18, 28, align="left", hang=1.5, tracking=0),
    indent=30, label=TextStyle("body", 16, 29, align="left", tracking=0), square_tick=12,
    columns=7, strip=23, box=40, several=1, square=32,
)
