"""Where plots lie: a shape of any datum as a plot keeps it, what a table says of it, the plots with their shapes."""

from __future__ import annotations

import math
from collections.abc import Sequence

import attrs

from panhuang_desk.model.fields import Value, Values
from panhuang_desk.model.geo.datum import WGS84, Position, to_wgs84
from panhuang_desk.model.geo.measure import distance, mu
from panhuang_desk.model.geo.plane import Plane
from panhuang_desk.model.geo.shape import Shape, ShapeError, point_shape, read_shape, write_shape
from panhuang_desk.model.geo.typed import read_outline
from panhuang_desk.model.kind import Record
from panhuang_desk.services.session import Session
from panhuang_desk.store.queries import PlotRow
from panhuang_desk.store.queries import plots as _plots
from panhuang_desk.store.survivors import survivor_of

PLACE_FIELDS = ("outline", "received", "datum", "longitude", "latitude")
"""What tells where a plot lies; it changes as a whole."""


_FAR = 5000
"""Metres; fields of a village lie nearer to one another."""


class PlaceError(ValueError):
    """What is wrong with where a table says that a plot lies: the field, and the words for it."""

    def __init__(self, field: str, words: str) -> None:
        super().__init__(words)
        self.field, self.words = field, words


@attrs.frozen
class PlacedPlot:
    """A plot as lists show it, and where it lies; no shape where that is not known."""

    row: PlotRow
    shape: Shape | None


def place_values(shape: Shape | None, datum: str = WGS84, known: Values | None = None) -> dict[str, Value]:
    """What a plot keeps of a shape that was given in a datum: WGS-84, and as received where that was another.

    `area_mu` is among it where the shape is an outline and the `known` values have no area, or only one that was
    measured on the outline before. Without a shape everything of the place is emptied.
    """
    if shape is None:
        return dict.fromkeys(PLACE_FIELDS)
    here = in_wgs84(shape, datum)
    longitude, latitude = here.point
    found: dict[str, Value] = {
        "outline": write_shape(here), "received": write_shape(shape) if datum != WGS84 else None, "datum": datum,
        "longitude": round(longitude, 7), "latitude": round(latitude, 7)}
    area = measured_mu(here)
    if area and _is_measured(known or {}):
        found["area_mu"] = area
    return found


def in_wgs84(shape: Shape, datum: str) -> Shape:
    """A shape of a datum in WGS-84."""
    return shape if datum == WGS84 else shape.converted(lambda position: to_wgs84(position, datum))


def measured_mu(shape: Shape | None) -> float:
    """The geodesic area in mu, to a hundredth, a tiny one never rounded away; 0 of a point."""
    if shape is None or not shape.is_outline:
        return 0.0
    area = mu(shape.square_metres)
    return round(area, 2) or round(area, 4)


def place_read(values: Values, known: Values, datum: str) -> tuple[dict[str, Value], str]:
    """The values of a row of a table, with what it says about the place as a plot keeps it, and what is to be checked.

    `known` are the values of the plot as it is; coordinates are in the row's datum, else in `datum`. A point does not
    do away with an outline. PlaceError where the row says no place.
    """
    rest = {name: value for name, value in values.items() if name not in PLACE_FIELDS}
    shape = _shape_read(values, known)
    if shape is None:
        return rest, ""
    has = _shape(known)
    if has is not None and has.is_outline and not shape.is_outline:
        return rest, "这块地有边界，位置随边界走，没有改成一个点。"
    place = place_values(shape, str(values.get("datum") or datum), {**known, **rest})
    return (rest if place["outline"] == known.get("outline") else {**rest, **place}), ""


def given_out(record: Record) -> Record:
    """A plot as it goes out: whatever datum its place came in, the table says WGS-84."""
    placed = record["outline"] is not None or record["longitude"] is not None
    return attrs.evolve(record, values={**record.values, "datum": WGS84 if placed else None})


def shape_of(record: Record) -> Shape | None:
    """Where a plot or a map area lies, in WGS-84; None where that is not known or is damaged."""
    return _shape(record.values)


def as_received(record: Record) -> tuple[Shape | None, str]:
    """Where a plot lies as it was given, and in which datum."""
    datum = record.text("datum") or WGS84
    try:
        return (read_shape(record.text("received")), datum) if record["received"] else (shape_of(record), WGS84)
    except ShapeError:
        return shape_of(record), WGS84


def far_words(around: Sequence[Position], position: Position) -> str:
    """That a position lies far from all others, as one does that was read in another order or is of another place."""
    plane = Plane(position)
    if not around or any(math.hypot(*plane.point(each)) < _FAR for each in around):  # as good as all end at the first
        return ""
    metres = distance(min(around, key=lambda each: math.hypot(*plane.point(each))), position)
    return f"离村里最近的地块 {metres / 1000:.0f} 公里，请核对" if metres > _FAR else ""


def standing_for(session: Session, id: str) -> str:
    """The plot that stands for one: itself where it was not merged into another."""
    return survivor_of(session.store, id, "plot")


def plots_with_shapes(session: Session, village: str = "", *, active_only: bool = True) -> list[PlacedPlot]:
    """The plots in walking order with their shapes."""
    shapes = {record.id: shape_of(record) for record in session.store.records("plot", _of(village))}
    today = session.today_iso
    return [PlacedPlot(row, shapes.get(row.id)) for row in _plots(session.store, village)
            if not (active_only and row.inactive_from and row.inactive_from <= today)]


def _of(village: str) -> dict[str, Value]:
    return {"village": village} if village else {}


def _shape(values: Values) -> Shape | None:
    try:
        outline, longitude, latitude = (values.get(name) for name in ("outline", "longitude", "latitude"))
        if outline:
            return read_shape(str(outline))
        if isinstance(longitude, (int, float)) and isinstance(latitude, (int, float)):
            return point_shape((longitude, latitude))
    except ShapeError:
        return None
    return None


def _shape_read(values: Values, known: Values) -> Shape | None:
    """The shape that a row gives, as it gives it; None where it gives none."""
    if values.get("outline"):
        try:
            return read_outline(str(values["outline"]))
        except ShapeError as error:
            raise PlaceError("outline", str(error)) from error
    if values.get("longitude") is None and values.get("latitude") is None:
        return None
    position = [values.get(name, known.get(name)) for name in ("longitude", "latitude")]
    for name, value in zip(("longitude", "latitude"), position, strict=True):
        if not isinstance(value, (int, float)):
            raise PlaceError(name, "经度和纬度要一起写。")
    try:
        return point_shape((float(str(position[0])), float(str(position[1]))))
    except ShapeError as error:
        raise PlaceError("longitude", str(error)) from error


def _is_measured(known: Values) -> bool:
    """Whether a plot's area may follow its outline: there is none, or it is that of the outline it has."""
    area = known.get("area_mu")
    return area is None or area == measured_mu(_shape(known))
