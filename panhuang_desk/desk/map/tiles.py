"""The tiles of a sheet, painted as they come into sight and kept while they are near."""

from __future__ import annotations

import math
import time
from collections.abc import Iterator

from PySide6.QtCore import QRectF
from PySide6.QtGui import QPainter, QPixmap

from panhuang_desk.desk.map.sheet import TILE, Sheet

_MOST = 220
"""Tiles kept; each takes a quarter of a megabyte."""


class Tiles:
    """The tiles of one sheet at a pixel ratio. Boxes are in sheet coordinates."""

    def __init__(self, sheet: Sheet, scale: float, ratio: float) -> None:
        self.sheet, self.scale, self.ratio = sheet, scale, ratio
        self._kept: dict[tuple[int, int], QPixmap] = {}

    def make(self, box: QRectF, seconds: float = math.inf) -> bool:
        """Paint what is missing in a box for so long, at least one tile; whether all of it is there now."""
        until = time.perf_counter() + seconds
        for place in _places(box):
            if place not in self._kept:
                self._kept[place] = self.sheet.tile(*place, self.ratio)
                if time.perf_counter() > until:
                    return self.has(box)
        return True

    def has(self, box: QRectF) -> bool:
        """Whether all tiles of a box are there."""
        return all(place in self._kept for place in _places(box))

    def paint(self, painter: QPainter, box: QRectF) -> None:
        """Paint what there is within a box; the painter stands in sheet coordinates."""
        for place in _places(box):
            pixmap = self._kept.get(place)
            if pixmap is not None:
                painter.drawPixmap(place[0] * TILE, place[1] * TILE, pixmap)

    def forget_far(self, box: QRectF) -> None:
        """Let go what lies far from a box, where there is too much."""
        if len(self._kept) > _MOST:
            near = set(_places(box.adjusted(-2 * TILE, -2 * TILE, 2 * TILE, 2 * TILE)))
            self._kept = {place: pixmap for place, pixmap in self._kept.items() if place in near}


def _places(box: QRectF) -> Iterator[tuple[int, int]]:
    """The tiles of a box, those in its middle first."""
    columns = range(math.floor(box.left() / TILE), math.ceil(box.right() / TILE))
    lines = range(math.floor(box.top() / TILE), math.ceil(box.bottom() / TILE))
    middle = box.center() / TILE
    return iter(sorted(((column, line) for column in columns for line in lines),
                       key=lambda place: math.dist((place[0] + 0.5, place[1] + 0.5), middle.toTuple())))
