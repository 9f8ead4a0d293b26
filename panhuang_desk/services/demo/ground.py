"""Where things lie in a sample village, which is made up: the quarters of its groups side by side, plots in them."""

from __future__ import annotations

import math
import random

from panhuang_desk.model.geo.measure import square_metres
from panhuang_desk.model.geo.plane import Plane, Point
from panhuang_desk.model.geo.shape import Shape, outline_shape
from panhuang_desk.model.values import Village

GROUPS = 6
"""How many quarters a sample village has."""

_CENTRE = (119.97, 33.36)
_APART = (0.018, 0.016)
"""Degrees between the middles of neighbouring villages, which stand four in a row."""

_ACROSS, _QUARTER = 3, 500.0
_STEPS = 4
"""So many plots find room along a side of a quarter, which is 500 m."""


class VillageGround:
    """The made-up ground of the village at a `position` of the list: the same for every sample."""

    def __init__(self, village: Village, position: int) -> None:
        east, north = position % 4 - 1.5, position // 4 - 1.5
        self._plane = Plane((_CENTRE[0] + _APART[0] * east, _CENTRE[1] + _APART[1] * north))
        dice = random.Random(f"{village.code} ground")
        self._turn = dice.uniform(-0.12, 0.12)
        down = GROUPS // _ACROSS
        self._nodes = {
            (x, y): ((x / 2 - _ACROSS / 2) * _QUARTER + dice.uniform(-35, 35),
                     (y / 2 - down / 2) * _QUARTER + dice.uniform(-35, 35))
            for x in range(2 * _ACROSS + 1) for y in range(2 * down + 1)}
        self._free = {group: [(x, y) for x in range(_STEPS) for y in range(_STEPS)] for group in range(1, GROUPS + 1)}
        for places in self._free.values():
            dice.shuffle(places)

    def whole(self) -> Shape:
        """The outline of the village."""
        return self._outline(0, 0, 2 * _ACROSS, 2 * (GROUPS // _ACROSS))

    def quarter(self, group: int) -> Shape:
        """The outline of a group, which shares its sides with its neighbours."""
        x, y = self._corner(group)
        return self._outline(x, y, x + 2, y + 2)

    def plot(self, rng: random.Random, group: int, mu: float) -> Shape:
        """The outline of a further plot of a group: four-cornered, of so many mu, beside those that are there."""
        length, turn, cut = rng.uniform(0.75, 1.3), self._turn + rng.uniform(-0.1, 0.1), rng.uniform(0.8, 1.0)
        corners = [(length, 1 / length), (-length, 1 / length), (-length, -1 / length), (cut * length, -cut / length)]
        size = math.sqrt(square_metres(mu) / _area(corners))
        (x, y), (east, north) = self._middle(group), (math.cos(turn) * size, math.sin(turn) * size)
        return outline_shape([[[self._plane.position((x + a * east - b * north, y + a * north + b * east))
                                for a, b in corners]]])

    def _middle(self, group: int) -> Point:
        """The next free place of a group; where all are taken, the first again."""
        places = self._free[group]
        places.append(places.pop(0))
        across, up = ((step + 0.5) / _STEPS for step in places[-1])
        x, y = self._corner(group)
        west, east = (_between(self._nodes[at, y], self._nodes[at, y + 2], up) for at in (x, x + 2))
        return _between(west, east, across)

    def _corner(self, group: int) -> tuple[int, int]:
        """The south-western node of a group's quarter."""
        row, column = divmod(group - 1, _ACROSS)
        return 2 * column, 2 * row

    def _outline(self, left: int, low: int, right: int, high: int) -> Shape:
        around = [*((x, low) for x in range(left, right)), *((right, y) for y in range(low, high)),
                  *((x, high) for x in range(right, left, -1)), *((left, y) for y in range(high, low, -1))]
        return outline_shape([[[self._plane.position(self._nodes[node]) for node in around]]])


def _between(one: Point, other: Point, share: float) -> Point:
    return one[0] + (other[0] - one[0]) * share, one[1] + (other[1] - one[1]) * share


def _area(corners: list[Point]) -> float:
    return abs(sum(corners[at - 1][0] * corners[at][1] - corners[at][0] * corners[at - 1][1]
                   for at in range(len(corners)))) / 2
