"""Where a picture of the ground lies: the six numbers of a world file, read, fitted to points, in any datum.

`Fit` takes the middle of a pixel (column, line; both from 0) to longitude and latitude: x = a*column + b*line + c and
y = d*column + e*line + f. A world file writes them in the order a, d, b, e, c, f, and so does `numbers`.
"""

from __future__ import annotations

import math
import re
from collections.abc import Sequence

import attrs

from panhuang_desk.model.geo.datum import WGS84, Position, in_china, to_wgs84
from panhuang_desk.model.geo.plane import Plane

FEWEST = 3
"""Points that a fit needs; a fourth one tells how good it is."""

_WIDEST = 2.0
"""Degrees across beyond which no picture shows a village."""


class FitError(ValueError):
    """Why a picture cannot be placed, in Chinese."""


@attrs.frozen
class FixedPoint:
    """A place in the picture, in pixels, of which the position is known."""

    column: float
    line: float
    position: Position


@attrs.frozen
class Fit:
    """See the module."""

    a: float
    b: float
    c: float
    d: float
    e: float
    f: float

    @property
    def numbers(self) -> tuple[float, ...]:
        """In the order of a world file."""
        return self.a, self.d, self.b, self.e, self.c, self.f

    @classmethod
    def of(cls, numbers: Sequence[float]) -> Fit:
        """The fit of such numbers; ValueError where they are not six."""
        a, d, b, e, c, f = (float(number) for number in numbers)
        return cls(a, b, c, d, e, f)

    def position(self, column: float, line: float) -> Position:
        """Where a place of the picture lies."""
        return self.a * column + self.b * line + self.c, self.d * column + self.e * line + self.f

    def shrunk(self, share: float) -> Fit:
        """The same of the picture in another size, `share` of what it was."""
        shift = 0.5 / share - 0.5
        return Fit(self.a / share, self.b / share, self.c + shift * (self.a + self.b),
                   self.d / share, self.e / share, self.f + shift * (self.d + self.e))


def read_world_file(text: str) -> Fit:
    """The fit of a world file in degrees; FitError says what else it is."""
    words = text.replace("\ufeff", "").replace(",", ".").split()
    if len(words) != 6 or not all(re.fullmatch(r"[+-]?[\d.]+(?:[eE][+-]?\d+)?", word) for word in words):
        raise FitError("坐标文件里不是六个数。")
    try:
        fit = Fit.of([float(word) for word in words])
    except ValueError as error:
        raise FitError("坐标文件里不是六个数。") from error
    if not in_degrees(fit):
        raise FitError("坐标文件里的数不是经纬度，是投影坐标（例如 UTM、高斯投影），这里换算不了。")
    return fit


def in_degrees(fit: Fit) -> bool:
    """Whether the left upper corner may be longitude and latitude, and a pixel is far below a degree."""
    steps = max(abs(step) for step in (fit.a, fit.b, fit.d, fit.e))
    return abs(fit.c) <= 180 and abs(fit.f) <= 90 and 0 < steps < 0.05


def check_size(fit: Fit, width: int, height: int) -> None:
    """FitError where a picture of this size lies outside the country, covers half a province, or is turned over."""
    corners = [fit.position(column, line) for column in (0, width) for line in (0, height)]
    if not all(in_china(corner) for corner in corners):
        raise FitError("这张图落在国外，请看坐标有没有写错、经纬度有没有写反。")
    if max(max(values) - min(values) for values in zip(*corners, strict=True)) > _WIDEST:
        raise FitError("这张图盖住了几百公里，坐标一定不对。")
    if fit.a * fit.e - fit.b * fit.d >= 0:
        raise FitError("照这些坐标图是反的，请看几个点有没有对错。")


def fitted(points: Sequence[FixedPoint]) -> Fit:
    """The fit that comes nearest to points in the sense of least squares; FitError where they do not tell one."""
    if len(points) < FEWEST:
        raise FitError(f"至少要 {FEWEST} 个点，还差 {FEWEST - len(points)} 个。")
    plane = Plane.around([point.position for point in points])
    column = sum(point.column for point in points) / len(points)
    line = sum(point.line for point in points) / len(points)
    rows = [(point.column - column, point.line - line, *plane.point(point.position)) for point in points]
    cc, cl, ll = (sum(row[one] * row[other] for row in rows) for one, other in ((0, 0), (0, 1), (1, 1)))
    whole = cc * ll - cl * cl
    if whole <= 1e-3 * max(cc, ll, 1.0) ** 2:
        raise FitError("这几个点差不多在一条直线上，定不了位；请另选一个离这条线远的点。")
    found = []
    for axis in (2, 3):
        by_column, by_line = (sum(row[of] * row[axis] for row in rows) for of in (0, 1))
        mean = sum(row[axis] for row in rows) / len(rows)
        one = (by_column * ll - by_line * cl) / whole
        other = (by_line * cc - by_column * cl) / whole
        found.append((one, other, mean - one * column - other * line))
    (a, b, c), (d, e, f) = found
    longitude, latitude = plane.position((c, f))
    return Fit(a / plane.east, b / plane.east, longitude, d / plane.north, e / plane.north, latitude)


def residuals(fit: Fit, points: Sequence[FixedPoint]) -> tuple[float, ...]:
    """How far each point lies from where the fit puts it, in metres; of three points it is nothing by necessity."""
    plane = Plane.around([point.position for point in points])
    return tuple(math.dist(plane.point(fit.position(point.column, point.line)), plane.point(point.position))
                 for point in points)


def in_wgs84(fit: Fit, datum: str, width: int, height: int) -> Fit:
    """A fit of a datum in WGS-84: nearest at the corners and the middle of the picture."""
    if datum == WGS84:
        return fit
    places = [(0.0, 0.0), (width, 0.0), (0.0, height), (width, height), (width / 2, height / 2)]
    return fitted([FixedPoint(column, line, to_wgs84(fit.position(column, line), datum)) for column, line in places])
