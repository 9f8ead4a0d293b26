"""Positions and shapes as people write and paste them: 119.9712, 33.3611; 北纬33°21′40″; WKT; GeoJSON."""

from __future__ import annotations

import re

from panhuang_desk.model.characters import to_halfwidth
from panhuang_desk.model.geo.datum import Position
from panhuang_desk.model.geo.shape import Shape, ShapeError, outline_shape, point_shape, read_shape

_HOW = "位置要写成“经度, 纬度”，例如 119.9712, 33.3611。"

_DEGREES = re.compile(
    r"(?P<before>[东西南北EWNS])?(?:经|纬)?:?"
    r"(?P<degrees>[+-]?\d{1,3}(?:\.\d+)?)(?:[°度](?:(?P<minutes>\d{1,2}(?:\.\d+)?)['′分])?"
    r"(?:(?P<seconds>\d{1,2}(?:\.\d+)?)(?:\"|″|''|秒))?)?"
    r"(?P<after>[EWNS])?", re.IGNORECASE)
_WORDS = re.compile(r"(经度|纬度|坐标|longitude|latitude|lon|lng|lat)[:=]?", re.IGNORECASE)
_GAP = re.compile(r"(?<=[°度'′分\"″秒])\s+(?=\d)")
_LATITUDE, _LONGITUDE = re.compile("纬|lat", re.IGNORECASE), re.compile("经|lon|lng", re.IGNORECASE)
_SIDES = {"东": "E", "西": "W", "南": "S", "北": "N"}

_RINGS = re.compile(r"\(([^()]*)\)")
_WKT = re.compile(r"(?:SRID=(?P<srid>\d+);)?\s*(?P<kind>POINT|POLYGON|MULTIPOLYGON)\s*Z?M?\s*(?P<rest>\(.*\))",
                  re.IGNORECASE | re.DOTALL)
_WGS84_SRIDS = ("4326", "4490")


def read_position(text: str) -> Position:
    """A position as it is typed or pasted; ShapeError says how to write one.

    Longitude comes first unless the text says otherwise: by letters, by 东经 and 北纬, or because only the second
    number can be a longitude (beyond 90), as the maps of phones write it.
    """
    plain = _GAP.sub("", _WORDS.sub(",", to_halfwidth(text))).replace("，", ",").strip(" ,()[]\n\t")
    found = list(_DEGREES.finditer(plain))
    if len(found) != 2 or re.search(r"[^\s,;/、]", _DEGREES.sub("", plain)):
        raise ShapeError(_HOW)
    one, other = ((_side(match), _value(match)) for match in found)
    told = one[0] or other[0]
    if (one[0] in ("N", "S") or other[0] in ("E", "W")) if told else (
            _latitude_named_first(text) or abs(one[1]) <= 90 < abs(other[1])):
        one, other = other, one
    if one[0] in ("N", "S") or other[0] in ("E", "W"):
        raise ShapeError(_HOW)
    return point_shape((one[1], other[1])).point


def show_position(position: Position) -> str:
    """119.9712, 33.3611: longitude first, to about a decimetre, as `read_position` reads it."""
    return ", ".join(f"{value:.6f}".rstrip("0").rstrip(".") for value in position)


def read_outline(text: str) -> Shape:
    """A shape from GeoJSON or WKT text (Point, Polygon, MultiPolygon); ShapeError where it is neither."""
    if text.lstrip().startswith("{"):
        return read_shape(text)
    match = _WKT.fullmatch(text.strip())
    if match is None:
        raise ShapeError("边界要写成 WKT（POLYGON((119.97 33.36, …))）或 GeoJSON。")
    if match["srid"] not in (None, *_WGS84_SRIDS):
        raise ShapeError(f"边界是 EPSG:{match['srid']} 坐标，请先转成经纬度。")
    if match["kind"].upper() == "POINT":
        ring = _corners(match["rest"].strip("() "))
        return point_shape(ring[0])
    inside = match["rest"].strip()[1:-1]
    polygons = re.findall(r"\(\s*\([^()]*\)(?:\s*,\s*\([^()]*\))*\s*\)", inside) \
        if match["kind"].upper() == "MULTIPOLYGON" else [inside]
    return outline_shape([[_corners(ring) for ring in _RINGS.findall(polygon)] for polygon in polygons])


def _corners(text: str) -> list[Position]:
    try:
        pairs = [[float(part) for part in pair.split()] for pair in text.split(",")]
        return [(pair[0], pair[1]) for pair in pairs]
    except (ValueError, IndexError) as error:
        raise ShapeError("边界里有读不出来的坐标。") from error


def _latitude_named_first(text: str) -> bool:
    latitude, longitude = _LATITUDE.search(text), _LONGITUDE.search(text)
    return latitude is not None and longitude is not None and latitude.start() < longitude.start()


def _side(match: re.Match[str]) -> str:
    side = (match["before"] or match["after"] or "").upper()
    return _SIDES.get(side, side)


def _value(match: re.Match[str]) -> float:
    value = float(match["degrees"])
    parts = float(match["minutes"] or 0) / 60 + float(match["seconds"] or 0) / 3600
    value += -parts if match["degrees"].startswith("-") else parts
    return -value if _side(match) in ("W", "S") else value
