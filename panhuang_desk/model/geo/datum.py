"""Positions of Chinese phone maps and of satellites: which datum they are in, and what they are in WGS-84.

CGCS2000 and WGS-84 differ by centimetres and are taken for one. The shift of GCJ-02 is not published by the authority
that made it; the formula is that of the reconstruction in general use, good to about a metre, and does nothing outside
China. BD-09 is GCJ-02 with a further shift.
"""

from __future__ import annotations

import math
from typing import TypeAlias

from panhuang_desk.model.fields import Choice

Position: TypeAlias = tuple[float, float]
"""Longitude and latitude in degrees."""

WGS84, GCJ02, BD09 = "wgs84", "gcj02", "bd09"

DATUMS = (
    Choice(WGS84, "GPS 坐标（WGS-84、CGCS2000）", "GPS",
           ("WGS84", "WGS-84", "CGCS2000", "2000", "国家2000", "GPS坐标")),
    Choice(GCJ02, "高德、腾讯地图（GCJ-02）", "高德", ("GCJ02", "GCJ-02", "腾讯", "火星坐标", "高德坐标", "腾讯坐标")),
    Choice(BD09, "百度地图（BD-09）", "百度", ("BD09", "BD-09", "百度坐标")),
)

_AXIS, _ECCENTRICITY = 6378245.0, 0.00669342162296594323
"""Semi-major axis in metres and square of the eccentricity: the Krasovsky ellipsoid, which the formula takes."""

_BD_TURN = math.pi * 3000 / 180
_ROUNDS = 12
"""Each round of the way back makes the error about a thousand times smaller; below a nanodegree it stops anyway."""


def in_china(position: Position) -> bool:
    """Whether a position lies in the box within which GCJ-02 shifts anything."""
    longitude, latitude = position
    return 72.004 <= longitude <= 137.8347 and 0.8293 <= latitude <= 55.8271


def to_wgs84(position: Position, datum: str) -> Position:
    """A position of one of `DATUMS` in WGS-84; ValueError for another datum or a place that is not on the earth."""
    check(position)
    if datum == WGS84:
        return position
    if datum == GCJ02:
        return _back(position)
    if datum == BD09:
        return _back(_gcj_of_bd(position))
    raise ValueError(f"unknown datum {datum}")


def from_wgs84(position: Position, datum: str) -> Position:
    """A WGS-84 position in one of `DATUMS`; ValueError as in `to_wgs84`."""
    check(position)
    if datum == WGS84:
        return position
    if datum == GCJ02:
        return _gcj(position)
    if datum == BD09:
        return _bd_of_gcj(_gcj(position))
    raise ValueError(f"unknown datum {datum}")


def check(position: Position) -> None:
    """ValueError where a position is no place on the earth."""
    longitude, latitude = position
    if not (-180 <= longitude <= 180 and -90 <= latitude <= 90):  # also false for what is no number
        raise ValueError(f"no such place: {longitude}, {latitude}")


def _gcj(position: Position) -> Position:
    if not in_china(position):
        return position
    east, north = _shift(position)
    return position[0] + east, position[1] + north


def _shift(position: Position) -> Position:
    """How far GCJ-02 moves a WGS-84 position, in degrees."""
    longitude, latitude = position
    x, y = longitude - 105.0, latitude - 35.0
    waves = 20.0 * math.sin(6.0 * x * math.pi) + 20.0 * math.sin(2.0 * x * math.pi)
    north = (-100.0 + 2.0 * x + 3.0 * y + 0.2 * y * y + 0.1 * x * y + 0.2 * math.sqrt(abs(x))
             + (waves + 20.0 * math.sin(y * math.pi) + 40.0 * math.sin(y / 3.0 * math.pi)
                + 160.0 * math.sin(y / 12.0 * math.pi) + 320.0 * math.sin(y * math.pi / 30.0)) * 2.0 / 3.0)
    east = (300.0 + x + 2.0 * y + 0.1 * x * x + 0.1 * x * y + 0.1 * math.sqrt(abs(x))
            + (waves + 20.0 * math.sin(x * math.pi) + 40.0 * math.sin(x / 3.0 * math.pi)
               + 150.0 * math.sin(x / 12.0 * math.pi) + 300.0 * math.sin(x / 30.0 * math.pi)) * 2.0 / 3.0)
    angle = math.radians(latitude)
    flat = 1 - _ECCENTRICITY * math.sin(angle) ** 2
    meridian = _AXIS * (1 - _ECCENTRICITY) / (flat * math.sqrt(flat))
    return (math.degrees(east / (_AXIS / math.sqrt(flat) * math.cos(angle))), math.degrees(north / meridian))


def _back(position: Position) -> Position:
    """The WGS-84 position that GCJ-02 moves to this one, by stepping back what is still missing."""
    if not in_china(position):
        return position
    longitude, latitude = position
    for _ in range(_ROUNDS):
        shown = _gcj((longitude, latitude))
        east, north = position[0] - shown[0], position[1] - shown[1]
        longitude, latitude = longitude + east, latitude + north
        if abs(east) < 1e-9 and abs(north) < 1e-9:
            break
    return longitude, latitude


def _bd_of_gcj(position: Position) -> Position:
    longitude, latitude = position
    distance = math.hypot(longitude, latitude) + 0.00002 * math.sin(latitude * _BD_TURN)
    angle = math.atan2(latitude, longitude) + 0.000003 * math.cos(longitude * _BD_TURN)
    return distance * math.cos(angle) + 0.0065, distance * math.sin(angle) + 0.006


def _gcj_of_bd(position: Position) -> Position:
    """The way back, corrected until going forth again gives the position to a nanodegree."""
    longitude, latitude = position[0] - 0.0065, position[1] - 0.006
    for _ in range(_ROUNDS):
        shown = _bd_of_gcj((longitude, latitude))
        east, north = position[0] - shown[0], position[1] - shown[1]
        longitude, latitude = longitude + east, latitude + north
        if abs(east) < 1e-9 and abs(north) < 1e-9:
            break
    return longitude, latitude
