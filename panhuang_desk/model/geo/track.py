"""A recorded track: what of it cannot be true is cut out, its length and time, and as much of it as is worth keeping.

A position is that of a receiver: jumps and speeds that nobody walks or flies are its errors, or the bus home.
"""

from __future__ import annotations

import itertools
import json
import math
from collections.abc import Iterable, Iterator, Sequence
from typing import Any

import attrs

from panhuang_desk.model.geo.datum import Position
from panhuang_desk.model.geo.plane import Plane, simplify

FOOT, DRONE = "foot", "drone"

TOLERANCE = 2.0
"""Metres by which a kept track may differ from the recorded one."""

JUMP, SPEED, BACKWARDS = "jump", "speed", "backwards"
"""Why something was cut out: too far at once, too fast, or an earlier moment than the one before."""

_CUT_WORDS = {JUMP: "位置突然跳开", SPEED: "速度快得不合理", BACKWARDS: "时间倒退"}
_MOST_STRAYS = 20
"""After so many wrong positions in one part, the receiver is somewhere else."""
_LONGEST_WAIT = 300.0
"""Seconds between two positions beyond which nobody knows the way; the rest of the time was a pause."""
_LOST = 4
"""After such a pause, so many jumps away, somebody went on elsewhere: what lies between was not come by."""


@attrs.frozen
class Limits:
    """What is possible by a method: metres a second, and metres between two positions where no time is known."""

    speed: float
    jump: float


LIMITS = {FOOT: Limits(speed=4.0, jump=300.0), DRONE: Limits(speed=25.0, jump=1000.0)}
"""A walker who runs reaches 4 m/s; drones of the trade fly up to 23 m/s."""


@attrs.frozen
class Stretch:
    """Positions one after the other, with moments (seconds since 1970 UTC) and heights above the ground in metres.

    NaN stands for what is not known. `angles` are the camera's pitch, -90 straight down.
    """

    positions: tuple[Position, ...]
    moments: tuple[float, ...]
    heights: tuple[float, ...] = ()
    angles: tuple[float, ...] = ()


@attrs.frozen
class Cut:
    """What was cut out, why, where, and how many positions it was."""

    reason: str
    position: Position
    positions: int
    moment: float = math.nan

    @property
    def words(self) -> str:
        """Why, in Chinese."""
        return _CUT_WORDS[self.reason]


@attrs.frozen
class Track:
    """What is left of a recorded track. `metres` is its length, `seconds` the time in it, 0 where none is known."""

    stretches: tuple[Stretch, ...]
    cuts: tuple[Cut, ...] = ()
    metres: float = 0.0
    seconds: float = 0.0

    @property
    def count(self) -> int:
        """Its positions."""
        return sum(len(stretch.positions) for stretch in self.stretches)

    @property
    def began(self) -> float:
        """The first known moment; NaN where there is none."""
        return min(self._moments(), default=math.nan)

    @property
    def ended(self) -> float:
        """The last known moment; NaN where there is none."""
        return max(self._moments(), default=math.nan)

    def _moments(self) -> Iterator[float]:
        return (moment for stretch in self.stretches for moment in stretch.moments if not math.isnan(moment))


def cleaned(stretches: Iterable[Stretch], limits: Limits) -> Track:
    """A track without what cannot be true. One wrong position is left out; a lasting jump parts the track in two."""
    kept: list[Stretch] = []
    cuts: list[Cut] = []
    for stretch in stretches:
        kept += _parts(stretch, limits, cuts)
    metres = seconds = 0.0
    for stretch in kept:
        plane = Plane.around(stretch.positions)
        points = plane.points(stretch.positions)
        metres += sum(math.dist(one, other) for one, other in itertools.pairwise(points))
        seconds += sum(min(later - earlier, _LONGEST_WAIT) for earlier, later in itertools.pairwise(stretch.moments)
                       if later >= earlier)
    return Track(tuple(kept), tuple(cuts), metres, seconds)


def simplified(track: Track, tolerance: float = TOLERANCE) -> Track:
    """The same with fewer positions, none of those left out further than `tolerance` metres from the line kept.

    Length and time stay what they were.
    """
    kept = []
    for stretch in track.stretches:
        points = Plane.around(stretch.positions).points(stretch.positions)
        places = simplify(points, tolerance)
        kept.append(_taken(stretch, places))
    return attrs.evolve(track, stretches=tuple(kept))


