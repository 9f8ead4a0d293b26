"""The measures of the paper, in points; source: GB/T 9704-2012, and this product's design where it rules."""

from __future__ import annotations

import attrs

MM = 72 / 25.4
PAGE = (210 * MM, 297 * MM)
TOP, BOTTOM, LEFT, RIGHT = 37 * MM, 35 * MM, 28 * MM, 26 * MM
TEXT_WIDTH = PAGE[0] - LEFT - RIGHT
TEXT_HEIGHT = PAGE[1] - TOP - BOTTOM
CHARACTERS_A_LINE = 28

TITLE_SIZE, BODY_SIZE, TABLE_SIZE, FOLIO_SIZE, NOTE_SIZE = 22.0, 16.0, 10.5, 14.0, 9.0
LEADING, TABLE_LEADING = 29.0, 13.5
FOLIO_BELOW_TEXT = 7 * MM
TRACKING = (TEXT_WIDTH - CHARACTERS_A_LINE * BODY_SIZE) / (CHARACTERS_A_LINE - 1)
"""What brings 28 characters of 16 pt to exactly 156 mm: a fifth of a point less between two of them."""

THIN = 1 / 6
"""The space between an ideograph and a number, as a share of the size."""

SAMPLE_MARK = "演示数据，不作上报"
INTERNAL_MARK = "内部资料，注意保管"

INK, GREY, HAIR = (0.10, 0.12, 0.15), (0.36, 0.40, 0.45), (0.62, 0.66, 0.70)


@attrs.frozen
class TextStyle:
    """How a paragraph is set. `role` is that of `FontSet`; `indent` and `hang` are in characters.

    `indent` is of the first line, `hang` of the others; `align` is justify, left, center or right; `keep` is how many
    lines of what follows must fit below it on the page.
    """

    role: str = "body"
    size: float = BODY_SIZE
    leading: float = LEADING
    indent: float = 0
    hang: float = 0
    align: str = "justify"
    before: float = 0
    after: float = 0
    tracking: float = TRACKING
    grey: bool = False
    keep: int = 0


TITLE = TextStyle("title", TITLE_SIZE, 34, align="center", tracking=0)
SUBTITLE = TextStyle("subheading", BODY_SIZE, LEADING, align="center", after=14, tracking=0)
BODY = TextStyle(indent=2)
HEADINGS = {
    1: TextStyle("heading", indent=2, keep=2),
    2: TextStyle("subheading", indent=2, keep=2),
    3: TextStyle("body", indent=2, keep=2),
}
CAPTION = TextStyle("strong", TABLE_SIZE, 18, align="center", before=8, after=3, tracking=0)
NOTE = TextStyle("table", NOTE_SIZE, 13, align="left", tracking=0, grey=True)
CELL = TextStyle("table", TABLE_SIZE, TABLE_LEADING, align="left", tracking=0)
