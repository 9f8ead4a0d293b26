"""The tracks of sample patrols: from plot to plot, as a phone in a pocket or a drone records them."""

from __future__ import annotations

import datetime as dt
import hashlib
import itertools
import math
import random

from panhuang_desk.exchange.places.moments import CHINA
from panhuang_desk.model.geo.datum import WGS84, Position
from panhuang_desk.model.geo.plane import Plane, Point
from panhuang_desk.model.geo.track import DRONE, LIMITS, Stretch, cleaned, simplified
from panhuang_desk.services.demo.planned import Planned
from panhuang_desk.services.tracks import ReadTrack, track_values

_STEP_SECONDS = 10
_SPEED = {"foot": 1.2, "drone": 8.0}
_ERROR_METRES = 2.0
_HEIGHT = 80.0


def track(patrol: Planned, places: list[Position], began: dt.datetime) -> Planned | None:
    """The track of a patrol past these places, which begins at a moment of China's clock; None where it has no way.

    It takes no dice of the sample's, so that everything else of a sample stays as it is.
    """
    method = str(patrol.values["method"])
    if len(places) < 2 or method not in _SPEED:
        return None
    dice = random.Random(f"{patrol.village} {patrol.values['patrolled_on']} way")
    plane = Plane.around(places)
    points = _walked(_in_order(plane.points(places)), _SPEED[method] * _STEP_SECONDS)
    start = began.replace(tzinfo=CHINA).timestamp()
    shaken = tuple(plane.position((x + dice.gauss(0, _ERROR_METRES), y + dice.gauss(0, _ERROR_METRES)))
                   for x, y in points)
    stretch = Stretch(shaken, tuple(start + _STEP_SECONDS * at for at in range(len(points))),
                      (_HEIGHT,) * len(points) if method == DRONE else ())
    origin = hashlib.sha256(f"{patrol.village} {began}".encode()).hexdigest()
    read = ReadTrack("", simplified(cleaned([stretch], LIMITS[method])), str(patrol.values["patrolled_on"]), origin)
    return Planned(patrol.at + dt.timedelta(minutes=5), "track", patrol.village, {
        **track_values(read, method, WGS84), "patrol_id": patrol, "recorded_on": read.day})


def _in_order(points: list[Point]) -> list[Point]:
    """The way from the first point always on to the nearest that is left."""
    way, left = [points[0]], points[1:]
    while left:
        left.sort(key=lambda point: math.dist(point, way[-1]))
        way.append(left.pop(0))
    return way


def _walked(corners: list[Point], step: float) -> list[Point]:
    """Points a step apart along a line."""
    points = [corners[0]]
    for (ax, ay), (bx, by) in itertools.pairwise(corners):
        steps = max(1, round(math.dist((ax, ay), (bx, by)) / step))
        points += [(ax + (bx - ax) * at / steps, ay + (by - ay) * at / steps) for at in range(1, steps + 1)]
    return points