def pack(track: Track) -> str:
    """The stretches as JSON text: degrees to six decimals (a decimetre), moments in seconds, heights in metres."""
    return json.dumps([{name: values for name, values in (
        ("p", [[round(x, 6), round(y, 6)] for x, y in stretch.positions]), ("t", _numbers(stretch.moments)),
        ("h", _numbers(stretch.heights)), ("a", _numbers(stretch.angles))) if values}
        for stretch in track.stretches], separators=(",", ":"))


def unpack(text: str) -> tuple[Stretch, ...]:
    """The stretches of such text; ValueError where it is damaged."""
    try:
        return tuple(_unpacked(part) for part in json.loads(text or "[]"))
    except (TypeError, KeyError, AttributeError, IndexError) as error:
        raise ValueError("a track that cannot be read") from error


def _unpacked(part: dict[str, Any]) -> Stretch:
    positions = tuple((float(x), float(y)) for x, y in part["p"])
    columns = [tuple(math.nan if value is None else float(value) for value in part.get(name, ())) for name in "tha"]
    if any(column and len(column) != len(positions) for column in columns):
        raise ValueError("a track that cannot be read")
    moments, heights, angles = columns
    return Stretch(positions, moments or (math.nan,) * len(positions), heights, angles)


def _numbers(values: Sequence[float]) -> list[float | None]:
    """Values for JSON, none where no value is known."""
    shown = [None if math.isnan(value) else round(value, 1) for value in values]
    return shown if any(value is not None for value in shown) else []


def _parts(stretch: Stretch, limits: Limits, cuts: list[Cut]) -> list[Stretch]:
    """The stretch in as many parts as its jumps make; what is cut out is added to `cuts`."""
    positions, moments = stretch.positions, stretch.moments
    if not positions:
        return []
    points = Plane.around(positions).points(positions)
    parts, reasons, strays = [[0]], [""], 0

    def reason(one: int, other: int) -> str:
        """Why one cannot go from one position to another; empty where one can."""
        far, wait = math.dist(points[one], points[other]), moments[other] - moments[one]
        if math.isnan(wait):
            return JUMP if far > limits.jump else ""
        if wait < 0:
            return BACKWARDS
        if wait > _LONGEST_WAIT and far > _LOST * limits.jump:
            return JUMP
        return SPEED if far > limits.speed * max(wait, 1.0) else ""

    for place in range(1, len(positions)):
        before = parts[-1][-1]
        why = reason(before, place)
        if not why:
            parts[-1].append(place)
        elif place + 1 < len(positions) and strays < _MOST_STRAYS and not reason(before, place + 1):
            cuts.append(Cut(why, positions[place], 1, moments[place]))  # one wrong position among right ones
            strays += 1
        else:
            parts.append([place])
            reasons.append(why)
            strays = 0
    return [_taken(stretch, part) for part in _long_enough(parts, reasons, stretch, cuts)]


def _long_enough(parts: list[list[int]], reasons: list[str], stretch: Stretch, cuts: list[Cut]) -> list[list[int]]:
    """The parts that are ways. Positions that stand alone are errors or a ride: each run of them is cut out as one."""
    if len(parts) == 1:
        return parts
    kept: list[list[int]] = []
    alone, why = [], ""
    for part, reason in zip(parts, reasons, strict=True):
        why = why or reason
        if len(part) == 1:
            alone.append(part[0])
            continue
        if why:
            first = alone[0] if alone else part[0]
            cuts.append(Cut(why, stretch.positions[first], len(alone), stretch.moments[first]))
        kept.append(part)
        alone, why = [], ""
    if alone and kept:
        cuts.append(Cut(why or JUMP, stretch.positions[alone[0]], len(alone), stretch.moments[alone[0]]))
    if kept:
        return kept
    cuts.append(Cut(why or JUMP, stretch.positions[0], len(alone) - 1, stretch.moments[0]))
    return parts[:1]


def _taken(stretch: Stretch, places: Sequence[int]) -> Stretch:
    """A stretch of some of the positions."""
    if len(places) == len(stretch.positions):
        return stretch
    moments, heights, angles = (
        tuple(column[place] for place in places) if column else ()
        for column in (stretch.moments, stretch.heights, stretch.angles))
    return Stretch(tuple(stretch.positions[place] for place in places), moments, heights, angles)
