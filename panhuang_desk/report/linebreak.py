"""Where a line of Chinese text may end, and how a paragraph is cut into lines. Pure: widths come in as numbers.

Rules: no closing or pausing punctuation opens a line and no opening bracket ends one; numbers and Latin words are not
cut; a number keeps its unit and an ordinal its 第; dashes and ellipses of two stay whole.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable

import attrs

NO_START = frozenset("，。、；：？！）》〉」』】〕〗…·%‰℃”’～,.!?)]};:％，．")
"""What never opens a line."""

NO_END = frozenset("（《〈「『【〔〖“‘([{#￥$№")
"""What never ends a line."""

HALF_AT_END = frozenset("，。、；：）》〉」』】〕〗？！")
"""Punctuation with an empty right half, which may stand in the margin at the end of a line."""

UNITS = (
    "个百分点", "平方米", "人次", "户次", "块次", "架次", "小时", "分钟", "公里", "万元", "个月", "％", "%", "‰", "℃",
    *"户份人块亩株件处次组个年月日版题轮辆米元页天号名场条分种项村类岁",
)
"""What stays with the number before it, longest first."""

_ROUNDING = 1e-6
_LATIN = re.compile(r"[\u0021-\u007e\u00a1-\u024f]+")
_NUMBER_AND_UNIT = re.compile(r"[0-9][0-9,.]*[ \u00a0]?(?:" + "|".join(map(re.escape, UNITS)) + ")")
_KEPT = re.compile(r"第[ ]?[0-9]+|—{2,}|…{2,}|<[0-9]+|[0-9]{1,2}月[0-9]{1,2}日")


@attrs.frozen
class Line:
    """One line: its text without trailing spaces, and whether it ends its paragraph."""

    text: str
    last: bool


_OPENING = frozenset("（《〈「『【〔〖“‘")
_CLOSING = HALF_AT_END | frozenset("”’")


def is_wide(char: str) -> bool:
    """Whether a character takes a full square: ideographs, kana, full-width punctuation."""
    return unicodedata.east_asian_width(char) in "WF" or char in "“”‘’…—·"


def spaced(left: str, right: str) -> bool:
    """Whether a thin space is set between two neighbours: an ideograph beside a Latin letter or a digit."""
    return (_ideograph(left) and _letter(right)) or (_letter(left) and _ideograph(right))


def squeezed(left: str, right: str) -> bool:
    """Whether the empty halves of two punctuation marks meet, so that one of them is taken out."""
    return (left in _CLOSING and (right in _CLOSING or right in _OPENING)) or (left in _OPENING and right in _OPENING)


def _ideograph(char: str) -> bool:
    return unicodedata.category(char) == "Lo" and is_wide(char)


def _letter(char: str) -> bool:
    return char.isascii() and (char.isalnum() or char in "%<+-") and char != ""


@attrs.frozen
class Gaps:
    """The spaces set between neighbours, in the unit of the widths.

    `tracking` stands between full-width characters, `thin` where an ideograph meets a letter or digit, and `half` is
    taken out between two punctuation marks.
    """

    tracking: float = 0.0
    thin: float = 0.0
    half: float = 0.0

    def after(self, char: str, following: str) -> float:
        """The space between two neighbours of a line; negative where punctuation is squeezed."""
        if squeezed(char, following):
            return -self.half
        if spaced(char, following):
            return self.thin
        return self.tracking if is_wide(char) and is_wide(following) else 0.0


def breaks(text: str) -> list[int]:
    """The positions before which a line may begin, without 0, in order."""
    closed = _inside(text)
    return [at for at in range(1, len(text)) if at not in closed and _may_break(text[at - 1], text[at])]


def _inside(text: str) -> set[int]:
    """The positions inside what is never cut: words, numbers with their units, ordinals, double dashes."""
    closed: set[int] = set()
    for pattern in (_LATIN, _NUMBER_AND_UNIT, _KEPT):
        for match in pattern.finditer(text):
            closed.update(range(match.start() + 1, match.end()))
    return closed


def _may_break(left: str, right: str) -> bool:
    if right in " \u00a0" or left == "\u00a0":
        return False
    return right not in NO_START and left not in NO_END


def fill(text: str, advance: Callable[[str], float], first: float, rest: float, gaps: Gaps) -> list[Line]:
    """Cut a paragraph into lines.

    `advance` gives a character's width; `first` and `rest` are the widths of the first and of the other lines, all in
    one unit. What is longer than a whole line is cut where it must be.
    """
    stops = [*breaks(text), len(text)]
    measure = _ruler(text, advance, gaps)
    lines: list[Line] = []
    start, end, room = 0, 0, first
    for stop in stops:
        if end > start and measure(start, stop) > room + _ROUNDING:
            lines.append(_line(text, start, end))
            start, room = end, rest
        while measure(start, stop) > room + _ROUNDING and stop - start > 1:
            cut = _forced_cut(measure, start, stop, room)
            lines.append(_line(text, start, cut))
            start, room = cut, rest
        end = stop
    lines.append(_line(text, start, len(text)))
    return [*lines[:-1], attrs.evolve(lines[-1], last=True)]


def _line(text: str, start: int, end: int) -> Line:
    return Line(text[start:end].strip(" ") if start else text[start:end].rstrip(" "), last=False)


def _forced_cut(measure: Callable[[int, int], float], start: int, stop: int, room: float) -> int:
    """As much of an overlong unit as fits, at least one character."""
    cut = start + 1
    while cut < stop and measure(start, cut + 1) <= room:
        cut += 1
    return cut


def _ruler(text: str, advance: Callable[[str], float], gaps: Gaps) -> Callable[[int, int], float]:
    """A function that gives the width of text[start:end] set as a line."""
    left = [0.0]
    for at, char in enumerate(text):
        gap = gaps.after(char, text[at + 1]) if at + 1 < len(text) else 0.0
        left.append(left[-1] + advance(char) + gap)

    def measure(start: int, end: int) -> float:
        while end > start and text[end - 1] == " ":
            end -= 1
        if end == start:
            return 0.0
        tail = advance(text[end - 1])
        return left[end - 1] - left[start] + (tail / 2 if text[end - 1] in HALF_AT_END else tail)

    return measure
