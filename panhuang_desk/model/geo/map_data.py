"""What a map shows, as plain values, for the window and for paper alike. Positions are in WGS-84."""

from __future__ import annotations

from collections.abc import Iterator

import attrs

from panhuang_desk.model.geo.datum import Position
from panhuang_desk.model.geo.plane import Plane
from panhuang_desk.model.geo.shape import Shape

CHECKED, DUE, OVERDUE, NEVER, FOUND, NOT_DUE, INACTIVE = (
    "checked", "due", "overdue", "never", "found", "not_due", "inactive")

STATES = {FOUND: "有发现", OVERDUE: "逾期", DUE: "待查", NEVER: "没看过", CHECKED: "已查", NOT_DUE: "不在期内",
          INACTIVE: "停用"}
"""How a plot may stand, with its word, in the order of a legend."""

VILLAGE, GROUP = "village", "group"

PLOT, AREA, TRACK, FIND, PHOTO = "plot", "map_area", "track", "plant_finding", "photo"
"""The layers, named as the kinds of their records."""


@attrs.frozen
class MapArea:
    """The outline of a village or of one of its groups."""

    id: str
    name: str
    level: str
    shape: Shape


@attrs.frozen
class MapPlot:
    """A plot, a point or an outline; `state` is one of `STATES`, `about` what a pointer that rests on it is told."""

    id: str
    name: str
    state: str
    shape: Shape
    group_no: int = 0
    about: str = ""


@attrs.frozen
class MapTrack:
    """A way that was walked or flown, in its parts."""

    id: str
    name: str
    ways: tuple[tuple[Position, ...], ...]
    drone: bool = False


@attrs.frozen
class MapPoint:
    """A find or a photo: `layer` is `FIND` or `PHOTO`; a find that is dealt with is `closed`."""

    id: str
    layer: str
    position: Position
    label: str = ""
    about: str = ""
    closed: bool = False


@attrs.frozen
class MapData:
    """All that one map shows."""

    areas: tuple[MapArea, ...] = ()
    plots: tuple[MapPlot, ...] = ()
    tracks: tuple[MapTrack, ...] = ()
    points: tuple[MapPoint, ...] = ()

    @property
    def empty(self) -> bool:
        """Whether there is nothing to be shown."""
        return not (self.areas or self.plots or self.tracks or self.points)

    @property
    def states(self) -> tuple[str, ...]:
        """How its plots stand, in the order of a legend."""
        there = {plot.state for plot in self.plots}
        return tuple(state for state in STATES if state in there)

    def positions(self) -> Iterator[Position]:
        """Positions within whose box the map lies: areas and plots where there are any, else everything."""
        if self.areas or self.plots:
            for shape in (*(area.shape for area in self.areas), *(plot.shape for plot in self.plots)):
                yield from shape.positions
        else:
            for track in self.tracks:
                for way in track.ways:
                    yield from way
        for point in self.points:
            yield point.position

    def plane(self) -> Plane:
        """The plane to draw it on; ValueError where it is empty."""
        return Plane.around(self.positions())
