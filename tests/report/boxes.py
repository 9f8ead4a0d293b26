"""Where every character of a PDF stands, and what must not happen there."""

from __future__ import annotations

from collections.abc import Iterator

import attrs
import pypdfium2
from panhuang_desk.report import style

CELL = 24.0
"""The mesh by which neighbours are found, in points."""


@attrs.frozen
class Glyph:
    """One drawn character with its ink, in points from the lower left of the sheet as it stands."""

    char: str
    left: float
    low: float
    right: float
    high: float


def pages(content: bytes) -> Iterator[list[Glyph]]:
    """The drawn characters of each page."""
    document = pypdfium2.PdfDocument(content)
    try:
        for page in document:
            text = page.get_textpage()
            found = []
            for index in range(text.count_chars()):
                char = text.get_text_range(index, 1)
                left, low, right, high = text.get_charbox(index)
                if char.strip() and right > left and high > low:
                    found.append(Glyph(char, left, low, right, high))
            yield found
            text.close()
            page.close()
    finally:
        document.close()


def outside(glyphs: list[Glyph], margins: tuple[float, float, float, float] = (
        style.TOP, style.BOTTOM, style.LEFT, style.RIGHT), size: tuple[float, float] = style.PAGE) -> list[Glyph]:
    """Characters outside the text block, but for the page number below it and the mark above it.

    Punctuation may hang a third of its width beyond the right edge.
    """
    top, bottom, left, right = margins
    mark, folio = size[1] - top + 2, bottom - 14 * style.MM
    return [each for each in glyphs
            if each.left < left - 1 or each.right > size[0] - right + 5.5 or each.low < folio
            or (each.high > mark and each.high < mark + 3) or each.high > size[1] - 5 * style.MM]


def overlapping(glyphs: list[Glyph]) -> list[tuple[Glyph, Glyph]]:
    """Pairs of characters whose ink covers the other's by more than a fifth of the smaller."""
    mesh: dict[tuple[int, int], list[Glyph]] = {}
    found = []
    for glyph in glyphs:
        column, row = int(glyph.left // CELL), int(glyph.low // CELL)
        for near in [(column + x, row + y) for x in (-1, 0, 1) for y in (-1, 0, 1)]:
            found += [(other, glyph) for other in mesh.get(near, ()) if _cover(other, glyph) > 0.2]
        mesh.setdefault((column, row), []).append(glyph)
    return found


def _cover(one: Glyph, other: Glyph) -> float:
    wide = min(one.right, other.right) - max(one.left, other.left)
    tall = min(one.high, other.high) - max(one.low, other.low)
    if wide <= 0 or tall <= 0:
        return 0.0
    least = min((each.right - each.left) * (each.high - each.low) for each in (one, other))
    return wide * tall / least
