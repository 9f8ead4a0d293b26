"""Where labels of a map stand so that none covers another, and how long its scale bar is; in any unit of length."""

from __future__ import annotations

import itertools
import math
from collections.abc import Iterable, Iterator

import attrs

_MARKS = (1, 2, 5)


@attrs.frozen
class Label:
    """Words that belong to a point. `gap` keeps them off a sign on it; 0 lets them stand in its middle."""

    words: str
    x: float
    y: float
    width: float
    height: float
    priority: int
    gap: float = 0.0
    bold: bool = False


@attrs.frozen
class Placed:
    """A label with the left upper corner of the place that it got; y runs downwards."""

    label: Label
    left: float
    top: float


class Taken:
    """Boxes that are taken, in a grid, so that a further one is compared with its neighbours only."""

    def __init__(self, cell: float = 64.0) -> None:
        self._cell = cell
        self._boxes: dict[tuple[int, int], list[tuple[float, float, float, float]]] = {}

    def is_free(self, left: float, top: float, right: float, bottom: float) -> bool:
        """Whether a box touches none that is taken."""
        return not any(left < right_of and right > left_of and top < low and bottom > high
                       for place in self._cells(left, top, right, bottom)
                       for left_of, high, right_of, low in self._boxes.get(place, ()))

    def take(self, left: float, top: float, right: float, bottom: float) -> None:
        """Take a box."""
        for place in self._cells(left, top, right, bottom):
            self._boxes.setdefault(place, []).append((left, top, right, bottom))

    def _cells(self, left: float, top: float, right: float, bottom: float) -> Iterator[tuple[int, int]]:
        cell = self._cell
        return itertools.product(range(math.floor(left / cell), math.floor(right / cell) + 1),
                                 range(math.floor(top / cell), math.floor(bottom / cell) + 1))


def place_labels(labels: Iterable[Label], taken: Taken | None = None, margin: float = 2.0) -> list[Placed]:
    """The labels that find room, those of the smallest `priority` first, in equal ones as they come.

    One that cannot stand at its point tries below, above, right and left of it.
    """
    taken = taken or Taken()
    placed = []
    for label in sorted(labels, key=lambda each: each.priority):
        for left, top in _places(label):
            box = (left - margin, top - margin / 2, left + label.width + margin, top + label.height + margin / 2)
            if taken.is_free(*box):
                taken.take(*box)
                placed.append(Placed(label, left, top))
                break
    return placed


def scale_length(longest: float) -> tuple[int, str]:
    """The greatest round number of metres that is not longer than `longest`, at least 1, and it in words."""
    step = 10 ** max(0, math.floor(math.log10(max(longest, 1.0))))
    metres = max((mark * step for mark in _MARKS if mark * step <= longest), default=1)
    return metres, f"{metres // 1000} 公里" if metres >= 1000 else f"{metres} 米"


def _places(label: Label) -> Iterator[tuple[float, float]]:
    x, y, width, height, gap = label.x, label.y, label.width, label.height, label.gap
    if not gap:
        yield x - width / 2, y - height / 2
        gap = height / 2
    yield x - width / 2, y + gap
    yield x - width / 2, y - gap - height
    yield x + gap, y - height / 2
    yield x - gap - width, y - height / 2
