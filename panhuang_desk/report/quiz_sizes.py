"""The two sizes in which a quiz is printed: normal, and large type for the elderly."""

from __future__ import annotations

import attrs

from panhuang_desk.report.style import TextStyle

OFFICE = TextStyle("body", 11, 22, align="left", tracking=0)
"""What the worker fills in, in both sizes."""


@attrs.frozen
class Sizes:
    """The styles of one size, and the measures of the answer sheet in points.

    `label` is what a respondent reads on it, `office` what the worker fills in. `columns` boxes stand in a row under
    `strip` high numbers, each `box` high with `gap` below; `square` is the box behind a letter of several, and two
    such questions stand in a row. `tight` are the measures that a long answer sheet shrinks to where it then has one
    page.
    """

    title: TextStyle
    advice: TextStyle
    section: TextStyle
    asked: TextStyle
    option: TextStyle
    indent: float
    label: TextStyle
    square_tick: float
    strip: float
    box: float
    square: float
    tight: tuple[float, float, float] = (15, 26, 18)
    gap: float = 5
    office: TextStyle = OFFICE
    office_tick: float = 9
    columns: int = 10

    def tightened(self) -> Sizes:
        """The same with the answer sheet's boxes as low as they may be."""
        strip, box, square = self.tight
        return attrs.evolve(self, strip=strip, box=box, square=square, gap=4)


NORMAL = Sizes(
    title=TextStyle("title", 18, 28, align="center", after=4, tracking=0),
    advice=TextStyle("body", 10.5, 16, align="center", after=2, tracking=0, grey=True),
    section=TextStyle("heading", 12, 20, align="left", before=8, tracking=0),
    asked=TextStyle("body", 12, 19, align="left", before=5, tracking=0),
    option=TextStyle("body", 12, 18, align="left", hang=1.5, tracking=0),
    indent=24, label=TextStyle("body", 11, 24, align="left", tracking=0), square_tick=9,
    strip=17, box=32, square=22,
)
LARGE = Sizes(
    title=TextStyle("title", 22, 34, align="center", after=4, tracking=0),
    advice=TextStyle("body", 16, 25, align="center", after=2, tracking=0, grey=True),
    section=TextStyle("heading", 18, 27, align="left", before=9, tracking=0),
    asked=TextStyle("body", 18, 28, align="left", before=9, tracking=0),
    option=TextStyle("body", 18, 28, align="left", hang=1.5, tracking=0),
    indent=30, label=TextStyle("body", 16, 27, align="left", tracking=0), square_tick=12,
    strip=21, box=36, square=24, tight=(20, 33, 24),
)
