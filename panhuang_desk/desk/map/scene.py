"""What a map holds, ready to be painted: shapes on a plane with y running south, and an index of where they lie.

Coordinates are metres on the scene's plane; a *scale* is pixels a metre, a *sheet* coordinate metres times scale.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence

import attrs
from PySide6.QtCore import QPointF
from PySide6.QtGui import QPolygonF

from panhuang_desk.model.geo.datum import Position
from panhuang_desk.model.geo.map_data import FIND, PLOT, STATES, TRACK, MapArea, MapData, MapPlot, MapPoint, MapTrack
from panhuang_desk.model.geo.plane import Plane, inside, to_segment
from panhuang_desk.model.geo.shape import Shape

Box = tuple[float, float, float, float]
"""West, north, east, south: y runs south."""

_CELLS = 48
_PIECE = 128
"""Tracks are cut in pieces of so many positions, so that only those in sight are painted."""


class Grid:
    """Finds quickly what lies in a box."""

    def __init__(self, boxes: Sequence[Box]) -> None:
        self._boxes = boxes
        self._cells: dict[tuple[int, int], list[int]] = {}
        west = min((box[0] for box in boxes), default=0.0)
        north = min((box[1] for box in boxes), default=0.0)
        across = max((max(box[2] - west, box[3] - north) for box in boxes), default=1.0)
        self._west, self._north, self._size = west, north, max(across / _CELLS, 1.0)
        for place, box in enumerate(boxes):
            for cell in self._within(box):
                self._cells.setdefault(cell, []).append(place)

    def find(self, box: Box) -> list[int]:
        """The places of the boxes that touch a box, in their order."""
        boxes, (west, north, east, south) = self._boxes, box
        near = {place for cell in self._within(box) for place in self._cells.get(cell, ())}
        return sorted(place for place in near if boxes[place][0] <= east and boxes[place][2] >= west
                      and boxes[place][1] <= south and boxes[place][3] >= north)

    def _within(self, box: Box) -> list[tuple[int, int]]:
        size = self._size
        columns = range(max(-1, math.floor((box[0] - self._west) / size)),
                        min(_CELLS, math.floor((box[2] - self._west) / size)) + 1)
        lines = range(max(-1, math.floor((box[1] - self._north) / size)),
                      min(_CELLS, math.floor((box[3] - self._north) / size)) + 1)
        return [(column, line) for column in columns for line in lines]


@attrs.frozen(eq=False)
class Outline:
    """A shape on the plane: its rings as polygons to paint and as points to ask; a point has none."""

    x: float
    y: float
    box: Box
    rings: tuple[QPolygonF, ...]
    polygons: tuple[tuple[tuple[tuple[float, float], ...], ...], ...]

    @property
    def breadth(self) -> float:
        """Its narrower side in metres."""
        return min(self.box[2] - self.box[0], self.box[3] - self.box[1])

    def holds(self, point: tuple[float, float]) -> bool:
        """Whether a point lies in it."""
        return any(inside(point, rings) for rings in self.polygons)


@attrs.frozen(eq=False)
class Piece:
    """A piece of a track."""

    track: MapTrack
    line: QPolygonF
    box: Box


class Scene:
    """The things of one `MapData` on its plane."""

    def __init__(self, data: MapData, plane: Plane | None = None) -> None:
        self.data = data
        self.plane = plane or (Plane((119.97, 33.36)) if data.empty else data.plane())
        self.areas: list[tuple[MapArea, Outline]] = [(area, self.outline(area.shape)) for area in data.areas]
        self.plots: list[tuple[MapPlot, Outline]] = [(plot, self.outline(plot.shape)) for plot in data.plots]
        self.points: list[tuple[MapPoint, tuple[float, float]]] = [
            (point, self.point(point.position)) for point in data.points]
        self.pieces = [piece for track in data.tracks for piece in self._pieces(track)]
        self.plot_grid = Grid([outline.box for _, outline in self.plots])
        self.piece_grid = Grid([piece.box for piece in self.pieces])
        self.box = self._whole()
        self.track_points = sum(piece.line.count() for piece in self.pieces)
        self.by_id = {(PLOT, plot.id): place for place, (plot, _) in enumerate(self.plots)}
        self.by_id |= {(point.layer, point.id): place for place, (point, _) in enumerate(self.points)}

    def point(self, position: Position) -> tuple[float, float]:
        """A position on the scene."""
        x, y = self.plane.point(position)
        return x, -y

    def position(self, x: float, y: float) -> Position:
        """A point of the scene on the earth."""
        return self.plane.position((x, -y))

    def outline(self, shape: Shape) -> Outline:
        """A shape on the scene."""
        polygons = tuple(tuple(tuple((x, -y) for x, y in self.plane.points(ring)) for ring in polygon)
                         for polygon in shape.polygons)
        x, y = self.point(shape.point)
        corners = [corner for polygon in polygons for ring in polygon for corner in ring] or [(x, y)]
        return Outline(x, y, _box(corners), tuple(_polygon(ring) for polygon in polygons for ring in polygon), polygons)

    def where(self, layer: str, id: str) -> tuple[float, float, Outline | None] | None:
        """The middle of a thing, and its outline where it is a plot; None where it is not on the map."""
        place = self.by_id.get((layer, id))
        if place is None:
            return None
        if layer == PLOT:
            outline = self.plots[place][1]
            return outline.x, outline.y, outline
        return (*self.points[place][1], None)

    def about(self, layer: str, id: str) -> str:
        """A thing of the map in words; empty where it is not on it."""
        if layer == TRACK:
            return next((track.name for track in self.data.tracks if track.id == id), "")
        place = self.by_id.get((layer, id))
        if place is None:
            return ""
        if layer == PLOT:
            plot = self.plots[place][0]
            return plot.about or f"{plot.name}，{STATES[plot.state]}"
        point = self.points[place][0]
        return point.about or point.label

    def in_lines(self, box: Box, height: float) -> list[str]:
        """The plots whose middle lies in a box, line by line as one reads; a line is so high."""
        west, north, east, south = box
        found = [self.plots[place] for place in self.plot_grid.find(box)]
        return [id for _, _, id in sorted(
            (round(outline.y / height), outline.x, plot.id) for plot, outline in found
            if west <= outline.x <= east and north <= outline.y <= south)]

    def corner_near(self, x: float, y: float, reach: float, but: str = "") -> tuple[float, float] | None:
        """The nearest corner of another plot than `but` within `reach` metres, so that neighbours can share it."""
        around = (x - reach, y - reach, x + reach, y + reach)
        near = [(math.dist((x, y), corner), corner) for place in self.plot_grid.find(around)
                if self.plots[place][0].id != but for rings in self.plots[place][1].polygons for ring in rings
                for corner in ring]
        far, corner = min(near, default=(math.inf, (x, y)))
        return corner if far <= reach else None

    def at(self, x: float, y: float, reach: float, hidden: Iterable[str] = ()) -> tuple[str, str] | None:
        """Layer and id of what a person means who points there: a point within `reach` metres, else the smallest plot,
        else a track.
        """
        hidden = frozenset(hidden)
        near = [(math.dist((x, y), at), point.layer != FIND, point) for point, at in self.points
                if point.layer not in hidden and math.dist((x, y), at) <= reach]
        if near:
            point = min(near, key=lambda each: (each[1], each[0]))[2]
            return point.layer, point.id
        if PLOT not in hidden:
            found = self._plot_at(x, y, reach)
            if found:
                return PLOT, found
        return None if TRACK in hidden else self._track_at(x, y, reach)

    def _plot_at(self, x: float, y: float, reach: float) -> str:
        around = (x - reach, y - reach, x + reach, y + reach)
        hits = []
        for place in self.plot_grid.find(around):
            plot, outline = self.plots[place]
            if outline.holds((x, y)):
                hits.append((0.0, outline.breadth, plot.id))
            elif math.dist((x, y), (outline.x, outline.y)) <= reach:
                hits.append((math.dist((x, y), (outline.x, outline.y)), 0.0, plot.id))
        return min(hits)[2] if hits else ""

    def _track_at(self, x: float, y: float, reach: float) -> tuple[str, str] | None:
        for place in self.piece_grid.find((x - reach, y - reach, x + reach, y + reach)):
            line = [point.toTuple() for point in self.pieces[place].line.toList()]
            if any(to_segment((x, y), line[at - 1], line[at]) <= reach / 2 for at in range(1, len(line))):
                return TRACK, self.pieces[place].track.id
        return None

    def _pieces(self, track: MapTrack) -> Iterable[Piece]:
        for way in track.ways:
            points = [(x, -y) for x, y in self.plane.points(way)]
            for first in range(0, max(len(points) - 1, 1), _PIECE):
                part = points[first:first + _PIECE + 1]
                yield Piece(track, _polygon(part), _box(part))

    def _whole(self) -> Box:
        boxes = [outline.box for _, outline in (*self.areas, *self.plots)] or [piece.box for piece in self.pieces]
        boxes += [(*at, *at) for _, at in self.points]
        if not boxes:
            return (-500.0, -500.0, 500.0, 500.0)
        wests, norths, easts, souths = zip(*boxes, strict=True)
        return min(wests), min(norths), max(easts), max(souths)


def _polygon(points: Iterable[tuple[float, float]]) -> QPolygonF:
    return QPolygonF([QPointF(x, y) for x, y in points])


def _box(points: Sequence[tuple[float, float]]) -> Box:
    xs, ys = zip(*points, strict=True)
    return min(xs), min(ys), max(xs), max(ys)
